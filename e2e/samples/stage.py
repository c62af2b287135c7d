"""A stage for the browser tests: ``python -m samples.stage [world | large]``.

Makes a temporary root, fills it (``world``), fills it with ten thousand experiments that nobody computed (``large``) or
leaves it empty, and starts the true server on it. Then prints one line of JSON and lives until its standard input ends,
which it does when whoever started it is gone, however that came about. Everything it started and made goes with it.
The exit status is 1 when the server complained or anything was written outside the temporary folder; standard error
says what.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

E2E = Path(__file__).resolve().parent.parent
CHECKOUT = E2E.parent
PIPELINE = CHECKOUT / "examples" / "digits"
SCRUBBED = ("FURU_", "SLURM_", "GIT_")
ADDRESS = re.compile(r"http://\S+token=\S+")
GRACE_SECONDS = 10
TORN = "data/samples/classes/Point/00000000000000000000000000000000/.furu/config.json"


class Stage:
    """The temporary folder, and the processes that work in it."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.root = scratch / "root"
        self.processes: list[subprocess.Popen[str]] = []
        self.environment = {name: text for name, text in os.environ.items() if not name.startswith(SCRUBBED)} | {
            "FURU_PATH": str(self.root),
            "FURU_CACHE_DIR": str(scratch / "index"),
            "FURU_ALLOW_NO_GIT_ORIGIN": "1",
            "FURU_E2E_SCRATCH": str(scratch),
            "HOME": str(scratch / "home"),
            "XDG_CACHE_HOME": str(scratch / "home" / ".cache"),
            "TMPDIR": str(scratch / "tmp"),
            "MPLCONFIGDIR": str(scratch / "home"),
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join(map(str, (E2E / "guard", E2E, PIPELINE, CHECKOUT))),
        }
        for folder in (self.root, scratch / "home", scratch / "tmp"):
            folder.mkdir()

    def python(self, *arguments: str, held: bool = False) -> subprocess.Popen[str]:
        """Starts Python in a process group of its own; a held one waits for its standard input."""
        log = (self.scratch / f"{'-'.join(arguments[1:3])}.log").open("a")
        with log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=E2E,
                env=self.environment,
                stdin=subprocess.PIPE if held else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def fill(self) -> None:
        """Computes the samples and the pipeline side by side, and leaves a folder that somebody copied half."""
        makers = [self.python("-m", f"samples.{name}") for name in ("make", "pipeline")]
        lost = [self.python("-m", "samples.make", name, '{"at": "epoch 7"}') for name in ("Crashed", "Evicted")]
        if any(maker.wait() != 0 for maker in makers) or any(process.wait() == 0 for process in lost):
            raise Failed("the samples could not be made", self)
        torn = self.root / TORN
        torn.parent.mkdir(parents=True)
        torn.write_text('{"format": 1, "node": {')

    def fill_large(self) -> None:
        """Writes ten thousand experiments in the true format, without computing any."""
        if self.python("-m", "bench.make_store", "--count", "10000", str(self.root)).wait() != 0:
            raise Failed("the large store could not be made", self)

    def end(self) -> None:
        """Ends every process with its group: asks first, and kills what does not listen."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self.processes:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
            for process in self.processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(GRACE_SECONDS)
        while strays := list(self.strays()):
            for pid in strays:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def strays(self) -> Iterator[int]:
        """Yields what still works in the folder though others started it, such as a test that was interrupted."""
        mark = f"FURU_E2E_SCRATCH={self.scratch}".encode()
        for environment in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in environment.read_bytes().split(b"\0"):
                    yield int(environment.parent.name)

    def complaints(self) -> str:
        """Returns what the server wrote beside its address, and what was written where it should not be."""
        said = [line for line in self.log("furu.cli-dashboard").splitlines() if not ADDRESS.search(line)]
        outside = self.scratch / "outside.txt"
        written = outside.read_text().splitlines() if outside.exists() else []
        return "\n".join([*said, *(f"written outside the temporary folder: {line}" for line in sorted(set(written)))])

    def log(self, name: str) -> str:
        """Returns the output of a process."""
        path = self.scratch / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""


class Failed(Exception):
    """The stage could not be set; the message ends with what the processes said."""

    def __init__(self, what: str, stage: Stage) -> None:
        logs = [f"--- {path.name}\n{path.read_text(errors='replace')[-4000:]}" for path in stage.scratch.glob("*.log")]
        super().__init__("\n".join([what, *sorted(logs)]))


def address_of(stage: Stage, server: subprocess.Popen[str]) -> str:
    """Returns the address that the server prints, as soon as it does."""
    while not (found := ADDRESS.search(stage.log("furu.cli-dashboard"))):
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            raise Failed("the server ended", stage)
    return found[0]


def hold(stage: Stage) -> None:
    """Starts an experiment that runs as long as the stage stands."""
    process = stage.python("-m", "samples.make", "Held", '{"label": "runs all the time"}', held=True)
    while not any(stage.root.glob("data/samples/classes/Held/*/.furu/attempt-*.json")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            raise Failed("the running experiment ended", stage)


def main(arguments: list[str]) -> int:
    """Sets the stage, says so, and clears it away when the standard input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="furu-e2e-") as scratch, contextlib.ExitStack() as stack:
        stage = Stage(Path(scratch))
        stack.callback(stage.end)
        try:
            if "world" in arguments:
                stage.fill()
                hold(stage)
            if "large" in arguments:
                stage.fill_large()
            server = stage.python("-m", "furu.cli", "dashboard", "--port", "0", str(stage.root))
            address = address_of(stage, server)
        except Failed as failure:
            sys.stderr.write(f"error: {failure}\n")
            return 1
        told = {"address": address, "root": str(stage.root), "environment": stage.environment}
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()
        sys.stdin.read()
        stage.end()
        complaints = stage.complaints()
        sys.stderr.write(complaints)
        return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
