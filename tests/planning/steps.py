"""Config classes that tests of plans and runs share, and that other processes can import."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import furu
from tests.contract.witnessed import testify


class Step(furu.Furu[str]):
    """Needs others, fails while a file of its name lies in the folder ``orders``, and tells the witness."""

    name: str
    needs: tuple[Step | Other, ...] = ()

    def _create(self) -> str:
        testify(self.name)
        if (orders() / self.name).exists():
            raise ValueError(f"{self.name} is out of order")
        return self.name + "".join(need.get() for need in self.needs)


class Other(furu.Furu[str]):
    """Another class, which asks for more."""

    name: str = "other"
    cpus: int = furu.field(default=2, identity=False)

    def _create(self) -> str:
        testify(self.name)
        return self.name

    def _resources(self) -> furu.Resources:
        return furu.Resources(cpus=self.cpus)


class Waits(furu.Furu[str]):
    """Lasts until a file appears, and needs what its field holds."""

    release: str
    needs: tuple[Step, ...] = ()
    fails: bool = False

    def _create(self) -> str:
        testify(f"Waits {os.getpid()}")
        while not Path(self.release).exists():
            os.sched_yield()
        if self.fails:
            raise ValueError("after all that waiting")
        return "waited"


class Declares(furu.Furu[str]):
    """Names what it needs by ``_dependencies``."""

    name: str = "a"

    def _dependencies(self) -> Sequence[Step]:
        return [Step(name=self.name)]

    def _create(self) -> str:
        return "".join(step.get() for step in self._dependencies())


class Finds(furu.Furu[Any]):
    """Gets a step that no field holds, in its own thread or in another one."""

    name: str
    inside: Step | None = None
    threaded: bool = False

    def _create(self) -> Any:
        from concurrent.futures import ThreadPoolExecutor

        step = self.inside.needs[0] if self.inside is not None else Step(name=self.name)
        if not self.threaded:
            return step.get()
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(step.get).result()


class Exits(furu.Furu[int]):
    """Ends in a way that is none."""

    how: str = "exit"

    def _create(self) -> int:
        if self.how == "exit":
            raise SystemExit(3)
        raise Unreadable("a", "b")


class Unreadable(Exception):
    """Can be pickled, and not read again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


class RunsItself(furu.Furu[int]):
    """Starts a run that would wait for itself."""

    def _create(self) -> int:
        furu.run(self, on=furu.Inline(), progress=False).raise_if_failed()
        return 1


def orders() -> Path:
    """Where tests leave what steps are to do."""
    return Path(os.environ["WITNESS"]).parent / "orders"


def break_step(name: str) -> None:
    """Let the steps of this name fail from now on."""
    orders().mkdir(exist_ok=True)
    (orders() / name).touch()


def mend_step(name: str) -> None:
    """Let them work again."""
    (orders() / name).unlink()
