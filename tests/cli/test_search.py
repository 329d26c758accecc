"""The command `search`, run as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from pathlib import Path

import pytest

import searchlib
from searchlib.models import CSV_COLUMNS


def test_found_passages_are_printed_plain_through_a_pipe(run):
    """Prints rank, title, date, score, path and values without colours; exit code 0, no standard error."""
    done = run("search", "harbour", "ships")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    first, source, text, *_ = done.stdout.splitlines()
    assert first == "1. The harbour closes"
    assert source.split(" · ")[:2] == ["   2024-11-01", "Odden Post"]
    assert source.endswith(f"{Path('seeds') / 'harbour.txt'}:1")
    assert "4,000 ships" in text
    assert "speakers  Ana Reyes" in done.stdout
    assert "Thursday (2024-11-07)" in done.stdout
    assert "about 4,000 ships" in done.stdout


def test_nothing_found_is_exit_1_and_says_which_clause_emptied_it(run):
    """When nothing matches, standard error names the clause that matches nothing and the nearest spelling."""
    done = run("search", "harbor speaker:reyez")
    assert (done.returncode, done.stdout) == (1, "")
    assert "`speaker:reyez` matches no passage" in done.stderr
    assert "did you mean Ana Reyes?" in done.stderr


def test_a_query_without_a_word_says_so(run):
    """A query of signs and open brackets is an error; the message says what to write, and what was ignored."""
    done = run("search", "((")
    assert (done.returncode, done.stdout) == (2, "")
    told, ignored = done.stderr.splitlines()
    assert told.startswith("search: the query contains no word: write one")
    assert ignored == "A '(' that is not closed was ignored."


def test_several_arguments_are_words_not_a_phrase(run):
    """`search ships harbour` finds a text that has the words in another order."""
    assert run("search", "ships", "harbour", "--all", "--count").stdout == "1\n"
    assert run("search", '"ships harbour"', "--count").returncode == 1


def test_json_is_one_object_with_offsets_into_the_source(run, library):
    """Every offset in the JSON gives the right characters of the source."""
    done = run("search", "odden", "--json")
    answer = json.loads(done.stdout)
    assert (answer["schema_version"], answer["total"], answer["parsed"]) == (3, 2, "odden")
    for hit in answer["hits"]:
        passage = hit["passage"]
        whole = Path(hit["path"]).read_text("utf-8")
        assert whole[passage["start"] : passage["end"]] == passage["text"]
        for span in hit["highlights"]:
            assert whole[span["start"] : span["end"]] == "Odden"


def test_json_lines_and_tables_have_one_hit_per_line(run):
    """--jsonl, --csv and --fields give the same hits."""
    rows = [json.loads(line) for line in run("search", "odden", "--jsonl").stdout.splitlines()]
    table = list(csv.DictReader(io.StringIO(run("search", "odden", "--csv").stdout)))
    bare = run("search", "odden", "--fields", "rank,passage").stdout.splitlines()
    assert tuple(table[0]) == CSV_COLUMNS
    assert [row["passage"]["id"] for row in rows] == [row["passage"] for row in table]
    assert bare == [f"{row['rank']}\t{row['passage']}" for row in table]


def test_fields_select_the_columns_of_every_format(run):
    """--fields works with JSON Lines and CSV; the error for an unknown column lists the columns."""
    line = json.loads(run("search", "storm", "--jsonl", "--fields", "title").stdout)
    assert line == {"query": "storm", "title": "A roof is gone"}
    assert run("search", "storm", "--csv", "--fields", "title").stdout == "title\nA roof is gone\n"
    wrong = run("search", "storm", "--fields", "titel")
    assert wrong.returncode == 2
    assert "'titel'" in wrong.stderr
    assert "title" in wrong.stderr


def test_options_filter(run):
    """Each filter option gives the same hits as its field in a query."""
    for option, value, count in (
        ("--speaker", "reyes", "1"),
        ("--role", "fire chief", "1"),
        ("--number", "4000", "1"),
        ("--date", "2024-11-07", "1"),
        ("--on", "2024-11-02", "1"),
        ("--source", "odden post", "2"),
        ("--published", "2024-11-01", "1"),
    ):
        done = run("search", option, value, "--count")
        assert (done.stdout, done.stderr) == (f"{count}\n", ""), option


def test_order_and_paging(run):
    """--sort, --reverse, --limit and --offset order and select hits; an offset after the last hit is exit code 1."""
    newest = run("search", "odden", "--sort", "published", "--fields", "document").stdout.split()
    oldest = run("search", "odden", "--sort", "published", "--reverse", "--fields", "document").stdout.split()
    assert newest == oldest[::-1] == ["storm.txt", "harbour.txt"]
    second = run("search", "odden", "--sort", "published", "--limit", "1", "--offset", "1", "--fields", "rank,document")
    assert second.stdout == "2\tharbour.txt\n"
    beyond = run("search", "odden", "--offset", "99999999999999999999")
    assert beyond.returncode == 1
    assert "only 2 passages match" in beyond.stderr


def test_no_hits_asked_for_prints_the_total(run):
    """--limit 0 says how many passages, or documents, match."""
    assert run("search", "odden", "--limit", "0").stdout == "2 passages match\n"
    assert run("search", "sailors", "--limit", "0").stdout == "1 passage matches\n"
    assert run("search", "odden", "--limit", "0", "--facet", "source").stdout.startswith("2 passages match\n\nsource\n")
    assert run("search", "odden", "--limit", "0", "--jsonl").stdout == ""


def test_literal_turns_operators_off(run):
    """With -F a minus sign excludes nothing."""
    assert run("search", "odden -storm", "--count").stdout == "1\n"
    assert run("search", "-F", "odden -storm", "--count").stdout == "2\n"


def test_facets_are_counted(run):
    """--facet counts over all matches, in text and in JSON; the error for an unknown facet lists the facets."""
    assert "2  Odden Post" in run("search", "odden", "--facet", "source").stdout
    counted = json.loads(run("search", "odden", "--facet", "source", "--limit", "0", "--json").stdout)
    assert counted["facets"] == {"source": [["Odden Post", 2]]}
    assert "published.month" in run("search", "odden", "--facet", "colour").stderr
    assert "no document has a column" in run("search", "odden", "--facet", "x.colour").stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--facet", "source", "--csv"],
        ["--facet", "source", "--count"],
        ["--facet", "source", "--jsonl"],
        ["--facet", "source", "--fields", "text"],
        ["--explain", "--count"],
        ["--explain", "--csv"],
        ["--explain", "--raw-csv"],
        ["--explain", "--json", "--fields", "text"],
    ],
    ids=" ".join,
)
def test_an_option_that_the_output_form_cannot_show_is_an_error(run, options):
    """The error names both options and the forms that can show it."""
    done = run("search", "odden", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{options[0]} and --" in done.stderr
    assert "cannot be used together" in done.stderr


def test_a_file_without_a_query_says_so(run, tmp_path):
    """A file of queries without a query is an error, not an empty result."""
    (tmp_path / "queries.txt").write_text("# no query yet\n\n", "utf-8")
    for done in (run("search", "--queries", str(tmp_path / "queries.txt")), run("search", "-", given="")):
        assert (done.returncode, done.stdout) == (2, "")
        assert "contains no query" in done.stderr


def test_a_search_that_reached_its_time_limit_does_not_say_that_nothing_matches(run):
    """The message names the time limit and the option that raises it."""
    done = run("search", "odden", "--timeout", "0.0000001")
    assert "nothing found" not in done.stderr
    if not done.stdout:
        assert "reached its time limit" in done.stderr
        assert "--timeout" in done.stderr


def test_a_search_without_a_word_is_not_saved(run):
    """Saving a query that can never match is an error that says what was ignored."""
    done = run("searchlib", "save", "nothing", "(((")
    assert (done.returncode, done.stdout) == (2, "")
    assert "contains no searchable word" in done.stderr
    assert run("searchlib", "run", "nothing").returncode == 2


def test_a_filter_that_cannot_be_read_is_named(run):
    """The error names the option, not only its value."""
    for option in ("date", "number", "published"):
        done = run("search", "odden", f"--{option}", "foo")
        assert done.returncode == 2
        assert done.stderr.startswith(f"search: {option}")


def test_version_is_printed(run):
    """Both commands print their version with --version."""
    for program in ("search", "searchlib"):
        assert run(program, "--version").stdout == f"{program} {searchlib.__version__}\n"


def test_explain_adds_up(run):
    """--explain shows the parts of a score; their sum is the score."""
    text = run("search", "harbour ships", "--explain", "-n", "1").stdout
    hit = json.loads(run("search", "harbour ships", "--explain", "-n", "1", "--json").stdout)["hits"][0]
    assert sum(part["score"] for part in hit["explanation"]["terms"]) == pytest.approx(hit["score"])
    assert "text:harbour" in text
    assert f"{hit['score']:.4f}" in text


def test_many_queries_come_from_a_file_or_standard_input(run, tmp_path):
    """Each line is a query; an error names the line, and the other queries are answered."""
    lines = "storm\n\nspeker:x\nzebra\n"
    done = run("search", "-", "--count", given=lines)
    assert done.returncode == 2
    assert done.stdout == "1\tstorm\n0\tzebra\n"
    assert "-:3:" in done.stderr
    (tmp_path / "queries.txt").write_text("storm\nharbour\n", "utf-8")
    done = run("search", "--queries", str(tmp_path / "queries.txt"), "--csv", "--fields", "title")
    assert (done.returncode, done.stdout) == (0, "query,title\nstorm,A roof is gone\nharbour,The harbour closes\n")
    remarks = run("search", "-", "--count", given="# of the town\nstorm\n\\#storm\n")
    assert remarks.stdout == "1\tstorm\n1\t\\#storm\n"


def test_many_queries_print_the_same_as_each_query_alone(run):
    """With --jsonl each line is a hit with its query, for one query and for many."""
    for fields in ([], ["--fields", "rank,passage"]):
        alone = [run("search", query, "--jsonl", *fields).stdout for query in ("storm", "odden")]
        assert run("search", "-", "--jsonl", *fields, given="storm\nodden\n").stdout == "".join(alone)
        assert json.loads(alone[0])["query"] == "storm"


def test_json_is_refused_for_many_queries(run, tmp_path):
    """--json prints one object, so many queries are an error; so is a query together with --queries."""
    (tmp_path / "queries.txt").write_text("storm\n", "utf-8")
    many = ["--queries", str(tmp_path / "queries.txt")]
    for done in (run("search", "-", "--json", given="storm\n"), run("search", *many, "--json")):
        assert (done.returncode, done.stdout) == (2, "")
        assert "use --jsonl" in done.stderr
    beside = run("search", "harbour", *many)
    assert (beside.returncode, beside.stdout) == (2, "")
    assert "choose one" in beside.stderr


def test_grouped_by_document_documents_are_counted(own):
    """--count counts passages, or with --group documents."""
    folder, run = own
    (folder / "seeds" / "long.txt").write_text("\n\n".join(["Gulls sat on the roof. " * 20] * 2), "utf-8")
    run("searchlib", "index", "seeds")
    assert run("search", "roof", "--count").stdout == "3\n"
    assert run("search", "roof", "--count", "--group", "document").stdout == "2\n"
    assert run("search", "-", "--count", "--group", "document", given="roof\n").stdout == "2\troof\n"
    answer = json.loads(run("search", "roof", "--group", "document", "--json").stdout)
    assert (answer["total"], answer["documents"], len(answer["hits"])) == (3, 2, 2)


def test_the_error_for_a_wrong_option_value_is_plain(run):
    """The error names the option and the accepted values, without the words of the validator."""
    assert run("search", "x", "--sort", "foo").stderr.startswith("search: --sort: 'foo' is not one of 'score', 'date'")
    assert run("search", "x", "--limit", "many").stderr.startswith("search: --limit: must be a whole number.")
    assert run("search", "x", "--timeout", "-1").stderr.startswith("search: --timeout: must be 0 or more.")


def test_a_date_without_a_year_gives_a_warning(run):
    """The warning names the assumed year, for queries and options, also when something is found."""
    for asked in (['storm OR date:"October 31"'], ["storm OR odden", "--published", "January 1.."]):
        done = run("search", *asked)
        assert "the latest one; write the whole date to mean another." in done.stderr


def test_a_query_that_is_wrong_is_exit_2_with_a_caret(run):
    """The error shows the position, what was expected and the nearest valid spelling."""
    done = run("search", "storm speker:berg")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("search: There is no field")
    assert lines[1:3] == ["storm speker:berg", "      ^"]
    assert lines[-1] == "did you mean: speaker:"


def test_an_option_before_the_command_is_told_where_it_stands(own):
    """`searchlib --index X stats` says that options stand behind the command."""
    _, run = own
    early = run("searchlib", "--index", "index", "stats")
    assert early.returncode == 2
    assert "Options stand behind the command: `searchlib stats ... --index`." in early.stderr
    assert "stand behind" not in run("searchlib", "stats", "--indx", "index").stderr


def test_values_lost_to_the_shell_are_explained(run):
    """`number:>8000` and `-moscow` outside quotes give an error with the right way to write them."""
    assert "Did the shell take the `>`?" in run("search", "number:").stderr
    assert "The shell reads `>` as a redirection" in run("search", "storm", "--number").stderr
    excluded = run("search", "storm", "-moscow")
    assert excluded.returncode == 2
    assert "'kursk -moscow'" in excluded.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["  "],
        ["storm", "--json", "--csv"],
        ["storm", "--limit", "-1"],
        ["storm", "--no-such-option"],
        ["storm", "--queries", "no-such-file"],
        ["--queries", "."],
        ["storm", "--date", "soon"],
        ["storm", "--speaker", ""],
        ["a" * 20_000],
        ["storm", "--index", "no-such-index"],
        ["storm", "--color", "sometimes"],
        [b"stor\xff"],
    ],
    ids=str,
)
def test_errors_are_a_sentence_on_standard_error(run, arguments):
    """Every wrong call has exit code 2, no standard output and no traceback."""
    done = run("search", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("search: ")
    assert "Traceback" not in done.stderr
    assert "Unexpected error" not in done.stderr


def test_a_named_index_that_is_missing_says_how_to_build_it(run):
    """With --index or SEARCHLIB_INDEX no index is built automatically."""
    for done in (run("search", "x", "--index", "gone"), run("search", "x", env={"SEARCHLIB_INDEX": "gone"})):
        assert done.returncode == 2
        assert "searchlib index PATH --index gone" in done.stderr


def test_commands_that_an_error_suggests_name_the_index_that_was_named(own):
    """The advised command repeats the index of --index or SEARCHLIB_INDEX."""
    folder, run = own
    run("searchlib", "index", "seeds", "--index", "my index")
    (folder / "my index" / "searchlib.json").write_text("{}", "utf-8")
    for option in (["--index", "my index"], ["--index=my index"]):
        assert "--fresh --index 'my index'`" in run("search", "storm", *option).stderr
    assert "--fresh --index 'my index'`" in run("search", "storm", env={"SEARCHLIB_INDEX": "my index"}).stderr


def test_the_variable_names_the_index_and_the_option_comes_first(run, library):
    """--index has priority over SEARCHLIB_INDEX, which has priority over ./index."""
    assert run("search", "storm", "--index", "index", "--count", env={"SEARCHLIB_INDEX": "gone"}).stdout == "1\n"
    assert run("search", "storm", "--count", env={"SEARCHLIB_INDEX": str(library / "index")}).stdout == "1\n"


def test_a_broken_pipe_is_not_an_error(start):
    """A closed pipe ends the command without a message."""
    with start("search", "odden") as searching:
        searching.stdout.close()
        assert searching.stderr.read() == b""
        assert searching.wait(30) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_exit_130(start):
    """A command stopped while it waits for queries prints nothing and exits with 130."""
    with start("search", "-", "--jsonl") as searching:
        searching.stdin.write(b"storm\n" * 2000)
        searching.stdin.flush()
        searching.stdout.readline()
        searching.send_signal(signal.SIGINT)
        searching.stdout.read()
        assert searching.stderr.read() == b""
        assert searching.wait(30) == 130


def test_an_option_by_its_old_name_warns(own):
    """--fold still works and warns with the new name; the help shows only the new name."""
    _, run = own
    done = run("search", "storm", "--fold")
    assert (done.returncode, "--fold is now called --collapse" in done.stderr) == (0, True)
    helped = run("search", "--help").stdout
    assert "--collapse" in helped
    assert "--fold" not in helped
