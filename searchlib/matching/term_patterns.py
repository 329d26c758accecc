"""Words by pattern and by likeness: which terms `soldier*` and `kurskk~1` stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.errors import LimitError

LONGEST_FUZZY: Final = 64
"""Letters of a fuzzy word or pattern; beyond it nothing is a misspelling."""


def pattern_matcher(pattern: str, analyzer: Analyzer) -> Callable[[str], bool]:
    """Whether a term matches `pattern`, where `*` stands for any letters or none and `?` for one."""
    matchers = [spelling_matcher(spelling) for spelling in spellings(pattern, analyzer)]
    return lambda term: any(matches(term.encode("utf-8", "replace")) for matches in matchers)


@lru_cache(maxsize=64)
def spellings(pattern: str, analyzer: Analyzer) -> tuple[str, ...]:
    """The patterns that terms are held against: terms are stems, so the end of the pattern is stemmed, too.

    `studies*` is also studi*'s own word "studi", and `s?lence` also `s?lenc`. Raises LimitError for an endless one.
    """
    folded = analysis.fold(pattern)
    if len(folded) > LONGEST_FUZZY:
        raise LimitError(
            f"A pattern takes at most {LONGEST_FUZZY} letters; this one has {len(folded)} (LONGEST_FUZZY)."
        )
    fixed = re.split(r"[*?]", folded, maxsplit=1)[0]
    if folded == fixed + "*":
        stem = analyzer.stem(re.split(r"[*?]", pattern, maxsplit=1)[0])
        return (folded,) if stem.startswith(fixed) else (folded, stem)
    head = max(folded.rfind("*"), folded.rfind("?")) + 1
    stems = {analyzer.stem(pattern.replace("*", letter).replace("?", letter)) for letter in "ab"}
    ends = sorted({stem[head:] for stem in stems if len(stem) > head and folded[head:] != stem[head:]})
    return (folded, *(folded[:head] + end for end in ends))


@lru_cache(maxsize=256)
def spelling_matcher(pattern: str) -> Callable[[bytes], bool]:
    """A linear matcher for `*` and `?`: the pieces between stars are sought one after the other, leftmost first."""
    parts = pattern.split("*")
    pieces = [re.compile(_piece(part), re.DOTALL) for part in parts]
    literal = max(re.split(r"[*?]", pattern), key=len).encode("utf-8", "replace")
    width = len(parts[-1])

    def matches(encoded: bytes) -> bool:
        if literal not in encoded:
            return False
        term = encoded.decode("utf-8", "replace")
        if len(pieces) == 1:
            return pieces[0].fullmatch(term) is not None
        first = pieces[0].match(term)
        at = first.end() if first else len(term) + 1
        for piece in pieces[1:-1]:
            match = piece.search(term, at) if at <= len(term) else None
            if match is None:
                return False
            at = match.end()
        return len(term) - width >= at and pieces[-1].fullmatch(term, len(term) - width) is not None

    return matches


def _piece(piece: str) -> str:
    return "".join("." if char == "?" else re.escape(char) for char in piece)


def fuzzy_target(word: str, analyzer: Analyzer) -> bytes:
    """The stem of a word, to compare terms with. Raises LimitError for a word that is too long."""
    tokens = analyzer.query_terms(word)
    target = (tokens[0].terms[0] if len(tokens) == 1 else analysis.fold(word)).encode("utf-8", "replace")
    if len(target) > LONGEST_FUZZY:
        raise LimitError(
            f"A fuzzy word takes at most {LONGEST_FUZZY} letters; this one has {len(target)} (LONGEST_FUZZY)."
        )
    return target


def fuzzy_parts(name: str) -> list[str]:
    """The parts of a name, to compare those of others with; none that is too long to be one."""
    return [part for part in analysis.fold_name(name) if len(part.encode("utf-8", "replace")) <= LONGEST_FUZZY]


def edit_distances(target: bytes, terms: Sequence[bytes]) -> NDArray[np.int64]:
    """Levenshtein's distance of `target` to each of `terms`, int64[n]."""
    longest = max(map(len, terms), default=0)
    letters = np.frombuffer(b"".join(term.ljust(longest, b"\0") for term in terms), np.uint8)
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    return edits_within(target, letters.reshape(len(terms), longest).T, lengths, max(longest, len(target)))


def edits_within(target: bytes, letters: NDArray[np.uint8], lengths: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Levenshtein's distance of `target` to each of many terms, int64[n]; `most` + 1 where it is more than `most`.

    `letters[i, j]` is letter i of term j, `lengths[j]` its length. One row of the dynamic program is computed for all
    terms in a few array operations (Wagner and Fischer, "The string-to-string correction problem", 1974); terms whose
    whole row is beyond `most` are left behind.
    """
    edits: NDArray[np.int64] = np.full(len(lengths), most + 1, np.int64)
    living = np.arange(len(lengths))
    row = np.repeat(np.arange(len(letters) + 1, dtype=np.int16)[:, None], len(lengths), axis=1)
    for count, letter in enumerate(target, 1):
        above, row = row, np.empty_like(row)
        row[0] = count
        changed = above[:-1] + (letters != letter)
        np.minimum(above[1:] + 1, changed, out=changed)
        # a cell more than `most` off the diagonal is more than `most` edits away
        low, high = max(0, count - 1 - most), min(len(letters), count + most)
        row[1 : low + 1] = row[high + 1 :] = most + 1
        for at in range(low, high):
            np.minimum(changed[at], row[at] + 1, out=row[at + 1])
        near = row[max(0, count - most) : high + 1].min(axis=0) <= most
        if 2 * np.count_nonzero(near) < len(living):
            living, row, letters = living[near], row[:, near], letters[:, near]
    edits[living] = np.minimum(row[lengths[living], np.arange(len(living))], most + 1)
    return edits
