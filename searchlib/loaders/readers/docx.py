"""Reads DOCX (paragraphs, tables and properties) with python-docx (the extra `docx`)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from searchlib.errors import MissingExtra, ReadError
from searchlib.loaders.field_mapping import encodable, one_line, several
from searchlib.loaders.opening import read_bytes, too_large
from searchlib.loaders.readers.text import headline
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.loaders.third_party import fault, silenced


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The only document of the file. Raises ReadError when the file is damaged, MissingExtra without python-docx."""
    content = read_bytes(source, options)
    yield draft(content, options) if content else Draft("", encoding="docx")


def draft(content: bytes, options: ReadOptions) -> Draft:
    """The document in the bytes of a file; see `read`.

    Dates of creation and change are not publication dates, and are ignored.
    """
    _refuse_huge(content, options)
    try:
        import docx
        from docx.table import Table
    except ImportError:
        raise MissingExtra("DOCX needs python-docx", package="searchlib[docx]") from None
    with silenced("docx"):
        try:
            opened = docx.Document(io.BytesIO(content))
            blocks = [_rows(block) if isinstance(block, Table) else block.text for block in opened.iter_inner_content()]
            title, author = opened.core_properties.title, opened.core_properties.author
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a file of a stranger, through a parser of XML
            raise ReadError(f"it is damaged, or no DOCX: {fault(error)}") from None
    text = encodable("\n\n".join(block.strip() for block in blocks if block.strip())).replace("\0", "\ufffd")
    authors = () if author == "python-docx" else several(one_line(author))
    return Draft(text, title=one_line(title) or headline(text), authors=authors, encoding="docx")


def _rows(table: object) -> str:
    """The rows of a table as lines, cells separated by a bar; a cell that spans several columns stands once."""
    lines = []
    for row in table.rows:  # type: ignore[attr-defined]
        cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        lines.append(" | ".join(filter(None, cells)))
    return "\n".join(filter(None, lines))


def _refuse_huge(content: bytes, options: ReadOptions) -> None:
    """Raise ReadError for a file that decompresses to more than `options.max_file` bytes, or is not a ZIP file."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise ReadError(f"it is damaged, or no DOCX: {fault(error)}") from None
    if size > options.max_file:
        raise too_large(options.max_file)
