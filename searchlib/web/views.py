"""The views that a server shows, endpoints and pages alike: each with its parameters, its model, and the call of the index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, Field

from searchlib.index_reading import ReadOnlyIndex
from searchlib.models.views.comparison import Comparison
from searchlib.models.views.figures import Figures
from searchlib.models.views.quotes import Quotes
from searchlib.models.views.speaker_page import SpeakerPage
from searchlib.models.views.timeline import Step, Timeline
from searchlib.models.views.verification import Verification
from searchlib.web.parameters import (
    CompareParameters,
    NoParameters,
    SpeakerParameters,
    VerifyParameters,
    view_arguments,
    view_parameters,
)
from searchlib.web.problems import Refused


@dataclass(frozen=True)
class ServedView:
    """A view by its name; `ask` calls the method of the index with the parameters. `meaning` is the help of the endpoint."""

    name: str
    meaning: str
    parameters: type[NoParameters]
    model: type[BaseModel]
    ask: Callable[[ReadOnlyIndex, Any], Any]


def _figures(index: ReadOnlyIndex, given: Any) -> Figures:
    figures = index.figures(given.query, **view_arguments(given))
    return figures.only_conflicts() if given.conflicts else figures


def _timeline(index: ReadOnlyIndex, given: Any) -> Timeline:
    return index.timeline(given.query, by=given.by, **view_arguments(given))


def _quotes(index: ReadOnlyIndex, given: Any) -> Quotes:
    return index.quotes(given.query, **view_arguments(given))


def _speaker(index: ReadOnlyIndex, given: Any) -> SpeakerPage:
    return index.speaker(given.name, **view_arguments(given))


def _compare(index: ReadOnlyIndex, given: Any) -> Comparison:
    return index.compare(given.one, given.other)


def _verify(index: ReadOnlyIndex, given: Any) -> Verification:
    if not given.text.strip():
        raise Refused("bad_parameter", "There is no text to verify: give sentences.", parameter="text")
    return index.verify(given.text, limit=given.limit, written=given.written)


_CONFLICTS: Final = {"conflicts": (bool, Field(False, description="Only figures that contradict another one."))}
_BY: Final = {"by": (Step, Field("day", description="Length of each period."))}

VIEWS: Final = (
    ServedView(
        "figures",
        "Every figure stated in the passages that match, who gave it, for which day, and who contradicts whom.",
        view_parameters("FiguresParameters", _CONFLICTS),
        Figures,
        _figures,
    ),
    ServedView(
        "timeline",
        "What holds for which day, week or month: the figures of one group, and what is said.",
        view_parameters("TimelineParameters", _BY),
        Timeline,
        _timeline,
    ),
    ServedView(
        "quotes",
        "What is said in the passages that match: each utterance once, with all its wordings.",
        view_parameters("QuotesParameters"),
        Quotes,
        _quotes,
    ),
    ServedView(
        "speaker",
        "A person or organization: names, roles, statements by month, figures, whom they contradict, who is quoted beside.",
        SpeakerParameters,
        SpeakerPage,
        _speaker,
    ),
    ServedView(
        "compare", "What two documents state alike, otherwise, or alone.", CompareParameters, Comparison, _compare
    ),
    ServedView(
        "verify",
        "What the index says of each sentence of a text: the passages that state it, state it otherwise, or deny it.",
        VerifyParameters,
        Verification,
        _verify,
    ),
)
"""All views, by the order in which they are told of."""

BY_NAME: Final = {view.name: view for view in VIEWS}
