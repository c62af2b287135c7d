"""Logs over the wire: real files of real artifacts, a real server, and what somebody hostile leaves in a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

import furu
from furu.dashboard.app import openapi
from furu.dashboard.wire import LogList, LogPlace
from furu.store.log_pages import PIECE, LogPage
from furu.store.log_search import LogMatches
from tests.contract.processes import finish, start, wait_until
from tests.dashboard.server import Browser, Server
from tests.dashboard.talkers import FOLLOWED, Follows, Talks
from tests.dashboard.test_routes import LOG, misfits, success_schema
from tests.index.samples import furu_id, meta


@pytest.fixture
def talks(train: object, tmp_path: Path) -> Talks:
    """Two attempts with logs, before the index is filled."""
    node = Talks(mend=tmp_path / "mend")
    with pytest.raises(ValueError, match="nothing there"):
        node.get()
    node.mend.touch()
    node.get()
    return node


def logs(node: furu.Furu[Any], attempt: int = 1) -> Path:
    """The folder of the logs of an attempt."""
    return meta(node) / "logs" / f"{attempt:04d}"


def address(node: furu.Furu[Any], rest: str = "") -> str:
    return f"/api/experiments/{furu_id(node)}/logs{rest}"


@pytest.fixture
def asked(talks: Talks, server: Server) -> Any:
    """The real server's answers about the logs of the sample, which its index knows."""
    with server.browser() as client:
        wait_until(lambda: client.get(address(talks)).status_code == 200, "the index knows the artifact")
        yield client


def test_each_attempt_has_its_logs_and_the_newest_stands_first(asked: httpx.Client, talks: Talks) -> None:
    items = asked.get(address(talks)).json()["items"]
    assert [(item["place"], item["attempt"], item["stream"]) for item in items] == [
        ("2", 2, "stdout"),
        ("2", 2, "furu"),
        ("1", 1, "stdout"),
        ("1", 1, "furu"),
    ]
    assert items[0]["size"] == (logs(talks, 2) / "stdout").stat().st_size
    page = asked.get(address(talks, "/2/stdout")).json()
    assert [line["text"] for line in page["lines"]] == ["first hello", "second line"]
    assert page["next"] == page["size"]


def test_a_log_without_lines_and_one_that_is_not_there(asked: httpx.Client, talks: Talks) -> None:
    (logs(talks) / "stderr").touch()
    page = asked.get(address(talks, "/1/stderr")).json()
    assert page == {"start": 0, "next": 0, "size": 0, "lines": []}
    for rest in ("/3/stdout", "/2/stderr", "/0/stdout", "/-1/stdout", "/job-5/slurm-out", "/../stdout", "/1x/stdout"):
        assert asked.get(address(talks, rest)).status_code == 404, rest
    for rest in ("/1/config.json", "/1/..%2f..%2fconfig.json", "/1/furu.log", "/1/stdout%00"):
        assert asked.get(address(talks, rest)).status_code in (404, 422), rest
    for query in ("offset=-1", "limit=10", f"limit={2**30}", "before=x"):
        assert asked.get(address(talks, f"/1/stdout?{query}")).status_code == 422, query


def test_links_pipes_and_folders_are_no_logs(asked: httpx.Client, talks: Talks, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password")
    folder = logs(talks)
    (folder / "stdout").unlink()
    (folder / "stdout").symlink_to(secret)
    os.mkfifo(folder / "stderr")
    (folder / "furu.log").unlink()
    (folder / "furu.log").mkdir()
    (meta(talks) / "logs" / "0003").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "stdout").write_text("password")
    job = meta(talks) / "submitit" / "77"
    job.parent.mkdir()
    job.symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "77_0_log.out").write_text("password")
    assert {item["place"] for item in asked.get(address(talks)).json()["items"]} == {"2"}
    for place, stream in (("1", "stdout"), ("1", "stderr"), ("1", "furu"), ("3", "stdout"), ("job-77", "slurm-out")):
        for rest in ("", "/search?q=a", "/moment?at=12:00", "/download"):
            answer = asked.get(address(talks, f"/{place}/{stream}{rest}"))
            assert answer.status_code == 404
            assert "password" not in answer.text


def test_the_logs_of_a_job_are_found_in_the_artifact_and_in_its_run(asked: httpx.Client, talks: Talks) -> None:
    own = meta(talks) / "submitit" / "41"
    own.mkdir(parents=True)
    (own / "41_0_log.out").write_text("alone\n")
    (own / "41_submitted.pkl").write_text("no log")
    (own / "41_0_log.err").write_text("oops\n")
    shared = talks.furu_dir.parents[len(furu_id(talks).partition("@")[0].split("."))].parent / "runs/r1/submitit/42_3"
    shared.mkdir(parents=True)
    (shared / "42_3_0_log.out").write_text("together\n")
    (own.parent / "42_3").symlink_to(os.path.relpath(shared, own.parent))
    items = asked.get(address(talks)).json()["items"]
    assert [(item["place"], item["job"], item["stream"]) for item in items if item["attempt"] is None] == [
        ("job-42_3", "42_3", "slurm-out"),
        ("job-41", "41", "slurm-out"),
        ("job-41", "41", "slurm-err"),
    ]
    for place, text in (("job-41", "alone"), ("job-42_3", "together")):
        lines = asked.get(address(talks, f"/{place}/slurm-out")).json()["lines"]
        assert [line["text"] for line in lines] == [text]


def test_a_hundred_megabytes_are_opened_at_their_end_and_walked_backwards(asked: httpx.Client, talks: Talks) -> None:
    path = logs(talks) / "stdout"
    line = b"x" * 99 + b"\n"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(line * 10_000)
        file.write("der letzte Satz: Größe\n".encode())
    began = time.perf_counter()
    page = asked.get(address(talks, "/1/stdout")).json()
    print(f"the tail of 100 MB took {time.perf_counter() - began:.3f} s")
    assert page["size"] == path.stat().st_size == page["next"]
    assert page["lines"][-1]["text"] == "der letzte Satz: Größe"
    assert len(page["lines"]) < 4000
    earlier = asked.get(address(talks, f"/1/stdout?before={page['start']}&limit=2000")).json()
    assert earlier["next"] == page["start"]
    assert [line["text"] for line in earlier["lines"]] == ["x" * 99] * 20
    began = time.perf_counter()
    found = asked.get(address(talks, "/1/stdout/search?q=GRÖSSE")).json()
    while found["next"] is not None and not found["items"]:
        found = asked.get(address(talks, f"/1/stdout/search?q=größe&offset={found['next']}")).json()
    print(f"the search through 100 MB took {time.perf_counter() - began:.3f} s")
    assert [item["text"] for item in found["items"]] in ([], ["der letzte Satz: Größe"])
    found = asked.get(address(talks, "/1/stdout/search?q=LETZTE")).json()
    while found["next"] is not None:
        found = asked.get(address(talks, f"/1/stdout/search?q=letzte&offset={found['next']}")).json()
    assert found["items"] == [{"offset": page["lines"][-1]["offset"], "text": "der letzte Satz: Größe"}]


def test_one_line_of_a_hundred_megabytes_comes_in_pieces(asked: httpx.Client, talks: Talks) -> None:
    path = logs(talks) / "stdout"
    with path.open("wb") as file:
        file.write("é".encode() * (50 << 20) + b"needle")
    answer = asked.get(address(talks, "/1/stdout"))
    assert len(answer.content) < 4 << 20
    page = answer.json()
    assert page["lines"][0]["continues"]
    assert "\ufffd" not in "".join(line["text"] for line in page["lines"])
    assert all(len(line["text"].encode()) <= PIECE for line in page["lines"])
    forward = asked.get(address(talks, "/1/stdout?offset=0&limit=4096")).json()
    assert (forward["start"], forward["next"]) == (0, 4096)
    found = asked.get(address(talks, "/1/stdout/search?q=needle&case=true")).json()
    (match,) = found["items"]
    assert "needle" in match["text"]
    assert path.stat().st_size - match["offset"] < PIECE


def test_escapes_and_bytes_that_are_no_text_arrive_as_text(asked: httpx.Client, talks: Talks) -> None:
    raw = b"\x1b]0;owned\x07\x1b[31mred\x1b[0m <script>alert(1)</script>\r\n\xff\xfe\x00\x9b2J\n50%\r100%\n"
    (logs(talks) / "stdout").write_bytes(raw)
    answer = asked.get(address(talks, "/1/stdout"))
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    texts = [line["text"] for line in answer.json()["lines"]]
    assert texts == [
        "\x1b]0;owned\x07\x1b[31mred\x1b[0m <script>alert(1)</script>",
        "\ufffd\ufffd\x00\ufffd2J",
        "50%\r100%",
    ]


def test_a_download_is_an_attachment_of_plain_text(asked: httpx.Client, talks: Talks) -> None:
    path = logs(talks) / "stdout"
    path.write_bytes(b"<script>alert(1)</script>\n" * 100_000)
    answer = asked.get(address(talks, "/1/stdout/download"))
    assert answer.content == path.read_bytes()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox"
    name = f"Talks-{talks.furu_hash[:8]}-1-stdout.txt"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_a_running_log_is_followed_by_its_bytes(server: Server, tmp_path: Path) -> None:
    node = Follows(folder=tmp_path)
    process = start(FOLLOWED.format(folder=str(tmp_path)))
    with server.browser() as client:
        wait_until(lambda: client.get(address(node, "/1/stdout")).status_code == 200, "the log can be read")
        texts: list[str] = []
        at = 0
        for number in range(3):
            while len(texts) <= number:
                page = client.get(address(node, f"/1/stdout?offset={at}")).json()
                texts += [line["text"] for line in page["lines"]]
                at = page["next"]
            (tmp_path / str(number)).touch()
        assert texts == ["step 0", "step 1", "step 2"]
    finish(process)


@pytest.mark.parametrize(
    ("rest", "shape", "path"),
    [
        ("", LogList, LOG.replace("/{place}/{stream}", "")),
        ("/1/stdout", LogPage, LOG),
        ("/1/stdout/search", LogMatches, f"{LOG}/search"),
        ("/1/furu/moment", LogPlace, f"{LOG}/moment"),
    ],
)
def test_an_answer_is_what_its_type_and_the_description_say(
    rest: str, shape: type[Any], path: str, talks: Talks, browser: Browser
) -> None:
    answer = browser.ask(address(talks, rest), query="at=12:00&q=first")
    assert answer.status == 200
    decoded = msgspec.json.decode(answer.body, type=shape)
    assert msgspec.json.encode(decoded) == answer.body
    document = openapi(browser.app)
    assert misfits(answer.json(), success_schema(document, path), document["components"]["schemas"]) == []


def test_nobody_reads_a_log_without_a_session(talks: Talks, stranger: Browser) -> None:
    for rest in ("", "/1/stdout", "/1/stdout/search", "/1/stdout/download"):
        assert stranger.ask(address(talks, rest)).status == 401
