"""What the GPUs say is read through NVIDIA's real binding, here from a driver that is compiled for the test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from furu.provenance.gpu import gpus
from tests.contract.processes import CHECKOUT, finish, start

COMPILER = shutil.which("cc") or shutil.which("gcc")
MIB = 1 << 20

LOOK = """
import json, os
from dataclasses import asdict
from furu.provenance.gpu import gpus
if {ours}:
    os.environ["OURS"] = str(os.getpid())
opened = open({opened!r}) if {opened!r} else None
devices = gpus(drivers=({driver!r},), cuda={opened!r} or "/dev/nvidia-uvm")
use = None if devices is None else devices.look({{os.getpid()}})
print(json.dumps(None if use is None else asdict(use)))
"""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the driver's library."""
    if COMPILER is None:
        pytest.skip("there is no C compiler")
    folder = tmp_path_factory.mktemp("driver")
    library = folder / "libnvidia-ml.so.1"
    source = CHECKOUT / "tests" / "provenance" / "driver.c"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return folder


def look(driver: Path, *, ours: bool = False, opened: str = "", **environment: str) -> Any:
    code = LOOK.format(ours=ours, opened=opened, driver=str(driver))
    return json.loads(finish(start(code, LD_LIBRARY_PATH=str(driver), **environment)))


def test_the_memory_of_our_processes_is_found(driver: Path) -> None:
    expected = {"names": ["GPU 0"], "memory": 300 * MIB, "utilisation": [70.0], "scope": "process"}
    assert look(driver, ours=True) == expected


def test_a_divided_gpu_tells_no_utilisation(driver: Path) -> None:
    assert look(driver, ours=True, DIVIDED="1")["utilisation"] == []


def test_who_computes_on_no_gpu_uses_none(driver: Path) -> None:
    assert look(driver) is None


def test_where_processes_are_hidden_the_visible_devices_count(driver: Path, tmp_path: Path) -> None:
    (tmp_path / "uvm").touch()
    opened = str(tmp_path / "uvm")
    both = {"names": ["GPU 0", "GPU 1"], "memory": 1000 * MIB, "utilisation": [70.0, 10.0], "scope": "device"}
    assert look(driver, opened=opened) == both
    for visible in ("1", "GPU-abc1"):
        second = {"names": ["GPU 1"], "memory": 600 * MIB, "utilisation": [10.0], "scope": "device"}
        assert look(driver, opened=opened, CUDA_VISIBLE_DEVICES=visible) == second


def test_a_driver_that_does_not_start_is_none(driver: Path) -> None:
    assert look(driver, ours=True, NO_DRIVER="1") is None


def test_without_a_driver_nothing_is_imported() -> None:
    assert gpus(drivers=("/no/such/device",)) is None
    code = "import sys\nfrom furu.provenance.gpu import gpus\ngpus(drivers=())\nprint('pynvml' in sys.modules)"
    assert finish(start(code)) == "False\n"


SAMPLED = """
import json, os
os.environ["OURS"] = str(os.getpid())
from dataclasses import asdict
from furu.provenance import gpu
gpu.gpus.__defaults__ = (({driver!r},), gpu.CUDA)
from furu.provenance.resources import Usage
from tests.contract.processes import wait_until
usage = Usage()
with usage:
    usage.sample()
    wait_until(lambda: usage.record().samples, "a sample")
print(json.dumps(asdict(usage.record())))
"""


def test_an_attempt_records_its_gpus(driver: Path) -> None:
    code = SAMPLED.format(driver=str(driver))
    found = json.loads(finish(start(code, LD_LIBRARY_PATH=str(driver))))
    assert found["gpus"] == ["GPU 0"]
    assert found["gpu_memory_peak_bytes"] == 300 * MIB
    assert (found["gpu_utilisation_percent"], found["gpu_scope"]) == (70.0, "process")


@pytest.mark.skipif(not os.path.exists("/dev/nvidiactl"), reason="there is no NVIDIA GPU")
def test_a_real_driver_answers() -> None:
    devices = gpus()
    assert devices is not None
    assert devices.look({os.getpid()}) is None
