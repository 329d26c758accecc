"""`search`: a page of hits as JSON, or all of them as a stream of CSV or JSON Lines; `multi-search`: several at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from searchlib.errors import SearchlibError
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Results
from searchlib.searching import SearchRequest
from searchlib.web.answering import MEDIA_TYPES, TABLES, Content, answer, as_json, form_of, lines, service_of
from searchlib.web.api.cursors import continued, next_cursor, read_cursor
from searchlib.web.faults import problem_of_faults
from searchlib.web.limits import LIMITS
from searchlib.web.parameters import Format, Parameters, refuse_empty, search_request
from searchlib.web.problems import Refused, problem_of
from searchlib.web.service import Service

_BATCH: Final = 500
"""Hits of a stream that are in memory at a time."""


async def search(request: Request, given: Any) -> Response:
    """The best passages for a query; every hit satisfies all filters.

    As JSON a page of hits, with `next`, the cursor of the page after it; as CSV or JSON Lines all hits, unless `limit`
    says less.
    """
    form = form_of(request, given.format, TABLES)
    if form == "json":
        return await _page(request, given)
    return await _stream(request, given, form)


async def _page(request: Request, given: Any) -> Response:
    asked = page_request(given)
    if given.cursor is None:
        return await answer(request, lambda index: _content(*page_of(index, asked)))
    seen = read_cursor(given.cursor, asked)
    return await answer(
        request,
        lambda index: _content(*page_of(index, *continued(index, asked, seen))),
        lambda service: service.marked(seen.mark),
    )


def page_request(given: Parameters) -> SearchRequest:
    """The SearchRequest of a page. Raises Refused for one without a query and filters, and for a page that is too large."""
    asked = search_request(given)
    refuse_empty(asked)
    if asked.options.limit > LIMITS.hits:
        message = f"limit must be at most {LIMITS.hits:,} for a page of JSON; csv and ndjson give all."
        raise Refused("bad_parameter", message, parameter="limit")
    return asked


def page_of(index: ReadOnlyIndex, asked: SearchRequest, moved: bool = False) -> tuple[dict[str, Any], bool]:
    """A page: Results, and beside them `next`, `truncated`, and `moved`, which a warning says in words; and whether it is whole."""
    results = index.ask(asked)
    follows = next_cursor(index, asked, results)
    more = {"next": follows, "truncated": follows is not None or not results.complete, "moved": moved}
    shown = results.model_dump(mode="json") | more
    if moved:
        shown["warnings"] = [*shown["warnings"], _MOVED]
    return shown, results.complete


def _content(page: dict[str, Any], whole: bool) -> Content:
    return Content(as_json(page), whole=whole)


_MOVED: Final = (
    "The index has changed since the page before: this page goes on behind the last hit that was shown there. What has come "
    "before that hit meanwhile is on no page, and a hit whose score fell behind it is on two."
)


# --- streams ---------------------------------------------------------------------------------------------------------


async def _stream(request: Request, given: Parameters, form: Format) -> Response:
    asked = _stream_request(given, form)
    service = service_of(request)
    index = await service.answer(service.newest)
    if "limit" not in given.model_fields_set:
        asked = replace(asked, options=replace(asked.options, limit=index.reader.counts["passages"]))
    named: float | None = given.timeout_s  # type: ignore[attr-defined]
    pages = _pages(service, index.pages(asked, _BATCH), named)
    first = await anext(pages)  # an error is told before the answer begins
    return StreamingResponse(_written(first, pages, form), media_type=MEDIA_TYPES[form], headers={"Vary": "Accept"})


def _stream_request(given: Parameters, form: Format) -> SearchRequest:
    """The search of a stream. Raises Refused for what its form cannot show."""
    shown = {"csv": ("explain", "facets", "cursor"), "ndjson": ("facets", "cursor")}
    for name in shown.get(form, ()):
        if getattr(given, name):
            raise Refused("bad_parameter", f"{name} has no place in {form}; ask for json.", parameter=name)
    asked = search_request(given)
    refuse_empty(asked)
    return replace(asked, options=replace(asked.options, count=False))


def _unfinished(timeout_s: float | None) -> Refused:
    """Why a stream is not begun: it is all or nothing, and the time that the client gave, or the server gives, was too short."""
    if timeout_s is None:
        return Refused("out_of_time", "The search took too long; ask for less.")
    message = f"The search was not done in {timeout_s:g} seconds, and a stream has all hits or none: give it more time."
    return Refused("bad_parameter", message, parameter="timeout_s")


async def _pages(service: Service, pages: Iterator[Results], timeout_s: float | None) -> AsyncIterator[Results]:
    """The pages of a search, each made in a thread when it is sent. Raises Refused when the search ran out of time."""
    while (results := await service.answer(partial(next, pages, None))) is not None:
        if not results.complete:
            raise _unfinished(timeout_s)
        yield results


async def _written(first: Results, rest: AsyncIterator[Results], form: Format) -> AsyncIterator[str]:
    """The text of a stream. An error on the way cuts the connection, so that no part passes for the whole."""
    yield _batch_text(first, form)
    async for results in rest:
        text = _batch_text(results, form)
        yield text.partition("\n")[2] if form == "csv" else text


def _batch_text(results: Results, form: Format) -> str:
    return results.to_csv() if form == "csv" else lines(results.labelled(results.to_dicts()))


# --- several searches ------------------------------------------------------------------------------------------------


async def multi_search(request: Request, given: Any) -> Response:
    """The answers to several searches, in their order, out of one state of the index; an error stands in its own place."""
    service = service_of(request)
    index = await service.answer(service.newest)
    answers = [await service.answer(partial(_one_of_many, index, one)) for one in given.searches]
    return Response(as_json({"answers": answers}), media_type=MEDIA_TYPES["json"])


def _one_of_many(index: ReadOnlyIndex, given: Any) -> dict[str, Any]:
    if isinstance(given, ValidationError):
        return problem_of_faults(
            [{**fault, "loc": ("body", *(fault["loc"] or ("search",)))} for fault in given.errors()]
        )
    try:
        _refuse_table(given.format)
        asked = page_request(given)
        if given.cursor is not None:
            return page_of(index, *continued(index, asked, read_cursor(given.cursor, asked)))[0]
        return page_of(index, asked)[0]
    except (SearchlibError, Refused) as error:
        return problem_of(error, index.location)


def _refuse_table(form: Format | None) -> None:
    if form not in (None, "json"):
        raise Refused("bad_parameter", f"{form} has no place here: all answers are JSON.", parameter="format")
