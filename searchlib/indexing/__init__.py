"""From files to a committed index: read -> extract -> split -> write, incremental, in parallel, with progress.

run.py         one run over files or documents, from what changed to the commit
remembered.py  what an index keeps of roots and files, so that an update reads only what changed
preparing.py   a document's passages with all that it states
workers.py     processes that read, prepare and write segments beside the run
reports.py     what a run tells
"""

from searchlib.indexing.preparing import prepare
from searchlib.indexing.remembered import Root
from searchlib.indexing.reports import Progress, Report, Watching
from searchlib.indexing.run import add_documents, add_roots, default_workers, delete_documents, update

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
