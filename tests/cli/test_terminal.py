"""What a terminal is shown: safe text, lines that fit, colours and links only where they are wanted."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from unicodedata import bidirectional, category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.cli.output import safe_json
from searchlib.cli.terminal import Screen, visible, wrap
from searchlib.query.caret import columns

DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
CODES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
@settings(max_examples=300)
def test_shown_text_is_printable(text):
    """Whatever a document holds, nothing shown of it is a control, half a character or a mark of direction."""
    for mark in visible(text):
        assert category(mark) not in ("Cc", "Cs", "Co", "Zl", "Zp"), ascii(mark)
        assert bidirectional(mark) not in DIRECTIONS, ascii(mark)
        assert mark not in "\u200e\u200f\u061c\ufeff"


def test_escapes_are_seen():
    """Controls and marks of direction show as escapes, white space as spaces, all else as it is."""
    assert visible("a\x1b[31mb\u202ec\nd\xa0e\ue000") == "a\\x1b[31mb\\u202ec d e\\ue000"
    assert visible("“Škoda” 東京 👩‍🚀") == "“Škoda” 東京 👩‍🚀"


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
@settings(max_examples=200)
def test_json_stays_the_same_json(text):
    """Escapes in JSON change how it is written, never what it says, and it can always be encoded."""
    written = safe_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(written) == {"text": text}
    written.encode("utf-8")


PIECES = st.lists(st.tuples(st.text("ab é東 ", max_size=12), st.sampled_from(["", "matched", "quiet"])), max_size=6)


@given(PIECES, st.integers(12, 60))
@settings(max_examples=300)
def test_wrapped_lines_fit_and_lose_no_word(pieces, width):
    """Lines are no wider than the screen unless a word is; words and their order stay; colours change nothing."""
    lines = list(wrap(Screen(width=width), pieces, indent="  "))
    words = "".join(text for text, _ in pieces).split()
    assert [word for line in lines for word in line.split()] == words
    for line in lines:
        assert columns(line) <= width or len(line.split()) == 1
    coloured = list(wrap(Screen(colour=True, width=width), pieces, indent="  "))
    assert [CODES.sub("", line) for line in coloured] == lines


def test_a_pipe_is_plain_unless_colour_is_asked_for(run):
    """--color always colours a pipe; auto and NO_COLOR do not."""
    assert "\x1b" not in run("search", "storm").stdout
    coloured = run("search", "storm", "--color", "always").stdout
    assert "\x1b[1;31mstorm\x1b[0m" in coloured
    assert CODES.sub("", coloured) == run("search", "storm").stdout


def test_documents_cannot_reach_the_terminal(own):
    """Escapes in a title, a text, a source and a file name come out as visible escapes."""
    folder, run = own
    article = {
        "id": "a\x1b[2J",
        "text": "A ferry \x1b]0;owned\x07 sank \u202eback.",
        "title": "Fer\x1bry",
        "source": "x\x9by",
    }
    (folder / "seeds" / "bad\x1bname.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    run("searchlib", "index", "seeds")
    for arguments in (
        ["ferry", "--color", "always"],
        ["ferry", "--json"],
        ["ferry", "--jsonl"],
        ["ferry", "--fields", "title,text,path"],
    ):
        done = run("search", *arguments)
        left = CODES.sub("", done.stdout + done.stderr)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", left.replace("\t", "")), arguments
    assert "\\x1b]0;owned\\x07" in run("search", "ferry").stdout
    table = run("search", "ferry", "--csv").stdout
    assert "A ferry \\x1b]0;owned\\x07 sank \u202eback." in table
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", table)
    assert "A ferry \x1b]0;owned\x07 sank" in run("search", "ferry", "--raw-csv").stdout


def test_formulas_in_tables_are_harmless(own):
    """A cell that a spreadsheet would run begins with an apostrophe, unless --raw-csv asks for it as it is."""
    folder, run = own
    (folder / "seeds" / "sum.jsonl").write_text(
        json.dumps({"id": "s", "text": "A ferry.", "title": "=1+1"}) + "\n", "utf-8"
    )
    run("searchlib", "index", "seeds")
    assert run("search", "ferry", "--csv", "--fields", "title").stdout == "title\n'=1+1\n"
    assert run("search", "ferry", "--raw-csv", "--fields", "title").stdout == "title\n=1+1\n"


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"TERM": "xterm-256color"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_at_a_terminal(library, environment, coloured):
    """On a terminal there are colours and a link with `path:line` in plain sight; not with TERM=dumb or NO_COLOR."""
    shown = at_terminal(library, ["search", "storm", "--no-pager"], environment)
    plain = CODES.sub("", shown)
    assert f"{Path('seeds') / 'storm.txt'}:1" in plain
    assert "1 of 1 passages" in plain
    assert ("\x1b[1;31mstorm\x1b[0m" in shown) == coloured
    assert ("\x1b]8;;file://" in shown) == coloured


def at_terminal(folder, arguments, environment):
    """What a command writes to a terminal of 60 columns that it is alone with."""
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    root = str(Path(__file__).resolve().parents[2])
    program = f"from searchlib.cli import {arguments[0]}_main as main; main()"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments[1:]],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": root, "LC_ALL": "C.UTF-8", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 4096):
                written += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return written.decode()
