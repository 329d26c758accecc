"""How long one file may take to read, and how much memory."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.loaders import DEFAULT_MAX_FILE


@dataclass(frozen=True)
class ReadingLimits:
    """The most that reading one file may take: seconds, and bytes of memory beyond what an idle reader has.

    Files above DEFAULT_MAX_FILE, which are read only when asked for, may take longer in proportion.
    """

    seconds: float = 60.0
    memory: int = 1 << 30

    def seconds_for(self, size: int) -> float:
        """The seconds that a file of this many bytes may take."""
        return self.seconds * max(1.0, size / DEFAULT_MAX_FILE)


LIMITS = ReadingLimits()
