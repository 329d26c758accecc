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
from typing import TYPE_CHECKING, Annotated, Any, Final, cast, get_type_hints

import typer

from searchlib.fields import OPTIONS, SORTS

if TYPE_CHECKING:
    from searchlib.cli.output import Form
    from searchlib.query.options import SearchOptions, Sort

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


def known_sort(key: str) -> str:
    """A key of SORTS. Raises typer.BadParameter for any other."""
    if key not in SORTS:
        raise typer.BadParameter(f"{key!r} is not one of {', '.join(map(repr, SORTS))}.")
    return key


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
EveryWord = Annotated[bool, typer.Option("--all", help="Only passages with every word.")]
Literal = Annotated[bool, typer.Option("--literal", "-F", help="Read operators as plain words.")]
Sure = Annotated[bool, typer.Option("--sure", help="Use only values that the text states explicitly.")]
Timeout = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0, help="Stop the search after this time and print what was found; 0: never."),
]

# ---- which hits, in which order ---------------------------------------------------------------------------------------

Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show this many hits.")]
Offset = Annotated[int, typer.Option(metavar="N", min=0, help="Skip this many hits.")]
SortBy = Annotated[
    str,
    typer.Option(
        "--sort", metavar="|".join(SORTS), callback=known_sort, help="Order hits by this; unknown values come last."
    ),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="Reverse the order.")]
GroupBy = Annotated[
    Group | None, typer.Option("--group", metavar="document", help="Show only the best passage of each document.")
]
Collapse = Annotated[
    bool | None,
    typer.Option(
        "--collapse/--no-collapse",
        help="Show near-duplicate passages once.  [default: on at a terminal]",
        show_default=False,
    ),
]
OldCollapse = Annotated[bool | None, typer.Option("--fold/--no-fold", hidden=True, help="The old name of --collapse.")]
Facet = Annotated[
    list[str] | None,
    typer.Option("--facet", metavar="NAME", help="Count all matches by speaker, source, date ...; may be repeated."),
]

# ---- how the answer looks ---------------------------------------------------------------------------------------------

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; for many queries take --jsonl.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object per hit, its query first.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV; cells that a spreadsheet would run are escaped.")]
RawCsv = Annotated[bool, typer.Option("--raw-csv", help="Print CSV without escaping any cell.")]
Fields = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="Only these columns, as in --fields rank,score,text; as tab-separated lines."),
]
Count = Annotated[bool, typer.Option("--count", help="Print only how many passages match; with --group, documents.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show how each word and filter contributed to a hit.")]
Color = Annotated[Colour, typer.Option("--color", metavar="auto|always|never", help="When to use colours.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Do not use a pager.")]
Queries = Annotated[
    Path | None,
    typer.Option(
        "--queries",
        metavar="FILE",
        help="Run the queries of a file, one per line; lines that begin with # are comments; - is standard input.",
    ),
]

# ---- what is read -----------------------------------------------------------------------------------------------------

Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Number of processes.  [default: all cores]", show_default=False)
]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="Memory for unwritten documents, over all processes.")]

# ---- groups of them ---------------------------------------------------------------------------------------------------


class Filters:
    """What narrows a search: an option for each field of the table that has one."""

    def __init__(self, **values: str | None) -> None:
        self.given = {name: value for name, value in values.items() if value is not None}
        """The values that were given, by field."""

    @classmethod
    def parameters(cls) -> list[inspect.Parameter]:
        """The options, as parameters of a command."""
        return [
            _parameter(row.name, None, Annotated[str | None, typer.Option(metavar=row.option, help=row.help)])
            for row in OPTIONS
        ]


@dataclass(frozen=True)
class Shown:
    """Which hits of all that match, and in which order."""

    limit: Limit = 10
    offset: Offset = 0
    sort: SortBy = "score"
    reverse: Reverse = False
    group: GroupBy = None
    collapse: Collapse = None
    fold: OldCollapse = None
    count: Count = False
    timeout: Timeout = 10.0

    def options(self, form: Form, **further: Any) -> SearchOptions:
        """The options of a search whose results are printed in this form."""
        from searchlib.query.options import SearchOptions

        return SearchOptions(
            limit=0 if self.count else self.limit,
            offset=self.offset,
            sort=cast("Sort", self.sort),
            reverse=self.reverse,
            group=self.group.value if self.group else "",
            collapse=self._collapses(form),
            timeout_s=self.timeout or None,
            **further,
        )

    def _collapses(self, form: Form) -> bool:
        """Whether near-duplicates are shown once: as asked, else for people only."""
        if self.fold is not None:
            from searchlib.cli.messages import tell

            tell("warning", "--fold is now called --collapse; the old name works for one more release.")
        asked = self.fold if self.collapse is None else self.collapse
        return form.for_people if asked is None else asked


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
    """The command as Typer is to see it: every option of a group is an option of its own."""
    groups: dict[str, tuple[type[Any], list[str]]] = {}
    laid_open: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        own = _options_of(parameter)
        if own:
            groups[parameter.name] = parameter.annotation, [option.name for option in own]
        laid_open += own or [_parameter(parameter.name, parameter.default, parameter.annotation)]

    @wraps(command)
    def run(**given: Any) -> int:
        for name, (group, names) in groups.items():
            given[name] = group(**{option: given.pop(option) for option in names})
        return command(**given)

    run.__signature__ = inspect.Signature(laid_open)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _options_of(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """The options of a group; none for a parameter that is an option itself."""
    group = parameter.annotation
    if group is Filters:
        return Filters.parameters()
    if not is_dataclass(group):
        return []
    hints = get_type_hints(group, include_extras=True)
    return [_parameter(option.name, option.default, hints[option.name]) for option in fields(group)]


def _parameter(name: str, default: Any, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
