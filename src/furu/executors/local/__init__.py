"""This machine's processors and GPUs: tasks in processes of their own, as many at once as what they ask for fits."""

from __future__ import annotations

from furu.executors.local.backend import Local

__all__ = ["Local"]
