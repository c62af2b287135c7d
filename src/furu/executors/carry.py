"""The user's own exception, carried from the worker in which it was raised to the driver."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass

from furu.store.records import ErrorRecord

_HEAD = 8


@dataclass(frozen=True)
class Carried:
    """An exception on its way: as text always, and as itself.

    It is the very object, with its traceback, as long as it stays in its process. In another one it is what
    pickling keeps of it, and None where that is nothing.
    """

    record: ErrorRecord
    error: BaseException | None

    def unpack(self) -> BaseException | None:
        """The exception itself; None where only its text could travel."""
        return self.error

    def __reduce__(self) -> tuple[Callable[[ErrorRecord, bytes | None], Carried], tuple[ErrorRecord, bytes | None]]:
        return _arrived, (self.record, _pickled(self.error))


def carried(error: BaseException, record: ErrorRecord) -> Carried:
    """An exception ready to travel."""
    return Carried(record, error)


def packed(value: object) -> bytes:
    """What a worker tells its driver, as one message: its length, and it."""
    data = pickle.dumps(value)
    return len(data).to_bytes(_HEAD) + data


def unpacked(data: bytes) -> tuple[object, bytes] | None:
    """The first message, and what follows it; None while it is not complete."""
    end = _HEAD + int.from_bytes(data[:_HEAD])
    if len(data) < max(end, _HEAD + 1):
        return None
    return pickle.loads(data[_HEAD:end]), data[end:]  # noqa: S301  # written by a worker of this very run


def _pickled(error: BaseException | None) -> bytes | None:
    try:
        return pickle.dumps(error)
    except Exception:  # noqa: BLE001  # whatever the user's __reduce__ raises
        return None


def _arrived(record: ErrorRecord, pickled: bytes | None) -> Carried:
    """What arrives, called by the driver on its workers' word."""
    try:
        found = None if pickled is None else pickle.loads(pickled)  # noqa: S301  # written by a worker of this very run
    except Exception:  # noqa: BLE001  # its class may not be importable here, or not take its own arguments
        found = None
    return Carried(record, found if isinstance(found, BaseException) else None)


def sent(word: object) -> bytes:
    """A worker's word to its driver, for a file between them."""
    return pickle.dumps(word)


def received(data: bytes) -> object:
    """What a worker of this very run wrote; None when that cannot be read here."""
    try:
        return pickle.loads(data)  # noqa: S301  # the file is in the run's own folder
    except Exception:  # noqa: BLE001  # cut short, or of another version
        return None
