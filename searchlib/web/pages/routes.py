"""Which address shows which page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import Field, create_model

from searchlib.index_reading import ReadOnlyIndex
from searchlib.searching import SearchRequest
from searchlib.searching.diagnosis import facets_missed
from searchlib.web.answering import service_of
from searchlib.web.limits import LIMITS
from searchlib.web.pages import answers, views
from searchlib.web.pages.address import Address
from searchlib.web.pages.filters import facet_groups
from searchlib.web.pages.reading import ReadingParameters, reading
from searchlib.web.pages.search import SearchPageParameters, canonical, facet_counts, page_request, search_page
from searchlib.web.pages.speaker import speaker
from searchlib.web.pages.taking import database
from searchlib.web.parameters import NoParameters, Parameters, read_parameters
from searchlib.web.service import Service

Page = Callable[[Request, Address], Awaitable[Response]]
_HomeParameters = create_model("HomeParameters", __base__=NoParameters, query=(str, Field("", max_length=LIMITS.text)))
_REST = "<!-- facets -->"
"""Where the page of hits is sent up to before its facets are counted; no text of an article can hold it unescaped."""


def router() -> APIRouter:
    """All pages."""
    made = APIRouter()
    pages: dict[str, Page] = {
        "/": home,
        "/search": search,
        "/read": read,
        "/search.sqlite": sqlite,
        "/figures": views.figures,
        "/timeline": views.timeline,
        "/quotes": views.quotes,
        "/speaker": speaker,
        "/compare": views.compare,
        "/verify": views.verify,
    }
    for path, shown in pages.items():
        made.add_api_route(path, _told(shown), include_in_schema=False, response_class=Response)
    posted = _told(views.verify_long)
    made.add_api_route("/verify", posted, methods=["POST"], include_in_schema=False, response_class=Response)
    return made


def _told(shown: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page; an error as a page too."""

    async def endpoint(request: Request) -> Response:
        address = Address(request.url.path, dict(request.query_params))
        try:
            return await shown(request, address)
        except answers.FAULTS as error:
            return answers.fault(error, address, service_of(request).location)

    return endpoint


async def home(request: Request, address: Address) -> Response:
    """What the index holds, and where to begin."""
    read_parameters(_HomeParameters, request.query_params.multi_items(), form=True)
    if address.query:
        return RedirectResponse(address.to("/search"), 303)
    service = service_of(request)

    def work() -> Response:
        index = service.newest()
        known = () if service.is_warming else index.speakers()[:12]  # nobody waits for them at the start
        speakers = [one for one in known if one.kind in ("person", "organization")]
        missed = facets_missed(index.reader, ("speaker",))
        return answers.page("home.html", address, stats=index.stats(), speakers=speakers[:8], warnings=missed)

    return await service.answer(work)


async def search(request: Request, address: Address) -> Response:
    """The hits of a query, sent before the facets are counted."""
    given = read_parameters(SearchPageParameters, request.query_params.multi_items(), form=True)
    asked = page_request(given)
    elsewhere = canonical(given, asked, address)
    if elsewhere is not None:
        return RedirectResponse(elsewhere, 303)
    if not asked.text.strip():
        return RedirectResponse("/", 303)
    service = service_of(request)

    def work() -> tuple[ReadOnlyIndex, str]:
        index = service.newest()
        return index, answers.text("search.html", address, page=search_page(index, asked, given, address))

    index, html = await service.answer(work)
    head, _, tail = html.partition(_REST)
    sent = _in_parts(service, index, asked, address, head, tail)
    return StreamingResponse(sent, media_type="text/html", headers={**answers.HEADERS, "Content-Encoding": "identity"})


async def _in_parts(
    service: Service, index: ReadOnlyIndex, asked: SearchRequest, address: Address, head: str, tail: str
) -> AsyncIterator[str]:
    """The page up to the facets, the facets, the rest."""
    yield head

    def work() -> str:
        node, counts = facet_counts(index, asked)
        return answers.text("facets.html", address, groups=facet_groups(counts, node, address))

    try:
        yield await service.answer(work)
    except answers.FAULTS as error:
        yield answers.text("facets.html", address, groups=(), problem=error)
    yield tail


async def sqlite(request: Request, _address: Address) -> Response:
    """What a query finds, as a database to keep."""
    given = read_parameters(Parameters, request.query_params.multi_items(), form=True)
    service = service_of(request)
    content = await service.answer(lambda: database(service.newest(), given.query))
    kept = {"Content-Disposition": 'attachment; filename="searchlib.sqlite"', **answers.HEADERS}
    return Response(content, media_type="application/vnd.sqlite3", headers=kept)


async def read(request: Request, address: Address) -> Response:
    """A whole article."""
    given: Any = read_parameters(ReadingParameters, request.query_params.multi_items(), form=True)
    service = service_of(request)
    return await service.answer(
        lambda: answers.page("reading.html", address, page=reading(service.newest(), given, address))
    )
