"""Documents, passages and speakers as the index holds them; and documents added and deleted, where that is allowed."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from searchlib.analysis import fold
from searchlib.engines.answers import Speaker
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Results, export
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest
from searchlib.searching.diagnosis import facets_missed
from searchlib.web.answering import TABLES, Content, answer, as_json, form_of, lines, service_of
from searchlib.web.parameters import Format

_FACET_COLUMNS: Final = ("value", "count")


async def document(request: Request, _given: Any, id: str) -> Response:  # noqa: A002 - the name in the path
    """A document with all its passages, and every statement, date and quantity in them."""
    return await answer(request, lambda index: _whole(index, id))


async def article(request: Request, given: Any) -> Response:
    """The document of a page, as JSON with all its passages, or as CSV with a line a passage."""
    form = form_of(request, given.format, TABLES)
    key = given.document or given.passage.rpartition("#")[0] or given.passage
    return await answer(
        request, lambda index: _whole(index, key) if form == "json" else _hits(_passages(index, key), form)
    )


def _whole(index: ReadOnlyIndex, key: str) -> Content:
    document = index.document(key)
    passages = index.reader.document_passages(key)  # none, for a document without a sentence
    told = {
        "document": document.model_dump(mode="json"),
        "passages": [one.model_dump(mode="json") for one in passages],
    }
    return Content(as_json(told))


def _passages(index: ReadOnlyIndex, key: str) -> Results:
    """The passages of a document as hits, in their order. Raises NotFound."""
    count = len(index.reader.document_passages(index.document(key).id))
    return index.ask(SearchRequest("", (("doc", key),), SearchOptions(limit=max(1, count), count=False)))


async def passage(request: Request, _given: Any, id: str) -> Response:  # noqa: A002 - the name in the path
    """A passage, with every statement, date and quantity in it. Its id is `document#ordinal`, the # written as %23."""
    return await answer(request, lambda index: Content(as_json(index.passage(id).model_dump(mode="json"))))


async def like(request: Request, given: Any, id: str) -> Response:  # noqa: A002 - the name in the path
    """The passages that share most of the rare words of this one."""
    form = form_of(request, given.format, TABLES)
    return await answer(request, lambda index: _hits(index.like(id, given.limit), form))


def _hits(results: Results, form: Format) -> Content:
    if form == "csv":
        return Content(results.to_csv(), form)
    if form == "ndjson":
        return Content(lines(results.labelled(results.to_dicts())), form)
    return Content(as_json(results.model_dump(mode="json")))


async def speakers(request: Request, given: Any) -> Response:
    """All speakers of statements: the named ones first, then the unnamed, each by falling number of statements."""
    form = form_of(request, given.format, TABLES)

    def work(index: ReadOnlyIndex) -> Content:
        wanted = fold(given.contains)
        rows = [row for row in index.speakers() if any(wanted in fold(name) for name in (row.name, *row.names))]
        shown = [row._asdict() for row in rows[given.offset : given.offset + given.limit]]
        if form == "csv":
            flat = [{**row, "names": "; ".join(row["names"]), "roles": "; ".join(row["roles"])} for row in shown]
            return Content(export.csv_text(flat, Speaker._fields, raw=False), form)
        if form == "ndjson":
            return Content(lines(shown), form)
        truncated = given.offset + len(shown) < len(rows)
        warnings = facets_missed(index.reader, ("speaker",))
        told = {"speakers": shown, "total": len(rows), "truncated": truncated, "warnings": warnings}
        return Content(as_json(told))

    return await answer(request, work)


# --- writing ---------------------------------------------------------------------------------------------------------


async def add(request: Request, given: Any) -> JSONResponse:
    """Add documents, or replace those of the same id, in one commit. Only where the server was started with --write."""
    service = service_of(request)
    report = await service.answer(lambda: service.writable().add(given.read()))
    failures = [{"place": one.place, "detail": one.message} for one in report.failures]
    known = {"added": report.added, "updated": report.updated, "generation": report.generation, "failures": failures}
    return JSONResponse(known, headers={"Cache-Control": "no-store"})


async def delete(request: Request, _given: Any, id: str) -> Response:  # noqa: A002 - the name in the path
    """Delete a document. Only where the server was started with --write."""
    service = service_of(request)
    await service.answer(lambda: service.writable().delete(id))
    return Response(status_code=204)
