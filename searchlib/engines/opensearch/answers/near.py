"""Near-duplicates on the cluster: groups are grown by asking for what has a band of fingerprints in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from searchlib import near_duplicates
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.converting import bands
from searchlib.engines.opensearch.queries.conditions import terms
from searchlib.matching import deadline

_MOST: Final = 65_535
"""Distinct fingerprints told in one answer: the most buckets that the cluster gives."""

_AT_ONCE: Final = 500
"""Fingerprints asked for in one request."""


class NearDuplicates:
    """The groups of near-duplicates of one snapshot, each computed when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._groups: dict[int, frozenset[int]] = {}

    def groups(self, prints: Iterable[int]) -> dict[int, frozenset[int]]:
        """The fingerprints of the group of each of these, which are those of living passages; 0 has none."""
        asked = {one for one in prints if one}
        self._grow({one for one in asked if one not in self._groups})
        return {one: self._groups[one] for one in asked}

    def _grow(self, fresh: set[int]) -> None:
        """All that is near to these, directly or through others."""
        reached, waiting = set(fresh), sorted(fresh)
        while waiting:
            deadline.check()
            some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            candidates = np.array(sorted(self._sharing_a_band(some)), np.uint64)
            for one in some:
                near = candidates[near_duplicates.near(candidates, np.uint64(one))].tolist()
                waiting += [other for other in near if other not in reached]
                reached.update(near)
        found = near_duplicates.Groups(np.array(sorted(reached), np.uint64))
        for one in reached:
            if one not in self._groups:
                group = frozenset(found.group(np.uint64(one)).tolist())
                self._groups.update(dict.fromkeys(group, group))

    def _sharing_a_band(self, prints: list[int]) -> set[int]:
        counted = {"prints": {"terms": {"field": "fingerprint", "size": _MOST}}}
        wanted = terms("bands", (band for one in prints for band in bands(one)))
        answer = self._snapshot.search({"size": 0, "query": wanted, "aggs": counted})
        return {unsigned(bucket["key"]) for bucket in answer["aggregations"]["prints"]["buckets"]}


def unsigned(stored: int) -> int:
    """A fingerprint from the signed number that the cluster keeps."""
    return int(stored) & 0xFFFF_FFFF_FFFF_FFFF
