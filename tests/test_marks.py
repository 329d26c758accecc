"""What is denied, asked or only heard: from the text to the filter, the facet and the shown value."""

from __future__ import annotations

from pathlib import Path

import searchlib
from searchlib.models import Document, Hit

TEXTS = {
    "denied": "Mayor Alma Reyes denied that 12 people died in the flood.",
    "said": "Mayor Alma Reyes said that 12 people died in the flood.",
    "asked": "Henry Vale asked whether 12 people died in the flood.",
    "heard": "Henry Vale reportedly said that 12 people died in the flood.",
}


def _found(path: Path, query: str) -> list[Hit]:
    index = searchlib.open(path, create=True)
    index.add([Document(id=name, text=text) for name, text in TEXTS.items()])
    return index.search(query).hits


def test_a_mark_is_a_filter(tmp_path: Path) -> None:
    """`is:denied` and its like find the statements that are not simply asserted, also inside said()."""
    found = {
        name: {hit.passage.document for hit in _found(tmp_path / name, f"flood is:{name}")} for name in ("denied",)
    }
    assert found == {"denied": {"denied"}}
    assert [hit.passage.document for hit in _found(tmp_path / "q", "is:question")] == ["asked"]
    assert [hit.passage.document for hit in _found(tmp_path / "h", "said(speaker:vale is:hearsay number:12)")] == [
        "heard"
    ]
    plain = {hit.passage.document for hit in _found(tmp_path / "n", "flood -is:denied -is:question -is:hearsay")}
    assert plain == {"said"}


def test_a_denied_figure_carries_the_mark_of_its_statement(tmp_path: Path) -> None:
    """The quantity has the mark with the characters of its cue, and a table shows it beside the value."""
    (hit,) = _found(tmp_path / "i", "is:denied")
    (quantity,) = hit.passage.quantities
    (mark,) = quantity.marks
    assert (mark.kind, hit.passage.text[mark.start : mark.end]) == ("denied", "denied")
    index = searchlib.open(tmp_path / "i")
    assert "denied: 12 people" in index.search("is:denied").to_csv()


def test_marks_are_counted(tmp_path: Path) -> None:
    """The facet `is` counts passages by the marks of their statements."""
    index = searchlib.open(tmp_path / "i", create=True)
    index.add([Document(id=name, text=text) for name, text in TEXTS.items()])
    results = index.search("flood", facets=("is",))
    assert dict(results.facets["is"]) == {"denied": 1, "question": 1, "hearsay": 1}
