"""What all views of a query have in common."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from searchlib.models import export
from searchlib.models.answer import LABEL_COLUMNS, Answer


class View(Answer):
    """What the passages that match a query state, side by side.

    `passages` of `total` matching passages were read, the best first; `cut` says how to see more, "" when nothing was left
    out.
    """

    passages: int = 0
    cut: str = ""

    columns: ClassVar[tuple[str, ...]] = ()
    """The names of the columns of `iter_rows` and `to_csv`."""

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a row, of `columns`, made when it is asked for; dates are ISO texts."""
        raise NotImplementedError

    def to_rows(self) -> list[dict[str, Any]]:
        """All rows of `iter_rows`: a view of 50,000 takes as much memory again."""
        return list(self.iter_rows())

    def to_csv(self, *, raw: bool = False) -> str:
        """A header and one line a row; cells that a spreadsheet would run are made harmless unless `raw`, as in Results.

        Behind `columns` stand LABEL_COLUMNS.
        """
        label = self.label()
        rows = ({**row, **label} for row in self.iter_rows())
        return export.csv_text(rows, (*self.columns, *LABEL_COLUMNS), raw=raw)


def period(first: date | None, last: date | None) -> str:
    """One day or a period as text; "" for none."""
    return iso_day(first) if first == last else f"{iso_day(first)} to {iso_day(last)}"


def iso_day(day: date | None) -> str:
    """A day as ISO text; "" for none."""
    return "" if day is None else day.isoformat()
