"""Links that are kept while documents come and go: always those of the whole, at the cost of what changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from random import Random

import pytest

from searchlib.analysis import fold_name
from searchlib.linking import NO_ALIASES, Aliases, Named, Selector, link, with_known_organizations
from searchlib.linking.kept_links import Entry, Links

GIVEN = ("Ed", "Edward", "Kim", "John", "Xi", "Ana", "Chuck", "Charles", "the")
SURNAMES = ("Oberg", "Xi", "Jinping", "Bush", "Lee", "Kim", "China", "UK")
WHOLE = ("United States", "the United States", "European Union", "EU", "Bush", "the Kim", "Chuck", "Jinping")
ROLES = ("senator", "president", "general", "columnist", "Secretary of State", "coach", "mayor of Odden", "US senator")
BY_HAND = Aliases(
    (
        (Selector(fold_name("John Bush")), Selector(fold_name("Chuck Lee"))),
        (Selector(fold_name("Bush"), frozenset({"senator"})), Selector(fold_name("Chuck Lee"))),
    )
)
ALIASES = (NO_ALIASES, with_known_organizations(NO_ALIASES), with_known_organizations(BY_HAND))
CASES = 1500


def entry(random: Random) -> Entry:
    """A speaker of few names, so that they meet."""
    if random.random() < 0.4:
        name = random.choice(WHOLE)
    else:
        middle, suffix = random.choice(("", "", "J", "John", "M")), random.choice(("", "", "", "Jr."))
        name = " ".join((random.choice(GIVEN), middle, random.choice(SURNAMES), suffix))
    kind = random.choices(("person", "organization", "unnamed"), (8, 2, 1))[0]
    roles = random.choices(ROLES, k=random.choice((0, 0, 1, 1, 2))) if kind != "unnamed" else ()
    return fold_name(name), kind, tuple(dict.fromkeys(roles))


def change(random: Random, pool: list[Entry], documents: Counter[Entry]) -> Counter[Entry]:
    """Some documents more, and some fewer, of those that there are; `documents` are those that there will be."""
    changed = Counter[Entry]()
    for _ in range(random.choice((1, 2, 6))):
        one = random.choice(pool)
        count = random.randint(1, 4)
        if documents[one] and random.random() < 0.5:
            count = -random.randint(1, documents[one])
        changed[one] += count
        documents[one] += count
    return changed


def parts(groups: Iterable[tuple[Entry, Hashable]]) -> set[frozenset[Entry]]:
    """The groups without their numbers."""
    members = defaultdict(set)
    for one, group in groups:
        members[group].add(one)
    return {frozenset(group) for group in members.values()}


def whole(documents: Counter[Entry], aliases: Aliases) -> set[frozenset[Entry]]:
    """The groups of all speakers, linked at once; the unnamed are grouped by their phrase."""
    named = [one for one, count in documents.items() if count and one[1] != "unnamed"]
    linked = zip(named, link([Named(*one, documents[one]) for one in named], aliases), strict=True)
    unnamed = [(one, one[0]) for one, count in documents.items() if count and one[1] == "unnamed"]
    return parts([*linked, *unnamed])


@pytest.mark.parametrize("seed", range(5))
def test_kept_links_are_those_of_the_whole(seed):
    """After each of thousands of changes in a random order the groups are those of linking all at once, with numbers below `size`."""
    random = Random(seed)
    for _ in range(CASES // 25):
        aliases = random.choice(ALIASES)
        links, documents = Links(aliases), Counter[Entry]()
        pool = [entry(random) for _ in range(random.choice((3, 8, 15, 30)))]
        for _ in range(5):
            links.change(change(random, pool, documents))
            groups = links.groups()
            there = [one for one, count in documents.items() if count]
            kept = [(one, int(groups[links.row(one)])) for one in there]
            assert parts(kept) == whole(documents, aliases)
            assert all(0 <= number < links.size for _, number in kept)
            assert all(links.row(one) == -1 for one, count in documents.items() if not count)


def test_a_change_links_what_it_touches_however_many_speakers_there_are():
    """One more document of one speaker has the same work done among 100 and among 3,000 others."""
    added: Counter[Entry] = Counter({(("ana", "oberg"), "person", ("mayor",)): 1, (("oberg",), "person", ()): 1})

    def relinked(others: int) -> int:
        links = Links(NO_ALIASES)
        links.change({((f"given{at}", f"surname{at}"), "person", ("mayor",)): 1 for at in range(others)})
        before = links.relinked
        links.change(added)
        return links.relinked - before

    assert relinked(100) == relinked(3000) == 2


def test_a_group_keeps_its_number():
    """Somebody's further names and roles come into his group; numbers that are free are given again."""
    links = Links(NO_ALIASES)
    ana, mayor, reporter = (
        (("ana", "oberg"), "person", ()),
        (("ana", "oberg"), "person", ("mayor",)),
        (("bo", "li"), "person", ()),
    )
    links.change({ana: 1, reporter: 1})
    number = links.groups()[links.row(ana)]
    links.change({mayor: 1})
    links.change({ana: -1})
    assert links.groups()[links.row(mayor)] == number
    links.change({reporter: -1})
    links.change({(("cy", "lund"), "person", ()): 1})
    assert links.size == 2


def test_speakers_that_are_set_apart_are_linked_together():
    """Who is joined first decides there."""
    apart = Aliases((), ((Selector(("lee",)), Selector(("ann",))),))
    with pytest.raises(ValueError, match="together"):
        Links(apart)
