"""The owner of each document id: the first document that has it; a second one is refused."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from searchlib.engines.contract import Writer
from searchlib.errors import Remedy
from searchlib.loaders import Notice


class Claim(NamedTuple):
    """Whether a document gets its id. If not, `holder` is the place of the document that has it.

    `undecided`: the holder is a file that this run has still to read, and that may no longer hold the id.
    """

    granted: bool
    holder: str = ""
    undecided: bool = False


def refusal(document_id: str, place: str, holder: str, file: str) -> Notice:
    """The failure of a document at `place`, in `file`, whose id belongs to the one at `holder`."""
    holder = f"{file}:1" if holder == file else holder
    remedy = None if holder.startswith(f"{file}:") else Remedy.USE_PREFIX  # no prefix tells rows of one file apart
    return Notice("failure", place, f"its id {document_id!r} is taken by {holder}, which is kept", remedy)


class DocumentIds:
    """The ids of one run: those that its documents took, and those that stored documents of other files still hold.

    Paths are as the documents of the index have them.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._unread: set[str] = set()
        self._places: dict[str, str] = {}
        self._released: set[str] = set()

    def __contains__(self, document_id: str) -> bool:
        """Whether a document of this run took the id."""
        return document_id in self._places

    def expect_files(self, paths: Iterable[str]) -> None:
        """Record that these files will be read in this run."""
        self._unread.update(paths)

    def claim(self, document_id: str, place: str, path: str | None) -> Claim:
        """Take the id for a document at `place`, in the file `path`.

        Without a path (a stream) the document replaces a stored one of its id, whatever file that came from.
        """
        holder = self._places.get(document_id, "")
        if not holder and path is not None:
            holder = self._stored_elsewhere(document_id, path)
            if holder in self._unread:
                return Claim(granted=False, holder=holder, undecided=True)
        if holder:
            return Claim(granted=False, holder=holder)
        self._places[document_id] = place
        return Claim(granted=True)

    def _stored_elsewhere(self, document_id: str, path: str) -> str:
        """The other file that holds a stored document of this id; "" when there is none, or the file no longer holds it."""
        other = self._writer.path_of(document_id)
        if other == path or other in self._released:
            return ""
        if other in self._unread or os.path.exists(other):  # noqa: PTH110 - "" for none
            return other
        return ""

    def give_back(self, document_id: str) -> None:
        """Undo a claim whose document does not exist after all."""
        del self._places[document_id]

    def file_read(self, path: str, *, whole: bool) -> None:
        """Record that a file was read; if `whole`, the ids that it did not claim are free."""
        self._unread.discard(path)
        if whole:
            self._released.add(path)

    def file_vanished(self, path: str) -> None:
        """Record that a file no longer exists: its ids are free."""
        self._released.add(path)
