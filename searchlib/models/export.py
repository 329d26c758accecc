"""Hits as tables: flat rows, CSV, TREC runs and pandas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from searchlib.definitions.regexes import regex
from searchlib.errors import MissingExtra
from searchlib.models.hits import Hit
from searchlib.models.mentions import DateMention, Mark, Quantity, Statement

CSV_COLUMNS = (
    "rank",
    "score",
    "passage",
    "document",
    "title",
    "published",
    "source",
    "path",
    "line",
    "speakers",
    "dates",
    "quantities",
    "text",
    "extra",
    "url",
    "page",
    "before",
    "after",
)
"""The columns of all tables, in order."""

MENTION_COLUMNS: Final = (
    "rank", "kind", "text", "speaker", "speaker_kind", "role", "said", "low", "high", "modifier", "unit", "noun", "first", "last",
    "grain", "marks", "confidence", "rule", "start", "end", "passage", "document", "title", "published", "source", "url", "path",
    "line",
)  # fmt: skip
"""The columns of a table of mentions, in order; what a kind of mention has not is empty."""

_CONTROLS: Final = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that a terminal may obey, but for tabs and ends of lines."""


def rows(query: str, hits: Iterable[Hit], columns: Sequence[str]) -> list[dict[str, Any]]:
    """One flat dictionary a hit, of these CSV_COLUMNS or "query"."""
    whole = [{"query": query, **dict(zip(CSV_COLUMNS, _cells(hit), strict=True))} for hit in hits]
    return [{name: row[name] for name in columns} for row in whole]


def csv_text(table_rows: Iterable[dict[str, Any]], columns: Sequence[str], *, raw: bool) -> str:
    """A header and the rows; unless `raw`, without cells that a spreadsheet would run as a formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(columns)
    for row in table_rows:
        writer.writerow(row.values() if raw else [_harmless(cell) for cell in row.values()])
    return table.getvalue()


def trec_text(query_id: str, hits: Iterable[Hit], *, run: str) -> str:
    """`query Q0 passage rank score run`, a line a hit (the format of trec_eval); spaces in ids become _."""
    return "".join(
        f"{query_id} Q0 {'_'.join(hit.passage.id.split())} {hit.rank} {hit.score:.6f} {run}\n" for hit in hits
    )


def mention_rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """One flat dictionary a mention, of MENTION_COLUMNS: statements, dates and quantities of each hit, in their order.

    A statement that runs over several hits comes once. `speaker` to `said` of a date or quantity are those of its statement.
    """
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        said = {one.number: one for one in hit.passage.statements}
        for one in hit.passage.statements:
            if (hit.document, one.number) not in seen:
                seen.add((hit.document, one.number))
                rows.append(_mention_row(hit, one, one, {"kind": "statement"}))
        for mention in hit.passage.dates:
            days = {"first": _iso(mention.first), "last": _iso(mention.last), "grain": mention.grain}
            own = {"kind": "date", **days, "modifier": mention.modifier}
            rows.append(
                _mention_row(hit, mention, said.get(-1 if mention.statement is None else mention.statement), own)
            )
        for quantity in hit.passage.quantities:
            own = {"kind": "quantity", **quantity.model_dump(include={"low", "high", "modifier", "unit", "noun"})}
            number = -1 if quantity.statement is None else quantity.statement
            rows.append(_mention_row(hit, quantity, said.get(number), own))
    return rows


def _mention_row(
    hit: Hit, mention: Statement | DateMention | Quantity, said: Statement | None, own: dict[str, Any]
) -> dict[str, Any]:
    """A mention's place and text, who says it, and what is its `own`."""
    marks = () if isinstance(mention, DateMention) else mention.marks
    whole = {
        **dict.fromkeys(MENTION_COLUMNS, ""),
        **(
            {"speaker": said.speaker, "speaker_kind": said.speaker_kind, "role": said.role, "said": _iso(said.on)}
            if said
            else {}
        ),
        **own,
        "rank": hit.rank,
        "text": mention.text,
        "marks": "; ".join(dict.fromkeys(mark.kind for mark in marks)),
        **mention.model_dump(include={"confidence", "rule", "start", "end"}),
        "passage": hit.passage.id,
        "document": hit.document,
        "published": _iso(hit.published),
        "line": hit.passage.line + hit.passage.text.count("\n", 0, max(0, mention.start - hit.passage.start)),
        **hit.model_dump(include={"title", "source", "url", "path"}),
    }
    return {name: whole[name] for name in MENTION_COLUMNS}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def data_frame(table_rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Any:
    """A pandas DataFrame of these rows. Raises MissingExtra without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("to_pandas needs the library pandas", package="pandas") from None
    return pd.DataFrame(list(table_rows), columns=list(columns))


def _cells(hit: Hit) -> list[Any]:
    passage = hit.passage
    return [
        hit.rank,
        round(hit.score, 6),
        passage.id,
        passage.document,
        hit.title,
        _iso(hit.published),
        hit.source,
        hit.path,
        passage.line,
        "; ".join(dict.fromkeys(said.speaker for said in passage.statements if said.speaker)),
        "; ".join(dict.fromkeys(f"{one.first}..{one.last}" for one in passage.dates if one.first)),
        "; ".join(_quantity_words(one) for one in passage.quantities),
        passage.text,
        json.dumps(hit.extra, ensure_ascii=False) if hit.extra else "",
        hit.url,
        "" if hit.page is None else hit.page,
        "\n\n".join(other.text for other in hit.before),
        "\n\n".join(other.text for other in hit.after),
    ]


def _quantity_words(quantity: Quantity) -> str:
    """A quantity for a program to read: all digits, no separators."""
    low, high = f"{quantity.low:.15g}", f"{quantity.high:.15g}"
    figure = low if low == high else f"{low}..{high}"
    modifier = "" if quantity.modifier == "exact" else quantity.modifier.replace("_", " ") + " "
    return " ".join(f"{marks_words(quantity.marks)}{modifier}{figure} {quantity.unit} {quantity.noun}".split())


def marks_words(marks: Sequence[Mark]) -> str:
    """The marks before a value: "denied: ", or nothing."""
    return ", ".join(dict.fromkeys(mark.kind for mark in marks)) + ": " if marks else ""


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    cell = _CONTROLS.sub(lambda match: f"\\x{ord(match[0]):02x}", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\n") else cell
