"""All options of the commands: names, help and type of the value.

Options that several commands share form groups (Filters, Shown, Printed). A command takes a group as one parameter, and
`grouped` replaces that parameter with the options of the group for Typer.
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
    from searchlib.fields import Sort
    from searchlib.query.options import SearchOptions

SETTINGS: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Typer settings of every command."""

_UNITS: Final = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def read_size(text: str) -> int:
    """The number of bytes of a size such as `64m`. Raises typer.BadParameter."""
    digits = text.strip().lower().removesuffix("ib").removesuffix("b")
    figure, unit = (digits[:-1], digits[-1:]) if digits[-1:].isalpha() else (digits, "")
    try:
        size = int(float(figure) * _UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        size = 0
    if size < 1:
        raise typer.BadParameter(f"A size must be a number of bytes, or such as 512k, 64m, 2g; got {text!r}.")
    return size


def read_day(text: str) -> date:
    """The day of a text such as `2024-11-01`. Raises typer.BadParameter."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"A day must be written as 2024-11-01; got {text!r}.") from None


def known_sort(key: str) -> str:
    """The key itself if it is in SORTS. Raises typer.BadParameter for any other."""
    if key not in SORTS:
        raise typer.BadParameter(f"{key!r} is not one of {', '.join(map(repr, SORTS))}.")
    return key


class Group(StrEnum):
    """Values of --group."""

    document = "document"


class Colour(StrEnum):
    """Values of --color."""

    auto = "auto"
    always = "always"
    never = "never"


# ---- which index ----------------------------------------------------------------------------------------------------

IndexPath = Annotated[
    Path | None,
    typer.Option("--index", metavar="PATH", help="Folder of the index.  [default: SEARCHLIB_INDEX, else ./index]"),
]

# ---- the query ------------------------------------------------------------------------------------------------------

Words = Annotated[
    list[str] | None, typer.Argument(metavar="QUERY", help="The query. Several arguments are joined by spaces.")
]
EveryWord = Annotated[bool, typer.Option("--all", help="Only passages with every word.")]
Literal = Annotated[bool, typer.Option("--literal", "-F", help="Read operators as plain words.")]
Sure = Annotated[bool, typer.Option("--sure", help="Use only values that the text states explicitly.")]
Timeout = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0, help="Stop after this time and print the hits so far; 0: no limit."),
]

# ---- which hits, in which order -------------------------------------------------------------------------------------

Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show this many hits.")]
Offset = Annotated[int, typer.Option(metavar="N", min=0, help="Skip this many hits.")]
SortBy = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="|".join(SORTS),
        callback=known_sort,
        help="Sort hits by this. Hits without a value come last.",
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
    typer.Option("--facet", metavar="NAME", help="Count all matches by speaker, source, date ... Repeatable."),
]

# ---- output ---------------------------------------------------------------------------------------------------------

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object. For many queries use --jsonl.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object per hit, with its query.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV. Spreadsheet formulas are escaped.")]
RawCsv = Annotated[bool, typer.Option("--raw-csv", help="Print CSV without escaping formulas.")]
Fields = Annotated[
    str | None,
    typer.Option(
        metavar="NAMES",
        help="Print only these columns: rank,score,text. Tabs separate them, except with --csv and --jsonl.",
    ),
]
Context = Annotated[
    int, typer.Option("--context", "-C", metavar="N", min=0, help="Show N passages before and after each hit.")
]
Links = Annotated[
    bool | None,
    typer.Option(
        "--links/--no-links",
        help="Link each place to its file.  [default: on at a terminal with colours]",
        show_default=False,
    ),
]
Mentions = Annotated[
    bool, typer.Option("--mentions", help="With --csv or --jsonl: print one row per statement, date and number.")
]
Count = Annotated[
    bool, typer.Option("--count", help="Print only the number of matching passages (with --group: documents).")
]
Explain = Annotated[bool, typer.Option("--explain", help="Show how words and filters matched each hit.")]
Color = Annotated[Colour, typer.Option("--color", metavar="auto|always|never", help="When to use colours.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Do not use a pager.")]
Queries = Annotated[
    Path | None,
    typer.Option(
        "--queries",
        metavar="FILE",
        help="Run the queries of a file, one per line. Lines that begin with # are comments. - is standard input.",
    ),
]

# ---- indexing -------------------------------------------------------------------------------------------------------

TrustRoots = Annotated[
    bool,
    typer.Option("--trust-roots", help="Read the folders of an index that another account or machine made."),
]

Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Number of processes.  [default: all cores]", show_default=False)
]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="Memory for documents not yet written, over all processes.")]

# ---- groups of options ----------------------------------------------------------------------------------------------


class Filters:
    """The filter options: one for each field that has an option in searchlib/fields.py."""

    def __init__(self, **values: str | None) -> None:
        self.given = {name: value for name, value in values.items() if value is not None}
        """Field name to the given value; fields without a value are left out."""

    @classmethod
    def parameters(cls) -> list[inspect.Parameter]:
        """The options as parameters of a command."""
        return [
            _parameter(row.name, None, Annotated[str | None, typer.Option(metavar=row.option, help=row.help)])
            for row in OPTIONS
        ]


@dataclass(frozen=True)
class Shown:
    """Which hits to show, and in which order."""

    limit: Limit = 10
    offset: Offset = 0
    sort: SortBy = "score"
    reverse: Reverse = False
    group: GroupBy = None
    collapse: Collapse = None
    fold: OldCollapse = None
    context: Context = 0
    count: Count = False
    timeout: Timeout = 10.0

    def options(self, form: Form, **further: Any) -> SearchOptions:
        """The search options, for results that are printed in `form`; `further` are other fields of SearchOptions."""
        from searchlib.query.options import SearchOptions

        return SearchOptions(
            limit=0 if self.count else self.limit,
            offset=self.offset,
            sort=cast("Sort", self.sort),
            reverse=self.reverse,
            group=self.group.value if self.group else "",
            collapse=self._collapses(form),
            context=self.context,
            timeout_s=self.timeout or None,
            **further,
        )

    def _collapses(self, form: Form) -> bool:
        """Whether near-duplicates are shown once: as the option says, else only when a person reads the output."""
        if self.fold is not None:
            from searchlib.cli.messages import print_message

            print_message(
                "warning", "--fold is now called --collapse. The old name will be removed in the next release."
            )
        collapse = self.fold if self.collapse is None else self.collapse
        return form.for_people if collapse is None else collapse


@dataclass(frozen=True)
class Printed:
    """The form of the output."""

    as_json: Json = False
    jsonl: Jsonl = False
    csv: Csv = False
    raw_csv: RawCsv = False
    fields: Fields = None
    mentions: Mentions = False
    color: Color = Colour.auto
    links: Links = None
    no_pager: NoPager = False

    def form(self, *, count: bool = False) -> Form:
        """The output form of the options. Raises typer.BadParameter for two forms at once, or an unknown column."""
        from searchlib.cli.output import form_of

        return form_of(
            as_json=self.as_json,
            jsonl=self.jsonl,
            csv=self.csv,
            raw_csv=self.raw_csv,
            count=count,
            fields=self.fields,
            mentions=self.mentions,
            colour=self.color.value,
            links=self.links,
            no_pager=self.no_pager,
        )


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """The command for Typer: the options of each group become options of the command."""
    groups: dict[str, tuple[type[Any], list[str]]] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        group_options = _options_of(parameter)
        if group_options:
            groups[parameter.name] = parameter.annotation, [option.name for option in group_options]
        parameters += group_options or [_parameter(parameter.name, parameter.default, parameter.annotation)]

    @wraps(command)
    def run(**given: Any) -> int:
        for name, (group, names) in groups.items():
            given[name] = group(**{option: given.pop(option) for option in names})
        return command(**given)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _options_of(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """The options of a group; an empty list for a parameter that is an option itself."""
    group = parameter.annotation
    if group is Filters:
        return Filters.parameters()
    if not is_dataclass(group):
        return []
    hints = get_type_hints(group, include_extras=True)
    return [_parameter(option.name, option.default, hints[option.name]) for option in fields(group)]


def _parameter(name: str, default: Any, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
