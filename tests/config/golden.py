"""Values of every kind with their pinned digests: what is computed today must be found again in years.

A digest that changes here is a break for every user: it needs a new algorithm version, and a line in the
changelog. New kinds get new rows; the digest of a row is never edited.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pydantic

import furu
from tests.nodes import Colour, Holder, Leaf, Optimizer, Point, chain, diamond, pipeline


class Value(furu.Furu[Any]):
    value: Any


class Versioned(furu.Furu[int]):
    _version = 2
    size: int = 1


class Declaring(furu.Furu[int]):
    size: int = 1

    def _dependencies(self) -> list[Leaf]:
        return [Leaf(value=self.size)]


class Access(enum.Flag):
    READ = 1
    WRITE = 2


class Model(pydantic.BaseModel):
    width: int
    rate: float = 0.5


EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))

VALUES: dict[str, tuple[Any, str]] = {
    "none": (None, "d2651f955c8bcfaa04b7a0a6efc2e08c"),
    "true": (True, "bec9f6cd297c786bbf1f17e10ac3711a"),
    "false": (False, "839e47a396d0e445985c580fc34a53b4"),
    "zero": (0, "970d24a9cdccba73b126286b4a8049f5"),
    "one": (1, "e6a55a496c39c714bdffe4d16c97ce60"),
    "minus one": (-1, "a202ded57614c6774ef7ea3d5b666e98"),
    "beyond 64 bits": (2**70, "d366c31c5c6c671b8c8dc006bcdd575f"),
    "float zero": (0.0, "b7e273f3e514e43121fa64382ca8c35e"),
    "float minus zero": (-0.0, "cba3fce96df5e8c8fdcd24dba6ba960f"),
    "float one": (1.0, "7e464a51bdf98104c22e2d4c035f8a60"),
    "smallest float": (5e-324, "ac36363b9e4601566cf9644369d7c625"),
    "infinity": (float("inf"), "784d7382d7fc51cf7b9c3b15c3fc288d"),
    "minus infinity": (float("-inf"), "4bd713c6a30efdc6b6cdccd7ea80f3bb"),
    "nan": (float("nan"), "0d7fca5ab65d2fe4d612ee35ed88b94f"),
    "complex": (1 - 2j, "e64fdd8e94a1083ebbce88ab10f388e8"),
    "empty text": ("", "e151e23955c618e7082b9ed46a012f13"),
    "text": ("Grüße, 世界 \U0001f600", "31fd5938860f5ba61b9a5c1676b4387e"),
    "lone surrogate": ("\udcff", "0cdac7683392020777b0ee36162cca5b"),
    "bytes": (b"\x00\xff", "e9b3b25485499a54b768738606a33a28"),
    "path": (Path("data/digits.csv"), "3f5d86e78a4c1016a5ac2d76df7d9b08"),
    "enum": (Colour.RED, "3e6ff805b8b2ce42ca48b92b029b1efc"),
    "flag": (Access.READ | Access.WRITE, "e6465263053ea5dca64b4512a95cc44f"),
    "uuid": (uuid.UUID(int=7), "85323581fc6ec5d8c1baf0d1a62b7f11"),
    "decimal": (Decimal("1.50"), "363eca3018cef7d9177205e4315b448b"),
    "date": (dt.date(2024, 2, 29), "b9ccb4b0c7bca5d97cb4203565ef5f99"),
    "time": (dt.time(12, 30, 0, 5), "e0c3818bf6a3488431f9432acf47f79f"),
    "naive datetime": (dt.datetime(2024, 2, 29, 12), "d7c6def53bc573704f5c14cfe4f0b19a"),  # noqa: DTZ001  # naive on purpose
    "aware datetime": (dt.datetime(2024, 2, 29, 12, tzinfo=EAST), "b66ee2110d2ac46ff9b0e990a8c29334"),
    "timedelta": (dt.timedelta(days=-1, microseconds=3), "2f7ae5c10434fe93edf9373d09f2e2db"),
    "class": (Leaf, "975a665068e3d5a3d4bbb3eb805a28fb"),
    "function": (diamond, "4d7a167b3c942a9fd4b2be82a22e90c2"),
    "empty list": ([], "94b4c62ba6fc25a870a6f181722f4ab1"),
    "floats": ([0.5, 1.5], "dec237665ec41c22010e70667676e9ba"),
    "ints": ([1, 2], "215b7c72dbf9faf8805a0e570e915a2a"),
    "wide ints": ([1, 2**64], "adb6e57bb60523f922a7f506b813b7c5"),
    "mixed list": ([1, 2.0, "a", None, True], "74258050a2b253e8e77f674044c9bb65"),
    "tuple": ((1, 2), "0559ae8bb55632ff3e89aab0df802323"),
    "set": ({3, 1, 2}, "ff6651e34e5dc2b71857306d4c62953d"),
    "frozenset": (frozenset({"b", "a"}), "778ae63b3537eddaaa1619811b28940b"),
    "dict": ({"b": 1, "a": [2.0]}, "19f2c9a03c1c499b4bede0faf27547f0"),
    "dict of other keys": ({1: "a", (2, 3): "b"}, "bb4496102cf0bee1f6f23a41e0d2d508"),
    "dict with a dollar": ({"$": "node"}, "f95824d19746ec0f8a4d1744fbe7af69"),
    "array": (np.arange(6, dtype=np.int32).reshape(2, 3), "0a26ea3836dadd02a30f6720d5f2a43c"),
    "big endian array": (np.arange(3, dtype=">f8"), "ff7438d7a89b82be518d9060fa51f7f4"),
    "text array": (np.array(["ab", "c"]), "84337849e75a80f61fd7f34c9f75fc21"),
    "bool array": (np.array([True, False]), "17e3e74b452b7a149dee4d8f71776582"),
    "numpy scalar": (np.float32(0.5), "f3d40bb043c29337be0df6c083da5b31"),
    "numpy time": (np.datetime64("2024-02-29T12:00"), "b9f3571657706764e1222c32b12e6c18"),
    "dataclass": (Point(1.0, 2.0), "85048bfcce264bea7e601ff1f734a239"),
    "chz": (Optimizer(lr=0.2), "af7d9bf47192f8a93d5c7f6c9d787975"),
    "pydantic": (Model(width=3), "004908355d32d939e435ac323d490d76"),
    "node": (Leaf(value=3), "3bda641bf27b7f2fa4e374c99d300127"),
    "nodes in containers": (
        {"a": [Leaf(value=1), (Leaf(value=2),)], "b": Holder(inside=Leaf(value=3))},
        "a125e7e58bc9f11808b00e71a5a23c7c",
    ),
}

NODES: dict[str, tuple[furu.Furu[Any], str]] = {
    "defaults": (Leaf(), "1cd5d5ae62905e9d3e88330c242f614c"),
    "version": (Versioned(), "c16a4f1ec45dd549464f464a09595b50"),
    "dependencies": (Declaring(), "20f12f5a64b3b4a5075364259049469d"),
    "pipeline": (pipeline(), "4c9118b7e69c611b9594a905408cb23f"),
    "diamond": (diamond(3), "d2404d38443f7e0e2a60c9aa724581f3"),
    "chain": (chain(3), "d33db8a4c64e14343af6dfe6dfc0ed62"),
}
