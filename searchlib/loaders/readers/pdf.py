"""PDF through pypdf (the extra `pdf`): the text of the pages, their lines joined into paragraphs again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from searchlib.errors import MissingExtra, ReadError
from searchlib.loaders.decoding import read_bytes
from searchlib.loaders.field_mapping import encodable, one_line, several
from searchlib.loaders.readers.text import headline
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.loaders.third_party import fault, silenced

FULL_LINE = 0.8  # of the page's longest usual line: one that is shorter ends its paragraph
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_UNTITLED = re.compile(
    r"(?:untitled|microsoft word|document\d*|.{0,200}\.(?:docx?|pdf|indd|qxd|tex|dvi)$)", re.IGNORECASE
)


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The file's one document. Raises ReadError when it is damaged, locked or only pictures, MissingExtra without pypdf.

    The date on which the file was made is no publication date, and is not taken.
    """
    content = read_bytes(source, options)
    if not content:
        yield Draft("", encoding="pdf")
        return
    with silenced("pypdf"):
        opened = _pages(content)
    if opened is None:
        raise ReadError("it is locked with a password")
    pages, described = opened
    text = encodable("\n\n".join(filter(None, map(paragraphs, pages)))).replace("\0", "\ufffd")
    if not text.strip():
        raise ReadError("it has no text layer: its pages are pictures, or empty")
    title = one_line(described.get("/Title"))
    if _UNTITLED.match(title):
        title = ""
    authors = several(one_line(described.get("/Author")))
    yield Draft(text, title=title or headline(text), authors=authors, encoding="pdf")


def _pages(content: bytes) -> tuple[list[str], dict[str, str]] | None:
    """The text of each page as it stands, and the file's own description of itself; None for a locked file."""
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
    except Exception as error:  # noqa: BLE001 - a file of a stranger: pypdf raises errors of every kind on damage
        raise ReadError(f"it is damaged, or no PDF: {fault(error)}") from None


def paragraphs(page: str) -> str:
    """The page's text with the lines of a paragraph joined, and a blank line between paragraphs.

    A line ends its paragraph when the next is blank, or when it is shorter than the page's full lines and ends a
    sentence. A word hyphenated at a line's end is put together when it goes on in lower case.
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
