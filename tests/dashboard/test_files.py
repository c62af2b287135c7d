"""What the server shows of an experiment's files, and what it never shows."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import httpx

from furu.dashboard.files import preview, send
from tests.dashboard.file_client import PNG, Files
from tests.dashboard.server import Server
from tests.index.samples import furu_id
from tests.nodes import Train


def test_a_folder_lists_its_folders_first_with_sizes_and_in_pages(files: Files) -> None:
    listed = files.json()
    assert [(item["name"], item["kind"], item["bytes"]) for item in listed["items"]] == [
        (".furu", "folder", None),
        ("plots", "folder", None),
        ("notes.txt", "file", 12),
        ("run.py", "file", 12),
    ]
    assert listed["total"] == 4
    page = files.json(offset=1, limit=2)
    assert [item["name"] for item in page["items"]] == ["plots", "notes.txt"]
    inner = files.json(path="plots")
    assert [item["name"] for item in inner["items"]] == ["deep", "loss.png"]
    assert inner["items"][1]["preview"] == "image"


def test_of_furus_own_files_records_and_logs_are_shown_and_claims_are_not(files: Files, folder: Path) -> None:
    (folder / ".furu" / "claim-0123").write_text("secret")
    (folder / ".furu" / ".tmp-1-config.json").write_text("half")
    shown = [item["name"] for item in files.json(path=".furu")["items"]]
    assert "config.json" in shown
    assert "success" in shown
    assert "attempt-0001.json" in shown
    assert "claim-0123" not in shown
    assert ".tmp-1-config.json" not in shown
    assert files.ask("/preview", path=".furu/claim-0123").status_code == 404
    assert files.ask("/raw", path=".furu/.tmp-1-config.json").status_code == 404
    assert files.json("/preview", path=".furu/config.json")["has_value"]


HOSTILE = (
    "..",
    "../",
    "../../secret",
    "plots/../../x",
    "plots/..",
    "./notes.txt",
    "plots//loss.png",
    "/etc/passwd",
    "//etc/passwd",
    "notes.txt/",
    "notes.txt\0",
    "\0",
    "plots\\loss.png",
    "..\\..\\secret",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%252e%252e%252fetc%252fpasswd",
    "..;/etc/passwd",
    "..%00/",
    "．．/etc/passwd",
    "file:///etc/passwd",
    "~/.ssh/id_rsa",
    "x" * 5000,
    "a/" * 3000,
    "nothing.txt",
)


def test_what_is_missing_and_what_is_outside_are_one_answer(served: Files) -> None:
    for what in ("", "/preview", "/raw", "/image", "/page", "/table"):
        for path in HOSTILE:
            answer = served.ask(what, path=path)
            if len(path) > 4096:  # too long to be a path at all
                assert answer.status_code == 422
            else:
                assert (answer.status_code, answer.json()["code"]) == (404, "file-unknown"), path


def test_a_path_that_no_browser_would_send_is_unknown_too(served: Files) -> None:
    for raw in ("..%2f..%2f", "%2e%2e%2f", "..%5c..%5c", "%c0%ae%c0%ae/", "..%00/", "%ff%fe"):
        answer = served.client.get(f"{served.address}/raw?path={raw}etc/passwd")
        assert answer.status_code == 404, raw


def test_links_lead_inside_the_folder_and_never_outside(served: Files, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key.txt").write_text("secret")
    (folder / "inside.txt").symlink_to("notes.txt")
    (folder / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "outside").symlink_to(tmp_path / "secrets")
    (folder / "up").symlink_to("..")
    (folder / "round").symlink_to("round")
    (folder / "claimed").symlink_to(".furu/claim-0123")
    (folder / ".furu" / "claim-0123").write_text("secret")
    kinds = {item["name"]: (item["kind"], item["link"]) for item in served.json()["items"]}
    assert kinds["inside.txt"] == ("file", True)
    assert {name for name, (kind, _) in kinds.items() if kind == "other"} == {
        "outside.txt",
        "outside",
        "up",
        "round",
        "claimed",
    }
    assert served.ask("/raw", path="inside.txt").text == "hello\nworld\n"
    for path in ("outside.txt", "outside", "outside/key.txt", "up", "up/x", "round", "claimed"):
        for what in ("", "/raw", "/preview"):
            assert served.ask(what, path=path).status_code == 404


def test_what_is_no_plain_file_is_not_waited_for(files: Files, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    bound = socket.socket(socket.AF_UNIX)
    os.chdir(folder)
    bound.bind("socket")
    kinds = {item["name"]: item["kind"] for item in files.json()["items"]}
    assert kinds["pipe"] == kinds["socket"] == "other"
    assert files.ask("/raw", path="pipe").status_code == 404
    assert files.ask("/preview", path="socket").status_code == 404
    bound.close()


def test_names_that_no_text_can_hold_are_listed_and_not_opened(files: Files, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/bad-\xff.txt"))).write_text("x")
    (folder / "back\\slash.txt").write_text("x")
    (folder / "<img src=x onerror=alert(1)>.txt").write_text("x")
    kinds = {item["name"]: item["kind"] for item in files.json()["items"]}
    assert kinds["bad-\\xff.txt"] == "other"
    assert kinds["back\\slash.txt"] == "other"
    assert files.ask("/raw", path="<img src=x onerror=alert(1)>.txt").status_code == 200


def test_text_is_shown_with_its_language_and_a_long_one_in_part(files: Files, folder: Path) -> None:
    shown = files.json("/preview", path="run.py")
    assert (shown["kind"], shown["language"], shown["text"]) == ("text", "python", "print('hi')\n")
    lines = "".join(f"line {number}\n" for number in range(200_000))
    (folder / "long.log").write_text(lines)
    start = files.json("/preview", path="long.log")
    assert start["truncated"]
    assert start["text"].startswith("line 0\n")
    assert start["text"].endswith("\n")
    assert len(start["text"]) <= preview.TEXT_BYTES
    assert "first 512 KB" in start["note"]
    end = files.json("/preview", path="long.log", part="end")
    assert end["text"].endswith("line 199999\n")
    assert lines[end["start"] :] == end["text"]


def test_bytes_are_not_shown_whatever_their_name_says(files: Files, folder: Path) -> None:
    (folder / "fake.txt").write_bytes(b"\0\1\2")
    (folder / "fake.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    (folder / "latin.txt").write_bytes("Größe".encode("latin-1"))
    for name in ("fake.txt", "fake.png", "latin.txt"):
        assert files.json("/preview", path=name)["kind"] == "none"
    assert files.ask("/image", path="fake.png").status_code == 404


def test_json_is_a_value_unless_it_is_large_or_deep_or_none(files: Files, folder: Path) -> None:
    (folder / "good.json").write_text('{"a": [1, NaN, null], "b": {"c": "é"}}')
    (folder / "bad.json").write_text("{'a': 1}")
    (folder / "deep.json").write_text("[" * 300 + "]" * 300)
    (folder / "bomb.json").write_text("[" * 100_000)
    (folder / "large.json").write_text(json.dumps(["x" * 1000] * 5000))
    assert files.json("/preview", path="good.json")["value"] == {"a": [1, "NaN", None], "b": {"c": "é"}}
    for name, said in {
        "bad.json": "no JSON",
        "deep.json": "200 levels",
        "bomb.json": "levels",
        "large.json": "4 MB",
    }.items():
        shown = files.json("/preview", path=name)
        assert not shown["has_value"]
        assert said in shown["note"]
        assert shown["text"]


def test_a_download_is_an_attachment_that_nothing_runs(files: Files, folder: Path) -> None:
    (folder / 'odd "name"\r\nset-cookie: x=1.svg').write_text("<svg/>")
    answer = files.ask("/raw", path='odd "name"\r\nset-cookie: x=1.svg')
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''odd%20%22name%22%0D%0A")
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == send.NOTHING_MAY_RUN
    assert "sandbox" in send.NOTHING_MAY_RUN


RANGES = (
    ("bytes=0-4", 206, "hello", "bytes 0-4/12"),
    ("bytes=6-", 206, "world\n", "bytes 6-11/12"),
    ("bytes=-6", 206, "world\n", "bytes 6-11/12"),
    ("bytes=6-999999999999999999", 206, "world\n", "bytes 6-11/12"),
    ("bytes=-999999999999999999", 206, "hello\nworld\n", "bytes 0-11/12"),
    ("bytes=12-", 416, "", "bytes */12"),
    ("bytes=-0", 416, "", "bytes */12"),
    ("bytes=0-0,2-3,5-6", 200, "hello\nworld\n", None),
    ("bytes=" + ",".join(["0-"] * 1000), 200, "hello\nworld\n", None),
    ("bytes=4-2", 200, "hello\nworld\n", None),
    ("bytes=-", 200, "hello\nworld\n", None),
    ("bytes=99999999999999999999999999-", 200, "hello\nworld\n", None),
    ("lines=1-2", 200, "hello\nworld\n", None),
)


def test_one_range_is_answered_and_any_abuse_of_ranges_is_not(served: Files) -> None:
    for asked, status, text, said in RANGES:
        answer = served.ask("/raw", {"range": asked}, path="notes.txt")
        assert (answer.status_code, answer.text, answer.headers.get("content-range")) == (status, text, said), asked


def test_a_download_goes_on_only_where_the_file_is_the_same(files: Files, folder: Path) -> None:
    tag = files.ask("/raw", path="notes.txt").headers["etag"]
    assert files.ask("/raw", {"range": "bytes=6-", "if-range": tag}, path="notes.txt").status_code == 206
    (folder / "notes.txt").write_text("another text")
    assert files.ask("/raw", {"range": "bytes=6-", "if-range": tag}, path="notes.txt").text == "another text"


def test_only_raster_images_are_shown_in_the_page(files: Files, folder: Path) -> None:
    for name, head, media in (
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.gif", b"GIF89a", "image/gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ):
        (folder / name).write_bytes(head + b"\0" * 20)
        answer = files.ask("/image", path=name)
        assert answer.headers["content-type"] == media
        assert "sandbox" in answer.headers["content-security-policy"]
    for name in ("drawing.svg", "paper.pdf", "page.html", "data.xml"):
        (folder / name).write_text("<svg/>")
        assert files.ask("/image", path=name).status_code == 404
    assert files.json("/preview", path="drawing.svg")["kind"] == "none"
    assert files.json("/preview", path="paper.pdf")["kind"] == "none"


def test_a_page_gets_an_origin_of_its_own_and_reaches_nothing(served: Files, folder: Path) -> None:
    (folder / "report.html").write_text("<script>1</script>")
    answer = served.ask("/page", path="report.html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;")
    assert "allow-same-origin" not in policy
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (folder / "drawing.svg").write_text("<svg/>")
    (folder / "strict.xhtml").write_text("<html/>")
    assert served.ask("/page", path="drawing.svg").status_code == 404
    assert served.ask("/page", path="strict.xhtml").status_code == 404


def test_a_request_that_such_a_page_makes_is_refused(served: Files) -> None:
    for headers in ({"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert served.ask("/raw", headers, path="notes.txt").status_code == 403


def test_without_the_session_there_are_no_files(folder: Path, server: Server, train: Train) -> None:
    for what in ("", "/preview", "/raw", "/image", "/page", "/table"):
        answer = httpx.get(
            f"{server.origin}/api/experiments/{furu_id(train)}/files{what}", params={"path": "notes.txt"}
        )
        assert answer.status_code == 401
