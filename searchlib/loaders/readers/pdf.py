"""Reads PDF with pypdf (the extra `pdf`): the text of the pages, with lines joined to paragraphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from searchlib.errors import MissingExtra, ReadError
from searchlib.loaders.field_mapping import encodable, one_line, several
from searchlib.loaders.opening import read_bytes
from searchlib.loaders.readers.text import headline
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.loaders.third_party import fault, silenced

PAGE_BREAK = "\n\f\n"
GARBLED = 0.3  # share of glyph numbers and characters of no script above which a text is none
FULL_LINE = 0.8  # of the page's longest usual line: one that is shorter ends its paragraph
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_GLYPH = re.compile(
    r"/?\(?cid:\d{1,5}\)|/(?:g|G|gid|glyph|uni|C|c|a|i)\d{1,5}\b|[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]"
)
_UNTITLED = re.compile(
    r"(?:untitled|microsoft word|document\d*|.{0,200}\.(?:docx?|pdf|indd|qxd|tex|dvi)$)", re.IGNORECASE
)


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The only document of the file. Raises ReadError when it is damaged, encrypted or has no text, MissingExtra without pypdf.

    The date of creation is not a publication date, and is ignored.
    """
    content = read_bytes(source, options)
    yield draft(content) if content else Draft("", encoding="pdf")


def draft(content: bytes) -> Draft:
    """The document in the bytes of a file; pages are separated by a form feed. See `read`."""
    with silenced("pypdf"):
        opened = _pages(content)
    if opened is None:
        raise ReadError("it is locked with a password")
    pages, described = opened
    text = encodable(PAGE_BREAK.join(map(paragraphs, pages))).replace("\0", "\ufffd").rstrip()
    if not text.strip():
        raise ReadError("it has no text layer: its pages are pictures, or empty")
    if _is_garbled(text):
        raise ReadError("its text cannot be read: its fonts do not say which characters their glyphs are")
    title = one_line(described.get("/Title"))
    if _UNTITLED.match(title):
        title = ""
    authors = several(one_line(described.get("/Author")))
    return Draft(text, title=title or headline(text), authors=authors, encoding="pdf")


def _is_garbled(text: str) -> bool:
    """Whether most of the text is glyph numbers ("/g23", "(cid:17)"), replacement characters or private-use characters."""
    shown = sum(not character.isspace() for character in text)
    glyphs = sum(len(match[0]) for match in _GLYPH.finditer(text))
    return glyphs > GARBLED * shown


def _pages(content: bytes) -> tuple[list[str], dict[str, str]] | None:
    """The text of each page, and the metadata of the file; None for an encrypted file."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise MissingExtra("PDF needs the library pypdf", package="searchlib[pdf]") from None
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        if locked:
            return None
        described = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
        return [page.extract_text() for page in reader.pages], described
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a file of a stranger: pypdf raises errors of every kind on damage
        raise ReadError(f"it is damaged, or no PDF: {fault(error)}") from None


def paragraphs(page: str) -> str:
    """The page's text with the lines of a paragraph joined, and a blank line between paragraphs.

    A line ends its paragraph when the next is blank, or when it is shorter than the page's full lines and ends a
    sentence. A word hyphenated at the end of a line is joined when it continues in lower case.
    """
    lines = [" ".join(line.split()) for line in page.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    full = FULL_LINE * lengths[int(0.9 * (len(lengths) - 1))]
    parts: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        parts.append(line)
        if not after or (len(line) < full and not after[0].islower()):
            parts.append("\n\n")
        elif _HYPHENATED.search(line) and after[0].islower():
            parts[-1] = line[:-1]
        elif line:
            parts.append(" ")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()
