"""What an engine does not promise is refused or said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searchlib.engines.contract import Capabilities
from searchlib.errors import NotSupported
from searchlib.query import parse
from searchlib.query.options import SearchOptions
from searchlib.searching.promises import unmet_promises

ALL = Capabilities()
EVERYTHING = SearchOptions(collapse=True, explain=True, facets=("source",))


def test_an_engine_that_promises_all_needs_no_warning() -> None:
    """Nothing is said, whatever is asked."""
    assert unmet_promises(parse("kursk said(speaker:lee storm)").node, EVERYTHING, ALL) == []


@pytest.mark.parametrize("query", ["said(speaker:lee storm)", "kursk NOT said(speaker:lee storm)"])
def test_said_is_refused_where_it_could_be_wrong(query: str) -> None:
    """A filter never lets a wrong passage through: an engine that cannot decide it is not asked."""
    with pytest.raises(NotSupported, match=r"said\(\.\.\.\)") as caught:
        unmet_promises(parse(query).node, SearchOptions(), replace(ALL, said=False))
    assert caught.value.code == "not_supported"


@pytest.mark.parametrize(
    ("promise", "options", "words"),
    [
        ("collapses", SearchOptions(collapse=True), "Near-duplicates"),
        ("exact_scores", SearchOptions(explain=True), "Scores"),
        ("exact_totals", SearchOptions(), "Totals"),
        ("exact_totals", SearchOptions(count=False, facets=("source",)), "facets"),
    ],
)
def test_what_is_not_promised_is_a_warning(promise: str, options: SearchOptions, words: str) -> None:
    """One sentence for what was asked, and none when it was not asked."""
    promised = replace(ALL, **{promise: False})
    (warning,) = unmet_promises(parse("kursk").node, options, promised)
    assert words in warning
    assert unmet_promises(parse("kursk").node, SearchOptions(count=False), promised) == []
