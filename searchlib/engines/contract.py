"""The contract between searching and an engine: what is asked of an index, and what it answers.

An engine keeps passages and answers queries, given as nodes of the query language. It knows nothing of files, formats
of articles, extraction or presentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

from searchlib.models import DateMention, Document, Explanation, Passage, PublishedFrom, Quantity, Statement
from searchlib.query.nodes import Node

Mention = Statement | DateMention | Quantity
Sort = Literal["score", "date", "published", "number"]
Group = Literal["", "document"]


class Place(NamedTuple):
    """Where a passage lies in the engine: valid for the reader that gave it."""

    segment: int
    number: int


@dataclass(frozen=True)
class Request:
    """What is asked: the query as nodes, and how its matches are to be ordered, counted and cut.

    `fold` shows near-duplicate passages once. `facets` names fields to count over all matches. `added_after` keeps
    only documents that a later commit first brought. `deadline` is a value of `time.monotonic()` after which the engine
    stops with what it has.
    """

    node: Node
    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    reverse: bool = False
    group: Group = ""
    fold: bool = False
    count: bool = True
    facets: tuple[str, ...] = ()
    added_after: int | None = None
    deadline: float | None = None


class Match(NamedTuple):
    """One passage found: its score, those folded under it, and how many more of its document matched (when grouped)."""

    place: Place
    score: float
    folded: tuple[Place, ...] = ()
    also: int = 0


@dataclass(frozen=True)
class Answer:
    """The page asked for. `total` counts matching passages, `total_all` those that hold every word; None: not counted.

    `documents` counts the documents of the matching passages, where they were asked for by document. `plan` names what answered. `complete` is False when the deadline came first.
    """

    matches: tuple[Match, ...]
    total: int | None
    total_all: int | None
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    plan: str = ""
    complete: bool = True
    documents: int | None = None


class Header(NamedTuple):
    """What a hit shows of its document."""

    title: str
    published: date | None
    published_from: PublishedFrom
    source: str
    url: str
    path: str


class Speaker(NamedTuple):
    """One line of the speaker table: a canonical name, all its names and roles, and how many statements it has."""

    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[str, ...]
    statements: int
    documents: int


class Reader(Protocol):
    """One snapshot of an index. It never changes; open another to see later commits."""

    @property
    def generation(self) -> int:
        """The commit it shows."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Living documents, passages, statements, dates, quantities, and words."""

    @property
    def state(self) -> Mapping[str, Any]:
        """What the writer's caller kept: roots, options."""

    def search(self, request: Request) -> Answer:
        """The matches of a query, in order."""

    def rank(self, node: Node, k: int) -> Sequence[tuple[Place, float]]:
        """The best `k` passages and their scores, nothing else."""

    def like(self, place: Place, k: int) -> Sequence[tuple[Place, float]]:
        """The passages that share most of what is rare in this one, itself left out."""

    def telling_words(self, place: Place) -> Sequence[str]:
        """The rare words of a passage by which `like` looks for others, as it spells them, the rarest first."""

    def passage_id(self, place: Place) -> str:
        """The passage's id, `<document>#<ordinal>`."""

    def count(self, node: Node) -> int:
        """How many passages match."""

    def explain(self, node: Node, place: Place) -> Explanation:
        """Why the passage scores as it does."""

    def matched(self, node: Node, place: Place) -> Sequence[tuple[Node, Mention]]:
        """Each filter leaf with the mentions of the passage that satisfy it."""

    def spans(
        self, node: Node, places: Sequence[Place], *, deadline: float | None = None
    ) -> Sequence[Sequence[tuple[int, int]]]:
        """For each of these matches the characters of its document by which it matches: (start, end), in no order.

        Only for the first of them when the deadline comes before all are done.
        """

    def passage(self, place: Place) -> Passage:
        """The stored passage."""

    def header(self, place: Place) -> Header:
        """What a hit shows of the passage's document."""

    def find_document(self, document_id: str) -> Document | None:
        """The stored document."""

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in order."""

    def find_passage(self, passage_id: str) -> Place | None:
        """The place of a passage."""

    def document_ids(self) -> Iterator[str]:
        """The ids of all documents."""

    def speakers(self) -> Sequence[Speaker]:
        """The speaker table, most statements first."""

    def nearest_words(self, word: str, limit: int = 3) -> Sequence[str]:
        """Words of the index spelled like `word`, most frequent first."""

    def nearest_names(self, name: str, limit: int = 3) -> Sequence[str]:
        """Speakers of the index spelled like `name`."""
