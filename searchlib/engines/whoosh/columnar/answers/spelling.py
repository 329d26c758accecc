"""Spelling suggestions: the words and speakers of the index that are spelled most like one that it does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searchlib import analysis
from searchlib.engines.answers import Speaker
from searchlib.engines.whoosh.columnar.evaluation.patterns import near_terms
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.matching.term_patterns import LONGEST_FUZZY, edit_distances, fuzzy_parts

_NEAREST: Final = 2
"""Edits beyond which a word is another word."""


def nearest_words(segments: Sequence[Segment], statistics: Statistics, word: str, limit: int) -> list[str]:
    """Words of the text at most two edits from `word` (one for four letters or fewer), nearest and most frequent first.

    Terms are stems, so a word as the text writes it is looked for in one of the passages that hold the stem.
    """
    tokens = statistics.analyzer.query_terms(word)
    if len(tokens) != 1 or len(word) > LONGEST_FUZZY:
        return []
    target = tokens[0].terms[0]
    most = 1 if len(target) <= 4 else _NEAREST
    edits_of: dict[str, int] = {}
    for segment in segments:
        for row, edits in near_terms(segment, "text", target.encode("utf-8", "replace"), most):
            term = segment.dictionary.term(row).decode("utf-8", "replace")
            if edits and statistics.df("text", term):
                edits_of[term] = edits
    ranked = sorted(edits_of, key=lambda term: (edits_of[term], -statistics.df("text", term), term))
    return list(dict.fromkeys(_spelled(segments, term) for term in ranked[:limit]))


def _spelled(segments: Sequence[Segment], term: str) -> str:
    """The word of this stem as some passage spells it."""
    for segment in segments:
        row = segment.dictionary.find("text", term)
        for passage in segment.dictionary.rows(row)[:1].tolist() if row >= 0 else []:
            text = segment.records.passage(passage).text
            tokens = segment.analyzer.analyze(text)
            at = tokens.terms.index(term)
            return text[tokens.starts[at] : tokens.ends[at]].lower()
    return term


def nearest_names(segments: Sequence[Segment], speakers: Sequence[Speaker], name: str, limit: int) -> list[str]:
    """Speakers with a name part spelled most like a part of `name`, those with most statements first."""
    parts = [part.encode() for part in fuzzy_parts(name)]
    tokens = sorted({term for segment in segments for _, term in segment.dictionary.terms("speaker")})
    near: dict[bytes, int] = {}
    for part in parts:
        for token, edits in zip(tokens, edit_distances(part, tokens).tolist(), strict=True):
            if 0 < edits <= (1 if len(part) <= 4 else _NEAREST):
                near[token] = min(edits, near.get(token, edits))
    if not near:
        return []
    wanted: Sequence[tuple[int, str]] = [
        (min(near[token] for token in tokens_of if token in near), speaker.name)
        for speaker in speakers
        if speaker.kind in ("person", "organization")
        for tokens_of in [[part.encode() for part in analysis.fold_name(speaker.name)]]
        if any(token in near for token in tokens_of)
    ]
    return [speaker for _, speaker in sorted(wanted, key=lambda row: row[0])][:limit]
