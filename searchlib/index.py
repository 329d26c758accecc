"""Index: what a user opens - add, update, delete, search. It only delegates.

    with searchlib.open("index", create=True) as index:
        index.add_folder("seeds/")
        for hit in index.search("Kursk troops", speaker="Blinken", number=">=8000"):
            print(hit.rank, hit.score, hit.passage.text, hit.passage.statements)

Writing imports the loaders and extractors, searching does not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from searchlib import searching
from searchlib.errors import ArgumentError, NotFound, QueryError, SearchlibError
from searchlib.fields import Expansion
from searchlib.index_reading import ReadOnlyIndex, id_of, path_of
from searchlib.models import Document, Results
from searchlib.query.context import shortened
from searchlib.query.nodes import Nothing
from searchlib.query.options import DEFAULT_OPTIONS, SearchOptions
from searchlib.searching import FilterValue, SearchRequest, filter_text

if TYPE_CHECKING:
    from threading import Event

    from searchlib.definitions.analysis_settings import AnalysisSettings
    from searchlib.indexing import ProgressCallback, Report
    from searchlib.loaders import ReadOptions
    from searchlib.ranking.parameters import RankingParameters
    from searchlib.saved_searches import SavedSearch, SavedSearches

_DOCUMENTS = "give one searchlib.Document(id=..., text=...) or several"
STAYS_NEW = "There are more new matches than shown here; the next such run shows them."


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


class Index(ReadOnlyIndex):
    """An index, in a folder or at a URL.

    Searches see the version that was newest when the Index was opened, refreshed, or last wrote. An Index is a context
    manager that closes itself; several threads may call its methods. Every method that reads the index raises
    IndexMissing, IndexVersion or IndexCorrupt when it cannot be read.
    """

    @cached_property
    def _saved(self) -> SavedSearches:
        """The saved searches, which stand beside the index."""
        from searchlib.engines.contract import KeepsTexts
        from searchlib.saved_searches import SavedSearches  # few searches ask for them

        engine = self.engine
        return SavedSearches(self.path, engine.shared_text("saved") if isinstance(engine, KeepsTexts) else None)

    # --- writing -----------------------------------------------------------------------------------------------

    def add(
        self,
        documents: Document | Iterable[Document],
        *,
        options: ReadOptions | None = None,
        ranking: RankingParameters | None = None,
        analysis: AnalysisSettings | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Add one document or several, or replace those of the same id, and commit.

        `options` says how documents become passages (`passages`, `extract`), `ranking` how a new index ranks, and `analysis`
        how its words become terms.
        `waiting` is called with a sentence while another writer holds the lock of the index. Returns a Report: how many
        documents were added and updated, and which could not be stored. Raises ArgumentError for a value that is not a
        Document or has no id (nothing is added then), IndexLocked after ten seconds of waiting, NotWritable and
        StorageFull.
        """
        from searchlib import indexing

        given = [documents] if isinstance(documents, Document) else documents
        if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
            raise ArgumentError(f"documents is {shortened(given)}: {_DOCUMENTS}.")
        return self._written(
            indexing.add_documents(
                self.engine, map(_document, given), options=options, ranking=ranking, analysis=analysis, waiting=waiting
            )
        )

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
        ranking: RankingParameters | None = None,
        analysis: AnalysisSettings | None = None,
        fresh: bool = False,
        store_paths: bool = False,
        workers: int = 1,
        cluster: str | None = None,
        memory: int | None = None,
        watching: ProgressCallback | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Read several folders and files in one commit; see `add_folder`, which also says what is returned and raised.

        `fresh` replaces the whole index. `ranking` are the k1, b and title weight of a new or fresh index, `analysis` its stemmer and stop
        words: ArgumentError when it has others. `store_paths` has the index name files by their absolute paths from now on: else it
        names them relative to its own folder or to the folder indexed, so that it can be given away. `memory` is the most bytes of documents in memory before they are written, over
        all processes (None: 512 MB). `cluster` is the address of a Dask cluster whose workers extract and write in place of
        `workers` processes: dask://HOST:PORT, dask+tls://HOST:PORT, or local, one that is started for this run; MissingExtra
        without the extra `dask`.
        """
        from searchlib import indexing

        if isinstance(paths, str | bytes) or not isinstance(paths, Iterable):
            raise ArgumentError(f"paths must be a list of paths; got {shortened(paths)}.")
        settings: dict[str, Any] = {} if memory is None else {"memory": memory}
        return self._written(
            indexing.add_roots(
                self.engine,
                tuple(map(path_of, paths)),
                options=options,
                ranking=ranking,
                analysis=analysis,
                fresh=fresh,
                store_paths=store_paths,
                workers=workers,
                cluster=cluster,
                watching=watching,
                waiting=waiting,
                **settings,
            )
        )

    def update(
        self,
        *,
        allow_empty: bool = False,
        trust_roots: bool = False,
        workers: int = 1,
        cluster: str | None = None,
        watching: ProgressCallback | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> Report:
        """Read all indexed folders again: documents are added, updated and removed as their files were.

        Nothing is written when nothing changed. The arguments are those of `add_paths`. Returns a Report; a folder that
        is missing is a failure in it: its documents stay, and the others are read. Raises ReadError when no folder can
        be read, NothingToIndex when a folder that had documents has none now (unless `allow_empty`), and the errors of
        `add`; nothing is removed then. Raises UntrustedRoots, which names the folders, when they were not set by this
        account on this machine: with `trust_roots` they are read, and trusted from now on.
        """
        from searchlib import indexing

        return self._written(
            indexing.update(
                self.engine,
                allow_empty=allow_empty,
                trust_roots=trust_roots,
                workers=workers,
                cluster=cluster,
                watching=watching,
                waiting=waiting,
            )
        )

    def watch(self, *, stop: Event | None = None, workers: int = 1, trust_roots: bool = False) -> Iterator[Report]:
        """Update now, and again whenever files of the indexed folders change; yields the Report of each update.

        It goes on until `stop` is set or the iterator is closed; an update that fails is a failure in its Report. Raises
        MissingExtra without the extra `watch`, ReadError when no indexed folder is there, NothingToIndex when none was
        indexed, UntrustedRoots as `update` does.
        """
        from searchlib import indexing
        from searchlib.indexing.watching import changes

        for _ in changes(indexing.roots(self.engine, trust_roots=trust_roots), apart=self.path, stop=stop):
            try:
                report = self.update(workers=workers, trust_roots=trust_roots)
            except SearchlibError as error:
                report = indexing.Report()
                report.add_failure(self.location, error)
            yield report

    def forget(self, *paths: str | os.PathLike[str], waiting: Callable[[str], None] | None = None) -> Report:
        """Delete all documents that were read from these folders or files, and do not read them again in `update`.

        Returns a Report. Raises NotFound, and changes nothing, for a path that was not indexed.
        """
        from searchlib import indexing

        self._refuse_missing()
        return self._written(indexing.forget_roots(self.engine, tuple(map(path_of, paths)), waiting=waiting))

    def delete(self, *ids: str, waiting: Callable[[str], None] | None = None) -> None:
        """Delete documents by their ids, and commit.

        Raises NotFound, which names the ids that are not in the index; the others are deleted all the same. Raises the
        errors of `add` too.
        """
        from searchlib import indexing

        self._refuse_missing()
        missing = indexing.delete_documents(self.engine, tuple(map(id_of, ids)), waiting=waiting)
        self._let_go()
        if missing:
            gone = [name for name in dict.fromkeys(ids) if name not in missing]
            deleted = f"; {', '.join(map(repr, gone))} {'were' if len(gone) > 1 else 'was'} deleted" if gone else ""
            raise NotFound(f"The index holds no document {', '.join(map(repr, missing))}{deleted}.")

    def _refuse_missing(self) -> None:
        """Raise the error of a location without an index: only the engine knows what is there in its place."""
        if not self.engine.exists():
            self.engine.reader()

    def _written(self, report: Report) -> Report:
        self._let_go()
        return report

    # --- saved searches ----------------------------------------------------------------------------------------

    def save(
        self,
        name: str,
        query: str,
        *,
        every_word: bool = False,
        literal: bool = False,
        explicit_only: bool = False,
        expand: Expansion = "",
        k1: float | None = None,
        b: float | None = None,
        **filters: FilterValue,
    ) -> SavedSearch:
        """Save a query with its filters under a name, in the place of an earlier one. Returns the SavedSearch.

        The options are those of `search` that say how it is read and ranked. Raises QueryError when the query cannot be
        understood or is empty, or for an invalid option, ArgumentError for an invalid name.
        """
        asked = SearchOptions(
            every_word=every_word, literal=literal, explicit_only=explicit_only, expand=expand, k1=k1, b=b
        )
        request = searching.validated(SearchRequest(query, tuple(filters.items()), asked))
        parsed = searching.parse_request(request)
        if isinstance(parsed.node, Nothing):
            reasons = " ".join(parsed.warnings)
            raise QueryError(
                f"The query contains no searchable word, so there is nothing to save. {reasons}".rstrip(), query
            )
        texts = {field: filter_text(field, value) for field, value in filters.items()}
        from searchlib.saved_searches import KEPT, SavedSearch

        given = {one: getattr(request.options, one) for one in KEPT}
        options = {one: value for one, value in given.items() if value != getattr(DEFAULT_OPTIONS, one)}
        search = SavedSearch(_name(name), query, texts, saved=date.today(), options=options)  # noqa: DTZ011 - the user's own day
        self._saved.save(search)
        return search

    def saved(self) -> dict[str, SavedSearch]:
        """The saved searches by name. Raises SettingsError when their file is malformed."""
        return self._saved.all()

    def unsave(self, name: str) -> None:
        """Remove a saved search. Raises NotFound for an unknown name, SettingsError when their file is malformed."""
        self._saved.remove(_name(name))

    def run(self, name: str, *, new: bool = False, options: SearchOptions = DEFAULT_OPTIONS) -> Results:
        """The Results of a saved search, read and ranked as it was saved; with `new`, only what no such run has shown, of documents added since it was saved.

        A passage is shown once: when there are more than `options.limit`, the next run goes on with the others. A run that
        only counts shows nothing. `total` counts what was not shown before. Raises NotFound for an unknown name, and the
        errors of `search`.
        """
        saved = self._saved.find(_name(name))
        options = replace(options, **saved.options)  # type: ignore[arg-type]  # names of KEPT; the search checks the values
        request = SearchRequest(saved.query, tuple(saved.filters.items()), options)
        if not new:
            return self.ask(request)
        wider = replace(options, limit=options.limit and options.offset + options.limit + len(saved.shown), offset=0)
        results = self.ask(replace(request, options=wider, added_after=saved.seen))
        fresh = _not_shown(results, saved.shown, options)
        if results.complete and _shows_the_last(fresh, options.limit):
            self._saved.mark_seen(name, self.reader.version)
            return fresh
        self._saved.mark_shown(name, (one for hit in fresh for one in (hit.passage.id, *hit.duplicates)))
        return fresh.model_copy(update={"warnings": (*fresh.warnings, STAYS_NEW)})


def _document(given: object) -> Document:
    """What is added, when it is a document that can be found again. Raises ArgumentError."""
    if not isinstance(given, Document):
        raise ArgumentError(f"{shortened(given)} is not a Document: {_DOCUMENTS}.")
    if not given.id:
        raise ArgumentError(
            f"The document that begins {shortened(given.text[:40])} has no id; every document needs its own."
        )
    return given


def _name(given: object) -> str:
    """The name of a saved search. Raises ArgumentError."""
    if not isinstance(given, str):
        raise ArgumentError(f"The name of a saved search is a text, not {shortened(given)}.")
    return given


def _not_shown(results: Results, shown: Collection[str], options: SearchOptions) -> Results:
    """The page of the hits that were not shown before, with the ranks and the total of those."""
    left = [hit for hit in results if hit.passage.id not in shown]
    first, after = options.offset, options.offset + options.limit
    page = [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(left[first:after], first + 1)]
    total = None if results.total is None else results.total - (len(results) - len(left))
    return results.model_copy(update={"hits": tuple(page), "offset": first, "total": total})


def _shows_the_last(results: Results, limit: int) -> bool:
    """Whether no match comes after this page; those collapsed or grouped under its hits are counted as shown."""
    if len(results) < limit:
        return True
    shown = sum(1 + len(hit.duplicates) + hit.more_in_document for hit in results)
    return results.total is not None and results.offset + shown >= results.total
