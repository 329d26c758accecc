"""What a run of `index` or `update` could not read, on standard error."""

from __future__ import annotations

import pytest

from searchlib.cli.build import _print_report
from searchlib.errors import Remedy
from searchlib.indexing import Report
from searchlib.loaders import Notice


def printed(capsys: pytest.CaptureFixture[str], notices: list[Notice]) -> list[str]:
    """The lines on standard error."""
    _print_report("Indexed", "index", Report(notices=notices))
    return capsys.readouterr().err.splitlines()


def test_a_missing_library_is_told_once(capsys):
    """With the number of the other files that need it."""
    missing = {"remedy": Remedy.INSTALL_EXTRA, "package": "searchlib[html]"}
    notices = [
        Notice("failure", f"{number}.html", "HTML needs the library trafilatura", **missing) for number in range(9)
    ]
    first, more = printed(capsys, notices)
    assert first.startswith("not read: 0.html: HTML needs the library trafilatura")
    assert more == "not read: 8 more files: HTML needs the library trafilatura"


def test_every_bad_row_has_its_line_and_reason(capsys):
    """Those behind the first of a file stand together where the reason is one."""
    reasons = ["it is no JSON"] * 5 + ["it has no text"] * 2
    notices = [Notice("failure", f"a.jsonl:{line}", reason) for line, reason in enumerate(reasons, 1)]
    lines = printed(capsys, notices)
    assert [line.partition(":")[0] for line in lines[:3]] == ["not read"] * 3
    assert lines[3:] == ["and 2 more in a.jsonl (4, 5): it is no JSON", "and 2 more in a.jsonl (6, 7): it has no text"]
