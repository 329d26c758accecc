"""Mail: EML files, and MBOX files of many messages, with the standard library alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from searchlib.errors import ReadError
from searchlib.loaders.decoding import decode_declared, read_bytes, read_lines, too_large
from searchlib.loaders.field_mapping import encodable, one_line, unreadable_day
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile

UNSEEN = frozenset(("script", "style", "head", "title"))
INLINE = frozenset(
    ("a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "tt", "u", "wbr")
)  # fmt: skip
_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,20}")
HEADER_CHARACTERS = 2000
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class _BoundedHeaders(policy.EmailPolicy):
    """Headers of a bounded length: their parser takes quadratic time, a minute for a megabyte."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_CHARACTERS]


def read_message(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The one message of an EML file; raises ReadError when it is none."""
    content = read_bytes(source, options)
    if not content.strip():
        yield Draft("")
        return
    yield message_draft(content, options, line=1)


def read_mailbox(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """The messages of an MBOX file, each with the line of its `From `, and a failure for each that is none."""
    for line, content in _messages(source, options):
        try:
            if content is None:
                raise too_large(options.max_file)
            yield message_draft(content, options, line=line)
        except ReadError as error:
            yield Notice.failure(f"{source.place}:{line}", error)


def _messages(source: SourceFile, options: ReadOptions) -> Iterator[tuple[int, bytes | None]]:
    """The messages of a mailbox with the line they begin on; None for one beyond `options.max_file` bytes.

    A message begins with a line `From ` at the top or after a blank line (RFC 4155); `>From ` in it loses its mark.
    """
    first, size, lines = 0, 0, list[bytes]()
    blank, any_lines = True, False
    for number, line in read_lines(source, options):
        any_lines = any_lines or bool(line and line.strip())
        if blank and line is not None and line.startswith(b"From "):
            if first:
                yield first, _message(lines, size, options)
            first, size, lines = number, 0, []
        elif first:
            size += options.max_file + 1 if line is None else len(line)
            if size <= options.max_file and line is not None:
                lines.append(line)
        blank = line is not None and not line.strip()
    if first:
        yield first, _message(lines, size, options)
    elif any_lines:
        raise ReadError("it is no mailbox: no line begins a message with 'From '")
    else:
        yield 1, b""


def _message(lines: list[bytes], size: int, options: ReadOptions) -> bytes | None:
    return None if size > options.max_file else _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def message_draft(content: bytes, options: ReadOptions, *, line: int) -> Draft:
    """The document that a message holds: its text, and what its header says.

    Its id is the Message-ID, its publication the Date as the sender wrote it, its authors From. Raises ReadError when it has no header, or its text is binary.
    """
    try:
        return _draft(content, options, line)
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - the parser fails in many ways on a stranger's header
        raise ReadError(f"the message cannot be parsed: {type(error).__name__}") from None


def _draft(content: bytes, options: ReadOptions, line: int) -> Draft:
    message = message_from_bytes(content, policy=_BoundedHeaders())
    if not isinstance(message, EmailMessage) or (content.strip() and not message.keys()):
        raise ReadError("it is no message: it has no header")
    text, encoding = _body(message, options)
    senders = [name or address for name, address in getaddresses([_header(message, "From")])]
    published, doubts = _sent(_header(message, "Date"))
    return Draft(
        text,
        key=one_line(_header(message, "Message-ID")).strip("<> "),
        line=line,
        title=one_line(_header(message, "Subject")),
        published=published,
        authors=tuple(filter(None, map(one_line, senders))),
        encoding=encoding,
        doubts=doubts,
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _sent(written: str) -> tuple[date | None, tuple[str, ...]]:
    """The day of a Date header as its sender wrote it, and a sentence for one that cannot be read."""
    if not written.strip():
        return None, ()
    try:
        return parsedate_to_datetime(written).date(), ()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, (unreadable_day("Date", written),)


def _body(message: EmailMessage, options: ReadOptions) -> tuple[str, str]:
    """The message's text and its encoding: the plain part, else what the HTML part shows, else nothing."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return "", "utf-8"
    content = part.get_payload(decode=True)
    declared = part.get_content_charset("")
    text, encoding = decode_declared(content if isinstance(content, bytes) else b"", declared, options.encoding)
    if part.get_content_subtype() == "html":
        text = shown_text(text)
    return encodable(text), encoding


def shown_text(page: str) -> str:
    """What an HTML page shows, block after block, without its scripts and styles.

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
        elif name and name[0].lower().lstrip("/") not in INLINE:
            parts.append("\n\n")
    parts.append(html.unescape(page[at:]))
    blocks = (" ".join(block.split()) for block in "".join(parts).split("\n\n"))
    return "\n\n".join(block for block in blocks if block)


def _behind_element(page: str, at: int, name: str) -> int:
    match = re.compile(f"</{name}[^>]{{0,20}}>", re.IGNORECASE).search(page, at)
    return match.end() if match else len(page)
