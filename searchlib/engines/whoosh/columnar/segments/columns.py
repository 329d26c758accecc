"""Columns of a segment file, each checked when it is first used: no number from a file is used as an index unchecked."""

from __future__ import annotations

from searchlib.array_types import Array, Ints, Rows
from searchlib.engines.whoosh.columnar.segments.column_checks import in_range
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile


class CheckedColumns:
    """The columns of one segment file. Every method raises IndexCorrupt for values that no writer writes."""

    def __init__(self, file: ArrayFile) -> None:
        self.file = file
        self._checked: set[str] = set()

    def column(self, name: str) -> Array:
        """A whole column; its checksums and its values are checked at first use."""
        if name not in self._checked:
            self.file.verified(name)
            if not in_range(self.file, name):
                raise self.file.corrupt(f"its {name!r} points outside its table")
            self._checked.add(name)
        return self.file[name]

    def offsets(self, name: str, first: int, after: int, of: str) -> Ints:
        """Elements `first` to `after` (exclusive) of a column of offsets into the column `of`, checked to ascend in it."""
        offsets = self.file.verified(name, first, after)
        if len(offsets) and not (
            int(offsets[0]) >= 0 and int(offsets[-1]) <= len(self.file[of]) and (offsets[1:] >= offsets[:-1]).all()
        ):
            raise self.file.corrupt(f"its {name!r} points outside {of!r}")
        return offsets.astype("int64")

    def checked(self, rows: Rows, size: int) -> Rows:
        """`rows`, after a check that each is at least 0 and below `size`."""
        if len(rows) and (int(rows.min()) < 0 or int(rows.max()) >= size):
            raise self.file.corrupt("a posting points outside its table")
        return rows

    def encoded(self, prefix: str, row: int) -> bytes:
        """One byte string of `prefix` (term or string)."""
        start, end = self.file.verified(f"{prefix}_starts", row, row + 2).tolist()
        return self.file.verified_bytes(f"{prefix}_text", start, end)

    def all_encoded(self, prefix: str) -> list[bytes]:
        """All byte strings of `prefix` (term or string), in order."""
        starts, content = self.whole(prefix)
        edges = starts.tolist()
        return list(map(content.__getitem__, map(slice, edges, edges[1:])))

    def whole(self, prefix: str) -> tuple[Array, bytes]:
        """Where each byte string of `prefix` (term or string) begins and the last one ends, and the bytes of all."""
        return self.file.verified(f"{prefix}_starts"), self.file.verified(f"{prefix}_text").tobytes()
