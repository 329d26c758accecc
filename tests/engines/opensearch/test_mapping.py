"""The mapping of an index on a cluster, and documents as it holds them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from searchlib import fields
from searchlib.analysis import ENGLISH
from searchlib.engines.opensearch.cluster.snapshot import FORMAT
from searchlib.engines.opensearch.documents import facet_keys, records
from searchlib.engines.opensearch.documents.converting import (
    bands,
    cluster_id,
    converted,
    extra_value,
    read_extra_value,
)
from searchlib.engines.opensearch.documents.mapping import GAP, JOIN, PLACES, facet_field, mapping
from searchlib.engines.opensearch.documents.records import document_record, read_document, read_passage
from searchlib.models import Document, Passage
from tests.engines.corpora import documents

Properties = dict[str, Any]


def field_at(path: str) -> Properties | None:
    """What the mapping has at a path."""
    found: Properties | None = mapping()
    for name in path.split("."):
        found = found and found.get("properties", {}).get(name)
    return found


def test_every_field_of_the_table_has_its_place() -> None:
    """And so has every facet."""
    assert PLACES.keys() == fields.BY_NAME.keys()
    for places in PLACES.values():
        assert all(field_at(place) for place in places)
    assert all(field_at(facet_field(name)) for name in fields.FACETS)
    assert facet_keys._KEYS.keys() == set(fields.FACETS)


def unknown(values: Properties, properties: Properties, path: str = "") -> list[str]:
    """The paths of values that the mapping does not have: it is strict."""
    missing = []
    for name, value in values.items():
        at = f"{path}{name}"
        if name not in properties:
            missing.append(at)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and properties.get(name, {}).get("enabled", True):
                missing += unknown(one, properties.get(name, {}).get("properties", {}), f"{at}.")
    return missing


@given(documents("a"))
def test_what_is_sent_is_in_the_mapping_and_comes_back(added: tuple[Document, tuple[Passage, ...]]) -> None:
    """Words have as many positions as the passage, and the records are the passages and the document, whole."""
    document, passages = added
    whole, *rows = converted(document, passages, ENGLISH, version=3, added=2, place=40)
    assert read_document(whole.values["record"], [passage.text for passage in passages]) == document
    assert [read_passage(row.values["record"]) for row in rows] == list(passages)
    assert [row.values["place"] for row in rows] == list(range(40, 40 + len(passages)))
    for row in (whole, *rows):
        assert not unknown(row.values, mapping()["properties"])
    for row in rows:
        values = row.values
        assert len(values["text"].split(" ") if values["text"] else []) == values["length"] < GAP
        assert len(values.get("marks", "").split()) == values["length"]
        assert len(values["bands"]) in (0, 4)


def test_a_document_keeps_what_its_passages_do_not() -> None:
    """Their text stands in the index once; where they are no parts of the document's text, that is kept whole."""
    text = "Page 1\n\nApples grew well.\n\nPage 2"
    document = Document(id="a", text=text, title="Fruit")
    passage = Passage(id="a#0", document="a", ordinal=0, start=8, end=25, line=3, text="Apples grew well.")
    record = document_record(document, [passage])
    assert "Apples" not in record
    assert "Page 2" in record
    assert read_document(record, [passage.text]) == document
    other = passage.model_copy(update={"text": "Pears."})
    assert read_document(document_record(document, [other]), [other.text]) == document


def test_records_are_those_of_this_format() -> None:
    """A field more or another order makes other records: then FORMAT goes up, and the count here."""
    fields_of_models = [list(names) for names in records._FIELDS.values()]
    assert (FORMAT, [len(names) for names in fields_of_models], [names[-1] for names in fields_of_models]) == (
        3,
        [17, 10, 12, 3, 2],
        ["confidence", "confidence", "confidence", "kind", "end"],
    )


@pytest.mark.parametrize(
    "record",
    [
        "{}",
        "[]",
        '["a", 0, 0, 1, 1, "x", [[]], []]',
        '["a", 0, 0, 1, 1, "x", [[]], [], []]',
        '["a", 0, 0, 1, 1, 5, [], [], []]',
        '["a", "0", 0, 1, 1, "x", [], [], []]',
        '["a", 0, 0, 1, 1, "x", [{}], [], []]',
        '["a", 0, 0, 1, 1, "x", [[0, 0, 1, "sung"]], [], []]',
        '["a", 0, 0, 1, 1, "x", [], [[0, 1, "2024-01-99", "2024-01-99", "day"]], []]',
        '["a", 0, 0, 1, 1, "x", [], [], [[0, 1, "5", 5.0, 0, 0, 0, 0, 0, 0, "r", "explicit"]]]',
    ],
)
def test_a_record_that_is_no_passage_is_refused(record: str) -> None:
    """As a fault that a check tells."""
    with pytest.raises(ValueError):
        read_passage(record)


def test_two_terms_at_one_position_are_one_word() -> None:
    """As `10 000`, which is ten and a thousand too."""
    text = "10 000 men"
    passage = Passage(id="a#0", document="a", ordinal=0, start=0, end=len(text), line=1, text=text)
    _, row = converted(Document(id="a", text=text), [passage], ENGLISH, version=1, added=1, place=0)
    assert row.values["text"] == f"{JOIN}10{JOIN}10000 000 men"
    assert row.values["marks"] == "B _ E"


def test_ids_are_the_same_each_time_and_short() -> None:
    """A document that is sent twice is one; ids of any length are taken."""
    assert cluster_id("a", 1, 2) == cluster_id("a", 1, 2)
    assert (
        len({cluster_id(*each) for each in (("a", 1, 2), ("a", None, 2), ("a", 1, 3), ("b", 1, 2), ("a#1", None, 2))})
        == 5
    )
    assert len(cluster_id("ä" * 1000, 1, 2).encode()) < 512


def test_columns_keep_their_values() -> None:
    """Texts folded, numbers as numbers."""
    assert extra_value("Article type", "Ré\tNews") == 'article_type\t"re\\tnews"'
    assert read_extra_value(extra_value("Article type", "Ré\tNews")) == "re\tnews"
    assert read_extra_value(extra_value("words", 5)) == 5.0


def test_near_duplicates_have_a_band_in_common() -> None:
    """Whichever three of twelve lanes differ; with other figures none."""
    one = 0x0007_1234_5678_9ABC
    for lanes in ((0, 1, 2), (0, 4, 8), (3, 7, 11), (9, 10, 11)):
        other = one
        for lane in lanes:
            other ^= 0xF << 4 * lane
        assert not set(bands(one)).isdisjoint(bands(other))
    assert set(bands(one)).isdisjoint(bands(one ^ 1 << 50))
    assert bands(0) == []
