"""The distinct speakers of a segment, which documents name so, and what each says: read once a file."""

from __future__ import annotations

from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searchlib.array_types import Integers
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import SPEAKER_KINDS
from searchlib.linking.kept_links import Entry

UNNAMED: Final = SPEAKER_KINDS.index("unnamed")


class Entries(NamedTuple):
    """The distinct speakers of a segment; `of` has the place of each row of its speaker table, `statements` how many the row has."""

    named: list[Entry]
    of: Integers
    statements: Integers

    def documents(self, segment: Segment) -> Integers:
        """In how many living documents each is."""
        return np.bincount(self.of[living(segment)], minlength=len(self.named))


_cached: Final[WeakKeyDictionary[ArrayFile, Entries]] = WeakKeyDictionary()


def entries(segment: Segment) -> Entries:
    """The distinct speakers of a segment, those of deleted documents too."""
    known = _cached.get(segment.file)
    if known is None:
        known = _cached[segment.file] = Entries(*_read(segment), _statements(segment))
    return known


def living(segment: Segment) -> NDArray[np.bool_]:
    """For each row of the speaker table whether its document is not deleted."""
    return segment.deletions.alive_documents[segment.checked(segment.column("speaker_document"), segment.documents)]


def _read(segment: Segment) -> tuple[list[Entry], Integers]:
    kinds = segment.column("speaker_kind").astype(np.int64)
    rows = len(kinds)
    first, last = segment.dictionary.fields["name"]
    texts = [text.decode("utf-8", "replace") for _, text in segment.dictionary.terms("name")]
    postings = segment.dictionary.rows_of(first, last)
    names = np.full(rows, -1, np.int64)
    names[segment.checked(postings, rows)] = np.repeat(
        np.arange(last - first), segment.dictionary.posting_counts(first, last)
    )
    roles = np.where(kinds == UNNAMED, -1, segment.column("speaker_roles"))
    if rows and (int(names.min()) < 0 or int(kinds.max()) > UNNAMED):
        raise segment.file.corrupt("a speaker of it has no name")
    width = int(roles.max(initial=-1)) + 2
    codes, of = np.unique((names * len(SPEAKER_KINDS) + kinds) * width + roles + 1, return_inverse=True)
    named: list[Entry] = []
    for code in codes.tolist():
        rest, role = divmod(code, width)
        name, kind = divmod(rest, len(SPEAKER_KINDS))
        given = tuple(segment.strings[role - 1].split("\n")) if role else ()
        named.append((tuple(texts[name].split(" ")), SPEAKER_KINDS[kind], given))
    return named, of.astype(np.int64)


def who(segment: Segment) -> Integers:
    """The speaker of every statement row, a row of the speaker table or -1."""
    rows = segment.column("statement_speaker_row")
    if len(rows) and not -1 <= int(rows.min()) <= int(rows.max()) < len(segment.column("speaker_kind")):
        raise segment.file.corrupt("a statement of it has a speaker that is not there")
    return rows


def _statements(segment: Segment) -> NDArray[np.int64]:
    """How many statements each row of the speaker table has: one that runs over several passages counts once."""
    _, firsts = np.unique(segment.column("statement_identity"), return_index=True)
    speaking = who(segment)[firsts]
    return np.bincount(speaking[speaking >= 0], minlength=len(segment.column("speaker_kind")))
