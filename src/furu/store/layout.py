"""Every name on disk, and nothing else knows one.

.. code-block:: text

    <root>/
      data/<module>/<path>/<Class>/<digest>/   what _create writes
        .furu/
          config.json         identity, fields, dependencies; written once
          attempt-0001.json   one run of _create; while it has no outcome it is the lease
          claim-<token>       the right to publish; renamed to success
          success             proof of success and manifest of the result
          result-<token>/     files of larger results
          logs/0001/          stdout, stderr, furu.log; only when there are any
          submitit/<job-id>/  script and logs of a Slurm job, or a link to those in its run
          labels.json         name, tags, notes
          ticket.json         submitted to a scheduler
          previous-0002/      what attempt 2 found and set aside; settled when nothing of it is left outside
        .schemas/<fingerprint>.json   (in the class folder) one file a schema
      raw/                    shared scratch for large inputs
      objects/<kind>/         what many artifacts share, each once per content
      runs/<run-id>/          one driver session
        run.json              who drives it, with what; its modification time is the last sign of life
        plan.json             the tasks, and the configs that workers build their nodes from
        events.jsonl          what the driver saw, one line an event
        workers/<worker>.json    who works for it
        workers/<worker>.jsonl   what the worker saw, one line an event
        ended/<digest>        how a task ended in its Slurm job, until the driver has read it
        submitit/<job-id>/    scripts and logs of jobs with several tasks
        report.json           how it ended
        cancel                somebody asks the driver to stop
      collections/<slug>.json   a hand-picked, ordered set of experiments
      views/<slug>.json       a saved question, and how its answer is shown
      journal/<day>.<host>    what is about to change and what did
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

DATA = "data"
RAW = "raw"
OBJECTS = "objects"
RUNS = "runs"
JOURNAL = "journal"
COLLECTIONS = "collections"
VIEWS = "views"
META = ".furu"
WORKERS = "workers"
ENDED = "ended"
SUBMITIT = "submitit"
SCHEMAS = ".schemas"

CONFIG = "config.json"
SUCCESS = "success"
SETTLED = "settled"
LABELS = "labels.json"
TICKET = "ticket.json"
LOGS = "logs"
STDOUT, STDERR, FURU_LOG = "stdout", "stderr", "furu.log"
TEMPORARY = ".tmp-"
OVERLAY = "overlay.json"

ObjectKind = Literal["nodes", "patches", "bundles", "untracked", "files", "packages", "locks"]
"""What ``objects/`` holds: nodes of large configs, and what :mod:`furu.provenance` keeps beside the commit."""

_ATTEMPT = re.compile(r"attempt-(\d{4,})\.json")
_PREVIOUS = re.compile(r"previous-(\d{4,})")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_SLUG_END = ".json"


def artifact_directory(root: str, namespace: str, digest: str) -> str:
    """The directory of an artifact: path arithmetic, touches nothing."""
    return f"{class_directory(root, namespace)}/{digest}"


def class_directory(root: str, namespace: str) -> str:
    """The directory of a class; the parts of its namespace are the folders."""
    return f"{root}/{DATA}/{namespace.replace('.', '/')}"


@dataclass(frozen=True)
class Artifact:
    """One artifact's place: its root, its identity, and the paths inside.

    ``directory`` is where ``_create`` writes, and ``meta`` where furu does; an attempt names a dozen paths below.
    """

    root: str
    namespace: str
    digest: str
    directory: str = field(init=False, repr=False, compare=False)
    meta: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        directory = artifact_directory(self.root, self.namespace, self.digest)
        vars(self).update(directory=directory, meta=f"{directory}/{META}")

    @property
    def id(self) -> str:
        """``namespace@digest``."""
        return f"{self.namespace}@{self.digest}"

    @property
    def config(self) -> str:
        """What the artifact is."""
        return f"{self.meta}/{CONFIG}"

    @property
    def success(self) -> str:
        """The marker."""
        return f"{self.meta}/{SUCCESS}"

    @property
    def labels(self) -> str:
        """What people call it."""
        return f"{self.meta}/{LABELS}"

    @property
    def ticket(self) -> str:
        """Present while a scheduler has it."""
        return f"{self.meta}/{TICKET}"

    @property
    def jobs(self) -> str:
        """The folder for the logs of its Slurm jobs."""
        return f"{self.meta}/{SUBMITIT}"

    def attempt(self, number: int) -> str:
        """The record of one attempt."""
        return f"{self.meta}/attempt-{number:04d}.json"

    def claim(self, token: str) -> str:
        """The right to publish, by the attempt's token."""
        return f"{self.meta}/claim-{token}"

    def result(self, token: str) -> str:
        """The folder for the files of a result."""
        return f"{self.meta}/{result_folder(token)}"

    def logs(self, number: int) -> str:
        """The folder for the logs of an attempt."""
        return f"{self.meta}/{LOGS}/{number:04d}"

    def previous(self, number: int) -> str:
        """Where the leftovers of an attempt are set aside."""
        return f"{self.meta}/previous-{number:04d}"

    def schema(self, fingerprint: str) -> str:
        """The file that describes the class as it was."""
        return f"{class_directory(self.root, self.namespace)}/{SCHEMAS}/{fingerprint}.json"


def result_folder(token: str) -> str:
    """The name of the folder that holds a result's files."""
    return f"result-{token}"


def attempt_numbers(names: Iterable[str]) -> list[int]:
    """The numbers of the attempts among the names in a ``.furu`` folder, ascending."""
    return sorted(int(match[1]) for name in names if (match := _ATTEMPT.fullmatch(name)))


def previous_numbers(names: Iterable[str]) -> list[int]:
    """The numbers of the folders with what was set aside, ascending."""
    return sorted(int(match[1]) for name in names if (match := _PREVIOUS.fullmatch(name)))


def is_digest(name: str) -> bool:
    """Whether a folder's name is a digest."""
    return _DIGEST.fullmatch(name) is not None


def data_directory(root: str) -> str:
    """Where all artifacts of a root are."""
    return f"{root}/{DATA}"


def raw_directory(root: str, namespace: str) -> Path:
    """Shared scratch of a class."""
    return Path(root, RAW, *namespace.split("."))


def object_path(root: str, kind: ObjectKind, key: str) -> str:
    """An object that many artifacts share, by the key of its content."""
    return f"{root}/{OBJECTS}/{kind}/{key[:2]}/{key}"


def journal_file(root: str, day: str, host: str) -> str:
    """The journal of one host and day."""
    return f"{root}/{JOURNAL}/{day}.{host}"


def journal_directory(root: str) -> str:
    """Where the journals are."""
    return f"{root}/{JOURNAL}"


def collections_directory(root: str) -> str:
    """Where the collections are."""
    return f"{root}/{COLLECTIONS}"


def views_directory(root: str) -> str:
    """Where the saved views are."""
    return f"{root}/{VIEWS}"


def slug_file(folder: str, slug: str) -> str:
    """The file of a collection or a view, by its slug."""
    return f"{folder}/{slug}{_SLUG_END}"


def slugs_among(names: Iterable[str]) -> list[str]:
    """The slugs of the collections or views among the names in their folder, in order."""
    return sorted(
        name.removesuffix(_SLUG_END) for name in names if name.endswith(_SLUG_END) and not name.startswith(".")
    )


def lock_of(path: str) -> str:
    """The file whose presence says that somebody changes another one, where the file system has no locks."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{TEMPORARY}{name}.lock"


@dataclass(frozen=True, slots=True)
class RunPlace:
    """One driver session's folder, and the paths inside."""

    root: str
    id: str

    @property
    def directory(self) -> str:
        """The folder of the run."""
        return f"{self.root}/{RUNS}/{self.id}"

    @property
    def run(self) -> str:
        """Who drives it; its modification time is the last sign of life."""
        return f"{self.directory}/run.json"

    @property
    def plan(self) -> str:
        """What is to be computed."""
        return f"{self.directory}/plan.json"

    @property
    def events(self) -> str:
        """What the driver saw."""
        return f"{self.directory}/events.jsonl"

    @property
    def report(self) -> str:
        """How it ended."""
        return f"{self.directory}/report.json"

    @property
    def cancel(self) -> str:
        """Present once somebody has asked the driver to stop."""
        return f"{self.directory}/cancel"

    @property
    def workers(self) -> str:
        """The folder of those who work for it."""
        return f"{self.directory}/{WORKERS}"

    @property
    def ended(self) -> str:
        """The folder in which jobs leave word of how their tasks ended."""
        return f"{self.directory}/{ENDED}"

    @property
    def jobs(self) -> str:
        """The folder for the logs of jobs with several tasks."""
        return f"{self.directory}/{SUBMITIT}"

    def task_ended(self, digest: str) -> str:
        """How a task ended, as its job left word of it."""
        return f"{self.ended}/{digest}"

    def worker(self, name: str) -> str:
        """Who a worker is."""
        return f"{self.workers}/{name}.json"

    def worker_events(self, name: str) -> str:
        """What a worker saw."""
        return f"{self.workers}/{name}.jsonl"


def runs_directory(root: str) -> str:
    """Where the runs are."""
    return f"{root}/{RUNS}"


def transient_ignored(root: str) -> tuple[str, bytes]:
    """The file that keeps out of git what is only of use on one machine, and its text."""
    return f"{root}/.gitignore", f"/{JOURNAL}/\n{TEMPORARY}*\n".encode()


def overlay_file(root: str) -> str:
    """What an overlay's root says about itself; only there when it stands in front of more than the real root."""
    return f"{root}/{OVERLAY}"


def namespace_of_directory(root: str, class_folder: str) -> str:
    """The namespace a class folder stands for; the inverse of :func:`class_directory`."""
    return class_folder[len(data_directory(root)) + 1 :].replace("/", ".")
