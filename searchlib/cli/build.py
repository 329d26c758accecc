"""Commands that write the index: index, update, delete."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import ERROR, FOUND
from searchlib.errors import ReadError
from searchlib.files.failures import nothing_changed
from searchlib.presentation.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchlib.definitions.analysis_settings import AnalysisSettings
    from searchlib.index import Index
    from searchlib.indexing import Report
    from searchlib.loaders import Notice, ReadOptions
    from searchlib.ranking.parameters import RankingParameters

_MOST_WARNINGS: Final = 20
_MOST_OF_A_FILE: Final = 3
_MOST_OF_A_REASON: Final = 10
_MOST_REASONS_OF_A_FILE: Final = 5
_MOST_LINES: Final = 10
"""How many unreadable rows of one file are printed: a problem of the whole file shows in the first rows."""


class PassageKind(StrEnum):
    """Values of --passages."""

    paragraphs = "paragraphs"
    whole = "whole"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files and folders. - reads JSON Lines from standard input."),
]


def index(
    paths: Paths,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Build a new index. The old one is replaced at the end.")
    ] = False,
    index: options.IndexPath = None,
    prefix: Annotated[str, typer.Option(metavar="NAME", help="Put NAME/ before every document's id.")] = "",
    default_published: Annotated[
        str | None, typer.Option(metavar="DAY", help="Publication date of documents without a date.")
    ] = None,
    max_file: Annotated[str, typer.Option(metavar="SIZE", help="Do not read larger files.")] = "64m",
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="Column or JSON key that holds a field: text=body. Repeatable."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Encoding of the files.  [default: detected]", show_default=False),
    ] = None,
    store_paths: Annotated[
        bool, typer.Option("--store-paths", help="Keep absolute paths in the index, also of folders far from it.")
    ] = False,
    passages: Annotated[
        PassageKind, typer.Option(metavar="paragraphs|whole", help="Cut documents at paragraphs, or keep each whole.")
    ] = PassageKind.paragraphs,
    no_extract: Annotated[
        bool, typer.Option("--no-extract", help="Read no statements, dates and numbers: only words can be searched.")
    ] = False,
    k1: Annotated[
        float | None, typer.Option("--k1", metavar="X", help="BM25's k1 of a new index.  [default: 1.2]")
    ] = None,
    b: Annotated[float | None, typer.Option("--b", metavar="X", help="BM25's b, 0 to 1.  [default: 0.75]")] = None,
    title_weight: Annotated[
        float | None,
        typer.Option("--title-weight", metavar="X", help="Weight of words in the title.  [default: 0.5]"),
    ] = None,
    stemmer: Annotated[
        str | None,
        typer.Option(metavar="LANGUAGE", help="Stems of a new index: a Snowball language or none.  [default: english]"),
    ] = None,
    stop_words: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Words that a new index leaves out: the,of or @FILE, a word a line."),
    ] = None,
    memory: options.Memory = "512m",
    workers: options.Workers = None,
    cluster: options.Cluster = None,
) -> int:
    """Read files and folders into an index.

    Changed documents are updated; nothing is removed. `searchlib update` reads the same files and folders again.
    """
    from searchlib.cli.index_path import location_of
    from searchlib.cli.progress import Bar
    from searchlib.index import Index
    from searchlib.indexing import default_workers

    settings = _read_options(prefix, default_published, max_file, column, encoding)
    settings = replace(settings, passages=passages.value, extract=not no_extract)
    if "-" in paths and sys.stdin is None:
        raise ReadError("Standard input is closed, so no documents can be read from it.")
    with nothing_changed(), Index(location_of(index)[0]) as opened, Bar() as bar:
        report = opened.add_paths(
            paths,
            options=settings,
            ranking=_ranking(k1=k1, b=b, title_weight=title_weight),
            analysis=_analysis(stemmer, stop_words),
            fresh=fresh,
            store_paths=store_paths,
            memory=options.read_size(memory),
            workers=workers or default_workers(),
            cluster=cluster,
            watching=bar,
            waiting=bar.say,
        )
        bar.clear()
        return _print_report("Indexed", opened.location, report)


def _ranking(**asked: float | None) -> RankingParameters | None:
    """The parameters of ranking that are asked for, the others as by default; None when none is."""
    from searchlib.ranking.parameters import RankingParameters

    given = {name: value for name, value in asked.items() if value is not None}
    return RankingParameters(**given) if given else None


def _analysis(stemmer: str | None, stop_words: str | None) -> AnalysisSettings | None:
    """The settings of analysis that are asked for, the others as by default; None when none is. Raises ReadError."""
    from searchlib.definitions.analysis_settings import DEFAULT_STEMMER, AnalysisSettings

    if stemmer is None and stop_words is None:
        return None
    words = () if stop_words is None else tuple(_words(stop_words))
    return AnalysisSettings(DEFAULT_STEMMER if stemmer is None else stemmer.strip().lower(), words)


def _words(listed: str) -> Iterable[str]:
    """The words of a list with commas, or of a file, one a line, named behind an @. Raises WrongCall, SettingsError."""
    if not listed.startswith("@"):
        if Path(listed).is_file():
            raise WrongCall(f"--stop-words {listed} names a file: write @{listed}.")
        return filter(None, map(str.strip, listed.split(",")))
    from searchlib.files.settings_files import read_settings

    lines = map(str.strip, read_settings(Path(listed[1:])).removeprefix("\ufeff").splitlines())
    return (line for line in lines if line and not line.startswith("#"))


def _read_options(
    prefix: str, default_published: str | None, max_file: str, column: Sequence[str] | None, encoding: str | None
) -> ReadOptions:
    from searchlib.loaders import ReadOptions

    columns = {}
    for pair in column or ():
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise WrongCall(f"--column must be FIELD=NAME, as in --column text=body; got {pair!r}.")
        columns[field] = name
    return ReadOptions(
        columns=columns,
        default_published=None if default_published is None else options.read_day(default_published),
        max_file=options.read_size(max_file),
        prefix=prefix,
        encoding=encoding,
    )


def update(
    index: options.IndexPath = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="If a folder is now empty, remove its documents.")
    ] = False,
    trust_roots: options.TrustRoots = False,
    workers: options.Workers = None,
    cluster: options.Cluster = None,
) -> int:
    """Read the indexed folders again.

    Reports how many documents were added, changed and removed. Writes nothing when nothing changed.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.progress import Bar
    from searchlib.indexing import default_workers

    with nothing_changed(), open_index(index) as opened, Bar() as bar:
        report = opened.update(
            allow_empty=allow_empty,
            trust_roots=trust_roots,
            workers=workers or default_workers(),
            cluster=cluster,
            watching=bar,
            waiting=bar.say,
        )
        bar.clear()
        return _print_report("Updated", opened.location, report)


def forget(
    roots: Annotated[list[str], typer.Argument(metavar="ROOT", help="Indexed folders and files.")],
    index: options.IndexPath = None,
) -> int:
    """Delete the documents of an indexed folder, and forget it.

    `searchlib update` does not read it any more. `searchlib index ROOT` indexes it again.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.progress import Bar

    with nothing_changed(), open_index(index) as opened, Bar() as bar:
        report = opened.forget(*roots, waiting=bar.say)
        bar.clear()
        return _print_report("Updated", opened.location, report)


def delete(
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="DOC|PASSAGE|PATH:LINE", help="Ids of the documents, or of passages of them, or their places."
        ),
    ],
    index: options.IndexPath = None,
) -> int:
    """Delete documents from the index.

    A deleted document is not indexed again by `searchlib update` until its file changes. `searchlib index FILE` indexes it
    again at once.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.messages import index_option
    from searchlib.cli.progress import Bar

    with nothing_changed(), open_index(index) as opened, Bar() as bar:
        documents = [_document_of(opened, name) for name in documents]
        opened.delete(*documents, waiting=bar.say)
    count = len(dict.fromkeys(documents))
    print(f"Deleted {count:,} document{'s' if count > 1 else ''}.")
    again = "They are indexed again" if count > 1 else "It is indexed again"
    change = "their files change" if count > 1 else "its file changes"
    print(f"{again} when {change}, or at once with `searchlib index FILE{index_option(index)}`.", file=sys.stderr)
    return FOUND


def _document_of(index: Index, name: str) -> str:
    """The id of the document that is named by its own id, by a passage, or by a place."""
    from searchlib.searching.places import located

    meant = located(index.reader, name) or name
    document, _, ordinal = meant.rpartition("#")
    return document if ordinal.isdecimal() and index.find(meant) is None and index.find(document) else meant


# ---- the report of a run --------------------------------------------------------------------------------------------


def _print_report(verb: str, location: str, report: Report) -> int:
    """Print the counts of a run on standard output and its problems on standard error; returns the exit code."""
    from searchlib.cli.terminal import visible

    shown = Counter[str]()
    most = {one.reason: 1 if one.package else _MOST_OF_A_REASON for one in report.failures}
    for file, failures in _by_file(report.failures).items():
        shown[failures[0].reason] += 1
        if shown[failures[0].reason] > most[failures[0].reason]:
            continue
        for notice in failures[:_MOST_OF_A_FILE]:
            _print_notice("not read", notice)
        _print_more(file, failures[_MOST_OF_A_FILE:])
    for reason, count in shown.items():
        if count > most[reason]:
            print(visible(f"not read: {counted(count - most[reason], 'more file')}: {reason}"), file=sys.stderr)
    for notice in report.warnings[:_MOST_WARNINGS]:
        _print_notice("warning", notice)
    if len(report.warnings) > _MOST_WARNINGS:
        print(f"and {len(report.warnings) - _MOST_WARNINGS:,} more warnings", file=sys.stderr)
    skipped = ", ".join(f"{count:,} {visible(reason)}" for reason, count in report.skipped.most_common())
    if skipped:
        print(f"skipped: {skipped}", file=sys.stderr)
    failed = f", {len(report.failures):,} not read" if report.failures else ""
    print(
        f"{verb} {visible(location)} in {report.took_s:.1f} s: {report.added:,} added, {report.updated:,} changed, "
        f"{report.removed:,} removed, {counted(report.unchanged, 'file')} unchanged{failed}; {counted(report.passages, 'new passage')}."
    )
    return ERROR if report.failures else FOUND


def _print_more(file: str, failures: Sequence[Notice]) -> None:
    """Print the lines of further failures of a file, together where the reason is one."""
    from searchlib.cli.terminal import visible

    lines: dict[str, list[str]] = {}
    for notice in failures:
        lines.setdefault(notice.reason, []).append(notice.place.rpartition(":")[2])
    for reason, numbers in list(lines.items())[:_MOST_REASONS_OF_A_FILE]:
        places = ", ".join(numbers[:_MOST_LINES]) + (", ..." if len(numbers) > _MOST_LINES else "")
        print(visible(f"and {len(numbers):,} more in {file} ({places}): {reason}"), file=sys.stderr)
    other = sum(map(len, list(lines.values())[_MOST_REASONS_OF_A_FILE:]))
    if other:
        print(visible(f"and {other:,} more in {file} for other reasons"), file=sys.stderr)


def _by_file(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    """The notices of each file. `place` of a notice is a path, or a path and a line."""
    files: dict[str, list[Notice]] = {}
    for notice in notices:
        file, colon, line = notice.place.rpartition(":")
        files.setdefault(file if colon and line.isdecimal() else notice.place, []).append(notice)
    return files


def _print_notice(kind: str, notice: Notice) -> None:
    from searchlib.cli.messages import advised
    from searchlib.cli.terminal import visible

    print(visible(f"{kind}: {advised(notice)}"), file=sys.stderr)
