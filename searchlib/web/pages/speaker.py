"""The page of one speaker: names, roles, statements by month, figures and who contradicts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from fastapi import Request, Response
from pydantic import Field, create_model

from searchlib.analysis import fold
from searchlib.engines.answers import Speaker
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models.views.speaker_page import SpeakerPage
from searchlib.query.rewriting import field_clause
from searchlib.searching.diagnosis import facets_missed
from searchlib.web.answering import service_of
from searchlib.web.limits import LIMITS
from searchlib.web.pages import answers
from searchlib.web.pages.address import Address
from searchlib.web.pages.figures import figures_page
from searchlib.web.pages.histogram import Histogram, drawn
from searchlib.web.pages.taking import taking
from searchlib.web.parameters import Parameters, read_parameters

_MOST: Final = 60
"""Speakers to choose from."""
_Parameters: Final = create_model(
    "SpeakerPageParameters", __base__=Parameters, name=(str, Field("", max_length=LIMITS.text))
)


async def speaker(request: Request, address: Address) -> Response:
    """A speaker; without a name, or one that nobody has, speakers to choose from."""
    given: Any = read_parameters(_Parameters, request.query_params.multi_items(), form=True)
    service = service_of(request)

    def work() -> Response:
        index = service.newest()
        view = index.speaker(given.name) if given.name.strip() else None
        return answers.page(
            "speaker.html",
            address,
            view=view,
            speakers=() if view else speakers_like(index, given.name),
            warnings=view.warnings if view is not None else facets_missed(index.reader, ("speaker",)),
            page=figures_page(view.as_figures(), address) if view else None,
            chart=months(view, address) if view else None,
            taking=taking("speaker", index.location, {}, address.without(("query",)), of=[given.name]),
        )

    return await service.answer(work)


def speakers_like(index: ReadOnlyIndex, name: str) -> Sequence[Speaker]:
    """The most quoted speakers, of whom one name has these letters; those of all when nobody has."""
    named = [one for one in index.speakers() if one.kind in ("person", "organization")]
    near = set(index.reader.nearest_names(name)) if name.strip() else set()
    like = [one for one in named if one.name in near or (name.strip() and fold(name) in fold(" ".join(one.names)))]
    return (like or named)[:_MOST]


def months(view: SpeakerPage, address: Address) -> Histogram | None:
    """The statements by the month they were said, each month a search; None when less than two are known."""
    counts = Counter({one.month: one.statements for one in view.months if one.month})
    who = field_clause("speaker", view.name)
    if len(counts) < 2:
        return None
    return drawn(counts, "month", "statement", lambda month: address.searching(f"{who} on:{month}"))
