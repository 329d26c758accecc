"""Measures of runs against judgements."""

from __future__ import annotations

import math

import pytest

from searchlib.errors import ArgumentError, ReadError
from searchlib.evaluation.measures import measured, read_judgements, read_run

QRELS = "q1 0 a 1\nq1 0 b 0\nq1 0 c 2\nq2 0 a 1\n"
RUN = "q1 Q0 b 1 3.5 x\nq1 Q0 c 2 2.5 x\nq9 Q0 a 1 1.0 x\n"


def test_values_are_those_of_the_formulas(tmp_path):
    """A judged query without an answer counts 0, an answered one without judgement nothing."""
    pytest.importorskip("ir_measures")
    (tmp_path / "qrels").write_text(QRELS)
    (tmp_path / "run").write_text(RUN)
    judged, run = read_judgements(tmp_path / "qrels"), read_run(tmp_path / "run")
    gain, precision, reciprocal = measured(judged, run, ("nDCG@10", "AP", "RR"))
    expected = (2 / math.log2(3)) / (2 + 1 / math.log2(3))
    assert gain.by_query == pytest.approx({"q1": expected, "q2": 0.0})
    assert gain.mean == pytest.approx(expected / 2)
    assert (precision.by_query["q1"], reciprocal.by_query["q1"]) == (0.25, 0.5)
    with pytest.raises(ArgumentError, match="'nonsense' is no measure"):
        measured(judged, run, ("nonsense",))


def test_judgements_as_a_table(tmp_path):
    """Three columns, with a head."""
    (tmp_path / "qrels").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n")
    assert read_judgements(tmp_path / "qrels") == {"1": {"a": 1}}


@pytest.mark.parametrize(
    ("reader", "written", "told"),
    [
        (read_judgements, "", "no judgement"),
        (read_judgements, "q1 a", ":1 must be"),
        (read_judgements, "q1 0 a 1\nq1 0 b high", ":2: a grade"),
        (read_run, "", "no ranked document"),
        (read_run, "q1 Q0 a 1 2.0", ":1 must be"),
        (read_run, "q1 Q0 a 1 high x", ":1 must be"),
    ],
)
def test_wrong_lines_are_named(tmp_path, reader, written, told):
    """With file and line."""
    path = tmp_path / "file"
    path.write_text(written)
    with pytest.raises(ReadError, match=told):
        reader(path)
    path.write_bytes(b"\xff\xff")
    with pytest.raises(ReadError, match="UTF-8"):
        reader(path)
