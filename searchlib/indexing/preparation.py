"""From a document to its passages, each with all that it states."""

from __future__ import annotations

from typing import NamedTuple

from searchlib.errors import ArgumentError, ReadError, Remedy
from searchlib.extraction import DEFAULT_LANGUAGE, extract
from searchlib.loaders import ReadOptions
from searchlib.models import Document, Passage
from searchlib.passages import split


class Preparation(NamedTuple):
    """How documents are prepared: `whole`, each as one passage; without `extracts` nothing is extracted from them."""

    whole: bool = False
    extracts: bool = True


def preparation_of(options: ReadOptions | None) -> Preparation:
    """How the options for reading ask documents to be prepared."""
    return Preparation() if options is None else Preparation(options.passages == "whole", options.extract)


def prepare(
    document: Document, language: str = DEFAULT_LANGUAGE, preparation: Preparation | None = None
) -> tuple[Passage, ...]:
    """The passages of a document, with all that it states, read by the rules of a language.

    This is the one place that knows the language of a document: all are read in the default one. The languages are
    those of `_MODULES` in `extraction/__init__.py`; another raises ArgumentError.

    Raises ReadError, naming the document, when a rule of ours fails on its text: one text never stops a run.
    """
    whole, extracts = preparation or Preparation()
    try:
        return split(document, *(extract(document, language) if extracts else ()), whole=whole)
    except ArgumentError:
        raise
    except MemoryError as error:
        raise ReadError("it takes more memory to read than there is", remedy=Remedy.USE_LESS_MEMORY) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ReadError(f"a rule of searchlib's own failed on it ({reason}); please report it with the text") from error
