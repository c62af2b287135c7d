"""While debugging, what exists is loaded, everything new goes elsewhere, and nothing of it is ever taken for real."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import furu
from furu.errors import NotImportable, OverlayRefused, SettingError
from tests.contract.processes import CHECKOUT, finish, start
from tests.contract.witnessed import Fragile, Number, Sum, lines_of
from tests.nodes import Leaf


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that counts what is created."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


def real_files(root: Path) -> list[str]:
    """Every file below the real root."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.fixture
def root() -> Path:
    return Path(os.environ["FURU_PATH"])


TOTAL = Sum(terms=(Number(value=1), Number(value=2)))


def test_what_exists_is_loaded_and_what_is_new_goes_to_the_overlay(root: Path, witness: Path) -> None:
    Number(value=1).get()
    before = real_files(root)
    with furu.debug() as overlay:
        assert TOTAL.get() == 3
        assert TOTAL.exists()
        assert TOTAL.furu_dir.is_relative_to(overlay)
        assert Number(value=1).furu_dir.is_relative_to(root)
        assert TOTAL.get() == TOTAL.load() == 3, "what is in the overlay is loaded from there"
    assert real_files(root) == before
    assert (TOTAL.exists(), Number(value=2).exists()) == (False, False)
    assert TOTAL.furu_dir.is_relative_to(root)
    assert lines_of(witness) == ["Number 1", f"Sum {TOTAL.furu_hash}", "Number 2"]


def test_a_debug_run_computes_again_and_touches_nothing_real(root: Path, witness: Path) -> None:
    assert TOTAL.get() == 3
    before = real_files(root)
    assert TOTAL.debug_run() == 3
    assert real_files(root) == before
    assert lines_of(witness).count(f"Sum {TOTAL.furu_hash}") == 2
    assert lines_of(witness).count("Number 1") == 1
    assert "FURU_DEBUG" not in os.environ


class Writes(furu.Furu[str]):
    """Writes into its folder, from a thread of its own."""

    def _create(self) -> str:
        thread = threading.Thread(target=lambda: (self.furu_dir / "file").write_text("x"))
        thread.start()
        thread.join()
        return (self.furu_dir / "file").read_text()

    def _load(self) -> str:
        return (self.furu_dir / "file").read_text()


def test_files_are_written_where_the_attempt_is(root: Path) -> None:
    Writes().get()
    place = Writes().furu_dir / "file"
    place.write_text("real")
    assert Writes().debug_run() == "x"
    assert place.read_text() == "real"
    with furu.debug():
        assert Writes().get() == "real"
        assert Writes().get(recompute=True) == "x"
        assert Writes().get() == "x"
    assert Writes().get() == "real"


def test_the_raw_folder_is_not_touched_either(root: Path) -> None:
    with furu.debug() as overlay:
        assert Leaf().raw_dir.is_relative_to(overlay)
    assert not (root / "raw").exists()


def test_a_failure_stays_in_the_overlay(root: Path, tmp_path: Path, witness: Path) -> None:
    (tmp_path / "broken").touch()
    node = Fragile(switch=str(witness))
    with furu.debug():
        with pytest.raises(RuntimeError, match="broken"):
            node.get()
        assert node.state() is furu.State.FAILED
    assert node.state() is furu.State.MISSING


def test_every_block_has_an_overlay_of_its_own_unless_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, witness: Path
) -> None:
    for _ in range(2):
        with furu.debug():
            Number(value=1).get()
    assert len(lines_of(witness)) == 2
    monkeypatch.setenv("FURU_DEBUG_ROOT", str(tmp_path / "kept"))
    for _ in range(2):
        with furu.debug() as overlay:
            Number(value=1).get()
            assert overlay == tmp_path / "kept"
    assert len(lines_of(witness)) == 3
    assert os.environ["FURU_DEBUG_ROOT"] == str(tmp_path / "kept")


def test_a_block_inside_a_block_changes_nothing() -> None:
    with furu.debug() as outer:
        with furu.debug() as inner:
            assert inner == outer
        assert Number(value=1).get() == 1
        assert not Number(value=2).exists()
    assert not Number(value=1).exists()


def test_threads_and_processes_share_the_overlay(root: Path) -> None:
    with furu.debug() as overlay:
        thread = threading.Thread(target=Number(value=1).get)
        thread.start()
        thread.join()
        assert Number(value=1).exists()
        code = "from tests.contract.witnessed import *; Number(value=2).get(); print(Number(value=1).furu_dir)"
        assert finish(start(code)).startswith(str(overlay))
        assert Number(value=2).exists()
    assert not (root / "data").exists()


class Debugs(furu.Furu[int]):
    """Tries to debug while its own result is real."""

    how: str

    def _create(self) -> int:
        if self.how == "run":
            return Number(value=1).debug_run()
        with furu.debug():
            return Number(value=1).get()


@pytest.mark.parametrize("how", ["run", "block"])
def test_a_real_attempt_may_not_use_debug_results(how: str) -> None:
    with pytest.raises(OverlayRefused, match="whose result is real") as caught:
        Debugs(how=how).get()
    assert "FURU_DEBUG" in str(caught.value)
    assert Debugs(how=how).debug_run() == 1


class Waits(furu.Furu[int]):
    """Gets another artifact once it is told to."""

    def _create(self) -> int:
        began.set()
        assert go_on.wait(30)
        return Number(value=5).get()


began, go_on = threading.Event(), threading.Event()


def test_an_attempt_that_began_before_stays_real() -> None:
    began.clear()
    go_on.clear()
    thread = threading.Thread(target=Waits().get)
    thread.start()
    assert began.wait(30)
    with furu.debug():
        go_on.set()
        thread.join()
    assert Waits().exists()
    assert Number(value=5).exists(), "what a real result is made from is real"


def test_the_overlay_may_not_be_the_real_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_DEBUG_ROOT", str(root))
    with furu.debug(), pytest.raises(SettingError, match="the same folder") as caught:
        Number(value=1).get()
    assert "FURU_DEBUG_ROOT" in str(caught.value)


WHOLE = """
import os
from tests.contract.witnessed import *
Sum(terms=(Number(value=1), Number(value=2))).get()
print(Number(value=2).furu_dir.parents[5], os.environ["FURU_DEBUG_ROOT"])
"""


def test_a_setting_puts_a_whole_process_into_a_temporary_overlay(root: Path) -> None:
    Number(value=1).get()
    before = real_files(root)
    process = start(WHOLE, FURU_DEBUG="1")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "everything new goes to" in errors
    assert "FURU_DEBUG_ROOT" in errors
    place, named = output.split()
    assert place == named
    assert not Path(place).exists(), "a temporary overlay ends with its process"
    assert real_files(root) == before


def test_a_named_overlay_lasts(tmp_path: Path, root: Path) -> None:
    kept = tmp_path / "kept"
    finish(start(WHOLE, FURU_DEBUG="1", FURU_DEBUG_ROOT=str(kept)))
    finish(start(WHOLE, FURU_DEBUG="1", FURU_DEBUG_ROOT=str(kept)))
    assert len(list(kept.rglob("success"))) == 3
    assert not (root / "data").exists()
    assert len(lines_of(Path(os.environ["WITNESS"]))) == 3


SCRIPT = """
import dataclasses
import furu

@dataclasses.dataclass
class Report:
    count: int

class Square(furu.Furu[Report]):
    side: int = 3

    def _create(self) -> Report:
        return Report(self.side ** 2)

if __name__ == "__main__":
    print(Square().get(), Square().get(), Square().furu_dir)
"""


def script(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script that defines its class itself."""
    Path("script.py").write_text(SCRIPT)
    surroundings = os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment
    return subprocess.run([sys.executable, "script.py"], env=surroundings, capture_output=True, text=True, check=False)


def test_classes_of_a_script_run_in_the_overlay_alone(root: Path) -> None:
    done = script(FURU_ALLOW_MAIN="1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Report(count=9) Report(count=9) ")
    assert str(root) not in done.stdout
    assert not (root / "data").exists()


def test_without_the_setting_they_are_refused_and_it_is_named() -> None:
    done = script()
    assert "NotImportable" in done.stderr
    assert "set FURU_ALLOW_MAIN" in done.stderr
    assert NotImportable.__name__ in done.stderr
