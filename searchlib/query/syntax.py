"""The special characters of the query language, and how to escape them in plain text."""

from __future__ import annotations

import re
from decimal import Decimal

from searchlib.definitions.regexes import regex

STRAIGHT = '"＂'
CURLY = "“”„‟〝〞〟"
ANGLE = "«»"
QUOTES = STRAIGHT + CURLY + ANGLE
"""Double quotation marks by family; single ones are apostrophes and part of a word."""

OPERATORS = ("AND", "OR", "NOT")
SIGNS = "+-"
ESCAPED = frozenset("\\()*?^~" + QUOTES)
"""Characters that need a backslash anywhere in a word."""

PROXIMITY = regex(r"(w|near|pre)/(\d{1,6})", re.IGNORECASE)
TOGETHER = regex(r"/(s|p)", re.IGNORECASE)
LOOKALIKES = (
    (
        regex(r"(?:w|near|pre|within|adj)/\w*(?:[ (]|\Z)", re.IGNORECASE),
        "a distance is a number, as in w/5 or pre/5",
    ),
    (
        regex(r"(?:w|near|pre|within|adj)\(", re.IGNORECASE),
        "a distance goes between two words, as in a near/5 b",
    ),
    (regex(r"/\w{1,2}(?:[ (]|\Z)"), "one sentence is /s, one passage /p, a distance w/5"),
    (regex(r"atleast\w*\(", re.IGNORECASE), "a count is a number, as in atleast3(word)"),
    (regex(r"(?:said|atleast\d+) ", re.IGNORECASE), "its bracket follows without a space, as in said(word)"),
    (regex(r"!\w"), "to exclude a word write -word"),
)
"""Words that look like operators, and how the operators are written. A bracket that follows belongs to them: "("
right behind, " " further on. Each is read as a word, with a warning."""
FIELD_NAME = regex(r"(?:[A-Za-z][A-Za-z_]*|[xX]\.\w[\w.-]*):")
PLAIN_VALUE = regex(r"\w[\w.,'’&/@#-]*")


def written(text: str, *, wild: bool = False) -> str:
    """`text` as one word of a query, special characters escaped by backslashes; with `wild`, `*` and `?` stay wildcards."""
    if text in OPERATORS:
        return "\\" + text
    free = "*?" if wild else ""
    escaped = "".join(
        "\\" + mark if (mark in ESCAPED and mark not in free) or mark.isspace() else mark for mark in text
    )
    name = FIELD_NAME.match(text)
    if name:
        escaped = escaped.replace(":", "\\:", 1)
    elif PROXIMITY.fullmatch(text) or TOGETHER.fullmatch(text):
        escaped = escaped.replace("/", "\\/", 1)
    return "\\" + escaped if text[:1] in tuple(SIGNS) else escaped


def quoted(text: str) -> str:
    """`text` between straight quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def valued(text: str) -> str:
    """`text` as the value of a field: quoted where that is needed."""
    return text if PLAIN_VALUE.fullmatch(text) else quoted(text)


def decimal(number: float) -> str:
    """`number` in plain digits, without an exponent and without a needless `.0`."""
    digits = format(Decimal(repr(float(number))), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
