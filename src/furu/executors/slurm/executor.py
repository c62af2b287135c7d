"""One run's jobs: submitted in arrays or alone, and heard through the run's folder.

Slurm judges those that left no word. The file system is looked at in every poll, the scheduler seldom, with one
question for all jobs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from furu import clock
from furu.config.names import namespace_of
from furu.errors import FuruError
from furu.executors.backend import Ended, Session
from furu.executors.carry import received
from furu.executors.slurm import accounting, options, submission
from furu.executors.slurm.accounting import Gone, Judgement
from furu.executors.slurm.job import Job
from furu.executors.slurm.verdict import conclude, tail
from furu.executors.work import Finished
from furu.planning.plan import Task
from furu.planning.spec import SlurmSpec
from furu.provenance.program import Deadline, ask
from furu.runtime import jobs
from furu.runtime.describe import describe_artifact
from furu.runtime.jobs import Seen
from furu.store import fs, tickets
from furu.store.records import TicketRecord
from furu.store.run_records import EventRecord

if TYPE_CHECKING:
    from furu.executors.slurm.backend import Slurm

LONGEST_ARRAY = 1000
"""Elements of one array; clusters allow at least so many (slurm.conf, MaxArraySize)."""

LOOK_S = 0.2
FIRST_QUESTION_S, LAST_QUESTION_S = 2.0, 30.0
"""Seconds between two questions to the scheduler: while things change, and at last."""

CERTAIN_S = 1.0
"""Seconds for which a job is over before it is judged: what it wrote last may still be on its way."""

LAG_S = 6.0
"""Seconds that sacct gets to know how a job ended; it lags behind squeue."""

FORGOTTEN_S = 20.0
"""Seconds after which a submitted job that the scheduler does not name counts as gone."""

PATIENCE_S = 10.0
"""Seconds that a job gets to end by itself, or that the scheduler gets to answer again."""


@dataclass
class _Sent:
    """A job that was submitted, with those of its tasks that have not ended."""

    id: str
    folder: str
    tasks: dict[str, Task]
    at: float
    single: bool
    begun: bool = False
    over_at: float | None = None
    seen: Seen | None = None


@dataclass
class Cluster:
    """The executor of :class:`furu.Slurm`."""

    session: Session
    wanted: Slurm
    _jobs: dict[str, _Sent] = field(default_factory=dict)
    _job_of: dict[str, _Sent] = field(default_factory=dict)
    _id_of: dict[str, str] = field(default_factory=dict)
    _ended: list[Ended] = field(default_factory=list)
    _cancelled: dict[str, float] = field(default_factory=dict)
    _ask_at: float = 0.0
    _pause: float = FIRST_QUESTION_S
    _refused_until: float = 0.0
    _refusal: str = ""

    def submit(self, tasks: Sequence[Task]) -> Sequence[str]:
        """Take all tasks, in arrays of those that ask for the same; none while Slurm does not take any."""
        if clock.elapsed() < self._refused_until:
            return []
        groups, taken = self._alike(tasks)
        for spec, alike in groups.items():
            packs = options.batches(alike, self.wanted.batch)
            most = LONGEST_ARRAY if self.wanted.array else 1
            for start in range(0, len(packs), most):
                try:
                    self._send(spec, packs[start : start + most])
                except submission.NotTaken as error:
                    if error.passes:
                        self._refused_until = clock.elapsed() + PATIENCE_S
                        if str(error) != self._refusal:
                            self._note(f"Slurm takes no jobs now: {error}")
                        self._refusal = str(error)
                        return taken
                    self._refuse(packs[start : start + most], error)
                taken += [task.id for pack in packs[start : start + most] for task in pack]
        self._hurry()
        return taken

    def _alike(self, tasks: Sequence[Task]) -> tuple[dict[SlurmSpec, list[Task]], list[str]]:
        """Tasks by what they ask for; and those, by id, that have just failed because they ask for nonsense."""
        groups: dict[SlurmSpec, list[Task]] = {}
        wrong = []
        for task in tasks:
            try:
                groups.setdefault(options.spec_of(task, self.wanted.spec), []).append(task)
            except FuruError as error:
                wrong.append(task.id)
                self._ended.append(Ended(task=task.id, ending="failed", error=error, note=str(error)))
        return groups, wrong

    def _send(self, spec: SlurmSpec, packs: Sequence[Sequence[Task]]) -> None:
        single = len(packs) == 1 and len(packs[0]) == 1
        tasks = [task for pack in packs for task in pack]
        folder = tasks[0].artifact.jobs if single else self.session.place.jobs
        exact, any_end = self._needed(tasks, exact=single)
        written = {task.id: self._announce(task) for task in tasks}
        place = self.session.place
        search = tuple(path for path in sys.path if path)
        work = [
            Job(
                root=place.root,
                run=place.id,
                digests=tuple(task.artifact.digest for task in pack),
                search=search,
                requeues=self.wanted.requeues,
                careful=bool(any_end),
            )
            for pack in packs
        ]
        parameters = options.parameters(
            spec,
            name=f"furu-{_name(tasks[0])}" if single else f"furu-{place.id}",
            dependency=options.dependency_of(exact, any_end),
            notice_s=self.wanted.notice_s,
            checkpoint=any(task.node._checkpoint for task in tasks),
            elements=len(packs),
        )
        try:
            ids = submission.send(work, folder, parameters)
        except submission.NotTaken:
            for task in tasks:
                tickets.remove(task.artifact, place.id)
            raise
        for job, pack in zip(ids, packs, strict=True):
            self._sent(job, pack, folder, written, single=single)

    def _sent(
        self, job: str, pack: Sequence[Task], folder: str, written: dict[str, TicketRecord], *, single: bool
    ) -> None:
        sent = _Sent(job, folder, {task.id: task for task in pack}, clock.elapsed(), single)
        self._jobs[job] = sent
        for task in pack:
            self._job_of[task.id] = sent
            self._id_of[task.artifact.digest] = task.id
            tickets.name(task.artifact, written[task.id], job)
            if not single:
                fs.make_directories(task.artifact.jobs)
                target = os.path.relpath(submission.logs(folder, job), task.artifact.jobs)
                fs.point(submission.logs(task.artifact.jobs, job), target)

    def _announce(self, task: Task) -> TicketRecord:
        """What waits in a queue is visible: its config is written before it is submitted, and its ticket."""
        ticket = tickets.write(task.artifact, self.session.place.id)
        with suppress(FuruError):  # its worker finds the same, which is then the task's failure
            describe_artifact(task.node, task.artifact)
        fs.remove_quietly(self.session.place.task_ended(task.artifact.digest))
        return ticket

    def _needed(self, tasks: Iterable[Task], *, exact: bool) -> tuple[list[str], list[str]]:
        """The jobs that must succeed, and those that must be over, before these tasks may begin."""
        needed = [self._job_of[key] for task in tasks for key in task.needs if key in self._job_of]
        found = {sent.id: sent.single and exact for sent in needed}
        any_end = dict.fromkeys(jobs.base_of(job) if not exact else job for job, sure in found.items() if not sure)
        return [job for job, sure in found.items() if sure], list(any_end)

    def _refuse(self, packs: Sequence[Sequence[Task]], error: Exception) -> None:
        for pack in packs:
            for task in pack:
                note = f"slurm.refused: sbatch said {error}"
                self._ended.append(Ended(task=task.id, ending="failed", note=note))

    def poll(self, seconds: float) -> Sequence[Ended]:
        """What ended: by the word of the jobs themselves, else by the scheduler's."""
        end = clock.elapsed() + seconds
        while True:
            self._listen()
            self._question()
            self._kill_slow()
            left = end - clock.elapsed()
            if self._ended or left <= 0:
                ended, self._ended = self._ended, []
                return ended
            clock.pause(min(left, LOOK_S))

    def _listen(self) -> None:
        """Take in the words that jobs have left in the run's folder."""
        place = self.session.place
        for digest in fs.names(place.ended) if self._jobs else ():
            key = self._id_of.get(digest)
            sent = None if key is None else self._job_of.get(key)
            data = None if sent is None else fs.read(place.task_ended(digest))
            finished = None if data is None else received(data)
            if key is not None and sent is not None and isinstance(finished, Finished):
                fs.remove_quietly(place.task_ended(digest))
                missing = Ended(task=key, ending="lost", note="what it needs was not there")
                self._over(sent, missing if finished.ending == "lost" else finished.ended(key))

    def _over(self, sent: _Sent, ended: Ended) -> None:
        """A task of a job has ended; the last one takes the job along."""
        task = sent.tasks.pop(ended.task)
        self._job_of.pop(ended.task, None)
        tickets.remove(task.artifact, self.session.place.id)
        self._ended.append(ended)
        if not sent.tasks:
            self._jobs.pop(sent.id, None)
            self._cancelled.pop(sent.id, None)
        self._hurry()

    def _hurry(self) -> None:
        """Something changed, so the scheduler is asked again soon."""
        self._pause = FIRST_QUESTION_S
        self._ask_at = min(self._ask_at, clock.elapsed() + FIRST_QUESTION_S)

    def _question(self) -> None:
        """Ask about all jobs at once, when it is time, and judge those that have been over for a while."""
        now = clock.elapsed()
        if not self._jobs or now < self._ask_at:
            return
        queue = jobs.ask_queue(self._jobs)
        self._pause = min(self._pause * 1.5, LAST_QUESTION_S)
        self._ask_at = clock.elapsed() + self._pause
        if queue is None:
            return
        for sent in self._jobs.values():
            self._see(sent, queue.find(sent.id))
        if any(sent.over_at is not None for sent in self._jobs.values()):
            self._ask_at = clock.elapsed() + CERTAIN_S
        self._listen()
        over = [sent for sent in self._jobs.values() if sent.over_at is not None and now - sent.over_at >= CERTAIN_S]
        accounts = accounting.ask_accounts(sent.id for sent in over) if over else {}
        for sent in over:
            account = accounting.find(accounts, sent.id)
            if (account is not None and account.is_final) or now - (sent.over_at or now) >= LAG_S:
                self._judge(sent, accounting.judge(sent.seen, account))

    def _see(self, sent: _Sent, seen: Seen | None) -> None:
        now = clock.elapsed()
        if seen is None and now - sent.at < FORGOTTEN_S:
            return
        if seen is None or seen.is_over:
            sent.over_at = sent.over_at or now
            sent.seen = seen or sent.seen
            return
        sent.over_at, sent.seen = None, seen
        if seen.state == "PENDING" and sent.begun:
            sent.begun = False
            for task in sent.tasks.values():
                tickets.write(task.artifact, self.session.place.id, sent.id)
                self._note(f"job {sent.id} is back in the queue", task, sent.id)
        sent.begun = sent.begun or seen.state in ("RUNNING", "COMPLETING", "SUSPENDED")

    def _judge(self, sent: _Sent, judgement: Judgement) -> None:
        """End the tasks of a job that is over: the one at work by what became of the job, others go to a new one."""
        tasks = list(sent.tasks.values())
        at_work = [task for task in tasks if conclude(task.artifact, self.session.place.id, judgement)]
        others = [task for task in tasks if task not in at_work]
        trace = tail(submission.errors_of(sent.folder, sent.id))
        for task in at_work or others:
            ended = Ended(task=task.id, ending=self._ending(task, judgement), traceback=trace, note=str(judgement))
            self._note(str(judgement), task, sent.id)
            self._over(sent, ended)
        if at_work and others:
            self._rest(sent, others, f"not begun by job {sent.id}: {judgement}", again=judgement.ending == "failed")

    def _rest(self, sent: _Sent, tasks: Sequence[Task], note: str, *, again: bool) -> None:
        """What a batch had not begun when one of its tasks ended it goes into a new job at once."""
        for task in tasks:
            self._over(sent, Ended(task=task.id, ending="lost", note=note))
        if again:
            taken = set(self.submit(tasks))
            self._ended = [ended for ended in self._ended if not (ended.note == note and ended.task in taken)]

    def _ending(self, task: Task, judgement: Judgement) -> Gone:
        """A job that Slurm cancelled because of another one is not the task's failure."""
        waits = any(key in self._job_of for key in task.needs)
        return (
            "lost"
            if judgement.ending == "cancelled" and (waits or "Dependency" in judgement.message)
            else judgement.ending
        )

    def _note(self, message: str, task: Task | None = None, job: str | None = None) -> None:
        digest = None if task is None else task.artifact.digest
        self.session.report(EventRecord(at=clock.now(), kind="note", task=digest, job=job, message=message))

    def cancel(self, tasks: Sequence[str]) -> None:
        """Interrupt what runs, as Ctrl-C would, and take the rest out of the queue; who does not end is killed."""
        new = sorted({self._job_of[key].id for key in tasks if key in self._job_of} - set(self._cancelled))
        if new:
            _scancel(["--state=PENDING", *new])
            _scancel(["--signal=INT", *new])
            self._cancelled.update(dict.fromkeys(new, clock.elapsed()))
            self._hurry()

    def _kill_slow(self) -> None:
        now = clock.elapsed()
        slow = [job for job, since in self._cancelled.items() if now - since > PATIENCE_S]
        if slow:
            _scancel(slow)
            self._cancelled.update(dict.fromkeys(slow, now))

    def close(self) -> None:
        """Leave the jobs to the scheduler."""


def _scancel(arguments: Sequence[str]) -> None:
    try:
        ask(["scancel", "--quiet", *arguments], Deadline(PATIENCE_S), limit=1 << 20)
    except OSError:
        return


def _name(task: Task) -> str:
    return namespace_of(type(task.node)).rpartition(".")[2]
