"""`facets/{name}`: the values of a field over all matches of a search, each with how many passages have it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from fastapi import Request, Response

from searchlib.analysis import fold
from searchlib.errors import NotFound
from searchlib.fields import FACETS
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import export
from searchlib.query.context import nearest, shortened
from searchlib.query.values import EXTRA
from searchlib.web.answering import TABLES, Content, answer, as_json, form_of, lines
from searchlib.web.parameters import Format, refuse_empty, search_request

_COLUMNS: Final = ("value", "count")


async def facet(request: Request, given: Any, name: str) -> Response:
    """The values of one facet over all matches, most frequent first; `contains` keeps those with these characters."""
    form = form_of(request, given.format, TABLES)
    if name not in FACETS and not name.startswith(EXTRA):
        meant = nearest(name, FACETS)
        raise NotFound(f"There is no facet {shortened(name)}{f'; did you mean {meant!r}?' if meant else '.'}")
    return await answer(request, lambda index: facet_content(index, given, name, form))


def facet_content(index: ReadOnlyIndex, given: Any, name: str, form: Format) -> Content:
    """A facet in one of its forms."""
    asked = search_request(given)
    refuse_empty(asked)
    results = index.ask(replace(asked, options=replace(asked.options, facets=(name,), limit=0)))
    wanted = fold(given.contains)
    rows = [{"value": value, "count": count} for value, count in results.facets.get(name, ()) if wanted in fold(value)]
    shown = rows[: given.limit]
    if form == "csv":
        return Content(export.csv_text(shown, _COLUMNS, raw=False), form, whole=results.complete)
    if form == "ndjson":
        return Content(lines(shown), form, whole=results.complete)
    told = {
        "name": name,
        "values": shown,
        "total": len(rows),
        "truncated": len(shown) < len(rows) or not results.complete,
        "warnings": results.warnings,
    }
    return Content(as_json(told), whole=results.complete)
