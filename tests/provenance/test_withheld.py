"""Secrets are recognised by their names, in files, addresses and command lines."""

from __future__ import annotations

import pytest

from furu.provenance import withheld
from furu.provenance.withheld import holds_key, is_secret, shown, without_credentials

FILES = {
    ".env": True,
    "deep/.ENV": True,
    ".env.local": True,
    "prod.env": True,
    "environment.yml": False,
    "env.py": False,
    "server.pem": True,
    "id_rsa": True,
    "id_ed25519.pub": True,
    "credentials": True,
    "aws_credentials.json": True,
    "credentials.py": False,
    "secrets.py": False,
    "my_secrets.yaml": True,
    "secrets/anything.txt": True,
    ".aws/config": True,
    "config": False,
    "token.txt": True,
    "tokenizer.json": False,
    "tokens.py": False,
    "openai_api_key.txt": True,
    "keyboard.py": False,
    ".netrc": True,
    "train.py": False,
}


@pytest.mark.parametrize(("path", "expected"), FILES.items())
def test_files_are_judged_by_their_names(path: str, *, expected: bool) -> None:
    assert is_secret(path) is expected


def test_every_pattern_is_told_to_git() -> None:
    words = withheld.pathspecs()
    assert len(words) == len(withheld.SECRET_FILES) + len(withheld.SECRET_FOLDERS)
    assert ":(top,exclude,icase,glob)**/.env" in words
    assert ":(top,exclude,icase,glob)**/.ssh/**" in words


TEXTS = {
    "https://ada:pw@host/a": "https://host/a",
    "--index-url https://token@host/simple": "--index-url https://host/simple",
    '{ url = "git+ssh://git@host/a@v1" }': '{ url = "git+ssh://host/a@v1" }',
    "https://host/a@b": "https://host/a@b",
    "mail ada@example.org": "mail ada@example.org",
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_addresses_lose_their_credentials(text: str, expected: str) -> None:
    assert without_credentials(text) == expected


COMMANDS = [
    ("run --token abc --lr 1", "run --token *** --lr 1"),
    ("run --hub-token=abc x", "run --hub-token=*** x"),
    ("run --api-key abc", "run --api-key ***"),
    ("run --api_key=a=b", "run --api_key=***"),
    ("run db.password=abc", "run db.password=***"),
    ("run WANDB_API_KEY=abc", "run WANDB_API_KEY=***"),
    ("run --token --lr 1", "run --token --lr 1"),
    ("run --tokenizer bpe --max-tokens 5 --sort-key a", "run --tokenizer bpe --max-tokens 5 --sort-key a"),
    ("run https://ada:pw@host/a", "run https://host/a"),
    ("python -m train lr=0.1", "python -m train lr=0.1"),
]


@pytest.mark.parametrize(("command", "expected"), COMMANDS)
def test_command_lines_are_shown_with_stars(command: str, expected: str) -> None:
    assert shown(command.split()) == tuple(expected.split())


def test_a_private_key_is_recognised_by_its_content() -> None:
    assert holds_key(b"text\n-----BEGIN RSA PRIVATE KEY-----\n")
    assert not holds_key(b"-----BEGIN CERTIFICATE-----")
