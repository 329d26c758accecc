"""The commands `run-topics` and `evaluate`."""

from __future__ import annotations

import json

import pytest


@pytest.mark.slow
@pytest.mark.xdist_group("kernels")
def test_topics_become_a_run_and_a_run_is_measured(run, tmp_path):
    """A run is written once; measures are printed as text and JSON; topics that find nothing are told."""
    pytest.importorskip("ir_measures")
    topics, qrels, out = (tmp_path / name for name in ("topics.tsv", "qrels", "out.run"))
    topics.write_text("1\tharbour ships\n2\tnowhere\n")
    qrels.write_text("1 0 harbour.txt 1\n2 0 storm.txt 1\n")
    done = run("searchlib", "run-topics", str(topics), "--trec", str(out), "--run", "mine", "--k1", "0.9")
    assert (done.returncode, done.stdout) == (0, f"Wrote {out}: 2 topics, 1 line.\n")
    assert "1 topic found nothing" in done.stderr
    assert out.read_text().split()[:4] == ["1", "Q0", "harbour.txt", "1"]
    again = run("searchlib", "run-topics", str(topics), "--trec", str(out))
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    passages = run("searchlib", "run-topics", str(topics), "--trec", "-", "--passages")
    assert passages.stdout.startswith("1 Q0 harbour.txt#0 1 ")
    assert run("searchlib", "evaluate", str(qrels), str(out)).stdout.splitlines()[0] == "nDCG@10\tall\t0.5000"
    told = json.loads(
        run("searchlib", "evaluate", str(qrels), str(out), "--measure", "RR", "--by-query", "--json").stdout
    )
    assert told == {"RR": {"mean": 0.5, "queries": {"1": 1.0, "2": 0.0}}}


def test_mistakes_are_told(run, tmp_path):
    """A missing file, a file that is no run, a wrong b: a sentence and exit code 2."""
    (tmp_path / "topics").write_text("1\tharbour\n")
    for call in (
        ("run-topics", str(tmp_path / "none"), "--trec", "-"),
        ("run-topics", str(tmp_path / "topics"), "--trec", "-", "--index", str(tmp_path)),
        ("evaluate", str(tmp_path / "topics"), str(tmp_path / "topics")),
        ("run-topics", str(tmp_path / "topics")),
    ):
        done = run("searchlib", *call)
        assert (done.returncode, "Traceback" in done.stderr, bool(done.stderr)) == (2, False, True)
