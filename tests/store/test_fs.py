"""Every write to a store is all or nothing, exclusive where it must be, and says what happened."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from furu.store import fs
from tests.contract.processes import finish, start


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(os.listdir(folder))


def test_folders_are_made_with_their_parents_and_may_exist(tmp_path: Path) -> None:
    for _ in range(2):
        fs.make_directories(str(tmp_path / "a" / "b" / "c"))
    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_a_write_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "record"
    for data in (b"first", b"second"):
        fs.write(str(path), data)
        assert path.read_bytes() == data
    assert names(tmp_path) == ["record"]


def test_a_reader_sees_the_old_or_the_new_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "record"
    fs.write(str(path), b"old")
    with path.open("rb") as reader:
        fs.write(str(path), b"new and longer")
        assert reader.read() == b"old"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    with pytest.raises(OSError, match="directory"):
        fs.write(str(tmp_path / "record"), b"x")
    assert names(tmp_path) == ["record"]


def test_creating_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "claim")
    fs.create(path, b"mine")
    with pytest.raises(FileExistsError):
        fs.create(path, b"yours")
    assert fs.read(path) == b"mine"


ABSENT: list[tuple[str, Callable[[str], object], object]] = [
    ("read", fs.read, None),
    ("inode", fs.inode, None),
    ("remove", fs.remove, False),
    ("touch", fs.touch, False),
    ("modified", fs.modified, None),
    ("names", fs.names, []),
    ("clock_of", fs.clock_of, None),
    ("publish", lambda path: fs.publish(path, b"x", f"{path}-target"), False),
    ("rename", lambda path: fs.rename(path, f"{path}-target"), False),
    ("remove_tree", fs.remove_tree, None),
    ("remove_quietly", fs.remove_quietly, None),
]


@pytest.mark.parametrize(("call", "expected"), [row[1:] for row in ABSENT], ids=[row[0] for row in ABSENT])
def test_what_is_gone_is_an_answer_and_no_error(
    call: Callable[[str], object], expected: object, tmp_path: Path
) -> None:
    assert call(str(tmp_path / "gone")) == expected
    assert names(tmp_path) == []


def test_publishing_fills_the_file_that_is_there_and_renames_it_over_what_was_there(tmp_path: Path) -> None:
    claim, success = tmp_path / "claim", tmp_path / "success"
    claim.write_bytes(b"a long first content")
    success.write_bytes(b"old")
    before = fs.inode(str(claim))
    assert fs.publish(str(claim), b"short", str(success))
    assert names(tmp_path) == ["success"]
    assert (success.read_bytes(), fs.inode(str(success))) == (b"short", before)


def test_a_rename_that_was_sent_twice_counts_as_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network file system may carry a rename out, lose the answer, send it again and report that it is gone."""
    rename = os.rename

    def twice(source: str, target: str) -> None:
        rename(source, target)
        raise FileNotFoundError(errno.ENOENT, "gone", source)

    (tmp_path / "claim").write_bytes(b"")
    monkeypatch.setattr(os, "rename", twice)
    assert fs.publish(str(tmp_path / "claim"), b"x", str(tmp_path / "success"))


def test_a_claim_that_goes_away_while_it_is_filled_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever superseded this process unlinked its claim; the winner's marker is not taken for its own."""
    write = os.write

    def superseded(descriptor: int, data: bytes) -> int:
        (tmp_path / "claim").unlink()
        (tmp_path / "success").touch()
        return write(descriptor, data)

    (tmp_path / "claim").write_bytes(b"")
    monkeypatch.setattr(os, "write", superseded)
    assert not fs.publish(str(tmp_path / "claim"), b"x", str(tmp_path / "success"))
    assert (tmp_path / "success").read_bytes() == b""


def test_a_file_that_another_machine_replaced_meanwhile_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, stale = os.read, [True]

    def replaced(descriptor: int, size: int) -> bytes:
        if stale:
            stale.pop()
            raise OSError(errno.ESTALE, "Stale file handle")
        return read(descriptor, size)

    (tmp_path / "success").write_bytes(b"new")
    monkeypatch.setattr(os, "read", replaced)
    assert fs.read(str(tmp_path / "success")) == b"new"
    stale += [True, True]
    with pytest.raises(OSError, match="Stale file handle"):
        fs.read(str(tmp_path / "success"))


def test_folders_are_made_with_the_rights_that_are_asked_for(tmp_path: Path) -> None:
    fs.make_directories(str(tmp_path / "private" / "below"), mode=0o700)
    assert [oct((tmp_path / name).stat().st_mode)[-3:] for name in ("private", "private/below")] == ["700", "700"]


def test_asking_for_what_is_no_file_leaves_no_descriptor_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(8):
        with pytest.raises(IsADirectoryError):
            fs.read(str(tmp_path))
        fs.modified(str(tmp_path))
    assert len(os.listdir("/proc/self/fd")) == before


def test_only_one_can_link_a_name(tmp_path: Path) -> None:
    path = str(tmp_path / "attempt")
    assert fs.link_new(path, b"first")
    assert not fs.link_new(path, b"second")
    assert fs.read(path) == b"first"
    assert names(tmp_path) == ["attempt"]


def test_a_link_whose_answer_was_lost_is_won_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def lossy(source: str, target: str) -> None:
        link(source, target)
        raise FileExistsError(errno.EEXIST, "sent twice", target)

    monkeypatch.setattr(os, "link", lossy)
    assert fs.link_new(str(tmp_path / "attempt"), b"x")
    assert names(tmp_path) == ["attempt"]


def test_a_link_that_is_impossible_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: str, target: str) -> None:
        raise PermissionError(errno.EPERM, "no links here", target)

    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(PermissionError):
        fs.link_new(str(tmp_path / "attempt"), b"x")
    assert names(tmp_path) == []


LINK = """
import sys
from furu.store import fs
sys.stdin.readline()
print(sum(fs.link_new(f"{sys.argv[1]}/name-{number}", b"x") for number in range(100)))
"""


def test_of_several_processes_one_gets_each_name(tmp_path: Path) -> None:
    processes = [start(LINK.replace("sys.argv[1]", repr(str(tmp_path)))) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert sum(int(finish(process)) for process in processes) == 100
    assert len(names(tmp_path)) == 100


APPEND = """
from furu.store import fs
for number in range(200): fs.append({path!r}, (f"{letter}" * 500 + "\\n").encode())
"""


def test_lines_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "new" / "journal"
    processes = [start(APPEND.replace("{path!r}", repr(str(path))).replace("{letter}", letter)) for letter in "ab"]
    for process in processes:
        finish(process)
    lines = path.read_text().splitlines()
    assert len(lines) == 400
    assert {*lines} == {"a" * 500, "b" * 500}


def test_contents_are_moved_but_for_what_is_kept(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "a" / "target"
    for name in ("keep", "x", ".hidden"):
        (source / name).mkdir(parents=True)
    fs.move_contents(str(source), str(target), keep=frozenset({"keep"}))
    assert (names(source), names(target)) == (["keep"], [".hidden", "x"])


def test_moving_nothing_makes_no_folder(tmp_path: Path) -> None:
    fs.move_contents(str(tmp_path / "gone"), str(tmp_path / "target"), keep=frozenset())
    assert names(tmp_path) == []


def test_the_time_of_a_folder_is_that_of_a_file_made_there(tmp_path: Path) -> None:
    now = fs.clock_of(str(tmp_path))
    fs.create(str(tmp_path / "x"))
    later = fs.modified(str(tmp_path / "x"))
    assert now is not None
    assert later is not None
    assert now <= later < now + 60
    assert names(tmp_path) == ["x"]


def test_touching_moves_the_time_forward(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch()
    os.utime(path, (0, 0))
    assert fs.touch(str(path))
    assert (fs.modified(str(path)) or 0) > 1_000_000_000


@pytest.mark.parametrize(
    ("path", "expected"), [("a/b", "a/b"), ("a/../b", "b"), (".", "."), ("..", None), ("../x", None), ("door/x", None)]
)
def test_a_path_that_leads_outside_is_found_through_links_too(path: str, expected: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (folder / "door").symlink_to(tmp_path / "outside")
    assert fs.inside(str(folder), folder / path) == expected


def test_tokens_are_never_the_same() -> None:
    assert len({fs.token() for _ in range(1000)}) == 1000


def test_settling_passes_over_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_DURABILITY", "power")
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    fs.settle_tree(str(tmp_path))


def test_a_folder_that_can_never_be_made_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path / "link" / "a" / "b", ""):
        with pytest.raises(FileNotFoundError):
            fs.make_directories(str(path))
