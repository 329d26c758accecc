"""Models of answers that the library has no model of; openapi.json describes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from searchlib import versions
from searchlib.models import Document, Passage, Results


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Versioned(_Answer):
    schema_version: int = versions.RESULTS_VERSION


class Page(Results):
    """A page of hits: `next` is the cursor of the page after it, `truncated` says whether there is more than is shown.

    `moved` says that the index has changed since the page before, so that this one goes on behind the last hit there.
    """

    next: str | None = None
    truncated: bool = False
    moved: bool = False


class MultiSearchAnswer(_Versioned):
    """The answers in the order of the searches; a problem in the place of one that failed."""

    answers: list[Page | dict[str, Any]]


class FacetValue(_Answer):
    """A value, and how many matching passages have it."""

    value: str
    count: int


class FacetAnswer(_Versioned):
    """The values of a facet. `total` counts all that `contains` leaves, `truncated` says whether some are not shown."""

    name: str
    values: list[FacetValue]
    total: int
    truncated: bool
    warnings: list[str]


class SpeakerAnswer(_Answer):
    """A speaker with all names and roles, and in how much it is heard."""

    name: str
    kind: str
    names: list[str]
    roles: list[str]
    statements: int
    documents: int


class SpeakersAnswer(_Versioned):
    """Speakers; `total` counts all that `contains` leaves."""

    speakers: list[SpeakerAnswer]
    total: int
    truncated: bool
    warnings: list[str]


class DocumentAnswer(_Versioned):
    """A document and its passages."""

    document: Document
    passages: list[Passage]


class Failure(_Answer):
    """A document that could not be stored, and why."""

    place: str
    detail: str


class AddedAnswer(_Answer):
    """What was added."""

    added: int
    updated: int
    generation: int
    failures: list[Failure]


class StatsAnswer(_Versioned):
    """Numbers of what the index holds; `generation` counts its commits, `bytes` are those on disk.

    A statement counts once for each passage that it overlaps, as a search finds it.
    """

    documents: int
    passages: int
    words: int
    statements: int
    dates: int
    quantities: int
    generation: int
    bytes: int


class FieldsAnswer(_Versioned):
    """The fields, the facets, and the keys of sorting."""

    fields: list[dict[str, Any]]
    facets: list[str]
    sorts: list[str]


class HealthAnswer(_Answer):
    """The server can read its index."""

    status: Literal["ok"]
    generation: int
    writes: bool = Field(description="Whether documents can be added and deleted")
