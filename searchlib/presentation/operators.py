"""The operators of the query language in a few rows, for those who ask; docs/query-language.md has them all."""

from __future__ import annotations

from typing import Final

OPERATORS: Final = (
    ("kursk troops", "it has any of the words; the best come first"),
    ('"north korean troops"', "it has these words in this order"),
    ("+kursk -moscow", "it has the one word and not the other"),
    ("kursk AND (troops OR soldiers)", "all, or one of several"),
    ("soldier*   kurskk~1", "words that begin like this; words spelled like this"),
    ("troops w/5 kursk   china /s silent", "both, at most five words apart; both in one sentence"),
    ("said(speaker:singh number:10000 train)", "ONE statement satisfies everything in the brackets"),
)
"""Examples, each with what completes "a passage is shown when"."""
