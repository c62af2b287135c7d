"""pandas' own points in time and durations, to the nanosecond; in JSON, without a file."""

from __future__ import annotations

from typing import Any

from furu.config.kinds import loaded
from furu.results.codec import Codec, Folder

_CLASSES = ("Timestamp", "Timedelta")


def _accepts(cls: type) -> bool:
    return any(cls is loaded("pandas", name) for name in _CLASSES)


def _save(value: Any, _folder: Folder, _where: str) -> dict[str, Any]:
    zone = getattr(value, "tz", None)
    return {
        "is": type(value).__name__,
        "value": value.isoformat(),
        "unit": value.unit,
        "zone": None if zone is None else str(zone),
    }


def _load(data: dict[str, Any], _folder: Folder) -> Any:
    import pandas as pd

    if data["is"] == "Timedelta":
        return pd.Timedelta(data["value"]).as_unit(data["unit"])
    value = pd.Timestamp(data["value"]).as_unit(data["unit"])
    return value if data["zone"] is None else value.tz_convert(data["zone"])


TIMESTAMP = Codec(name="pandas-time", accepts=_accepts, save=_save, load=_load)
