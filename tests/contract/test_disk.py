"""What the system says about furu's own writes is a clear error, and leaves no half success behind."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.errors import StoreUnwritable
from tests.contract.witnessed import Number, lines_of

SAID = {
    errno.ESTALE: "the network file system lost the folder; call get() again",
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room within your quota",
    errno.EROFS: "FURU_PATH",
    errno.EACCES: "FURU_PATH",
}


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


def failing(call: Callable[..., Any], code: int, part: str) -> Callable[..., Any]:
    """The system call, refused where one of its paths has a name that contains the part."""

    def refuse(*arguments: Any, **options: Any) -> Any:
        if any(part in path.rpartition("/")[2] for path in arguments[:2] if isinstance(path, str)):
            raise OSError(code, os.strerror(code), arguments[0])
        return call(*arguments, **options)

    return refuse


STEPS = [
    ("mkdir", ".furu"),
    ("open", "claim-"),
    ("link", "attempt-0001"),
    ("rename", "config.json"),
    ("rename", "success"),
]


@pytest.mark.parametrize("code", SAID, ids=errno.errorcode.get)
@pytest.mark.parametrize(("name", "part"), STEPS, ids=[f"{name} {part}" for name, part in STEPS])
def test_a_refused_step_is_explained_and_the_next_get_computes(
    name: str, part: str, code: int, monkeypatch: pytest.MonkeyPatch, witness: Path
) -> None:
    Number(value=0).get()  # what the process asks once is asked
    node = Number(value=1)
    with monkeypatch.context() as broken:
        broken.setattr(os, name, failing(getattr(os, name), code, part))
        with pytest.raises(StoreUnwritable, match=r"cannot write .*: ") as caught:
            node.get()
    assert caught.value.errno == code
    assert SAID[code] in str(caught.value.hint)
    assert str(node.furu_dir) in str(caught.value.path)
    assert node.state() is not furu.State.SUCCESS
    assert node.get() == 1
    assert node.load() == 1
    assert lines_of(witness).count("Number 1") == (2 if part == "success" else 1)
