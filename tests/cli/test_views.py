"""The commands `searchlib figures` and `searchlib timeline`."""

from __future__ import annotations

import csv
import io
import json


def test_figures_are_printed_for_people_and_programs(run):
    """A table, one JSON object, one a row, or CSV; exit code 1 when there is nothing."""
    done = run("searchlib", "figures", "ships sailors")
    assert done.returncode == 0
    assert "about 4,000 ships" in " ".join(done.stdout.split())
    whole = json.loads(run("searchlib", "figures", "ships sailors", "--json").stdout)
    assert {"schema_version", "groups", "conflicts", "cut"} <= set(whole)
    lines = run("searchlib", "figures", "ships sailors", "--jsonl").stdout.splitlines()
    rows = list(csv.DictReader(io.StringIO(run("searchlib", "figures", "ships sailors", "--csv").stdout)))
    assert [json.loads(line)["value"] for line in lines] == [row["value"] for row in rows]
    assert run("searchlib", "figures", "nowhere").returncode == 1
    assert run("searchlib", "figures", "ships", "--conflicts").returncode == 1


def test_what_was_cut_names_the_option_that_shows_it(run):
    """On standard error, so that tables stay tables."""
    done = run("searchlib", "timeline", "harbour storm", "--limit", "1", "--csv")
    assert "--limit 0 reads all" in done.stderr
    assert done.stdout.startswith("first,last,kind")


def test_a_timeline_is_printed(run):
    """By day, and by month in JSON; an unknown stretch is refused in a sentence."""
    assert run("searchlib", "timeline", "harbour").returncode == 0
    whole = json.loads(run("searchlib", "timeline", "harbour", "--by", "month", "--json").stdout)
    assert whole["by"] == "month"
    assert run("searchlib", "timeline", "harbour", "--by", "year").returncode == 2


def test_two_forms_or_a_wrong_file_are_refused(run):
    """Exit code 2 and one sentence."""
    done = run("searchlib", "figures", "ships", "--json", "--csv")
    assert (done.returncode, "--json" in done.stderr) == (2, True)
    done = run("searchlib", "figures", "ships", "--plot", "ships.gif")
    assert (done.returncode, ".svg or .png" in done.stderr) == (2, True)
