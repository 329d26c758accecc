"""Templates as responses, and errors as pages."""

from __future__ import annotations

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
from searchlib.presentation.verification_tables import difference_words
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
    "difference_words": difference_words,
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
    status, message, where = _told(error)
    return page("fault.html", address, status=status, message=without_folders(message, location), where=where)


def error_page(request: Request, status: int, message: str) -> HTMLResponse:
    """An error that no page knows of, as a page."""
    return page("fault.html", Address(request.url.path, {}), status=status, message=message, where="")


def _told(error: Exception) -> tuple[int, str, str]:
    """The status, the message, and the lines that point at its place in the query."""
    if isinstance(error, Refused):
        return error.status, error.message, ""
    if isinstance(error, RequestValidationError):
        return 400, told(error.errors())[1], ""
    assert isinstance(error, SearchlibError)
    where = caret(error) if isinstance(error, QueryError) else ""
    return STATUS.get(error.code, 500), advised(error, {}), where
