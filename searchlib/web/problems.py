"""Errors as HTTP tells them: a status for each code, and a body of application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from searchlib.errors import QueryError, SearchlibError
from searchlib.presentation.remedies import advised

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final = {
    "error": 500,
    "bad_argument": 400,
    "unreadable": 400,
    "nothing_to_index": 400,
    "bad_metadata": 400,
    "bad_settings": 500,
    "bad_query": 400,
    "limit_exceeded": 400,
    "not_supported": 400,
    "index_missing": 503,
    "not_an_index": 503,
    "index_corrupt": 500,
    "index_version": 503,
    "index_locked": 503,
    "not_writable": 403,
    "storage_failed": 500,
    "storage_full": 507,
    "not_confirmed": 500,
    "server_failed": 502,
    "server_unreachable": 503,
    "login_refused": 502,
    "answer_partial": 503,
    "untrusted_roots": 403,
    "worker_failed": 500,
    "not_found": 404,
    "missing_extra": 501,
}
"""The status of each code of `searchlib.errors`."""

REFUSALS: Final = {
    "bad_parameter": (400, "A parameter is unknown, given twice, or of a wrong type."),
    "bad_request": (400, "The request is not HTTP as it should be, or its body is no JSON."),
    "no_token": (401, "The address needs the token that the server printed when it started."),
    "foreign_host": (403, "The Host of the request is none of this server's names."),
    "foreign_origin": (403, "Another site's page sent the request."),
    "read_only": (403, "The server was started without the right to write."),
    "no_such_address": (404, "There is nothing at this address."),
    "wrong_method": (405, "The address does not know this method."),
    "not_acceptable": (406, "The answer has no such format."),
    "slow_body": (408, "The body of the request did not come in time."),
    "cursor_expired": (410, "The hits behind which the cursor goes on are no longer found: begin at the first page."),
    "large_body": (413, "The body of the request is too large."),
    "long_target": (414, "The address is too long."),
    "wrong_media_type": (415, "The body is not application/json."),
    "internal": (500, "A fault of the server."),
    "out_of_time": (503, "The answer took too long and was stopped."),
    "overloaded": (503, "Too many requests are waiting, or the answer took too long."),
}
"""What only a server says: code, status, and when."""


PROBLEM_SCHEMA: Final = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "The address of the code in /docs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": [*STATUS, *REFUSALS]},
        "detail": {"type": "string", "description": "What is wrong, where, and what helps"},
        "parameter": {"type": "string", "description": "The parameter that is wrong"},
        "query": {"type": "string", "description": "The query that cannot be understood"},
        "position": {"type": "integer", "description": "The character of the query, from 0, where it went wrong"},
        "expected": {"type": "string", "description": "What would have been right there"},
        "suggestion": {"type": "string", "description": "The nearest right spelling"},
    },
}
"""What a problem holds, as JSON Schema."""


class Refused(Exception):
    """A request that is not answered: `code` is one of REFUSALS; `more` stands in the body beside the message."""

    def __init__(self, code: str, message: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
        self.more = more

    @property
    def status(self) -> int:
        """The status that HTTP has for it."""
        return REFUSALS[self.code][0]


def problem(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """The body of a refusal; members without a value are left out."""
    known = {name: value for name, value in more.items() if value is not None}
    return {
        "type": f"/docs#{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
        **known,
    }


def wants_page(path: str, accept: str) -> bool:
    """Whether an error at this path is shown as a page: to who accepts one, and asks for no answer of the API."""
    of_api = path.startswith("/api/") or path.endswith((".json", ".csv"))
    return not of_api and "text/html" in accept.lower()


def without_folders(message: str, location: str) -> str:
    """A message in which the index is called by its name alone: where it lies is nobody's affair."""
    for path in {location, str(Path(location).absolute())}:
        message = message.replace(path.rstrip("/"), Path(location).name) if len(path) > 1 else message
    return message


def problem_of(error: SearchlibError | Refused, location: str = "") -> dict[str, Any]:
    """The body for an error; a QueryError tells where: `position` counts the characters of `query` from 0.

    `location` is where the index lies, which the body does not tell.
    """
    if isinstance(error, Refused):
        return problem(error.status, error.code, error.message, **error.more)
    more: dict[str, Any] = {}
    if isinstance(error, QueryError):
        more = {name: getattr(error, name) for name in ("position", "expected", "suggestion")}
        more["query"] = error.query or None
    return problem(STATUS.get(error.code, 500), error.code, without_folders(advised(error, {}), location), **more)
