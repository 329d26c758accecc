"""Topics are read from the forms that test collections have."""

from __future__ import annotations

from collections import namedtuple
from types import SimpleNamespace

import pytest

from searchlib.errors import ArgumentError, ReadError
from searchlib.evaluation.topics import Topic, read_topics, topics_of

CLASSIC = """
<top>
<num> Number: 301
<title> Closed
harbours
<desc> Description:
Which harbours were closed?
</top>
<top><num>302</num><title>Topic: storms</title></top>
"""


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        (CLASSIC, [("301", "Closed harbours"), ("302", "storms")]),
        (
            '<topics><topic number="1"><query>old  bridges</query><question>Which?</question></topic></topics>',
            [("1", "old bridges")],
        ),
        ("7\told bridges\n\nq8\tstorms: which?\n", [("7", "old bridges"), ("q8", "storms: which?")]),
        (
            '{"_id": 3, "text": "old bridges"}\n{"qid": "a", "query": "storms"}\n',
            [("3", "old bridges"), ("a", "storms")],
        ),
        ("\ufeff1\tbridges\n", [("1", "bridges")]),
    ],
)
def test_forms(tmp_path, written, topics):
    """TREC, TREC in XML, lines with tabs, JSON Lines; white space is one space."""
    path = tmp_path / "topics"
    path.write_text(written, "utf-8")
    assert read_topics(path) == [Topic(*topic) for topic in topics]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "no topic"),
        ("1 bridges", ":1 must be an id, a tab and a query"),
        ("1\ta\n2\t ", ":2 must be an id, a tab and a query; got '2.t '"),
        ('{"_id": 1, "text": ""}', ":1 needs an id"),
        ("<top><num>1</num><title> </title></top>", "without <num> or <title>"),
        ("1\ta\n1\tb", "the topic '1' twice"),
        ('{"_id": 1}', ":1 needs an id"),
        ('{"_id": 1, "text": "a"}\nnot json', ":2 is not valid JSON"),
        ("<top><title>a</top>", "without <num> or <title>"),
        ("<html>", "no topic"),
    ],
)
def test_what_is_no_topic_is_told_with_its_line(tmp_path, written, told):
    """Nothing is left out in silence."""
    path = tmp_path / "topics"
    path.write_text(written, "utf-8")
    with pytest.raises(ReadError, match=told):
        read_topics(path)
    path.write_bytes(b"1\t\xff")
    with pytest.raises(ReadError, match="UTF-8"):
        read_topics(path)


def test_values_of_other_programs():
    """Pairs, named tuples and objects with query_id and text."""
    generic = namedtuple("GenericQuery", "query_id text")  # noqa: PYI024 - as ir_datasets makes them
    trec = namedtuple("TrecQuery", "query_id title description narrative")  # noqa: PYI024
    given = [
        ("1", "a"),
        generic("2", "b"),
        trec("3", "c", "d", "e"),
        SimpleNamespace(qid=4, query="f  g"),
        Topic("5", "h"),
    ]
    assert list(topics_of(given)) == [("1", "a"), ("2", "b"), ("3", "c"), ("4", "f g"), ("5", "h")]
    for wrong in ("a", 7, ("1",), generic(None, "a"), generic("1", None)):
        with pytest.raises(ArgumentError, match="query_id and text"):
            list(topics_of([wrong]))
