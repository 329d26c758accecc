"""Speakers that the layout names: transcript lines ("WALLACE: ..."), posts signed with a handle, caption voices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from searchlib.extraction.english.lexicon.furniture import NO_VOICES
from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE
from searchlib.extraction.english.lexicon.roles import ROLES, VOICES
from searchlib.models import Cue

_ENDS = frozenset(".?!…\"”')]-—–")
_SMALL = re.compile(r"\b[a-z]{4,20}\b")


class Turn(NamedTuple):
    """What one voice says, from character `start` to `end`; the name as written at `at` to `until` (-1: nowhere)."""

    start: int
    end: int
    name: str
    at: int
    until: int
    rule: str


_SHOUTED = re.compile(
    r"^[\"“]?(?P<name>[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){0,4})(?:,[^:\n]{1,60}| \([^()\n]{1,60}\))?:[ \t\xa0]+(?=\S)",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"^(?P<name>(?:[A-Z][\w.'’-]{1,20})(?: [A-Z][\w.'’-]{0,20}){0,3}):[ \t\xa0]+(?=[\"“]?[A-Z0-9])", re.MULTILINE
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
    """Lines that open with a speaker: at least three of them by at least two voices, one of which comes again."""
    lines = [m for m in _SHOUTED.finditer(text) if m["name"].split(" ")[0] not in NO_VOICES]
    if not _is_dialogue(lines) or _is_form(text, lines):
        lines = _with_given_names(list(_NAMED.finditer(text)))
        if not _is_dialogue(lines):
            return []
    turns: list[Turn] = []
    for number, line in enumerate(lines):
        stop = lines[number + 1].start() if number + 1 < len(lines) else _block_end(text, line.end())
        end = line.end() + len(text[line.end() : stop].rstrip())
        if end > line.end():
            turns.append(Turn(line.end(), end, line["name"], line.start("name"), line.end("name"), "transcript"))
    return turns


def _with_given_names(lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The lines whose label is a person's: a given name with a surname, or a surname that such a label has."""
    surnames = {line["name"].split(" ")[-1] for line in lines if _is_person(line["name"])}
    return [line for line in lines if line["name"].split(" ")[-1] in surnames]


def _is_person(label: str) -> bool:
    first, _, rest = label.partition(" ")
    return bool(rest) and (first in MALE or first in FEMALE)


def _is_dialogue(lines: list[re.Match[str]]) -> bool:
    voices = {line["name"] for line in lines}
    return len(lines) >= 3 and 2 <= len(voices) < len(lines)


def _is_form(text: str, lines: list[re.Match[str]]) -> bool:
    """Whether the lines are the fields of a form: their labels come round in one order, or what stands behind them is
    mostly no sentence, or a label is a common word of the text ("ATTACKER: ..." beside "the attacker").
    """
    labels = [line["name"] for line in lines]
    round_of = len(set(labels))
    if (
        round_of > 2
        and len(labels) >= 2 * round_of
        and all(a == b for a, b in zip(labels, labels[round_of:], strict=False))
    ):
        return True
    ended = 0
    for line, following in pairwise([*lines, None]):
        stop = following.start() if following else _block_end(text, line.end())  # type: ignore[union-attr]
        ended += text[line.end() : stop].rstrip()[-1:] in _ENDS  # type: ignore[union-attr]
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
