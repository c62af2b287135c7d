"""Steps that jobs compute, and that end as their names say."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

import furu

PATIENCE = 150.0


class Number(furu.Furu[int]):
    value: int = 0

    def _create(self) -> int:
        return self.value


class Plus(furu.Furu[int]):
    number: Number
    more: int = 0

    def _create(self) -> int:
        if self.more < 0:
            raise ValueError(f"{self.more} is less than nothing")
        return self.number.get() + self.more


class Sum(furu.Furu[int]):
    parts: tuple[Plus, ...]

    def _create(self) -> int:
        return sum(part.get() for part in self.parts)


class Death(furu.Furu[int]):
    """Ends its process."""

    how: str

    def _create(self) -> int:
        match self.how:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "segfault":
                ctypes.string_at(0)
            case "exit":
                os._exit(3)
            case "memory":
                self._fill()
        return 0

    def _fill(self) -> None:
        held = []
        while True:
            held.append(b"x" * (64 << 20))
            time.sleep(0.2)

    def _resources(self) -> furu.Resources:
        return furu.Resources(mem_gb=0.5)


class Wide(furu.Furu[dict[str, str]]):
    """Says what its job was granted, and which nodes it can start something on."""

    def _slurm(self) -> furu.SlurmSpec:
        return furu.SlurmSpec(nodes=2, account="lab", qos="fast", mem_gb=0.25, time_min=5)

    def _create(self) -> dict[str, str]:
        command = ["srun", "--overlap", "--nodes=2", "--ntasks=2", "printenv", "SLURMD_NODENAME"]
        reached = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        found = {name: os.environ[f"SLURM_JOB_{name.upper()}"] for name in ("num_nodes", "account", "qos")}
        return found | {"reached": " ".join(sorted(reached))}


class Devices(furu.Furu[list[str]]):
    """The GPUs that its job was given."""

    gpus: int

    def _slurm(self) -> furu.SlurmSpec:
        return furu.SlurmSpec(partition="gpu", gpus=self.gpus)

    def _create(self) -> list[str]:
        return os.environ["CUDA_VISIBLE_DEVICES"].split(",")


class Until(furu.Furu[str]):
    """Waits for a file in its class's shared folder, and says which attempt it was."""

    name: str

    def _create(self) -> str:
        Path(self.furu_dir, "begun").touch()
        end = time.monotonic() + PATIENCE
        while not (self.raw_dir / self.name).exists() and time.monotonic() < end:
            time.sleep(0.1)
        return self.name


class Continued(furu.Furu[int]):
    """Counts on from where an earlier attempt was stopped, which writes its count down on the way out."""

    name: str
    partition: str = "cpu"
    time_min: int | None = 1
    _checkpoint = True

    def _slurm(self) -> furu.SlurmSpec:
        whole = 16 if self.partition == "scavenge" else 1
        return furu.SlurmSpec(partition=self.partition, time_min=self.time_min, cpus=whole, mem_gb=0.25)

    def _create(self) -> int:
        saved = self.furu_dir / "count"
        before = int(saved.read_text()) if saved.exists() else 0
        if before:
            return before
        Path(self.furu_dir, "begun").touch()
        end = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < end:
                time.sleep(0.05)
        finally:
            saved.write_text(str(before + 1))
        raise TimeoutError("nobody stopped it")


class Endless(furu.Furu[int]):
    """Never notices its time limit."""

    def _slurm(self) -> furu.SlurmSpec:
        return furu.SlurmSpec(time_min=1)

    def _create(self) -> int:
        time.sleep(PATIENCE)
        return 0


class Survivor(furu.Furu[int]):
    """Its first attempt goes on for ever; a second one succeeds."""

    def _slurm(self) -> furu.SlurmSpec:
        return furu.SlurmSpec(partition="fragile")

    def _create(self) -> int:
        mark = self.raw_dir / "first"
        if mark.exists():
            return 2
        mark.touch()
        time.sleep(PATIENCE)
        return 1


class Slow(furu.Furu[int]):
    """Takes a second after what it needs."""

    below: Slow | None = None
    level: int = 0

    def _create(self) -> int:
        time.sleep(1.0)
        with (self.raw_dir / "computed").open("a") as file:
            file.write(f"{self.level}\n")
        return self.level
