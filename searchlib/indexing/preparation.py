"""From a document to its passages, each with all that it states."""

from __future__ import annotations

from searchlib.errors import ReadError
from searchlib.extraction import extract
from searchlib.models import Document, Passage
from searchlib.passages import split


def prepare(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, with all that it states.

    Raises ReadError, naming the document, when a rule of ours fails on its text: one text never stops a run.
    """
    try:
        return split(document, *extract(document))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ReadError(f"a rule of searchlib's own failed on it ({reason}); please report it with the text") from error
