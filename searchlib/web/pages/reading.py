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
    start=(int | None, Field(None, ge=0)),
    end=(int | None, Field(None, ge=0)),
)
"""What stands in the address of an article: a passage or a document, characters in it, and the query whose hits are marked."""


@dataclass(frozen=True)
class Block:
    """A passage of the article, or what stands between two. `hit` counts the matching passages from 1; `here` is looked at."""

    chunks: tuple[Chunk, ...]
    passage: str
    hit: int | None
    here: bool


@dataclass(frozen=True)
class Place:
    """Where one is among the hits of the article: "2 of 7", and the addresses of the hits before and after."""

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
    order = [passage.id for passage in passages if passage.id in hits]
    shown = here or (order[0] if order else "")
    cited = next((passage for passage in passages if passage.id == shown), None)
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
        tuple(_blocks(document, passages, hits, marked, shown, _characters(given))),
        marked,
        _place(order, shown, address),
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
) -> Iterator[Block]:
    at, count = 0, 0
    for passage in passages:
        if document.text[at : passage.start].strip():
            yield Block((_plain(document, marked, at, passage.start)), "", None, False)
        hit = hits.get(passage.id)
        count += hit is not None
        words = [(one.start, one.end) for one in hit.highlights] if hit else []
        said = [(one.start, one.end) for one in passage.statements]
        inside = [note for note in marked if passage.start <= note.start and note.end <= passage.end]
        text = document.text[passage.start : passage.end]
        pieces = chunks(text, passage.start, notes=inside, hits=words, said=said, place=place)
        yield Block(pieces, passage.id, count if hit else None, passage.id == here)
        at = passage.end
    if document.text[at:].strip():
        yield Block(_plain(document, marked, at, len(document.text)), "", None, False)


def _plain(document: Document, marked: Sequence[Note], start: int, end: int) -> tuple[Chunk, ...]:
    """Text that belongs to no passage."""
    return chunks(
        document.text[start:end], start, notes=[note for note in marked if start < note.start and note.end < end]
    )


def _place(order: Sequence[str], here: str, address: Address) -> Place | None:
    """The place among the hits; of a passage that is none, the hits around it are not known."""
    if not order:
        return None
    ordinal = order.index(here) if here in order else -1

    def at(other: int) -> str | None:
        if not 0 <= other < len(order):
            return None
        return address.to(passage=order[other], document=None, start=None, end=None) + "#here"

    return Place(ordinal + 1, len(order), at(ordinal - 1), at(ordinal + 1))
