"""Reads captions (WebVTT and SRT): one paragraph per turn, with its speaker where the file names one.

A speaker is named by a voice, `<v Antony Blinken>`, or by words at the beginning of a cue: `BLINKEN: `, `>> HOST: `,
`Jane Roe: `. Words that the captions show stay in the text; the cue then begins behind them.
Source: https://www.w3.org/TR/webvtt1/ for the format.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchlib.loaders.opening import read_text
from searchlib.loaders.source_files import Draft, ReadOptions, SourceFile
from searchlib.models import Cue

PARAGRAPH = "\n\n"

_TIME = r"(?:\d{1,6}:)?\d{1,2}:\d{1,2}(?:[.,:]\d{1,3})?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?:\s.*)?")  # laxer than the format, as players are
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TIME_INSIDE = re.compile(r"<(?:\d{1,6}:)?\d{2}:\d{2}\.\d{3}>")  # words shown one by one: such captions roll
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z0-9.][^<>]{0,200}>|\{\\[^{}]{0,80}\}")

# "SECRETARY BLINKEN:" in capitals, or two to four capitalised words: one alone ("Note:") may be anything
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.'’-]{0,30}\.?(?: [^\W\d_a-z][^\W\d_a-z.'’-]{0,30}\.?){0,4}"
_NAME = r"[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){1,3}"
_LEAD = re.compile(rf"(?P<mark>(?:>> ?|[-–] ?))?(?P<name>{_CAPITALS}|{_NAME}) ?(?:\([^()]{{1,40}}\) ?)?:(?: |$)")
_TURN = re.compile(r">>|[-–] ?\S")


@dataclass
class _Turn:
    """What one speaker says without a break; its first `skip` characters are the name of the speaker."""

    speaker: str
    words: list[str]
    skip: int = 0


def read(source: SourceFile, options: ReadOptions) -> Iterator[Draft]:
    """The only document of the file; `line` is the line of its first caption."""
    text, encoding, _ = decoded = read_text(source, options)
    captions, first = _captions(text)
    spoken, cues = _joined(_turns(captions))
    top = text.partition("\n")[0]
    title = " ".join(top[len("WEBVTT") :].split()).lstrip("-– ") if top.startswith("WEBVTT") else ""
    yield Draft(spoken, line=first, title=title, encoding=encoding, cues=cues, doubts=decoded.doubts)


def _captions(text: str) -> tuple[list[list[str]], int]:
    """The lines of each caption, and the number (from 1) of the first. Captions that roll repeat no line."""
    captions: list[list[str]] = []
    first, last = 0, ""
    blank, passed_over = True, False  # whether the line above is blank; whether this is a block that is not shown
    rolling = _TIME_INSIDE.search(text) is not None
    lines = text.split("\n")
    for line_number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        if not line.strip():
            blank, passed_over = True, False
            continue
        passed_over = passed_over or (blank and _BLOCK.match(line) is not None)
        if _is_timing(line):
            captions.append([])
            passed_over = False
        elif captions and not passed_over and not (_is_timing(after) and (blank or line.strip().isdigit())):
            plain = _plain(line)
            if not (rolling and plain == last):
                first = first or line_number
                captions[-1].append(line)
                last = plain
        blank = False
    return captions, first or 1


def _is_timing(line: str) -> bool:
    """Whether the line says when a caption is shown; the line above it may then be its number or name."""
    return "->" in line and _TIMING.fullmatch(line) is not None


def _turns(captions: list[list[str]]) -> list[_Turn]:
    """The turns: the words of the captions, by speaker.

    A voice holds for what it encloses; a name in the text holds until another, or until a mark of a new turn.
    """
    turns: list[_Turn] = []
    shouted = "".join(_plain(line) for lines in captions[:200] for line in lines).isupper()
    named = ""
    for lines in captions:
        for voice, line in _voiced(lines):
            words = _plain(line)
            if not words:
                continue
            lead = None if voice else _LEAD.match(words)
            if lead and shouted and not lead["mark"]:
                lead = None  # where all is in capitals, only a mark tells a name from a sentence
            fresh = lead is not None or (not voice and _TURN.match(words) is not None)
            if voice or fresh:
                named = lead["name"] if lead else ""
            if fresh or not turns or turns[-1].speaker != (voice or named):
                turns.append(_Turn(voice or named, [], lead.end() if lead else 0))
            turns[-1].words.append(words)
    return turns


def _voiced(lines: list[str]) -> Iterator[tuple[str, str]]:
    """A caption's lines, cut where a voice begins or ends, each with its voice or ""."""
    voice = ""
    for line in lines:
        start = 0
        for match in _VOICE.finditer(line):
            yield voice, line[start : match.start()]
            voice, start = " ".join(html.unescape(match[1]).split()), match.end()
        spoken, closed, rest = line[start:].partition("</v>")
        yield voice, spoken
        if closed:
            voice = ""
            yield voice, rest


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _joined(turns: list[_Turn]) -> tuple[str, tuple[Cue, ...]]:
    """The turns as paragraphs, and a cue for each whose speaker is known."""
    parts: list[str] = []
    cues: list[Cue] = []
    at = 0
    for turn in turns:
        text = " ".join(turn.words)
        parts.append(text)
        said = text[turn.skip :].lstrip()  # a name may have a line of its own
        if turn.speaker and said:
            cues.append(Cue(start=at + len(text) - len(said), end=at + len(text), speaker=turn.speaker))
        at += len(text) + len(PARAGRAPH)
    return PARAGRAPH.join(parts), tuple(cues)
