"""From files to a committed index: read -> extract -> split -> write, incremental, in parallel, with progress.

run.py         one run over files or documents, from what changed to the commit
source_table.py what an index keeps of roots and files, so that an update reads only what changed
preparation.py  a document's passages with all that it states
pool.py        processes that read, prepare and write segments beside the run
report.py      what a run tells
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchlib.indexing.preparation import prepare
    from searchlib.indexing.report import Progress, Report, Watching
    from searchlib.indexing.run import add_documents, add_roots, default_workers, delete_documents, update
    from searchlib.indexing.source_table import Root

__all__ = [
    "Progress",
    "Report",
    "Root",
    "Watching",
    "add_documents",
    "add_roots",
    "default_workers",
    "delete_documents",
    "prepare",
    "update",
]

_HOMES = {
    "prepare": "preparation",
    "Root": "source_table",
    "Progress": "report",
    "Report": "report",
    "Watching": "report",
}
"""The modules of these names; all others are in run.py."""


def __getattr__(name: str) -> object:
    """What is named above, imported when first used: a worker needs nothing of a run (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'run')}"), name)
