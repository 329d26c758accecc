"""Near-duplicates on a cluster are collapsed as in a folder: the same heads, the same passages under each. No cluster is asked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.engines.opensearch.answers import pages
from searchlib.engines.opensearch.answers.pages import Asked, Pages, Row
from searchlib.engines.opensearch.answers.stored_passages import Ref, ref_of
from searchlib.engines.whoosh.columnar.answers import sorting
from searchlib.near_duplicates import Groups, Naming
from searchlib.query.options import SearchOptions

PRINTS = [0, 1, 1 << 48, 1 << 48 | 0x111, 1 << 48 | 0x1111_1111, 2 << 48]
TEXTS = [
    "Troops left near Vik.",
    "Troops left near Odden.",
    "Troops left.",
    "Troops left Odden near Vik.",
    "ODDEN - Troops left.",
]
matches = st.lists(st.tuples(st.sampled_from(PRINTS), st.sampled_from(TEXTS)), max_size=12)


class ListedPages(Pages):
    """Pages over a list of matches in order, in the place of a cluster."""

    def __init__(self, listed: list[tuple[int, str]]) -> None:
        self._listed = [Row(Ref(at, f"d{at}#0"), f"d{at}", one, 0.0) for at, (one, _) in enumerate(listed)]
        groups = Groups(np.array([one for one, _ in listed], np.uint64))
        self._near: Any = SimpleNamespace(
            groups=lambda prints: {one: frozenset(groups.group(np.uint64(one)).tolist()) for one in set(prints) if one}
        )
        texts = [text for _, text in listed]
        self._passages: Any = SimpleNamespace(
            fetch=lambda refs: [SimpleNamespace(passage=SimpleNamespace(text=texts[ref.place])) for ref in refs]
        )

    def rows(self, asked: Asked, wanted: int) -> Any:
        return iter(self._listed)

    def _of_prints(self, asked: Asked, prints: Any) -> list[Ref]:
        return [row.ref for row in self._listed if row.fingerprint in set(prints)]


@settings(max_examples=150, deadline=None)
@given(matches, st.integers(0, 3), st.integers(1, 12), st.sampled_from((1, 3, 100)))
def test_the_same_passages_stand_under_the_same_ones_as_in_a_folder(listed, offset, limit, at_once):
    """However many rows are looked at at a time, and whichever page is asked for."""
    every = np.array([one for one, _ in listed], np.uint64)
    shown, under = sorting.collapsed(every, Groups(every), offset + limit, lambda at: Naming.of(listed[at][1]))
    expected = [(at, under.get(at, [])) for at in shown.tolist()[offset:]]
    with patch.object(pages, "_AT_ONCE", at_once):
        found = ListedPages(listed).page(Asked({}, []), SearchOptions(offset=offset, limit=limit, collapse=True))
    assert [(ref_of(match.ref).place, [ref_of(ref).place for ref in match.duplicates]) for match in found] == expected
