"""Finding a class again by its recorded name. Imports user code, so nothing that browses may reach it."""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

from furu.errors import NotImportable


@lru_cache(maxsize=4096)
def resolve(text: str) -> Any:
    """The class or function named ``module:Qualified.name``.

    Raises:
        NotImportable: the module cannot be imported or has no such name.
    """
    module_name, _, qualname = text.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
    except ImportError as error:
        raise NotImportable(
            f"the module {module_name} cannot be imported: {error}",
            where=text,
            hint="run where the project's code is importable, or install the project into this environment",
        ) from error
    for part in qualname.split("."):
        found = vars(found).get(part)
        if found is None:
            raise NotImportable(
                f"the module {module_name} has no {qualname}",
                where=text,
                hint="it was moved or renamed since the artifact was made, or it is defined inside a function",
            )
    return found
