"""Counts over all matches: how many of them each speaker, source, day, unit ... has; and the speaker table itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.base import Speaker
from searchlib.engines.whoosh.builder import EPOCH
from searchlib.engines.whoosh.layout import NO_DAY, SPEAKER_KINDS, STATEMENT_KINDS
from searchlib.engines.whoosh.order import Matched
from searchlib.engines.whoosh.plan import SegmentPlan
from searchlib.engines.whoosh.segment import Segment
from searchlib.errors import QueryError

Counting = Callable[[Segment, NDArray[np.int64]], Counter[str]]
"""Counts passages (ascending numbers of one segment) by a value; a passage counts once for each value it has."""


def counted(name: str, plans: Sequence[SegmentPlan], matched: Matched) -> list[tuple[str, int]]:
    """Values of facet `name` among the matches and how many passages have each, most first. QueryError: no such facet."""
    if name not in FACETS:
        raise QueryError(f"There is no facet {name!r}; there are {', '.join(FACETS)}.")
    total: Counter[str] = Counter()
    for number, plan in enumerate(plans):
        passages = np.sort(matched.passages[matched.segments == number])
        total += FACETS[name](plan.segment, passages)
    total.pop("", None)
    return sorted(total.items(), key=lambda row: (-row[1], row[0]))


def _day(number: int) -> str:
    return "" if number == NO_DAY else date.fromordinal(number + EPOCH).isoformat()


def _published(width: int) -> Counting:
    def count(segment: Segment, passages: NDArray[np.int64]) -> Counter[str]:
        days = segment.column("document_published")[segment.column("passage_document")[passages]]
        values, counts = np.unique(days, return_counts=True)
        total: Counter[str] = Counter()
        for value, number in zip(values.tolist(), counts.tolist(), strict=True):
            total[_day(value)[:width]] += number
        return total

    return count


def _source(segment: Segment, passages: NDArray[np.int64]) -> Counter[str]:
    sources = segment.column("document_source")[segment.column("passage_document")[passages]]
    values, counts = np.unique(sources, return_counts=True)
    return Counter(dict(zip(map(segment.string, values.tolist()), counts.tolist(), strict=True)))


def _column(table: str, column: str, name: Callable[[Segment, int], str]) -> Counting:
    """Counts a column of a mention table."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> Counter[str]:
        chosen = np.zeros(segment.passages, np.bool_)
        chosen[passages] = True
        of = segment.column(f"{table}_passage")
        rows = chosen[of]
        pairs = np.unique(np.stack((segment.column(column)[rows].astype(np.int64), of[rows])), axis=1)
        values, counts = np.unique(pairs[0], return_counts=True)
        total: Counter[str] = Counter()
        for value, number in zip(values.tolist(), counts.tolist(), strict=True):
            total[name(segment, value)] += number
        return total

    return count


FACETS: Final[dict[str, Counting]] = {
    "speaker": _column("statement", "statement_speaker", lambda segment, value: segment.string(value)),
    "role": _column("statement", "statement_role", lambda segment, value: segment.string(value)),
    "kind": _column("statement", "statement_kind", lambda _, value: STATEMENT_KINDS[value]),
    "source": _source,
    "published": _published(10),
    "published.month": _published(7),
    "published.year": _published(4),
    "date": _column("date", "date_first", lambda _, value: _day(value)),
    "unit": _column("quantity", "quantity_unit", lambda segment, value: segment.string(value)),
    "noun": _column("quantity", "quantity_noun", lambda segment, value: segment.string(value)),
}
"""What can be counted, by name."""


def speakers(segments: Sequence[Segment]) -> list[Speaker]:
    """The speaker table: canonical names folded together, most statements first."""
    statements: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    kinds: defaultdict[str, Counter[int]] = defaultdict(Counter)
    documents: defaultdict[str, int] = defaultdict(int)
    for segment in segments:
        for key, table in _speaker_rows(segment).items():
            statements[key] += table["statements"]
            documents[key] += table["documents"]
            spellings[key] += table["names"]
            roles[key] += table["roles"]
            kinds[key] += table["kinds"]
    return [
        Speaker(
            spellings[key].most_common(1)[0][0],
            SPEAKER_KINDS[kinds[key].most_common(1)[0][0]],
            tuple(sorted(spellings[key])),
            tuple(name for name, _ in roles[key].most_common() if name),
            count,
            documents[key],
        )
        for key, count in sorted(statements.items(), key=lambda row: (-row[1], row[0]))
    ]


def _speaker_rows(segment: Segment) -> dict[str, dict[str, Any]]:
    """Statements of one segment by folded speaker; a statement counts once, however many passages it runs over."""
    column = segment.column
    _, firsts = np.unique(column("statement_identity"), return_index=True)
    passages = column("statement_passage")[firsts]
    if segment.alive is not None:
        firsts = firsts[segment.alive[passages]]
        passages = column("statement_passage")[firsts]
    rows = zip(
        column("statement_speaker")[firsts].tolist(),
        column("statement_role")[firsts].tolist(),
        column("statement_source")[firsts].tolist(),
        column("passage_document")[passages].tolist(),
        strict=True,
    )
    counts: Counter[tuple[int, int, int, int]] = Counter(rows)
    found: dict[str, dict[str, Any]] = {}
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for (speaker, role, kind, document), number in counts.items():
        if speaker < 0:
            continue
        name = segment.string(speaker)
        key = " ".join(analysis.fold_name(name)) or name
        table = found.setdefault(
            key, {"statements": 0, "documents": 0, "names": Counter(), "roles": Counter(), "kinds": Counter()}
        )
        table["statements"] += number
        table["names"][name] += number
        table["roles"][segment.string(role)] += number
        table["kinds"][kind] += number
        seen[key].add(document)
    for key, of in seen.items():
        found[key]["documents"] = len(of)
    return found
