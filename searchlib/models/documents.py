"""Documents as the loaders read them, and the passages into which they are split for searching."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from searchlib.definitions.modelling import FiniteFloat, field_validator, model_validator
from searchlib.errors import ArgumentError
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

    @field_validator("published", mode="before")
    @classmethod
    def _no_seconds(cls, given: object) -> object:
        """A number is no day: pydantic would count it as seconds since 1970."""
        if isinstance(given, int | float) or (isinstance(given, str) and "-" not in given):
            raise ValueError("no day")
        return given

    if not TYPE_CHECKING:  # the fields are the signature

        def __init__(self, **fields: object) -> None:
            """Raises ArgumentError, a sentence on the first field that is missing, unknown or wrong."""
            try:
                super().__init__(**fields)
            except ValueError as error:
                raise ArgumentError(_fault(error.errors()[0], fields)) from None


_WANTED = {
    "published": "a day, as 2024-11-01 or datetime.date(2024, 11, 1)",
    "authors": "a tuple of names",
    "line": "a whole number",
    "cues": "a tuple of Cue",
    "extra": "a dict of texts and numbers",
    "published_from": f"one of {', '.join(get_args(PublishedFrom))}",
}
"""What the fields of a document that are no text must be."""
_SHOWN = 60


def _fault(fault: dict[str, Any], fields: dict[str, object]) -> str:
    """A sentence on what is wrong with the fields of a document: one of `ValidationError.errors()`."""
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if fault["type"] == "missing":
        return f"A document needs the field {name!r}."
    if name not in Document.model_fields:
        return f"A document has no field {name!r}; its fields are {', '.join(Document.model_fields)}."
    given = repr(fields[name])
    shown = given if len(given) <= _SHOWN else f"{given[:_SHOWN]}..."
    return f"The field {name!r} of a document must be {_WANTED.get(name, 'text')}; got {shown}."


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
