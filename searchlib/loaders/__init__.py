"""Documents in: one reader a format, chosen by suffix; see `read_documents` for all of it in one call."""

from searchlib.loaders.documents import Claims, read_documents
from searchlib.loaders.formats import FORMATS, Format, format_of, read_file
from searchlib.loaders.source_files import (
    DEFAULT_MAX_FILE,
    FIELDS,
    VERSION,
    Metadata,
    Notice,
    ReadOptions,
    SourceFile,
    Walk,
)
from searchlib.loaders.walk import content_digest, walk

__all__ = [
    "DEFAULT_MAX_FILE",
    "FIELDS",
    "FORMATS",
    "VERSION",
    "Claims",
    "Format",
    "Metadata",
    "Notice",
    "ReadOptions",
    "SourceFile",
    "Walk",
    "content_digest",
    "format_of",
    "read_documents",
    "read_file",
    "walk",
]
