"""Reads mail: EML files, and MBOX files with many messages.

A message is a document: all of its text parts. Each attachment that is text, a PDF, a DOCX or a mail is another document,
whose id is that of the message, a slash, and the attachment's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from itertools import chain, pairwise

from searchlib.errors import ReadError, SearchlibError
from searchlib.loaders.decoding import Decoded, decode_declared
from searchlib.loaders.field_mapping import encodable, one_line, unreadable_day
from searchlib.loaders.html_text import shown_text
from searchlib.loaders.opening import read_bytes, read_lines, too_large
from searchlib.loaders.readers import docx, pdf
from searchlib.loaders.readers.text import headline
from searchlib.loaders.source_files import Draft, Notice, ReadOptions, SourceFile

HEADER_CHARACTERS = 2000
DEEPEST_PART = 30
"""Parts within parts within parts: what lies deeper is not read."""

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_ENVELOPE = re.compile(rb"From \S{1,300}.{0,80}\d\d:\d\d.{0,40}\d{4}")
_HEADER = re.compile(rb"[!-9;-~]{1,100}:")
_MAIL_HEADER = re.compile(
    rb"(?:from|to|cc|subject|date|sender|status|received|message-id|return-path|reply-to|delivered-to|envelope-to"
    rb"|mime-version|authentication-results|dkim-signature|x-[\w-]{1,80}|content-[\w-]{1,40}|arc-[\w-]{1,60}"
    rb"|list-[\w-]{1,60})[ \t]{0,5}:",
    re.IGNORECASE,
)


class _BoundedHeaders(policy.EmailPolicy):
    """Headers of a bounded length: their parser takes quadratic time, a minute for a megabyte."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_CHARACTERS]


def read_message(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """The documents of an EML file. Raises ReadError when it is not a message."""
    content = read_bytes(source, options)
    if not content.strip():
        yield Draft("")
        return
    yield from message_drafts(content, options, source.place, line=1)


def read_mailbox(source: SourceFile, options: ReadOptions) -> Iterator[Draft | Notice]:
    """The documents of an MBOX file, each with the line on which its message begins, and a failure for each bad message."""
    for line, content in _messages(source, options):
        place = f"{source.place}:{line}"
        try:
            if content is None:
                raise too_large(options.max_file)
            yield from message_drafts(content, options, place, line=line)
        except ReadError as error:
            yield Notice.failure(place, error)


def _messages(source: SourceFile, options: ReadOptions) -> Iterator[tuple[int, bytes | None]]:
    """The messages of a mailbox with the line they begin on; None for one beyond `options.max_file` bytes.

    A message begins with a line `From ` at the top or after a blank line (RFC 4155), when a header follows: prose may
    begin with the word too. `>From ` in it loses its mark.
    """
    first, size, lines = 0, 0, list[bytes]()
    blank, any_lines = True, False
    for (line_number, line), (_, after) in pairwise(chain(read_lines(source, options), [(0, b"")])):
        any_lines = any_lines or bool(line and line.strip())
        if blank and line is not None and _begins_message(line, after or b"", top=not first):
            if first:
                yield first, _message(lines, size, options)
            first, size, lines = line_number, 0, []
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


def _begins_message(line: bytes, after: bytes, *, top: bool) -> bool:
    if not line.startswith(b"From "):
        return False
    return top or bool(_MAIL_HEADER.match(after) or (_ENVELOPE.match(line) and _HEADER.match(after)))


def _message(lines: list[bytes], size: int, options: ReadOptions) -> bytes | None:
    return None if size > options.max_file else _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def message_drafts(content: bytes, options: ReadOptions, place: str, *, line: int) -> list[Draft | Notice]:
    """The documents of a message, its own text first, and notices about attachments that cannot be read.

    A message's id is its Message-ID, its publication the Date as the sender wrote it, its authors From. Raises ReadError
    when it has no header.
    """
    try:
        message = message_from_bytes(content, policy=_BoundedHeaders())
        if isinstance(message, EmailMessage) and (message.keys() or not content.strip()):
            return _drafts(message, options, place, line)
    except ReadError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the parser fails in many ways on a stranger's header
        raise ReadError(f"the message cannot be parsed: {type(error).__name__}") from None
    raise ReadError("it is no message: it has no header")


@dataclass
class _Parts:
    """The parts of a message: its texts, the encoding of the first one, and the attachments."""

    texts: list[str] = field(default_factory=list)
    encoding: str = "utf-8"
    doubts: tuple[str, ...] = ()
    attached: list[EmailMessage] = field(default_factory=list)


def _drafts(message: EmailMessage, options: ReadOptions, place: str, line: int, depth: int = 0) -> list[Draft | Notice]:
    parts = _Parts()
    _collect(message, options, parts, depth)
    senders = [name or address for name, address in getaddresses([_header(message, "From")])]
    published, doubts = _sent(_header(message, "Date"))
    own = Draft(
        "\n\n".join(filter(str.strip, parts.texts)),
        key=one_line(_header(message, "Message-ID")).strip("<> "),
        line=line,
        title=one_line(_header(message, "Subject")),
        published=published,
        authors=tuple(filter(None, map(one_line, senders))),
        encoding=parts.encoding,
        doubts=doubts + parts.doubts,
    )
    drafts: list[Draft | Notice] = [own]
    for ordinal, attached in enumerate(parts.attached, 1):
        name = one_line(attached.get_filename() or "") or f"attachment {ordinal}"
        try:
            drafts += _attachment(attached, own, name, options, place, depth + 1)
        except SearchlibError as error:
            drafts.append(Notice.failure(f"{place} ({name})", error))
    return drafts


def _collect(part: EmailMessage, options: ReadOptions, parts: _Parts, depth: int) -> None:
    """Collect the texts of a part and of the parts inside it, in order, and the attachments."""
    kind = part.get_content_type()
    if kind == "message/rfc822" or part.get_content_disposition() == "attachment" or part.get_filename():
        if depth and kind.partition("/")[0] not in ("image", "audio", "video"):
            parts.attached.append(part)
            return
        if depth:
            return
    inside = [inner for inner in part.iter_parts() if isinstance(inner, EmailMessage)] if part.is_multipart() else []
    if kind == "multipart/alternative":
        inside = [_best(inside)] if inside else []
    if inside and depth < DEEPEST_PART:
        for inner in inside:
            _collect(inner, options, parts, depth + 1)
    elif kind.startswith("text/"):
        text, encoding, foreign = decoded = _text(part, options)
        parts.encoding = encoding if not parts.texts else parts.encoding
        parts.texts.append(text)
        if foreign:
            parts.doubts += decoded.doubts


def _best(alternatives: list[EmailMessage]) -> EmailMessage:
    """The alternative to read: plain text if there is one, else the last, which is the richest (RFC 2046)."""
    plain = (
        alternative
        for alternative in alternatives
        if alternative.get_content_type() == "text/plain" and alternative.get_payload()
    )
    return next(plain, alternatives[-1])


def _text(part: EmailMessage, options: ReadOptions) -> Decoded:
    content = part.get_payload(decode=True)
    declared = part.get_content_charset("")
    decoded = decode_declared(content if isinstance(content, bytes) else b"", declared, options.encoding)
    text = shown_text(decoded.text) if part.get_content_subtype() == "html" else decoded.text
    return decoded._replace(text=encodable(text))


def _attachment(
    part: EmailMessage, message: Draft, name: str, options: ReadOptions, place: str, depth: int
) -> list[Draft | Notice]:
    """The documents of an attachment, with the date of the message unless the attachment is itself a mail."""
    if depth > DEEPEST_PART:
        return []
    part_of = replace(message, part=f"{message.part}/{name}" if message.part else name, doubts=(), title=name)
    if part.get_content_type() == "message/rfc822":
        inner = next((attached for attached in part.iter_parts() if isinstance(attached, EmailMessage)), None)
        drafts = [] if inner is None else _drafts(inner, options, place, message.line, depth)
        return [
            replace(draft, key=message.key, part="/".join(filter(None, (part_of.part, draft.part))))
            if isinstance(draft, Draft) else draft
            for draft in drafts
        ]  # fmt: skip
    content = part.get_payload(decode=True)
    suffix = name.lower().rpartition(".")[2]
    if part.get_content_maintype() == "text":
        text, encoding, _ = decoded = _text(part, options)
        return [replace(part_of, text=text, encoding=encoding, title=headline(text) or name, doubts=decoded.doubts)]
    if isinstance(content, bytes) and (suffix == "pdf" or part.get_content_type() == "application/pdf"):
        return [_dated(pdf.draft(content), part_of)]
    if isinstance(content, bytes) and suffix == "docx":
        return [_dated(docx.draft(content, options), part_of)]
    return [Notice("skipped", f"{place} ({name})", "an attachment of a kind that is not read")]


def _dated(draft: Draft, part_of: Draft) -> Draft:
    """An attached file's document, with the id and, where it has none, the day and the authors of the message."""
    return replace(
        draft,
        key=part_of.key,
        part=part_of.part,
        line=part_of.line,
        title=draft.title or part_of.title,
        published=draft.published or part_of.published,
        authors=draft.authors or part_of.authors,
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header's value; as it is written, where its parser fails on it: one header costs no message."""
    try:
        return str(message.get(name, ""))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the parser fails in many ways on a stranger's header
        return next((str(value) for known, value in message.raw_items() if known.lower() == name.lower()), "")


def _sent(written: str) -> tuple[date | None, tuple[str, ...]]:
    """The day of a Date header as its sender wrote it, and a warning if it cannot be read."""
    if not written.strip():
        return None, ()
    try:
        return parsedate_to_datetime(written).date(), ()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, (unreadable_day("Date", written),)
