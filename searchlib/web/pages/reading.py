"""A whole article: every hit and every mention marked, scrolled to the passage that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import Field, create_model

from searchlib.errors import NotFound
from searchlib.index_reading import ReadOnlyIndex
from searchlib.models import Document, Hit, Passage
from searchlib.presentation.citations import citation
from searchlib.presentation.wording import published_words
from searchlib.searching import SearchRequest
from searchlib.web.limits import LIMITS
from searchlib.web.pages.address import Address
from searchlib.web.pages.marking import Characters, Chunk, chunks
from searchlib.web.pages.notes import Note, notes
from searchlib.web.parameters import Parameters, SearchParameters, search_request

ReadingParameters: Final[type[Parameters]] = create_model(
    "ReadingParameters",
    __base__=SearchParameters,
    passage=(str, Field("", max_length=LIMITS.text)),
    document=(str, Field("", max_length=LIMITS.text)),
    mark=(int | None, Field(None, ge=1)),
    start=(int | None, Field(None, ge=0)),
    end=(int | None, Field(None, ge=0)),
)
"""What stands in the address of an article: a passage or a document, which of its hits or which characters are looked at, and the
query whose hits are marked."""
_BETWEEN: Final = 2
"""Characters between two highlighted words that make one hit: a space, a comma and a space."""


@dataclass(frozen=True)
class Block:
    """A passage of the article, or what stands between two. It may be `matching`; the one `here` is looked at, and is the
    anchor where no hit of it is.
    """

    chunks: tuple[Chunk, ...]
    passage: str
    matching: bool
    here: bool
    anchor: bool


@dataclass(frozen=True)
class Place:
    """Where one is among the hits of the article: "2 of 7", and the addresses of the hits before and after.

    `ordinal` is 0 when one looks at something else.
    """

    ordinal: int
    count: int
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Reading:
    """An article as the page shows it."""

    title: str
    about: tuple[str, ...]
    link: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    place: Place | None
    citation: str
    document: str


def reading(index: ReadOnlyIndex, given: Any, address: Address) -> Reading:
    """The article of a passage or document. Raises NotFound, QueryError."""
    document = index.document(given.document or given.passage.rpartition("#")[0] or given.passage)
    passages = index.reader.document_passages(document.id)
    here = _here(given, passages)
    hits = _hits(index, given, document.id)
    marked = notes(passages, 0, len(document.text))
    marks = _marks(document.text, hits)
    cited = next((passage for passage in passages if passage.id == here), None)
    at = _mark_at(marks, given, cited)
    current = marks[at - 1] if at else None
    if current:
        cited = next((one for one in passages if one.start <= current[0] < one.end), cited)
        here = cited.id if cited else here
    looked_at = given.start or (cited.start if cited else 0)
    return Reading(
        document.title or document.id,
        tuple(
            filter(
                None,
                (
                    published_words(document.published, document.published_from),
                    document.source,
                    ", ".join(document.authors),
                ),
            )
        ),
        document.url if document.url.startswith(("https://", "http://")) else "",
        tuple(_blocks(document, passages, hits, marked, here, _characters(given), current)),
        marked,
        _place(marks, at, looked_at, address.without(("passage",)), document.id),
        citation(
            title=document.title,
            source=document.source,
            published=document.published,
            document=document.id,
            start=given.start if given.end else cited.start if cited else 0,
            end=given.end or (cited.end if cited else len(document.text)),
            url=document.url,
        ),
        document.id,
    )


def _characters(given: Any) -> Characters | None:
    return None if given.start is None or given.end is None else (given.start, given.end)


def _here(given: Any, passages: Sequence[Passage]) -> str:
    """The id of the passage that is looked at; "" for none. Raises NotFound."""
    if given.passage and "#" in given.passage:
        if all(passage.id != given.passage for passage in passages):
            raise NotFound(f"The index holds no passage {given.passage!r}.")
        return str(given.passage)
    if given.start is not None:
        return next((passage.id for passage in passages if passage.start <= given.start < passage.end), "")
    return ""


def _hits(index: ReadOnlyIndex, given: Any, document: str) -> Mapping[str, Hit]:
    """The hits of the query in the article, by the ids of their passages."""
    asked = search_request(given)
    if not asked.text.strip():
        return {}
    options = replace(asked.options, limit=LIMITS.hits, offset=0, facets=(), count=False, collapse=False, group="")
    request = SearchRequest(asked.text, (*asked.filters, ("doc", document)), options)
    return {hit.passage.id: hit for hit in index.ask(request)}


def _blocks(
    document: Document,
    passages: Sequence[Passage],
    hits: Mapping[str, Hit],
    marked: Sequence[Note],
    here: str,
    place: Characters | None,
    current: Characters | None,
) -> Iterator[Block]:
    at = 0
    for passage in passages:
        if document.text[at : passage.start].strip():
            yield Block((_plain(document, marked, at, passage.start)), "", matching=False, here=False, anchor=False)
        hit = hits.get(passage.id)
        words = [(one.start, one.end) for one in hit.highlights] if hit else []
        said = [(one.start, one.end) for one in passage.statements]
        inside = [note for note in marked if passage.start <= note.start and note.end <= passage.end]
        text = document.text[passage.start : passage.end]
        pieces = chunks(text, passage.start, notes=inside, hits=words, said=said, place=place, current=current)
        is_here = passage.id == here
        yield Block(pieces, passage.id, matching=hit is not None, here=is_here, anchor=is_here and current is None)
        at = passage.end
    if document.text[at:].strip():
        yield Block(_plain(document, marked, at, len(document.text)), "", matching=False, here=False, anchor=False)


def _plain(document: Document, marked: Sequence[Note], start: int, end: int) -> tuple[Chunk, ...]:
    """Text that belongs to no passage."""
    return chunks(
        document.text[start:end], start, notes=[note for note in marked if start < note.start and note.end < end]
    )


def _marks(text: str, hits: Mapping[str, Hit]) -> list[Characters]:
    """The hits of an article one by one, in order: highlighted words that stand side by side are one."""
    marks: list[Characters] = []
    for start, end in sorted({(one.start, one.end) for hit in hits.values() for one in hit.highlights}):
        between = text[marks[-1][1] : start] if marks else ""
        if marks and (start <= marks[-1][1] or (len(between) <= _BETWEEN and not any(map(str.isalnum, between)))):
            marks[-1] = marks[-1][0], max(end, marks[-1][1])
        else:
            marks.append((start, end))
    return marks


def _mark_at(marks: Sequence[Characters], given: Any, here: Passage | None) -> int:
    """The hit that is looked at, from 1: the one asked for, the first of the passage, or the first of all; 0 for none."""
    if given.mark is not None:
        return min(int(given.mark), len(marks))
    if given.start is not None:
        return 0
    if here is None:
        return 1 if marks else 0
    return next((at for at, (start, _) in enumerate(marks, 1) if here.start <= start < here.end), 0)


def _place(marks: Sequence[Characters], at: int, looked_at: int, address: Address, document: str) -> Place | None:
    """The place among the hits; where one looks at other characters, the hits before and after those are at hand."""
    if not marks:
        return None
    before = at - 1 if at else sum(first < looked_at for first, _ in marks)
    after = at + 1 if at else before + 1

    def to(other: int) -> str | None:
        if not 1 <= other <= len(marks):
            return None
        return address.to(document=document, start=None, end=None, mark=other) + "#here"

    return Place(at, len(marks), to(before), to(after))
