"""What can be read of an index: searches, documents, speakers, views. It only delegates."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from searchlib import searching
from searchlib.engines import open_engine
from searchlib.engines.answers import PassageRef, Rankings, Speaker
from searchlib.engines.contract import Reader
from searchlib.errors import ArgumentError, NotFound, QueryError
from searchlib.fields import OPTIONS, Expansion, Sort
from searchlib.files.companions import companion_folder
from searchlib.index_views import IndexViews
from searchlib.models import Document, Passage, Results
from searchlib.query.context import shortened
from searchlib.query.nodes import Nothing
from searchlib.query.options import MEANINGS, Group, SearchOptions
from searchlib.searching import FilterValue, SearchRequest

if TYPE_CHECKING:
    from searchlib.definitions.analysis_settings import AnalysisSettings
    from searchlib.evaluation.runs import RankedTopic
    from searchlib.exports.export import ExportForm
    from searchlib.linking import Aliases
    from searchlib.ranking.parameters import RankingParameters
    from searchlib.searching.repairs import Repair
    from searchlib.views.speaker_variants import Variant

ALIASES = "aliases.toml"
_RENAMED = {"fold": "collapse", "sure": "explicit_only"}
"""Options of `search` by their old names, which work for one more release."""


class ReadOnlyIndex(IndexViews):
    """An index, in a folder or at a URL, without a method that changes it: what a front holds that must not write.

    Searches see the version that was newest when it was opened or refreshed. It is a context manager that closes itself;
    several threads may call its methods. Every method raises IndexMissing, IndexVersion or IndexCorrupt when the index
    cannot be read.
    """

    def __init__(self, location: str | os.PathLike[str]) -> None:
        self.engine = open_engine(location)
        self._reader: Reader | None = None
        self._opening = threading.RLock()
        """Held while a reader is opened and while one is let go of: none is kept that was opened before a write ended."""

    @property
    def location(self) -> str:
        """Where the index is: the path of its folder, or its URL, as a string."""
        return self.engine.location

    @property
    def path(self) -> Path:
        """The folder of saved searches and aliases: the folder of the index; for a URL, a folder of the user."""
        return companion_folder(self.engine.location)

    @property
    def reader(self) -> Reader:
        """The snapshot that searches see, opened when it is first used."""
        reader = self._reader
        if reader is None:
            with self._opening:
                reader = self._reader = self._reader or self._opened()
        return reader

    def _opened(self) -> Reader:
        """A new snapshot, of the newest version."""
        return self.engine.reader(aliases=self._aliases())

    def _let_go(self) -> None:
        """Keep no snapshot: the next search opens the newest version."""
        with self._opening:
            self._reader = None

    def _aliases(self) -> Aliases | None:
        """The aliases of speakers that the user has written; None when there is no such file."""
        path = self.path / ALIASES
        if not path.exists():
            return None
        from searchlib.linking import read_aliases

        return read_aliases(path)

    @property
    def stale(self) -> bool:
        """Whether a newer version was committed, by whomever, than searches see; looking costs a few microseconds.

        False before the first search, which opens the newest version.
        """
        reader = self._reader
        return reader is not None and reader.version != self.engine.latest_version()

    def refresh(self) -> bool:
        """Make searches see the newest version. Returns True when there was a newer one."""
        with self._opening:
            if self._reader is not None and self._reader.version == self.engine.latest_version():
                return False
            self._reader = self._opened()
        return True

    def close(self) -> None:
        """Close the index and release its files."""
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- searching ---------------------------------------------------------------------------------------------

    def search(
        self,
        query: str = "",
        *,
        speaker: str | None = None,
        role: str | None = None,
        date: FilterValue | None = None,
        number: FilterValue | None = None,
        on: FilterValue | None = None,
        published: FilterValue | None = None,
        source: str | None = None,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "score",
        reverse: bool = False,
        group: Group = "",
        collapse: bool = False,
        every_word: bool = False,
        literal: bool = False,
        explicit_only: bool = False,
        facets: str | Sequence[str] = (),
        count: bool = True,
        context: int = 0,
        explain: bool = False,
        timeout_s: float | None = None,
        today: date | None = None,
        expand: Expansion = "",
        k1: float | None = None,
        b: float | None = None,
        **others: Any,
    ) -> Results:
        """The best passages for a query in the query language; every hit satisfies all filters.

        `speaker` to `source` are filters: the text that would stand behind the field's colon in a query, or a
        `datetime.date` for a day, or a number; a pair of two such values is a range, in which None is an open end. `limit` hits are returned, after skipping `offset`. `sort` is "score",
        "published" (newest first), "date" (earliest first) or "number" (largest first); unknown values come last;
        `reverse` turns the order around. `group="document"` shows only the best passage of each document, `collapse`
        shows near-duplicate passages once. `every_word` requires all words, `literal` reads operators as plain text,
        `explicit_only` uses only values that the text states outright. `facets` names fields whose values are counted
        over all matches. `count=False` skips totals, `context` adds so many passages before and after to each hit, `explain` an
        explanation. After `timeout_s` seconds the search returns what it found so far. `today` is the day that relative dates count from (default: the
        current day). `expand="rm3"` adds ten words of the ten best passages to the query: they score, and any of them will do where any of its words will; a warning names them. `k1` and `b` are BM25's
        for this search (default: those of the index). The old names `fold` (collapse) and `sure` (explicit_only) still work, with a DeprecationWarning.

        Returns Results: the hits, totals, facets, warnings and suggestions. Raises QueryError for a query that cannot be
        understood or an invalid argument, LimitError beyond a bound, NotSupported for a query that the engine of the
        index cannot answer.
        """
        arguments = {**locals(), **_by_new_names(others)}
        options = SearchOptions(**{name: arguments[name] for name in MEANINGS})
        filters = tuple((row.name, arguments[row.name]) for row in OPTIONS if arguments.get(row.name) is not None)
        return self.ask(SearchRequest(query, filters, options))

    def ask(self, request: SearchRequest) -> Results:
        """The Results of a SearchRequest, which holds the arguments of `search`. Raises the errors of `search`."""
        return searching.search(self.reader, _request(request), self.engine.capabilities)

    async def asearch(self, query: str = "", **arguments: Any) -> Results:
        """`search` for programs that wait for many things at once: it runs in a thread of its own."""
        import asyncio  # slow to import, and used only where it is there already

        return await asyncio.to_thread(self.search, query, **arguments)

    async def aask(self, request: SearchRequest) -> Results:
        """`ask` in a thread of its own."""
        import asyncio

        return await asyncio.to_thread(self.ask, request)

    def pages(self, request: SearchRequest, size: int = 500) -> Iterator[Results]:
        """The Results of a request in pages of `size` hits, for result sets that are too large for memory.

        The index is asked once, so that the time grows with the number of hits. The `limit` of the request bounds all pages together.
        Raises the errors of `search` when the first page is taken.
        """
        return searching.pages(self.reader, _request(request), self.engine.capabilities, size)

    def offset_after(self, request: SearchRequest, shown: Sequence[str]) -> int | None:
        """The offset of the hits that follow the passages `shown` (ids, in their order) as the index is now.

        For pages that are asked one by one while the index changes. It is None where none of
        the passages matches any more. Raises the errors of `search`, and LimitError when time runs out.
        """
        from searchlib.searching.continuation import offset_after

        return offset_after(self.reader, _request(request), shown)

    def repairs(self, request: SearchRequest) -> tuple[Repair, ...]:
        """Queries near one that matches nothing: each matches something, and says what it changes. Raises QueryError."""
        from searchlib.searching.repairs import repairs

        return repairs(self.reader, searching.read_request(self.reader, _request(request)).node)

    def search_many(
        self, queries: Iterable[str], *, workers: int = 1, count: bool = False, **options: Any
    ) -> Iterator[Results]:
        """An iterator over the Results of many queries, in order; `options` are those of `search`.

        `workers` threads search at once: what they gain is the time in compiled code, or of waiting for a cluster. Totals are skipped
        unless `count`. Raises QueryError for a single text, and the errors of `search` when a result is taken.
        """
        from searchlib.searching.many import answered

        queries, workers = searching.require_queries(queries), searching.require_workers(workers)
        self.warm()

        def ask(query: str) -> Results:
            self.warm()  # what was not compiled when the first query came may be by now
            return self.search(query, count=count, **options)

        return answered(ask, queries, workers)

    def rank(
        self, query: str, k: int = 10, *, literal: bool = False, every_word: bool = False
    ) -> list[tuple[str, float]]:
        """The ids and scores of the best `k` passages, best first: the fastest search. Raises QueryError, LimitError."""
        return searching.rank(self.reader, query, k, literal=literal, every_word=every_word)

    def rank_many(
        self,
        queries: Sequence[str],
        k: int = 10,
        *,
        workers: int = 1,
        literal: bool = False,
        every_word: bool = False,
        expand: Expansion = "",
        k1: float | None = None,
        b: float | None = None,
    ) -> Rankings:
        """`rank` of many queries, as arrays: `passages` int64[n, k], `scores` float64[n, k], and `ids(i)` for query i.

        `workers` threads rank at once, without the interpreter's lock. Compiled code is loaded if it is there. `expand`, `k1` and `b` as in `search`. Raises QueryError, LimitError, and NotSupported when the engine of the index ranks one query at a time.
        """
        self.warm()
        return searching.rank_many(
            self.reader,
            queries,
            k,
            workers=workers,
            literal=literal,
            every_word=every_word,
            expand=expand,
            k1=k1,
            b=b,
        )

    def run_topics(
        self,
        topics: Iterable[Any],
        depth: int = 1000,
        *,
        passages: bool = False,
        operators: bool = False,
        workers: int = 1,
        expand: Expansion = "",
        k1: float | None = None,
        b: float | None = None,
    ) -> Iterator[RankedTopic]:
        """For each topic of a test collection its id and the best `depth` documents with their scores, best first.

        Topics are pairs of id and text, or objects with `query_id` and `text`, as ir_datasets has. The best passage of a
        document stands for it; with `passages` passages are ranked. Topics are plain words, with `operators` queries. The other
        arguments and the errors are those of `rank_many`; ArgumentError for a topic without id or text.
        """
        from searchlib.evaluation.runs import run_topics

        def rank(queries: Sequence[str], k: int) -> Rankings:
            return self.rank_many(queries, k, workers=workers, literal=not operators, expand=expand, k1=k1, b=b)

        return run_topics(rank, topics, depth, passages=passages)

    def like(self, passage: str, limit: int = 10) -> Results:
        """Results with the passages that share most of the rare words of the passage with this id. Raises NotFound."""
        return searching.like(self.reader, self._ref(passage), limit)

    def warm(self, *, wait: bool = False) -> bool:
        """Load compiled code, which pays off for many searches. Returns False when there is none (numba is not installed).

        The first time after an installation it has to be compiled, half a minute of the processor, which a process in the background does (the first
        writer starts it too): False until then, while NumPy answers; call it again later. With `wait` it returns when the code is there.
        """
        return self.engine.warm(wait=wait)

    # --- looking -----------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """The number of documents."""
        return self.reader.counts["documents"]

    def __bool__(self) -> bool:
        """True, also when there is no document yet."""
        return True

    def __iter__(self) -> Iterator[str]:
        """The ids of all documents."""
        return self.reader.document_ids()

    def __contains__(self, document_id: object) -> bool:
        """Whether there is a document of this id."""
        return isinstance(document_id, str) and self.find(document_id) is not None

    def __repr__(self) -> str:
        """Where it is, and how much it holds."""
        size = f"{len(self):,} documents" if self.engine.exists() else "no documents yet"
        return f"<{type(self).__name__} at {self.location!r}: {size}>"

    def documents(self) -> Iterator[Document]:
        """All stored Documents, one at a time."""
        return filter(None, map(self.find, self))

    def find(self, document_id: str) -> Document | None:
        """The stored Document of this id; None when the index does not hold it."""
        return self.reader.document(id_of(document_id))

    def document(self, document_id: str) -> Document:
        """The stored Document of this id. Raises NotFound."""
        document = self.find(document_id)
        if document is None:
            raise NotFound(f"The index holds no document {document_id!r}.")
        return document

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of the document of this id, in order, with their mentions. Raises NotFound."""
        passages = self.reader.document_passages(id_of(document_id))
        if not passages:
            raise NotFound(f"The index holds no document {document_id!r}.")
        return passages

    def passage(self, passage_id: str) -> Passage:
        """The passage of this id, `<document>#<ordinal>`, with its mentions. Raises NotFound."""
        return self.reader.fetch([self._ref(passage_id)])[0].passage

    def _ref(self, passage_id: str) -> PassageRef:
        ref = self.reader.find_passage(id_of(passage_id))
        if ref is None:
            raise NotFound(f"The index holds no passage {passage_id!r}{self._passages_of(passage_id)}.")
        return ref

    def _passages_of(self, passage_id: str) -> str:
        """For an error message: the passages that the document has; "" when there is no such document either."""
        document = passage_id.rpartition("#")[0] or passage_id
        if self.find(document) is None:
            return ""
        last = len(self.reader.document_passages(document)) - 1
        if last < 1:
            return f"; its document has {'none' if last else f'only {document}#0'}"
        return f"; its document has {document}#0 to #{last}"

    def locate(self, name: str) -> str:
        """The id of the document or passage that is meant: an id itself, or the place `path:line` where a hit stands.

        Of a place, it is the passage that begins on the line or last before it (of a PDF `path:pPAGE`); of a path alone,
        the document. Raises NotFound, which names the documents of a file that holds several.
        """
        from searchlib.searching.places import located

        meant = located(self.reader, id_of(name))
        if not meant:
            kind = "passage" if "#" in name else "document"
            raise NotFound(f"The index holds no {kind} {name!r}{self._passages_of(name)}.")
        return meant

    def export(
        self,
        path: str | os.PathLike[str],
        query: str = "",
        *,
        form: ExportForm | None = None,
        replace: bool = False,
        **filters: FilterValue,
    ) -> dict[str, int]:
        """Write the whole index, or what a query with its filters finds, as a file for other programs.

        `form` is "sqlite" (a database of documents, passages, statements, quantities and dates, with full-text search),
        "parquet" (a folder with a file for each of these tables), "jsonl" (one passage a line) or "ciff" (postings and lengths);
        None: the one that the ending of `path` says (.db, .sqlite, .parquet, .jsonl, .ciff). The file appears when it is whole; one that is there already is replaced only with `replace`. Returns how many rows each table has. Raises
        ArgumentError, QueryError, StorageFull, and MissingExtra for Parquet without the extra `parquet`.
        """
        from searchlib.exports.export import export
        from searchlib.exports.selection import Selection

        asked = bool(query.strip() or filters)
        node = searching.read_request(self.reader, SearchRequest(query, tuple(filters.items()))).node if asked else None
        if isinstance(node, Nothing):
            raise QueryError("The query contains no searchable word, so there is nothing to export.", query)
        return export(self.reader, Path(path_of(path)), form, Selection(query, node), replace=replace)

    def speakers(self) -> Sequence[Speaker]:
        """All speakers of statements: the named ones first, then the unnamed, each by falling number of statements."""
        return self.reader.speakers()

    def variants(self) -> list[Variant]:
        """Pairs of speakers that may be the same person, most-quoted first. Nothing in the index is changed."""
        from searchlib.views.speaker_variants import variants

        return variants(self.reader)

    @property
    def ranking(self) -> RankingParameters:
        """The k1, b and title weight that the index ranks with."""
        from searchlib.ranking.parameters import parameters_of

        return parameters_of(self.reader.state)

    @property
    def analysis(self) -> AnalysisSettings:
        """The stemmer and the stop words of the index."""
        return self.reader.analyzer.settings

    def stats(self) -> dict[str, int]:
        """Numbers of documents, passages, words, statements, dates and quantities, the generation and the bytes on disk.

        A statement counts once for each passage that it overlaps, as a search finds it.
        """
        return {**self.reader.counts, "generation": self.reader.version, "bytes": self.engine.size_bytes()}

    def check(self) -> list[str]:
        """Read every byte of the index. Returns a sentence for each fault; an empty list for a sound index."""
        return list(self.engine.check())


class SharedIndex(ReadOnlyIndex):
    """A ReadOnlyIndex for answers that leave the machine: files are told from the folders that were indexed."""

    def _opened(self) -> Reader:
        """A new snapshot, which tells no absolute path."""
        from searchlib.engines.relative_paths import with_relative_paths

        return with_relative_paths(super()._opened())


def _by_new_names(others: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `search` that its signature does not list: filters as they are, options by their new names.

    An old name gives a DeprecationWarning. Raises TypeError for any other name.
    """
    named = {row.name: others[row.name] for row in OPTIONS if row.name in others}
    for old in others.keys() - named.keys():
        if old not in _RENAMED:
            raise TypeError(f"search() got an unexpected keyword argument {old!r}")
        warnings.warn(f"{old} is now called {_RENAMED[old]}.", DeprecationWarning, stacklevel=3)
        named[_RENAMED[old]] = bool(others[old])
    return named


def path_of(given: object) -> str | os.PathLike[str]:
    """What names a file or folder, as it was given. Raises ArgumentError."""
    if not isinstance(given, str | os.PathLike):
        raise ArgumentError(f"A path is a text or a pathlib.Path, not {shortened(given)}.")
    return given


def id_of(given: object) -> str:
    """What is looked up, when it is a text. Raises ArgumentError."""
    if not isinstance(given, str):
        raise ArgumentError(f"The id of a document or passage is a text, not {shortened(given)}.")
    return given


def _request(given: object) -> SearchRequest:
    """What is asked, when it is a SearchRequest. Raises ArgumentError."""
    if not isinstance(given, SearchRequest):
        raise ArgumentError(f"request must be a SearchRequest(text=...); got {shortened(given)}.")
    return given
