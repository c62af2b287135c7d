"""The application on artifacts that the real library made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from furu import settings
from furu.dashboard.app import create_app
from furu.dashboard.session import Session
from furu.index.index import Index
from tests.dashboard.file_client import PNG, Files, InProcess
from tests.dashboard.server import PORT, Browser, Server
from tests.index.samples import Fails, furu_id
from tests.nodes import Train, pipeline


@pytest.fixture
def train(tmp_path: Path) -> Train:
    """Three artifacts on top of each other, and one that failed."""
    train = pipeline()
    train.get()
    with pytest.raises(ValueError, match="no 3"):
        Fails(mend=tmp_path / "never", value=3).get()
    return train


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as the web app's build leaves it, with a secret beside it."""
    folder = tmp_path / "built" / "app"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text('<!doctype html><style nonce="__CSP_NONCE__"></style><div id="root"></div>')
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-abc123.js").write_text("export {}")
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "assets" / "leak.txt").symlink_to(folder.parent / "secret.txt")
    return folder


@pytest.fixture
def index(train: Train) -> Iterator[Index]:
    """The filled index."""
    found = Index(settings.root())
    found.refresh()
    yield found
    found.close()


@pytest.fixture
def stranger(index: Index, built: Path) -> Browser:
    """A browser that was not admitted."""
    session = Session(PORT)
    app = create_app(index, session, version="1.2.3", built_app=built, origins=("http://localhost:5173",))
    return Browser(app, session)


@pytest.fixture
def browser(stranger: Browser) -> Browser:
    """A browser that was admitted."""
    return stranger.admit()


@pytest.fixture
def server(train: Train) -> Iterator[Server]:
    """The real server, in a process of its own."""
    found = Server()
    yield found
    found.stop()


@pytest.fixture
def folder(train: Train) -> Path:
    """The experiment's own folder, with some files in it."""
    found = train.furu_dir
    (found / "notes.txt").write_text("hello\nworld\n")
    (found / "plots" / "deep").mkdir(parents=True)
    (found / "plots" / "loss.png").write_bytes(PNG)
    (found / "run.py").write_text("print('hi')\n")
    return found


@pytest.fixture
def files(folder: Path, browser: Browser, train: Train) -> Files:
    """Asked of the true application in this process."""
    return Files(InProcess(browser), furu_id(train))


@pytest.fixture
def served(folder: Path, server: Server, train: Train) -> Iterator[Files]:
    """Asked of the real server, over a real socket."""
    with server.browser() as client:
        yield Files(client, furu_id(train))
