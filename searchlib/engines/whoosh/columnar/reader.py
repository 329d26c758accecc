"""Search over one snapshot of a columnar index: the plan carried out in every segment, the best put together."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis, ranking
from searchlib.engines.contract import (
    Answer,
    Match,
    Mention,
    MentionKind,
    MentionRow,
    PassageRef,
    Request,
    Speaker,
)
from searchlib.engines.whoosh.columnar.answers import sorting
from searchlib.engines.whoosh.columnar.answers.places import Place, place_of
from searchlib.engines.whoosh.columnar.answers.stored_text import StoredContext, StoredText
from searchlib.engines.whoosh.columnar.answers.term_scores import TermScores
from searchlib.engines.whoosh.columnar.evaluation import patterns
from searchlib.engines.whoosh.columnar.evaluation.function_words import grammar_terms
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import FIELDS, term_clause
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import Allowed, SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment, segments_of
from searchlib.engines.whoosh.columnar.segments.word_codes import Record
from searchlib.engines.whoosh.columnar.store.commits import Snapshot
from searchlib.matching import deadline as clock
from searchlib.matching.deadline import OutOfTime
from searchlib.matching.mentions import asked_confidences
from searchlib.matching.stored import Header, Stored
from searchlib.models import Document, Passage, Statement
from searchlib.near_duplicates import Groups
from searchlib.query.nodes import Node, Nothing
from searchlib.query.options import SearchOptions
from searchlib.ranking.postings import NO_TOP, Top, merge_top

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.answers.speaker_index import Linked
    from searchlib.linking import Aliases

_LIKE_TERMS = 25
"""The rarest words of a passage that more-like-this asks for."""

_MOST_DIGITS = 12
"""Digits of a passage's ordinal: Python refuses to read thousands of them."""

_MOST_RECENT = 64
"""Passages kept as they were decoded: a hit's passage is asked for to mark it, to show it and to explain it."""


@translate_corruption
class Searcher:
    """One snapshot of an index, ready to be asked; see `engines.base.Reader` for what each method answers.

    `aliases` is what the user says of speakers: which are one, and which are not.
    """

    def __init__(self, snapshot: Snapshot, *, aliases: Aliases | None = None) -> None:
        self.snapshot = snapshot
        self.segments: list[Segment] = segments_of(snapshot)
        self.statistics = Statistics(self.segments)
        self._aliases = aliases
        self.planner = Planner(self.segments, self.statistics)
        self._recent: dict[Place, tuple[Passage, Record]] = {}
        self._bases = np.cumsum([0, *[segment.passages for segment in self.segments]])[:-1].tolist()

    @cached_property
    def linked(self) -> Linked:
        """Which speakers of different documents are one: worked out when a speaker is first asked for."""
        from searchlib.engines.whoosh.columnar.answers.speaker_index import Linked
        from searchlib.linking import NO_ALIASES

        return Linked(self.segments, self._aliases or NO_ALIASES)

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return self.segments

    @property
    def version(self) -> int:
        return self.snapshot.manifest.generation

    @property
    def state(self) -> Mapping[str, Any]:
        return self.snapshot.manifest.state

    @cached_property
    def counts(self) -> Mapping[str, int]:
        words = Counter[str]()
        for segment in self.segments:
            alive = segment.deletions.alive
            for name, table in (("statements", "statement"), ("dates", "date"), ("quantities", "quantity")):
                of = segment.column(f"{table}_passage")
                words[name] += len(of) if alive is None else int(alive[of].sum())
        return {
            "documents": self.statistics.documents,
            "passages": self.statistics.passages,
            "words": self.statistics.tokens["text"],
            **words,
        }

    # --- searching ---------------------------------------------------------------------------------------------

    def plans(self, node: Node, *, added_after: int | None = None) -> list[SegmentPlan]:
        """The query's plan in each segment."""
        confidences = asked_confidences(node)
        if confidences is None and added_after is None:
            return self._plain
        return self._plans(confidences, added_after)

    @cached_property
    def _plain(self) -> list[SegmentPlan]:
        """The plans of a query that asks nothing of confidence or of when a document came, as hardly any does."""
        return self._plans(None, None)

    def _plans(self, confidences: frozenset[str] | None, added_after: int | None) -> list[SegmentPlan]:
        return [
            SegmentPlan(
                segment,
                self.statistics,
                self.planner,
                confidences=confidences,
                speaking=self._speaking_in[number],
                added_after=added_after,
            )
            for number, segment in enumerate(self.segments)
        ]

    def search(self, request: Request) -> Answer:
        answer = self._search(request)
        return self._with_terms(answer, request) if request.options.explain else answer

    def _with_terms(self, answer: Answer, request: Request) -> Answer:
        """The answer with the parts of each score; cut behind the first hit that is reached after the deadline."""
        node, deadline = request.node, request.deadline
        scores = TermScores(node, self.planner.flat(node), self.planner, self.statistics)
        plans = self.plans(node)
        explained: list[Match] = []
        for match in answer.matches:
            if explained and deadline is not None and time.monotonic() > deadline:
                return replace(answer, matches=tuple(explained), complete=False)
            place = place_of(match.ref)
            explained.append(match._replace(terms=scores.of(plans[place.segment], place.number)))
        return replace(answer, matches=tuple(explained))

    def _search(self, request: Request) -> Answer:
        with clock.within(request.deadline):
            try:
                patterns.check_bounds(self.segments, request.node, FIELDS.__getitem__)
                return self._answer(request)
            except OutOfTime:
                return Answer((), None, None, complete=False)

    def _answer(self, request: Request) -> Answer:
        plans = self.plans(request.node, added_after=request.added_after)
        flat = self.planner.flat(request.node)
        plan = "arrays" if flat is not None else "arrays, nested"
        asked = request.options
        simple = asked.sort == "score" and not asked.reverse and not asked.group and not asked.collapse
        if simple and flat is not None and flat.scored and not asked.facets:
            return self._quickly(request, flat, plans, plan)
        matched, complete = self._all(request.node, flat, plans)
        if not complete:  # what was found is ordered and shown, and no more time is spent
            with clock.within(None):
                ordered = self._ordered(request, plans, matched)
                plain = _uncollapsed(request)
                return Answer(tuple(self._page(plain, ordered)), None, None, plan=plan, complete=False)
        ordered = self._ordered(request, plans, matched)
        page, complete = self._page_in_time(request, ordered)
        counts = self._counts(request, flat, plans, matched) if complete else None
        if counts is None:
            return Answer(page, len(matched) if request.options.count else None, None, plan=plan, complete=False)
        total_all, found = counts
        documents = (
            len(np.unique(self._document_keys(matched))) if request.options.group and request.options.count else None
        )
        total = len(matched) if request.options.count else None
        return Answer(page, total, total_all, facets=found, plan=plan, documents=documents)

    def _quickly(self, request: Request, flat: FlatPlan, plans: Sequence[SegmentPlan], plan: str) -> Answer:
        """The best of a flat plan by score, without looking at all that matches."""
        wanted = min(request.options.offset + request.options.limit, sum(segment.passages for segment in self.segments))
        allowed: list[Allowed] = []
        top, complete = self._top(flat, plans, allowed, wanted)
        matches = tuple(Match(place, score) for place, score in top[request.options.offset :])
        if not complete or not request.options.count:
            return Answer(matches, None, None, plan=plan, complete=complete)
        try:
            total = self._total(flat, plans, allowed)
            return Answer(matches, total, self._total(flat, plans, allowed, require_all=True), plan=plan)
        except OutOfTime:
            return Answer(matches, None, None, plan=plan, complete=False)

    def _page_in_time(self, request: Request, ordered: sorting.Matched) -> tuple[tuple[Match, ...], bool]:
        """The page, and True; unfolded, and False, when there is no time to fold it."""
        try:
            return tuple(self._page(request, ordered)), True
        except OutOfTime:
            with clock.within(None):
                return tuple(self._page(_uncollapsed(request), ordered)), False

    def _counts(
        self, request: Request, flat: FlatPlan | None, plans: Sequence[SegmentPlan], matched: sorting.Matched
    ) -> tuple[int | None, dict[str, Sequence[tuple[str, int]]]] | None:
        """How many passages hold every word, and the facets; None when there is no time for them."""
        try:
            total_all = self._every(flat, plans) if request.options.count else None
            from searchlib.engines.whoosh.columnar.answers import facets

            return total_all, {
                name: facets.counted(name, plans, matched, self.linked) for name in request.options.facets
            }
        except OutOfTime:
            return None

    def rank(self, node: Node, k: int) -> list[tuple[Place, float]]:
        """The best `k` passages of a query and their scores, nothing else: what benchmarks run."""
        plans = self.plans(node)
        flat = self.planner.flat(node)
        if flat is not None and flat.scored:
            return self._top(flat, plans, [], k)[0]
        matched, _ = self._all(node, flat, plans)
        ordered = self._ordered(Request(node), plans, matched)
        return [(place_of(ref), score) for ref, score, *_ in self._page(Request(node, SearchOptions(limit=k)), ordered)]

    def like(self, ref: PassageRef, k: int) -> list[tuple[Place, float]]:
        place = place_of(ref)
        telling = self._telling(place)
        flat = FlatPlan(optional=[term_clause(self.statistics, (term,), "text", 1.0) for term in telling])
        plans = self.plans(Nothing())
        top, _ = self._top(flat, plans, [], k + 1)
        return [(found, score) for found, score in top if found != place][:k]

    def significant_terms(self, ref: PassageRef) -> list[str]:
        place = place_of(ref)
        text = self.passage(place).text
        tokens = analysis.analyze(text)
        spelled: dict[str, str] = {}
        for term, start, end in zip(tokens.terms, tokens.starts, tokens.ends, strict=True):
            spelled.setdefault(term, text[start:end])
        return [spelled[term] for term in self._telling(place) if term in spelled]

    def _telling(self, place: Place) -> list[str]:
        """The rarest terms of a passage, the rarest first; words of grammar tell nothing, however rare they are here."""
        segment = self.segments[place.segment]
        grammar = grammar_terms()
        first, last = segment.dictionary.fields["text"]
        weighed = []
        for number in segment.records.word_terms(place.number).tolist():
            if first <= number < last:
                term = segment.dictionary.term(number).decode("utf-8", "replace")
                if term not in grammar:
                    weighed.append((self.statistics.idf("text", term), term))
        return [term for _, term in sorted(weighed, reverse=True)[:_LIKE_TERMS]]

    def passage_id(self, ref: PassageRef) -> str:
        place = place_of(ref)
        segment = self.segments[place.segment]
        document = segment.passage_document.item(place.number)
        ordinal = place.number - segment.document_passages.item(document)
        return f"{self._document_id(place.segment, document)}#{ordinal}"

    @cached_property
    def _document_id(self) -> Any:
        @lru_cache(maxsize=1 << 16)
        def name(segment: int, document: int) -> str:
            return str(self.segments[segment].records.header(document)["id"])

        return name

    def count_many(
        self, nodes: Sequence[Node], *, added_after: int | None = None, deadline: float | None = None
    ) -> list[int | None]:
        counts: list[int | None] = []
        with clock.within(deadline), contextlib.suppress(OutOfTime):
            for node in nodes:
                clock.check()
                patterns.check_bounds(self.segments, node, FIELDS.__getitem__)
                counts.append(self._count(node, added_after))
        return counts + [None] * (len(nodes) - len(counts))

    def _count(self, node: Node, added_after: int | None) -> int:
        plans = self.plans(node, added_after=added_after)
        flat = self.planner.flat(node)
        if flat is not None and flat.scored:
            return self._total(flat, plans, [each.allowed(flat) for each in plans])
        matched, complete = self._all(node, flat, plans)
        if not complete:
            raise OutOfTime
        return len(matched)

    def _speaking(self, segment: int, name: str) -> NDArray[np.integer[Any]]:
        """The statement rows of a segment whose speaker has this name, there or in a linked document."""
        return self.linked.rows(segment, name)

    def _top(
        self, flat: FlatPlan, plans: Sequence[SegmentPlan], allowed: list[Allowed], k: int
    ) -> tuple[list[tuple[Place, float]], bool]:
        """The best `k` of a flat plan, segment after segment, each told the score to beat; False when time ran out.

        `allowed` is filled with each segment's allowed passages.
        """
        parts: list[Top] = []
        bases: list[int] = []
        best = NO_TOP
        try:
            for number, each in enumerate(plans):
                clock.check()
                allowed.append(each.allowed(flat))
                if k <= 0:
                    continue
                floor = float(best.scores[-1]) if len(best.scores) >= k else -1.0
                top = each.best(flat, k, allowed[-1], floor)
                if top is None:
                    continue
                parts.append(top)
                bases.append(self._bases[number])
                best = merge_top(parts, bases, k)
        except OutOfTime:
            return self._placed(best), False
        return self._placed(best), True

    def _placed(self, top: Top) -> list[tuple[Place, float]]:
        if len(self.segments) == 1:
            rows = zip(top.documents.tolist(), top.scores.tolist(), strict=True)
            return [(Place(0, document), score) for document, score in rows]
        numbers = np.searchsorted(self._bases, top.documents, side="right") - 1
        return [
            (Place(segment, document - self._bases[segment]), score)
            for segment, document, score in zip(
                numbers.tolist(), top.documents.tolist(), top.scores.tolist(), strict=True
            )
        ]

    def _total(
        self,
        flat: FlatPlan,
        plans: Sequence[SegmentPlan],
        allowed: Sequence[Allowed],
        *,
        require_all: bool = False,
    ) -> int:
        total = 0
        for each, left in zip(plans, allowed, strict=True):
            clock.check()
            terms = each.terms(flat, require_all=require_all)
            if terms is not None:
                total += ranking.variant().count(each.ranked, terms, allowed=left.mask)
        return total

    def _every(self, flat: FlatPlan | None, plans: Sequence[SegmentPlan]) -> int | None:
        """How many passages hold every word; for a nested query, which says itself what it requires, all matches."""
        if flat is None or not flat.scored:
            return None
        return self._total(flat, plans, [each.allowed(flat) for each in plans], require_all=True)

    def _all(self, node: Node, flat: FlatPlan | None, plans: Sequence[SegmentPlan]) -> tuple[sorting.Matched, bool]:
        """Every match with its score, in no order; False when time ran out before all segments were asked."""
        segments, passages, scores = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        complete = True
        try:
            for number, each in enumerate(plans):
                clock.check()
                found, values = self._matches(node, flat, each)
                segments.append(np.full(len(found), number, np.int64))
                passages.append(found.astype(np.int64))
                scores.append(values)
        except OutOfTime:
            complete = False
        return sorting.Matched(np.concatenate(segments), np.concatenate(passages), np.concatenate(scores)), complete

    def _matches(
        self, node: Node, flat: FlatPlan | None, plan: SegmentPlan
    ) -> tuple[NDArray[np.integer[Any]], NDArray[np.float64]]:
        size = plan.segment.passages
        if flat is not None:
            allowed = plan.allowed(flat).mask
            terms = plan.terms(flat) if flat.scored else None
            if terms is not None:
                top = ranking.variant().rank(plan.ranked, terms, size, allowed=allowed)
                return top.documents, top.scores
            if flat.scored:
                return np.empty(0, np.int64), np.empty(0)
            for clause in flat.excluded:  # words excluded and none asked for
                barred = plan.nested().holding(clause)
                allowed = ~barred if allowed is None else allowed & ~barred
            if not (flat.filters or flat.excluded_filters or flat.excluded):
                return np.empty(0, np.int64), np.empty(0)
            found = np.arange(size) if allowed is None else np.flatnonzero(allowed)
            return found, np.zeros(len(found))
        held = plan.nested().matches(node)
        mask = held.mask & held.counts_alone
        if plan.living is not None:
            mask &= plan.living
        found = np.flatnonzero(mask)
        return found, np.zeros(len(found)) if held.scores is None else held.scores[found]

    # --- order -------------------------------------------------------------------------------------------------

    def _ordered(self, request: Request, plans: Sequence[SegmentPlan], matched: sorting.Matched) -> sorting.Matched:
        """The matches in the order asked for; without any score, newest publication first."""
        if not len(matched):
            return matched
        sort = request.options.sort
        if sort == "score" and matched.scores.any():
            return sorting.sorted_by(matched, matched.scores, ascending=request.options.reverse)
        keys = np.empty(len(matched))
        for number, plan in enumerate(plans):
            own = np.flatnonzero(matched.segments == number)
            if len(own):
                keys[own] = self._keys(sort, request.node, plan, matched.passages[own])
        ascending = (sort == "date") != request.options.reverse
        return sorting.sorted_by(matched, keys, ascending=ascending)

    def _keys(self, sort: str, node: Node, plan: SegmentPlan, passages: NDArray[np.int64]) -> NDArray[np.float64]:
        if sort in ("score", "published"):
            return sorting.published_keys(plan, passages)
        keys = sorting.date_keys if sort == "date" else sorting.number_keys
        return keys(plan, passages, node)

    def _page(self, request: Request, ordered: sorting.Matched) -> Iterator[Match]:
        """The page asked for; pages count what is shown, so groups and not the passages under them."""
        wanted = (
            len(ordered) if request.options.group else min(request.options.offset + request.options.limit, len(ordered))
        )
        if request.options.collapse:
            heads, duplicates = sorting.collapsed(self._prints(ordered), self._groups, wanted)
        else:
            heads, duplicates = np.arange(wanted), {}
        also = np.zeros(len(heads), np.int64)
        if request.options.group == "document":
            firsts, group = sorting.grouped(self._document_keys(ordered)[heads])
            also = np.bincount(group, minlength=len(firsts)) - 1
            heads = heads[firsts]
        cut = slice(request.options.offset, request.options.offset + request.options.limit)
        for at, more in zip(heads[cut].tolist(), also[cut].tolist(), strict=True):
            under = tuple(self._place_of(ordered, other) for other in duplicates.get(at, ()))
            yield Match(self._place_of(ordered, at), float(ordered.scores[at]), under, more)

    @staticmethod
    def _place_of(ordered: sorting.Matched, at: int) -> Place:
        return Place(int(ordered.segments[at]), int(ordered.passages[at]))

    @cached_property
    def _groups(self) -> Groups:
        """The groups of near-duplicates among all living passages."""
        prints = [segment.column("passage_fingerprint") for segment in self.segments]
        living = [
            own if segment.deletions.alive is None else own[segment.deletions.alive]
            for own, segment in zip(prints, self.segments, strict=True)
        ]
        return Groups(np.concatenate([np.empty(0, np.uint64), *living]))

    def _prints(self, ordered: sorting.Matched) -> NDArray[np.uint64]:
        prints = np.zeros(len(ordered), np.uint64)
        for number, segment in enumerate(self.segments):
            own = ordered.segments == number
            prints[own] = segment.column("passage_fingerprint")[ordered.passages[own]]
        return prints

    def _document_keys(self, ordered: sorting.Matched) -> NDArray[np.int64]:
        keys = np.empty(len(ordered), np.int64)
        base = 0
        for number, segment in enumerate(self.segments):
            own = ordered.segments == number
            keys[own] = segment.column("passage_document")[ordered.passages[own]].astype(np.int64) + base
            base += segment.documents
        return keys

    # --- stored ------------------------------------------------------------------------------------------------

    def passage(self, place: Place) -> Passage:
        return self._worded(place)[0]

    def _worded(self, place: Place) -> tuple[Passage, Record]:
        """The passage, and its text in words."""
        found = self._recent.get(place)
        if found is None:
            if len(self._recent) >= _MOST_RECENT:
                self._recent.clear()
            found = self._recent[place] = self.segments[place.segment].records.passage_with_words(place.number)
        return found

    def fetch(self, refs: Sequence[PassageRef]) -> list[Stored]:
        return [self._stored(place) for place in cast("Sequence[Place]", refs)]

    def _stored(self, place: Place) -> Stored:
        passage, words = self._worded(place)
        segment = self.segments[place.segment]
        text = StoredText(passage, words, segment, place.number)
        context = StoredContext(
            segment, place.number, self._speaking_in[place.segment], partial(self._neighbours, place, passage)
        )
        return Stored(place, passage, self.header(place), text, context)

    def _neighbours(self, place: Place, passage: Passage) -> list[Stored]:
        """The other passages of the document that hold a statement of this one: those around it, without a gap."""
        numbers = {said.number for said in passage.statements}
        first = place.number - passage.ordinal
        after = first + len(self.segments[place.segment].passages_of(self._document_row(place)))
        found: list[Stored] = []
        for rows in (range(place.number - 1, first - 1, -1), range(place.number + 1, after)):
            for row in rows:
                other = self._stored(Place(place.segment, row))
                if numbers.isdisjoint(said.number for said in other.passage.statements):
                    break
                found.append(other)
        return found

    def _document_row(self, place: Place) -> NDArray[np.integer[Any]]:
        return self.segments[place.segment].passage_document[place.number : place.number + 1]

    @cached_property
    def _speaking_in(self) -> list[SpeakerRows]:
        return [partial(self._speaking, number) for number in range(len(self.segments))]

    def header(self, place: Place) -> Header:
        found: Header = self._header(place.segment, self.segments[place.segment].passage_document.item(place.number))
        return found

    @cached_property
    def _header(self) -> Any:
        @lru_cache(maxsize=256)
        def header(segment: int, document: int) -> Header:
            known = self.segments[segment].records.header(document)
            return Header(
                known.get("title", ""),
                known.get("published"),
                known.get("published_from", "unknown"),
                known.get("source", ""),
                known.get("url", ""),
                known.get("path", ""),
            )

        return header

    def document(self, document_id: str) -> Document | None:
        found = self._document_place(document_id)
        return None if found is None else self.segments[found.segment].records.document(found.number)

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        found = self._document_place(document_id)
        if found is None:
            return ()
        segment = self.segments[found.segment]
        return tuple(segment.records.passage(int(number)) for number in segment.passages_of(np.array([found.number])))

    def find_passage(self, passage_id: str) -> Place | None:
        document_id, _, ordinal = passage_id.rpartition("#")
        found = self._document_place(document_id)
        if found is None or not ordinal.isdecimal() or len(ordinal) > _MOST_DIGITS:
            return None
        passages = self.segments[found.segment].passages_of(np.array([found.number]))
        return Place(found.segment, int(passages[int(ordinal)])) if int(ordinal) < len(passages) else None

    def _document_place(self, document_id: str) -> Place | None:
        for number, segment in enumerate(self.segments):
            term = segment.dictionary.find("doc", document_id)
            rows = [] if term < 0 else segment.checked(segment.dictionary.rows(term), segment.documents).tolist()
            for row in rows:
                if segment.deletions.alive_documents[row]:
                    return Place(number, row)
        return None

    def document_ids(self) -> Iterator[str]:
        for segment in self.segments:
            for term, text in segment.dictionary.terms("doc"):
                if segment.deletions.alive_documents[
                    segment.checked(segment.dictionary.rows(term), segment.documents)
                ].any():
                    yield text.decode("utf-8", "replace")

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        matching = None if where is None else self._matching(where)
        for document_id in self.document_ids():
            place = self._document_place(document_id)
            if place is None:
                continue
            segment = self.segments[place.segment]
            passages = segment.passages_of(np.array([place.number])).tolist()
            if matching is not None:
                passages = [number for number in passages if matching[place.segment][number]]
            yield from self._mentions_of(kind, [Place(place.segment, number) for number in passages])

    def _matching(self, node: Node) -> list[NDArray[np.bool_]]:
        """For each segment which passages match."""
        masks = [np.zeros(segment.passages, np.bool_) for segment in self.segments]
        matched, _ = self._all(node, self.planner.flat(node), self.plans(node))
        for number, mask in enumerate(masks):
            mask[matched.passages[matched.segments == number]] = True
        return masks

    def _mentions_of(self, kind: MentionKind, places: Sequence[Place]) -> Iterator[MentionRow]:
        """The mentions in these passages of one document; a statement of two passages once."""
        met: set[int] = set()
        for place in places:
            passage, header = self.passage(place), self.header(place)
            statements = {said.number: said for said in passage.statements}
            tables: dict[MentionKind, Sequence[Mention]] = {
                "statement": passage.statements,
                "date": passage.dates,
                "quantity": passage.quantities,
            }
            for mention in tables[kind]:
                within = None
                if isinstance(mention, Statement):
                    if mention.number in met:
                        continue
                    met.add(mention.number)
                elif mention.statement is not None:
                    within = statements.get(mention.statement)
                first, last = (max(0, end - passage.start) for end in (mention.start, mention.end))
                yield MentionRow(passage.id, mention, passage.text[first:last], within, header)

    # --- names and words ---------------------------------------------------------------------------------------

    def speakers(self) -> Sequence[Speaker]:
        return self.linked.table

    def nearest_words(self, word: str, limit: int = 3) -> Sequence[str]:
        from searchlib.engines.whoosh.columnar.answers import spelling

        return spelling.nearest_words(self, word, limit)

    def nearest_names(self, name: str, limit: int = 3) -> Sequence[str]:
        from searchlib.engines.whoosh.columnar.answers import spelling

        return spelling.nearest_names(self, name, limit)


def _uncollapsed(request: Request) -> Request:
    """The request, near-duplicates shown one by one: for want of time."""
    return replace(request, options=replace(request.options, collapse=False))
