"""The installed packages, read off the names of their metadata folders: no metadata is parsed."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator

from furu.provenance.withheld import without_credentials

_FOLDER = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+?)(?:-py[\d.]+)?\.(?:dist-info|egg-info)")
_SEPARATORS = re.compile(r"[-_.]+")


def installed() -> dict[str, str]:
    """Every package that can be imported, by its normalised name: its version, and where it came from if not an index.

    The first of two on ``sys.path`` counts, as it does for imports.
    """
    found: dict[str, str] = {}
    for entry in sys.path:
        for name, version in _in(entry or os.curdir):
            found.setdefault(name, version)
    return found


def listing(packages: dict[str, str]) -> bytes:
    """The packages as text, one ``name==version`` a line, sorted."""
    return "".join(f"{name}=={version}\n" for name, version in sorted(packages.items())).encode()


def _in(folder: str) -> Iterator[tuple[str, str]]:
    try:
        names = os.listdir(folder)
    except OSError:  # no folder (an archive), not there, or not readable
        return
    for name in names:
        if match := _FOLDER.fullmatch(name):
            yield _SEPARATORS.sub("-", match["name"]).lower(), match["version"] + _origin(f"{folder}/{name}")


def _origin(folder: str) -> str:
    """`` @ address`` for a package that was installed from a folder, an archive or a repository (PEP 610)."""
    try:
        with open(f"{folder}/direct_url.json", "rb") as file:
            origin = json.load(file)
        address = without_credentials(str(origin["url"]))
        commit = origin.get("vcs_info", {}).get("commit_id")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # not there, or not what PEP 610 says
        return ""
    return f" @ {address}@{commit}" if commit else f" @ {address}"
