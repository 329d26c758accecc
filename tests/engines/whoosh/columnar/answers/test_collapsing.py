"""Near-duplicates: what a fingerprint keeps, and groups that depend on nothing but the passages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib
from searchlib import Document, analysis
from searchlib.engines.whoosh.columnar.answers import sorting
from searchlib.near_duplicates import AGREEING, FIGURES, LANES, SHORTEST, Groups, Naming, fingerprints, near

WIRE = (
    "The minister said on Thursday that troops had crossed the river near the old bridge and that talks with the "
    "neighbours would go on for as long as both sides were ready to meet in the capital again"
)


def prints_of(texts: list[str]) -> np.ndarray:
    streams = [analysis.term_stream(text)[0] for text in texts]
    vocabulary = list(dict.fromkeys(term for stream in streams for term in stream))
    numbers = {term: number for number, term in enumerate(vocabulary)}
    ids = np.array([numbers[term] for stream in streams for term in stream], np.int64)
    return fingerprints(ids, np.array([len(stream) for stream in streams], np.int64), vocabulary)


def alike(one: str, other: str) -> bool:
    first, second = prints_of([one, other])
    return bool(near(np.array([first]), second)[0]) and first != 0


def test_a_copy_is_recognised_through_small_changes() -> None:
    """Another case, another sign, a word more: the same wire text."""
    assert alike(WIRE, WIRE.upper() + ".")
    assert alike(WIRE, WIRE.replace("old bridge", "ancient bridge"))
    assert alike(WIRE, WIRE + " officials said")


def test_other_texts_are_not_folded() -> None:
    """A text on the same matter in other words is another passage."""
    assert not alike(WIRE, "Troops crossed the river, the minister told the press; he hopes that talks will go on soon")


def test_a_copy_with_another_figure_is_another_passage() -> None:
    """The same words with 8,000 and with 10,000, in digits or in words, are never one."""
    for one, other in (("8,000", "10,000"), ("eight", "ten"), ("8,000", "")):
        text = WIRE.replace("troops", "{} troops")
        assert not alike(text.format(one), text.format(other))
    assert alike(
        WIRE.replace("troops", "8,000 troops"), WIRE.replace("troops", "8.000 troops").replace("8.000", "8000")
    )


def test_a_text_that_says_not_is_another_passage() -> None:
    """A denial is not shown under what it denies; "did not" and "didn't" are one."""
    assert not alike(WIRE, WIRE.replace("had crossed", "had not crossed"))
    assert not alike(WIRE, WIRE.replace("The minister said", "The minister denied"))
    assert alike(WIRE.replace("had crossed", "had not crossed"), WIRE.replace("had crossed", "hadn't crossed"))


def test_short_passages_are_nobody_s_duplicates() -> None:
    """Formulas of a few words have no fingerprint."""
    assert prints_of(["He declined to comment.", " ".join("abcdefgh"[:SHORTEST])]).tolist()[0] == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcdef 123", max_size=60), min_size=1, max_size=6))
def test_a_fingerprint_depends_on_its_passage_alone(texts: list[str]) -> None:
    """Whatever stands beside a passage in the segment, its fingerprint is the same."""
    assert prints_of(texts).tolist() == [prints_of([text]).tolist()[0] for text in texts]


lanes = st.lists(st.sampled_from((0, 1)), min_size=LANES, max_size=LANES)
made_prints = st.builds(
    lambda figures, values: figures << 48 | sum(value << 4 * lane for lane, value in enumerate(values)),
    st.sampled_from((0, 1)),
    lanes,
)


def slow_groups(prints: list[int]) -> list[set[int]]:
    """Near-duplicates put together, pair by pair."""

    def close(one: int, other: int) -> bool:
        same = sum(one >> 4 * lane & 15 == other >> 4 * lane & 15 for lane in range(LANES))
        return one >> 48 == other >> 48 and same >= AGREEING

    groups: list[set[int]] = []
    for one in sorted(set(prints) - {0}):
        joined = [group for group in groups if any(close(one, other) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append({one}.union(*joined))
    return groups


@settings(max_examples=100, deadline=None)
@given(st.lists(made_prints, min_size=1, max_size=12), st.randoms())
def test_groups_are_those_of_comparing_all_pairs_in_any_order(prints: list[int], rng: object) -> None:
    """The group of a print is what near-duplicates link, whoever comes first and whatever was asked before."""
    asked = list(prints)
    rng.shuffle(asked)  # type: ignore[attr-defined]
    groups = Groups(np.array(asked, np.uint64))
    wanted = slow_groups(prints)
    for one in asked:
        found = set(groups.group(np.uint64(one)).tolist())
        assert found == next((group for group in wanted if one in group), {one})
    assert int(FIGURES) == 48


namings = st.builds(
    lambda names: Naming(frozenset(names), frozenset(names)), st.sets(st.sampled_from("abc"), max_size=2)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(made_prints, namings), max_size=12), st.integers(0, 13))
def test_folding_shows_each_group_once_in_the_order_of_the_matches(
    matches: list[tuple[int, Naming]], wanted: int
) -> None:
    """Each match stands under the first one shown of its group that names no others, and nothing is lost; 0 folds with nothing."""
    prints = [one for one, _ in matches]
    every = np.array(prints, np.uint64)
    groups = slow_groups(prints)
    shown, under = sorting.collapsed(every, Groups(every), wanted, lambda at: matches[at][1])
    expected: list[int] = []
    members: dict[int, list[int]] = {}
    for at, (one, naming) in enumerate(matches):
        group = next((group for group in groups if one in group), set())
        heads = (place for place in expected if prints[place] in group and not naming.differs(matches[place][1]))
        head = next(heads, None)
        if head is None:
            expected.append(at)
        else:
            members.setdefault(head, []).append(at)
    assert shown.tolist() == expected[:wanted]
    assert under == {head: places for head, places in members.items() if head in expected[:wanted]}


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("A quake shook the Talas valley on Monday.", "A quake shook the Sorva valley on Monday.", True),
        ("A quake shook the Talas valley.", "TALAS (Meridian Press) - A quake shook the Talas valley.", False),
        ("A quake shook the Talas valley near Odden.", "A quake shook the Talas valley.", False),
        ("“Odden will pay,” the mayor said.", "Vik will pay, the mayor said.", False),  # any word may open a sentence
        ("The Mayor of Odden said so.", "The mayor of Odden said so.", False),
    ],
)
def test_texts_differ_in_names_when_each_has_one_that_the_other_has_not(one, other, differs):
    """A credit or a cut adds names on one side alone."""
    assert Naming.of(one).differs(Naming.of(other)) == Naming.of(other).differs(Naming.of(one)) == differs


def test_a_story_of_another_place_is_shown_by_itself(tmp_path):
    """On the page, each with its own copies; whichever comes first."""
    copies = {"a": WIRE + " of Odden", "b": WIRE + " of Vik", "c": WIRE + " of Odden, he added", "d": WIRE + " of Vik"}
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(Document(id=name, text=text) for name, text in copies.items())
        shown = {hit.document: sorted(hit.duplicates) for hit in index.search("troops", collapse=True)}
        assert sorted(map(sorted, ((head, *(one[0] for one in under)) for head, under in shown.items()))) == [
            ["a", "c"],
            ["b", "d"],
        ]
        assert len(index.search("troops", collapse=True, limit=1, offset=1)) == 1
