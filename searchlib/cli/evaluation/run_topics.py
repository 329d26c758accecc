"""The command `searchlib run-topics`: ranks the queries of a test collection."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

from searchlib.cli import options
from searchlib.cli.calls.declarations import Argument, Option
from searchlib.cli.exit_codes import FOUND, NOTHING

if TYPE_CHECKING:
    from searchlib.fields import Expansion

_NAMED: Final = 5
"""Topics without an answer that are named."""


def run_topics(
    topics: Annotated[
        Path, Argument(metavar="TOPICS", help="A file of TREC topics, of lines id TAB query, or JSON Lines.")
    ],
    trec: Annotated[
        Path, Option("--trec", metavar="OUT", help="The run to write, in TREC's form; - is standard output.")
    ],
    depth: Annotated[int, Option("--depth", metavar="N", min=1, help="Rank so many for each topic.")] = 1000,
    passages: Annotated[
        bool, Option("--passages", help="Rank passages. Otherwise the best passage stands for its document.")
    ] = False,
    operators: Annotated[
        bool, Option("--operators", help="Read topics in the query language. Otherwise as plain words.")
    ] = False,
    expand: options.Expand = "",
    k1: options.K1 = None,
    b: options.B = None,
    run: Annotated[str, Option("--run", metavar="NAME", help="The name of the run.")] = "searchlib",
    workers: Annotated[int, Option("--workers", metavar="N", min=1, help="Threads that rank.")] = 1,
    force: Annotated[bool, Option("--force", help="Replace OUT when it exists.")] = False,
    index: options.IndexPath = None,
) -> int:
    """Rank documents for the topics of a test collection.

    \b
    searchlib run-topics topics.tsv --trec bm25.run
    searchlib evaluate qrels.txt bm25.run

    Of a TREC topic the title is asked.
    """  # noqa: D301 - after \b Click keeps line breaks
    from searchlib.cli.index_path import open_index
    from searchlib.evaluation.runs import trec_lines
    from searchlib.evaluation.topics import read_topics

    asked = read_topics(topics)
    lines, fruitless = 0, list[str]()
    with open_index(index) as opened:
        ranked = opened.run_topics(
            asked,
            depth,
            passages=passages,
            operators=operators,
            workers=workers,
            expand=cast("Expansion", expand),
            k1=k1,
            b=b,
        )
        parts: list[str] = []
        for topic in ranked:
            parts.append(trec_lines(topic, "_".join(run.split()) or "searchlib"))
            if not topic.ranked:
                fruitless.append(topic.query_id)
            lines += len(topic.ranked)
    _write("".join(parts), trec, force, topics=len(asked), lines=lines, fruitless=fruitless)
    return FOUND if lines else NOTHING


def _write(run: str, trec: Path, force: bool, *, topics: int, lines: int, fruitless: list[str]) -> None:
    """Write the run, and tell how much it has."""
    from searchlib.cli.messages import print_message
    from searchlib.cli.terminal import visible
    from searchlib.exports.target import written_whole
    from searchlib.presentation.counts import counted

    if str(trec) == "-":
        sys.stdout.write(run)
    else:
        with written_whole(trec, replace=force) as place:
            place.write_text(run, encoding="utf-8")
        print(visible(f"Wrote {trec}: {counted(topics, 'topic')}, {counted(lines, 'line')}."))
    if fruitless:
        more = ", ..." if len(fruitless) > _NAMED else ""
        named = ", ".join(map(visible, fruitless[:_NAMED]))
        print_message("warning", f"{counted(len(fruitless), 'topic')} found nothing: {named}{more}.")
