"""From files to a committed index: read -> extract -> split -> write, incremental, in parallel, with progress.

run.py        one run over files or documents: what is known, what is read, what the commit remembers
preparing.py  a document's passages with all that it states
workers.py    processes that prepare and write segments beside the run
"""

from searchlib.indexing.preparing import prepare
from searchlib.indexing.run import (
    Progress,
    Report,
    Root,
    Watching,
    add_documents,
    add_roots,
    default_workers,
    delete_documents,
    update,
)

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
