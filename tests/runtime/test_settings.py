"""Each setting is read from its variable, and a value that cannot be used is an error that names it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from furu import settings
from furu.errors import SettingError
from furu.settings import SETTINGS, Settings
from tests.nodes import Leaf

READ: list[tuple[str, str, str, Any]] = [
    ("FURU_PATH", "path", "/data", Path("/data")),
    ("FURU_PATH", "path", "", None),
    ("FURU_CACHE_DIR", "cache_dir", "/cache", Path("/cache")),
    ("FURU_ALLOW_LOCALS", "allow_locals", "1", True),
    ("FURU_ALLOW_LOCALS", "allow_locals", "TRUE", True),
    ("FURU_ALLOW_LOCALS", "allow_locals", " off ", False),
    ("FURU_LEASE_SECS", "lease_secs", "0.5", 0.5),
    ("FURU_MAX_WAIT_SECS", "max_wait_secs", "", None),
    ("FURU_MAX_WAIT_SECS", "max_wait_secs", "30", 30.0),
    ("FURU_RETRY_FAILED", "retry_failed", "no", False),
    ("FURU_MAX_COMPUTE_RETRIES", "max_compute_retries", "", None),
    ("FURU_MAX_COMPUTE_RETRIES", "max_compute_retries", "0", 0),
    ("FURU_RECORD_GIT", "record_git", "uncached", "uncached"),
    ("FURU_ALLOW_NO_GIT_ORIGIN", "allow_no_git_origin", "yes", True),
    ("FURU_ALWAYS_RERUN", "always_rerun", "a.B, c.D,", frozenset({"a.B", "c.D"})),
    ("FURU_DURABILITY", "durability", "power", "power"),
    ("FURU_VERSION_CONTROLLED_PATH", "version_controlled_path", "/repo/results", Path("/repo/results")),
    ("FURU_DEBUG", "debug", "1", True),
    ("FURU_DEBUG_ROOT", "debug_root", "/debug", Path("/debug")),
    ("FURU_ALLOW_MAIN", "allow_main", "on", True),
]


@pytest.mark.parametrize(("variable", "attribute", "text", "expected"), READ)
def test_a_setting_is_read(
    variable: str, attribute: str, text: str, expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, text)
    assert vars(settings.current())[attribute] == expected


def test_every_setting_is_tested() -> None:
    assert {row.variable for row in SETTINGS} == {variable for variable, *_ in READ}


def test_every_row_of_the_table_fills_one_attribute() -> None:
    assert [row.attribute for row in SETTINGS] == [part.name for part in dataclasses.fields(Settings)]
    assert len({row.variable for row in SETTINGS}) == len(SETTINGS)


UNUSABLE = [
    ("FURU_LEASE_SECS", "soon"),
    ("FURU_LEASE_SECS", "0"),
    ("FURU_LEASE_SECS", "-1"),
    ("FURU_LEASE_SECS", "nan"),
    ("FURU_MAX_WAIT_SECS", "0"),
    ("FURU_RETRY_FAILED", "maybe"),
    ("FURU_MAX_COMPUTE_RETRIES", "-1"),
    ("FURU_MAX_COMPUTE_RETRIES", "1.5"),
    ("FURU_RECORD_GIT", "always"),
    ("FURU_DURABILITY", "diamond"),
    ("FURU_ALLOW_LOCALS", "2"),
]


@pytest.mark.parametrize(("variable", "text"), UNUSABLE)
def test_a_value_that_cannot_be_used_names_its_variable(
    variable: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, text)
    accepts = next(row.accepts for row in SETTINGS if row.variable == variable)
    with pytest.raises(SettingError, match=rf"^{variable} is '{text}', which cannot be used\n") as caught:
        Leaf().get()
    assert f"hint: set {variable} to {accepts}" in str(caught.value)


def test_a_setting_that_changes_takes_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("5", "7", "5"):
        monkeypatch.setenv("FURU_LEASE_SECS", text)
        assert settings.current().lease_secs == float(text)


def test_settings_are_parsed_once() -> None:
    assert settings.current() is settings.current()


def test_the_defaults_are_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in SETTINGS:
        monkeypatch.delenv(row.variable, raising=False)
    found = settings.current()
    assert (found.lease_secs, found.retry_failed, found.record_git, found.path) == (120.0, True, "cached", None)


def test_the_cache_is_never_among_the_artifacts(monkeypatch: pytest.MonkeyPatch, surroundings: Path) -> None:
    assert settings.cache_root() == surroundings / "cache"
    monkeypatch.delenv("FURU_CACHE_DIR")
    assert settings.cache_root() == surroundings / "home" / ".cache" / "furu"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert settings.cache_root() == surroundings / "home" / ".cache" / "furu"
