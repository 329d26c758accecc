"""Both variants of ranking against the law - BM25 in ten lines of Python - and the compiled one against the other."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.errors import IndexCorrupt
from searchlib.ranking import bm25, exhaustive, impacts, load_kernels, packing
from searchlib.ranking.postings import (
    EXCLUDED,
    OPTIONAL,
    REQUIRED,
    Matches,
    Postings,
    Segment,
    Term,
    Terms,
    Top,
    merge_top,
)

pytestmark = pytest.mark.xdist_group("kernels")
"""One process runs all tests of compiled kernels: compiling them takes half a minute."""

WORDS = 6  # lists 0 to 5 are words of the text, 6 to 11 the same words in the title


@dataclass(frozen=True)
class Corpus:
    """Passages as lists of word numbers, text and title apart; `parts` says how many passages each segment has."""

    texts: list[list[int]]
    titles: list[list[int]]
    parts: list[int]

    def statistics(self, field: int) -> tuple[float, list[int]]:
        """The field's average length, and how many passages hold each word."""
        of = (self.texts, self.titles)[field]
        return sum(map(len, of)) / max(1, len(of)), [sum(word in each for each in of) for word in range(WORDS)]


def segments(corpus: Corpus, k1: float = 1.2, b: float = 0.75) -> list[Segment]:
    """The corpus as arrays, a segment a part."""
    made, start = [], 0
    for part in corpus.parts:
        here = slice(start, start + part)
        made.append(segment([corpus.texts[here], corpus.titles[here]], corpus, k1, b))
        start += part
    return made


def segment(fields: list[list[list[int]]], corpus: Corpus, k1: float, b: float) -> Segment:
    """One segment: for each field a list of words for each passage."""
    lengths = np.array([[len(words) for words in passages] for passages in fields])
    blocks, pairs = [], []
    for field, passages in enumerate(fields):
        documents, frequencies, positions, sizes = [], [], [], []
        for word in range(WORDS):
            places = [[at for at, each in enumerate(words) if each == word] for words in passages]
            held = [number for number, at in enumerate(places) if at]
            sizes.append(len(held))
            documents += held
            frequencies += [len(places[number]) for number in held]
            positions += [at for number in held for at in places[number]]
        lists = np.array(documents, np.int32), narrow(frequencies)
        starts = np.cumsum([0, *sizes])
        blocks.append(packing.pack(*lists, narrow(positions), starts))
        pairs.append(impacts.pairs(*lists, narrow(lengths[field]), starts))
    postings = impacts.stored(packing.join(blocks), impacts.join(pairs))
    longest = int(lengths.max(initial=0))
    norms = [bm25.norms(corpus.statistics(field)[0], longest, k1=k1, b=b) for field in range(len(fields))]
    return Segment(postings, narrow(lengths), np.stack(norms))


def narrow(values: object) -> np.ndarray:
    """The numbers in the narrowest type that holds them."""
    array = np.asarray(values)
    most = int(array.max(initial=0))
    return array.astype(np.uint8 if most < 256 else np.uint16 if most < 65536 else np.uint32)


def brute_force(corpus: Corpus, terms: list[Term], k: int, allowed: np.ndarray, k1: float, b: float) -> Top:
    """The law: look at every passage, word by word."""
    statistics = [corpus.statistics(0), corpus.statistics(1)]
    scored = []
    for number, fields in enumerate(zip(corpus.texts, corpus.titles, strict=True)):
        score, held = 0.0, {OPTIONAL: set(), REQUIRED: set(), EXCLUDED: set()}
        for term in terms:
            words = fields[term.field]
            tf = words.count(term.list_id % WORDS)
            if tf and term.role != EXCLUDED:
                score += term.weight * tf / (tf + k1 * (1 - b + b * (len(words) / (statistics[term.field][0] or 1.0))))
            if tf and term.retrieves:
                held[term.role].add(term.clause)
        required = {term.clause for term in terms if term.role == REQUIRED}
        fits = required <= held[REQUIRED] and not held[EXCLUDED] and (required or held[OPTIONAL])
        if fits and allowed[number]:
            scored.append((-score, number))
    best = sorted(scored)[:k]
    return Top(np.array([number for _, number in best]), np.array([-score for score, _ in best]))


@st.composite
def corpora(draw: st.DrawFn, most: int = 60) -> Corpus:
    """A first segment of ordinary passages, then segments with very short and very long ones: the average moves."""
    words = st.integers(0, WORDS - 1)
    ordinary = st.lists(words, max_size=12)
    strange = st.one_of(ordinary, st.just([]), st.builds(lambda word, times: [word] * times, words, st.just(300)))
    first = draw(st.lists(ordinary, max_size=most))
    later = draw(st.lists(st.lists(strange, max_size=8), max_size=2))
    texts = [*first, *[each for part in later for each in part]]
    titles = [draw(st.lists(words, max_size=3)) for _ in texts]
    return Corpus(texts, titles, [len(first), *map(len, later)])


@st.composite
def queries(draw: st.DrawFn, *, roles: bool = True) -> list[Term]:
    """Up to eight lists in random clauses, the same list twice among them, some of them not proposing."""
    number = st.integers(0, 2 * WORDS - 1)
    weight = st.sampled_from([0.0, 1e-9, 0.5, 1.0, 1.0, 3.25, 1e6])
    role = st.sampled_from([OPTIONAL, OPTIONAL, REQUIRED, EXCLUDED]) if roles else st.just(OPTIONAL)
    rows = draw(st.lists(st.tuples(number, weight, st.integers(0, 3), st.booleans() | st.just(True)), max_size=8))
    of = [draw(role) for _ in range(4)]  # a clause has one role
    return [Term(list_, weight, list_ // WORDS, clause, of[clause], one) for list_, weight, clause, one in rows]


def ranked(
    variant: ModuleType,
    parts: list[Segment],
    corpus: Corpus,
    terms: list[Term],
    k: int,
    allowed: np.ndarray,
    *,
    named: bool = False,
) -> Top:
    """The best k of all segments, each told the floor that the ones before it reached; `named`: filters as numbers."""
    tops, bases, base, floor = [], [], 0, -1.0
    for part in parts:
        here = allowed[base : base + part.passages]
        left = {"among": np.flatnonzero(here).astype(np.int32)} if named else {"allowed": here}
        tops.append(variant.rank(part, Terms.of(terms), k, floor=floor, **left))
        bases.append(base)
        base += part.passages
        so_far = merge_top(tops, bases, k)
        floor = so_far.scores[-1] if 0 < k == len(so_far.scores) else -1.0
    return merge_top(tops, bases, k)


def assert_same(one: Top | Matches, other: Top | Matches) -> None:
    """Both hold the same numbers, to the last bit and in the same order."""
    assert one[0].tolist() == other[0].tolist()
    assert one[1].tolist() == other[1].tolist()


def assert_answers_or_refuses(call: Callable[[], object]) -> None:
    """It returns, or raises IndexCorrupt; any other error fails the test."""
    with suppress(IndexCorrupt):
        call()


@pytest.fixture(scope="session", params=["exhaustive", pytest.param("maxscore", marks=pytest.mark.slow)])
def variant(request: pytest.FixtureRequest) -> ModuleType:
    """Each variant in turn; the compiled one where numba is installed."""
    return exhaustive if request.param == "exhaustive" else request.getfixturevalue("compiled")


@pytest.fixture(scope="session")
def compiled() -> ModuleType:
    """The compiled variant."""
    if not load_kernels():
        pytest.skip("numba is not installed")
    from searchlib.ranking import compiled as maxscore

    return maxscore


@given(corpora(), queries(), st.integers(0, 12), st.randoms(use_true_random=False), st.sampled_from([0.0, 0.4, 1.2]))
@settings(max_examples=150, deadline=None)
def test_ranks_by_the_law(variant, corpus, terms, k, random, k1):
    """Random corpora, queries, deletions and segments give the passages and the very scores of the ten-line law."""
    allowed = np.array([random.random() < 0.8 for _ in corpus.texts], np.bool_)
    b = random.choice([0.0, 0.75, 1.0])
    parts = segments(corpus, k1, b)
    expected = brute_force(corpus, terms, k, allowed, k1, b)
    assert_same(ranked(variant, parts, corpus, terms, k, allowed), expected)
    assert_same(ranked(variant, parts, corpus, terms, k, allowed, named=True), expected)


@given(corpora(), st.lists(queries(), max_size=5), st.integers(0, 12), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_many_queries_rank_as_each_alone(variant, corpus, many, k, random):
    """One call for many queries gives, for each, the passages and the very scores of a call for it."""
    allowed = np.array([random.random() < 0.8 for _ in corpus.texts], np.bool_)
    floors = [random.choice([-1.0, 0.0, 0.5]) for _ in many]
    base = 0
    for part in segments(corpus):
        here = allowed[base : base + part.passages]
        asked = [Terms.of(terms) for terms in many]
        for terms, floor, top in zip(
            asked, floors, variant.rank_each(part, asked, k, allowed=here, floors=floors), strict=True
        ):
            assert_same(top, variant.rank(part, terms, k, allowed=here, floor=floor))
        base += part.passages


@given(corpora(), queries(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_matches_and_counts_by_the_law(variant, corpus, terms, random):
    """Matching gives all passages that the law ranks, ascending, and counting their number."""
    allowed = np.array([random.random() < 0.8 for _ in corpus.texts], np.bool_)
    expected = sorted(brute_force(corpus, terms, len(corpus.texts), allowed, 1.2, 0.75).documents.tolist())
    found, base = [], 0
    for part in segments(corpus):
        here = allowed[base : base + part.passages]
        matched = variant.match(part, Terms.of(terms), allowed=here)
        assert matched.dtype == np.int32
        assert variant.count(part, Terms.of(terms), allowed=here) == len(matched)
        found += (matched + base).tolist()
        base += part.passages
    assert found == expected


@given(corpora(most=20), st.lists(st.integers(0, WORDS - 1), min_size=1, max_size=4), st.integers(0, 4), st.booleans())
@settings(max_examples=150, deadline=None)
def test_nearness_by_the_law(variant, corpus, words, slack, ordered):
    """Phrases and near words are counted in minimal intervals, as trying every choice of places finds them."""
    part = segment([corpus.texts, corpus.titles], corpus, 1.2, 0.75)
    counts = [len(intervals(text[:40], words, slack, ordered)) for text in corpus.texts]
    if any(len(text) > 40 for text in corpus.texts) and len(words) > 1:
        return  # the long passages of one word are for ranking; trying every choice in them takes too long
    expected = {number: count for number, count in enumerate(counts) if count}
    if any(len(text) > 40 for text in corpus.texts):
        expected = {number: text.count(words[0]) for number, text in enumerate(corpus.texts) if words[0] in text}
    found = variant.near(part.postings, words, slack=slack, ordered=ordered)
    assert dict(zip(found.documents.tolist(), found.frequencies.tolist(), strict=True)) == expected


def intervals(text: list[int], words: list[int], slack: int, ordered: bool) -> set[tuple[int, int]]:
    """The minimal intervals of a text by trying every choice of distinct places."""
    choices = itertools.product(*[[at for at, each in enumerate(text) if each == word] for word in words])
    spans = {
        (min(places), max(places))
        for places in choices
        if len(set(places)) == len(places) and (not ordered or list(places) == sorted(places))
    }
    minimal = {(a, z) for a, z in spans if not any((a, z) != (c, d) and a <= c and d <= z for c, d in spans)}
    return {(a, z) for a, z in minimal if z - a - (len(words) - 1) <= slack}


@given(corpora(most=20), st.integers(0, WORDS - 1), st.integers(0, WORDS - 1), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_derived_lists_are_ranked_like_stored_ones(variant, corpus, first, second, k):
    """A phrase over a union of words scores like a word that stood wherever the phrase does."""
    part = segment([corpus.texts, corpus.titles], corpus, 1.2, 0.75)
    either = variant.union(part.postings, [first, second], with_positions=True)
    extra = impacts.derive(part, [either], [0])
    pair = variant.near(part.postings, [~0, first], extra=extra)
    both = impacts.derive(part, [either, pair], [0, 0])
    terms = Terms.of([Term(~1, 2.0), Term(first, 1.0, retrieves=False)], both)
    expected = []
    for number, text in enumerate(corpus.texts):
        tf = sum(one in (first, second) and two == first for one, two in itertools.pairwise(text))
        norm = float(part.norms[0][len(text)])
        if tf:
            expected.append((-(2.0 * tf / (tf + norm) + text.count(first) / (text.count(first) + norm)), number))
    best = sorted(expected)[:k]
    assert_same(variant.rank(part, terms, k), (np.array([n for _, n in best]), np.array([-s for s, _ in best])))


def large(seed: int) -> Segment:
    """Some ten thousand passages, two fields, lists of every length, many ties: several blocks and windows."""
    rng = np.random.default_rng(seed)
    passages = int(rng.integers(9_000, 14_000))
    lengths = narrow(rng.choice([3, 5, 8, 8, 8, 40, 400], (2, passages)))
    shares = [0.9, 0.3, 0.05, 0.01, 0.002, 0.0001]
    held = [np.flatnonzero(rng.random(passages) < share) for share in shares + shares]
    documents = np.concatenate(held).astype(np.int32)
    frequencies = narrow(rng.choice([1, 1, 1, 2, 3], len(documents)))
    starts = np.cumsum([0, *map(len, held)])
    half = int(starts[WORDS])
    parts = [
        impacts.pairs(documents[:half], frequencies[:half], lengths[0], starts[: WORDS + 1]),
        impacts.pairs(documents[half:], frequencies[half:], lengths[1], starts[WORDS:] - half),
    ]
    steps = rng.integers(1, 4, int(frequencies.sum()))
    begins = np.repeat(np.cumsum(frequencies) - frequencies, frequencies)
    running = np.cumsum(steps)
    positions = narrow(running - running[begins])
    blocks = packing.pack(documents, frequencies, positions, starts)
    postings = impacts.stored(blocks, impacts.join(parts))
    norms = np.stack([bm25.norms(float(row.mean()), int(lengths.max())) for row in lengths])
    return Segment(postings, lengths, norms)


@pytest.mark.slow
@given(st.integers(0, 2), st.data())
@settings(max_examples=120, deadline=None)
def test_compiled_equals_exhaustive_across_windows(compiled, seed, data):
    """On segments of several windows and blocks both variants give the same passages and the very same scores."""
    part = LARGE.setdefault(seed, large(seed))
    terms = Terms.of(data.draw(queries()))
    k = data.draw(st.sampled_from([1, 3, 10, 500, 20_000]))
    allowed = data.draw(st.sampled_from([None, 0.9, 0.01, 0.0]))
    if allowed is not None:
        allowed = np.random.default_rng(seed).random(part.passages) < allowed
    expected = exhaustive.rank(part, terms, k, allowed=allowed)
    assert_same(compiled.rank(part, terms, k, allowed=allowed), expected)
    if len(expected.scores):
        floor = float(expected.scores[len(expected.scores) // 2])
        assert_same(
            compiled.rank(part, terms, k, allowed=allowed, floor=floor),
            exhaustive.rank(part, terms, k, allowed=allowed, floor=floor),
        )
    assert (
        compiled.match(part, terms, allowed=allowed).tolist() == exhaustive.match(part, terms, allowed=allowed).tolist()
    )


LARGE: dict[int, Segment] = {}


@pytest.mark.slow
@given(st.integers(0, 2), st.lists(st.integers(0, 11), min_size=1, max_size=4), st.integers(0, 5), st.booleans())
@settings(max_examples=60, deadline=None)
def test_compiled_nearness_equals_exhaustive(compiled, seed, numbers, slack, ordered):
    """Phrases and near words of long lists are found alike."""
    postings = LARGE.setdefault(seed, large(seed)).postings
    assert_same(
        compiled.near(postings, numbers, slack=slack, ordered=ordered),
        exhaustive.near(postings, numbers, slack=slack, ordered=ordered),
    )


@pytest.mark.slow
@given(st.data())
@settings(max_examples=250, deadline=None)
def test_damaged_arrays_never_crash(variant, data):
    """Whatever number of whatever array is altered, a query answers or raises IndexCorrupt, and soon."""
    part = LARGE.setdefault(0, large(0))
    broken = damage(part, data)
    terms, k = Terms.of(data.draw(queries())), data.draw(st.sampled_from([1, 10]))
    numbers = data.draw(st.lists(st.integers(0, 11), min_size=1, max_size=3))
    calls = [
        lambda: variant.rank(broken, terms, k),
        lambda: variant.count(broken, terms),
        lambda: variant.near(
            broken.postings, numbers, slack=data.draw(st.integers(0, 2)), ordered=data.draw(st.booleans())
        ),
    ]
    for call in calls:
        assert_answers_or_refuses(call)


@pytest.mark.parametrize("start", [1 << 31, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_start_that_would_wrap_around_is_refused(variant, start):
    """Blocks said to begin near the largest number, where a sum or its bits turn negative, are a damaged index."""
    part = LARGE.setdefault(0, large(0))
    arrays = {name: array for name, array in vars(part.postings).items() if name != "columns"}
    arrays["block_starts"] = np.full(len(arrays["block_starts"]), start, np.uint64)
    with pytest.raises(IndexCorrupt):
        variant.near(Postings(**arrays), [0, 0], ordered=False)


@pytest.mark.parametrize("widths", [0x7FFF, 0x7C00, 31, 31 << 5, 0xFFFF])
def test_widths_that_reach_beyond_are_refused_or_read_soon(variant, widths):
    """Blocks said to hold wider numbers than they do never lead outside of the arrays, and end."""
    part = LARGE.setdefault(0, large(0))
    arrays = {name: array for name, array in vars(part.postings).items() if name != "columns"}
    arrays["block_widths"] = np.full_like(arrays["block_widths"], widths)
    broken = Segment(Postings(**arrays), part.lengths, part.norms)
    for call in (
        lambda: variant.near(broken.postings, [0, 1, 6]),
        lambda: variant.rank(broken, Terms.of([Term(0, 1.0), Term(5, 1.0)]), 10),
        lambda: variant.union(broken.postings, [0, 5], with_positions=True),
    ):
        assert_answers_or_refuses(call)


def damage(part: Segment, data: st.DataObject) -> Segment:
    """The segment with some numbers of one array altered, or the array cut short or emptied."""
    arrays = {**vars(part.postings), "lengths": part.lengths}
    arrays.pop("columns", None)
    name = data.draw(st.sampled_from(sorted(arrays)))
    array = arrays[name].copy()
    limits = np.iinfo(array.dtype)
    if name != "lengths" and data.draw(st.booleans()):
        array = array[: data.draw(st.integers(0, len(array)))]
    for _ in range(data.draw(st.integers(1, 4)) if array.size else 0):
        value = data.draw(
            st.sampled_from([limits.min, limits.max, 0, 1, limits.max // 2]) | st.integers(limits.min, limits.max)
        )
        array.flat[data.draw(st.integers(0, array.size - 1))] = value
    arrays[name] = array
    lengths = arrays.pop("lengths")
    return Segment(Postings(**arrays), lengths, part.norms)
