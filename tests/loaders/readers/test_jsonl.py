"""JSON Lines."""

from __future__ import annotations

import gzip
import io
import json
import sys
from datetime import date

import pytest

from searchlib.errors import ArgumentError
from searchlib.loaders import ReadOptions
from tests.loaders.reading import read_documents


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_rows_are_documents(write, read):
    """A row gives a document with everything its keys are known for."""
    write(
        "news.jsonl",
        lines(
            {
                "_id": "n1",
                "headline": " Ships\nsail ",
                "body": "Ships sailed.\r\nNobody spoke.",
                "Publish Date": "2024-11-01T10:00:00Z",
                "publisher": {"name": "The Post"},
                "author": ["Ann Lee", {"name": "Bo Roe"}],
                "link": "https://example.org/1",
                "topic": "grain",
            }
        ),
    )
    [document] = read().documents
    assert (document.id, document.title, document.text) == ("n1", "Ships sail", "Ships sailed.\nNobody spoke.")
    assert (document.published, document.published_from) == (date(2024, 11, 1), "document")
    assert (document.source, document.authors) == ("The Post", ("Ann Lee", "Bo Roe"))
    assert (document.url, document.line) == ("https://example.org/1", 1)


def test_ids(write, read):
    """A row's id is `_id`, else `id`, else its file and line."""
    write("sub/a.jsonl", "\n" + lines({"_id": 1, "id": 2, "text": "a"}, {"id": "x y", "text": "b"}, {"text": "c"}))
    assert [document.id for document in read().documents] == ["1", "x y", "sub/a.jsonl:4"]
    assert [document.id for document in read(prefix="p").documents] == ["p/1", "p/x y", "p/sub/a.jsonl:4"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"[1]", "no JSON object"),
        (b"{bad", "no JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"n": ' + b"9" * 5000 + b', "text": "x"}', "no JSON"),
        (b'{"text": 5}', "'text' is no text"),
        (b'{"words": "x"}', "it has words"),
        (b"{}", "it has no columns"),
        (b'{"text": "a\\u0000b"}', "NUL"),
        (b'{"text": "a\0b"}', "NUL"),
        (b'{"id": true, "text": "x"}', "id is neither"),
        (b'{"text": "' + b"x" * 300_000 + b'"}', "larger than 250,000 bytes"),
    ],
)
def test_a_bad_row_is_named_and_the_others_read(write, read, row, reason):
    """One bad row is a failure with its line and reason; the rows about it are read."""
    content = b'{"text": "before"}\n' + row + b'\n{"text": "after"}'
    write("a.jsonl.gz", gzip.compress(content))  # packed, the bound on a file's size is one on its rows
    result = read(max_file=250_000)
    assert [document.text for document in result.documents] == ["before", "after"]
    [failure] = result.told("failure")
    assert ":2: " in failure
    assert reason in failure


def test_an_empty_text_is_no_failure(write, read):
    """A row without words is counted as empty."""
    write("a.jsonl", lines({"text": ""}, {"text": " \n"}, {"text": None}))
    result = read()
    assert not result.documents
    assert len(result.told("empty")) == 3


def test_half_surrogates_become_a_sign(write, read):
    """Half a surrogate pair, which JSON can write and UTF-8 cannot, becomes U+FFFD and moves no offset."""
    write("a.jsonl", '{"text": "a\\ud800b", "title": "\\udfff"}')
    [document] = read().documents
    assert (document.text, document.title) == ("a\ufffdb", "\ufffd")


def test_columns_can_be_named(write, read):
    """A named column goes before the detected one; one of no field is refused."""
    write("a.jsonl", lines({"text": "no", "words": "yes", "title": "t", "when": "2024-11-01"}))
    [document] = read(columns={"text": "words", "published": "when"}).documents
    assert (document.text, document.title, document.published) == ("yes", "t", date(2024, 11, 1))
    assert "'lost'" in read(columns={"text": "lost"}).told("failure")[0]
    with pytest.raises(ArgumentError, match="no field 'txt'"):
        ReadOptions(columns={"txt": "words"})


def test_a_speaker_column_is_a_cue(write, read):
    """A row that names its speaker gives a cue over its whole text."""
    write("a.jsonl", lines({"text": "We will stay.", "speaker": "Ann Lee"}))
    [document] = read().documents
    [cue] = document.cues
    assert (document.text[cue.start : cue.end], cue.speaker) == ("We will stay.", "Ann Lee")


def test_unreadable_dates_are_told(write, read):
    """A date that cannot be read is a warning with its line, and the row is read."""
    write("a.jsonl", lines({"text": "a", "date": "03/04/2024"}))
    result = read()
    assert result.documents[0].published is None
    assert ":1: " in result.told("warning")[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(write, read, encoding):
    """Rows in UTF-16 or with a byte order mark are read line by line all the same."""
    write("a.jsonl", '{"text": "Café"}\n{"text": "zwei"}\n'.encode(encoding))
    assert [document.text for document in read().documents] == ["Café", "zwei"]


def test_a_row_in_an_older_encoding_is_read(write, read):
    """A line that is not UTF-8 is decoded for itself, and says how."""
    write("a.jsonl", '{"text": "plain"}\n{"text": "it is “late”"}\n'.encode("cp1252"))
    assert [(one.text, one.encoding) for one in read().documents] == [("plain", "utf-8"), ("it is “late”", "cp1252")]


def test_standard_input(monkeypatch):
    """A root `-` is a stream of JSON lines on standard input, its lines named `-:1`."""
    stream = io.TextIOWrapper(io.BytesIO(b'{"text": "a"}\n{"_id": "x", "text": "b"}\n'))
    monkeypatch.setattr(sys, "stdin", stream)
    documents = list(read_documents("-"))
    assert [(one.id, one.text, one.path) for one in documents] == [("-:1", "a", ""), ("x", "b", "")]
    assert not stream.closed


@pytest.mark.parametrize(
    "content",
    [
        '[{"text": "One ferry."}, {"text": "Two ferries."}]',
        '{"status": "ok", "tags": ["a"], "articles": [{"text": "One ferry."}, {"text": "Two ferries."}]}',
        '\ufeff[\n {"text": "One ferry."},\n {"text": "Two ferries."}\n]\n',
        '{"text": "One ferry."}\n{"text": "Two ferries."}\n',
    ],
)
def test_a_json_file_is_an_array_of_documents(write, read, content):
    """An array, an object that holds one, and lines under the wrong suffix."""
    write("a.json", content)
    documents = read().documents
    assert [document.text for document in documents] == ["One ferry.", "Two ferries."]
    assert [document.id for document in documents] == ["a.json:1", "a.json:2"]


def test_a_json_object_with_a_text_is_a_document(write, read):
    """An object with a text is itself the document, whatever arrays it has."""
    write("a.json", '{"title": "Ferries", "text": "One ferry.", "related": [{"text": "no"}]}')
    assert [(document.title, document.text) for document in read().documents] == [("Ferries", "One ferry.")]


@pytest.mark.parametrize(
    "content", ["7", '"words"', "[1, 2]", '{"a": [{"text": "x"}], "b": [{"text": "y"}]}', "{", "[" * 100_000]
)
def test_other_json_is_named(write, read, content):
    """What holds no array of documents is a failure, and never a guess."""
    write("a.json", content)
    result = read()
    assert result.documents == []
    assert result.told("failure")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>One ferry.</p><p>Two &amp; three.</p>", "One ferry.\n\nTwo & three."),
        ("One ferry.<br>Two.<br/><br/>Three.", "One ferry.\nTwo.\n\nThree."),
        ("Holm said: <q>We wait.</q> <b>Now</b>.", "Holm said: “We wait.” Now."),
        ("Fish &amp; ships.\n\nTwo&nbsp;ferries.", "Fish & ships.\n\nTwo\u00a0ferries."),
        ("If a < b and c > d, then AT&T wins.", "If a < b and c > d, then AT&T wins."),
        ("<script>x()</script><div>One ferry.</div>", "One ferry."),
    ],
)
def test_html_in_a_field_is_shown_as_text(write, read, written, shown):
    """Tags and entities are read as a page shows them; signs that are none stay."""
    write("a.jsonl", json.dumps({"text": written}))
    assert read().documents[0].text == shown


def test_an_array_under_the_suffix_of_lines_is_read(write, read):
    """A file of JSON lines that holds one array is read as the array."""
    write("a.jsonl", '[{"id": "1", "text": "One."},\n {"id": "2", "text": "Two."}]')
    assert [(document.id, document.text) for document in read().documents] == [("1", "One."), ("2", "Two.")]
