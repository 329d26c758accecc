"""Metadata tables beside plain files."""

from __future__ import annotations

import json
from datetime import date

import pytest

from searchlib.errors import MetadataError


def test_a_row_describes_its_file(write, read):
    """A row gives title, date, source, authors and address, and goes before all that the file says."""
    write("2020-01-01-a.txt", "---\ntitle: Own\ndate: 2021-01-01\nsource: Own\n---\nText.")
    write("metadata.csv", "file_name,date,publisher,author,url,title,id\n2020-01-01-a.txt,2024-11-01,Post,A;B,u,T,9\n")
    [document] = read().documents
    assert (document.published, document.published_from) == (date(2024, 11, 1), "metadata")
    assert (document.title, document.source, document.authors, document.url) == ("T", "Post", ("A", "B"), "u")
    assert document.id == "2020-01-01-a.txt"


def test_an_empty_cell_says_nothing(write, read):
    """Where a row is silent, the file's own word stands."""
    write("a.txt", "---\ntitle: Own\n---\nText.")
    write("metadata.csv", "file_name,published,title\na.txt,2024-11-01,\n")
    [document] = read().documents
    assert (document.title, document.published) == ("Own", date(2024, 11, 1))


def test_json_lines_tables_and_folders(write, read):
    """metadata.jsonl does the same; a row may name a file below its folder, and the nearest table wins."""
    write("metadata.jsonl", '{"file_name": "sub/a.txt", "title": "far"}\n{"file_name": "./sub/b.txt", "title": "b"}\n')
    write("sub/metadata.csv", "file_name,title\na.txt,near\n")
    write("sub/a.txt", "Text.")
    write("sub/b.txt", "Text.")
    assert [document.title for document in read().documents] == ["near", "b"]


def test_a_single_file_has_its_row_too(write, read):
    """A file named explicitly is described by the table beside it, and the other rows are not its affair."""
    path = write("a.txt", "Text.")
    write("metadata.csv", "file_name,published\nb.txt,someday\na.txt,2024-11-01\n")
    result = read(path)
    assert result.documents[0].published == date(2024, 11, 1)
    assert result.notices == []


def test_a_row_without_its_file_is_a_warning(write, read):
    """A row whose file is not read, or lies outside, is told with its line."""
    write("a.txt", "Text.")
    write("metadata.csv", 'file_name,title\n"gone.txt","two\nlines"\n../up.txt,x\na.txt,A\n')
    warnings = read().told("warning")
    assert [("metadata.csv:2: " in one, "metadata.csv:4: " in one) for one in warnings] == [
        (True, False),
        (False, True),
    ]
    assert "'gone.txt'" in warnings[0]


def test_an_unreadable_date_names_its_row(write, read):
    """A date that cannot be read is a warning that names the row; the file is read without it."""
    write("a.txt", "Text.")
    write("metadata.csv", "file_name,published\na.txt,31.31.2024\n")
    result = read()
    assert result.documents[0].published_from == "unknown"
    assert "metadata.csv:2: its published '31.31.2024' is no date" in result.told("warning")[0]


@pytest.mark.parametrize(
    ("table", "content", "line"),
    [
        ("metadata.csv", "file_name,title\na.txt,b,c\n", 2),
        ("metadata.csv", 'file_name,title\na.txt,"b"c\n', 2),
        ("metadata.csv", 'file_name,title\na.txt,x\nb.txt,"never closed\n\n\n', 3),
        ("metadata.csv", "file_name,title\na.txt,one\n./a.txt,two\n", 3),
        ("metadata.jsonl", '{"file_name": "a.txt"}\n\n{bad\n', 3),
        ("metadata.jsonl", "[]\n", 1),
    ],
)
def test_a_malformed_table_names_its_line(write, read, table, content, line):
    """A table that is malformed, or describes a file twice, stops the walk and names its line."""
    write("a.txt", "Text.")
    write(table, content)
    with pytest.raises(MetadataError, match=rf"{table}:{line}: "):
        read()


def test_two_tables_may_not_differ(write, read):
    """metadata.csv and metadata.jsonl of one folder may say the same of a file, and nothing different."""
    write("a.txt", "Text.")
    write("metadata.csv", "file_name,title\na.txt,A\n")
    write("metadata.jsonl", '{"file_name": "a.txt", "title": "A"}\n')
    assert read().documents[0].title == "A"
    write("metadata.jsonl", '{"file_name": "a.txt", "title": "B"}\n')
    with pytest.raises(MetadataError, match="described differently"):
        read()


@pytest.mark.parametrize("content", [b"\0\0", b"file_name\n\0"])
def test_a_binary_table_is_an_error(write, read, content):
    """A table that is no text is an error that names it."""
    write("metadata.csv", content)
    with pytest.raises(MetadataError, match=r"metadata\.csv: it is binary"):
        read()


def test_a_table_of_another_kind_is_left_alone(write, read):
    """A metadata.csv without a column file_name describes no file: that is told, and nothing else happens."""
    write("a.txt", "Text.")
    write("metadata.csv", "name,title\na.txt,A\nb.txt,B\n")
    result = read()
    assert result.documents[0].title == ""
    assert len(result.told("warning")) == 1


def test_decomposed_names_are_matched(write, read):
    """A file name whose accents are decomposed, as some systems write it, is found by its composed row."""
    write("cafe\u0301.txt", "Text.")
    write("metadata.csv", "file_name,title\ncaf\u00e9.txt,A\n")
    assert read().documents[0].title == "A"


def test_columns_that_are_no_field_are_kept(write, read):
    """Texts, numbers and days by their column's name; mappings, empty values and endless ones are left out."""
    write("a.csv", "text,section,words,rating,code,printed,note\nOne ferry.,politics,120,4.5,007,1 Nov 2024,\n")
    write(
        "b.jsonl",
        json.dumps(
            {"text": "Two ferries.", "tags": ["port", "sea"], "paid": True, "share": 0.25, "deep": {"a": 1}, "none": None,
             "long": "x" * 2000, "day": "2024-11-01T10:00:00Z"}
        ),
    )  # fmt: skip
    write("c.md", "---\ntitle: Ferries\nsection: sport\n---\nThree ferries.\n")
    write("d.txt", "Four ferries.")
    write("metadata.csv", "file_name,title,desk\nd.txt,Ferries,foreign\n")
    assert [document.extra for document in read().documents] == [
        {"section": "politics", "words": 120, "rating": 4.5, "code": "007", "printed": "1 Nov 2024"},
        {"tags": "port; sea", "paid": "true", "share": 0.25, "day": "2024-11-01"},
        {"section": "sport"},
        {"desk": "foreign"},
    ]


def test_a_column_without_a_name_is_for_no_field(write, read):
    """As tables with row numbers have one: what it holds is no speaker, day or id, and costs no other file."""
    write("numbered.csv", ",title,text\n0,A,One.\n")
    write("dated.csv", ",title,text,date\n7,B,Two.,2024-11-01\n")
    write("keyless.json", '[{"": "Ida Holm", "text": "Three."}]')
    write("metadata.csv", ",file_name,title\n0,a.txt,C\n")
    write("a.txt", "Four.")
    found = {one.text: one for one in read().documents}
    assert {text: (one.title, one.published, one.source, one.cues) for text, one in found.items()} == {
        "One.": ("A", None, "", ()),
        "Two.": ("B", date(2024, 11, 1), "", ()),
        "Three.": ("", None, "", ()),
        "Four.": ("C", None, "", ()),
    }


def test_a_number_of_hundreds_of_digits_is_left_out(write, read):
    """It costs no document."""
    write("rows.json", f'[{{"text": "One.", "i": 1{"0" * 400}, "j": 2}}]')
    [document] = read().documents
    assert document.extra == {"j": 2}
