"""Chooses the index: --index, else SEARCHLIB_INDEX, else ./index, which is built from ./seeds if it does not exist."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchlib.engines.whoosh.columnar.store.name_lists import MANIFEST
from searchlib.errors import IndexMissing, NotAnIndex

if TYPE_CHECKING:
    from searchlib.index import Index

VARIABLE: Final = "SEARCHLIB_INDEX"
DEFAULT: Final = "index"
SAMPLES: Final = Path("seeds")


def location_of(named: str | None) -> tuple[str, bool]:
    """The folder or URL of the index, and whether --index (`named`) or SEARCHLIB_INDEX named it."""
    if named is not None:
        return named, True
    variable = os.environ.get(VARIABLE)
    return (variable, True) if variable else (DEFAULT, False)


def is_built(named: str | None) -> bool:
    """Whether the index that --index (`named`) or its default means is a folder with an index in it."""
    return os.path.isfile(os.path.join(location_of(named)[0], MANIFEST))  # noqa: PTH113, PTH118 - as the index itself takes it


def open_index(named: str | None, *, build: bool = False) -> Index:
    """Open the index. With `build`, a missing index that was not named is first built from ./seeds.

    Raises IndexMissing, or NotAnIndex for a file and for a folder of other files.
    """
    from searchlib import index as library

    location, is_named = location_of(named)
    try:
        return library.open(location)
    except NotAnIndex:
        raise
    except IndexMissing:
        if is_named:
            raise
        if not (build and _build_samples(location)):
            raise IndexMissing("There is no index in ./index.") from None
    return library.open(location)


def _build_samples(path: str) -> bool:
    """Build the index from ./seeds; False when that folder has no article."""
    if not SAMPLES.is_dir():
        return False
    gc.enable()
    from searchlib import index as library
    from searchlib.indexing import default_workers
    from searchlib.loaders import walk

    file_count = len(walk(SAMPLES).files)
    if not file_count:
        return False
    from searchlib.cli.progress import Bar
    from searchlib.cli.terminal import is_terminal

    print(f"No index yet: building ./{path} from ./{SAMPLES} ({file_count:,} files).", file=sys.stderr)
    with Bar() if is_terminal(sys.stderr) else nullcontext() as bar, library.Index(path) as index:
        index.add_paths([SAMPLES], workers=default_workers(), watching=bar)
    return True
