"""Words by pattern and by likeness: which terms of the index `soldier*` and `kurskk~1` stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.whoosh.segment import Segment
from searchlib.errors import LimitError

MOST_EXPANSIONS: Final = 10_000
"""Terms that one pattern or fuzzy word may stand for."""

LONGEST_FUZZY: Final = 64
"""Letters of a fuzzy word or pattern; beyond it nothing is a misspelling."""


def pattern_terms(segment: Segment, field: str, pattern: str) -> list[bytes]:
    """The terms of `field` that match `pattern` (`*` any letters, `?` one), words being kept as stems.

    A pattern that ends in `*` also finds the stem of what stands before it: `studies*` finds "studi". Raises
    LimitError beyond MOST_EXPANSIONS.
    """
    folded = analysis.fold(pattern)
    if len(folded) > LONGEST_FUZZY:
        raise LimitError(f"A pattern takes at most {LONGEST_FUZZY} letters; this one has {len(folded)}.")
    fixed = re.split(r"[*?]", folded, maxsplit=1)[0]
    matches = _matcher(folded)
    after = _next(fixed)
    found = [term for _, term in segment.terms(field, fixed, after) if matches(term)]
    stem = analysis.stem(folded[:-1]) if folded.endswith("*") and folded[:-1] == fixed else ""
    if stem and not stem.startswith(fixed) and segment.find(field, stem) >= 0:
        found.append(stem.encode())
    if len(found) > MOST_EXPANSIONS:
        raise LimitError(
            f"{pattern!r} stands for {len(found):,} words; at most {MOST_EXPANSIONS:,} are allowed. Write more letters."
        )
    return found


@lru_cache(maxsize=64)
def _matcher(pattern: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """A linear matcher for `*` and `?`: the pieces between stars are sought one after the other, leftmost first."""
    pieces = [re.compile(_piece(piece), re.DOTALL) for piece in pattern.split("*")]

    def matches(encoded: bytes) -> bool:
        term = encoded.decode("utf-8", "replace")
        if len(pieces) == 1:
            return pieces[0].fullmatch(term) is not None
        first = pieces[0].match(term)
        if first is None:
            return False
        at = first.end()
        for piece in pieces[1:-1]:
            found = piece.search(term, at)
            if found is None:
                return False
            at = found.end()
        width = len(pattern.rsplit("*", maxsplit=1)[-1])
        return len(term) - width >= at and pieces[-1].fullmatch(term, len(term) - width) is not None

    return matches


def _piece(piece: str) -> str:
    return "".join("." if char == "?" else re.escape(char) for char in piece)


def _next(prefix: str) -> str | None:
    """The least string above all that begin with `prefix`; None when there is none."""
    return None if not prefix or prefix[-1] == "\U0010ffff" else prefix[:-1] + _successor(prefix[-1])


def _successor(char: str) -> str:
    code = ord(char) + 1
    return chr(0xE000 if 0xD800 <= code < 0xE000 else code)


def fuzzy_terms(segment: Segment, field: str, word: str, distance: int) -> list[bytes]:
    """The terms of `field` at most `distance` edits (letters added, dropped or changed) from the stem of `word`.

    Edits are counted in UTF-8 bytes, which are letters once accents are folded away.
    """
    tokens = analysis.query_terms(word)
    target = (tokens[0].terms[0] if len(tokens) == 1 else analysis.fold(word)).encode()
    if len(target) > LONGEST_FUZZY:
        raise LimitError(f"A fuzzy word takes at most {LONGEST_FUZZY} letters; this one has {len(target)}.")
    terms = [term for _, term in segment.terms(field) if abs(len(term) - len(target)) <= distance]
    return [term for term, edits in zip(terms, edit_distances(target, terms), strict=True) if edits <= distance]


def edit_distances(target: bytes, terms: Sequence[bytes]) -> NDArray[np.int64]:
    """Levenshtein's distance of `target` to each of `terms`, int64[n]: one dynamic program over all at once.

    The terms stand as columns of a matrix, and one row of the program is computed for all of them in a few array
    operations (Wagner and Fischer, "The string-to-string correction problem", 1974).
    """
    longest = max(map(len, terms), default=0)
    if not longest:
        return np.full(len(terms), len(target), np.int64)
    letters = np.frombuffer(b"".join(term.ljust(longest, b"\0") for term in terms), np.uint8).reshape(-1, longest).T
    row = np.repeat(np.arange(longest + 1, dtype=np.int16)[:, None], len(terms), axis=1)
    for count, letter in enumerate(target, 1):
        above, row = row, np.empty_like(row)
        row[0] = count
        changed = above[:-1] + (letters != letter)
        np.minimum(above[1:] + 1, changed, out=changed)
        for at in range(longest):
            np.minimum(changed[at], row[at] + 1, out=row[at + 1])
    ends = np.fromiter(map(len, terms), np.int64, len(terms))
    return row[ends, np.arange(len(terms))].astype(np.int64)


def all_terms(segments: Iterable[Segment], field: str) -> set[bytes]:
    """Every term of the field, over all segments."""
    return {term for segment in segments for _, term in segment.terms(field)}
