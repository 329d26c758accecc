"""All options of the commands: names, help and type of the value.

Options that several commands share form groups (Filters, Shown, Printed). A command takes a group as one parameter.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

from searchlib.cli.calls.declarations import Argument, Option, WrongCall
from searchlib.definitions.frozen import frozen
from searchlib.fields import EXPANSIONS, OPTIONS, SORTS

if TYPE_CHECKING:
    from searchlib.cli.output import Form
    from searchlib.fields import Sort
    from searchlib.query.options import SearchOptions

_UNITS: Final = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def read_size(text: str) -> int:
    """The number of bytes of a size such as `64m`. Raises WrongCall."""
    digits = text.strip().lower().removesuffix("ib").removesuffix("b")
    figure, unit = (digits[:-1], digits[-1:]) if digits[-1:].isalpha() else (digits, "")
    try:
        size = int(float(figure) * _UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        size = 0
    if size < 1:
        raise WrongCall(f"A size must be a number of bytes, or such as 512k, 64m, 2g; got {text!r}.")
    return size


def read_day(text: str) -> date:
    """The day of a text such as `2024-11-01`. Raises WrongCall."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongCall(f"A day must be written as 2024-11-01; got {text!r}.") from None


def known_sort(key: str) -> str:
    """The key itself if it is in SORTS. Raises WrongCall for any other."""
    return _one_of(SORTS, key)


def known_expansion(name: str) -> str:
    """The name itself if it is in EXPANSIONS, or none is given. Raises WrongCall for any other."""
    return _one_of(EXPANSIONS, name) if name else name


def _one_of(known: Collection[str], given: str) -> str:
    if given not in known:
        raise WrongCall(f"{given!r} is not {'one of ' if len(known) > 1 else ''}{', '.join(map(repr, known))}.")
    return given


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
    str | None,
    Option(
        "--index", metavar="PATH", help="Folder of the index, or its URL.  [default: SEARCHLIB_INDEX, else ./index]"
    ),
]

# ---- the query ------------------------------------------------------------------------------------------------------

Words = Annotated[
    list[str] | None, Argument(metavar="QUERY", help="The query. Several arguments are joined by spaces.")
]
EveryWord = Annotated[bool, Option("--all", help="Only passages with every word.")]
Literal = Annotated[bool, Option("--literal", "-F", help="Read operators as plain words.")]
Sure = Annotated[bool, Option("--sure", help="Use only values that the text states explicitly.")]
Timeout = Annotated[
    float,
    Option(metavar="SECONDS", min=0, help="Stop after this time and print the hits so far; 0: no limit."),
]

# ---- which hits, in which order -------------------------------------------------------------------------------------

Limit = Annotated[int, Option("--limit", "-n", metavar="N", min=0, help="Show this many hits.")]
Offset = Annotated[int, Option(metavar="N", min=0, help="Skip this many hits.")]
SortBy = Annotated[
    str,
    Option(
        "--sort",
        metavar="|".join(SORTS),
        callback=known_sort,
        help="Sort hits by this. Hits without a value come last.",
    ),
]
Reverse = Annotated[bool, Option("--reverse", help="Reverse the order.")]
GroupBy = Annotated[
    Group | None, Option("--group", metavar="document", help="Show only the best passage of each document.")
]
Collapse = Annotated[
    bool | None,
    Option(
        "--collapse/--no-collapse",
        help="Show near-duplicate passages once.  [default: on at a terminal]",
        show_default=False,
    ),
]
OldCollapse = Annotated[bool | None, Option("--fold/--no-fold", hidden=True, help="The old name of --collapse.")]
Facet = Annotated[
    list[str] | None,
    Option("--facet", metavar="NAME", help="Count all matches by speaker, source, date, x.COLUMN ... Repeatable."),
]

Expand = Annotated[
    str,
    Option(
        "--expand",
        metavar="|".join(EXPANSIONS),
        callback=known_expansion,
        help="Add words of the best passages to the query.",
        show_default=False,
    ),
]
K1 = Annotated[
    float | None,
    Option("--k1", metavar="X", help="BM25's k1.  [default: that of the index]", show_default=False),
]
B = Annotated[
    float | None,
    Option("--b", metavar="X", help="BM25's b, 0 to 1.  [default: that of the index]", show_default=False),
]

# ---- output ---------------------------------------------------------------------------------------------------------

Json = Annotated[bool, Option("--json", help="Print one JSON object. For many queries use --jsonl.")]
OneJson = Annotated[bool, Option("--json", help="Print one JSON value.")]
Jsonl = Annotated[bool, Option("--jsonl", help="Print one JSON object per hit, with its query.")]
Csv = Annotated[bool, Option("--csv", help="Print CSV. Spreadsheet formulas are escaped.")]
RawCsv = Annotated[bool, Option("--raw-csv", help="Print CSV without escaping formulas.")]
Fields = Annotated[
    str | None,
    Option(
        metavar="NAMES",
        help="Print only these columns: rank,score,text. Tabs separate them, except with --csv and --jsonl.",
    ),
]
Context = Annotated[
    int, Option("--context", "-C", metavar="N", min=0, help="Show N passages before and after each hit.")
]
Links = Annotated[
    bool | None,
    Option(
        "--links/--no-links",
        help="Link each place to its file.  [default: on at a terminal with colours]",
        show_default=False,
    ),
]
Mentions = Annotated[
    bool, Option("--mentions", help="With --csv or --jsonl: print one row per statement, date and number.")
]
Count = Annotated[bool, Option("--count", help="Print only the number of matching passages (with --group: documents).")]
Explain = Annotated[bool, Option("--explain", help="Show how words and filters matched each hit.")]
Color = Annotated[Colour, Option("--color", metavar="auto|always|never", help="When to use colours.")]
NoPager = Annotated[bool, Option("--no-pager", help="Do not use a pager.")]
Queries = Annotated[
    Path | None,
    Option(
        "--queries",
        metavar="FILE",
        help="Run the queries of a file, one per line. Lines that begin with # are comments. - is standard input.",
    ),
]

# ---- indexing -------------------------------------------------------------------------------------------------------

TrustRoots = Annotated[
    bool,
    Option("--trust-roots", help="Read the folders of an index that another account or machine made."),
]

Workers = Annotated[
    int | None, Option(metavar="N", min=1, help="Number of processes.  [default: all cores]", show_default=False)
]
Cluster = Annotated[
    str | None,
    Option(metavar="ADDRESS", help="Have a Dask cluster do the work: dask://HOST:PORT, or local.", show_default=False),
]
Memory = Annotated[str, Option(metavar="SIZE", help="Memory for documents not yet written, over all processes.")]

# ---- groups of options ----------------------------------------------------------------------------------------------


class Filters:
    """The filter options: one for each field that has an option in searchlib/fields.py."""

    def __init__(self, **values: str | None) -> None:
        self.given = {name: value for name, value in values.items() if value is not None}
        """Field name to the given value; fields without a value are left out."""

    @classmethod
    def parameters(cls) -> dict[str, Any]:
        """The options: the name and type of each."""
        return {row.name: Annotated[str | None, Option(metavar=row.option, help=row.help)] for row in OPTIONS}


@frozen
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


@frozen
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

    @property
    def is_text(self) -> bool:
        """Whether the output is text for people, not JSON, CSV or columns."""
        return not (self.as_json or self.jsonl or self.csv or self.raw_csv or self.fields or self.mentions)

    def form(self, *, count: bool = False) -> Form:
        """The output form of the options. Raises WrongCall for two forms at once, or an unknown column."""
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
