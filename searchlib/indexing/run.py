"""One indexing run: changed files are read -> extracted -> split -> written, and then committed at once.

The index records which files were read (see source_table.py), so that an update reads only changed files, and writes only
changed documents. Documents are deleted only after all files were read, so that a document that moved to another file is
kept.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final, Self

from searchlib.definitions.analysis_settings import AnalysisSettings
from searchlib.engines import is_index
from searchlib.engines.contract import WRITER_MEMORY, Engine, Writer
from searchlib.errors import ArgumentError, NotFound, NothingToIndex, ReadError, Remedy
from searchlib.indexing.document_ids import DocumentIds, refusal
from searchlib.indexing.index_settings import settings_state
from searchlib.indexing.ingest import Ingest
from searchlib.indexing.ownership import OwnedFile, Ownership, RootWalk, roots_to_keep
from searchlib.indexing.processes.file_reader import FileReader
from searchlib.indexing.report import ProgressCallback, ProgressMeter, Report
from searchlib.indexing.source_table import IndexedFile, Root, SourceTable, read_roots, same_rules, settings_of
from searchlib.indexing.trust import SIGNATURE, is_signed, refuse_unfit, refuse_unknown, refuse_untrusted, signature
from searchlib.loaders import Notice, ReadOptions, SourceFile, content_digest, format_of, walk
from searchlib.loaders.opening import printable
from searchlib.models import Document
from searchlib.ranking.parameters import RankingParameters

_STREAM: Final = "-"
_NO_ROOTS: Final = "No folder was indexed in {} that could be read again."

_PROGRESS_EVERY: Final = 100
"""Documents of one file between two reports of progress."""

WaitingCallback = Callable[[str], None]


def add_documents(
    engine: Engine,
    documents: Iterable[Document],
    *,
    memory: int = WRITER_MEMORY,
    options: ReadOptions | None = None,
    ranking: RankingParameters | None = None,
    analysis: AnalysisSettings | None = None,
    compact: bool = False,
    waiting: WaitingCallback | None = None,
) -> Report:
    """Add documents, or replace those of the same id, in one commit; no commit when there is no document.

    A document that an extractor fails on, or that cannot be stored, is a failure in the report. Of `options` only `passages`
    and `extract` count; `ranking` and `analysis` as in `add_roots`. `compact` asks the
    engine for the form that is fastest to search.
    """
    started = time.perf_counter()
    report = Report()
    with engine.writer(memory=memory, waiting=waiting) as writer:
        settings = settings_state(engine, writer, ranking, analysis)
        ingest = Ingest(writer, report, workers=1, memory=memory)
        for document in documents:
            ingest.add(document, options)
        if report.documents:
            report.generation = writer.commit(state={**writer.state, **settings} if settings else None, compact=compact)
    report.took_s = time.perf_counter() - started
    return report


def delete_documents(engine: Engine, ids: Iterable[str], *, waiting: WaitingCallback | None = None) -> list[str]:
    """Delete documents; returns the ids that are not in the index. Commits only when something was deleted."""
    with engine.writer(waiting=waiting) as writer:
        wanted = list(dict.fromkeys(ids))
        missing = [name for name in wanted if not writer.delete(name)]
        if len(missing) < len(wanted):
            writer.commit()
    return missing


def add_roots(
    engine: Engine,
    paths: Sequence[str | os.PathLike[str]],
    *,
    options: ReadOptions | None = None,
    ranking: RankingParameters | None = None,
    analysis: AnalysisSettings | None = None,
    fresh: bool = False,
    store_paths: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    memory: int = WRITER_MEMORY,
    watching: ProgressCallback | None = None,
    waiting: WaitingCallback | None = None,
) -> Report:
    """Index files and folders: documents are added or updated, none is removed; `fresh` replaces the whole index.
    `store_paths` has the index name files by absolute paths, from now on. `cluster` is the address of a Dask cluster, whose workers
    do what `workers` processes of this machine do else: dask://HOST:PORT, dask+tls://HOST:PORT, or local.

    `ranking` and `analysis` are the settings of a new or `fresh` index, None: the default ones, or those it has. Raises ArgumentError
    when the index has others, NotSupported when the engine has none.

    A file that cannot be read is a failure in the report, and the run goes on. Raises ReadError when a path is missing
    or is the folder of an index, NothingToIndex when there is no document, and the errors of the writer; the index is
    then unchanged.
    """
    options = options or ReadOptions()
    for path in paths:
        _refuse_folder_of_an_index(os.fspath(path))
    refuse_unfit(absolute for path in paths if (absolute := _absolute(os.fspath(path))) != _STREAM)
    walks = [(Root(_absolute(os.fspath(path)), options), walk(path, options)) for path in paths]
    if not any(walked.files or _failed(walked.notices) for _, walked in walks):
        raise _nothing(engine, walks, [notice for _, walked in walks for notice in walked.notices])
    writer = engine.writer(fresh=fresh, memory=memory, waiting=waiting)
    with _Run(engine, writer, fresh=fresh, workers=workers, cluster=cluster, memory=memory, watching=watching) as run:
        run.name_files([root.path for root, _ in walks], absolute=store_paths)
        run.settings = settings_state(engine, writer, ranking, analysis, fresh=fresh)
        files = run.owned_files(walks)
        any_document = run.read(files)
        if fresh and not run.report.documents and engine.exists():
            raise NothingToIndex("None of the files could be read; the index is unchanged.")
        if not any_document and not run.report.failures:
            raise _nothing(engine, walks, run.report.notices)
        for root in roots_to_keep(walks, files):
            if root.path != _STREAM:
                run.table.keep_root(root)
        return run.finish()


def _refuse_folder_of_an_index(path: str) -> None:
    """Raise ArgumentError for an empty path, ReadError for the folder of an index."""
    if not path:
        raise ArgumentError("An empty text is not the name of a file or folder.")
    if is_index(path):
        raise ReadError(f"{printable(path)} is the folder of an index; name the folder of the articles.")


def _failed(notices: Iterable[Notice]) -> bool:
    return any(notice.kind == "failure" for notice in notices)


def _nothing(engine: Engine, walks: Sequence[RootWalk], notices: Iterable[Notice]) -> NothingToIndex:
    """The error for paths without a document: names them, and counts what was skipped there."""
    roots = [walked.root for _, walked in walks]
    named = ", ".join("standard input" if root == _STREAM else printable(root) for root in roots[:3])
    skipped = Counter(notice.reason for notice in notices if notice.kind in ("skipped", "empty"))
    counts = ", ".join(f"{count:,} {reason}" for reason, count in skipped.most_common())
    unchanged = "; the index is unchanged" if engine.exists() else ""
    return NothingToIndex(
        f"Nothing to index was found in {named}{f' (skipped: {counts})' if counts else ''}{unchanged}."
    )


def update(
    engine: Engine,
    *,
    allow_empty: bool = False,
    trust_roots: bool = False,
    workers: int = 1,
    cluster: str | None = None,
    memory: int = WRITER_MEMORY,
    watching: ProgressCallback | None = None,
    waiting: WaitingCallback | None = None,
) -> Report:
    """Read the indexed roots again: documents are added, updated and removed. Nothing is written when nothing changed.

    A root that is missing or cannot be read is a failure in the report, and its documents stay. Raises ReadError when
    this is so for all roots, NothingToIndex when a root has no readable document any more (unless `allow_empty`);
    nothing is removed then. Raises UntrustedRoots when the roots were not set by this account, unless `trust_roots`.
    """
    writer = engine.writer(memory=memory, waiting=waiting)
    with _Run(engine, writer, removing=True, workers=workers, cluster=cluster, memory=memory, watching=watching) as run:
        roots = run.table.roots
        if not roots:
            raise NothingToIndex(_NO_ROOTS.format(engine.location), remedy=Remedy.INDEX_A_FOLDER)
        refuse_unknown(engine.location, roots)
        if trust_roots:
            run.trust_roots()
        if not run.trusted:
            refuse_untrusted(engine.location, roots)
        refuse_unfit(root.path for root in roots)
        walks = run.walks_of(roots, Remedy.FORGET_A_FOLDER)
        roots = [root for root, _ in walks]
        before = run.table.documents_by_root()
        files = run.owned_files(walks)
        if not allow_empty:
            _refuse_empty(roots, before, Counter(root.path for root, walked in walks for _ in walked.files))
        run.forget_vanished(files)
        run.read(files)
        if not allow_empty:
            _refuse_empty(roots, before, run.table.documents_by_root())
        return run.finish()


def roots(engine: Engine, *, trust_roots: bool = False) -> list[str]:
    """The paths of the folders and files that an update reads. Raises NothingToIndex when there are none, UntrustedRoots."""
    state = engine.reader().state
    known = read_roots(state, engine.stored_paths())
    if not known:
        raise NothingToIndex(_NO_ROOTS.format(engine.location), remedy=Remedy.INDEX_A_FOLDER)
    refuse_unknown(engine.location, known)
    if not trust_roots and not is_signed(state):
        refuse_untrusted(engine.location, known)
    refuse_unfit(root.path for root in known)
    return [root.path for root in known]


def forget_roots(
    engine: Engine, paths: Sequence[str | os.PathLike[str]], *, waiting: WaitingCallback | None = None
) -> Report:
    """Delete all documents that were read from these roots, and remove the roots, in one commit.

    Raises NotFound, and changes nothing, for a path that is not a root of the index; the message names the roots.
    """
    with _Run(
        engine, engine.writer(waiting=waiting), removing=True, workers=1, memory=WRITER_MEMORY, watching=None
    ) as run:
        known = [root.path for root in run.table.roots]
        named = [_absolute(os.fspath(path)) for path in paths]
        for path in named:
            if path not in known:
                roots = ", ".join(map(printable, known)) or "none"
                raise NotFound(f"{printable(path)} was not indexed; these folders and files were: {roots}.")
        run.forget_roots(named)
        return run.finish()


def _refuse_empty(roots: Iterable[Root], before: Mapping[str, int], now: Mapping[str, int]) -> None:
    """Raise NothingToIndex when a root that had documents has none now."""
    for root in roots:
        if before.get(root.path) and not now.get(root.path):
            raise NothingToIndex(
                f"{printable(root.path)} has no readable document any more; nothing was removed.",
                remedy=Remedy.ALLOW_EMPTY,
            )


def default_workers() -> int:
    """The number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _absolute(path: str) -> str:
    """The absolute path, symbolic links not resolved; "-" is the standard input and stays."""
    return path if path == _STREAM else os.path.abspath(path)  # noqa: PTH100


@dataclass
class _Task:
    """A file to read, and the outcome. `undecided` are ids that a file which is still to be read may hold.

    `known` is what the index has recorded of the file. `refused`: one of its ids belongs to another document.
    """

    root: Root
    source: SourceFile
    digest: str
    known: IndexedFile | None
    documents: int = 0
    failed: bool = False
    refused: bool = False
    undecided: set[str] = field(default_factory=set)

    @property
    def path(self) -> str:
        """The path as its documents have it."""
        return printable(self.source.path)

    @property
    def is_stream(self) -> bool:
        """Whether this is the standard input, of which nothing is recorded."""
        return self.source.path == _STREAM


class _Run:
    """One run under the writer's lock, a context manager: the files to read, the report, and the new table of sources.

    `removing`: documents that no file holds any more are deleted; otherwise their file is read again in the next run.
    """

    def __init__(
        self,
        engine: Engine,
        writer: Writer,
        *,
        fresh: bool = False,
        removing: bool = False,
        workers: int,
        cluster: str | None = None,
        memory: int,
        watching: ProgressCallback | None,
    ) -> None:
        self.report = Report()
        self.table = SourceTable()
        self.trusted = True
        self.settings: dict[str, Any] = {}
        self._writer = writer
        self._paths = engine.stored_paths()
        self._fresh = fresh
        self._removing = removing
        self._ids = DocumentIds(writer)
        self._files = FileReader()
        self._ingest = Ingest(writer, self.report, workers=workers, memory=memory, cluster=cluster)
        self._meter = ProgressMeter(watching, self.report)
        self._vanished: list[str] = []
        self._missing: set[str] = set()
        self._named: set[str] = set()
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        self._writer.__enter__()
        try:
            if not self._fresh:
                self.table = SourceTable.read(self._writer.state, self._writer.sources, self._paths)
                self.trusted = is_signed(self._writer.state)
        except BaseException:
            self._writer.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    # --- the files to read -------------------------------------------------------------------------------------

    def walks_of(self, roots: Sequence[Root], remedy: Remedy | None = None) -> list[RootWalk]:
        """The files of each root that can be read. Raises ReadError when none can; `remedy` is what helps then."""
        walks: list[RootWalk] = []
        problems: list[ReadError] = []
        for root in roots:
            try:
                walks.append((root, walk(root.path, root.options)))
            except ReadError as error:
                problems.append(error)
                place = printable(root.path)
                self.report.notices.append(Notice("failure", place, error.message.removeprefix(f"{place}: "), remedy))
        if not walks:
            problems[0].remedy = problems[0].remedy or remedy
            raise problems[0]
        self._missing = {root.path for root in roots} - {root.path for root, _ in walks}
        return walks

    def name_files(self, roots: Sequence[str], *, absolute: bool) -> None:
        """Decide how the index names the files of new roots; warn of those that only absolute paths can name."""
        if absolute and not self._writer.absolute_paths:
            self._writer.absolute_paths = self.table.changed = True
        if self._paths is None or self._writer.absolute_paths:
            return
        for root in roots:
            if root != _STREAM and not self._paths.remember(root):
                reason = "its path stands in the index: this account has no folder where it could be kept instead"
                self.report.notices.append(Notice("warning", printable(root), reason))

    def trust_roots(self) -> None:
        """Have this account sign the roots as they are."""
        self.table.changed |= not self.trusted
        self.trusted = True

    def forget_roots(self, paths: Sequence[str]) -> None:
        """Delete the documents of these roots, and remove the roots and their files from the table."""
        for path, file in list(self.table.files.items()):
            if file.root in paths:
                self._delete(self._writer.documents_of(printable(path)))
                self.table.forget_file(path)
        self.table.forget_roots(paths)

    def owned_files(self, walks: Sequence[RootWalk]) -> list[OwnedFile]:
        """Every file that the walks found, once, with the root that it belongs to."""
        for root, walked in walks:
            self.report.notices += walked.notices
            if not self._removing and [source.path for source in walked.files] == [root.path]:
                self._named.add(root.path)
        known = self.table.roots if self.trusted else []  # a stranger's folders are not even listed
        present = [root for root in known if root.path not in self._missing]
        ownership = Ownership(walks, present, self.table.files)
        files = ownership.files()
        self.report.notices += ownership.notices
        return files

    def forget_vanished(self, files: Iterable[OwnedFile]) -> None:
        """Record the indexed files that no root has any more; files that could not be looked at are kept."""
        present = {file.source.path for file in files}
        failed = tuple(notice.place for notice in self.report.failures)
        below = tuple(os.path.join(place, "") for place in failed)  # noqa: PTH118
        for path in self.table.files:
            shown = printable(path)
            if path not in present and shown not in failed and not shown.startswith(below):
                self._vanished.append(path)
                self._ids.file_vanished(shown)

    # --- reading -------------------------------------------------------------------------------------------------

    def read(self, files: Sequence[OwnedFile]) -> bool:
        """Read every new or changed file, write its documents, and delete documents that no file holds any more.

        Returns whether the files hold any document.
        """
        self._meter.start(len(files), sum(file.source.size for file in files))
        tasks = [task for file in files if (task := self._task(file)) is not None]
        indexed = {path for path, file in self.table.files.items() if file.documents}
        self._ids.expect_files(task.path for task in tasks)
        self._ingest.resume(file.root.options for file in files)
        with self._ingest, self._files:
            self._ingest.expect(sum(task.source.size for task in tasks))
            for ordinal, task in enumerate(tasks):
                self._read(ordinal, task)
                self._meter.file_done(task.source)
            for ordinal, task in enumerate(tasks):
                if task.undecided:  # all other files were read: it is now known which of them hold these ids
                    self._read(ordinal, task)
            self._take_readings(tasks)
        for task in tasks:
            self._conclude(task)
        for path in self._vanished:
            self._delete(self._lost(printable(path)))
            self.table.forget_file(path)
        self._tell_kept({file.source.place for file in files if file.source.path in indexed})
        return self.report.unchanged > 0 or any(task.documents for task in tasks)

    def _tell_kept(self, indexed: Collection[str]) -> None:
        """Add to the failures of indexed files, named by their places, that their documents stay."""
        kept = "its documents in the index are kept"
        self.report.notices = [
            replace(notice, reason=f"{notice.reason}; {kept}")
            if notice.kind == "failure" and notice.place in indexed
            else notice
            for notice in self.report.notices
        ]

    def _task(self, file: OwnedFile) -> _Task | None:
        """The task for a file; None when it is unchanged, or cannot be opened."""
        root, source = file
        if source.path == _STREAM:
            return _Task(root, source, "", None)
        try:
            digest = content_digest(source)
        except ReadError as error:
            self.report.add_failure(source.place, error)
            self._meter.file_done(source)
            return None
        known = self.table.files.get(source.path)
        same = known is not None and (known.root, known.digest, known.settings) == (
            root.path,
            digest,
            settings_of(source, root.options),
        )
        if known is not None and same and not self._misses_documents(source, known):
            self.report.unchanged += 1
            self._meter.file_done(source)
            return None
        return _Task(root, source, digest, known)

    def _misses_documents(self, source: SourceFile, known: IndexedFile) -> bool:
        """Whether this file was named itself and some of its documents were deleted: naming it adds them again."""
        return source.path in self._named and len(self._writer.documents_of(printable(source.path))) < known.documents

    def _read(self, ordinal: int, task: _Task) -> None:
        """Read a file; the second time only the documents whose ids were undecided."""
        only, task.undecided = task.undecided, set()
        form = format_of(task.source.name)
        if form is not None and form.slow and self._ingest.can_hand_out(task.source):
            self._hand_out(ordinal, task)
        else:
            for result in self._files.read(task.source, task.root.options):
                if isinstance(result, Document):
                    if not only or result.id in only:
                        self._add(result, task)
                elif not only:
                    self.report.notices.append(result)
                    task.failed |= result.kind == "failure"
        self._ids.file_read(task.path, whole=not task.failed)

    def _add(self, document: Document, task: _Task) -> None:
        """Write a document, unless its id belongs to another one or the index holds an equal one."""
        line = f":{document.line}" if document.line > 1 else ""
        if not self._claims(document.id, f"{task.source.place}{line}", task):
            return
        task.documents += 1
        if not self._is_stored(document, task):
            if task.is_stream:
                self._ingest.expect(len(document.text))
            self._ingest.add(document, task.root.options)
        if task.documents % _PROGRESS_EVERY == 0:
            self._meter.file_at_hand(task.source)

    def _is_stored(self, document: Document, task: _Task) -> bool:
        """Whether the index holds an equal document that was written by the current version of the extractors."""
        if (
            task.known is None
            or not same_rules(task.known.settings, task.root.options)
            or self._writer.added(document.id) is None
        ):
            return False
        return self._writer.stored(document.id) == document

    def _claims(self, document_id: str, place: str, task: _Task) -> bool:
        """Whether a document gets its id; if not, it is refused, or its file is read again after the others."""
        claim = self._ids.claim(document_id, place, None if task.is_stream else task.path)
        if claim.undecided:
            task.undecided.add(document_id)
        elif not claim.granted:
            self.report.notices.append(refusal(document_id, place, claim.holder, task.source.place))
            task.refused = True
        return claim.granted

    def _hand_out(self, ordinal: int, task: _Task) -> None:
        """Have a worker read a file that is one document, whose id is the name of the file."""
        prefix = task.root.options.prefix
        name = f"{prefix}/{task.source.name}" if prefix else task.source.name
        if self._claims(name, task.source.place, task):
            self._ingest.hand_out(ordinal, task.source, task.root.options, name)

    def _take_readings(self, tasks: Sequence[_Task]) -> None:
        """Wait for the workers, and record the outcome of each file."""
        for reading in self._ingest.finish():
            task = tasks[reading.ordinal]
            task.failed = _failed(reading.notices)
            task.documents = reading.documents
            if not reading.documents:
                self._ids.give_back(reading.document_id)

    # --- the end -------------------------------------------------------------------------------------------------

    def _conclude(self, task: _Task) -> None:
        """Record how a file was read; documents that it no longer holds are deleted, or left to an update."""
        if task.is_stream or (task.failed and not task.documents):
            return  # its earlier documents are kept, and the next run tries again
        before = task.known.documents if task.known is not None else 0
        lost = [] if task.failed or not before else self._lost(task.path)
        if self._removing:
            kept = len(self._lost(task.path)) if task.failed and before else 0
            if kept:
                self._warn(task, f"parts of it could not be read: documents not found in it now are kept ({kept:,})")
            self._delete(lost)
            lost = []
        stored = task.path not in self._ingest.failed_paths
        whole = stored and not (task.failed or task.refused or lost or self._has_changed(task))
        documents = max(task.documents, before) if task.failed else task.documents + len(lost)
        file = IndexedFile(
            task.root.path, task.digest if whole else "", settings_of(task.source, task.root.options), documents
        )
        self.table.keep_file(task.source.path, file)

    def _has_changed(self, task: _Task) -> bool:
        """Whether the file is not as it was when its digest was taken, so that its documents may be of other bytes."""
        try:
            status = os.stat(task.source.path)  # noqa: PTH116 - a path that is no UTF-8 stays as the system gave it
            same = (status.st_mtime_ns, status.st_size) == (task.source.modified_ns, task.source.size)
            changed = not same or content_digest(task.source) != task.digest
        except (OSError, ReadError):
            changed = True
        if changed:
            self._warn(task, "it changed while it was read; the next update reads it again")
        return changed

    def _lost(self, path: str) -> list[str]:
        """Documents of this file in the index that no file read in this run holds."""
        return [name for name in self._writer.documents_of(path) if name not in self._ids]

    def _warn(self, task: _Task, reason: str) -> None:
        self.report.notices.append(Notice("warning", task.source.place, reason))

    def _delete(self, ids: Iterable[str]) -> None:
        self.report.removed += sum(map(self._writer.delete, ids))

    def finish(self) -> Report:
        """Commit, unless nothing changed; a new index gets the form that is fastest to search."""
        report = self.report
        if self._fresh or report.documents or report.removed or self.table.changed:
            self._meter.committing()
            paths = None if self._writer.absolute_paths else self._paths
            state = {
                **self._writer.state,
                **self.settings,
                **self.table.state(paths),
                "absolute_paths": self._writer.absolute_paths,
            }
            report.generation = self._writer.commit(
                state={**state, SIGNATURE: signature(state) if self.trusted else ""},
                sources=self.table.sources(paths),
                compact=self._fresh or self._writer.version == 1,
            )
        report.took_s = time.perf_counter() - self._started
        return report
