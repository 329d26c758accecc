"""Kinds of retellings and of what only looks like one: five sentences a kind, the last ones where the rule must stay silent."""

from __future__ import annotations

from datetime import date

import pytest

import searchlib
from searchlib import Document
from searchlib.analysis import term_stream
from searchlib.views.retellings import shared_words
from searchlib.views.retellings.close_words import compared
from searchlib.views.retellings.likeness import alike_pairs
from searchlib.views.retellings.negation import read_negations
from searchlib.views.retellings.utterances import Utterance, Utterances

KINDS = [
    # what is not open is closed; what two words negate in common does not part them
    ("The museum would remain closed in May, {who} said.", "“The museum will not open in May,” {who} said.", True),
    ("“The treaty is not illegal,” {who} said.", "The treaty was legal, {who} said.", True),
    ("“The bears are not dangerous at all,” {who} said.", "The bears were no danger to anybody, {who} said.", True),
    ("The pier was unfinished and nobody cared, {who} said.", "“The pier is unfinished,” {who} said.", True),
    (
        "“We will sell the pier to the club,” {who} said.",
        "“We will not sell the tower this decade,” {who} said.",
        False,
    ),
    ("“The museum will open in May,” {who} said.", "“We will not open it without guards,” {who} said.", False),
    # a figure counts people, or what became of them
    ("{who} said the enemy had lost 700 sailors.", "“The enemy left 700 dead,” {who} said.", True),
    ("{who} said 450 miners were missing below.", "“Below, 450 are missing,” {who} said.", True),
    ("{who} said 90 tourists were wounded at the pier.", "“There are 90 injured at the pier,” {who} said.", True),
    ("{who} said 90 tourists were wounded.", "{who} said 40 tourists were wounded.", False),
    ("{who} said the port had lost 80 cranes.", "{who} said the port needed 80 lawyers.", False),
]


@pytest.mark.parametrize(("one", "other", "together"), KINDS)
def test_kinds_of_retellings(tmp_path, one, other, together):
    """Two papers of one day retell one utterance, or they do not."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            Document(
                id=f"{at}", text=text.format(who="Mayor Ana Reyes"), published=date(2024, 5, 2), source=f"Paper {at}"
            )
            for at, text in enumerate((one, other))
        )
        assert (index.quotes().groups[0].articles == 2) == together


@pytest.mark.parametrize(
    ("text", "same_as", "negated"),
    [
        ("the harbour will not open", "the harbour will close", ""),
        ("the harbour won't be closed", "the harbour open", ""),
        ("nobody paid the crew", "paid crew", "paid crew"),
        ("the minister refused to pay the crew", "minister refused pay crew", "pay crew"),
        ("not only the crew was paid", "crew paid", ""),
        ("he did not in the 1990s sell it", "sell", "sell"),
        ("the answer is no", "answer", ""),
        ("the harbour opens", "harbour open", ""),
    ],
)
def test_a_negated_word_that_has_an_opposite_is_read_as_it(text, same_as, negated):
    """The words are compared as those of the affirmative sentence; the others behind a negation are kept as negated."""
    stems, kept = read_negations(tuple(term_stream(text)[0]))
    assert compared(stems) == compared(term_stream(same_as)[0])
    assert kept == compared(term_stream(negated)[0])


def test_utterances_in_arrays_are_those_put_in():
    """Each is the same object again, also after some were taken in another order; words are looked up as a whole."""
    one = Utterance(("a", "b", "a"), frozenset("ab"), frozenset("b"), frozenset({("3", "")}), speaker=("lu",), day=7)
    other = Utterance((), frozenset())
    held = Utterances([one, other, one])
    assert list(held) == [one, other, one]
    assert list(held.taken([2, 1])) == [one, other]
    assert held[-1] == one
    assert held[1:] == [other, one]
    assert held.holding({"b", "z"}).tolist() == [True, False, True]


def test_pairs_are_the_same_however_many_are_held_at_once(monkeypatch):
    """Pairs of words are counted some at a time: those of one statement together."""
    said = [Utterance((), frozenset(f"{at % 3} {at % 5}".split()), day=at // 4) for at in range(40)]
    expected = alike_pairs(said)
    monkeypatch.setattr(shared_words, "_AT_ONCE", 1)
    assert alike_pairs(said) == expected
    assert expected[0]
