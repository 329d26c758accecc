"""What a notebook shows of results and views."""

from __future__ import annotations

from datetime import date

import searchlib
from searchlib import Document
from searchlib.models import notebook_html


def test_results_and_views_show_as_tables_and_run_nothing(tmp_path):
    """A row a hit or figure; what an article says stays text."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        text = "The navy said <b>nearly</b> 10,000 sailors are in Odden."
        index.add(Document(id="<script>", text=text, published=date(2024, 5, 2)))
        shown = [
            index.search("sailors")._repr_html_(),
            index.figures("sailors")._repr_html_(),
            index.timeline("sailors")._repr_html_(),
            index.quotes("sailors")._repr_html_(),
        ]
    for html in shown:
        assert html.startswith("<table>")
        assert "&lt;script&gt;" in html
        assert "10,000" in html
        assert "<script>" not in html
        assert "<b>" not in html


def test_a_long_table_says_how_much_it_leaves_out():
    """A hundred rows are shown."""
    html = notebook_html.table("x", ("a",), [(number,) for number in range(120)], remark="Narrow it.")
    assert html.count("<tr>") == 101
    assert "20 more rows. Narrow it." in html
