"""The names that an index holds, for completing a word at a shell: read in some milliseconds, without NumPy.

Nothing is checked here but that every number stays inside its file: a wrong suggestion is no answer. What was deleted since
the last merge is suggested too.
"""

import json
import mmap
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from searchlib.engines.whoosh.columnar.store.tails import ArrayEntry, read_header, read_tail
from searchlib.errors import SearchlibError

MANIFEST: Final = "searchlib.json"
COLUMNS: Final[Mapping[str, str]] = {"speaker": "speaker_names", "role": "statement_role", "source": "document_source"}
"""Field to the column of a segment that refers to its strings."""
_FORMATS: Final = {"<i4": "i", "<u4": "I", "<u8": "Q", "|u1": "B"}
_UNNAMED: Final = 2
"""The kind of a speaker such as "an official": see `layout.py`."""
_MOST: Final = 200
"""Names suggested at most: a shell shows no more."""


def names(folder: Path, field: str, begun: str) -> list[str]:
    """Names of a field of COLUMNS that begin as `begun` does, whatever its case, sorted; none where no index can be read.

    Where no name does, the rest of each from the word on that does: for "bli" it is Blinken.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files = [folder / str(segment["files"][0][0]) for segment in manifest["segments"]]
        known = {name for file in files for name in _names_of(file, COLUMNS[field])}
    except (OSError, SearchlibError, ValueError, TypeError, LookupError, RecursionError):
        return []
    start = begun.casefold().lstrip("@")  # which shells take for the beginning of a host
    known = {name.lstrip("@") for name in known}
    whole = {name for name in known if name.casefold().startswith(start)}
    return sorted(whole or {rest for name in known for rest in _rests(name) if rest.casefold().startswith(start)})[
        :_MOST
    ]


def _rests(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(words[at:]) for at in range(1, len(words)))


def _names_of(path: Path, column: str) -> Iterator[str]:
    """The distinct names that one column of a segment's file refers to."""
    with path.open("rb") as file:
        entries, _ = read_header(path, read_tail(path, file, None, None))
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            rows: Iterable[int] = _array(content, entries[column])
            starts = _array(content, entries["string_starts"])
            text = entries["string_text"]
            if column == "speaker_names":
                kinds = _array(content, entries["speaker_kind"])
                rows = [row for row, kind in zip(rows, kinds, strict=True) if kind != _UNNAMED]
            for row in {*rows}:
                if 0 <= row < len(starts) - 1 and starts[row] <= starts[row + 1] <= text.length:
                    encoded = content[text.offset + starts[row] : text.offset + starts[row + 1]]
                    name = encoded.decode("utf-8", "replace").partition("\n")[0]
                    if name.isprintable():
                        yield name


def _array(content: mmap.mmap, entry: ArrayEntry) -> "array[int]":
    values: array[int] = array(_FORMATS[entry.dtype])
    values.frombytes(content[entry.offset : entry.offset + values.itemsize * entry.length])
    return values
