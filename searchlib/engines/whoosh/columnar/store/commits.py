"""The folder of an index: its files, and how a commit replaces the old state by a new one.

    searchlib.json          the manifest: lists the files of the current state; a commit replaces it in one step
    searchlib.lock          the writer's lock
    KIND-<16 hex>.bin       files of arrays, written once and never changed; a name is never used again

A commit writes and syncs every new file, syncs the folder, writes the manifest under a temporary name, syncs it, renames
it over the old one and syncs the folder again. A reader therefore sees either the old state or the new one. A writer that
was killed leaves files that no manifest names; the next writer removes them. Files of other names are never changed or
removed. Readers take no lock: an open snapshot keeps its files mapped even after a writer has removed their names.
"""

import contextlib
import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar

from searchlib.definitions.frozen import frozen
from searchlib.definitions.regexes import regex
from searchlib.engines.whoosh.columnar.store.array_files import (
    ArrayFile,
    ArrayWriter,
    FileEntry,
    open_arrays,
    verify_arrays,
)
from searchlib.engines.whoosh.columnar.store.name_lists import MANIFEST
from searchlib.errors import (
    IndexCorrupt,
    IndexLocked,
    IndexMissing,
    IndexVersion,
    NotAnIndex,
    NotConfirmed,
    Remedy,
    StorageFailed,
)
from searchlib.files.disk import DISK, Disk
from searchlib.files.locks import PATIENCE_S, WriterLock
from searchlib.files.stored_paths import StoredPaths
from searchlib.versions import MANIFEST_FORMAT

LOCK: Final = "searchlib.lock"
_NEW_MANIFEST: Final = "searchlib.json.tmp"

FileKind = Literal["segment", "deletions", "sources"]
KINDS: Final = ("segment", "deletions", "sources")
"""The kinds of files of arrays."""

GUESTS: Final = frozenset(
    {
        ".gitignore",
        ".gitkeep",
        "aliases.toml",
        "nouns.toml",
        "saved.toml",
        "saved.lock",
        "saved.toml.tmp",
        "roots.toml",
        "README.md",
        ".DS_Store",
        "Thumbs.db",
    }
)
"""Other files that may be in the folder when an index is created there; they are never read or removed here."""

_UNCHANGED: Final = "the index is unchanged"
LARGEST_MANIFEST: Final = 64 * 1024 * 1024
MOST_FILES: Final = 10_000
_TRIES: Final = 100
_OURS: Final = regex(rf"(?:{'|'.join(KINDS)})-[0-9a-f]{{16}}\.bin")
_SEAL: Final = regex(rb',"checksum":"([0-9a-f]{8})"}\n')
_SEAL_SIZE: Final = len(',"checksum":"00000000"}\n')
_OPENING: Final = regex(rb'\{"format":(\d{1,9}),"generation":(\d{1,18}),')
_Kind = TypeVar("_Kind")


@frozen
class SegmentEntry:
    """A segment in the manifest: its own file first, then its deletions file if it has one, and the writer's counts."""

    files: tuple[FileEntry, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the segment: its own file name without the suffix."""
        return self.files[0].name.removesuffix(".bin")


@frozen
class Manifest:
    """One committed state of an index.

    `generation` counts the commits from 1. `fingerprint` identifies the table of fields that the index was written with.
    `files` are the files that belong to no segment. `state` is JSON for the layers above (roots and options).
    """

    generation: int
    fingerprint: str = ""
    segments: tuple[SegmentEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)

    @property
    def all_files(self) -> tuple[FileEntry, ...]:
        """Every file of this state but the manifest itself."""
        return (*(entry for segment in self.segments for entry in segment.files), *self.files)


@frozen
class Snapshot:
    """A manifest with all its files open. Later commits do not change it."""

    manifest: Manifest
    files: Mapping[str, ArrayFile]

    def __getitem__(self, name: str) -> ArrayFile:
        """The open file `name`, as a FileEntry of the manifest names it."""
        return self.files[name]


class Storage:
    """The index in the folder `path`. Creating the object reads and writes nothing; see `create`, `open`, `writing`."""

    def __init__(self, path: Path | str, *, disk: Disk = DISK) -> None:
        self.path = Path(path)
        self.disk = disk

    def create(self) -> None:
        """Create the folder if it is missing.

        Raises NotAnIndex when the path is a file, or a folder that holds other files and no index.
        """
        if self.path.exists() and not self.path.is_dir():
            raise NotAnIndex(f"{self.path} is a file, not the folder of an index.")
        self.disk.make_folder(self.path)
        if not self.exists():
            self._refuse_foreign_files()

    def exists(self) -> bool:
        """Whether the folder has a manifest, readable or not."""
        return (self.path / MANIFEST).exists()

    def manifest(self) -> Manifest:
        """The newest state. Raises IndexMissing, NotAnIndex, IndexVersion or IndexCorrupt."""
        return parse_manifest(self._manifest_bytes(), self.path)

    def latest_generation(self) -> int:
        """The generation of the newest commit, 0 when there is none. Reads only a few bytes, so it is cheap to call often."""
        try:
            with self.disk.reading(self.path / MANIFEST) as file:
                opening = _OPENING.match(file.read(64))
        except (FileNotFoundError, NotADirectoryError):
            return 0
        return int(opening[2]) if opening else self.manifest().generation

    def open(self, *, previous: Snapshot | None = None) -> Snapshot:
        """The newest state with its files mapped; files that `previous` has open are reused.

        Compares the size and the header checksum of every file with the manifest; `check` reads all bytes. When a commit
        happens meanwhile, it starts again. Raises IndexMissing, IndexVersion or IndexCorrupt.
        """
        generation = -1
        for _ in range(_TRIES):
            manifest = self.manifest()
            try:
                return Snapshot(manifest, self._open_files(manifest, previous))
            except FileNotFoundError as error:
                if manifest.generation == generation:
                    raise IndexCorrupt(f"{error.filename} is missing from the index.") from error
                generation = manifest.generation
        raise IndexLocked(f"{self.path} changed {_TRIES} times while it was being opened.", remedy=Remedy.TRY_AGAIN)

    def writing(
        self, *, timeout_s: float = PATIENCE_S, fresh: bool = False, waiting: Callable[[str], None] | None = None
    ) -> "Writing":
        """The writer, a context manager; creates the folder if it is missing. Raises IndexLocked after `timeout_s` seconds.

        `fresh` starts with an empty index, even when the old one cannot be read; the old one is kept until the commit.
        `waiting` is called with a sentence while another writer holds the lock.
        """
        return Writing(self, timeout_s=timeout_s, fresh=fresh, waiting=waiting)

    def check(self) -> Iterator[str]:
        """Read every byte of every file; yields a sentence for each fault, nothing for a sound index."""
        seen: set[FileEntry] = set()
        generation = -1
        try:
            while (manifest := self.manifest()).generation != generation:
                generation = manifest.generation
                for entry in manifest.all_files:
                    if entry not in seen:
                        yield from self._check_file(entry, generation)
                        seen.add(entry)
        except (IndexMissing, IndexCorrupt, IndexVersion, StorageFailed) as error:
            yield error.message

    def orphans(self, manifest: Manifest | None = None) -> list[str]:
        """Names of index files that the manifest does not list; `manifest` is its content, when that was just read or written.

        Raises IndexCorrupt or IndexVersion when it cannot be read.
        """
        if manifest is None:
            manifest = self.manifest() if self.exists() else Manifest(generation=0)
        used = {entry.name for entry in manifest.all_files}
        names = set(self.disk.names(self.path)) - used
        return sorted(name for name in names if _OURS.fullmatch(name) or name == _NEW_MANIFEST)

    def _manifest_bytes(self) -> bytes:
        path = self.path / MANIFEST
        try:
            with self.disk.reading(path) as file:
                content = file.read(LARGEST_MANIFEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            if self.path.is_file():
                raise NotAnIndex(f"{self.path} is a file, not the folder of an index.") from None
            if self.path.is_dir():
                self._refuse_foreign_files()
                self.refuse_lost_manifest()
            raise IndexMissing(f"There is no index in {self.path}.") from None
        if len(content) > LARGEST_MANIFEST:
            raise IndexCorrupt(f"{path} is too large to be the manifest of an index.")
        return content

    def holds(self, content: bytes) -> bool:
        """Whether these bytes are the manifest. Raises StorageFailed when that cannot be read."""
        try:
            return self._manifest_bytes() == content
        except (IndexMissing, IndexCorrupt):
            return False

    def refuse_lost_manifest(self) -> None:
        """Raise IndexCorrupt when segment files exist but no manifest, so that a damaged index is not taken for none.

        A first writer that was killed leaves the same files and a note in the lock file; then there is no index yet.
        """
        if self.exists():
            return
        names = [name for name in self.disk.names(self.path) if _OURS.fullmatch(name)]
        lock = self.path / LOCK
        noted = lock.exists() and lock.stat().st_size > 0
        if names and not noted and not self.exists():  # a first commit may have come between
            raise IndexCorrupt(
                f"{self.path} holds files of an index ({', '.join(sorted(names)[:3])}), but its {MANIFEST} is missing."
            )

    def _refuse_foreign_files(self) -> None:
        """Raise NotAnIndex when the folder holds files that are not of an index, nor of those that may be beside one."""
        foreign = sorted(name for name in self.disk.names(self.path) if not _is_known(name))
        if foreign:
            raise NotAnIndex(f"{self.path} holds files that do not belong to an index ({', '.join(foreign[:3])}).")

    def _open_files(self, manifest: Manifest, previous: Snapshot | None) -> dict[str, ArrayFile]:
        files = {}
        for entry in manifest.all_files:
            known = previous.files.get(entry.name) if previous else None
            if known is None or known.entry != entry:
                known = open_arrays(self.path / entry.name, size=entry.size, checksum=entry.checksum, disk=self.disk)
            files[entry.name] = known
        return files

    def _check_file(self, entry: FileEntry, generation: int) -> list[str]:
        """The faults of one file; it may be missing when a newer commit has removed it."""
        path = self.path / entry.name
        try:
            return verify_arrays(path, size=entry.size, checksum=entry.checksum, disk=self.disk)
        except FileNotFoundError:
            gone = self.latest_generation() == generation
            return [f"{path} is missing."] if gone else []


class Writing:
    """An open writer: holds the lock inside its `with` statement, creates new files and commits them.

    `current` is the last committed state (generation 0 when there is none). At the end, files that were created and not
    committed are removed. There may be several commits.
    """

    def __init__(
        self, storage: Storage, *, timeout_s: float, fresh: bool, waiting: Callable[[str], None] | None
    ) -> None:
        self.storage = storage
        self.current = Manifest(generation=0)
        self._timeout_s = timeout_s
        self._fresh = fresh
        self._made: set[str] = set()
        self._synced = False
        self._clean = False  # nothing was made since a commit removed all that the manifest does not list
        self._committed = False
        self._made_folder = not storage.path.exists()
        self._lock = WriterLock(storage.path / LOCK, disk=storage.disk, waiting=waiting)

    def __enter__(self) -> Self:
        try:
            self.storage.create()
            if not self._fresh:
                self.storage.refuse_lost_manifest()
            self._lock.acquire(self._timeout_s)
            try:
                self.current = self._start()
                self.remove_orphans(None if self._fresh else self.current)
            except BaseException:
                with contextlib.suppress(StorageFailed):  # the error that brought us here matters more
                    self._lock.release()
                raise
        except StorageFailed as error:
            error.conclude(_UNCHANGED)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        failure = error
        try:
            if self._lock.held:  # false in a forked child that leaves the context of its parent
                with contextlib.suppress(OSError, StorageFailed):  # the folder itself may be gone
                    if not self._clean:
                        self.remove_orphans()
                    if not self.storage.exists():
                        self._leave_nothing()
        finally:
            try:
                self._lock.release()
            except StorageFailed as unreleased:
                failure = error or unreleased
        self._tell_outcome(failure, raised=failure is error)

    def _leave_nothing(self) -> None:
        """Remove the lock file of an index that did not come to be, and the folder when it was made for it.

        While the lock is held: who waits for it sees that its file has lost its name.
        """
        self.storage.disk.remove(self.storage.path / LOCK)
        if self._made_folder:
            self.storage.path.rmdir()

    def _tell_outcome(self, failure: BaseException | None, *, raised: bool) -> None:
        """Have a failure of the disk say whether the change is committed. `raised`: it is on its way already."""
        if isinstance(failure, OSError):
            failure.add_note(self._outcome())
        if not isinstance(failure, StorageFailed):
            return
        if self._committed and not isinstance(failure, NotConfirmed):
            raise NotConfirmed(f"{self._outcome()}; but then {failure.message}", remedy=failure.remedy) from failure
        failure.conclude(_UNCHANGED)
        if not raised:
            raise failure

    def _outcome(self) -> str:
        if self._committed:
            return f"The change is committed (version {self.current.generation} of {self.storage.path})"
        return _UNCHANGED

    def create_file(self, kind: FileKind) -> ArrayWriter:
        """A writer of a file with a new, unique name; the file is removed at the end unless a commit lists it."""
        name = new_name(kind)
        self._made.add(name)
        self._clean = False
        return ArrayWriter(self.storage.path / name, disk=self.storage.disk)

    def open_file(self, entry: FileEntry) -> ArrayFile:
        """A file of the current state, or one that was just finished, mapped for reading."""
        path = self.storage.path / entry.name
        try:
            return open_arrays(path, size=entry.size, checksum=entry.checksum, disk=self.storage.disk)
        except FileNotFoundError as error:
            raise IndexCorrupt(f"{path} is missing from the index.") from error

    def drop_file(self, entry: FileEntry) -> None:
        """Remove a file made here and not needed any more (a spill), before the writing ends."""
        assert entry.name in self._made, "only a file made since the last commit can be dropped"
        self.storage.disk.remove(self.storage.path / entry.name)

    def commit(
        self,
        *,
        segments: Iterable[SegmentEntry] = (),
        files: Iterable[FileEntry] = (),
        counts: Mapping[str, int] | None = None,
        state: Mapping[str, Any] | None = None,
        fingerprint: str = "",
    ) -> Manifest:
        """Make this the state of the index, in one step, and remove the files that it no longer lists.

        Every file must be finished. Raises IndexCorrupt when one is missing or has another size, and StorageFailed; the old
        state is kept until the manifest is replaced. What fails after that raises NotConfirmed.
        """
        assert self._lock.held, "commit inside `with storage.writing()`"
        manifest = Manifest(
            generation=self.current.generation + 1,
            fingerprint=fingerprint,
            segments=tuple(segments),
            files=tuple(files),
            counts=dict(counts or {}),
            state=dict(state or {}),
        )
        content = manifest_bytes(manifest)
        self._check_sizes(manifest)
        self._replace_manifest(content)
        self.current = manifest
        self._committed = True
        self._made.clear()
        self._synced = False
        self._sync_manifest()
        self._clean = self.remove_orphans(manifest)
        return manifest

    def remove_orphans(self, manifest: Manifest | None = None) -> bool:
        """Remove index files that the manifest does not list; when it cannot be read, only those created here.

        `manifest` is its content, when that was just read or written. Returns whether it is sure that none is left.

        First the manifest is synced: until then a power cut may bring back the old one, which needs its files. A file
        that cannot be removed (in use, on Windows) is left to the next writer.
        """
        left = 0
        try:
            names = self.storage.orphans(manifest)
        except (IndexCorrupt, IndexVersion, StorageFailed):
            names = sorted({*self._made, _NEW_MANIFEST})
            left = 1  # there may be others
        if names and not self._synced:
            with contextlib.suppress(StorageFailed):
                self._sync_manifest()
        left += len(names)
        for name in names if self._synced else ():
            with contextlib.suppress(StorageFailed):
                self.storage.disk.remove(self.storage.path / name)
                left -= 1
        return not left

    def _start(self) -> Manifest:
        if not self.storage.exists():
            return Manifest(generation=0)
        if not self._fresh:
            return self.storage.manifest()
        try:
            return Manifest(generation=self.storage.latest_generation())
        except (IndexCorrupt, IndexVersion):
            return Manifest(generation=0)

    def _check_sizes(self, manifest: Manifest) -> None:
        for entry in manifest.all_files:
            path = self.storage.path / entry.name
            if self.storage.disk.size(path) != entry.size:
                raise IndexCorrupt(f"{path} was altered while the index was being written.")

    def _replace_manifest(self, content: bytes) -> None:
        disk, folder = self.storage.disk, self.storage.path
        disk.sync_folder(folder)
        new = folder / _NEW_MANIFEST
        disk.remove(new)
        disk.write_new(new, content)
        try:
            disk.replace(new, folder / MANIFEST)
        except StorageFailed:  # a network disk may report a fault of a renaming that took place
            if not self.storage.holds(content):
                raise

    def _sync_manifest(self) -> None:
        """Sync the folder after the manifest was replaced, so that the new state survives a power cut."""
        try:
            self.storage.disk.sync_folder(self.storage.path)
            self._synced = True
        except StorageFailed as error:
            raise NotConfirmed(
                f"{self._outcome()}; but {error.message.removesuffix('.')}: a power cut may bring back the old state.",
                remedy=error.remedy,
            ) from error


def new_name(kind: FileKind) -> str:
    """A new, unique name for a file of arrays."""
    return f"{kind}-{secrets.token_hex(8)}.bin"


def manifest_bytes(manifest: Manifest) -> bytes:
    """The bytes of a manifest: one line of JSON that ends with its own CRC-32. Raises ValueError when it is too large."""
    body = {
        "format": MANIFEST_FORMAT,
        "generation": manifest.generation,
        "fingerprint": manifest.fingerprint,
        "counts": dict(manifest.counts),
        "segments": [
            {"files": [_file_row(entry) for entry in segment.files], "counts": dict(segment.counts)}
            for segment in manifest.segments
        ],
        "files": [_file_row(entry) for entry in manifest.files],
        "state": dict(manifest.state),
    }
    text = json.dumps(body, separators=(",", ":"), allow_nan=False).encode().removesuffix(b"}")
    content = text + f',"checksum":"{zlib.crc32(text):08x}"}}\n'.encode()
    parsed = parse_manifest(content, Path(MANIFEST))
    if parsed != manifest:
        raise ValueError("A manifest takes plain JSON: text keys, lists, numbers, texts.")
    return content


def parse_manifest(content: bytes, folder: Path) -> Manifest:
    """The manifest in `content`. Raises IndexVersion for another format, IndexCorrupt when any byte was changed."""
    path = folder / MANIFEST
    text, seal = content[:-_SEAL_SIZE], _SEAL.fullmatch(content[-_SEAL_SIZE:])
    if seal is None or int(seal[1], 16) != zlib.crc32(text):
        raise IndexCorrupt(f"{path} was altered: its checksum differs.")
    try:
        body = json.loads(text + b"}")
        version = _natural(body["format"])
        if version == MANIFEST_FORMAT:
            return _read_manifest(body)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"{path} cannot be decoded.") from error
    raise IndexVersion(
        f"The index in {folder} has the format {version}; this version of searchlib reads {MANIFEST_FORMAT}.",
        roots=stored_roots(body.get("state"), folder),
    )


def stored_roots(state: object, folder: Path) -> tuple[str, ...]:
    """The paths of the roots in the state of an index, of any format; empty when there are none that can be read."""
    rows = state.get("roots") if isinstance(state, dict) else None
    paths = [row.get("path") if isinstance(row, dict) else None for row in rows] if isinstance(rows, list) else []
    told = StoredPaths(folder).decode
    return tuple(told(path) for path in paths if isinstance(path, str))


def _file_row(entry: FileEntry) -> list[str | int]:
    return [entry.name, entry.size, entry.checksum]


def _read_manifest(body: Mapping[str, Any]) -> Manifest:
    segments = tuple(
        SegmentEntry(_read_files(row["files"]), _read_counts(row["counts"])) for row in _of(list, body["segments"])
    )
    manifest = Manifest(
        generation=_natural(body["generation"]),
        fingerprint=_of(str, body["fingerprint"]),
        segments=segments,
        files=_read_files(body["files"]),
        counts=_read_counts(body["counts"]),
        state=_of(dict, body["state"]),
    )
    names = [entry.name for entry in manifest.all_files]
    if len(names) > MOST_FILES or len(set(names)) < len(names) or not all(segment.files for segment in segments):
        raise ValueError(names)
    return manifest


def _read_files(rows: object) -> tuple[FileEntry, ...]:
    return tuple(_read_file(*row) for row in _of(list, rows))


def _read_file(name: object, size: object, checksum: object) -> FileEntry:
    ours = _of(str, name)
    if not _OURS.fullmatch(ours):
        raise ValueError(name)
    return FileEntry(ours, _natural(size), _natural(checksum))


def _read_counts(counts: object) -> dict[str, int]:
    return {name: _natural(count) for name, count in _of(dict, counts).items()}


def _natural(value: object) -> int:
    natural = _of(int, value)
    if not 0 <= natural < 1 << 63:
        raise ValueError(value)
    return natural


def _of(kind: type[_Kind], value: object) -> _Kind:
    """The value, if it has exactly this type (a bool is not an int). Raises TypeError."""
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _is_known(name: str) -> bool:
    return name in GUESTS or name in {MANIFEST, LOCK, _NEW_MANIFEST} or _OURS.fullmatch(name) is not None
