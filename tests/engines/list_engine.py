"""A third engine: a list of passages in memory, each asked by `matching`. It shows how little the contract asks for.

It keeps its indexes by URL in `INDEXES`, as a server would, and takes nothing from worker processes. Its score is the
number of spans by which a passage matches, and it does not collapse near-duplicates: its capabilities say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from math import inf
from typing import Any, Self
from unittest.mock import patch

from searchlib import analysis, engines
from searchlib.engines.answers import Answer, Match, MentionRow, Request, Speaker
from searchlib.engines.contract import Capabilities, Engine, Reader, Writer
from searchlib.errors import IndexMissing
from searchlib.linking import NO_ALIASES, Aliases
from searchlib.matching.evaluation import evaluate
from searchlib.matching.mentions import asked_confidences
from searchlib.matching.passage_leaves import PassageLeaves
from searchlib.matching.passage_text import PassageText
from searchlib.matching.stored import Header, Stored
from searchlib.models import Document, Passage, Statement
from searchlib.query import nodes as n
from tests.engines.list_answers import date_key, facet, number_key
from tests.engines.list_speakers import ListSpeakers


@dataclass(frozen=True)
class Entry:
    """A document with its passages, and the version that first held it."""

    document: Document
    passages: tuple[Passage, ...]
    added: int


@dataclass(frozen=True)
class State:
    """One committed state of an index."""

    version: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    sources: bytes = b""


INDEXES: dict[str, State] = {}
"""The newest state of every index, by its location."""


@contextmanager
def list_scheme() -> Iterator[None]:
    """URLs `list://...` are served by this engine within the context; its indexes are gone afterwards."""
    with patch.dict(engines.ENGINES, {"list": (__name__, "ListEngine")}), patch.dict(INDEXES, clear=True):
        yield


class ListEngine(Engine):
    """The index of one URL."""

    capabilities = Capabilities(exact_scores=False, exact_totals=True, collapses=False, said=True)

    def __init__(self, location: str) -> None:
        self._location = location

    @property
    def location(self) -> str:
        return self._location

    def exists(self) -> bool:
        return self._location in INDEXES

    def latest_version(self) -> int:
        return INDEXES.get(self._location, State()).version

    def reader(self, *, aliases: Aliases | None = None) -> ListReader:
        if not self.exists():
            raise IndexMissing(f"There is no index at {self._location}.")
        return ListReader(INDEXES[self._location], aliases or NO_ALIASES)

    def writer(self, *, fresh: bool = False, **_: Any) -> ListWriter:
        return ListWriter(self._location, fresh=fresh)

    def check(self) -> Iterator[str]:
        return iter(())

    def size_bytes(self) -> int:
        return sum(len(entry.document.text) for entry in INDEXES[self._location].entries.values())

    def warm(self, *, wait: bool = False) -> bool:
        return False


class ListWriter(Writer):
    """Changes a copy of the last state; the commit puts it in the place of that."""

    def __init__(self, location: str, *, fresh: bool) -> None:
        self._location = location
        self._fresh = fresh
        self.absolute_paths = False

    def __enter__(self) -> Self:
        last = INDEXES.get(self._location, State())
        self._last = State(last.version) if self._fresh else last
        self._entries = dict(self._last.entries)
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def version(self) -> int:
        return self._last.version + 1

    @property
    def state(self) -> Mapping[str, Any]:
        return self._last.state

    @property
    def sources(self) -> bytes:
        return self._last.sources

    def added(self, document_id: str) -> int | None:
        entry = self._entries.get(document_id)
        return None if entry is None else entry.added

    def path_of(self, document_id: str) -> str:
        document = self.stored(document_id)
        return "" if document is None else document.path

    def documents_of(self, path: str) -> list[str]:
        return [name for name, entry in self._entries.items() if entry.document.path == path]

    def stored(self, document_id: str) -> Document | None:
        entry = self._entries.get(document_id)
        return None if entry is None else entry.document

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        first = self.added(document.id)
        replaced = self.delete(document.id)
        self._entries[document.id] = Entry(document, tuple(passages), self.version if first is None else first)
        return replaced

    def delete(self, document_id: str) -> bool:
        return self._entries.pop(document_id, None) is not None

    def sink(self, *, memory: int) -> None:
        return None

    def adopt(self, result: Any) -> None:
        raise NotImplementedError("There is no sink whose results could be adopted.")

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        kept = self.state if state is None else state
        self._last = State(self.version, dict(self._entries), kept, self.sources if sources is None else sources)
        INDEXES[self._location] = self._last
        return self._last.version


class ListReader(Reader):
    """One state of an index; a passage is named by its place in the list of all."""

    def __init__(self, state: State, aliases: Aliases) -> None:
        self._state = state
        self._aliases = aliases
        self.rows = [(entry, passage) for entry in state.entries.values() for passage in entry.passages]

    @property
    def version(self) -> int:
        return self._state.version

    @property
    def state(self) -> Mapping[str, Any]:
        return self._state.state

    @property
    def counts(self) -> Mapping[str, int]:
        passages = [passage for _, passage in self.rows]
        return {
            "documents": len(self._state.entries),
            "passages": len(passages),
            "words": sum(len(analysis.analyze(passage.text).terms) for passage in passages),
            "statements": sum(len(passage.statements) for passage in passages),
            "dates": sum(len(passage.dates) for passage in passages),
            "quantities": sum(len(passage.quantities) for passage in passages),
        }

    @cached_property
    def linked(self) -> ListSpeakers:
        """The speakers of all documents, linked when the first filter asks for them."""
        return ListSpeakers([entry.passages for entry in self._state.entries.values()], self._aliases)

    # --- searching ---------------------------------------------------------------------------------------------

    def search(self, request: Request) -> Answer:
        options = request.options
        matches = self._matches(request.node, request.added_after)
        keys = {match.ref: self._sort_key(match, request, matches) for match in matches}
        sign = -1 if options.reverse else 1
        matches.sort(key=lambda match: inf if keys[match.ref] == inf else sign * keys[match.ref])
        total = len(matches)
        facets = {name: facet(name, self.fetch([match.ref for match in matches])) for name in options.facets}
        documents = len({self.rows[match.ref][0].document.id for match in matches}) if options.group else None
        shown = self._grouped(matches) if options.group else matches
        page = shown[options.offset : options.offset + options.limit]
        counted = total if options.count else None
        return Answer(tuple(page), counted, None, facets=facets, plan="list", documents=documents)

    def _sort_key(self, match: Match, request: Request, matches: Sequence[Match]) -> float:
        """By what a match is ordered, the smallest first; infinite when it is not known."""
        sort = request.options.sort
        if sort in ("date", "number"):
            return (date_key if sort == "date" else number_key)(request.node, self._stored(match.ref))
        if sort == "score" and any(other.score for other in matches):
            return -match.score
        published = self.rows[match.ref][0].document.published
        return inf if published is None else -published.toordinal()

    def _matches(self, node: n.Node, added_after: int | None = None) -> list[Match]:
        confidences = asked_confidences(node)
        found = []
        for row, (entry, _) in enumerate(self.rows):
            if added_after is None or entry.added > added_after:
                verdict = evaluate(node, PassageLeaves(self._stored(row), confidences))
                if verdict.matches and verdict.counts_alone:
                    found.append(Match(row, float(len(verdict.evidence)) if verdict.scored else 0.0))
        return found

    def _grouped(self, matches: list[Match]) -> list[Match]:
        """The first match of each document, with the number of the others."""
        documents = [self.rows[match.ref][0].document.id for match in matches]
        counts = Counter(documents)
        firsts = dict(zip(reversed(documents), reversed(matches), strict=True))
        return [
            match._replace(more_in_document=counts[name] - 1)
            for name, match in zip(documents, matches, strict=True)
            if firsts[name] is match
        ]

    def rank(self, node: n.Node, k: int) -> list[tuple[Any, float]]:
        best = sorted(self._matches(node), key=lambda match: -match.score)
        return [(match.ref, match.score) for match in best[:k]]

    def count_many(self, nodes: Sequence[n.Node], *, added_after: int | None = None, **_: Any) -> list[int]:
        return [len(self._matches(node, added_after)) for node in nodes]

    def like(self, ref: Any, k: int) -> list[tuple[Any, float]]:
        asked = n.Clauses(tuple(n.Word(word, "text") for word in self.significant_terms(ref)))
        return [match for match in self.rank(asked, k + 1) if match[0] != ref][:k]

    def significant_terms(self, ref: Any) -> list[str]:
        holding = Counter(word for _, passage in self.rows for word in set(passage.text.lower().split()))
        words = dict.fromkeys(self.rows[ref][1].text.lower().split())
        return sorted((word for word in words if word.isalnum()), key=holding.__getitem__)[:25]

    # --- stored ------------------------------------------------------------------------------------------------

    def _stored(self, row: int) -> Stored:
        entry, passage = self.rows[row]
        document = entry.document
        header = Header(
            document.title,
            document.published,
            document.published_from,
            document.source,
            document.url,
            document.path,
            document.extra,
        )
        return Stored(
            row, passage, header, PassageText(passage.text, analysis.ENGLISH, base=passage.start), _Context(self, row)
        )

    def fetch(self, refs: Sequence[Any]) -> list[Stored]:
        return [self._stored(row) for row in refs]

    def passage_id(self, ref: Any) -> str:
        return self.rows[ref][1].id

    def find_passage(self, passage_id: str) -> int | None:
        return next((row for row, (_, passage) in enumerate(self.rows) if passage.id == passage_id), None)

    def mentions(self, kind: str, where: n.Node | None = None) -> Iterator[MentionRow]:
        rows = range(len(self.rows)) if where is None else sorted(match.ref for match in self._matches(where))
        seen: set[tuple[str, int]] = set()
        for row in rows:
            passage, header = self.rows[row][1], self._stored(row).header
            tables = {"statement": passage.statements, "date": passage.dates, "quantity": passage.quantities}
            for mention in tables[kind]:
                if kind == "statement" and (passage.document, mention.number) in seen:
                    continue
                seen |= {(passage.document, mention.number)} if kind == "statement" else set()
                inside = getattr(mention, "statement", None)
                said = next((one for one in passage.statements if one.number == inside), None)
                text = passage.text[max(0, mention.start - passage.start) : mention.end - passage.start]
                yield MentionRow(passage.id, mention, text, said, header)

    def document(self, document_id: str) -> Document | None:
        entry = self._state.entries.get(document_id)
        return None if entry is None else entry.document

    def documents_at(self, path: str) -> list[str]:
        return [name for name, entry in self._state.entries.items() if entry.document.path == path]

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        entry = self._state.entries.get(document_id)
        return () if entry is None else entry.passages

    def statements_of(self, document_ids: Sequence[str]) -> Iterator[tuple[Statement, ...]]:
        for name in document_ids:
            every = {said.number: said for one in self.document_passages(name) for said in one.statements}
            yield tuple(every.values())

    def document_ids(self) -> Iterator[str]:
        return iter(sorted(self._state.entries))

    # --- names and words ---------------------------------------------------------------------------------------

    def speakers(self) -> list[Speaker]:
        said = Counter(row.mention.speaker for row in self.mentions("statement"))
        return [Speaker(name, "person", (name,), (), count, 1) for name, count in said.most_common() if name]

    def warm(self) -> None:
        """Nothing is kept."""

    def nearest_words(self, word: str, limit: int = 3) -> list[str]:
        words = {word for _, passage in self.rows for word in passage.text.lower().split()}
        return get_close_matches(word, words, limit)

    def nearest_names(self, name: str, limit: int = 3) -> list[str]:
        return get_close_matches(name, [speaker.name for speaker in self.speakers()], limit)


class _Context:
    """The speakers of a passage's statements, and the passages that hold more of its statements."""

    def __init__(self, reader: ListReader, row: int) -> None:
        self._reader = reader
        self._entry, self._passage = reader.rows[row]
        self._row = row

    def attributed(self, leaf: n.Name) -> list[int]:
        statements = self._passage.statements
        document = self._passage.document
        return [at for at, said in enumerate(statements) if self._reader.linked.finds(leaf, document, said)]

    def neighbours(self) -> list[Stored]:
        own = {said.number for said in self._passage.statements}
        rows = [
            row
            for row, (entry, passage) in enumerate(self._reader.rows)
            if entry is self._entry and row != self._row and own & {said.number for said in passage.statements}
        ]
        return self._reader.fetch(rows)
