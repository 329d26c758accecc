"""Evaluates the leaves of a query on one stored passage, with the characters by which they match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from searchlib.matching import mentions
from searchlib.matching.evaluation import Verdict, evaluate
from searchlib.matching.passage_text import PassageText, Spans
from searchlib.matching.statements import Statements, positions_of
from searchlib.matching.stored import Stored
from searchlib.models import Statement
from searchlib.query.nodes import (
    AtLeast,
    Choice,
    Day,
    Filter,
    Name,
    Near,
    Node,
    Said,
    Scored,
    Together,
    Word,
    leaf_field,
    leaves,
)

Span = tuple[int, int]
_NO: Verdict[Span] = Verdict(False, False)


def matches(node: Node, stored: Stored) -> bool:
    """Whether a passage matches a query: what an engine's search answers for all passages at once."""
    verdict = evaluate(node, PassageLeaves(stored, mentions.asked_confidences(node)))
    return verdict.matches and verdict.counts_alone


class PassageLeaves:
    """The leaves of one query on one passage. `confidences` are the classes that a mention must have to count."""

    def __init__(self, stored: Stored, confidences: frozenset[str] | None) -> None:
        self._stored = stored
        self._passage = stored.passage
        self._confidences = confidences

    @cached_property
    def _title(self) -> PassageText:
        return PassageText(self._stored.header.title, self._stored.text.analyzer)

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._stored, self._title, self._confidences)

    # --- words -------------------------------------------------------------------------------------------------

    def scored(self, node: Scored) -> Verdict[Span]:
        """A leaf matches in the text, or, unless it asks the text alone, in the title, which has no highlights."""
        field = leaf_field(node)
        spans = self._stored.text.spans(node) if field != "title" else []
        return self._word_verdict(node, spans, in_title=not spans and self._asks_title(node) and self._in_title(node))

    def words(self, nodes: Sequence[Word]) -> Iterator[Verdict[Span]]:
        """Words of which any may match: one of several parts by any of them, unless its parts stand together."""
        for node in nodes:
            count = len(self._stored.text.analyzer.query_terms(node.text))
            if count == 1:
                yield self.scored(node)
            elif count:
                yield self._parts(node)

    def _parts(self, node: Word) -> Verdict[Span]:
        text = self._stored.text
        spans = (text.spans(node) or text.spans_of_parts(node)) if node.field != "title" else []
        in_title = not spans and self._asks_title(node) and bool(self._title.spans_of_parts(node))
        return self._word_verdict(node, spans, in_title=in_title)

    @staticmethod
    def _asks_title(node: Scored) -> bool:
        field = leaf_field(node)
        return field == "title" or (field is None and not isinstance(node, AtLeast | Near | Together))

    def _in_title(self, node: Scored) -> bool:
        return bool(self._title.spans(node))

    def _word_verdict(self, node: Scored, spans: Spans, *, in_title: bool) -> Verdict[Span]:
        counts_alone = in_title and (self._passage.ordinal == 0 or leaf_field(node) == "title")
        return Verdict(bool(spans) or in_title, bool(spans) or counts_alone, spans, True)

    # --- filters -----------------------------------------------------------------------------------------------

    def filter(self, node: Filter) -> Verdict[Span]:
        """A filter matches by the mentions that satisfy it."""
        if mentions.is_confidence(node):
            assert isinstance(node, Choice)
            passage = self._passage
            every: tuple[mentions.Mention, ...] = (*passage.statements, *passage.dates, *passage.quantities)
            matched = any(mention.confidence == node.value for mention in every)
            return Verdict(matched, matched)
        if mentions.table_of(node) == "document":
            matched = mentions.of_document(node, self._passage.document, self._stored.header)
            return Verdict(matched, matched)
        at = self.satisfying(node)
        return Verdict(True, True, self._spans_of(node, at)) if at else _NO

    def satisfying(self, node: Filter) -> list[int]:
        """The mentions of the passage that satisfy a filter, as places among those of its table."""
        if isinstance(node, Said):
            return self._statements.satisfying(node)
        return mentions.satisfying(node, self._stored, self._confidences)

    def _spans_of(self, node: Filter, at: Sequence[int]) -> Spans:
        matched = [mentions.mentions_of(mentions.table_of(node), self._stored)[place] for place in at]
        if isinstance(node, Said):
            return [span for said in matched if isinstance(said, Statement) for span in self._spans_of_said(node, said)]
        spans: Spans = []
        for mention in matched:
            spans += self._speaker(node, mention) if isinstance(mention, Statement) else [(mention.start, mention.end)]
        return spans

    def _speaker(self, node: Node, said: Statement) -> Spans:
        """Where a statement names its speaker, for a filter that asks who said it, or when."""
        names = isinstance(node, Name | Said) or (isinstance(node, Day) and node.field == "on")
        if said.mention is None or not (names or node == Choice("has", "speaker")):
            return []
        inside = self._passage.start <= said.mention.start and said.mention.end <= self._passage.end
        return [(said.mention.start, said.mention.end)] if inside else []

    def _spans_of_said(self, node: Said, said: Statement) -> Spans:
        """The speaker of a statement, and what in the statement satisfies the query inside `said(...)`."""
        spans = self._speaker(node, said)
        bounds = positions_of(said, self._stored)
        for leaf in self._asked_inside(node):
            if isinstance(leaf, Scored):
                spans += self._stored.text.spans(leaf, *bounds) if bounds and leaf_field(leaf) != "title" else []
            elif not mentions.is_confidence(leaf) and mentions.table_of(leaf) in ("date", "quantity"):
                every = mentions.mentions_of(mentions.table_of(leaf), self._stored)
                matched = [every[place] for place in self.satisfying(leaf)]
                spans += [(one.start, one.end) for one in matched if getattr(one, "statement", None) == said.number]
        return spans

    def _asked_inside(self, node: Said) -> Iterator[Scored | Filter]:
        for leaf in leaves(node.query):
            if isinstance(leaf, Said):
                yield from self._asked_inside(leaf)
            elif isinstance(leaf, Scored | Filter):
                yield leaf
