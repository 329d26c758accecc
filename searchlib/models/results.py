"""The results of one search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from searchlib.definitions.modelling import Field
from searchlib.models import export
from searchlib.models.answer import Answer
from searchlib.models.export import CSV_COLUMNS
from searchlib.models.hits import Hit, warn_renamed


class Results(Answer):
    """The results of one search, in order, with totals and facets over all its matches.

    `parsed` has the dates resolved and the filters of the options. `total_all` counts the passages that hold every word
    asked for; it is exact as `total` is, and None when counting was skipped. `facets` counts values over all matches.
    `complete` is False when a time budget ended the search. `documents` counts the documents of all matches when they are
    grouped by document. Iterating gives the hits.
    """

    hits: tuple[Hit, ...]
    total_all: int | None = None
    offset: int = 0
    facets: dict[str, tuple[tuple[str, int], ...]] = Field(default_factory=dict)
    plan: str = ""
    complete: bool = True
    documents: int | None = None

    def __iter__(self) -> Iterator[Hit]:  # type: ignore[override]
        """The hits, best first."""
        return iter(self.hits)

    def __len__(self) -> int:
        """How many hits there are on this page."""
        return len(self.hits)

    def __getitem__(self, place: int) -> Hit:
        """The hit at a position of the page, from 0. Raises IndexError."""
        return self.hits[place]

    def __bool__(self) -> bool:
        """Whether there is any hit."""
        return bool(self.hits)

    def _repr_html_(self) -> str:
        """The table that a notebook shows, one row per hit."""
        from searchlib.models import notebook_html  # notebooks alone

        rows = [
            (
                hit.rank,
                hit.title or hit.passage.document,
                "" if hit.published is None else hit.published.isoformat(),
                hit.source,
                hit.passage.text,
                f"{hit.path or hit.passage.document}:{hit.passage.line}",
            )
            for hit in self.hits
        ]
        remark = "" if self.total is None else f"{self.total:,} passage{' matches' if self.total == 1 else 's match'}."
        heads = ("rank", "title", "published", "source", "passage", "place")
        return notebook_html.table(self.query, heads, rows, remark=remark)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One plain dictionary per hit; dates are ISO texts."""
        return [hit.model_dump(mode="json") for hit in self.hits]

    def to_rows(self, columns: Sequence[str] = CSV_COLUMNS) -> list[dict[str, Any]]:
        """One flat dictionary per hit with these columns of CSV_COLUMNS or "query"; `to_csv` says what they contain."""
        return export.rows(self.query, self.hits, columns)

    def to_csv(self, *, raw: bool = False, columns: Sequence[str] = CSV_COLUMNS, mentions: bool = False) -> str:
        """CSV: a header and one row per hit; several speakers, dates or quantities are joined by "; ". With `mentions`, one row per mention.

        A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a return) is prefixed with an
        apostrophe and control characters show as escapes, unless `raw`. `columns` are those wanted of CSV_COLUMNS and
        "query".
        """
        if mentions:
            named = {"query": self.query} if "query" in columns else {}
            rows = [{**named, **row} for row in self.mentions()]
            return export.csv_text(rows, (*named, *export.MENTION_COLUMNS), raw=raw)
        return export.csv_text(self.to_rows(columns), columns, raw=raw)

    def to_trec(self, query_id: str, *, run: str = "searchlib") -> str:
        """The hits in the format of TREC runs: `query Q0 passage rank score run`, one line per hit; spaces in ids become _."""
        return export.trec_text(query_id, self.hits, run=run)

    def mentions(self) -> list[dict[str, Any]]:
        """One flat dictionary per statement, date or quantity of the hits, with who says it and where; of MENTION_COLUMNS."""
        return export.mention_rows(self.hits)

    def to_pandas(self, *, mentions: bool = False) -> Any:
        """A pandas DataFrame with one row per hit and the columns of `to_csv`; with `mentions`, one row per mention.

        Raises MissingExtra without pandas.
        """
        if mentions:
            return export.data_frame(self.mentions(), export.MENTION_COLUMNS)
        return export.data_frame(self.to_rows(), CSV_COLUMNS)

    @property
    def understood(self) -> str:
        """The old name of `parsed`."""
        warn_renamed("Results.understood", "Results.parsed")
        return self.parsed
