"""Other programs are asked within a time and a size, and never left behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from furu.provenance.program import Deadline, ask
from tests.contract.processes import wait_until


def python(code: str, *, seconds: float = 30, limit: int = 1000) -> tuple[int, bytes, str, str | None]:
    answer = ask([sys.executable, "-c", code], Deadline(seconds), limit=limit)
    return answer.status, answer.output, answer.errors, answer.cut


def test_an_answer_holds_what_was_printed() -> None:
    assert python("import sys; print('yes'); print('no', file=sys.stderr); sys.exit(3)") == (3, b"yes\n", "no", None)


def test_much_on_both_streams_does_not_block() -> None:
    code = "import sys; sys.stderr.write('e' * 300_000); sys.stdout.write('o' * 300_000)"
    status, output, errors, cut = python(code, limit=1_000_000)
    assert (status, len(output), len(errors), cut) == (0, 300_000, 300_000, None)


def test_too_much_is_cut() -> None:
    assert python("while True: print('x' * 1000)") == (-1, b"", "", "large")


def test_a_program_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    code = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open({str(tmp_path / "child")!r}, "w").write(str(child.pid))
time.sleep(600)
"""
    assert python(code, seconds=3)[3] == "late"
    child = int((tmp_path / "child").read_text())
    wait_until(lambda: not alive(child), "the child was stopped")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_deadline_is_shared() -> None:
    deadline = Deadline(0)
    assert deadline.left == 0
    assert ask([sys.executable, "-c", "input()"], deadline, limit=10).cut == "late"


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        ask(["no-such-program"], Deadline(1), limit=10)
