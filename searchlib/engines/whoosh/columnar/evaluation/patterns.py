"""Expands patterns and fuzzy words: the terms of a segment that `soldier*` and `kurskk~1` match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from searchlib.analysis import ENGLISH, Analyzer
from searchlib.array_operations import ranges
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.errors import LimitError
from searchlib.matching import deadline
from searchlib.matching.term_patterns import edits_within, fuzzy_target, spelling_matcher, spellings
from searchlib.query.nodes import Fuzzy, Node, Phrase, Wildcard, Word, walk

MOST_EXPANSIONS: Final = 10_000
"""Words that one pattern or fuzzy word may stand for in one field."""

MOST_PATTERNS: Final = 64
"""Patterns and fuzzy words of a query: each is compared with the whole vocabulary."""

MOST_WORDS: Final = 100
"""Words of a phrase, or of text without a space: each is searched beside the one before it."""

_STRIDE: Final = 1 << 14
"""Terms between two checks of the deadline."""

_KEPT: Final = 256
_known: WeakKeyDictionary[Segment, dict[tuple[str, str, int], list[bytes]]] = WeakKeyDictionary()


def check_bounds(segments: Sequence[Segment], node: Node, fields: Callable[[str | None], Sequence[str]]) -> None:
    """Raise LimitError for too many patterns, a pattern that matches too many words, or too long a phrase.

    `fields` gives the dictionary's fields that a leaf of a field reads. Words are counted over all segments, so that
    the limit does not depend on how the index was built.
    """
    leaves = []
    for leaf in walk(node):
        if isinstance(leaf, Wildcard | Fuzzy):
            leaves.append(leaf)
        elif isinstance(leaf, Word | Phrase) and len(leaf.text) > MOST_WORDS:
            _refuse_long(leaf, segments[0].analyzer if segments else ENGLISH)
    if len(leaves) > MOST_PATTERNS:
        raise LimitError(
            f"A query has at most {MOST_PATTERNS} patterns and fuzzy words; this one has {len(leaves):,} (MOST_PATTERNS)."
        )
    for leaf in leaves:
        for field in fields(leaf.field):
            terms: set[bytes] = set()
            for segment in segments:
                terms.update(expansions(segment, field, leaf))
                _refuse_many(leaf, len(terms))


def _refuse_long(leaf: Word | Phrase, analyzer: Analyzer) -> None:
    if len(analyzer.query_terms(leaf.text)) > MOST_WORDS:
        raise LimitError(f"A phrase has at most {MOST_WORDS} words (MOST_WORDS). Remove its quotation marks.")


def _refuse_many(leaf: Wildcard | Fuzzy, count: int) -> None:
    if count > MOST_EXPANSIONS:
        raise LimitError(
            f"`{leaf}` matches more than {MOST_EXPANSIONS:,} words (MOST_EXPANSIONS). Write more of its letters."
        )


def expansions(segment: Segment, field: str, node: Wildcard | Fuzzy) -> list[bytes]:
    """The terms of `field` that the leaf matches; the latest results are cached. Raises LimitError."""
    known = _known.setdefault(segment, {})
    wanted = (node.pattern, -1) if isinstance(node, Wildcard) else (node.text, node.distance)
    terms = known.get((field, *wanted))
    if terms is None:
        if isinstance(node, Wildcard):
            terms = pattern_terms(segment, field, node.pattern)
        else:
            terms = fuzzy_terms(segment, field, node.text, node.distance)
        if len(known) >= _KEPT:
            known.clear()
        known[field, *wanted] = terms
    return terms


# --- patterns ------------------------------------------------------------------------------------------------------


def pattern_terms(segment: Segment, field: str, pattern: str) -> list[bytes]:
    """The terms of `field` that match `pattern`: see `pattern_matcher`. LimitError beyond MOST_EXPANSIONS."""
    matching: dict[bytes, None] = {}
    for spelling in spellings(pattern, segment.analyzer):
        fixed = re.split(r"[*?]", spelling, maxsplit=1)[0]
        matches = spelling_matcher(spelling)
        terms = (term for _, term in segment.dictionary.terms(field, fixed, _next(fixed)))
        matching.update((term, None) for term in _watched(terms) if matches(term))
        _refuse_many(Wildcard(pattern), len(matching))
    return sorted(matching)


def _watched(terms: Iterable[bytes]) -> Iterator[bytes]:
    """The same terms; the deadline is checked now and then."""
    waiting = iter(terms)
    while batch := list(islice(waiting, _STRIDE)):
        deadline.check()
        yield from batch


def _next(prefix: str) -> str | None:
    """The least string greater than all strings that begin with `prefix`; None when there is none."""
    return None if not prefix or prefix[-1] == "\U0010ffff" else prefix[:-1] + _successor(prefix[-1])


def _successor(char: str) -> str:
    code = ord(char) + 1
    return chr(0xE000 if 0xD800 <= code < 0xE000 else code)


# --- fuzzy words ---------------------------------------------------------------------------------------------------


def fuzzy_terms(segment: Segment, field: str, word: str, distance: int) -> list[bytes]:
    """The terms of `field` at most `distance` edits (letters added, dropped or changed) from the stem of `word`.

    Edits are counted in UTF-8 bytes, which are letters once accents are folded away. Raises LimitError.
    """
    terms = [
        segment.dictionary.term(row)
        for row, _ in near_terms(segment, field, fuzzy_target(word, segment.analyzer), distance)
    ]
    _refuse_many(Fuzzy(word, distance), len(terms))
    return terms


def near_terms(segment: Segment, field: str, target: bytes, most: int) -> list[tuple[int, int]]:
    """Row and edits of each term of `field` at most `most` edits from `target`, in the order of the terms.

    Works on the bytes of the dictionary in the file: only terms that are returned become Python objects.
    """
    first, last = segment.dictionary.fields[field]
    neighbours: list[tuple[int, int]] = []
    text = segment.file["term_text"]
    for start in range(first, last, _STRIDE):
        deadline.check()
        starts = segment.offsets("term_starts", start, min(start + _STRIDE, last) + 1, "term_text")
        segment.file.check("term_text", int(starts[0]), int(starts[-1]))
        lengths = np.diff(starts)
        at = np.flatnonzero(np.abs(lengths - len(target)) <= most)
        if not len(at):
            continue
        longest = len(target) + most
        letters = np.zeros((len(at), max(longest, 1)), np.uint8)
        filled = np.arange(letters.shape[1]) < lengths[at][:, None]
        letters[filled] = text[ranges(starts[:-1][at], lengths[at])]
        edits = edits_within(target, letters.T, lengths[at], most)
        near = np.flatnonzero(edits <= most)
        neighbours += zip((at[near] + start).tolist(), edits[near].tolist(), strict=True)
    return neighbours
