"""Function words weigh half in a query as long as a sentence, and as all others elsewhere."""

import pytest

import searchlib
from searchlib import analysis
from searchlib.models import Document
from searchlib.ranking.function_words import SENTENCE, SHARE, shares


@pytest.fixture
def index(tmp_path):
    texts = ["The minister spoke of troops in the north.", "What did the ferry carry?", "Grain and salt were traded."]
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([Document(id=str(number), text=text) for number, text in enumerate(texts)])
        yield index


def parts(index, query):
    hits = index.search(query, explain=True)
    return {
        part.term: (part.weight, part.idf) for hit in hits for part in hit.explanation.terms if part.field == "text"
    }


def test_long_queries_halve_function_words(index):
    """In a query of six words the weight of `what` is half its idf, shown in the explanation; topics keep theirs."""
    found = parts(index, "what did the minister say about troops")
    assert found["what"][0] == SHARE * found["what"][1]
    assert found["troop"][0] == found["troop"][1]


def test_short_queries_weigh_words_alike(index):
    """A list of key words is taken at its word: nothing is weakened."""
    found = parts(index, "what did the ferry")
    assert all(weight == idf for weight, idf in found.values())


def test_a_boost_rules_over_the_table(index):
    """Whoever says what a word weighs is believed."""
    found = parts(index, "what^2 did the minister say about troops")
    assert found["what"][0] == 2 * found["what"][1]


def test_words_are_still_counted(index):
    """A function word asked three times weighs three halves."""
    found = parts(index, "what what what did the minister say")
    assert found["what"][0] == 3 * SHARE * found["what"][1]


def test_the_table_holds_no_topic():
    """Words that are names, months or countries too are not taken for function words."""
    assert not analysis.function_word_terms() & {"us", "may", "will", "u.s.", "troop", "north"}


def test_all_alternatives_must_be_function_words():
    """A word that may stand for a topic keeps its weight."""
    assert shares([("us", "u.s."), ("the",)], SENTENCE, analysis.ENGLISH) == {("us", "u.s."): 1.0, ("the",): SHARE}
