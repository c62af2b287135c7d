"""Labels: on top of what the code says, checked, changed by several at once, and never at the cost of others'."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from furu.errors import ArtifactMissing, LabelRefused, StoreUnwritable, UnreadableRecord
from furu.store import labels
from furu.store.codec import pack, unpack
from furu.store.labels import Edit, change, checked_name, checked_tag, shown_name, shown_tags
from furu.store.layout import Artifact, journal_directory
from furu.store.records import LabelsRecord
from tests.contract.processes import finish, start
from tests.index.samples import Named, artifact


@pytest.fixture
def named() -> Artifact:
    """An artifact whose code says a name and two tags."""
    node = Named(label="first")
    node.get()
    return artifact(Path(os.environ["FURU_PATH"]), node)


def test_labels_lie_on_top_of_what_the_code_says() -> None:
    assert (shown_name("code", None), shown_tags(("a", "b", "a"), None)) == ("code", ("a", "b"))
    labelled = LabelsRecord(name="mine", tags=("c", "b"), removed=("a", "gone"))
    assert (shown_name("code", labelled), shown_tags(("a", "b"), labelled)) == ("mine", ("b", "c"))
    assert shown_name("code", LabelsRecord(name=None)) == "code"


def test_a_name_tags_and_notes_are_given_and_taken(named: Artifact) -> None:
    found, differs = change(named, Edit(name="  best run ", notes="look\nat this", add=("keep", "Keep")))
    assert (found, differs) == (LabelsRecord(name="best run", notes="look\nat this", tags=("keep", "Keep")), True)
    assert labels.read(named) == found
    found, _ = change(named, Edit(remove=("paper", "keep", "never")))
    assert (found.tags, found.removed, found.name) == (("Keep",), ("paper",), "best run")
    found, _ = change(named, Edit(add=("paper", "first"), name=""))
    assert found == LabelsRecord(tags=("Keep",), notes="look\nat this")


def test_all_tags_are_set_at_once(named: Artifact) -> None:
    found, _ = change(named, Edit(tags=("new", "first")))
    assert (found.tags, found.removed) == (("new",), ("paper",))
    assert shown_tags(("paper", "first"), found) == ("first", "new")


def test_what_changes_nothing_writes_nothing(named: Artifact) -> None:
    assert change(named, Edit(add=("paper",), remove=("never",))) == (LabelsRecord(), False)
    assert not Path(named.labels).exists()
    change(named, Edit(add=("a",)))
    journal = [Path(journal_directory(named.root), name) for name in os.listdir(journal_directory(named.root))]
    before = [path.read_bytes() for path in journal]
    assert change(named, Edit(add=("a",)))[1] is False
    assert [path.read_bytes() for path in journal] == before


TAGGING = """
from furu.store.labels import Edit, change
from furu.store.layout import Artifact
artifact = Artifact({root!r}, {namespace!r}, {digest!r})
for position in range(50):
    change(artifact, Edit(add=(f"{who}-{{position}}",)))
"""


def test_what_eight_processes_tag_is_all_there(named: Artifact) -> None:
    facts = {"root": named.root, "namespace": named.namespace, "digest": named.digest}
    for process in [start(TAGGING.format(who=who, **facts)) for who in range(8)]:
        finish(process)
    assert sorted(labels.read(named).tags) == sorted(f"{who}-{position}" for who in range(8) for position in range(50))
    assert [name for name in os.listdir(named.meta) if name.startswith(".tmp-")] == []


def test_a_record_of_before_is_read(named: Artifact) -> None:
    Path(named.labels).write_bytes(b'{"format":1,"name":"old","tags":["a"],"notes":""}')
    assert labels.read(named) == LabelsRecord(name="old", tags=("a",))
    assert unpack(LabelsRecord, pack(labels.read(named)), "") == LabelsRecord(name="old", tags=("a",))


def test_what_cannot_be_read_is_left_as_it_is(named: Artifact) -> None:
    for damaged in (b"", b"{", b"[]", b'{"format":2}'):
        Path(named.labels).write_bytes(damaged)
        with pytest.raises(UnreadableRecord, match=r"labels\.json") as error:
            change(named, Edit(add=("a",)))
        assert "delete it to begin anew" in str(error.value)
        assert Path(named.labels).read_bytes() == damaged


def test_an_artifact_without_a_config_can_be_tagged(named: Artifact) -> None:
    Path(named.config).write_bytes(b"{")
    assert change(named, Edit(add=("broken",)))[0].tags == ("broken",)
    with pytest.raises(UnreadableRecord, match=r"config\.json"):
        change(named, Edit(tags=()))


def test_what_is_not_there_cannot_be_labelled(named: Artifact) -> None:
    nothing = Artifact(named.root, named.namespace, "0" * 32)
    with pytest.raises(ArtifactMissing, match="is not there"):
        change(nothing, Edit(add=("a",)))
    assert not Path(nothing.directory).exists()


def test_a_disk_that_refuses_is_explained(named: Artifact) -> None:
    Path(named.labels).mkdir()
    with pytest.raises(StoreUnwritable, match=r"labels\.json"):
        change(named, Edit(add=("a",)))


FOREIGN = """
import os, pwd
from furu.errors import StoreUnwritable
from furu.store.labels import Edit, change
from furu.store.layout import Artifact
os.chdir({root!r})
if os.getuid() == 0:
    os.setuid(65534)
try:
    change(Artifact(".", {namespace!r}, {digest!r}), Edit(add=("mine",)))
except StoreUnwritable as error:
    print(error)
"""


def test_whose_an_artifact_is_that_may_not_be_written_to_is_told(named: Artifact) -> None:
    for folder in (Path(named.root), *Path(named.root).rglob("*")):
        if folder.is_dir():
            folder.chmod(0o755)
    Path(named.meta).chmod(0o555)
    told = finish(start(FOREIGN.format(root=named.root, namespace=named.namespace, digest=named.digest)))
    assert f"{named.id} cannot be labelled: Permission denied" in told
    assert "hint: it belongs to" in told
    assert not Path(named.labels).exists()


@pytest.mark.parametrize("tag", ["a b", "a,b", 'a"b', "it's", "a`b", "", "a\nb", "a\0b", "x" * 101, " a"])
def test_a_tag_that_cannot_be_asked_for_is_refused(tag: str, named: Artifact) -> None:
    with pytest.raises(LabelRefused, match="tag"):
        checked_tag(tag)
    with pytest.raises(LabelRefused):
        change(named, Edit(add=("good", tag)))
    assert not Path(named.labels).exists()


@pytest.mark.parametrize("tag", ["a", "Paper-2", "x" * 100, "ünï", "<script>", "a=b", "v1.0", "{x}"])
def test_other_tags_are_kept_as_they_are(tag: str) -> None:
    assert checked_tag(tag) == tag


def test_names_are_one_line_of_bounded_length(named: Artifact) -> None:
    assert checked_name(" a b\t") == "a b"
    with pytest.raises(LabelRefused, match="one line"):
        checked_name("a\nb")
    with pytest.raises(LabelRefused, match="at most 200 characters"):
        checked_name("x" * 201)
    with pytest.raises(LabelRefused, match="both added and taken away"):
        change(named, Edit(add=("a",), remove=("a",)))
    with pytest.raises(LabelRefused, match="notes have at most"):
        change(named, Edit(notes="x" * 100_001))
    with pytest.raises(LabelRefused, match="at most 1000 tags"):
        change(named, Edit(tags=tuple(map(str, range(1001)))))
