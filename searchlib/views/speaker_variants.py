"""Pairs of people in an index who may be the same person, each with the reason and a passage of both.

- spelling: the names differ by one letter
- sound: one name, romanised in two ways ("Zelensky", "Zelenskiy"; "Mohammed", "Muhammad")
- role: another given name, but the same surname and the same role of several words
- remark: the same words are attributed to both, in different documents

Suggestions only: who is the same is for the user to say, in the index's `aliases.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final, NamedTuple

from searchlib.analysis import analyze, fold_name
from searchlib.engines.answers import Speaker
from searchlib.engines.contract import Reader
from searchlib.linking import role_words, surname
from searchlib.models import Statement

_SHORTEST: Final = 5
"""Letters that a name must have for a name one letter apart to be the same: Lee and Li are two."""

_SHARED_WORDS: Final = 7
"""Words in a row that two equal remarks share; with six, "in the far east of Russia" would pair strangers."""

_SHARED_PART: Final = 0.5
"""The share of the shorter remark's runs of words that the other must have too."""

_MOST_NAMES: Final = 4
"""A run of words under more names than these is a common saying; a sound or a role of more names proves nothing."""

_MOST_BEARERS: Final = 30
"""Most people of one surname and one word of a role whose roles are compared pair by pair."""

_ROLE_WORDS: Final = 4
"""Significant words that two equal roles share: "expert on relations at Renmin University"."""

_SOUNDS: Final = (
    (re.compile("[^a-z]"), ""),
    (re.compile("ph"), "f"),
    (re.compile("[sz]h|sch|tch|ch|ts|tz"), "s"),
    (re.compile("[gk]h|ck|[qkcgx]"), "k"),
    (re.compile("[wv]|ff"), "f"),
    (re.compile("[dt]h?"), "t"),
    (re.compile("[zs]"), "s"),
    (re.compile("[aeiouyjh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Differences between romanisations of one name: vowels, soft signs, doubled and paired consonants."""

_SOUND_LETTERS: Final = 5
"""Consonants that a whole name must have for the same sound to be likely the same name."""

_SOUND_LIKENESS: Final = 0.7
"""The share of letters, in order, that parts of names of one sound must have in common: not "Wilders" and "Walters"."""


class Variant(NamedTuple):
    """Two speakers that may be one.

    `reason` is "spelling", "sound", "role" or "remark", `evidence` the words they share, `passage` and `other_passage`
    the ids of a passage with a statement of each.
    """

    name: str
    other: str
    reason: str
    evidence: str
    passage: str = ""
    other_passage: str = ""


def variants(reader: Reader) -> list[Variant]:
    """Pairs of speakers that may be the same, each once, most-quoted first."""
    lines = {speaker.name: speaker for speaker in reader.speakers() if speaker.kind == "person"}
    people = {name: speaker.statements for name, speaker in lines.items()}
    canonical = {name: line.name for line in reversed(lines.values()) for name in line.names if " " in name}
    canonical |= {name: name for name in people}
    heard: dict[str, str] = {}
    pairs: dict[frozenset[str], Variant] = {}
    alike = (*_spelled_alike(people), *_sounding_alike(people), *_of_one_role(lines, people))
    for pair in (*alike, *_same_remarks(reader, people, canonical, heard)):
        pairs.setdefault(frozenset(pair[:2]), pair)
    placed = (
        pair._replace(passage=pair.passage or heard.get(pair.name, ""), other_passage=heard.get(pair.other, ""))
        if not pair.other_passage
        else pair
        for pair in pairs.values()
    )
    return sorted(placed, key=lambda pair: (-people[pair.name] - people[pair.other], pair))


def _ordered(people: dict[str, int], one: str, two: str) -> tuple[str, str]:
    """The one with more statements first."""
    return (one, two) if (-people[one], one) <= (-people[two], two) else (two, one)


def _spelled_alike(people: dict[str, int]) -> Iterator[Variant]:
    """Names one letter apart, found through what is left of each name without one letter: few pairs are compared."""
    buckets: dict[str, dict[str, str]] = defaultdict(dict)
    for name in people:
        letters = "".join(fold_name(name))
        if len(letters) >= _SHORTEST:
            for left in {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}:
                buckets[left][name] = letters
    for members in buckets.values():
        for (one, letters), (two, others) in combinations(members.items(), 2):
            if _apart(letters, others) <= 1:
                yield Variant(*_ordered(people, one, two), "spelling", "")


def _apart(one: str, two: str) -> int:
    """0 or 1 when a single letter was added, dropped or changed; else 2."""
    if one == two:
        return 0
    if abs(len(one) - len(two)) > 1:
        return 2
    same = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    ends = (one[same + (len(one) >= len(two)) :], two[same + (len(two) >= len(one)) :])
    return 1 if ends[0] == ends[1] else 2


def _sounding_alike(people: dict[str, int]) -> Iterator[Variant]:
    """Names whose parts sound alike one by one."""
    sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in people:
        sound = tuple(map(_sound, fold_name(name)))
        if len(sound) > 1 and sum(map(len, sound)) >= _SOUND_LETTERS:
            sounds[sound].append(name)
    for names in sounds.values():
        if 1 < len(names) <= _MOST_NAMES:
            for one, two in combinations(names, 2):
                if all(map(_alike, fold_name(one), fold_name(two))):
                    yield Variant(*_ordered(people, one, two), "sound", "")


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _SOUND_LIKENESS


def _sound(part: str) -> str:
    """A part of a name without all that romanisations differ in, except for a vowel in front."""
    left = part
    for pattern, written in _SOUNDS:
        left = pattern.sub(written, left)
    return f"a{left}" if part[:1] in "aeiouy" else left or part[:1]


def _of_one_role(lines: Mapping[str, Speaker], people: dict[str, int]) -> Iterator[Variant]:
    """People of one surname and one role of several words: "Shi Yinhong" and "Shi Inhun" of one university."""
    bearers: dict[tuple[str, str], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for name, line in lines.items():
        parts = fold_name(name)
        for words in {role_words(role) for role in line.roles} if len(parts) > 1 else ():
            if len(words) >= _ROLE_WORDS:
                for word in words:
                    bearers[surname(parts), word].append((name, words))
    for held in bearers.values():
        if 1 < len(held) <= _MOST_BEARERS:
            for (one, words), (two, others) in combinations(held, 2):
                if one != two and (words <= others or others <= words):
                    yield Variant(*_ordered(people, one, two), "role", " ".join(sorted(words & others)))


def _same_remarks(
    reader: Reader, people: dict[str, int], canonical: Mapping[str, str], heard: dict[str, str]
) -> Iterator[Variant]:
    """Speakers in different documents with the same remark; `heard` is filled with the first passage of each speaker."""
    remarks: list[tuple[str, str, int]] = []
    said_by: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for passage, speaker, words in _remarks(reader, canonical):
        heard.setdefault(speaker, passage)
        terms = analyze(words).terms
        runs = [tuple(terms[start : start + _SHARED_WORDS]) for start in range(len(terms) - _SHARED_WORDS + 1)]
        for run in runs:
            said_by[run].setdefault(speaker, len(remarks))
        remarks.append((passage, speaker, len(runs)))
    shared: dict[tuple[int, int], list[tuple[str, ...]]] = defaultdict(list)
    for run, names in said_by.items():
        if 1 < len(names) <= _MOST_NAMES:
            for pair in combinations(sorted(names.values()), 2):
                shared[pair].append(run)
    for (one, two), runs in shared.items():
        (here, a, size), (there, b, other_size) = remarks[one], remarks[two]
        alike = len(runs) >= _SHARED_PART * min(size, other_size)
        if alike and here.rpartition("#")[0] != there.rpartition("#")[0]:
            first, second = _ordered(people, a, b)
            places = (here, there) if first == a else (there, here)
            yield Variant(first, second, "remark", " ".join(runs[0]), *places)


def _remarks(reader: Reader, canonical: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Passage, speaker and words of every statement, each once."""
    for row in reader.mentions("statement"):
        said = row.mention
        if isinstance(said, Statement) and said.speaker_kind == "person" and said.speaker in canonical:
            yield row.passage_id, canonical[said.speaker], row.text
