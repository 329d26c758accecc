"""The Whoosh schema of an index, made from the table of fields: it comes from code and is never read from a disk.

Whoosh's own queries, parser, highlighter and facets work on these fields. What they find in a field of mentions
(speaker, date, number ...) are candidates: searchlib's filters are decided on the mention tables.

    words             text of our analysis, with positions; text and title are scored, noun is not
    name              folded parts of a name, never stemmed
    keyword, choice   one whole value
    period, day       days, as Whoosh's DATETIME at midnight
    range             figures, as Whoosh's NUMERIC of floats
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from whoosh import analysis as whoosh_analysis
from whoosh import fields, formats

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.fields import FIELDS, Field

NO_VALUE: Final = 2**64 - 1
"""The value of a column of days where a passage has no day."""

Tokens = Iterable[tuple[str, int, int, int]]
"""Term, position, start and end."""


class Analysis(whoosh_analysis.Analyzer):
    """A function from text to terms, as a Whoosh analyzer."""

    def __init__(self, tokens: Callable[[str], Tokens]) -> None:
        self.tokens = tokens

    def __call__(
        self,
        value: str,
        *,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,  # noqa: ARG002 - Whoosh names it
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Whoosh's protocol: one token, yielded again and again. A list is taken as terms already."""
        token = whoosh_analysis.Token(positions, chars, **kwargs)
        given = enumerate(value) if isinstance(value, list | tuple) else None
        tokens = self.tokens(value) if given is None else ((term, at, 0, 0) for at, term in given)
        for term, position, start, end in tokens:
            token.text = token.original = term
            token.boost = 1.0
            token.stopped = False
            if positions:
                token.pos = start_pos + position
            if chars:
                token.startchar = start_char + start
                token.endchar = start_char + end
            yield token


def words(text: str, analyzer: Analyzer = analysis.ENGLISH) -> Tokens:
    """The terms of a text."""
    tokens = analyzer.analyze(text)
    return zip(tokens.terms, tokens.positions, tokens.starts, tokens.ends, strict=True)


def names(text: str) -> Tokens:
    """The folded parts of a name."""
    return ((part, at, 0, len(text)) for at, part in enumerate(analysis.fold_name(text)))


def whole(text: str) -> Tokens:
    """The text itself."""
    return [(text, 0, 0, len(text))]


def folded(text: str) -> Tokens:
    """The text itself, folded."""
    return [(analysis.fold(text), 0, 0, len(text))]


class PositionsFormat(formats.Positions):
    """Positions as plain little-endian numbers: Whoosh's own format pickles them."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """The positions, four bytes each."""
        return struct.pack(f"<{len(poslist)}I", *poslist)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions again."""
        return list(struct.unpack(f"<{len(valuestring) // 4}I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are."""
        return len(valuestring) // 4

    def decode_weight(self, valuestring: bytes) -> float:
        """The same as a float."""
        return float(len(valuestring) // 4)


class Words(fields.TEXT):
    """A field of words; only those that have positions are searched for phrases."""

    def __init__(self, tokens: Callable[[str], Tokens], *, positions: bool, stored: bool, sortable: bool) -> None:
        super().__init__(analyzer=Analysis(tokens), stored=stored, sortable=sortable)
        self.format = PositionsFormat() if positions else formats.Existence()
        self.scorable = positions
        self.multitoken_query = "and"


class Value(fields.ID):
    """A field of whole values."""

    def __init__(self, tokens: Callable[[str], Tokens], *, stored: bool, sortable: bool, unique: bool) -> None:
        super().__init__(analyzer=Analysis(tokens), stored=stored, sortable=sortable, unique=unique)


class Day(fields.DATETIME):
    """A field of days: takes a date, a datetime or Whoosh's text of one."""

    def prepare_datetime(self, x: Any) -> Any:
        """As Whoosh's, but a plain date is a datetime at midnight."""
        if isinstance(x, date) and not isinstance(x, datetime):
            x = datetime(x.year, x.month, x.day)  # noqa: DTZ001 - days have no zone
        return super().prepare_datetime(x)

    def prepare_number(self, x: Any) -> Any:
        """As Whoosh's, but a range may be asked in dates too."""
        return super().prepare_number(self.prepare_datetime(x) if isinstance(x, date) else x)

    def from_column_value(self, value: Any) -> Any:
        """The day as a datetime; None where there is none."""
        return None if value >= NO_VALUE else super().from_column_value(value)


class Figure(fields.NUMERIC):
    """A field of figures, in which 0.0 and -0.0 are one."""

    def __init__(self, *, sortable: bool) -> None:
        super().__init__(float, shift_step=8, sortable=sortable)

    def prepare_number(self, x: Any) -> Any:
        """As Whoosh's, without the sign of zero."""
        prepared = super().prepare_number(x)
        return prepared + 0.0 if isinstance(prepared, float) else prepared


def _field_type(field: Field, analyzer: Analyzer) -> fields.FieldType:
    if field.kind == "words":
        terms = partial(words, analyzer=analyzer) if field.boost > 0 else words  # nouns are English in any index
        return Words(terms, positions=field.boost > 0, stored=field.stored, sortable=field.sortable)
    if field.kind == "name":
        return Words(names, positions=False, stored=False, sortable=False)
    if field.kind in ("period", "day"):
        return Day(stored=field.stored, sortable=field.sortable)
    if field.kind == "range":
        return Figure(sortable=field.sortable)
    tokens = folded if field.name == "source" else whole
    return Value(tokens, stored=field.stored, sortable=field.sortable, unique=field.name == "doc")


def whoosh_schema(analyzer: Analyzer = analysis.ENGLISH) -> fields.Schema:
    """A new schema: every field of the table by its name, and `passage`, the stored id of each passage.

    `analyzer` is that of the index.
    """
    return fields.Schema(passage=fields.STORED(), **{field.name: _field_type(field, analyzer) for field in FIELDS})
