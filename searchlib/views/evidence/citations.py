"""The sentences of a text that are to be checked: prose, one citation a line, or rows of our own tables.

A row is a line of a table with its heads (commas or tabs between cells), such a line without the heads when its cells are as
many as those of one table, or a JSON object. Its text is read, with the speaker and the day of its own columns.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from searchlib.matching.stored import Header
from searchlib.models import Document, Passage, Quantity, Statement
from searchlib.models.answer import LABEL_COLUMNS
from searchlib.models.export import CSV_COLUMNS
from searchlib.models.views.figures import FIGURE_COLUMNS
from searchlib.models.views.quotes import QUOTE_COLUMNS
from searchlib.models.views.timeline import TIMELINE_COLUMNS
from searchlib.models.views.verification import VERIFICATION_COLUMNS
from searchlib.sentences import paragraph_bounds
from searchlib.views.evidence.sentences_read import SentenceRead, sentences_of

Reading = Callable[[Document], Sequence[Passage]]
"""Reads what a document states."""

TABLES: Final[tuple[tuple[str, ...], ...]] = (
    FIGURE_COLUMNS,
    TIMELINE_COLUMNS,
    QUOTE_COLUMNS,
    CSV_COLUMNS,
    VERIFICATION_COLUMNS,
)
"""The columns of the tables whose rows can be checked."""
_TEXTS: Final = ("cited", "sentence", "text", "wording", "quotation")
"""Columns that hold what is checked, the first that a row has."""
_SIDED: Final = ("one_text", "other_text")
"""Columns of a row about two documents that hold what is checked."""
_MARKS: Final = re.compile(r"\A\s*(?:[-*•–]|\d{1,3}[.)])\s+(?=\S)")
"""What begins the line of a list."""
_PASSAGE: Final = re.compile(r"[^\n]+#\d{1,9}")
_FORMULA: Final = re.compile(r"^'(?=[=+\-@])")
_QUOTATION: Final = re.compile(r"[“\"«„]([^“”\"«»„]{2,1000})[”\"»“]|(?<!\w)‘((?:[^‘’]|’(?=\w)){2,1000})’(?!\w)")


@dataclass(frozen=True, eq=False)
class Citation:
    """A sentence that is to be checked, with the quotations in it that begin there."""

    sentence: SentenceRead
    quotations: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A text to be read, with what its columns say."""

    text: str
    columns: Mapping[str, Any] = field(default_factory=dict)


def read_citations(text: str, reading: Reading, *, published: date | None = None) -> Iterator[Citation]:
    """The citations of a text, in order; `published` is the day that relative days in prose count from."""
    for ordinal, row in enumerate(_rows(text), 1):
        document = Document(id=f"{ordinal}", text=row.text, published=_day(row.columns.get("published")) or published)
        for passage in reading(document):
            yield from _citations(_with_columns(passage, row.columns))


def _citations(passage: Passage) -> Iterator[Citation]:
    spans = [(passage.start + one.start(), one[1] or one[2]) for one in _QUOTATION.finditer(passage.text)]
    header = Header("", None, "unknown", "", "", "")
    for sentence in sentences_of(passage, header):
        if sentence.tokens:
            quotations = tuple(
                text for at, text in spans if sentence.start <= at < sentence.end and " " in text.strip()
            )
            yield Citation(sentence, quotations)


# ---- rows -----------------------------------------------------------------------------------------------------------


def _rows(text: str) -> Iterator[_Row]:
    """The rows of tables in a text, else its paragraphs."""
    table = _table(text)
    if table is not None:
        yield from table
        return
    for start, end in paragraph_bounds(text):
        paragraph = text[start:end].strip()
        if paragraph:
            columns = _json_columns(paragraph)
            yield from [_Row(_MARKS.sub("", paragraph, count=1))] if columns is None else _rows_of(columns)


def _json_columns(line: str) -> Mapping[str, Any] | None:
    """The columns of a JSON object as JSON Lines have it, a row of a table; None for another text."""
    if not line.startswith("{"):
        return None
    try:
        columns = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if isinstance(columns, dict) and isinstance(passage := columns.get("passage"), dict):
        columns = {**columns, "text": passage.get("text"), "passage": passage.get("id")}
    return columns if isinstance(columns, dict) and set(columns) & {*_TEXTS, *_SIDED} else None


def _table(text: str) -> list[_Row] | None:
    """The rows of a table of ours, with its heads or without; None for another text."""
    lines = text.lstrip("\ufeff\n")
    first = lines.partition("\n")[0]
    delimiter = "\t" if "\t" in first else ","
    if first.count(delimiter) < min(map(len, TABLES)) // 2:
        return None
    try:
        cells = [row for row in csv.reader(lines.splitlines(keepends=True), delimiter=delimiter) if row]
    except csv.Error:
        return None
    heads = next((columns for columns in TABLES if _is_row_of(columns, cells[0])), None)
    if set(cells[0]) & {*_TEXTS, *_SIDED} and {"passage", "document", "one_passage"} & set(cells[0]):
        heads, cells = tuple(cells[0]), cells[1:]
    if heads is None:
        return None
    return [one for row in cells for one in _rows_of(dict(zip(heads, map(_harmed, row), strict=False)))]


def _is_row_of(columns: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells may be a row of a table: as many, or with its label, and the id of a passage where one belongs."""
    more = len(cells) - len(columns)
    return more in (0, len(LABEL_COLUMNS)) and bool(_PASSAGE.fullmatch(cells[columns.index("passage")]))


def _harmed(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return _FORMULA.sub("", cell)


def _rows_of(columns: Mapping[str, Any]) -> list[_Row]:
    """The text of a row; of a row about two documents, what each of them has."""
    if not set(columns) & {*_SIDED}:
        rows = [_row_of(columns)]
    else:
        sides = ({"text": columns.get(f"{side}_text"), "who": columns.get(f"{side}_who")} for side in ("one", "other"))
        rows = [_row_of({**side, "kind": columns.get("kind")}) for side in sides]
    return [row for row in rows if row is not None]


def _row_of(columns: Mapping[str, Any]) -> _Row | None:
    texts = (columns.get(name) for name in _TEXTS)
    text = next((text for text in texts if isinstance(text, str) and not text.isdigit() and text.strip()), None)
    return None if text is None else _Row(" ".join(text.split()), columns)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _with_columns(passage: Passage, columns: Mapping[str, Any]) -> Passage:
    """The passage with the speaker of its row, when its text names none, and the row's figure, when its text has another."""
    statements, quantities = passage.statements, passage.quantities
    speaker = columns.get("speaker") or (columns.get("who") if columns.get("kind") == "statement" else "")
    if isinstance(speaker, str) and speaker and not any(said.speaker for said in statements):
        statements = (_statement(passage, speaker),)
        quantities = tuple(figure.model_copy(update={"statement": 0}) for figure in quantities)
    figure = _figure(passage, columns)
    if figure is not None and not any(_is_same(figure, one) for one in quantities):
        quantities = (*quantities, figure)
    return passage.model_copy(update={"statements": statements, "quantities": quantities})


def _statement(passage: Passage, speaker: str) -> Statement:
    return Statement(
        number=0,
        start=passage.start,
        end=passage.end,
        kind="indirect",
        speaker=speaker,
        speaker_kind="person",
        rule="column",
        confidence="explicit",
    )


def _figure(passage: Passage, columns: Mapping[str, Any]) -> Quantity | None:
    """The figure of a row's columns; it stands at no characters of the text."""
    try:
        return Quantity(
            start=passage.start,
            end=passage.start,
            low=float(columns["low"]),
            high=float(columns["high"]),
            modifier=columns.get("modifier") or "exact",
            unit=columns.get("unit") or "",
            noun=columns.get("noun") or "",
            head=(columns.get("noun") or "").rpartition(" ")[2],
            rule="column",
            confidence="explicit",
        )
    except (KeyError, TypeError, ValueError):
        return None


def _is_same(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high, one.unit) == (other.low, other.high, other.unit)
