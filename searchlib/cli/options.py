"""Every option of the commands, once: its names, its help and what its value is read as.

Options that several commands have stand in groups (Filters, Shown, Printed). A command takes a group as one parameter,
and `grouped` lays it open for Typer.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

if TYPE_CHECKING:
    from searchlib.cli.output import Form
    from searchlib.query.options import SearchOptions

SETTINGS: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""How Typer is to treat every command."""

_UNITS: Final = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def read_size(text: str) -> int:
    """Bytes of a size such as `64m`. Raises typer.BadParameter."""
    digits = text.strip().lower().removesuffix("ib").removesuffix("b")
    number, unit = (digits[:-1], digits[-1:]) if digits[-1:].isalpha() else (digits, "")
    try:
        size = int(float(number) * _UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        size = 0
    if size < 1:
        raise typer.BadParameter(f"{text!r} is no size: write bytes, or 512k, 64m, 2g.")
    return size


def read_day(text: str) -> date:
    """A day as `2024-11-01`. Raises typer.BadParameter."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2024-11-01.") from None


class Sort(StrEnum):
    """What hits are ordered by."""

    score = "score"
    date = "date"
    published = "published"
    number = "number"


class Group(StrEnum):
    """What is shown once."""

    document = "document"


class Colour(StrEnum):
    """When to print in colour."""

    auto = "auto"
    always = "always"
    never = "never"


# ---- which index ------------------------------------------------------------------------------------------------------

IndexPath = Annotated[
    Path | None,
    typer.Option("--index", metavar="PATH", help="The index's folder.  [default: SEARCHLIB_INDEX, else ./index]"),
]

# ---- what is asked ----------------------------------------------------------------------------------------------------

Words = Annotated[
    list[str] | None, typer.Argument(metavar="QUERY", help="The query; several arguments are joined by spaces.")
]
Speaker = Annotated[
    str | None, typer.Option(metavar="NAME", help="A statement in it is attributed to this person or organization.")
]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help="A statement's speaker is given this role.")]
Date = Annotated[
    str | None, typer.Option(metavar="DATE", help="It speaks of this day or period: 2024-10, 2024-10-27..2024-10-31.")
]
Number = Annotated[
    str | None, typer.Option(metavar="RANGE", help="It states a quantity in this range: 10k, 8000..12000, '>=90%'.")
]
On = Annotated[str | None, typer.Option(metavar="DATE", help="A statement in it was said on this day.")]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="Its document's publisher.")]
Published = Annotated[str | None, typer.Option(metavar="DATE", help="Its document's publication date.")]
EveryWord = Annotated[bool, typer.Option("--all", help="Only passages with every word.")]
Literal = Annotated[bool, typer.Option("--literal", "-F", help="No operators: everything is words.")]
Sure = Annotated[bool, typer.Option("--sure", help="Only values that the text states outright.")]
Timeout = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="Stop after so long, with what was found; 0: never.")
]

# ---- which hits, in which order ---------------------------------------------------------------------------------------

Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="How many hits to show.")]
Offset = Annotated[int, typer.Option(metavar="N", min=0, help="How many of the best to pass over.")]
SortBy = Annotated[
    Sort,
    typer.Option("--sort", metavar="score|date|published|number", help="Order hits by this; unknown values come last."),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="The other way round.")]
GroupBy = Annotated[
    Group | None, typer.Option("--group", metavar="document", help="Show the best passage of a document only.")
]
Fold = Annotated[
    bool | None,
    typer.Option(
        "--fold/--no-fold", help="Show near-duplicates once.  [default: on at a terminal]", show_default=False
    ),
]
Facet = Annotated[
    list[str] | None,
    typer.Option("--facet", metavar="NAME", help="Count all matches by speaker, source, date ...; may be repeated."),
]

# ---- how the answer looks ---------------------------------------------------------------------------------------------

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; for many queries take --jsonl.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a hit, its query first.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table; cells like formulas are made harmless.")]
RawCsv = Annotated[bool, typer.Option("--raw-csv", help="Print a table with all cells as they are.")]
Fields = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="Only these columns, as in --fields rank,score,text; as tab-separated lines."),
]
Count = Annotated[bool, typer.Option("--count", help="Print only how many passages match; with --group, documents.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show what each word and filter gave to a hit.")]
Color = Annotated[Colour, typer.Option("--color", metavar="auto|always|never", help="When to use colours.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show long answers page by page.")]
Queries = Annotated[
    Path | None,
    typer.Option(
        "--queries",
        metavar="FILE",
        help="Run the queries of a file, one a line; lines from # on are remarks; - is standard input.",
    ),
]

# ---- what is read -----------------------------------------------------------------------------------------------------

Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes at work.  [default: all cores]", show_default=False)
]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="What is held, in all processes, before it is written.")]

# ---- groups of them ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What narrows a search."""

    speaker: Speaker = None
    role: Role = None
    date: Date = None
    number: Number = None
    on: On = None
    source: Source = None
    published: Published = None

    @property
    def given(self) -> dict[str, str]:
        """The values that were given, by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Shown:
    """Which hits of all that match, and in which order."""

    limit: Limit = 10
    offset: Offset = 0
    sort: SortBy = Sort.score
    reverse: Reverse = False
    group: GroupBy = None
    fold: Fold = None
    count: Count = False
    timeout: Timeout = 10.0

    def options(self, form: Form, **further: Any) -> SearchOptions:
        """The options of a search whose results are printed in this form."""
        from searchlib.query.options import SearchOptions

        return SearchOptions(
            limit=0 if self.count else self.limit,
            offset=self.offset,
            sort=self.sort.value,
            reverse=self.reverse,
            group=self.group.value if self.group else "",
            collapse=form.for_people if self.fold is None else self.fold,
            timeout_s=self.timeout or None,
            **further,
        )


@dataclass(frozen=True)
class Printed:
    """How the answer looks."""

    as_json: Json = False
    jsonl: Jsonl = False
    csv: Csv = False
    raw_csv: RawCsv = False
    fields: Fields = None
    color: Color = Colour.auto
    no_pager: NoPager = False

    def form(self, *, count: bool = False) -> Form:
        """The form asked for. Raises typer.BadParameter for two of them, or an unknown column."""
        from searchlib.cli.output import form_of

        return form_of(
            as_json=self.as_json,
            jsonl=self.jsonl,
            csv=self.csv,
            raw_csv=self.raw_csv,
            count=count,
            fields=self.fields,
            colour=self.color.value,
            no_pager=self.no_pager,
        )


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """The command as Typer is to see it: every field of a group is an option of its own."""
    opened: list[inspect.Parameter] = []
    groups: dict[str, Any] = {}
    for each in inspect.signature(command, eval_str=True).parameters.values():
        if is_dataclass(each.annotation):
            groups[each.name] = each.annotation
            hints = get_type_hints(each.annotation, include_extras=True)
            options: list[tuple[str, Any, Any]] = [
                (one.name, one.default, hints[one.name]) for one in fields(each.annotation)
            ]
        else:
            options = [(each.name, each.default, each.annotation)]
        opened += [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, default, annotation in options
        ]

    @wraps(command)
    def run(**given: Any) -> int:
        for name, group in groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        return command(**given)

    run.__signature__ = inspect.Signature(opened)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run
