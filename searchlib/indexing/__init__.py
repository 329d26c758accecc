"""From files to a committed index: read -> extract -> split -> write, incremental, in parallel, with progress.

run.py           one run over files or documents, from what changed to the commit
ownership.py     which root a file belongs to
document_ids.py  which document has which id
ingest.py        documents into the index, prepared here or by worker processes
preparation.py   a document's passages with all their mentions
processes/       processes that read, prepare and write beside the run
source_table.py  the roots and files of an index, so that an update reads only changed files
watching.py      when files of the roots change
report.py        progress, and the report of a run
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchlib.indexing.preparation import prepare
    from searchlib.indexing.report import Progress, ProgressCallback, Report
    from searchlib.indexing.run import (
        add_documents,
        add_roots,
        default_workers,
        delete_documents,
        forget_roots,
        roots,
        update,
    )
    from searchlib.indexing.source_table import Root

__all__ = [
    "Progress",
    "ProgressCallback",
    "Report",
    "Root",
    "add_documents",
    "add_roots",
    "default_workers",
    "delete_documents",
    "forget_roots",
    "prepare",
    "roots",
    "update",
]

_HOMES = {
    "prepare": "preparation",
    "Root": "source_table",
    "Progress": "report",
    "Report": "report",
    "ProgressCallback": "report",
}
"""The modules of these names; all others are in run.py."""


def __getattr__(name: str) -> object:
    """The names above, imported on first use (PEP 562): a worker does not need the modules of a run."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'run')}"), name)
