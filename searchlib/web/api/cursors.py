"""Cursors: `next` of a page of hits, by which the page after it is asked for.

A cursor names the state of the index that its page came from, and the last hits of it. While the server keeps that state the
next page comes out of it, as if all pages had been asked for at once. Afterwards it begins behind the last of those hits
that is still found, and says so; where none is, the cursor has expired.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Results
from searchlib.searching import SearchRequest
from searchlib.web.problems import Refused
from searchlib.web.service import Mark, mark_of

_REMEMBERED: Final = 3
"""Hits at the end of a page that its cursor names: where the last one is gone, the next page goes on behind the one before."""
_MOST: Final = 2**31


class Seen(NamedTuple):
    """What a cursor holds: the state of its page, the day from which relative dates counted, how many hits were shown in
    all, and the ids of the last ones.
    """

    mark: Mark
    today: date
    offset: int
    last: tuple[str, ...]


def next_cursor(index: ReadOnlyIndex, asked: SearchRequest, results: Results) -> str | None:
    """The cursor of the page after this one; None for the last."""
    limit, after = asked.options.limit, results.offset + len(results)
    one_by_one = not (asked.options.collapse or asked.options.group)
    if not limit or len(results) < limit or (one_by_one and results.total is not None and after >= results.total):
        return None
    today = asked.options.today or date.today()  # noqa: DTZ011 - as queries count days
    last = [hit.passage.id for hit in results.hits[-_REMEMBERED:]]
    packed = json.dumps([*mark_of(index), today.isoformat(), after, last, _digest(asked)], ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read_cursor(cursor: str, asked: SearchRequest) -> Seen:
    """What the cursor holds. Raises Refused for what is no cursor of this search."""
    if asked.options.offset:
        raise Refused("bad_parameter", "offset and cursor cannot be given together.", parameter="offset")
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        version, words, today, offset, last, digest = content
        seen = Seen((version, words), date.fromisoformat(today), offset, tuple(last[:_REMEMBERED]))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _not_a_cursor() from None
    numbers = all(type(one) is int and 0 <= one <= _MOST for one in (version, words, offset))
    same = digest == _digest(asked) and asked.options.today in (None, seen.today)
    if not numbers or not same or not all(isinstance(one, str) for one in seen.last):
        raise _not_a_cursor()
    return seen


def continued(index: ReadOnlyIndex, asked: SearchRequest, seen: Seen) -> tuple[SearchRequest, bool]:
    """The search of the page behind the hits that were seen, and whether it comes out of another state of the index.

    Raises Refused when none of those hits is found there.
    """
    asked = replace(asked, options=replace(asked.options, today=seen.today))
    moved = mark_of(index) != seen.mark
    offset = index.offset_after(asked, seen.last) if moved else seen.offset
    if offset is None:
        raise Refused(
            "cursor_expired",
            "The index has changed, and none of the hits behind which this page goes on is found any more: begin again without a cursor.",
        )
    return replace(asked, options=replace(asked.options, offset=offset)), moved


def _not_a_cursor() -> Refused:
    message = "cursor must be `next` of a page of the same search, with the same parameters."
    return Refused("bad_parameter", message, parameter="cursor")


def _digest(asked: SearchRequest) -> str:
    """What a cursor tells one search from another by: all but the page, and the day, which it names."""
    same = replace(asked, options=replace(asked.options, limit=0, offset=0, timeout_s=None, today=None))
    return hashlib.sha256(repr(same).encode()).hexdigest()[:16]
