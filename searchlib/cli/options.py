"""Every option of the commands, once: its names, its help and what its value is read as."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

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
    str | None, typer.Option(metavar="NAME", help="A statement in it is attributed to this person or body.")
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

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a hit.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table; cells like formulas are made harmless.")]
RawCsv = Annotated[bool, typer.Option("--raw-csv", help="Print a table with all cells as they are.")]
Fields = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="Only these columns, as in --fields rank,score,text; as tab-separated lines."),
]
Count = Annotated[bool, typer.Option("--count", help="Print only how many passages match.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show what each word and filter gave to a hit.")]
Color = Annotated[Colour, typer.Option("--color", metavar="auto|always|never", help="When to use colours.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show long answers page by page.")]
Queries = Annotated[
    Path | None,
    typer.Option("--queries", metavar="FILE", help="Run the queries of a file, one a line; - is standard input."),
]

# ---- what is read -----------------------------------------------------------------------------------------------------

Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes at work.  [default: all cores]", show_default=False)
]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="What each process may hold before it writes a segment.")]
