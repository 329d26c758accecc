"""Kinds of retellings and of what only looks like one: five sentences a kind, the last ones where the rule must stay silent."""

from __future__ import annotations

from datetime import date

import pytest

import searchlib
from searchlib import Document
from searchlib.analysis import term_list, term_stream
from searchlib.views.retellings import shared_words
from searchlib.views.retellings.close_words import compared
from searchlib.views.retellings.likeness import alike_pairs
from searchlib.views.retellings.negation import read_negations
from searchlib.views.retellings.predicates import with_single_verbs
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
    # a verb with its particle is one verb
    ("{who} said she would step down in spring.", "“I am going to resign in spring,” {who} said.", True),
    ("“They called the regatta off,” {who} said.", "{who} said the regatta had been cancelled.", True),
    ("{who} said she would step down in spring.", "“I will step on the ferry tonight,” {who} said.", False),
    # the office of who is not named
    ("{who} said the pier would reopen on Friday.", "The pier opens again on Friday, the mayor said.", True),
    ("{who} said 140 people were still lost.", "There is no trace of 140 people, according to the mayor.", True),
    ("{who} said the pier would reopen on Friday.", "The pier needs paint by Friday, the engineer said.", False),
    # days that both speak of, and amounts in other units
    ("{who} said ferries would rest until the third of June.", "“No ferries before June 3,” {who} said.", True),
    ("{who} said it was the worst harvest in three decades.", "“The worst harvest for 30 years,” {who} said.", True),
    (
        "“The vaccine is safe for children over five,” {who} said.",
        "{who} said the vaccine was safe from the age of five.",
        True,
    ),
    # words that exclude each other
    ("{who} said 90 people had died in the north.", "{who} said 90 people had been injured in the south.", False),
    ("{who} said exports of oranges had risen.", "{who} said imports of oranges had risen.", False),
    ("{who} said 90 people had died in the north.", "“Ninety people died in the north,” {who} said.", True),
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
    ("text", "verb"),
    [
        ("he stepped down on Monday", "resign"),
        ("they took the company over", "acquire"),
        ("he stepped on the brake", "step"),
        ("over the company they took", "took"),
    ],
)
def test_a_verb_and_its_particle_are_one_verb(text, verb):
    """A word or two may stand between them; another order is none."""
    assert term_list(verb)[0] in with_single_verbs(term_list(text))


def test_a_surname_has_the_role_that_others_give_it_if_all_give_one():
    """Two people of one surname keep apart."""

    def said(speaker, role=""):
        return Utterance((), frozenset(), speaker=speaker, is_person=True, role=role)

    one = Utterances([said(("ana", "reyes"), "Mayor"), said(("reyes",)), said(("lu",))]).with_roles()
    assert [utterance.role for utterance in one] == ["Mayor", "Mayor", ""]
    two = Utterances([said(("ana", "reyes"), "Mayor"), said(("jo", "reyes"), "Captain"), said(("reyes",))]).with_roles()
    assert two[2].role == ""


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
