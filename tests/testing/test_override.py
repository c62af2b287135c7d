"""Values stand in for results: in threads and processes, for everything that depends on them, and never for real."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest

import furu
from furu.errors import ConfigError, OverlayRefused, WrongType
from furu.testing import override_results
from tests.contract.processes import finish, start
from tests.contract.witnessed import lines_of
from tests.testing.pipelines import Above, Data, Declares, Hidden, Model, Other, Report, Total, Uses


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that counts what is created."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


@pytest.fixture
def root() -> Path:
    return Path(os.environ["FURU_PATH"])


def real_files(root: Path) -> dict[str, bytes]:
    """Every file below the real root with its content."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


REPORT = Report(total=Total(data=Data(), others=(Other(),)), parts={"a": Data(size=5)})


def test_a_value_stands_in_for_a_result(root: Path, witness: Path) -> None:
    with override_results({Data(): [10, 20]}):
        assert Data().get() == Data().load() == [10, 20]
        assert Data().exists()
        assert Data().state() is furu.State.SUCCESS
        assert REPORT.get() == "total 130"
        assert REPORT.get() == "total 130"
        assert Data().get(recompute=True) == [10, 20]
    assert lines_of(witness) == ["Report", "Total", "Other"]
    assert real_files(root) == {}
    assert not REPORT.exists()
    assert REPORT.get() == "total 103"


def test_what_depends_on_it_is_computed_anew_and_nothing_real_changes(root: Path, witness: Path) -> None:
    assert REPORT.get() == "total 103"
    before = real_files(root)
    with override_results({Data(): [10, 20]}):
        assert not Total(data=Data()).exists()
        assert REPORT.get() == "total 130"
        assert Data(size=5).state() is furu.State.MISSING
    assert real_files(root) == before
    assert REPORT.get() == "total 103"
    assert lines_of(witness).count("Other") == 1, "what does not depend on it is loaded from where it is"


def test_dependencies_found_at_run_time_count_too(root: Path) -> None:
    assert (Hidden().get(), Above().get()) == (3, 4)
    before = real_files(root)
    with override_results({Data(): [7]}):
        assert (Above().get(), Hidden().get()) == (8, 7)
    assert real_files(root) == before
    with override_results({Other(): 1}):
        assert not Hidden().furu_dir.is_relative_to(os.environ["FURU_DEBUG_ROOT"]), "nothing of it is overridden"


@pytest.mark.parametrize(
    ("node", "path", "value", "result"),
    [
        (REPORT, "total", 5, "total 5"),
        (REPORT, "total.data", [1, 1], "total 102"),
        (REPORT, "total.others[0]", -3, "total 0"),
        (REPORT, "parts['a']", [], "total 103"),
        (Declares(), "_dependencies[1]", [0] * 9, 10),
        (REPORT, "", "itself", "itself"),
    ],
)
def test_a_part_is_named_by_its_path(node: furu.Furu[object], path: str, value: object, result: object) -> None:
    with override_results(node, {path: value}):
        assert node.get() == result


def test_a_path_that_leads_nowhere_is_refused_with_what_there_is() -> None:
    for path in ("total.dat", "totl", "total.data.size", "total.others[1]"):
        with (
            pytest.raises(ConfigError, match="Report has no config object at") as caught,
            override_results(REPORT, {path: 1}),
        ):
            pytest.fail("the block ran")
        assert caught.value.where == f"Report.{path}"
    with pytest.raises(ConfigError, match=r"did you mean total\.data\?"), override_results(REPORT, {"total.dat": 1}):
        pytest.fail("the block ran")


def test_only_config_objects_are_overridden() -> None:
    for wrong in ({"data": 1}, Data()):
        with pytest.raises(WrongType, match="takes config objects with their values") as caught:
            override_results(wrong)  # type: ignore[arg-type]  # what the test is about
        assert "override_results({node: value})" in str(caught.value)


def test_each_get_returns_a_copy() -> None:
    array = np.ones(2)
    with override_results({Model(): array}):
        loaded = Model().get()
        loaded[:] = 0
        assert Model().get().tolist() == [1, 1]
    assert array.tolist() == [1, 1]


def test_a_class_with_a_load_and_a_check_of_its_own_needs_neither(witness: Path) -> None:
    with override_results({Model(): 2.5}):
        assert Uses(model=Model()).get() == "with 2.5"
        assert Model().exists()
    assert lines_of(witness) == []


class Fake:
    """No codec keeps it."""

    def __repr__(self) -> str:
        return "<fake>"


def test_a_value_that_no_codec_keeps_is_handed_out_in_this_process() -> None:
    fake = Fake()
    with override_results({Model(): fake}):
        assert Model().get() is fake
        assert Uses(model=Model()).get() == "with <fake>"
        found: list[object] = []
        thread = threading.Thread(target=lambda: found.append(Model().get()))
        thread.start()
        thread.join()
        assert found == [fake]
        process = start("from tests.testing.pipelines import *; Model().get()")
        _, errors = process.communicate(timeout=60)
        assert "OverlayRefused: the value that stands in" in errors
        assert "a value that can be saved" in errors


def test_overrides_reach_threads_and_processes(root: Path) -> None:
    with override_results({Data(): [4]}):
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(Total(data=Data()).get()))
        thread.start()
        thread.join()
        assert found == [4]
        code = "from tests.testing.pipelines import *; print(Data().get(), Report(total=Total(data=Data())).get())"
        assert finish(start(code)) == "[4] total 4\n"
        assert Report(total=Total(data=Data())).exists(), "processes share the overlay"
    assert real_files(root) == {}


def test_a_forced_rerun_does_not_compute_what_is_overridden(monkeypatch: pytest.MonkeyPatch, witness: Path) -> None:
    monkeypatch.setenv("FURU_ALWAYS_RERUN", "ALL")
    with override_results({Data(): [4]}):
        code = "from tests.testing.pipelines import *; print(Total(data=Data()).get())"
        assert finish(start(code)) == "4\n"
    assert lines_of(witness) == ["Total"]


def test_overrides_nest() -> None:
    with override_results({Data(): [1]}):
        assert REPORT.get() == "total 101"
        outer = Total(data=Data()).get()
        with override_results({Other(): 5}):
            assert REPORT.get() == "total 6"
            assert Total(data=Data()).get() == outer
            with override_results({Data(): [2]}):
                assert REPORT.get() == "total 7"
        assert REPORT.get() == "total 101"


def test_an_override_inside_a_debug_block_sees_its_results(witness: Path) -> None:
    with furu.debug():
        assert Other().get() == 100
        with override_results({Data(): [1]}):
            assert REPORT.get() == "total 101"
        assert not REPORT.exists()
    assert lines_of(witness).count("Other") == 1


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(os.environ)
    found: list[Path] = []

    def fails() -> None:
        with override_results({Data(): [1]}):
            found.append(Path(os.environ["FURU_DEBUG_ROOT"]))
            assert found[0].is_dir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert dict(os.environ) == before
    assert not found[0].exists()


class Overrides(furu.Furu[int]):
    """Overrides while its own result is real."""

    def _create(self) -> int:
        with override_results({Data(): [1]}):
            return sum(Data().get())


def test_a_real_attempt_may_not_override() -> None:
    with pytest.raises(OverlayRefused, match=r"override_results\(\) was called inside the _create"):
        Overrides().get()
