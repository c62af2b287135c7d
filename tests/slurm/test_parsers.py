"""What sacct and sinfo print, and what follows from it."""

from __future__ import annotations

import pytest

from furu.executors.slurm.accounting import Account, find, judge, read_accounts
from furu.executors.slurm.fate import read_fate
from furu.executors.slurm.nodes import read_nodes, refusal
from furu.executors.slurm.options import dependency_of
from furu.planning.spec import SlurmSpec
from furu.runtime.jobs import Seen
from furu.store.records import Outcome

ACCOUNTS = [
    ("5|COMPLETED|0:0|\n5.batch|COMPLETED|0:0|3304K\n", "5", Account("COMPLETED", peak=3304 << 10)),
    ("5|COMPLETED\n", "5", None),  # sacct lags behind, and says at first only so much
    ("5|FAILED|3:0|\n", "5", Account("FAILED", status=3)),
    ("5|FAILED|11:0|\n5.0|CANCELLED|0:11|\n", "5", Account("FAILED", status=11, signal=11)),
    ("5|FAILED|137:0|\n5.0|CANCELLED by 0|0:9|1.5G\n", "5", Account("FAILED", "", 137, 9, 3 << 29)),
    ("5|FAILED|0:9|\n", "5", Account("FAILED", signal=9)),
    ("5|CANCELLED by 1000|0:0|\n", "5", Account("CANCELLED", by="1000")),
    ("5_0|COMPLETED|0:0|\n5_1|FAILED|1:0|\n", "5_1", Account("FAILED", status=1)),
    ("5_[2-9%2]|CANCELLED by 0|0:0|\n", "5_7", Account("CANCELLED", by="0")),
    ("5_[2-9%2]|CANCELLED by 0|0:0|\n5_7|FAILED|1:0|\n", "5_7", Account("FAILED", status=1)),
    ("sacct: error: slurmdbd is down|||\n\n|||\n5|TIMEOUT|0:0|what?\n", "5", Account("TIMEOUT")),
    ("5|TIMEOUT|0:0|\n5.batch|CANCELLED|0:15|8M\n", "5", Account("TIMEOUT", signal=15, peak=8 << 20)),
    ("6|COMPLETED|0:0|\n", "5", None),
]


@pytest.mark.parametrize(("output", "job", "expected"), ACCOUNTS)
def test_accounts_are_read_whatever_else_is_printed(output: str, job: str, expected: Account | None) -> None:
    assert find(read_accounts(output), job) == expected


JUDGED = [
    (None, None, "lost", "preempted", "slurm.lost: the scheduler does not know it any more"),
    (Seen("COMPLETED", "ana"), None, "lost", "failed", "slurm.COMPLETED: it ended without a word"),
    (Seen("FAILED", "ana"), Account("FAILED", status=3), "failed", "failed", "slurm.FAILED: exited with 3"),
    (Seen("FAILED", "ana"), Account("FAILED", status=137), "failed", "failed", "slurm.FAILED: killed (9)"),
    (
        Seen("FAILED", "ana"),
        Account("FAILED", signal=9, peak=3 << 29),
        "failed",
        "failed",
        "slurm.FAILED: killed (9), with 1.50 GiB of memory at its peak",
    ),
    (Seen("TIMEOUT", "ana"), None, "failed", "failed", "slurm.TIMEOUT: it reached its time limit"),
    (Seen("NODE_FAIL", "ana"), None, "lost", "preempted", "slurm.NODE_FAIL: its node failed"),
    (Seen("PREEMPTED", "ana"), None, "lost", "preempted", "slurm.PREEMPTED: another job took its place"),
    (None, Account("CANCELLED", by="0"), "cancelled", "cancelled", "slurm.CANCELLED: by user 0"),
    (Seen("CANCELLED", "ana"), None, "cancelled", "cancelled", "slurm.CANCELLED: by somebody"),
    (
        Seen("CANCELLED", "ana", "DependencyNeverSatisfied"),
        None,
        "cancelled",
        "cancelled",
        "slurm.CANCELLED: DependencyNeverSatisfied",
    ),
    (Seen("FAILED", "ana"), Account("RUNNING"), "failed", "failed", "slurm.FAILED: nobody knows how"),
]


@pytest.mark.parametrize(("seen", "account", "ending", "outcome", "words"), JUDGED)
def test_a_job_is_recorded_as_what_it_was(
    seen: Seen | None, account: Account | None, ending: str, outcome: str, words: str
) -> None:
    found = judge(seen, account)
    assert (found.ending, found.outcome, str(found)) == (ending, outcome, words)


@pytest.mark.parametrize(
    ("account", "final"),
    [
        (Account("RUNNING"), False),
        (Account("COMPLETED"), True),
        (Account("FAILED"), False),
        (Account("FAILED", status=1), True),
        (Account("FAILED", signal=9), True),
        (Account("TIMEOUT"), True),
        (Account(), False),
    ],
)
def test_what_sacct_says_too_early_is_not_the_end(account: Account, *, final: bool) -> None:
    assert account.is_final is final


CLUSTER = """\
cpu*|2|16|65536|(null)|infinite|(null)
gpu|1|64+|512000+|gpu:a100:4(S:0-1),gpu:v100:2|1-12:00:00|big,nvme
gpu|3|32|256000|gpu:2|1-12:00:00|(null)
old|1|8|n/a|gpu:1|30:00|(null)
broken line
short|1|8|16000|(null)|30:00|(null)
"""

REFUSALS = [
    (SlurmSpec(), None),
    (SlurmSpec(cpus=16, mem_gb=64), None),
    (SlurmSpec(cpus=17), "asks for 17 cpus, and no node of the default partition has more than 16 cpus"),
    (SlurmSpec(mem_gb=65), "asks for 65 GiB, and no node of the default partition has more than 64 GiB"),
    (SlurmSpec(gpus=1), "asks for 1 gpus, and no node of the default partition has more than 0 gpus"),
    (SlurmSpec(partition="gpu", gpus=6), None),
    (SlurmSpec(partition="gpu", gpus=7), "asks for 7 gpus, and no node of partition gpu has more than 6 gpus"),
    (SlurmSpec(partition="cpu,gpu", cpus=64), None),
    (SlurmSpec(partition="moon"), "there is no partition moon; the cluster has cpu, gpu, short"),
    (SlurmSpec(partition="gpu", time_min=36 * 60), None),
    (SlurmSpec(partition="gpu", time_min=36 * 60 + 1), "asks for 2161 minutes, and partition gpu allows 2160"),
    (SlurmSpec(partition="short", time_min=31), "asks for 31 minutes, and partition short allows 30"),
    (SlurmSpec(nodes=3), "asks for 3 nodes, and the default partition has 2"),
    (SlurmSpec(partition="gpu", constraint="nvme"), None),
    (SlurmSpec(partition="gpu", constraint="tape"), "no node of partition gpu has the feature tape"),
    (SlurmSpec(partition="gpu", constraint="tape|nvme"), None),
]


@pytest.mark.parametrize(("spec", "reason"), REFUSALS)
def test_what_no_node_has_is_refused(spec: SlurmSpec, reason: str | None) -> None:
    assert refusal(spec, read_nodes(CLUSTER)) == reason


def test_without_a_default_a_partition_has_to_be_named() -> None:
    assert refusal(SlurmSpec(), read_nodes("gpu|1|8|1000|gpu:1|infinite|(null)\n")) == (
        "names no partition, and the cluster has no default; it has gpu"
    )


DEPENDENCIES = [
    ([], [], ""),
    (["1"], [], "afterok:1"),
    (["1", "2"], ["3"], "afterok:1:2,afterany:3"),
    ([], ["3_1", "4"], "afterany:3_1:4"),
]


@pytest.mark.parametrize(("exact", "any_end", "expected"), DEPENDENCIES)
def test_dependencies_are_written_as_sbatch_reads_them(exact: list[str], any_end: list[str], expected: str) -> None:
    assert dependency_of(exact, any_end) == expected


COMPLETING = "JobId=5 JobName=x JobState=COMPLETING Reason=None Dependency=(null) Requeue=1 Restarts=0 ExitCode=0:15"
FATES = [
    (COMPLETING, Account("CANCELLED", by="0"), "cancelled", False, "slurm.CANCELLED"),
    (COMPLETING, Account("PREEMPTED"), "preempted", False, "slurm.PREEMPTED"),
    (COMPLETING, Account("RUNNING"), "preempted", False, "slurm.COMPLETING"),
    (COMPLETING, None, "preempted", False, "slurm.COMPLETING"),
    (COMPLETING.replace("Restarts=0", "Restarts=1"), Account("PREEMPTED"), "preempted", True, "slurm.PREEMPTED"),
    (COMPLETING.replace("Restarts=0", "Restarts=1"), Account("CANCELLED"), "preempted", True, "slurm.CANCELLED"),
    (COMPLETING.replace("Reason=None", "Reason=TimeLimit"), None, "failed", False, "slurm.TIMEOUT"),
    (COMPLETING.replace("COMPLETING", "PENDING"), None, "preempted", True, "slurm.PENDING"),
]


@pytest.mark.parametrize(("output", "account", "outcome", "is_back", "kind"), FATES)
def test_a_job_that_is_told_to_end_learns_why(
    output: str, account: Account | None, outcome: Outcome, *, is_back: bool, kind: str
) -> None:
    found = read_fate(output, account, 0)
    assert found is not None
    assert (found.verdict.outcome, found.is_back, found.verdict.kind) == (outcome, is_back, kind)


@pytest.mark.parametrize("output", ["", "slurm_load_jobs error: Invalid job id specified"])
def test_no_answer_explains_nothing(output: str) -> None:
    assert read_fate(output, Account("CANCELLED"), 0) is None
