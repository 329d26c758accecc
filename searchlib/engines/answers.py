"""What crosses the contract: a Request goes in; Answer, Match, MentionRow and Speaker come out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal, NamedTuple

from searchlib.definitions.frozen import frozen
from searchlib.matching.stored import Header
from searchlib.models import DateMention, Quantity, Statement, TermPart
from searchlib.query.nodes import Node
from searchlib.query.options import DEFAULT_OPTIONS, SearchOptions

if TYPE_CHECKING:
    from searchlib.array_types import Floats, Ints

PassageRef = Hashable
"""A passage as one engine names it. Nobody else looks inside; it is valid for the reader that gave it."""

Mention = Statement | DateMention | Quantity
MentionKind = Literal["statement", "date", "quantity"]


@frozen
class Request:
    """A search as an engine gets it: the query as nodes, and the options of which it needs those about order and pages.

    `added_after` is a `Reader.version`: only documents that a later version first held match. `deadline` is a
    value of `time.monotonic()` after which the engine stops and answers with what it has.
    """

    node: Node
    options: SearchOptions = DEFAULT_OPTIONS
    added_after: int | None = None
    deadline: float | None = None


class Rankings(NamedTuple):
    """The best passages of many queries, as arrays: row i is of query i, the best passage first.

    `passages` is int64[n, k], numbers that `named` turns into ids as long as the index is not refreshed; `scores` is
    float64[n, k]. Where a query has fewer than k passages, -1 and 0 follow.
    """

    passages: Ints
    scores: Floats
    named: Callable[[int], str]

    def ids(self, query: int) -> list[str]:
        """The ids of the passages of a query, the best first."""
        return [self.named(number) for number in self.passages[query].tolist() if number >= 0]


class Match(NamedTuple):
    """One hit: its passage and score, the near-duplicates collapsed under it, and, when matches are grouped by
    document, how many more passages of its document match. `terms` add up to the score, when `explain` asks for them.
    """

    ref: PassageRef
    score: float
    duplicates: tuple[PassageRef, ...] = ()
    more_in_document: int = 0
    terms: tuple[TermPart, ...] = ()


@frozen
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
