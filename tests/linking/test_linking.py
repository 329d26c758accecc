"""Linking: which of the speakers that documents name are one and the same."""

from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.analysis import fold_name
from searchlib.errors import SettingsError
from searchlib.extraction import extract
from searchlib.linking import (
    NO_ALIASES,
    Aliases,
    Named,
    link,
    profession,
    read_aliases,
    role_words,
    with_known_organizations,
)
from searchlib.models import Document
from tests.growth import assert_linear


def person(name: str, *roles: str) -> Named:
    return Named(fold_name(name), "person", roles)


def organization(name: str) -> Named:
    return Named(fold_name(name), "organization")


def are_one(*speakers: Named, aliases: Aliases | None = None) -> bool:
    """Whether all of them come into one group."""
    groups = link(speakers, aliases) if aliases else link(speakers)
    return len(set(groups)) == 1


def by_hand(folder: Path, text: str) -> Aliases:
    (folder / "aliases.toml").write_text(text, "utf-8")
    return read_aliases(folder / "aliases.toml")


# --- full names ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Antony Blinken", "Antony Blinken"),
        ("Antony Blinken", "Antony J. Blinken"),
        ("Hillary Clinton", "Hillary Rodham Clinton"),
        ("José Álvarez", "Jose Alvarez"),
        ("Cho Tae-yul", "Cho Tae Yul"),
        ("J.K. Rowling", "JK Rowling"),
    ],
)
def test_a_full_name_is_one_person_in_all_documents(one, other):
    """Accents, hyphens, a middle name or an initial more or less make nobody else."""
    assert are_one(person(one), person(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Yo Jong", "Kim Jong"),
        ("Kim Jong Un", "Kim Yong Un"),
        ("George W. Bush", "George H.W. Bush"),
        ("Donald Trump", "Donald Trump Jr."),
        ("John King", "John B. King Jr."),
        ("Ann Lee", "Anna Lee"),
        ("Ann Lee", "Lee Ann"),
    ],
)
def test_names_that_differ_in_what_tells_people_apart_are_two(one, other):
    """Another given name, another initial, half of a given name after a surname, the son's suffix."""
    assert not are_one(person(one), person(other))


def test_a_plain_name_is_nobodys_where_initials_differ():
    """George Bush is linked to neither of the two with initials."""
    groups = link([person("George Bush"), person("George W. Bush"), person("George H.W. Bush")])
    assert len(set(groups)) == 3


def test_a_suffix_keeps_apart_whatever_the_role():
    """A son may have his father's office, and one article must not join the two for all."""
    assert not are_one(person("John King", "senator"), person("John King Jr.", "senator"))
    assert are_one(person("John King Jr.", "senator"), person("John King Jr.", "singer"))


def test_a_body_is_linked_by_its_whole_name():
    """The article before it is no part of the name; a word more is another organization, and one read as a person is no other."""
    assert are_one(organization("White House"), organization("the White House"), person("White House"))
    assert not are_one(organization("Security Council"), organization("Security Advisory Council"))


# --- roles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("senator", "presidential candidate"),
        ("Army general", "CNN analyst"),
        ("Secretary of State", "former Secretary of State"),
        ("professor of law", "senator"),
        ("chief executive", "chairman of the board"),
        ("coach", "congressman"),
    ],
)
def test_one_person_may_have_many_roles(one, other):
    """Offices change, and politics goes with everything."""
    assert are_one(person("Ann Lee", one), person("Ann Lee", other))


def test_strangers_of_one_name_are_two():
    """A commander and a columnist; one of whom no profession is known is nobody's then."""
    groups = link(
        [
            person("John Allen", "former top commander in Afghanistan"),
            person("John Allen", "Vatican columnist"),
            person("John Allen"),
            person("John Allen", "retired general"),
        ]
    )
    assert groups[0] == groups[3]
    assert len(set(groups)) == 3


def test_a_shared_word_of_a_role_outweighs_a_profession():
    """The Navy's chaplain and pastor is its officer too."""
    assert are_one(person("Ann Lee", "Harbor Mission pastor"), person("Ann Lee", "Harbor Mission sergeant"))


def test_a_profession_is_read_from_the_head_of_a_role():
    """What stands after "of" or "for" is not what the bearer is."""
    assert profession("retired Army general and analyst") == "army"
    assert profession("spokesman for the general") == ""
    assert profession("") == ""


def test_roles_are_compared_by_their_telling_words():
    """Short forms are written out; of, the, former and U.S. tell nothing."""
    assert role_words("U.S. Sen.") == role_words("the former Senator") == {"senator"}


# --- lone surnames -------------------------------------------------------------------------------------------------


def test_a_lone_surname_is_the_one_person_who_has_it():
    """Where one person of the index has the surname; not where two have it, nor as a first name, nor in another role."""
    assert are_one(person("Blinken"), person("Antony Blinken", "Secretary of State"))
    assert not are_one(person("Bush"), person("Jeb Bush"), person("George W. Bush"))
    assert len(set(link([person("Bush"), person("Jeb Bush"), person("George W. Bush")]))) == 3
    assert not are_one(person("James"), person("LeBron James"), person("James Comey"))
    assert not are_one(person("Murphy", "spokesman"), person("Ann Murphy", "nurse"))


def test_a_surname_that_more_documents_have_alone_is_somebody_elses():
    """Many documents say Trump, one names Ivanka Trump in full: he is not she."""
    lone = Named(fold_name("Trump"), "person", (), 12)
    assert not are_one(lone, person("Ivanka Trump"))


def test_a_nickname_is_the_one_full_form_there_is():
    """Chuck Sommer is Charles Sommer; Jerry is nobody where there are Gerald and Jerome, nor where the trade is another."""
    assert are_one(person("Chuck Sommer"), person("Charles Sommer"))
    assert are_one(person("Jerry Moss"), person("Gerald Moss"))
    assert len(set(link([person("Jerry Vale"), person("Gerald Vale"), person("Jerome Vale")]))) == 3
    assert not are_one(person("Bill Lee", "quarterback"), person("William Lee", "physicist"))
    assert not are_one(person("Dan Vale Jr."), person("Daniel Vale"))


def test_a_lone_surname_is_linked_by_its_role():
    """Secretary of State Blinken is the Blinken whom another document calls so; President Xi is Xi Jinping."""
    assert are_one(person("Blinken", "U.S. Secretary of State"), person("Antony Blinken", "Secretary of State"))
    assert are_one(person("Xi", "President"), person("Xi Jinping", "Chinese President"))


def test_a_lone_surname_with_two_bearers_of_its_role_is_neither():
    """Senator Johnson may be one or the other."""
    groups = link([person("Johnson", "Sen."), person("Ron Johnson", "Sen."), person("Tim Johnson", "Senator")])
    assert len(set(groups)) == 3


def test_lone_surnames_stay_together_under_their_name():
    """All that is known of them is the name."""
    assert are_one(person("Smith", "farmer"), person("Smith"))


# --- by hand -------------------------------------------------------------------------------------------------------


def test_names_are_merged_by_hand(tmp_path):
    """All names of a line are one, and lines that share a name too."""
    aliases = by_hand(tmp_path, '[same]\n"Shi Yinhong" = ["Shi Yanhong"]\n"Shi Inhun" = ["Shi Yanhong"]\n')
    assert are_one(person("Shi Yinhong"), person("Shi Inhun"), person("Shi Yanhong"), aliases=aliases)


def test_lines_before_any_table_merge(tmp_path):
    """A file of such lines alone is enough."""
    aliases = by_hand(tmp_path, '"Bill Lee" = ["William Lee"]\n')
    assert are_one(person("Bill Lee"), person("William Lee"), aliases=aliases)


def test_names_are_separated_by_hand(tmp_path):
    """What would be linked is not."""
    aliases = by_hand(tmp_path, '[different]\n"Ann Lee" = ["Ann B. Lee"]\n')
    assert not are_one(person("Ann Lee"), person("Ann B. Lee"), aliases=aliases)
    assert are_one(person("Ann Lee"), person("Ann Lee", "mayor"), aliases=aliases)


def test_one_name_is_separated_by_words_of_a_role(tmp_path):
    """After a comma stands what tells the one from the others."""
    aliases = by_hand(tmp_path, '[different]\n"John Smith" = ["John Smith, economist"]\n')
    smiths = [person("John Smith", "mayor"), person("John Smith", "chief economist"), person("John Smith")]
    groups = link(smiths, aliases)
    assert groups[0] == groups[2] != groups[1]


def test_a_suffix_after_a_comma_belongs_to_the_name(tmp_path):
    """Jr. is no role."""
    aliases = by_hand(tmp_path, '"Ken Griffey, Jr." = ["The Kid"]\n')
    assert are_one(person("Ken Griffey Jr."), person("The Kid"), aliases=aliases)


@pytest.mark.parametrize(
    "text",
    [
        "same = 3",
        '"Ann" = "Bo"',
        '"Ann" = [3]',
        '"Ann" = ["..."]',
        "[others]\n",
        '[same]\n"A B" = ["C D"]\n[different]\n"A B" = ["C D"]\n',
        '[different]\n"A B" = ["A B"]\n',
        "[same",
        '[same.deeper]\n"A" = ["B"]\n',
    ],
)
def test_a_malformed_file_is_refused_in_one_sentence(tmp_path, text):
    """The sentence names the file."""
    with pytest.raises(SettingsError) as caught:
        by_hand(tmp_path, text)
    assert "aliases.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "lines",
    [
        lambda size: f"a = {[f'b{one}' for one in range(size)]}",
        lambda size: "\n".join(f"a{one} = ['a{one + 1}']" for one in range(size)),
        lambda size: f"a = ['b']\n[different]\nc = {[f'b{one}' for one in range(size)]}",
        lambda size: "\n".join(
            [
                *(f"a{one} = ['b{one}']" for one in range(size)),
                "[different]",
                *(f"b{one} = ['c{one}']" for one in range(size)),
            ]
        ),
    ],
    ids=["one line", "a chain", "one from all", "many pairs"],
)
@pytest.mark.parametrize("known", [0, 1], ids=["nobody", "everybody"])
def test_a_file_of_many_names_is_linked_in_time(tmp_path, lines, known):
    """The file may be a stranger's: work grows in proportion to it, whether the index has its names or not."""

    def linked(size: int) -> None:
        aliases = by_hand(tmp_path, lines(size))
        link([Named(fold_name(f"b{one}"), "person") for one in range(size * known)] or [person("Ann Lee")], aliases)

    assert_linear(linked, int, small=100)


def test_no_file_says_nothing(tmp_path):
    """Aliases are for those who want them."""
    assert not read_aliases(tmp_path / "aliases.toml")


# --- laws ----------------------------------------------------------------------------------------------------------

NAMES = ("Ann Lee", "Ann B. Lee", "Ann C. Lee", "Ann Lee Jr.", "Bo Lee", "Lee", "Kim Lee", "the Fed", "Ann")
ROLES = ("mayor", "senator", "Harbor general", "columnist", "Harbor columnist", "Secretary of State", "pastor")
speakers = st.builds(
    lambda name, kind, roles: Named(fold_name(name), kind, tuple(roles)),
    st.sampled_from(NAMES),
    st.sampled_from(("person", "person", "organization")),
    st.lists(st.sampled_from(ROLES), max_size=2, unique=True),
)
selectors = st.sampled_from((*NAMES, "Ann Lee, general", "Lee, senator", "Bo Lee, mayor"))
lines = st.dictionaries(selectors, st.lists(selectors, min_size=1, max_size=2), max_size=3)


def aliases_of(same: dict[str, list[str]], different: dict[str, list[str]]) -> Aliases:
    """As the file would say it; nothing where it contradicts itself."""
    import tempfile

    rows = ["[same]", *(f'"{name}" = {others}' for name, others in same.items())]
    rows += ["[different]", *(f'"{name}" = {others}' for name, others in different.items())]
    with tempfile.TemporaryDirectory() as folder:
        try:
            return by_hand(Path(folder), "\n".join(rows).replace("'", '"'))
        except SettingsError:
            return Aliases()


@settings(max_examples=200, deadline=None)
@given(st.lists(speakers, max_size=9), st.builds(aliases_of, lines, lines), st.randoms())
def test_linking_does_not_depend_on_order(given_speakers, aliases, random):
    """The same speakers in another order come into the same groups, and each group is known by its least member."""
    groups = link(given_speakers, aliases)
    assert all(groups[group] == group for group in groups)
    order = list(range(len(given_speakers)))
    random.shuffle(order)
    shuffled = link([given_speakers[at] for at in order], aliases)
    for (one, a), (other, b) in combinations(zip(order, shuffled, strict=True), 2):
        assert (a == b) == (groups[one] == groups[other])


@settings(max_examples=200, deadline=None)
@given(st.lists(speakers, max_size=9), st.builds(aliases_of, lines, lines))
def test_different_always_separates(given_speakers, aliases):
    """Whatever else links them, those whom the user calls different are never in one group."""
    from searchlib.linking import meant

    groups = link(given_speakers, aliases)
    chosen = meant(given_speakers, aliases)
    for one, other in combinations(range(len(groups)), 2):
        if (chosen[one], chosen[other]) in aliases.different or (chosen[other], chosen[one]) in aliases.different:
            assert groups[one] != groups[other]


@settings(max_examples=100, deadline=None)
@given(st.lists(speakers, max_size=8))
def test_equal_speakers_are_one(given_speakers):
    """A document that says what another says adds nothing and parts nothing."""
    once = link(given_speakers)
    twice = link([*given_speakers, *given_speakers])
    assert twice[: len(once)] == twice[len(once) :] == once


def test_documents_counted_apart_link_as_those_counted_together():
    """An index of several segments counts the documents of one name in each: two say Trump, in one segment or in two."""
    ivanka, whole, half = person("Ivanka Trump"), Named(("trump",), "person", (), 2), Named(("trump",), "person")
    assert not are_one(ivanka, whole)
    assert link([ivanka, half, half]) == [0, 1, 1]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_of_two_set_apart_one_is_joined_first_in_any_order(order, tmp_path):
    """Lee the general and Ann the columnist could both be Ann C. Lee, and the user sets them apart."""
    aliases = by_hand(tmp_path, '[different]\n"Lee" = ["Ann"]\n')
    three = [person("Lee", "Harbor general"), person("Ann C. Lee", "Harbor columnist"), person("Ann", "columnist")]
    groups = dict(zip(order, link([three[at] for at in order], aliases), strict=True))
    assert groups[1] == groups[2] != groups[0]


@pytest.mark.parametrize(
    "crowd",
    [
        [person(f"Ann {'x' * (number % 50)}{number} Lee") for number in range(3000)],
        [person("Lee", f"senator {number}") for number in range(3000)]
        + [person(f"A{number} Lee", f"senator {number}") for number in range(3000)],
        [person("Ann Lee", f"pastor {number}", f"coach x{number}") for number in range(3000)],
        [person(f"Ann M{number} Lee Jr.", "senator") for number in range(3000)] + [person("Ann Lee", "senator")],
        [person("Ann Lee", "senator " * 20_000)],
    ],
    ids=["middle names", "bearers of a role", "professions", "suffixes", "a long role"],
)
def test_crowds_of_namesakes_are_linked_in_time(crowd):
    """Thousands of namesakes are compared by tables, not each with each (this would take minutes)."""
    assert len(link(crowd)) == len(crowd)


# --- pairs of documents --------------------------------------------------------------------------------------------

PAIRS = [
    line.split("|")
    for line in Path(__file__).with_name("pairs.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def said_by(text: str) -> list[Named]:
    """The speakers of a document, as an index has them."""
    statements = extract(Document(id="a", text=text)).statements
    roles: dict[tuple[str, str], set[str]] = {}
    for said in statements:
        if said.speaker:
            roles.setdefault((said.speaker, said.speaker_kind), set()).update(filter(None, [said.role]))
    return [
        Named(fold_name(name), kind, tuple(sorted(held))) for (name, kind), held in roles.items() if kind != "unnamed"
    ]


def linked_pairs() -> list[tuple[bool, bool]]:
    """For each pair of documents whether its speakers are one, and whether they are linked."""
    found = []
    for one, other, answer in PAIRS:
        speakers = (said_by(one), said_by(other))
        groups = link([*speakers[0], *speakers[1]], with_known_organizations(NO_ALIASES))
        split = len(speakers[0])
        found.append((answer == "one", bool(set(groups[:split]) & set(groups[split:]))))
    return found


def test_two_people_are_never_linked():
    """Precision comes before recall: no pair of two people is one; of the pairs of one, nine of ten are."""
    assert len(PAIRS) >= 60
    pairs = linked_pairs()
    wrong = [pair for pair, (same, linked) in zip(PAIRS, pairs, strict=True) if linked and not same]
    assert not wrong
    assert sum(linked for same, linked in pairs if same) >= 0.9 * sum(same for same, _ in pairs)
