"""Every figure that is stated on a subject: who gave it, when, for which day, and which of them cannot both be true.

passages that match -> one row a figure -> repetitions counted once -> groups of one unit and noun -> conflicts
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any, Final

from searchlib.analysis import fold_name
from searchlib.engines.contract import Reader
from searchlib.expressions.amounts import allowed
from searchlib.matching.stored import Stored
from searchlib.models import Passage, Quantity, Statement
from searchlib.models.mentions import MarkKind
from searchlib.models.views.figures import Figures
from searchlib.models.views.rows import FigureGroup, FigureRow, is_fact, line_of
from searchlib.query.nodes import Noun, Word, leaves
from searchlib.sentences import sentence_bounds
from searchlib.views.contradictions.matters import conflicts_among
from searchlib.views.nouns import noun_stem
from searchlib.views.passages_read import ViewRequest, date_beside, days_of, read_passages, rows_allowed
from searchlib.views.retellings.close_words import common_terms, terms_in
from searchlib.views.sentence_marks import sentence_marks
from searchlib.views.stated_values import as_written

_BY_CHANCE: Final = 100
"""Figures under this one are given of many things in one article."""
_SHARED_WORDS: Final = 2
"""Words that the sentences of a small figure and of its repetition share."""

MOST_CONFLICTS: Final = 1000
"""Conflicts that a view lists."""

_CHANGES: Final = ("up", "down")
_WORDS: Final = re.compile(r"\w+")
_ALIKE: Final = 0.5
"""Part of the word pairs of two sentences that a repetition shares."""
_VERBATIM: Final = 0.9
"""... of one article, where a caption has the sentence of the text: as alike are sentences of two things, "300 Danish", "300 Norwegian"."""


@dataclass(frozen=True)
class GroupKey:
    """What the figures of a group have in common."""

    unit: str
    stem: str
    change: bool


def group_key(unit: str, head: str, modifier: str) -> GroupKey:
    """The group of a figure."""
    return GroupKey(unit, noun_stem(head), modifier in _CHANGES)


def figures(reader: Reader, request: ViewRequest) -> Figures:
    """All figures of the passages that match, in groups, with their conflicts."""
    started = time.perf_counter()
    read = read_passages(reader, request)
    groups = figures_of(read.stored, request)
    conflicts, more = conflicts_among([group.rows for group in groups], MOST_CONFLICTS)
    warnings = list(request.warnings)
    if more:
        warnings.append(f"There are more than {MOST_CONFLICTS:,} conflicts: the likeliest of them are listed.")
    return Figures(
        generation=reader.version,
        query=request.text,
        parsed=str(read.node),
        groups=tuple(groups),
        conflicts=conflicts,
        passages=len(read.stored),
        total=read.total,
        cut=read.cut,
        warnings=tuple(warnings),
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def figures_of(passages: Iterable[Stored], request: ViewRequest) -> list[FigureGroup]:
    """The figures of these passages in groups."""
    return list(grouped([draft for stored in passages for draft in drafts_of(stored, request)], request))


def grouped(drafts: Sequence[dict[str, Any]], request: ViewRequest) -> Iterator[FigureGroup]:
    """Drafts of figures, whose repetitions are counted once, in groups: each is made when it is asked for."""
    return _groups(_without_repetitions(drafts), request)


def every_figure(passages: Iterable[Stored], request: ViewRequest) -> list[FigureRow]:
    """The figures of these passages as they come, repetitions too, in one group."""
    return _rows([draft for stored in passages for draft in drafts_of(stored, request)], 1, 1)


# ---- rows -----------------------------------------------------------------------------------------------------------


def drafts_of(
    stored: Stored, request: ViewRequest, *, groups: Collection[GroupKey] | None = None
) -> Iterator[dict[str, Any]]:
    """The figures of one passage as fields of a FigureRow in the model's order; ordinal, group and repeats are not yet known.

    With `groups` only the figures of these.
    """
    sentences = None
    for quantity, said in figures_in(stored, request):
        if groups is None or group_key(quantity.unit, quantity.head, quantity.modifier) in groups:
            sentences = sentences or sentence_bounds(stored.passage.text)
            yield _draft(stored, quantity, said, _sentence_of(sentences, stored.passage, quantity))


def figures_in(stored: Stored, request: ViewRequest) -> Iterator[tuple[Quantity, Statement | None]]:
    """The figures of one passage that the filters of the request hold of, each with the statement that it stands in."""
    passage = stored.passage
    if not passage.quantities:
        return
    statements = {said.number: said for said in passage.statements}
    quantities = rows_allowed(stored, request.filters, "quantity")
    said_by = [
        {passage.statements[place].number for place in places}
        for places in rows_allowed(stored, request.filters, "statement")
    ]
    for place, quantity in enumerate(passage.quantities):
        if all(place in places for places in quantities) and all(quantity.statement in numbers for numbers in said_by):
            said = None if quantity.statement is None else statements.get(quantity.statement)
            if request.counts(quantity, said):
                yield quantity, said


def _sentence_of(sentences: Sequence[tuple[int, int]], passage: Passage, quantity: Quantity) -> tuple[int, int]:
    """The characters of the sentence that a figure stands in, in the passage's text."""
    at = quantity.start - passage.start
    return next(((start, end) for start, end in sentences if start <= at < end), (0, len(passage.text)))


def _draft(stored: Stored, quantity: Quantity, said: Statement | None, sentence: tuple[int, int]) -> dict[str, Any]:
    passage, header = stored.passage, stored.header
    start, end = quantity.start - passage.start, quantity.end - passage.start
    within = (sentence[0] + passage.start, sentence[1] + passage.start)
    mention = date_beside(passage, quantity.start, quantity.end, within, quantity.statement)
    days = days_of(mention, said, header)
    own = passage.text[sentence[0] : sentence[1]]
    of_sentence = sentence_marks(own, start - sentence[0], is_said=said is not None)
    speaker = "" if said is None else said.speaker
    least, most, _, _ = allowed(quantity.low, quantity.high, quantity.modifier)
    return {
        "document": passage.document,
        "passage": passage.id,
        "start": quantity.start,
        "end": quantity.end,
        "path": header.path,
        "line": line_of(passage, quantity.start, header.path),
        "title": header.title,
        "source": header.source,
        "url": header.url,
        "published": header.published,
        "said": None if said is None else said.on,
        "first": days.first,
        "last": days.last,
        "day_from": days.known_from,
        "ordinal": 0,
        "group": 0,
        "value": as_written(passage.text, start, end, quantity.modifier),
        "low": quantity.low,
        "high": quantity.high,
        "least": None if least == -inf else least,
        "most": None if most == inf else most,
        "modifier": quantity.modifier,
        "unit": quantity.unit,
        "noun": quantity.noun,
        "head": quantity.head,
        "who": speaker or header.source or header.title or passage.document,
        "speaker": speaker,
        "speaker_kind": "unknown" if said is None else said.speaker_kind,
        "role": "" if said is None else said.role,
        "confidence": quantity.confidence,
        "sentence": " ".join(own.split()),
        "marks": _marks(quantity, said, of_sentence),
        "repeats": (),
        "times": 1,
    }


def _marks(quantity: Quantity, said: Statement | None, of_sentence: Iterable[MarkKind]) -> tuple[MarkKind, ...]:
    """Why a figure does not stand as a fact: the marks of the figure, of its statement and of its sentence."""
    marked = {mark.kind for mark in (*quantity.marks, *(said.marks if said else ()))}
    return tuple(sorted(marked.union(of_sentence)))


# ---- repetitions ----------------------------------------------------------------------------------------------------


def _without_repetitions(drafts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One draft a distinct statement: the earliest published of those that repeat it in other documents, almost word for word."""
    same: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for draft in drafts:
        same[statement_key(draft)].append(draft)
    return [one for members in same.values() for one in (_distinct(members) if len(members) > 1 else members)]


def statement_key(draft: dict[str, Any]) -> tuple[Any, ...]:
    """What a figure and its repetition have in common but for the words around them."""
    names = fold_name(draft["speaker"])
    return (
        draft["low"],
        draft["high"],
        draft["modifier"],
        draft["unit"],
        noun_stem(draft["head"]),
        names,
        *draft["marks"],
    )


def _distinct(members: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The first of each set of repetitions, with the others' passages, and how often its own document has it."""
    kept: list[tuple[dict[str, Any], frozenset[tuple[str, str]], list[str]]] = []
    for draft in sorted(members, key=lambda draft: (str(draft["published"]), draft["passage"], draft["start"])):
        pairs = _word_pairs(draft["sentence"])
        for first, others, repeats in kept:
            if first["document"] == draft["document"]:
                elsewhere = draft["start"] - first["start"] >= len(first["sentence"])
                if _stated_again(first, draft) or (elsewhere and _alike(pairs, others, _VERBATIM)):
                    first["times"] += 1
                    if draft["passage"] != first["passage"]:
                        repeats.append(draft["passage"])
                    break
            elif _alike(pairs, others):
                repeats.append(draft["passage"])
                break
        else:
            kept.append(({**draft}, pairs, []))
    for draft, _, repeats in kept:
        yield {**draft, "repeats": tuple(dict.fromkeys(repeats))}


def _stated_again(first: dict[str, Any], draft: dict[str, Any]) -> bool:
    """Whether a figure of one document says what an earlier one of it did: the same things counted, for the same days."""
    nouns = [frozenset(str(one["noun"]).lower().split()) for one in (first, draft)]
    same_days = (first["first"], first["last"]) == (draft["first"], draft["last"])
    same_things = bool(first["head"]) and (nouns[0] <= nouns[1] or nouns[1] <= nouns[0])
    return same_days and same_things and (draft["high"] >= _BY_CHANCE or _one_story(first, draft))


def _one_story(first: dict[str, Any], draft: dict[str, Any]) -> bool:
    """Whether two sentences share words that are not in every story, beside what is counted: four were killed here, and four there."""
    shared = terms_in(first["sentence"]) & terms_in(draft["sentence"])
    return len(shared - common_terms() - terms_in(first["head"])) >= _SHARED_WORDS


def _word_pairs(sentence: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(_WORDS.findall(sentence.lower())))


def _alike(one: frozenset[Any], other: frozenset[Any], least: float = _ALIKE) -> bool:
    """Whether two sentences are near-duplicates: the Jaccard measure of their word pairs is at least `least`."""
    return bool(one) and len(one & other) >= least * len(one | other)


# ---- groups ---------------------------------------------------------------------------------------------------------


def _groups(drafts: Iterable[dict[str, Any]], request: ViewRequest) -> Iterator[FigureGroup]:
    """The groups, those of one question side by side: first what the query counts, then the largest."""
    members: dict[GroupKey, list[dict[str, Any]]] = defaultdict(list)
    for draft in drafts:
        members[group_key(draft["unit"], draft["head"], draft["modifier"])].append(draft)
    questions: dict[tuple[str, str, bool], list[GroupKey]] = defaultdict(list)
    for key in members:
        questions[key.unit, request.close.question(key.stem), key.change].append(key)
    asked = _asked_questions(request)

    def size(question: tuple[str, str, bool]) -> tuple[bool, int]:
        return question[1] not in asked, -sum(len(members[key]) for key in questions[question])

    ordinal = first_row = 1
    for question in sorted(questions, key=size):
        keys = sorted(questions[question], key=lambda key: -len(members[key]))
        nouns = ", ".join(_head(members[key]) for key in keys if key.stem)
        for key in keys:
            yield _group(key, members[key], nouns, ordinal, first_row)
            ordinal, first_row = ordinal + 1, first_row + len(members.pop(key))


def _asked_questions(request: ViewRequest) -> set[str]:
    """What the words of the query count, if anything is counted by them."""
    nouns = [leaf.text for leaf in leaves(request.node) if isinstance(leaf, Word | Noun)]
    return {request.close.question(noun_stem(noun)) for noun in nouns if noun_stem(noun)}


def _head(drafts: Sequence[dict[str, Any]]) -> str:
    """The head noun as it is mostly written."""
    return Counter(str(draft["head"]).lower() for draft in drafts).most_common(1)[0][0]


def _group(key: GroupKey, drafts: list[dict[str, Any]], question: str, ordinal: int, first_row: int) -> FigureGroup:
    """A group with its rows numbered, facts before others: the largest figure first, of equal ones the newest."""
    drafts.sort(key=lambda draft: (draft["document"], draft["start"]))
    drafts.sort(key=lambda draft: (str(draft["first"]), str(draft["published"])), reverse=True)
    drafts.sort(key=lambda draft: (not is_fact(draft["marks"]), -draft["high"], -draft["low"]))
    noun = _head(drafts) if key.stem else ""
    rows = _rows(drafts, ordinal, first_row)
    return FigureGroup(
        ordinal=ordinal,
        unit=key.unit,
        noun=noun,
        question=question,
        change=key.change,
        rows=tuple(row for row in rows if row.is_fact),
        apart=tuple(row for row in rows if not row.is_fact),
    )


def _rows(drafts: Sequence[dict[str, Any]], group: int, first_row: int) -> list[FigureRow]:
    """The drafts as rows of a group, numbered; each row keeps its draft."""
    for ordinal, draft in enumerate(drafts, first_row):
        draft["ordinal"], draft["group"] = ordinal, group
    return list(map(FigureRow.trusted, drafts))
