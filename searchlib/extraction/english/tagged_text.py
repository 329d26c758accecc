"""A text as tokens and a string of tags, one letter a token: what the rules about statements read.

A quoted stretch is one token, whatever it holds. So a rule about a sentence with a quotation in it is a regular
expression over a few letters (see `tags.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from searchlib.expressions.quotations import Quoted, quoted_spans
from searchlib.extraction.english.lexicon.function_words import BE
from searchlib.extraction.english.lexicon.organizations import BODIES, BODIES_BEFORE_NAMES
from searchlib.extraction.english.lexicon.roles import SPEAKERS
from searchlib.extraction.english.tagging import (
    ENDED_MARK,
    LONG_MARK,
    SHORT_MARK,
    Tags,
    settled,
)
from searchlib.extraction.english.tags import DETERMINERS, NOUN_GROUP, Tag

_FILL = "\ue003"
"""Stands for the further characters of a quoted stretch."""
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Prof|Hon|Pres|Sec|Supt|Det|Insp|Brig|Cpl|Pvt"
    "|Amb|Atty|Asst|Fr|Sr|Jr|St|Msgr|Corp|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|Ala|Ariz|Ark"
    "|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt"
    "|Wash|Wis|Wyo|Dist|Ave|Blvd|Ft|Mt|Bros"
)
_TOKEN = re.compile(
    r"(?! )"  # no token begins so: said first, it takes half the time
    r"([A-Za-z]++(?=[ ,])"  # most words, tried first
    r"|[a-z][^\W_]+(?:['’&@_-][^\W_]+)*(?:(?<=s)['’](?![\w])|\.(?:com|org|net|gov|edu|co\.uk)\b)?"
    "|[\ue000-\ue002]\ue003*"
    r"|\n\s*"
    rf"|(?:[RDI][-–](?:[A-Z]\.)+|[RDI][-–](?:{_ABBREVIATIONS})\.|(?:{_ABBREVIATIONS})\.(?=[\s,)’'])|[A-Z]\.(?:[A-Z]\.)+(?:-[^\W_]+)*(?:['’]s)?|[A-Z]\.(?=\s?[A-Z]|[,)])|a\.m\.|p\.m\.)"
    r"|\d+(?:(?:st|nd|rd|th)(?!\w)|(?:[.,]\d+)*(?:-[^\W\d_]+)*%?)"
    r"|[@#]?[^\W_]+(?:(?:['’&@_-]|‘(?=s\b))[^\W_]+)*(?:(?<=s)['’](?![\w])|\.(?:com|org|net|gov|edu|co\.uk)\b)?"
    r"|--+|\.\.+|[^\w\s]|_+)"
)
_TAGS = Tags()
_CAPITALS = re.compile(r"[^\W\d_][\w'’]*")
CLOSERS = "\"”»“«„‘'’` \xa0"


def group_start(tags: str, last: int, floor: int) -> int:
    """The first token of the noun group that ends with token `last`; `last` + 1 when there is none."""
    at = last
    floor = max(floor, last - 12)
    while at >= floor and (
        tags[at] in NOUN_GROUP or (tags[at] == Tag.ADVERB and at < last and tags[at - 1] == Tag.DETERMINER)
    ):
        if tags[at] == Tag.DETERMINER:
            while at - 1 >= floor and tags[at - 1] in DETERMINERS:
                at -= 1
            return at
        at -= 1
    return at + 1


class TaggedText:
    """A text's tokens: `words`, their `starts` and `ends`, and `tags`, one letter each; `quotes` by token index."""

    __slots__ = ("ends", "forms", "inner", "it_names", "quotes", "readings", "spans", "starts", "tags", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = quoted_spans(text)
        masked, by_start = _mask(text, self.spans)
        parts = _TOKEN.split(_without_related(masked) if _RUN_ON.search(masked) else masked)
        bounds = list(accumulate(map(len, parts)))
        self.words = parts[1::2]
        self.starts = bounds[0::2]
        self.ends = bounds[1::2]
        self.tags = settled("".join(map(_TAGS.__getitem__, self.words)), self.words)
        self.quotes: dict[int, Quoted] = {}
        for start, span in by_start.items():
            index = bisect_left(self.starts, start)
            if index < len(self.words) and self.starts[index] == start:
                self.quotes[index] = span
        self.forms: frozenset[str] | None = None
        self.inner: frozenset[str] | None = None
        self.it_names: frozenset[str] | None = None
        self.readings: dict[tuple[int, int, bool], Any] = {}
        """Names read so far, by their tokens: most are asked for twice (`noun_phrases.read_name`)."""

    def seen_lower(self, word: str) -> bool:
        """Whether the text has this word in lower case somewhere outside quotations."""
        if self.forms is None:
            self.forms = frozenset(self.words)
        return word.lower() in self.forms

    def seen_inside(self, word: str) -> bool:
        """Whether the text has this word as a name inside a sentence, not only where every word takes a capital."""
        if self.inner is None:
            self.inner = frozenset(self.words[match.start()] for match in _INNER_NAME.finditer(self.tags))
        return word in self.inner

    def is_it(self, name: str) -> bool:
        """Whether the text calls a name "it", or names its spokesman: then no person has it."""
        if self.it_names is None:
            self.it_names = frozenset(self._find_it_names())
        return name in self.it_names

    def _find_it_names(self) -> Iterator[str]:
        words = self.words
        for match in _NAME_AND_IT.finditer(self.tags):
            if words[match.end() - 1].lower() in _IT and words[match.end()].lower() not in BE:
                yield " ".join(words[match.start("name") : match.end("name")])
        for match in _CALLED.finditer(self.tags):
            if words[match.start()] in BODIES_BEFORE_NAMES:
                yield " ".join(words[match.start("name") : match.end("name")])
        for match in _SPOKEN_FOR.finditer(self.tags):
            if words[match.start()] in SPEAKERS and words[match.start() + 1] == "for":
                yield " ".join(words[match.start("name") : match.end("name")])
        for match in _DESCRIBED.finditer(self.tags):
            if self._is_body(match.start("what"), match.end("what")):
                yield " ".join(words[match.start("name") : match.end("name")])

    def _is_body(self, first: int, last: int) -> bool:
        """Whether the head of an apposition is a body's: "a sports and talent agency", "a firm founded in May"."""
        words = self.words
        for at in range(first, last):
            ends = at + 1 == last or words[at + 1].endswith("ed")
            if ends and words[at] in BODIES:
                return True
        return False


_NAME_AND_IT = re.compile(r"(?P<name>N(?<![NBMAP]N)N{0,3})a?Va?t?(?:H(?=x)|d)")  # "SwiftJet said it", "Acme said its"
_CALLED = re.compile(r"n(?P<name>N{1,3})(?![NBMAP])")  # "the charity Safe Hands"
_SPOKEN_FOR = re.compile(r"rf(?P<name>N{1,4})(?![NBMnr])")  # "a spokesman for SwiftJet"
_DESCRIBED = re.compile(
    r"(?P<name>N(?<![NBMAPKc]N)N{0,3}),d(?P<what>[nAcprB]{1,7})(?=[fowG,xk])"
)  # "Acme, a firm based in"
_IT = frozenset(("it", "its", "itself"))
_DASHES = frozenset("—–-")
_INNER_NAME = re.compile(r"N(?<=[^.\nE:(-]N)")


_RUN_ON = re.compile(r"[A-Z](?<=[a-z]{3}[A-Z])")  # the capital first: the search skips to it
_GLUED = re.compile(r"\b([A-Z][a-z]{2,})(?=[A-Z0-9])[\w'’]*")
_LONGEST_NAME = 60
_LONGEST_RUN = 900


def _without_related(text: str) -> str:
    """The text without the headlines that a page runs into a sentence behind a name it says again: "Ann Vale Ann Marie
    ValeCourt hears of MORE told reporters". Each is blanked, so that all offsets stay.
    """
    pieces: list[str] = []
    at = 0
    for match in _GLUED.finditer(text):
        name = match.group(1)
        first = text.rfind(name, max(at, match.start() - _LONGEST_NAME), match.start())
        if match.start() < at or first < 0:
            continue
        first += len(name)
        end = text.find(" MORE", match.end(), match.end() + _LONGEST_RUN)
        if end < 0 or "\n" in text[first:end]:
            joint = match.end(1)  # the headline is left standing as a line of its own
            pieces += [text[at:first], " " * (joint - 1 - first), "|"]
            at = joint
        else:
            pieces += [text[at:first], " " * (end + 5 - first)]
            at = end + 5
    return "".join([*pieces, text[at:]])


def _mask(text: str, spans: list[Quoted]) -> tuple[str, dict[int, Quoted]]:
    """The text with every quoted stretch replaced by one token of its own length."""
    pieces: list[str] = []
    by_start: dict[int, Quoted] = {}
    at = 0
    for span in spans:
        if span.end - span.start < 2:
            continue
        pieces.append(text[at : span.start])
        length = span.end - span.start
        if _is_title(text, span):
            stop = length > 3 and text[span.end - 2] in ".!?"
            pieces.append(SHORT_MARK + _FILL * (length - 3) + ". " if stop else SHORT_MARK + _FILL * (length - 1))
        else:
            pieces.append(_mark(text, span) + _FILL * (length - 1))
            by_start[span.start] = span
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces), by_start


def _is_title(text: str, span: Quoted) -> bool:
    """The title of a work or a programme ("on ABC's “This Week”"): every longer word has a capital, no comma or colon
    stands before it.
    """
    if not span.closed or span.end - span.start > 90 or span.words < 2:
        return False
    before = text[max(0, span.start - 2) : span.start].rstrip(" ")
    between = (
        before[-1:] in _DASHES and text[span.end : span.end + 2].lstrip(" ")[:1] in _DASHES
    )  # "a strike — “Q” — for"
    if not between and (not before or before[-1] in ",:.?!\n—–-\xa0"):
        return False
    return all_capitals(text[span.start : span.end], least=2)


def all_capitals(quoted: str, *, least: int = 1) -> bool:
    """Whether every longer word of a quoted stretch has a capital, and `least` words have one."""
    words = _CAPITALS.findall(quoted)
    return (
        all(word[0].isupper() for word in words if len(word) > 3)
        and any(len(word) > 3 for word in words)
        and sum(word[0].isupper() for word in words) >= least
    )


def _mark(text: str, span: Quoted) -> str:
    last = text[max(span.start, span.end - 5) : span.end].rstrip(CLOSERS)[-1:]
    ended = last in (".", "?", "!", "…") or not span.closed
    if span.words < 3 and not ended and last != ",":
        return SHORT_MARK
    return ENDED_MARK if ended else LONG_MARK
