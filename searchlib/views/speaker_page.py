"""One page about a speaker: names, roles, what is said by month, figures, whom they contradict, who is quoted beside them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from searchlib.analysis import fold_name
from searchlib.engines.answers import Speaker
from searchlib.engines.contract import Reader
from searchlib.linking import without_article
from searchlib.matching import deadline
from searchlib.matching.stored import Stored
from searchlib.models import Statement
from searchlib.models.views.rows import FigureGroup, FigureRow
from searchlib.models.views.speaker_page import MonthCount, NameCount, Opposition, SpeakerPage
from searchlib.query.nodes import And, Choice, Noun, Or
from searchlib.views.collection_pause import collection_paused
from searchlib.views.contradictions.law import times_of
from searchlib.views.contradictions.matters import MOST_COMPARED, conflicts_among
from searchlib.views.figures import GroupKey, drafts_of, figures_in, group_key, grouped, statement_key
from searchlib.views.passages_read import PassagesRead, ViewRequest, read_passages
from searchlib.views.retellings.close_words import common_terms, terms_in
from searchlib.views.statement_rows import statements_of

_MOST_NAMED: Final = 40
"""Names, roles and speakers beside that are listed, each, unless everything is asked for."""
_MOST_OPPOSED: Final = 200
"""Contradictions that are listed, unless everything is asked for."""
_NOUNS_ASKED: Final = 20
"""Counted nouns, the speaker's commonest, of which others' figures are looked up."""
_SHARED_WORDS: Final = 2
"""Words, none of them in every story, that the sentences of two figures on one subject share."""


_folded: Final = lru_cache(maxsize=1 << 17)(fold_name)
"""`fold_name`, once a name: each page asks it of all names of the index, twice."""


def resolved(reader: Reader, name: str) -> tuple[Speaker | None, list[Speaker]]:
    """The speaker that a name means, None when there is none, and the others that have it too.

    A speaker of exactly this name, more than one word, comes first, then the one with the most statements.
    """
    parts = fold_name(name)
    asked = frozenset(parts)
    with collection_paused():  # the table of speakers may be made now: tens of thousands of lines that all stay
        matching = [
            speaker
            for speaker in reader.speakers()
            if speaker.kind in ("person", "organization")
            and any(asked.issubset(_folded(known)) for known in speaker.names)
        ]
    matching.sort(
        key=lambda speaker: (len(parts) < 2 or parts != fold_name(speaker.name), -speaker.statements, speaker.name)
    )
    return (matching[0], matching[1:]) if matching and parts else (None, [])


def _is_another(speaker: Speaker, said: Statement | FigureRow) -> bool:
    """Whether what the speaker's name finds is another organization's, of a longer name: "U.S.-China Commission" by "U.S."."""
    if not speaker.kind == said.speaker_kind == "organization" or said.speaker in speaker.names:
        return False
    return set(without_article(_folded(speaker.name))) < set(without_article(_folded(said.speaker)))


class _Said(NamedTuple):
    """What a page counts of a statement: `day` is that on which it was said, else that of publication."""

    name: str
    role: str
    document: str
    day: date | None

    @classmethod
    def of(cls, stored: Stored, said: Statement) -> _Said:
        return cls(said.speaker, said.role, stored.passage.document, said.on or stored.header.published)


def speaker_page(reader: Reader, request: ViewRequest, speaker: Speaker) -> SpeakerPage:
    """The page about a speaker; `request` asks for the passages with their statements."""
    with collection_paused():
        return _speaker_page(reader, request, speaker)


def _speaker_page(reader: Reader, request: ViewRequest, speaker: Speaker) -> SpeakerPage:
    started = time.perf_counter()
    every = read_passages(reader, replace(request, limit=0)).stored
    found = statements_of(every, request)
    own = [_Said.of(stored, said) for stored, said in found if not _is_another(speaker, said)]
    numbers = read_passages(reader, replace(request, node=And((request.node, Choice("has", "number")))))
    groups, opposed = _figures(reader, numbers, request, speaker)
    documents = list(dict.fromkeys(said.document for said in own))
    names = _counted((said.name, said.document) for said in own)
    roles = _counted((said.role, said.document) for said in own if said.role)
    beside = _beside(reader, documents[: request.limit or None], speaker)
    lists = {"names": names, "roles": roles, "speakers beside": beside}
    most, most_opposed = (_MOST_NAMED, _MOST_OPPOSED) if request.limit else (None, None)
    return SpeakerPage(
        generation=reader.version,
        query=request.text,
        parsed=str(request.node),
        name=speaker.name,
        kind=speaker.kind,
        statements=len(own),
        documents=len(documents),
        names=names[:most],
        roles=roles[:most],
        months=_months(own),
        figures=tuple(groups),
        opposed=tuple(opposed[:most_opposed]),
        beside=beside[:most],
        passages=len(numbers.stored),
        total=numbers.total,
        cut=_cut(
            numbers, len(documents), request.limit, {name: len(listed) for name, listed in lists.items()}, len(opposed)
        ),
        warnings=request.warnings,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def _cut(read: PassagesRead, documents: int, limit: int, sizes: Mapping[str, int], opposed: int) -> str:
    """What was left out, as sentences; "" when nothing was. `sizes` are those of the lists of names, before they were cut."""
    told = []
    if read.total is not None and len(read.stored) < read.total:
        told.append(f"Figures are of {len(read.stored):,} of {read.total:,} passages with a figure.")
    if limit and documents > limit:
        told.append(f"Who is quoted beside is of {limit:,} of {documents:,} articles.")
    if limit:
        told += [f"{_MOST_NAMED} of {size:,} {name} are listed." for name, size in sizes.items() if size > _MOST_NAMED]
        if opposed > _MOST_OPPOSED:
            told.append(f"{_MOST_OPPOSED} of {opposed:,} contradictions are listed.")
    return " ".join(told)


# ---- counts ---------------------------------------------------------------------------------------------------------


def _counted(named: Iterable[tuple[str, str]]) -> tuple[NameCount, ...]:
    """How often each name occurs and in how many documents, the most frequent first."""
    documents: dict[str, list[str]] = defaultdict(list)
    for name, document in named:
        documents[name].append(document)
    counts = [NameCount(name=name, statements=len(own), documents=len(set(own))) for name, own in documents.items()]
    return tuple(sorted(counts, key=lambda one: (-one.statements, one.name)))


def _months(own: Iterable[_Said]) -> tuple[MonthCount, ...]:
    """What was said by month, the earliest first, what has no day last."""
    of_day: dict[date | None, list[str]] = defaultdict(list)
    for said in own:
        of_day[said.day].append(said.document)
    documents: dict[str, list[str]] = defaultdict(list)
    for day, held in of_day.items():
        documents[f"{day:%Y-%m}" if day else ""] += held
    return tuple(
        MonthCount(month=month, statements=len(own), documents=len(set(own)))
        for month, own in sorted(documents.items(), key=lambda pair: (not pair[0], pair[0]))
    )


def _beside(reader: Reader, documents: Sequence[str], speaker: Speaker) -> tuple[NameCount, ...]:
    """Who else is quoted in these documents, by the name of the table of speakers; most documents first."""
    said = {
        (one.speaker, document, one.number)
        for document, statements in zip(documents, reader.statements_of(documents), strict=True)
        for one in _in_time(statements)
        if one.speaker_kind in ("person", "organization")
    }
    names = _canonical(reader, {name for name, _, _ in said})
    others = {(names.get(name, name), document, number) for name, document, number in said}
    counted = _counted((name, document) for name, document, _ in others if name != speaker.name)
    return tuple(sorted(counted, key=lambda one: (-one.documents, -one.statements, one.name)))


def _in_time(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements. Raises OutOfTime."""
    deadline.check()
    return statements


def _canonical(reader: Reader, names: Collection[str]) -> dict[str, str]:
    """The name in the table of speakers for each of these names that only one speaker has."""
    asked = {name: _folded(name) for name in names}
    holders: dict[tuple[str, ...], set[str]] = {parts: set() for parts in asked.values()}
    for speaker in reader.speakers():
        for name in speaker.names:
            held = holders.get(_folded(name))
            if held is not None:
                held.add(speaker.name)
    return {name: next(iter(held)) for name, parts in asked.items() if len(held := holders[parts]) == 1}


# ---- figures --------------------------------------------------------------------------------------------------------


def _figures(
    reader: Reader, own: PassagesRead, request: ViewRequest, speaker: Speaker
) -> tuple[list[FigureGroup], list[Opposition]]:
    """The groups of the speaker's figures, and which of them other figures of the same noun contradict."""
    every = replace(request, filters=())
    numbers: set[tuple[str, int]] = set()
    drafts: list[dict[str, Any]] = []
    passages = set()
    for stored in own.stored:
        passages.add(stored.passage.id)
        said_here = ((quantity.start, said) for quantity, said in figures_in(stored, request))
        starts = {start for start, said in said_here if said is None or not _is_another(speaker, said)}
        if starts:
            numbers |= {(stored.passage.document, start) for start in starts}
            drafts += drafts_of(stored, every)
    drafts += _of_others(reader, [draft for draft in drafts if _drafted(draft) in numbers], passages, every)
    groups = list(grouped(drafts, request))
    opposed = [one for group in groups for one in _opposed(group.rows, numbers)]
    owned = [(group, sum(_place(row) in numbers for row in (*group.rows, *group.apart))) for group in groups]
    sizes = Counter[tuple[str, str, bool]]()
    for group, size in owned:
        sizes[group.asked] += size
    kept = sorted(
        (group for group, size in owned if size),
        key=lambda group: (not group.unit and not group.noun, -sizes[group.asked]),
    )
    renumbered: dict[tuple[str, int], int] = {}
    for row in (row for group in kept for row in (*group.rows, *group.apart) if _place(row) in numbers):
        renumbered[_place(row)] = len(renumbered) + 1
    return [_own_rows(group, renumbered) for group in kept], [_with_numbers(one, renumbered) for one in opposed]


def _own_rows(group: FigureGroup, numbers: Mapping[tuple[str, int], int]) -> FigureGroup:
    """The group with the speaker's rows alone, as they are numbered on the page."""
    rows, apart = (
        tuple(row.model_copy(update={"ordinal": numbers[_place(row)]}) for row in part if _place(row) in numbers)
        for part in (group.rows, group.apart)
    )
    return group.model_copy(update={"rows": rows, "apart": apart})


def _with_numbers(one: Opposition, numbers: Mapping[tuple[str, int], int]) -> Opposition:
    """A contradiction with rows as they are numbered on the page; a row of another speaker has no ordinal there: 0."""
    own, other = (row.model_copy(update={"ordinal": numbers.get(_place(row), 0)}) for row in (one.own, one.other))
    return one.model_copy(update={"own": own, "other": other})


def _place(row: FigureRow) -> tuple[str, int]:
    return row.document, row.start


def _drafted(draft: dict[str, Any]) -> tuple[str, int]:
    """The place of a draft, as `_place` tells that of its row."""
    return draft["document"], draft["start"]


def _of_others(
    reader: Reader, own: Sequence[dict[str, Any]], seen: Collection[str], request: ViewRequest
) -> Iterator[dict[str, Any]]:
    """Figures of passages not yet `seen` that count the same things as the speaker's, and hold for the same time or repeat one."""
    heads = Counter(draft["head"] for draft in own if draft["head"])
    nouns = sorted(heads, key=lambda head: (-heads[head], head))[:_NOUNS_ASKED]
    if not nouns:
        return
    times: dict[GroupKey, set[object]] = defaultdict(set)
    for draft in own:
        times[_group_of(draft)].update(times_of(draft["first"], draft["last"]))
    repeated = set(map(statement_key, own))
    node = Or(tuple(map(Noun, nouns)))
    for stored in read_passages(reader, replace(request, node=node)).stored:
        if stored.passage.id not in seen:
            for draft in drafts_of(stored, request, groups=times):
                at_once = times[_group_of(draft)].intersection(times_of(draft["first"], draft["last"]))
                if at_once or statement_key(draft) in repeated:
                    yield draft


def _group_of(draft: dict[str, Any]) -> GroupKey:
    return group_key(draft["unit"], draft["head"], draft["modifier"])


def _opposed(rows: Sequence[FigureRow], numbers: set[tuple[str, int]]) -> Iterator[Opposition]:
    """The contradictions of a group in which a figure of the speaker stands."""
    by_ordinal = {row.ordinal: row for row in rows}
    for conflict in conflicts_among([rows], MOST_COMPARED)[0]:
        pair = by_ordinal[conflict.one], by_ordinal[conflict.other]
        own = [row for row in pair if _place(row) in numbers]
        if own and _one_subject(*pair):
            other = pair[0] if own[0] is pair[1] else pair[1]
            yield Opposition(own=own[0], other=other, why=conflict.why, is_own=len(own) == 2)


def _one_subject(one: FigureRow, other: FigureRow) -> bool:
    """Whether two figures of one noun are of one story: their sentences share words beside what is counted."""
    counted = terms_in(f"{one.head} {other.head}")
    return len((terms_in(one.sentence) & terms_in(other.sentence)) - counted - common_terms()) >= _SHARED_WORDS
