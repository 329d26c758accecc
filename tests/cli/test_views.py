"""The commands `searchlib figures` and `searchlib timeline`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from searchlib import versions


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


@pytest.mark.parametrize(
    ("program", "arguments", "rows"),
    [("search", ["ships"], "hits"), ("searchlib", ["figures", "ships"], "groups"), ("searchlib", ["quotes"], "groups")],
)
def test_json_says_what_it_is_of(run, program, arguments, rows):
    """The object and each line have the version, the generation of the index and the query; CSV has a header and rows, nothing else."""
    whole = json.loads(run(program, *arguments, "--json").stdout)
    lines = [json.loads(line) for line in run(program, *arguments, "--jsonl").stdout.splitlines()]
    label = {
        "searchlib": versions.SEARCHLIB,
        "generation": 1,
        "query": arguments[-1] if rows == "hits" else whole["query"],
    }
    assert whole[rows]
    assert lines
    for one in (whole, *lines):
        assert {name: one[name] for name in label} == label
    table = run(program, *arguments, "--csv").stdout
    assert len(list(csv.reader(io.StringIO(table)))) == 1 + len(lines)


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


def test_figures_that_agree_are_counted(run):
    """--conflicts says that there are figures, and that none contradict each other."""
    done = run("searchlib", "figures", "ships sailors", "--conflicts")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "searchlib figures: 2 figures, none contradict each other\n"
    done = run("searchlib", "figures", "ships", "--noun", "ships", "--conflicts")
    assert done.stderr == "searchlib figures: 1 figure, nothing contradicts it\n"


@pytest.mark.slow
def test_sentences_are_checked(run, tmp_path):
    """As text, from a file and from standard input; exit code 1 when the index says nothing of them, 2 without a text."""
    done = run(
        "searchlib", "verify", "Up to 900 sailors may lose their work, according to the union.", "--color", "always"
    )
    assert done.returncode == 0
    assert "stated otherwise" in done.stdout
    assert "number: Up to 300 sailors, not Up to 900 sailors" in done.stdout
    assert "\x1b[33m" in done.stdout
    table = tmp_path / "rows.csv"
    table.write_text(run("searchlib", "figures", "ships", "--csv").stdout, "utf-8")
    rows = [
        json.loads(line) for line in run("searchlib", "verify", "--file", str(table), "--jsonl").stdout.splitlines()
    ]
    assert {row["verdict"] for row in rows} == {"stated"}
    none = run("searchlib", "verify", "Cheese is a kind of moon.")
    assert none.returncode == 1
    assert "Nothing in the index states this." in none.stdout
    assert run("searchlib", "verify").returncode == 2
    assert run("searchlib", "verify", "--file", "nowhere.txt").returncode == 2
    assert run("searchlib", "verify", "Ships came.", "--written", "soon").returncode == 2
    table.write_bytes("Ships came.".encode("utf-16"))
    assert "is not UTF-8 text" in run("searchlib", "verify", "--file", str(table)).stderr


def test_two_documents_are_compared(run):
    """As text and as one JSON object; an unknown one is an error, a document beside itself differs in nothing."""
    done = run("searchlib", "diff", "harbour.txt", "storm.txt")
    assert done.returncode == 0
    assert "only in A" in done.stdout
    whole = json.loads(run("searchlib", "diff", "seeds/harbour.txt", "storm.txt#0", "--json").stdout)
    assert (whole["one"]["document"], whole["other"]["document"]) == ("harbour.txt", "storm.txt")
    assert "No statement and no figure differs." in run("searchlib", "diff", "storm.txt", "storm.txt").stdout
    unknown = run("searchlib", "diff", "harbour.txt", "nowhere.txt")
    assert unknown.returncode == 2
    assert "holds no document" in unknown.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["figures", "timeline"])
def test_without_a_query_a_view_is_of_all_passages(run, command):
    """A query that holds no word is an error of the query, as in `search`, unless a filter is given."""
    whole = run("searchlib", command, "--csv")
    assert "4,000 ships" in whole.stdout
    assert run("searchlib", command, "", "--csv").stdout == whole.stdout
    assert "Without a query" in run("searchlib", command, "--help").stdout
    for empty in ("((", "*"):
        done = run("searchlib", command, empty)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"searchlib {command}: the query contains no word: write one")
    assert run("searchlib", command, "((", "--noun", "ships").returncode == 0


@pytest.mark.parametrize("command", ["figures", "timeline"])
def test_nothing_found_names_the_query_as_it_was_written(run, command):
    """Without the close nouns that were added, and with the diagnosis of a search."""
    done = run("searchlib", command, "nowhere shipz soldiers")
    assert done.returncode == 1
    assert done.stderr.startswith(f"searchlib {command}: nothing found for nowhere shipz soldiers\n")
    assert "`nowhere` matches no passage" in done.stderr
    assert "did you mean ships?" in done.stderr
    assert "noun:troops" not in done.stderr
    assert "without it" not in done.stderr  # the view's own has:number is not the user's


def test_passages_without_a_figure_are_told_of(run):
    """The query matches, and no figure is stated there."""
    done = run("searchlib", "figures", "roof")
    assert done.stderr == "searchlib figures: nothing found for roof\n1 passage matches it, but none states a figure\n"


def test_two_forms_or_a_wrong_file_are_refused(run):
    """Exit code 2 and one sentence."""
    done = run("searchlib", "figures", "ships", "--json", "--csv")
    assert (done.returncode, "--json" in done.stderr) == (2, True)
    done = run("searchlib", "figures", "ships", "--plot", "ships.gif")
    assert (done.returncode, ".svg or .png" in done.stderr) == (2, True)
    done = run("searchlib", "figures", "ships", "--plot", "none/ships.svg")
    assert (done.returncode, "there is no folder" in done.stderr) == (2, True)


def test_a_chart_is_written_whole_and_never_through_a_link(run, tmp_path):
    """What a link leads to stays as it is; a chart is replaced by the next."""
    pytest.importorskip("vl_convert")
    precious, link, chart = (tmp_path / name for name in ("precious.txt", "link.svg", "chart.svg"))
    precious.write_text("precious")
    link.symlink_to(precious)
    done = run("searchlib", "figures", "ships", "--plot", str(link))
    assert (done.returncode, "is a link" in done.stderr, precious.read_text()) == (2, True, "precious")
    for _ in range(2):
        assert run("searchlib", "figures", "ships", "--plot", str(chart)).returncode == 0
    assert chart.read_text().startswith("<svg")
    assert sorted(tmp_path.iterdir()) == [chart, link, precious]


def test_quotes_are_printed_for_people_and_programs(run):
    """A table, one JSON object, one a wording, or CSV; exit code 1 when there is nothing."""
    done = run("searchlib", "quotes")
    assert done.returncode == 0
    assert "reporters → " in done.stdout
    whole = json.loads(run("searchlib", "quotes", "--json").stdout)
    assert {"schema_version", "groups", "cut"} <= set(whole)
    lines = run("searchlib", "quotes", "--jsonl").stdout.splitlines()
    rows = list(csv.DictReader(io.StringIO(run("searchlib", "quotes", "--csv").stdout)))
    assert [json.loads(line)["text"] for line in lines] == [row["text"] for row in rows]
    assert run("searchlib", "quotes", "nowhere").returncode == 1
    assert "nothing found for nowhere" in run("searchlib", "quotes", "nowhere").stderr


def test_a_speaker_is_printed_for_people_and_programs(run):
    """A page, one JSON object, or CSV; an unknown name is told with near ones, exit code 1."""
    done = run("searchlib", "speaker", "reyes")
    assert done.returncode == 0
    assert done.stdout.startswith("Ana Reyes\n  person, ")
    assert json.loads(run("searchlib", "speaker", "reyes", "--json").stdout)["name"] == "Ana Reyes"
    rows = list(csv.DictReader(io.StringIO(run("searchlib", "speaker", "reyes", "--csv").stdout)))
    assert {"name", "month"} <= {row["section"] for row in rows}
    done = run("searchlib", "speaker", "Reyez")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "searchlib speaker: nothing found for Reyez\ndid you mean Ana Reyes?\n"
    assert run("searchlib", "speaker", "").returncode == 2


def test_a_text_without_words_cannot_be_verified(run, tmp_path):
    """One sentence that says what is wanted, and exit code 2: nothing was checked."""
    empty = tmp_path / "empty.txt"
    empty.write_text("... \n", "utf-8")
    for arguments in ([""], ["--file", str(empty)]):
        done = run("searchlib", "verify", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "holds no word that could be checked" in done.stderr
