"""Config classes that print and log, for the tests of what becomes of it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import furu


class Silent(furu.Furu[int]):
    def _create(self) -> int:
        return 1


class Prints(furu.Furu[int]):
    text: str = "hello"

    def _create(self) -> int:
        print(self.text)
        print("a complaint", file=sys.stderr)
        self.logger.info("looked at %d rows", 3)
        logging.getLogger("somebody.else").warning("beware")
        return 1


class Outer(furu.Furu[int]):
    """Prints before, between and after what it gets."""

    def _create(self) -> int:
        print("outer before")
        self.logger.info("outer logs")
        Prints(text="inner").get()
        print("outer after")
        return 1


class Threads(furu.Furu[int]):
    """Prints from a thread that it starts."""

    def _create(self) -> int:
        thread = threading.Thread(target=print, args=("from a thread",))
        thread.start()
        thread.join()
        return 1


class Fails(furu.Furu[int]):
    def _create(self) -> int:
        print("the last words")
        raise ValueError("broken")


class Replaces(furu.Furu[int]):
    """Puts a stream of its own in place and leaves it there."""

    def _create(self) -> int:
        print("before")
        sys.stdout = sys.__stdout__
        return 1


class Odd(furu.Furu[int]):
    """Writes what is no usual text."""

    def _create(self) -> int:
        print("half", end="")
        print(" a line", "\udcff", "世界")
        sys.stdout.write("")
        sys.stdout.writelines(["x", "y\n"])
        sys.stdout.flush()
        os.write(sys.stdout.fileno(), b"")
        subprocess.run(["true"], stdout=sys.stdout, check=True)
        return 1
