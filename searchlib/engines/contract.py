"""The contract between searching and an engine: what is asked of an index, and what it answers.

An engine keeps passages and answers queries, given as nodes of the query language. It knows nothing of files, formats
of articles, extraction or presentation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple, Protocol

from searchlib.models import DateMention, Document, Explanation, Passage, PublishedFrom, Quantity, Statement
from searchlib.query.nodes import Node
from searchlib.query.options import DEFAULT_OPTIONS, SearchOptions

# --- reading ---------------------------------------------------------------------------------------------------------

PassageRef = Hashable
"""A passage as one engine names it. Nobody else looks inside; it is valid for the reader that gave it."""

Mention = Statement | DateMention | Quantity
MentionKind = Literal["statement", "date", "quantity"]


@dataclass(frozen=True)
class Request:
    """A search as an engine gets it: the query as nodes, and the options of which it needs those about order and pages.

    `added_after` is a `Reader.generation`: only documents that a later commit first brought match. `deadline` is a
    value of `time.monotonic()` after which the engine stops and answers with what it has.
    """

    node: Node
    options: SearchOptions = DEFAULT_OPTIONS
    added_after: int | None = None
    deadline: float | None = None


class Match(NamedTuple):
    """One hit: its passage and score, the near-duplicates collapsed under it, and, when matches are grouped by
    document, how many more passages of its document match.
    """

    ref: PassageRef
    score: float
    duplicates: tuple[PassageRef, ...] = ()
    more_in_document: int = 0


@dataclass(frozen=True)
class Answer:
    """The page asked for, and what is known of all matches.

    `total` counts matching passages, `total_all` those that hold every word, `documents` the documents of the matches
    (when they are grouped by document); None: not counted. `facets` gives for each field asked for its values with
    the number of matches that have them. `plan` says how the query was evaluated. `complete` is False when the
    deadline came first.
    """

    matches: tuple[Match, ...]
    total: int | None
    total_all: int | None
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    plan: str = ""
    complete: bool = True
    documents: int | None = None


class Header(NamedTuple):
    """The metadata of a document that a hit shows."""

    title: str
    published: date | None
    published_from: PublishedFrom
    source: str
    url: str
    path: str


class Stored(NamedTuple):
    """A passage as it was stored, with its document's metadata."""

    ref: PassageRef
    passage: Passage
    header: Header


class MentionRow(NamedTuple):
    """One mention with the place where it stands: what views are made of.

    `text` is the text of the mention (of a statement: what is said), as far as it lies in the passage. `statement` is
    the statement that a date or a quantity stands in, None for a mention outside of statements and for a statement.
    """

    passage_id: str
    mention: Mention
    text: str
    statement: Statement | None
    header: Header


class Speaker(NamedTuple):
    """One line of the speaker table: the canonical name, all names and roles, and in how much it is heard."""

    name: str
    kind: str
    names: tuple[str, ...]
    roles: tuple[str, ...]
    statements: int
    documents: int


class Reader(Protocol):
    """One snapshot of an index. It never changes; open another to see later commits."""

    @property
    def version(self) -> str:
        """The version of the index that it shows: another text after each commit."""

    @property
    def generation(self) -> int:
        """The commit that it shows, counted from 1."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many documents, passages, statements, dates, quantities and words there are, deleted ones left out."""

    @property
    def state(self) -> Mapping[str, Any]:
        """What the caller of the last writer stored beside the documents: the folders read, their options."""

    def search(self, request: Request) -> Answer:
        """The matches of a query, in the order asked for. Raises QueryError, LimitError."""

    def rank(self, node: Node, k: int) -> Sequence[tuple[PassageRef, float]]:
        """The best `k` passages and their scores, nothing else."""

    def count_many(
        self, nodes: Sequence[Node], *, added_after: int | None = None, deadline: float | None = None
    ) -> Sequence[int | None]:
        """How many passages match each of these queries; None for those that were not counted before the deadline."""

    def explain(self, node: Node, ref: PassageRef) -> Explanation:
        """Why the passage scores as it does."""

    def spans(
        self, node: Node, refs: Sequence[PassageRef], *, deadline: float | None = None
    ) -> Sequence[Sequence[tuple[int, int]]]:
        """For each of these matches the characters of its document by which it matches: (start, end), in no order.

        Only for the first of them when the deadline comes before all are done.
        """

    def fetch(self, refs: Sequence[PassageRef]) -> Sequence[Stored]:
        """These passages, in this order: one call a page."""

    def passage_id(self, ref: PassageRef) -> str:
        """The passage's id, `<document>#<ordinal>`."""

    def find_passage(self, passage_id: str) -> PassageRef | None:
        """The passage of this id; None when there is none."""

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        """All mentions of a kind in the passages that match `where` (None: in all), each once, in the order of documents' ids.

        A statement that runs over several passages comes with the first of them that matches.
        """

    def like(self, ref: PassageRef, k: int) -> Sequence[tuple[PassageRef, float]]:
        """The `k` passages that share most of the rare words of this one, itself left out, with their scores."""

    def significant_terms(self, ref: PassageRef) -> Sequence[str]:
        """The rare words of a passage by which `like` finds others, as the passage spells them, the rarest first."""

    def document(self, document_id: str) -> Document | None:
        """The document of this id; None when there is none."""

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in order; none when there is no such document."""

    def document_ids(self) -> Iterator[str]:
        """The ids of all documents."""

    def speakers(self) -> Sequence[Speaker]:
        """The speaker table, most statements first."""

    def nearest_words(self, word: str, limit: int = 3) -> Sequence[str]:
        """Words of the index spelled like `word`, most frequent first."""

    def nearest_names(self, name: str, limit: int = 3) -> Sequence[str]:
        """Speakers of the index spelled like `name`."""
