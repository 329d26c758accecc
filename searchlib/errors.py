"""The error tree. Everything searchlib raises on purpose is a SearchlibError with a message, a code and maybe a remedy.

SearchlibError
|- ArgumentError      a value given to a call is not usable: names the argument and what is accepted
|- ReadError          a file or row that cannot be read: names it and says why
|  `- NothingToIndex  the paths given hold no readable document
|- MetadataError      a metadata table that is malformed or contradicts itself
|- SettingsError      a file that users edit beside the index (aliases, saved searches) is malformed
|- QueryError         a search that cannot be understood: position, caret, what was expected
|  |- LimitError      a query, or an answer, beyond a stated bound: names the bound
|  `- NotSupported    a query that the engine of this index cannot answer
|- IndexMissing       no index at the path named
|  `- NotAnIndex      the path named is a file, or a folder that holds something else
|- IndexCorrupt       files of an index are altered, missing or truncated
|- IndexVersion       an index of another format version
|- IndexLocked        another writer is at work: names it
|- StorageFailed      a file could not be read, written or locked: names it, and says whether anything was changed
|  |- StorageFull     the disk took no more; the old state is untouched
|  |- NotWritable     the index may be read but not changed
|  `- NotConfirmed    the change is committed, but a step after it failed: names that step
|- ServerFailed       the server of an index, or the way to it, failed: names it, and says what it answered
|  |- Unreachable     no server answers at the address
|  |- LoginRefused    the server wants a login, or refuses the one given
|  `- AnswerPartial   a part of the index is missing, so that there is no whole answer: names the part
|- UntrustedRoots     an index whose folders another account or machine has set: names them
|- WorkerFailed       a worker process ended before its work was done; nothing was committed
|- NotFound           a document, passage or saved search that is not there
`- MissingExtra       an optional library is not installed: names the package

`code` is stable: programs may compare it, and a web service may map it to a status. `remedy` says what helps. Its words
name no command, so that each front can add how the remedy is carried out there.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar


class Remedy(Enum):
    """What helps against an error; the value is the advice as a sentence without its full stop.

    `{package}` in it stands for the error's `package`.
    """

    BUILD = "Build one"
    REBUILD = "Restore the index from a copy, or build it again"
    NAME_A_FOLDER = "Name the folder of an index, or an empty folder"
    NAME_ANOTHER_INDEX = "Get the right to write there, or name another index"
    NAME_ANOTHER_FILE = "Get the right to write there, or name another file"
    INDEX_A_FOLDER = "Index a folder first"
    FORGET_A_FOLDER = "If it is gone for good, have the index forget it and its documents"
    ALLOW_REPLACING = "If it is to be replaced, allow that"
    ALLOW_EMPTY = "If that is meant, allow the index to become empty"
    USE_PREFIX = "Tell them apart with a prefix"
    NAME_THE_ENCODING = "Name its encoding"
    RAISE_FILE_LIMIT = "Raise the limit to read it"
    USE_LESS_MEMORY = "If memory ran short, try again with less memory or fewer workers"
    TRY_AGAIN = "Try again"
    WAIT = "Wait for it to end, then try again"
    FREE_SPACE = "Free some space, then try again"
    CHECK_DISK = "Check the disk, then try again"
    OPEN_FEWER_FILES = "Close other programs or raise the limit of open files, then try again"
    MOUNT_AGAIN = "Mount the network folder again, then try again"
    USE_A_LOCAL_DISK = "Put the index on a disk that gives locks, such as a local one"
    GET_THE_RIGHT = "Get the right to read it, then try again"
    SAVE_A_SEARCH = "Save one first"
    START_THE_SERVER = "Start it, or name the address where it is"
    CHECK_THE_LOGIN = "Set the user and password, or the token, in the environment"
    CHECK_THE_CERTIFICATE = "Name the certificate of its authority in the environment"
    CHECK_THE_SERVER = "Look at the state of the server, then try again"
    OPEN_AGAIN = "Open the index again"
    TRUST_ROOTS = "If these may be read into the index, say that they are trusted"
    INSTALL_EXTRA = "Install {package}"


class SearchlibError(Exception):
    """Base of every error that searchlib raises on purpose.

    `message` is one sentence: what is wrong, and where. `str(error)` adds the advice of the `remedy`, if there is one.
    `code` is a stable name for programs. `package` is what to install, where that helps.
    """

    code: ClassVar[str] = "error"
    remedy: Remedy | None = None
    package: str = ""

    def __init__(self, message: str = "", *, remedy: Remedy | None = None, package: str = "") -> None:
        super().__init__(message)
        self.message = message
        if remedy is not None:
            self.remedy = remedy
        if package:
            self.package = package

    def __str__(self) -> str:
        return with_advice(self.message, advice_of(self.remedy, self.package))


def advice_of(remedy: Remedy | None, package: str = "") -> str:
    """What helps, in words that name no command; "" when nothing is known to help."""
    return "" if remedy is None else remedy.value.format(package=package)


def with_advice(message: str, advice: str) -> str:
    """A message with the advice as a second sentence, or in parentheses behind a message that has no full stop."""
    if not advice:
        return message
    if message.endswith((".", "!", "?")):
        return f"{message} {advice}."
    return f"{message} ({advice[:1].lower()}{advice[1:]})"


class ArgumentError(SearchlibError):
    """A value given to a call that the call cannot use: a document, a name, an option of reading."""

    code = "bad_argument"


class ReadError(SearchlibError):
    """A file or a row of it cannot be read."""

    code = "unreadable"


class NothingToIndex(ReadError):
    """The paths given hold no readable document."""

    code = "nothing_to_index"


class MetadataError(SearchlibError):
    """A metadata table that is malformed, or describes one file in two ways."""

    code = "bad_metadata"


class SettingsError(SearchlibError):
    """A file that users edit beside the index (aliases, saved searches) is malformed."""

    code = "bad_settings"


class QueryError(SearchlibError):
    """A search that cannot be understood.

    `query` is the text of the query, `position` the character (from 0) where it went wrong, `expected` what would have
    been right there, `suggestion` the nearest right spelling, or None.
    """

    code = "bad_query"

    def __init__(
        self,
        message: str,
        query: str = "",
        position: int | None = None,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.query = query
        self.position = position
        self.expected = expected
        self.suggestion = suggestion


class LimitError(QueryError):
    """A query, or an answer, beyond one of the stated bounds."""

    code = "limit_exceeded"


class NotSupported(QueryError):
    """A query that the engine of this index cannot answer; another engine can."""

    code = "not_supported"


class IndexMissing(SearchlibError):
    """There is no index at the path named."""

    code = "index_missing"
    remedy = Remedy.BUILD


class NotAnIndex(IndexMissing):
    """The path named is a file, or a folder that holds something else than an index."""

    code = "not_an_index"
    remedy = Remedy.NAME_A_FOLDER


class IndexCorrupt(SearchlibError):
    """Files of an index are altered, missing or truncated."""

    code = "index_corrupt"
    remedy = Remedy.REBUILD


class IndexVersion(SearchlibError):
    """An index written in a format that this version does not read.

    `roots` are the files and folders that the index was built from, as far as it tells: it can be built again from them.
    """

    code = "index_version"
    remedy = Remedy.REBUILD

    def __init__(self, message: str = "", *, roots: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.roots = roots


class IndexLocked(SearchlibError):
    """Another writer is at work on the index."""

    code = "index_locked"
    remedy = Remedy.WAIT


class StorageFailed(SearchlibError):
    """A file could not be read, written or locked: the message names it, and says whether anything was changed."""

    code = "storage_failed"
    remedy = Remedy.CHECK_DISK
    _concluded = False

    def conclude(self, outcome: str) -> None:
        """Add to the message what the failure left behind; only the first conclusion counts."""
        if not self._concluded:
            self._concluded = True
            self.message = f"{self.message.removesuffix('.')}; {outcome}."


class StorageFull(StorageFailed):
    """No space is left while writing; what was committed before is untouched."""

    code = "storage_full"
    remedy = Remedy.FREE_SPACE


class NotWritable(StorageFailed):
    """The index may be read but not changed: the right to write is missing, or its disk is read-only."""

    code = "not_writable"
    remedy = Remedy.NAME_ANOTHER_INDEX


class NotConfirmed(StorageFailed):
    """The change is committed, but a step after it failed: do not repeat the change, the message says what to do."""

    code = "not_confirmed"
    _concluded = True


class ServerFailed(SearchlibError):
    """The server of an index, or the way to it, failed: the message names it, and what it answered."""

    code = "server_failed"
    remedy = Remedy.CHECK_THE_SERVER


class Unreachable(ServerFailed):
    """No server of an index answers at its address."""

    code = "server_unreachable"
    remedy = Remedy.START_THE_SERVER


class LoginRefused(ServerFailed):
    """The server of an index wants a login, or refuses the one given."""

    code = "login_refused"
    remedy = Remedy.CHECK_THE_LOGIN


class AnswerPartial(ServerFailed):
    """A part of the index is missing on its server, so that there is no whole answer; the message names the part."""

    code = "answer_partial"


class UntrustedRoots(SearchlibError):
    """The folders to read again were not set by this account on this machine: somebody else's index may name any file."""

    code = "untrusted_roots"
    remedy = Remedy.TRUST_ROOTS


class WorkerFailed(SearchlibError):
    """A worker process ended before its work was done; nothing was committed."""

    code = "worker_failed"


class NotFound(SearchlibError):
    """A document, passage or saved search that the index does not hold."""

    code = "not_found"


class MissingExtra(SearchlibError):
    """An optional library is not installed; `package` says what brings it."""

    code = "missing_extra"
    remedy = Remedy.INSTALL_EXTRA
