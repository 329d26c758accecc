"""A segment that was damaged or made by an enemy: right answers, changed ranks or a clear error - nothing else."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query
from whoosh.query import spans
from whoosh.reading import TermNotFound

import searchlib
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, ArrayWriter, open_arrays
from searchlib.engines.whoosh.columnar.store.commits import SegmentEntry, Storage, new_name
from searchlib.engines.whoosh.columnar.store.layout import RECORDS
from searchlib.engines.whoosh.columnar.store.records import RecordReader, RecordWriter
from searchlib.engines.whoosh.interface.index import open_whoosh_index
from searchlib.errors import IndexCorrupt, IndexVersion, NotFound
from searchlib.index import Index
from searchlib.models import Document

QUERIES = (
    "river bridge",
    '"old bridge"',
    '"mayor bridge"~4',
    "riv* AND mayor",
    "mayer~1",
    "title:harbour",
    "speaker:lee",
    'role:"mayor"',
    "said(speaker:lee number:40)",
    "number:7..50",
    'number:"40 trees"',
    "noun:trees",
    "date:2024-11-01",
    "date:2024",
    "on:2024-11-01",
    "published:2024-11",
    "source:ap",
    "doc:d3",
    "unit:percent kind:indirect",
    "river NOT bridge has:number",
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A small index with a bit of everything, deletions included."""
    path = tmp_path_factory.mktemp("segment") / "index"
    index = searchlib.open(path, create=True)
    chance = random.Random(3)
    words = ["river", "old", "bridge", "mayor", "harbour", "school", "winter", "council", "market"]

    def document(number: int) -> Document:
        line = " ".join(chance.choices(words, k=12)).capitalize()
        text = (
            f'{line} on Nov. 1, 2024. "We planted 40 trees," Mayor Ann Lee said on Friday. Up to {number} percent of the '
            f"{words[number % 9]} was lost, according to a city official.\n\n{line} again, and the old bridge fell."
        )
        return Document(
            id=f"d{number}", text=text, title=f"On the {words[number % 9]}", published=date(2024, 11, 3), source="AP"
        )

    index.add([document(number) for number in range(12)])
    index.delete("d5")
    return path


@contextlib.contextmanager
def copied(sound: Path, place: Path) -> Iterator[Path]:
    shutil.copytree(sound, place)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def assert_answered_or_refused(path: Path) -> set[type]:
    """Ask everything, each question for itself: any error but ours fails the test. Returns the kinds of errors."""
    kinds: set[type] = set()
    try:
        index = searchlib.open(path)
        index.reader.counts  # noqa: B018
    except (IndexCorrupt, IndexVersion) as error:
        return {type(error)}
    asked: list[Callable[[], Any]] = [
        *(lambda query=query: index.search(query, limit=50, explain=True) for query in QUERIES),
        lambda: index.search("river", sort="published", group="document", collapse=True),
        lambda: index.search("river", sort="date", facets=("speaker", "source")),
        lambda: index.search("river", sort="number", facets=("role", "unit")),
        lambda: index.rank("river bridge", 5),
        lambda: index.like("d3#0"),
        lambda: index.document("d3"),
        lambda: index.passages("d7"),
        index.speakers,
        lambda: list(index.reader.document_ids()),
        lambda: index.reader.nearest_words("rivr"),
        lambda: index.reader.nearest_names("le"),
        lambda: list(index.reader.mentions("statement")),
        *asked_of_whoosh(path),
    ]
    for ask in asked:
        try:
            ask()
        except (IndexCorrupt, IndexVersion, NotFound, TermNotFound) as error:
            kinds.add(type(error))
    return kinds


def asked_of_whoosh(path: Path) -> list[Callable[[], Any]]:
    """The same of Whoosh's plan: what reads terms, postings, places, columns and stored fields."""
    try:
        searcher = open_whoosh_index(path).searcher()
    except (IndexCorrupt, IndexVersion):
        return []
    reader = searcher.reader()
    river = query.Term("text", "river")
    sides = [query.Term("text", "old"), query.Term("text", "bridg")]
    queries = [
        river,
        query.Or([river, query.Term("title", "school")]),
        query.And([*sides, query.Term("source", "ap"), query.Term("speaker", "lee")]),
        query.Phrase("text", ["old", "bridg"]),
        spans.SpanNear(*sides, slop=3),
        query.Wildcard("text", "*dg*"),
        query.NumericRange("number", 7, 50),
        query.DateRange("date", datetime(2024, 1, 1), datetime(2024, 12, 31)),
        query.Term("unit", "percent"),
        query.Term("noun", "tree"),
        query.Every(),
    ]
    return [
        *(lambda each=each: [dict(hit) for hit in searcher.search(each, limit=5, terms=True)] for each in queries),
        lambda: [dict(hit) for hit in searcher.search(queries[1], limit=5)],
        *(lambda name=name: searcher.search(river, sortedby=name) for name in ("published", "date", "number", "source")),
        *(lambda name=name: list(reader.column_reader(name)) for name in ("published", "date", "number", "doc")),
        lambda: searcher.search(river, groupedby="doc").groups(),
        lambda: list(reader.all_terms()),
        lambda: [reader.term_info("text", term) for term in reader.field_terms("text")],
        lambda: list(reader.postings("text", "river").items_as("positions")),
        lambda: (reader.field_length("text"), reader.max_field_length("title"), list(reader.iter_docs())),
    ]  # fmt: skip


def assert_written_or_refused(path: Path) -> None:
    """Update, delete and merge: it works, or says that the index is damaged."""
    index = Index(path)
    with contextlib.suppress(IndexCorrupt, IndexVersion, NotFound):
        index.add(Document(id="d3", text="A new river."))
        index.delete("d7")
    with contextlib.suppress(IndexCorrupt, IndexVersion), Storage(path).writing():
        pass
    from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter

    with contextlib.suppress(IndexCorrupt, IndexVersion), IndexWriter(Storage(path)) as writer:
        writer.commit(compact=True)


def test_the_sound_index_answers_everything(sound):
    """The base of these tests: every query is answered, and nearly all find something."""
    assert assert_answered_or_refused(sound) == set()
    index = searchlib.open(sound)
    assert sum(bool(len(index.search(query))) for query in QUERIES) >= 17


@pytest.mark.slow
def test_flipped_bits_anywhere(sound, tmp_path):
    """Whatever bit of whatever file flips, there is an answer or an error of ours, and check finds it."""
    chance = random.Random(5)
    with copied(sound, tmp_path / "index") as path:
        for file in [*sorted(path.glob("*.bin")), path / "searchlib.json"]:
            content = file.read_bytes()
            for _ in range(30):
                altered = bytearray(content)
                for _ in range(chance.choice((1, 1, 8))):
                    altered[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
                file.write_bytes(altered)
                assert_answered_or_refused(path)
                if bytes(altered) != content:
                    assert searchlib_check(path)
            file.write_bytes(content)
        assert assert_answered_or_refused(path) == set()


def searchlib_check(path: Path) -> list[str]:
    return list(Storage(path).check())


def forge(
    path: Path,
    change: Callable[[dict[str, Any], dict[str, Any]], None],
    *,
    kind: str = "segment",
    record: Callable[[str, int, bytes], bytes] | None = None,
) -> None:
    """Write the segment's (or its deletions') file again with changed arrays and records, all checksums right."""
    storage = Storage(path)
    with storage.writing() as writing:
        (entry,) = writing.current.segments
        at = 0 if kind == "segment" else 1
        file = open_arrays(path / entry.files[at].name)
        made = rewritten(file, path, kind, change, record)
        files = [*entry.files]
        files[at] = made
        current = writing.current
        writing.commit(
            segments=[SegmentEntry(tuple(files), entry.counts)],
            files=current.files,
            counts=current.counts,
            state=current.state,
            fingerprint=current.fingerprint,
        )


def rewritten(file: ArrayFile, path: Path, kind: Any, change: Any, record: Any) -> Any:
    arrays: dict[str, Any] = {name: file[name].copy() for name in file}
    attributes = json.loads(json.dumps(file.attributes))
    change(arrays, attributes)
    stored = tuple(RECORDS) if record is not None else ()
    with ArrayWriter(path / new_name(kind)) as writer:
        writer.attributes.update(attributes)
        for name in stored:
            records = RecordWriter(writer, name)
            for number, content in enumerate(RecordReader(file, name)):
                records.add(record(name, number, content))
            records.finish()
        for name, array in arrays.items():
            if name.partition(".")[0] not in stored:
                writer.add(name, array)
        return writer.finish()


def forgeries(array: np.ndarray) -> Iterator[np.ndarray]:
    """Hostile versions of an array, of the same type and then of another length or type."""
    kind = array.dtype
    least, most = (-1e300, np.inf) if kind.kind == "f" else (np.iinfo(kind).min, np.iinfo(kind).max)
    yield np.full_like(array, most)
    yield np.full_like(array, least)
    yield array[::-1].copy()
    for value in (most, least, 7):
        changed = array.copy()
        changed[len(changed) // 2 :][:1] = value
        yield changed
        changed = array.copy()
        changed[-1:] = value
        yield changed
    yield array[:-1]
    yield np.concatenate((array, array))
    yield array[:0]
    if kind.itemsize > 1:
        yield array.astype("u1")
    yield array.astype("f8")


def names_of(sound: Path) -> list[str]:
    entry = Storage(sound).manifest().segments[0].files[0]
    return sorted(open_arrays(sound / entry.name))


@pytest.mark.slow
def test_hostile_arrays_are_refused_or_harmless(sound, tmp_path):
    """Offsets outside, descending bounds, giant counts, wrong lengths and types: never a crash or an error of another kind."""
    chance = random.Random(8)
    for name in names_of(sound):
        entry = Storage(sound).manifest().segments[0].files[0]
        original = open_arrays(sound / entry.name)[name].copy()
        every = list(enumerate(forgeries(original)))
        for number, forged in chance.sample(every, 3):  # all of them take minutes
            with copied(sound, tmp_path / "index") as path:
                forge(path, lambda arrays, _, name=name, forged=forged: arrays.update({name: forged}))
                try:
                    assert_answered_or_refused(path)
                    assert_written_or_refused(path)
                except BaseException as error:
                    raise AssertionError(f"{name}, forgery {number}: {forged}") from error


@pytest.mark.parametrize("name", ["document_published", "statement_on", "date_first"])
def test_a_day_of_no_calendar_is_refused(sound, tmp_path, name):
    """By searches and by Whoosh's sorting, whose own code makes a date of it."""

    def change(arrays, _):
        arrays[name][1:2] = 2**31 - 1

    field = {"document_published": "published", "statement_on": "on", "date_first": "date"}[name]
    with copied(sound, tmp_path / "index") as path:
        forge(path, change)
        with pytest.raises(IndexCorrupt, match=name):
            searchlib.open(path).search(f"{field}:2024-11")
        with pytest.raises(IndexCorrupt, match=name):
            open_whoosh_index(path).searcher().search(query.Every(), sortedby=field)


@pytest.mark.parametrize("name", ["postings", "term_text", "pair_starts", "quantity_noun", "passage_document"])
def test_check_finds_what_checksums_do_not(sound, tmp_path, name):
    """Arrays that contradict each other, their checksums made right."""
    with copied(sound, tmp_path / "index") as path:
        assert searchlib.open(path).check() == []
        forge(path, lambda arrays, _: arrays.update({name: arrays[name][::-1].copy() + 1}))
        assert searchlib_check(path) == []
        (problem,) = searchlib.open(path).check()
        assert "was altered" in problem
        assert "--" not in problem


def test_a_speaker_without_a_name_is_refused(sound, tmp_path):
    """A role may be unknown, a name may not."""
    with copied(sound, tmp_path / "index") as path:
        forge(path, lambda arrays, _: arrays["speaker_names"].fill(-1))
        with pytest.raises(IndexCorrupt, match="speaker_names"):
            searchlib.open(path).speakers()


@pytest.mark.slow
def test_a_missing_array_is_an_error_of_ours(sound, tmp_path):
    """Whichever array is left out."""
    for name in names_of(sound):
        with copied(sound, tmp_path / "index") as path:
            forge(path, lambda arrays, _, name=name: arrays.pop(name))
            assert_answered_or_refused(path)
            assert_written_or_refused(path)


@pytest.mark.parametrize("name", ["passages", "documents", "terms", "counts"])
@pytest.mark.slow
def test_hostile_deletions(sound, tmp_path, name):
    """A deletions file that names what is not there, or the same thing twice."""
    entry = Storage(sound).manifest().segments[0].files[1]
    for forged in forgeries(open_arrays(sound / entry.name)[name].copy()):
        with copied(sound, tmp_path / "index") as path:
            forge(path, lambda arrays, _, forged=forged: arrays.update({name: forged}), kind="deletions")
            assert_answered_or_refused(path)
            assert_written_or_refused(path)


@pytest.mark.parametrize(
    "attributes",
    [
        {"passages": 10**15},
        {"passages": -1},
        {"passages": "many"},
        {"documents": 10**15},
        {"documents": 0},
        {"tokens": {"text": -5, "title": 0}},
        {"tokens": {}},
        {"tokens": {"text": 1e400, "title": None}},
        {"fields": {}},
        {"fields": {"text": [0, 10**12]}},
        {"analysis": None},
    ],
)
def test_hostile_counts(sound, tmp_path, attributes):
    """Counts that contradict the arrays are refused at opening, or change ranks."""
    with copied(sound, tmp_path / "index") as path:
        forge(path, lambda _, known: known.update(attributes))
        assert_answered_or_refused(path)
        assert_written_or_refused(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"{", b"\x00", b"\x00\x00", b"\x02\x00\x00", b"\x00\x09\x00", b"\x02\x00\x00\x01\x00\x00", b"1" * 5000,
        b"\x05\x01\x00\x01\x7f\x7f\x7f\x00\x00", b"\x07\x01\x00\x01\x01\x00\x00\x00\x00\x00", b"\x01\x01\x00\x00\x00",
        b"\x02\x00\xf4\x8f\xbf\xbf\xef\xbf\xbf\x01\x00", b"\x02\x00\xf4\x80\x80\x80", b"\x02\x00\x00\x01\xed\xa0\x80", b"\x02\x00\x00\x01" + b"\xef\xbf\xbf" * 9,
        b"\x80\x04\x95\x1a\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    ],
)  # fmt: skip
def test_hostile_records(sound, tmp_path, content):
    """Stored passages, documents and forward records that are no such thing: IndexCorrupt when they are read."""
    for kind in RECORDS:
        with copied(sound, tmp_path / "index") as path:
            forge(path, lambda *_: None, record=lambda name, _, old, kind=kind: content if name == kind else old)
            assert_answered_or_refused(path)
            assert_written_or_refused(path)
