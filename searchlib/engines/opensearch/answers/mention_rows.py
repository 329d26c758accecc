"""The mentions of one kind, passage by passage: the rows that views are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searchlib.engines.answers import Mention, MentionKind, MentionRow
from searchlib.matching.stored import Stored
from searchlib.models import Passage, Statement


def mention_rows(passages: Iterable[Stored], kind: MentionKind) -> Iterator[MentionRow]:
    """The mentions in these passages, which come document by document; a statement that runs over several of them once."""
    document, yielded = "", set[int]()
    for stored in passages:
        passage = stored.passage
        if passage.document != document:
            document, yielded = passage.document, set()
        for mention in _mentions(passage, kind):
            if isinstance(mention, Statement):
                if mention.number in yielded:
                    continue
                yielded.add(mention.number)
            yield _row(stored, mention)


def _mentions(passage: Passage, kind: MentionKind) -> Sequence[Mention]:
    if kind == "statement":
        return passage.statements
    return passage.dates if kind == "date" else passage.quantities


def _row(stored: Stored, mention: Mention) -> MentionRow:
    passage = stored.passage
    first, last = (max(0, end - passage.start) for end in (mention.start, mention.end))
    number = None if isinstance(mention, Statement) else mention.statement
    statement = None if number is None else next((said for said in passage.statements if said.number == number), None)
    return MentionRow(passage.id, mention, passage.text[first:last], statement, stored.header)
