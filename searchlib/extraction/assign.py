"""In which statement a date or a quantity stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from searchlib.models import DateMention, Quantity, Statement

Mention = TypeVar("Mention", DateMention, Quantity)


def assign(mentions: Sequence[Mention], statements: Sequence[Statement]) -> tuple[Mention, ...]:
    """Each mention with the number of the innermost statement that holds its first character, by one sweep over both.

    Both are in the order of the text.
    """
    assigned: list[Mention] = []
    around: list[Statement] = []
    upcoming = 0
    for mention in mentions:
        while upcoming < len(statements) and statements[upcoming].start <= mention.start:
            around.append(statements[upcoming])
            upcoming += 1
        if around:
            around = [statement for statement in around if statement.end > mention.start]
        assigned.append(_within(mention, around) if around else mention)
    return tuple(assigned)


def _within(mention: Mention, around: list[Statement]) -> Mention:
    """A mention that takes its statement from those around it: the shortest."""
    inner = around[0] if len(around) == 1 else min(around, key=_length)
    return mention.trusted(mention.__dict__ | _of_statement(mention, inner))


def _length(statement: Statement) -> int:
    return statement.end - statement.start


def _of_statement(mention: DateMention | Quantity, statement: Statement) -> dict[str, Any]:
    """What a mention takes from the statement it stands in: its number, and a quantity its marks too."""
    if isinstance(mention, Quantity) and statement.marks:
        return {"statement": statement.number, "marks": statement.marks}
    return {"statement": statement.number}
