"""``python -m furu.dashboard.openapi``: print the API's description, from which the web client is generated."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from furu.dashboard.app import create_app, openapi
from furu.dashboard.session import Session
from furu.index.index import Index


def document() -> str:
    """The description as stable text."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "data"), cache=Path(folder, "cache"))
        try:
            described = openapi(create_app(index, Session(0), version="0"))
        finally:
            index.close()
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
