"""What the commit does not hold is kept once per content, so that the code of a result can be had again."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from furu.provenance import changes
from furu.provenance.git import capture
from furu.store.codec import unpack
from furu.store.layout import ObjectKind, object_path
from furu.store.records import GitRecord, UntrackedFile, UntrackedRecord
from tests.contract.processes import finish, start
from tests.provenance.repositories import commit, git, published

SECRET = "s3cr3t-hunter2"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an origin, and nothing to keep."""
    published(tmp_path / "project", tmp_path / "origin.git")
    return tmp_path / "project"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty store."""
    return tmp_path / "store"


def captured(project: Path, root: Path) -> GitRecord:
    return capture(str(project), str(root), allow_no_origin=False)


def kept(root: Path, kind: ObjectKind, key: str | None) -> bytes:
    assert key is not None
    return Path(object_path(str(root), kind, key)).read_bytes()


def objects(root: Path, kind: str = "*") -> list[Path]:
    return [path for path in root.glob(f"objects/{kind}/*/*") if path.is_file()]


def untracked(root: Path, record: GitRecord) -> UntrackedRecord:
    return unpack(UntrackedRecord, kept(root, "untracked", record.untracked), "here")


def checked_out(project: Path, root: Path, record: GitRecord, folder: Path) -> Path:
    """A fresh clone of the origin, brought to the recorded state."""
    assert record.commit is not None
    git("clone", "--quiet", str(project.parent / "origin.git"), str(folder))
    if record.bundle is not None:
        git("fetch", "--quiet", object_path(str(root), "bundles", record.bundle), "HEAD", folder=folder)
    git("checkout", "--quiet", record.commit, folder=folder)
    if record.patch is not None:
        git("apply", object_path(str(root), "patches", record.patch), folder=folder)
    return folder


def test_a_clean_published_commit_needs_nothing(project: Path, root: Path) -> None:
    record = captured(project, root)
    assert (record.dirty, record.patch, record.bundle, record.untracked, record.note) == (False, None, None, None, None)
    assert not root.exists()


def test_the_patch_brings_the_changes_back(project: Path, root: Path, tmp_path: Path) -> None:
    (project / "data.bin").write_bytes(bytes(range(256)))
    (project / "gone.py").touch()
    (project / "ä name.py").write_text("a = 1\n")
    commit(project, "second")
    git("push", "--quiet", folder=project)
    (project / "code.py").write_text("rate = 2\n")
    (project / "data.bin").write_bytes(bytes(reversed(range(256))))
    (project / "gone.py").unlink()
    (project / "ä name.py").write_text("a = 2\n")
    (project / "staged.py").write_text("b = 1\n")
    git("add", "staged.py", folder=project)
    clone = checked_out(project, root, captured(project, root), tmp_path / "clone")
    for name in ("code.py", "data.bin", "ä name.py", "staged.py"):
        assert (clone / name).read_bytes() == (project / name).read_bytes()
    assert not (clone / "gone.py").exists()


def test_the_users_configuration_does_not_change_the_patch(project: Path, root: Path) -> None:
    (project / "code.py").write_text("rate = 2\n")
    before = captured(project, root)
    for name, value in (("diff.noprefix", "true"), ("color.ui", "always"), ("diff.external", "false")):
        git("config", name, value, folder=project)
    assert captured(project, root).patch == before.patch


def test_changes_anywhere_in_the_repository_are_kept(project: Path, root: Path) -> None:
    (project / "deep").mkdir()
    (project / "code.py").write_text("rate = 2\n")
    (project / "new.py").write_text("new\n")
    record = captured(project / "deep", root)
    assert b"+rate = 2" in kept(root, "patches", record.patch)
    assert [file.path for file in untracked(root, record).files] == ["new.py"]


def test_results_are_no_changes_of_the_code(project: Path) -> None:
    for folder in ("furu-data", "elsewhere"):
        (project / folder).mkdir()
        (project / folder / "result").write_text("1")
    record = captured(project, project / "elsewhere")
    assert (record.dirty, record.untracked) == (False, None)


COMMITS = """
from tests.nodes import Leaf
for value in range({count}): Leaf(value=value).get()
"""


def test_the_same_changes_are_kept_once_for_a_thousand_artifacts(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "code.py").write_text("rate = 2\n")
    (project / "new.py").write_text("new\n")
    (project / "uv.lock").write_text("locked\n")
    commit_on_no_remote(project)
    (project / "code.py").write_text("rate = 3\n")
    monkeypatch.chdir(project)
    finish(start(COMMITS.format(count=1000), FURU_PATH=str(root)))
    assert len(list(root.glob("data/tests/nodes/Leaf/*/.furu/success"))) == 1000
    assert sorted(path.parts[-3] for path in objects(root)) == ["bundles", "locks", "packages", "patches"]
    finish(start(COMMITS.format(count=1001), FURU_PATH=str(root)))
    assert len(objects(root)) == 4


def commit_on_no_remote(project: Path) -> str:
    return commit(project, "not pushed")


def test_commits_on_no_remote_are_kept(project: Path, root: Path, tmp_path: Path) -> None:
    (project / "code.py").write_text("rate = 2\n")
    commit_on_no_remote(project)
    (project / "code.py").write_text("rate = 3\n")
    commit_on_no_remote(project)
    (project / "code.py").write_text("rate = 4\n")
    record = captured(project, root)
    clone = checked_out(project, root, record, tmp_path / "clone")
    assert (clone / "code.py").read_text() == "rate = 4\n"
    assert git("rev-parse", "HEAD", folder=clone) == record.commit
    assert captured(project, root).bundle == record.bundle
    assert len(objects(root, "bundles")) == 1


def test_a_branch_without_upstream_keeps_only_what_is_on_no_remote(project: Path, root: Path) -> None:
    git("checkout", "--quiet", "-b", "topic", folder=project)
    assert captured(project, root).bundle is None
    (project / "code.py").write_text("rate = 2\n")
    commit_on_no_remote(project)
    assert captured(project, root).bundle is not None


def test_a_project_below_the_top_of_its_repository_is_left_as_it_is(project: Path, root: Path, tmp_path: Path) -> None:
    below = project / "packages" / "one"
    below.mkdir(parents=True)
    (below / "code.py").write_text("rate = 2\n")
    commit_on_no_remote(project)
    before = sorted(project.rglob("*"))
    record = captured(below, root)
    assert [path for path in sorted(project.rglob("*")) if path not in before] == []
    clone = checked_out(project, root, record, tmp_path / "clone")
    assert (clone / "packages" / "one" / "code.py").read_text() == "rate = 2\n"


def test_without_any_remote_the_whole_history_is_kept(project: Path, root: Path, tmp_path: Path) -> None:
    git("remote", "remove", "origin", folder=project)
    record = capture(str(project), str(root), allow_no_origin=True)
    assert record.bundle is not None
    git("clone", "--quiet", object_path(str(root), "bundles", record.bundle), str(tmp_path / "clone"))
    assert git("rev-parse", "HEAD", folder=tmp_path / "clone") == record.commit


def test_untracked_files_are_listed_with_their_contents(project: Path, root: Path) -> None:
    (project / "pkg").mkdir()
    (project / "pkg" / "new.py").write_text("new = 1\n")
    (project / "run.sh").write_text("#!/bin/sh\n")
    (project / "run.sh").chmod(0o755)
    (project / "noise.log").write_text("ignored")
    record = captured(project, root)
    files = untracked(root, record).files
    assert [(file.path, file.bytes, file.executable) for file in files] == [
        ("pkg/new.py", 8, False),
        ("run.sh", 10, True),
    ]
    assert kept(root, "files", files[0].content) == b"new = 1\n"
    assert record.note is None


def test_what_looks_like_a_secret_is_named_and_never_kept(project: Path, root: Path) -> None:
    (project / "credentials.json").write_text("{}")
    git("add", "--force", "credentials.json", folder=project)
    git("commit", "--quiet", "--message", "a mistake", folder=project)
    git("push", "--quiet", folder=project)
    (project / "credentials.json").write_text(SECRET)
    (project / "code.py").write_text("rate = 2\n")
    (project / "sub").mkdir()
    (project / "sub" / ".env").write_text(SECRET)
    (project / ".aws").mkdir()
    (project / ".aws" / "config").write_text(SECRET)
    (project / "notes.txt").write_text(f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}")
    record = captured(project, root)
    assert b"rate = 2" in kept(root, "patches", record.patch)
    assert {(file.path, file.content) for file in untracked(root, record).files} == {
        (".aws/config", None),
        ("notes.txt", None),
        ("sub/.env", None),
    }
    assert "names look like secrets: credentials.json" in (record.note or "")
    assert not [path for path in objects(root) if SECRET.encode() in path.read_bytes()]


def test_links_are_not_followed(project: Path, root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text(SECRET)
    (project / "link").symlink_to(tmp_path / "outside")
    (file,) = untracked(root, captured(project, root)).files
    assert (file.path, file.content) == ("link", None)


def test_names_that_are_no_text_are_listed(project: Path, root: Path) -> None:
    with open(os.fsencode(project) + b"/caf\xe9.py", "wb") as file:
        file.write(b"x")
    assert untracked(root, captured(project, root)).files == (
        UntrackedFile(path="caf\\xe9.py", bytes=1, content=untracked(root, captured(project, root)).files[0].content),
    )


def test_large_untracked_files_are_listed_without_contents(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FILE_BYTES", 100)
    monkeypatch.setattr(changes, "FILES_BYTES", 250)
    (project / "a-large").write_bytes(bytes(101))
    for name in "bcde":
        (project / name).write_bytes(name.encode() * 100)
    record = captured(project, root)
    contents = {file.path: file.content is not None for file in untracked(root, record).files}
    assert contents == {"a-large": False, "b": True, "c": True, "d": False, "e": False}
    assert record.note == "untracked files without their contents: a-large, d, e"


def test_only_so_many_untracked_files_are_listed(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(changes, "FILES", 2)
    for name in "abc":
        (project / name).touch()
    record = captured(project, root)
    found = untracked(root, record)
    assert ([file.path for file in found.files], found.complete) == (["a", "b"], False)
    assert record.note == "untracked files: 2 of 3 recorded"
    assert "untracked files: 2 of 3 recorded" in caplog.text


def test_a_huge_patch_is_a_note_and_one_warning(
    project: Path, root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(changes, "PATCH_BYTES", changes.MIB)
    (project / "code.py").write_bytes(os.urandom(2 * changes.MIB))
    with caplog.at_level(logging.WARNING, "furu"):
        records = [captured(project, root) for _ in range(3)]
    assert [(record.patch, record.note) for record in records] == [
        (None, "changes not recorded: larger than 1 MiB"),
    ] * 3
    warnings = [entry.getMessage() for entry in caplog.records]
    assert len(warnings) == 1
    assert warnings[0].startswith(
        f"git in {project}: changes not recorded: larger than 1 MiB\nhint: set FURU_RECORD_GIT"
    )


def test_a_huge_bundle_is_a_note(project: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BUNDLE_BYTES", 1000)
    (project / "code.py").write_bytes(os.urandom(2000))
    commit_on_no_remote(project)
    record = captured(project, root)
    assert record.bundle is None
    assert (record.note or "").startswith("commits on no remote not recorded: larger than")


def test_too_many_commits_are_a_note(project: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BUNDLE_COMMITS", 1)
    for value in "ab":
        (project / "code.py").write_text(value)
        commit_on_no_remote(project)
    assert captured(project, root).note == "commits on no remote not recorded: more than 1"


def test_a_repository_that_git_refuses_is_a_note_that_says_why(project: Path, root: Path) -> None:
    (project / ".git" / "HEAD").write_text("nonsense")
    (project / ".git" / "config").write_text("[broken")
    assert (captured(project, root).note or "").startswith("git refused: ")
