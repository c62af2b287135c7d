"""Records are read as they were written, and whatever else a file holds is refused with its path."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import furu
from furu.config.tree import NodeRecord
from furu.errors import UnreadableRecord
from furu.store import codec
from furu.store.records import (
    FORMAT,
    STATE_MEANINGS,
    ConfigRecord,
    Dependency,
    EnvironmentRecord,
    ErrorRecord,
    GitRecord,
    LabelsRecord,
    OverlayRecord,
    State,
    SuccessRecord,
    TicketRecord,
    UntrackedRecord,
)
from tests.nodes import Leaf, Value
from tests.store.samples import DIGEST, NOON, attempt, owner, success

NODE = NodeRecord(namespace="a.B", digest=DIGEST, type="a:B", fields={"lr": 0.1, "x": {"$": "float", "value": "nan"}})
USED = Dependency(path="models[2]", namespace="a.C", digest=DIGEST, kind="observed", succeeded_at=NOON)
RECORDS: list[Any] = [
    attempt(),
    attempt(
        number=7,
        owner=owner(slurm_job="12", slurm_restarts=1),
        environment=EnvironmentRecord(
            furu="1",
            python="3.11",
            platform="x",
            command=("a", "b"),
            directory="/",
            git=GitRecord(commit="c", dirty=True),
        ),
        ended_at=NOON,
        duration_s=0.25,
        outcome="failed",
        error=ErrorRecord(type="ValueError", message="ü", traceback="…"),
        observed=(USED,),
        logs=("stdout",),
    ),
    success(),
    success(loads="class", result=None, files="result-ab"),
    ConfigRecord(node=NODE, schema="ff", created_at=NOON),
    ConfigRecord(
        node=NODE,
        schema="ff",
        bases=("a.A",),
        nodes={DIGEST: NODE},
        dependencies=(USED,),
        name="n",
        tags=("t",),
        created_at=NOON,
    ),
    LabelsRecord(name="n", tags=("a", "b"), notes="x"),
    TicketRecord(run="r", job="1", submitted_at=NOON),
    UntrackedRecord(complete=False),
    OverlayRecord(below="/root", replaced=("a.B@ff",)),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_is_read_as_it_was_written(record: Any) -> None:
    data = codec.pack(record)
    assert b"\n" not in data
    assert codec.unpack(type(record), data, "/x") == record
    assert codec.convert(type(record), json.loads(json.dumps(codec.plain(record)))) == record


def test_every_kind_of_record_is_tested() -> None:
    from furu.store import records

    kinds = {cls for cls in vars(records).values() if isinstance(cls, type) and "format" in vars(cls)}
    assert kinds == {type(record) for record in RECORDS}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_cut_off_anywhere_is_refused(record: Any) -> None:
    data = codec.pack(record)
    for length in range(len(data)):
        with pytest.raises(UnreadableRecord, match=r"^/some/where (is no JSON|does not hold a)"):
            codec.unpack(type(record), data[:length], "/some/where")


@settings(max_examples=100, deadline=None)
@given(st.binary())
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with pytest.raises(UnreadableRecord, match=r"^/x "):
        codec.unpack(SuccessRecord, data, "/x")


def changed(record: Any, **fields: Any) -> bytes:
    """The record's JSON with other fields; None takes one out."""
    found = json.loads(codec.pack(record)) | fields
    return json.dumps({name: value for name, value in found.items() if value is not None}).encode()


DAMAGED: list[tuple[bytes, str]] = [
    (b"", "is no JSON"),
    (b"{", "is no JSON"),
    (b"null", "does not hold a SuccessRecord"),
    (b"[]", "does not hold a SuccessRecord"),
    (b"{}", "does not hold a SuccessRecord"),
    (b"\x00" * 100, "is no JSON"),
    (b"[" * 100_000, "is no JSON"),
    (changed(success(), attempt="1"), r"does not hold a SuccessRecord: .*\$\.attempt"),
    (changed(success(), token=None), r"does not hold a SuccessRecord: .*`token`"),
    (changed(success(), succeeded_at="yesterday"), r"does not hold a SuccessRecord: .*\$\.succeeded_at"),
    (changed(success(), loads="pickle"), r"does not hold a SuccessRecord: .*\$\.loads"),
    (changed(success(), format=FORMAT + 1), rf"has format {FORMAT + 1}, and this furu reads up to {FORMAT}; upgrade"),
    (changed(success(), format=99, attempt="x"), r"has format 99, .*; upgrade furu"),
]


@pytest.mark.parametrize(("data", "reason"), DAMAGED)
def test_a_damaged_record_is_refused_with_its_path_and_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableRecord, match=rf"^/some/where {reason}") as caught:
        codec.unpack(SuccessRecord, data, "/some/where")
    assert caught.value.path == "/some/where"
    assert "restore this file, or delete the artifact to compute it again" in str(caught.value)


def test_an_older_format_is_upgraded_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def first(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "notes": raw["comment"]}

    def zeroth(raw: dict[str, Any]) -> dict[str, Any]:
        return {**raw, "comment": raw["remark"], "tags": raw["labels"].split()}

    monkeypatch.setitem(codec.UPGRADES, ("LabelsRecord", FORMAT - 1), first)
    monkeypatch.setitem(codec.UPGRADES, ("LabelsRecord", FORMAT - 2), zeroth)
    old = {"format": FORMAT - 2, "remark": "x", "labels": "a b"}
    for data in (old, old | {"tags": 3}):
        assert codec.unpack(LabelsRecord, json.dumps(data).encode(), "/x") == LabelsRecord(tags=("a", "b"), notes="x")


def test_a_broken_marker_is_reported_and_nothing_is_computed() -> None:
    node = Value(value=1)
    node.get()
    marker = node.furu_dir / ".furu" / "success"
    marker.write_bytes(b"{")
    calls = (node.get, node.load)
    for call in calls:
        with pytest.raises(UnreadableRecord, match=r"success is no JSON") as caught:
            call()
        assert caught.value.path == str(marker)
    assert marker.read_bytes() == b"{"


def test_a_broken_attempt_is_reported(tmp_path: Path) -> None:
    node = Leaf()
    path = node.furu_dir / ".furu" / "attempt-0003.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{}")
    for call in (node.get, node.state):
        with pytest.raises(UnreadableRecord, match=r"attempt-0003\.json does not hold a AttemptRecord"):
            call()


def test_a_field_of_the_future_is_passed_over() -> None:
    assert codec.unpack(SuccessRecord, changed(success(), colour="red"), "/x") == success()


def test_every_state_is_explained_once() -> None:
    assert set(STATE_MEANINGS) == set(State) == set(furu.State)
    assert len(set(STATE_MEANINGS.values())) == len(State)


def test_records_are_values() -> None:
    for record in RECORDS:
        with pytest.raises(dataclasses.FrozenInstanceError):
            record.format = 2
