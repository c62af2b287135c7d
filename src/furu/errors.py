"""Every exception furu raises, in one tree.

.. code-block:: text

    FuruError
    ├── SettingError              a FURU_* variable has a value that cannot be used
    ├── ExtraMissing              also an ImportError; a library that furu does without is needed here
    ├── ConfigError               a config class or object is not usable          .where
    │   ├── ClassRefused          a class cannot be a config class
    │   ├── UnknownField          also a TypeError
    │   ├── MissingField          also a TypeError
    │   ├── WrongType             also a TypeError
    │   ├── UnsupportedValue      also a TypeError; has no canonical form
    │   ├── ConfigCycle           an object contains itself
    │   ├── ConfigMutated         an object changed after its identity was used
    │   ├── NotImportable         its class cannot be found again by name
    │   └── NotDeclarative        get, load or exists inside ``_dependencies``
    ├── StoreError                the disk does not hold what it should           .path
    │   ├── RootMissing           no place for the data is known
    │   ├── StoreUnwritable       also an OSError; the disk is full, read-only or gone
    │   └── UnreadableRecord      a record is truncated, malformed or too new
    ├── ArtifactError             one artifact cannot be had                      .artifact
    │   ├── ArtifactMissing       load() found no result
    │   ├── NodeUnavailable       its config object cannot be made again from its records
    │   ├── AttemptFailed         it failed before and is not tried again
    │   ├── LeaseLost             another process took over while this one was paused
    │   ├── WaitCycle             an attempt waits for itself
    │   └── WaitExceeded          another process did not finish in time
    ├── ResultError               a result cannot be saved or loaded              .where
    ├── ProvenanceError           what made a result cannot be recorded
    ├── RunError                  a run cannot start or go on
    │   ├── SpecRefused           tasks ask for what cannot be had
    │   ├── TaskLost              a task's worker or job is gone, more often than is tried again
    │   ├── RunUnknown            no run has this id
    │   └── RunOver               nobody is there any more who could stop it
    ├── OverlayRefused            debugging or overriding would reach a real result
    ├── MaintenanceError          what people wrote beside artifacts cannot be changed so
    │   ├── LabelRefused          a name, a tag or a note cannot be used              .where
    │   ├── CollectionUnknown     there is no such collection
    │   ├── ViewUnknown           there is no such saved view
    │   ├── NameTaken             another collection or view is called so             .slug
    │   └── ViewChanged           somebody else has saved the view meanwhile          .version
    ├── FileError                 a file of an experiment cannot be shown
    │   ├── FileUnknown           there is none, or none that may be shown
    │   └── FileUnreadable        it is too large, or not what its name says
    └── QueryError                a question to the index cannot be answered
        ├── QuerySyntax           a query cannot be understood              .position, .length
        ├── CursorInvalid         a cursor is none that a page was answered with
        ├── SelectionChanged      not as many match as were counted before            .total
        ├── ExperimentUnknown     nothing has this id
        └── ExperimentAmbiguous   several experiments start with this prefix      .matches

Every error says what happened and where; ``hint`` says what to do next, and names the setting that changes
the outcome where there is one.
"""

from __future__ import annotations


class FuruError(Exception):
    """Base of all errors of furu: a message and, where there is one, a hint on what to do next."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\nhint: {self.hint}"


class SettingError(FuruError):
    """A FURU_* variable has a value that cannot be used."""


class ExtraMissing(FuruError, ImportError):
    """A library is needed that furu itself does without; the hint says how to install it."""


class ConfigError(FuruError):
    """A config class or object is not usable; ``where`` is its dotted path."""

    def __init__(self, message: str, *, where: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.where = where


class ClassRefused(ConfigError):
    """A class cannot be a config class."""


class UnknownField(ConfigError, TypeError):
    """A constructor was given a field its class does not have."""


class MissingField(ConfigError, TypeError):
    """A constructor was not given a field that has no default."""


class WrongType(ConfigError, TypeError):
    """A value does not have the type its field declares."""


class UnsupportedValue(ConfigError, TypeError):
    """A value has no canonical form, so it cannot be part of an identity."""


class ConfigCycle(ConfigError):
    """An object contains itself."""


class ConfigMutated(ConfigError):
    """An object changed after its identity was used."""


class NotImportable(ConfigError):
    """A class cannot be found again by its name, so its artifacts could not be loaded elsewhere."""


class NotDeclarative(ConfigError):
    """``get``, ``load`` or ``exists`` was called inside ``_dependencies``."""


class StoreError(FuruError):
    """The disk does not hold what it should; ``path`` is the place."""

    def __init__(self, message: str, *, path: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.path = path


class RootMissing(StoreError):
    """No place for the data is known."""


class StoreUnwritable(StoreError, OSError):
    """The disk refused a write of furu's: it is full, read-only, or gone. ``errno`` is the system's."""


class UnreadableRecord(StoreError):
    """A record is truncated, malformed or written by a newer furu."""


class ArtifactError(FuruError):
    """One artifact cannot be had; ``artifact`` is its id, ``namespace@digest``."""

    def __init__(self, message: str, *, artifact: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.artifact = artifact


class ArtifactMissing(ArtifactError):
    """``load()`` found no result."""


class NodeUnavailable(ArtifactError):
    """The config object of an experiment cannot be made again: its records or its class are gone or different."""


class AttemptFailed(ArtifactError):
    """The artifact failed before and is not tried again; ``error_type`` and ``traceback`` say how."""

    def __init__(
        self, message: str, *, artifact: str = "", error_type: str = "", traceback: str = "", hint: str | None = None
    ) -> None:
        super().__init__(message, artifact=artifact, hint=hint)
        self.error_type = error_type
        self.traceback = traceback


class LeaseLost(ArtifactError):
    """Another process took the artifact over while this one was paused; its result stands."""


class WaitCycle(ArtifactError):
    """An attempt waits, through its own calls, for itself."""


class WaitExceeded(ArtifactError):
    """Another process that computes the artifact did not finish within the time allowed."""


class ResultError(FuruError):
    """A result cannot be saved or loaded; ``where`` is the path of the value inside it."""

    def __init__(self, message: str, *, where: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.where = where


class ProvenanceError(FuruError):
    """What made a result cannot be recorded."""


class RunError(FuruError):
    """A run cannot start or go on."""


class SpecRefused(RunError):
    """Tasks ask for what cannot be had: the wrong type, impossible numbers, or more than there is."""


class TaskLost(RunError):
    """A task's worker or job is gone, more often than it is tried again."""


class RunUnknown(RunError):
    """No run has this id."""


class RunOver(RunError):
    """A run cannot be stopped, because its driver is not there any more."""


class OverlayRefused(FuruError):
    """Debugging or overriding results here would reach a real result."""


class MaintenanceError(FuruError):
    """What people wrote beside artifacts cannot be changed so."""


class LabelRefused(MaintenanceError):
    """A name, a tag or a note cannot be used; ``where`` says which."""

    def __init__(self, message: str, *, where: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.where = where


class CollectionUnknown(MaintenanceError):
    """There is no such collection."""


class ViewUnknown(MaintenanceError):
    """There is no such saved view."""


class NameTaken(MaintenanceError):
    """Another collection or view is called so; ``slug`` is the one that is."""

    def __init__(self, message: str, *, slug: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.slug = slug


class ViewChanged(MaintenanceError):
    """Somebody else has saved the view meanwhile; ``version`` is what it has now, None when it is gone."""

    def __init__(self, message: str, *, version: str | None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.version = version


class FileError(FuruError):
    """A file of an experiment cannot be shown."""


class FileUnknown(FileError):
    """An experiment has no such file, or none that may be shown; the answer to both is the same."""


class FileUnreadable(FileError):
    """A file of an experiment is too large to be shown, or not what its name says."""


class QueryError(FuruError):
    """A question to the index cannot be answered."""


class QuerySyntax(QueryError):
    """A query cannot be understood; the text at ``position``, ``length`` characters long, is where and why."""

    def __init__(self, message: str, *, position: int, length: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.position = position
        self.length = length


class SelectionChanged(QueryError):
    """Not as many experiments match as were counted before; ``total`` do now."""

    def __init__(self, message: str, *, total: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.total = total


class CursorInvalid(QueryError):
    """A cursor is not one that a page was answered with, or belongs to a list in another order."""


class ExperimentUnknown(QueryError):
    """Nothing in the index has this id."""


class ExperimentAmbiguous(QueryError):
    """Several experiments start with this prefix; ``matches`` lists some of their ids."""

    def __init__(self, message: str, *, matches: tuple[str, ...], hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.matches = matches
