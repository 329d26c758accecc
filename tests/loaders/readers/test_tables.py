"""CSV and TSV."""

from __future__ import annotations

from datetime import date

import pytest


def test_rows_are_documents(write, read):
    """A row gives a document; a row that spans lines is named by its first."""
    write(
        "a.csv",
        "\ufeffHeadline,Body,Publish Date,Author(s),Publisher\r\n"
        'One,"first\r\nsecond",2024-11-01,Ann Lee;Bo Roe,Post\r\n\r\nTwo,"said ""no""",,,\r\n',
    )
    one, two = read().documents
    assert (one.id, one.title, one.text, one.line) == ("a.csv:2", "One", "first\nsecond", 2)
    assert (one.published, one.source) == (date(2024, 11, 1), "Post")
    assert (two.id, two.text) == ("a.csv:5", 'said "no"')


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.tsv", "id\ttext\n7\tone, two; three\n"), ("a.csv", "id;text\n7;one, two; three"), ("a.csv", "id|text\n7|one, two; three\n")],
)  # fmt: skip
def test_delimiters_are_told_by_the_header(write, read, name, content):
    """The delimiter is the one under which the header has a text column."""
    write(name, content.replace("; three", " three") if ";text" in content else content)
    [document] = read().documents
    assert document.id == "7"
    assert document.text.startswith("one, two")


def test_bad_rows_are_named_and_the_others_read(write, read):
    """A row with too many cells or broken quoting is a failure with its line; a short row is filled up."""
    write("a.csv", 'id,text,title\n1,one\n2,two,t,more\n3,"th"ree,t\n4,four,t\n5,"never closed\nto the end\n')
    result = read()
    assert [document.id for document in result.documents] == ["1", "4"]
    assert [failure.split(": ")[0].rpartition(":")[2] for failure in result.told("failure")] == ["3", "4", "6"]


def test_a_table_without_text_is_refused(write, read):
    """A header without a text column is a failure that lists what was looked for and what is there."""
    write("a.csv", "a,b\n1,2\n")
    [failure] = read().told("failure")
    assert "body" in failure
    assert "a, b" in failure


def test_named_columns_must_be_there(write, read):
    """A column named by the user that the header lacks is a failure, never a silent detection; two alike are one too."""
    write("a.csv", "words,text,text\n1,2,3\n")
    assert "'lost'" in read(columns={"text": "words", "title": "lost"}).told("failure")[0]
    assert "two of its columns are named 'text'" in read().told("failure")[0]
    write("a.csv", "words,text\n1,2\n")
    assert read(columns={"text": "words"}).documents[0].text == "1"


def test_empty_tables_and_texts(write, read):
    """An empty table and an empty text are counted as empty; a header alone holds no documents."""
    write("a.csv", "")
    write("b.csv", "id,text\n")
    write("c.csv", "id,text\n1,\n")
    result = read()
    assert len(result.told("empty")) == 2
    assert not result.told("failure")


def test_large_cells_are_read(write, read):
    """A cell may be as large as a file may be."""
    write("a.csv", "text\n" + "word " * 100_000 + "\n")
    assert len(read().documents[0].text) == 500_000


@pytest.mark.parametrize(
    "content",
    [
        'sep=;\nid;text\n1;One ferry, and "two"\n',
        '"sep=|"\nid|text\n1|One ferry, and "two"\n',
        'id,text\n1,"One ferry, and \\"two\\""\n',
        'id, text\n1, "One ferry, and ""two"""\n',
        'id\ttext\n1\t"One ferry, and ""two"""\n',
    ],
)
def test_dialects_of_tables_are_read(write, read, content):
    """A named delimiter, escaped quotation marks, spaces behind delimiters."""
    write("a.csv", content)
    assert [(document.id, document.text) for document in read().documents] == [("1", 'One ferry, and "two"')]


def test_lines_are_counted_below_a_named_delimiter(write, read):
    """The line that names the delimiter is a line of the file."""
    write("a.csv", "sep=;\ntext\nOne ferry.\n\nTwo ferries.\n")
    assert [document.line for document in read().documents] == [3, 5]


def test_quotations_between_tabs_quote_no_cell(write, read):
    """A text between tabs may open with a quotation."""
    write("a.tsv", 'id\ttext\n1\t"Yes," she said.\n2\tTwo.\n')
    assert [document.text for document in read().documents] == ['"Yes," she said.', "Two."]
