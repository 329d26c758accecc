"""Converts pieces of HTML (parts of mails, fields of tables) to text. `readers/html.py` reads whole pages."""

from __future__ import annotations

import html
import re

PARAGRAPH, LINE = "\x1d", "\x1e"
"""Breaks that a page's tags make, by signs that its text does not hold (ASCII's group and record separators)."""

UNSEEN = frozenset(("script", "style", "head", "title"))
INLINE = frozenset(
    ("a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "s", "small", "span",
     "strong", "sub", "sup", "time", "tt", "u", "wbr")
)  # fmt: skip
_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,20}")
_TAG = re.compile(
    r"</(?:a|b|blockquote|div|em|h[1-6]|i|li|p|q|span|strong|ul)>|<(?:br|p|div|li|img|hr)\b[^<>]{0,200}>", re.IGNORECASE
)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|apos|[lg]t|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[\da-f]{2,5});", re.IGNORECASE
)


def plain_field(text: str) -> str:
    """The text of a field: without its tags where it is HTML, else unchanged."""
    if "<" in text and _TAG.search(text):
        return shown_text(text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def shown_text(page: str) -> str:
    """The visible text of an HTML page, one line per block, without scripts and styles.

    It passes over the page once, tag by tag: the standard library's parser takes quadratic time on crafted pages.
    """
    parts: list[str] = []
    at = 0
    while (start := page.find("<", at)) >= 0:
        parts.append(html.unescape(page[at:start]))
        comment = page.startswith("<!--", start)
        end = page.find("-->" if comment else ">", start)
        if end < 0:
            at = len(page)
            break
        name = _TAG_NAME.match(page, start + 1)
        at = end + (3 if comment else 1)
        if name and name[0].lower() in UNSEEN:
            at = _behind_element(page, at, name[0])
        elif name:
            parts.append(_shown_as(name[0].lower()))
    parts.append(html.unescape(page[at:]))
    blocks = (_lines(block) for block in "".join(parts).split(PARAGRAPH))
    return "\n\n".join(block for block in blocks if block)


def _shown_as(tag: str) -> str:
    """The text that replaces a tag: a break, a quotation mark, or nothing."""
    if tag == "br":
        return LINE
    if tag.lstrip("/") == "q":
        return "”" if tag == "/q" else "“"
    return "" if tag.lstrip("/") in INLINE else PARAGRAPH


def _lines(block: str) -> str:
    """The lines of a block, without the spaces and breaks of the page's source code."""
    lines = (" ".join(line.split()) for line in block.split(LINE))
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines).strip())


def _behind_element(page: str, at: int, name: str) -> int:
    match = re.compile(f"</{name}[^>]{{0,20}}>", re.IGNORECASE).search(page, at)
    return match.end() if match else len(page)
