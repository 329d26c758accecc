"""Output on a terminal: safe text, wrapped lines, colours and links."""

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
    """For any text, the shown text has no control character, surrogate or direction mark."""
    for mark in visible(text):
        assert category(mark) not in ("Cc", "Cs", "Co", "Zl", "Zp"), ascii(mark)
        assert bidirectional(mark) not in DIRECTIONS, ascii(mark)
        assert mark not in "\u200e\u200f\u061c\ufeff"


def test_escapes_are_visible():
    """Control characters and direction marks show as escapes, white space as spaces; all else is unchanged."""
    assert visible("a\x1b[31mb\u202ec\nd\xa0e\ue000") == "a\\x1b[31mb\\u202ec d e\\ue000"
    assert visible("“Škoda” 東京 👩‍🚀") == "“Škoda” 東京 👩‍🚀"


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
@settings(max_examples=200)
def test_json_stays_the_same_json(text):
    """Escaping JSON never changes its values, and the result can always be encoded."""
    written = safe_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(written) == {"text": text}
    written.encode("utf-8")


PIECES = st.lists(st.tuples(st.text("ab é東 ", max_size=12), st.sampled_from(["", "matched", "quiet"])), max_size=6)


@given(PIECES, st.integers(12, 60))
@settings(max_examples=300)
def test_wrapped_lines_fit_and_lose_no_word(pieces, width):
    """No line is wider than the screen; words and their order are kept, with or without colours."""
    lines = list(wrap(Screen(width=width), pieces, indent="  "))
    words = "".join(text for text, _ in pieces).split()
    assert "".join(line.strip() for line in lines).replace(" ", "") == "".join(words)
    assert all(columns(line) <= width for line in lines)
    if all(columns(word) <= width - 2 for word in words):
        assert [word for line in lines for word in line.split()] == words
    coloured = list(wrap(Screen(colour=True, width=width), pieces, indent="  "))
    assert [CODES.sub("", line) for line in coloured] == lines


def test_a_pipe_has_no_colours_unless_an_option_asks_for_them(run):
    """`--color always` colours a pipe; auto and NO_COLOR do not."""
    assert "\x1b" not in run("search", "storm").stdout
    coloured = run("search", "storm", "--color", "always").stdout
    assert "\x1b[1;31mstorm\x1b[0m" in coloured
    assert CODES.sub("", coloured) == run("search", "storm").stdout


@pytest.mark.slow
def test_documents_cannot_send_control_codes_to_the_terminal(own):
    """Control characters in a title, text, source or file name are printed as visible escapes."""
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


def test_formulas_in_tables_are_escaped(own):
    """A cell that a spreadsheet would read as a formula begins with an apostrophe, except with --raw-csv."""
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
    """A terminal gets colours and a link with visible `path:line`; not with TERM=dumb or NO_COLOR."""
    shown = at_terminal(library, ["search", "storm", "--no-pager"], environment)
    plain = CODES.sub("", shown)
    assert f"{Path('seeds') / 'storm.txt'}:1" in plain
    assert "1 of 1 passages" in plain
    assert ("\x1b[1;31mstorm\x1b[0m" in shown) == coloured
    assert ("\x1b]8;;file://" in shown) == coloured


def at_terminal(folder, arguments, environment):
    """The output of a command on a new pseudo-terminal of 60 columns."""
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
