"""DOCX files."""

from __future__ import annotations

import io
import sys

import pytest

from searchlib.errors import MissingExtra
from searchlib.loaders import ReadOptions
from searchlib.loaders.readers import docx as reader

docx = pytest.importorskip("docx")


def made(*, title: str = "", author: str = "") -> bytes:
    """A file with a heading, two paragraphs and a table between them."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.add_heading("Ferries stay in port", 1)
    document.add_paragraph("The harbour master closed the port on Monday, Mayor Ida Holm said.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Port", "Ferries"), ("Nord", "12")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("It opens again on Friday.")
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_paragraphs_and_tables_are_read_in_their_order(write, read):
    """A row of a table is a line, its cells with bars between them; the first heading is the title."""
    write("a.docx", made(author="Ann Lee; Bo Roe"))
    [document] = read().documents
    assert document.text == (
        "Ferries stay in port\n\nThe harbour master closed the port on Monday, Mayor Ida Holm said.\n\n"
        "Port | Ferries\nNord | 12\n\nIt opens again on Friday."
    )
    assert (document.title, document.authors) == ("Ferries stay in port", ("Ann Lee", "Bo Roe"))
    assert (document.published, document.encoding) == (None, "docx")


def test_its_own_title_goes_first(write, read):
    """A title among the file's properties counts before a headline."""
    write("a.docx", made(title="Port closed"))
    assert read().documents[0].title == "Port closed"


@pytest.mark.parametrize("content", [b"no archive", made()[:300], b"PK\x05\x06" + b"\0" * 18])
def test_what_is_damaged_is_named(write, read, content):
    """What is no DOCX is a failure, and an empty file is empty."""
    write("a.docx", content)
    write("b.docx", b"")
    result = read()
    assert "damaged, or no DOCX" in result.told("failure")[0]
    assert len(result.told("empty")) == 1


def test_a_file_that_unpacks_beyond_the_bound_is_refused(write, read):
    """What is unpacked counts, not the size of the file."""
    write("a.docx", made())
    assert "larger than 20,000 bytes" in read(max_file=20_000).told("failure")[0]


def test_the_extra_is_named(monkeypatch):
    """Without python-docx the error says what to install."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra) as caught:
        reader.draft(made(), ReadOptions())
    assert caught.value.package == "searchlib[docx]"
