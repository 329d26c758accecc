"""The reader of the columnar engine: one snapshot of an index. Each method delegates to a part of one purpose."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from searchlib.analysis import Analyzer
from searchlib.array_types import Integers, Mask, Rows
from searchlib.engines.answers import Answer, Match, MentionKind, MentionRow, PassageRef, Rankings, Request, Speaker
from searchlib.engines.whoosh.columnar.answers.execution import Executor, Ranked
from searchlib.engines.whoosh.columnar.answers.pages import Pages
from searchlib.engines.whoosh.columnar.answers.references import PassageRow, row_of
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.answers.stored_passages import StoredPassages
from searchlib.engines.whoosh.columnar.evaluation import patterns
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import FIELDS, term_clause
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import Allowed, SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics, stored_parameters
from searchlib.engines.whoosh.columnar.segments.integrity import translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment, segments_of
from searchlib.engines.whoosh.columnar.store.commits import Snapshot, stored_roots
from searchlib.matching.deadline import OutOfTime, check, within
from searchlib.matching.stored import Stored
from searchlib.models import Document, Passage, Statement
from searchlib.query.nodes import Node, Nothing
from searchlib.query.options import SearchOptions

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.answers.speaker_index import SpeakerIndex
    from searchlib.engines.whoosh.columnar.speakers.linked import KeptSpeakers
    from searchlib.linking import Aliases

_MENTION_TABLES = (("statements", "statement"), ("dates", "date"), ("quantities", "quantity"))
Facets = Mapping[str, Sequence[tuple[str, int]]]


@translate_corruption
class ColumnarReader:
    """One snapshot of an index; `engines.contract.Reader` says what each method returns.

    `aliases` is what the user says about speakers: which are the same, and which are different. No part of it refers to the
    whole, so that a state that nobody reads any more is let go of at once: a server has a new one each second.
    """

    def __init__(
        self, snapshot: Snapshot, *, aliases: Aliases | None = None, kept: Callable[[], KeptSpeakers] | None = None
    ) -> None:
        """`kept` gives what readers of other states of the index have found out of its speakers."""
        self.snapshot = snapshot
        self.segments: list[Segment] = segments_of(snapshot)
        self._parameters = stored_parameters(snapshot.manifest)
        self.statistics = Statistics(self.segments, self._parameters)
        self._speaker_index = cache(partial(_speaker_index, self.segments, aliases, kept))
        speaker_rows = [partial(_speaker_rows, self._speaker_index, at) for at in range(len(self.segments))]
        self._executor = Executor(self.segments, self.statistics, speaker_rows)
        self._speaking = speaker_rows
        self._tuned_reader: ColumnarReader | None = None
        self._pages = Pages(self.segments)
        self._passages = StoredPassages(self.segments, speaker_rows)

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return self.segments

    @property
    def version(self) -> int:
        return self.snapshot.manifest.generation

    @property
    def analyzer(self) -> Analyzer:
        return self.statistics.analyzer

    @property
    def state(self) -> Mapping[str, Any]:
        return self.snapshot.manifest.state

    def roots(self) -> tuple[str, ...]:
        """See `engines.contract.Reader`; none of an index without a segment."""
        return stored_roots(self.state, self.segments[0].file.path.parent) if self.segments else ()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        mentions = Counter(dict.fromkeys((name for name, _ in _MENTION_TABLES), 0))
        for segment in self.segments:
            alive = segment.deletions.alive
            for name, table in _MENTION_TABLES:
                passages = segment.column(f"{table}_passage")
                mentions[name] += len(passages) if alive is None else int(alive[passages].sum())
        return {
            "documents": self.statistics.documents,
            "passages": self.statistics.passages,
            "words": self.statistics.tokens["text"],
            **mentions,
        }

    # --- searching ---------------------------------------------------------------------------------------------

    def search(self, request: Request) -> Answer:
        options = request.options
        if (options.k1, options.b) != (None, None):
            plain = replace(request, options=replace(options, k1=None, b=None))
            return self._tuned(options.k1, options.b).search(plain)
        with within(request.deadline):
            try:
                patterns.check_bounds(self.segments, request.node, FIELDS.__getitem__)
                answer = self._answer(request)
            except OutOfTime:
                return Answer((), None, None, complete=False)
        return self._explained(answer, request) if request.options.explain else answer

    def _answer(self, request: Request) -> Answer:
        options = request.options
        plans = self._executor.segment_plans(request.node, added_after=request.added_after)
        flat = self._executor.planner.flat(request.node)
        plan = "arrays" if flat is not None else "arrays, nested"
        by_score = options.sort == "score" and not options.reverse and not options.group and not options.collapse
        if by_score and flat is not None and flat.scored:
            return self._best(options, flat, plans, plan)
        matched, complete = self._executor.all(request.node, flat, plans)
        if not complete:  # what was found is ordered and shown, and no more time is spent
            with within(None):
                ordered = self._pages.ordered(request, plans, matched)
            return Answer(self._pages.uncollapsed_page(options, ordered), None, None, plan=plan, complete=False)
        ordered = self._pages.ordered(request, plans, matched)
        page, complete = self._pages.page_in_time(options, ordered)
        total = len(matched) if options.count else None
        counts = self._counts(options, flat, plans, matched) if complete else None
        if counts is None:
            return Answer(page, total, None, plan=plan, complete=False)
        total_all, facets = counts
        grouped = options.group and options.count
        documents = len(np.unique(self._pages.documents(matched))) if grouped else None
        return Answer(page, total, total_all, facets=facets, plan=plan, documents=documents)

    def _best(self, options: SearchOptions, flat: FlatPlan, plans: Sequence[SegmentPlan], plan: str) -> Answer:
        """The best of a flat plan by score, found without looking at all matches."""
        allowed: list[Allowed] = []
        wanted = min(options.offset + options.limit, self._executor.passages)
        top, complete = self._executor.best(flat, plans, wanted, allowed)
        matches = tuple(Match(row, score) for row, score in top[options.offset :])
        if not complete or not (options.count or options.facets):
            return Answer(matches, None, None, plan=plan, complete=complete)
        total = total_all = None
        try:
            if options.facets:
                matched = self._executor.matching(flat, plans, allowed)
                total = sum(map(len, matched)) if options.count else None
            elif options.count:
                total = self._executor.total(flat, plans, allowed)
            if options.count:
                total_all = self._executor.total(flat, plans, allowed, require_all=True)
            counts = self._facets(options, matched) if options.facets else {}
        except OutOfTime:
            return Answer(matches, None, None, plan=plan, complete=False)
        return Answer(matches, total, total_all, facets=counts, plan=plan)

    def _counts(
        self, options: SearchOptions, flat: FlatPlan | None, plans: Sequence[SegmentPlan], matched: Matched
    ) -> tuple[int | None, Facets] | None:
        """How many passages hold every word, and the facets; None when there is no time for them.

        A nested query says itself what it requires: how many hold every word is not counted.
        """
        try:
            counted = options.count and flat is not None and flat.scored
            total_all = self._executor.total(flat, plans, require_all=True) if flat is not None and counted else None
            return total_all, self._facets(options, matched.by_segment(len(plans))) if options.facets else {}
        except OutOfTime:
            return None

    def _facets(self, options: SearchOptions, matched: Sequence[Rows]) -> Facets:
        """The values of each facet among the passages of each segment that match. Raises OutOfTime."""
        from searchlib.engines.whoosh.columnar.answers import facets

        return {name: facets.counted(name, self.segments, matched, self._speakers) for name in options.facets}

    def _explained(self, answer: Answer, request: Request) -> Answer:
        """The answer with the parts of each score; without the hits that were not explained before the deadline."""
        from searchlib.engines.whoosh.columnar.answers.term_scores import TermScores

        planner = self._executor.planner
        scores = TermScores(request.node, planner.flat(request.node), planner, self.statistics)
        plans = self._executor.segment_plans(request.node)
        explained: list[Match] = []
        for match in answer.matches:
            if explained and request.deadline is not None and time.monotonic() > request.deadline:
                return replace(answer, matches=tuple(explained), complete=False)
            segment, row = row_of(match.ref)
            explained.append(match._replace(terms=scores.of(plans[segment], row)))
        return replace(answer, matches=tuple(explained))

    def rank(self, node: Node, k: int) -> Ranked:
        plans = self._executor.segment_plans(node)
        flat = self._executor.planner.flat(node)
        if flat is not None and flat.scored:
            return self._executor.best(flat, plans, k)[0]
        matched, _ = self._executor.all(node, flat, plans)
        request = Request(node, SearchOptions(limit=k))
        page = self._pages.page(request.options, self._pages.ordered(request, plans, matched))
        return [(row_of(match.ref), match.score) for match in page]

    def rank_many(
        self,
        parsed: Sequence[Callable[[], Node]],
        k: int,
        *,
        workers: int,
        k1: float | None = None,
        b: float | None = None,
    ) -> Rankings:
        from searchlib.engines.whoosh.columnar.answers.batches import rank_batches

        tuned = self._tuned(k1, b)
        if tuned is not self:
            return tuned.rank_many(parsed, k, workers=workers)
        passages, scores = rank_batches(self._executor, parsed, self.rank, k, workers)
        return Rankings(passages, scores, lambda number: self.passage_id(self._executor.numbered(number)))

    def _tuned(self, k1: float | None, b: float | None) -> ColumnarReader:
        """The same reader with other parameters of BM25 (None: its own); the last one asked for is kept."""
        given = {name: value for name, value in (("k1", k1), ("b", b)) if value is not None}
        parameters = self._parameters._replace(**given)
        if parameters == self._parameters:
            return self
        if self._tuned_reader is None or self._tuned_reader._parameters != parameters:  # noqa: SLF001 - of this class
            tuned, statistics = copy(self), Statistics(self.segments, parameters)
            executor = Executor(self.segments, statistics, self._speaking)
            tuned.__dict__.update(_parameters=parameters, statistics=statistics, _executor=executor, _tuned_reader=None)
            self._tuned_reader = tuned
        return self._tuned_reader

    def count_many(
        self, nodes: Sequence[Node], *, added_after: int | None = None, deadline: float | None = None
    ) -> list[int | None]:
        counts: list[int | None] = []
        with within(deadline), contextlib.suppress(OutOfTime):
            for node in nodes:
                check()
                patterns.check_bounds(self.segments, node, FIELDS.__getitem__)
                counts.append(self._executor.count(node, added_after=added_after))
        return counts + [None] * (len(nodes) - len(counts))

    def like(self, ref: PassageRef, k: int) -> Ranked:
        terms = self._significant_terms(row_of(ref))
        flat = FlatPlan(optional=[term_clause(self.statistics, (term,), "text", 1.0) for term in terms])
        top, _ = self._executor.best(flat, self._executor.segment_plans(Nothing()), k + 1)
        return [(row, score) for row, score in top if row != ref][:k]

    def significant_terms(self, ref: PassageRef) -> list[str]:
        from searchlib.engines.whoosh.columnar.answers.significant_terms import spelled

        return spelled(self._significant_terms(row_of(ref)), self._passages.passage(row_of(ref)).text, self.analyzer)

    def _significant_terms(self, ref: PassageRow) -> list[str]:
        from searchlib.engines.whoosh.columnar.answers.significant_terms import significant_terms

        return significant_terms(self.segments[ref.segment], ref.row, self.statistics)

    # --- stored passages and documents -------------------------------------------------------------------------

    def fetch(self, refs: Sequence[PassageRef]) -> list[Stored]:
        return [self._passages.stored(row_of(ref)) for ref in refs]

    def passage_id(self, ref: PassageRef) -> str:
        return self._passages.passage_id(row_of(ref))

    def find_passage(self, passage_id: str) -> PassageRow | None:
        return self._passages.find_passage(passage_id)

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        from searchlib.engines.whoosh.columnar.answers.mention_rows import mention_rows

        yield from mention_rows(self._passages, kind, None if where is None else self._matching(where))

    def _matching(self, node: Node) -> list[Mask]:
        """For each segment which passages match."""
        masks = [np.zeros(segment.passages, np.bool_) for segment in self.segments]
        plans = self._executor.segment_plans(node)
        matched, _ = self._executor.all(node, self._executor.planner.flat(node), plans)
        for ordinal, mask in enumerate(masks):
            mask[matched.passages[matched.segments == ordinal]] = True
        return masks

    def document(self, document_id: str) -> Document | None:
        return self._passages.document(document_id)

    def documents_at(self, path: str) -> list[str]:
        return self._passages.documents_at(path)

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        document = self._passages.find_document(document_id)
        rows = [] if document is None else self._passages.passages_of(document)
        return tuple(self._passages.passage(row) for row in rows)

    def statements_of(self, document_ids: Sequence[str]) -> Iterator[tuple[Statement, ...]]:
        for name in document_ids:
            document = self._passages.find_document(name)
            yield () if document is None else self._passages.statements_of(document)

    def document_ids(self) -> Iterator[str]:
        yield from self._passages.document_ids()

    # --- speakers and spelling ---------------------------------------------------------------------------------

    @property
    def _speakers(self) -> SpeakerIndex:
        return self._speaker_index()

    def speakers(self) -> Sequence[Speaker]:
        return self._speakers.table

    def warm(self) -> None:
        from searchlib.engines.whoosh.columnar.answers import facets

        self._speakers.warm()
        facets.warm(self.segments)

    def nearest_words(self, word: str, limit: int = 3) -> Sequence[str]:
        from searchlib.engines.whoosh.columnar.answers import spelling

        return spelling.nearest_words(self.segments, self.statistics, word, limit)

    def nearest_names(self, name: str, limit: int = 3) -> Sequence[str]:
        from searchlib.engines.whoosh.columnar.answers import spelling

        return spelling.nearest_names(self.segments, self.speakers(), name, limit)


def _speaker_index(
    segments: Sequence[Segment], aliases: Aliases | None, kept: Callable[[], KeptSpeakers] | None
) -> SpeakerIndex:
    """Which speakers of different documents are one: worked out when a speaker is first asked for."""
    from searchlib.engines.whoosh.columnar.answers.speaker_index import SpeakerIndex
    from searchlib.linking import NO_ALIASES

    return SpeakerIndex(segments, aliases or NO_ALIASES, kept and kept())


def _speaker_rows(speakers: Callable[[], SpeakerIndex], segment: int, name: str) -> Integers:
    """The statement rows of a segment whose speaker has this name, there or in a linked document."""
    return speakers().rows(segment, name)
