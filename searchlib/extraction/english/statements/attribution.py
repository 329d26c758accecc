"""Which quotation belongs to which clause of speech.

Quotations come first, each to the clause beside it, else to a statement or a sentence before it; then every clause
that no quotation has used becomes a report. Each way has a name, its `form`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from searchlib.expressions.quotations import Quoted
from searchlib.extraction.english.lexicon.function_words import BE, IRREGULAR_PAST
from searchlib.extraction.english.lexicon.roles import ABBREVIATED_TITLES
from searchlib.extraction.english.lexicon.speech_verbs import DIRECTING, TELLING
from searchlib.extraction.english.statements.content import (
    AttributedSpan,
    content_start,
    fits,
    has_content,
    is_inserted,
    only_circumstances,
    sentence_end,
    sentence_start,
)
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.free_reports import find_free_reports
from searchlib.extraction.english.statements.phrases.noun_chains import NAMED, SINGLE
from searchlib.extraction.english.statements.phrases.noun_phrases import Phrase
from searchlib.extraction.english.statements.reports import closing, find_reports
from searchlib.extraction.english.statements.source_phrases import (
    announced_by,
    in_the_words_of,
    possessive_source,
    view_of,
)
from searchlib.extraction.english.statements.subjects import (
    forward_phrase,
    sentence_subject,
)
from searchlib.extraction.english.tagged_text import CLOSERS, TaggedText, all_capitals
from searchlib.extraction.english.tags import (
    BEFORE_A_NEW_SENTENCE,
    INTRODUCES_QUOTE,
    INTRODUCES_QUOTE_INLINE,
    LONG_QUOTES,
    PAUSES,
    QUOTES,
    ROLE_HEADS,
    Tag,
)


class _Last(NamedTuple):
    """The quotation attributed last: its token and its statement."""

    token: int
    statement: AttributedSpan


class _Waiting(NamedTuple):
    """A quotation left open at its paragraph's end, whose speaker the next paragraph may tell, and one before it."""

    token: int
    before: _Waiting | None


def _opening(tagged: TaggedText, token: int, statement: AttributedSpan) -> AttributedSpan:
    """The first paragraph of a quotation whose speaker stands in a later one."""
    quote = tagged.quotes[token]
    return statement._replace(start=quote.start, end=quote.end, kind="direct", form="paragraphs", carried=True)


def attribute(tagged: TaggedText, clauses: list[Clause]) -> list[AttributedSpan]:
    """Every statement of the text, in the order of where it starts, the longer first."""
    owners: dict[int, Clause | None] = {}
    found = _quotations(tagged, clauses, owners)
    found += find_reports(tagged, clauses, owners)
    found.sort(key=lambda f: (f.start, -f.end))
    more = find_free_reports(tagged, found)
    return sorted(found + more, key=lambda f: (f.start, -f.end)) if more else found


def _initial(tagged: TaggedText, index: int) -> bool:
    """Whether the quotation at token `index` opens a sentence, be it behind an abbreviation ("of Fresno, Calif. “Q”")."""
    tags = tagged.tags
    if index == 0 or tags[index - 1] in BEFORE_A_NEW_SENTENCE:
        return True
    if tags[index - 1] == Tag.COMMA and index > 2 and tags[index - 3 : index - 1] in (".a", "Ea"):
        return True  # "Meanwhile, “Q”"
    if not tagged.words[index - 1].endswith(".") or tagged.words[index - 1] in ABBREVIATED_TITLES:
        return False
    quote = tagged.quotes.get(index)
    return quote is not None and tagged.text[quote.start : quote.end].lstrip(OPENERS_OF_QUOTES)[:1].isupper()


OPENERS_OF_QUOTES = "\"“‘'`„« "


def _quotations(tagged: TaggedText, clauses: list[Clause], owners: dict[int, Clause | None]) -> list[AttributedSpan]:
    opens = {c.opens: c for c in reversed(clauses) if c.shape != "shared"}
    verbs = [c.verb for c in clauses]
    found: list[AttributedSpan] = []
    last: _Last | None = None
    waiting: _Waiting | None = None
    for token in tagged.quotes:
        index = token
        if index in owners:
            if last is not None:
                last = _Last(index, last.statement)
            continue
        clause, form = _clause_of(tagged, index, clauses, verbs, opens)
        if clause is not None:
            statement = _placed(tagged, index, clause, form, owners)
        else:
            carried = None if tagged.tags[index] == Tag.QUOTE_SHORT else _carried(tagged, index, last, clauses, verbs)
            if carried is None:
                waiting = _Waiting(index, waiting) if not tagged.quotes[index].closed else None
                continue
            statement = carried
            owners[index] = None
        while waiting is not None and tagged.tags[waiting.token + 1 : index] == Tag.LINE:
            found.append(_opening(tagged, waiting.token, statement))
            index, waiting = waiting.token, waiting.before
        waiting = None
        found.append(statement)
        last = _Last(token, statement)
    return found


def _clause_of(
    tagged: TaggedText,
    index: int,
    clauses: list[Clause],
    verbs: list[int],
    opens: dict[int, Clause],
) -> tuple[Clause | None, str]:
    """The clause beside the quotation at token `index`, and the form of attribution."""
    tags = tagged.tags
    if tags[index - 1 : index] == Tag.COLON and tags[index] == Tag.QUOTE_ENDED:
        clause = _left(tagged, index, clauses, verbs)
        if clause is not None and clause.closes == index - 1:
            return clause, "quote last"  # "S said: “Q.” She appealed for witnesses."
    if _initial(tagged, index):
        clause = _right(tagged, index, opens)
        if clause is not None:
            return clause, "quote first"
    elif tags[index] == Tag.QUOTE_ENDED and _asks(tagged, index, opens):
        return opens[index + 1], "quote first"  # "Some fear it - “why not build a wall?” asked S"
    elif tags[index] == Tag.QUOTE:
        clause = opens.get(index + 1)
        if clause is not None and clause.shape == "verb-subject":
            return clause, "quote first"
        if clause is not None and clause.shape == "subject-verb" and _last_mark(tagged, index) == ",":
            before = _left(tagged, index, clauses, verbs)
            if before is None or before.weak:
                return clause, "quote first"
    clause = _left(tagged, index, clauses, verbs)
    if clause is not None:
        return clause, "quote last"
    clause = _ending(tagged, index, clauses, verbs)
    if clause is not None:
        return clause, "quote first"
    clause = _according(tagged, index, clauses, verbs)
    if clause is None and not _initial(tagged, index):
        clause = _right(tagged, index, opens)
    return clause, "quote first"


def _asks(tagged: TaggedText, index: int, opens: dict[int, Clause]) -> bool:
    """Whether a question or cry goes on in small letters with its own clause."""
    clause = opens.get(index + 1)
    return (
        clause is not None
        and clause.shape == "verb-subject"
        and _last_mark(tagged, index) in "?!"
        and tagged.words[index + 1][0].islower()
    )


def _right(tagged: TaggedText, index: int, opens: dict[int, Clause]) -> Clause | None:
    """A clause that follows the quotation at once: “Q,” said S; “Q,” S said."""
    tags = tagged.tags
    described = _described_behind(tagged, index, opens)
    if described is not None:
        return described
    at = index + 1
    if at < len(tags) and tags[at] in PAUSES:
        at += 1
    while at < len(tags) and at < index + 4 and (tags[at] == Tag.ADVERB or tagged.words[at] == "as"):
        at += 1
    clause = opens.get(at) or opens.get(index + 1)
    if clause is None or clause.shape in ("according", "verb-subject"):
        return clause
    if tags[index] == Tag.QUOTE_ENDED and tags[index + 1 : index + 2] != Tag.DASH and has_content(tagged, clause):
        # “Q.” S said “Q2”: the clause opens a sentence of its own
        mark = _last_mark(tagged, index)
        if mark in ".…" or (mark in "?!" and tagged.words[index + 1][0].isupper()):
            return None
    return clause


def _described_behind(tagged: TaggedText, index: int, opens: dict[int, Clause]) -> Clause | None:
    """As in "“Q,” is how S put it", "“Q.” That is how S described it", "“Q.” So said S": the clause that looks back."""
    tags, words = tagged.tags, tagged.words
    at = index + 1
    at += tags[at : at + 1] == Tag.LINE
    if at + 2 >= len(words):
        return None
    back = words[at].lower()
    if back == "so":
        clause = opens.get(at + 1)
        return clause if clause is not None and clause.shape == "verb-subject" else None
    at += back in ("that", "this")
    if words[at] in BE and words[at + 1] in ("how", "what"):
        return opens.get(at + 2)
    return None


def _left(tagged: TaggedText, index: int, clauses: list[Clause], verbs: list[int]) -> Clause | None:
    """The nearest clause before the quotation in the same sentence."""
    tags = tagged.tags
    floor = sentence_start(tags, index)
    for position in range(bisect_right(verbs, index) - 1, -1, -1):
        clause = clauses[position]
        if clause.verb < floor:
            return None
        near = index - clause.closes <= 3
        if (clause.shape == "by" and not near) or (
            clause.shape != "by" and clause.weak and clause.phrase.kind == "unnamed"
        ):
            continue
        if clause.weak and tags[clause.verb] == Tag.SPEECH_ING and tags[index - 1] not in (Tag.COMMA, Tag.COLON):
            continue
        if not fits(clause.base, tags[clause.closes]) or _continues_to(tagged, clause):
            continue
        if clause.base == "speak" and not near and tagged.words[clause.closes] not in DIRECTING["speak"]:
            continue  # "spoke with the host of “The Show”"
        if (
            clause.shape == "verb-subject"
            and tags[index - 1] not in INTRODUCES_QUOTE_INLINE
            and clause.opens > floor
            and not is_inserted(tags, clause)
        ):
            continue
        return clause
    return None


def _continues_to(tagged: TaggedText, clause: Clause) -> bool:
    """As in "continued to call": the cue is the verb behind it."""
    return clause.base == "continue" and tagged.words[clause.closes] == "to"


def _ending(tagged: TaggedText, index: int, clauses: list[Clause], verbs: list[int]) -> Clause | None:
    """A clause that ends the sentence the quotation stands in: “Q” and some words of his own, he said."""
    tags = tagged.tags
    position = bisect_right(verbs, index)
    if tags[index] == Tag.QUOTE_ENDED or position >= len(clauses):
        return None
    clause = clauses[position]
    if clause.shape != "subject-verb" or clause.opens - 1 <= index or tags[clause.opens - 1] != Tag.COMMA:
        return None
    return clause if clause.verb < sentence_end(tags, index + 1) and closing(tags, clause) else None


def _according(tagged: TaggedText, index: int, clauses: list[Clause], verbs: list[int]) -> Clause | None:
    """As in "according to S", or "by S", behind the quotation in its sentence."""
    stop = sentence_end(tagged.tags, index + 1) if tagged.tags[index] != Tag.QUOTE_ENDED else index + 1
    for position in range(bisect_right(verbs, index), len(clauses)):
        clause = clauses[position]
        if clause.verb > stop:
            return None
        if clause.shape in ("according", "by"):
            return clause
    return None


def _placed(
    tagged: TaggedText,
    index: int,
    clause: Clause,
    form: str,
    owners: dict[int, Clause | None],
) -> AttributedSpan:
    """The statement of a quotation with its clause: the quotation alone, or the whole complement that holds it."""
    quote = tagged.quotes[index]
    owners[index] = clause
    floor = sentence_start(tagged.tags, index)
    opened = clause.verb > index and clause.shape in ("subject-verb", "verb-subject")
    opened = opened or (clause.verb > index and clause.shape == "according")
    end = clause.opens - (tagged.tags[clause.opens - 1] == Tag.COMMA)
    looks_back = _LOOKS_BACK.match(tagged.tags, index + 1, end) is not None and tagged.words[end - 1] in ("how", "what")
    opened = opened and not looks_back  # "“Q.” That is how S described it"
    if opened and (_WORDS.search(tagged.tags, floor, index) or _WORDS.search(tagged.tags, index + 1, end)):
        for at in range(index + 1, end):
            if tagged.tags[at] in QUOTES:
                owners[at] = clause
        last = max(quote.end, tagged.ends[end - 1])
        return AttributedSpan(tagged.starts[floor], last, "mixed", clause, clause.phrase, form)
    if clause.shape == "according" and floor <= clause.verb < index:
        comma = tagged.tags.find(Tag.COMMA, clause.closes, index)
        if comma >= 0 and _WORDS.search(tagged.tags, comma, index):
            return AttributedSpan(tagged.starts[comma + 1], quote.end, "mixed", clause, clause.phrase, form)
    if clause.verb < index and (is_inserted(tagged.tags, clause) or _goes_on_small(tagged, index, clause)):
        end = _complement_end(tagged, index, clause, owners)
        last = max(quote.end, tagged.ends[end - 1])
        return AttributedSpan(tagged.starts[floor], last, "mixed", clause, clause.phrase, form)
    if clause.verb > index or clause.shape == "according" or not _mixed(tagged, clause, index):
        return AttributedSpan(quote.start, quote.end, "direct", clause, clause.phrase, form)
    start = content_start(tagged, clause)
    start = min(start + (tagged.tags[start : start + 1] == Tag.COMMA), index)
    end = _complement_end(tagged, index, clause, owners)
    first = min(tagged.starts[start], quote.start)
    last = max(tagged.ends[end - 1], quote.end)
    return AttributedSpan(first, last, "mixed", clause, clause.phrase, form)


def _goes_on_small(tagged: TaggedText, index: int, clause: Clause) -> bool:
    """As in "She had been told by text message, she said, “with an emoji”": the quotation ends what stands before."""
    tags, quote = tagged.tags, tagged.quotes[index]
    apart = tags[clause.opens - 1] == tags[clause.closes] == Tag.COMMA and clause.closes + 1 == index
    small = tagged.text[quote.start : quote.end].lstrip(OPENERS_OF_QUOTES)[:1].islower()
    start = sentence_start(tags, clause.opens)
    return apart and small and tags[start] not in "fsGa" and _FINITE_VERB.search(tags, start, clause.opens) is not None


_FINITE_VERB = re.compile(r"[xkV]")
_REPORTER = re.compile(r"d?[NBMA]{1,4}V(?:f?D)?[.\n]")
_LOOKS_BACK = re.compile(r"\n?[tdH]?xs$")
_FINITE = re.compile(r"[xkVhHt]")
_ANOTHER_SAYS = re.compile(r"s(?:[dArnBMP]{0,4}N{1,3}|[dAnr]{1,4}r)a?V")
_WARNS_TOO = re.compile(r"[cs]a?Vt")
_SPEECH_GOES_ON = re.compile(r"ca?V")
_WORDS = re.compile(r"[NBnrxhHVk]")


def _complement_end(tagged: TaggedText, index: int, clause: Clause, owners: dict[int, Clause | None]) -> int:
    """One past the last token of the complement that holds the quotation; quotations inside it are claimed."""
    tags = tagged.tags
    if tags[index] == Tag.QUOTE_ENDED:
        return index + 1
    if _last_mark(tagged, index) == "," and _REPORTER.match(tags, index + 1):
        return index + 1  # "S said it was “Q,” the agency reported"
    stop = sentence_end(tags, index + 1)
    for at in range(index + 1, stop):
        if tags[at] in QUOTES:
            owners[at] = clause
            if tags[at] == Tag.QUOTE_ENDED:
                return at + 1
        elif tags[at] == Tag.CONJUNCTION and _SPEECH_GOES_ON.match(tags, at) and tags[at - 1] in QUOTES:
            return at  # "called it “Q” and said that"
        elif tags[at - 1 : at + 1] == Tag.COMMA + Tag.SUBORDINATOR and _ANOTHER_SAYS.match(tags, at):
            return at - 1  # "said it was “Q”, while S pointed to"
        elif _WARNS_TOO.match(tags, at) and tagged.words[at] in ("and", "but"):
            return at  # "said it was “Q” for them but warned that"
        elif tags[at] == Tag.SPEECH_ING and (
            tags[at - 1] == Tag.COMMA or (tags[at - 1] == Tag.QUOTE and _last_mark(tagged, at - 1) == ",")
        ):
            return at - (tags[at - 1] == Tag.COMMA)
    return stop


def _mixed(tagged: TaggedText, clause: Clause, index: int) -> bool:
    """Whether words of the statement stand between the clause and the quotation."""
    start = content_start(tagged, clause)
    if tagged.tags[index - 1] == Tag.COLON:
        return tagged.tags[start - 1] == Tag.THAT
    if start >= index:
        return tagged.tags[index - 1] == Tag.THAT
    if tagged.tags[index - 1] not in INTRODUCES_QUOTE:
        return True
    if tagged.tags[index - 1] == Tag.COMMA and clause.base in TELLING and not _FINITE.search(tagged.tags, start, index):
        return False  # "told a crowd gathered in the hall, “Q”"
    return index - start > 6 and not only_circumstances(tagged, start, index)


def _carried(
    tagged: TaggedText, index: int, last: _Last | None, clauses: list[Clause], verbs: list[int]
) -> AttributedSpan | None:
    """A quotation without a clause of its own: it goes on, or the sentence before it says whose it is."""
    tags = tagged.tags
    quote = tagged.quotes[index]
    signed = _signature(tagged, index)
    if signed is not None:
        return AttributedSpan(quote.start, quote.end, "direct", None, signed, "signature")
    viewed = view_of(tagged, index + 1) or _headed(tagged, index)
    if viewed is not None:
        return _supposed(quote, viewed)
    if not _initial(tagged, index):
        quoted = in_the_words_of(tagged, index)
        return _supposed(quote, quoted) if quoted is not None else _after_comma(tagged, index)
    line = tags.rfind(Tag.LINE, max(0, index - 400), index)
    owner = possessive_source(tagged, index)
    if owner is not None:
        return _supposed(quote, owner)
    acting = _acting_between(tagged, index, line, last)
    if acting is not None:
        return _supposed(quote, acting)
    if last is not None and last.statement.phrase is not None:
        form = _continues(tagged, index, line, last)
        if form:
            return _going_on(quote, last, form)
    position = bisect_right(verbs, index)
    behind = clauses[position] if position < len(clauses) else None
    if behind is not None and behind.opens == index + 1 and behind.phrase.kind in SINGLE and line == index - 1:
        return AttributedSpan(quote.start, quote.end, "direct", behind, behind.phrase, "sentence behind")
    clause = clauses[position - 1] if position else None
    if clause is not None and clause.verb > line and _is_near(tags, clause, index) and clause.phrase.kind != "pronoun":
        return AttributedSpan(quote.start, quote.end, "direct", clause, clause.phrase, "sentence before", carried=True)
    if index - 1 > line:
        start = max(sentence_start(tags, index - 1, 60), line + 1)
        subject = announced_by(tagged, index - 1) or sentence_subject(tagged, start, index)
        short = tags[index - 1] != Tag.STOP or index - start <= _SHORT_SENTENCE
        if subject is not None and short and _speaks(tagged, subject, tags[index - 1]):
            return _supposed(quote, subject)
    elif tags[index - 2 : index] == Tag.COLON + Tag.LINE:
        announcer = _announcer(tagged, index - 2)
        if announcer is not None:
            return _supposed(quote, announcer)
    if line == index - 1 and last is not None and _stands_alone(tagged, index, line, last):
        return _going_on(quote, last, "last speaker")
    return None


def _headed(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "THE POLLS WERE EARLY - Ann Vale: “Q”": a headline, and the name of whom it quotes."""
    tags = tagged.tags
    if tags[index - 1 : index] != Tag.COLON:
        return None
    dash = tags.rfind(Tag.DASH, max(0, index - 8), index)
    found = forward_phrase(tagged, dash + 1) if dash > 0 else None
    if found is None or found[0].kind not in NAMED:
        return None
    others = tags[found[1] : index - 1]
    return found[0] if not others or _ANOTHER.fullmatch(others) else None


_ANOTHER = re.compile(r"cN{2,3}")


def _going_on(quote: Quoted, last: _Last, form: str) -> AttributedSpan:
    """The quotation as one more of the last one's speaker."""
    clause, phrase = last.statement.clause, last.statement.phrase
    return AttributedSpan(quote.start, quote.end, "direct", clause, phrase, form, carried=True)


def _acting_between(tagged: TaggedText, index: int, line: int, last: _Last | None) -> Phrase | None:
    """As in "“Q1,” S said. T laughed. “Q2”": somebody else acts in the sentence right before the quotation."""
    mark = tagged.tags[index - 1]
    if last is None or last.token <= line or mark not in (Tag.STOP, Tag.COLON):
        return None
    start = sentence_start(tagged.tags, index - 1, 60)
    clause = last.statement.clause
    if start <= last.token or (clause is not None and clause.verb >= start):
        return None
    subject = sentence_subject(tagged, start, index)
    if subject is None or subject.kind != "person" or (index - start > _SHORT_SENTENCE and mark == Tag.STOP):
        return None
    spoke = last.statement.phrase
    if spoke is not None and tagged.words[subject.last - 1] == tagged.words[spoke.last - 1]:
        same = subject.last - subject.first < 2 or tagged.words[subject.first] == tagged.words[spoke.first]
        return None if same else subject
    return subject


def _announcer(tagged: TaggedText, colon: int) -> Phrase | None:
    """As in "S went on to name three rules:" with the quotation on the next line."""
    subject = announced_by(tagged, colon)
    if subject is not None:
        return subject
    subject = sentence_subject(tagged, sentence_start(tagged.tags, colon, 60), colon + 1)
    if subject is None or subject.kind not in SINGLE:
        return None
    at = subject.last
    while at < colon and (tagged.tags[at] == Tag.ADVERB or tagged.words[at] == "then"):
        at += 1
    word = tagged.words[at]
    verb = tagged.tags[at] in (Tag.VERB, Tag.SPEECH_VERB) or word in IRREGULAR_PAST or word.endswith("ed")
    return subject if verb else None


_SHORT_SENTENCE = 9  # tokens of a sentence that only tells what somebody does


def _signature(tagged: TaggedText, index: int) -> Phrase | None:
    """As in "“Q.” — Henry Vale" with nothing behind the name."""
    tags = tagged.tags
    behind = index + 1 + (tags[index + 1 : index + 2] == Tag.LINE)  # on a line of its own
    if tags[behind : behind + 1] != Tag.DASH:
        return None
    found = forward_phrase(tagged, behind + 1)
    if found is not None and tags[found[1] : found[1] + 2] in (".", ".\n"):
        found = (found[0], len(tags), "")
    if found is None or found[0].kind != "person" or tags[found[1] : found[1] + 1] not in ("", Tag.LINE, Tag.COMMA):
        return None
    line = tags.find(Tag.LINE, found[1])
    if any(
        tagged.words[at].endswith("ed") for at in range(found[1], line if line >= 0 else min(len(tags), found[1] + 20))
    ):
        return None  # "— A, B and C contributed to this article"
    return found[0]


def _after_comma(tagged: TaggedText, index: int) -> AttributedSpan | None:
    """As in "As the singer put it, “Q”": the subject of the sentence, where a comma opens a quotation with a capital."""
    quote = tagged.quotes[index]
    letter = tagged.text[quote.start : quote.end].lstrip("\"“‘'`„« ")[:1]
    if tagged.tags[index - 1] not in PAUSES or not letter.isupper():
        return None
    if tagged.tags[index - 1] == Tag.DASH and tagged.tags[index] != Tag.QUOTE_ENDED:
        return None
    if all_capitals(tagged.text[quote.start : quote.end]) or tagged.words[index - 3 : index - 1] == ["was", "asked"]:
        return None  # "returns in his old show, “The Mill,”"
    subject = sentence_subject(tagged, sentence_start(tagged.tags, index - 1, 60), index - 1)
    if subject is None or not _speaks(tagged, subject, ":"):
        return None
    return _supposed(quote, subject)


def _supposed(quote: Quoted, subject: Phrase) -> AttributedSpan:
    return AttributedSpan(
        quote.start, quote.end, "direct", None, subject, "subject before", carried=True, supposed=True
    )


def _speaks(tagged: TaggedText, subject: Phrase, mark: str) -> bool:
    """Whether the subject of a sentence may own the quotation behind it: a person, or, after a colon, a body."""
    if tagged.words[subject.last - 1].isupper() and subject.kind != "he":
        return False
    if mark == ":" and subject.kind == "unnamed":  # "Presiding officer: “Q”"
        label = (
            tagged.tags[subject.last : subject.last + 1] == Tag.COLON and tagged.tags[subject.last - 1] in ROLE_HEADS
        )
        return label and tagged.tags[subject.first - 1 : subject.first] in ("", Tag.LINE)
    return subject.kind in SINGLE or (subject.kind == "organization" and mark == ":")


def _continues(tagged: TaggedText, index: int, line: int, last: _Last) -> str:
    """The form in which a quotation goes on with the last one's speaker, or nothing."""
    if last.token > line:
        return "continued" if _goes_on(tagged, index, last) else ""
    before = tagged.quotes.get(last.token)
    if before is not None and not before.closed and line == index - 1 and last.token == line - 1:
        return "paragraphs"
    return ""


def _is_near(tags: str, clause: Clause, index: int) -> bool:
    """Whether a clause stands so close before the quotation at token `index` that this may be its source's."""
    return index - clause.closes <= _FAR and tags.count(Tag.STOP, clause.closes, index) <= MOST_STOPS


_FAR = 400  # tokens: looked through for each quotation
MOST_STOPS = 2
"""Full stops between what names a source and a quotation of the same paragraph that is still his: one sentence of other
matter may stand between them."""


def _goes_on(tagged: TaggedText, index: int, last: _Last) -> bool:
    """Whether the text between the last quotation and this one stays with its speaker: he was said to speak, and no
    more than a sentence of other matter stands between.
    """
    if index - last.token > _FAR:
        return False
    between = tagged.tags[last.token + 1 : index]
    if last.statement.supposed and _WORDS.search(between):
        return False
    return between.count(Tag.STOP) <= MOST_STOPS


_LEAST_WORDS = 6  # of a paragraph that is one quotation: fewer are a heading ("‘A really tough decision.’")


def _stands_alone(tagged: TaggedText, index: int, line: int, last: _Last) -> bool:
    """A paragraph that is one quotation, right behind a paragraph that ended with its speaker's; a heading is shorter."""
    tags = tagged.tags
    quote = tagged.quotes[index]
    if quote.words < _LEAST_WORDS and tagged.text[quote.start] in "'‘":
        return False
    before = tags.rfind(Tag.LINE, max(0, line - 200), line)
    if tagged.words[line - 1] == "?" and not any(mark in tags[before:line] for mark in LONG_QUOTES):
        before = tags.rfind(Tag.LINE, max(0, before - 200), before)  # a question of the text between
    return last.token > before and tags[index + 1 : index + 2] in (Tag.LINE, "") and tags[index] == Tag.QUOTE_ENDED


def _last_mark(tagged: TaggedText, index: int) -> str:
    quote = tagged.quotes[index]
    return tagged.text[max(quote.start, quote.end - 4) : quote.end].rstrip(CLOSERS)[-1:] or " "
