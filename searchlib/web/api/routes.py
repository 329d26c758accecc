"""Every endpoint, with its parameters and its answer."""

from __future__ import annotations

from fastapi import APIRouter

from searchlib.models import Results
from searchlib.web.answering import TABLES
from searchlib.web.api import about, search
from searchlib.web.api.routing import add_get, add_post, versioned
from searchlib.web.parameters import MultiSearchParameters, SearchParameters

PREFIX = "/api/v1"


def router() -> APIRouter:
    """All endpoints under PREFIX."""
    made = APIRouter(prefix=PREFIX)
    page = versioned(Results, next=(str | None, None), truncated=(bool, False))
    add_get(made, "/search", search.search, query=SearchParameters, model=page, forms=TABLES)
    add_post(made, "/search", search.search, body=SearchParameters, model=page, forms=TABLES)
    add_post(made, "/multi-search", search.multi_search, body=MultiSearchParameters)
    add_get(made, "/stats", about.stats)
    add_get(made, "/fields", about.fields)
    add_get(made, "/health", about.health)
    return made
