"""Which figures cannot both be true: DESIGN's law.

Two rows of one group conflict when what they allow is disjoint and the days they hold for coincide. Not so, as docs/views.md
tells with the reasons,

- two rows of one speaker, or of nobody, in one article: that is one account, and its figures are parts of it
- rows of a group that counts nothing named ("5 percent" of something)
- a part and a count: "one in five people" and "3,000 people"
- phrases that name different things: "North Korean soldiers" and "Russian soldiers", "people were killed" and "people
  were wounded"
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from searchlib.analysis import fold_name
from searchlib.expressions.amounts import allowed
from searchlib.fields import WEEK
from searchlib.models.views.rows import FigureRow
from searchlib.views.nouns import noun_stem
from searchlib.views.retellings.close_words import terms_in

_FATES: Final = {
    form: fate
    for fate, forms in {
        "killed": "kill kills killing killed dead died die",
        "wounded": "wound wounds wounding wounded injure injures injuring injured hurt hurts hurting",
        "arrested": "arrest arrests arresting arrested detain detains detaining detained",
        "displaced": "displace displaces displacing displaced",
        "rescued": "rescue rescues rescuing rescued",
        "evacuated": "evacuate evacuates evacuating evacuated",
        "freed": "free freeing freed",
        "infected": "infect infects infecting infected",
        "shot": "shot",
    }.items()
    for form in forms.split()
}
"""Words beside a figure that tell what became of the counted people; who was shot dead is counted with the dead."""
_WORDS_BEHIND: Final = 3
"""Words behind a counted phrase among which such a verb stands: "12 people were shot and killed"."""
NAME: Final = re.compile(r"\b[A-Z][\w’'.-]*\w(?: [A-Z][\w’'.-]*\w)*")
_PLACE: Final = re.compile(rf"[^;:,]{{0,60}}?\b(?:in|at|near|across|inside)\s+(?:the\s+)?({NAME.pattern})")
"""Behind a figure."""
_PER: Final = re.compile(r"\b(?:per|every) ((?:a )?\S+)")
"""What a count is in proportion to."""
_SHARED_OUT: Final = "point vote seat delegate elector ballot"
"""Heads of what is shared out: each party has its own."""
_REST: Final = re.compile(
    r"\s+(?:others?|more|additional|further|of (?:the|them|those|these|its|his|her|their|whom|which))\b"
)
"""Behind a figure of a part, or of those that come to some told before: "three other Americans", "54 of the 113"."""
_AUXILIARIES: Final = frozenset(("was", "were", "is", "are", "be", "been", "being", "has", "have", "had", "also"))


def contradicting(rows: Sequence[FigureRow]) -> Iterator[tuple[FigureRow, FigureRow]]:
    """The pairs of a group's rows that contradict each other, the smaller figure of each pair first."""
    ascending = sorted(
        (row for row in rows if row.head and row.is_fact), key=lambda row: (row.low, row.high, row.ordinal)
    )
    counted = {row.ordinal: _counted(row) for row in ascending}
    for one, later in _with_later_of_its_days(ascending):
        for other in later:
            if (
                coincide(one, other)
                and disjoint(one, other)
                and not _one_account(one, other)
                and _one_thing(counted[one.ordinal], counted[other.ordinal])
            ):
                yield one, other


def _with_later_of_its_days(rows: Sequence[FigureRow]) -> Iterator[tuple[FigureRow, list[FigureRow]]]:
    """Each row with those behind it that may be for the same time: few of all, where many days are spoken of."""
    places: dict[object, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for day in times_of(row.first, row.last):
            places[day].append(place)
    for place, row in enumerate(rows):
        later = {at for day in times_of(row.first, row.last) for at in places[day][bisect_right(places[day], place) :]}
        yield row, [rows[at] for at in sorted(later)]


def times_of(first: date | None, last: date | None) -> Sequence[object]:
    """What figures for the same time have in common: a day of a week at most, or the whole of a longer period."""
    if first is None or last is None:
        return ()
    length = (last - first).days
    return ((first, last),) if length >= WEEK else [first.toordinal() + step for step in range(length + 1)]


def disjoint(one: FigureRow, other: FigureRow) -> bool:
    """Whether no value satisfies both: "up to 8,000" and "about 10,000", but not "more than 8,000" and "10,000"."""
    low, high, low_open, high_open = allowed(one.low, one.high, one.modifier)
    other_low, other_high, other_low_open, other_high_open = allowed(other.low, other.high, other.modifier)
    return (
        high < other_low
        or other_high < low
        or (high == other_low and (high_open or other_low_open))
        or (other_high == low and (other_high_open or low_open))
    )


def coincide(one: FigureRow, other: FigureRow) -> bool:
    """Whether two rows are for the same time: they share a day, and neither is for more than a week, or both for one period."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    if (one.first, one.last) == (other.first, other.last):
        return True
    short = max((row.last - row.first).days for row in (one, other) if row.first and row.last) < WEEK
    return short and one.first <= other.last and other.first <= one.last


def _one_account(one: FigureRow, other: FigureRow) -> bool:
    return one.document == other.document and fold_name(one.speaker) == fold_name(other.speaker)


class _Counted(NamedTuple):
    """What a row tells of the things it counts: of what whole it is a part, whether it is one party's share or a rest, and
    the names, the fates and the places that must not all differ.
    """

    whole: str
    is_share: bool
    told: tuple[frozenset[str], ...]


def _counted(row: FigureRow) -> _Counted:
    return _Counted(_whole_of(row), _is_share(row), (_names_in(row.noun), _fate_in(row), place_behind(row)))


def _one_thing(one: _Counted, other: _Counted) -> bool:
    """Whether the counted phrases may mean one thing: neither their names, nor the words behind their heads, nor their
    places all differ, and none is one party's share or a rest.
    """
    if one.whole != other.whole or one.is_share or other.is_share:
        return False
    return all(_agree(own, others) for own, others in zip(one.told, other.told, strict=True))


def place_behind(row: FigureRow) -> frozenset[str]:
    """The name of where they are who are counted: "Syria" of "2,000 troops in Syria"."""
    place = _PLACE.match(parted(row)[1])
    return terms_in(place[1]) if place else frozenset()


def _is_share(row: FigureRow) -> bool:
    """Whether a figure is one party's share, or a rest: others have other ones without contradiction."""
    return noun_stem(row.head) in _shares() or bool(_REST.match(parted(row)[1]))


def parted(row: FigureRow) -> tuple[str, str]:
    """What stands before and behind a figure in its sentence; nothing where its words are not found as they are."""
    at = re.search(rf"(?<!\w){re.escape(row.value)}(?!\w)", row.sentence)
    return (row.sentence[: at.start()], row.sentence[at.end() :]) if at else ("", "")


@lru_cache(maxsize=1)
def _shares() -> frozenset[str]:
    return frozenset(map(noun_stem, _SHARED_OUT.split()))


def _whole_of(row: FigureRow) -> str:
    """Of what a figure is a part: of "one" for "one in five", of "100,000" for "12 deaths per 100,000 people"; "" of nothing."""
    if not row.unit and 0 < row.high < 1:
        return "one"
    proportion = _PER.search(row.noun.lower())
    return proportion[1] if proportion else ""


def _agree(words: frozenset[str], others: frozenset[str]) -> bool:
    return not words or not others or not words.isdisjoint(others)


def _names_in(phrase: str) -> frozenset[str]:
    """The capitalized words of a phrase but for its head: "North", "Korean"."""
    return frozenset(word.lower() for word in phrase.split()[:-1] if word[:1].isupper())


def _fate_in(row: FigureRow) -> frozenset[str]:
    """What happened to those who are counted: "killed" of "people were killed", of "the blast killed 12 people", of "12 people dead"."""
    behind = row.noun.lower().rpartition(row.head.lower())[2].split() if row.head else []
    before, after = parted(row)
    following = after.lower().replace(row.noun.lower(), "", 1).split()[:_WORDS_BEHIND]
    beside = {*before.lower().split()[-1:], *(word.strip(",.;") for word in following)}
    told = [*(set(behind) - _AUXILIARIES), *(beside & _FATES.keys())]
    fate = frozenset(_FATES.get(word, word) for word in told)
    return fate if "killed" not in fate else frozenset(("killed",))
