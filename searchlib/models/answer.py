"""What every answer of an index says of itself: which question, over which state of the index, by which version of the library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from searchlib import versions
from searchlib.models.spans import Value


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
        label = {"searchlib": self.searchlib, "generation": self.generation, "query": self.query}
        for row in rows:
            yield {**label, **row}
