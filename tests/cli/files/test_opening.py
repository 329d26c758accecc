"""The command `searchlib open`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

import searchlib
from searchlib.cli.files.opening import command_for
from searchlib.errors import NotFound

PRINT = "import json, sys; print(json.dumps(sys.argv[1:]))"


def editor(folder: Path) -> str:
    """A program that prints its arguments, as $EDITOR would name it."""
    script = folder / "editor.py"
    script.write_text(PRINT, "utf-8")
    return f'"{sys.executable}" "{script}"'


@pytest.mark.parametrize("name", ["harbour.txt#0", "seeds/harbour.txt:1", "seeds/harbour.txt:3"])
def test_the_file_of_a_passage_is_opened_at_its_line(run, tmp_path, name):
    """By the passage's id, or by a place in the file; the editor gets the line and a whole path."""
    done = run("searchlib", "open", name, env={"EDITOR": editor(tmp_path)})
    line, path = json.loads(done.stdout)
    assert (done.returncode, line) == (0, "+1")
    assert path.endswith("/seeds/harbour.txt")


def test_what_cannot_be_opened_is_one_sentence(run, tmp_path):
    """An unknown passage, an editor that is not there."""
    done = run("searchlib", "open", "nowhere.txt#1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = run("searchlib", "open", "harbour.txt", env={"EDITOR": str(tmp_path / "missing")})
    assert (done.returncode, "cannot be started" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["calc.desktop", "run", "Tool.app", "pipe.txt", "x.sh"])
def test_a_strangers_index_starts_no_program(run, tmp_path, name):
    """A viewer would run an application or a script; what is no article is named, and not opened."""
    place = tmp_path / name
    if name == "Tool.app":
        place.mkdir()
    elif name == "pipe.txt":
        os.mkfifo(place)
    else:
        place.write_text("x", "utf-8")
    with searchlib.open(tmp_path / "theirs", create=True) as index:
        index.add(searchlib.Document(id="a", text="Ships came.", path=str(place)))
    done = run("searchlib", "open", "a", "--index", str(tmp_path / "theirs"), env={"EDITOR": editor(tmp_path)})
    assert (done.returncode, done.stdout, "no file of a format that is read" in done.stderr) == (2, "", True)


def test_no_shell_reads_a_path_and_no_path_is_an_option(monkeypatch, tmp_path):
    """Signs of the shell in a path stay in one argument that begins with a separator."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vim -R")
    monkeypatch.chdir(tmp_path)
    assert command_for("-c !rm; $(x).txt", 4) == ["vim", "-R", "+4", f"{tmp_path}/-c !rm; $(x).txt"]
    monkeypatch.setenv("EDITOR", "/usr/bin/code --wait")
    assert command_for("/a b.txt", 4)[1:] == ["--wait", "--goto", "/a b.txt:4"]
    assert command_for("/a.pdf", 2)[-1:] == ["/a.pdf"]
    monkeypatch.delenv("EDITOR")
    assert command_for("/a.txt", 2)[1:] == ["/a.txt"]


def test_a_place_is_the_passage_that_begins_there(tmp_path):
    """path:line means the passage that begins on the line or last before it; in a file of several documents, one of them."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text("\n\n".join(f"Line {line} has text. " * 30 for line in (1, 3, 5)), "utf-8")
    rows = [json.dumps({"id": name, "text": f"The text of {name}."}) for name in ("a", "b")]
    (articles / "two.jsonl").write_text("\n".join(rows), "utf-8")
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(articles)
        one, two = (str(articles / name) for name in ("one.txt", "two.jsonl"))
        lines = set()
        for hit in index.search("text line", limit=50):
            assert index.passage(index.locate(hit.place)).line == hit.passage.line
            lines.add(hit.passage.line)
        assert lines == {1, 2, 3, 5}
        assert index.locate("one.txt#0") == "one.txt#0"
        assert index.locate(one) == "one.txt"
        assert index.locate(f"{one}:99") == index.locate(f"{one}:5") != index.locate(f"{one}:4")
        assert index.locate(f"{two}:2") == "b#0"
        with pytest.raises(NotFound, match="holds 2 documents"):
            index.locate(two)
        for nowhere in ("nowhere:3", "x", "one.txt#99", f"{tmp_path}:1"):
            with pytest.raises(NotFound, match="holds no"):
                index.locate(nowhere)
