"""Results and hits: what is exported, and the names that were changed."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from searchlib.errors import MissingExtra
from searchlib.models import CSV_COLUMNS, Hit, Passage, Quantity, Results


@pytest.fixture
def results() -> Results:
    """One hit whose title a spreadsheet would run."""
    quantity = Quantity(
        start=0, end=5, low=8000, high=8000, modifier="at_most", noun="troops", rule="figure", confidence="explicit"
    )
    passage = Passage(
        id="a b#0", document="a b", ordinal=0, start=0, end=5, line=3, text="8,000\x1b", quantities=(quantity,)
    )
    hit = Hit(rank=1, score=1.5, passage=passage, title="=1+1", duplicates=("c#0",), more_in_document=2)
    return Results(query="asked", parsed="asked", hits=(hit,), total=3)


def test_results_are_a_sequence_of_hits(results):
    """They have a length, are true when there is a hit, and give hits by their place."""
    assert (len(results), bool(results), results[0], list(results)) == (1, True, results.hits[0], list(results.hits))


def test_json_says_its_version(results):
    """The names of JSON are those of the models."""
    plain = json.loads(results.to_json())
    assert plain["schema_version"] == 3
    assert (plain["parsed"], plain["hits"][0]["duplicates"], plain["hits"][0]["more_in_document"]) == (
        "asked",
        ["c#0"],
        2,
    )


def test_csv_runs_no_formula_unless_raw(results):
    """A cell that a spreadsheet would run gets an apostrophe, a control character is an escape."""
    (row,) = csv.DictReader(io.StringIO(results.to_csv()))
    assert (row["title"], row["text"], row["quantities"]) == ("'=1+1", r"8,000\x1b", "at most 8000 troops")
    (raw,) = csv.DictReader(io.StringIO(results.to_csv(raw=True, columns=("query", *CSV_COLUMNS))))
    assert (raw["title"], raw["text"], raw["query"]) == ("=1+1", "8,000\x1b", "asked")


def test_trec_has_a_line_a_hit(results):
    """Spaces in an id would be more columns."""
    assert results.to_trec("7", run="ours") == "7 Q0 a_b#0 1 1.500000 ours\n"


def test_without_pandas(results, monkeypatch):
    """Its absence is told with what to install."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match="install pandas"):
        results.to_pandas()


def test_old_names_are_still_read(results):
    """For one release each gives the value of the new name, and warns."""
    with pytest.warns(DeprecationWarning, match=r"Results\.understood is now called Results\.parsed"):
        assert results.understood == results.parsed
    with pytest.warns(DeprecationWarning, match=r"Hit\.folded is now called Hit\.duplicates"):
        assert results[0].folded == ("c#0",)
    with pytest.warns(DeprecationWarning, match=r"Hit\.also is now called Hit\.more_in_document"):
        assert results[0].also == 2
