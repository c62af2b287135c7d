"""The application on artifacts that the real library made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from furu import settings
from furu.dashboard.app import create_app
from furu.dashboard.session import Session
from furu.index.index import Index
from tests.dashboard.server import PORT, Browser, Server
from tests.index.samples import Fails
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
