"""Where in a passage stands what a query matched: the characters to mark.

A word is marked by its stem, a phrase only where the whole phrase stands, words near each other only where they are
near, what `said(...)` asks inside the very statement that satisfied it; a filter by the figure, the date or the name
that satisfied it. What lies under NOT, or in an alternative that the passage does not satisfy, is not marked, and a word
that only the title has marks nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from searchlib import analysis
from searchlib.analysis import Tokens
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.evaluation import deadline, patterns, positions
from searchlib.engines.whoosh.columnar.evaluation.filters import MatchingRows
from searchlib.engines.whoosh.columnar.evaluation.positions import Intervals
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.word_codes import Record, term_of
from searchlib.models import Passage, Statement
from searchlib.query.nodes import (
    And,
    AtLeast,
    Choice,
    Clauses,
    Day,
    Filter,
    Fuzzy,
    Name,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Said,
    Scored,
    Together,
    Wildcard,
    Word,
    children,
    leaf_field,
)

Spans = list[tuple[int, int]]
FARTHEST = 1 << 31


class Words:
    """The words of one text, as scored leaves see them. `sentences` are the positions at which sentences begin.

    `words` are the text in forms, when it was read so: they save analysing it.
    """

    def __init__(self, text: str, sentences: Sequence[int] = (), *, base: int = 0, words: Record | None = None) -> None:
        self._text = text
        self._sentences = sentences
        self._base = base
        self._words = words
        self._ends: list[int] = []

    @cached_property
    def _tokens(self) -> Tokens:
        terms = [] if self._words is None else list(map(term_of, self._words.pieces))
        if self._words is None or None in terms or analysis.has_extra_terms(self._text):
            return analysis.analyze(self._text)
        tokens = Tokens()
        for at, term in enumerate(terms):
            if term:
                tokens.append(term, len(tokens), *self._span(self._words, at))
        return tokens

    def having(self, terms: Sequence[str]) -> Spans:
        """The words that have one of these terms, wherever they stand."""
        words = self._words
        found = None if words is None else words.word_codes.find_terms(words, terms)
        if words is None or found is None:
            return list(self._written(terms.__contains__, 0, FARTHEST, whole=False))
        spans = [self._span(words, at) for at in found]
        return [(self._base + start, self._base + end) for start, end in spans]

    def _span(self, words: Record, at: int) -> tuple[int, int]:
        """The characters of the word of a form, from the beginning of the text."""
        form = words.pieces[at]
        if at and form[0] == " " and not self._ends and self._text.count(form) == 1:
            start = self._text.index(form)
            return start + 1, start + len(form)
        if not self._ends:
            self._ends = list(accumulate(map(len, words.pieces), initial=-1))[1:]
        return self._ends[at] - len(form) + (form[0] == " "), self._ends[at]

    def intervals(self, node: Node) -> Intervals:
        """The minimal intervals of positions that match a scored leaf, or an Or of such. Raises OutOfTime."""
        deadline.check()
        if isinstance(node, Word | Phrase):
            words = [self._places(set(word.terms).__contains__) for word in analysis.query_terms(node.text)]
            return positions.chained(words, node.slop if isinstance(node, Phrase) else 0) if words else positions.none()
        if isinstance(node, Wildcard | Fuzzy):
            found = self._places(self._test(node))
            return Intervals(found, found)
        if isinstance(node, AtLeast):
            return positions.often(self.intervals(node.word), node.count)
        if isinstance(node, Near):
            return positions.near_by(self.intervals(node.left), self.intervals(node.right), node)
        if isinstance(node, Together):
            starts = np.array(self._sentences, np.int64) if node.unit == "sentence" else None
            return positions.together(self.intervals(node.left), self.intervals(node.right), starts)
        return positions.minimal([self.intervals(each) for each in children(node)])

    def marks(self, node: Node, first: int = 0, last: int = FARTHEST) -> Spans:
        """The characters of the words by which a leaf matches between two positions, both inside. Raises OutOfTime."""
        deadline.check()
        if isinstance(node, AtLeast):
            return self.marks(node.word, first, last) if self._within(node, first, last) else []
        if isinstance(node, Or):
            return [span for each in node.nodes for span in self.marks(each, first, last)]
        if isinstance(node, Word | Phrase):
            words = analysis.query_terms(node.text)
            if len(words) == 1:  # most leaves of most queries: no interval to look for
                if first == 0 and last == FARTHEST:
                    return self.having(words[0].terms)
                return list(self._written(words[0].terms.__contains__, first, last, whole=False))
        found = self._within(node, first, last)
        if isinstance(node, Near | Together):
            wider = found if isinstance(node, Near) else [self._around(node, low) for low, _ in found]
            sides = (node.left, node.right)
            return [span for low, high in wider for side in sides for span in self.marks(side, low, high)]
        if isinstance(node, Word | Phrase):
            asked = {term for word in analysis.query_terms(node.text) for term in word.terms}
            whole = not (isinstance(node, Phrase) and node.slop)
            return [span for interval in found for span in self._written(asked.__contains__, *interval, whole=whole)]
        if isinstance(node, Wildcard | Fuzzy):
            test = self._test(node)
            return [span for interval in found for span in self._written(test, *interval, whole=True)]
        return []

    def singly(self, node: Word) -> Spans:
        """Each word of a node of several, wherever it stands: side by side with others, `long-range` is two words."""
        return self.having(tuple({term: None for word in analysis.query_terms(node.text) for term in word.terms}))

    def _within(self, node: Node, first: int, last: int) -> list[tuple[int, int]]:
        found = self.intervals(node)
        pairs = zip(found.firsts.tolist(), found.lasts.tolist(), strict=True)
        return [(low, high) for low, high in pairs if first <= low and high <= last]

    def _around(self, node: Together, first: int) -> tuple[int, int]:
        """The sentence, or the passage, in which an interval lies that begins at `first`."""
        if node.unit == "passage" or not len(self._sentences):
            return 0, FARTHEST
        number = bisect_right(self._sentences, first)
        begin = self._sentences[number - 1] if number else 0
        return begin, self._sentences[number] - 1 if number < len(self._sentences) else FARTHEST

    def _places(self, test: Callable[[str], bool]) -> positions.Places:
        found = [at for term, at in zip(self._tokens.terms, self._tokens.positions, strict=True) if test(term)]
        return np.array(sorted(set(found)), np.int64)  # np.unique would import numpy.ma into every search

    def _test(self, node: Wildcard | Fuzzy) -> Callable[[str], bool]:
        if isinstance(node, Wildcard):
            return patterns.pattern_matcher(node.pattern)
        terms = list(dict.fromkeys(self._tokens.terms))
        edits = patterns.edit_distances(patterns.fuzzy_target(node.text), [term.encode() for term in terms])
        return {term for term, count in zip(terms, edits.tolist(), strict=True) if count <= node.distance}.__contains__

    def _written(self, test: Callable[[str], bool], first: int, last: int, *, whole: bool) -> Iterator[tuple[int, int]]:
        """The characters of the words that pass the test; of `whole` intervals one span from the first to the last."""
        tokens = self._tokens
        spans = [
            (self._base + start, self._base + end)
            for term, at, start, end in zip(tokens.terms, tokens.positions, tokens.starts, tokens.ends, strict=True)
            if first <= at <= last and test(term)
        ]
        if whole and spans:
            yield spans[0][0], max(end for _, end in spans)
        else:
            yield from spans


def plain_terms(node: Node) -> tuple[str, ...] | None:
    """The terms of a query of nothing but words side by side, each of them one word; None for any other.

    They mark a passage that matches wherever they stand in it.
    """
    if isinstance(node, Clauses) and not node.excluded:
        nodes: tuple[Node, ...] = node.optional + node.required
    else:
        nodes = node.nodes if isinstance(node, And | Or) else (node,)
    terms: dict[str, None] = {}
    for each in nodes:
        if type(each) is not Word or each.field == "title":
            return None
        words = analysis.query_terms(each.text)
        if len(words) != 1:
            return None
        terms.update(dict.fromkeys(words[0].terms))
    return tuple(terms)


class Marker:
    """Marks passages of one segment; filters are answered once for all of them. `loose`: the query is no nested one."""

    def __init__(self, plan: SegmentPlan, node: Node, *, loose: bool) -> None:
        self._plan = plan
        self._node = node
        self._loose = loose
        self._rows: dict[Node, MatchingRows] = {}

    def spans(self, number: int, passage: Passage, words: Record, title: str) -> Spans:
        """The characters (of the document) by which passage `number` of the segment matches; `words` as for Words."""
        held, spans = _Sight(self, number, passage, words, title).look(self._node, loose=self._loose)
        return spans if held else []

    @property
    def plan(self) -> SegmentPlan:
        """The query's plan in the segment."""
        return self._plan

    def rows(self, node: Filter) -> MatchingRows:
        """The mention rows that satisfy a filter leaf."""
        if node not in self._rows:
            self._rows[node] = self._plan.rows(node)
        return self._rows[node]


class _Sight:
    """One passage, looked at through a query."""

    def __init__(self, marker: Marker, number: int, passage: Passage, words: Record, title: str) -> None:
        self._marker = marker
        self._words = words
        self._segment = marker.plan.segment
        self._number = number
        self._passage = passage
        self._title = title

    @cached_property
    def _text(self) -> Words:
        bounds = self._segment.offsets("passage_sentences", self._number, self._number + 2, "sentence_starts").tolist()
        starts = self._segment.column("sentence_starts")[bounds[0] : bounds[1]].tolist()
        return Words(self._passage.text, starts, base=self._passage.start, words=self._words)

    @cached_property
    def _heading(self) -> Words:
        return Words(self._title)

    def look(self, node: Node, *, loose: bool) -> tuple[bool, Spans]:
        """Whether the passage satisfies the node, and what of it is marked for it."""
        if isinstance(node, Scored):
            return self._word(node, loose=loose)
        if isinstance(node, Filter):
            return self._filter(node)
        if isinstance(node, Not):
            return not self.look(node.node, loose=False)[0], []
        if isinstance(node, Nothing):
            return False, []
        if isinstance(node, Clauses):
            return self._clauses(node, loose=loose)
        parts = [self.look(each, loose=loose and isinstance(node, Or)) for each in node.nodes]
        held = any(part[0] for part in parts) if isinstance(node, Or) else all(part[0] for part in parts)
        return held, [span for part in parts if held and part[0] for span in part[1]]

    def _clauses(self, node: Clauses, *, loose: bool) -> tuple[bool, Spans]:
        required = [self.look(each, loose=False) for each in node.required]
        optional = [self.look(each, loose=loose) for each in node.optional]
        if not all(part[0] for part in required) or any(self.look(each, loose=False)[0] for each in node.excluded):
            return False, []
        held = (
            not optional or any(part[0] for part in optional) or any(isinstance(each, Scored) for each in node.required)
        )
        return held, [span for part in (*required, *optional) if part[0] for span in part[1]]

    def _word(self, node: Scored, *, loose: bool) -> tuple[bool, Spans]:
        field = leaf_field(node)
        spans = self._text.marks(node) if field != "title" else []
        if not spans and loose and isinstance(node, Word) and field != "title":
            spans = self._text.singly(node)
        if spans or field == "text" or (field is None and isinstance(node, AtLeast | Near | Together)):
            return bool(spans), spans
        heading = self._heading
        return bool(heading.marks(node) or (loose and isinstance(node, Word) and heading.singly(node))), []

    # --- filters -----------------------------------------------------------------------------------------------

    def _filter(self, node: Filter) -> tuple[bool, Spans]:
        if isinstance(node, Choice) and node.field == "confidence":
            return bool(self._marker.plan.filter(node)[self._number]), []
        rows = self._marker.rows(node)
        if rows.table == "document":
            document = int(self._segment.column("passage_document")[self._number])
            return bool(rows.mask[document]), []
        at = self._own(rows)
        if isinstance(node, Said):
            return bool(at), [span for place in at for span in self._said(node, place)]
        if rows.table == "statement":
            return bool(at), [span for place in at for span in self._mention(node, self._passage.statements[place])]
        every = self._passage.dates if rows.table == "date" else self._passage.quantities
        return bool(at), [(every[place].start, every[place].end) for place in at]

    def _range(self, table: str) -> tuple[int, int]:
        """The rows of a mention table that belong to the passage, in the order of its mentions."""
        of: Array = self._segment.column(f"{table}_passage")
        first, after = np.searchsorted(of, (self._number, self._number + 1)).tolist()
        return first, after

    def _own(self, rows: MatchingRows) -> list[int]:
        """Which of the passage's mentions, counted from 0, satisfy a filter."""
        first, after = self._range(rows.table)
        found: list[int] = np.flatnonzero(rows.mask[first:after]).tolist()
        return found

    def _mention(self, node: Node, said: Statement) -> Spans:
        """Where a statement names its speaker, for a filter that asks who said it, or when."""
        names = isinstance(node, Name | Said) or (isinstance(node, Day) and node.field == "on")
        if said.mention is None or not (names or node == Choice("has", "speaker")):
            return []
        inside = self._passage.start <= said.mention.start and said.mention.end <= self._passage.end
        return [(said.mention.start, said.mention.end)] if inside else []

    def _said(self, node: Said, place: int) -> Spans:
        """The speaker of a statement, and what in it satisfies the query inside `said(...)`."""
        first, _ = self._range("statement")
        spans = self._mention(node, self._passage.statements[place])
        waiting: list[Node] = [node.query]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Scored) and leaf_field(each) == "title":
                continue
            if isinstance(each, Scored):
                bounds = [int(self._segment.column(f"statement_{end}")[first + place]) for end in ("first", "last")]
                spans += self._text.marks(each, *bounds)
            elif isinstance(each, Clauses):
                waiting += [*each.required, *each.optional]
            elif isinstance(each, And | Or | Said):
                waiting += children(each)
            elif isinstance(each, Filter):
                spans += self._stated(each, first + place)
        return spans

    def _stated(self, node: Filter, statement: int) -> Spans:
        """The dates and figures of one statement (a row of the table) that satisfy a filter."""
        if isinstance(node, Choice) and node.field == "confidence":
            return []
        rows = self._marker.rows(node)
        if rows.table in ("statement", "document"):
            return []
        first, _ = self._range(rows.table)
        inside = self._segment.column(f"{rows.table}_statement")
        every = self._passage.dates if rows.table == "date" else self._passage.quantities
        return [(every[at].start, every[at].end) for at in self._own(rows) if inside[first + at] == statement]
