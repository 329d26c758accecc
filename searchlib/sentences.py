"""Where sentences and paragraphs begin and end, for passages, extractors and the operator `/s`.

A candidate is a full stop, question or exclamation mark, or dots, with the quotation marks and brackets that close on
it. Whether it ends a sentence is told by the word before (tables of abbreviations), and by what follows: a small
letter goes on, a capital begins anew, and after an abbreviation that may end a sentence ("U.S.", "Inc.", "p.m.") only
a word that commonly opens one ("The", "He", "In").

Why rules of our own: on five real articles and 200 paragraphs of news (298 paragraphs, 105,000 characters, about 422
ends inside them; the 358 found by all three ways were taken as right, the other places were judged by eye)

                     right   wrong   missed   MB a second
    these rules        418       3        4          26
    syntok 1.4.4       392       5       30           1.3
    sentencex 1.0.32   381      10       41          24

sentencex keeps whole quotations as one sentence, cuts "approx. 3.5" and "5 p.m. Monday", and counts the space behind;
syntok misses ends without a space ("it over.”But") and after "the U.S."; neither gives offsets that need no search.
"""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())

# Followed by a name or a number, never by a new sentence.
_NEVER_LAST = frozenset(
    """adm amb approx atty brig ca capt cf cmdr cmsr col comdr cpl dr drs e.g fr ft gen gens gov govs hon i.e insp lt
    lts maj messrs mr mrs ms msgr mt mx pfc pres prof profs pvt rep reps rev sen sens sgt sr st supt v viz vs""".split()
)
# Abbreviations only before a number ("No. 5", "Jan. 5"); otherwise words like any other, or see the next table.
_BEFORE_NUMBER = _MONTHS | frozenset(
    """art c ch est ext fig figs mon tue tues wed thu thur thurs fri sat sun no nos op p par pp rs sec tel vol vols""".split()
)
# These may end a sentence or not: a common opening word must follow. Written with a capital (else: "he fell ill.").
_MAYBE_LAST = _MONTHS | frozenset(
    """ala ariz ark assn assoc asst ave bd bhd blvd bros calif cia cie co colo conn corp ct dak del dept dist div est
    fla ga hwy ill inc ind intl jr kan ky la llc lp ltd mass md mfg mich minn miss mo mont natl neb nev okla ore pa
    penn plc pty rd sec sq sr ste tenn tex univ va vt wash wis wyo""".split()
)
_MAYBE_LAST_SMALL = frozenset("""a.k.a al dept est etc ft hrs km lb lbs mph oz p.m a.m sq yd yrs""".split())
# Words that open sentences and hardly any name: what tells "in the U.S. The president" from "the U.S. Army".
_OPENERS = frozenset(
    """a about according after all along also although among an and another any are as at back because before both but
    by can critics despite did do does during each earlier even every experts few first for former from get given
    had has have he her here his how however i i'd i'll i'm i've if in instead is it it's its just last later let
    like many may maybe meanwhile more most much my nearly neither never no nobody none nor not now of officials on
    once one only or other others our over people perhaps rather says several she should since so some still such
    than that that's the their then there there's these they they're this those though through thus to today
    together two under unlike until up was we we'll we're we've well were what when where whether which while who
    why will with without yes yet you your""".split()
)
# "“Will they act?” Blinken asked": the question ends, the sentence does not.
_TELLING = frozenset(
    """added answered argued asked asks called continued cried declared demanded exclaimed explained insisted joked
    laughed says said shouted told tweeted urged wondered wrote yelled""".split()
)
_NAMES_WITH_MARK = frozenset(("yahoo", "jeopardy"))

_QUOTES = "\"'“”‘’„‟«»‹›"
_CANDIDATE = re.compile(  # opens with one class of signs, which is what the search skips to at full speed
    rf"""
    [.!?…。！？｡؟۔।॥]
    (?: (?<=[.!?…]) [.!?…]*+ (?:[ \u00a0]\.)* (?![ \u00a0]\.) [{_QUOTES})\]}}]*+ (?: (?=\s) | \Z )
      | (?<=[a-z0-9)%”’"][.!?]) [”’)]*+ (?= [“‘"]{{0,2}}[A-Z][a-z' ] )       # glued: "Korea.In 2019"
      | (?<=[。！？｡؟۔।॥]) [。！？｡؟۔।॥{_QUOTES}」』）】)\]]*+          # scripts that need no space after the stop
    )
    """,
    re.VERBOSE,
)
_SELF_ENDING = frozenset("。！？｡؟۔।॥")
_LAST_WORD = re.compile(r"[\w.'’&]+$")
_LONGEST_ABBREVIATION = 12
_NEXT = re.compile(rf"\s*+[{_QUOTES}(\[{{—–-]*+\s*+((?:[^\W_]|['’])*)")
_NAME_THEN_VERB = re.compile(r"\s*+(?:[A-Z][\w.'’-]{0,30}+ ){1,4}([a-z]{2,12}+)\b")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])*\.?|[A-Z][a-z]?\.[A-Z]\.?")  # U.S, J, a.m, Ph.D
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})$")  # "1." at the head of a line
_BREAK = re.compile(r"\n(?:[ \t\r\f\v]*+\n)+")

_WIDEST_WRAPPED = 100  # longer lines are paragraphs, not lines of a column
_NARROWEST_WRAPPED = 40


def sentence_bounds(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end) in the text, ascending, without the space around them.

    They never reach over a paragraph's end (see `paragraph_bounds`), and every character that is no space belongs to
    one. Linear in the length.
    """
    sentences: list[tuple[int, int]] = []
    for first, last in paragraph_bounds(text, start, end):
        begin = first
        for stop in _stops(text, first, last):
            sentences.append((begin, stop))
            begin = _skip_space(text, stop, last)
        if begin < last:
            sentences.append((begin, last))
    return sentences


def paragraph_bounds(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The paragraphs of `text[start:end]` as (start, end), ascending, without the space around them.

    Blank lines part them, and so does every line break, unless the lines between two blank lines are one wrapped
    column: none too long, and each filled so far that the next word would not have gone on it.
    """
    end = len(text) if end is None else end
    if text.find("\n", start, end) < 0:  # as in most passages
        return _lines(text, start, end)
    paragraphs: list[tuple[int, int]] = []
    begin = start
    while begin < end:
        blank = _BREAK.search(text, begin, end)
        stop = blank.start() if blank else end
        lines = _lines(text, begin, stop)
        if len(lines) > 1 and _is_wrapped(text, lines):
            lines = [(lines[0][0], lines[-1][1])]
        paragraphs.extend(lines)
        begin = blank.end() if blank and blank.end() > begin else end
    return paragraphs


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines that hold more than space, trimmed."""
    lines: list[tuple[int, int]] = []
    offset = start
    for line in text[start:end].split("\n"):
        trimmed = line.strip()
        if trimmed:
            first = offset + len(line) - len(line.lstrip())
            lines.append((first, first + len(trimmed)))
        offset += len(line) + 1
    return lines


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines were broken by a column's width: three of four were full, given the word that came next."""
    lengths = [last - first for first, last in lines]
    width = max(lengths)
    if not _NARROWEST_WRAPPED <= width <= _WIDEST_WRAPPED:
        return False
    full = 0
    for (first, last), length in zip(lines[1:], lengths, strict=False):
        word = text[first : min(last, first + width)].split(None, 1)[0]
        full += length + 1 + len(word) >= width
    return full * 4 >= (len(lines) - 1) * 3


def _skip_space(text: str, offset: int, end: int) -> int:
    while offset < end and text[offset].isspace():
        offset += 1
    return offset


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """The offsets inside one paragraph where a sentence ends and another follows."""
    begin = start
    quotes, counted = 0, start
    for candidate in _CANDIDATE.finditer(text, start, end):
        stop = candidate.end()
        if stop < end and _ends(text, begin, candidate.start(), stop, end):
            if text[stop] == '"':  # glued on both sides: it closes when one is open
                quotes += text.count('"', counted, stop)
                counted = stop
                stop += quotes % 2
            yield stop
            begin = stop


def _ends(text: str, begin: int, mark: int, stop: int, end: int) -> bool:
    """Whether the mark at `mark` (closing at `stop`) ends the sentence begun at `begin`."""
    sign = text[mark]
    if sign in _SELF_ENDING:
        return True
    follows = _NEXT.match(text, stop, end)
    word = follows[1] if follows else ""
    if word[:1].islower():
        return False
    if sign != "." or text[mark + 1 : stop].lstrip("\u00a0 ").startswith("."):
        return _ends_loudly(text, begin, mark, stop, end)
    if not text[stop].isspace():
        return True  # glued: the pattern asked for a small letter before and a capitalised word after
    before = _LAST_WORD.search(text, max(begin, mark - _LONGEST_ABBREVIATION), mark)
    if before is None:
        return True
    if before.start() - begin < 3 and _NUMBERING.match(before[0]):
        return False
    return _ends_after(before[0].lstrip("'’."), word, text[stop : follows.start(1)] if follows else "")


def _ends_after(before: str, word: str, between: str) -> bool:
    """Whether "before." ends a sentence when `word` follows, with the signs `between` them."""
    small = before.lower()
    if small in _NEVER_LAST:
        return False
    if word[:1].isdigit() and small in _BEFORE_NUMBER and (before[0].isupper() or small not in ("no", "art", "sun")):
        return False
    shortened = (before[:1].isupper() and small in _MAYBE_LAST) or small in _MAYBE_LAST_SMALL
    if not shortened and not _DOTTED.fullmatch(before):
        return True
    opens_quote = any(sign in between for sign in '"“„«')
    return opens_quote or word.lower().replace("’", "'") in _OPENERS


def _ends_loudly(text: str, begin: int, mark: int, stop: int, end: int) -> bool:
    """The same for `?`, `!` and dots: they end unless a name and a verb of telling follow the quotation."""
    if text[stop - 1] in _QUOTES:
        telling = _NAME_THEN_VERB.match(text, stop, min(end, stop + 150))
        return telling is None or telling[1] not in _TELLING
    if text[mark] == "!":
        before = _LAST_WORD.search(text, max(begin, mark - _LONGEST_ABBREVIATION), mark)
        return before is None or before[0].lower() not in _NAMES_WITH_MARK
    return True
