"""Errors as responses: a problem for programs, a page for browsers; none tells of the server's inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from searchlib.errors import SearchlibError
from searchlib.presentation.wrong_arguments import fault_words
from searchlib.web.guards import HEADERS
from searchlib.web.limits import LIMITS
from searchlib.web.parameters import names_known
from searchlib.web.problems import MEDIA_TYPE, REFUSALS, Refused, problem, problem_of, wants_page

_CODES: Final = {404: "no_such_address", 405: "wrong_method", 400: "bad_request"}

Page = Callable[[Request, int, str], Response]
"""An error as a page: its status and what is wrong."""


def add_handlers(app: FastAPI, page: Page) -> None:
    """Answer every error of the app: with a page for a browser, else with a problem."""

    def told_to(request: Request, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
        if not wants_page(request.url.path, request.headers.get("accept", "")):
            return problem_response(body, headers)
        response = page(request, body["status"], body["detail"])
        response.headers.update({"Cache-Control": "no-store", **(headers or {})})
        return response

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return told_to(request, problem_of(error), error.headers)

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, SearchlibError)
        body = problem_of(error, request.app.state.service.location)
        return told_to(request, body, {"Retry-After": str(LIMITS.retry_after_s)} if body["status"] == 503 else None)

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "bad_request")
        return told_to(request, problem(error.status_code, code, REFUSALS[code][1]), error.headers)

    async def unexpected(request: Request, _error: Exception) -> Response:
        body = problem(500, "internal", "The server made a mistake; its log has more.")
        return told_to(request, body, HEADERS)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return told_to(request, problem_of_faults(error.errors()))

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(SearchlibError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(Exception, unexpected)


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem as a response; nobody keeps it."""
    return JSONResponse(body, body["status"], {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def problem_of_faults(faults: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The problem of parameters that are wrong."""
    name, detail = told(faults)
    return problem(400, "bad_parameter" if name else "bad_request", detail, parameter=name or None)


def told(faults: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The parameter of the first fault ("" for the body as a whole), and a sentence on it."""
    fault, place = faults[0], _place(faults[0])
    if fault["type"] == "json_invalid":
        return "", f"The body is no JSON: {fault.get('ctx', {}).get('error', 'it cannot be read')}."
    if not place:
        return "", "The body must be a JSON object, with the header Content-Type: application/json."
    return ".".join(place), fault_words([one for one in faults if _place(one) == place], place, names_known())


def _place(fault: Mapping[str, Any]) -> list[str]:
    """The names that lead to a fault, without the type that was tried: a value may be of several."""
    names = [str(part) for part in fault["loc"][1:]]
    return names[:-1] if names[1:] and names[-1] in _TRIED else names


_TRIED: Final = ("str", "int", "float")
