"""Lists the files of a root in a stable order, each with its metadata row, and says why others are not read."""

# Names that are no UTF-8 stay as the system gave them, and a folder of 100,000 files is listed in a second:
# ruff: noqa: PTH100, PTH113, PTH116, PTH118, PTH120
from __future__ import annotations

import errno
import os
import posixpath
import re
import stat
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from hashlib import blake2b
from typing import Literal

from searchlib.errors import MetadataError, ReadError
from searchlib.loaders.formats import format_of
from searchlib.loaders.metadata_tables import TABLES, read_table
from searchlib.loaders.opening import opened, printable, too_large
from searchlib.loaders.source_files import Metadata, Notice, ReadOptions, SourceFile, Walk, digest

STANDARD_INPUT = "-"

# Files about a folder, not of it. In lower case only the bare name: "license-plates.txt" is an article.
_ABOUT = re.compile(r"(?:README|LICEN[CS]E)(?:[._-].*)?|(?i:readme|licen[cs]e)(?:\.[a-z]+)?", re.DOTALL)
_METADATA = re.compile(r"metadata\..*", re.IGNORECASE | re.DOTALL)


def walk(root: str | os.PathLike[str], options: ReadOptions | None = None) -> Walk:
    """Walk a root: a folder, one file, or "-" for JSON Lines on standard input.

    Raises ReadError when the root is missing, cannot be listed, or is a file of unknown suffix; MetadataError, naming
    the line, when a metadata table is malformed. All else is a notice of the walk.
    """
    options = options or ReadOptions()
    given = os.fspath(root)
    if given == STANDARD_INPUT:
        return Walk(given, (_standard_input(options),))
    shown = printable(given)
    try:
        status = os.stat(given)
    except (OSError, ValueError) as error:
        raise ReadError(f"{shown}: {_reason(error)}") from None
    if stat.S_ISDIR(status.st_mode):
        return _walk_folder(given, options)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(f"{shown}: it is neither a file nor a folder")
    return _walk_file(given, status, options)


def content_digest(source: SourceFile) -> str:
    """A digest of the bytes of the file, 32 hexadecimal digits. Raises ReadError."""
    state = blake2b(digest_size=16)
    with opened(replace(source, name="")) as stream:  # without its name, so that nothing is unpacked
        while block := stream.read(1 << 20):
            state.update(block)
    return state.hexdigest()


def _standard_input(options: ReadOptions) -> SourceFile:
    name = STANDARD_INPUT
    return SourceFile(name, name, name, "standard input", 0, 0, _settings(options, Metadata()))


def _settings(options: ReadOptions, metadata: Metadata) -> str:
    return digest(options.meaning(), repr(replace(metadata, place="")))


def _walk_file(root: str, status: os.stat_result, options: ReadOptions) -> Walk:
    folder, name = os.path.split(os.path.abspath(root))
    shown = printable(name)
    if format_of(name) is None:
        raise ReadError(f"{printable(root)}: no reader knows its suffix")
    if status.st_size > options.max_file:
        return Walk(root, (), (Notice.failure(printable(root), too_large(options.max_file)),))
    listing = _Listing(os.path.dirname(root) or os.curdir, folder, options)
    if shown not in TABLES:
        listing.read_tables("", {table for table in TABLES if os.path.isfile(os.path.join(folder, table))})
    listing.add(name, status)
    file = replace(listing.described()[0], root=root, place=printable(root))
    notices = (notice for notice in listing.notices if notice.place == file.metadata.place)
    return Walk(root, (file,), tuple(notices))


def _walk_folder(root: str, options: ReadOptions) -> Walk:
    listing = _Listing(root, os.path.abspath(root), options)
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(listing.base, folder)) as folder_entries:
                entries = sorted(folder_entries, key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise ReadError(f"{printable(root)}: {_reason(error)}") from None
            listing.tell("failure", folder, _reason(error))
            continue
        listing.read_tables(folder, {entry.name for entry in entries})
        folders += [_join(folder, entry.name) for entry in entries if listing.enters(folder, entry)]
    files = listing.described()
    listing.tell_missing(files)
    return Walk(root, tuple(files), tuple(listing.notices))


class _Listing:
    """A walk in progress; its paths are relative to `base`, with slashes, and as the system gave them."""

    def __init__(self, root: str, base: str, options: ReadOptions) -> None:
        self.root = root
        self.base = base
        self.real = os.path.realpath(base)
        self.options = options
        self.notices: list[Notice] = []
        self._files: list[tuple[str, os.stat_result]] = []
        self._rows: dict[str, Metadata] = {}  # by the composed form of the name: some systems decompose names

    def tell(self, kind: Literal["failure", "skipped", "warning"], path: str, reason: str) -> None:
        self.notices.append(Notice(kind, self._place(path), reason))

    def _place(self, path: str) -> str:
        return printable(os.path.join(self.root, path))

    def enters(self, folder: str, entry: os.DirEntry[str]) -> bool:
        """Whether the entry is a folder to enter; a file is added, and anything else noted as skipped."""
        path = _join(folder, entry.name)
        try:
            reason = self._why_not(entry)
            status = entry.stat()
        except OSError as error:
            nothing = entry.is_symlink() and error.errno in (errno.ENOENT, errno.ELOOP)
            self.tell("skipped" if nothing else "failure", path, "a link to nothing" if nothing else _reason(error))
            return False
        if not reason and stat.S_ISDIR(status.st_mode):
            return True
        reason = reason or _why_not_file(entry.name, status)
        if reason:
            self.tell("skipped", path, reason)
        elif status.st_size > self.options.max_file:
            self.notices.append(Notice.failure(self._place(path), too_large(self.options.max_file)))
        else:
            self.add(path, status)
        return False

    def _why_not(self, entry: os.DirEntry[str]) -> str:
        """Why neither a file nor a folder of this name is read, "" if it may be."""
        if entry.name.startswith("."):
            return "hidden"
        if not entry.is_symlink():
            return ""
        target = os.path.realpath(entry.path)
        if target != self.real and not target.startswith(os.path.join(self.real, "")):
            return "a link that leaves the root"
        return "a link to a folder of the root" if entry.is_dir() else ""

    def add(self, path: str, status: os.stat_result) -> None:
        """Add a file to read."""
        self._files.append((path, status))

    def read_tables(self, folder: str, names: Collection[str]) -> None:
        """Read the metadata tables among `names`. Raises MetadataError."""
        rows: dict[str, Metadata] = {}
        for table in TABLES:
            if table not in names:
                continue
            source = self._source(_join(folder, table), None, Metadata())
            told, notices = read_table(source, self.options)
            self.notices += notices
            for name, metadata in told.items():
                key = unicodedata.normalize("NFC", posixpath.normpath(_join(printable(folder), name)))
                if key in rows and replace(rows[key], place="") != replace(metadata, place=""):
                    raise MetadataError(f"{metadata.place}: {name!r} is described differently in {rows[key].place}")
                rows[key] = metadata
        self._rows |= rows

    def described(self) -> list[SourceFile]:
        """The files to read, in the order of their names, each with its metadata."""
        files = []
        for path, status in self._files:
            key = unicodedata.normalize("NFC", printable(path))
            files.append(self._source(path, status, self._rows.get(key, Metadata())))
        return sorted(files, key=lambda file: (file.name, file.path))

    def _source(self, path: str, status: os.stat_result | None, metadata: Metadata) -> SourceFile:
        return SourceFile(
            root=self.root,
            name=printable(path),
            path=os.path.join(self.base, path),
            place=self._place(path),
            size=status.st_size if status else 0,
            modified_ns=status.st_mtime_ns if status else 0,
            settings=_settings(self.options, metadata),
            metadata=metadata,
        )

    def tell_missing(self, files: list[SourceFile]) -> None:
        """Warn of the metadata rows whose file is not among `files`."""
        used = {file.metadata.place for file in files}
        for name, metadata in self._rows.items():
            if metadata.place not in used:
                self.notices.append(Notice("warning", metadata.place, f"it describes {name!r}, which is not read here"))


def _why_not_file(name: str, status: os.stat_result) -> str:
    """Why a file of this name in a folder is not read, "" if it is."""
    if not stat.S_ISREG(status.st_mode):
        return "neither a file nor a folder"
    if _ABOUT.fullmatch(name):
        return "README or LICENSE"
    if _METADATA.fullmatch(name):
        return "metadata"
    return "" if format_of(name) else "unknown suffix"


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"
