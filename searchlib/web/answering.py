"""Answers as HTTP responses: the form asked for, and the tag by which a browser asks again.

A tag names the state of the index, so an unchanged answer costs nothing: 304 comes before any search.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from fastapi import Request, Response

from searchlib import versions
from searchlib.view_requests import NOUNS
from searchlib.web.parameters import Format
from searchlib.web.problems import Refused
from searchlib.web.service import Service, State

MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
}
TABLES: Final[tuple[Format, ...]] = ("json", "csv", "ndjson")
"""The forms of an answer that is a table."""
_ANY: Final = ("*/*", "application/*", "text/html")
"""What Accept says when JSON will do; a browser asks for a page."""


@dataclass(frozen=True)
class Content:
    """The body of an answer. One that is not `whole`, because time ran out, is kept by nobody."""

    text: str
    form: Format = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True


def service_of(request: Request) -> Service:
    """The service of the app that got the request."""
    service: Service = request.app.state.service
    return service


def form_of(request: Request, named: Format | None, forms: Sequence[Format]) -> Format:
    """The form of the answer: the one named, else the best that Accept takes, else JSON. Raises Refused."""
    if named is not None:
        if named not in forms:
            raise _no_such_form(forms)
        return named
    accept = request.headers.get("accept", "*/*")
    ranked = sorted(map(_accepted, enumerate(accept.split(","))), key=lambda row: row[:2])
    for _, _, media_type in ranked:
        if media_type in _ANY:
            return forms[0]
        for form in forms:
            if MEDIA_TYPES[form] == media_type:
                return form
    raise _no_such_form(forms)


def _accepted(entry: tuple[int, str]) -> tuple[float, int, str]:
    """One entry of Accept: what comes first is smaller."""
    place, text = entry
    media_type, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
    try:
        return -float(quality), place, media_type
    except ValueError:
        return 0.0, place, media_type


def _no_such_form(forms: Sequence[Format]) -> Refused:
    return Refused("not_acceptable", f"The answer comes as {' or '.join(MEDIA_TYPES[form] for form in forms)} only.")


async def answer(
    request: Request, work: Callable[[State], Content], chosen: Callable[[Service], State] = Service.newest
) -> Response:
    """The response with what `work` makes of the state `chosen` of the index; 304 when the client has that already."""
    service = service_of(request)

    def respond() -> Response:
        state = chosen(service)
        tag = entity_tag(state)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept"}
        if request.method == "GET" and _has(request, tag):
            return Response(status_code=304, headers=headers)
        return response(work(state), headers)

    return await service.answer(respond)


def response(content: Content, headers: Mapping[str, str]) -> Response:
    """The content as a response with these headers; one that is not whole is not to be kept."""
    kept = headers if content.whole else {"Cache-Control": "no-store"}
    return Response(content.text, media_type=MEDIA_TYPES[content.form], headers={**kept, **content.headers})


def entity_tag(state: State) -> str:
    """A weak tag that changes with the index, the day (relative dates), the close nouns, and searchlib."""
    nouns = state.path / NOUNS
    of_nouns = nouns.stat().st_mtime_ns if nouns.exists() else 0
    known = (state.stamp, date.today().isoformat(), of_nouns, *_VERSIONS)  # noqa: DTZ011 - as queries count days
    return f'W/"{hashlib.sha256(repr(known).encode()).hexdigest()[:20]}"'


_VERSIONS: Final = (versions.RESULTS_VERSION, versions.ANALYSIS_VERSION, versions.EXTRACTION_VERSION)


def _has(request: Request, tag: str) -> bool:
    """Whether the client has the answer of this tag (If-None-Match, compared weakly)."""
    given = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in given or given == ["*"]


def as_json(value: Any) -> str:
    """JSON with `schema_version`, of a dictionary."""
    return json.dumps({"schema_version": versions.RESULTS_VERSION, **value}, ensure_ascii=False)


def lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
