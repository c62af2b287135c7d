"""Artifacts of version-controlled classes live in the project, and furu says when git would not keep them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import furu
from furu.provenance.ignored import Hidden, hidden_by
from furu.runtime.versioned import message
from tests.contract.processes import finish, start
from tests.runtime.versioned import Draft, Figure, Sketch

GET = "from tests.runtime.versioned import *; Figure().get(); print(Figure().furu_dir)"
RELATIVE = "furu-data/artifacts/data/tests/runtime/versioned/Figure"


def git(*arguments: str) -> str:
    """Run git in the current folder."""
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a repository, and the current folder below it."""
    folder = tmp_path / "project"
    (folder / "src" / "deep").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FURU_ALLOW_NO_GIT_ORIGIN", "1")
    git("init", "--quiet")
    monkeypatch.chdir(folder / "src" / "deep")
    return folder


def test_the_place_is_beside_the_nearest_pyproject(project: Path) -> None:
    (project / "pyproject.toml").touch()
    (project / "src" / ".gitignore").touch()
    assert finish(start(GET)).startswith(str(project / RELATIVE))
    assert (project / "furu-data" / "artifacts" / "data").is_dir()
    record = next((project / RELATIVE).glob("*/.furu/config.json"))
    assert json.loads(record.read_bytes())["version_controlled"] is True
    others = Path(os.environ["FURU_PATH"])
    assert list(others.rglob("success")), "what it depends on is where everything else is"
    assert not list(others.rglob("Figure"))


def test_without_a_pyproject_it_is_beside_the_nearest_gitignore(project: Path) -> None:
    (project / "src" / ".gitignore").touch()
    (project / ".gitignore").touch()
    assert finish(start(GET)).startswith(str(project / "src" / RELATIVE))


def test_without_either_it_is_an_error_that_names_the_setting(project: Path) -> None:
    process = start(GET)
    _, errors = process.communicate(timeout=60)
    assert "RootMissing: no place for version-controlled artifacts" in errors
    assert "set FURU_VERSION_CONTROLLED_PATH" in errors


def test_a_setting_overrides_the_place(project: Path, tmp_path: Path) -> None:
    (project / "pyproject.toml").touch()
    place = tmp_path / "elsewhere"
    assert finish(start(GET, FURU_VERSION_CONTROLLED_PATH=str(place))).startswith(str(place))


def test_subclasses_inherit_the_place_and_may_leave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_VERSION_CONTROLLED_PATH", str(tmp_path / "kept"))
    assert Sketch().furu_dir.is_relative_to(tmp_path / "kept")
    assert Draft().furu_dir.is_relative_to(os.environ["FURU_PATH"])


def test_in_an_overlay_nothing_new_is_written_into_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_VERSION_CONTROLLED_PATH", str(tmp_path / "kept"))
    with furu.debug():
        assert Figure().get() == 1
    assert not (tmp_path / "kept").exists()


def kept_by_git(project: Path) -> set[str]:
    """The names of the files that ``git add`` takes from the artifacts."""
    listed = git("-C", str(project), "ls-files", "--others", "--exclude-standard", "furu-data")
    return {Path(line).name for line in listed.splitlines()}


def test_git_keeps_the_artifact_and_leaves_the_journal(project: Path) -> None:
    (project / "pyproject.toml").touch()
    finish(start(GET))
    found = kept_by_git(project)
    assert {"success", "config.json", "attempt-0001.json", "figure.txt"} <= found
    assert not any(
        "journal" in line for line in git("-C", str(project), "ls-files", "-o", "--exclude-standard").split()
    )


@pytest.mark.parametrize(
    ("ignored", "folder"),
    [("furu-data/", True), ("/furu-data/artifacts", True), ("*.json", False), (".furu/", False), ("success", False)],
)
def test_a_gitignore_that_hides_them_is_named_and_the_advice_works(project: Path, ignored: str, folder: bool) -> None:  # noqa: FBT001  # a parameter
    (project / "pyproject.toml").touch()
    rules = project / ".gitignore"
    rules.write_text(f"# results\n{ignored}\n")
    process = start(GET)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert f"line 2 of {rules} ({ignored}) hides them" in errors
    assert "FURU_VERSION_CONTROLLED_PATH" in errors
    root = str(project / "furu-data" / "artifacts")
    files = [f"{root}/data/a/B/{'0' * 32}/.furu/{name}" for name in ("config.json", "success")]
    found = hidden_by(root, files)
    assert found is not None
    assert found.folder is folder
    rules.write_text("\n".join([*([] if folder else [ignored]), *found.remedy, ""]))
    assert hidden_by(root, files) is None, found.remedy
    assert {"success", "config.json"} <= kept_by_git(project)


def test_nothing_is_said_when_git_keeps_them_or_is_not_to_be_asked(project: Path) -> None:
    (project / "pyproject.toml").touch()
    (project / ".gitignore").write_text("furu-data/*\n!furu-data/artifacts/\n")
    process = start(GET)
    assert "git will not keep" not in process.communicate(timeout=60)[1]
    (project / ".gitignore").write_text("furu-data/\n")
    process = start(GET, FURU_RECORD_GIT="ignore", FURU_PATH=str(project / "other"))
    assert "git will not keep" not in process.communicate(timeout=60)[1]


def test_the_message_says_what_to_write() -> None:
    found = Hidden("/p/.gitignore", 3, "furu-data/", True, ("/furu-data/*", "!/furu-data/artifacts/"))
    assert message("/p/furu-data/artifacts", found) == (
        "git will not keep the version-controlled artifacts in /p/furu-data/artifacts: line 3 of /p/.gitignore "
        "(furu-data/) hides them; write `/furu-data/*` and `!/furu-data/artifacts/` instead of it, or "
        "set FURU_VERSION_CONTROLLED_PATH (a folder) to a folder that git keeps"
    )
