"""An export as JSON Lines: one object a passage, with its mentions, its document's metadata and what the export is of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from searchlib.exports.selection import SelectedDocument


def write(path: Path, documents: Iterable[SelectedDocument], about: Mapping[str, str]) -> dict[str, int]:
    """Write the file; returns how many documents and passages it has."""
    counts = {"documents": 0, "passages": 0}
    whole = {"searchlib": about["searchlib"], "generation": int(about["generation"]), "query": about["query"]}
    with path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as stream:
        for selected in documents:
            header = selected.document.model_dump(mode="json", exclude={"text", "cues", "id", "encoding", "line"})
            counts["documents"] += 1
            for passage, rank, score in selected.passages:
                row = {**whole, "rank": rank, "score": score, **header, "passage": passage.model_dump(mode="json")}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                counts["passages"] += 1
    return counts
