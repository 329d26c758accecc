"""Statements as they are compared, and tens of thousands of them in flat arrays: each is an object only while it is looked at."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, overload

import numpy as np

from searchlib.array_operations import growing_vocabulary, ranges, starts_of
from searchlib.array_types import Array

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement as far as it is compared: `words` are its stems in order, `terms` what tells it from others,
    `unquoted` those of them that stand outside of the quotation marks of a statement that has some: they are the paper's.
    `speaker` are the parts of the speaker's name, folded; none for an unnamed or unknown one. `figures` are the amounts it
    states and the stem of what each counts. `negated` are the terms that it says are not so; `is_denied` tells that all of it
    is. `day` is an ordinal, 0 when unknown; `days` are the days and periods that it speaks of. The `role` of an unnamed speaker
    is what it is called: "the transport minister".
    """

    words: tuple[str, ...]
    terms: frozenset[str]
    unquoted: frozenset[str] = _NONE
    figures: frozenset[tuple[str, str]] = frozenset()
    negated: frozenset[str] = _NONE
    is_denied: bool = False
    speaker: tuple[str, ...] = ()
    is_person: bool = False
    role: str = ""
    day: int = 0
    days: frozenset[str] = _NONE


class _Rest(NamedTuple):
    """What of an utterance is no list of words; most utterances of a speaker have one in common."""

    figures: frozenset[tuple[str, str]]
    negated: frozenset[str]
    is_denied: bool
    speaker: tuple[str, ...]
    is_person: bool
    role: str
    day: int
    days: frozenset[str]


class _Lists:
    """Lists of numbers, end to end: `codes` are the numbers, `ends` where each list ends."""

    def __init__(self) -> None:
        self.codes, self.ends = array("i"), array("q", (0,))

    def append(self, codes: Iterable[int]) -> None:
        self.codes.extend(codes)
        self.ends.append(len(self.codes))

    def __getitem__(self, place: int) -> array[int]:
        return self.codes[self.ends[place] : self.ends[place + 1]]

    def taken(self, places: Sequence[int]) -> _Lists:
        """Some of the lists, in this order."""
        ends = np.array(self.ends)
        sizes = np.diff(ends)[places]
        lists = _Lists()
        lists.codes.frombytes(np.array(self.codes, np.int32)[ranges(ends[:-1][places], sizes)].tobytes())
        lists.ends = array("q", starts_of(sizes).tobytes())
        return lists

    def flat(self) -> tuple[Array, Array]:
        """int32[n]: all numbers, and the list of each."""
        sizes = np.diff(np.array(self.ends))
        return np.array(self.codes, np.int32), np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


class Utterances(Sequence[Utterance]):
    """Utterances in some 150 bytes each, of 3 kB as objects; the numbers of the lists stand for words."""

    def __init__(self, utterances: Iterable[Utterance] = ()) -> None:
        self._codes: defaultdict[str, int] = growing_vocabulary()
        self._known_texts: list[str] = []
        self.words, self.terms, self._unquoted = _Lists(), _Lists(), _Lists()
        self._rests: list[_Rest] = []
        self._known: dict[_Rest, _Rest] = {}
        for utterance in utterances:
            self.append(utterance)

    def append(self, utterance: Utterance) -> None:
        """Add one behind the others."""
        number = self._codes.__getitem__
        self.words.append(map(number, utterance.words))
        self.terms.append(map(number, utterance.terms))
        self._unquoted.append(map(number, utterance.unquoted))
        rest = _Rest(
            utterance.figures, utterance.negated, utterance.is_denied, utterance.speaker,
            utterance.is_person, utterance.role, utterance.day, utterance.days,
        )  # fmt: skip
        self._rests.append(self._known.setdefault(rest, rest))

    @property
    def _texts(self) -> list[str]:
        """The word of each number."""
        if len(self._known_texts) < len(self._codes):
            self._known_texts = list(self._codes)
        return self._known_texts

    def __len__(self) -> int:
        return len(self._rests)

    @overload
    def __getitem__(self, place: int) -> Utterance: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Utterance]: ...
    def __getitem__(self, place: int | slice) -> Utterance | Sequence[Utterance]:
        if isinstance(place, slice):
            return [self[at] for at in range(len(self))[place]]
        place, texts = range(len(self))[place], self._texts
        return Utterance(
            tuple([texts[code] for code in self.words[place]]),
            frozenset([texts[code] for code in self.terms[place]]),
            frozenset([texts[code] for code in self._unquoted[place]]),
            *self._rests[place],
        )

    def taken(self, places: Sequence[int]) -> Utterances:
        """Some of the utterances, in this order."""
        some = Utterances()
        some._codes, some._known = self._codes, self._known
        some.words, some.terms, some._unquoted = (
            lists.taken(places) for lists in (self.words, self.terms, self._unquoted)
        )
        some._rests = [self._rests[place] for place in places]
        return some

    def speaker(self, place: int) -> tuple[str, ...]:
        """The parts of the name of one's speaker."""
        return self._rests[place].speaker

    def with_roles(self) -> Utterances:
        """The same, where a person without a role has the one that others give its surname, if all give one."""
        roles: dict[str, set[str]] = {}
        for rest in self._rests:
            if rest.is_person and rest.role and rest.speaker:
                roles.setdefault(rest.speaker[-1], set()).add(rest.role)
        known = {surname: next(iter(named)) for surname, named in roles.items() if len(named) == 1}
        for at, rest in enumerate(self._rests):
            if rest.is_person and not rest.role and rest.speaker and rest.speaker[-1] in known:
                self._rests[at] = rest._replace(role=known[rest.speaker[-1]])
        return self

    def holding(self, texts: Collection[str]) -> Array:
        """bool[n]: which have one of these among their words or terms."""
        asked = np.array([self._codes[text] for text in texts if text in self._codes], np.int32)
        held = np.zeros(len(self), np.bool_)
        for lists in (self.words, self.terms):
            codes, owners = lists.flat()
            held[owners[np.isin(codes, asked)]] = True
        return held

    def counts(self) -> dict[str, int]:
        """Each term, and how many have it."""
        counts = np.bincount(self.terms.flat()[0]).tolist()
        return {text: count for text, count in zip(self._codes, counts, strict=False) if count}

    def by_code(self, weights: Mapping[str, float]) -> Array:
        """float64: the weight of the text of each number, 0 where it has none."""
        return np.array([weights.get(text, 0.0) for text in self._codes])

    def days(self) -> Array:
        """int32[n]: the day of each, an ordinal, 0 when unknown."""
        return np.array([rest.day for rest in self._rests], np.int32)

    def masses(self, weights: Array, unquoted: float) -> Array:
        """float64[n]: what the terms of each weigh; `unquoted` is what is left of the weight of one outside of quotation marks."""
        codes, owners = self.terms.flat()
        paper_codes, paper_owners = self._unquoted.flat()
        whole = np.bincount(owners, weights[codes], len(self))
        return whole - (1 - unquoted) * np.bincount(paper_owners, weights[paper_codes], len(self))
