"""Saved views: saved as a whole, and never over what somebody else has saved meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu import settings
from furu.errors import LabelRefused, NameTaken, UnreadableRecord, ViewChanged, ViewUnknown
from furu.store.layout import views_directory
from furu.store.views import ViewColumn, ViewSettings, delete, read, save, slugs
from tests.contract.processes import finish, start

SHOWN = ViewSettings(
    query="class:Train lr>=1e-3",
    sort="-result.accuracy",
    columns=(ViewColumn(field="lr", pinned=True, width=120), ViewColumn(field="result.accuracy")),
    group="seed",
    facets=("state", "user"),
    facets_shown=True,
    density="compact",
)


@pytest.fixture
def root() -> str:
    return str(settings.root())


def test_a_view_is_read_as_it_was_saved(root: str) -> None:
    saved = save(root, "mine", "Mine", SHOWN, expect=None)
    assert read(root, "mine") == saved
    assert (saved.record.settings, saved.record.name, slugs(root)) == (SHOWN, "Mine", ["mine"])
    again = save(root, "mine", "Ours", ViewSettings(), expect=saved.version)
    assert (again.record.name, again.record.created_at) == ("Ours", saved.record.created_at)
    assert again.version != saved.version


def test_what_somebody_else_saved_is_not_lost(root: str) -> None:
    first = save(root, "mine", "Mine", SHOWN, expect=None)
    second = save(root, "mine", "Mine", ViewSettings(query="a"), expect=first.version)
    with pytest.raises(ViewChanged, match="saved by somebody else") as error:
        save(root, "mine", "Mine", ViewSettings(query="b"), expect=first.version)
    assert error.value.version == second.version
    with pytest.raises(NameTaken, match="there is a view 'mine' already"):
        save(root, "mine", "Mine", SHOWN, expect=None)
    with pytest.raises(ViewChanged):
        delete(root, "mine", expect=first.version)
    assert read(root, "mine") == second
    delete(root, "mine", expect=second.version)
    with pytest.raises(ViewChanged, match="deleted"):
        save(root, "mine", "Mine", SHOWN, expect=second.version)
    with pytest.raises(ViewUnknown):
        delete(root, "mine")
    assert slugs(root) == []


SAVING = """
from furu.errors import ViewChanged
from furu.store.views import ViewSettings, read, save
done = 0
while done < 20:
    view = read({root!r}, "count")
    count = int(view.record.settings.query)
    try:
        save({root!r}, "count", "count", ViewSettings(query=str(count + 1)), expect=view.version)
    except ViewChanged:
        continue
    done += 1
"""


def test_of_those_who_save_at_once_one_does(root: str) -> None:
    save(root, "count", "count", ViewSettings(query="0"), expect=None)
    for process in [start(SAVING.format(root=root)) for _ in range(4)]:
        finish(process)
    assert read(root, "count").record.settings.query == "80"


@pytest.mark.parametrize("slug", ["..", "../x", "a/b", "", "A", "a\0"])
def test_a_slug_that_leads_elsewhere_is_refused(slug: str, root: str) -> None:
    with pytest.raises(LabelRefused):
        save(root, slug, "name", SHOWN, expect=None)
    with pytest.raises(ViewUnknown):
        read(root, slug)
    with pytest.raises(ViewUnknown):
        delete(root, slug)


def test_settings_without_use_are_refused(root: str) -> None:
    for bad in (
        ViewSettings(query="x" * 10_001),
        ViewSettings(sort="x" * 1_001),
        ViewSettings(columns=(ViewColumn(field="x"),) * 501),
        ViewSettings(columns=(ViewColumn(field="x" * 1_001),)),
    ):
        with pytest.raises(LabelRefused):
            save(root, "mine", "mine", bad, expect=None)
    with pytest.raises(LabelRefused):
        save(root, "mine", "a\nb", SHOWN, expect=None)


def test_what_cannot_be_read_says_so(root: str) -> None:
    Path(views_directory(root)).mkdir(parents=True)
    Path(views_directory(root), "mine.json").write_bytes(b"{}")
    with pytest.raises(UnreadableRecord):
        read(root, "mine")
    delete(root, "mine")
