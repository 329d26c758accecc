"""What is stored of a passage and of a document, as one text each, and how it becomes a model again.

A passage is a list of its fields, as JSON, and so is each of its mentions, in the order of their models: 0 stands for what a
model has by default, and is left out at the end; numbers of fields that have a default count from 1. Offsets are told from
the start of what they stand in, and ends from their start. A document has only the text that is in none of its passages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Final, Literal, get_args, get_origin

from searchlib.matching.stored import Header
from searchlib.models import Document, Passage
from searchlib.models.mentions import DateMention, Mark, Quantity, Statement
from searchlib.models.spans import Span, Value

STORED: Final = ["record", "header"]
"""The fields of a hit that has its passage and header."""

_REQUIRED: Final = object()
_FIELDS: Final[dict[type[Value], dict[str, Any]]] = {
    model: {name: _REQUIRED if one.is_required() else one.default for name, one in model.model_fields.items()}
    for model in (Statement, DateMention, Quantity, Mark, Span)
}
"""By each model that is stored as a list its fields, in order, with their defaults."""

_OF_PASSAGE: Final = ("document", "ordinal", "start", "end", "line", "text")
_MENTIONS: Final[dict[str, type[Value]]] = {
    "statements": Statement,
    "dates": DateMention,
    "quantities": Quantity,
}


def stored_text(hit: Mapping[str, Any], name: str = "record") -> str:
    """A stored text of a hit, or of a document that was got by its id."""
    return str(hit["fields"][name][0])


# --- passages ------------------------------------------------------------------------------------------------------


def passage_record(passage: Passage) -> str:
    """A passage as text."""
    values: list[Any] = [getattr(passage, name) for name in _OF_PASSAGE]
    values += [[_packed(one, passage.start) for one in getattr(passage, name)] for name in _MENTIONS]
    return _json(values)


def read_passage(record: str) -> Passage:
    """The passage of a record. Raises ValueError where it is none."""
    try:
        document, ordinal, start, end, line, text, *mentions = json.loads(record)
        fields: dict[str, Any] = {
            "id": f"{_text(document, 0)}#{ordinal}",
            "document": document,
            "ordinal": _number(ordinal, 0),
            "start": _number(start, 0),
            "end": _number(end, 0),
            "line": _number(line, 0),
            "text": _text(text, 0),
        }
        for (name, model), rows in zip(_MENTIONS.items(), mentions, strict=True):
            fields[name] = tuple([_unpacked(model, row, start) for row in rows])
    except (TypeError, LookupError, RecursionError) as error:
        raise ValueError(f"a record that is no passage: {error!r}") from None
    passage = Passage.trusted(fields)
    passage.place_texts()
    return passage


def read_text(record: str) -> str:
    """The text alone of a passage's record."""
    return str(json.loads(record)[_OF_PASSAGE.index("text")])


def _packed(value: Any, base: int) -> list[Any]:
    """The fields of a mention or span whose offsets are told from `base`."""
    made: list[Any] = []
    start = value.start
    for name, default in _FIELDS[type(value)].items():
        one = getattr(value, name)
        if default is not _REQUIRED and one == default:
            made.append(0)
        elif name == "start":
            made.append(one - base)
        elif name == "end":
            made.append(one - start)
        elif isinstance(one, Span):
            made.append(_packed(one, start))
        elif isinstance(one, tuple):
            made.append([_packed(each, start) if isinstance(each, Span) else each for each in one])
        elif isinstance(one, date):
            made.append(one.isoformat())
        else:
            made.append(one + 1 if isinstance(one, int) and default is not _REQUIRED else one)
    while made and made[-1] == 0:
        made.pop()
    return made


def _unpacked(model: type[Value], row: Any, base: int) -> Any:
    """The mention or span that `_packed` told. Raises LookupError, TypeError or ValueError where it is none.

    What is read is looked at here and by no model: of a hit that is a third of the time, of a view more.
    """
    fields = _FIELDS[model]
    if type(row) is not list or len(row) > len(fields):
        raise TypeError(row)
    values: dict[str, Any] = {}
    start = base
    for (name, default), read, one in zip(
        fields.items(), _READERS[model], row + [0] * (len(fields) - len(row)), strict=True
    ):
        if default is not _REQUIRED and one == 0:
            values[name] = default
        elif name == "start":
            start = values[name] = _number(one, 0) + base
        elif name == "end":
            values[name] = _number(one, 0) + start
        else:
            values[name] = read(one, start)
    return model.trusted(values)


def _number(one: Any, _: int) -> int:
    if type(one) is not int:
        raise TypeError(one)
    return one


def _counted_from_one(one: Any, _: int) -> int:
    return _number(one, 0) - 1


def _figure(one: Any, _: int) -> float:
    return float(one if type(one) is float else _number(one, 0))


def _text(one: Any, _: int) -> str:
    if type(one) is not str:
        raise TypeError(one)
    return one


def _day(one: Any, _: int) -> date | None:
    return None if one is None else date.fromisoformat(one)


def _texts(many: Any, _: int) -> tuple[str, ...]:
    return tuple([_text(one, 0) for one in many])


def _span(one: Any, start: int) -> Any:
    return _unpacked(Span, one, start)


def _marks(many: Any, start: int) -> tuple[Any, ...]:
    return tuple([_unpacked(Mark, one, start) for one in many])


def _one_of(choices: frozenset[str]) -> Callable[[Any, int], Any]:
    """Reads one of a few words."""

    def read(one: Any, _: int) -> Any:
        if one not in choices:
            raise ValueError(one)
        return one

    return read


def _reader(field: Any) -> Callable[[Any, int], Any]:
    """What reads a field of a model."""
    kind = field.annotation
    if get_origin(kind) is Literal:
        return _one_of(frozenset(get_args(kind)))
    if kind is int or kind == int | None:
        return _number if field.is_required() else _counted_from_one
    return _READ_AS[kind]


_READ_AS: Final[dict[Any, Callable[[Any, int], Any]]] = {
    float: _figure,
    str: _text,
    date | None: _day,
    tuple[str, ...]: _texts,
    Span | None: _span,
    tuple[Mark, ...]: _marks,
}
_READERS: Final = {model: [_reader(one) for one in model.model_fields.values()] for model in _FIELDS}
"""By each model that is stored as a list what reads each of its fields."""


# --- documents -----------------------------------------------------------------------------------------------------


def document_record(document: Document, passages: Sequence[Passage]) -> str:
    """A document as text, without what its passages hold."""
    values = document.model_dump(mode="json", exclude_defaults=True, exclude={"text"})
    gaps = list(_gaps(document, passages))
    texts = [passage.text for passage in passages]
    whole = {"gaps": gaps} if _joined(gaps, texts) == document.text else {"text": document.text}
    return _json({**values, **whole})


def read_document(record: str, texts: Sequence[str]) -> Document:
    """The document of a record and the texts of all its passages, in order."""
    values = json.loads(record)
    if "gaps" in values:
        values["text"] = _joined(values.pop("gaps"), texts)
    return Document.model_validate(values)


def _gaps(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """The text before each passage, and behind the last."""
    at = 0
    for passage in passages:
        yield document.text[at : passage.start]
        at = passage.end
    yield document.text[at:]


def _joined(gaps: Sequence[str], texts: Sequence[str]) -> str:
    return "".join(part for pair in zip_longest(gaps, texts, fillvalue="") for part in pair)


def header_record(document: Document) -> str:
    """The metadata that hits show, without what is empty."""
    values = {
        "title": document.title,
        "published": document.published.isoformat() if document.published else "",
        "published_from": document.published_from if document.published_from != "unknown" else "",
        "source": document.source,
        "url": document.url,
        "path": document.path,
        "extra": document.extra,
    }
    return _json({name: value for name, value in values.items() if value})


def read_header(record: str) -> Header:
    """The metadata of a record."""
    values = json.loads(record)
    published = values.get("published")
    return Header(
        values.get("title", ""),
        date.fromisoformat(published) if published else None,
        values.get("published_from", "unknown"),
        values.get("source", ""),
        values.get("url", ""),
        values.get("path", ""),
        values.get("extra", {}),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
