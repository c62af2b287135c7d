"""Every test, the examples' own included, runs in surroundings of its own and is watched for writing outside them."""

from __future__ import annotations

pytest_plugins = ["tests.guard"]
