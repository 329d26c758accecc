"""The rare words of a passage: what more-like-this looks for in other passages."""

from __future__ import annotations

from typing import Final

from searchlib.analysis import Analyzer
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment

_MOST: Final = 25
"""Terms of a passage that others are found by."""


def significant_terms(segment: Segment, row: int, statistics: Statistics) -> list[str]:
    """The rarest terms of a passage, the rarest first; never function words, however rare they are in the index."""
    function_words = segment.analyzer.function_words
    first, last = segment.dictionary.fields["text"]
    weighed = []
    for term_row in segment.records.word_terms(row).tolist():
        if first <= term_row < last:
            term = segment.dictionary.term(term_row).decode("utf-8", "replace")
            if term not in function_words:
                weighed.append((statistics.idf("text", term), term))
    return [term for _, term in sorted(weighed, reverse=True)[:_MOST]]


def spelled(terms: list[str], text: str, analyzer: Analyzer) -> list[str]:
    """The terms as a text spells them; those that it does not have are left out."""
    tokens = analyzer.analyze(text)
    words: dict[str, str] = {}
    for term, start, end in zip(tokens.terms, tokens.starts, tokens.ends, strict=True):
        words.setdefault(term, text[start:end])
    return [words[term] for term in terms if term in words]
