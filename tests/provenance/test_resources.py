"""What an attempt used is recorded: for nothing when it is short, and for little when it is long."""

from __future__ import annotations

import resource
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from furu.provenance.processes import Tree
from furu.provenance.resources import Usage
from furu.store.codec import unpack
from furu.store.records import AttemptRecord, ResourcesRecord
from tests.contract.processes import finish, start, wait_until
from tests.provenance.uses import Burns, Grows, Held, Short, Writes

MIB = 1 << 20


def used(node: Burns | Grows | Held | Short | Writes) -> ResourcesRecord:
    path = node.furu_dir / ".furu" / "attempt-0001.json"
    found = unpack(AttemptRecord, path.read_bytes(), str(path)).resources
    assert found is not None
    return found


def test_a_short_attempt_starts_no_thread_and_takes_no_sample() -> None:
    assert "furu-resources" not in Short().get()
    record = used(Short())
    assert record.samples == 0
    assert (record.gpus, record.gpu_memory_peak_bytes, record.gpu_utilisation_percent) == ((), None, None)
    assert 0 < record.wall_s < 60


def test_processor_time_is_counted() -> None:
    Burns(seconds=0.3).get()
    record = used(Burns(seconds=0.3))
    assert 0.25 < record.cpu_user_s + record.cpu_system_s < 5
    assert record.wall_s > 0.25


def test_a_new_peak_of_memory_is_counted_however_short() -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    node = Grows(size=peak + 50 * MIB)
    node.get()
    assert peak + 50 * MIB < (used(node).peak_rss_bytes or 0) < peak * 2 + 200 * MIB


def test_no_new_peak_of_a_short_attempt_is_not_guessed() -> None:
    code = "bytearray(300 << 20).count(1)\nfrom tests.provenance.uses import Short\nShort().get()"
    finish(start(code))
    assert used(Short()).peak_rss_bytes is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts bytes")
def test_bytes_are_those_that_the_system_counts() -> None:
    def counted(word: str) -> int:
        lines = Path("/proc/self/io").read_text().splitlines()
        return next(int(line.partition(": ")[2]) for line in lines if line.startswith(f"{word}:"))

    Path("data").write_bytes(bytes(MIB))
    usage = Usage()
    before = counted("write_bytes")
    with usage:
        Path("more").write_bytes(bytes(4 * MIB))
    record = usage.record()
    assert record is not None
    assert abs((record.write_bytes or 0) - (counted("write_bytes") - before)) < MIB
    node = Writes(size=4 * MIB)
    node.get()
    assert (used(node).write_bytes or 0) >= (record.write_bytes or 0) - MIB


def test_a_long_attempt_is_sampled_with_its_children_and_without_our_own() -> None:
    size = 150 * MIB
    own = Tree().look(frozenset())[0]
    assert "furu-resources" in Held(size=size).get()
    record = used(Held(size=size))
    assert record.samples >= 2
    assert size + own * 0.8 < (record.peak_rss_bytes or 0) < size + own + 60 * MIB
    wait_until(lambda: "furu-resources" not in [thread.name for thread in threading.enumerate()], "the thread ended")


def test_a_child_that_is_left_out_does_not_count() -> None:
    process = start("input()")
    try:
        tree = Tree()
        wait_until(lambda: process.pid in tree.look(frozenset())[1], "the child is seen")
        assert tree.look(frozenset({process.pid}))[1] == tree.look(frozenset())[1] - {process.pid}
    finally:
        process.communicate("\n", timeout=120)


FORKED = """
import os
from furu.provenance.resources import Usage
from tests.contract.processes import wait_until
outer = Usage()
with outer:
    outer.sample()
    wait_until(lambda: outer.record().samples, "a sample")
    pid = os.fork()
    if pid == 0:
        inner = Usage()
        with inner:
            inner.sample()
            wait_until(lambda: inner.record().samples, "a sample of the child's own")
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    count = outer.record().samples
    wait_until(lambda: outer.record().samples > count, "the parent goes on")
"""


def test_a_forked_child_takes_samples_of_its_own() -> None:
    finish(start(FORKED))


SIGNALLED = """
import os, signal, threading
from furu.provenance.resources import Usage
from tests.contract.processes import wait_until
usage = Usage()
with usage:
    usage.sample()
    wait_until(lambda: usage.record().samples, "a sample")
    (tid,) = [thread.native_id for thread in threading.enumerate() if thread.name == "furu-resources"]
    lines = open(f"/proc/self/task/{tid}/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("SigBlk")))
"""


def test_the_sampling_thread_leaves_signals_to_the_main_thread() -> None:
    blocked = int(finish(start(SIGNALLED)), 16)
    assert all(blocked & 1 << (number - 1) for number in (signal.SIGINT, signal.SIGTERM))


def samples(usage: Usage) -> int:
    record = usage.record()
    return 0 if record is None else record.samples


def test_several_attempts_share_one_thread() -> None:
    usages = [Usage() for _ in range(3)]
    with ExitStack() as stack:
        for usage in usages:
            stack.enter_context(usage)
            usage.sample()
        wait_until(lambda: all(map(samples, usages)), "all have samples")
        assert [thread.name for thread in threading.enumerate()].count("furu-resources") == 1


def test_a_usage_that_never_began_has_no_record() -> None:
    assert Usage().record() is None
