"""The command `searchlib evaluate`: measures a run against judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from searchlib.cli import options
from searchlib.cli.calls.declarations import Argument, Option
from searchlib.cli.exit_codes import FOUND


def evaluate(
    qrels: Annotated[Path, Argument(metavar="QRELS", help="Judgements: lines of query, 0, document and grade.")],
    run: Annotated[Path, Argument(metavar="RUN", help="A run in TREC's form.")],
    measure: Annotated[
        list[str] | None,
        Option("--measure", metavar="NAME", help="A measure of ir_measures: nDCG@10, RR, P@5 ... Repeatable."),
    ] = None,
    by_query: Annotated[bool, Option("--by-query", help="Print the value of each query too.")] = False,
    as_json: options.OneJson = False,
) -> int:
    """Measure a run against judgements.

    A judged query that the run does not answer counts 0. Needs the extra `evaluate`.
    """
    from searchlib.cli.terminal import visible
    from searchlib.evaluation.measures import DEFAULT, measured, read_judgements, read_run

    values = measured(read_judgements(qrels), read_run(run), tuple(measure or DEFAULT))
    if as_json:
        print(
            json.dumps(
                {
                    each.measure: {"mean": each.mean, **({"queries": each.by_query} if by_query else {})}
                    for each in values
                }
            )
        )
        return FOUND
    for each in values:
        print(f"{visible(each.measure)}\tall\t{each.mean:.4f}")
        for query, value in each.by_query.items() if by_query else ():
            print(f"{visible(each.measure)}\t{visible(query)}\t{value:.4f}")
    return FOUND
