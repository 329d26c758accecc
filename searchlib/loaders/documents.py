"""Documents of a path, read one after the other: the whole of the room in one call."""

from __future__ import annotations

import os
from collections.abc import Iterator

from searchlib.loaders.formats import read_file
from searchlib.loaders.source_files import Notice, ReadOptions
from searchlib.loaders.walk import walk
from searchlib.models import Document


class Claims:
    """The ids that documents have taken, and where: a second document with an id is refused."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def refusal(self, document: Document, place: str) -> Notice | None:
        """Take the document's id for `place`; a failure that names both places if another has it."""
        here = f"{place}:{document.line}" if document.line > 1 else place
        earlier = self._places.setdefault(document.id, here)
        if earlier is here:
            return None
        return Notice("failure", here, f"its id {document.id!r} is taken by {earlier}: tell them apart with a prefix")


def read_documents(path: str | os.PathLike[str], options: ReadOptions | None = None) -> Iterator[Document | Notice]:
    """The documents of a folder, of one file, or of "-" (JSON lines on standard input), in a stable order.

    Between them stand notices of what was skipped, failed, empty or doubtful. A second document with the same id is a
    failure. Raises ReadError for a root that cannot be read at all, MetadataError for a malformed metadata table.
    """
    options = options or ReadOptions()
    found = walk(path, options)
    yield from found.notices
    claims = Claims()
    for source in found.files:
        for each in read_file(source, options):
            refusal = claims.refusal(each, source.place) if isinstance(each, Document) else None
            yield refusal or each
