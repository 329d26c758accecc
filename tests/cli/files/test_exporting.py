"""The command `searchlib export`."""

from __future__ import annotations

import pytest


@pytest.mark.slow
def test_an_export_is_written_and_not_over_another(run, tmp_path):
    """The counts are told; a file that is there is an error that names the option; nothing found is exit code 1."""
    out = str(tmp_path / "news.db")
    done = run("searchlib", "export", "sqlite", out)
    assert (done.returncode, done.stdout) == (0, f"Wrote {out}: 2 documents, 2 passages.\n")
    again = run("searchlib", "export", "sqlite", out)
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    narrowed = run("searchlib", "export", "sqlite", out, "roof", "--force")
    assert narrowed.stdout == f"Wrote {out}: 1 document, 1 passage.\n"
    assert run("searchlib", "export", "jsonl", str(tmp_path / "a.jsonl"), "nowhere").returncode == 1
    assert run("searchlib", "export", "xml", out).returncode == 2


def test_a_search_prints_a_row_a_mention(run):
    """--mentions with --csv or --jsonl; no other form has such rows."""
    done = run("search", "ships", "--csv", "--mentions")
    assert done.stdout.startswith("rank,kind,text,speaker,")
    assert "4,000" in done.stdout
    assert len(run("search", "ships", "--jsonl", "--mentions").stdout.splitlines()) == len(done.stdout.splitlines()) - 1
    assert run("search", "ships", "--mentions").returncode == 2


def test_an_export_has_no_standard_output(run):
    """`-` is refused with the command that prints lines: no file of that name is made."""
    refused = run("searchlib", "export", "jsonl", "-")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "name one" in refused.stderr
    assert "search --jsonl" in refused.stderr
