"""The benchmarks run on tiny made corpora, and their floors cannot sink silently."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import searchlib
from benchmarks import near_duplicates, utterances

ROOT = Path(__file__).resolve().parents[1]


def run(script: str, *arguments: str, code: int = 0) -> str:
    """What a benchmark prints; it must end with this exit code."""
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHLIB_DATA"}
    command = [sys.executable, "-m", f"benchmarks.{script}", *arguments]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == code, told.stderr
    return told.stdout


def write_rows(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Two judged queries over three documents, one of them nothing but a title."""
    folder = tmp_path / "retrieval" / "tiny"
    corpus = [
        {"_id": "a", "title": "Ferries", "text": "The ferry to the island runs in winter."},
        {"_id": "b", "title": "Grain", "text": "Grain was shipped from the harbour."},
        {"_id": "c", "title": "Harbour pilots strike", "text": ""},
    ]
    write_rows(folder / "corpus.jsonl.gz", corpus)
    write_rows(
        folder / "queries.jsonl.gz", [{"_id": "1", "text": "WINTER FERRY"}, {"_id": "2", "text": "PILOTS OR strike"}]
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tc\t2\n")
    return folder.parent


def test_quality_finds_what_is_judged_relevant(collection: Path) -> None:
    """On a collection where words decide, every measure is 1, whole and split; capitals are no operators."""
    rows = [line.split() for line in run("quality", "--data", str(collection)).splitlines()]
    assert ["tiny", "whole", "1.000", "1.000", "1.000"] in rows
    assert ["tiny", "split", "1.000", "1.000", "1.000"] in rows


def test_quality_says_what_is_missing() -> None:
    """Without data it says which option names it."""
    assert run("quality", code=1) == ""


@pytest.mark.slow
@pytest.mark.slow
def test_speed_measures_all_it_promises(tmp_path: Path) -> None:
    """A tiny run prints each kind of query, indexing, opening and, beside SQLite, both engines."""
    told = run(
        "speed",
        "--passages",
        "300",
        "--queries",
        "8",
        "--rounds",
        "1",
        "--starts",
        "1",
        "--peers",
        "fts5",
        "--work",
        str(tmp_path),
    )
    for name in (
        "any word: searchlib",
        "any word: fts5",
        "phrase",
        "speaker + days",
        "whole search",
        "2 processes",
        "opening",
    ):
        assert name in told


@pytest.mark.slow
@pytest.mark.slow
def test_speed_works_without_numba(tmp_path: Path) -> None:
    """NumPy alone answers the same kinds of query, on a corpus given by path."""
    articles = tmp_path / "articles.jsonl.gz"
    text = " ".join(
        f"the council of {word} voted on its budget for schools" for word in ("north", "south", "east") * 40
    )
    write_rows(articles, [{"text": text}])
    told = run(
        "speed",
        "--without-numba",
        "--passages",
        "50",
        "--queries",
        "4",
        "--rounds",
        "1",
        "--starts",
        "1",
        "--corpus",
        str(articles),
    )
    assert "all words: searchlib" in told


def test_made_corpora_repeat_themselves() -> None:
    """The same numbers give the same passages and questions, and passages cut their documents exactly."""
    from benchmarks import corpus

    first, again = (list(corpus.prepared(None, 45)) for _ in range(2))
    assert first == again
    assert sum(len(passages) for _, passages in first) == 45
    for document, passages in first:
        assert all(document.text[one.start : one.end] == one.text for one in passages)
    assert corpus.questions(None, 3, 45) == corpus.questions(None, 3, 45)


@pytest.mark.slow
def test_two_processes_build_the_same_index(tmp_path: Path) -> None:
    """Prepared passages dealt out to workers answer every question as those written by one process."""
    from benchmarks import corpus, peers

    one, two = peers.Ours(tmp_path / "one"), peers.OursParallel(tmp_path / "two")
    for engine in (one, two):
        engine.build(corpus.prepared(None, 400))
        engine.open()
    for question in corpus.questions(None, 10, 400):
        for kind in ("any", "every", "phrase", "filtered"):
            scores = [[round(score, 9) for _, score in getattr(engine, kind)(question)] for engine in (one, two)]
            assert scores[0] == scores[1]


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """One row to read dates from, one to read numbers from, one statement."""
    text = "The dam opened on March 3, 2021, and 4,200 people came."
    write_rows(
        tmp_path / "values" / "dates-tiny.jsonl.gz",
        [
            {
                "id": "1",
                "text": text,
                "published": "2021-03-04",
                "dates": [{"span": [18, 31], "value": "2021-03-03", "type": "DATE"}],
            }
        ],
    )
    write_rows(
        tmp_path / "values" / "numbers-tiny.jsonl.gz",
        [
            {
                "id": "1",
                "text": text,
                "numbers": [{"span": [37, 42], "value": 4200.0, "unit": "people", "modifier": "="}],
            }
        ],
    )
    said = '"We will rebuild the dam," Anna Weber said.'
    quote = {
        "kind": "direct", "content": [0, 25], "speaker": [26, 36], "speaker_kind": "name", "speaker_name": "Anna Weber",
        "speaker_resolved": "Anna Weber", "cue_lemma": "say",
    }  # fmt: skip
    write_rows(
        tmp_path / "speakers" / "tiny.jsonl.gz", [{"id": "1", "text": said, "date": "2021-03-04", "quotes": [quote]}]
    )
    write_rows(tmp_path / "news" / "articles.jsonl.gz", [{"text": text, "title": "Dam", "date": "2021-03-04"}])
    return tmp_path


def test_extraction_scores_and_times(judged: Path) -> None:
    """Each kind of judged file is predicted, scored by score.py and printed, and the speed and profile beside."""
    told = run("extraction", "--data", str(judged), "--profile")
    lines = [line.split() for line in told.splitlines()]
    for file, measure in (("dates-tiny", "dmy"), ("numbers-tiny", "value"), ("tiny", "direct")):
        assert [file, measure, "searchlib", "100.0", "100.0", "100.0"] in [line[:6] for line in lines]
    assert "characters_a_second" in told
    assert "tottime" in told


def test_newsquant_is_read_in_its_own_notation() -> None:
    """A change between two levels is one quantity there, "thousands of" ends at 10,000, and one of many counts."""
    from benchmarks.extraction import predict_newsquant, predict_numbers

    row = {"text": "One of the twins went from 208 pounds to 193 with thousands of fans."}
    theirs = [(number["low"], number["high"]) for number in predict_newsquant(row)]
    ours = [(number["low"], number["high"]) for number in predict_numbers(row)]
    assert theirs == [(1, 1), (208, 193), (1000, 10000)]
    assert ours == [(208, 208), (193, 193), (1000, 9999)]


def test_precision_is_told_by_class_and_rule(judged: Path) -> None:
    """Each class and each rule has its share of right values; what the gold lacks is wrong."""
    row = {"id": "1", "text": "Some 40 men and the two dogs left.", "numbers": [{"value": 40.0}]}
    write_rows(judged / "values" / "numbers-meantime.jsonl.gz", [row])
    lines = [line.split() for line in run("precision", "--data", str(judged)).splitlines()]
    assert ["explicit", "digits", "1", "1", "100.0"] in lines
    assert ["guessed", "definite", "0", "1", "0.0"] in lines


def test_precision_of_dates_is_told_by_class_and_rule(judged: Path) -> None:
    """A day that the gold has is right, one that it lacks is wrong, a length of time is not judged."""
    gold = [{"span": [3, 16], "value": "2021-03-03", "type": "DATE"}]
    row = {"id": "1", "text": "On March 3, 2021, it rained in 1998.", "published": "2021-03-04", "dates": gold}
    write_rows(judged / "values" / "dates-gum.jsonl.gz", [row])
    lines = [line.split() for line in run("precision", "dates", "gum", "--data", str(judged)).splitlines()]
    assert ["explicit", "month", "day", "1", "1", "100.0"] in lines
    assert ["explicit", "year", "0", "1", "0.0"] in lines


def test_a_figure_under_its_floor_is_told(judged: Path) -> None:
    """A floor is held for the file it was set on, and for no other."""
    from benchmarks import extraction

    file = extraction.Judged("dates-tiny", "dates", judged / "values" / "dates-tiny.jsonl.gz")
    pinned = {"files": {"dates-tiny": {"sha256": extraction.checksum(file.path), "floors": {"dmy F": 90.0}}}}
    assert extraction.under_floors(pinned, file, {"dmy": {"F": 90.0}}) == []
    assert len(extraction.under_floors(pinned, file, {"dmy": {"F": 89.0}})) == 1
    pinned["files"]["dates-tiny"]["sha256"] = "of another file"
    assert "not the one" in extraction.under_floors(pinned, file, {"dmy": {"F": 99.0}})[0]


@pytest.mark.parametrize("floors", [{"dmy F": 88.0}, {}])
def test_floors_never_sink_silently(floors: dict[str, float]) -> None:
    """A floor that sank or went is refused unless the file says why."""
    from benchmarks import extraction

    earlier = [{"files": {"a": {"sha256": "", "floors": {"dmy F": 90.0}}}}]
    pinned: dict = {"files": {"a": {"sha256": "", "floors": floors}}, "lowered": []}
    assert len(extraction.lowered_silently(pinned, earlier)) == 1
    pinned["lowered"] = [{"file": "a", "figure": "dmy F", "to": floors.get("dmy F"), "why": "the gold was mended"}]
    assert extraction.lowered_silently(pinned, earlier) == []


def test_peers_are_told_in_the_scorers_form() -> None:
    """A period of dateparser's is the whole week, month or year."""
    from benchmarks.extraction_peers import _period

    assert _period(date(2024, 2, 5), "month") == (date(2024, 2, 1), date(2024, 2, 29))
    assert _period(date(2024, 2, 7), "week") == (date(2024, 2, 5), date(2024, 2, 11))


def test_a_run_is_drawn_whole() -> None:
    """The picture of a run is well-formed and has a dot for every engine in every row, saying whose it is."""
    from benchmarks import drawing

    quantiles = {"any": {"searchlib": {"p50": 0.1}, "tantivy": {"p50": 0.2}}, "search": {"searchlib": {"p50": 1.5}}}
    run = {"sizes": [{"passages": 100_000, "quantiles_ms": quantiles}, {"passages": 10, "quantiles_ms": quantiles}]}
    root = ET.fromstring(drawing.draw(run))
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles.count("searchlib: 0.1 ms") == titles.count("tantivy: 0.2 ms") == 2
    assert titles.count("searchlib: 1.5 ms") == 2


@pytest.mark.parametrize(
    ("texts", "named", "least"),
    [
        (utterances.TEXTS, "utterances", 800),
        (utterances.FREE, "free utterances", 160),
        (utterances.EVENTS, "utterances of events", 240),
    ],
)
def test_retellings_are_grouped_as_well_as_they_were(texts: Path, named: str, least: int) -> None:
    """Pair by pair, over our own retellings: the floors of precision and recall hold."""
    floors = json.loads((ROOT / "benchmarks" / "floors.json").read_text("utf-8"))[named]
    pairs = list(utterances.pairs_of(list(utterances.read_articles(texts))))
    score = utterances.score(pairs)
    assert score.pairs >= least
    assert score.precision >= floors["precision"]
    assert score.recall >= floors["recall"]


def test_near_duplicates_are_found_as_well_as_they_were() -> None:
    """Over stories of our own: the floors hold, another figure is never collapsed, and an agency's line hides no copy."""
    floors = json.loads((ROOT / "benchmarks" / "floors.json").read_text("utf-8"))["near duplicates"]
    pairs = list(near_duplicates.pairs_of(near_duplicates.read_texts()))
    score = near_duplicates.score(pairs)
    assert score.pairs >= 400
    assert score.precision >= floors["precision"]
    assert score.recall >= floors["recall"]
    first = [pair for pair in pairs if not pair.one.kind]
    assert not any(pair.collapsed for pair in first if pair.other.kind == "figure")
    assert all(pair.collapsed for pair in first if pair.other.kind == "credit")


def test_a_change_of_a_story_has_words_of_it(tmp_path) -> None:
    """A line that changes words which the story does not have is named, not passed over."""
    (tmp_path / "stories.txt").write_text("== x\nA ferry sank.\ncopy edited | ship => boat\n", "utf-8")
    with pytest.raises(ValueError, match="3: the story has no 'ship'"):
        list(near_duplicates.read_texts(tmp_path / "stories.txt"))


@pytest.mark.slow
def test_a_server_under_load_makes_no_error(tmp_path):
    """A few clients for a second beside a writer: all are answered, and the figures are told."""
    pytest.importorskip("uvicorn", reason="needs the extra web")
    (tmp_path / "a.txt").write_text("Troops came to Kursk, Ana Reyes said.", "utf-8")
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add_folder(tmp_path / "a.txt")
    told = run("load", str(tmp_path / "index"), "--clients", "4", "--seconds", "1", "--writing")
    figures = json.loads(told.partition("\n")[2])
    assert figures["errors"] == {}
    assert figures["requests"] > 0
    assert figures["ms"]["all"]["p50"] <= figures["ms"]["all"]["p95"]


def test_growth_is_what_a_run_gains_a_minute():
    """Memory that grows by 2 MB a minute after it has settled, and descriptors that do not."""
    from benchmarks.growth import drawing, growth

    samples = [
        (float(second), 200.0 + second, 100.0 + (50 if second > 30 else 0) + second / 30, 40)
        for second in range(0, 600, 2)
    ]
    assert growth(samples) == {
        "megabytes_a_minute": 60.0,
        "anonymous_a_minute": 2.0,
        "descriptors_a_minute": 0.0,
        "most_megabytes": samples[-1][1],
        "most_anonymous": samples[-1][2],
        "most_descriptors": 40,
    }
    assert growth([]) == {}
    assert drawing(samples).count("<polyline") == 3
    assert drawing([]).endswith("</svg>\n")
