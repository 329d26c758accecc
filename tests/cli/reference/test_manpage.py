"""The command `searchlib man`."""

from __future__ import annotations


def test_man_pages_describe_every_option(run):
    """Both man pages are roff; they contain the options of all commands and the fields."""
    page = run("searchlib", "man", "search").stdout
    assert page.startswith(".TH SEARCH 1")
    assert "\\-\\-raw\\-csv" in page
    assert "north korean troops" in page
    assert "SEARCHLIB UPDATE" in run("searchlib", "man", "searchlib").stdout
    assert run("searchlib", "man", "ls").returncode == 2
