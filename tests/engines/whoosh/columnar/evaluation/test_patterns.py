"""Patterns and fuzzy words: the same terms as by trying every one."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.analysis import ENGLISH
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.evaluation import patterns
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.errors import LimitError
from searchlib.matching import term_patterns
from searchlib.models import Document, Passage
from searchlib.query.nodes import Fuzzy, Or, Wildcard

VOCABULARY = sorted(
    {f"{a}{b}{c}" for a in ("", "s", "so", "sol") for b in ("da", "di", "lz", "x") for c in ("", "o", "er", "ör")}
)


def slow_edits(one: bytes, other: bytes) -> int:
    """Levenshtein's distance by its definition, row by row."""
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, 1):
        above, row = row, [count]
        for at, against in enumerate(other):
            row.append(min(above[at + 1] + 1, row[-1] + 1, above[at] + (letter != against)))
    return row[-1]


@pytest.fixture(scope="module")
def segment() -> Iterator[Segment]:
    with tempfile.TemporaryDirectory() as folder:
        text = " ".join(VOCABULARY)
        passage = Passage(id="a#0", document="a", ordinal=0, start=0, end=len(text), line=1, text=text)
        with IndexWriter(Storage(Path(folder))) as writer:
            writer.add(Document(id="a", text=text), [passage])
            writer.commit()
        yield ColumnarEngine(folder).reader().segments[0]


words = st.text("abc", max_size=8).map(str.encode)


@settings(max_examples=100, deadline=None)
@given(words, st.lists(words, max_size=8))
def test_distances_are_levenshtein_s(target: bytes, terms: list[bytes]) -> None:
    """Many distances at once are those of the textbook."""
    assert term_patterns.edit_distances(target, terms).tolist() == [slow_edits(target, term) for term in terms]


@settings(max_examples=60, deadline=None)
@given(st.text("solderx", max_size=7).map(str.encode), st.integers(0, 2))
def test_near_terms_are_those_of_trying_every_term(segment: Segment, target: bytes, most: int) -> None:
    """The scan over the dictionary's bytes finds what comparing each term finds, with the same distances."""
    found = {
        segment.dictionary.term(number): edits for number, edits in patterns.near_terms(segment, "text", target, most)
    }
    every = {term: slow_edits(target, term) for _, term in segment.dictionary.terms("text")}
    assert found == {term: edits for term, edits in every.items() if edits <= most}


@settings(max_examples=100, deadline=None)
@given(st.text("sol*?der", min_size=1, max_size=6).filter(lambda pattern: set(pattern) & set("*?")))
def test_a_pattern_stands_for_what_a_regular_expression_matches(segment: Segment, pattern: str) -> None:
    """`*` is any letters, `?` one; the matcher of a text and the scan of the index agree."""
    tests = [
        re.compile("".join({"*": ".*", "?": "."}.get(mark, re.escape(mark)) for mark in spelling), re.DOTALL)
        for spelling in term_patterns.spellings(pattern, ENGLISH)
    ]
    terms = [term.decode() for _, term in segment.dictionary.terms("text")]
    wanted = [term for term in terms if any(test.fullmatch(term) for test in tests)]
    assert [term.decode() for term in patterns.pattern_terms(segment, "text", pattern)] == sorted(wanted)
    matches = term_patterns.pattern_matcher(pattern, ENGLISH)
    assert [term for term in terms if matches(term)] == wanted


def test_the_end_of_a_pattern_is_stemmed_as_terms_are() -> None:
    """Words are indexed as stems, so `s?lence` is also asked as `s?lenc` and `studies*` also as studi."""
    assert term_patterns.spellings("s?lence", ENGLISH) == ("s?lence", "s?lenc")
    assert term_patterns.spellings("studies*", ENGLISH) == ("studies*", "studi")
    assert term_patterns.spellings("soldier*", ENGLISH) == ("soldier*",)


def test_a_pattern_of_too_many_words_is_refused_by_name(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the bound, counts over all segments, and says what to do."""
    monkeypatch.setattr(patterns, "MOST_EXPANSIONS", 5)
    with pytest.raises(LimitError, match=r"more than 5 words.*Write more of its letters"):
        patterns.check_bounds([segment], Wildcard("so*"), lambda _: ("text",))


def test_a_query_of_too_many_patterns_is_refused_by_name(segment: Segment) -> None:
    """Each pattern reads the whole vocabulary, so there is a bound on their number."""
    many = Or(tuple(Fuzzy(f"word{number}", 1) for number in range(65)))
    with pytest.raises(LimitError, match="at most 64 patterns"):
        patterns.check_bounds([segment], many, lambda _: ("text",))
