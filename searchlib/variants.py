"""Suggest which people of an index may be one and the same: names a letter apart, and the same remark under two names.

Suggestions only: merging is left to the reader, in the index's `aliases.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from searchlib.analysis import analyze, fold_name
from searchlib.engines.base import Reader

_SHORTEST: Final = 5
"""Letters of a name from which one letter more or less is no other name: Lee and Li are two."""

_SHARED_WORDS: Final = 7
"""Words in a row that two remarks share when they are one; with six, "in the far east of Russia" pairs strangers."""

_MOST_NAMES: Final = 4
"""A run of words under more names than these is a saying, no remark."""


class Variant(NamedTuple):
    """Two speakers that may be one, and why: `reason` is "spelling" or "remark", `evidence` the words shared."""

    name: str
    other: str
    reason: str
    evidence: str


def variants(reader: Reader) -> list[Variant]:
    """Likely variants, those of the most quoted speakers first; no pair twice."""
    people = {speaker.name: speaker.statements for speaker in reader.speakers() if speaker.kind == "person"}
    pairs: dict[frozenset[str], Variant] = {}
    for found in (*_spelled_alike(people), *_same_remarks(reader, people)):
        pairs.setdefault(frozenset(found[:2]), found)
    return sorted(pairs.values(), key=lambda pair: (-people[pair.name] - people[pair.other], pair))


def _ordered(people: dict[str, int], one: str, two: str) -> tuple[str, str]:
    """The one with more statements first."""
    return (one, two) if (-people[one], one) <= (-people[two], two) else (two, one)


def _spelled_alike(people: dict[str, int]) -> Iterator[Variant]:
    """Names one letter apart, found by what is left of them without one letter each: no pair is compared in vain."""
    buckets: dict[str, dict[str, str]] = defaultdict(dict)
    for name in people:
        letters = "".join(fold_name(name))
        if len(letters) >= _SHORTEST:
            for left in {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}:
                buckets[left][name] = letters
    for members in buckets.values():
        for (one, letters), (two, others) in _pairs(list(members.items())):
            if _apart(letters, others) <= 1:
                yield Variant(*_ordered(people, one, two), "spelling", "")


def _pairs(members: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    return ((one, two) for place, one in enumerate(members) for two in members[place + 1 :])


def _apart(one: str, two: str) -> int:
    """0 or 1 when a single letter was added, dropped or changed; else 2."""
    if one == two:
        return 0
    if abs(len(one) - len(two)) > 1:
        return 2
    same = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    ends = (one[same + (len(one) >= len(two)) :], two[same + (len(two) >= len(one)) :])
    return 1 if ends[0] == ends[1] else 2


def _same_remarks(reader: Reader, people: dict[str, int]) -> Iterator[Variant]:
    """Speakers of different documents to whom the same run of words is attributed."""
    said_by: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for document, speaker, words in _remarks(reader, people):
        terms = analyze(words).terms
        for start in range(len(terms) - _SHARED_WORDS + 1):
            said_by[tuple(terms[start : start + _SHARED_WORDS])].setdefault(speaker, document)
    for run, names in said_by.items():
        if 1 < len(names) <= _MOST_NAMES:
            for (one, here), (two, there) in _pairs(list(names.items())):
                if here != there:
                    yield Variant(*_ordered(people, one, two), "remark", " ".join(run))


def _remarks(reader: Reader, people: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Document, speaker and words of every statement, each once."""
    known = frozenset(people)
    for document in reader.document_ids():
        for passage in reader.document_passages(document):
            for said in passage.statements:
                if said.speaker in known and passage.start <= said.start < passage.end:
                    yield document, said.speaker, passage.text[said.start - passage.start : said.end - passage.start]
