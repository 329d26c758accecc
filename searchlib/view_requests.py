"""What a view is asked, from the arguments of a method of IndexViews; and why it found nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypedDict, TypeVar

from searchlib.engines.answers import Speaker
from searchlib.engines.contract import Reader
from searchlib.errors import NotFound
from searchlib.models import Document
from searchlib.models.views.view import View
from searchlib.query.nodes import Choice, Filter, Node, Nothing, Or
from searchlib.query.options import READING, SearchOptions
from searchlib.query.stop_words import without_stop_words
from searchlib.searching import FilterValue, SearchRequest, parse_request, validated
from searchlib.searching.diagnosis import NO_MENTIONS, Diagnosis, diagnose, holds_mentions
from searchlib.views.nouns import CloseNouns, read_nouns
from searchlib.views.passages_read import PASSAGES_READ, ViewRequest

AnyView = TypeVar("AnyView", bound=View)

NOUNS: Final = "nouns.toml"
"""The file of close nouns in the folder of an index."""
_OF_ROWS: Final = ("noun", "unit", "number", "speaker", "role", "on")
"""Filters that hold of each row of a view, not only of its passage."""
_OTHERS_NAMED: Final = 5
"""Other speakers of a name that are told of."""
_EVERYTHING: Final = Or((Choice("has", "number"), Choice("has", "statement")))
"""Matches whatever a view can show."""


class ViewArguments(TypedDict, total=False):
    """What every view with a query takes beside it; IndexViews tells what each means."""

    noun: str | None
    unit: str | None
    number: FilterValue | None
    speaker: str | None
    role: str | None
    on: FilterValue | None
    published: FilterValue | None
    source: str | None
    limit: int
    every_word: bool
    literal: bool
    explicit_only: bool
    today: date | None


def view_request(query: str, arguments: ViewArguments, folder: Path, *, has: str | None = None) -> ViewRequest:
    """The query, and apart from it the filters that hold of each row; `has` names a field that every passage must have.

    Without a query and a filter every value is asked for; a query that holds no word asks for nothing. `folder` may hold a
    file of close nouns. Raises QueryError, TypeError for an argument that is none of ViewArguments.
    """
    given: dict[str, Any] = dict(arguments)
    for unknown in given.keys() - ViewArguments.__annotations__.keys():
        raise TypeError(f"a view has no argument {unknown!r}")
    options = SearchOptions(
        limit=given.pop("limit", PASSAGES_READ), **{name: given.pop(name) for name in READING if name in given}
    )
    filters = tuple((name, value) for name, value in {**given, "has": has}.items() if value is not None)
    parsed = parse_request(validated(SearchRequest(query, filters, options)))
    of_rows = [
        parse_request(SearchRequest("", ((name, value),), replace(options, every_word=False, explicit_only=False))).node
        for name, value in filters
        if name in _OF_ROWS
    ]
    node = parsed.node
    own = tuple(one for one in filters if one[0] != "has")  # `has` is the view's
    if not own:
        node = _without_filters(query, node, options)
    return ViewRequest(
        query,
        node,
        tuple(node for node in of_rows if isinstance(node, Filter)),
        options.limit,
        parsed.warnings,
        close_nouns(folder),
        parse_request(SearchRequest(query, own, options)).node,
        options.explicit_only,
    )


def close_nouns(folder: Path) -> CloseNouns:
    """The close nouns, with those of a file in the folder of an index. Raises SettingsError for a malformed file."""
    nouns = folder / NOUNS
    return read_nouns(nouns) if nouns.exists() else CloseNouns()


def document_of(reader: Reader, located: str) -> Document:
    """The document of this id, or the one that holds the passage of this id. Raises NotFound."""
    document = reader.document(located) or reader.document(located.rpartition("#")[0])
    if document is None:
        raise NotFound(f"The index holds no document {located!r}.")
    return document


def speaker_request(
    name: str, speaker: Speaker, others: Sequence[Speaker], arguments: ViewArguments, folder: Path
) -> ViewRequest:
    """The statements of a speaker; `others` have the name too, and a warning names them."""
    if "speaker" in arguments:
        raise TypeError("a page about a speaker has no argument 'speaker': its name comes first")
    request = view_request("", {**arguments, "speaker": speaker.name}, folder, has="statement")
    told = ", ".join(f"{other.name} ({other.statements:,})" for other in others[:_OTHERS_NAMED])
    unnamed = len(others) - _OTHERS_NAMED
    more = f" and {unnamed:,} other{'s' * (unnamed != 1)}" if unnamed > 0 else ""
    warnings = (f"Other speakers have this name too: {told}{more}.",) if others else ()
    return replace(request, text=name, warnings=(*request.warnings, *warnings))


def _without_filters(query: str, node: Node, options: SearchOptions) -> Node:
    """What a query asks for that no filter of the user stands beside."""
    if not query.strip():
        return _EVERYTHING if isinstance(node, Nothing) else node
    words_alone = SearchRequest(query, (), replace(options, explicit_only=False))
    holds_no_word = isinstance(parse_request(words_alone).node, Nothing)
    return Nothing() if holds_no_word else node


def with_mentions_missed(reader: Reader, view: AnyView) -> AnyView:
    """The view; with a warning where the index holds no mentions, of which all views are made."""
    return view if holds_mentions(reader) else view.model_copy(update={"warnings": (*view.warnings, NO_MENTIONS)})


def with_diagnosis(reader: Reader, view: AnyView, asked: ViewRequest, *, states: str = "states a figure") -> AnyView:
    """The view; when no passage matches, with why, as a search tells it of the query as it was written.

    `states` says what the view asks of a passage besides.
    """
    if not view and not holds_mentions(reader):
        return with_mentions_missed(reader, view)
    if view.total != 0 or asked.written is None or isinstance(asked.written, Nothing):
        return view
    written = without_stop_words(asked.written, reader.analyzer)
    matching = reader.count_many([written])[0]
    if matching:
        remark = f"{matching:,} passage{'s match' if matching != 1 else ' matches'} it, but none {states}"
        return view.model_copy(update={"warnings": (*view.warnings, remark)})
    why: Diagnosis = diagnose(reader, written, added_after=None, deadline=None)
    warnings = tuple(dict.fromkeys((*view.warnings, *why.remarks)))
    return view.model_copy(update={"warnings": warnings, "suggestions": tuple(dict.fromkeys(why.suggestions))})
