"""Who said what: the statements of a document with their speakers, by rules alone.

Two stages. `attribution.py` and `transcripts.py` find each statement and the words that name its source; here those words
become a speaker: surnames are linked to full names, he and she to a person, "the ministry" to the ministry named
before. A statement carries the name of its rule and how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from searchlib.extraction.english.statements.attribution import attribute
from searchlib.extraction.english.statements.circumstances import day_of, hearer_and_outlet
from searchlib.extraction.english.statements.content import AttributedSpan
from searchlib.extraction.english.statements.coreference import Resolver, Speaker, voice
from searchlib.extraction.english.statements.cues import find_clauses
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.transcripts import Turn, find_turns
from searchlib.models import Confidence, Cue, DateMention, Span, Statement


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
    clauses = find_clauses(tagged)
    turns = find_turns(text, cues)
    if not clauses and not tagged.quotes and not turns:
        return ()
    found = attribute(tagged, clauses)
    if not found and not turns:
        return ()
    resolver = Resolver(tagged, clauses, found)
    days = _Days(published, dates, [mention.start for mention in dates])
    drafts = [_draft(resolver, statement, days) for statement in found]
    if turns:
        drafts = _with_turns(resolver, drafts, turns, published)
    return tuple(Statement.model_construct(None, number=number, **fields) for number, fields in enumerate(drafts))


class _Days(NamedTuple):
    """What is known of days: the publication's, and the date mentions with their starts."""

    published: date | None
    mentions: Sequence[DateMention]
    starts: list[int]


def _draft(resolver: Resolver, found: AttributedSpan, days: _Days) -> dict[str, Any]:
    """The fields of one statement but its number."""
    tagged = resolver.tagged
    phrase, clause = found.phrase, found.clause
    who = resolver.who(phrase) if phrase is not None else Speaker("", "unknown")
    stated = day_of(tagged, found, days.mentions, days.starts) if days.mentions else None
    hearer, outlet = hearer_and_outlet(tagged, found)
    confidence: Confidence = found.confidence
    if who.inferred and confidence == "explicit":
        confidence = "inferred"
    return {
        "start": found.start,
        "end": found.end,
        "kind": found.kind,
        "speaker": who.name,
        "speaker_kind": who.kind,
        "names": resolver.names(who),
        "role": resolver.role(who, clause),
        "mention": _span(tagged, phrase.first, phrase.last) if phrase is not None else None,
        "cue": _span(tagged, clause.verb, clause.verb + 1) if clause is not None else None,
        "on": stated or days.published,
        "on_from": "stated" if stated else "published" if days.published else "",
        "hearer": hearer,
        "outlet": outlet,
        "rule": found.rule,
        "confidence": confidence,
    }


def _span(tagged: TaggedText, first: int, last: int) -> Span:
    return Span.model_construct(None, start=tagged.starts[first], end=tagged.ends[last - 1])


def _with_turns(
    resolver: Resolver, drafts: list[dict[str, Any]], turns: list[Turn], published: date | None
) -> list[dict[str, Any]]:
    """The statements with those of turns; inside a turn only what has a clause of its own stays."""
    inside = [False] * len(drafts)
    added: list[dict[str, Any]] = []
    for turn in turns:
        who = voice(resolver, turn)
        added.append(
            {
                "start": turn.start,
                "end": turn.end,
                "kind": "direct",
                "speaker": who.name,
                "speaker_kind": who.kind,
                "names": resolver.names(who),
                "role": resolver.role(who, None),
                "mention": Span(start=turn.at, end=turn.until) if turn.at >= 0 else None,
                "on": published,
                "on_from": "published" if published else "",
                "rule": turn.rule,
                "confidence": "explicit",
            }
        )
    bounds = [(t.start, t.end) for t in turns]
    position = 0
    for number, draft in enumerate(drafts):
        start = draft["start"]
        while position < len(bounds) and bounds[position][1] <= start:
            position += 1
        within = position < len(bounds) and bounds[position][0] <= start
        inside[number] = within and draft["rule"] in _CARRIED
    kept = [d for d, dropped in zip(drafts, inside, strict=True) if not dropped]
    return sorted(kept + added, key=lambda d: (d["start"], -d["end"]))


_CARRIED = frozenset(("continued", "paragraphs", "sentence before", "subject before", "last speaker"))
