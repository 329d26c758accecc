"""What an attribution says beside its speaker: to whom, in which outlet, and on which day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from searchlib.expressions.agencies import AGENCIES
from searchlib.extraction.english.lexicon.function_words import BEFORE_HEARER, NOT_WHEN, POSSESSORS
from searchlib.extraction.english.lexicon.outlets import MEDIA, MEDIA_HEADS
from searchlib.extraction.english.lexicon.speech_verbs import TALKS, TELLING
from searchlib.extraction.english.statements.content import (
    AttributedSpan,
    content_start,
    sentence_end,
    sentence_start,
)
from searchlib.extraction.english.statements.cues import Clause
from searchlib.extraction.english.statements.phrases.noun_chains import NAMED
from searchlib.extraction.english.statements.phrases.noun_phrases import clean_name
from searchlib.extraction.english.statements.subjects import forward_phrase
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.tags import CIRCUMSTANCE, ENDS_ATTRIBUTION, NAME_WORDS, PRONOUNS, QUOTES, Tag
from searchlib.models import DateMention

_REACH = 18
_OUTLETS = MEDIA | AGENCIES


def is_outlet(name: str) -> bool:
    """Whether a name is that of a newspaper, an agency or a broadcaster."""
    words = name.split(" ")
    return (
        words[0] in _OUTLETS or words[-1] in _OUTLETS or (len(words) > 1 and words[-1] in MEDIA_HEADS) or name == "Post"
    )


def hearer_and_outlet(tagged: TaggedText, span: AttributedSpan) -> tuple[str, str]:
    """As in "told AP" -> ("AP", "AP"); "said on Fox News" -> ("", "Fox News"); ("", "") when none is named."""
    clause = span.clause
    if clause is None or clause.shape == "according":
        return "", ""
    hearer = _hearer(tagged, clause)
    outlet = hearer if is_outlet(hearer) else ""
    if hearer and not outlet:
        outlet = _possessive_outlet(tagged, clause.verb + 1)
    if not outlet:
        listener, outlet = _prepositional(tagged, clause)
        hearer = hearer or listener
    return hearer, outlet


def _hearer(tagged: TaggedText, clause: Clause) -> str:
    """The object of "told": whom it was said to."""
    tags = tagged.tags
    at = clause.verb + 1
    if clause.base not in TELLING or clause.shape == "verb-subject" or at >= len(tags):
        return ""
    if clause.base == "ask" or tags[at] in PRONOUNS:
        return ""
    phrase = forward_phrase(tagged, at)
    if phrase is None:
        return ""
    read, end, _ = phrase
    if read.kind in NAMED:
        return clean_name(tagged, read.first, read.last)
    return tagged.text[tagged.starts[at] : tagged.ends[end - 1]] if end - at <= 6 else ""


def _possessive_outlet(tagged: TaggedText, at: int) -> str:
    """As in "told CNN's Jake Tapper": the owner of the hearer."""
    for index in range(at, min(at + 6, len(tagged.tags))):
        if tagged.tags[index] == Tag.NAME_POSSESSIVE:
            start = index
            while start > at and tagged.tags[start - 1] in NAME_WORDS:
                start -= 1
            name = clean_name(tagged, start, index + 1)
            return name if is_outlet(name) else ""
    return ""


def _prepositional(tagged: TaggedText, clause: Clause) -> tuple[str, str]:
    """As in "in an interview with X", "on CNN", "speaking to AP": the first named one of each behind the verb."""
    tags, words = tagged.tags, tagged.words
    stop = min(len(tags), clause.closes + _REACH)
    at = clause.closes if clause.shape == "verb-subject" else clause.verb + 1
    if tags.find(Tag.PREPOSITION, at, stop) < 0:
        return "", ""
    while at < stop and tags[at] not in ENDS_ATTRIBUTION:
        if tags[at] == Tag.PREPOSITION and (word := words[at].lower()) in BEFORE_HEARER:
            phrase = forward_phrase(tagged, at + 1)
            if phrase is not None and phrase[0].kind in NAMED:
                name = clean_name(tagged, phrase[0].first, phrase[0].last)
                if is_outlet(name):
                    return "", name
                if word == "with" and "interview" in words[max(0, at - 3) : at]:
                    return name, _possessive_outlet(tagged, at + 1)
        at += 1
    return "", ""


def day_of(
    tagged: TaggedText,
    span: AttributedSpan,
    dates: Sequence[DateMention],
    starts: Sequence[int],
    others: Sequence[AttributedSpan] = (),
) -> date | None:
    """The single day that the attribution names ("said on Thursday"), outside what is said; else None."""
    clause = span.clause
    if clause is None or not dates:
        return None
    tags = tagged.tags
    first = tagged.starts[clause.opens]
    if clause.verb > 0 and span.start >= tagged.ends[clause.verb]:
        last = span.start
    else:
        last = tagged.ends[min(len(tags), sentence_end(tags, clause.verb)) - 1]
        if content_start(tagged, clause) > clause.closes:
            last = min(last, tagged.starts[content_start(tagged, clause)])
    first = min(first, tagged.starts[_clause_floor(tags, clause.opens)])
    if clause.shape == "shared" and span.start >= tagged.starts[clause.verb]:
        first = min(first, tagged.starts[sentence_start(tags, clause.verb)])  # "lost money on Thursday and said"
    earlier: date | None = None
    for index in range(bisect_left(starts, first), len(starts)):
        mention = dates[index]
        if mention.start >= last:
            break
        if mention.first is None or mention.first != mention.last or span.start <= mention.start < span.end:
            continue
        if mention.modifier in ("before", "after"):  # "said after the May 22 vote"
            continue
        if clause.shape == "shared" and any(other.start <= mention.start < other.end for other in others):
            continue  # "denied that it closed on Thursday and said P"
        token = bisect_right(tagged.starts, mention.start) - 1
        if tags[token] in QUOTES:
            continue  # "told “Fox News Sunday”"
        if tagged.text[max(0, mention.start - 3) : mention.start] in ("'s ", "’s "):
            continue  # "told the BBC's Today programme"
        if mention.start >= tagged.starts[clause.verb]:
            if clause.shape == "verb-subject" and Tag.COMMA + Tag.WHO in tags[clause.closes : token]:
                continue  # "said S, whose paper came out on Monday"
            return mention.first
        if earlier is None and not _is_name_or_inserted(tagged, clause, mention):
            earlier = mention.first
    return earlier


def is_of_old(
    tagged: TaggedText, span: AttributedSpan, dates: Sequence[DateMention], starts: Sequence[int], published: date
) -> bool:
    """Whether the attribution names a period that was over on the day `published`: "said in 2015", "in a 2012
    interview". Then nobody said it on that day.
    """
    clause = span.clause
    if clause is None:
        return False
    tags = tagged.tags
    ends = min(len(tags), sentence_end(tags, clause.verb))
    floor = sentence_start(tags, clause.opens)
    for index in range(bisect_left(starts, tagged.starts[floor]), len(starts)):
        mention = dates[index]
        if mention.start >= tagged.ends[ends - 1]:
            return False
        if mention.last is None or mention.last >= published or mention.first == mention.last or mention.modifier:
            continue
        at = bisect_left(tagged.starts, mention.start)
        inside = span.start <= mention.start < span.end or clause.phrase.first <= at < clause.phrase.last
        if not inside and (_follows_verb(tagged, clause, at) or _is_fronted_talk(tagged, clause, floor, at)):
            return True
    return False


_TO_DAY = re.compile(r"[an]?(?:[fd][Mdnr]{0,3}n?)?")
_TO_HEARER = re.compile(r"[dNBMAPKrnph#]{0,6}[an]?(?:[fd][dnr]{0,3})?")


def _follows_verb(tagged: TaggedText, clause: Clause, at: int) -> bool:
    """Whether the period at token `at` stands right behind the attribution: "said in 2015", "told AP in a 2012 interview"."""
    opens = max(clause.verb + 1, clause.phrase.last if clause.shape == "verb-subject" else 0)
    words = tagged.words[opens:at]
    if at < opens or NOT_WHEN.intersection(words) or (at > opens and tagged.tags[at - 1] not in "fdan"):
        return False
    if POSSESSORS.intersection(words) and not TALKS.intersection(tagged.words[at + 1 : at + 2]):
        return False  # "said in his 2015 term"
    pattern = _TO_HEARER if clause.base in TELLING else _TO_DAY
    return pattern.fullmatch(tagged.tags, opens, at) is not None


def _is_fronted_talk(tagged: TaggedText, clause: Clause, floor: int, at: int) -> bool:
    """Whether the period at token `at` dates a talk that a fronted phrase names: "In a 2012 interview, S said",
    "Speaking to AP in 2018, S said", or stands there alone: "In 2015, S said".
    """
    comma = tagged.tags.find(Tag.COMMA, at, clause.opens + 1)
    if at >= clause.opens or comma < 0 or comma + 1 != clause.opens or Tag.COMMA in tagged.tags[floor:comma]:
        return False
    return (tagged.words[floor] in ("In", "Back", "During", "Late", "Early") and at - floor <= 2) or any(
        word.lower() in TALKS for word in tagged.words[floor:comma]
    )


def _is_name_or_inserted(tagged: TaggedText, clause: Clause, mention: DateMention) -> bool:
    """Whether a day before the verb is not its own: in the speaker's name ("Cllr May Day"), in a relative clause ("S, who
    on Saturday confirmed it, wrote").
    """
    phrase = clause.phrase
    if tagged.starts[phrase.first] <= mention.start < tagged.ends[phrase.last - 1]:
        return True
    if mention.start < tagged.starts[clause.opens]:
        token = bisect_right(tagged.starts, mention.start) - 1
        return Tag.WHO in tagged.tags[sentence_start(tagged.tags, token) : token]
    if phrase.last > clause.verb or mention.start < tagged.ends[phrase.last - 1]:
        return False
    return Tag.WHO in tagged.tags[phrase.last : clause.verb]


def _clause_floor(tags: str, opens: int) -> int:
    """The opening of the clause's sentence, where it is only a day or a place ("On Thursday, S said")."""
    at = opens
    low = max(0, opens - 8)
    while at > low and tags[at - 1] in CIRCUMSTANCE:
        at -= 1
    return at
