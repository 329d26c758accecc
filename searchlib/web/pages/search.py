"""The page of hits: results first, then what narrows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final

from pydantic import Field, create_model

from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Hit, Results, Span
from searchlib.presentation.citations import citation
from searchlib.presentation.wording import published_words
from searchlib.query.nodes import Node
from searchlib.query.options import MEANINGS
from searchlib.searching import SearchRequest, parse_request
from searchlib.searching.repairs import Repair
from searchlib.web.limits import LIMITS
from searchlib.web.pages import filters
from searchlib.web.pages.address import Address
from searchlib.web.pages.filters import Pill, pills
from searchlib.web.pages.histogram import Histogram, Step, histogram
from searchlib.web.pages.marking import Chunk, chunks
from searchlib.web.pages.notes import Note, notes
from searchlib.web.pages.taking import Taking, taking
from searchlib.web.parameters import Parameters, SearchParameters, search_request

_MOST: Final = 100
"""Hits on one page."""

SearchPageParameters: Final[type[Parameters]] = create_model(
    "SearchPageParameters",
    __base__=SearchParameters,
    histogram=(Step | None, Field(None)),
    facet=(filters.Name | None, Field(None)),
    contains=(str, Field("", max_length=LIMITS.text)),
    clause=(str, Field("", max_length=LIMITS.text)),
)
"""What stands in the address of the page: a search, and what of its facets is looked at. `clause` is added to the query."""


@dataclass(frozen=True)
class ShownHit:
    """A hit as the page shows it: a heading, a line about its article, its text in chunks."""

    rank: int
    title: str
    href: str
    about: tuple[str, ...]
    chunks: tuple[Chunk, ...]
    notes: tuple[Note, ...]
    cut_before: bool
    cut_after: bool
    also: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class SearchPage:
    """Everything above the facets."""

    results: Results
    hits: tuple[ShownHit, ...]
    pills: tuple[Pill, ...]
    histogram: Histogram | None
    previous: str | None
    next: str | None
    taking: Taking
    repairs: tuple[tuple[str, Repair], ...] = ()


def page_request(given: Any) -> SearchRequest:
    """The search of a page, with the days of publication counted."""
    asked = search_request(given)
    options = replace(asked.options, limit=min(asked.options.limit, _MOST), facets=("published",))
    return replace(asked, options=options)


def canonical(given: Any, asked: SearchRequest, address: Address) -> str | None:
    """The address of the same search with all its filters in the query; None when it is that already."""
    if not asked.filters and not given.clause:
        return None
    text = str(parse_request(replace(asked, options=replace(asked.options, explicit_only=False))).node)
    names = ("clause", *(name for name, _ in asked.filters))
    query = " ".join(filter(None, ((text if asked.filters else asked.text), given.clause)))
    return address.without(names).asking(query)


def search_page(index: ReadOnlyIndex, asked: SearchRequest, given: Any, address: Address) -> SearchPage:
    """The hits of a search, and its publication through time. Raises QueryError and the like."""
    results = index.ask(asked)
    node = parse_request(asked).node
    limit, after = asked.options.limit, results.offset + len(results)
    follows = len(results) == limit and (results.total is None or after < results.total)
    before = max(0, results.offset - limit)
    return SearchPage(
        results,
        tuple(shown_hit(hit, address) for hit in results),
        pills(node, address),
        histogram(results.facets.get("published", ()), node, address, given.histogram),
        address.to(offset=before or None) if results.offset else None,
        address.to(offset=after) if follows else None,
        taking("search", index.location, _options(given, asked), address),
        () if results.total else tuple((address.asking(one.query), one) for one in index.repairs(asked)),
    )


def _options(given: Any, asked: SearchRequest) -> dict[str, Any]:
    """The options that the address gives, of those that a search has anywhere."""
    given_ones = {name: getattr(asked.options, name) for name in MEANINGS if name in given.model_fields_set}
    return given_ones | ({"facets": tuple(given.facets)} if "facets" in given_ones else {})  # a page asks for its own


def facet_counts(index: ReadOnlyIndex, asked: SearchRequest) -> tuple[Node, Mapping[str, Sequence[tuple[str, int]]]]:
    """The values of all facets over the matches, most frequent first."""
    options = replace(asked.options, facets=filters.NAMES, limit=0, offset=0, count=False, sort="score", collapse=False)
    request = replace(asked, options=options)
    return parse_request(request).node, index.ask(request).facets


def shown_hit(hit: Hit, address: Address) -> ShownHit:
    """A hit with its text cut to the snippet, every mention in it marked."""
    passage = hit.passage
    window = hit.snippet or Span(start=passage.start, end=passage.end)
    text = passage.text[window.start - passage.start : window.end - passage.start]
    marked = notes((passage,), window.start, window.end, prefix=f"h{hit.rank}-")
    return ShownHit(
        hit.rank,
        hit.title or passage.document,
        address.beside("/read", passage=passage.id) + "#here",
        tuple(filter(None, (published_words(hit.published, hit.published_from), hit.source, PurePath(hit.place).name))),
        chunks(
            text,
            window.start,
            notes=marked,
            hits=[(one.start, one.end) for one in hit.highlights],
            said=[(one.start, one.end) for one in passage.statements],
        ),
        marked,
        window.start > passage.start,
        window.end < passage.end,
        hit.duplicates,
        citation(
            title=hit.title,
            source=hit.source,
            published=hit.published,
            document=passage.document,
            start=passage.start,
            end=passage.end,
            url=hit.url,
        ),
    )
