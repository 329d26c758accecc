"""Reads HTML pages (main text, title, date, author, site) with trafilatura (the extra `html`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from searchlib.errors import MissingExtra, ReadError
from searchlib.loaders.decoding import Decoded, decode_declared
from searchlib.loaders.field_mapping import encodable, one_line, several, unreadable_day
from searchlib.loaders.html_text import shown_text
from searchlib.loaders.opening import read_bytes
from searchlib.loaders.page_dates import page_day
from searchlib.loaders.publication_dates import read_day
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.loaders.third_party import fault, silenced

OTHERS = ("related", "recommend", "recirc", "also-read", "read-more", "more-stories", "most-read", "trending", "teaser")
DATES_OF_OTHERS = "//aside//time | " + " | ".join(
    f"//*[contains(@class, '{name}') or contains(@id, '{name}')]//time" for name in OTHERS
)
"""The times in boxes of other stories: none of them dates this one."""

_OPENING_Q = re.compile(r"<q(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_CLOSING_Q = re.compile(r"</q\s{0,5}>", re.IGNORECASE)
_BREAK_INSIDE = re.compile(r"(?<=[\w,;])\s{0,20}<br\s{0,5}/?>\s{0,20}(?=[a-z])")
DECLARATION_BYTES = 2048  # HTML asks for the encoding to be declared in the first 1024
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""", re.IGNORECASE)


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The article of the page. Raises ReadError when it has none, MissingExtra when trafilatura is not installed."""
    page, encoding, _ = decoded = _decoded(read_bytes(source, options), options)
    if not page or page.isspace():
        yield Draft("", encoding=encoding)
        return
    article = _article(_marked(page))
    text = encodable((article.text if article else "") or "")
    if not text.strip():
        raise ReadError("no article text was found in the page")
    dated = page_day(page, read_day(article.date), one_line(article.url))
    yield Draft(
        "\n\n".join(line for line in text.split("\n") if line.strip()),  # a block a line: made paragraphs
        title=_headed(page, _without_site(one_line(article.title), one_line(article.sitename))),
        published=dated.day,
        published_from="guessed" if dated.is_guessed else "document",
        source=one_line(article.sitename),
        authors=several(article.author),
        url=one_line(article.url),
        encoding=encoding,
        extra={"modified": dated.modified.isoformat()} if dated.modified else {},
        doubts=decoded.doubts + ((unreadable_day("date", dated.unclear),) if dated.unclear else ()),
    )


def _without_site(title: str, site: str) -> str:
    """The title without the site's name behind a stroke or dash."""
    if not site or not title.endswith(site):
        return title
    return _STROKE.sub("", title.removesuffix(site)) or title


def _headed(page: str, title: str) -> str:
    """The page's heading where the title is the heading with a name of the site before or behind it."""
    heading = _H1.search(page)
    written = one_line(shown_text(heading[1])) if heading else ""
    if len(written) < _SHORTEST_HEADING or written == title:
        return title
    before, at, behind = title.partition(written)
    if not at or len(before) > len(written) or len(behind) > len(written) + _MARGIN:
        return title  # the heading may be the site's own
    return written if _SITE_BEFORE.fullmatch(before) and _SITE_BEHIND.fullmatch(behind) else title


_SHORTEST_HEADING = 12
"""Characters of a heading that is no name of a section."""
_H1 = re.compile(r"<h1\b[^<>]{0,400}>(.{1,600}?)</h1\s{0,5}>", re.IGNORECASE | re.DOTALL)
_MARGIN = 4
"""Characters that a site's name behind a short heading may have more, its stroke among them."""
_SITE_BEFORE = re.compile(r"(?:.{1,60}\s?[|»:]\s)?")
_SITE_BEHIND = re.compile(r"(?:\s[|»·–—-]\s.{1,60})?")
_STROKE = re.compile(r"\s*[|»·–—-]\s*$")


def _marked(page: str) -> str:
    """The page with `<q>` as quotation marks, and without line breaks inside sentences."""
    if "<q" in page or "<Q" in page:
        page = _CLOSING_Q.sub("”", _OPENING_Q.sub("“", page))
    return _BREAK_INSIDE.sub(" ", page)


def _article(page: str) -> Any:
    try:
        from trafilatura import bare_extraction, load_html
    except ImportError:
        raise MissingExtra("HTML needs the library trafilatura", package="searchlib[html]") from None
    with silenced("trafilatura", "htmldate", "courlan", "justext"):
        try:
            # Only dates that the page marks as its own: the extensive search takes any date on it.
            tree = load_html(page)
            if tree is None:
                return None
            for time in tree.xpath(DATES_OF_OTHERS):
                time.drop_tree()
            for time in tree.xpath("//p//time"):
                if _IN_PROSE.search(_text_before(time)):
                    time.drop_tag()
            return bare_extraction(
                tree,
                with_metadata=True,
                include_comments=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a page of a stranger, through three parsers
            raise ReadError(f"the page cannot be parsed: {fault(error)}") from None


_IN_PROSE = re.compile(
    r"\b(?!(?:published|posted|updated|issued|released|written|modified|filed|reviewed|edited|created)\b)[a-z]+ (?:on|in|at|from|until|by|of|for|since|before|after)\s*$"
)
"""Before a time that the text speaks of: "The fair opens on"."""


def _text_before(element: Any) -> str:
    """The text right before an element of its paragraph."""
    previous = element.getprevious()
    text = element.getparent().text if previous is None else previous.tail
    return (text or "")[-_BEFORE:]


_BEFORE = 60


def _decoded(content: bytes, options: ReadOptions) -> Decoded:
    declared = _DECLARED.search(content[:DECLARATION_BYTES])
    return decode_declared(content, declared[1].decode("ascii") if declared else "", options.encoding)
