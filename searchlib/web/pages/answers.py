"""Templates as responses, and errors as pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from searchlib.errors import QueryError, SearchlibError
from searchlib.fields import FIELDS
from searchlib.presentation.counts import counted, matching_words
from searchlib.presentation.figure_words import remark_words
from searchlib.presentation.operators import OPERATORS
from searchlib.presentation.remedies import advised
from searchlib.presentation.verification_tables import differences_in_words
from searchlib.presentation.view_tables import short_days
from searchlib.presentation.wording import range_words
from searchlib.query.caret import caret
from searchlib.query.rewriting import field_clause
from searchlib.web.faults import told
from searchlib.web.limits import LIMITS
from searchlib.web.pages.address import Address
from searchlib.web.pages.marking import quoted_code, stretches
from searchlib.web.problems import STATUS, Refused, without_folders
from searchlib.web.templating import render

TABS: Final = (
    ("/search", "Passages"),
    ("/figures", "Figures"),
    ("/timeline", "Timeline"),
    ("/quotes", "Quotes"),
    ("/speaker", "Speaker"),
    ("/compare", "Compare"),
    ("/verify", "Verify"),
)
"""The pages of one query, with their names."""
_OF_QUERIES: Final = ("/search", "/figures", "/timeline", "/quotes")
"""Pages to which the search bar leads, when one is on them."""
_WORDS: Final = {
    "clause": field_clause,
    "counted": counted,
    "days": lambda first, last: short_days(first, last, _DAYS),
    "differences_in_words": differences_in_words,
    "matching": matching_words,
    "range_words": range_words,
    "quoted_code": quoted_code,
    "remarks": remark_words,
    "stretches": stretches,
}
"""What templates call to put values in words."""
_DAYS: Final = 17
"""Characters of a period with its year."""
HEADERS: Final = {"Cache-Control": "private, no-cache"}
FAULTS: Final = (SearchlibError, Refused, RequestValidationError)
"""What a page tells in words."""


def page(template: str, address: Address, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a response."""
    return HTMLResponse(text(template, address, **values), status, HEADERS)


def text(template: str, address: Address, **values: Any) -> str:
    """A template as text, with what every page has: the search bar, the tabs, the help."""
    tabs = [(address.beside(path), name, path == address.path) for path, name in TABS]
    asked_at = address.path if address.path in _OF_QUERIES else "/search"
    return render(
        template,
        address=address,
        tabs=tabs,
        asked_at=asked_at,
        fields=FIELDS,
        most_read=LIMITS.passages,
        operators=OPERATORS,
        **_WORDS,
        **values,
    )


def fault(error: Exception, address: Address, location: str) -> HTMLResponse:
    """An error as a page: what is wrong, where in the query, and what to do. `location` of the index is not told."""
    status, message, (where, hints) = _told(error)
    return _fault_page(address, status, without_folders(message, location), where, hints)


def error_page(request: Request, status: int, message: str) -> HTMLResponse:
    """An error that no page knows of, as a page."""
    return _fault_page(Address(request.url.path, {}), status, message)


def _fault_page(
    address: Address, status: int, message: str, where: str = "", hints: Sequence[str] = ()
) -> HTMLResponse:
    heading = _HEADINGS.get(status, "This could not be answered" if status >= 500 else "Not understood")
    return page("fault.html", address, status=status, heading=heading, message=message, where=where, hints=hints)


_HEADINGS: Final = {403: "Not allowed", 404: "Not found"}
"""What the page of an error is called, where its status says more than that it went wrong."""


def _told(error: Exception) -> tuple[int, str, tuple[str, Sequence[str]]]:
    """The status, the message, and of a query the lines that point at the place and the hints that go with it."""
    if isinstance(error, Refused):
        return error.status, error.message, _NOWHERE
    if isinstance(error, RequestValidationError):
        return 400, told(error.errors())[1], _NOWHERE
    assert isinstance(error, SearchlibError)
    where = _where(error) if isinstance(error, QueryError) else _NOWHERE
    return STATUS.get(error.code, 500), advised(error, {}), where


def _where(error: QueryError) -> tuple[str, Sequence[str]]:
    """The query with a caret under the place, which keep their columns; and hints, which may be wrapped."""
    lines = caret(error).splitlines()
    pointing = 0 if error.position is None else 2
    return "\n".join(lines[:pointing]), lines[pointing:]


_NOWHERE: Final = ("", ())
