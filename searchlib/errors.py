"""The error tree. Everything searchlib raises on purpose is a SearchlibError, and its text is one clear sentence.

SearchlibError
|- ReadError         a file or row that cannot be read: names it and says why
|- MetadataError     a metadata table, root or document id that contradicts itself
|- QueryError        a query that cannot be understood: position, caret, what was expected
|  `- LimitError     a query, or an answer, beyond a stated bound: names the bound
|- IndexMissing      no index where one was named
|- IndexCorrupt      files altered, missing, truncated, or of a foreign kind
|- IndexVersion      an index of another format version
|- IndexLocked       another writer is at work: names it
|- StorageFull       the disk took no more; the old state is untouched
|- NotFound          a document, passage or saved search that is not there
`- MissingExtra      an optional library is absent: says what to install
"""


class SearchlibError(Exception):
    """Base of every error that searchlib raises on purpose; `str(error)` is a sentence for the user."""


class ReadError(SearchlibError):
    """A file or a row of it cannot be read."""


class MetadataError(SearchlibError):
    """Metadata, roots or ids that contradict each other."""


class QueryError(SearchlibError):
    """A query that cannot be understood.

    `query` is the text asked, `position` the character (from 0) where it went wrong, `expected` what would have been
    right there, `suggestion` the nearest right spelling, or None.
    """

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
        self.message = message
        self.query = query
        self.position = position
        self.expected = expected
        self.suggestion = suggestion


class LimitError(QueryError):
    """A query beyond one of the stated bounds."""


class IndexMissing(SearchlibError):
    """There is no index at the place named."""


class IndexCorrupt(SearchlibError):
    """An index whose files are missing, altered or not its own."""


class IndexVersion(SearchlibError):
    """An index written in a format that this version does not read."""


class IndexLocked(SearchlibError):
    """Another writer holds the index."""


class StorageFull(SearchlibError):
    """No space left while writing; what was committed before stands."""


class NotFound(SearchlibError):
    """A document, passage or saved search that the index does not hold."""


class MissingExtra(SearchlibError):
    """An optional library is not installed."""
