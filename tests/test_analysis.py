"""What is a term: the table of the module, the laws of folding, and speed on hostile text."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib import analysis
from searchlib.analysis import analyze, analyzer_of, fold, fold_name, query_terms, stem, term_list, term_stream
from searchlib.definitions.analysis_settings import AnalysisSettings
from tests.growth import assert_linear, repeated

NEWSY = st.lists(
    st.sampled_from(
        [
            "US",
            "U.S.",
            "us",
            "U.N.",
            "China’s",
            "the",
            "10",
            "000",
            "10,000",
            "10\xa0000",
            "3.5%",
            "1,2",
            "31,2024",
            "J.",
            "K.",
            "naïve",
            "ét",
            "北京",
            "Thai",
            "ไทย",
            "__",
            "a_b",
            "don't",
            "1990's",
            "Korea.In",
            "\n",
            "Ａ",
            "½",
            "'",
            "’",
            ".",
            "-",
            "5",
            "100",
            "200",
        ]
    ),
    max_size=20,
).map(" ".join)
ANY = st.text(max_size=60) | NEWSY


def written(text: str) -> list[tuple[str, int, str]]:
    """Term, position and characters of every token."""
    tokens = analyze(text)
    spans = zip(tokens.starts, tokens.ends, strict=True)
    return [(term, place, text[a:b]) for term, place, (a, b) in zip(tokens.terms, tokens.positions, spans, strict=True)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("China's CHINA’S Chinas", "china china china"),
        ("10,000 10'000 10\u00a0000 10\u2009000 10\u202f000 10000", "10000 10000 10000 10000 10000 10000"),
        ("1,234,567.5 and 1,00,000", "1234567.5 and 100000"),
        ("3.5% $4bn 10:30 2nd 1990's 1990s", "3.5 4bn 10 30 2nd 1990s 1990s"),
        ("October 31,2024 2020,000 1,2", "octob 31 2024 2020 000 1 2"),
        ("U.N. UN U.S.S.R. J.K. a.m. D.C", "un un ussr jk am dc"),
        ("U.S. US U.S US's U.S.'s u.s. US-led", "u.s. u.s. u.s. u.s. u.s. u.s. u.s. led"),
        ("the USA told us and Us", "the usa told us and us"),
        ("Korea.In example.com", "korea in exampl com"),
        ("Russia–Ukraine de-escalation", "russia ukrain de escal"),
        ("naïve cafe\u0301 Łukasz Straße ﬁne ＷＩＤＥ co\u00adoperate", "naiv cafe lukasz strass fine wide cooper"),
        ("北京 が ไทย", "北 京 が ไ ท ย"),
        ("the of and may", "the of and may"),
        ("__x__ ___ - …", "x"),
        ("don’t O‘Brien", "don't o'brien"),
        ("٣٫٥ ١٢", "3 5 12"),
    ],
)
def test_terms(text: str, terms: str) -> None:
    """Each way of writing has the terms that the module's table gives it."""
    assert analyze(text).terms == terms.split()


def test_a_plain_space_joins_as_an_extra_term() -> None:
    """Digits grouped by plain spaces keep their parts and have the whole number at the place of the first."""
    assert written("some 10 000 men") == [
        ("some", 0, "some"),
        ("10", 1, "10"),
        ("10000", 1, "10 000"),
        ("000", 2, "000"),
        ("men", 3, "men"),
    ]


@pytest.mark.parametrize("text", ["2024 100", "31 1000", "10 0000", "1.5 000", "10 00", "10  000", "a10 000"])
def test_other_digits_are_not_joined(text: str) -> None:
    """Only one to three digits followed by groups of exactly three are one number."""
    assert len(set(analyze(text).positions)) == len(analyze(text))


def test_us_in_capitals_means_both() -> None:
    """In a line all in capitals US has the pronoun's term and the country's; the next line decides for itself."""
    assert [(term, place) for term, place, _ in written("THE US SAYS\nThe US says")] == [
        ("the", 0), ("us", 1), ("u.s.", 1), ("say", 2), ("the", 3), ("u.s.", 4), ("say", 5),
    ]  # fmt: skip
    assert analyze("the US", capitals=True).terms == ["the", "us", "u.s."]
    assert analyze("THE US", capitals=False).terms == ["the", "u.s."]
    assert analyze("THE U.S. SAYS").terms == ["the", "u.s.", "say"]


def test_query_words_carry_alternatives_and_hints() -> None:
    """A query's words list the terms that any of may match, and the pronoun suggests the country."""
    assert [word.terms for word in query_terms("US TROOPS")] == [("u.s.",), ("troop",)]
    assert [word.terms for word in query_terms("US TROOPS", capitals=None)] == [("us", "u.s."), ("troop",)]
    assert [word.terms for word in query_terms("10 000")] == [("10", "10000"), ("000",)]
    assert [word.hint for word in query_terms("us US")] == ["U.S.", ""]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("J.K. Rowling", ("jk", "rowling")),
        ("J. K. Rowling", ("jk", "rowling")),
        ("JK Rowling", ("jk", "rowling")),
        ("Cho Tae-yul", ("cho", "tae", "yul")),
        ("O’Brien's", ("obrien",)),
        ("U.S. State Department", ("us", "state", "department")),
        ("George W. Bush", ("george", "w", "bush")),
        ("Recep Tayyip Erdoğan", ("recep", "tayyip", "erdogan")),
        ("", ()),
    ],
)
def test_names(name: str, parts: tuple[str, ...]) -> None:
    """A name's parts are folded, never stemmed, and alike however its initials and apostrophes are written."""
    assert fold_name(name) == parts


def test_stems() -> None:
    """Words are stemmed by Snowball English, figures and endless words stay."""
    assert [stem(word) for word in ("soldiers", "running", "3.5m", "s" * 60)] == ["soldier", "run", "3.5m", "s" * 60]


@settings(max_examples=300)
@given(ANY)
def test_analysis_is_total_and_exact(text: str) -> None:
    """Any string is analysed: spans ascend and hold no outer space, terms are never empty, positions have no gap."""
    tokens = analyze(text)
    assert all(tokens.terms)
    assert sorted(tokens.starts) == tokens.starts
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in zip(tokens.starts, tokens.ends, strict=True))
    assert sorted(set(tokens.positions)) == list(range(len(set(tokens.positions))))


@settings(max_examples=300)
@given(ANY, st.sampled_from((None, True, False)))
def test_the_fast_way_agrees(text: str, capitals: bool | None) -> None:
    """Words taken one by one have the terms, positions and characters of those looked up at once."""
    terms, positions, starts = term_stream(text, capitals=capitals)
    if capitals is None:
        assert term_list(text) == terms
    tokens = analysis.ENGLISH._word_by_word(text, capitals)
    assert (terms, list(positions), starts) == (tokens.terms, tokens.positions, tokens.starts)
    assert analyze(text, capitals=capitals) == tokens


@settings(max_examples=200)
@given(ANY)
def test_queries_and_documents_agree(text: str) -> None:
    """A query has the very terms and positions of a document with the same words."""
    flat = [(term, word.position) for word in query_terms(text, capitals=None) for term in word.terms]
    tokens = analyze(text)
    assert flat == list(zip(tokens.terms, tokens.positions, strict=True))


@settings(max_examples=300)
@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    """`fold` is idempotent, and blind to how accents are encoded."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_every_character_folds_once() -> None:
    """Folding is idempotent on every single character there is."""
    assert [code for code in range(0x30000) if fold(fold(chr(code))) != fold(chr(code))] == []


def test_every_mark_continues_a_word() -> None:
    """A combining mark of any script in the basic plane never breaks the word it stands in."""
    marks = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Mn"]
    broken = [mark for mark in marks if not mark.isalnum() and len(analysis._WORD.findall(f"x{mark}x")) != 1]
    assert len(broken) <= 10, broken  # marks newer than the table


def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many different words are met, the cache keeps a bounded number, and terms stay right."""
    monkeypatch.setattr(analysis, "_CACHED_FORMS", 50)
    terms = analysis._Terms(analysis.ENGLISH.pieces)
    assert [terms[f"word{number}"] for number in range(500)] == [f"word{number}" for number in range(500)]
    assert len(terms) <= 50


@pytest.mark.parametrize(
    "unit", ["a", "1,", "1,234,", "a'", "U.", "US\n", "US ", "北", "_", "10 000 ", "a\u0301", "1\u00a0100"]
)
def test_hostile_text_is_linear(unit: str) -> None:
    """The work is in proportion to the text, whatever is repeated."""
    assert_linear(analyze, repeated(unit))


def test_the_quick_look_misses_no_unspaced_script() -> None:
    """Every range of characters without spaces lies in what the quick look finds."""
    for pair in analysis._UNSPACED_RANGES.split():
        first, last = (int(bound, 16) for bound in pair.split("-"))
        assert all(analysis._may_be_unspaced(chr(code)) for code in range(first, last + 1)), pair


def test_one_plain_word_is_read_as_among_others() -> None:
    """A text of nothing but one word of ASCII letters gives what it gives beside a space."""
    for word in ("Kursk", "US", "troops", "a", "running", "x" * 200):
        alone, beside = analysis.analyze(word), analysis.analyze(f"{word} ")
        assert (alone.terms, alone.starts, alone.ends) == (beside.terms, beside.starts, beside.ends)


@given(st.text("aBz -é", max_size=20))
def test_a_name_is_folded_alike_with_and_without_a_sign(name):
    """A name of letters alone is folded without looking at its signs, with the same result: nothing parts as a bracket does."""
    assert fold_name(name) == fold_name(f"({name})")


@pytest.mark.parametrize("chosen", [AnalysisSettings(), AnalysisSettings(stemmer="german", stop_words=("der",))])
def test_an_analyser_is_pickled_as_its_settings(chosen):
    again = pickle.loads(pickle.dumps(analyzer_of(chosen)))
    assert again is analyzer_of(chosen)
