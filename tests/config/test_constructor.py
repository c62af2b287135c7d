"""Records that are made at once are what dataclasses make of them."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from furu.config.constructor import at_once


@dataclass(frozen=True, kw_only=True)
class Plain:
    needed: int
    known: str = "known"
    made: dict[str, int] = field(default_factory=dict)


@at_once
@dataclass(frozen=True, kw_only=True)
class Record(Plain):
    pass


def test_a_record_holds_what_was_given_and_its_defaults_in_the_order_of_its_fields() -> None:
    assert list(vars(Record(made={"a": 1}, needed=2)).items()) == list(vars(Plain(made={"a": 1}, needed=2)).items())
    assert Record(needed=1) == Record(needed=1, known="known", made={})
    assert Record(needed=1).made is not Record(needed=1).made
    assert repr(replace(Record(needed=1), known="new")) == "Record(needed=1, known='new', made={})"


def test_a_record_takes_its_fields_alone_and_stays_as_it_is() -> None:
    assert inspect.signature(Record) == inspect.signature(Plain)
    with pytest.raises(TypeError, match="needed"):
        Record()  # type: ignore[call-arg]  # what is tested
    with pytest.raises(TypeError, match="other"):
        Record(needed=1, other=2)  # type: ignore[call-arg]  # what is tested
    with pytest.raises(FrozenInstanceError):
        Record(needed=1).needed = 2  # type: ignore[misc]  # what is tested
