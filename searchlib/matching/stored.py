"""A stored passage with everything that decides whether a query matches it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from searchlib.matching.passage_text import PassageText
from searchlib.models import Passage, PublishedFrom
from searchlib.models.documents import Extra
from searchlib.query.nodes import Name


class Header(NamedTuple):
    """The metadata of a document that a hit shows."""

    title: str
    published: date | None
    published_from: PublishedFrom
    source: str
    url: str
    path: str
    extra: Extra = {}  # noqa: RUF012 - read only


class Context(Protocol):
    """What decides whether a passage matches but is not in it: linked speakers, and parts of statements elsewhere."""

    def attributed(self, leaf: Name) -> Collection[int]:
        """The statements that a `speaker:` or `role:` filter finds, as places in the passage's `statements`.

        A speaker has all names of the speakers in other documents who are linked to it, and all roles that its document
        gives it.
        """

    def neighbours(self) -> Sequence[Stored]:
        """The other passages of the document that hold a statement of this one."""


class Stored(NamedTuple):
    """A passage as it was stored, its document's metadata, its words, and its context in the index."""

    ref: Hashable
    passage: Passage
    header: Header
    text: PassageText
    context: Context
