"""The endpoints of views: a whole view as JSON, its rows as CSV or JSON Lines."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from searchlib.web.answering import TABLES, Content, answer, as_json, form_of, lines
from searchlib.web.parameters import Format
from searchlib.web.views import ServedView


async def view(request: Request, given: Any, asked: ServedView) -> Response:
    """The view with these parameters. JSON says with `truncated` whether passages were left out, as `cut` tells in words."""
    form = form_of(request, given.format, TABLES)
    return await answer(request, lambda index: view_content(asked.ask(index, given), form))


def view_content(shown: Any, form: Format) -> Content:
    """A view in one of its forms."""
    if form == "csv":
        return Content(shown.to_csv(), form)
    if form == "ndjson":
        return Content(lines(shown.labelled(shown.iter_rows())), form)
    return Content(as_json({**shown.model_dump(mode="json"), "truncated": bool(shown.cut)}))
