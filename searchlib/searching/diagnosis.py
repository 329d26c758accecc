"""Why a search found nothing, clause by clause, and what may have been meant.

Each remark names a clause and how many passages there are without it; each suggestion a word or a speaker of the index
that is spelled like one that it does not have. Only a few clauses are counted: the doctor is cheap, and keeps to the
time of the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from searchlib.engines.contract import Reader
from searchlib.errors import QueryError
from searchlib.query.nodes import (
    And,
    AtLeast,
    Clauses,
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
)

MOST_CLAUSES: Final = 12
"""Clauses examined one by one."""

MOST_WORDS: Final = 8
"""Words looked for among the words of the index."""

SHORTEST: Final = 3
"""Letters of a word from which another is a likely spelling of it."""


@dataclass
class Diagnosis:
    """What is told to a user who found nothing: `remarks` say why, `suggestions` what may have been meant."""

    remarks: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)


class _OutOfTime(Exception):
    pass


def diagnose(reader: Reader, node: Node, *, added_after: int | None, deadline: float | None) -> Diagnosis:
    """Why `node` matches nothing among the documents that came after a commit (None: all)."""
    return _Examination(reader, added_after, deadline).of(node)


class _Examination:
    """One query that matched nothing, looked at from all sides until time runs out."""

    def __init__(self, reader: Reader, added_after: int | None, deadline: float | None) -> None:
        self._reader = reader
        self._added_after = added_after
        self._deadline = deadline
        self._found = Diagnosis()
        self._words = 0

    def of(self, node: Node) -> Diagnosis:
        """What can be told of the query; cut short when time runs out."""
        try:
            if self._added_after is not None and self._tell_old(node):
                return self._found
            self._examine(node)
            for meant in dict.fromkeys(self._meant(node)):
                self._found.suggestions.append(f"did you mean {meant}?")
        except _OutOfTime:
            pass
        return self._found

    def _count(self, node: Node, *, all_documents: bool = False) -> int:
        after = None if all_documents else self._added_after
        (count,) = self._reader.count_many([node], added_after=after, deadline=self._deadline)
        if count is None:
            raise _OutOfTime
        return count

    def _tell(self, remark: str) -> None:
        self._found.remarks.append(remark)

    def _tell_old(self, node: Node) -> bool:
        """Tell of the matches that did not come since the last run, when there are any."""
        every = self._count(node, all_documents=True)
        if every:
            self._tell(f"nothing new: {_passages(every)} matched before")
        return bool(every)

    # --- clause by clause --------------------------------------------------------------------------------------

    def _examine(self, node: Node) -> None:
        """Each clause alone, and the query without it."""
        clauses = _clauses(node)[:MOST_CLAUSES]
        counts = {clause: self._count(clause) for clause in clauses}
        empty = [clause for clause, count in counts.items() if not count]
        for clause in empty:
            self._tell_empty(node, clause)
        if not empty and len(clauses) > 1:
            for clause in clauses:
                self._tell_opposed(node, clause, counts[clause])

    def _tell_empty(self, node: Node, clause: Node) -> None:
        rest = _without(node, clause)
        without = self._count(rest) if rest is not None else 0
        self._tell(f"`{clause}` matches no passage" + (f"; without it {without:,}" if without else ""))
        self._look_inside(clause)

    def _tell_opposed(self, node: Node, clause: Node, count: int) -> None:
        """A clause that matches, but nothing that the others match: told when the rest matches without it."""
        rest = _without(node, clause)
        without = self._count(rest) if rest is not None else 0
        if not without:
            return
        if isinstance(clause, Not):
            self._tell(f"`{clause}` takes away all that the rest matches; without it {without:,}")
        else:
            self._tell(f"`{clause}` matches {count:,}, but none that the rest matches; without it {without:,}")

    def _look_inside(self, clause: Node) -> None:
        """What is wrong within one clause that matches nothing."""
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
                self._tell(
                    f"its words stand apart from each other in {_passages(apart)}: leave out the quotation marks"
                )
        elif isinstance(clause, AtLeast):
            once = self._count(clause.word)
            if once:
                self._tell(f"`{clause.word}` stands less often in {_passages(once)}")

    def _look_into_said(self, clause: Said) -> None:
        """The parts of `said(...)` each said by somebody, or said in one passage by several."""
        parts = _clauses(clause.query)[:MOST_CLAUSES]
        if len(parts) < 2:
            return
        alone = {part: self._count(Said(part)) for part in parts}
        for part, count in alone.items():
            if not count:
                self._tell(f"no statement satisfies `{part}`")
        if all(alone.values()):
            counts = ", ".join(f"`{part}` {count:,}" for part, count in alone.items())
            self._tell(f"no ONE statement satisfies all of it; each alone: {counts}")

    def _look_at_sides(self, clause: Near | Together) -> None:
        sides = {side: self._count(side) for side in (clause.left, clause.right)}
        for side, count in sides.items():
            if not count:
                self._tell(f"`{side}` matches no passage")
        if all(sides.values()):
            both = self._count(And((clause.left, clause.right)))
            where = f"in {_passages(both)}, but never so near" if both else "never in one passage"
            self._tell(f"both sides stand {where}")

    # --- what may have been meant ------------------------------------------------------------------------------

    def _meant(self, node: Node) -> Iterator[str]:
        """Words and speakers of the index, spelled like those of the query that it does not have."""
        for leaf in _asked(node):
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
            self._tell(f"nobody is named {leaf.text!r}, but {_passages(count)} have `{role}`")
            yield str(role)

    def _known(self, word: str) -> bool:
        try:
            return self._count(Word(word)) > 0
        except QueryError:
            return True


def _passages(count: int) -> str:
    return f"{count:,} passage" + "s" * (count != 1)


def _clauses(node: Node) -> list[Node]:
    """What a passage must satisfy side by side; the alternatives of OR and of words side by side are one each."""
    if isinstance(node, Clauses):
        words = node.optional if len(node.optional) < 2 or not node.required else (_either(node.optional),)
        return list(dict.fromkeys([*node.required, *words, *map(Not, node.excluded)]))
    if isinstance(node, And | Or):
        return list(dict.fromkeys(node.nodes))
    return [] if isinstance(node, Nothing) else [node]


def _either(nodes: tuple[Node, ...]) -> Node:
    """Words side by side, without what is required beside them."""
    return Clauses(optional=nodes)


def _without(node: Node, clause: Node) -> Node | None:
    """The query without one of its clauses; None when nothing is left that could match."""
    if isinstance(node, And):
        return _joined([each for each in node.nodes if each != clause])
    if not isinstance(node, Clauses):
        return None
    required = tuple(each for each in node.required if each != clause)
    excluded = tuple(each for each in node.excluded if Not(each) != clause)
    optional = () if clause in (_either(node.optional), *node.optional) else node.optional
    if len(required) == len(node.required) and len(excluded) == len(node.excluded) and optional == node.optional:
        return None
    if required or optional:
        return Clauses(optional, required, excluded)
    return None


def _joined(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _asked(node: Node) -> Iterator[Node]:
    """The leaves that a passage is asked to have, those inside `said(...)` included; nothing under NOT."""
    waiting = [node]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, Clauses):
            waiting = [*each.optional, *each.required, *waiting]
        elif isinstance(each, And | Or | Said | Near | Together | AtLeast):
            waiting = [*children(each), *waiting]
        elif not isinstance(each, Not):
            yield each
