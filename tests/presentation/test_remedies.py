"""Remedies: advice in the terms of a front."""

from __future__ import annotations

from searchlib.errors import IndexCorrupt, MissingExtra, ReadError, Remedy
from searchlib.presentation.remedies import advice, advised

TERMS = {Remedy.REBUILD: "POST /rebuild", Remedy.INSTALL_EXTRA: "get {package}"}


def test_a_front_says_how_a_remedy_is_carried_out():
    """The advice comes first, then the front's own term."""
    assert advised(IndexCorrupt("It was altered."), TERMS) == (
        "It was altered. Restore the index from a copy, or build it again: POST /rebuild."
    )
    assert advice(Remedy.INSTALL_EXTRA, TERMS, "searchlib[pdf]") == "Install searchlib[pdf]: get searchlib[pdf]"


def test_a_remedy_that_a_front_has_no_term_for_is_said_without_one():
    """The error's own text is a whole sentence too."""
    too_large = ReadError("it is too large", remedy=Remedy.RAISE_FILE_LIMIT)
    assert advised(too_large, TERMS) == str(too_large)
    assert advised(MissingExtra("PDF needs pypdf", package="a{b}"), {}) == "PDF needs pypdf (install a{b})"
    assert advised(ReadError("it is empty"), TERMS) == "it is empty"
