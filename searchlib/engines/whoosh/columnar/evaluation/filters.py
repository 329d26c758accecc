"""Answers filters on the mention tables: the rows that satisfy a clause, and their passages.

Every filter leaf asks something of ONE row of one table; a passage satisfies the filter when one of its rows does, and
values of two rows are never mixed. Names, nouns and keywords find their rows by posting lists, ranges by whole columns -
or, behind a selective filter, by the few rows of the passages that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from searchlib.array_types import Integers, Mask
from searchlib.engines.whoosh.columnar.evaluation import range_filters, term_filters
from searchlib.engines.whoosh.columnar.evaluation.table_rows import MatchingRows, TablePart
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import (
    CONFIDENCES,
    MARKS,
    QUANTITY_MODIFIERS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
)
from searchlib.expressions import amounts
from searchlib.fields import BY_NAME, Table
from searchlib.query.nodes import Choice, Day, ExtraValue, Filter, Keyword, Name, Noun, Number, Period

_HEDGES: Final = [QUANTITY_MODIFIERS.index(name) for name in amounts.HEDGES]
_NAMED: Final = [SPEAKER_KINDS.index(name) for name in ("person", "organization")]


class Filters:
    """Answers filter leaves in one segment.

    `confidences` are the classes that a mention must have to count (None: any). Confidence is asked of the same row as
    the value: `number:10000 confidence:explicit`. `speaking` knows which speakers are linked; without it a name finds
    those whom their own document names so. `among`, ascending passages, restricts every question to their rows: after a
    selective filter the next one looks at few rows instead of whole columns.
    """

    def __init__(
        self,
        segment: Segment,
        confidences: frozenset[str] | None = None,
        speaking: SpeakerRows | None = None,
        *,
        among: Integers | None = None,
    ) -> None:
        self.segment = segment
        self._speaking = speaking
        self._confidences = confidences
        self._codes = None if confidences is None else [CONFIDENCES.index(name) for name in sorted(confidences)]
        self._part = TablePart(segment, among)

    def passages(self, node: Filter) -> Integers:
        """The passages that satisfy a filter leaf, ascending (deleted ones included)."""
        if isinstance(node, Choice) and node.field == "confidence":
            return self._with_confidence(node.value)
        return self.passages_of(self.rows(node))

    def passages_of(self, matching: MatchingRows) -> Integers:
        """The passages that have one of these rows, ascending, each once."""
        return self._part.passages_of(matching)

    def satisfying(self, node: Filter, passages: Integers) -> Integers:
        """Those of these ascending passages that satisfy a filter leaf."""
        narrowed = Filters(self.segment, self._confidences, self._speaking, among=passages)
        matching = narrowed.passages(node)
        if isinstance(
            node, Keyword | Day | ExtraValue
        ):  # documents are few: these filters are answered in the whole segment
            return np.intersect1d(passages, matching, assume_unique=True)
        return matching

    def own_names(self, parts: Sequence[str]) -> Integers:
        """The statement rows whose speaker has every one of these parts among the names of its own document."""
        return term_filters.with_terms(self._part, "speaker", parts, "statement").rows

    def rows(self, node: Filter) -> MatchingRows:
        """The rows that satisfy a filter leaf, in the table that it asks about."""
        matching = self._rows(node)
        if self._codes is None or matching.table == "document":
            return matching
        confidences = self._part.column(f"{matching.table}_confidence")[matching.rows]
        return matching.only(np.isin(confidences, self._codes))

    def _rows(self, node: Filter) -> MatchingRows:
        """The same, of any confidence."""
        part = self._part
        if isinstance(node, Name):
            return term_filters.named(part, node, self._speaking)
        if isinstance(node, Number):
            return MatchingRows.where("quantity", range_filters.in_range(part, node))
        if isinstance(node, Noun):
            return term_filters.counted(part, node.text)
        if isinstance(node, Period):
            return MatchingRows.where("date", range_filters.in_period(part, node))
        if isinstance(node, Day) and node.field == "on":
            return MatchingRows.where("statement", range_filters.said_on(part, node))
        if isinstance(node, Day):
            return MatchingRows.where("document", range_filters.published(part, node))
        if isinstance(node, Keyword) and node.field == "unit":
            unit = self.segment.strings.rows.get(node.text, -2)
            return MatchingRows.where("quantity", part.column("quantity_unit") == unit)
        if isinstance(node, Keyword):
            return term_filters.documents_with(part, node)
        if isinstance(node, ExtraValue):
            return term_filters.documents_with_extra(part, node)
        if isinstance(node, Choice):
            table, mask = self._choice(node)
            return MatchingRows.where(table, mask)
        raise TypeError(f"{type(node).__name__} is no filter of rows")

    def _choice(self, node: Choice) -> tuple[Table, Mask]:
        """`kind:`, `is:` and `has:`: the table, and a truth value for each of its rows."""
        column = self._part.column
        if node.field == "kind":
            return "statement", column("statement_kind") == STATEMENT_KINDS.index(node.value)
        if node.field == "is" and node.value in MARKS:
            return "statement", column("statement_marks") & (1 << MARKS.index(node.value)) != 0
        if node.field == "is":
            modifiers = column("quantity_modifier")
            hedged = node.value == "hedged"
            return "quantity", np.isin(modifiers, _HEDGES) if hedged else modifiers == range_filters.EXACT
        if node.value == "speaker":
            return "statement", np.isin(column("statement_speaker_kind"), _NAMED)
        table = BY_NAME[node.field].choice_tables[node.value]
        return table, np.ones(len(column(f"{table}_passage")), np.bool_)

    def _with_confidence(self, name: str) -> Integers:
        """The passages that have a mention of this confidence, of any kind."""
        code = CONFIDENCES.index(name)
        tables: tuple[Table, ...] = ("statement", "date", "quantity")
        masks = {table: self._part.column(f"{table}_confidence") == code for table in tables}
        passages = [self.passages_of(MatchingRows.where(table, mask)) for table, mask in masks.items()]
        return np.unique(np.concatenate(passages))
