"""Stored passages and documents of one snapshot, found by reference or by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from searchlib.analysis import fold_role
from searchlib.engines.answers import PassageRef
from searchlib.engines.file_names import with_path
from searchlib.engines.opensearch.answers.speakers import Speakers
from searchlib.engines.opensearch.cluster.snapshot import UNREAD, Snapshot
from searchlib.engines.opensearch.documents.records import STORED, read_header, read_passage, stored_text
from searchlib.engines.opensearch.documents.voices import Voice, one_line, read_voice
from searchlib.engines.opensearch.queries.conditions import Query, every, nested, term, terms
from searchlib.engines.opensearch.queries.conditions import some as any_of
from searchlib.engines.opensearch.queries.matching import PASSAGE
from searchlib.engines.opensearch.queries.stored_document import stored_document
from searchlib.files.stored_paths import StoredPaths
from searchlib.matching.passage_text import PassageText
from searchlib.matching.stored import Stored
from searchlib.models import Document, Passage, Statement
from searchlib.query.nodes import Name

_KEPT: Final = 2_000
"""Passages kept as they came: a page's are asked for again at once."""

PAGE: Final = 1_000
"""Whole passages read in one request."""

ROWS: Final = 10_000
"""Ids read in one request: the most that the cluster gives."""

_NAMED_AT_ONCE: Final = 100
"""Documents named in one request of which passages are read."""

_IN_ORDER: Final = [{"document": "asc"}, {"ordinal": "asc"}, {"place": "asc"}]
"""Passages by their documents' ids, and as they stand in them."""

_MOST_DIGITS: Final = 9


class Ref(NamedTuple):
    """A passage: its place among all that were ever added, and its id."""

    place: int
    passage_id: str


def ref_of(ref: PassageRef) -> Ref:
    """A passage as this engine names it."""
    assert isinstance(ref, Ref), ref
    return ref


class StoredPassages:
    """Reads what is stored; `speakers` knows whom a name finds."""

    def __init__(self, snapshot: Snapshot, speakers: Speakers) -> None:
        self._snapshot = snapshot
        self._speakers = speakers
        self._kept: dict[int, Stored] = {}
        self._paths = StoredPaths(None)

    # --- passages ----------------------------------------------------------------------------------------------

    def take(self, hits: Iterable[Mapping[str, Any]]) -> list[Stored]:
        """The passages of hits that came with their records, and whose last sort value is the place; they are kept."""
        made = list(self._made(hits))
        if len(self._kept) > _KEPT:
            self._kept.clear()
        self._kept.update((ref_of(one.ref).place, one) for one in made)
        return made

    def _made(self, hits: Iterable[Mapping[str, Any]]) -> Iterator[Stored]:
        read = [(hit, read_passage(stored_text(hit))) for hit in hits]
        voices = _VoicesOf(self._snapshot, {passage.document for _, passage in read})
        analyzer = self._snapshot.state.analyzer
        beside = _Beside(self, [passage for _, passage in read])
        for hit, passage in read:
            header = read_header(stored_text(hit, "header"))
            header = header._replace(path=self._paths.decode(header.path))
            context = _Context(passage, voices, beside, self._speakers)
            text = PassageText(passage.text, analyzer, base=passage.start)
            yield Stored(Ref(hit["sort"][-1], passage.id), passage, header, text, context)

    def fetch(self, refs: Sequence[PassageRef]) -> list[Stored]:
        """These passages, in this order."""
        places = [ref_of(ref).place for ref in refs]
        found = {place: self._kept[place] for place in places if place in self._kept}
        missing = sorted(set(places) - found.keys())
        for first in range(0, len(missing), PAGE):
            some = missing[first : first + PAGE]
            found.update((ref_of(one.ref).place, one) for one in self.take(self._read(terms("place", some), len(some))))
        return [found[place] for place in places]

    def _read(self, query: Query, size: int) -> list[Mapping[str, Any]]:
        body = {"size": size, "query": query, "sort": [{"place": "asc"}], "stored_fields": STORED}
        hits: list[Mapping[str, Any]] = self._snapshot.search(body)["hits"]["hits"]
        return hits

    def find_passage(self, passage_id: str) -> Ref | None:
        """The passage of this id; None when there is none."""
        document_id, _, ordinal = passage_id.rpartition("#")
        if not ordinal.isdecimal() or len(ordinal) > _MOST_DIGITS:
            return None
        found = self.take(self._read(every([PASSAGE, term("document", document_id), term("ordinal", int(ordinal))]), 1))
        return ref_of(found[0].ref) if found else None

    def first(self, query: Query) -> list[Stored]:
        """The first passage that matches, in a list; an empty one when there is none."""
        return self.take(self._read(query, 1))

    def at(self, ordinals: Mapping[str, Collection[int]]) -> Iterator[Stored]:
        """The passages of documents that have these ordinals."""
        named = [every([term("document", name), terms("ordinal", some)]) for name, some in ordinals.items()]
        for first in range(0, len(named), _NAMED_AT_ONCE):
            yield from self.take(self._read(every([PASSAGE, any_of(named[first : first + _NAMED_AT_ONCE])]), ROWS))

    def of_document(self, document_id: str) -> list[Stored]:
        """All passages of a document, in order."""
        return self.take(self._read(every([PASSAGE, term("document", document_id)]), ROWS))

    def statements_of(self, document_ids: Sequence[str]) -> Iterator[tuple[Statement, ...]]:
        """For each of these documents all its statements, in order; of many documents in one request."""
        for first in range(0, len(document_ids), _NAMED_AT_ONCE):
            some = document_ids[first : first + _NAMED_AT_ONCE]
            every_one: dict[str, dict[int, Statement]] = {name: {} for name in some}
            body = {
                "query": every([PASSAGE, terms("document", some), nested("statements", {"match_all": {}})]),
                "sort": _IN_ORDER,
                "stored_fields": ["record"],
            }
            for hits in self._snapshot.pages(body, PAGE):
                for passage in (read_passage(stored_text(hit)) for hit in hits):
                    every_one[passage.document].update((said.number, said) for said in passage.statements)
            yield from (tuple(every_one[name].values()) for name in some)

    def in_order(self, query: Query) -> Iterator[Stored]:
        """All passages that match, in the order of documents' ids; pages of them are in memory at a time."""
        for hits in self._snapshot.pages({"query": query, "sort": _IN_ORDER, "stored_fields": STORED}, PAGE):
            yield from self._made(hits)

    # --- documents ---------------------------------------------------------------------------------------------

    def document(self, document_id: str) -> Document | None:
        """The document of this id; None when there is none."""
        document = stored_document(self._snapshot, document_id)
        return None if document is None else with_path(document, self._paths)

    def documents_at(self, path: str) -> list[str]:
        """The ids of the documents that were read from a file."""
        return list(self._ids(_whole(terms("path", self._paths.names(path)))))

    def document_ids(self) -> Iterator[str]:
        """The ids of all documents, in their order."""
        return self._ids(_whole(None))

    def _ids(self, query: Query) -> Iterator[str]:
        for hits in self._snapshot.pages({"query": query, "sort": [{"document": "asc"}], **UNREAD}, ROWS):
            yield from (hit["sort"][0] for hit in hits)


def _whole(condition: Query | None) -> Query:
    """Documents as a whole, of which a condition holds."""
    what = term("what", "document")
    return what if condition is None else every([what, condition])


class _VoicesOf:
    """The speakers of some documents, read for all of them when the first is asked for."""

    def __init__(self, snapshot: Snapshot, documents: set[str]) -> None:
        self._snapshot = snapshot
        self._documents = documents

    @cached_property
    def _of(self) -> dict[tuple[str, str, str], tuple[str, Voice]]:
        body = {
            "query": _whole(terms("document", self._documents)),
            "sort": [{"document": "asc"}],
            **UNREAD,
            "docvalue_fields": ["voices"],
        }
        found: dict[tuple[str, str, str], tuple[str, Voice]] = {}
        for hits in self._snapshot.pages(body, PAGE):
            for hit in hits:
                for key, voice in map(read_voice, hit.get("fields", {}).get("voices", ())):
                    found[hit["sort"][0], voice.names[0], voice.kind] = key, voice
        return found

    def find(self, document_id: str, said: Statement) -> tuple[str, Voice] | None:
        """The key and the voice of a statement's speaker; None for nobody known."""
        return self._of.get((document_id, one_line(said.speaker), said.speaker_kind))


class _Beside:
    """The passages that hold more of the statements of some passages, read for all of them when the first is asked for."""

    def __init__(self, passages: StoredPassages, some: Sequence[Passage]) -> None:
        self._passages = passages
        self._some = some

    @cached_property
    def of(self) -> Mapping[str, Sequence[Stored]]:
        """By its id, of each document the passages that statements of these reach into, in their order."""
        found: dict[tuple[str, int], Stored] = {}
        reaching = [step for passage in self._some for step in _steps(passage, passage.statements)]
        while reaching:
            wanted: defaultdict[str, set[int]] = defaultdict(set)
            for document, ordinal, _ in reaching:
                if (document, ordinal) not in found:
                    wanted[document].add(ordinal)
            found.update(((one.passage.document, one.passage.ordinal), one) for one in self._passages.at(wanted))
            reaching = [
                step
                for document, ordinal, said in reaching
                if (document, ordinal) in found
                for step in _steps(found[document, ordinal].passage, [said])
                if step[:2] not in found
            ]
        by_document: defaultdict[str, list[Stored]] = defaultdict(list)
        for (document, _), one in sorted(found.items()):
            by_document[document].append(one)
        return by_document


def _steps(passage: Passage, statements: Iterable[Statement]) -> Iterator[tuple[str, int, Statement]]:
    """The passages, by document and ordinal, beside this one that statements reach into, and these statements."""
    for said in statements:
        if said.start < passage.start and passage.ordinal:
            yield passage.document, passage.ordinal - 1, said
        if said.end > passage.end:
            yield passage.document, passage.ordinal + 1, said


class _Context:
    """The speakers of a passage's statements, and the passages that hold more of its statements."""

    def __init__(self, passage: Passage, voices: _VoicesOf, beside: _Beside, speakers: Speakers) -> None:
        self._passage = passage
        self._voices = voices
        self._beside = beside
        self._speakers = speakers

    def attributed(self, leaf: Name) -> list[int]:
        """The statements that a `speaker:` or `role:` filter finds, as places in the passage's `statements`."""
        finds = self._has_role if leaf.field == "role" else self._is_called
        return [at for at, said in enumerate(self._passage.statements) if finds(leaf.text, said)]

    def _is_called(self, name: str, said: Statement) -> bool:
        voice = self._voices.find(self._passage.document, said)
        return voice is not None and voice[0] in self._speakers.voices(name)

    def _has_role(self, text: str, said: Statement) -> bool:
        words = set(fold_role(text))
        voice = self._voices.find(self._passage.document, said)
        roles = (f"{said.role} {said.speaker}",) if voice is None else voice[1].roles
        return bool(words) and any(words.issubset(fold_role(role)) for role in roles)

    def neighbours(self) -> list[Stored]:
        """The passages of the document that hold a statement of this one."""
        own = {said.number for said in self._passage.statements}
        return [
            other
            for other in self._beside.of.get(self._passage.document, ())
            if other.passage.ordinal != self._passage.ordinal
            and not own.isdisjoint(said.number for said in other.passage.statements)
        ]
