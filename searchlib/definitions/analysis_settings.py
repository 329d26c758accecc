"""How the words of an index become terms: what an index may set of it, stored in its state."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

DEFAULT_STEMMER: Final = "english"
NO_STEMMER: Final = "none"
"""The name of no stemmer at all: words are only folded."""

STATE_KEY: Final = "analysis"
"""The settings' name in the state of an index."""

_SHOWN: Final = 10


class AnalysisSettings(NamedTuple):
    """`stemmer` is a language of Snowball, or "none"; `stop_words` are words that texts and queries are read without."""

    stemmer: str = DEFAULT_STEMMER
    stop_words: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = ", ".join(self.stop_words[:_SHOWN])
        more = f" and {len(self.stop_words) - _SHOWN:,} more" if len(self.stop_words) > _SHOWN else ""
        return f"stemmer {self.stemmer}, {f'stop words {shown}{more}' if self.stop_words else 'no stop words'}"

    def state(self) -> dict[str, Any]:
        """The settings as a part of an index's state: nothing for those that every index has by itself."""
        kept = {"stemmer": self.stemmer, "stop_words": list(self.stop_words)}
        return {STATE_KEY: kept} if self != AnalysisSettings() else {}
