"""A sentence with its words and mentions: what comparison and verification look at."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final, NamedTuple

from searchlib import analysis
from searchlib.engines.contract import Reader
from searchlib.matching.stored import Header, Stored
from searchlib.models import DateMention, Passage, Quantity, Statement
from searchlib.near_duplicates import is_figure
from searchlib.query.nodes import Word
from searchlib.sentences import sentence_bounds
from searchlib.views.evidence.word_lists import SAYING
from searchlib.views.stated_values import as_written

_QUOTES: Final = str.maketrans("“”„«»‘’‚`´", "\"\"\"\"\"'''''")
_SPACE: Final = re.compile(r"\s+")


class Token(NamedTuple):
    """A word of a document: its term, its characters, and how it is written."""

    term: str
    start: int
    end: int
    written: str

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name: with a capital, and no function word."""
        return self.written[:1].isupper() and self.term not in analysis.function_word_terms()


@dataclass(frozen=True, eq=False)
class SentenceRead:
    """Characters `start` to `end` of a document, a sentence of `passage`; `stored` is None for one that no index holds."""

    passage: Passage
    header: Header
    start: int
    end: int
    stored: Stored | None = None

    @cached_property
    def text(self) -> str:
        """The sentence in one line."""
        return one_line(self.written)

    @property
    def written(self) -> str:
        """The sentence as it stands in the document."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order."""
        words = analysis.analyze(self.written)
        return tuple(
            Token(term, self.start + start, self.start + end, self.written[start:end])
            for term, start, end in zip(words.terms, words.starts, words.ends, strict=True)
        )

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of all words."""
        return frozenset(token.term for token in self.tokens)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """The quantities that begin in it."""
        return tuple(figure for figure in self.passage.quantities if self.start <= figure.start < self.end)

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """The resolved dates that begin in it."""
        return tuple(one for one in self.passage.dates if self.start <= one.start < self.end and one.first is not None)

    @cached_property
    def said(self) -> tuple[Statement, ...]:
        """The statements whose content overlaps it."""
        return tuple(one for one in self.passage.statements if one.start < self.end and self.start < one.end)

    @cached_property
    def content(self) -> tuple[Token, ...]:
        """Its words without function words, figures, resolved dates, and who says it with which verb."""
        apart = [*self._apart()]
        function_words = analysis.function_word_terms()
        roles = {term for said in self.said for term in analysis.analyze(said.role).terms}
        return tuple(
            token
            for token in self.tokens
            if token.term not in function_words
            and token.term not in roles
            and not any(start <= token.start < end for start, end in apart)
        )

    @property
    def says_nothing(self) -> bool:
        """Whether it names a speaker and nothing that is said: "Trump said on Thursday."."""
        words = [token.written for token in self.content]
        at = next((at for at, word in enumerate(words) if word in SAYING), None)
        if self.said or self.figures or at is None:
            return False
        return all(map(str.istitle, words[:at])) and all(word in SAYING or word in day_name for word in words[at:])

    def _apart(self) -> Iterator[tuple[int, int]]:
        yield from ((self._with_modifier(figure), figure.end) for figure in self.figures)
        yield from ((one.start, one.end) for one in self.dates)
        for said in self.said:
            for span in (said.mention, said.cue):
                if span is not None and self.start <= span.start < self.end:
                    yield span.start, span.end

    def _with_modifier(self, figure: Quantity) -> int:
        """Where a figure starts with the words that qualify it: "at least", "nearly"."""
        start, end = figure.start - self.passage.start, figure.end - self.passage.start
        written = as_written(self.passage.text, start, end, figure.modifier)
        words = len(written.split()) - len(self.passage.text[start:end].split())
        before = [token.start for token in self.tokens if token.start < figure.start]
        return before[-words] if 0 < words <= len(before) else figure.start

    @cached_property
    def loose_figures(self) -> tuple[Token, ...]:
        """Words that are figures and belong to no quantity or resolved date that was read: the 5 and 4 of "a 5-4 ruling"."""
        return tuple(token for token in self.content if is_figure(token.term))


def one_line(text: str) -> str:
    """The text with one space for each stretch of white space."""
    return _SPACE.sub(" ", text).strip()


def plain_form(text: str) -> str:
    """The text in one line with straight quotation marks, without case: what a verbatim copy has in common."""
    return one_line(text.translate(_QUOTES)).casefold()


def sentences_of(passage: Passage, header: Header, stored: Stored | None = None) -> list[SentenceRead]:
    """The sentences of a passage, in order."""
    return [
        SentenceRead(passage, header, passage.start + start, passage.start + end, stored)
        for start, end in sentence_bounds(passage.text)
    ]


class Weights:
    """How much each term says: 1 and the logarithm of how rare it is among the passages of an index."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._passages = reader.counts["passages"]
        self._known: dict[str, float] = {}

    def learn(self, tokens: Iterator[Token] | tuple[Token, ...] | list[Token]) -> None:
        """Count the passages of all terms that were not counted yet, in one call."""
        fresh = {token.term: Word(token.written, "text") for token in tokens if token.term not in self._known}
        counts = self._reader.count_many(list(fresh.values()))
        for term, count in zip(fresh, counts, strict=True):
            self._known[term] = 1 + log(1 + self._passages / (1 + (count or 0)))

    def __getitem__(self, term: str) -> float:
        return self._known.get(term, 1.0)

    def share(self, tokens: tuple[Token, ...], present: frozenset[str] | set[str]) -> float:
        """The part of the weight of these words that is `present`; 1 when there are no words."""
        whole = {token.term: self[token.term] for token in tokens}
        total = sum(whole.values())
        return sum(weight for term, weight in whole.items() if term in present) / total if total else 1.0
