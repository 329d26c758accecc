"""Where the next page begins when the index has changed since the page before: behind the hit that was shown last."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from searchlib.engines.answers import Match, Request
from searchlib.engines.contract import Reader
from searchlib.errors import LimitError
from searchlib.query.said_words import with_said_words
from searchlib.searching.request import SearchRequest
from searchlib.searching.search import read_request
from searchlib.searching.validation import validated


def offset_after(reader: Reader, request: SearchRequest, shown: Sequence[str]) -> int | None:
    """The offset of what follows the passages `shown` (ids, in their order) in the order that hits have now.

    It is behind the last of them that still matches, so that hits which came or went before it are neither shown twice
    nor left out; None where none matches any more. Raises the errors of a search, and LimitError when time runs out.
    """
    request = validated(request)
    options = replace(
        request.options, offset=0, limit=max(1, reader.counts["passages"]), count=False, facets=(), explain=False
    )
    ends = None if options.timeout_s is None else time.monotonic() + options.timeout_s
    node = with_said_words(read_request(reader, request).node)
    answer = reader.search(Request(node, options, request.added_after, ends))
    if not answer.complete:
        raise LimitError("The place of the page could not be found in the time given: allow more.")
    places = {ref: place for place, match in enumerate(answer.matches) for ref in _refs(match)}
    for passage in reversed(shown):
        place = places.get(reader.find_passage(passage))
        if place is None and options.group:
            document = passage.rpartition("#")[0]
            place = next(
                (
                    at
                    for at, match in enumerate(answer.matches)
                    if reader.passage_id(match.ref).startswith(f"{document}#")
                ),
                None,
            )
        if place is not None:
            return place + 1
    return None


def _refs(match: Match) -> tuple[object, ...]:
    """The passages that a hit stands for: itself and its near-duplicates."""
    return (match.ref, *match.duplicates)
