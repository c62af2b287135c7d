"""One function a library: it opens a folder and returns what gets a small result that is stored there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import exca
import joblib
import pydantic
import signac

from bench.nodes import Noop, noop

Get = Callable[[int], object]


def with_furu(folder: str) -> Get:
    """Gets through furu."""
    os.environ |= {"FURU_PATH": folder, "FURU_ALLOW_NO_GIT_ORIGIN": "1"}
    return lambda number: Noop(number=number, rate=0.5, name="bench").get()


def with_joblib(folder: str) -> Get:
    """Gets through joblib."""
    cached = joblib.Memory(folder, verbose=0).cache(noop)
    return lambda number: cached(number, 0.5, "bench")


def with_signac(folder: str) -> Get:
    """Gets through signac, which leaves storing a result to its user."""
    Path(folder).mkdir()
    project = signac.init_project(folder)

    def get(number: int) -> dict[str, float]:
        job = project.open_job({"number": number, "rate": 0.5, "name": "bench"})
        if not job.isfile("result.json"):
            job.init()
            Path(job.fn("result.json")).write_text(json.dumps(noop(number, 0.5, "bench")))
        found: dict[str, float] = json.loads(Path(job.fn("result.json")).read_text())
        return found

    return get


class Task(pydantic.BaseModel):
    """Three fields and a small result, for exca."""

    number: int
    rate: float
    name: str
    infra: exca.TaskInfra = exca.TaskInfra()

    @infra.apply  # type: ignore[untyped-decorator]  # exca need not be installed where types are checked
    def result(self) -> dict[str, float]:
        """Returns a small result."""
        return noop(self.number, self.rate, self.name)


def with_exca(folder: str) -> Get:
    """Gets through exca."""
    Path(folder).mkdir()
    infra: Any = {"folder": folder}
    return lambda number: Task(number=number, rate=0.5, name="bench", infra=infra).result()


LIBRARIES: dict[str, Callable[[str], Get]] = {
    "furu": with_furu,
    "joblib": with_joblib,
    "signac": with_signac,
    "exca": with_exca,
}
