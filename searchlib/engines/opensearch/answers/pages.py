"""Matches in order, and the page asked for cut out of them: grouped by document, near-duplicates collapsed.

By score the cluster's order is made exact here. Its scores have 24 bits, and of proximities they are the most that a passage
can have; so the best are read until no other can be better than the last of the page (Fagin, Lotem and Naor, "Optimal
aggregation algorithms for middleware", 2003). No page needs more than the matches in front of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

from searchlib.engines.answers import Match
from searchlib.engines.opensearch.answers.near import NearDuplicates, unsigned
from searchlib.engines.opensearch.answers.sorting import Sort
from searchlib.engines.opensearch.answers.stored_passages import PAGE, ROWS, Ref, StoredPassages, ref_of
from searchlib.engines.opensearch.answers.term_scores import ClauseScores, TermScores, total
from searchlib.engines.opensearch.cluster.snapshot import UNREAD, Snapshot, Totals
from searchlib.engines.opensearch.documents.records import STORED
from searchlib.engines.opensearch.queries.conditions import Query, every, terms
from searchlib.errors import LimitError
from searchlib.matching import deadline
from searchlib.matching.stored import Stored
from searchlib.near_duplicates import Naming
from searchlib.query.options import SearchOptions

SCORED_HERE: Final = 1_000
"""Matches whose scores are made exact on a page; those behind them have the cluster's, which agree to 1e-7."""

MOST_READ: Final = 10_000
"""Matches that are read to put them in order here. Of a proximity the order behind them is by what they can have at most."""

_SPARE: Final = 5
"""Matches behind the last of a page that are looked at: with equal scores, or nearly so."""

_FEW: Final = 100
"""Matches whose records are read in the request that orders them."""

_STEP: Final = 20
"""Matches of a proximity that are scored before it is looked at whether they are enough."""

_ALIKE: Final = 1e-5
"""Scores of the cluster that differ by less may be equal."""

_AT_ONCE: Final = 100
"""Matches that are collapsed at a time."""

_FIELDS: Final = ["document", "ordinal", "fingerprint"]


class Row(NamedTuple):
    """A match as it stands in the order."""

    ref: Ref
    document: str
    fingerprint: int
    score: float


class _Head(NamedTuple):
    """A row that is shown, with the fingerprints of its group, and those of the group that are shown before it."""

    row: Row
    group: frozenset[int]
    earlier: tuple[Ref, ...]


class SortedHere(NamedTuple):
    """An order by the values of matches that is made here, since the cluster cannot; unknown values (None) come last."""

    name: str
    value: Callable[[Stored], float | None]
    ascending: bool


@dataclass(frozen=True)
class Asked:
    """A query of the cluster in an order; with `bounds`, its scores are the most that passages can have.

    `scores` makes them exact; None: there are none, or the order is another. `totals` are counted with the first page.
    """

    query: Query
    sort: Sort
    scores: TermScores | ClauseScores | None = None
    bounds: bool = False
    totals: Totals | None = None
    sorted_here: SortedHere | None = None


class Pages:
    """Reads matches of one snapshot in order."""

    def __init__(self, snapshot: Snapshot, passages: StoredPassages) -> None:
        self._snapshot = snapshot
        self._passages = passages
        self._near = NearDuplicates(snapshot)

    # --- pages -------------------------------------------------------------------------------------------------

    def page(self, asked: Asked, options: SearchOptions) -> list[Match]:
        """The page asked for; it counts what is shown, so groups and not the passages under them. Raises OutOfTime."""
        wanted = options.offset + options.limit
        if options.collapse and options.group:
            return self._collapsed_groups(asked, options)
        if options.collapse:
            return self._collapsed(asked, options)
        if options.group:
            return self._groups(asked, options)
        return [Match(row.ref, row.score) for row in self.first(asked, wanted)[options.offset :]]

    def _groups(self, asked: Asked, options: SearchOptions) -> list[Match]:
        """The first match of each document, with the number of the others."""
        heads: dict[str, Row] = {}
        wanted = options.offset + options.limit
        for row in self.rows(asked, wanted):
            heads.setdefault(row.document, row)
            if len(heads) >= wanted:
                break
        shown = list(heads.values())[options.offset : wanted]
        counts = self._in_documents(asked.query, [row.document for row in shown])
        return [Match(row.ref, row.score, more_in_document=counts[row.document] - 1) for row in shown]

    def _in_documents(self, query: Query, documents: Sequence[str]) -> dict[str, int]:
        """How many matches each of these documents has."""
        if not documents:
            return {}
        counted = {"documents": {"terms": {"field": "document", "size": len(documents)}}}
        body = {"size": 0, "query": every([query, terms("document", documents)]), "aggs": counted}
        buckets = self._snapshot.search(body)["aggregations"]["documents"]["buckets"]
        return {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets}

    def _collapsed(self, asked: Asked, options: SearchOptions) -> list[Match]:
        """The first match of each group of near-duplicates, with the others, wherever they stand."""
        heads = list(
            islice(self._heads(self.rows(asked, options.offset + options.limit)), options.offset + options.limit)
        )
        return [Match(head.row.ref, head.row.score, self._under(asked, head)) for head in heads[options.offset :]]

    def _heads(self, rows: Iterable[Row]) -> Iterator[_Head]:
        """Each row that is no near-duplicate of an earlier one, or names others than all of these."""
        above: dict[int, tuple[Row, ...]] = {}
        named: dict[Ref, Naming] = {}
        waiting = iter(rows)
        while some := list(islice(waiting, _AT_ONCE)):
            deadline.check()
            groups = self._near.groups(row.fingerprint for row in some)
            sizes = Counter(groups.get(row.fingerprint) for row in some)
            compared = [
                row
                for row in some
                if row.fingerprint in above or (row.fingerprint and sizes[groups[row.fingerprint]] > 1)
            ]
            compared += [head for row in compared for head in above.get(row.fingerprint, ())]
            named.update(self._namings({row.ref for row in compared} - named.keys()))
            for row in some:
                group, earlier = groups.get(row.fingerprint, frozenset()), above.get(row.fingerprint, ())
                if all(named[row.ref].differs(named[head.ref]) for head in earlier):
                    above.update(dict.fromkeys(group, (*earlier, row)))
                    yield _Head(row, group, tuple(head.ref for head in earlier))

    def _namings(self, refs: Iterable[Ref]) -> dict[Ref, Naming]:
        """What these passages name."""
        asked = list(refs)
        return {ref: Naming.of(one.passage.text) for ref, one in zip(asked, self._passages.fetch(asked), strict=True)}

    def _under(self, asked: Asked, head: _Head) -> tuple[Ref, ...]:
        """The near-duplicates that are shown under one, in order: those that do not name others, and fit no earlier one."""
        refs = [ref for ref in self._of_prints(asked, head.group) if ref != head.row.ref] if head.group else []
        if not refs:
            return ()
        named = self._namings({head.row.ref, *head.earlier, *refs})
        return tuple(
            ref
            for ref in refs
            if not named[head.row.ref].differs(named[ref])
            and all(named[ref].differs(named[other]) for other in head.earlier)
        )

    def _of_prints(self, asked: Asked, prints: Iterable[int]) -> list[Ref]:
        """The matches that have one of these fingerprints, in order."""
        signed = [one - (one >> 63 << 64) for one in prints]
        condition = {"bool": {"must": [asked.query], "filter": [terms("fingerprint", signed)]}}
        if asked.sorted_here is None:
            return [row.ref for row in self._read(condition, asked.sort)]
        return [row.ref for row in self._sorted_here(replace(asked, query=condition, totals=None), asked.sorted_here)]

    def _collapsed_groups(self, asked: Asked, options: SearchOptions) -> list[Match]:
        """Near-duplicates collapsed first; then the first that is left of each document, with the number of the others."""
        heads: dict[str, _Head] = {}
        counts: dict[str, int] = {}
        for head in self._heads(self.rows(asked, ROWS)):
            document = head.row.document
            heads.setdefault(document, head)
            counts[document] = counts.get(document, 0) + 1
        return [
            Match(head.row.ref, head.row.score, self._under(asked, head), counts[head.row.document] - 1)
            for head in list(heads.values())[options.offset : options.offset + options.limit]
        ]

    # --- order -------------------------------------------------------------------------------------------------

    def first(self, asked: Asked, wanted: int) -> list[Row]:
        """The first `wanted` matches."""
        return list(islice(self.rows(asked, wanted), wanted)) if wanted else []

    def rows(self, asked: Asked, wanted: int) -> Iterator[Row]:
        """All matches in order; of the first `wanted`, up to SCORED_HERE, the order and the scores are exact."""
        if asked.sorted_here is not None:
            yield from self._sorted_here(asked, asked.sorted_here)
            return
        if asked.scores is None or (wanted > SCORED_HERE and not asked.bounds):
            yield from self._read(asked.query, asked.sort, wanted, totals=asked.totals)
            return
        exact, after = self._exact(asked, max(1, min(wanted, SCORED_HERE)))
        yield from exact
        if after is not None:
            yield from self._read(asked.query, asked.sort, wanted, after)

    def _sorted_here(self, asked: Asked, order: SortedHere) -> list[Row]:
        """All matches, in an order that is made here. Raises LimitError for more than can be read."""
        sign = 1.0 if order.ascending else -1.0
        keyed: list[tuple[bool, float, Row]] = []
        body = {"query": asked.query, "sort": asked.sort, "stored_fields": STORED, "docvalue_fields": ["fingerprint"]}
        for hits in self._snapshot.pages(body, PAGE, asked.totals):
            for hit, stored in zip(hits, self._passages.take(hits), strict=True):
                value = order.value(stored)
                row = Row(ref_of(stored.ref), stored.passage.document, _fingerprint(hit), 0.0)
                keyed.append((value is None, sign * (value or 0.0), row))
            if len(keyed) > MOST_READ:
                raise LimitError(
                    f"More than {MOST_READ:,} passages match: so many cannot be sorted by {order.name} where said(...) asks for one. "
                    "Narrow the query."
                )
        return [row for _, _, row in sorted(keyed, key=lambda one: (*one[:2], one[2].ref))]

    def _exact(self, asked: Asked, wanted: int) -> tuple[list[Row], Any]:
        """The best matches with exact scores, in order, at least `wanted`; and where the cluster goes on, None at the end.

        Its hits are made into passages and scored as long as one may stand among the first `wanted`.
        """
        assert asked.scores is not None
        rows: list[Row] = []
        sign = -1.0 if _descends(asked) else 1.0
        size = max(wanted + _SPARE, 100) if asked.bounds else wanted + _SPARE
        body = {"query": asked.query, "sort": asked.sort, "stored_fields": STORED}
        body["docvalue_fields"] = ["fingerprint"]
        last: Any = None
        for hits in self._snapshot.pages(body, size, asked.totals):
            at = 0
            while at < len(hits):
                if len(rows) >= wanted and _is_settled(
                    asked, len(rows), wanted, rows[wanted - 1].score, hits[at]["sort"][0]
                ):
                    # behind these stands what the cluster gives next: those here that may stand behind it are not shown yet
                    return rows, last
                some = hits[at : at + max(wanted - len(rows), _STEP if asked.bounds else 1)]
                rows += self._scored(some, asked.scores)
                rows.sort(key=lambda row: (sign * row.score, row.ref))
                at += len(some)
                last = some[-1]["sort"]
            if len(hits) < size:
                return rows, None
        return rows, None

    def _scored(self, hits: Sequence[Mapping[str, Any]], scores: TermScores | ClauseScores) -> Iterator[Row]:
        for hit, stored in zip(hits, self._passages.take(hits), strict=True):
            passage = stored.passage
            yield Row(ref_of(stored.ref), passage.document, _fingerprint(hit), total(scores.of(stored)))

    def _read(
        self, query: Query, sort: Sort, wanted: int = ROWS, after: Any = None, totals: Totals | None = None
    ) -> Iterator[Row]:
        """The matches behind `after` in the cluster's order. Where few are wanted the first are read whole: they will be shown."""
        made = partial(_row, scored="_score" in sort[0])
        body: dict[str, Any] = {"query": query, "sort": sort, "docvalue_fields": _FIELDS}
        if after is None and 0 < wanted <= _FEW:
            hits = next(self._snapshot.pages({**body, "stored_fields": STORED}, wanted, totals), [])
            self._passages.take(hits)
            yield from map(made, hits)
            if len(hits) < wanted:
                return
            after = hits[-1]["sort"]
        if after is not None:
            body["search_after"] = after
        for hits in self._snapshot.pages({**body, **UNREAD}, min(ROWS, max(wanted, 100)), totals):
            yield from map(made, hits)


def _row(hit: Mapping[str, Any], *, scored: bool) -> Row:
    """A match with the score that the cluster gives it, in an order by that."""
    values, sort = hit["fields"], hit["sort"]
    document = values["document"][0]
    ref = Ref(sort[-1], f"{document}#{values['ordinal'][0]}")
    return Row(ref, document, _fingerprint(hit), float(sort[0]) if scored else 0.0)


def _fingerprint(hit: Mapping[str, Any]) -> int:
    return unsigned(hit["fields"]["fingerprint"][0])


def _descends(asked: Asked) -> bool:
    return bool(asked.sort[0]["_score"]["order"] == "desc")


def _is_settled(asked: Asked, read: int, wanted: int, least: float, following: float) -> bool:
    """Whether no hit of the cluster that follows can stand among the first `wanted`, the last of which has the score `least`.

    `read` are scored, and the next has the score `following` there.
    """
    if read >= MOST_READ:
        return True
    if asked.bounds:  # it has at most that
        return _descends(asked) and least >= following * (1 - _ALIKE)
    if read >= wanted + _SPARE:
        return True
    return following < least * (1 - _ALIKE) if _descends(asked) else following > least * (1 + _ALIKE)
