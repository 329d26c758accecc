"""Every endpoint, with its parameters and its answer."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response

from searchlib.models import Passage, Results
from searchlib.web.answering import TABLES
from searchlib.web.api import about, answers, documents, facets, search, views
from searchlib.web.api.routing import Answering, add_delete, add_get, add_post, versioned
from searchlib.web.parameters import (
    AddParameters,
    ArticleParameters,
    FacetParameters,
    Format,
    LikeParameters,
    MultiSearchParameters,
    NoParameters,
    SearchParameters,
    SpeakersParameters,
    read_parameters,
)
from searchlib.web.views import VIEWS, ServedView

PREFIX: Final = "/api/v1"


def router() -> APIRouter:
    """All endpoints under PREFIX."""
    made = APIRouter(prefix=PREFIX)
    page = versioned(answers.Page)
    add_get(made, "/search", search.search, query=SearchParameters, model=page, forms=TABLES)
    add_post(made, "/search", search.search, body=SearchParameters, model=page, forms=TABLES)
    add_post(made, "/multi-search", search.multi_search, body=MultiSearchParameters, model=answers.MultiSearchAnswer)
    add_get(made, "/facets/{name}", facets.facet, query=FacetParameters, model=answers.FacetAnswer, forms=TABLES)
    _add_views(made)
    add_get(made, "/speakers", documents.speakers, query=SpeakersParameters, model=answers.SpeakersAnswer, forms=TABLES)
    add_post(made, "/documents", documents.add, body=AddParameters, model=answers.AddedAnswer)
    add_get(made, "/documents/{id:path}", documents.document, model=answers.DocumentAnswer)
    add_delete(made, "/documents/{id:path}", documents.delete)
    like = versioned(Results)
    add_get(made, "/passages/{id:path}/like", documents.like, query=LikeParameters, model=like, forms=TABLES)
    add_get(made, "/passages/{id:path}", documents.passage, model=versioned(Passage))
    add_get(made, "/stats", about.stats, model=answers.StatsAnswer)
    add_get(made, "/fields", about.fields, model=answers.FieldsAnswer)
    add_get(made, "/health", about.health, model=answers.HealthAnswer)
    return made


def _add_views(made: APIRouter) -> None:
    for served in VIEWS:
        endpoint, model = _view_endpoint(served), versioned(served.model, truncated=(bool, False))
        add_get(made, f"/{served.name}", endpoint, query=served.parameters, model=model, forms=TABLES)
        add_post(made, f"/{served.name}", endpoint, body=served.parameters, model=model, forms=TABLES)


def _view_endpoint(served: ServedView) -> Answering:
    async def endpoint(request: Request, given: NoParameters) -> Response:
        return await views.view(request, given, served)

    endpoint.__name__, endpoint.__doc__ = served.name, served.meaning
    return endpoint


def page_forms() -> APIRouter:
    """What the pages show as /NAME.json and /NAME.csv: the endpoint's answer, asked as the page is."""
    made = APIRouter()
    asked: list[tuple[str, type[NoParameters], Answering]] = [
        ("search", SearchParameters, search.search),
        ("read", ArticleParameters, documents.article),
    ]
    asked += [(served.name, served.parameters, _view_endpoint(served)) for served in VIEWS]
    for name, parameters, answering in asked:
        for form in ("json", "csv"):
            endpoint = _page_form(parameters, answering, form)
            made.add_api_route(f"/{name}.{form}", endpoint, include_in_schema=False, response_class=Response)
    return made


def _page_form(parameters: type[NoParameters], answering: Answering, form: Format) -> Answering:
    async def endpoint(request: Request) -> Response:
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "format"]
        response: Response = await answering(
            request, read_parameters(parameters, [*pairs, ("format", form)], form=True)
        )
        return response

    return endpoint
