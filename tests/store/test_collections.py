"""Collections: picked by hand, kept in order, changed by several at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from furu import settings
from furu.errors import CollectionUnknown, LabelRefused, NameTaken, UnreadableRecord
from furu.store import collections
from furu.store.collections import Edit, change, create, delete, find, memberships, read
from furu.store.layout import collections_directory
from furu.store.slugs import is_slug, slug_of
from tests.contract.processes import finish, start


def key(number: int) -> str:
    """An id that could be one."""
    return f"pkg.Train@{number:032x}"


@pytest.fixture
def root() -> str:
    return str(settings.root())


def ids(root: str, slug: str = "paper") -> list[int]:
    """The members, by number."""
    return [int(member.id.partition("@")[2], 16) for member in read(root, slug).members]


def test_members_keep_their_order_and_say_who_picked_them(root: str) -> None:
    made = create(root, "Paper", note="for the figure", ids=[key(3), key(1), key(3)])
    assert (made.slug, made.record.name, made.record.note) == ("paper", "Paper", "for the figure")
    assert ids(root) == [3, 1]
    change(root, "paper", Edit(add=(key(2), key(3))))
    assert ids(root) == [3, 1, 2]
    change(root, "paper", Edit(move=(key(2), 0)))
    assert ids(root) == [2, 3, 1]
    change(root, "paper", Edit(move=(key(2), -1)))
    assert ids(root) == [3, 1, 2]
    change(root, "paper", Edit(order=(key(2), key(1))))
    assert ids(root) == [2, 1, 3]
    change(root, "paper", Edit(remove=(key(1), key(9))))
    assert ids(root) == [2, 3]
    assert all(member.added_by for member in read(root, "paper").members)


def test_a_new_name_keeps_the_slug_and_is_found(root: str) -> None:
    create(root, "paper")
    assert change(root, "paper", Edit(name="The Paper", note="n")).record.name == "The Paper"
    assert [find(root, name) for name in ("paper", "Paper", "The Paper", "the-paper")] == ["paper"] * 4
    with pytest.raises(CollectionUnknown, match="no collection 'other'") as error:
        find(root, "other")
    assert error.value.hint == "there are paper"


def test_what_changes_nothing_is_not_written(root: str) -> None:
    create(root, "paper", ids=[key(1)])
    before = read(root, "paper")
    change(root, "paper", Edit(add=(key(1),), remove=(key(2),), name="paper"))
    assert read(root, "paper") == before


ADDING = """
from furu.store.collections import Edit, change
for position in range(50):
    change({root!r}, "paper", Edit(add=("pkg.Train@%032x" % ({who} * 50 + position),)))
"""


def test_what_eight_processes_add_is_all_there(root: str) -> None:
    create(root, "paper")
    for process in [start(ADDING.format(root=root, who=who)) for who in range(8)]:
        finish(process)
    assert sorted(ids(root)) == list(range(400))


def test_one_of_two_with_the_same_name_is_refused(root: str) -> None:
    create(root, "My paper!", ids=[key(1)])
    with pytest.raises(NameTaken, match="my-paper") as error:
        create(root, "my PAPER")
    assert error.value.slug == "my-paper"
    assert ids(root, "my-paper") == [1]


def test_a_collection_is_deleted_once(root: str) -> None:
    create(root, "paper")
    delete(root, "paper")
    for act in (lambda: delete(root, "paper"), lambda: read(root, "paper"), lambda: change(root, "paper", Edit())):
        with pytest.raises(CollectionUnknown):
            act()
    assert os.listdir(collections_directory(root)) == []


@pytest.mark.parametrize(
    "slug", ["..", ".", "", "../x", "a/b", "A", "a b", "-a", "a\0", "é/..", "a" * 61, "a.json", "\n"]
)
def test_a_slug_that_leads_elsewhere_is_unknown(slug: str, root: str) -> None:
    assert not is_slug(slug)
    for act in (lambda: read(root, slug), lambda: change(root, slug, Edit(note="x")), lambda: delete(root, slug)):
        with pytest.raises(CollectionUnknown):
            act()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Paper 2", "paper-2"),
        ("  a__b--c ", "a-b-c"),
        ("Über", "über"),
        ("论文", "论文"),
        ("a/../b", "a-b"),
        ("x" * 99, "x" * 60),
        ("İstanbul", "i-stanbul"),
    ],
)
def test_slugs_are_letters_and_digits(name: str, slug: str) -> None:
    assert (slug_of(name), is_slug(slug)) == (slug, True)


@given(st.text(max_size=100))
def test_what_names_become_is_always_a_slug(name: str) -> None:
    try:
        slug = slug_of(name)
    except LabelRefused:
        return
    assert is_slug(slug)
    assert not set(slug) & set("/.\\\0 \n")


def test_names_and_ids_that_cannot_be_kept_are_refused(root: str) -> None:
    for name in ("", "!!", "a\nb", "x" * 201):
        with pytest.raises(LabelRefused):
            create(root, name)
    create(root, "paper")
    for bad in ("a", "a@b", "@" + "0" * 32, "../../a@" + "0" * 31, "a@" + "0" * 31 + "g"):
        with pytest.raises(LabelRefused, match="is no id"):
            change(root, "paper", Edit(add=(bad,)))
    with pytest.raises(LabelRefused, match="add it first"):
        change(root, "paper", Edit(move=(key(1), 0)))


def test_what_cannot_be_read_is_left_and_passed_over(root: str) -> None:
    create(root, "good", ids=[key(1)])
    damaged = Path(collections_directory(root), "bad.json")
    damaged.write_bytes(b"{")
    Path(collections_directory(root), "no slug.json").write_bytes(b"{}")
    Path(collections_directory(root), ".tmp-x.json").write_bytes(b"{}")
    assert collections.slugs(root) == ["bad", "good"]
    assert [item.slug for item in memberships(root)] == ["good"]
    with pytest.raises(UnreadableRecord):
        change(root, "bad", Edit(note="x"))
    assert damaged.read_bytes() == b"{"


def test_memberships_follow_what_changes(root: str) -> None:
    create(root, "paper", ids=[key(1)])
    assert [item.ids for item in memberships(root)] == [{key(1)}]
    change(root, "paper", Edit(add=(key(2),)))
    assert [item.ids for item in memberships(root)] == [{key(1), key(2)}]
    delete(root, "paper")
    assert memberships(root) == []
