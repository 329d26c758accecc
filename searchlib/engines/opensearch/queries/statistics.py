"""The statistics of BM25, counted by the cluster: living passages only, and exact.

A word of the text is counted in passages, a word of the title in documents: a title stands in each passage of its
document, but was written once.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cached_property
from typing import Final

from searchlib.analysis import Analyzer
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.mapping import LENGTHS
from searchlib.engines.opensearch.queries import words
from searchlib.engines.opensearch.queries.conditions import Query, term
from searchlib.fields import BY_NAME
from searchlib.query.nodes import Fuzzy, Wildcard
from searchlib.ranking import bm25
from searchlib.ranking.parameters import RankingParameters

COUNTED: Final = {"text": "text", "title": "title_first"}
"""The field of the mapping in which the words of a scored field are counted."""

Pattern = Wildcard | Fuzzy
_MOST_AT_ONCE: Final = 100
"""Counts asked for in one request."""


class Statistics:
    """The counts of one snapshot, and the parameters of BM25; what was counted is remembered."""

    def __init__(self, snapshot: Snapshot, parameters: RankingParameters) -> None:
        self._snapshot = snapshot
        self.parameters = parameters
        self.analyzer: Analyzer = snapshot.state.analyzer
        self._df: dict[tuple[str, str], int] = {}
        self._holding: dict[tuple[str, Pattern], int] = {}

    @cached_property
    def totals(self) -> dict[str, int]:
        """The numbers of documents, passages, words of the texts, words of the titles and mentions."""
        tables = {name: {"nested": {"path": name}} for name in ("statements", "dates", "quantities")}
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": term("what", "passage"),
            "aggs": {
                "words": {"sum": {"field": LENGTHS["text"]}},
                "first": {
                    "filter": term("ordinal", 0),
                    "aggs": {"words": {"sum": {"field": LENGTHS["title"]}}},
                },
                **tables,
            },
        }
        voices = {"size": 0, "track_total_hits": True, "query": term("what", "document")}
        passages, documents = self._snapshot.searches([body, voices])
        counted = passages["aggregations"]
        return {
            "documents": documents["hits"]["total"]["value"],
            "passages": passages["hits"]["total"]["value"],
            "words": int(counted["words"]["value"]),
            "title": int(counted["first"]["words"]["value"]),
            **{name: counted[name]["doc_count"] for name in tables},
        }

    def size(self, field: str) -> int:
        """N: how many texts of this field there are."""
        return self.totals["passages" if field == "text" else "documents"]

    def average(self, field: str) -> float:
        """The mean length of the field, in positions."""
        size = self.size(field)
        return self.totals["words" if field == "text" else "title"] / size if size else 0.0

    def count(self, wanted: Iterable[tuple[str, str]], patterns: Iterable[tuple[str, Pattern]] = ()) -> None:
        """Count the texts that hold terms, and patterns, of fields: all that are not known in as few requests as can be."""
        terms = [one for one in dict.fromkeys(wanted) if one not in self._df]
        expanded = [one for one in dict.fromkeys(patterns) if one not in self._holding]
        queries: list[Query] = [term(COUNTED[field], text) for field, text in terms]
        queries += [words.expanded(node, COUNTED[field], "constant_score", self.analyzer) for field, node in expanded]
        counts: list[int] = []
        for first in range(0, len(queries), _MOST_AT_ONCE):
            counts += self._snapshot.counts(queries[first : first + _MOST_AT_ONCE])
        self._df.update(zip(terms, counts, strict=False))  # the counts of patterns follow
        self._holding.update(zip(expanded, counts[len(terms) :], strict=True))

    def df(self, field: str, text: str) -> int:
        """How many texts of the field hold the term."""
        if (field, text) not in self._df:
            self.count([(field, text)])
        return self._df[field, text]

    def holding(self, field: str, node: Pattern) -> int:
        """How many texts of the field hold a word of the pattern."""
        self.count([], [(field, node)])
        return self._holding[field, node]

    def idf(self, field: str, text: str) -> float:
        """Lucene's idf of the term in the field."""
        return bm25.idf(self.size(field), min(self.df(field, text), self.size(field)))

    def pattern_idf(self, field: str, node: Pattern) -> float:
        """The idf of all words of a pattern together."""
        return bm25.idf(self.size(field), min(self.holding(field, node), self.size(field)))

    def boost(self, field: str) -> float:
        """What a word in the field weighs."""
        return self.parameters.title_weight if field == "title" else BY_NAME[field].boost

    def tuned(self, parameters: RankingParameters) -> Statistics:
        """The same counts with other parameters."""
        tuned = copy(self)
        tuned.parameters = parameters
        return tuned
