"""Commands that show what many passages state: figures, timeline, quotes, diff, verify and speaker."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import ERROR, FOUND, NOTHING

if TYPE_CHECKING:
    from searchlib.cli.terminal import Screen
    from searchlib.models.views.comparison import Comparison
    from searchlib.models.views.figures import Figures
    from searchlib.models.views.quotes import Quotes
    from searchlib.models.views.speaker_page import SpeakerPage
    from searchlib.models.views.timeline import Timeline
    from searchlib.models.views.verification import Verification
    from searchlib.presentation.wrapping import Line

    Table = Figures | Timeline | Quotes | SpeakerPage | Verification | Comparison

_NARROWEST = 40
"""The least width of a table, in columns."""

Noun = Annotated[str | None, typer.Option(metavar="NOUN", help="Only figures that count this: soldiers.")]
Unit = Annotated[str | None, typer.Option(metavar="UNIT", help="Only figures in this unit: percent, USD, km.")]
Published = Annotated[str | None, typer.Option(metavar="DATE", help="Only documents published on these days.")]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="Only documents of this publisher.")]
Kinds = Annotated[int, typer.Option(metavar="N", min=0, help="Show so many kinds of figures as text; 0: all.")]
Plot = Annotated[
    Path | None,
    typer.Option(
        "--plot", metavar="FILE", help="Draw a chart of the first kind of figures as FILE.svg or FILE.png too."
    ),
]


class By(StrEnum):
    """Values of --by: the length of each period of a timeline."""

    day = "day"
    week = "week"
    month = "month"


@dataclass(frozen=True)
class RowFilters:
    """Options that select the rows of a view."""

    noun: Noun = None
    unit: Unit = None
    number: Annotated[str | None, typer.Option(metavar="RANGE", help="Only figures in this range.")] = None
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this person or organization says.")] = (
        None
    )
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="Only what somebody of this role says.")] = None
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Only what is said on this day.")] = None
    published: Published = None
    source: Source = None
    every_word: options.EveryWord = False
    literal: options.Literal = False
    sure: options.Sure = False
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Read the N best passages; 0 reads all that match.")
    ] = 300

    @property
    def given(self) -> dict[str, object]:
        """Option name to value, as arguments of `Index.figures` and `Index.timeline`."""
        names = {"sure": "explicit_only"}
        return {names.get(option.name, option.name): getattr(self, option.name) for option in fields(self)}


@dataclass(frozen=True)
class RowsPrinted:
    """The form of the output. Raises WrongCall for two forms at once."""

    as_json: options.OneJson = False
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print one JSON object per row.")] = False
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV. Spreadsheet formulas are escaped.")] = False
    raw_csv: options.RawCsv = False
    color: options.Color = options.Colour.auto
    no_pager: options.NoPager = False

    def __post_init__(self) -> None:
        """Refuse two forms before anything is read."""
        _ = self.kind

    @property
    def kind(self) -> str:
        """The selected form, by default "text". Raises WrongCall for two forms at once."""
        selected = {"json": self.as_json, "jsonl": self.jsonl, "csv": self.csv, "raw-csv": self.raw_csv}
        kinds = [kind for kind, is_selected in selected.items() if is_selected]
        if len(kinds) > 1:
            raise WrongCall(f"--{kinds[0]} and --{kinds[1]} cannot be used together: choose one.")
        return kinds[0] if kinds else "text"


def figures(
    filters: RowFilters,
    printed: RowsPrinted,
    query: options.Words = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="Only figures that contradict another one.")] = False,
    plot: Plot = None,
    groups: Kinds = 5,
    index: options.IndexPath = None,
) -> int:
    """List all figures on a subject, and who contradicts whom.

    Without a query, those of all passages. Figures with the same unit and noun form a group; groups with similar nouns (soldiers, troops) follow each other. A line
    shows who gives the figure, the figure as stated, the values it allows on a scale, and the day it is for. ! marks figures
    that cannot both be true.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.view_tables import figure_lines

    with open_index(index, build=True) as opened:
        view = opened.figures(" ".join(query or ()), **filters.given)  # type: ignore[arg-type]
    figures_read = len(view)
    view = view.only_conflicts() if conflicts else view
    if view:
        _draw(view.chart, plot)
    _print_view(view, printed, figure_lines, questions=groups)
    return _remark("figures", view, printed, agreeing=figures_read)


def timeline(
    filters: RowFilters,
    printed: RowsPrinted,
    query: options.Words = None,
    plot: Plot = None,
    by: Annotated[By, typer.Option(metavar="day|week|month", help="Length of each period.")] = By.day,
    index: options.IndexPath = None,
) -> int:
    """Show figures and statements by day, week or month.

    Without a query, those of all passages. Shows the figures that `searchlib figures` lists first. --noun and --unit select
    other figures.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.view_tables import timeline_lines

    with open_index(index, build=True) as opened:
        view = opened.timeline(" ".join(query or ()), by=by.value, **filters.given)  # type: ignore[arg-type]
    if view:
        _draw(view.chart, plot)
    _print_view(view, printed, timeline_lines)
    return _remark("timeline", view, printed)


def quotes(
    filters: RowFilters,
    printed: RowsPrinted,
    query: options.Words = None,
    groups: Annotated[int, typer.Option(metavar="N", min=0, help="Show so many utterances as text; 0: all.")] = 10,
    index: options.IndexPath = None,
) -> int:
    """List what is said, each utterance with all its wordings.

    Without a query, what all passages say. Statements that retell one utterance form a group: the first appearance,
    then the other wordings, words that the first does not have between ‹ ›, each with who told whom. ! marks retellings
    that name different speakers.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.quote_tables import quote_lines

    with open_index(index, build=True) as opened:
        view = opened.quotes(" ".join(query or ()), **filters.given)  # type: ignore[arg-type]
    _print_view(view, printed, quote_lines, groups=groups)
    return _remark("quotes", view, printed)


def diff(
    printed: RowsPrinted,
    one: Annotated[str, typer.Argument(metavar="A", help="Id or path of a document, or a passage of it.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The same, of the other document.")],
    index: options.IndexPath = None,
) -> int:
    """Compare what two documents state.

    Shows the sentences that both have almost word for word; statements and figures that both have with other words, numbers,
    days or speakers; and those that only one of them has. Words that the other document does not have stand between ‹ ›.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.comparison_tables import comparison_lines

    with open_index(index) as opened:
        view = opened.compare(one, other)
    _print_view(view, printed, comparison_lines)
    if not view:
        print("searchlib diff: neither document states anything", file=sys.stderr)
    for warning in view.warnings:
        print(_clean(warning), file=sys.stderr)
    return FOUND if view else NOTHING


def verify(
    printed: RowsPrinted,
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT", help="What is to be checked. Several arguments are joined by spaces. - is standard input."
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="Check the sentences of a file, or the rows of a table that this program printed.",
        ),
    ] = None,
    written: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day from which Thursday or last week in the text count.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show N pieces of evidence for a sentence; 0: all.")
    ] = 5,
    index: options.IndexPath = None,
) -> int:
    """Check sentences and quotations against the index.

    For each sentence: the passages that state it, state it otherwise (with what differs: number, speaker, day, words), or deny
    it. Quotations are checked word for word. "Not stated" means that nothing in the index states it, not that it is false.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.verification_tables import verification_lines

    whole = _text_to_check(text or [], file)
    day = None if written is None else options.read_day(written)
    with open_index(index, build=True) as opened:
        view = opened.verify(whole, limit=limit, written=day)
    _print_view(view, printed, verification_lines)
    for remark in filter(None, (view.cut, *view.warnings)):
        print(_clean(remark), file=sys.stderr)
    return FOUND if view else NOTHING


def _text_to_check(words: list[str], file: Path | None) -> str:
    """The text of the arguments, of a file, or of standard input. Raises WrongCall without any, or with two."""
    if words == ["-"] and file is None:
        words, file = [], Path("-")
    if bool(words) == (file is not None):
        raise WrongCall("Give the sentences to check, or --file with a file of them.")
    whole = " ".join(words) if file is None else _text_of(file)
    if not any(map(str.isalnum, whole)):
        where = "The text" if file is None else _clean(str(file))
        raise WrongCall(f"{where} holds no word that could be checked: give a sentence.")
    return whole


def _text_of(file: Path) -> str:
    """The text of a file, or of standard input. Raises WrongCall where it cannot be read."""
    try:
        whole = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise WrongCall(f"{_clean(str(file))} cannot be read: {error.strerror}.") from None
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongCall(f"{_clean(str(file))} is not UTF-8 text: save it as UTF-8.") from None


class Charted(StrEnum):
    """Values of --of: what the chart of a speaker shows."""

    statements = "statements"
    figures = "figures"


def speaker(
    printed: RowsPrinted,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of the speaker.")],
    noun: Noun = None,
    unit: Unit = None,
    published: Published = None,
    source: Source = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=0, help="Read figures from N passages; 0 reads all.")
    ] = 300,
    groups: Kinds = 5,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw a chart as FILE.svg or FILE.png too.")
    ] = None,
    of: Annotated[
        Charted, typer.Option(metavar="statements|figures", help="What the chart shows.")
    ] = Charted.statements,
    index: options.IndexPath = None,
) -> int:
    """Show one page about a person or organization.

    Names and roles with counts, what they said by month, their figures, figures that contradict these, and who is quoted beside them.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.presentation.speaker_tables import speaker_lines

    filters = {"noun": noun, "unit": unit, "published": published, "source": source}
    with open_index(index, build=True) as opened:
        given = {name: value for name, value in filters.items() if value is not None}
        view = opened.speaker(name, limit=limit, **given)  # type: ignore[arg-type]
    if view:
        _draw(partial(view.chart, of.value), plot)
    _print_view(view, printed, speaker_lines, groups=groups)
    return _remark("speaker", view, printed)


def _draw(chart: Callable[[], Any], path: Path | None) -> None:
    """Write a chart to a file, if one is named."""
    if path is not None:
        from searchlib.exports.target import output_failed, written_whole
        from searchlib.models import charts

        try:
            with written_whole(path, replace=True) as new:
                new.write_bytes(charts.picture(chart(), path))
        except OSError as error:
            raise output_failed(error, "write", path) from error
        print(f"Drew {path}.", file=sys.stderr)


def _print_view(view: Table, printed: RowsPrinted, lines: Callable[..., Iterable[Line]], **shown: int) -> None:
    """Print a view in the form that is asked for; `lines` makes its text, `shown` says how much of it."""
    if printed.kind != "text":
        _print_table(view, printed.kind)
        return
    screen, width = _screen(printed)
    _print_lines(screen, lines(view, width, clean=_clean, place=_place, **shown), printed)


def _print_table(view: Table, kind: str) -> None:
    """Print a view for a program: JSON, JSON Lines or CSV."""
    from searchlib.cli.output import safe_json
    from searchlib.cli.terminal import is_terminal, visible

    if kind == "json":
        print(safe_json(view.to_json()))
    elif kind == "jsonl":
        for row in view.labelled(view.iter_rows()):
            print(safe_json(json.dumps(row, ensure_ascii=False)))
    else:
        text = view.to_csv(raw=kind == "raw-csv")
        sys.stdout.write(visible(text, keep="\n") if is_terminal(sys.stdout) else text)
    sys.stdout.flush()


def _screen(printed: RowsPrinted) -> tuple[Screen, int]:
    """The screen, and the width of a table in columns."""
    from searchlib.cli.terminal import screen_of

    return screen_of(sys.stdout, printed.color.value), max(_NARROWEST, shutil.get_terminal_size((100, 24)).columns)


def _print_lines(screen: Screen, lines: Iterable[Line], printed: RowsPrinted) -> None:
    from searchlib.cli.terminal import show
    from searchlib.presentation.wrapping import joined, trimmed

    text = "".join("".join(screen.style(style, text) for text, style in joined(trimmed(line))) + "\n" for line in lines)
    show(text, paged=not printed.no_pager)
    sys.stdout.flush()


def _remark(
    name: str, view: Figures | Timeline | Quotes | SpeakerPage, printed: RowsPrinted, *, agreeing: int = 0
) -> int:
    """Print what was left out, and warnings, on standard error; returns the exit code.

    `agreeing` is how many figures there are when none of them is shown, because they do not contradict each other.
    """
    from searchlib.cli.terminal import screen_of

    screen = screen_of(sys.stderr, printed.color.value)
    if not view:
        print(f"searchlib {name}: {_reason_for_no_rows(view, agreeing)}", file=sys.stderr)
    if view.cut:
        print(screen.style("quiet", f"{view.cut} --limit 0 reads all."), file=sys.stderr)
    for warning in view.warnings:
        print(screen.style("warning", _clean(warning)), file=sys.stderr)
    for suggestion in view.suggestions:
        print(_clean(suggestion), file=sys.stderr)
    if view:
        return FOUND
    return NOTHING if view.parsed or agreeing else ERROR


def _reason_for_no_rows(view: Figures | Timeline | Quotes | SpeakerPage, agreeing: int) -> str:
    """Why there is nothing to show; the query is named as it was written."""
    if agreeing:
        return (
            "1 figure, nothing contradicts it" if agreeing == 1 else f"{agreeing:,} figures, none contradict each other"
        )
    if not view.parsed:
        from searchlib.presentation.wording import NO_WORD

        return NO_WORD
    return f"nothing found for {_clean(view.query.strip() or view.parsed)}"


def _clean(text: str) -> str:
    from searchlib.cli.terminal import visible

    return visible(text)


def _place(path: str) -> str:
    """A path with its line, relative to the current folder when it is inside it."""
    from searchlib.cli.hit_text import shown_path

    return shown_path(str(Path(path)))
