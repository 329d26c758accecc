"""Versions of everything that is kept on disk or handed out: what was made under another one is refused or made anew."""

from __future__ import annotations

from typing import Final

SEARCHLIB: Final = "0.1.0"
"""The version of the library."""

MANIFEST_FORMAT: Final = 3
"""Format of an index as a whole; raised by any change that an older searchlib would misread. Others are refused."""

SEGMENT_FORMAT: Final = 3
"""Layout of a segment's arrays and records; part of the fingerprint that every index carries."""

ARRAYS_FORMAT: Final = 1
"""Format of one file of arrays: its header, checksums and trailer. Others are refused."""

ANALYSIS_VERSION: Final = 1
"""How text becomes terms. An index of another version is refused: its terms are not the ones that a query asks for."""

EXTRACTION_VERSION: Final = 10
"""What readers, extractors and the passage splitter make of a file. After a change every file counts as changed."""

EXPORT_VERSION: Final = 1
"""Tables and columns of exports (`schema_version`): raised when one is renamed, removed or changed."""

RESULTS_VERSION: Final = 3
"""Shape of the JSON that results and views are written as (`schema_version`): raised when a field is renamed, removed or changed."""
