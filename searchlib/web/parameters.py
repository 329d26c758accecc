"""Parameters of requests, as models made of the tables: `fields.OPTIONS`, `SearchOptions` and `ViewArguments`.

The same model reads a query string (an endpoint's or a page's) and a JSON body, and describes both in openapi.json. A
name that is not in it is refused.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar, cast, get_type_hints

from fastapi.exceptions import RequestValidationError
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    create_model,
)

from searchlib.definitions.bounds import BOUNDS
from searchlib.fields import BY_NAME, OPTIONS
from searchlib.models import Document
from searchlib.query.options import MEANINGS, READING, SearchOptions
from searchlib.searching import SearchRequest
from searchlib.view_requests import ViewArguments
from searchlib.web.limits import LIMITS
from searchlib.web.problems import Refused

Format = Literal["json", "csv", "ndjson"]
Definitions = dict[str, Any]


_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _read_day(given: Any) -> date | None:
    """The day of an ISO text. pydantic alone would take seconds since 1970 and times of a day for days too."""
    try:
        if given is None or (isinstance(given, str) and _ISO_DAY.fullmatch(given)):
            return None if given is None else date.fromisoformat(given)
    except ValueError:
        pass
    raise ValueError("a day as 2024-11-01")


Day = Annotated[date | None, BeforeValidator(_read_day)]
"""A day as 2024-11-01, or none."""


class NoParameters(BaseModel):
    """Base of all parameter models: frozen; an unknown name is an error, and so is a number without an end."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


Given = TypeVar("Given", bound=NoParameters)


class Parameters(NoParameters):
    """What all searches and views take."""

    query: str = ""
    format: Format | None = None


_BOUNDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "limit": {"ge": 0},
    "offset": {"ge": 0, "le": 2**31},
    "context": {"ge": 0, "le": LIMITS.context},
    "timeout_s": {"ge": 0, "le": LIMITS.search_s},
    **{name: {"ge": bound.least, "le": bound.most} for name, bound in BOUNDS.items()},
    "facets": {"max_length": len(BY_NAME)},
}
"""What a server bounds beside the types."""

_TEXT: Final[Mapping[str, Any]] = {"max_length": LIMITS.text}
_TYPES: Final = get_type_hints(SearchOptions)
_OPTIONS: Final = tuple(MEANINGS)


def _option(name: str) -> tuple[Any, Any]:
    """The type and definition of an option of a search."""
    kind = {Sequence[str]: list[str], date | None: Day}.get(_TYPES[name], _TYPES[name])
    default: Any = SearchOptions.__dataclass_fields__[name].default
    return kind, Field(
        list(default) if kind == list[str] else default, description=MEANINGS[name], **_BOUNDS.get(name, {})
    )


def _filter(name: str) -> tuple[Any, Any]:
    """The type and definition of a filter by a field: the text that would stand behind the colon in a query."""
    row = BY_NAME[name]
    meaning = row.help or f"Only what is so: {row.meaning}."
    kinds: Any = str | float | None if row.kind == "range" else str | None
    bound: Mapping[str, Any] = {} if row.kind == "range" else _TEXT
    return kinds, Field(None, description=meaning, examples=[row.example.partition(":")[2] or row.example], **bound)


_QUERY: Final[tuple[Any, Any]] = (str, Field("", description="The query, in the query language.", **_TEXT))
_FORMAT: Final[tuple[Any, Any]] = (
    Format | None,
    Field(None, description="json, csv or ndjson (JSON Lines): else as the header Accept asks, else json."),
)


def _parameters(name: str, definitions: Definitions) -> type[Parameters]:
    model: type[Parameters] = create_model(name, __base__=Parameters, query=_QUERY, **definitions, format=_FORMAT)
    return model


def view_parameters(name: str, more: Definitions | None = None) -> type[Parameters]:
    """A model with the parameters that all views with a query share, and `more`."""
    return _parameters(name, {**_view_definitions(), **(more or {})})


def _view_definitions() -> Definitions:
    filters = {name: _filter(name) for name in ViewArguments.__annotations__ if name in BY_NAME}
    options = {name: _option(name) for name in ViewArguments.__annotations__ if name in MEANINGS}
    meaning = "how many of the best matching passages are read"
    return {**filters, **options, "limit": (int, Field(300, description=meaning, ge=1, le=LIMITS.passages))}


SearchParameters: Final = _parameters(
    "SearchParameters",
    {
        **{row.name: _filter(row.name) for row in OPTIONS},
        **{name: _option(name) for name in _OPTIONS},
        "cursor": (
            str | None,
            Field(None, description="`next` of the page before, for the page after it.", max_length=LIMITS.cursor),
        ),
    },
)
"""The parameters of a search."""


def _or_fault(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """The parameters of one search of several, or the error of wrong ones, which is told in its place."""
    try:
        return read(given)
    except ValidationError as error:
        return error


class MultiSearchParameters(NoParameters):
    """Several searches, each with its own parameters; where they are wrong a ValidationError stands."""

    searches: list[Annotated[SearchParameters, WrapValidator(_or_fault)]] = Field(  # type: ignore[valid-type]
        min_length=1, max_length=LIMITS.queries
    )


FacetParameters: Final = _parameters(
    "FacetParameters",
    {
        **{row.name: _filter(row.name) for row in OPTIONS},
        **{name: _option(name) for name in (*READING, "timeout_s")},
        "contains": (str, Field("", description="Only values with these characters in them.", **_TEXT)),
        "limit": (int, Field(100, description="values shown", ge=0, le=LIMITS.hits)),
    },
)
"""The parameters of a facet: a search, and which values are shown."""


class ArticleParameters(NoParameters):
    """A document, by its own id or by that of one of its passages."""

    document: str = Field("", max_length=LIMITS.text)
    passage: str = Field("", max_length=LIMITS.text)
    format: Format | None = None


class LikeParameters(NoParameters):
    """How many like passages are shown."""

    limit: int = Field(10, description=MEANINGS["limit"], ge=0, le=LIMITS.hits)
    format: Format | None = None


class SpeakersParameters(NoParameters):
    """Which speakers are shown."""

    contains: str = Field("", description="Only speakers with these characters in a name.", max_length=LIMITS.text)
    limit: int = Field(100, description="speakers shown", ge=0, le=LIMITS.rows)
    offset: int = Field(0, description="speakers skipped before the first one shown", ge=0, le=2**31)
    format: Format | None = None


SpeakerParameters: Final[type[NoParameters]] = create_model(
    "SpeakerParameters",
    __base__=NoParameters,
    name=(str, Field(description="Any name of a person or organization.", examples=["Blinken"], min_length=1, **_TEXT)),
    **{name: one for name, one in _view_definitions().items() if name != "speaker"},
    format=_FORMAT,
)
"""The parameters of the page about a speaker."""


class CompareParameters(NoParameters):
    """Two documents to compare."""

    one: str = Field(description="The id of a document, or its place as hits have it.", max_length=LIMITS.text)
    other: str = Field(description="The id of another document, or its place.", max_length=LIMITS.text)
    format: Format | None = None


class VerifyParameters(NoParameters):
    """A text to verify."""

    text: str = Field(
        description="Prose, one citation a line, or rows of CSV or JSON Lines.", max_length=LIMITS.verified
    )
    limit: int = Field(5, description="Pieces of evidence shown for each sentence; 0: all.", ge=0, le=LIMITS.hits)
    written: Day = Field(None, description="The day from which “Thursday” or “last week” in the text count.")
    format: Format | None = None


NewDocument: Final[type[NoParameters]] = create_model(
    "NewDocument",
    __base__=NoParameters,
    **cast(
        "Definitions",
        {name: (field.annotation, field) for name, field in Document.model_fields.items()} | {"published": (Day, None)},
    ),
)
"""A document to add: the fields of Document, each of its own type of JSON."""


class AddParameters(NoParameters):
    """Documents to add."""

    documents: list[NewDocument] = Field(min_length=1, max_length=LIMITS.documents)  # type: ignore[valid-type]

    def read(self) -> list[Document]:
        """The documents."""
        return [Document(**dict(one)) for one in self.documents]


def search_request(given: Parameters) -> SearchRequest:
    """The SearchRequest of the parameters of a search. It may take as long as a search may here, if it says no less."""
    values = {name: getattr(given, name) for name in _OPTIONS if name in type(given).model_fields}
    values["facets"] = tuple(values.get("facets", ()))
    values["timeout_s"] = values["timeout_s"] or LIMITS.search_s
    options = SearchOptions(**values)
    filters = tuple((row.name, getattr(given, row.name)) for row in OPTIONS if getattr(given, row.name) is not None)
    return SearchRequest(given.query, filters, options)


def refuse_empty(asked: SearchRequest) -> None:
    """Raise Refused for a search without a query and filters: its answer would look like that of an empty index."""
    if not asked.text.strip() and not asked.filters:
        raise Refused("bad_parameter", "The search is empty: give a query or a filter.", parameter="query")


def view_arguments(given: NoParameters) -> ViewArguments:
    """The arguments of a view, for the methods of Index."""
    names = ViewArguments.__annotations__.keys() & type(given).model_fields.keys()
    return cast("ViewArguments", {name: getattr(given, name) for name in names})


def read_parameters(model: type[Given], pairs: Sequence[tuple[str, str]], *, form: bool = False) -> Given:
    """The parameters of a query string. Raises RequestValidationError for an unknown name, one given twice, a wrong value.

    A browser sends every field of a form: with `form`, those left empty count as not given.
    """
    given: dict[str, Any] = {}
    for name, text in pairs:
        if text or not form:
            given.setdefault(name, []).append(text)
    for name in repeated(model, pairs):
        raise RequestValidationError([{"type": "repeated", "loc": ("query", name), "msg": "is given more than once"}])
    several = _lists(model)
    try:
        return model.model_validate({name: texts if name in several else texts[0] for name, texts in given.items()})
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]) from None


def read_body(model: type[Given], content: bytes) -> Given:
    """The parameters of a body of JSON, each of its own type of JSON: "5" is no number, 1 not true.

    Raises RequestValidationError for an unknown name, one given twice, a value of another type.
    """
    parsed = json.loads(content, object_pairs_hook=_each_once)
    try:
        return model.model_validate_json(json.dumps(parsed), strict=True)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises RequestValidationError for a name that stands twice: one of its values would be passed over."""
    twice = next((name for name, count in Counter(name for name, _ in pairs).items() if count > 1), None)
    if twice is not None:
        raise RequestValidationError([{"type": "repeated", "loc": ("body", twice), "msg": "is given more than once"}])
    return dict(pairs)


def repeated(model: type[BaseModel], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The names that are given more than once, though the model takes one value."""
    counts = Counter(name for name, _ in pairs)
    return [name for name, count in counts.items() if count > 1 and name not in _lists(model)]


def _lists(model: type[BaseModel]) -> set[str]:
    """The names of a model that take several values."""
    return {name for name, field in model.model_fields.items() if field.annotation == list[str]}


def names_known() -> tuple[str, ...]:
    """The names of the parameters of searches and views, to guess what a wrong one was meant to be."""
    return tuple(SearchParameters.model_fields | dict.fromkeys((*ViewArguments.__annotations__, "contains")))
