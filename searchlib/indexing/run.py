"""From files to a committed index: read -> extract -> split -> write, incremental, in parallel, with progress.

What is read is remembered: the roots with their options (in the index's state) and, for every file, what its content
and everything that decides its reading hashed to (in its table of sources), so that an update reads only what changed.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

from searchlib import analysis
from searchlib.engines.whoosh.storage import Storage
from searchlib.engines.whoosh.writer import MEMORY, IndexWriter
from searchlib.errors import ReadError, SearchlibError
from searchlib.indexing.preparing import EXTRACTION_VERSION, prepare
from searchlib.indexing.workers import Crew
from searchlib.loaders import Notice, ReadOptions, SourceFile, Walk, content_digest, read_file, walk
from searchlib.models import Document


@dataclass(frozen=True)
class Progress:
    """How far a run is: files done of all, bytes of them, documents so far."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    documents: int
    place: str = ""


Watching = Callable[[Progress], None]


@dataclass
class Report:
    """What a run did. `notices` tells of every file that failed, was doubtful, empty or skipped."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    generation: int = 0
    took_s: float = 0.0
    notices: list[Notice] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """Documents added or updated."""
        return self.added + self.updated

    @property
    def failures(self) -> list[Notice]:
        """What could not be read: when there is any, the command's exit code is 2."""
        return [notice for notice in self.notices if notice.kind == "failure"]

    @property
    def warnings(self) -> list[Notice]:
        """What was read with a doubt."""
        return [notice for notice in self.notices if notice.kind == "warning"]

    @property
    def skipped(self) -> Counter[str]:
        """How many files were passed over, by reason."""
        return Counter(notice.reason for notice in self.notices if notice.kind in ("skipped", "empty"))


@dataclass(frozen=True)
class Source:
    """What an index remembers of a file: its root, and digests of its bytes and of its settings."""

    root: str
    digest: str
    settings: str


@dataclass(frozen=True)
class Root:
    """A folder or file that was indexed, as an absolute path, and the options it was read with."""

    path: str
    options: ReadOptions

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the index's state."""
        options = self.options
        return {
            "path": self.path,
            "columns": dict(options.columns),
            "default_published": options.default_published.isoformat() if options.default_published else None,
            "max_file": options.max_file,
            "prefix": options.prefix,
            "encoding": options.encoding,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Root:
        """The root again; KeyError, TypeError or ValueError when it is none."""
        day = row["default_published"]
        options = ReadOptions(
            columns=dict(row["columns"]),
            default_published=None if day is None else date.fromisoformat(day),
            max_file=int(row["max_file"]),
            prefix=str(row["prefix"]),
            encoding=row["encoding"],
        )
        return cls(str(row["path"]), options)


def add_documents(
    storage: Storage, documents: Iterable[Document], *, memory: int = MEMORY, merge_all: bool = False
) -> Report:
    """Add documents given as such, each in the place of the one with its id; one commit."""
    started = time.perf_counter()
    report = Report()
    with IndexWriter(storage, memory=memory) as writer:
        for document in documents:
            passages = prepare(document)
            replaced = writer.add(document, passages)
            report.updated += replaced
            report.added += not replaced
            report.passages += len(passages)
        if report.documents:
            report.generation = writer.commit(merge_all=merge_all)
    report.took_s = time.perf_counter() - started
    return report


def delete_documents(storage: Storage, ids: Iterable[str]) -> list[str]:
    """Delete documents; returns the ids that the index did not hold. Commits only when something was deleted."""
    with IndexWriter(storage) as writer:
        wanted = list(dict.fromkeys(ids))
        missing = [name for name in wanted if not writer.delete(name)]
        if len(missing) < len(wanted):
            writer.commit()
    return missing


def add_roots(
    storage: Storage,
    paths: Sequence[str | os.PathLike[str]],
    *,
    options: ReadOptions | None = None,
    fresh: bool = False,
    workers: int = 1,
    memory: int = MEMORY,
    watching: Watching | None = None,
) -> Report:
    """Index files and folders: known documents are updated, none is removed; `fresh` begins anew.

    One bad file never stops the run: it is a failure in the report. Raises ReadError when a path is missing, and the
    writer's errors; the index then stands as it was.
    """
    options = options or ReadOptions()
    roots = [Root(_absolute(os.fspath(path)), options) for path in paths]
    walks = [walk(root, options) for root in paths]
    with _Run(storage, fresh=fresh, workers=workers, memory=memory, watching=watching) as run:
        run.read(list(zip(roots, walks, strict=True)))
        run.remember(roots)
        return run.finish()


def update(
    storage: Storage,
    *,
    allow_empty: bool = False,
    workers: int = 1,
    memory: int = MEMORY,
    watching: Watching | None = None,
) -> Report:
    """Read the remembered roots again: added, changed and removed documents, each counted; nothing written when none is.

    Raises ReadError when a root is missing, cannot be read or holds no readable file any more (unless `allow_empty`);
    nothing is removed then.
    """
    with _Run(storage, fresh=False, workers=workers, memory=memory, watching=watching) as run:
        if not run.roots:
            raise ReadError(f"{storage.path} remembers no folder to read again: index one with `searchlib index PATH`.")
        walks = [(root, walk(root.path, root.options)) for root in run.roots]
        known = Counter(source.root for source in run.sources.values())
        for root, found in walks:
            if not found.files and known[root.path] and not allow_empty:
                raise ReadError(
                    f"{root.path} holds no readable file any more; nothing was removed. "
                    "If that is meant, say `searchlib update --allow-empty`."
                )
        run.read(walks)
        run.remove_vanished([found for _, found in walks])
        return run.finish()


class _Run:
    """One run under the writer's lock: what is known, what is read, what the commit will remember."""

    def __init__(self, storage: Storage, *, fresh: bool, workers: int, memory: int, watching: Watching | None) -> None:
        self.report = Report()
        self.roots: list[Root] = []
        self.sources: dict[str, Source] = {}
        self._writer = IndexWriter(storage, fresh=fresh, memory=memory)
        self._fresh = fresh
        self._memory = memory
        self._workers = max(workers, 1)
        self._watching = watching or (lambda _: None)
        self._places: dict[str, str] = {}
        self._changed = fresh
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        self._writer.__enter__()
        try:
            if not self._fresh:
                self.roots = [Root.from_json(row) for row in self._writer.state.get("roots", ())]
                self.sources = read_sources(self._writer.sources)
        except BaseException:
            self._writer.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._writer.__exit__(*error)

    def read(self, walks: Sequence[tuple[Root, Walk]]) -> None:
        """Read every file of these walks that is not as it was, and write its documents."""
        files = [(root, source) for root, found in walks for source in found.files]
        for _, found in walks:
            self.report.notices += found.notices
        sizes = sum(source.size for _, source in files)
        done = 0
        with self._crew(sizes) as crew:
            for number, (root, source) in enumerate(files, 1):
                self._read_file(root, source, crew)
                done += source.size
                self._watching(Progress(number, len(files), done, sizes, self.report.documents, source.place))
            if crew is not None:
                for entry in crew.finish():
                    self._writer.adopt(entry)
                self.report.passages += crew.passages
                self.report.notices += crew.failures
                self.report.added -= len(crew.failures)

    def _crew(self, sizes: int) -> AbstractContextManager[Crew | None]:
        """Worker processes, when there is enough to do for them."""
        if self._workers == 1 or sizes < _WORTH_WORKERS:
            return nullcontext()
        return Crew(self._writer, self._workers, memory=self._memory)

    def _read_file(self, root: Root, source: SourceFile, crew: Crew | None) -> None:
        settings = _settings(source)
        if source.path == "-":
            self._read_documents(root, source, crew)
            return
        try:
            digest = content_digest(source)
        except ReadError as error:
            self.report.notices.append(Notice("failure", source.place, str(error)))
            return
        known = self.sources.get(source.path)
        if known is not None and (known.digest, known.settings) == (digest, settings):
            self.report.unchanged += 1
            return
        kept, failed = self._read_documents(root, source, crew)
        if failed and not kept:
            return  # what was read of it before stands, and the next update tries again
        if known is not None:
            for name in self._writer.documents_of(source.path):
                if name not in kept:
                    self.report.removed += self._writer.delete(name)
        self.sources[source.path] = Source(root.path, "" if failed else digest, settings)
        self._changed = True

    def _read_documents(self, root: Root, source: SourceFile, crew: Crew | None) -> tuple[set[str], bool]:
        """Write the documents of one file; returns their ids, and whether anything of it failed."""
        kept: set[str] = set()
        failed = False
        for each in read_file(source, root.options):
            notice = each if isinstance(each, Notice) else self._refusal(each, source)
            if notice is not None:
                self.report.notices.append(notice)
                failed |= notice.kind == "failure"
                continue
            assert isinstance(each, Document)
            kept.add(each.id)
            self._write(each, crew)
            if len(kept) % _TELL_EVERY == 0:
                self._watching(Progress(0, 1, 0, 0, self.report.documents, source.place))
        return kept, failed

    def _refusal(self, document: Document, source: SourceFile) -> Notice | None:
        """The id is taken, in this run or in the index, by a document from elsewhere."""
        here = f"{source.place}:{document.line}" if document.line > 1 else source.place
        other = self._places.setdefault(document.id, here)
        if other == here and source.path != "-":
            path = self._writer.path_of(document.id)
            if path and path != document.path and Path(path).exists():
                other = path
        if other == here:
            return None
        return Notice(
            "failure", here, f"its id {document.id!r} is taken by {other}: tell them apart with --prefix NAME"
        )

    def _write(self, document: Document, crew: Crew | None) -> None:
        known = self._writer.added(document.id)
        self.report.updated += known is not None
        self.report.added += known is None
        self._changed = True
        if crew is None:
            try:
                passages = prepare(document)
            except ReadError as error:
                self.report.notices.append(Notice("failure", document.id, str(error)))
                self.report.added -= 1
                return
            self.report.passages += len(passages)
            self._writer.add(document, passages)
        else:
            self._writer.delete(document.id)
            crew.add(document, self._writer.generation if known is None else known)

    def remove_vanished(self, walks: Iterable[Walk]) -> None:
        """Delete the documents of files that their root no longer has."""
        there = {source.path for found in walks for source in found.files}
        failed = {notice.place for notice in self.report.failures}
        for path in [path for path in self.sources if path not in there]:
            if path in failed or any(path.endswith(place) for place in failed):
                continue  # it is there, and could not be read
            for name in self._writer.documents_of(path):
                self.report.removed += self._writer.delete(name)
            del self.sources[path]
            self._changed = True

    def remember(self, roots: Iterable[Root]) -> None:
        """Keep these roots for the next update; one indexed again gets its new options."""
        for root in roots:
            if root.path != "-":
                others = [each for each in self.roots if each.path != root.path]
                if [*others, root] != self.roots and root not in self.roots:
                    self._changed = True
                    self.roots = [*others, root]

    def finish(self) -> Report:
        """Commit, unless nothing changed."""
        if self._changed:
            state = {**self._writer.state, "roots": [root.to_json() for root in self.roots]}
            self.report.generation = self._writer.commit(
                state=state, sources=write_sources(self.sources), merge_all=self._first_commit()
            )
        self.report.took_s = time.perf_counter() - self._started
        return self.report

    def _first_commit(self) -> bool:
        """A new index is left as one segment."""
        return self._writer.generation == 1 or self._fresh


_WORTH_WORKERS: Final = 4 << 20
"""Bytes to read from which starting worker processes pays (each takes half a second to start)."""

_TELL_EVERY: Final = 100
"""Documents of one file between two reports of progress."""


def _settings(source: SourceFile) -> str:
    """What decides how a file is read, beside its bytes: options, metadata row, and the versions of our own rules."""
    return f"{source.settings}.{analysis.ANALYSIS_VERSION}.{EXTRACTION_VERSION}"


def write_sources(sources: dict[str, Source]) -> bytes:
    """The table of sources as compressed JSON."""
    rows = [[path, source.root, source.digest, source.settings] for path, source in sorted(sources.items())]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def read_sources(content: bytes) -> dict[str, Source]:
    """The table again. Raises SearchlibError when it makes no sense."""
    if not content:
        return {}
    try:
        rows = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
        return {str(path): Source(str(root), str(digest), str(settings)) for path, root, digest, settings in rows}
    except (ValueError, TypeError, zlib.error) as error:
        raise SearchlibError("The index's table of sources makes no sense: build it anew with --fresh.") from error


def default_workers() -> int:
    """All cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _absolute(path: str) -> str:
    """An absolute path, links kept as they are named; "-" stays the standard input."""
    return path if path == "-" else os.path.abspath(path)  # noqa: PTH100
