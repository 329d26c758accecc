"""PDF files."""

from __future__ import annotations

import io
import sys

import pytest

from searchlib.errors import MissingExtra
from searchlib.loaders import ReadOptions, walk
from searchlib.loaders.readers import pdf as loader

pypdf = pytest.importorskip("pypdf")


def pdf(*pages: list[str], title: str = "", password: str = "") -> bytes:
    """A PDF with these lines on its pages."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        fonts = DictionaryObject({NameObject("/F"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream.set_data(f"BT /F 12 Tf 50 750 Td {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title, "/Author": "Ann Lee"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LINES = ["Ministers met in the harbour town to speak of the", "ships that had not sailed, and of the grain they car-",
         "ried to the south.", "Nobody spoke to the reporters who were waiting at the", "gate until the evening."]  # fmt: skip


def test_pages_are_paragraphs(write, read):
    """The lines of a paragraph are joined, words put together again, and a form feed stands between pages."""
    write("a.pdf", pdf(LINES, ["The second page."], title="Ships sail again"))
    [document] = read().documents
    assert document.text == (
        "Ministers met in the harbour town to speak of the ships that had not sailed, and of the grain they carried to "
        "the south.\n\nNobody spoke to the reporters who were waiting at the gate until the evening.\n\f\nThe second page."
    )
    assert (document.title, document.authors, document.published) == ("Ships sail again", ("Ann Lee",), None)


def test_titles_of_programs_are_none(write, read):
    """A title that is the name of a file is no title."""
    write("a.pdf", pdf(LINES, title="Microsoft Word - draft7.docx"))
    assert read().documents[0].title == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4 nothing", "damaged"),
        (b"no pdf at all", "damaged"),
        (pdf([]), "no text layer"),
        (pdf(LINES)[:300], "damaged"),
        (pdf(LINES, password="secret"), "password"),
    ],
)
def test_what_is_no_text_is_named(write, read, content, reason):
    """A damaged, locked or picture-only file is a failure that says so."""
    write("a.pdf", content)
    result = read()
    assert not result.documents
    assert reason in result.told("failure")[0]


def test_without_pypdf(write, monkeypatch, tmp_path):
    """Without the extra its absence is told with what to install."""
    write("a.pdf", b"%PDF-1.4")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtra, match=r"install searchlib\[pdf\]"):
        list(loader.read(walk(tmp_path).files[0], ReadOptions()))


def test_a_text_of_glyph_numbers_is_none(write, read):
    """Where fonts do not tell their characters, the file is named as unreadable; a few odd characters are no harm."""
    write("a.pdf", pdf(["/g23/g11/g40 /g7/g9 /g23/g11/g40 /g7/g9 /g23/g11/g40 /g7/g9"]))
    write("b.pdf", pdf(["(cid:12)(cid:7)(cid:40)(cid:3)".replace("(", "\\(").replace(")", "\\)") * 4]))
    write("c.pdf", pdf([*LINES, "Figure /g2 shows it."]))
    result = read()
    assert [document.id for document in result.documents] == ["c.pdf"]
    assert all("text cannot be read" in told for told in result.told("failure"))


def test_a_passage_knows_its_page(write, read):
    """The line of a passage of a PDF is its page, empty pages counted."""
    from searchlib.passages import split

    sentence = (
        "The harbour master closed the port on the first day, and twelve ferries stayed in it for a whole week. " * 4
    )
    write("a.pdf", pdf([sentence], [], [sentence.replace("first", "third")]))
    [document] = read().documents
    assert [passage.line for passage in split(document)] == [1, 3]
