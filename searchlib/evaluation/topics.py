"""Topics: the queries of a test collection, each with its id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from searchlib.errors import ArgumentError, ReadError
from searchlib.query.context import shortened

_IDS: Final = ("query_id", "_id", "qid", "id", "topic", "number")
_TEXTS: Final = ("text", "query", "title", "question")
"""Names of a topic's id and text, in JSON Lines and in other programs' values; the first that is there counts."""

_TOP: Final = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title>\s*(?:Topic:)?([^<]*)", re.IGNORECASE)
_TOPIC: Final = re.compile(
    r"<topic\b[^>]*\bnumber\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</topic>", re.DOTALL | re.IGNORECASE
)
_QUERY: Final = re.compile(r"<(query|title)>([^<]*)", re.IGNORECASE)


class Topic(NamedTuple):
    """A query of a test collection."""

    query_id: str
    text: str


def read_topics(path: Path) -> list[Topic]:
    """The topics of a file, in its order: TREC (`<top>` or `<topic number="1">`), lines `id TAB text`, or JSON Lines.

    Of a TREC topic the title (or query) is taken. Raises ReadError, which names the line, for a file that is none of these,
    holds no topic, or one id twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path} is not valid UTF-8: {error.reason} at byte {error.start}.") from None
    start = text.lstrip()[:1]
    read = _trec if start == "<" else _json_lines if start == "{" else _tab_separated
    topics = list(read(text, path))
    if not topics:
        raise ReadError(
            f"{path} contains no topic: write lines of an id, a tab and the query, JSON Lines, or TREC topics."
        )
    seen: set[str] = set()
    for topic in topics:
        if topic.query_id in seen:
            raise ReadError(f"{path} has the topic {topic.query_id!r} twice.")
        seen.add(topic.query_id)
    return topics


def topics_of(values: Iterable[Any]) -> Iterator[Topic]:
    """Topics of another program's values: pairs of id and text, or objects with such attributes, as ir_datasets has.

    Raises ArgumentError for a value that is neither.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise ArgumentError(f"topics must be a list of pairs of id and text; got {str(values)[:80]!r}.")
    for value in values:
        if isinstance(value, tuple) and type(value) is not Topic and not hasattr(value, "_fields"):
            named: Any = dict(zip(("query_id", "text"), value, strict=False))
        else:
            named = {name: getattr(value, name) for name in (*_IDS, *_TEXTS) if hasattr(value, name)}
        topic = _named(named)
        if topic is None:
            raise ArgumentError(f"A topic must have query_id and text; got {str(value)[:80]!r}.")
        yield topic


def _named(named: dict[str, Any]) -> Topic | None:
    """The topic in named values; None when its id or text is missing."""
    query_id = next((named[name] for name in _IDS if named.get(name) not in (None, "")), None)
    text = next((named[name] for name in _TEXTS if isinstance(named.get(name), str)), None)
    return None if query_id is None or text is None else Topic(str(query_id), " ".join(text.split()))


def _trec(text: str, path: Path) -> Iterator[Topic]:
    for written in _TOP.findall(text):
        number, title = _NUMBER.search(written), _TITLE.search(written)
        if number is None or title is None or not title[1].strip():
            raise ReadError(f"{path} has a topic without <num> or <title>: {' '.join(written.split())[:60]!r}.")
        yield Topic(number[1], " ".join(title[1].split()))
    for number, written in _TOPIC.findall(text):
        query = _QUERY.search(written)
        if query is None or not query[2].strip():
            raise ReadError(f"{path} has a topic without <query> or <title>: {number!r}.")
        yield Topic(number.strip(), " ".join(query[2].split()))


def _json_lines(text: str, path: Path) -> Iterator[Topic]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ReadError(f"{path}:{number} is not valid JSON: {error}.") from None
            topic = _named(row) if isinstance(row, dict) else None
            if topic is None or not topic.text:
                raise ReadError(f"{path}:{number} needs an id ({', '.join(_IDS)}) and a text ({', '.join(_TEXTS)}).")
            yield topic


def _tab_separated(text: str, path: Path) -> Iterator[Topic]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            query_id, tab, query = line.partition("\t")
            if not tab or not query_id.strip() or not query.strip():
                raise ReadError(f"{path}:{number} must be an id, a tab and a query; got {shortened(line)}.")
            yield Topic(query_id.strip(), " ".join(query.split()))
