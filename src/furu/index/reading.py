"""What a process that helps to read does: gets the identities of artifacts, and answers with what is there."""

from __future__ import annotations

import sys
from typing import IO

import msgspec

from furu.index.entries import Key, Looks

_LENGTH = 4


def send(pipe: IO[bytes], data: bytes) -> None:
    """One message: its length, and then itself."""
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next message; None when there is none any more."""
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    data = pipe.read(length)
    return data if len(data) == length else None


def serve() -> None:
    """Answer until the input ends."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    hello = receive(source)
    if hello is None:
        return
    told = msgspec.json.decode(hello)
    looks = Looks(told["roots"], told["lease_secs"])
    keys = msgspec.msgpack.Decoder(list[Key])
    encode = msgspec.msgpack.Encoder().encode
    while (asked := receive(source)) is not None:
        send(answers, encode([looks.at(key) for key in keys.decode(asked)]))
