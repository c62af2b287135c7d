"""Computes samples: ``python -m samples.make Point '{"number": 1}'``; all of them when none is named."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator

import furu
from samples.classes import Broken, Größe, Interrupted, Level, MissingColumn, Odd, Point
from samples.files import Artefacts

POINTS = 320
DEEPEST = 20

MARKUP = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script> & <b>bold</b>"
UNICODE = "Größe \u2713 模型 \U0001f9ea\U0001f469\u200d\U0001f52c \u202etxt.exe\u202c e\u0301"
LONG = "the-longest-name-of-all-" + "x" * 3000
ODD = (MARKUP, UNICODE, LONG, "two\nlines\tand a tab", "'; DROP TABLE experiments; --", "javascript:alert(1)", " ")


def main(arguments: list[str]) -> int:
    """Computes what is named; returns 1 when it fails, as experiments do."""
    if not arguments:
        for node in world():
            with contextlib.suppress(MissingColumn, ValueError, KeyboardInterrupt):
                node.get()
        return 0
    name, fields = arguments
    classes = {cls.__name__: cls for cls in furu.Furu.__subclasses__()}
    try:
        classes[name](**json.loads(fields)).get()
    except Exception as error:  # noqa: BLE001  # a failed experiment is what some tests want
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def world() -> Iterator[furu.Furu[object]]:
    """Everything that can be computed without losing the process."""
    for number in range(POINTS):
        yield Point(number=number)
    yield Broken(column="labels")
    yield Interrupted(at="epoch 3")
    yield Größe()
    yield Artefacts()
    for text in ODD:
        yield Odd(text=text, words={text[:200]: text})
    yield Odd(text=MARKUP, fails=True)
    level = Level(depth=0)
    for depth in range(1, DEEPEST + 1):
        level = Level(depth=depth, below=level)
    yield level


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
