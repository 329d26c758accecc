"""DOCX, the files of word processors: paragraphs, tables and properties, through python-docx (the extra `docx`)."""

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
    """The file's one document. Raises ReadError when it is damaged, MissingExtra without python-docx."""
    content = read_bytes(source, options)
    yield draft(content, options) if content else Draft("", encoding="docx")


def draft(content: bytes, options: ReadOptions) -> Draft:
    """The document that the bytes of a file hold; see `read`.

    The days on which it was made and changed are no publication dates, and are not taken.
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
        except Exception as error:  # noqa: BLE001 - a file of a stranger, through a parser of XML
            raise ReadError(f"it is damaged, or no DOCX: {fault(error)}") from None
    text = encodable("\n\n".join(block.strip() for block in blocks if block.strip())).replace("\0", "\ufffd")
    authors = () if author == "python-docx" else several(one_line(author))
    return Draft(text, title=one_line(title) or headline(text), authors=authors, encoding="docx")


def _rows(table: object) -> str:
    """A table's rows as lines, their cells with a bar between them; a cell that spans several columns once."""
    lines = []
    for row in table.rows:  # type: ignore[attr-defined]
        cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        lines.append(" | ".join(filter(None, cells)))
    return "\n".join(filter(None, lines))


def _refuse_huge(content: bytes, options: ReadOptions) -> None:
    """Refuse a file that unpacks to more than `options.max_file` bytes, or is not packed at all."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise ReadError(f"it is damaged, or no DOCX: {fault(error)}") from None
    if size > options.max_file:
        raise too_large(options.max_file)
