"""Names: cut out of noun phrases, told from bodies and plain nouns, and linked inside a document."""

from __future__ import annotations

import pytest

from searchlib.extraction.english.lexicon.given_names import FEMALE, MALE
from searchlib.extraction.english.lexicon.organizations import ORGANIZATION_WORDS
from searchlib.extraction.english.lexicon.roles import TITLES
from searchlib.extraction.english.speech_forms import FORMS, forms
from searchlib.extraction.english.statements.phrases.noun_phrases import clean_name, gender, read_phrase
from searchlib.extraction.english.statements.references.name_index import NameIndex
from searchlib.extraction.english.tagged_text import TaggedText


def _read(text: str) -> tuple[str, str, str]:
    tagged = TaggedText(text)
    phrase = read_phrase(tagged, 0, len(tagged.words))
    return phrase.kind, clean_name(tagged, phrase.first, phrase.last), phrase.role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alma Reyes", ("person", "Alma Reyes", "")),
        ("Gov. Alma Reyes", ("person", "Alma Reyes", "Gov.")),
        ("former Ohio Gov. Alma Reyes", ("person", "Alma Reyes", "former Ohio Gov.")),
        ("the campaign manager Jill Aston", ("person", "Jill Aston", "campaign manager")),
        ("Secretary of State Nora Quill", ("person", "Nora Quill", "Secretary of State")),
        ("Ukrainian President Olena Moroz", ("person", "Olena Moroz", "Ukrainian President")),
        ("Attorney General Ada Lund", ("person", "Ada Lund", "Attorney General")),
        ("Mr. Okoro", ("person", "Okoro", "")),
        ("the White House", ("organization", "White House", "")),
        ("the Justice Department", ("organization", "Justice Department", "")),
        ("the House Intelligence Committee", ("organization", "House Intelligence Committee", "")),
        ("NATO", ("organization", "NATO", "")),
        ("Beijing", ("organization", "Beijing", "")),
        ("House Republicans", ("organization", "House Republicans", "")),
        ("a State Department official", ("unnamed", "a State Department official", "")),
        ("the Reyes campaign", ("unnamed", "the Reyes campaign", "")),
        ("The President", ("unnamed", "The President", "")),
        ("two senators", ("unnamed", "two senators", "")),
        ("she", ("he", "she", "")),
        ("they", ("pronoun", "they", "")),
    ],
)
def test_phrase_is_cut_into_role_and_name(text: str, expected: tuple[str, str, str]) -> None:
    """A noun phrase yields who it names, as what kind, and the words before the name as the role."""
    assert _read(text) == expected


def _linked(text: str, name: str, sex: str = "") -> str:
    return NameIndex(TaggedText(text)).link(name, len(text), sex)[0]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Alma Reyes came.", "Reyes", "Alma Reyes"),
        ("Alma Reyes came.", "Alma", "Alma Reyes"),
        ("Minister Cho Tae-won came.", "Cho", "Cho Tae-won"),
        ("Secretary of State Nora Quill came.", "Quill", "Nora Quill"),
        ("Lena van Dijk came.", "van Dijk", "Lena van Dijk"),
        ("Nobody came.", "Reyes", "Reyes"),
        ("Alma Reyes met Alma Rosa Reyes.", "Alma Rosa Reyes", "Alma Reyes"),
    ],
)
def test_short_names_link_to_full_ones(text: str, name: str, expected: str) -> None:
    """One token links to the full name that has it first or last; a name never met stays as it is."""
    assert _linked(text, name) == expected


def test_gender_chooses_between_namesakes() -> None:
    """A courtesy title decides which of two people of one surname is meant."""
    text = "Henry Vale met Antonia Vale."
    assert _linked(text, "Vale", "m") == "Henry Vale"
    assert _linked(text, "Vale", "f") == "Antonia Vale"


def test_known_surname_is_not_given_to_a_late_namesake() -> None:
    """A surname used three times before any full name with it is its own person's."""
    assert _linked("Stark won. Stark sang. Stark left. Ivana Stark wept.", "Stark") == "Stark"


def test_noun_for_an_organization_links_only_when_one_fits() -> None:
    """The noun alone is the one ministry named before, and nobody when two were."""
    one, two = "The Defense Ministry fell.", "The Defense Ministry and the Finance Ministry fell."
    assert NameIndex(TaggedText(one)).organization_before("the ministry", len(one)) == "Defense Ministry"
    assert NameIndex(TaggedText(two)).organization_before("the ministry", len(two)) == ""
    assert NameIndex(TaggedText(one)).organization_before("the court", len(one)) == ""


def test_tables_do_not_contradict_each_other() -> None:
    """No given name has two genders, and no title is the head of a body."""
    assert not MALE & FEMALE
    assert not TITLES & ORGANIZATION_WORDS
    assert gender("Mary Smith") == "f"
    assert gender("Zorblax Smith") == ""


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("say", ("said", "says", "saying")),
        ("argue", ("argued", "argues", "arguing")),
        ("deny", ("denied", "denies", "denying")),
        ("stress", ("stressed", "stresses", "stressing")),
        ("convey", ("conveyed", "conveys", "conveying")),
    ],
)
def test_verb_forms_are_made_from_the_base(base: str, expected: tuple[str, str, str]) -> None:
    """A newcomer writes a base form; the table has its past, third person and participle."""
    assert forms(base) == expected
    assert all(FORMS[form][0] == base for form in expected)
