"""The exit codes of both commands."""

from __future__ import annotations

from typing import Final

FOUND: Final = 0
"""Something was found, or the work was done."""
NOTHING: Final = 1
"""Nothing was found."""
ERROR: Final = 2
"""An error; standard error says what is wrong."""
STOPPED: Final = 130
"""Stopped by Ctrl-C (128 + SIGINT, the convention of shells)."""
