"""What is free of a machine while tasks run on it, and what the machine has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from furu import Resources
from furu.executors.local import machine
from furu.executors.local.room import Room
from furu.provenance import gpu


def room() -> Room:
    return Room(cpus=4, mem_gb=8.0, gpus=("0", "1", "2"))


def test_a_task_gets_what_it_asks_for_until_that_is_gone() -> None:
    machine = room()
    first = machine.take(Resources(cpus=3))
    assert first is not None
    assert machine.take(Resources(cpus=2)) is None
    assert machine.take(Resources()) is not None
    assert machine.is_full
    machine.give_back(first)
    assert machine.take(Resources(cpus=3)) is not None


def test_memory_is_shared_out_among_those_who_ask_for_some() -> None:
    machine = room()
    assert machine.take(Resources(mem_gb=8)) is not None
    assert machine.take(Resources(mem_gb=0.1)) is None
    assert machine.take(Resources()) is not None


def test_gpus_are_given_by_name_the_first_first() -> None:
    machine = room()
    pair = machine.take(Resources(gpus=2))
    assert pair is not None
    assert pair.gpus == ("0", "1")
    assert machine.take(Resources(gpus=2)) is None
    machine.give_back(pair)
    assert [share.gpus for _ in range(3) if (share := machine.take(Resources(gpus=1)))] == [("0",), ("1",), ("2",)]


def test_gpus_on_which_a_process_waits_are_given_first() -> None:
    share = room().take(Resources(gpus=1), lanes=[("1", "2"), ("2",)])
    assert share is not None
    assert share.gpus == ("2",)


def test_what_is_kept_for_one_task_no_other_gets() -> None:
    machine = room()
    machine.keep(Resources(cpus=2, gpus=3))
    assert machine.take(Resources(gpus=1)) is None
    assert machine.take(Resources(cpus=2)) is not None
    assert machine.is_full
    machine.keep_nothing()
    assert machine.take(Resources(gpus=1)) is not None


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Resources(), 4),
        (Resources(cpus=3), 1),
        (Resources(cpus=5), 0),
        (Resources(gpus=2), 1),
        (Resources(gpus=4), 0),
        (Resources(mem_gb=3), 2),
        (Resources(mem_gb=8.5), 0),
    ],
)
def test_how_many_fit_at_once(wanted: Resources, count: int) -> None:
    assert room().could_hold(wanted) == count


def test_the_machine_has_what_this_process_may_use() -> None:
    assert 1 <= machine.cpus() <= len(os.sched_getaffinity(0))
    assert 0 < machine.memory_gb() <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / machine.GIB


def test_a_control_group_and_those_around_it_limit_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = tmp_path / "jobs" / "mine"
    group.mkdir(parents=True)
    monkeypatch.setattr(machine, "_group", lambda: "/jobs/mine")
    everything = machine.cpus(str(tmp_path)), machine.memory_gb(str(tmp_path))
    (group / "cpu.max").write_text("max 100000\n")
    (group / "memory.max").write_text("max\n")
    assert (machine.cpus(str(tmp_path)), machine.memory_gb(str(tmp_path))) == everything
    (tmp_path / "jobs" / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "jobs" / "memory.max").write_text(f"{machine.GIB // 2}\n")
    assert (machine.cpus(str(tmp_path)), machine.memory_gb(str(tmp_path))) == (1, 0.5)


@pytest.mark.parametrize(
    ("variable", "assumed", "names"),
    [
        (None, 2, ["0", "1"]),
        ("3,1", None, ["3", "1"]),
        ("GPU-8932f937, MIG-1", 1, ["GPU-8932f937", "MIG-1"]),
        ("", None, []),
        ("0,-1,1", None, ["0"]),
    ],
)
def test_the_gpus_are_those_that_are_visible(
    variable: str | None, assumed: int | None, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if variable is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", variable)
    assert gpu.visible(assumed) == names


def test_devices_of_the_driver_are_counted(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null"):
        (tmp_path / name).touch()
    assert gpu._count(str(tmp_path)) == 2
