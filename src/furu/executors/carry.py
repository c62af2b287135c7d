"""The user's own exception, carried from the worker in which it was raised to the driver."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from furu.store.records import ErrorRecord


@dataclass(frozen=True)
class Carried:
    """An exception on its way: as text always, and as itself when it survives pickling."""

    record: ErrorRecord
    pickled: bytes | None

    def unpack(self) -> BaseException | None:
        """The exception itself; None where only its text could travel. Called by the driver on its workers' word."""
        if self.pickled is None:
            return None
        try:
            found = pickle.loads(self.pickled)  # noqa: S301  # written by a worker of this very run
        except Exception:  # noqa: BLE001  # the class may not be importable here
            return None
        return found if isinstance(found, BaseException) else None


def carried(error: BaseException, record: ErrorRecord) -> Carried:
    """An exception ready to travel."""
    try:
        pickled = pickle.dumps(error)
        pickle.loads(pickled)  # noqa: S301  # our own bytes; some exceptions are written and cannot be read
    except Exception:  # noqa: BLE001  # whatever the user's __reduce__ raises
        pickled = None
    return Carried(record, pickled)
