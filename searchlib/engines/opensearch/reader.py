"""The reader: one snapshot of an index on the cluster. Each method delegates to a part of one purpose."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any, Final

from searchlib.analysis import Analyzer
from searchlib.engines.answers import Answer, Match, MentionKind, MentionRow, PassageRef, Rankings, Request, Speaker
from searchlib.engines.contract import Reader
from searchlib.engines.opensearch.answers import facets, sorting, spelling
from searchlib.engines.opensearch.answers.batches import ranked_together
from searchlib.engines.opensearch.answers.mention_rows import mention_rows
from searchlib.engines.opensearch.answers.pages import SCORED_HERE, Asked, Pages, SortedHere
from searchlib.engines.opensearch.answers.sorting import by_field, by_score
from searchlib.engines.opensearch.answers.speakers import Speakers
from searchlib.engines.opensearch.answers.stored_passages import Ref, StoredPassages, ref_of
from searchlib.engines.opensearch.answers.term_scores import ClauseScores, TermScores, total
from searchlib.engines.opensearch.cluster.answers_read import strange_answers_told
from searchlib.engines.opensearch.cluster.snapshot import Snapshot, Totals
from searchlib.engines.opensearch.documents.converting import read_extra_value
from searchlib.engines.opensearch.documents.mapping import MOST_TERMS
from searchlib.engines.opensearch.queries import words
from searchlib.engines.opensearch.queries.conditions import NONE, Query, within
from searchlib.engines.opensearch.queries.filters import Filters
from searchlib.engines.opensearch.queries.matching import PASSAGE, Matching
from searchlib.engines.opensearch.queries.scored import Ranked, Scoring
from searchlib.engines.opensearch.queries.statistics import Statistics
from searchlib.engines.opensearch.queries.weights import Weights
from searchlib.errors import LimitError, NotSupported
from searchlib.files.stored_paths import StoredPaths
from searchlib.linking import NO_ALIASES, Aliases
from searchlib.matching.deadline import OutOfTime, check
from searchlib.matching.deadline import within as within_time
from searchlib.matching.extra_values import agrees
from searchlib.matching.mentions import asked_confidences
from searchlib.matching.stored import Stored
from searchlib.models import Document, Passage, Statement
from searchlib.query.nodes import And, Clauses, ExtraValue, Filter, Node, Not, Nothing, Or, Scored, Word, is_scored
from searchlib.query.options import SearchOptions
from searchlib.ranking.parameters import parameters_of

_PLAN: Final = "cluster"
_NATIVE: Final = "cluster, its own ranking"
_BOUNDED: Final = "cluster, the best counted again"
_COUNTED: Final = ("documents", "passages", "words", "statements", "dates", "quantities")


@strange_answers_told
class ClusterReader(Reader):
    """One snapshot; `engines.contract.Reader` says what each method returns.

    `aliases` is what the user says about speakers: which are the same, and which are different.
    """

    def __init__(self, snapshot: Snapshot, *, aliases: Aliases | None = None) -> None:
        self._snapshot = snapshot
        self._statistics = Statistics(snapshot, parameters_of(snapshot.state.kept))
        self._weights = Weights(self._statistics)
        self._speakers = Speakers(snapshot, aliases or NO_ALIASES)
        self._passages = StoredPassages(snapshot, self._speakers)
        self._pages = Pages(snapshot, self._passages)

    @property
    def version(self) -> int:
        return self._snapshot.version

    @property
    def native(self) -> bool:
        """Whether the cluster ranks by its own scores, which are approximate."""
        return self._snapshot.state.native

    @property
    def state(self) -> Mapping[str, Any]:
        return self._snapshot.state.kept

    @property
    def analyzer(self) -> Analyzer:
        return self._statistics.analyzer

    def roots(self) -> list[str]:
        return list(map(StoredPaths(None).decode, super().roots()))

    @property
    def counts(self) -> Mapping[str, int]:
        return {name: self._statistics.totals[name] for name in _COUNTED}

    # --- queries -----------------------------------------------------------------------------------------------

    def _filters(self, node: Node) -> Filters:
        return Filters(asked_confidences(node), self._speakers.voices, self._extra_values, self.analyzer)

    def _matching(self, node: Node) -> Matching:
        words.check_bounds(node, self.analyzer)
        return Matching(self._filters(node))

    def _extra_values(self, leaf: ExtraValue) -> Collection[str]:
        """The values of a column, as the index keeps them, that agree with what is asked. Raises LimitError."""
        answer = self._snapshot.search({"size": 0, "query": PASSAGE, "aggs": {"values": facets.of_column(leaf.name)}})
        values = answer["aggregations"]["values"]
        found = [one["key"] for one in values["buckets"] if agrees(leaf, read_extra_value(one["key"]))]
        if values["sum_other_doc_count"] or len(found) > MOST_TERMS:
            raise LimitError(f"The column {leaf.name!r} has more than {facets.MOST_VALUES:,} values.")
        return found

    def _passing(self, query: Query, added_after: int | None) -> Query:
        """Of these matches only those of documents that a later version first held."""
        if added_after is None or query == NONE:
            return query
        return {"bool": {"must": [query], "filter": [within("added", gt=added_after)]}}

    def _ranked(self, node: Node) -> Ranked:
        """The query that ranks. Patterns are counted by the cluster unless they stand for too many words for it."""
        self._weights.count(node)
        return self._scoring(node).ranked(node)

    def _scoring(self, node: Node, *, counted_patterns: bool = True) -> Scoring:
        return Scoring(self._matching(node), self._weights, counted_patterns=counted_patterns, native=self.native)

    # --- searching ---------------------------------------------------------------------------------------------

    def search(self, request: Request) -> Answer:
        options = request.options
        if (options.k1, options.b) != (None, None):
            plain = replace(request, options=replace(options, k1=None, b=None))
            return self._tuned(options.k1, options.b).search(plain)
        with within_time(request.deadline):
            try:
                return self._answer(request)
            except OutOfTime:
                return Answer((), None, None, complete=False)

    def _answer(self, request: Request) -> Answer:
        node, options = request.node, request.options
        matching = self._matching(node)
        found = self._passing(matching.passages(node), request.added_after)
        if found == NONE:
            total = 0 if options.count else None
            counts = facets.counted(options.facets, found, self._snapshot, self._speakers)
            return Answer((), total, None, facets=counts, plan=_PLAN)
        totals = self._totals(node, found, request.added_after) if options.count else None
        matches, plan = self._ordered(request, found, totals)
        total, total_all = (None, None) if totals is None else totals.of(self._snapshot)
        if totals is not None and _with_every_word(node, self.analyzer) == node:
            total_all = total
        if is_scored(node) and (options.explain or options.sort != "score" or options.group or options.collapse):
            matches = self._scored(node, matches, explain=options.explain)
        counts = facets.counted(options.facets, found, self._snapshot, self._speakers)
        documents = self._documents(found) if options.group and options.count else None
        return Answer(tuple(matches), total, total_all, facets=counts, plan=plan, documents=documents)

    def _ordered(self, request: Request, found: Query, totals: Totals | None) -> tuple[list[Match], str]:
        """The page asked for, and how it was made; `totals` are counted in the same request."""
        node, options = request.node, request.options
        if not options.limit:
            return [], _PLAN
        if options.sort == "score" and is_scored(node):
            try:
                ranked = self._ranked(node)
                return self._best(ranked, node, request, totals)
            except LimitError:  # too many words of patterns for the cluster to count
                ranked = self._scoring(node, counted_patterns=False).ranked(node)
                return self._best(ranked, node, request, totals)
        name = "published" if options.sort == "score" else options.sort
        if sorting.asks_inside_said(name, node):
            ascending = sorting.is_ascending(name, reverse=options.reverse)
            value = partial(sorting.value_inside_said, name, node)
            asked = Asked(found, sorting.by_place(), totals=totals, sorted_here=SortedHere(name, value, ascending))
            return self._pages.page(asked, options), _PLAN
        sort = by_field(name, node, self._filters(node), reverse=options.reverse)
        return self._pages.page(Asked(found, sort, totals=totals), options), _PLAN

    def _best(self, ranked: Ranked, node: Node, request: Request, totals: Totals | None) -> tuple[list[Match], str]:
        query = self._passing(ranked.query, request.added_after)
        if query == NONE:
            return [], _PLAN
        sort = by_score(reverse=request.options.reverse)
        scores = None if self.native else TermScores(node, self._weights)
        asked = Asked(query, sort, scores, ranked.bounds, totals)
        plan = _NATIVE if self.native else _BOUNDED if ranked.bounds else _PLAN
        return self._pages.page(asked, request.options), plan

    def _scored(self, node: Node, matches: Sequence[Match], *, explain: bool) -> list[Match]:
        """Matches with their exact scores, and the parts of these; of a page beyond all measure as they are. Scores that the
        cluster gave by its own ranking stay.
        """
        if len(matches) > SCORED_HERE:
            return list(matches)
        self._weights.count(node)
        scores = TermScores(node, self._weights)
        stored = self._passages.fetch([match.ref for match in matches])
        parts = [scores.of(one) for one in stored]
        return [
            match._replace(score=match.score if self.native else total(terms), terms=terms if explain else ())
            for match, terms in zip(matches, parts, strict=True)
        ]

    def _totals(self, node: Node, found: Query, added_after: int | None) -> Totals:
        """How many passages match, and how many of them hold every word; that is None where the query says itself what it
        requires.
        """
        every_word = _with_every_word(node, self.analyzer)
        if every_word is None or every_word == node:
            return Totals(found, None)
        return Totals(found, self._passing(self._matching(every_word).passages(every_word), added_after))

    def _documents(self, found: Query) -> int:
        """How many documents have a match."""
        source = {"document": {"terms": {"field": "document"}}}
        documents = 0
        after: dict[str, Any] = {}
        while True:
            check()
            asked = {"composite": {"size": 10_000, "sources": [source], **after}}
            answer = self._snapshot.search({"size": 0, "query": found, "aggs": {"documents": asked}})
            counted = answer["aggregations"]["documents"]
            documents += len(counted["buckets"])
            if "after_key" not in counted:
                return documents
            after = {"after": counted["after_key"]}

    def rank(self, node: Node, k: int) -> list[tuple[PassageRef, float]]:
        matches = self.search(Request(node, SearchOptions(limit=k, count=False))).matches
        return [(match.ref, match.score) for match in matches]

    def rank_many(
        self,
        parsed: Sequence[Callable[[], Node]],
        k: int,
        *,
        workers: int,
        k1: float | None = None,
        b: float | None = None,
    ) -> Rankings:
        tuned = self._tuned(k1, b)
        return ranked_together(parsed, lambda node: tuned.rank(node, k), k, workers)

    def _tuned(self, k1: float | None, b: float | None) -> ClusterReader:
        """The same reader with other parameters of BM25; None: its own."""
        given = {name: value for name, value in (("k1", k1), ("b", b)) if value is not None}
        if not given:
            return self
        if self.native:
            raise NotSupported(
                "The engine of this index has no k1 and b of a search.", expected="a search without them"
            )
        tuned, statistics = copy(self), self._statistics.tuned(self._statistics.parameters._replace(**given))
        tuned.__dict__.update(_statistics=statistics, _weights=Weights(statistics))
        return tuned

    def count_many(
        self, nodes: Sequence[Node], *, added_after: int | None = None, deadline: float | None = None
    ) -> list[int | None]:
        counts: list[int | None] = []
        with within_time(deadline), contextlib.suppress(OutOfTime):
            for first in range(0, len(nodes), 50):
                check()
                some = nodes[first : first + 50]
                queries = [self._passing(self._matching(node).passages(node), added_after) for node in some]
                counts += self._snapshot.counts(queries)
        return counts + [None] * (len(nodes) - len(counts))

    # --- similar passages --------------------------------------------------------------------------------------

    def like(self, ref: PassageRef, k: int) -> Sequence[tuple[PassageRef, float]]:
        terms = self._significant_terms(ref)
        clauses = self._weights.terms(terms)
        query = self._scoring(Nothing()).clauses(clauses)
        if query == NONE:
            return []
        scores = None if self.native else ClauseScores(clauses, self._weights)
        rows = self._pages.first(Asked(query, by_score(reverse=False), scores), k + 1)
        return [(row.ref, row.score) for row in rows if row.ref != ref][:k]

    def significant_terms(self, ref: PassageRef) -> list[str]:
        return spelling.spelled(self._significant_terms(ref), self.fetch([ref])[0])

    def _significant_terms(self, ref: PassageRef) -> list[str]:
        return spelling.significant_terms(self.fetch([ref])[0], self._statistics)

    # --- stored passages and documents -------------------------------------------------------------------------

    def fetch(self, refs: Sequence[PassageRef]) -> list[Stored]:
        return self._passages.fetch(refs)

    def passage_id(self, ref: PassageRef) -> str:
        return ref_of(ref).passage_id

    def find_passage(self, passage_id: str) -> Ref | None:
        return self._passages.find_passage(passage_id)

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        query = PASSAGE if where is None else self._matching(where).passages(where)
        return mention_rows(self._passages.in_order(query), kind)

    def document(self, document_id: str) -> Document | None:
        return self._passages.document(document_id)

    def documents_at(self, path: str) -> list[str]:
        return self._passages.documents_at(path)

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        return tuple(stored.passage for stored in self._passages.of_document(document_id))

    def statements_of(self, document_ids: Sequence[str]) -> Iterator[tuple[Statement, ...]]:
        return self._passages.statements_of(document_ids)

    def document_ids(self) -> Iterator[str]:
        return self._passages.document_ids()

    # --- names and words ---------------------------------------------------------------------------------------

    def speakers(self) -> Sequence[Speaker]:
        return self._speakers.table

    def warm(self) -> None:
        self._speakers.warm()

    def nearest_words(self, word: str, limit: int = 3) -> list[str]:
        return spelling.nearest_words(self._snapshot, self._statistics, self._passages, word, limit)

    def nearest_names(self, name: str, limit: int = 3) -> list[str]:
        return spelling.nearest_names(self._speakers.table, name, limit)


def _with_every_word(node: Node, analyzer: Analyzer) -> Node | None:
    """The query that requires every word of a flat one; None for a nested query, and for one without words."""
    if not is_scored(node):
        return None
    if isinstance(node, Scored):
        parts = _parts((node,), analyzer)
        return None if parts is None else Clauses(required=tuple(parts))
    if isinstance(node, Or):
        parts = _parts(node.nodes, analyzer)
        return None if parts is None else Clauses(required=tuple(parts))
    if isinstance(node, Clauses) and all(map(_is_flat, (*node.required, *map(Not, node.excluded)))):
        parts = _parts(node.optional, analyzer)
        return None if parts is None else Clauses((), (*parts, *node.required), node.excluded)
    return node if isinstance(node, And) and all(map(_is_flat, node.nodes)) else None


def _is_flat(node: Node) -> bool:
    """Whether a query that requires this node is no nested one by it."""
    return isinstance(node.node if isinstance(node, Not) else node, Scored | Filter)


def _parts(nodes: Sequence[Node], analyzer: Analyzer) -> list[Node] | None:
    """Alternatives one by one, a word of several parts as several words; None when one of them is a group."""
    waiting = list(nodes)
    parts: list[Node] = []
    for node in waiting:
        if isinstance(node, Or):
            waiting += node.nodes
        elif isinstance(node, Word):
            terms = analyzer.query_terms(node.text)
            parts += [Word(node.text[term.start : term.end], node.field, node.boost) for term in terms]
        elif isinstance(node, Scored):
            parts.append(node)
        else:
            return None
    return parts
