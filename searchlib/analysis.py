r"""Text to terms, in the same way for documents and queries, so that a query term equals the indexed term.

A word is a run of letters and digits with the marks on them, after UAX #29 (https://unicode.org/reports/tr29/):
apostrophes inside a word belong to it, hyphens and every other sign break it, Chinese, Japanese kana and the
South-East Asian scripts are taken character by character. Beyond the standard:

    written                         terms                  why
    China's, CHINA’S                china                  the possessive form is the same word
    10,000  10'000  10<nbsp>000     10000                  one number however it is grouped (no-break or thin space)
    10 000                          10 +10000, 000         a plain space may join: an extra term, same position as 10
    3.5   3.5m   10:30              3.5   3.5m   10, 30    a decimal point stays; signs such as % and $ are dropped
    U.N.  UN                        un                     dotted initials lose their dots
    U.S.  US  US-led                u.s. (led)             the country is not the pronoun
    US in a line all in capitals    us +u.s.               it may be either, so both terms
    Korea.In                        korea, in              a full stop without its space still ends a word

Case and accents are folded, words are stemmed (Snowball English), no stop word is dropped, unless the settings of an index
say otherwise: see `Analyzer`. A term is at most `LONGEST_TERM` characters long.

A surface form has the same term in every context. So `term_stream` is one `split` and one dictionary look-up a word. A
form without a term, or with several, raises inside the look-up, and then `analyze` reads the whole text. Indexing looks
up all characters between two spaces at once (`terms_between_spaces`).
"""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Final

import Stemmer

from searchlib.definitions.analysis_settings import DEFAULT_STEMMER, NO_STEMMER, STATE_KEY, AnalysisSettings
from searchlib.definitions.frozen import frozen
from searchlib.definitions.regexes import regex
from searchlib.errors import ArgumentError

LONGEST_TERM = 100
_LONGEST_STEMMED = 50  # no English word is longer, and the stemmer's cost grows with length
_CACHED_FORMS = 1 << 18  # surface forms kept; about 40 MB when full of news text
_LONGEST_CACHED = 40

APOSTROPHES = "'’‘＇"
_GROUPERS = "\u00a0\u2009\u202f"  # spaces that join the digits of one number: no-break, thin, narrow no-break

# Characters that continue a word but are not letters: combining marks (general category M, Unicode 14; ranges
# may run over letters and unassigned places, which changes nothing) and the invisible joiners.
_MARK_RANGES = """
300-36F 483-489 591-5BD 5BF-5BF 5C1-5C2 5C4-5C5 5C7-5C7 610-61A 64B-65F 670-670 6D6-6DC 6DF-6E8 6EA-6ED 711-7F3 7FD-7FD
816-82D 859-85B 898-8E1 8E3-963 981-9E3 9FE-A75 A81-AE3 AFA-B63 B82-BD7 C00-C63 C81-C83 CBC-D4D D57-D63 D81-DF3 E31-E3A
E47-E4E EB1-ECD F18-F19 F35-F35 F37-F37 F39-F39 F3E-F84 F86-FBC FC6-FC6 102B-103E 1056-109D 135D-135F 1712-1734
1752-17D3 17DD-17DD 180B-180D 180F-193B 1A17-1A1B 1A55-1A7F 1AB0-1B44 1B6B-1B73 1B80-1BF3 1C24-1C37 1CD0-1CD2 1CD4-1DFF
20D0-20F0 2CEF-2CF1 2D7F-2DFF 302A-302F 3099-309A A66F-A672 A674-A67D A69E-A6F1 A802-A827 A82C-A82C A880-A8C5 A8E0-A8F1
A8FF-A92D A947-A953 A980-A9C0 A9E5-AA4D AA7B-AAC1 AAEB-AAEF AAF5-AAF6 ABE3-ABEA ABEC-ABED FB1E-FB1E FE00-FE0F FE20-FE2F
AD-AD 200C-200D 2060-2060 FEFF-FEFF
101FD-1037A 10A01-10A3F 10AE5-10AE6 10D24-10EAC 10F46-10F50 10F82-10F85 11000-11046 11070-110BA 110C2-110C2 11100-11134
11145-11173 11180-111C0 111C9-111CC 111CE-111CF 1122C-11237 1123E-1123E 112DF-11446 1145E-114C3 115AF-115C0 115DC-11640
116AB-116B7 1171D-1172B 1182C-1183A 11930-11943 119D1-119E0 119E4-11A3E 11A47-11A99 11C2F-11C3F 11C92-11EF6 16AF0-16AF4
16B30-16B36 16F4F-16F92 16FE4-16FF1 1CF00-1CF46 1D165-1D169 1D16D-1D172 1DA00-1DA36 1DA3B-1DA6C 1E130-1E136 1E2AE-1E2EF
1E8D0-1E94A E0100-E01EF
"""
# Scripts written without spaces, where one character is a word, or no rule separates words.
_UNSPACED_RANGES = """
E00-EFF 1000-109F 1780-17FF 3005-3007 3041-309F 30A1-30FA 3400-4DBF 4E00-9FFF F900-FAFF 1B000-1B122 20000-323AF
"""
# Marks dropped in folding: accents, the points of Hebrew and Arabic. Vowel signs of other scripts are letters.
_ACCENT_RANGES = (
    "300-36F 483-487 591-5BD 5BF-5BF 5C1-5C2 5C4-5C5 5C7-5C7 610-61A 64B-65F 670-670 1AB0-1AFF 1DC0-1DFF FE00-FE2F"
)


def _char_class(ranges: str) -> str:
    """The inside of a regular expression's character class for ranges of hexadecimal code points."""
    bounds = (pair.split("-") for pair in ranges.split())
    return "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in bounds)


_MARKS = _char_class(_MARK_RANGES)
_UNSPACED = _char_class(_UNSPACED_RANGES)
_QUOTES = re.escape(APOSTROPHES)

_AGAIN = "*+" if sys.version_info >= (3, 11, 5) else "*"
"""Repeats a group. A possessive group takes an eighth less time here, but before Python 3.11.5 it raises or never ends."""

# Possessive quantifiers throughout: nothing is ever tried twice. The look-ahead is what makes it fast - after nearly
# every word stands a space.
_SURFACE = rf"""
    \w++
    (?: (?![ ]) (?= [{_QUOTES}.,{_GROUPERS}{_MARKS}] )
        (?: [{_QUOTES}] \w++                                  # O'Brien, China’s
          | (?<=\d) [.,] \d \w*+                              # 3.5, 10,000
          | (?<=\d) [{_GROUPERS}] \d{{3}} (?!\d) \w*+         # 10 000 with a no-break space
          | (?<=[^\W\d_]) (?<!\w\w) \. [^\W\d_] (?!\w)        # the S of U.S
          | (?<=\.[^\W\d_]) \.                                # the last dot of U.S.
          | [^{_QUOTES}.,{_GROUPERS}] \w*+                      # otherwise: a mark
        )
    ){_AGAIN}
    """
_WORD = regex(_SURFACE, re.VERBOSE)
"""A word as written."""
_WORD_SPLIT = regex(f"({_SURFACE})", re.VERBOSE)
"""Parts a text into words and what stands between them."""
_UNSPACED_PIECE = regex(rf"[{_UNSPACED}]\W*+|[^{_UNSPACED}]++")
"""A character of a script without spaces with the marks on it, or a run of others."""
_HAS_UNSPACED = regex(rf"[{_UNSPACED}]")
_HAS_GROUPER = regex(rf"\d[,{_QUOTES}{_GROUPERS}]\d")
# Digits in groups of three (or, as in India, of two and a last three) are one number; up to six groups, so that a
# list of numbers as long as a book is still read once. Anything else breaks at its commas and spaces.
_GROUPED = rf"\d{{1,3}}(?:[,{_QUOTES}{_GROUPERS}]\d{{3}}(?!\d)){{1,6}}|\d{{1,2}}(?:,\d{{2}}){{1,4}},\d{{3}}(?!\d)"
_NUMBER_PIECE = regex(
    rf"(?:{_GROUPED})(?![,{_GROUPERS}]\d)[^,{_GROUPERS}]*+|\d[^,{_GROUPERS}]*+|[^,{_GROUPERS}\d][^,{_GROUPERS}]*+"
)
_IS_GROUPED = regex(_GROUPED)
_SPACED = regex(r"(?<![\w.,])\d{1,3}(?: \d{3}(?!\w)){1,6}(?! \d)")
_MAYBE_SPACED = regex(r" \d\d\d")  # five times as fast, and says no to nearly every text
_DOTTED = regex(r"[^\W\d_](?:\.[^\W\d_])+\.?")
_PLAIN_APOSTROPHES = {ord(sign): "'" for sign in APOSTROPHES}
_UNGROUP = {ord(sign): None for sign in ",' "}  # what folding leaves of the signs between groups

_LETTERS = {  # letters that Unicode does not decompose, as newspapers without them write them
    "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "ʻ": "",
}  # fmt: skip
_KEPT_WHOLE = ("<super>", "<sub>", "<fraction>")  # 10² is not 102, 2½ not 21/2


_ACCENT = regex(f"[{_char_class(_ACCENT_RANGES)}]")


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met (there are a million)."""

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        self[code] = folded
        return folded

    def _fold(self, char: str) -> str:
        if unicodedata.category(char) == "Cf" or _ACCENT.match(char):
            return ""
        if char in _LETTERS:
            return _LETTERS[char]
        if unicodedata.category(char) == "Nd":
            return str(unicodedata.decimal(char))
        if unicodedata.decomposition(char).startswith(_KEPT_WHOLE):
            return char
        plain = _ACCENT.sub("", unicodedata.normalize("NFKD", char)).casefold()
        return char if plain == char else unicodedata.normalize("NFC", "".join(map(self._fold, plain)))


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text without case and accents, apostrophes all alike, digits of every script as 0-9; folding twice is once.

    Unlike a term it is not stemmed and keeps its signs: for names, keywords, prefixes and wildcards.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_FOLDING))


def plain_name(name: str) -> str:
    """The name of a source's column as queries ask it: folded, with "_" for what is neither letter nor digit.

    "Article type", "article-type" and "ARTICLE_TYPE" are one.
    """
    return "_".join(re.findall(r"[^\W_]+", fold(name)))


class _SeveralTerms(Exception):
    """Raised for a surface form that has no term, or more than one."""


class _Terms(dict[str, str]):
    """Surface form to term. A form with none or several terms is never kept, so that it raises each time it is met."""

    def __init__(self, pieces: Callable[[str], list[tuple[int, int, str]]]) -> None:
        self._pieces = pieces

    def __missing__(self, surface: str) -> str:
        pieces = self._pieces(surface)
        if len(pieces) != 1:
            raise _SeveralTerms
        term = pieces[0][2]
        if len(surface) <= _LONGEST_CACHED:
            if len(self) >= _CACHED_FORMS:
                self.clear()
            self[surface] = term
        return term


def _may_be_unspaced(surface: str) -> bool:
    """Says no to nearly every word; a class of characters for it would take milliseconds to compile."""
    return any("\u0dff" < character < "\u2000" or character > "\u2fff" for character in surface)


def _cuts(surface: str) -> list[tuple[int, int]]:
    """Start and end of the words of one surface form. Nearly always one, the whole form."""
    if not surface.isascii() and _may_be_unspaced(surface) and _HAS_UNSPACED.search(surface):
        return [piece.span() for piece in _UNSPACED_PIECE.finditer(surface)]
    if _HAS_GROUPER.search(surface):
        return [piece.span() for piece in _NUMBER_PIECE.finditer(surface)]
    return [(0, len(surface))]


def _folded_word(word: str) -> str:
    """A word as written without case, accents and what only spelling adds: the possessive, dots, separators of groups."""
    folded = fold(word).strip("_'.")
    if folded.endswith("'s"):
        folded = folded[:-2] + ("s" if folded[-3:-2].isdigit() else "")  # the 1990's are the 1990s
    if word[:2] == "US" and folded == "us":
        return "u.s."
    if _DOTTED.fullmatch(folded):
        folded = folded.replace(".", "")
        if folded == "us":
            return "u.s."
    if _HAS_GROUPER.search(word) and _IS_GROUPED.match(word):
        folded = folded.translate(_UNGROUP)
    return folded


@frozen
class Tokens:
    """Parallel lists, in the order of the text: each term, the number of its word from 0, and its characters.

    Two terms may share a position: the second is an extra one (see the module's table), and its characters may reach
    over the next words.
    """

    terms: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.terms)

    def append(self, term: str, position: int, start: int, end: int) -> None:
        self.terms.append(term)
        self.positions.append(position)
        self.starts.append(start)
        self.ends.append(end)


def surfaces(text: str) -> list[str]:
    """The text in pieces: the text before the first word, the word as written, the text after it, and so on."""
    return _WORD_SPLIT.split(text)


def has_extra_terms(text: str, capitals: bool | None = None) -> bool:
    """Whether two terms of a text may share a position. If not, each part between spaces can be analysed alone."""
    return bool(_MAYBE_SPACED.search(text) and _SPACED.search(text)) or (
        "US" in text and bool(_shouted(text, capitals))
    )


def _shouted(text: str, capitals: bool | None) -> list[tuple[int, int]]:
    """The lines (start, end) all in capitals that may hold the word US, or the whole text where the caller says so."""
    if "US" not in text or capitals is False:
        return []
    if capitals:
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if "US" in line and line.isupper():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _inside(offset: int, spans: deque[tuple[int, int]]) -> bool:
    """Whether a span holds `offset`. Asked in ascending order: spans left behind are dropped, so that it stays linear."""
    while spans and spans[0][1] <= offset:
        spans.popleft()
    return bool(spans) and spans[0][0] <= offset


@frozen
class QueryWord:
    """One word of a query. `terms` are alternatives: a passage has the word when it has any of them.

    `hint` is another spelling the user may have meant ("U.S." for the pronoun "us"), else "".
    """

    terms: tuple[str, ...]
    position: int
    start: int
    end: int
    hint: str = ""


_HINTS = {"us": "U.S."}


# The closed classes of English. Left out are words that are also names, months or topics: us, may, will, down, like.
_FUNCTION_WORDS = """
    a an the this that these those
    about above across after against along among around as at before behind below beneath beside between beyond by despite
    during for from in inside into near of off on onto out over per since than through throughout to toward towards under
    until up upon via with within without
    and but if nor or so because although though unless while whereas whether
    i me my mine we our ours you your yours he him his she her hers it its they them their theirs
    myself itself himself herself themselves who whom whose which what when where why how
    am is are was were be been being do does did doing done have has had having can could shall should would might must
    not no any some all both each every either neither such other others same own only just also very too more most much
    many few several there here then now again once further however thus therefore yet still ever etc
"""


class Analyzer:
    """Text to terms by the settings of one index, the same object for its documents and for the queries of it.

    A stop word is no word of a text or a query: it has no term and no position.
    """

    def __init__(self, settings: AnalysisSettings = AnalysisSettings()) -> None:  # noqa: B008 - it is immutable
        """The settings must have been checked: see `checked_settings`."""
        self.settings = settings
        self._stop_words = frozenset(settings.stop_words)
        self._english = settings.stemmer == DEFAULT_STEMMER
        self._stemmer = None if settings.stemmer == NO_STEMMER else Stemmer.Stemmer(settings.stemmer, 0)
        self._stemming = threading.Lock()  # PyStemmer's objects must not be shared between threads without one
        self._new_terms = lru_cache(1 << 14)(self._new_term)
        self._term_of = _Terms(self.pieces).__getitem__
        self.query_terms = lru_cache(1 << 12)(
            self._query_terms
        )  # asked by the parts of a query, its plan, its highlights

    def __reduce__(self) -> tuple[Callable[[AnalysisSettings], Analyzer], tuple[AnalysisSettings]]:
        """Pickled as its settings: Whoosh keeps a schema so."""
        return analyzer_of, (self.settings,)

    # --- one word ----------------------------------------------------------------------------------------------

    def stem(self, word: str) -> str:
        """The folded stem of a word; words with digits and endless ones stay as they are.

        English stems are of the folded word, so that "cafe" is "café"; other languages tell endings by their letters.
        """
        return self._stem(fold(word)) if self._english else fold(self._stem(word.lower()))

    def _stem(self, word: str) -> str:
        if len(word) > _LONGEST_STEMMED or self._stemmer is None or not word.replace("'", "").isalpha():
            return word
        with self._stemming:
            stemmed: str = self._stemmer.stemWord(word)
        return stemmed or word

    def only_term(self, surface: str) -> str | None:
        """The term of a word as `surfaces` gives it; "" for one that has none, None for one that has several."""
        try:
            return self._term_of(surface)
        except _SeveralTerms:
            return None if self.pieces(surface) else ""

    def pieces(self, surface: str) -> list[tuple[int, int, str]]:
        """The words of one surface form: start and end inside it, and the term. Nearly always one, the whole form."""
        pieces = ((start, end, self._term(surface[start:end])) for start, end in _cuts(surface))
        return [piece for piece in pieces if piece[2]]

    def _term(self, word: str) -> str:
        """The term of one word as written; "" when no searchable character is left, or it is a stop word."""
        return self._new_terms(word) if len(word) <= _LONGEST_CACHED else self._new_term(word)

    def _new_term(self, word: str) -> str:
        if self._english and not self._stop_words and word.isalpha() and word.isascii() and not word.startswith("US"):
            return self._stem(word.lower()[:LONGEST_TERM])  # as below, but quicker
        folded = _folded_word(word)
        if folded == "u.s." or folded in self._stop_words:
            return "" if folded in self._stop_words else folded
        if self._english or not folded.isalpha():
            return self._stem(folded[:LONGEST_TERM])
        return self.stem(word.translate(_PLAIN_APOSTROPHES).strip("_'.").removesuffix("'s")[:LONGEST_TERM])

    # --- a text ------------------------------------------------------------------------------------------------

    def term_stream(self, text: str, *, capitals: bool | None = None) -> tuple[list[str], Sequence[int], list[int]]:
        """The terms of a text, their word positions and where each starts: see `analyze`.

        About two and a half million words a second; `positions` is a plain range when no two terms share a place.
        """
        quick = self._one_term_each(text, capitals)
        if quick is not None:
            terms, bounds = quick
            return terms, range(len(terms)), bounds[:-1:2]
        tokens = self._word_by_word(text, capitals)
        return tokens.terms, tokens.positions, tokens.starts

    def _one_term_each(self, text: str, capitals: bool | None) -> tuple[list[str], list[int]] | None:
        """The terms of a text of which each word has one, and where each of these starts and ends, by turns; None for any other."""
        if has_extra_terms(text, capitals):
            return None
        parts = _WORD_SPLIT.split(text)  # text before the first word, the word, text after it, ...
        try:
            return list(map(self._term_of, parts[1::2])), list(accumulate(map(len, parts)))
        except _SeveralTerms:
            return None

    def term_list(self, text: str) -> list[str]:
        """The terms of a text, as `term_stream` has them: in a third less time, without their places."""
        if not has_extra_terms(text):
            try:
                return list(map(self._term_of, _WORD.findall(text)))
            except _SeveralTerms:
                pass
        return self.analyze(text).terms

    def terms_between_spaces(self, stretch: str) -> list[str]:
        """The terms of a text without spaces or line breaks, whatever text is around it.

        The terms of a text are those of its parts between spaces, in order, except for extra terms: see `has_extra_terms`.
        """
        if stretch.isalpha() and stretch.isascii():
            term = self._term(stretch)
            return [term] if term else []
        return [term for _, _, term in self._words(stretch)]

    def analyze(self, text: str, *, capitals: bool | None = None) -> Tokens:
        """The terms of a text with their positions and exact characters; total on any string, and linear in its length.

        `capitals` says whether the text is all in capitals, so that `US` may be the pronoun; None looks at each line.
        """
        quick = self._one_term_each(text, capitals)
        if quick is not None:
            terms, bounds = quick
            return Tokens(terms, list(range(len(terms))), bounds[:-1:2], bounds[1::2])
        return self._word_by_word(text, capitals)

    def _word_by_word(self, text: str, capitals: bool | None) -> Tokens:
        """What `analyze` gives, for any text."""
        shouted = deque(_shouted(text, capitals))
        spaced = {spaced_number.start(): spaced_number for spaced_number in _SPACED.finditer(text)}
        tokens = Tokens()
        for position, (start, end, term) in enumerate(self._words(text)):
            if term == "u.s." and shouted and text.startswith("US", start) and _inside(start, shouted):
                tokens.append("us", position, start, end)
            tokens.append(term, position, start, end)
            if start in spaced:
                joined = spaced[start]
                tokens.append(fold(joined[0].replace(" ", "")), position, start, joined.end())
        return tokens

    def _words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and term of every word."""
        for match in _WORD.finditer(text):
            surface = match[0]
            start, end = match.span()
            try:
                yield start, end, self._term_of(surface)
            except _SeveralTerms:
                for first, last, term in self.pieces(surface):
                    yield start + first, start + last, term

    # --- a query -----------------------------------------------------------------------------------------------

    def _query_terms(self, text: str, *, capitals: bool | None = False) -> tuple[QueryWord, ...]:
        """The words of a query with the very terms that `analyze` gives them; remembered as `query_terms`.

        `capitals` is as there; by default a word in capitals is taken for what it says, for one word of a query is no line.
        """
        tokens = self.analyze(text, capitals=capitals)
        words: list[QueryWord] = []
        for term, position, start, end in zip(tokens.terms, tokens.positions, tokens.starts, tokens.ends, strict=True):
            if words and words[-1].position == position:
                first = words[-1]
                words[-1] = QueryWord((*first.terms, term), position, first.start, first.end, first.hint)
            else:
                words.append(QueryWord((term,), position, start, end, _HINTS.get(text[start:end], "")))
        return tuple(words)

    @cached_property
    def function_words(self) -> frozenset[str]:
        """The terms of all function words of English; none where another language is stemmed."""
        return frozenset(self.analyze(_FUNCTION_WORDS).terms if self._english else ())


ENGLISH: Final = Analyzer()
"""What analyses the words of an index that says nothing of it; and what is English in any index: nouns, roles, what views compare."""

analyze, term_list, term_stream = ENGLISH.analyze, ENGLISH.term_list, ENGLISH.term_stream
query_terms, stem = ENGLISH.query_terms, ENGLISH.stem


def function_word_terms() -> frozenset[str]:
    """The terms of all function words."""
    return ENGLISH.function_words


@lru_cache(maxsize=8)
def analyzer_of(settings: AnalysisSettings) -> Analyzer:
    """The one analyser of these settings, which are checked."""
    return ENGLISH if settings == ENGLISH.settings else Analyzer(settings)


def checked_settings(settings: AnalysisSettings) -> AnalysisSettings:
    """The settings, each stop word once and in order. Raises ArgumentError for a stemmer that is not there, or a stop word without a word."""
    stemmer, words = settings
    if not isinstance(stemmer, str) or stemmer not in (NO_STEMMER, *Stemmer.algorithms()):
        raise ArgumentError(
            f"stemmer must be a language of Snowball or none; got {stemmer!r}. These are there: {', '.join(sorted(Stemmer.algorithms()))}."
        )
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        raise ArgumentError(f"stop_words must be a list of words; got {words!r}.")
    for word in words:
        if len(_WORD.findall(word)) != 1 or not _folded_word(word):
            raise ArgumentError(f"A stop word is one word; got {word!r}.")
    return AnalysisSettings(stemmer, tuple(sorted(set(map(_folded_word, words)))))


def settings_in(state: Mapping[str, Any]) -> AnalysisSettings:
    """The settings in the state of an index; the default ones where it sets none. Raises ArgumentError for malformed ones."""
    stored = state.get(STATE_KEY)
    if stored is None:
        return AnalysisSettings()
    if not isinstance(stored, Mapping) or not stored.keys() <= set(AnalysisSettings._fields):
        raise ArgumentError(f"{stored!r} are no settings of analysis.")
    words = stored.get("stop_words", ())
    if not isinstance(words, list | tuple):
        raise ArgumentError(f"{words!r} are no stop words.")
    return checked_settings(AnalysisSettings(stored.get("stemmer", DEFAULT_STEMMER), tuple(words)))


def analyzer_in(state: Mapping[str, Any]) -> Analyzer:
    """The analyser of an index with this state. Raises ArgumentError for malformed settings."""
    return analyzer_of(settings_in(state))


@lru_cache(maxsize=1 << 12)
def fold_name(text: str) -> tuple[str, ...]:
    """The parts of a name, folded and never stemmed: hyphens part ("Tae-yul"), apostrophes do not ("O'Brien": obrien).

    Initials in a row are one part, however written: `J.K. Rowling`, `J. K. Rowling` and `JK Rowling` are alike.
    """
    words = text.replace("-", " ").split(" ") if text.isascii() else []
    if words and all(len(word) > 1 and word.isalpha() for word in words):  # as most are
        return tuple(map(str.lower, words))
    parts: list[str] = []
    initials = False  # whether the last part is made of single letters
    for match in _WORD.finditer(text):
        for start, end, _ in ENGLISH.pieces(match[0]):
            part = fold(match[0][start:end]).strip("_'")
            part = part.removesuffix("'s").replace("'", "").replace(".", "")
            single = (len(part) == 1 and part.isalpha()) or bool(_DOTTED.fullmatch(match[0]))
            if single and initials:
                parts[-1] += part
            elif part:
                parts.append(part)
            initials = single
    return tuple(parts)


_ARTICLES = frozenset(("a", "an", "the"))


def fold_role(text: str) -> tuple[str, ...]:
    """The words of a role, each by its stem and without articles: "the officials" is what "an official" is."""
    parts = fold_name(text)
    return tuple(role_stem(part) for part in parts if part not in _ARTICLES) or parts


def role_stem(part: str) -> str:
    """The stem of a folded word of a role; spokesmen are found by "spokesman", which no stemmer knows."""
    return stem(part[:-2] + "an" if part.endswith("men") else part)
