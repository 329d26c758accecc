"""Decodes bytes: detects their encoding, and replaces bytes that are invalid in it."""

from __future__ import annotations

import codecs
import re
import string
import threading
from collections.abc import Iterator
from typing import NamedTuple

from searchlib.errors import ReadError, Remedy

# The longer mark first: that of UTF-32-LE begins with that of UTF-16-LE.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 256 * 1024  # bytes that charset-normalizer is shown
WESTERN = "cp1252"
WESTERN_MARKS = "€‚„…†‡‰‹‘’“”•–—™›\u00a0¢£§©«®°±·»".encode(WESTERN)  # its quotation marks, dashes and signs
FEW_BEYOND = 0.12  # letters beyond ASCII to those in it: Czech and Hungarian have more, borrowed names fewer
MAX_CONTROLS = 0.02  # share of control characters above which bytes that are not UTF-8 are taken for binary
MOSTLY = 0.8
"""Share of NULs in every second byte of UTF-16 text in English."""
FEWEST_LETTERS = 8
PUNCTUATION = re.compile(rb"\xe2\x80[\x93\x94\x98\x99\x9c\x9d\xa6]")
"""Dashes, quotation marks and dots in UTF-8."""
LAYOUT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b")
EAST_ASIAN = frozenset(
    ("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213", "euc_jp", "euc_jis_2004", "euc_jisx0213", "gb2312", "gbk",
     "gb18030", "hz", "big5", "big5hkscs", "cp950", "cp949", "euc_kr", "johab")
)  # fmt: skip
"""Encodings of two bytes a character, which short texts with a few accents are often taken for."""
_BEYOND = re.compile(rb"[\x80-\xff]")
_SINGLE_LETTER = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff](?![\x80-\xff])|(?<![\x80-\xff])[\xc0-\xff](?=[a-z])")
ASCII_CODED = ("iso-2022", "hz", "utf-7")
"""Encodings whose bytes are all ASCII, and so UTF-8 too."""

READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
"""What pages and mails mean by an encoding's name (by Python's name): a superset, with curly quotation marks.

Source: https://encoding.spec.whatwg.org/#names-and-labels
"""


class Decoded(NamedTuple):
    """A text, the name of the encoding of its bytes, and how many of them were invalid in it."""

    text: str
    encoding: str
    foreign: int = 0

    @property
    def doubts(self) -> tuple[str, ...]:
        """A sentence about the invalid bytes, if there are any."""
        if not self.foreign:
            return ()
        told = "one byte is" if self.foreign == 1 else f"{self.foreign:,} bytes are"
        return (f"{told} not {self.encoding}: read as Windows-1252 where that has a character, else as U+FFFD",)


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The content as text; every line ends in a line feed alone.

    Tried in turn: the `encoding` given, a byte order mark, UTF-8, UTF-8 with a few foreign bytes, and what
    charset-normalizer takes it for. Raises ReadError, saying which, when it is none of them or is binary.
    """
    decoded = _detected(content) if encoding is None else _as_named(content, encoding)
    text = decoded.text
    if "\0" in text:
        raise ReadError("it is binary, not text: it holds NUL characters")
    if "\r" in text:
        return decoded._replace(text=text.replace("\r\n", "\n").replace("\r", "\n"))
    return decoded


def decode_declared(content: bytes, declared: str, encoding: str | None = None) -> Decoded:
    """Like `decode`, for content that declares its encoding, which is tried after UTF-8 and before detection.

    A declared name means what it means to browsers: iso-8859-1 and us-ascii are Windows-1252.
    """
    if encoding is not None or not declared:
        return decode(content, encoding)
    if not declared.lower().startswith(ASCII_CODED):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return decode(content, "utf-8")
    try:
        return decode(content, _meant(declared))
    except (ReadError, LookupError):
        return decode(content)  # much declares what it is not


def _meant(declared: str) -> str:
    name = codecs.lookup(declared).name
    return READ_AS.get(name, name)


def _as_named(content: bytes, encoding: str) -> Decoded:
    """The text in a named encoding; in UTF-8 and Windows-1252, invalid bytes become one character each."""
    name = codecs.lookup(encoding).name
    if name in ("utf-8", WESTERN):
        if name == "utf-8" and _is_marked_otherwise(content):
            raise ReadError(f"it is not {encoding} text")
        return _lenient(content, name)
    return Decoded(_strictly(content, encoding), name)


def _is_marked_otherwise(content: bytes) -> bool:
    return any(content.startswith(mark) for mark, encoding in BYTE_ORDER_MARKS if encoding != "utf-8-sig")


def _detected(content: bytes) -> Decoded:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            if encoding == "utf-8-sig":
                return _lenient(content[len(mark) :], encoding)
            return Decoded(_strictly(content, encoding), encoding)
    if (wide := _unmarked_utf16(content)) is not None:
        return wide
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _looks_binary(content[:SAMPLE]):
        raise ReadError("it is binary, not text")
    lenient = _lenient(content, "utf-8")
    if lenient.foreign and all(code in WESTERN_MARKS for code in _foreign(content)) and PUNCTUATION.search(content):
        return lenient  # marks of Windows-1252 pasted into UTF-8
    valid = content.decode("utf-8", "ignore")
    if len(valid) - len(valid.encode("ascii", "ignore")) >= lenient.foreign:
        return lenient
    name = _guess(content[:SAMPLE])
    return _as_named(content, name)


def _unmarked_utf16(content: bytes) -> Decoded | None:
    """The text of UTF-16 without a byte order mark: every second byte of English is a NUL."""
    sample = content[:SAMPLE]
    if len(content) % 2 or 4 * sample.count(0) < len(sample):
        return None
    for name, zeros, others in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        letters = sum(map(others.count, string.ascii_letters.encode() + b" "))
        if zeros.count(0) >= MOSTLY * len(zeros) and letters >= max(MOSTLY * len(others), FEWEST_LETTERS):
            return Decoded(_strictly(content, name), name)
    return None


def _foreign(content: bytes) -> Iterator[int]:
    """The bytes that are no part of UTF-8."""
    return (ord(char) - 0xDC00 for char in content.decode("utf-8", "surrogateescape") if "\udc80" <= char <= "\udcff")


def _looks_binary(sample: bytes) -> bool:
    """Whether the bytes contain a NUL, or more control characters than any text has."""
    if b"\0" in sample:
        return True
    controls = sum(sample.count(code) for code in range(32) if code not in LAYOUT_CONTROLS)
    return controls > MAX_CONTROLS * len(sample)


def _guess(sample: bytes) -> str:
    """The encoding that charset-normalizer takes the bytes for; raises ReadError when it takes them for none.

    On English with a few accents it often ranks a neighbour of Windows-1252 first, with equal marks, and reads "São" as
    "Săo". So where Windows-1252 is among its readings, and marked better or letters beyond ASCII are few, it is that.
    """
    from charset_normalizer import from_bytes

    letters = sum(map(sample.count, string.ascii_letters.encode()))
    beyond = sum(map(sample.count, range(0x80, 0x100)))
    marks = sum(map(sample.count, WESTERN_MARKS))
    if beyond == marks:
        return WESTERN
    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        raise ReadError("its text encoding cannot be detected", remedy=Remedy.NAME_THE_ENCODING)
    if best.encoding in EAST_ASIAN and beyond - marks < FEW_BEYOND * letters and _are_single_letters(sample):
        return WESTERN  # "café" in a short text
    western = next((match for match in matches if WESTERN in match.could_be_from_charset), None)
    if western is not None and (western.coherence > best.coherence or beyond - marks < FEW_BEYOND * letters):
        return WESTERN
    return str(best.encoding)


def _are_single_letters(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII, but for marks, are a letter between letters of ASCII: no halves of East Asian characters."""
    unmarked = sample.translate(None, delete=WESTERN_MARKS)
    pairs = len(_BEYOND.findall(unmarked)) - len(_SINGLE_LETTER.findall(unmarked))
    return pairs <= len(_SINGLE_LETTER.findall(unmarked)) // 4


def _lenient(content: bytes, name: str) -> Decoded:
    """The text in UTF-8 or Windows-1252; each byte that is invalid in both becomes one character."""
    codec = "utf-8" if name == "utf-8-sig" else name
    try:
        return Decoded(content.decode(codec), name)
    except UnicodeDecodeError:
        pass
    foreign = 0

    def one_character(error: UnicodeError) -> tuple[str, int]:
        nonlocal foreign
        assert isinstance(error, UnicodeDecodeError)
        foreign += 1
        piece = error.object[error.start : error.end]
        # more than one byte: a character of UTF-8 cut short, and no letters of Windows-1252
        return (piece.decode(WESTERN, "replace") if len(piece) == 1 else "\ufffd"), error.end

    handler = f"searchlib-{threading.get_ident()}"
    codecs.register_error(handler, one_character)
    return Decoded(content.decode(codec, handler), name, foreign)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"it is not {encoding} text: byte {error.start} {error.reason}") from None
    except (UnicodeError, LookupError, AssertionError):  # codecs that are no text encodings, and faults of rare ones
        raise ReadError(f"it is not {encoding} text") from None
