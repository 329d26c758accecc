"""Commands that inspect the index (show, stats, fields, speakers, check), and like, save, run, saved and unsave."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

import searchlib
from searchlib.fields import FIELDS


def test_show_displays_every_value_with_offsets_rule_and_confidence(run):
    """The text shows each statement, date and number of the JSON with its offsets, rule and confidence."""
    text = run("searchlib", "show", "harbour.txt").stdout
    whole = json.loads(run("searchlib", "show", "harbour.txt", "--json").stdout)
    values = [
        value
        for passage in whole["passages"]
        for kind in ("statements", "dates", "quantities")
        for value in passage[kind]
    ]
    assert len(values) >= 4
    for value in values:
        assert f"{value['start']}..{value['end']}" in text
        assert f"rule: {value['rule']} · {value['confidence']}" in text
    assert "published  2024-11-01 (metadata)" in text


def test_show_takes_the_id_of_a_passage(run):
    """The id of a passage shows only that passage; an unknown id is an error."""
    passage = run("search", "storm", "--fields", "passage").stdout.strip()
    assert passage == "storm.txt#0"
    assert "town hall" in run("searchlib", "show", passage).stdout
    for command in ("show", "like"):
        missing = run("searchlib", command, "storm.txt#7")
        assert missing.returncode == 2
        assert "no passage 'storm.txt#7'; its document has only storm.txt#0" in missing.stderr
    assert "no passage 'gone.txt#7'" in run("searchlib", "show", "gone.txt#7").stderr
    assert "no document 'gone.txt'" in run("searchlib", "show", "gone.txt").stderr


def test_a_document_with_a_hash_in_its_name_is_shown(run, tmp_path):
    """Its name looks like a passage of another document that is there."""
    for name in ("a", "a#2.txt"):
        with searchlib.open(tmp_path / "index", create=True) as index:
            index.add(searchlib.Document(id=name, text=f"Ships of {name} came."))
    done = run("searchlib", "show", "a#2.txt", "--index", str(tmp_path / "index"))
    assert (done.returncode, "Ships of a#2.txt came." in done.stdout) == (0, True)


def test_stats_count(run):
    """`stats` counts the documents and commits of the index."""
    counts = json.loads(run("searchlib", "stats", "--json").stdout)
    assert (counts["documents"], counts["generation"]) == (2, 1)
    assert counts["ranking"] == {"k1": 1.2, "b": 0.75, "title_weight": 0.5}
    shown = run("searchlib", "stats").stdout
    assert "2  documents" in shown
    assert "ranked with k1 1.2, b 0.75, title weight 0.5" in shown


def test_fields_lists_every_field(run):
    """`fields` shows each field with its meaning and an example."""
    text = run("searchlib", "fields").stdout
    for field in FIELDS:
        assert field.meaning in text
        assert field.example in text


def test_speakers_are_listed_most_statements_first(run):
    """`speakers` shows counts and names, most statements first."""
    lines = run("searchlib", "speakers").stdout.splitlines()
    assert lines[0].split()[:3] == ["2", "Ana", "Reyes"]
    listed = json.loads(run("searchlib", "speakers", "--json").stdout)
    assert listed[0]["name"] == "Ana Reyes"


def test_variants_are_suggested_as_lines_for_the_aliases(own):
    """Names with similar spelling, and names with the same remark, are suggested as lines for aliases.toml."""
    folder, run = own
    articles = {
        "a": "“We never saw a ship of that size in our harbour,” said Tomas Lindqvist.",
        "b": "Tomas Lindquist said the mayor was wrong about the ship.",
        "c": "“We never saw a ship of that size in our harbour,” said Hans Holm.",
    }
    for name, text in articles.items():
        (folder / "seeds" / f"{name}.txt").write_text(text + "\n", "utf-8")
    run("searchlib", "index", "seeds")
    done = run("searchlib", "speakers", "--variants")
    same = tomllib.loads(done.stdout)["same"]
    assert same["Tomas Lindquist"] == ["Tomas Lindqvist"]
    assert ["Hans Holm", "Tomas Lindqvist"] in [sorted([name, *others]) for name, others in same.items()]
    assert "# similar spelling" in done.stdout
    assert "never saw a ship" in done.stdout
    assert "aliases.toml" in done.stderr
    (folder / "index" / "aliases.toml").write_text(done.stdout, "utf-8")
    assert run("search", 'speaker:"Tomas Lindquist"', "--count").stdout == "3\n"


def test_check_reads_every_byte(own):
    """An undamaged index gives exit code 0; one changed bit gives exit code 2 and the name of the file."""
    folder, run = own
    run("searchlib", "index", "seeds")
    assert run("searchlib", "check").stdout == "index: no damage found.\n"
    segment = next((folder / "index").glob("segment-*"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    broken = run("searchlib", "check")
    assert broken.returncode == 2
    assert segment.name in broken.stdout + broken.stderr


def test_like_finds_other_passages(run):
    """`like` never returns the passage itself; an unknown id is an error."""
    done = run("searchlib", "like", "storm.txt#0", "--fields", "document")
    assert "storm.txt" not in done.stdout
    assert run("searchlib", "like", "nobody#0").returncode == 2


@pytest.mark.slow
def test_saved_searches_show_new_documents(own):
    """`run --new` shows everything once, then only new documents."""
    folder, run = own
    run("searchlib", "index", "seeds")
    assert run("searchlib", "save", "odden", "odden", "--source", "odden post").returncode == 0
    assert run("searchlib", "run", "odden", "--count").stdout == "2\n"
    assert run("searchlib", "run", "odden", "--new", "--count").stdout == "2\n"
    first = run("searchlib", "run", "odden", "--new", "-n", "1", "--jsonl")
    assert len(first.stdout.splitlines()) == 1
    assert "the next such run shows them" in first.stderr
    (second,) = run("searchlib", "run", "odden", "--new", "--jsonl").stdout.splitlines()
    assert json.loads(second)["passage"]["id"] != json.loads(first.stdout)["passage"]["id"]
    assert run("searchlib", "run", "odden", "--new").returncode == 1
    with (folder / "seeds" / "metadata.csv").open("a") as table:
        table.write("late.txt,2024-11-03,Odden Post,Late\n")
    (folder / "seeds" / "late.txt").write_text("Late news from Odden.\n", "utf-8")
    run("searchlib", "update")
    assert run("searchlib", "run", "odden", "--new", "--fields", "title").stdout == "Late\n"
    unknown = run("searchlib", "run", "nothing")
    assert unknown.returncode == 2
    assert "odden" in unknown.stderr
    named = run("searchlib", "save", "storms", "storm", "--index", "index")
    assert "`searchlib run storms --index index`" in named.stdout
    assert run("searchlib", "save", "a b", "odden").returncode == 2
    assert run("searchlib", "save", "wrong", "speker:x").returncode == 2


def test_an_index_without_speakers_says_so(own):
    """One sentence on standard error and exit code 1; nothing on standard output."""
    folder, run = own
    (folder / "quiet").mkdir()
    (folder / "quiet" / "a.txt").write_text("A storm came.\n", "utf-8")
    run("searchlib", "index", "quiet")
    done = run("searchlib", "speakers")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "No statement in the index has a speaker.\n")


@pytest.mark.slow
def test_saved_searches_are_listed_and_removed(own):
    """`saved` gives name, query, filters and day; after `unsave` of the last one it says how to save one."""
    _, run = own
    run("searchlib", "index", "seeds")
    run("searchlib", "save", "odden", "roof odden", "--source", "odden post")
    listed = run("searchlib", "saved")
    assert re.fullmatch(r"odden  \d{4}-\d\d-\d\d  'roof odden' --source 'odden post'\n", listed.stdout)
    [row] = json.loads(run("searchlib", "saved", "--json").stdout)
    assert (row["name"], row["query"], row["filters"]) == ("odden", "roof odden", {"source": "odden post"})
    again = run("searchlib", "save", "odden", "ferry")
    assert again.stdout.startswith(
        "Replaced the saved search odden, which was: 'roof odden' --source 'odden post'\nSaved odden:"
    )
    assert run("searchlib", "unsave", "odden").returncode == 0
    assert run("searchlib", "unsave", "odden").returncode == 2
    none = run("searchlib", "saved")
    assert (none.returncode, none.stdout) == (1, "")
    assert "`searchlib save NAME QUERY`" in none.stderr
    assert run("searchlib", "saved", "--json").stdout == "[]\n"


def test_the_command_alone_shows_its_help(run):
    """`searchlib` without arguments is exit code 2 with help on standard error; --help is exit code 0."""
    alone = run("searchlib")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "Commands:" in alone.stderr
    assert "Commands:" in run("searchlib", "--help").stdout
    assert run("search", "--help").returncode == 0
