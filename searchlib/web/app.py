"""The app: endpoints, pages, errors and guards put together over one index."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from searchlib.web import faults
from searchlib.web.api import about, routes
from searchlib.web.guards import LOOPBACK, Guards
from searchlib.web.heads import HeadAsGet
from searchlib.web.limits import LIMITS, Limits
from searchlib.web.pages import routes as pages
from searchlib.web.pages.answers import error_page
from searchlib.web.service import Service
from searchlib.web.templating import STATIC

_NO_TELEMETRY: Final = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
"""Of FastAPI's own: nothing is recorded or sent, whatever the environment says."""
_SMALL: Final = 1_000
"""Bytes below which an answer is not compressed."""


def create_app(
    location: str,
    *,
    hosts: Iterable[str] = LOOPBACK,
    any_address: bool = False,
    token: str = "",
    writes: bool = False,
    warm: bool = False,
    limits: Limits = LIMITS,
    version: str = "",
) -> FastAPI:
    """The app over the index at a location, for any ASGI server. It only reads, unless `writes`.

    It answers to the names `hosts`; with `any_address`, to IP addresses too. With a `token`, only to who has it.
    `warm` loads compiled code at the start. Nothing is opened before the first request.
    """
    service = Service(location, limits=limits, writes=writes)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if warm:
            service.warm()
        yield
        service.close()

    app = FastAPI(
        title="searchlib",
        version=version or "0",
        description="Search news for who said what, when, and with which number.",
        lifespan=lifespan,
        openapi_url=f"{routes.PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,  # type: ignore[arg-type]
    )
    app.state.service = service
    app.include_router(routes.router())
    app.include_router(routes.page_forms())
    app.include_router(pages.router())
    app.add_api_route("/docs", about.docs, include_in_schema=False, response_class=HTMLResponse)
    app.mount("/static", StaticFiles(directory=STATIC))
    faults.add_handlers(app, error_page)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALL, compresslevel=5)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Guards, hosts=hosts, limits=limits, token=token, any_address=any_address)
    return app
