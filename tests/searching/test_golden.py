"""Golden searches: what a careful reader expects of a query over the articles of seeds/, kept as data in searches/*.json.

Every engine answers them, as far as its capabilities promise.

A search is

    query       what is typed
    filters     values given apart from it, by field (speaker, date, ...)
    options     further arguments of `Index.search`; `today` as an ISO date
    expected    the passages that match, each as "document: words that only this passage of it has"
    among       expected are the first so many hits, or all among them when there are fewer; others may follow
    others      true: further passages may match (default: expected is everything that matches)
    first       the passage that ranks first
    order       groups of passages: all of one group rank before all of the next
    total       how many passages match;  total_all: how many hold every word
    parsed      the query as it was read
    warns       words in a warning;  suggests: words in a suggestion
    facets      by field, how many of all matching passages have which values (the field is asked for in options)
    awaits      why the answer is not right yet: such a search must fail, and loses the mark when it is mended
    why         what the search shows
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.engines.contract import Capabilities
from tests.cluster_nodes import located, on_cluster
from tests.engines.list_engine import list_scheme

HERE = Path(__file__).parents[1]
SEEDS = HERE.parent / "seeds"
KEYS = frozenset(
    (
        *("query", "filters", "options", "expected", "among", "others", "first", "order", "total", "total_all"),
        *("parsed", "warns", "suggests", "facets", "awaits", "why"),
    )
)
EVERYTHING = 1000


def searches() -> Iterator[Any]:
    for path in sorted((HERE / "searches").glob("*.json")):
        for number, search in enumerate(json.loads(path.read_text("utf-8"))):
            reason = search.get("awaits")
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)] if reason else []
            yield pytest.param(search, id=f"{path.stem}-{number}-{search['query'][:40]}", marks=marks)


@pytest.fixture(
    scope="session",
    params=["{folder}/index", "list://memory/seeds", on_cluster("opensearch://{cluster}/searches")],
    ids=["embedded", "list", "cluster"],
)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[searchlib.Index]:
    """One index of seeds/ for all searches, of each engine."""
    location = located(request.param, tmp_path_factory.mktemp("searches"))
    with list_scheme(), searchlib.open(location, create=True) as opened:
        opened.add_paths([SEEDS], fresh=True)
        yield opened


def passage_of(index: searchlib.Index, reference: str) -> str:
    """The id of the one passage that "document: words" means."""
    document, _, words = reference.partition(": ")
    holding = [passage.id for passage in index.passages(document) if words in passage.text]
    if len(holding) != 1:
        pytest.fail(f"{len(holding)} passages of {document} hold {words!r}")
    return holding[0]


def is_promised(search: dict[str, Any], promised: Capabilities) -> bool:
    """Whether an engine promises what a search expects."""
    options = search.get("options", {})
    by_score = options.get("sort", "score") == "score" and not {"first", "order", "among"}.isdisjoint(search)
    return (
        (promised.exact_scores or not by_score)
        and (promised.collapses or "collapse" not in options)
        and (promised.exact_totals or {"total", "total_all", "facets"}.isdisjoint(search))
        and (promised.said or "said(" not in search["query"])
    )


def ask(index: searchlib.Index, search: dict[str, Any]) -> searchlib.Results:
    options = {"limit": EVERYTHING, **search.get("options", {})}
    if "today" in options:
        options["today"] = date.fromisoformat(options["today"])
    return index.search(search["query"], **search.get("filters", {}), **options)


@pytest.mark.parametrize("search", list(searches()))
def test_a_search_answers_as_a_careful_reader_does(index: searchlib.Index, search: dict[str, Any]) -> None:
    """The passages found, their order and what the user is told are those that the search's file expects."""
    if not is_promised(search, index.engine.capabilities):
        pytest.skip("more than this engine promises")
    expected = [passage_of(index, reference) for reference in search["expected"]]
    results = ask(index, search)
    found = [hit.passage.id for hit in results]
    among = search.get("among", len(found))
    if search.get("others"):
        assert set(expected) <= set(found[:among]), search["why"]
    elif "among" in search:
        assert set(expected) == set(found[:among]), search["why"]
    else:
        assert sorted(expected) == sorted(found), search["why"]
        assert results.total == len(expected), search["why"]
    check_order(index, search, found)
    check_told(search, results)


def check_order(index: searchlib.Index, search: dict[str, Any], found: list[str]) -> None:
    if "first" in search:
        assert found[0] == passage_of(index, search["first"]), search["why"]
    at = 0
    for group in search.get("order", ()):
        after = at + len(group)
        assert {passage_of(index, reference) for reference in group} == set(found[at:after]), search["why"]
        at = after


def check_told(search: dict[str, Any], results: searchlib.Results) -> None:
    for figure in ("total", "total_all", "parsed"):
        if figure in search:
            assert getattr(results, figure) == search[figure], search["why"]
    for field, counts in search.get("facets", {}).items():
        assert dict(results.facets[field]) == counts, search["why"]
    for key, told in (("warns", results.warnings), ("suggests", results.suggestions)):
        if key in search:
            assert any(search[key] in sentence for sentence in told), (key, told)


CONSTRUCTS = r"""
    "[a-z ]+"(?!~)  “[^”]+”  „[^“]+“  «[^»]+»  "~\d  w/\d  near/\d  pre/\d  /s  /p  AND  OR  NOT  \+\w  (^|\ )-\w  \(
    \w\*  \w\?\w  ~1  \^\d  atleast\d\(  \w:\(  \w:"  \w\.\.\w  :\.\.\w  \w\.\.($|\W)  \[.+TO  \{.+TO  :"?>\d  :"?>=  :"?<\d
    :"?<=  after:  before:  since:  since:\d+d  until:  number:"?10,000  number:\S*\dk  number:\S*\dm  \d%  number:~
    number:"\d+\.\.\d+\ \w  number:">=\d+\ percent  number:"10\ 000  number:\S+!  compatible\(  date:\d{4}($|\ )
    date:\d{4}-\d\d($|\ )  date:\d{4}-\d\d-\d\d($|\ )  date:"Oct\.  yesterday  last-week  date:\S+!  overlaps\(  said\(
    kind:direct  kind:indirect  kind:mixed  is:hedged  is:exact  has:number  has:speaker  has:date  has:statement  unit:
    noun:  confidence:  speaker:  role:  \bon:  published:  source:  doc:  title:  text:
"""
"""What the query language has, two spaces between the patterns by which it is seen in a query."""


@pytest.mark.parametrize("construct", re.split(r"\s{2,}", CONSTRUCTS.strip()))
def test_every_construct_of_the_language_has_a_search_that_finds_something(construct: str) -> None:
    """None is only ever asked where nothing answers."""
    files = sorted((HERE / "searches").glob("*.json"))
    found = [one["query"] for path in files for one in json.loads(path.read_text("utf-8")) if one["expected"]]
    assert any(re.search(construct, query) for query in found)


@pytest.mark.parametrize("path", sorted((HERE / "searches").glob("*.json")), ids=lambda path: path.stem)
def test_a_file_of_searches_is_well_formed(path: Path) -> None:
    """Each search has its query, what is expected and why, and no key that nobody reads; none stands there twice."""
    found = json.loads(path.read_text("utf-8"))
    for search in found:
        assert {"query", "expected", "why"} <= set(search) <= KEYS
        assert search["why"]
    asked = [json.dumps([search["query"], search.get("filters"), search.get("options")]) for search in found]
    assert len(asked) == len(set(asked))
