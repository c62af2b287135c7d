"""What is never copied into a store: one table of names that hold secrets, and credentials inside texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import chain

SECRET_FILES = (
    ".env",
    ".env.*",
    "*.env",
    ".envrc",
    ".flaskenv",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.ovpn",
    "*.asc",
    "*.gpg",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    ".netrc",
    "_netrc",
    ".pgpass",
    ".pypirc",
    ".npmrc",
    ".yarnrc*",
    ".git-credentials",
    ".htpasswd",
    ".boto",
    ".s3cfg",
    ".vault-token",
    "credentials",
    "*credentials*.json",
    "*credentials*.y*ml",
    "*credentials*.ini",
    "*credentials*.toml",
    "*credentials*.txt",
    "*secret*.json",
    "*secret*.y*ml",
    "*secret*.ini",
    "*secret*.toml",
    "*secret*.txt",
    "*service*account*.json",
    "*password*.txt",
    "passwords.*",
    "*.tfstate*",
    "*.tfvars",
    "token",
    "token.txt",
    "*.token",
    "*api?key*",
    "*apikey*",
)
"""Names of files that hold secrets, whatever their folder and case."""

SECRET_FOLDERS = (".ssh", ".aws", ".azure", ".gcloud", ".gnupg", ".kube", ".docker", "secrets")
"""Folders whose files hold secrets."""

SECRET_WORDS = frozenset({"password", "passwd", "passphrase", "secret", "token", "credential", "credentials", "apikey"})
"""Last words of options that are given a secret: ``--hub-token``, not ``--tokenizer`` nor ``--max-tokens``."""

SECRET_KEYS = frozenset({"api", "access", "auth", "private", "secret"})
"""What stands before ``key`` in such an option: ``--api-key``, not ``--sort-key``."""

STARS = "***"

_PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY")
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s'\"]*@")
_GIVEN = re.compile(r"(-{0,2}[A-Za-z][\w.-]*)=.*", re.DOTALL)


def is_secret(path: str) -> bool:
    """Whether the name of a file, or of a folder it is in, says that it holds a secret."""
    *folders, name = path.lower().split("/")
    return any(fnmatchcase(name, pattern) for pattern in SECRET_FILES) or not set(SECRET_FOLDERS).isdisjoint(folders)


def holds_key(data: bytes) -> bool:
    """Whether a content is a private key, whatever its file is called."""
    return _PRIVATE_KEY.search(data) is not None


def pathspecs() -> list[str]:
    """The table in git's words: what a command that gets these leaves out (see gitglossary(7), pathspec)."""
    patterns = chain(SECRET_FILES, (f"{folder}/**" for folder in SECRET_FOLDERS))
    return [f":(top,exclude,icase,glob)**/{pattern}" for pattern in patterns]


def without_credentials(text: str) -> str:
    """A text without the user names, passwords and tokens of the addresses in it."""
    return _IN_ADDRESS.sub("", text)


def shown(command: Sequence[str]) -> tuple[str, ...]:
    """A command line with stars where an option or an assignment is given a secret."""
    result: list[str] = []
    expected = False
    for word in command:
        given = _GIVEN.fullmatch(word)
        if expected and not word.startswith("-"):
            result.append(STARS)
        elif given is not None and _takes_secret(given[1]):
            result.append(f"{given[1]}={STARS}")
        else:
            result.append(without_credentials(word))
        expected = word.startswith("--") and _takes_secret(word)
    return tuple(result)


def _takes_secret(option: str) -> bool:
    *before, last = re.split(r"[-_.]", option.lower())
    return last in SECRET_WORDS or (last == "key" and bool(before) and before[-1] in SECRET_KEYS)
