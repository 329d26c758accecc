"""What the server and its index are: health, stats, fields, and a page of all endpoints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from searchlib.fields import FACETS, FIELDS, SORTS
from searchlib.index_reading import ReadOnlyIndex
from searchlib.web.answering import Content, answer, as_json, service_of
from searchlib.web.problems import REFUSALS, STATUS
from searchlib.web.templating import render


async def health(request: Request, _given: Any) -> JSONResponse:
    """Whether the index can be read, and its generation. Not kept by anybody."""
    service = service_of(request)
    version = await service.answer(lambda: service.newest().reader.version)
    known = {"status": "ok", "generation": version, "writes": service.writes}
    return JSONResponse(known, headers={"Cache-Control": "no-store"})


async def stats(request: Request, _given: Any) -> Response:
    """Numbers of documents, passages, words, statements, dates and quantities, the generation, bytes on disk.

    A statement counts once for each passage that it overlaps.
    """
    return await answer(request, lambda index: Content(as_json(index.stats())))


async def fields(request: Request, _given: Any) -> Response:
    """The fields of the query language, what can be counted (facets), and what hits can be sorted by."""
    return await answer(request, _fields)


def _fields(_index: ReadOnlyIndex) -> Content:
    rows = [asdict(row) for row in FIELDS]
    return Content(as_json({"fields": rows, "facets": FACETS, "sorts": list(SORTS)}))


async def docs(request: Request) -> HTMLResponse:
    """All endpoints on a page, and every code of an error; nothing is fetched from elsewhere."""
    errors = {**STATUS, **{code: status for code, (status, _) in REFUSALS.items()}}
    return HTMLResponse(render("docs.html", openapi=request.app.openapi(), errors=errors))
