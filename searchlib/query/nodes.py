"""The nodes of a query: frozen values. `str()` of a node is a query that parses to the same node.

    scored leaves   Word Phrase Wildcard Fuzzy AtLeast Near Together
    filter leaves   Name Keyword Noun Period Day Number ExtraValue Choice Said
    groups          And Or Not Clauses
    no query        Nothing

Texts are as typed; the search analyses them. A scored leaf's `field` is None (the
text plus its title), "text" or "title". Groups hold two nodes or more: the parser never makes a group of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import ClassVar, Literal, TypeVar

from searchlib.definitions.frozen import frozen
from searchlib.expressions.periods import period_name
from searchlib.query.syntax import decimal, quoted, valued, written


@frozen
class Word:
    """One word as typed: `kursk`, `U.S.-China`, `10,000`; the analysis may make several terms of it, or none."""

    text: str
    field: str | None = None
    boost: float = 1.0

    def __str__(self) -> str:
        return _prefix(self.field) + written(self.text) + _power(self.boost)


@frozen
class Phrase:
    """Words in this order with at most `slop` other places between them: `"north korean troops"`, `"a b"~5`."""

    text: str
    field: str | None = None
    slop: int = 0
    boost: float = 1.0

    def __str__(self) -> str:
        loose = f"~{self.slop}" if self.slop else ""
        return _prefix(self.field) + quoted(self.text) + loose + _power(self.boost)


@frozen
class Wildcard:
    """Words of this pattern: `*` stands for any letters or none, `?` for one letter."""

    pattern: str
    field: str | None = None
    boost: float = 1.0

    def __str__(self) -> str:
        return _prefix(self.field) + written(self.pattern, wild=True) + _power(self.boost)


@frozen
class Fuzzy:
    """Words at most `distance` edits away: `kurskk~1`."""

    text: str
    distance: int
    field: str | None = None
    boost: float = 1.0

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{written(self.text)}~{self.distance}{_power(self.boost)}"


@frozen
class AtLeast:
    """The word occurs `count` times or more: `atleast3(troops)`; in the text, unless it asks the title."""

    count: int
    word: Word

    def __str__(self) -> str:
        return f"atleast{self.count}({self.word})"


@frozen
class Near:
    """Left and right at most `distance` words apart, left first when `ordered`: `a w/5 b`, `a near/5 b`, `a pre/5 b`.

    `left` and `right` are a Word, Phrase, Wildcard or Fuzzy, or an Or of these, all of one field; without one they are
    looked for in the text.
    """

    left: Operand
    right: Operand
    distance: int
    ordered: bool
    boost: float = 1.0

    def __str__(self) -> str:
        between = f"{'pre' if self.ordered else 'w'}/{self.distance}"
        near = f"{_operand(self.left)} {between} {_operand(self.right)}"
        return near if self.boost == 1.0 else f"({near}){_power(self.boost)}"


@frozen
class Together:
    """Left and right in one sentence (`a /s b`) or one passage (`a /p b`); operands as Near's."""

    left: Operand
    right: Operand
    unit: Literal["sentence", "passage"]

    def __str__(self) -> str:
        return f"{_operand(self.left)} /{self.unit[0]} {_operand(self.right)}"


@frozen
class Name:
    """A speaker, folded and never stemmed, or a role, by the stems of its words."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}:{valued(self.text)}"


@frozen
class Keyword:
    """A source, document id or unit, compared whole; a unit is already in its canonical name ("percent", "USD")."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}:{valued(self.text)}"


@frozen
class Noun:
    """What is counted: `noun:soldiers`."""

    field: ClassVar[str] = "noun"
    text: str

    def __str__(self) -> str:
        return f"noun:{valued(self.text)}"


@frozen
class Period:
    """The days `first` to `last` (both inside, None: open) that a passage speaks of.

    "match" is DESIGN's law for `date:D`; "within" (`date:D!`) asks that the mention lies inside the period,
    "overlaps" (`date:overlaps(D)`) that they share a day.
    """

    field: ClassVar[str] = "date"
    first: date | None
    last: date | None
    mode: Literal["match", "within", "overlaps"] = "match"

    def __str__(self) -> str:
        days = _days(self.first, self.last)
        if self.mode == "overlaps":
            return f"date:overlaps({days})"
        return f"date:{days}" + ("!" if self.mode == "within" else "")


@frozen
class Day:
    """A day of `on` or `published` from `first` to `last` (both inside, None: open)."""

    field: str
    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"{self.field}:{_days(self.first, self.last)}"


@frozen
class Number:
    """A quantity from `low` to `high` (None: no bound; inside unless `low_open`, `high_open`).

    `unit` is canonical, "" when none was asked; `noun` is the counted thing as typed. "inside" asks that the stated
    interval lies inside, "exact" (`number:10000!`) also that it is stated as exact, "compatible" that what it allows
    overlaps.
    """

    field: ClassVar[str] = "number"
    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""
    noun: str = ""
    mode: Literal["inside", "exact", "compatible"] = "inside"

    def __str__(self) -> str:
        asked = asked_range(self)
        value = quoted(asked) if " " in asked and asked[0] not in "[{" else asked
        if self.mode == "compatible":
            return f"number:compatible({value})"
        return f"number:{value}" + ("!" if self.mode == "exact" else "")


@frozen
class ExtraValue:
    """A value of a source's own column: `x.section:politics`, `x.words:500..800`, `x.updated:2024-10`.

    `name` is the column's in its plain form, `text` the value as typed. A text agrees with `text`, unless `is_range`; a
    number lies in `figures`, a day in `days`, where the value can be read as such.
    """

    field: ClassVar[str] = "x"
    name: str
    text: str
    figures: Number | None = None
    days: Day | None = None
    is_range: bool = False

    def __str__(self) -> str:
        return f"x.{self.name}:{valued(self.text)}"


@frozen
class Choice:
    """One of the values of `kind`, `is`, `has` or `confidence`."""

    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.value}"


@frozen
class Said:
    """One statement satisfies all of `query`; words side by side inside it are required."""

    query: Node

    def __str__(self) -> str:
        return f"said({self.query})"


@frozen
class And:
    """Every one of the nodes."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " AND ".join(_operand(node) for node in self.nodes)


@frozen
class Or:
    """Any of the nodes, a filter among them counting 0."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(_operand(node) for node in self.nodes)


@frozen
class Not:
    """Everything but the node."""

    node: Node

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.node)}"


@frozen
class Clauses:
    """Clauses side by side: at least one of `optional` (when there is any and nothing scored is required), all of
    `required`, none of `excluded`. What is `optional` is scored; filters stand in `required`.
    """

    optional: tuple[Node, ...] = ()
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()

    def __str__(self) -> str:
        parts = [_bracketed(node) for node in self.optional]
        parts += ["+" * is_scored(node) + _bracketed(node) for node in self.required]
        parts += ["-" + _bracketed(node) for node in self.excluded]
        return " ".join(parts)


@frozen
class Nothing:
    """An empty query."""

    def __str__(self) -> str:
        return ""


Scored = Word | Phrase | Wildcard | Fuzzy | AtLeast | Near | Together
Filter = Name | Keyword | Noun | Period | Day | Number | ExtraValue | Choice | Said
Leaf = Scored | Filter | Nothing
Group = And | Or | Not | Clauses
Node = Leaf | Group
Operand = Word | Phrase | Wildcard | Fuzzy | Or
T = TypeVar("T")


def fold(node: Node, leaf: Callable[[Leaf], T], group: Callable[[Group, Iterator[T]], T]) -> T:
    """The value of `node`: `leaf` gives the value of a leaf, `group` that of a group from the values of its children.

    The children come in the order of `children`, each computed when `group` asks for it.
    """
    if isinstance(node, Group):
        return group(node, (fold(child, leaf, group) for child in children(node)))
    return leaf(node)


def leaves(node: Node) -> Iterator[Leaf]:
    """The leaves outside NOT and exclusions, in order: what a passage is asked to have."""
    if isinstance(node, Not):
        return
    if not isinstance(node, Group):
        yield node
        return
    for child in node.optional + node.required if isinstance(node, Clauses) else node.nodes:
        yield from leaves(child)


def filter_leaves(node: Node) -> list[Filter]:
    """The filter leaves outside NOT and exclusions, in order."""
    return [leaf for leaf in leaves(node) if isinstance(leaf, Filter)]


def regrouped(group: Group, nodes: Iterable[Node]) -> Node:
    """The same kind of group over other nodes, as many as it has `children`."""
    if isinstance(group, Not):
        return Not(*nodes)
    if isinstance(group, And | Or):
        return replace(group, nodes=tuple(nodes))
    given = iter(nodes)
    parts = (group.optional, group.required, group.excluded)
    return Clauses(*(tuple(islice(given, len(part))) for part in parts))


def is_scored(node: Node) -> bool:
    """Whether a match of `node` can add to the score: it has words, phrases or the like outside NOT and said()."""
    if isinstance(node, Clauses):
        return any(map(is_scored, node.optional + node.required))
    if isinstance(node, And | Or):
        return any(map(is_scored, node.nodes))
    return isinstance(node, Scored)


def leaf_field(node: Scored | Or) -> str | None:
    """The field that a scored leaf asks: of a proximity that of its sides, None where it was given none."""
    if isinstance(node, Near | Together):
        return leaf_field(node.left)
    if isinstance(node, Or):
        side = node.nodes[0]
        return leaf_field(side) if isinstance(side, Scored | Or) else None
    return node.word.field if isinstance(node, AtLeast) else node.field


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside `node`, in the order in which they print."""
    if isinstance(node, And | Or):
        return node.nodes
    if isinstance(node, Clauses):
        return node.optional + node.required + node.excluded
    if isinstance(node, Near | Together):
        return (node.left, node.right)
    if isinstance(node, Not):
        return (node.node,)
    if isinstance(node, Said):
        return (node.query,)
    return (node.word,) if isinstance(node, AtLeast) else ()


def walk(node: Node) -> Iterator[Node]:
    """`node` and every node inside it, outermost first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def asked_range(number: Number) -> str:
    """The range of a Number in the shortest of the language's forms, unit and noun behind its last figure."""
    low, high = ("" if bound is None else decimal(bound) for bound in (number.low, number.high))
    if number.low == number.high:
        return _measured(low, number)
    if number.high is None:
        return (">" if number.low_open else ">=") + _measured(low, number)
    if number.low is None:
        return ("<" if number.high_open else "<=") + _measured(high, number)
    if not number.low_open and not number.high_open:
        return f"{low}..{_measured(high, number)}"
    opening, closing = "{" if number.low_open else "[", "}" if number.high_open else "]"
    return f"{opening}{low} TO {_measured(high, number)}{closing}"


def _prefix(field_name: str | None) -> str:
    return f"{field_name}:" if field_name else ""


def _power(boost: float) -> str:
    return "" if boost == 1.0 else f"^{decimal(boost)}"


def _bracketed(node: Node) -> str:
    """A node as one piece: in brackets when it has several parts."""
    loose = isinstance(node, And | Or | Not | Clauses | Together) or (isinstance(node, Near) and node.boost == 1.0)
    return f"({node})" if loose else str(node)


def _operand(node: Node) -> str:
    """A node beside AND or OR, where NOT needs no brackets."""
    return str(node) if isinstance(node, Not) else _bracketed(node)


def _days(first: date | None, last: date | None) -> str:
    if first is not None and last is not None:
        return period_name(first, last)
    return f"{first or ''}..{last or ''}"


def _measured(figure: str, number: Number) -> str:
    unit = "%" if number.unit == "percent" else number.unit and f" {number.unit}"
    return figure + unit + (number.noun and f" {number.noun}")
