"""Who said what: the statements of a document with their speakers, by rules alone.

Two stages. `attribution.py` and `turns.py` find each statement and the words that name its source; here those words
become a speaker: surnames are linked to full names, he and she to a person, "the ministry" to the ministry named
before. A statement carries the name of its rule and how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from searchlib.extraction.english.statements.attribution import Found, attribute
from searchlib.extraction.english.statements.circumstances import day_of, hearer_and_outlet
from searchlib.extraction.english.statements.coreference import Antecedent, find_antecedents, person_before
from searchlib.extraction.english.statements.cues import Clause, find_clauses
from searchlib.extraction.english.statements.names import MOST_NAMESAKES, Phrase, Roster, clean_name, suffix_behind
from searchlib.extraction.english.statements.role_phrases import is_relation
from searchlib.extraction.english.tagged_text import TaggedText
from searchlib.extraction.english.transcripts import Turn, find_turns
from searchlib.models import Confidence, Cue, DateMention, Span, SpeakerKind, Statement


class _Who(NamedTuple):
    """A resolved speaker."""

    name: str
    kind: SpeakerKind
    inferred: bool = False


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
    resolver = _Resolver(tagged, clauses, found)
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


class _Resolver:
    """From a source's words to its speaker, inside one document."""

    def __init__(self, tagged: TaggedText, clauses: list[Clause], found: list[Found]) -> None:
        self.tagged = tagged
        self.roster = Roster(tagged)
        self.antecedents: list[Antecedent] = find_antecedents(tagged, clauses, self.roster)
        self.known: dict[str, dict[str, None]] = {}
        self.phrases: dict[int, _Who] = {}
        self.last_group: tuple[int, str] = (-1, "")
        self.given: dict[str, str] = {}
        for statement in found:
            if statement.phrase is not None:
                self._remember(statement.phrase)
                self._remember_role(statement.phrase, statement.clause)

    def _remember(self, phrase: Phrase) -> None:
        if phrase.kind in ("person", "organization"):
            who = self.who(phrase)
            name = clean_name(self.tagged, phrase.first, phrase.last)
            names = self.known.setdefault(who.name, {who.name: None})
            if len(names) < MOST_NAMESAKES:
                names[name] = None

    def _remember_role(self, phrase: Phrase, clause: Clause | None) -> None:
        """The first role that stands beside the words that name a source."""
        if phrase.kind == "person" and clause is not None and clause.role and not is_relation(clause.role):
            self.given.setdefault(self.who(phrase).name, clause.role)

    def who(self, phrase: Phrase) -> _Who:
        """The speaker that a phrase names or stands for."""
        if phrase.first not in self.phrases:
            self.phrases[phrase.first] = self._who(phrase)
        return self.phrases[phrase.first]

    def _who(self, phrase: Phrase) -> _Who:
        tagged = self.tagged
        at = tagged.starts[phrase.first]
        written = tagged.text[at : tagged.ends[phrase.last - 1]]
        if phrase.kind == "person":
            name = clean_name(tagged, phrase.first, phrase.last)
            suffix = suffix_behind(tagged, phrase.last)
            name, _ = self.roster.link(f"{name} {suffix}" if suffix else name, at, phrase.gender)
            return _Who(name, "person")
        if phrase.kind == "organization":
            return _Who(clean_name(tagged, phrase.first, phrase.last), "organization")
        if phrase.kind == "he":
            paragraph = tagged.text.rfind("\n", max(0, at - 3000), at)
            name = person_before(self.antecedents, at, phrase.gender, paragraph)
            return _Who(name, "person" if name else "unknown", inferred=True)
        if phrase.kind == "unnamed":
            body = self.roster.body_before(written, at)
            if body:
                return _Who(body, "organization", inferred=True)
            self.last_group = (at, written)
            return _Who(written, "unnamed")
        return self._they(written, at)

    def _they(self, written: str, at: int) -> _Who:
        """They: the unnamed group that spoke last, where it stands close before."""
        before, group = self.last_group
        if written.lower() == "they" and 0 <= before < at and at - before < 600 and _plural(group):
            return _Who(group, "unnamed", inferred=True)
        return _Who("", "unknown")

    def role(self, who: _Who, clause: Clause | None) -> str:
        """The role of a person: the one beside the words that name the source, else the one given elsewhere in the text."""
        if who.kind != "person" or not who.name:
            return ""
        beside = clause.role if clause is not None else ""
        return beside or self.roster.role_of(who.name) or self.given.get(who.name, "")

    def names(self, who: _Who) -> tuple[str, ...]:
        """All names that the document has for a speaker, the canonical one first."""
        if who.kind not in ("person", "organization"):
            return ()
        names = self.known.get(who.name, {who.name: None})
        return tuple(dict.fromkeys([*names, *self.roster.names_of(who.name)]))


def _plural(phrase: str) -> bool:
    return phrase.endswith(("s", "people", "men", "women", "police"))


def _draft(resolver: _Resolver, found: Found, days: _Days) -> dict[str, Any]:
    """The fields of one statement but its number."""
    tagged = resolver.tagged
    phrase, clause = found.phrase, found.clause
    who = resolver.who(phrase) if phrase is not None else _Who("", "unknown")
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
    resolver: _Resolver, drafts: list[dict[str, Any]], turns: list[Turn], published: date | None
) -> list[dict[str, Any]]:
    """The statements with those of turns; inside a turn only what has a clause of its own stays."""
    inside = [False] * len(drafts)
    added: list[dict[str, Any]] = []
    for turn in turns:
        who = _voice(resolver, turn)
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


def _voice(resolver: _Resolver, turn: Turn) -> _Who:
    """The speaker of a turn: a shouted surname is linked like one in the text."""
    name = " ".join(turn.name.split())
    if name.isupper():
        name = " ".join(part if len(part) <= 2 else part.capitalize() for part in name.split(" "))
    linked, _ = resolver.roster.link(name, max(turn.at, 0))
    return _Who(linked, "person")
