"""The writer: whatever was added, replaced, deleted and merged, the index counts and ranks as one built at once."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchlib.engines.answers import Request
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing import merge, writer
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter, sources_of
from searchlib.errors import IndexVersion, ReadError
from searchlib.files.disk import Disk
from searchlib.models import Document, Passage
from searchlib.query import nodes as n
from searchlib.query.options import SearchOptions
from tests.engines.corpora import NAMES, Commit, Corpus, documents, histories, write

BOUNDED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ASKED = [
    n.Clauses(tuple(n.Word(word, None, 1.0) for word in words.split()), (), ())
    for words in ("alpha beta", "gamma delta epsilon", "US 10,000 betas")
]


@contextmanager
def small_steps() -> Iterator[None]:
    """Merging three postings at a time, and whenever there are three segments of like size."""
    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setattr(merge, "_POSTINGS_AT_ONCE", 3)
        patched.setattr(writer, "MERGE_FACTOR", 3)
        yield


def opened(folder: str | Path) -> ColumnarReader:
    return ColumnarEngine(Path(folder)).reader()


def one(name: str, text: str, title: str = "") -> tuple[Document, tuple[Passage, ...]]:
    """A document of one passage."""
    passage = Passage(id=f"{name}#0", document=name, ordinal=0, start=0, end=len(text), line=1, text=text)
    return Document(id=name, text=text, title=title), (passage,)


def add(folder: Path, *given: tuple[Document, tuple[Passage, ...]], compact: bool = False) -> None:
    with IndexWriter(Storage(folder)) as opened_writer:
        for document, passages in given:
            opened_writer.add(document, passages)
        opened_writer.commit(compact=compact)


def facts(searcher: ColumnarReader) -> dict[str, object]:
    """All that ranking knows of the whole index."""
    statistics = searcher.statistics
    vocabulary = {
        (field, text.decode())
        for segment in searcher.segments
        for field in ("text", "title")
        for _, text in segment.dictionary.terms(field)
    }
    frequencies = {key: df for key in vocabulary if (df := statistics.df(*key))}
    return {
        "passages": statistics.passages,
        "documents": statistics.documents,
        "tokens": statistics.tokens,
        "df": frequencies,
        "counts": dict(searcher.counts),
    }


def scores(searcher: ColumnarReader) -> list[dict[str, float]]:
    return [
        {
            searcher.passage_id(match.ref): round(match.score, 12)
            for match in searcher.search(Request(node, SearchOptions(limit=1000))).matches
        }
        for node in ASKED
    ]


@pytest.mark.slow
@BOUNDED
@given(histories)
def test_statistics_after_any_history_are_those_of_a_fresh_build(history: list[Commit]) -> None:
    """df, N, lengths and every score equal those of an index built at once from what is left, to the last digit."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second, small_steps():
        corpus = write(Path(first), history)
        add(Path(second), *corpus.values())
        worn, fresh = opened(first), opened(second)
        assert facts(worn) == facts(fresh)
        assert scores(worn) == scores(fresh)
        assert_stored(worn, corpus)
        assert list(Storage(Path(first)).check()) == []


def assert_stored(searcher: ColumnarReader, corpus: Corpus) -> None:
    """Every document and passage comes back as it was given, and no other."""
    assert set(searcher.document_ids()) == set(corpus)
    for name in NAMES:
        document, passages = corpus.get(name, (None, ()))
        assert searcher.document(name) == document
        assert searcher.document_passages(name) == passages


@pytest.mark.slow
@BOUNDED
@given(histories)
def test_merging_all_gives_the_segment_of_a_fresh_build(history: list[Commit]) -> None:
    """A merge of everything holds array for array what building the living documents in their order gives."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second, small_steps():
        corpus = write(Path(first), history)
        with IndexWriter(Storage(Path(first))) as merging:
            merging.commit(compact=True)
        (worn,) = opened(first).segments or (None,)
        if worn is None:
            assert not corpus
            return
        order = [worn.records.header(number)["id"] for number in range(worn.documents)]
        add(Path(second), *(corpus[name] for name in order))
        (fresh,) = opened(second).segments
        assert worn.counts == fresh.counts
        assert worn.deletions.living == fresh.deletions.living
        for name in fresh.file:
            if name not in NUMBERED_OTHERWISE and not name.startswith(("passages.", "documents.")):
                assert np.array_equal(worn.file[name], fresh.file[name]), name
        assert strings_of(worn) == strings_of(fresh)


NUMBERED_OTHERWISE = {
    "document_added", "document_source", "statement_speaker", "statement_role", "quantity_unit",
    "quantity_noun", "speaker_names", "speaker_roles", "string_text", "string_starts", "code_text", "code_lengths", "code_starts",
}  # fmt: skip
"""Strings, and forms as frequent as each other, are numbered as they come when building and otherwise when merging."""


SPEAKER = ("speaker_names", "speaker_roles")


def strings_of(segment: Segment) -> dict[str, list[str]]:
    """The columns that number strings, as strings, and the records that are not compared block by block."""
    named = {
        name: [segment.strings[number] for number in segment.column(name).tolist()]
        for name in (
            "document_source",
            "statement_speaker",
            "statement_role",
            "quantity_unit",
            "quantity_noun",
            *SPEAKER,
        )
    }
    named["forward"] = [str(segment.records.word_terms(number).tolist()) for number in range(segment.passages)]
    return named


@BOUNDED
@given(st.lists(documents("a") | documents("b"), max_size=8), st.lists(st.sampled_from("ab"), max_size=3))
def test_a_document_in_the_making_can_be_replaced_and_deleted(given_documents, deleted):
    """Within one commit the last version of a document stands, wherever the memory bound cuts."""
    with tempfile.TemporaryDirectory() as folder:
        corpus: Corpus = {}
        with IndexWriter(Storage(Path(folder)), memory=2000) as making:
            for document, passages in given_documents:
                assert making.add(document, passages) == (document.id in corpus)
                corpus[document.id] = document, passages
            for name in deleted:
                assert making.delete(name) == (name in corpus)
                corpus.pop(name, None)
            making.commit()
        assert_stored(opened(folder), corpus)


def test_replacing_a_document_over_and_over_makes_one_segment(tmp_path):
    """A thousand versions of a document in one commit cost neither a thousand files nor their room."""
    add(tmp_path, *(one("a", f"version {number}") for number in range(1000)))
    searcher = opened(tmp_path)
    assert len(searcher.segments) == 1
    assert searcher.segments[0].passages == 1
    assert searcher.statistics.passages == 1


def test_what_cannot_be_stored_leaves_nothing_behind(tmp_path):
    """A document that is refused neither replaces the old one nor lends its words to the next."""
    add(tmp_path, one("a", "alpha"))
    with IndexWriter(Storage(tmp_path)) as making:
        for bad in (one("a", "quince \ud800"), one("a", "quince", title="\udfff")):
            with pytest.raises(ReadError, match="surrogate"):
                making.add(*bad)
        making.add(*one("b", "beta"))
        making.commit()
    searcher = opened(tmp_path)
    assert set(searcher.document_ids()) == {"a", "b"}
    assert searcher.statistics.df("text", "quinc") == 0


@pytest.mark.slow
def test_small_commits_keep_the_segments_few(tmp_path, monkeypatch):
    """A hundred commits leave few segments and no larger index, and the large one is not written again."""
    monkeypatch.setattr(writer, "SMALLEST_TIER", 64)
    add(tmp_path, *(one(f"big{number}", f"alpha beta w{number} " * 9) for number in range(4000)))
    large = Storage(tmp_path).manifest().segments[0].files[0]
    size = folder_size(tmp_path)
    for number in range(100):
        add(tmp_path, *(one(f"big{10 * number + each}", f"gamma w{number}") for each in range(10)))
        segments = Storage(tmp_path).manifest().segments
        assert len(segments) < 20
        assert large in {segment.files[0] for segment in segments}
    assert folder_size(tmp_path) < 1.5 * size
    searcher = opened(tmp_path)
    assert searcher.statistics.passages == 4000
    assert searcher.statistics.df("text", "gamma") == 1000
    assert searcher.statistics.df("text", "alpha") == 3000


def folder_size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def test_a_worn_segment_is_written_anew(tmp_path):
    """When a third of a segment is deleted the next commit gives its room back."""
    add(tmp_path, *(one(f"d{number}", "alpha beta gamma") for number in range(60)))
    with IndexWriter(Storage(tmp_path)) as making:
        for number in range(25):
            making.delete(f"d{number}")
        making.commit()
    (segment,) = opened(tmp_path).segments
    assert (segment.passages, segment.deletions.file) == (35, None)


def test_an_index_of_another_analysis_is_not_written_on(tmp_path, monkeypatch):
    """FieldTokens of two analyses are never mixed: the error says to build anew."""
    add(tmp_path, one("a", "alpha"))
    monkeypatch.setattr("searchlib.versions.ANALYSIS_VERSION", -1)
    with pytest.raises(IndexVersion, match="build it again"):
        add(tmp_path, one("b", "beta"))


def test_state_and_sources_stay_when_they_are_not_given(tmp_path):
    """What the layer above keeps survives commits that do not touch it."""
    with IndexWriter(Storage(tmp_path)) as making:
        making.add(*one("a", "alpha"))
        making.commit(state={"roots": [1]}, sources=b"table")
    add(tmp_path, one("b", "beta"))
    with IndexWriter(Storage(tmp_path)) as making:
        assert (making.state, making.sources) == ({"roots": [1]}, b"table")
        (entry,) = Storage(tmp_path).manifest().files
        assert sources_of(Storage(tmp_path).open()[entry.name]) == b"table"
    with IndexWriter(Storage(tmp_path), fresh=True) as making:
        assert (making.state, making.sources) == ({}, b"")


def test_a_single_add_asks_the_disk_for_nothing_twice(tmp_path):
    """The manifest is read once, the folder listed before and after the commit, each new file synced once, and each name."""
    asked = Counter()

    class Noting(Disk):
        def before(self, call: str, path: Path) -> None:
            asked[call, path.suffix] += 1

    for number in range(2):
        asked.clear()
        with IndexWriter(Storage(tmp_path / "index", disk=Noting())) as making:
            making.add(*one(f"a{number}", "alpha"))
            making.commit()
    assert {call: asked[call] for call in asked if call[0] in ("list", "read", "create", "sync", "sync_folder")} == {
        ("read", ".json"): 1,
        ("read", ".bin"): 2,  # the segment that was there, and the new one
        ("list", ""): 2,
        ("create", ".bin"): 1,
        ("create", ".tmp"): 1,
        ("sync", ".bin"): 1,
        ("sync", ".tmp"): 1,
        ("sync_folder", ""): 2,
    }


def test_a_commit_opens_only_what_is_new(tmp_path, monkeypatch):
    """Documents added one by one: each commit opens its own segment once, and none of those before it again."""
    opened_files = []
    original = Segment.__init__
    monkeypatch.setattr(
        Segment,
        "__init__",
        lambda self, file, *rest: opened_files.append(file.path.name) or original(self, file, *rest),
    )
    engine = ColumnarEngine(tmp_path / "index")
    for number in range(5):
        with engine.writer() as making:
            making.add(*one(f"a{number}", "alpha"))
            making.commit()
    assert len(opened_files) == len(set(opened_files)) == 5
    with engine.writer() as making:
        assert making.delete("a1")
        making.commit()
    assert len(opened_files) == 5  # the segment is gone whole
    with engine.writer() as making:
        assert [making.added(f"a{number}") for number in range(3)] == [1, None, 3]
