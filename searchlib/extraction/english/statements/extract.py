"""Who said what: the statements of a document with their speakers, by rules alone.

Two stages. `attribution.py` and `transcripts.py` find each statement and the words that name its source; here those words
become a speaker: surnames are linked to full names, he and she to a person, "the ministry" to the ministry named
before. A statement carries the name of its rule and how sure it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from searchlib.extraction.english.statements.attribution import attribute
from searchlib.extraction.english.statements.circumstances import day_of, hearer_and_outlet, is_of_old
from searchlib.extraction.english.statements.confidence import class_of, nested_cues, rule_of
from searchlib.extraction.english.statements.content import AttributedSpan
from searchlib.extraction.english.statements.cues import find_clauses
from searchlib.extraction.english.statements.marks import asserts, marks_of, question_mark
from searchlib.extraction.english.statements.phrases.noun_chains import NAMED
from searchlib.extraction.english.statements.references.resolver import Resolver, Speaker, voice
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.transcripts import Turn, find_turns, headlines, in_first_person
from searchlib.models import Cue, DateMention, Mark, Span, Statement


def extract_statements(
    text: str,
    *,
    published: date | None = None,
    cues: Sequence[Cue] = (),
    dates: Sequence[DateMention] = (),
) -> tuple[Statement, ...]:
    """The statements of a whole document, sorted by where they start and numbered from 0.

    `published` is the day used where no attribution names one, `cues` the speakers that the source itself names,
    `dates` the date mentions of the same text, in order. Spans are characters of `text`, end exclusive. Never raises
    on any text; the work is linear in it.
    """
    tagged = TaggedText(text)
    clauses = [clause for clause in find_clauses(tagged) if asserts(tagged, clause)]
    turns = find_turns(text, cues)
    spans = attribute(tagged, clauses) if clauses or tagged.quotes else []
    spans = [span for span in spans if any(map(str.isalnum, text[span.start : span.end]))]  # not the colon of "S said:"
    headings = [] if turns else [turn for turn in headlines(text) if not _is_said(spans, turn)]
    if not spans and not turns and not headings:
        return ()
    resolver = Resolver(tagged, clauses, spans)
    around = _Around(published, dates, [mention.start for mention in dates], nested_cues(tagged, spans), spans)
    drafts = [draft for span in _outside_turns(spans, turns) for draft in _drafts(resolver, span, around)]
    turns = turns or [heading for heading in headings if _is_voice(resolver, heading)]
    if turns:
        spoken = _day_of_transcript(turns, around)
        drafts += [_turn_draft(resolver, turn, around, spoken) for turn in turns]
        drafts.sort(key=lambda draft: (draft["start"], -draft["end"]))
    return tuple(Statement.trusted({**_EMPTY, **fields, "number": number}) for number, fields in enumerate(drafts))


_EMPTY = {name: field.default for name, field in Statement.model_fields.items()}


def _is_said(spans: list[AttributedSpan], turn: Turn) -> bool:
    """Whether a statement of the text begins in a heading."""
    at = bisect_left(spans, turn.start, key=lambda span: span.start)
    return at < len(spans) and spans[at].start < turn.end


def _is_voice(resolver: Resolver, heading: Turn) -> bool:
    """Whether whom a heading names speaks in the text, or speaks of himself in it."""
    if heading.name == heading.role or resolver.knows(heading.name):
        return True
    known = heading.name in resolver.name_index.persons
    return known and in_first_person(resolver.tagged.text[heading.start : heading.end])


class _Around(NamedTuple):
    """What a statement needs of its document: the publication's day, the date mentions with their starts, and the cues
    inside what somebody says.
    """

    published: date | None
    mentions: Sequence[DateMention]
    starts: list[int]
    nested: dict[int, str]
    spans: list[AttributedSpan]


def _drafts(resolver: Resolver, span: AttributedSpan, around: _Around) -> Iterator[dict[str, Any]]:
    """The fields of a statement, and again for each of those who make it together."""
    together = resolver.together(span.phrase) if span.phrase is not None and span.phrase.kind == "pronoun" else ()
    for who in together:
        yield _draft(resolver, span, around, who)
    if together:
        return
    yield _draft(resolver, span, around)
    if span.clause is None or span.phrase != span.clause.phrase:
        return
    for phrase in span.clause.others:
        if phrase.kind in NAMED:
            yield _draft(resolver, span._replace(phrase=phrase, clause=span.clause._replace(role=phrase.role)), around)


def _draft(resolver: Resolver, span: AttributedSpan, around: _Around, who: Speaker | None = None) -> dict[str, Any]:
    """The fields of one statement but its number; `who` is its speaker where that is known already."""
    tagged = resolver.tagged
    phrase, clause = span.phrase, span.clause
    if who is None:
        who = resolver.who(phrase) if phrase is not None else Speaker("", "unknown")
    if phrase is not None and who.kind == "unnamed":
        who = resolver.described(phrase) or who
    stated = (
        day_of(tagged, span, around.mentions, around.starts, _before(around.spans, span)) if around.mentions else None
    )
    published = around.published
    if published and not stated and is_of_old(tagged, span, around.mentions, around.starts, published):
        published = None
    hearer, outlet = hearer_and_outlet(tagged, span)
    rule = rule_of(tagged, span, who, around.nested)
    return {
        "start": span.start,
        "end": span.end,
        "kind": span.kind,
        "speaker": who.name,
        "speaker_kind": who.kind,
        "names": resolver.names(who),
        "role": resolver.role(who, clause),
        "mention": _span(tagged, phrase.first, phrase.last) if phrase is not None else None,
        "cue": _span(tagged, clause.verb, clause.verb + 1) if clause is not None else None,
        "on": stated or published,
        "on_from": "stated" if stated else "published" if published else "",
        "hearer": hearer,
        "outlet": outlet,
        "marks": _marks(tagged, span),
        "rule": rule,
        "confidence": class_of(rule),
    }


def _before(spans: list[AttributedSpan], span: AttributedSpan) -> list[AttributedSpan]:
    """The two statements before one, whose words may hold days that are not its own."""
    if span.clause is None or span.clause.shape != "shared":
        return []
    at = bisect_left(spans, span.start, key=lambda other: other.start)
    return spans[max(0, at - 2) : at]


def _marks(tagged: TaggedText, span: AttributedSpan) -> tuple[Mark, ...]:
    if span.clause is None:
        return question_mark(tagged.text, span.start, span.end)
    marks = marks_of(tagged, span.clause, (span.start, span.end), contrasted=span.contrasted)
    return marks or (question_mark(tagged.text, span.start, span.end) if span.kind == "direct" else ())


def _span(tagged: TaggedText, first: int, last: int) -> Span:
    return Span.trusted({"start": tagged.starts[first], "end": tagged.ends[last - 1]})


def _outside_turns(spans: list[AttributedSpan], turns: list[Turn]) -> list[AttributedSpan]:
    """The statements without those inside a turn that have no clause of their own: the turn tells who speaks."""
    if not turns:
        return spans
    kept: list[AttributedSpan] = []
    position = 0
    for span in spans:
        while position < len(turns) and turns[position].end <= span.start:
            position += 1
        within = position < len(turns) and turns[position].start <= span.start
        if not (within and (span.carried or span.form == "signature")):
            kept.append(span)
    return kept


def _turn_draft(resolver: Resolver, turn: Turn, around: _Around, spoken: date | None) -> dict[str, Any]:
    """The fields of the statement that a turn is, but its number; `spoken` is the day above the transcript."""
    who = voice(resolver, turn)
    stated = _day_of_post(resolver.tagged.text, turn, around) if turn.rule == "post" else spoken
    published = stated or around.published
    return {
        "start": turn.start,
        "end": turn.end,
        "kind": "direct",
        "speaker": who.name,
        "speaker_kind": who.kind,
        "names": resolver.names(who),
        "role": (turn.role if turn.role != who.name else "") or resolver.role(who, None),
        "mention": Span(start=turn.at, end=turn.until) if turn.at >= 0 else None,
        "on": published,
        "on_from": "stated" if stated else "published" if published else "",
        "marks": _asks(resolver.tagged.text, turn),
        "rule": turn.rule,
        "confidence": class_of(turn.rule),
    }


def _day_of_transcript(turns: list[Turn], around: _Around) -> date | None:
    """The day that stands whole above a transcript, no more than two weeks before it was published; the first if several do."""
    if turns[0].rule != "transcript":
        return None
    for mention in around.mentions[: bisect_left(around.starts, min(turns[0].start, _LONGEST_HEAD))]:
        if mention.grain == "day" and mention.confidence == "explicit" and mention.first == mention.last:
            day, published = mention.first, around.published
            if day is not None and (published is None or timedelta() <= published - day <= _SOON_PUBLISHED):
                return day
    return None


_LONGEST_HEAD = 900
_SOON_PUBLISHED = timedelta(days=14)


def _asks(text: str, turn: Turn) -> tuple[Mark, ...]:
    """The mark of a turn that is one question."""
    said = text[turn.start : turn.end].rstrip("\"”’'» ?")
    return () if _SENTENCE_BEFORE.search(said) else question_mark(text, turn.start, turn.end)


_SENTENCE_BEFORE = re.compile(r"[.?!…][\"”’')]*\s")


def _day_of_post(text: str, turn: Turn, around: _Around) -> date | None:
    """The day that stands behind the handle a post is signed with: "— Ann Vale (@annvale) June 21, 2020"."""
    position = bisect_left(around.starts, turn.until)
    if position == len(around.mentions):
        return None
    mention = around.mentions[position]
    signed = _HANDLE.fullmatch(text, turn.until, mention.start)
    return mention.first if signed and mention.grain == "day" and mention.first == mention.last else None


_HANDLE = re.compile(r"\s*\(@\w{1,20}\)[\s,:·-]{0,3}")
