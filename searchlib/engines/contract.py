"""The contract of engines: the methods that every engine has. `answers.py` has the values they take and return.

An engine stores passages and answers queries, which it gets as nodes of the query language. It knows nothing of the files
that were indexed, their formats, extraction or presentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self, runtime_checkable

from searchlib.analysis import ENGLISH, Analyzer, analyzer_in
from searchlib.definitions.frozen import frozen
from searchlib.engines.answers import Answer, MentionKind, MentionRow, PassageRef, Rankings, Request, Speaker
from searchlib.files.stored_paths import StoredPaths
from searchlib.matching.stored import Stored
from searchlib.models import Document, Passage, Statement
from searchlib.query.nodes import Node

if TYPE_CHECKING:
    from searchlib.linking import Aliases


class Reader(Protocol):
    """One snapshot of an index. It never changes; open another to see later commits."""

    @property
    def version(self) -> int:
        """The version of the index that it shows; see `Engine.latest_version`."""

    @property
    def counts(self) -> Mapping[str, int]:
        """The numbers of documents, passages, words, statements, dates and quantities; deleted ones are not counted."""

    @property
    def state(self) -> Mapping[str, Any]:
        """What the last writer stored beside the documents, as JSON: the folders that were read and their options."""

    @property
    def analyzer(self) -> Analyzer:
        """What makes terms of its documents and of queries. Raises ArgumentError for malformed settings."""
        return analyzer_in(self.state)

    def roots(self) -> Sequence[str]:
        """The paths of the folders and files that the index was built from, as far as they are known here."""
        return [str(row["path"]) for row in self.state.get("roots") or () if isinstance(row, dict) and "path" in row]

    def search(self, request: Request) -> Answer:
        """The matches of a query, in the order asked for. Raises QueryError, LimitError."""

    def rank(self, node: Node, k: int) -> Sequence[tuple[PassageRef, float]]:
        """The best `k` passages and their scores, nothing else."""

    def count_many(
        self, nodes: Sequence[Node], *, added_after: int | None = None, deadline: float | None = None
    ) -> Sequence[int | None]:
        """How many passages match each of these queries; None for those that were not counted before the deadline."""

    def fetch(self, refs: Sequence[PassageRef]) -> Sequence[Stored]:
        """These passages, in this order: one call a page."""

    def passage_id(self, ref: PassageRef) -> str:
        """The passage's id, `<document>#<ordinal>`."""

    def find_passage(self, passage_id: str) -> PassageRef | None:
        """The passage of this id; None when there is none."""

    def mentions(self, kind: MentionKind, where: Node | None = None) -> Iterator[MentionRow]:
        """All mentions of a kind in the passages that match `where` (None: in all), each once, in the order of documents' ids.

        A statement that runs over several passages comes with the first of them that matches.
        """

    def like(self, ref: PassageRef, k: int) -> Sequence[tuple[PassageRef, float]]:
        """The `k` passages that share most of the rare words of this one, itself left out, with their scores."""

    def significant_terms(self, ref: PassageRef) -> Sequence[str]:
        """The rare words of a passage by which `like` finds others, as the passage spells them, the rarest first."""

    def document(self, document_id: str) -> Document | None:
        """The document of this id; None when there is none."""

    def documents_at(self, path: str) -> Sequence[str]:
        """The ids of the documents that were read from this file."""

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in order; none when there is no such document."""

    def statements_of(self, document_ids: Sequence[str]) -> Iterator[tuple[Statement, ...]]:
        """For each of these documents all its statements, in order, each once; none for one that is not there.

        They need not know their texts.
        """

    def document_ids(self) -> Iterator[str]:
        """The ids of all documents."""

    def speakers(self) -> Sequence[Speaker]:
        """The speaker table, most statements first."""

    def warm(self) -> None:
        """Make now what is otherwise made when a speaker or a facet is first asked for: worth it for a server."""

    def nearest_words(self, word: str, limit: int = 3) -> Sequence[str]:
        """Words of the index spelled like `word`, most frequent first."""

    def nearest_names(self, name: str, limit: int = 3) -> Sequence[str]:
        """Speakers of the index spelled like `name`."""


@runtime_checkable
class RanksMany(Protocol):
    """What a Reader may be beside: one that ranks many queries at once, in threads."""

    def rank_many(
        self,
        parsed: Sequence[Callable[[], Node]],
        k: int,
        *,
        workers: int,
        k1: float | None = None,
        b: float | None = None,
    ) -> Rankings:
        """The best `k` passages of each query; the functions that make the queries are called in the threads.

        `k1` and `b` are BM25's, None: those of the index.
        """


# --- writing -------------------------------------------------------------------------------------------------------

WRITER_MEMORY: Final = 512 << 20
"""The most bytes of documents in memory before they are written, by default."""

WRITER_PATIENCE_S: Final = 10.0
"""Seconds that a writer waits for another one, by default."""


class SinkCall(NamedTuple):
    """How a worker process opens its sink: it calls `open_sink(**arguments)` of the module named `module`.

    `arguments` must be plain JSON, because they are sent through a pipe.
    """

    module: str
    arguments: Mapping[str, Any]


class Sink(Protocol):
    """Takes documents in a worker process; the writer of the parent process adopts the results."""

    def add(self, document: Document, passages: Sequence[Passage], *, added: int) -> None:
        """Add a document; `added` is the version that first held it. Raises ReadError if it cannot be stored."""

    def finish(self) -> Sequence[Any]:
        """Write all that is still in memory; returns the results, as plain JSON, for `Writer.adopt` in this order."""


class Writer(Protocol):
    """The writer of an index: a context manager that holds the index's lock. There is only one at a time.

    Readers opened after `commit` see all changes; without a commit the index does not change.
    """

    def __enter__(self) -> Self:
        """Wait for the lock and read the newest state. Raises IndexLocked, IndexVersion or IndexCorrupt."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the lock; changes that were not committed are discarded."""

    @property
    def version(self) -> int:
        """The version that the next commit gets."""

    absolute_paths: bool = False
    """Whether the documents that are added name their files by absolute paths; may be set."""

    analyzer: Analyzer = ENGLISH
    """What makes the terms of the documents that are added: that of the index; may be set while it has none."""

    @property
    def state(self) -> Mapping[str, Any]:
        """What the last commit stored beside the documents, as JSON: roots and options. Empty for a new index."""

    @property
    def sources(self) -> bytes:
        """The table of source files that the last commit stored; empty when there is none."""

    def added(self, document_id: str) -> int | None:
        """The version that first held this document; None when the index does not hold it."""

    def path_of(self, document_id: str) -> str:
        """The file that a stored document was read from; "" when there is no such document or it had no file."""

    def documents_of(self, path: str) -> Sequence[str]:
        """The ids of the stored documents that were read from this file."""

    def stored(self, document_id: str) -> Document | None:
        """The document as it is stored; None when the index does not hold it."""

    def add(self, document: Document, passages: Sequence[Passage]) -> bool:
        """Add a document, or replace the one of the same id; True when it replaced one.

        Raises ReadError, and has changed nothing, for a document that cannot be stored.
        """

    def delete(self, document_id: str) -> bool:
        """Delete a document; False when the index does not hold it."""

    def sink(self, *, memory: int) -> SinkCall | None:
        """How a worker process adds documents; it may hold `memory` bytes. None: the engine cannot use worker processes."""

    def adopt(self, result: Any) -> None:
        """Add one result of a sink's `finish` to the next commit. None of its documents may be in the index already."""

    def commit(
        self, *, state: Mapping[str, Any] | None = None, sources: bytes | None = None, compact: bool = False
    ) -> int:
        """Make all changes visible in one step; returns the new version of the index.

        `state` and `sources` are stored beside the documents (None: keep the last ones). `compact` asks for the form
        that is fastest to search, even if that takes long. Raises StorageFull; the index is then unchanged.
        """


@runtime_checkable
class Resumes(Protocol):
    """What a Writer may be beside: one that goes on where another one was that was killed, or that failed."""

    def resume(self, rules: str) -> int:
        """Keep what another writer left that was to write by the same rules; returns how many documents that are.

        It is called before the first change, or not at all: then nothing is kept. `rules` is all that decides what becomes of
        a document beside itself.
        """

    def left(self, document: Document) -> int | None:
        """The number of passages of a document that was left whole and just like this one: the next commit has it then,
        and it need not be added. None for any other.
        """


class SharedText(Protocol):
    """A small text that stands with an index, for all who use it; `place` names it in messages."""

    place: str

    def read(self) -> str:
        """The text; "" when there is none yet."""

    def change(self, changed: Callable[[str], str]) -> None:
        """Replace the text by what `changed` makes of it, which is called again when another program was faster."""


@runtime_checkable
class KeepsTexts(Protocol):
    """What an Engine may be beside: one that keeps texts for all users of the index. Others have files in its folder."""

    def shared_text(self, name: str) -> SharedText:
        """The text of this name."""


# --- an engine -----------------------------------------------------------------------------------------------------


@frozen
class Capabilities:
    """What an engine promises of its answers. Where it does not promise something, the answer may be approximate.

    `exact_scores`: BM25 over living passages only, with exact lengths, and `Match.terms` add up to it. `exact_totals`:
    totals and facets count every match. `collapses`: the option `collapse` shows near-duplicates once. `said`:
    `said(...)` is decided within one statement. `ranking_parameters`: an index may set its own, see `ranking/parameters.py`.
    `analysis_settings`: it may set a stemmer and stop words, see `analysis.py`.
    """

    exact_scores: bool = True
    exact_totals: bool = True
    collapses: bool = True
    said: bool = True
    ranking_parameters: bool = False
    analysis_settings: bool = False


class Engine(Protocol):
    """The index at one location. Creating the object reads and writes nothing."""

    @property
    def location(self) -> str:
        """Where the index is: the path of a folder, or a URL."""

    @property
    def capabilities(self) -> Capabilities:
        """What this engine promises of its answers."""

    def exists(self) -> bool:
        """Whether there is an index, readable or not."""

    def latest_version(self) -> int:
        """The version of the newest state: a later state has a greater one; 0 when there is no index."""

    def reader(self, *, aliases: Aliases | None = None) -> Reader:
        """A reader of the newest state. Raises IndexMissing, IndexVersion or IndexCorrupt."""

    def writer(
        self,
        *,
        fresh: bool = False,
        memory: int = WRITER_MEMORY,
        waiting: Callable[[str], None] | None = None,
        timeout_s: float = WRITER_PATIENCE_S,
    ) -> Writer:
        """The writer, for a `with` statement; creates the index if there is none.

        `fresh` starts with an empty index, which replaces the old one at the commit. `memory` is the most bytes of
        documents kept in memory before they are written. `waiting` is called with a sentence while another writer holds
        the lock; after `timeout_s` seconds IndexLocked is raised.
        """

    def check(self) -> Iterator[str]:
        """Read all stored bytes; yields a sentence for each fault, nothing for a sound index."""

    def size_bytes(self) -> int:
        """The size of the index in bytes."""

    def stored_paths(self) -> StoredPaths | None:
        """How the index names files; None when it keeps their paths as they are."""
        return None

    def warm(self, *, wait: bool = False) -> bool:
        """Prepare for many searches; False when there was nothing to prepare, or, without `wait`, what is prepared is not there yet."""
