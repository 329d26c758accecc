"""Why a search found nothing, clause by clause, and what may have been meant.

Each remark names a clause and says how many passages match without it; each suggestion is a word or a speaker of the
index that is spelled like one that the index does not have. Only a few clauses are counted, within the time of the
search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final

from searchlib.engines.answers import Request
from searchlib.engines.contract import Reader
from searchlib.errors import LimitError, NotSupported, QueryError
from searchlib.fields import BY_NAME, table_of
from searchlib.matching.extra_values import day_of
from searchlib.query import rewriting
from searchlib.query.context import shown
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
    ExtraValue,
    Name,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Said,
    Together,
    Word,
    children,
    leaves,
)
from searchlib.query.options import SearchOptions

MOST_CLAUSES: Final = 12
"""Clauses that are examined one by one."""

MOST_WORDS: Final = 8
"""Words of a query that are compared with the words of the index."""

_LONGEST_CLAUSE: Final = 200
"""Characters of a clause that a remark shows."""

_VALUES_NAMED: Final = 5
_LONGEST_VALUE: Final = 40
"""Values of a column that a remark names, and how many characters of each."""

SHORTEST: Final = 3
"""Letters that a word must have for another to be a likely spelling of it."""


@dataclass
class Diagnosis:
    """For a search without hits: `remarks` say why nothing matched, `suggestions` what may have been meant."""

    remarks: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)


NO_MENTIONS: Final = (
    "the index holds no statements, dates and quantities: it was made to search words alone, or its texts state none"
)


def holds_mentions(reader: Reader) -> bool:
    """Whether any statement, date or quantity was read from the documents of an index, if it has any."""
    counts = reader.counts
    return not counts["documents"] or any(counts[table] for table in ("statements", "dates", "quantities"))


def facets_missed(reader: Reader, facets: Iterable[str]) -> list[str]:
    """Why one of the facets has no values: it counts mentions, and the index holds none."""
    counted = {facet for row in BY_NAME.values() if row.table not in (None, "document") for facet in row.facets}
    return [NO_MENTIONS] if not counted.isdisjoint(facets) and not holds_mentions(reader) else []


class _OutOfTime(Exception):
    pass


def diagnose(reader: Reader, node: Node, *, added_after: int | None, deadline: float | None) -> Diagnosis:
    """Why `node` matches nothing among the documents added after a version of the index (None: among all)."""
    return _Examination(reader, added_after, deadline).of(node)


class _Examination:
    """Examines one query that matched nothing, until time runs out."""

    def __init__(self, reader: Reader, added_after: int | None, deadline: float | None) -> None:
        self._reader = reader
        self._added_after = added_after
        self._deadline = deadline
        self._diagnosis = Diagnosis()
        self._words = 0

    def of(self, node: Node) -> Diagnosis:
        """The diagnosis; incomplete when time runs out."""
        try:
            if self._added_after is not None and self._remark_on_old_matches(node):
                return self._diagnosis
            if not self._reader.counts["documents"]:
                self._remark("the index holds no document")
                return self._diagnosis
            if any(map(_asks_mention, leaves(node))) and not holds_mentions(self._reader):
                self._remark(NO_MENTIONS)
                return self._diagnosis
            self._examine(node)
            for meant in dict.fromkeys(self._meant(node)):
                self._diagnosis.suggestions.append(f"did you mean {meant}?")
        except _OutOfTime:
            pass
        return self._diagnosis

    def _count(self, node: Node, *, all_documents: bool = False) -> int:
        return self._count_all([node], all_documents=all_documents)[0]

    def _count_all(self, nodes: Sequence[Node], *, all_documents: bool = False) -> list[int]:
        """How many passages match each of these queries."""
        after = None if all_documents else self._added_after
        counts = self._reader.count_many(nodes, added_after=after, deadline=self._deadline)
        if None in counts:
            raise _OutOfTime
        return [count for count in counts if count is not None]

    def _remark(self, remark: str) -> None:
        self._diagnosis.remarks.append(remark)

    def _remark_on_old_matches(self, node: Node) -> bool:
        """Say how many passages matched before, when there are any."""
        every = self._count(node, all_documents=True)
        if every:
            self._remark(f"nothing new: {_passages(every)} matched before")
        return bool(every)

    # --- clause by clause --------------------------------------------------------------------------------------

    def _examine(self, node: Node) -> None:
        """Each clause alone, and the query without it."""
        clauses = _clauses(node)[:MOST_CLAUSES]
        counts = dict(zip(clauses, self._count_all(clauses), strict=True))
        empty = [clause for clause, count in counts.items() if not count]
        for clause in empty:
            self._remark_on_empty(node, clause)
        if not empty and len(clauses) > 1:
            for clause in clauses:
                self._remark_on_excluding(node, clause, counts[clause])

    def _remark_on_empty(self, node: Node, clause: Node) -> None:
        rest = rewriting.without(node, clause)
        without = self._count(rest) if rest is not None else 0
        self._remark(f"`{_shown(clause)}` matches no passage" + (f"; without it {without:,}" if without else ""))
        self._look_inside(clause)

    def _remark_on_excluding(self, node: Node, clause: Node, count: int) -> None:
        """A clause that matches passages, but none that the other clauses match: named when these match without it."""
        rest = rewriting.without(node, clause)
        without = self._count(rest) if rest is not None else 0
        if not without:
            return
        if isinstance(clause, Not):
            self._remark(f"`{_shown(clause)}` excludes all that the rest matches; without it {without:,}")
        else:
            self._remark(
                f"`{_shown(clause)}` matches {count:,}, but none that the rest matches; without it {without:,}"
            )

    def _look_inside(self, clause: Node) -> None:
        """Examine the parts of a clause that matches nothing."""
        if isinstance(clause, Said):
            self._look_into_said(clause)
        elif isinstance(clause, And | Clauses | Or):
            self._examine(clause)
        elif isinstance(clause, Near | Together):
            self._look_at_sides(clause)
        elif isinstance(clause, Phrase) and len(clause.text.split()) > 1:
            both = And(tuple(Word(word, clause.field) for word in dict.fromkeys(clause.text.split())))
            apart = self._count(both) if len(both.nodes) > 1 else 0
            if apart:
                self._remark(
                    f"its words occur apart from each other in {_passages(apart)}: leave out the quotation marks"
                )
        elif isinstance(clause, ExtraValue):
            self._look_for_column(clause)
        elif isinstance(clause, AtLeast):
            once = self._count(clause.word)
            if once:
                self._remark(f"`{clause.word}` occurs less often in {_passages(once)}")

    def _look_for_column(self, clause: ExtraValue) -> None:
        """Say which values the column has; or which columns there are, where no document has it: the engine refuses to count its values."""
        column = f"x.{clause.name}"
        options = SearchOptions(limit=0, facets=(column,))
        try:
            answer = self._reader.search(Request(Not(clause), options, self._added_after, self._deadline))
            self._remark_on_values(clause, [value for value, _ in answer.facets.get(column, ())])
        except (LimitError, NotSupported):  # nothing is known of the columns
            return
        except QueryError as error:
            known = (error.expected or "").removeprefix("one of ")
            self._remark(
                f"no document has a column x.{clause.name}; " + (f"there are {known}" if known else "none has any")
            )

    def _remark_on_values(self, clause: ExtraValue, values: Sequence[str]) -> None:
        """Say which values a column has, the commonest first; a range over one of texts can match nothing."""
        if not values:
            return
        known = ", ".join(shown(value, _LONGEST_VALUE) for value in values[:_VALUES_NAMED]) + (
            ", ..." if len(values) > _VALUES_NAMED else ""
        )
        if clause.is_range and not any(map(_has_order, values)):
            example = _shown(replace(clause, text=values[0], is_range=False))
            self._remark(
                f"x.{clause.name} holds texts ({known}), and a range matches numbers and days only: ask for a text, as in `{example}`"
            )
        else:
            self._remark(f"x.{clause.name} holds {known}")

    def _look_into_said(self, clause: Said) -> None:
        """Which parts of `said(...)` no statement satisfies, or that no single statement satisfies all of them."""
        parts = _clauses(clause.query)[:MOST_CLAUSES]
        if len(parts) < 2:
            return
        alone = dict(zip(parts, self._count_all([Said(part) for part in parts]), strict=True))
        for part, count in alone.items():
            if not count:
                self._remark(f"no statement satisfies `{part}`")
        if all(alone.values()):
            counts = ", ".join(f"`{part}` {count:,}" for part, count in alone.items())
            self._remark(f"no single statement satisfies all of it; each part alone: {counts}")

    def _look_at_sides(self, clause: Near | Together) -> None:
        sides = dict(zip((clause.left, clause.right), self._count_all((clause.left, clause.right)), strict=True))
        for side, count in sides.items():
            if not count:
                self._remark(f"`{side}` matches no passage")
        if all(sides.values()):
            both = self._count(And((clause.left, clause.right)))
            where = f"in {_passages(both)}, but never so near each other" if both else "but never in one passage"
            self._remark(f"both sides occur {where}")

    # --- what may have been meant ------------------------------------------------------------------------------

    def _meant(self, node: Node) -> Iterator[str]:
        """Words and speakers of the index, spelled like those of the query that it does not have."""
        for leaf in asked_leaves(node):
            if isinstance(leaf, Name) and leaf.field == "speaker":
                if not self._count(leaf):
                    yield from self._as_role(leaf)
                    yield from self._reader.nearest_names(leaf.text)
            elif isinstance(leaf, Word | Phrase):
                for word in leaf.text.split():
                    if self._words < MOST_WORDS and len(word) >= SHORTEST and not self._known(word):
                        self._words += 1
                        yield from self._reader.nearest_words(word)[:1]

    def _as_role(self, leaf: Name) -> Iterator[str]:
        """A source without a name, which answers for what it is called: "officials", "a spokesman"."""
        role = Name("role", leaf.text)
        count = self._count(role)
        if count:
            self._remark(f"nobody is named {leaf.text!r}, but {_passages(count)} have `{role}`")
            yield str(role)

    def _known(self, word: str) -> bool:
        try:
            return self._count(Word(word)) > 0
        except QueryError:
            return True


def _shown(clause: Node) -> str:
    return shown(str(clause), _LONGEST_CLAUSE)


def _has_order(value: str) -> bool:
    """Whether a value of a column is a number or a day: a range can hold it."""
    if day_of(value) is not None:
        return True
    try:
        return isfinite(float(value))
    except ValueError:
        return False


def _passages(count: int) -> str:
    return f"{count:,} passage" + "s" * (count != 1)


def _clauses(node: Node) -> list[Node]:
    """The clauses that are examined one by one: those side by side, or the alternatives of an OR."""
    if isinstance(node, Clauses):
        words = node.optional if len(node.optional) < 2 or not node.required else (_either(node.optional),)
        return list(dict.fromkeys([*node.required, *words, *map(Not, node.excluded)]))
    if isinstance(node, And | Or):
        return list(dict.fromkeys(node.nodes))
    return [] if isinstance(node, Nothing) else [node]


def _either(nodes: tuple[Node, ...]) -> Node:
    """Words side by side, without what is required beside them."""
    return Clauses(optional=nodes)


def _asks_mention(leaf: Node) -> bool:
    """Whether a leaf asks something of statements, dates or quantities."""
    if isinstance(leaf, Said):
        return True
    name = getattr(leaf, "field", None) or "text"
    return name in BY_NAME and table_of(name, getattr(leaf, "value", "")) not in ("passage", "document")


def asked_leaves(node: Node) -> Iterator[Node]:
    """The leaves that a passage is asked to have, those inside `said(...)` and proximities included; nothing under NOT."""
    for leaf in leaves(node):
        inner = children(leaf)
        if not inner:
            yield leaf
        for child in inner:
            yield from asked_leaves(child)
