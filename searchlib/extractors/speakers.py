"""Who said what: the statements of a document and their speakers, by rules alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from searchlib.extractors.clauses import Clause, find_clauses, sentence_subject
from searchlib.extractors.names import Phrase, Roster, clean_name, read_phrase
from searchlib.extractors.reading import Reading
from searchlib.extractors.verbs import CLASS, TELLING
from searchlib.models import Confidence, Cue, DateMention, Span, Statement, StatementKind

_STOPS = ".\n;"


class Found(NamedTuple):
    """A statement before its speaker is linked: character span, kind, the clause, the rule's name."""

    start: int
    end: int
    kind: StatementKind
    clause: Clause | None
    phrase: Phrase | None
    rule: str
    confidence: Confidence


def extract_statements(
    text: str,
    *,
    published: date | None = None,
    cues: Sequence[Cue] = (),
    dates: Sequence[DateMention] = (),
) -> tuple[Statement, ...]:
    reading = Reading(text)
    clauses = find_clauses(reading)
    if not clauses and not reading.quotes and not cues:
        return ()
    found = _attribute(reading, clauses)
    return tuple(_resolve(reading, clauses, found, published, dates))


def _attribute(reading: Reading, clauses: list[Clause]) -> list[Found]:
    found: list[Found] = []
    taken: set[int] = set()
    used: set[int] = set()
    found += _quotations(reading, clauses, taken, used)
    found += _reports(reading, clauses, taken, used)
    found.sort(key=lambda f: (f.start, -f.end))
    return found


def _sentence_end(tags: str, at: int) -> int:
    stop = min(len(tags), at + 120)
    while at < stop:
        if tags[at] in _STOPS:
            return at
        if tags[at] == "E" and (at + 1 >= stop or tags[at + 1] not in "cGVtwf,-nox"):
            return at + 1
        at += 1
    return at


def _quotations(reading: Reading, clauses: list[Clause], taken: set[int], used: set[int]) -> list[Found]:
    tags = reading.tags
    opens = {c.opens: c for c in reversed(clauses) if c.shape != "shared"}
    found: list[Found] = []
    last: Found | None = None
    last_index = -1
    for index in sorted(reading.quotes):
        if index in taken:
            last_index = index
            continue
        quote = reading.quotes[index]
        hit = _right(reading, index, opens) if _initial(tags, index) else None
        if hit is None and tags[index] == "Q":
            behind = opens.get(index + 1)
            hit = behind if behind is not None and behind.shape == "verb-subject" else None
        rule = "quote first"
        if hit is None:
            hit, rule = _left(reading, index, clauses), "quote last"
        if hit is None and not _initial(tags, index):
            hit, rule = _right(reading, index, opens), "quote first"
        if hit is None:
            hit, rule = _according_near(reading, index, clauses), "according"
        if tags[index] == "q" and hit is None:
            continue
        if hit is not None:
            used.add(hit.verb)
            f = _place(reading, index, hit, rule, taken)
            found.append(f)
            last, last_index = f, index
            continue
        f2 = _carried(reading, index, last, last_index, clauses)
        if f2 is not None:
            found.append(f2)
            last, last_index = f2, index
    return found


def _initial(tags: str, index: int) -> bool:
    return index == 0 or tags[index - 1] in ".\n;EQ:"


def _right(reading: Reading, index: int, opens: dict[int, Clause]) -> Clause | None:
    """A clause that follows the quotation at once: “Q,” said S / “Q,” S said."""
    tags = reading.tags
    at = index + 1
    if at < len(tags) and tags[at] in ",-":
        at += 1
    while at < len(tags) and tags[at] == "a" and at < index + 4:
        at += 1
    clause = opens.get(at)
    if clause is None:
        clause = opens.get(index + 1)
    if clause is None or clause.shape == "according":
        return clause
    if tags[index] == "E" and tags[index + 1 : index + 2] != "-" and clause.shape != "verb-subject":
        # “Q.” S said “Q2”: the clause has words of its own
        text = reading.text
        quote = reading.quotes[index]
        last = text[max(quote.start, quote.end - 3) : quote.end].rstrip("\"”»'’ ")[-1:]
        if last in ".…" and _has_content(reading, clause):
            return None
        if last in "?!" and _has_content(reading, clause) and reading.words[index + 1][0].isupper():
            return None
    return clause


_EMPTY = re.compile(r"(?:[aD]|[fc](?=.)|d|n|r|N|B|#|A|M|P|p|o)*?(?:[.\n;,]|$)")
_QUIET = re.compile(r"a*(?:f?D(?:n|#)?)*(?:[.\n;,)-]|f|w|$)")


def _has_content(reading: Reading, clause: Clause) -> bool:
    """Whether words of the statement follow the clause in its sentence."""
    return not _QUIET.match(reading.tags, clause.closes)


def _left(reading: Reading, index: int, clauses: list[Clause]) -> Clause | None:
    """The nearest clause before the quotation in the same sentence."""
    tags = reading.tags
    floor = index
    low = max(0, index - 70)
    while floor > low and (tags[floor - 1] not in ".\nE" or tags[max(0, floor - 2) : floor] == ":\n"):
        floor -= 1
    best = None
    for clause in reversed(clauses):
        if clause.verb >= index:
            continue
        if clause.verb < floor:
            break
        if clause.shape == "by":
            continue
        best = clause
        break
    return best


def _according_near(reading: Reading, index: int, clauses: list[Clause]) -> Clause | None:
    tags = reading.tags
    stop = _sentence_end(tags, index + 1)
    for clause in clauses:
        if clause.verb > stop:
            break
        if clause.verb > index and clause.shape in ("according", "by"):
            return clause
    return None


def _place(reading: Reading, index: int, clause: Clause, rule: str, taken: set[int]) -> Found:
    quote = reading.quotes[index]
    tags = reading.tags
    confidence: Confidence = "explicit" if clause.shape != "shared" else "inferred"
    if clause.verb > index or clause.shape == "according" or not _mixed(reading, clause, index):
        return Found(quote.start, quote.end, "direct", clause, clause.phrase, f"{rule}: {clause.shape}", confidence)
    start = _content_start(reading, clause)
    end = _sentence_end(tags, index + 1) if tags[index] != "E" else index + 1
    following = index + 1
    while following < end:
        if tags[following] in "QEq":
            taken.add(following)
            if tags[following] == "E":
                end = following + 1
        elif tags[following] in "G" and tags[following - 1] in ",":
            end = following - 1
        following += 1
    start_at = min(reading.starts[start], quote.start)
    return Found(start_at, max(reading.ends[max(start, end - 1)], quote.end), "mixed", clause, clause.phrase, f"{rule}: {clause.shape}", confidence)


def _mixed(reading: Reading, clause: Clause, index: int) -> bool:
    """Whether words of the statement stand between the clause and the quotation."""
    start = _content_start(reading, clause)
    if start >= index:
        return reading.tags[index - 1] == "t"
    return reading.tags[index - 1] not in ",:-" or index - start > 6


def _content_start(reading: Reading, clause: Clause) -> int:
    """The first token of what is said, behind the hearer, the day and "that"."""
    tags = reading.tags
    at = clause.closes
    stop = min(len(tags), at + 16)
    scan = at
    while scan < stop and tags[scan] not in ".\n;QEqV":
        if tags[scan] == "t":
            return scan + 1
        scan += 1
    return at


def _carried(reading: Reading, index: int, last: Found | None, last_index: int, clauses: list[Clause]) -> Found | None:
    """A quotation without a clause of its own."""
    tags = reading.tags
    quote = reading.quotes[index]
    if not _initial(tags, index):
        return None
    line = tags.rfind("\n", max(0, index - 400), index)
    if last is not None and last.phrase is not None:
        if last_index > line:
            return Found(quote.start, quote.end, "direct", last.clause, last.phrase, "continued", "inferred")
        before = reading.quotes.get(last_index)
        if before is not None and not before.closed and line == index - 1 and last_index >= line - 1:
            return Found(quote.start, quote.end, "direct", last.clause, last.phrase, "paragraphs", "inferred")
    floor = index - 1
    low = max(line, index - 60)
    while floor > low and tags[floor - 1] not in ".\nE":
        floor -= 1
    for clause in reversed(clauses):
        if clause.verb < index:
            if clause.verb > line and clause.phrase.kind != "pronoun":
                return Found(quote.start, quote.end, "direct", clause, clause.phrase, "sentence before", "inferred")
            break
    if index - 1 > line:
        subject = sentence_subject(reading, floor, index)
        colon = tags[index - 1] == ":"
        if subject is not None and subject.kind in ("person", "he", "body") and (colon or subject.kind != "body"):
            return Found(quote.start, quote.end, "direct", None, subject, "subject before", "guessed")
    if line == index - 1 and last is not None:
        return Found(quote.start, quote.end, "direct", last.clause, last.phrase, "last speaker", "guessed")
    return None


def _reports(reading: Reading, clauses: list[Clause], taken: set[int], used: set[int]) -> list[Found]:
    tags = reading.tags
    found: list[Found] = []
    for position, clause in enumerate(clauses):
        if clause.verb in used or clause.weak:
            continue
        if clause.shape == "relative" or _subordinate(reading, clause):
            continue
        span = _reported(reading, clause, clauses, position)
        if span is None:
            continue
        start, end = span
        found.append(Found(reading.starts[start], reading.ends[end - 1], "indirect", clause, clause.phrase, f"reported: {clause.shape}", "explicit"))
    return found


def _subordinate(reading: Reading, clause: Clause) -> bool:
    """ "As Obama spoke", "when Boyle asked": no report, except with a verb that is always speech."""
    if clause.opens == 0 or CLASS.get(clause.base, "saying") == "saying" or clause.shape != "subject-verb":
        return False
    return reading.tags[clause.opens - 1] == "s" or reading.words[clause.opens - 1].lower() in ("as", "like")


def _reported(reading: Reading, clause: Clause, clauses: list[Clause], position: int) -> tuple[int, int] | None:
    tags = reading.tags
    if clause.shape == "according":
        floor = _floor(tags, clause.verb)
        if clause.verb - floor > 2:
            return floor, clause.verb
        start = clause.closes + (tags[clause.closes : clause.closes + 1] == ",")
        end = _sentence_end(tags, start)
        return (start, end) if end > start else None
    if clause.shape == "by":
        floor = _floor(tags, clause.verb)
        return (floor, clause.verb) if clause.verb > floor else None
    if _says_something(reading, clause) and clause.shape != "verb-subject":
        start = _content_start(reading, clause)
        end = _sentence_end(tags, start)
        kind = CLASS.get(clause.base, "saying")
        if kind == "claiming" and not _clausal(reading, clause):
            return None
        if position + 1 < len(clauses):
            following = clauses[position + 1]
            if following.shape == "shared" and start < following.verb < end:
                end = max(start + 1, following.verb - 1)
        return (start, end) if end > start else None
    floor = _floor(tags, clause.opens)
    if clause.shape != "shared" and clause.opens - floor >= 2 and tags[clause.opens - 1] == ",":
        return floor, clause.opens - 1
    return None


_RUNS_ON = re.compile(r"[^.\n;E]{0,30}?[txkVvQEqHhe]")


def _says_something(reading: Reading, clause: Clause) -> bool:
    """Whether a report goes on behind its verb: an object, a clause, "to ...", not only a place or a day."""
    tags = reading.tags
    if _has_content(reading, clause):
        return True
    at = clause.closes
    while at < len(tags) and tags[at] in "aD":
        at += 1
    if tags[at : at + 1] != "f":
        return False
    return CLASS.get(clause.base) != "saying" or reading.words[at] == "to" or bool(_RUNS_ON.match(tags, at))


def _clausal(reading: Reading, clause: Clause) -> bool:
    return True


def _floor(tags: str, at: int) -> int:
    low = max(0, at - 80)
    while at > low and tags[at - 1] not in ".\n;E":
        at -= 1
    return at


# ---- from phrases to speakers -----------------------------------------------------------------------------------


def _subjects(reading: Reading, clauses: list[Clause]) -> list[tuple[int, Phrase]]:
    """Persons in subject position: of clauses, and of sentences."""
    tags = reading.tags
    persons = [(reading.starts[c.phrase.first], c.phrase) for c in clauses if c.phrase.kind == "person"]
    for match in _OPENING.finditer(tags):
        phrase = read_phrase(reading, match.start(1), match.end(1))
        if phrase.kind == "person":
            persons.append((reading.starts[phrase.first], phrase))
    persons.sort(key=lambda p: p[0])
    return persons


_OPENING = re.compile(r"(?:(?<![^.\nEQ;,s])|^)((?:d?[Ar#n]{0,3})?[AMNB]{0,5}N)(?=[xnaVkK,(GfDH-])")


def _resolve(
    reading: Reading, clauses: list[Clause], found: list[Found], published: date | None, dates: Sequence[DateMention]
) -> list[Statement]:
    roster = Roster(reading)
    subjects = _subjects(reading, clauses)
    linked: list[tuple[int, str, str]] = []
    for at, phrase in subjects:
        name, sex = roster.link(clean_name(reading, phrase.first, phrase.last), at, phrase.gender)
        linked.append((at, name, sex))
    statements: list[Statement] = []
    for number, f in enumerate(found):
        speaker, kind, names = "", "unknown", ()
        phrase = f.phrase
        mention = None
        if phrase is not None:
            mention = Span(start=reading.starts[phrase.first], end=reading.ends[phrase.last - 1])
            at = mention.start
            if phrase.kind == "person":
                speaker, _ = roster.link(clean_name(reading, phrase.first, phrase.last), at, phrase.gender)
                kind = "person"
            elif phrase.kind == "body":
                speaker, kind = clean_name(reading, phrase.first, phrase.last), "body"
            elif phrase.kind == "he":
                speaker = _person_before(linked, at, phrase.gender)
                kind = "person" if speaker else "unknown"
            elif phrase.kind == "unnamed":
                speaker, kind = reading.text[mention.start : mention.end], "unnamed"
            if speaker and kind in ("person", "body"):
                names = roster.names_of(speaker)
        cue = None
        if f.clause is not None:
            cue = Span(start=reading.starts[f.clause.verb], end=reading.ends[f.clause.verb])
        statements.append(
            Statement(
                number=number, start=f.start, end=f.end, kind=f.kind, speaker=speaker, speaker_kind=kind, names=names,
                role=f.clause.role if f.clause else "", mention=mention, cue=cue,
                on=published, on_from="published" if published else "", rule=f.rule, confidence=f.confidence,
            )
        )
    return statements


def _person_before(linked: list[tuple[int, str, str]], at: int, sex: str) -> str:
    for position, name, gender in reversed(linked):
        if position < at and (not gender or gender == sex):
            return name
    return ""
