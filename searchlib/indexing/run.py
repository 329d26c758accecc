"""One run: files that changed are read -> extracted -> split -> written, and one commit makes it the index's state.

What is read is remembered (see remembered.py), so that an update reads only what changed, and of a changed file writes
only the documents that did. Nothing is deleted before everything was read: a document that moved from one file to
another is then seen to be the same.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Final, Self

from searchlib.engines import is_index
from searchlib.engines.contract import WRITER_MEMORY, Engine, Writer
from searchlib.errors import ArgumentError, NothingToIndex, ReadError, Remedy
from searchlib.indexing.pool import Crew, Made
from searchlib.indexing.preparation import prepare
from searchlib.indexing.report import Progress, Report, Watching
from searchlib.indexing.source_table import (
    Root,
    Source,
    read_roots,
    read_sources,
    same_rules,
    settings_of,
    write_sources,
)
from searchlib.loaders import Notice, ReadOptions, SourceFile, Walk, content_digest, format_of, read_file, walk
from searchlib.loaders.decoding import printable
from searchlib.models import Document

_STREAM: Final = "-"

_WORTH_WORKERS: Final = 4 << 20
"""Bytes to read from which starting worker processes pays (each takes half a second to start)."""

_TELL_EVERY: Final = 100
"""Documents of one file between two reports of progress."""

Share = tuple[Root, SourceFile]


def add_documents(
    engine: Engine,
    documents: Iterable[Document],
    *,
    memory: int = WRITER_MEMORY,
    compact: bool = False,
    waiting: Callable[[str], None] | None = None,
) -> Report:
    """Add documents given as such, each in the place of the one with its id; one commit, none when there is no document.

    A document that a rule of ours fails on, or that cannot be stored, is a failure in the report.
    """
    started = time.perf_counter()
    report = Report()
    with engine.writer(memory=memory, waiting=waiting) as writer:
        for document in documents:
            try:
                passages = prepare(document)
                replaced = writer.add(document, passages)
            except ReadError as error:
                name = document.id.encode("utf-8", "backslashreplace").decode()
                report.notices.append(Notice.failure(name, error))
                continue
            report.updated += replaced
            report.added += not replaced
            report.passages += len(passages)
        if report.documents:
            report.generation = writer.commit(compact=compact)
    report.took_s = time.perf_counter() - started
    return report


def delete_documents(engine: Engine, ids: Iterable[str], *, waiting: Callable[[str], None] | None = None) -> list[str]:
    """Delete documents; returns the ids that the index did not hold. Commits only when something was deleted."""
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
    fresh: bool = False,
    workers: int = 1,
    memory: int = WRITER_MEMORY,
    watching: Watching | None = None,
    waiting: Callable[[str], None] | None = None,
) -> Report:
    """Index files and folders: known documents are updated, none is removed; `fresh` begins anew.

    One bad file never stops the run: it is a failure in the report. Raises ReadError when a path is missing or an
    index's own folder, or when nothing is there to index, and the writer's errors; the index then stands as it was.
    """
    options = options or ReadOptions()
    for path in paths:
        _refuse_folder_of_an_index(os.fspath(path))
    walks = [(Root(_absolute(os.fspath(path)), options), walk(path, options)) for path in paths]
    if not any(found.files or _failed(found.notices) for _, found in walks):
        raise _nothing(engine, walks, [notice for _, found in walks for notice in found.notices])
    with _Run(engine, fresh=fresh, workers=workers, memory=memory, watching=watching, waiting=waiting) as run:
        shares = run.shared_out(walks)
        run.read(shares)
        if fresh and not run.report.documents and engine.exists():
            raise NothingToIndex("Nothing of what was named could be read; the index stands as it was.")
        if not run.found and not run.report.failures:
            raise _nothing(engine, walks, run.report.notices)
        run.remember([root for root, _ in walks], shares)
        return run.finish()


def _refuse_folder_of_an_index(path: str) -> None:
    """Raise ReadError for what nobody means to index."""
    if not path:
        raise ArgumentError("An empty text is not the name of a file or folder.")
    if is_index(path):
        raise ReadError(f"{printable(path)} is the folder of an index: name the folder that its articles are in.")


def _failed(notices: Iterable[Notice]) -> bool:
    return any(notice.kind == "failure" for notice in notices)


def _nothing(engine: Engine, walks: Sequence[tuple[Root, Walk]], notices: Iterable[Notice]) -> NothingToIndex:
    """That there is nothing to index, where, and what was passed over there."""
    places = [found.root for _, found in walks]
    named = ", ".join("standard input" if place == _STREAM else printable(place) for place in places[:3])
    passed = Counter(notice.reason for notice in notices if notice.kind in ("skipped", "empty"))
    over = ", ".join(f"{count:,} {reason}" for reason, count in passed.most_common())
    stands = "; the index stands as it was" if engine.exists() else ""
    return NothingToIndex(f"Nothing to index was found in {named}{f' (passed over: {over})' if over else ''}{stands}.")


def update(
    engine: Engine,
    *,
    allow_empty: bool = False,
    workers: int = 1,
    memory: int = WRITER_MEMORY,
    watching: Watching | None = None,
    waiting: Callable[[str], None] | None = None,
) -> Report:
    """Read the remembered roots again: added, changed and removed documents, each counted; nothing written when none is.

    Raises ReadError when a root is missing, cannot be read or holds no readable document any more (unless
    `allow_empty`); nothing is removed then.
    """
    with _Run(
        engine, fresh=False, workers=workers, memory=memory, watching=watching, waiting=waiting, removing=True
    ) as run:
        if not run.roots:
            raise NothingToIndex(f"{engine.location} remembers no folder to read again.", remedy=Remedy.INDEX_A_FOLDER)
        walks = [(root, walk(root.path, root.options)) for root in run.roots]
        shares = run.shared_out(walks)
        if not allow_empty:
            run.refuse_empty(Counter(root.path for root, found in walks for _ in found.files))
        run.forget_vanished(shares)
        run.read(shares)
        if not allow_empty:
            run.refuse_empty(run.held())
        return run.finish()


def default_workers() -> int:
    """All cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _absolute(path: str) -> str:
    """An absolute path, links kept as they are named; "-" stays the standard input."""
    return path if path == _STREAM else os.path.abspath(path)  # noqa: PTH100


@dataclass
class _Task:
    """A file that is not as it was, and how reading it went; `later` are ids that another file may still hold."""

    root: Root
    source: SourceFile
    digest: str
    known: Source | None
    documents: int = 0
    failed: bool = False
    refused: bool = False
    later: set[str] = field(default_factory=set)

    @property
    def path(self) -> str:
        """The path as its documents have it."""
        return printable(self.source.path)


class _Run:
    """One run under the writer's lock: what is known, what is read, what the commit will remember.

    `removing` says that documents which no file holds any more are deleted; else their file is read again next time.
    `found` tells, when all was read, whether there was any document.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        fresh: bool,
        workers: int,
        memory: int,
        watching: Watching | None,
        waiting: Callable[[str], None] | None,
        removing: bool = False,
    ) -> None:
        self.report = Report()
        self.roots: list[Root] = []
        self._sources: dict[str, Source] = {}
        self._before: Counter[str] = Counter()
        self._writer: Writer = engine.writer(fresh=fresh, memory=memory, waiting=waiting)
        self._fresh = fresh
        self._removing = removing
        self._memory = memory
        self._workers = workers if sys.executable else 1
        self._watching = watching or (lambda _: None)
        self._crew: Crew | None = None
        self._stack = ExitStack()
        self._progress = Progress(0, 0, 0, 0, 0)
        self._to_read = 0
        self._places: dict[str, str] = {}
        self._replaced: set[str] = set()
        self._handed: dict[int, tuple[str, int | None]] = {}
        self._ahead: set[str] = set()
        self._given_up: set[str] = set()
        self._vanished: list[str] = []
        self._listing: set[str] = set()
        self._changed = fresh
        self.found = False
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        self._writer.__enter__()
        try:
            if not self._fresh:
                self.roots = read_roots(self._writer.state)
                self._sources = read_sources(self._writer.sources)
                self._before = self.held()
        except BaseException:
            self._writer.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    def held(self) -> Counter[str]:
        """How many documents are remembered of each root."""
        held: Counter[str] = Counter()
        for source in self._sources.values():
            held[source.root] += source.documents
        return held

    # --- what there is to read -----------------------------------------------------------------------------------

    def shared_out(self, walks: Sequence[tuple[Root, Walk]]) -> list[Share]:
        """Every file once, with the root it belongs to: the one it was indexed with, else the first that has it."""
        for _, found in walks:
            self.report.notices += found.notices
        named = {root.path: {source.path for source in found.files} for root, found in walks}
        self._listing = {path for path, files in named.items() if files}
        owners = {root.path: root for root in self.roots if root.path not in named}
        listed: dict[str, dict[str, SourceFile]] = {}
        shares: dict[str, Share] = {}
        for root, found in walks:
            for source in found.files:
                known = self._sources.get(source.path)
                owner = root.path if known is None else known.root
                if owner in owners:  # a root not named now: the file is read as that one has it
                    if owner not in listed:
                        again = walk(owner, owners[owner].options)
                        listed[owner] = {each.path: each for each in again.files}
                        self._warn_of_owner(root, owners[owner])
                    if source.path in listed[owner]:
                        shares.setdefault(source.path, (owners[owner], listed[owner][source.path]))
                        continue
                if owner == root.path or source.path not in named.get(owner, ()):
                    shares.setdefault(source.path, (root, source))
        return list(shares.values())

    def _warn_of_owner(self, root: Root, owner: Root) -> None:
        if root.options != owner.options:
            told = f"files of {printable(owner.path)}, indexed before, are read with the options given then"
            self.report.notices.append(Notice("warning", printable(root.path), told))

    def refuse_empty(self, held: Mapping[str, int]) -> None:
        """Raise ReadError when a root that had documents has nothing now."""
        for root in self.roots:
            if self._before[root.path] and not held.get(root.path):
                raise NothingToIndex(
                    f"{printable(root.path)} holds no readable document any more; nothing was removed.",
                    remedy=Remedy.ALLOW_EMPTY,
                )

    def forget_vanished(self, shares: Iterable[Share]) -> None:
        """Note the remembered files that no root has any more; those that could not be looked at stay."""
        there = {source.path for _, source in shares}
        failed = tuple(notice.place for notice in self.report.failures)
        below = tuple(os.path.join(place, "") for place in failed)  # noqa: PTH118
        for path in self._sources:
            shown = printable(path)
            if path not in there and shown not in failed and not shown.startswith(below):
                self._vanished.append(path)
                self._given_up.add(shown)

    def remember(self, roots: Iterable[Root], shares: Iterable[Share]) -> None:
        """Keep these roots for the next update; one indexed again gets its new options.

        One whose files all belong to another root is not kept: that other root brings them.
        """
        owning = {root.path for root, _ in shares}
        for root in roots:
            lent = root.path in self._listing and root.path not in owning
            if root.path == _STREAM or lent or root in self.roots:
                continue
            self._changed = True
            self.roots = [*(each for each in self.roots if each.path != root.path), root]

    # --- reading -------------------------------------------------------------------------------------------------

    def read(self, shares: Sequence[Share]) -> None:
        """Read every file that is not as it was, write its documents, and delete what no file holds any more."""
        self._progress = Progress(0, len(shares), 0, sum(source.size for _, source in shares), 0)
        tasks = [task for share in shares if (task := self._task(*share)) is not None]
        self._to_read = sum(task.source.size for task in tasks)
        self._ahead = {task.path for task in tasks}
        with self._stack:
            for number, task in enumerate(tasks):
                self._read(number, task)
                self._tell(task.source, done=True)
            for number, task in enumerate(tasks):
                if task.later:  # now that all others were read, it is known who holds what
                    self._read(number, task)
            made = self._crew.finish() if self._crew is not None else Made()
        self._take(made, tasks)
        self.found = self.report.unchanged > 0 or any(task.documents for task in tasks)
        for task in tasks:
            self._conclude(task)
        self._drop_vanished()
        for result in made.results:
            self._writer.adopt(result)

    def _task(self, root: Root, source: SourceFile) -> _Task | None:
        """What to do about a file: None when it is as it was, or cannot even be opened."""
        if source.path == _STREAM:
            return _Task(root, source, "", None)
        try:
            digest = content_digest(source)
        except ReadError as error:
            self.report.notices.append(Notice.failure(source.place, error))
            self._tell(source, done=True)
            return None
        known = self._sources.get(source.path)
        if known is not None and (known.root, known.digest, known.settings) == (root.path, digest, settings_of(source)):
            self.report.unchanged += 1
            self._tell(source, done=True)
            return None
        return _Task(root, source, digest, known)

    def _tell(self, source: SourceFile, *, done: bool = False) -> None:
        known = self._progress
        self._progress = replace(
            known,
            files=known.files + done,
            bytes=known.bytes + done * source.size,
            documents=self.report.documents,
            place=source.place,
        )
        self._watching(self._progress)

    def _read(self, number: int, task: _Task) -> None:
        """Read a file; the second time only those of its documents that were left for later."""
        only, task.later = task.later, set()
        form = format_of(task.source.name)
        if form is not None and form.slow and self._worth_workers():
            self._hand_out(number, task)
        else:
            for each in read_file(task.source, task.root.options):
                if isinstance(each, Document):
                    if not only or each.id in only:
                        self._meet(each, task)
                elif not only:
                    self.report.notices.append(each)
                    task.failed |= each.kind == "failure"
        self._ahead.discard(task.path)
        if not task.failed:
            self._given_up.add(task.path)

    def _meet(self, document: Document, task: _Task) -> None:
        """Write a document, unless its id belongs to another."""
        line = f":{document.line}" if document.line > 1 else ""
        if self._claims(document.id, f"{task.source.place}{line}", task):
            task.documents += 1
            self._write(document, task)
            if task.documents % _TELL_EVERY == 0:
                self._tell(task.source)

    def _claims(self, name: str, here: str, task: _Task) -> bool:
        """Whether the id is free for a document that stands here; else it is refused, or left for later."""
        other = self._places.get(name, "")
        if not other and task.source.path != _STREAM:
            other = self._writer.path_of(name)
            if other == task.path or other in self._given_up:
                other = ""
            elif other in self._ahead:
                task.later.add(name)
                return False
            elif not os.path.exists(other):  # noqa: PTH110 - "" for none
                other = ""
        if other:
            reason = f"its id {name!r} is taken by {other}"
            self.report.notices.append(Notice("failure", here, reason, Remedy.USE_PREFIX))
            task.refused = True
            return False
        self._places[name] = here
        return True

    def _write(self, document: Document, task: _Task) -> None:
        first = self._writer.added(document.id)
        comparable = first is not None and task.known is not None and same_rules(task.known.settings)
        if comparable and self._writer.stored(document.id) == document:
            return
        self._to_read += len(document.text) * (task.source.path == _STREAM)
        if self._worth_workers():
            assert self._crew is not None
            self._crew.add(document, self._writer.version if first is None else first)
            self._count(document.id, first)
            return
        try:
            passages = prepare(document)
            self._writer.add(document, passages)
        except ReadError as error:
            self.report.notices.append(Notice.failure(document.id, error))
            return
        self.report.passages += len(passages)
        self._count(document.id, first)

    def _count(self, name: str, first: int | None) -> None:
        self._changed = True
        self.report.added += first is None
        self.report.updated += first is not None
        if self._crew is not None and first is not None:
            self._replaced.add(name)

    # --- workers -------------------------------------------------------------------------------------------------

    def _worth_workers(self) -> bool:
        """Whether there is enough to do for worker processes; they are started when there is."""
        if self._crew is None and self._workers > 1 and self._to_read >= _WORTH_WORKERS:
            sink = self._writer.sink(memory=self._memory // self._workers)
            if sink is None:
                self._workers = 1
                return False
            self._crew = self._stack.enter_context(Crew(sink, self._workers))
        return self._crew is not None

    def _hand_out(self, number: int, task: _Task) -> None:
        """Have a worker read a file that is one document under its own name."""
        assert self._crew is not None
        prefix = task.root.options.prefix
        name = f"{prefix}/{task.source.name}" if prefix else task.source.name
        if self._claims(name, task.source.place, task):
            first = self._writer.added(name)
            added = self._writer.version if first is None else first
            self._crew.read(number, task.source, task.root.options, added=added)
            self._handed[number] = name, first

    def _take(self, made: Made, tasks: Sequence[_Task]) -> None:
        """Take over what the workers told, and delete what their documents replace."""
        for number, (documents, notices) in sorted(made.readings.items()):
            task, (name, first) = tasks[number], self._handed[number]
            self.report.notices += notices
            task.failed = any(notice.kind == "failure" for notice in notices)
            task.documents = documents
            if documents:
                self._count(name, first)
            else:
                del self._places[name]
        for name, reason in made.failures:
            self.report.notices.append(Notice("failure", name, reason))
            self.report.updated -= name in self._replaced
            self.report.added -= name not in self._replaced
            self._replaced.discard(name)
        self.report.passages += made.passages
        for name in self._replaced:
            self._writer.delete(name)

    # --- the end -------------------------------------------------------------------------------------------------

    def _conclude(self, task: _Task) -> None:
        """Remember how a file was read; what it no longer holds is deleted, or left to an update."""
        if task.source.path == _STREAM or (task.failed and not task.documents):
            return  # what was read of it before stands, and the next run tries again
        before = task.known.documents if task.known is not None else 0
        lost = [] if task.failed or not before else self._lost(task.path)
        if self._removing:
            self._delete(lost)
            lost = []
        whole = not (task.failed or task.refused or lost)
        documents = max(task.documents, before) if task.failed else task.documents + len(lost)
        source = Source(task.root.path, task.digest if whole else "", settings_of(task.source), documents)
        self._changed |= source != task.known
        self._sources[task.source.path] = source

    def _lost(self, path: str) -> list[str]:
        """Documents that the index has from this file, and that no file read in this run holds."""
        return [name for name in self._writer.documents_of(path) if name not in self._places]

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            self.report.removed += self._writer.delete(name)
            self._changed = True

    def _drop_vanished(self) -> None:
        for path in self._vanished:
            self._delete(self._lost(printable(path)))
            del self._sources[path]
            self._changed = True

    def finish(self) -> Report:
        """Commit, unless nothing changed; a new index is left as one segment."""
        if self._changed:
            self._watching(replace(self._progress, documents=self.report.documents, place="writing the index"))
            state = {**self._writer.state, "roots": [root.to_json() for root in self.roots]}
            self.report.generation = self._writer.commit(
                state=state,
                sources=write_sources(self._sources),
                compact=self._fresh or self._writer.version == 1,
            )
        self.report.took_s = time.perf_counter() - self._started
        return self.report
