"""FieldTokens as numbers: the quick way of taking in a text gives what the analysis gives, wherever it is cut."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.analysis import ENGLISH, term_stream
from searchlib.engines.whoosh.columnar.writing.token_streams import FieldTokens

PIECES = [
    "US",
    "U.S.",
    "us,",
    "U.N.",
    "“China’s",
    "it,”",
    "10",
    "000",
    "10,000",
    "10\xa0000",
    "3.5%",
    "a.b",
    "J.",
    "ét",
]
PIECES += ["北京", "ไทย", "__", "don't", "Korea.In", "\n", "\t", "—", "-", "word", "Word.", "three-year", "…", "ſ", "ﬁ"]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)


@settings(max_examples=300)
@given(st.lists(TEXTS, max_size=4))
def test_numbers_stand_for_the_terms_of_the_analysis(texts: list[str]) -> None:
    """Whatever was met before, a text's numbers and positions are those of its terms."""
    words = FieldTokens(ENGLISH)
    expected = [term_stream(text) for text in [*texts, *texts]]
    for text in [*texts, *texts]:
        words.add(text)
    tokens, names = words.tokens(), list(words.vocabulary)
    assert [names[number] for number in tokens.ids] == [term for terms, _, _ in expected for term in terms]
    assert tokens.positions.tolist() == [place for _, positions, _ in expected for place in positions]
    assert tokens.counts.tolist() == [len(terms) for terms, _, _ in expected]
    assert words.lengths.tolist() == [positions[-1] + 1 if positions else 0 for _, positions, _ in expected]
    assert words.count == len(tokens.ids)


@settings(max_examples=300)
@given(TEXTS, st.lists(st.integers(-5, 80), min_size=1))
def test_places_are_those_of_the_tokens_starts(text: str, offsets: list[int]) -> None:
    """A token's place is found from any character, inside the text or not, as by a look at every token's start."""
    places, _ = FieldTokens(ENGLISH).add(text)
    _, positions, starts = term_stream(text)
    for start, end in zip(offsets, reversed(offsets), strict=True):
        first, after = bisect_left(starts, start), bisect_left(starts, end)
        assert places.position(start) == (positions[first] if first < len(positions) else None)
        assert places.span(start, end) == ((positions[first], positions[after - 1]) if after > first else (1, 0))


def test_long_texts_and_long_words_are_taken_in() -> None:
    """A text longer than what is split, and words too long to be kept, give their terms all the same."""
    words = FieldTokens(ENGLISH)
    words.add("word " * 10_000)
    words.add("x" * 10_000)
    words.add("x" * 10_000 + " word")
    assert words.tokens().counts.tolist() == [10_000, 1, 2]
    assert sorted(words.chunks) == ["", "word"]
