"""The face of furu for code: the class :class:`Furu`, whose methods delegate in a few lines."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, dataclass_transform

from furu.config import decode, fields, identity, tree
from furu.config.equality import METHODS
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.config.tree import NodeRecord
from furu.errors import ExtraMissing
from furu.results.codec import Codec
from furu.results.declared import check_codec
from furu.runtime import get as runtime
from furu.runtime import overlay
from furu.runtime.locate import locate, writable_root
from furu.store import codec, fs, layout
from furu.store.records import State, SuccessRecord

if TYPE_CHECKING:
    from furu.executors.backend import Backend
    from furu.executors.report import RunReport
    from furu.finding.collection import Collection
    from furu.finding.experiments import Experiments
    from furu.planning.order import Order
    from furu.planning.plan import Expand, Plan

T_co = TypeVar("T_co", covariant=True)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(fields.field, fields.chz.field))
class Furu(Node, Generic[T_co]):
    """A computation as a class: its fields are its configuration, ``get()`` its result.

    Annotated names are fields, keyword-only and frozen; names that start with an underscore are not. Define
    ``_create`` to compute the result. Equal configurations are one artifact: the first ``get()`` computes it,
    every other one loads it, in any process, on any machine that sees the same root.
    """

    def __init_subclass__(
        cls, *, codec: Codec | EllipsisType | None = ..., version_controlled: bool | None = None, **options: Any
    ) -> None:
        """Turn the class body into a config class.

        Args:
            codec: keeps what ``_create`` returns; inherited, and None goes back to the codecs of furu.
            version_controlled: its artifacts live inside the project, for git to keep; inherited.
            options: what other base classes take.
        """
        super().__init_subclass__(**options)
        if codec is not ...:
            cls._furu_codec = codec
        check_codec(cls)
        if version_controlled is not None:
            cls._furu_version_controlled = version_controlled
        fields.finish(cls, reserved=_RESERVED, methods=METHODS)

    def get(self, *, recompute: bool = False) -> T_co:
        """Return the result: loaded when it exists, else computed here, once among all processes.

        The ``get()`` that computes returns what ``_create`` returned; every other one loads from disk. With
        ``recompute`` an existing result is computed again, and put back when that fails.

        Raises:
            ArtifactError: the artifact cannot be had; see :mod:`furu.errors`.
            Exception: whatever ``_create``, ``_load`` or ``_validate`` raised, unchanged.
        """
        return runtime.get(self, recompute=recompute, on_miss=_obtain)  # type: ignore[no-any-return]

    def debug_run(self) -> T_co:
        """Compute the result here and now, into an overlay: what it needs is loaded, nothing real is touched.

        Raises:
            OverlayRefused: called inside a ``_create`` whose result is real.
        """
        with overlay.debug():
            return runtime.get(self, recompute=True, on_miss=_obtain)  # type: ignore[no-any-return]

    def load(self) -> T_co:
        """Return the result of an artifact that exists; never computes.

        Raises:
            ArtifactMissing: there is no result.
        """
        return runtime.load(self)  # type: ignore[no-any-return]

    def exists(self) -> bool:
        """Whether the result can be loaded now."""
        return runtime.exists(self)

    def state(self) -> State:
        """The state of the artifact now, from what its directory shows."""
        return runtime.state(self)

    @property
    def furu_hash(self) -> str:
        """The digest of this configuration: 32 hexadecimal digits."""
        return identity.digest(self)

    @property
    def furu_dir(self) -> Path:
        """The directory of the artifact. A path computed from the identity; touches nothing."""
        return Path(locate(self).directory)

    @property
    def raw_dir(self) -> Path:
        """A folder shared by all objects of the class, for large inputs such as downloads; made when asked for."""
        folder = layout.raw_directory(writable_root(type(self)), namespace_of(type(self)))
        fs.make_directories(str(folder))
        return folder

    @property
    def logger(self) -> logging.Logger:
        """A logger named after the class; what it says inside ``_create`` goes to the artifact's log."""
        logger = logging.getLogger(f"furu.{namespace_of(type(self))}")
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.INFO)
        return logger

    def to_dict(self) -> dict[str, Any]:
        """This configuration as JSON data: the object, and every distinct node below it by digest."""
        nodes = {record.digest: record for record in map(tree.node_record, tree.below(self))}
        return {"node": codec.plain(tree.node_record(self)), "nodes": codec.plain(nodes)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The object that :meth:`to_dict` described.

        Raises:
            ConfigError: the data is malformed, or its class no longer takes these fields.
        """
        root = codec.convert(NodeRecord, data["node"])
        nodes = codec.convert(dict[str, NodeRecord], data["nodes"])
        return decode.checked(cls, decode.node_of(root, nodes))

    def to_python(self) -> str:
        """Python code that builds this object: imports, shared parts as variables, and the expression."""
        from furu.config.snippet import snippet

        nodes = {record.digest: record for record in map(tree.node_record, tree.below(self))}
        return snippet(tree.node_record(self), nodes)

    @classmethod
    def find(cls, query: str = "", *, exact: bool = False) -> Experiments[Self]:
        """Return the experiments of this class, and of those that derive from it, that a query finds.

        Args:
            query: a text of the query language, such as ``lr>=1e-3 state:success``; an empty one finds all.
            exact: leave out the classes that derive from it.

        Raises:
            QuerySyntax: the text is no query.
            ExtraMissing: what queries need is not installed.
        """
        return find(f'{"class" if exact else "isa"}:"{namespace_of(cls)}"').where(query)


debug = overlay.debug


def find(query: str = "") -> Experiments[Any]:
    """Return the experiments that a query finds: config objects, their results, or a table, when they are asked for.

    Args:
        query: a text of the query language, such as ``class:Train lr>=1e-3``; an empty one finds all.

    Raises:
        QuerySyntax: the text is no query.
        ExtraMissing: what queries need is not installed.
    """
    try:
        from furu.finding.experiments import Experiments
    except ImportError as error:
        raise ExtraMissing(
            f"what queries need is not installed ({error.name} is missing)", hint="pip install 'furu[find]'"
        ) from error
    return Experiments[Any]().where(query)


def collection(name: str) -> Collection:
    """Return the collection of this name: a hand-picked, ordered set of experiments with a note.

    Raises:
        LabelRefused: no collection can be called so.
    """
    from furu.finding.collection import Collection

    return Collection(name)


def plan(nodes: Node | Iterable[Node], *, expand: Expand = "needed") -> Plan:
    """Return what must be computed so that some config objects have their results.

    Args:
        nodes: one config object, or several.
        expand: ``needed`` cuts below what is done, queued or running; ``all`` looks below the latter two as well.

    Raises:
        ConfigCycle: an object contains itself; the message has the path.
    """
    from furu.executors import run as runner

    return runner.plan(nodes, expand=expand)


def run(
    nodes: Node | Iterable[Node],
    *,
    on: Backend | None = None,
    order: Order | None = None,
    retries: int = 0,
    losses: int = 3,
    detach: bool = False,
    raise_on_failure: bool = False,
    progress: bool = True,
) -> RunReport:
    """Compute what is missing of some config objects, and return how it went.

    A failure keeps the rest going. What two runs share is computed once. Ctrl-C stops everything and raises; a
    second one leaves at once.

    Args:
        nodes: one config object, or several.
        on: where to compute: :class:`furu.Local` (the default), :class:`furu.Inline` or :class:`furu.Slurm`.
        order: which ready tasks come first; :data:`furu.finish_first` unless given.
        retries: how often a task is tried again that raised an error.
        losses: how often a task is tried again whose worker or job was lost.
        detach: leave once everything has been submitted; only with a scheduler.
        raise_on_failure: raise the user's own exception once nothing is left to do.
        progress: show how it goes: bars on a terminal, lines in a pipe.

    Raises:
        SpecRefused: some tasks can never run there; nothing was submitted.
    """
    from furu.executors import run as runner
    from furu.executors.driver import Policy
    from furu.executors.local import Local
    from furu.executors.progress import watcher
    from furu.planning.order import finish_first

    report = runner.run(
        nodes,
        Local() if on is None else on,
        finish_first if order is None else order,
        Policy(retries=retries, losses=losses, detach=detach),
        watcher(shown=progress),
    )
    if raise_on_failure:
        report.raise_if_failed()
    return report


def _obtain(node: Node, artifact: layout.Artifact, rejected: SuccessRecord | None) -> Any:
    from furu.runtime.obtain import obtain  # what only a creation needs waits for the first one

    return obtain(node, artifact, rejected)


_RESERVED = frozenset(name for name in vars(Furu) if not name.startswith("_"))
