"""What the server says of attempts: their patches, their packages, and how long they usually take."""

from __future__ import annotations

import json

import msgspec
import pytest

from furu.dashboard.files import kept
from furu.dashboard.files.rows import PackageList, Usual
from furu.index.index import Index
from furu.store.objects import keep
from tests.dashboard.server import Browser
from tests.index.samples import furu_id, meta
from tests.nodes import Train


def record(train: Train, **git: object) -> None:
    """Writes into the attempt's record what its git said."""
    path = meta(train) / "attempt-0001.json"
    found = json.loads(path.read_text())
    found["environment"]["git"] = {"commit": "0" * 40, "branch": "main", "dirty": True, **git}
    path.write_text(json.dumps(found))


def test_the_patch_of_an_attempt_is_shown_in_part_and_had_whole(browser: Browser, index: Index, train: Train) -> None:
    text = "diff --git a/x b/x\n" + "+new line\n" * 100_000
    record(train, patch=keep(str(index.root), "patches", text.encode()))
    address = f"/api/experiments/{furu_id(train)}/attempts/1/patch"
    answer = browser.ask(address).json()
    assert answer["bytes"] == len(text)
    assert answer["truncated"]
    assert answer["text"] == text[: kept.PATCH_BYTES]
    whole = browser.ask(f"{address}/raw")
    assert whole.body.decode() == text
    assert whole.header(
        "content-disposition",
    ).startswith("attachment;")  # type: ignore[union-attr]
    assert "sandbox" in (whole.header("content-security-policy") or "")


@pytest.mark.parametrize("key", ["../../../../etc/passwd", "/etc/passwd", "", "abc\0", "..", "0" * 31 + "g", "f" * 32])
def test_a_record_cannot_name_what_is_no_object(browser: Browser, train: Train, key: str) -> None:
    record(train, patch=key)
    for what in ("patch", "patch/raw"):
        answer = browser.ask(f"/api/experiments/{furu_id(train)}/attempts/1/{what}")
        assert answer.status == 404
        assert answer.json()["code"] == "file-unknown"


def test_packages_are_those_that_the_attempt_recorded(browser: Browser, index: Index, train: Train) -> None:
    path = meta(train) / "attempt-0001.json"
    found = json.loads(path.read_text())
    key = keep(str(index.root), "packages", b"numpy==2.0\nmine==0.1 @ file:///home/me/mine\n")
    found["environment"]["packages"] = key
    path.write_text(json.dumps(found))
    answer = browser.ask(f"/api/experiments/{furu_id(train)}/attempts/1/packages")
    items = msgspec.json.decode(answer.body, type=PackageList).items
    assert [(item.name, item.version) for item in items] == [("numpy", "2.0"), ("mine", "0.1 @ file:///home/me/mine")]


def test_what_is_usual_is_told_from_the_successes_of_the_class(browser: Browser, train: Train) -> None:
    answer = browser.ask(f"/api/experiments/{furu_id(train)}/usual")
    usual = msgspec.json.decode(answer.body, type=Usual)
    assert usual.count == 1
    assert usual.median is not None
    assert usual.low == usual.median == usual.high
    assert browser.ask(f"/api/experiments/{furu_id(train)}/attempts/7/patch").status == 404
    assert browser.ask("/api/experiments/nobody/usual").status == 404
