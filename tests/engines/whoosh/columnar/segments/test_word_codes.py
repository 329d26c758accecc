"""Stored records in words: what is written comes back, singly, merged, and with what it says of its terms."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.engines.whoosh.columnar.segments import word_codes
from searchlib.engines.whoosh.columnar.segments.token_cache import TokenCache
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    MergeInput,
    RecordDecoder,
    RecordEncoder,
    WordCodes,
    decode_ranks,
    decode_records,
    encode_ranks,
    encode_records,
    merge_records,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, ArrayWriter, open_arrays
from searchlib.engines.whoosh.columnar.writing.segment_columns import write_records
from searchlib.errors import IndexCorrupt

BOUNDED = settings(max_examples=60, deadline=None)
numbers = st.lists(st.integers(0, (1 << 32) - 1) | st.integers(0, 300), max_size=6)
words = st.sampled_from(
    ["troops", "Kursk", "U.S.", "US", "10,000", "10 000", "\u4e2d\u56fd", "O'Brien", "a\nb", "\u201cWe", "_", "x"]
)
texts = st.text(max_size=30) | st.lists(words, max_size=8).map(" ".join) | st.lists(words, max_size=8).map(", ".join)
rows = st.lists(st.tuples(numbers, texts, st.lists(st.text(max_size=9), max_size=3)), max_size=12)


def written_file(folder: str, name: str, writer: RecordEncoder) -> ArrayFile:
    columns, records = writer.finish()
    return file_of(Path(folder, name), columns, records)


def file_of(path, columns, records) -> ArrayFile:
    with ArrayWriter(path) as arrays:
        write_records(arrays, {"forward": iter(()), **records})
        for name, column in columns.items():
            arrays.add(name, column)
        arrays.finish()
    return open_arrays(path)


def collected(passages, documents) -> RecordEncoder:
    kinds = {"passages": TokenCache(), "documents": TokenCache()}
    writer = RecordEncoder(kinds)
    for kind, given_rows in (("passages", passages), ("documents", documents)):
        for numbers, text, strings in given_rows:
            writer.add(kind, numbers, kinds[kind].split(text), strings)
    return writer


@pytest.fixture(params=[1 << 11, 0], ids=["singly", "from all starts"], autouse=True)
def few(request, monkeypatch):
    """How many pieces are read before it is known where all of them start."""
    monkeypatch.setattr(WordCodes, "_FEW", request.param)


def told(file: ArrayFile, kind: str) -> list[tuple]:
    reader = RecordDecoder(file, kind, WordCodes(file, analysis.ENGLISH))
    return [(one.numbers, one.text, one.strings) for one in map(reader.__getitem__, range(len(reader)))]


@BOUNDED
@given(rows, rows)
def test_records_come_back_as_they_were_given(passages, documents):
    """Numbers to 2**32, any text and any strings, of two kinds that share their pieces."""
    with tempfile.TemporaryDirectory() as folder:
        file = written_file(folder, "one", collected(passages, documents))
        assert told(file, "passages") == passages
        assert told(file, "documents") == documents


@BOUNDED
@given(st.lists(st.tuples(rows, st.integers(0, 1 << 12)), min_size=1, max_size=3))
def test_merged_records_are_those_kept(parts):
    """A merge keeps the records it is told to, in their order, and the pieces that these use, each once."""
    with tempfile.TemporaryDirectory() as folder:
        held, wanted = [], []
        for number, (own, chosen) in enumerate(parts):
            file = written_file(folder, str(number), collected(own, own))
            keep = np.array([bool(chosen >> at & 1) for at in range(len(own))], bool)
            table = WordCodes(file, analysis.ENGLISH)
            readers = {kind: (RecordDecoder(file, kind, table).records, keep) for kind in ("passages", "documents")}
            held.append(MergeInput(table, readers))
            wanted += [row for row, kept in zip(own, keep, strict=True) if kept]
        file = file_of(Path(folder, "merged"), *merge_records(held))
        assert told(file, "passages") == told(file, "documents") == wanted
        known = list(WordCodes(file, analysis.ENGLISH))
        assert len(set(known)) == len(known)
        met = {
            piece
            for each in range(len(wanted))
            for piece in RecordDecoder(file, "passages", WordCodes(file, analysis.ENGLISH))[each].pieces
        }
        assert met <= set(known)


@BOUNDED
@given(st.lists(st.lists(st.integers(0, (1 << 32) - 1) | st.integers((1 << 20) - 2, (1 << 20) + 2)), max_size=9))
def test_numbers_are_written_as_characters(lists):
    """Numbers beyond what one character carries take two, and come back; a record's length is its own."""
    counts = np.array([len(each) for each in lists], np.int64)
    content, lengths = encode_records(np.array([value for each in lists for value in each], np.int64), counts)
    assert lengths.sum() == len(content)
    values, found = decode_records((content, lengths))
    assert found.tolist() == counts.tolist()
    assert values.tolist() == [value for each in lists for value in each]


@BOUNDED
@given(st.lists(st.sets(st.integers(0, 400)), max_size=9))
def test_ranks_come_back_ascending(sets):
    """What a row holds comes back in order, whatever order it was given in."""
    pairs = [(row, rank) for row, ranks in enumerate(sets) for rank in sorted(ranks, reverse=True)]
    own = np.array(pairs, np.int64).reshape(-1, 2)
    values, counts = encode_ranks(own[:, 0], own[:, 1], len(sets))
    assert counts.tolist() == list(map(len, sets))
    assert decode_ranks(values, counts).tolist() == [rank for ranks in sets for rank in sorted(ranks)]


@BOUNDED
@given(st.lists(texts, min_size=1, max_size=6), st.sampled_from([1 << 18, 3]))
@example(["foo bar foobar", "BUY US NOW", "some 10 000 men"], 3)
def test_places_of_terms_are_those_of_the_analysis(given_texts, kept):
    """Where a term stands is told without analysis just as the analysis has it, or not at all."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(WordCodes, "CACHED", kept)
        patched.setattr(WordCodes, "_FIRST_RARE", chr(kept))
        file = written_file(folder, "one", collected([([], text, []) for text in given_texts], []))
        table = WordCodes(file, analysis.ENGLISH)
        reader = RecordDecoder(file, "passages", table)
        for number, text in enumerate(given_texts):
            record = reader[number]
            assert "".join(record.pieces) == " " + text
            tokens = analysis.analyze(text)
            ends = np.cumsum([len(piece) for piece in record.pieces]) - 1
            for term in {*tokens.terms, "nowhere"}:
                places = table.find_terms(record, (term,))
                wanted = {end for found, end in zip(tokens.terms, tokens.ends, strict=True) if found == term}
                assert places is None or {int(ends[at]) for at in places} == wanted


def test_a_text_that_unfolds_beyond_bounds_is_refused(tmp_path, monkeypatch):
    """Few bytes that name a long piece again and again are no text, and are not put together."""
    monkeypatch.setattr(word_codes, "LARGEST", 1000)
    long = "x" * 600
    file = written_file(tmp_path, "one", collected([([], f"{long} {long}", []), ([], long, [])], []))
    reader = RecordDecoder(file, "passages", WordCodes(file, analysis.ENGLISH))
    assert reader[1].text == long
    with pytest.raises(IndexCorrupt):
        reader[0]
