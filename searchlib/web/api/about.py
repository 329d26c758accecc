"""What the server and its index are: health, stats, fields, and a page of all endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from searchlib.fields import FACETS, FIELDS, SORTS
from searchlib.index_reading import ReadOnlyIndex
from searchlib.presentation.counts import counted
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
    openapi = request.app.openapi()
    schemas = openapi["components"]["schemas"]
    return HTMLResponse(
        render(
            "docs.html",
            openapi=openapi,
            errors=errors,
            parameters=lambda operation: _parameters(operation, schemas),
            counted=counted,
        )
    )


_Listed = list[tuple[str, Mapping[str, Any], str]]


def _parameters(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[_Listed, _Listed]:
    """What an operation takes in its address, and in its body: names, schemas and meanings."""
    in_address = [(one["name"], {**one["schema"], **one}) for one in operation.get("parameters", ())]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    in_body = schemas.get(body.get("$ref", "").rpartition("/")[2], {}).get("properties", {}).items()
    told = [
        [(name, one.get("schema", one), one.get("description", "")) for name, one in rows]
        for rows in (in_address, in_body)
    ]
    return told[0], told[1]
