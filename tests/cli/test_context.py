"""What stands around a hit, and where: context, ids, places, links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import searchlib

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """The index of the seeds."""
    with searchlib.open(tmp_path_factory.mktemp("context") / "index", create=True) as index:
        index.add_folder(ROOT / "seeds")
        yield index


def test_context_is_what_stands_around_a_hit(seeds):
    """Before and after are the next passages of the document, fewer at its ends; without context there are none."""
    for hit in seeds.search("troops", context=2, limit=50):
        ordinals = [passage.ordinal for passage in (*hit.before, hit.passage, *hit.after)]
        every = [passage.ordinal for passage in seeds.passages(hit.document)]
        at = hit.passage.ordinal
        assert ordinals == every[max(0, at - 2) : at + 3]
    assert all(hit.before == hit.after == () for hit in seeds.search("troops"))


def test_a_mention_has_its_text_and_quotations_their_characters(seeds):
    """The texts are those of the document, as far as they lie in the passage; quoted characters lie in a statement."""
    quoted = 0
    for hit in seeds.search("china OR soldiers", limit=100):
        passage, text = hit.passage, seeds.document(hit.document).text
        for mention in (*passage.statements, *passage.dates, *passage.quantities):
            assert mention.text == text[max(mention.start, passage.start) : min(mention.end, passage.end)]
        for span in hit.quoted:
            quoted += 1
            assert text[span.start] in "“”„\"'‘’«»"
            assert any(one.start <= span.start and span.end <= one.end for one in passage.statements)
        assert type(passage).model_validate_json(passage.model_dump_json()) == passage
    assert quoted > 10


@pytest.mark.slow
def test_a_hit_is_printed_with_its_id_and_its_context(run):
    """As text behind a bar, in JSON as passages; a place and an id are taken where a hit is named."""
    lines = run("search", "storm", "--index", "index").stdout.splitlines()
    assert any(line.split() == ["id", "storm.txt#0"] for line in lines)
    hit = json.loads(run("search", "storm", "-C", "1", "--jsonl").stdout.splitlines()[0])
    assert (hit["before"], hit["after"], hit["page"]) == ([], [], None)
    assert run("searchlib", "show", "seeds/storm.txt:1").stdout == run("searchlib", "show", "storm.txt#0").stdout
    assert run("searchlib", "like", "seeds/storm.txt:1").stdout == run("searchlib", "like", "storm.txt#0").stdout
    assert "\x1b]8" not in run("search", "storm", "--links").stdout


def test_a_document_is_deleted_by_a_place(own):
    """A place or a passage names its document."""
    _, run = own
    run("searchlib", "index", "seeds")
    assert run("searchlib", "delete", "seeds/storm.txt:1").returncode == 0
    assert run("searchlib", "delete", "harbour.txt#0").returncode == 0
    assert json.loads(run("searchlib", "stats", "--json").stdout)["documents"] == 0
