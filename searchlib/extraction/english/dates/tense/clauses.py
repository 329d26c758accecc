"""The words of a clause, and where it ends."""

from __future__ import annotations

import re
from typing import NamedTuple

CLAUSE_END = re.compile(r"(?P<dot>[.!?])['\"\N{RIGHT DOUBLE QUOTATION MARK}]*\s|[;:]\s|\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Dr|St|Sen|Rep|Gen|Gov|Col|U\.[SNK]|Inc|Corp?|No|Lt|vs?|Ltd|Co|Bros|Jr|Sr|Prof|Rev|Maj|Capt|Sgt|Adm|[ap]\.m)\Z"
)
_CLAUSE_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z'\N{RIGHT SINGLE QUOTATION MARK}]+")


class Clause(NamedTuple):
    """Words of one side of a date: as written, and in lower case with straight apostrophes."""

    written: list[str]
    words: list[str]


def clause_of(text: str) -> Clause:
    written = _CLAUSE_WORD.findall(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return Clause(written, [word if word == "May" else word.lower() for word in written])  # May is no "may"


def abbreviates(text: str, cut: re.Match[str]) -> bool:
    if cut["dot"] != ".":
        return False
    follows = text[cut.end() : cut.end() + 1]
    if follows.islower() or follows.isdigit():  # "announced Nov. 5", "Ltd. by"
        return "\n" not in cut.group()
    return _ABBREVIATION.search(text, max(0, cut.start() - 5), cut.start()) is not None


def words_of(text: str) -> list[str]:
    """The words of a piece of text in lower case."""
    return clause_of(text).words
