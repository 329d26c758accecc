"""From files to documents: precedence, ids, and that no file's content is a crash."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.loaders import FORMATS, Notice, ReadOptions, format_of, walk
from searchlib.models import Document
from tests.loaders.reading import read_documents

STORY = "A headline\n\nKYIV, Nov. 1, 2024 (AP) - Ships sailed.\n"


def test_precedence_of_dates(write, read):
    """Metadata, front matter, file name, default, guess: the first that is there dates the document, and is recorded."""
    default = date(2020, 5, 5)
    write("2022-02-02.txt", "---\ndate: 2023-03-03\n---\n" + STORY)
    write("metadata.csv", "file_name,published\n2022-02-02.txt,2024-04-04\n")

    def dated(**options: object) -> tuple[date | None, str]:
        [document] = read(**options).documents
        return document.published, document.published_from

    assert dated(default_published=default) == (date(2024, 4, 4), "metadata")
    write("metadata.csv", "file_name\n2022-02-02.txt\n")
    assert dated(default_published=default) == (date(2023, 3, 3), "front matter")
    path = write("2022-02-02.txt", STORY)
    assert dated(default_published=default) == (date(2022, 2, 2), "file name")
    path.rename(path.with_name("a.txt"))
    write("metadata.csv", "file_name\na.txt\n")
    assert dated(default_published=default) == (default, "default")
    assert dated() == (date(2024, 11, 1), "guessed")
    write("a.txt", "Ships sailed on November 1, 2024.")
    assert dated() == (None, "unknown")


def test_rows_speak_for_themselves(write, read):
    """A row's own date goes before its file's metadata, and the file's name dates no row."""
    write("2022-02-02.jsonl", '{"text": "a", "date": "2024-11-01"}\n{"text": "b"}\n')
    assert [document.published for document in read().documents] == [date(2024, 11, 1), None]
    write("metadata.csv", "file_name,published,source\n2022-02-02.jsonl,2023-03-03,Post\n")
    assert [(one.published, one.published_from, one.source) for one in read().documents] == [
        (date(2024, 11, 1), "document", "Post"),
        (date(2023, 3, 3), "metadata", "Post"),
    ]


def test_prefixes(write, read):
    """A prefix stands before every id."""
    write("sub/a.txt", "Text.")
    assert read(prefix="wire").documents[0].id == "wire/sub/a.txt"


def test_ids_are_stable(write, tmp_path):
    """Reading a root twice, relative or absolute, gives the same documents in the same order."""
    for name in ("b.txt", "a/c.txt", "d.jsonl"):
        write(name, '{"text": "x"}')
    once, again = (list(read_documents(root)) for root in (tmp_path, f"{tmp_path}/./a/.."))
    assert [document.id for document in once] == ["a/c.txt", "b.txt", "d.jsonl:1"]
    assert [document.model_dump(exclude={"path"}) for document in once] == [
        document.model_dump(exclude={"path"}) for document in again
    ]


@pytest.mark.parametrize(
    ("name", "known"),
    [("a.TXT", True), ("x/a.b.jsonl.GZ", True), (".txt", False), ("a.gz", False), ("txt", False), ("a.txt.gz", True), ("a.gz.txt.gz", True), (".txt.gz", False),
     ("-", True), ("a.", False), ("", False)],
)  # fmt: skip
def test_formats_are_told_by_suffix(name, known):
    """The longest known suffix of a name tells its format, whatever its case; a name that is only a suffix has none."""
    assert (format_of(name) is not None) is known


HINTS = st.sampled_from([b"", b"%PDF-1.4\n", b"<html><p>", b"From x\nA: b\n\n", b"A: b\n\n", b'{"text": "', b"text\n", b"---\n",
                         b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>", b"\xff\xfe", b"\x1f\x8b\x08", b"id,text\n1,"])  # fmt: skip


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@given(start=HINTS, rest=st.binary(max_size=300))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_are_a_crash(tmp_path, suffix, start, rest):
    """Arbitrary bytes under any suffix are documents or notices, and what is read can be written as UTF-8."""
    content = start + rest
    for path, stored in ((tmp_path / f"a{suffix}", content), (tmp_path / f"b{suffix}.gz", gzip.compress(content))):
        path.write_bytes(stored)
        for one in read_documents(path):
            if isinstance(one, Notice):
                assert "\n" not in one.reason
                continue
            assert isinstance(one, Document)
            assert "\0" not in one.text
            assert "\r" not in one.text
            one.model_dump_json().encode()


def test_paths_are_absolute(write, tmp_path, monkeypatch):
    """A document's path can be opened from anywhere, whatever its root was called."""
    write("a.txt", "Text.")
    monkeypatch.chdir(tmp_path)
    [document] = read_documents(".")
    assert document.path == str(tmp_path / "a.txt")
    assert walk("a.txt", ReadOptions()).files[0].place == "a.txt"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "One ferry sailed."),
        (
            "a.html",
            "<html><body><article><p>One ferry sailed to the north with all of its cars.</p></article></body></html>",
        ),
        ("a.json", '[{"text": "One ferry sailed."}]'),
        ("a.srt", "1\n00:00:20,000 --> 00:00:24,000\nOne ferry sailed.\n"),
        ("a.eml", "Subject: x\n\nOne ferry sailed.\n"),
        ("a.mbox", "From x\nSubject: x\n\nOne ferry sailed.\n"),
        ("a.csv", "text\nOne ferry sailed.\n"),
    ],
)
def test_every_format_may_be_packed(write, read, name, content):
    """A file whose name ends in .gz is read as the file in it."""
    write(f"{name}.gz", gzip.compress(content.encode()))
    result = read()
    assert [document.text.strip()[:16] for document in result.documents] == ["One ferry sailed"], result.notices
