"""Index: what a user opens - add, update, delete, search. It only delegates.

    with searchlib.open("index", create=True) as index:
        index.add_folder("seeds/")
        for hit in index.search("Kursk troops", speaker="Blinken", number=">=8000"):
            print(hit.rank, hit.score, hit.passage.text, hit.passage.statements)

Writing imports the loaders and extractors, searching does not.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from searchlib import searching
from searchlib.engines import open_engine
from searchlib.engines.answers import PassageRef, Speaker
from searchlib.engines.contract import Reader
from searchlib.errors import ArgumentError, NotFound, QueryError
from searchlib.fields import OPTIONS
from searchlib.files.companions import companion_folder
from searchlib.index_views import IndexViews
from searchlib.models import Document, Passage, Results
from searchlib.query.context import shortened
from searchlib.query.nodes import Nothing
from searchlib.query.options import DEFAULT_OPTIONS, Group, SearchOptions, Sort
from searchlib.saved_searches import SavedSearch, SavedSearches
from searchlib.searching import FilterValue, SearchRequest, filter_text

if TYPE_CHECKING:
    from searchlib.indexing import ProgressCallback, Report
    from searchlib.linking import Aliases
    from searchlib.loaders import ReadOptions
    from searchlib.views.speaker_variants import Variant

ALIASES = "aliases.toml"
_RENAMED = {"fold": "collapse", "sure": "explicit_only"}
"""Options of `search` by their old names, which work for one more release."""
_DOCUMENTS = "give one searchlib.Document(id=..., text=...) or several"
STAYS_NEW = "There are more new matches than shown here; they stay new until a run shows the last one (a larger limit or offset)."


def open(location: str | os.PathLike[str] = "index", *, create: bool = False) -> Index:  # noqa: A001 - searchlib.open
    """Open the index at a location: the path of a folder, or a URL. With `create`, there need not be an index yet.

    Returns an Index. Raises IndexMissing when there is none (unless `create`), NotAnIndex for a file or a folder
    of other files, IndexVersion for an index of another format, IndexCorrupt for a damaged one, and ArgumentError for a
    location that is no path, or a URL that no engine serves.
    """
    index = Index(location)
    if not create or index.engine.exists():
        index.reader  # noqa: B018 - opened now, so that errors are raised now
    return index


class Index(IndexViews):
    """An index, in a folder or at a URL.

    Searches see the version that was newest when the Index was opened, refreshed, or last wrote. An Index is a context
    manager that closes itself; several threads may call its methods. Every method that reads the index raises
    IndexMissing, IndexVersion or IndexCorrupt when it cannot be read.
    """

    def __init__(self, location: str | os.PathLike[str]) -> None:
        self.engine = open_engine(location)
        self._saved = SavedSearches(self.path)
        self._reader: Reader | None = None

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
        if self._reader is None:
            self._reader = self.engine.reader(aliases=self._aliases())
        return self._reader

    def _aliases(self) -> Aliases | None:
        """The aliases of speakers that the user has written; None when there is no such file."""
        path = self.path / ALIASES
        if not path.exists():
            return None
        from searchlib.linking import read_aliases

        return read_aliases(path)

    def refresh(self) -> bool:
        """Make searches see the newest version. Returns True when there was a newer one."""
        if self._reader is not None and self._reader.version == self.engine.latest_version():
            return False
        self._reader = None
        self.reader  # noqa: B018
        return True

    def close(self) -> None:
        """Close the index and release its files."""
        self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing -----------------------------------------------------------------------------------------------

    def add(self, documents: Document | Iterable[Document], *, waiting: Callable[[str], None] | None = None) -> Report:
        """Add one document or several, or replace those of the same id, and commit.

        `waiting` is called with a sentence while another writer holds the lock of the index. Returns a Report: how many
        documents were added and updated, and which could not be stored. Raises ArgumentError for a value that is not a
        Document or has no id (nothing is added then), IndexLocked after ten seconds of waiting, NotWritable and
        StorageFull.
        """
        from searchlib import indexing

        given = [documents] if isinstance(documents, Document) else documents
        if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
            raise ArgumentError(f"documents is {shortened(given)}: {_DOCUMENTS}.")
        return self._written(indexing.add_documents(self.engine, map(_document, given), waiting=waiting))

    def add_folder(
        self,
        path: str | os.PathLike[str],
        *,
        options: ReadOptions | None = None,
        workers: int = 1,
        watching: ProgressCallback | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Read a folder or a file, and commit; `update` will read it again.

        `options` says how files are read, `workers` is the number of processes, `watching` is called with the progress,
        `waiting` as in `add`. Returns a Report; a file that cannot be read is a failure in it, and all others are
        indexed. Raises ReadError for a missing path, NothingToIndex when there is no document in it, WorkerFailed, and
        the errors of `add`; the index is then unchanged.
        """
        return self.add_paths([path], options=options, workers=workers, watching=watching, waiting=waiting)

    def add_paths(
        self,
        paths: Sequence[str | os.PathLike[str]],
        *,
        options: ReadOptions | None = None,
        fresh: bool = False,
        workers: int = 1,
        memory: int | None = None,
        watching: ProgressCallback | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Read several folders and files in one commit; see `add_folder`, which also says what is returned and raised.

        `fresh` replaces the whole index. `memory` is the most bytes of documents in memory before they are written, over
        all processes (None: 512 MB).
        """
        from searchlib import indexing

        settings: dict[str, Any] = {} if memory is None else {"memory": memory}
        return self._written(
            indexing.add_roots(
                self.engine,
                paths,
                options=options,
                fresh=fresh,
                workers=workers,
                watching=watching,
                waiting=waiting,
                **settings,
            )
        )

    def update(
        self,
        *,
        allow_empty: bool = False,
        workers: int = 1,
        watching: ProgressCallback | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Read all indexed folders again: documents are added, updated and removed as their files were.

        Nothing is written when nothing changed. The arguments are those of `add_folder`. Returns a Report; a folder that
        is missing is a failure in it: its documents stay, and the others are read. Raises ReadError when no folder can
        be read, NothingToIndex when a folder that had documents has none now (unless `allow_empty`), and the errors of
        `add`; nothing is removed then.
        """
        from searchlib import indexing

        return self._written(
            indexing.update(self.engine, allow_empty=allow_empty, workers=workers, watching=watching, waiting=waiting)
        )

    def forget(self, *paths: str | os.PathLike[str], waiting: Callable[[str], None] | None = None) -> Report:
        """Delete all documents that were read from these folders or files, and do not read them again in `update`.

        Returns a Report. Raises NotFound, and changes nothing, for a path that was not indexed.
        """
        from searchlib import indexing

        self._refuse_missing()
        return self._written(indexing.forget_roots(self.engine, paths, waiting=waiting))

    def delete(self, *ids: str, waiting: Callable[[str], None] | None = None) -> None:
        """Delete documents by their ids, and commit.

        Raises NotFound, which names the ids that are not in the index; the others are deleted all the same. Raises the
        errors of `add` too.
        """
        from searchlib import indexing

        self._refuse_missing()
        missing = indexing.delete_documents(self.engine, ids, waiting=waiting)
        self._reader = None
        if missing:
            gone = [name for name in dict.fromkeys(ids) if name not in missing]
            deleted = f"; {', '.join(map(repr, gone))} {'were' if len(gone) > 1 else 'was'} deleted" if gone else ""
            raise NotFound(f"The index holds no document {', '.join(map(repr, missing))}{deleted}.")

    def _refuse_missing(self) -> None:
        """Raise the error of a location without an index: only the engine knows what is there in its place."""
        if not self.engine.exists():
            self.engine.reader()

    def _written(self, report: Report) -> Report:
        self._reader = None
        return report

    # --- searching ---------------------------------------------------------------------------------------------

    def search(
        self,
        query: str = "",
        *,
        speaker: str | None = None,
        role: str | None = None,
        date: str | date | None = None,
        number: str | float | None = None,
        on: str | date | None = None,
        published: str | date | None = None,
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
        explain: bool = False,
        timeout_s: float | None = None,
        today: date | None = None,
        **others: Any,
    ) -> Results:
        """The best passages for a query in the query language; every hit satisfies all filters.

        `speaker` to `source` are filters: the text that would stand behind the field's colon in a query, or a
        `datetime.date` for a day, or a number. `limit` hits are returned, after skipping `offset`. `sort` is "score",
        "published" (newest first), "date" (earliest first) or "number" (largest first); unknown values come last;
        `reverse` turns the order around. `group="document"` shows only the best passage of each document, `collapse`
        shows near-duplicate passages once. `every_word` requires all words, `literal` reads operators as plain text,
        `explicit_only` uses only values that the text states outright. `facets` names fields whose values are counted
        over all matches. `count=False` skips totals, `explain` adds an explanation to each hit. After `timeout_s`
        seconds the search returns what it found so far. `today` is the day that relative dates count from (default: the
        current day). The old names `fold` (collapse) and `sure` (explicit_only) still work, with a DeprecationWarning.

        Returns Results: the hits, totals, facets, warnings and suggestions. Raises QueryError for a query that cannot be
        understood or an invalid argument, LimitError beyond a bound, NotSupported for a query that the engine of the
        index cannot answer.
        """
        filters: dict[str, FilterValue | None] = {
            "speaker": speaker,
            "role": role,
            "date": date,
            "number": number,
            "on": on,
            "published": published,
            "source": source,
        }
        if others:
            filters |= {row.name: others.pop(row.name) for row in OPTIONS if row.name in others}
            collapse, explicit_only = _renamed_options(others, collapse=collapse, explicit_only=explicit_only)
        options = SearchOptions(
            limit=limit,
            offset=offset,
            sort=sort,
            reverse=reverse,
            group=group,
            collapse=collapse,
            facets=facets,
            count=count,
            explain=explain,
            timeout_s=timeout_s,
            every_word=every_word,
            literal=literal,
            explicit_only=explicit_only,
            today=today,
        )
        given = tuple((name, value) for name, value in filters.items() if value is not None)
        return self.ask(SearchRequest(query, given, options))

    def ask(self, request: SearchRequest) -> Results:
        """The Results of a SearchRequest, which holds the arguments of `search`. Raises the errors of `search`."""
        return searching.search(self.reader, request, self.engine.capabilities)

    def search_many(self, queries: Iterable[str], *, count: bool = False, **options: Any) -> Iterator[Results]:
        """An iterator over the Results of many queries, in order; `options` are those of `search`.

        Totals are skipped unless `count`. Raises QueryError for a single text, and the errors of `search` when a result
        is taken.
        """
        if isinstance(queries, str):
            raise QueryError("queries must be a list of texts; got one text.")
        self.warm()
        return (self.search(query, count=count, **options) for query in queries)

    def rank(
        self, query: str, k: int = 10, *, literal: bool = False, every_word: bool = False
    ) -> list[tuple[str, float]]:
        """The ids and scores of the best `k` passages, best first: the fastest search. Raises QueryError, LimitError."""
        return searching.rank(self.reader, query, k, literal=literal, every_word=every_word)

    def like(self, passage: str, limit: int = 10) -> Results:
        """Results with the passages that share most of the rare words of the passage with this id. Raises NotFound."""
        return searching.like(self.reader, self._ref(passage), limit)

    def warm(self) -> bool:
        """Load compiled code, which pays off for many searches. Returns False when there is none (numba is not installed)."""
        return self.engine.warm()

    # --- looking -----------------------------------------------------------------------------------------------

    def find(self, document_id: str) -> Document | None:
        """The stored Document of this id; None when the index does not hold it."""
        return self.reader.document(_id(document_id))

    def document(self, document_id: str) -> Document:
        """The stored Document of this id. Raises NotFound."""
        document = self.find(document_id)
        if document is None:
            raise NotFound(f"The index holds no document {document_id!r}.")
        return document

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of the document of this id, in order, with their mentions. Raises NotFound."""
        passages = self.reader.document_passages(_id(document_id))
        if not passages:
            raise NotFound(f"The index holds no document {document_id!r}.")
        return passages

    def passage(self, passage_id: str) -> Passage:
        """The passage of this id, `<document>#<ordinal>`, with its mentions. Raises NotFound."""
        return self.reader.fetch([self._ref(passage_id)])[0].passage

    def _ref(self, passage_id: str) -> PassageRef:
        ref = self.reader.find_passage(_id(passage_id))
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

    def speakers(self) -> Sequence[Speaker]:
        """All speakers of statements: the named ones first, then the unnamed, each by falling number of statements."""
        return self.reader.speakers()

    def variants(self) -> list[Variant]:
        """Pairs of speakers that may be the same person, most-quoted first. Nothing in the index is changed."""
        from searchlib.views.speaker_variants import variants

        return variants(self.reader)

    def stats(self) -> dict[str, int]:
        """Numbers of documents, passages, words, statements, dates and quantities, the generation and the bytes on disk."""
        return {**self.reader.counts, "generation": self.reader.version, "bytes": self.engine.size_bytes()}

    def check(self) -> list[str]:
        """Read every byte of the index. Returns a sentence for each fault; an empty list for a sound index."""
        return list(self.engine.check())

    # --- saved searches ----------------------------------------------------------------------------------------

    def save(self, name: str, query: str, **filters: FilterValue) -> SavedSearch:
        """Save a query with its filters under a name, in the place of an earlier one. Returns the SavedSearch.

        Raises QueryError when the query cannot be understood or is empty, ArgumentError for an invalid name.
        """
        parsed = searching.parse_request(SearchRequest(query, tuple(filters.items())))
        if isinstance(parsed.node, Nothing):
            reasons = " ".join(parsed.warnings)
            raise QueryError(
                f"The query contains no searchable word, so there is nothing to save. {reasons}".rstrip(), query
            )
        texts = {field: filter_text(field, value) for field, value in filters.items()}
        search = SavedSearch(name, query, texts, saved=date.today())  # noqa: DTZ011 - the user's own day
        self._saved.save(search)
        return search

    def saved(self) -> dict[str, SavedSearch]:
        """The saved searches by name. Raises SettingsError when their file is malformed."""
        return self._saved.all()

    def unsave(self, name: str) -> None:
        """Remove a saved search. Raises NotFound for an unknown name, SettingsError when their file is malformed."""
        self._saved.remove(name)

    def run(self, name: str, *, new: bool = False, options: SearchOptions = DEFAULT_OPTIONS) -> Results:
        """The Results of a saved search; with `new`, only for documents that were added since the last such run.

        A document stays new until a run has shown the last new match; a run that shows only the first page, or only
        counts, is not enough. Raises NotFound for an unknown name, and the errors of `search`.
        """
        saved = self._saved.find(name)
        request = SearchRequest(saved.query, tuple(saved.filters.items()), options)
        if not new:
            return self.ask(request)
        results = self.ask(replace(request, added_after=saved.seen))
        if results.complete and _shows_the_last(results, options.limit):
            self._saved.mark_seen(name, self.reader.version)
            return results
        return results.model_copy(update={"warnings": (*results.warnings, STAYS_NEW)})


def _renamed_options(renamed: Mapping[str, bool], *, collapse: bool, explicit_only: bool) -> tuple[bool, bool]:
    """`collapse` and `explicit_only` where they may be given by their old names. Raises TypeError for any other name."""
    for old in renamed:
        if old not in _RENAMED:
            raise TypeError(f"search() got an unexpected keyword argument {old!r}")
        warnings.warn(f"{old} is now called {_RENAMED[old]}.", DeprecationWarning, stacklevel=3)
    return bool(renamed.get("fold", collapse)), bool(renamed.get("sure", explicit_only))


def _id(given: object) -> str:
    """What is looked up, when it is a text. Raises ArgumentError."""
    if not isinstance(given, str):
        raise ArgumentError(f"The id of a document or passage is a text, not {shortened(given)}.")
    return given


def _document(given: object) -> Document:
    """What is added, when it is a document that can be found again. Raises ArgumentError."""
    if not isinstance(given, Document):
        raise ArgumentError(f"{shortened(given)} is not a Document: {_DOCUMENTS}.")
    if not given.id:
        raise ArgumentError(
            f"The document that begins {shortened(given.text[:40])} has no id; every document needs its own."
        )
    return given


def _shows_the_last(results: Results, limit: int) -> bool:
    """Whether no match comes after this page; those collapsed or grouped under its hits are counted as shown."""
    if len(results) < limit:
        return True
    shown = sum(1 + len(hit.duplicates) + hit.more_in_document for hit in results)
    return results.total is not None and results.offset + shown >= results.total
