"""The linked speakers as the index keeps them since its commit: what is asked of some is read of these alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from searchlib.analysis import fold_name
from searchlib.engines import speaker_lines
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.cluster.snapshot import UNREAD, Snapshot
from searchlib.engines.opensearch.documents.mapping import MOST_TERMS
from searchlib.engines.opensearch.queries.conditions import Query, every, term, terms
from searchlib.engines.opensearch.speakers.linked_voices import Groups, Members
from searchlib.engines.opensearch.speakers.speaker_documents import read_line, told_query
from searchlib.errors import LimitError
from searchlib.linking import Parts, Selector

PAGE: Final = 10_000
"""Documents of speakers read in one request."""

_VOICE: Final[Query] = term("what", "voice")
_SPEAKER: Final[Query] = term("what", "speaker")


class KeptSpeakers(Groups):
    """The speakers of one snapshot, as they were linked at its commit, without anybody's aliases. What was read is remembered."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._groups: dict[str, int] = {}
        self._labels: dict[int, str] = {}

    def told(self, parts: Parts) -> set[int]:
        return self._groups_of(told_query(parts)) if parts else set()

    def meant(self, one: Selector) -> set[int]:
        return self._groups_of(term("name", " ".join(one.parts)))

    def which(self, label: str) -> set[int]:
        parts = fold_name(label.removesuffix(f"({speaker_lines.WHICH})"))
        return {hit["fields"]["group"][0] for hit in self._hits(every([_SPEAKER, term("name", " ".join(parts))]))}

    def members(self, groups: Collection[int]) -> dict[int, Members]:
        keys: defaultdict[int, list[str]] = defaultdict(list)
        elders: set[int] = set()
        for hit in self._hits(every([_VOICE, terms("group", groups)])):
            group = hit["fields"]["group"][0]
            keys[group].append(hit["sort"][0])
            if "junior" not in hit["fields"]:
                elders.add(group)
        return {group: Members(found, group not in elders) for group, found in keys.items()}

    def of(self, voices: Collection[str]) -> Mapping[str, int]:
        missing = [voice for voice in voices if voice not in self._groups]
        for some in _some(missing):
            for hit in self._hits(every([_VOICE, terms("key", some)])):
                self._groups[hit["sort"][0]] = hit["fields"]["group"][0]
        return self._groups

    def labels(self, groups: Collection[int]) -> Mapping[int, str]:
        missing = [group for group in groups if group not in self._labels]
        for some in _some(missing):
            for hit in self._hits(every([_SPEAKER, terms("group", some)]), stored_fields="record"):
                self._labels[hit["fields"]["group"][0]] = read_line(hit)[0]
        return self._labels

    def table(self) -> Sequence[Speaker]:
        return self._table

    @cached_property
    def _table(self) -> list[Speaker]:
        return speaker_lines.in_order(read_line(hit)[1] for hit in self._hits(_SPEAKER, stored_fields="record"))

    def _groups_of(self, query: Query) -> set[int]:
        """The groups of the voices that match. Raises LimitError."""
        counted = {"groups": {"terms": {"field": "group", "size": MOST_TERMS - 1}}}
        answer = self._snapshot.search({"size": 0, "query": every([_VOICE, query]), "aggs": counted})
        groups = answer["aggregations"]["groups"]
        if groups["sum_other_doc_count"]:
            raise LimitError(f"The name stands for more than {MOST_TERMS:,} speakers. Write more of it.")
        return {bucket["key"] for bucket in groups["buckets"]}

    def _hits(self, query: Query, **read: Any) -> Iterator[Mapping[str, Any]]:
        body = {"query": query, "sort": [{"key": "asc"}], "docvalue_fields": ["group", "junior"], **(read or UNREAD)}
        for hits in self._snapshot.pages(body, PAGE):
            yield from hits


def _some(many: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """So many at a time as one condition may name."""
    return (many[first : first + PAGE] for first in range(0, len(many), PAGE))
