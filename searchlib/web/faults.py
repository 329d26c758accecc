"""Errors of endpoints as responses: each handler answers with a problem, and none tells of the server's inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from searchlib.errors import SearchlibError
from searchlib.query.context import nearest, shortened
from searchlib.web.guards import HEADERS
from searchlib.web.limits import LIMITS
from searchlib.web.parameters import names_known
from searchlib.web.problems import MEDIA_TYPE, REFUSALS, Refused, problem, problem_of

_CODES: Final = {404: "no_such_address", 405: "wrong_method", 400: "bad_request"}
_WANTED: Final = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "a text",
    "string_unicode": "a text without lone surrogates",
    "list_type": "a list",
    "date_from_datetime_parsing": "a day as 2024-11-01",
    "date_parsing": "a day as 2024-11-01",
    "date_type": "a day as 2024-11-01",
    "date_from_datetime_inexact": "a day as 2024-11-01",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length:,} characters",
    "too_long": "at most {max_length:,} values",
    "too_short": "at least {min_length:,} value",
    "literal_error": "{expected}",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "model_type": "an object",
}
"""What is wanted, by pydantic's name of the fault."""


def add_handlers(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(SearchlibError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unexpected)


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem as a response; nobody keeps it."""
    return JSONResponse(body, body["status"], {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return problem_response(problem_of(error), error.headers)


async def _known(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SearchlibError)
    body = problem_of(error)
    return problem_response(body, {"Retry-After": str(LIMITS.retry_after_s)} if body["status"] == 503 else None)


async def _of_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "bad_request")
    return problem_response(problem(error.status_code, code, REFUSALS[code][1]), error.headers)


async def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    return problem_response(problem(500, "internal", "The server made a mistake; its log has more."), HEADERS)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    name, detail = told(error.errors())
    return problem_response(problem(400, "bad_parameter" if name else "bad_request", detail, parameter=name or None))


def told(faults: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """The parameter of the first fault ("" for the body as a whole), and a sentence on it."""
    fault = faults[0]
    place = [str(part) for part in fault["loc"][1:] if part not in ("str", "float")]
    if fault["type"] == "json_invalid":
        return "", f"The body is no JSON: {fault.get('ctx', {}).get('error', 'it cannot be read')}."
    if not place:
        return "", "The body must be a JSON object, with the header Content-Type: application/json."
    name = ".".join(place)
    if fault["type"] == "extra_forbidden":
        meant = nearest(place[-1], names_known())
        return name, f"There is no parameter {shortened(name)}{f'; did you mean {meant!r}?' if meant else '.'}"
    if fault["type"] == "missing":
        return name, f"{name} is missing."
    if fault["type"] == "repeated":
        return name, f"{name} {fault['msg']}."
    wanted = _WANTED.get(fault["type"])
    if wanted is None:
        return name, f"{name}: {fault['msg']}."
    return name, f"{name} must be {wanted.format(**fault.get('ctx', {}))}; got {shortened(fault['input'])}."
