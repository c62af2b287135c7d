"""The process that reads rows: one request as its argument, one page on its standard output."""

from __future__ import annotations

import resource
import sys

import msgspec

from furu.dashboard.files import arrays, frames
from furu.dashboard.files.place import opened
from furu.dashboard.files.reading import MEMORY_BYTES, Refused, Request
from furu.errors import FileUnknown

REFUSED = 3
"""The exit status when the reason is on standard error, in words for people."""

READERS = {"csv": frames.csv, "jsonl": frames.jsonl, "parquet": frames.parquet, "npy": arrays.npy, "npz": arrays.npz}


def main(arguments: list[str]) -> int:
    """Print the page that the request asks for."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    request = msgspec.json.decode(arguments[0], type=Request)
    try:
        with opened(request.directory, request.path) as file:
            page = READERS[request.kind](file, request)
    except (Refused, FileUnknown) as error:
        sys.stderr.write(str(error))
        return REFUSED
    except MemoryError:
        sys.stderr.write("it needs more memory than a preview may take")
        return REFUSED
    sys.stdout.buffer.write(msgspec.json.encode(page))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
