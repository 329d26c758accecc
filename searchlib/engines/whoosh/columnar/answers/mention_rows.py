"""The mentions of one kind, passage by passage: the rows that views are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchlib.array_types import Mask
from searchlib.engines.answers import Mention, MentionKind, MentionRow
from searchlib.engines.whoosh.columnar.answers.references import PassageRow
from searchlib.engines.whoosh.columnar.answers.stored_passages import StoredPassages
from searchlib.matching.stored import Header
from searchlib.models import Passage, Statement


def mention_rows(passages: StoredPassages, kind: MentionKind, matching: Sequence[Mask] | None) -> Iterator[MentionRow]:
    """The mentions in all passages, or in those that `matching` marks (a mask for each segment); see `Reader.mentions`."""
    for document_id in passages.document_ids():
        document = passages.find_document(document_id)
        refs = [] if document is None else passages.passages_of(document)
        if matching is not None:
            refs = [ref for ref in refs if matching[ref.segment][ref.row]]
        yield from _of_document(passages, kind, refs)


def _of_document(passages: StoredPassages, kind: MentionKind, refs: Sequence[PassageRow]) -> Iterator[MentionRow]:
    """The mentions in these passages of one document; a statement that runs over several of them once."""
    yielded: set[int] = set()
    for ref in refs:
        passage = passages.passage(ref)
        for mention in _mentions(passage, kind):
            if isinstance(mention, Statement):
                if mention.number in yielded:
                    continue
                yielded.add(mention.number)
            yield _row(passage, mention, passages.header(ref))


def _mentions(passage: Passage, kind: MentionKind) -> Sequence[Mention]:
    if kind == "statement":
        return passage.statements
    return passage.dates if kind == "date" else passage.quantities


def _row(passage: Passage, mention: Mention, header: Header) -> MentionRow:
    first, last = (max(0, end - passage.start) for end in (mention.start, mention.end))
    ordinal = None if isinstance(mention, Statement) else mention.statement
    statement = None if ordinal is None else next((said for said in passage.statements if said.number == ordinal), None)
    return MentionRow(passage.id, mention, passage.text[first:last], statement, header)
