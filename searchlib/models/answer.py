"""What every answer of an index says of itself: which question, over which state of the index, by which version of the library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any, Final

from searchlib import versions
from searchlib.models.spans import Value

LABEL_COLUMNS: Final = ("searchlib", "generation", "query")
"""What rows of a table of views, and lines of JSON Lines, say of the answer they are of."""

_LONGEST_QUERY: Final = 200
"""Characters of a query in each row: a text that is verified may have thousands."""


class Answer(Value):
    """The envelope of Results and of views.

    `query` is what was asked, `parsed` as it was read. `total` counts the passages that match, None when they were not
    counted. `searchlib` is the version of the library, `generation` counts the commits of the index that was asked.
    `suggestions` say what may have been meant when nothing matches; `took_ms` is milliseconds.
    """

    searchlib: str = versions.SEARCHLIB
    generation: int = 0
    query: str
    parsed: str
    total: int | None = None
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    took_ms: float = 0.0

    def to_json(self, *, indent: int | None = None) -> str:
        """One JSON object: `schema_version`, then the attributes."""
        whole = {"schema_version": versions.RESULTS_VERSION, **self.model_dump(mode="json")}
        return json.dumps(whole, ensure_ascii=False, indent=indent)

    def labelled(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Rows of a table of this answer as JSON Lines have them: each says what it is of, as those of an export do."""
        label = self.label()
        for row in rows:
            yield {**label, **row}

    def label(self) -> dict[str, Any]:
        """What each row of a table of this answer says of it: LABEL_COLUMNS, a long query cut."""
        query = shorten(self.query, _LONGEST_QUERY, placeholder=" ...")
        return dict(zip(LABEL_COLUMNS, (self.searchlib, self.generation, query), strict=True))
