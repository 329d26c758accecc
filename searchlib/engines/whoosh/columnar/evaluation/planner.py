"""How a query is answered: as ONE table of lists where its shape allows, else as a tree of masks and scores.

A flat query - clauses side by side, an AND or an OR of scored leaves, filters beside them - becomes a table of posting
lists with roles, which ranking reads in one go, pruning as it can; its filters become the set of allowed passages. A
nested query is evaluated node by node over whole arrays. Both give a passage the same score: the shares of the lists
that hold it, added in the order of their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.whoosh.columnar.evaluation import deadline
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters, Rows, Speaking
from searchlib.engines.whoosh.columnar.evaluation.function_words import shares
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import (
    Clause,
    Source,
    leaf_clause,
    list_of,
    term_clause,
)
from searchlib.engines.whoosh.columnar.evaluation.statement_filters import Sayings
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.query.nodes import (
    And,
    Choice,
    Clauses,
    Filter,
    Keyword,
    Name,
    Node,
    Not,
    Nothing,
    Noun,
    Or,
    Said,
    Scored,
    Word,
)
from searchlib.ranking import bm25, variant
from searchlib.ranking.impacts import derive
from searchlib.ranking.postings import EMPTY, EXCLUDED, OPTIONAL, REQUIRED, Matches, Term, Terms, Top
from searchlib.ranking.postings import Segment as RankedSegment

Mask = NDArray[np.bool_]

_FEW: Final = 16
"""When at most one passage in so many is left, the next filter looks at their rows alone."""

_FEWEST: Final = 256
"""So many passages, or one in so many, are ranked one by one rather than by walking the lists."""

_KEPT: Final = 4096
"""Words whose clauses and lists are remembered: the next query asks for some of them again."""


@dataclass
class Flat:
    """A query without nesting. `filters` and `barred` are filter leaves that must, and must not, hold."""

    optional: list[Clause] = field(default_factory=list)
    required: list[Clause] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    filters: list[Node] = field(default_factory=list)
    barred: list[Node] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        """Whether a passage must hold a word, and gets a score."""
        return bool(self.optional or self.required)


class Planner:
    """Makes plans for one snapshot; `flat` is None for a nested query."""

    def __init__(self, segments: Sequence[Segment], statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics
        self._ranked: dict[str, RankedSegment] = {}
        self._known: dict[tuple[tuple[str, ...], str | None, float], Clause] = {}

    def ranked(self, segment: Segment) -> RankedSegment:
        """The segment as ranking reads it, with the statistics of the whole snapshot: made once."""
        known = self._ranked.get(segment.name)
        if known is None:
            known = RankedSegment(segment.dictionary.postings, segment.lengths, self._statistics.norms)
            self._ranked[segment.name] = known
        return known

    def flat(self, node: Node) -> Flat | None:
        """The query as a table, or None when it is nested."""
        plan = Flat()
        if isinstance(node, Scored):
            return self._optional(plan, [node])
        if isinstance(node, Filter):
            plan.filters.append(node)
            return plan
        if isinstance(node, Clauses):
            return self._clauses(plan, node)
        if isinstance(node, And):
            return self._required(plan, node.nodes)
        if isinstance(node, Or) and all(isinstance(each, Scored) for each in node.nodes):
            return self._optional(plan, node.nodes)
        if isinstance(node, Not):
            return self._required(plan, (node,))
        return plan if isinstance(node, Nothing) else None

    def _clauses(self, plan: Flat, node: Clauses) -> Flat | None:
        made = self._optional(plan, node.optional) and self._required(plan, node.required)
        return made and self._required(plan, tuple(Not(each) for each in node.excluded))

    def _required(self, plan: Flat, nodes: Iterable[Node]) -> Flat | None:
        for node in nodes:
            if isinstance(node, Scored):
                plan.required.append(self.leaf(node))
            elif isinstance(node, Filter):
                plan.filters.append(node)
            elif isinstance(node, Not) and isinstance(node.node, Scored):
                plan.excluded.append(self.leaf(node.node))
            elif isinstance(node, Not) and isinstance(node.node, Filter):
                plan.barred.append(node.node)
            else:
                return None
        return plan

    def _optional(self, plan: Flat, nodes: Iterable[Node]) -> Flat | None:
        words: list[Word] = []
        waiting = list(nodes)
        for node in waiting:  # alternatives side by side are more of the same: they join at the end
            if isinstance(node, Word):
                words.append(node)
            elif isinstance(node, Scored):
                plan.optional.append(self.leaf(node))
            elif isinstance(node, Or) and all(isinstance(each, Scored) for each in node.nodes):
                waiting += node.nodes
            else:
                return None
        plan.optional += self.words(words)
        return plan

    def words(self, nodes: Iterable[Word]) -> list[Clause]:
        """The clauses of words side by side. They are counted: one asked twice weighs twice; `long-range` is two words.

        In a long query, words of grammar weigh less, unless a boost says what they weigh: see `weights`.
        """
        counts: dict[tuple[tuple[str, ...], str | None, float], int] = {}
        for node in nodes:
            for word in analysis.query_terms(node.text):
                key = (word.terms, node.field, node.boost)
                counts[key] = counts.get(key, 0) + 1
        kept = shares((terms for terms, *_ in counts), sum(counts.values()))
        return [
            self._clause(terms, name, boost * count * (kept[terms] if boost == 1.0 else 1.0))
            for (terms, name, boost), count in counts.items()
        ]

    def _clause(self, terms: tuple[str, ...], field: str | None, boost: float) -> Clause:
        """The clause of a word: made once."""
        key = (terms, field, boost)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[key] = term_clause(self._statistics, terms, field, boost)
        return known

    def leaf(self, node: Scored) -> Clause:
        """The clause of one scored leaf."""
        if isinstance(node, Word):
            words = analysis.query_terms(node.text)
            if len(words) == 1:
                return self._clause(words[0].terms, node.field, node.boost)
        return leaf_clause(self._statistics, self._segments, node)


@dataclass(frozen=True)
class Held:
    """What a node says of every passage of a segment.

    `mask`: it matches. `grounded`: it matches by more than title words alone, or the passage is its document's first
    (a title word helps any passage to a better place, but brings only the first). `scores`: its share, 0 where not.
    """

    mask: Mask
    grounded: Mask
    scores: NDArray[np.float64] | None = None


class Allowed:
    """The passages of a segment that deletions and filters leave: `few` names them where they are few, `mask` marks them.

    `mask` is None when all of them are left.
    """

    def __init__(self, passages: int, *, mask: Mask | None = None, few: NDArray[np.int32] | None = None) -> None:
        self.few = few
        self._passages = passages
        self._mask = mask

    @property
    def mask(self) -> Mask | None:
        """bool[P]; made of the few when it is first asked for."""
        if self.few is not None and self._mask is None:
            self._mask = np.zeros(self._passages, np.bool_)
            self._mask[self.few] = True
        return self._mask


class Placed(NamedTuple):
    """A list of a clause as one segment has it: a `Term` but for what the query makes of it."""

    label: str
    field: int
    number: int
    weight: float
    proposes: bool


_ORDER: Final = itemgetter(0, 1)  # of rows in a table: by label, then by field


class _Joined:
    """What several nodes say together, each taken in and let go in turn: a query may have a thousand of them.

    `grounded` is that of any part that counts, of `every` part those that score; `scores` sums the parts' shares, None
    when no part has any.
    """

    def __init__(self, size: int, *, every: bool) -> None:
        self._every = every
        self.mask: Mask = np.full(size, every)
        self.grounded: Mask = np.zeros(size, np.bool_)
        self.scores: NDArray[np.float64] | None = None

    def add(self, part: Held) -> None:
        """Take one more part in. Raises OutOfTime."""
        deadline.check()
        join = np.logical_and if self._every else np.logical_or
        join(self.mask, part.mask, out=self.mask)
        if part.scores is None:
            if not self._every:
                self.grounded |= part.grounded
            return
        self.grounded |= part.grounded
        if self.scores is None:
            self.scores = np.zeros(len(self.mask))
        self.scores += np.where(part.mask, part.scores, 0.0)

    def total(self) -> NDArray[np.float64] | None:
        """The sum of the shares, 0 where the parts together do not match."""
        return None if self.scores is None else np.where(self.mask, self.scores, 0.0)


class SegmentPlan:
    """Plans carried out in one segment. It keeps nothing of a query, so one serves many."""

    def __init__(
        self,
        segment: Segment,
        statistics: Statistics,
        planner: Planner,
        *,
        confidences: frozenset[str] | None = None,
        speaking: Speaking | None = None,
        added_after: int | None = None,
    ) -> None:
        self.segment = segment
        self.living = _living(segment, added_after)
        self._statistics = statistics
        self._planner = planner
        self.filters = Filters(segment, confidences, speaking)
        self.ranked = planner.ranked(segment)
        self._placed: dict[Clause, tuple[Placed, ...]] = {}

    # --- flat --------------------------------------------------------------------------------------------------

    def best(self, plan: Flat, k: int, allowed: Allowed, floor: float) -> Top | None:
        """The best `k` of those allowed that score above `floor`; None when no passage can match."""
        few, mask = (allowed.few, None) if allowed.few is not None else (None, allowed.mask)
        alone = self._alone(plan)
        if alone is not None:
            return variant().rank_list(self.ranked, *alone, k, allowed=mask, among=few, floor=floor)
        terms = self.terms(plan)
        if terms is None:
            return None
        return variant().rank(self.ranked, terms, k, allowed=mask, among=few, floor=floor)

    def _alone(self, plan: Flat) -> tuple[Matches, Term] | None:
        """The list of a plan that has a single one, made for it (a phrase, a pattern): it needs no table."""
        clauses = [*plan.optional, *plan.required]
        if len(clauses) != 1 or plan.excluded or not clauses[0].derived:
            return None
        lists: list[Matches] = []
        placed = self._lists(clauses[0], lists, [])
        if len(placed) != 1 or len(lists) != 1 or not placed[0].proposes:
            return None
        return lists[0], Term(placed[0].number, placed[0].weight, placed[0].field)

    def terms(self, plan: Flat, *, every: bool = False) -> Terms | None:
        """The plan's lists in this segment; None when no passage of it can match. `every` asks for all clauses."""
        roles = [(clause, REQUIRED if every else OPTIONAL) for clause in plan.optional]
        roles += [(clause, REQUIRED) for clause in plan.required] + [(clause, EXCLUDED) for clause in plan.excluded]
        if plan.required or every:
            roles += self._grounding([clause for clause, role in roles if role != EXCLUDED])
        rows: list[tuple[Any, ...]] = []
        lists: list[Matches] = []
        fields: list[int] = []
        brings = False
        for number, (clause, role) in enumerate(roles):
            required = role == REQUIRED
            placed = self._lists(clause, lists, fields)
            if required and not placed:
                return None
            for label, row, place, weight, proposes in placed:
                share = 0.0 if role == EXCLUDED else weight
                rows.append((label, row, place, number, role, proposes or required, share))
                brings = brings or (role != EXCLUDED and (proposes or required))
        if not brings:
            return None
        rows.sort(key=_ORDER)
        _, of, places, numbers, asked, proposing, weights = zip(*rows, strict=True)
        table = np.array((places, of, numbers, asked, proposing), np.int64)
        return Terms(table, np.array(weights, np.float64), derive(self.ranked, lists, fields) if lists else EMPTY)

    def _lists(self, clause: Clause, lists: list[Matches], fields: list[int]) -> tuple[Placed, ...]:
        """The clause's lists that this segment has; those made for the query are added to `lists` and `fields`."""
        known = self._placed.get(clause)
        if known is None:
            found = ((source, self._place(source, lists, fields)) for source in clause.sources)
            known = tuple(
                Placed(source.label, ROWS[source.field], place, source.weight, source.proposes)
                for source, place in found
                if place is not None
            )
            if not clause.derived:
                if len(self._placed) >= _KEPT:
                    self._placed.clear()
                self._placed[clause] = known
        return known

    def _place(self, source: Source, lists: list[Matches], fields: list[int]) -> int | None:
        """The number of the source's list: one of the segment's own, or one added to `lists`; None when it is empty."""
        if source.derive is None:
            number = self.segment.dictionary.find(source.field, source.term)
            return None if number < 0 else number
        found = source.derive(self.segment)
        if not len(found.documents):
            return None
        lists.append(found)
        fields.append(ROWS[source.field])
        return ~(len(lists) - 1)

    def _grounding(self, clauses: Sequence[Clause]) -> list[tuple[Clause, int]]:
        """Where words are required, title words hold them too: then one more clause asks for a word in the text."""
        if not any(self._exists(source) for clause in clauses for source in clause.resting):
            return []
        sources = [source for clause in clauses for source in clause.sources]
        free = [
            Source(each.field, each.label, 0.0, 0.0, True, each.term, each.derive) for each in sources if each.proposes
        ]
        return [(Clause(tuple(free)), REQUIRED)]

    def _exists(self, source: Source) -> bool:
        if source.derive is None:
            return self.segment.dictionary.find(source.field, source.term) >= 0
        return len(source.derive(self.segment).documents) > 0

    def allowed(self, plan: Flat) -> Allowed:
        """The passages that are not deleted and satisfy all filters."""
        size, mask = self.segment.passages, self.living
        if plan.filters:
            chosen = self._chosen(plan.filters)
            if mask is not None:
                chosen = chosen[mask[chosen]]
            if not plan.barred and len(chosen) <= max(_FEWEST, size // _FEWEST):
                return Allowed(size, few=chosen.astype(np.int32, copy=False))
            mask = np.zeros(size, np.bool_)
            mask[chosen] = True
        for node in plan.barred:
            held = ~self.filter(node)
            mask = held if mask is None else mask & held
        return Allowed(size, mask=mask)

    def _chosen(self, filters: Sequence[Node]) -> NDArray[np.integer[Any]]:
        """The passages that satisfy every filter. Those found by posting lists go first: after them, few are left."""
        first, *rest = sorted(filters, key=lambda node: not isinstance(node, Name | Noun | Keyword))
        chosen = self._satisfying(first)
        for node in rest:
            narrow = len(chosen) * _FEW < self.segment.passages
            if narrow and isinstance(node, Filter) and not isinstance(node, Said):
                chosen = self.filters.kept(node, chosen)
            else:
                chosen = np.intersect1d(chosen, self._satisfying(node), assume_unique=True)
        return chosen

    def _satisfying(self, node: Node) -> NDArray[np.integer[Any]]:
        deadline.check()
        if isinstance(node, Said):
            return self.filters.spread(self.rows(node))
        assert isinstance(node, Filter)
        return self.filters.passages(node)

    def filter(self, node: Node) -> Mask:
        """bool[P]: the passages that satisfy a filter leaf."""
        mask = np.zeros(self.segment.passages, np.bool_)
        mask[self._satisfying(node)] = True
        return mask

    def rows(self, node: Node) -> Rows:
        """The mention rows that satisfy a filter leaf."""
        if isinstance(node, Said):
            return Sayings(self.filters).rows(node)
        assert isinstance(node, Filter)
        return self.filters.rows(node)

    # --- nested ------------------------------------------------------------------------------------------------

    def held(self, node: Node) -> Held:
        """The node's matches and scores, by masks over all passages; deleted ones not yet taken out."""
        if isinstance(node, Scored):
            return self._leaf(self._planner.leaf(node))
        if isinstance(node, Filter):
            mask = self.filter(node)
            return Held(mask, mask)
        if isinstance(node, Not):
            inner = self.held(node.node)
            mask = ~(inner.mask & inner.grounded)
            return Held(mask, mask)
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return self._any(self._alternatives(node.nodes))
        if isinstance(node, Clauses):
            return self._side_by_side(node)
        nothing = np.zeros(self.segment.passages, np.bool_)
        return Held(nothing, nothing)

    def held_by(self, clause: Clause) -> Mask:
        """The passages that hold a clause in a proposing list."""
        return self._leaf(clause).grounded

    def _leaf(self, clause: Clause) -> Held:
        size = self.segment.passages
        mask, grounded, scores = np.zeros(size, np.bool_), np.zeros(size, np.bool_), np.zeros(size)
        for source in clause.sources:
            documents, frequencies, *_ = list_of(self.segment, source)
            self.segment.checked(documents, size)
            mask[documents] = True
            if source.proposes:
                grounded[documents] = True
            row = ROWS[source.field]
            norms = self._statistics.norms[row].take(self.segment.lengths[row][documents])
            scores[documents] += bm25.share(source.weight, frequencies.astype(np.float64), norms)
        return Held(mask, grounded, scores)

    def _all(self, nodes: Sequence[Node]) -> Held:
        joined = _Joined(self.segment.passages, every=True)
        for node in nodes:
            joined.add(self.held(node))
        grounded = joined.mask if joined.scores is None else joined.mask & joined.grounded
        return Held(joined.mask, grounded, joined.total())

    def _alternatives(self, nodes: Sequence[Node]) -> Iterator[Held]:
        """What nodes of which any may match say each; words among them count as in a flat query."""
        for clause in self._planner.words([node for node in nodes if isinstance(node, Word)]):
            yield self._leaf(clause)
        for node in nodes:
            if not isinstance(node, Word):
                yield self.held(node)

    def _any(self, parts: Iterable[Held]) -> Held:
        joined = _Joined(self.segment.passages, every=False)
        for part in parts:
            joined.add(part)
        return Held(joined.mask, joined.grounded, joined.total())

    def _side_by_side(self, node: Clauses) -> Held:
        barred = np.zeros(self.segment.passages, np.bool_)
        for each in node.excluded:
            deadline.check()
            part = self.held(each)
            barred |= part.mask & part.grounded
        required = self._all(node.required) if node.required else None
        optional = self._any(self._alternatives(node.optional)) if node.optional else None
        if required is None and optional is None:
            everything = np.ones(self.segment.passages, np.bool_)
            found = Held(everything, everything)
        elif required is None or optional is None:
            found = required or optional  # type: ignore[assignment]
        else:
            must = required.scores is None  # filters alone: then one of the optional words must match
            mask = required.mask & optional.mask if must else required.mask
            grounded = optional.grounded if must else required.grounded | optional.grounded
            given = [np.where(one.mask, one.scores, 0.0) for one in (required, optional) if one.scores is not None]
            scores = np.where(mask, sum(given), 0.0) if given else None
            found = Held(mask, mask & grounded, scores)
        return Held(found.mask & ~barred, found.grounded & ~barred, found.scores)


def _living(segment: Segment, added_after: int | None) -> Mask | None:
    """The passages that are there at all, and came late enough; None when that is all of them."""
    if added_after is None:
        return segment.deletions.alive
    late = (segment.column("document_added") > added_after)[segment.column("passage_document")]
    return late if segment.deletions.alive is None else late & segment.deletions.alive


def confidences_of(node: Node) -> frozenset[str] | None:
    """The confidence classes that the query asks of its values, outside NOT; None when it asks for none.

    A `confidence:` beside other filters holds of the very mentions that satisfy them.
    """
    asked: set[str] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Choice) and each.field == "confidence":
            asked.add(each.value)
        elif isinstance(each, Clauses):
            waiting += [*each.optional, *each.required]
        elif isinstance(each, And | Or):
            waiting += each.nodes
    return frozenset(asked) if asked else None


def scored_leaves(node: Node) -> list[Scored]:
    """The scored leaves outside NOT and said(), in order: what a hit's words and its score come from."""
    if isinstance(node, Scored):
        return [node]
    if isinstance(node, Clauses):
        return [leaf for each in (*node.optional, *node.required) for leaf in scored_leaves(each)]
    if isinstance(node, And | Or):
        return [leaf for each in node.nodes for leaf in scored_leaves(each)]
    return []


def filter_leaves(node: Node) -> list[Filter]:
    """The filter leaves outside NOT, in order."""
    if isinstance(node, Filter):
        return [node]
    if isinstance(node, Clauses):
        return [leaf for each in (*node.optional, *node.required) for leaf in filter_leaves(each)]
    if isinstance(node, And | Or):
        return [leaf for each in node.nodes for leaf in filter_leaves(each)]
    return []
