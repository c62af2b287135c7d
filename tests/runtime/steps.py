"""Config classes whose hooks follow a script that a test writes, and that note what was called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import furu


class Scripted(furu.Furu[str]):
    """Notes every call of a hook in a file; raises what the test asks for by a file of the hook's name."""

    key: str = ""
    folder: Path = furu.field(default=Path(), identity=False)

    def _note(self, hook: str) -> None:
        with (self.folder / "calls").open("a") as file:
            file.write(f"{hook}\n")
        order = self.folder / hook
        if order.exists() and order.read_text().startswith("raise "):
            raise ERRORS[order.read_text().removeprefix("raise ")](f"{hook} of {self.key}")

    def calls(self) -> list[str]:
        """The hooks that were called, in order, since the last time this was asked."""
        path = self.folder / "calls"
        found = path.read_text().split() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def order(self, hook: str, what: str) -> None:
        """From now on the hook does this: ``raise <name>``, ``no``, or nothing special."""
        (self.folder / hook).write_text(what)


ERRORS: dict[str, type[BaseException]] = {
    "ValueError": ValueError,
    "KeyboardInterrupt": KeyboardInterrupt,
    "SystemExit": SystemExit,
}


class Computes(Scripted):
    """Without ``_load``: what it returns is kept by a codec."""

    def _create(self) -> str:
        path = self.furu_dir / "written"
        path.write_text(f"{self.key} is being made")
        self._note("create")
        return f"made {self.key}"


class Checks(Computes):
    """Says by ``_validate`` whether its result is still good."""

    def _validate(self) -> bool:
        self._note("validate")
        order = self.folder / "validate"
        return not (order.exists() and order.read_text() == "no")


class Loads(Checks):
    """Loads its result itself."""

    def _load(self) -> str:
        self._note("load")
        return (self.furu_dir / "written").read_text()


class Named(furu.Furu[int]):
    """Calls itself something."""

    lr: float = 0.5

    def _create(self) -> int:
        return 1

    def _name(self) -> str | None:
        return f"lr={self.lr}"

    def _tags(self) -> Sequence[str]:
        return ["paper", "small"]


class Uses(furu.Furu[Any]):
    """Gets whatever nodes its field holds, in the way that is asked for."""

    nodes: tuple[furu.Furu[Any], ...] = ()
    how: str = "get"
    hidden: Any = furu.field(default=(), identity=False)

    def _create(self) -> Any:
        return [{"get": node.get, "load": node.load, "exists": node.exists}[self.how]() for node in self._all()]

    def _all(self) -> list[furu.Furu[Any]]:
        return [*self.nodes, *self.hidden]
