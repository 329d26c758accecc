"""The pages of views: each asks its method of the index and fills its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field, create_model

from searchlib.index_reading import ReadOnlyIndex
from searchlib.query import parse
from searchlib.web.answering import service_of
from searchlib.web.limits import LIMITS
from searchlib.web.pages import answers
from searchlib.web.pages.address import Address
from searchlib.web.pages.figures import figures_page
from searchlib.web.pages.filters import pills
from searchlib.web.pages.taking import taking
from searchlib.web.parameters import NoParameters, Parameters, VerifyParameters, read_parameters
from searchlib.web.problems import Refused
from searchlib.web.views import BY_NAME

_KNOWN: Final = 200
"""Articles that the fields of a comparison propose."""
_LIKE: Final = 10
_SPEAKERS: Final = 100

Page = Callable[[ReadOnlyIndex, Any, Address], Mapping[str, Any]]


@dataclass(frozen=True)
class ShownView:
    """A view by its name in `web/views.py`, with its heading and what its page shows beside the answer."""

    name: str
    heading: str
    page: Callable[[Any, Address], Any] = lambda _view, _address: None

    async def __call__(self, request: Request, address: Address) -> Response:
        """The page of the view."""
        served = BY_NAME[self.name]
        given: Any = read_parameters(served.parameters, request.query_params.multi_items(), form=True)
        node = parse(given.query, literal=given.literal, every_word=given.every_word).node

        def work(index: ReadOnlyIndex) -> Response:
            view = served.ask(index, given)
            options = {name: getattr(given, name) for name in given.model_fields_set - {"query", "format"}}
            return answers.page(
                f"{self.name}.html",
                address,
                heading=self.heading,
                view=view,
                page=self.page(view, address),
                pills=pills(node, address),
                taking=taking(self.name, index.location, options, address),
            )

        return await _answered(request, work)


figures: Final = ShownView("figures", "Figures", figures_page)
timeline: Final = ShownView("timeline", "Timeline")
quotes: Final = ShownView("quotes", "Quotes")


async def _answered(request: Request, work: Callable[[ReadOnlyIndex], Response]) -> Response:
    service = service_of(request)
    return await service.answer(lambda: work(service.newest()))


# --- pages that take no query: they keep the one they were reached from ------------------------------------------------

_TEXT: Final = (str, Field("", max_length=LIMITS.text))
_VerifyPage: Final = create_model(
    "VerifyPage", __base__=VerifyParameters, text=(str, Field("", max_length=LIMITS.verified)), query=_TEXT
)
_LONGEST_ADDRESS: Final = 6_000
"""Characters of an address that every browser and mail program takes."""
_MOST_FIELDS: Final = 10
_ComparePage: Final = create_model("ComparePage", __base__=Parameters, one=_TEXT, other=_TEXT)


def _read(model: type[NoParameters], request: Request) -> Any:
    return read_parameters(model, request.query_params.multi_items(), form=True)


async def verify(request: Request, address: Address) -> Response:
    """A text to verify, and what the index says of its sentences."""
    return await _verified(request, request.query_params.multi_items(), address)


async def verify_long(request: Request, address: Address) -> Response:
    """The same of a text that is sent as a form: what fits into an address goes there, so that it can be shared."""
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refused("bad_request", "The form cannot be read.") from None
    shown = Address(address.path, {name: text.replace("\r\n", "\n") for name, text in pairs})
    if len(shown.to()) <= _LONGEST_ADDRESS:
        return RedirectResponse(shown.to(), 303)
    return await _verified(request, list(shown.given.items()), shown)


async def _verified(request: Request, pairs: Sequence[tuple[str, str]], address: Address) -> Response:
    given: Any = read_parameters(_VerifyPage, pairs, form=True)

    def work(index: ReadOnlyIndex) -> Response:
        asked = given.text.strip()
        view = index.verify(asked, limit=given.limit, written=given.written) if asked else None
        is_long = len(address.to()) > _LONGEST_ADDRESS
        day = {} if given.written is None else {"written": given.written}
        return answers.page(
            "verify.html",
            address.without(("text",)) if is_long else address,
            view=view,
            text=given.text,
            is_long=is_long,
            taking=taking("verify", index.location, day, address.without(("query",)), of=[asked]),
            most=LIMITS.verified,
        )

    return await _answered(request, work)


async def compare(request: Request, address: Address) -> Response:
    """Two articles side by side; of one alone, those that are like it."""
    given = _read(_ComparePage, request)

    def work(index: ReadOnlyIndex) -> Response:
        both = bool(given.one and given.other)
        view = index.compare(given.one, given.other) if both else None
        near = _like(index, given.one) if given.one and not both else ()
        taken = taking("compare", index.location, {}, address.without(("query",)), of=[given.one, given.other])
        return answers.page("compare.html", address, view=view, near=near, known=_documents(index), taking=taken)

    return await _answered(request, work)


def _documents(index: ReadOnlyIndex) -> list[str]:
    """Ids of documents to choose from."""
    return [document for _, document in zip(range(_KNOWN), index.reader.document_ids(), strict=False)]


def _like(index: ReadOnlyIndex, named: str) -> list[tuple[str, str]]:
    """Ids and titles of articles that share rare words with the first passages of this one. Raises NotFound."""
    document = index.locate(named).partition("#")[0]
    hits = [hit for passage in index.passages(document)[:3] for hit in index.like(passage.id, _LIKE)]
    titles = {hit.document: " · ".join(filter(None, (hit.title or hit.document, hit.source))) for hit in hits}
    return [(name, title) for name, title in titles.items() if name != document][:_LIKE]
