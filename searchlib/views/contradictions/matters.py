"""In which order contradictions are shown: first those whose two texts most likely speak of one matter.

The law calls two figures of one noun and day a contradiction. Over many articles most such pairs measure two things: cases here
and cases there. None is left out; they are ordered by what their sentences have in common:

    words of both sentences, the rarer the more, names twice; near figures, the same phrase counted
    less: another day than that of publication is told of neither, one article, a small figure

Of one sentence that has both figures only the two clauses are compared: its other words say nothing.
"""

from __future__ import annotations

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from math import log, log2
from typing import Final, NamedTuple

from searchlib.models.views.rows import Conflict, FigureRow, shared_words
from searchlib.views.contradictions.law import NAME, contradicting, parted
from searchlib.views.retellings.close_words import common_terms, terms_in
from searchlib.views.stated_values import range_words

MOST_COMPARED: Final = 20_000
"""Pairs whose sentences are compared."""
_PRIOR: Final = 50
"""Sentences that a word is weighed against beside those of the figures."""
_COMMON: Final = 0.5
"""What is left of the weight of a word that is in every story."""
_COVERED: Final = 2.5
"""What it counts that one sentence has all words of the other, or the other has none but the figure's."""
_DOUBLE: Final = 0.5
"""What it costs that a figure is twice the other."""
_MOST_DOUBLED: Final = 6
_OTHER_PHRASE: Final = 1.5
_LONGER_PHRASE: Final = 0.5
"""What other words beside the counted noun cost ("new cases", "imported cases"), and words that only one phrase has."""
_DAY_UNTOLD: Final = 1.0
_ONE_ARTICLE: Final = 1.5
_FEW: Final = 12
_FEW_COUNTED: Final = 0.5
"""What it costs that the smaller figure is _FEW at most: a story counts many things so."""
_NAMED_ALIKE: Final = 1.0
"""What it counts that both count the same by name: "8,000 North Korean soldiers", "10,000 North Korean soldiers"."""
_SET_AGAINST: Final = 4.0
"""What it counts that one sentence gives both figures, each by a speaker of its own."""
_MOST_SHARED: Final = 4
"""Names or words that a conflict tells of."""
_CLAUSE: Final = re.compile(r"[,;:()—–\"“”]|\b(?:and|but|while|which|who|as|against|compared)\b")
_WORD: Final = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_OWNING: Final = re.compile("[’']s$")


class _Text(NamedTuple):
    """What is compared of a sentence: its terms, and those of its names."""

    terms: frozenset[str]
    names: frozenset[str]


def conflicts_among(groups: Iterable[Sequence[FigureRow]], most: int) -> tuple[tuple[Conflict, ...], bool]:
    """The pairs of rows that contradict each other, the likeliest to be of one matter first, at most `most`; and whether there are more.

    Each group is compared in itself. Beyond MOST_COMPARED pairs none is looked at.
    """
    pairs = list(islice((pair for rows in groups for pair in contradicting(rows)), MOST_COMPARED + 1))
    compared = _Compared(pairs)
    ranked = nsmallest(most, enumerate(pairs), key=lambda numbered: (-compared.alike(*numbered[1]), numbered[0]))
    return tuple(compared.conflict(one, other) for _, (one, other) in ranked), len(pairs) > most


class _Compared:
    """The sentences of contradicting figures, read once each."""

    def __init__(self, pairs: Sequence[tuple[FigureRow, FigureRow]]) -> None:
        rows = {row.ordinal: row for pair in pairs for row in pair}
        self._texts = {ordinal: _text(row, row.sentence) for ordinal, row in rows.items()}
        texts = {(row.document, row.sentence): self._texts[ordinal] for ordinal, row in rows.items()}
        self._weights = _weights([text.terms for text in texts.values()])

    def alike(self, one: FigureRow, other: FigureRow) -> float:
        """How much tells that both figures measure one thing; from 1 on it is likely."""
        own, others = self._of(one, other)
        counted = terms_in(f"{one.head} {other.head}")
        shared = self._mass((own.terms & others.terms) - counted)
        named = self._mass((own.names & others.names) - counted)
        least = min(self._mass(own.terms - counted), self._mass(others.terms - counted))
        score = shared + named + _COVERED * (shared / least if least else 1.0)
        score -= _DOUBLE * min(_MOST_DOUBLED, _doublings(one, other)) + _by_phrase(one, other, counted)
        score -= _DAY_UNTOLD * _is_day_untold(one, other) + _ONE_ARTICLE * (one.document == other.document)
        return score - _FEW_COUNTED * (one.high <= _FEW) + _SET_AGAINST * _are_set_against(one, other)

    def conflict(self, one: FigureRow, other: FigureRow) -> Conflict:
        """The pair as a view shows it."""
        own, others = self._of(one, other)
        counted = terms_in(f"{one.head} {other.head}")
        names = (own.names & others.names) - counted
        words = (own.terms & others.terms) - counted - common_terms() - _calendar()
        named = list(dict.fromkeys(_named(one.sentence, names)))
        told = [*named, *self._rarest(one.sentence, words - terms_in(" ".join(named)))]
        shared = () if _is_one_sentence(one, other) else tuple(told[:_MOST_SHARED])
        untold = _is_day_untold(one, other)
        return Conflict(
            one=one.ordinal,
            other=other.ordinal,
            group=one.group,
            why=_why(one, other, shared, untold=untold),
            shared=shared,
            day_untold=untold,
            alike=round(self.alike(one, other), 2),
        )

    def _of(self, one: FigureRow, other: FigureRow) -> tuple[_Text, _Text]:
        if _is_one_sentence(one, other):
            return _text(one, _clause_of(one)), _text(other, _clause_of(other))
        return self._texts[one.ordinal], self._texts[other.ordinal]

    def _mass(self, terms: Iterable[str]) -> float:
        return sum([self._weights.get(term, 1.0) for term in terms])

    def _rarest(self, sentence: str, terms: frozenset[str]) -> list[str]:
        """The words of a sentence that stand for these terms, the rarest first."""
        written: dict[str, str] = {}
        for word in _WORD.findall(sentence):
            for term in terms_in(word) & terms:
                written.setdefault(term, _OWNING.sub("", word))
        return [word for _, word in sorted(written.items(), key=lambda pair: (-self._weights[pair[0]], pair[1]))]


def _text(row: FigureRow, text: str) -> _Text:
    """The words near a figure, without who says so and days."""
    apart = _calendar() | (terms_in(row.speaker) if row.speaker else frozenset())
    names = [run[0] for run in NAME.finditer(text) if run.start() or " " in run[0]]
    return _Text(terms_in(text), terms_in(" ".join(names)) - apart)


def _clause_of(row: FigureRow) -> str:
    """The clause of the sentence in which the figure stands."""
    before, behind = parted(row)
    return f"{_CLAUSE.split(before)[-1]} {_CLAUSE.split(behind)[0]}"


def _weights(sentences: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """The weight of each term: how rare it is among these sentences and _PRIOR others that do not have it, 1 at most."""
    counts = Counter(term for terms in sentences for term in terms)
    total, common = len(sentences) + _PRIOR, common_terms()
    return {
        term: log(total / count) / log(total) * (_COMMON if term in common else 1.0) for term, count in counts.items()
    }


def _doublings(one: FigureRow, other: FigureRow) -> float:
    """How many times the smaller figure must be doubled to be the larger one."""
    return log2(max(1.0, max(other.low, 0.01) / max(one.high, 0.01)))


def _by_phrase(one: FigureRow, other: FigureRow, counted: frozenset[str]) -> float:
    """What the words beside the counted noun cost; less than nothing for the same name."""
    words, others = (terms_in(row.noun) - counted for row in (one, other))
    if words == others:
        return -_NAMED_ALIKE if words and any(map(str.istitle, one.noun.split()[:-1])) else 0.0
    return _LONGER_PHRASE if not words or not others or words & others else _OTHER_PHRASE


def _is_one_sentence(one: FigureRow, other: FigureRow) -> bool:
    return one.document == other.document and one.sentence == other.sentence


def _are_set_against(one: FigureRow, other: FigureRow) -> bool:
    """Whether one sentence tells what each of two speakers says: "A reports nearly 10,000, B claims at least 12,000"."""
    return _is_one_sentence(one, other) and bool(one.speaker and other.speaker)


def _is_day_untold(one: FigureRow, other: FigureRow) -> bool:
    """Whether both figures have only the day of publication."""
    return one.day_from == other.day_from == "published"


def _named(sentence: str, names: frozenset[str]) -> Iterator[str]:
    """The names of a sentence whose words all stand for these terms."""
    for run in NAME.finditer(sentence):
        if all((terms := terms_in(word)) and terms <= names for word in run[0].split()):
            yield _OWNING.sub("", run[0])


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    return terms_in(" ".join((*month_name, *month_abbr, *day_name, *day_abbr)))


def _why(one: FigureRow, other: FigureRow, shared: Sequence[str], *, untold: bool) -> str:
    pairs = [f"“{row.value}” is {range_words(row.low, row.high, row.modifier)}" for row in (one, other)]
    days = f"both for {_shared_days(one, other)}{', the day of publication' if untold else ''}"
    texts = "both in one sentence" if _is_one_sentence(one, other) else shared_words(shared)
    return f"{pairs[0]}, {pairs[1]}; {days}; {texts}"


def _shared_days(one: FigureRow, other: FigureRow) -> str:
    first = max(row.first for row in (one, other) if row.first)
    last = min(row.last for row in (one, other) if row.last)
    return day_words(first, last)


def day_words(first: date | None, last: date | None) -> str:
    """The days as 2024-10-31 or 2024-10-27..2024-10-28; "unknown" without any."""
    if first is None or last is None:
        return "unknown"
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"
