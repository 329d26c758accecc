"""Where a row of a view stands: the address of its article, scrolled to it."""

from __future__ import annotations

from searchlib.models.views.rows import Place
from searchlib.web.pages.address import Address


def place_href(address: Address, row: Place) -> str:
    """The address of the article of a row, its characters marked."""
    return address.beside("/read", passage=row.passage, start=row.start, end=row.end) + "#here"
