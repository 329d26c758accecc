"""From files to documents: `walk` lists the files of a folder, `read_file` reads the documents of one."""

from searchlib.loaders.assemble import read_file
from searchlib.loaders.formats import FORMATS, Format, format_of, is_confined
from searchlib.loaders.source_files import (
    DEFAULT_MAX_FILE,
    FIELDS,
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
    "Format",
    "Metadata",
    "Notice",
    "ReadOptions",
    "SourceFile",
    "Walk",
    "content_digest",
    "format_of",
    "is_confined",
    "read_file",
    "walk",
]
