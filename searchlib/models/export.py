"""Hits as tables: flat rows, CSV, TREC runs and pandas."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from searchlib.errors import MissingExtra
from searchlib.models.hits import Hit
from searchlib.models.mentions import Mark, Quantity

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

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
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


def data_frame(hits: Iterable[Hit]) -> Any:
    """A pandas DataFrame with a row a hit. Raises MissingExtra without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtra("to_pandas needs the library pandas", package="pandas") from None
    return pd.DataFrame([_cells(hit) for hit in hits], columns=list(CSV_COLUMNS))


def _cells(hit: Hit) -> list[Any]:
    passage = hit.passage
    return [
        hit.rank,
        round(hit.score, 6),
        passage.id,
        passage.document,
        hit.title,
        hit.published.isoformat() if hit.published else "",
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
