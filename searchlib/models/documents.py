"""Documents as the loaders read them, and the passages into which they are split for searching."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from searchlib.definitions.modelling import FiniteFloat, model_validator
from searchlib.models.mentions import DateMention, Quantity, Statement
from searchlib.models.spans import Value

Extra = dict[str, str | int | FiniteFloat]
"""Values that a source gives beside the fields of a document, by the names of their columns; days are ISO texts."""

PublishedFrom = Literal["metadata", "document", "front matter", "file name", "default", "guessed", "unknown"]


class Cue(Value):
    """A part of the text whose speaker the source names: the voice of a caption, the speaker column of a transcript."""

    start: int
    end: int
    speaker: str


class Document(Value):
    """One complete article, transcript or message.

    `text` is what offsets count in. `published_from` says where the publication date comes from. `path` and `line`
    (from 1) say where it was read; `encoding` how its bytes were decoded. `cues` are the speakers that the source itself
    names. `extra` are the values of columns that are no field here.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    published_from: PublishedFrom = "unknown"
    source: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    path: str = ""
    line: int = 1
    encoding: str = "utf-8"
    cues: tuple[Cue, ...] = ()
    extra: Extra = {}  # noqa: RUF012 - pydantic copies it


class Passage(Value):
    """A searchable part of one document. `ordinal` counts from 0; `id` is `<document>#<ordinal>`.

    `line` is the line (from 1) of a text or Markdown file on which it starts, of a PDF the page; in other files the line on
    which its document starts. Statements are those whose content overlaps the passage; dates and quantities those whose
    first character it holds. Their offsets stay the document's.
    """

    id: str
    document: str
    ordinal: int
    start: int
    end: int
    line: int
    text: str
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()

    @model_validator(mode="after")
    def _give_texts(self) -> Self:
        """Each mention knows its text."""
        self.place_texts()
        return self

    def place_texts(self) -> None:
        """Give each mention its text: for a passage that was made unchecked."""
        mentions: tuple[Statement | DateMention | Quantity, ...] = (*self.statements, *self.dates, *self.quantities)
        for mention in mentions:
            mention.placed(self.text[max(0, mention.start - self.start) : max(0, mention.end - self.start)])
