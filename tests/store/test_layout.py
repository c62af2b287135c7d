"""Every name on disk follows from the identity, and names are read back as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu.store import layout
from furu.store.layout import Artifact
from tests.store.samples import DIGEST

ARTIFACT = Artifact("/root", "pkg.mod.Outer.Model", DIGEST)
META = f"/root/data/pkg/mod/Outer/Model/{DIGEST}/.furu"

PATHS = [
    (ARTIFACT.id, f"pkg.mod.Outer.Model@{DIGEST}"),
    (ARTIFACT.directory, f"/root/data/pkg/mod/Outer/Model/{DIGEST}"),
    (ARTIFACT.meta, META),
    (ARTIFACT.config, f"{META}/config.json"),
    (ARTIFACT.success, f"{META}/success"),
    (ARTIFACT.labels, f"{META}/labels.json"),
    (ARTIFACT.ticket, f"{META}/ticket.json"),
    (ARTIFACT.attempt(1), f"{META}/attempt-0001.json"),
    (ARTIFACT.attempt(12345), f"{META}/attempt-12345.json"),
    (ARTIFACT.claim("ab"), f"{META}/claim-ab"),
    (ARTIFACT.result("ab"), f"{META}/result-ab"),
    (ARTIFACT.logs(2), f"{META}/logs/0002"),
    (ARTIFACT.previous(2), f"{META}/previous-0002"),
    (ARTIFACT.schema("ff"), "/root/data/pkg/mod/Outer/Model/.schemas/ff.json"),
    (str(layout.raw_directory("/root", "pkg.mod.Model")), "/root/raw/pkg/mod/Model"),
    (layout.object_path("/root", "nodes", "abcd"), "/root/objects/nodes/ab/abcd"),
    (layout.journal_file("/root", "2024-02-29", "box"), "/root/journal/2024-02-29.box"),
]


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_a_name_follows_from_the_identity(path: str, expected: str) -> None:
    assert path == expected


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        ([], []),
        (["attempt-0002.json", "attempt-0001.json"], [1, 2]),
        (["attempt-9999.json", "attempt-10000.json"], [9999, 10000]),
        (["attempt-1.json", ".tmp-ab-attempt-0001.json", "attempt-0001.json~", "success", "attempt-000x.json"], []),
    ],
)
def test_attempts_are_found_among_other_names(names: list[str], numbers: list[int]) -> None:
    assert layout.attempt_numbers(names) == numbers


@pytest.mark.parametrize(
    ("name", "expected"),
    [(DIGEST, True), (DIGEST[:-1], False), (DIGEST + "0", False), (DIGEST.upper(), False), ("g" * 32, False)],
)
def test_a_digest_is_told_from_other_folders(name: str, *, expected: bool) -> None:
    assert layout.is_digest(name) is expected


@pytest.mark.parametrize("namespace", ["a", "pkg.mod.Model", "deep.er.pkg.mod.Outer.Inner"])
def test_a_class_folder_is_read_back_as_its_namespace(namespace: str) -> None:
    assert layout.namespace_of_directory("/root", layout.class_directory("/root", namespace)) == namespace


def test_names_are_arithmetic_and_touch_nothing(tmp_path: Path) -> None:
    assert layout.raw_directory(str(tmp_path), "a.B").parts[-3:] == ("raw", "a", "B")
    assert list(tmp_path.iterdir()) == []
