"""How well retellings of one utterance are found: `python -m benchmarks.utterances`.

`utterances.txt` holds articles of a sentence or two, event by event, each with a letter: those of one letter retell one
utterance. All are indexed, `Index.quotes` groups them, and every pair of articles of an event is looked at: are they in one
group, and should they be? Precision is the part of the pairs found that should be, recall the part of those that should be
that were found. The halves, odd and even events, show
how far the figures depend on the texts; the rules have been mended for kinds of errors of both. What a first run found on
events that no rule had seen stands before them in the file. `--errors` lists the pairs that are wrong.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import searchlib
from searchlib import Document

TEXTS: Final = Path(__file__).with_name("utterances.txt")
FREE: Final = Path(__file__).with_name("utterances_free.txt")
"""Retellings in words of the paper's own, harder to find."""
EVENTS: Final = Path(__file__).with_name("utterances_events.txt")
"""Retellings of events as papers told them from 2012 to 2020."""
_LINE: Final = re.compile(r"(?P<letter>[a-z])(?:\+(?P<days>\d+))? (?P<paper>[^|]+) \| (?P<text>.+)")


class Article(NamedTuple):
    """One text of the file: `event` counts from 1."""

    event: int
    letter: str
    document: Document


class Pair(NamedTuple):
    """Two articles of one event: whether they retell one utterance, and whether they are in one group."""

    one: Article
    other: Article
    wanted: bool
    grouped: bool


@dataclass(frozen=True)
class Score:
    """Of `wanted` pairs and `grouped` (found) ones, `right` are both; all of `pairs` were looked at."""

    pairs: int
    wanted: int
    grouped: int
    right: int

    @property
    def precision(self) -> float:
        """The part of the grouped pairs that is right."""
        return self.right / self.grouped if self.grouped else 0.0

    @property
    def recall(self) -> float:
        """The part of the wanted pairs that is grouped."""
        return self.right / self.wanted if self.wanted else 0.0

    def line(self, name: str, kind: str = "of one utterance") -> str:
        """The score in words; `kind` says what the wanted pairs are."""
        return (
            f"{name}: {self.pairs} pairs, {self.wanted} {kind}; precision {self.precision:.3f}, "
            f"recall {self.recall:.3f}"
        )


def read_articles(path: Path = TEXTS) -> Iterator[Article]:
    """The articles of the file. Raises ValueError for a line that is neither a day, an article, nor a remark."""
    event, day = 0, date.min
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("== "):
            event, day = event + 1, date.fromisoformat(line[3:].strip())
        elif line and not line.startswith("#"):
            parts = _LINE.fullmatch(line)
            if parts is None:
                raise ValueError(f"{path}:{number} is no article: {line}")
            published = day + timedelta(days=int(parts["days"] or 0))
            document = Document(
                id=f"{event:03}-{number:04}", text=parts["text"], published=published, source=parts["paper"].strip()
            )
            yield Article(event, parts["letter"], document)


def pairs_of(articles: list[Article]) -> Iterator[Pair]:
    """Every pair of articles of an event, as `Index.quotes` groups it."""
    groups: dict[str, set[int]] = {article.document.id: set() for article in articles}
    with tempfile.TemporaryDirectory() as folder, searchlib.open(Path(folder) / "index", create=True) as index:
        index.add(article.document for article in articles)
        for group in index.quotes(limit=0).groups:
            for row in group.rows:
                for document in row.documents:
                    groups[document].add(group.ordinal)
    for one, other in combinations(articles, 2):
        if one.event == other.event:
            grouped = not groups[one.document.id].isdisjoint(groups[other.document.id])
            yield Pair(one, other, one.letter == other.letter, grouped)


def score(pairs: list[Pair]) -> Score:
    """The score of these pairs."""
    return Score(
        len(pairs),
        sum(pair.wanted for pair in pairs),
        sum(pair.grouped for pair in pairs),
        sum(pair.wanted and pair.grouped for pair in pairs),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the pairs that are wrong")
    parser.add_argument("texts", nargs="?", type=Path, default=TEXTS, help="a file of labelled articles")
    arguments = parser.parse_args()
    pairs = list(pairs_of(list(read_articles(arguments.texts))))
    print(score(pairs).line("all"))
    for rest, name in ((1, "odd events"), (0, "even events")):
        print(score([pair for pair in pairs if pair.one.event % 2 == rest]).line(name))
    for pair in pairs if arguments.errors else ():
        if pair.wanted != pair.grouped:
            said = "missed" if pair.wanted else "wrong "
            print(f"{said} {pair.one.event:>3}  {pair.one.document.text}\n            {pair.other.document.text}")


if __name__ == "__main__":
    main()
