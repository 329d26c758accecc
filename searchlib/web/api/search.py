"""`search`: a page of hits as JSON, or all of them as a stream of CSV or JSON Lines; `multi-search`: several at once."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final, NamedTuple

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from searchlib.errors import SearchlibError
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Results
from searchlib.searching import SearchRequest
from searchlib.web.answering import MEDIA_TYPES, TABLES, Content, answer, as_json, form_of, lines, service_of
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


async def _page(request: Request, given: Parameters) -> Response:
    asked = page_request(given)
    cursor: str | None = given.cursor  # type: ignore[attr-defined]
    if cursor is None:
        return await answer(request, lambda index: page_content(index, asked))
    if asked.options.offset:
        raise Refused("bad_parameter", "offset and cursor cannot be given together.", parameter="offset")
    seen = _read_cursor(cursor, asked)
    return await answer(request, lambda index: page_content(index, *continued(index, asked, seen)))


def continued(index: ReadOnlyIndex, asked: SearchRequest, seen: Seen) -> tuple[SearchRequest, bool]:
    """The search of the page behind the hits that were seen, and whether the index has changed since."""
    moved = index.reader.version != seen.version
    offset = index.offset_after(asked, seen.last, seen.offset) if moved else seen.offset
    return replace(asked, options=replace(asked.options, offset=offset)), moved


def page_request(given: Parameters) -> SearchRequest:
    """The SearchRequest of a page. Raises Refused for one without a query and filters, and for a page that is too large."""
    asked = search_request(given)
    refuse_empty(asked)
    if asked.options.limit > LIMITS.hits:
        message = f"limit must be at most {LIMITS.hits:,} for a page of JSON; csv and ndjson give all."
        raise Refused("bad_parameter", message, parameter="limit")
    return asked


def page_content(index: ReadOnlyIndex, asked: SearchRequest, moved: bool = False) -> Content:
    """A page as JSON: Results, and beside them `next`, `truncated`, and `moved`, which a warning says in words."""
    results = index.ask(asked)
    follows = next_cursor(index, asked, results)
    more = {"next": follows, "truncated": follows is not None or not results.complete, "moved": moved}
    shown = results.model_dump(mode="json") | more
    if moved:
        shown["warnings"] = [*shown["warnings"], _MOVED]
    return Content(as_json(shown), whole=results.complete)


_MOVED: Final = (
    "The index has changed since the page before: this page goes on behind the last hit that was shown there. What came "
    "before that hit meanwhile is not on any page."
)
_REMEMBERED: Final = 3
"""Hits at the end of a page that its cursor names: where the last one is gone, the next page goes on behind the one before."""


class Seen(NamedTuple):
    """What a cursor holds: the version of the index, how many hits were shown in all, the ids of the last ones."""

    version: int
    offset: int
    last: tuple[str, ...]


def next_cursor(index: ReadOnlyIndex, asked: SearchRequest, results: Results) -> str | None:
    """The cursor of the page after this one; None for the last."""
    limit, after = asked.options.limit, results.offset + len(results)
    one_by_one = not (asked.options.collapse or asked.options.group)
    if not limit or len(results) < limit or (one_by_one and results.total is not None and after >= results.total):
        return None
    last = [hit.passage.id for hit in results.hits[-_REMEMBERED:]]
    packed = json.dumps([index.reader.version, after, last, _digest(asked)], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read_cursor(cursor: str, asked: SearchRequest) -> Seen:
    """What the cursor holds. Raises Refused for what is no cursor of this search."""
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        version, offset, last, digest = content
        seen = Seen(version, offset, tuple(last))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        seen, digest = Seen(-1, -1, ()), ""
    known = isinstance(seen.version, int) and isinstance(seen.offset, int) and 0 <= seen.offset <= 2**31
    if not known or digest != _digest(asked) or not all(isinstance(one, str) for one in seen.last[:_REMEMBERED]):
        raise Refused(
            "bad_parameter",
            "cursor must be `next` of a page of the same search, with the same parameters.",
            parameter="cursor",
        )
    return seen._replace(last=seen.last[:_REMEMBERED])


def _digest(asked: SearchRequest) -> str:
    """What a cursor tells one search from another by: all but the page."""
    same = replace(asked, options=replace(asked.options, limit=0, offset=0, timeout_s=None))
    return hashlib.sha256(repr(same).encode()).hexdigest()[:16]


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


def _one_of_many(index: ReadOnlyIndex, given: Parameters) -> dict[str, Any]:
    try:
        return index.ask(page_request(given)).model_dump(mode="json")
    except (SearchlibError, Refused) as error:
        return problem_of(error, index.location)
