"""Speakers that the layout names: the lines of transcripts, posts signed with a handle, caption voices.

A line of a transcript opens with a label, "WALLACE: ...", "MS. PSAKI: ...", "CHAIRMAN POWELL. ...", "Senator Warren: ...",
"Mr. Smith (Leeds): ...", "**Adam Stone:** ...", "[00:01:02] Anna Berg: ...", or stands below one, "Anna Berg 00:01:02" or
"Maria Lopez -- Chief Executive Officer". A title in a label is the speaker's role. "Q" and "QUESTION" are voices that nobody
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_uppercase, digits
from typing import NamedTuple

from searchlib.extraction.english.lexicon.furniture import NO_VOICES
from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE
from searchlib.extraction.english.lexicon.roles import HONORIFICS, HOSTS, NAMELESS, PEOPLE, ROLES, TITLES, VOICES
from searchlib.extraction.english.lexicon.speech_verbs import FINDERS
from searchlib.models import Cue

_ENDS = frozenset(".?!…\"”')]-—–")
MOST_SINGLE_NAMES = 4
"""Voices of an interview whose labels are single names beside that of a host."""
_SMALL = re.compile(r"\b[a-z]{4,20}\b")


class Turn(NamedTuple):
    """What one voice says, from character `start` to `end`; the name as written at `at` to `until` (-1: nowhere).

    `name` is "" for a voice without one; `role` is the title in its label.
    """

    start: int
    end: int
    name: str
    at: int
    until: int
    rule: str
    role: str = ""


class _Label(NamedTuple):
    """A label at `start`, behind which its voice speaks from `end` on; `sure`: nothing but a voice looks like it."""

    start: int
    end: int
    text: str
    at: int
    role: str = ""
    sure: bool = False


_MARK = r"(?:\*\*|__|\*)?"
_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?[\])]?"
_OPENS = (
    rf"^(?P<bold>{_MARK})(?P<clock>(?:{_CLOCK}[ \t]{{0,3}}(?:[-–—][ \t]{{0,3}})?|Q\d{{1,4}}[ \t]{{1,3}})?){_MARK}[\"“]?"
)
_ASIDE = r"(?P<aside>(?: \([^()\n]{1,60}\)){0,3}(?:,[^:\n(]{1,60})?)"
_HOLDER = re.compile(r" \((?P<name>[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){1,3})\)")
"""Who holds the office that a label names: "The Prime Minister (Anna Berg): ..."."""
_CAPITALS = r"[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){0,4}"
_WORDS = r"[A-Z](?:(?!__)[\w.'’-]){1,20}(?: [A-Z](?:(?!__)[\w.'’-]){0,20}){0,3}"

_SHOUTED = re.compile(rf"{_OPENS}(?P<name>{_CAPITALS}){_ASIDE}{_MARK}:{_MARK}[ \t\xa0]+(?=\S)", re.MULTILINE)
_NAMED = re.compile(  # not "Hillary Clinton: 1,769." in a list of figures
    rf"{_OPENS}(?P<name>{_WORDS}){_ASIDE}{_MARK}:{_MARK}[ \t\xa0]+(?![$€£]?\d[\d,.%]*[ \t]*$)(?=[\"“]?[A-Z0-9])",
    re.MULTILINE,
)
_STOPPED = re.compile(  # "CHAIRMAN POWELL. Good afternoon."
    r"^(?P<name>[A-Z]{2,12}\.?(?: [A-Z][A-Z'’-]{1,20}){1,3}|(?:The|Mr\.|Ms\.|Mrs\.|Dr\.) [A-Z][A-Z'’-]{2,20}(?: [A-Z][A-Z'’-]{2,20})?)"
    r"(?: of [A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?)?\.[ \t\xa0]+(?=[A-Z\"“])",
    re.MULTILINE,
)
_OFFICE = re.compile(  # "The Secretary of State for Transport (Helen Rowe): We will ..."
    rf"^(?:The )?(?P<role>[A-Z][\w.'’-]{{1,20}}(?: (?:of|for|and|the|to|[A-Z][\w.'’-]{{0,20}})){{1,9}}) "
    rf"\((?P<name>{_WORDS})\):[ \t\xa0]+(?=[\"“]?[A-Z0-9])",
    re.MULTILINE,
)
_ANSWERS = re.compile(rf"^{_MARK}(?P<name>[QA])[.:]{_MARK}[ \t\xa0]+(?=[A-Z\"“])", re.MULTILINE)
_QUESTION = re.compile(rf"^{_MARK}(?P<name>Q|QUESTION|Question)(?:[.:]{_MARK})?[ \t\xa0]+(?=[A-Z\"“])", re.MULTILINE)
_ABOVE = re.compile(  # a line of its own above what is said
    rf"^{_MARK}(?P<name>[A-Z][\w.'’-]{{1,20}}(?: [A-Z][\w.'’-]{{0,20}}){{0,3}})"
    rf"(?:[ \t]+(?:--|[–—])[ \t]+(?P<role>[A-Z][^\n:.!?]{{2,60}})|:?[ \t]+{_CLOCK}:?){_MARK}[ \t]*\n\s{{0,3}}(?=[^\s])",
    re.MULTILINE,
)
_POST = re.compile(r"[—―–][ \xa0]?(?P<name>[^\n()@—―–]{2,60})\(@\w{1,20}\)")


def find_turns(text: str, cues: Sequence[Cue] = ()) -> list[Turn]:
    """The turns of a text, in order; cues of the source itself first, then transcript lines and posts."""
    turns = [Turn(c.start, c.end, c.speaker, -1, -1, "cue") for c in cues if c.speaker and c.end <= len(text)]
    if not turns:
        turns = _transcript(text)
    if "(@" in text:
        turns += _posts(text)
    return sorted(turns)


def _transcript(text: str) -> list[Turn]:
    """The turns of a transcript: of the first kind of labels that make a dialogue."""
    lines = _label_lines(text)
    named = _at_lines(_NAMED, text, lines.marked)
    answers = [_label(match, sure=True) for match in _at_lines(_ANSWERS, text, lines.starts)]
    if len(answers) > 3 and [label.text for label in answers[:4]] in (["Q", "A", "Q", "A"], ["A", "Q", "A", "Q"]):
        return list(_turns(text, answers))
    for labels, closed in (
        (_lines(text, lines, named), True),
        (_headings(text, lines.marked), False),
        (_named_lines(text, lines, named), True),
        (_taking_turns(text, named), True),
    ):
        labels = _with_holders(labels)  # noqa: PLW2901
        if _is_dialogue(labels) and not (closed and _is_form(text, labels)):
            return list(_turns(text, labels))
    plain = text.count("?\n") >= _LEAST_QUESTIONS and "\nA: " not in text
    return _plain_interview(text) if plain else []


_CHAIRS = frozenset(
    ("The PRESIDING OFFICER", "The CLERK", "The CHAIR", "The ACTING CHAIR", "The ACTING SPEAKER", "The WITNESS")
)
"""Who speaks in the records of a parliament by an office alone."""
_LEAST_QUESTIONS = 3
_LONGEST_QUESTION = 300
_FIRST_PERSON = re.compile(r"(?<![\"“‘])\b(?:I|I['’]\w+|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
_TOLD_OF = re.compile(r"[\"“”]|\b(?:says?|said|asked|told)\b")


def _plain_interview(text: str) -> list[Turn]:
    """The turns of an interview whose questions are lines of their own, and whose answers are lines without marks.

    Such questions are put to somebody ("you"), one after the other's answer, and are a third of the lines; answers are in
    the first person. What the text itself tells between is no answer. An essay's questions are put to nobody.
    """
    turns: list[Turn] = []
    at = 0
    asked = False
    for line in text.split("\n"):
        said, start = line.strip(), at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if not said or said[-1] == ":":
            continue
        question = said[-1] == "?" and 8 < len(said) < _LONGEST_QUESTION and said[0] not in "\"“‘'"
        if question and _LABEL.match(said):
            return []  # a transcript of another kind
        asked = question or (asked and not (_TOLD_OF.search(said) and not _FIRST_PERSON.search(_QUOTED.sub("", said))))
        if asked:
            turns.append(Turn(start, start + len(said), "" if question else "A", -1, -1, "interview"))
    return turns if _is_interview(text, turns) else []


def _is_interview(text: str, turns: list[Turn]) -> bool:
    questions = [turn for turn in turns if not turn.name]
    answers = [turn for turn in turns if turn.name]
    if len(questions) < _LEAST_QUESTIONS or not len(questions) <= len(answers) + 1 <= 3 * len(questions):
        return False
    to_you = sum(_YOU.search(text, turn.start, turn.end) is not None for turn in questions)
    in_first_person = sum(_FIRST_PERSON.search(text, turn.start, turn.end) is not None for turn in answers)
    answered = sum(not one.name and bool(other.name) for one, other in pairwise(turns))
    return 2 * to_you >= len(questions) and 2 * in_first_person >= len(answers) and 4 * answered >= 3 * len(questions)


_LABEL = re.compile(r"[A-Z][\w. ]{0,30}: ")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")
_YOU = re.compile(r"\b[Yy]ou(?:r|['’]\w+)?\b")


def _with_holders(labels: list[_Label]) -> list[_Label]:
    """The labels, those of an office with the name of its holder, which an earlier one told in brackets."""
    holders = {label.role: label for label in reversed(labels) if label.role}
    return [
        holders.get(label.text.removeprefix("The "), label)._replace(start=label.start, end=label.end)
        for label in labels
    ]


def _turns(text: str, labels: list[_Label]) -> Iterator[Turn]:
    """What stands between one label and the next; the last voice's line ends its turn.

    A lone surname is whom one other label names in full: "MS. ILONA VARGA: ...", then "MS. VARGA: ...".
    """
    full = _full_names(labels)
    for label, end in _with_ends(text, labels):
        if end <= label.end:
            continue
        if label.text.upper() in NAMELESS:
            yield Turn(label.end, end, "", -1, -1, "transcript")
            continue
        title, name = _title_and_name(label.text)
        at = label.at + len(label.text) - len(name)
        role = label.role or title
        yield Turn(label.end, end, full.get(name.upper(), name), at, at + len(name), "transcript", role)


def _with_ends(text: str, labels: list[_Label]) -> Iterator[tuple[_Label, int]]:
    """Each label, and where what stands behind it ends: before the next one, or with the line of the last."""
    for label, following in pairwise([*labels, None]):
        assert label is not None
        stop = following.start if following else _block_end(text, label.end)
        yield label, label.end + len(text[label.end : stop].rstrip())


def _full_names(labels: list[_Label]) -> dict[str, str]:
    """By surname in capitals the full name that the labels give, where they give one alone."""
    names: dict[str, set[str]] = {}
    for label in labels:
        name = _title_and_name(label.text)[1]
        first, _, surname = name.upper().rpartition(" ")
        if first:
            names.setdefault(surname, set()).add(name)
    return {surname: full.pop() for surname, full in names.items() if len({name.upper() for name in full}) == 1}


def _title_and_name(label: str) -> tuple[str, str]:
    """The title before a name in a label, "" for one that is no role, and the name; "" for a label that is all title."""
    if label.lower() in HOSTS:
        return "", label
    if label in _CHAIRS:
        return label.removeprefix("The ").title(), ""
    words = label.removeprefix("The ").split(" ")
    count = 0
    while count < len(words) and _is_title(words[count]):
        count += 1
    if not count and words[0].capitalize() not in MALE and words[0].capitalize() not in FEMALE:
        count = max((place + 1 for place in range(1, len(words) - 1) if _is_title(words[place])), default=0)
    titles = [word.strip(".") if word.isupper() else word for word in words[:count]]
    role = " ".join(word.capitalize() if word.isupper() else word for word in titles if not _is_honorific(word))
    return role, " ".join(words[count:])


def _is_title(word: str) -> bool:
    return word in TITLES or word.strip(".").capitalize() in TITLES or f"{word.strip('.').capitalize()}." in TITLES


def _is_honorific(word: str) -> bool:
    return word.strip(".").capitalize() in HONORIFICS


def _label(match: re.Match[str], *, sure: bool = False) -> _Label:
    office = match["name"].removeprefix("The ")
    if (holder := _HOLDER.fullmatch(match.groupdict().get("aside") or "")) and all(map(_is_title, office.split(" "))):
        return _Label(
            match.start(), match.end(), holder["name"], match.start("aside") + holder.start("name"), office, sure
        )
    role = _told_role(match.groupdict().get("aside") or "")
    return _Label(match.start(), match.end(), match["name"], match.start("name"), role, sure=sure)


def _told_role(aside: str) -> str:
    """The role behind a comma in a label, "BEN PIKE, MAYOR OF HULL:"; "" for what is none, as a channel or a party."""
    told = aside.rpartition(",")[2].strip()
    words = told.split(" ")
    if not any(word.lower() in ROLES for word in words):
        return ""
    if not told.isupper():
        return told
    return " ".join(word.lower() if word in _SMALL_WORDS else word.capitalize() for word in words)


_SMALL_WORDS = frozenset(("OF", "FOR", "AND", "THE", "AT", "IN", "TO"))


class _Lines(NamedTuple):
    """Where the lines begin that may open with a label or a question; `marked` are those with a colon or a dash."""

    starts: list[int]
    marked: list[int]


_OPENERS = frozenset(f'{ascii_uppercase}{digits}*_[("“')
"""The characters that a line with a label may begin with."""


def _label_lines(text: str) -> _Lines:
    lines = _Lines([], [])
    at = 0
    for line in text.split("\n"):
        if line[:1] in _OPENERS:
            lines.starts.append(at)
            if ":" in line or "--" in line or "–" in line or "—" in line:
                lines.marked.append(at)
        at += len(line) + 1
    return lines


def _at_lines(pattern: re.Pattern[str], text: str, starts: list[int]) -> list[re.Match[str]]:
    """The matches of a pattern that begins with a line: a search would try it at every character."""
    return [match for at in starts if (match := pattern.match(text, at)) is not None]


def _lines(text: str, lines: _Lines, named: list[re.Match[str]]) -> list[_Label]:
    """Lines that open with a label in capitals, with a title, or with one that is bold or has a time."""
    shouted = _at_lines(_SHOUTED, text, lines.marked)
    labels = [_label(match, sure=_is_sure(match)) for match in shouted if match["name"].split(" ")[0] not in NO_VOICES]
    stopped = _at_lines(_STOPPED, text, lines.starts)
    labels += [
        _label(match, sure=True)
        for match in stopped
        if match["name"] in _CHAIRS or _is_title(match["name"].removeprefix("The ").split(" ")[0])
    ]
    labels += [_label(match, sure=_is_sure(match)) for match in named if match["bold"] or _is_sure(match)]
    labels += [
        _Label(match.start(), match.end(), match["name"], match.start("name"), match["role"], sure=True)
        for match in _at_lines(_OFFICE, text, lines.marked)
    ]
    if labels:
        labels += [_label(match, sure=True) for match in named if _is_person(match["name"])]
        labels += [_label(match, sure=True) for match in _at_lines(_QUESTION, text, lines.starts)]
    return _apart(labels)


def _is_sure(match: re.Match[str]) -> bool:
    """Whether a label has a time, begins with a title, or is a person's full name in capitals or bold letters."""
    first = match["name"].removeprefix("The ").split(" ")[0]
    if match["clock"]:
        return first.upper() not in NO_VOICES
    if _has_title(match["name"]):
        return True
    return bool(first.isupper() or match["bold"]) and _is_person(match["name"].title())


def _has_title(label: str) -> bool:
    first, _, rest = label.removeprefix("The ").partition(" ")
    return bool(rest) and _is_title(first)


def _headings(text: str, starts: list[int]) -> list[_Label]:
    """Lines that hold a name and a time, or a name and a role behind a dash, and nothing else."""
    return [
        _Label(m.start(), m.end(), m["name"], m.start("name"), (m["role"] or "").strip(), sure=True)
        for m in _at_lines(_ABOVE, text, starts)
        if m["name"].split(" ")[0].upper() not in NO_VOICES
    ]


def _named_lines(text: str, lines: _Lines, named: list[re.Match[str]]) -> list[_Label]:
    """Lines whose label is a person's: a given name with a surname, or a surname that such a label has; or a voice's."""
    labels = [_label(match) for match in named]
    surnames = {label.text.split(" ")[-1] for label in labels if _is_person(label.text) or _has_title(label.text)}
    offices = {label.role for label in labels if label.role}
    voices = {label.text for label in labels if label.text.lower() in HOSTS}
    if voices and len({label.text for label in labels}) <= MOST_SINGLE_NAMES:
        surnames |= {label.text for label in labels}
    surnames |= _told_in_full(text, {label.text for label in labels})
    labels = [
        label for label in labels if label.text.split(" ")[-1] in surnames or label.text.removeprefix("The ") in offices
    ]
    if labels:
        labels += [_label(match, sure=True) for match in _at_lines(_QUESTION, text, lines.starts)]
    return _apart(labels)


def _taking_turns(text: str, named: list[re.Match[str]]) -> list[_Label]:
    """Lines whose labels are no known names but those of an interview: two to four come again and again, each one behind
    another, and one of them asks: "The Review: Who are you? / Ilo Tamm: A diver."
    """
    labels = [_label(match) for match in named if match["name"].split(" ")[0].upper() not in NO_VOICES]
    if len(labels) < _LEAST_TURNS or not 2 <= len({label.text for label in labels}) <= _MOST_TAKING_TURNS:
        return []
    asking: dict[str, list[bool]] = {}
    for label, end in _with_ends(text, labels):
        asking.setdefault(label.text, []).append(text[end - 1] == "?")
    turning = sum(one.text != other.text for one, other in pairwise(labels))
    again = all(len(turns) > 1 for turns in asking.values())
    asks = any(2 * sum(turns) >= len(turns) for turns in asking.values())
    return labels if again and asks and 5 * turning >= 4 * (len(labels) - 1) else []


_LEAST_TURNS = 6
_MOST_TAKING_TURNS = 4


def _told_in_full(text: str, labels: set[str]) -> set[str]:
    """Of labels of one word, those that the text has as surnames: "Amadou: ..." where it names Jules Amadou; none where
    there are many labels, or only one such.
    """
    if len(labels) > _MOST_VOICES:
        return set()
    told = {
        label for label in labels if " " not in label and re.search(rf"\b[A-Z][\w’'-]+ {re.escape(label)}\b(?!:)", text)
    }
    return told if len(told) > 1 else set()


_MOST_VOICES = 8


def _apart(labels: list[_Label]) -> list[_Label]:
    """The labels in their order, one a place; the surer one where two begin together."""
    found: dict[int, _Label] = {}
    for label in sorted(labels, key=lambda label: not label.sure):
        found.setdefault(label.start, label)
    return sorted(found.values())


def _is_person(label: str) -> bool:
    first, _, rest = label.partition(" ")
    return bool(rest) and (first in MALE or first in FEMALE)


def _is_dialogue(labels: list[_Label]) -> bool:
    """At least three labels of at least two voices, one of which comes again; or two voices by sure labels."""
    voices = {label.text.split(" ")[-1].upper() for label in labels}
    if (
        len(voices) < 2
        and len({name.upper() for label in labels if " " in (name := _title_and_name(label.text)[1])}) < 2
    ):
        return False  # but a husband and wife are two voices
    return (len(labels) >= 3 and len(voices) < len(labels)) or all(label.sure for label in labels)


def _is_form(text: str, lines: list[_Label]) -> bool:
    """Whether the lines are the fields of a form: their labels come round in one order, or what stands behind them is
    mostly no sentence, or a label is a common word of the text ("ATTACKER: ..." beside "the attacker").
    """
    labels = [line.text for line in lines]
    round_of = len(set(labels))
    if (
        round_of > 2
        and len(labels) >= 2 * round_of
        and all(a == b for a, b in zip(labels, labels[round_of:], strict=False))
    ):
        return True
    ended = sum(text[line.end : end][-1:] in _ENDS for line, end in _with_ends(text, lines))
    return 2 * ended < len(lines) or _speaks_of(text, labels)


def _speaks_of(text: str, labels: list[str]) -> bool:
    """Whether most labels are words that the text writes small, and that name no one who speaks ("reporter")."""
    words = {label.lower() for label in labels if len(label) > 3}
    small = set(_SMALL.findall(text))
    common = [word for word in words if word in small and word not in ROLES and word not in VOICES]
    return bool(words) and 2 * len(common) >= len(words)


def _block_end(text: str, at: int) -> int:
    """The end of the last voice's line: nobody says how far it goes on."""
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


_HEADLINE = re.compile(  # "Blinken: Talks go on", "Man held over theft: police"; a full stop would make it a sentence
    rf"(?:\d{{1,2}}[:.]\d\d(?: ?[ap]m)? )?"
    rf"(?:(?P<name>{_WORDS}): (?P<said>[A-Z‘'][^\n:.]{{11,150}})|(?P<told>[A-Z0-9][^\n:.]{{11,150}})(?::| [-–—]) (?P<source>[a-z]{{4,15}}))[ \t]*\n"
)
_LONGEST_HEADLINE = 180


def headlines(text: str) -> Iterator[Turn]:
    """What the first line of a text says, and the first line of each item in it, where a name before a colon or a source
    behind one tells whose it is. A line of an item stands right above its text.
    """
    start = 0
    for block in text.split("\n\n"):
        if "\n" in block or not start:
            length = len(block.partition("\n")[0])
            if 12 < length < _LONGEST_HEADLINE and (turn := _headline(text, start)) is not None:
                yield turn
        start += len(block) + 2


def _headline(text: str, at: int) -> Turn | None:
    """What the line at character `at` says as a headline, with whose it is; None for any other line."""
    match = _HEADLINE.match(text, at)
    if match is None:
        return None
    said, name = ("said", "name") if match["name"] else ("told", "source")
    if name == "name" and match["name"].split(" ")[0].upper() in NO_VOICES:
        return None
    if name == "source" and not (match["source"] in ROLES or match["source"] in PEOPLE or match["source"] in FINDERS):
        return None
    title, label = _title_and_name(match[name]) if name == "name" else (match[name], match[name])
    first = match.end(name) - len(label)
    return Turn(*match.span(said), label, first, match.end(name), "headline", title) if label else None


def in_first_person(said: str) -> bool:
    """Whether somebody speaks of himself: "I will never tour again"."""
    return _FIRST_PERSON.search(said) is not None


def _posts(text: str) -> list[Turn]:
    """A post and its signature: “… — Name (@handle) date”."""
    turns: list[Turn] = []
    floor = 0
    for sign in _POST.finditer(text):
        line = text.rfind("\n", floor, sign.start()) + 1
        start = max(line, floor)
        body = text[start : sign.start()]
        if not body.strip():
            end = start + 0
            while end > floor and text[end - 1].isspace():
                end -= 1
            start = max(text.rfind("\n", floor, end) + 1, floor)
            body = text[start:end]
        said = body.strip()
        if len(said) > 2 and sign["name"].strip():
            offset = start + len(body) - len(body.lstrip())
            name = sign["name"].strip()
            turns.append(
                Turn(offset, offset + len(said), name, sign.start("name"), sign.start("name") + len(name), "post")
            )
        floor = sign.end()
    return turns
