"""The installed packages are known by name and version, without reading their metadata."""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from furu.provenance.packages import installed, listing


def test_it_finds_what_the_standard_library_finds() -> None:
    expected = {
        distribution.metadata["Name"].lower().replace("_", "-").replace(".", "-"): distribution.version
        for distribution in reversed(list(distributions()))
    }
    assert {name: version.partition(" ")[0] for name, version in installed().items()} == expected


def site(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
    return folder


NAMES = [
    ("plain-1.0.dist-info", {"plain": "1.0"}),
    ("Under_Score.Dot-2.0+cu121.dist-info", {"under-score-dot": "2.0+cu121"}),
    ("old-3.0-py3.11.egg-info", {"old": "3.0"}),
    ("plain", {}),
    ("no_version.egg-info", {}),
    ("~broken-1.0.dist-info", {"~broken": "1.0"}),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_folder_says_which_package_it_is(
    name: str, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(site(tmp_path / "site", name))])
    assert installed() == expected


def test_the_first_of_two_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [site(tmp_path / "a", "x-1.dist-info"), site(tmp_path / "b", "x-2.dist-info", "y-1.dist-info")]
    monkeypatch.setattr(sys, "path", [str(tmp_path / "missing"), str(tmp_path / "a.zip"), *map(str, folders)])
    assert listing(installed()) == b"x==1\ny==1\n"


ORIGINS = [
    (
        '{"url": "https://ada:pw@host/a.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
        "1.0 @ https://host/a.git@abc",
    ),
    ('{"url": "file:///home/ada/x", "dir_info": {"editable": true}}', "1.0 @ file:///home/ada/x"),
    ("no json", "1.0"),
    ("[]", "1.0"),
    ("{}", "1.0"),
]


@pytest.mark.parametrize(("text", "expected"), ORIGINS)
def test_a_package_from_elsewhere_says_from_where(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(tmp_path / "site", "x-1.0.dist-info")
    (folder / "x-1.0.dist-info" / "direct_url.json").write_text(text)
    monkeypatch.setattr(sys, "path", [str(folder)])
    assert installed() == {"x": expected}
