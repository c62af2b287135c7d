"""``python -m furu.cli``."""

from furu.cli import main

main()
