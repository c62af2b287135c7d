"""An experiment that leaves every kind of file behind, some of which would do harm where they can."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

import furu

PAGE = """<!doctype html><title>page</title><p id="said">the script has not run</p><script>
const said = document.getElementById("said");
const tried = [];
const attempt = (what, act) => Promise.resolve().then(act).then(() => tried.push(what + " worked"), () => {});
Promise.all([
  attempt("fetch", () => fetch("/api/meta", { credentials: "include" })),
  attempt("cookie", () => { if (document.cookie === "") throw new Error(); }),
  attempt("parent", () => { if (parent === window) throw new Error(); return parent.document.title; }),
  attempt("storage", () => localStorage.length),
]).then(() => { said.textContent = "the script ran; " + (tried.join(", ") || "nothing worked"); });
</script>"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
<script>document.title="taken over"</script></svg>"""


@dataclass(frozen=True)
class Epoch:
    """One row of a history."""

    epoch: int
    loss: float


class Artefacts(furu.Furu[dict[str, object]]):
    """Leaves files behind, and returns a small table."""

    rows: int = 500

    def _create(self) -> dict[str, object]:
        leave_files(self.furu_dir, self.rows)
        return {"history": [Epoch(epoch, 1 / (epoch + 1)) for epoch in range(5)], "best": 0.2}


def leave_files(folder: Path, rows: int) -> None:
    """Writes one file of every kind."""
    (folder / "notes.md").write_text("# Notes\n\nSome *text*.\n")
    (folder / "train.py").write_text('def train(lr: float = 0.1) -> str:\n    return f"lr {lr}"  # the rate\n')
    (folder / "page.html").write_text(PAGE)
    (folder / "drawing.svg").write_text(DRAWING)
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4\n\0")
    (folder / "settings.json").write_text(json.dumps({"optimizer": {"name": "adam", "betas": [0.9, 0.99]}}))
    (folder / "<b>odd & name.txt").write_text("plain")
    table = pl.DataFrame(
        {"step": range(rows), "loss": [1 / (n + 1) for n in range(rows)], "split": ["train", "test"] * (rows // 2)}
    )
    table.write_csv(folder / "history.csv")
    table.write_parquet(folder / "history.parquet")
    (folder / "events.jsonl").write_text("".join(json.dumps({"step": n, "event": "saved"}) + "\n" for n in range(20)))
    (folder / "arrays").mkdir()
    np.save(folder / "arrays" / "weights.npy", np.arange(12, dtype=np.float32).reshape(3, 4))
    np.savez(folder / "arrays" / "both.npz", first=np.arange(3), second=np.eye(2))
    (folder / "plot.png").write_bytes(picture(240, 120))
    (folder / "elsewhere").symlink_to("/etc")


def picture(width: int, height: int) -> bytes:
    """Returns a PNG with a gradient."""
    rows = b"".join(b"\0" + bytes(255 * x // width for x in range(width)) for _ in range(height))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
