"""Silences third-party parsers, and shortens their errors."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silenced(*loggers: str) -> Iterator[None]:
    """No messages of these loggers and no warnings while the block runs; afterwards all is restored."""
    quieted = [logging.getLogger(name) for name in loggers]
    before = [logger.level for logger in quieted]
    for logger in quieted:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(quieted, before, strict=True):
            logger.setLevel(level)


def fault(error: Exception) -> str:
    """The error of a library as one short line."""
    return " ".join(f"{type(error).__name__}: {error}"[:200].split())
