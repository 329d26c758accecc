"""HTML pages: main text, title, date, author and site, through trafilatura (the extra `html`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from searchlib.errors import MissingExtra, ReadError
from searchlib.loaders.decoding import Decoded, decode_declared
from searchlib.loaders.field_mapping import encodable, one_line, several
from searchlib.loaders.opening import read_bytes
from searchlib.loaders.publication_dates import read_day
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.loaders.third_party import fault, silenced

DECLARATION_BYTES = 2048  # HTML asks for the encoding to be declared in the first 1024
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""", re.IGNORECASE)


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The page's article. Raises ReadError when it has none, MissingExtra when trafilatura is not installed."""
    page, encoding, _ = decoded = _decoded(read_bytes(source, options), options)
    if not page or page.isspace():
        yield Draft("", encoding=encoding)
        return
    article = _article(page)
    text = encodable((article.text if article else "") or "")
    if not text.strip():
        raise ReadError("no article text was found in the page")
    yield Draft(
        "\n\n".join(line for line in text.split("\n") if line.strip()),  # a block a line: made paragraphs
        title=one_line(article.title),
        published=read_day(article.date),
        source=one_line(article.sitename),
        authors=several(article.author),
        url=one_line(article.url),
        encoding=encoding,
        doubts=decoded.doubts,
    )


def _article(page: str) -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise MissingExtra("HTML needs the library trafilatura", package="searchlib[html]") from None
    with silenced("trafilatura", "htmldate", "courlan", "justext"):
        try:
            # Only dates that the page marks as its own: the extensive search takes any date on it.
            return bare_extraction(
                page,
                with_metadata=True,
                include_comments=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception as error:  # noqa: BLE001 - a page of a stranger, through three parsers
            raise ReadError(f"the page cannot be parsed: {fault(error)}") from None


def _decoded(content: bytes, options: ReadOptions) -> Decoded:
    declared = _DECLARED.search(content[:DECLARATION_BYTES])
    return decode_declared(content, declared[1].decode("ascii") if declared else "", options.encoding)
