"""Reads plain text and Markdown with an optional front matter or header, and finds a headline in the first line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from searchlib.loaders.field_mapping import described, detect
from searchlib.loaders.opening import read_text
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile

FENCE = "---"
FRONT_MATTER_LINES = 200  # a fence that is not closed by then is a rule above prose
HEADER_LINES = 30
_HEADER_FIELDS = {"title", "published", "source", "authors", "url"}

_KEY = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?")
_QUOTED = re.compile(r"""(["'])(.*)\1""")

HEADLINE_CHARACTERS, HEADLINE_WORDS = 160, 28
_SENTENCE_END = re.compile(r"[.;:,…][\"'”’)\]]*$")
_BYLINE = re.compile(r"(?:by|from|updated|published|posted|date|photo|image)\b[ :]", re.IGNORECASE)


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The only document of the file. Its text is what follows the front matter, the headline included."""
    decoded = read_text(source, options)
    fields, text, line = split_front_matter(decoded.text)
    columns = detect(tuple(fields), tuple(sorted(options.columns.items())))
    draft = described(fields, columns, text, line=line, encoding=decoded.encoding, published_from="front matter")
    # The path names a plain file: an `id:` in its front matter is its author's affair.
    yield replace(draft, key="", title=draft.title or headline(text), doubts=draft.doubts + decoded.doubts)


def split_front_matter(text: str) -> tuple[dict[str, object], str, int]:
    """The values of the front matter or header by key, the text after it, and the line (from 1) where that begins.

    A front matter is a first line `---`, lines `key: value`, and a line `---`. A list is `[one, two]`, or lines `- one`
    under its key. Indented lines, blank ones and lines with a `#` are passed over. With any other line, it is
    none, and the whole text is returned. A text without the first line may have a header, see `_split_header`.
    """
    if not text.startswith(FENCE):
        return _split_header(text)
    fields: dict[str, object] = {}
    key, start = "", text.find("\n") + 1
    if text[:start].rstrip() != FENCE:
        return {}, text, 1
    for line_number in range(2, FRONT_MATTER_LINES + 2):
        end = text.find("\n", start)
        line, after = (text[start:], len(text)) if end < 0 else (text[start:end], end + 1)
        if line.rstrip() == FENCE and fields:
            return fields, text[after:], line_number + 1
        if match := _KEY.fullmatch(line.rstrip()):
            key = match[1].strip()
            fields[key] = _value(match[2] or "")
        elif line.lstrip().startswith("- ") and key:
            _append(fields, key, _value(line.lstrip()[2:]))
        elif line.strip() and line[0] not in " \t#":
            return {}, text, 1
        if end < 0:
            return {}, text, 1
        start = after
    return {}, text, 1


def _split_header(text: str) -> tuple[dict[str, object], str, int]:
    """The same of a header without fences: lines `key: value` from the first line on, and a blank line.

    It is one only when each line has a key of its own, and at least two keys name fields of an article, a title or a
    date among them: a transcript or a list of terms stays text.
    """
    fields: dict[str, object] = {}
    start = 0
    for line_number in range(1, HEADER_LINES + 2):
        end = text.find("\n", start)
        if end < 0:
            break
        line = text[start:end].rstrip()
        start = end + 1
        if not line:
            known = detect(tuple(fields)).keys() & _HEADER_FIELDS
            if len(known) > 1 and known & {"title", "published"} and text[start:].strip():
                return fields, text[start:], line_number + 1
            break
        match = _KEY.fullmatch(line)
        if match is None or match[1].strip() in fields:
            break
        fields[match[1].strip()] = _value(match[2] or "")
    return {}, text, 1


def _append(fields: dict[str, object], key: str, value: object) -> None:
    before = fields[key]
    fields[key] = [*before, value] if isinstance(before, list) else [value]


def _value(written: str) -> str | list[str]:
    """The value without quotation marks, or the list `[one, two]`."""
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        parts = (_unquoted(part.strip()) for part in written[1:-1].split(","))
        return [part for part in parts if part]
    return _unquoted(written)


def _unquoted(written: str) -> str:
    match = _QUOTED.fullmatch(written)
    return match[2] if match else written


def headline(text: str) -> str:
    """The first line of the text if it looks like a headline, else "".

    It is short, ends no sentence, and a blank line, or one at least half as long again, follows. A Markdown heading is
    one whatever follows.
    """
    start = len(text) - len(text.lstrip())
    first, _, rest = text[start : start + 20_000].partition("\n")
    first = first.strip()
    if first.startswith("# "):
        return first[2:].strip("# ")[:HEADLINE_CHARACTERS]
    if not first or len(first) > HEADLINE_CHARACTERS or len(first.split()) > HEADLINE_WORDS:
        return ""
    if _SENTENCE_END.search(first[-8:]) or _BYLINE.match(first) or not any(map(str.isalpha, first)):
        return ""
    second = rest.partition("\n")[0].strip()
    if not rest.strip() or (second and len(second) < 1.5 * len(first)):
        return ""
    return first
