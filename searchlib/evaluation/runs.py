"""Runs: what an index ranks for each topic, and the format of TREC runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from searchlib.engines.answers import Rankings
from searchlib.evaluation.topics import topics_of

_BATCH: Final = 256
"""Topics ranked in one call."""

_DEEPER: Final = 4
"""When so many passages hold too few documents, so many times as many are ranked."""

Ranking = Callable[[Sequence[str], int], Rankings]


class RankedTopic(NamedTuple):
    """A topic with the ids and scores of what was ranked for it, best first."""

    query_id: str
    ranked: list[tuple[str, float]]


def run_topics(rank: Ranking, topics: Iterable[Any], depth: int, *, passages: bool) -> Iterator[RankedTopic]:
    """The best `depth` documents of each topic, in the order of the topics; the best passage stands for its document.

    With `passages` the best passages themselves. `rank` ranks so many passages for queries.
    """
    waiting = topics_of(topics)
    while batch := list(islice(waiting, _BATCH)):
        texts = [topic.text for topic in batch]
        ranked = _passages(rank, texts, depth) if passages else _documents(rank, texts, depth)
        yield from (RankedTopic(topic.query_id, found) for topic, found in zip(batch, ranked, strict=True))


def trec_lines(topic: RankedTopic, run: str) -> str:
    """`query Q0 id rank score run`, a line each; spaces in ids become _."""
    query = "_".join(topic.query_id.split())
    return "".join(
        f"{query} Q0 {'_'.join(name.split())} {rank} {score:.6f} {run}\n"
        for rank, (name, score) in enumerate(topic.ranked, 1)
    )


def _passages(rank: Ranking, texts: Sequence[str], depth: int) -> list[list[tuple[str, float]]]:
    rankings = rank(texts, depth)
    return [_named(rankings, at) for at in range(len(texts))]


def _documents(rank: Ranking, texts: Sequence[str], depth: int) -> list[list[tuple[str, float]]]:
    """As many passages are ranked as it takes to have `depth` documents among them, or all that match."""
    found: list[list[tuple[str, float]]] = [[] for _ in texts]
    left, many = list(range(len(texts))), depth
    while left:
        rankings = rank([texts[at] for at in left], many)
        short: list[int] = []
        for row, at in enumerate(left):
            passages = _named(rankings, row)
            best: dict[str, float] = {}
            for name, score in passages:
                best.setdefault(name.rpartition("#")[0], score)
            found[at] = list(best.items())[:depth]
            if len(best) < depth and len(passages) == many:
                short.append(at)
        left, many = short, many * _DEEPER
    return found


def _named(rankings: Rankings, row: int) -> list[tuple[str, float]]:
    names = rankings.ids(row)
    return list(zip(names, rankings.scores[row].tolist()[: len(names)], strict=True))
