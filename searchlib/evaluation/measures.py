"""Measures of a run against judgements, by ir_measures (nDCG@10, AP, R@100, RR ...)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from searchlib.errors import ArgumentError, MissingExtra, ReadError
from searchlib.query.context import shortened

DEFAULT: Final = ("nDCG@10", "AP", "R@100")

Judgements = dict[str, dict[str, int]]
"""Query to document to grade."""
Run = dict[str, dict[str, float]]
"""Query to document to score."""


class Measured(NamedTuple):
    """The value of a measure: the mean over all judged queries, and the value of each."""

    measure: str
    mean: float
    by_query: dict[str, float]


def read_judgements(path: Path) -> Judgements:
    """Judgements in TREC's form, `query 0 document grade`, or as lines of query, document and grade, with a head or without.

    Raises ReadError, which names the line.
    """
    judged: Judgements = {}
    for number, parts in _rows(path):
        if len(parts) not in (3, 4):
            raise ReadError(
                f"{path}:{number} must be `query 0 document grade`, or query, document and grade; got {shortened(' '.join(parts))}."
            )
        grade = parts[-1]
        if number == 1 and not _is_whole(grade):
            continue  # the head of a table
        if not _is_whole(grade):
            raise ReadError(f"{path}:{number}: a grade must be a whole number; got {grade!r}.")
        judged.setdefault(parts[0], {})[parts[-2]] = int(grade)
    if not judged:
        raise ReadError(f"{path} contains no judgement.")
    return judged


def read_run(path: Path) -> Run:
    """A run in TREC's form, `query Q0 document rank score run`. Raises ReadError, which names the line."""
    run: Run = {}
    for number, parts in _rows(path):
        try:
            query, _, document, _, score, _ = parts
            run.setdefault(query, {})[document] = float(score)
        except ValueError:
            raise ReadError(
                f"{path}:{number} must be `query Q0 document rank score run`; got {shortened(' '.join(parts))}."
            ) from None
    if not run:
        raise ReadError(f"{path} contains no ranked document.")
    return run


def measured(judged: Judgements, run: Run, names: Sequence[str] = DEFAULT) -> list[Measured]:
    """The measures of these names. A judged query that the run does not answer counts 0.

    Raises ArgumentError for a name that ir_measures does not know, MissingExtra without the extra `evaluate`.
    """
    try:
        import ir_measures
    except ImportError:
        raise MissingExtra("Measures need the library ir_measures", package="searchlib[evaluate]") from None
    measures: dict[str, Any] = {}
    for name in names:
        try:
            measures[name] = ir_measures.parse_measure(name)
        except (NameError, ValueError, SyntaxError, TypeError, KeyError) as error:
            raise ArgumentError(
                f"{name!r} is no measure of ir_measures: write such as nDCG@10, AP, R@100, RR."
            ) from error
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(judged, 0.0) for name in names}
    by_text = {str(measure): name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), judged, run):
        values[by_text[str(metric.measure)]][metric.query_id] = float(metric.value)
    return [Measured(name, sum(each.values()) / len(each), each) for name, each in values.items()]


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file in parts, each with its number; empty lines are left out."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                parts = line.split()
                if parts:
                    yield number, parts
    except UnicodeDecodeError as error:
        raise ReadError(f"{path} is not valid UTF-8: {error.reason} at byte {error.start}.") from None


def _is_whole(text: str) -> bool:
    return text.lstrip("-").isdecimal()
