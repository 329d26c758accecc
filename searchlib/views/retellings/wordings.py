"""How two wordings of an utterance differ, and who told whom before a paper printed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from searchlib.analysis import analyze, fold_name
from searchlib.views.retellings.close_words import light_stems

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’.,][^\W_]+)*")


def stems_in(text: str) -> frozenset[str]:
    """The stems of a text's words."""
    return frozenset(analyze(text).terms)


def differing(text: str, known: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """The stretches of a text whose words have stems that are not `known`; words that say little are never marked."""
    marked = [(word.start(), word.end(), _is_new(word[0], known)) for word in _WORD.finditer(text)]
    return tuple(_stretches(marked))


def _is_new(word: str, known: frozenset[str]) -> bool:
    return any(term not in known and term not in light_stems() for term in _terms_of(word))


@lru_cache(maxsize=1 << 13)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(analyze(word).terms)


def _stretches(marked: Iterable[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    """Neighbouring words that differ, as one stretch each."""
    for differs, words in groupby(marked, key=lambda word: word[2]):
        if differs:
            stretch = list(words)
            yield stretch[0][0], stretch[-1][1]


@lru_cache(maxsize=1 << 12)
def chain_of(speaker: str, hearer: str, cited: str, publisher: str) -> tuple[str, ...]:
    """Who told whom: the speaker, who was told, which agency or paper is cited, and who published it; each name once."""
    names = [name for name in (speaker or "unknown", hearer, cited, publisher) if name]
    chain: dict[tuple[str, ...], str] = {}
    for name in names:
        chain.setdefault(tuple(part for part in fold_name(name) if part != "the"), name)
    return tuple(chain.values())
