"""Where the files of a result are: for the codecs that save them, and for those that load them."""

from __future__ import annotations

from pathlib import Path

from furu.store import fs
from furu.store.layout import Artifact


class ResultFolder:
    """The files of one attempt's result; the folder is made when the first file is."""

    def __init__(self, artifact: Artifact, name: str) -> None:
        self._artifact = artifact
        self.name = name
        self.count = 0

    @property
    def artifact(self) -> Path:
        """The artifact's own directory."""
        return Path(self._artifact.directory)

    def new(self, suffix: str) -> Path:
        """A fresh file name in the folder."""
        folder = f"{self._artifact.meta}/{self.name}"
        if self.count == 0:
            fs.make_directories(folder)
        self.count += 1
        return Path(folder, f"{self.count - 1}{suffix}")

    def existing(self, name: str) -> Path:
        """A file the manifest names; only plain names are followed."""
        return Path(self._artifact.meta, self.name, Path(name).name)

    def relative(self, path: Path) -> str | None:
        """The path relative to the artifact, or None when it leads outside."""
        return fs.inside(self._artifact.directory, path)
