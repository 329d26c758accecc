"""The export as a Common Index File, read back by a reader of our own."""

from __future__ import annotations

import math
import struct
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib import Document, analysis

TEXTS = {
    "a": "The harbour of Odden, the old harbour: 10,000 ships.",
    "b": "Ships of the U.S. left the harbour.",
    "c": "Ærø, Ærø and no harbour in Ærø?",
    "d": "Nobody was hurt. " * 40,
}


def varint(content: bytes, at: int) -> tuple[int, int]:
    """A number, and the place behind it."""
    value = shift = 0
    while True:
        value |= (content[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if content[at - 1] < 0x80:
            return value, at


def message(content: bytes) -> dict[int, list[Any]]:
    """The fields of one message of Protocol Buffers, by number."""
    fields: dict[int, list[Any]] = {}
    at = 0
    while at < len(content):
        key, at = varint(content, at)
        value: Any
        if key & 7 == 0:
            value, at = varint(content, at)
        elif key & 7 == 1:
            (value,), at = struct.unpack("<d", content[at : at + 8]), at + 8
        else:
            length, at = varint(content, at)
            value, at = content[at : at + length], at + length
        fields.setdefault(key >> 3, []).append(value)
    return fields


def read(path: Path) -> tuple[dict[int, Any], dict[str, dict[int, int]], list[tuple[str, int]]]:
    """The header, the postings of each term (document to frequency), and the id and length of each document."""
    content, at, messages = path.read_bytes(), 0, []
    while at < len(content):
        length, at = varint(content, at)
        messages.append(message(content[at : at + length]))
        at += length
    header = {number: values[0] for number, values in messages[0].items()}
    lists: dict[str, dict[int, int]] = {}
    for one in messages[1 : 1 + header[2]]:
        places, document = {}, 0
        for posting in map(message, one[4]):
            document += posting.get(1, [0])[0]
            places[document] = posting[2][0]
        assert (one[2], one[3]) == ([len(places)], [sum(places.values())])
        lists[one[1][0].decode()] = places
    records = messages[1 + header[2] :]
    assert [one.get(1, [0])[0] for one in records] == list(range(header[3]))
    return header, lists, [(one[2][0].decode(), one.get(3, [0])[0]) for one in records]


@pytest.fixture
def index(tmp_path):
    """A few documents with titles, in two segments."""
    with searchlib.open(tmp_path / "index", create=True) as opened:
        opened.add(Document(id=name, text=TEXTS[name]) for name in "ab")
        opened.add(Document(id=name, text=TEXTS[name]) for name in "cd")
        yield opened


def test_a_ciff_holds_every_posting_and_exact_lengths(index, tmp_path):
    """Terms are sorted by their bytes; each has its passages and frequencies; counts in the header agree."""
    counts = index.export(tmp_path / "index.ciff", form="ciff")
    header, lists, records = read(tmp_path / "index.ciff")
    assert counts == {"documents": 4, "passages": len(records)}
    assert list(lists) == sorted(lists, key=str.encode)
    texts = {hit.passage.id: hit.passage.text for hit in index.search("", published="..2999", limit=9).hits} or {
        f"{name}#0": text for name, text in TEXTS.items()
    }
    for place, (name, length) in enumerate(records):
        terms = analysis.analyze(texts.get(name, TEXTS[name[0]]).strip()).terms
        assert {term: places[place] for term, places in lists.items() if place in places} == Counter(terms)
        assert length == len(terms)
    total = sum(length for _, length in records)
    assert (header[1], header[2], header[3], header[6]) == (1, len(lists), len(records), total)
    assert header[7] == pytest.approx(total / len(records))


def test_bm25_over_a_ciff_ranks_as_the_index_does(index, tmp_path):
    """The formula of docs/index-format, worked out from the file alone, gives the scores of a search."""
    index.export(tmp_path / "index.ciff", form="ciff")
    header, lists, records = read(tmp_path / "index.ciff")
    for query in ("harbour", "harbour ships", "hurt nobody", "Ærø 10,000"):
        scores: Counter[str] = Counter()
        for term in analysis.term_list(query):
            places = lists[term]
            idf = math.log(1 + (header[3] - len(places) + 0.5) / (len(places) + 0.5))
            for place, frequency in places.items():
                name, length = records[place]
                scores[name] += idf * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / header[7]))
        assert dict(index.rank(query)) == pytest.approx(dict(scores))


def test_what_a_query_finds_alone(index, tmp_path):
    """Only the passages of a query are documents of the file."""
    index.export(tmp_path / "some.ciff", "ships", form="ciff")
    header, lists, records = read(tmp_path / "some.ciff")
    assert [name for name, _ in records] == ["a#0", "b#0"]
    assert set(lists["harbour"]) == {0, 1}
    assert b"query ships" in header[8]


def test_a_length_is_the_sum_of_its_frequencies(tmp_path):
    """A number with spaces is the terms of its parts and of the whole: two words, three terms, as readers of the format count."""
    with searchlib.open(tmp_path / "index", create=True) as opened:
        opened.add(Document(id="a", text="Some 10 000 ships."))
        opened.export(tmp_path / "index.ciff", form="ciff")
    header, lists, [(_, length)] = read(tmp_path / "index.ciff")
    assert "10000" in lists
    assert length == header[6] == sum(places[0] for places in lists.values()) == 5
