"""The parts of a person's name: surname, suffix, middle names, nicknames, and which of them tell people apart."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Final

Parts = tuple[str, ...]

SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))

FAMILY_FIRST: Final = frozenset(
    """ahn bae bai ban cai cao chen cheng choe choi chung deng ding du fan fang feng fu gao gong gu guo han he hu huang
    hwang jang jeong jia jiang jin jung kang kim lai lee li liang lin liu lu luo ma mao moon nguyen park pham qian ri
    ryu shen shi shin song su sun tan tang tran tsai wang wei wen wu xi xia xiao xie xu yan yang ye yi yoon yu yun zhang
    zhao zheng zhou zhu""".split()
)
"""Surnames written first: the word after them is half of a given name (Kim Yo Jong), no middle name."""

NICKNAMES: Final[dict[str, tuple[str, ...]]] = {
    short: tuple(line.split(": ")[1].split())
    for line in """
        abby: abigail;al: albert alan alfred alexander;alex: alexander alexandra alejandro;andy: andrew;angie: angela;art: arthur
        barb: barbara;becky: rebecca;ben: benjamin;bernie: bernard;beth: elizabeth;betty: elizabeth;bill: william;billy: william
        bob: robert;bobby: robert;brad: bradley;cathy: catherine;charlie: charles;chris: christopher christine christina
        chuck: charles;cindy: cynthia;dan: daniel;danny: daniel;dave: david;debbie: deborah debra;dick: richard;don: donald
        doug: douglas;drew: andrew;ed: edward edwin edmund;eddie: edward;fred: frederick;gabby: gabrielle;gene: eugene
        geoff: geoffrey;greg: gregory;hank: henry;jack: john;jake: jacob;jeff: jeffrey;jen: jennifer;jenny: jennifer
        jerry: gerald jerome jerrold;jim: james;jimmy: james;joe: joseph;joey: joseph;johnny: john;jon: jonathan
        josh: joshua;kate: katherine;kathy: katherine kathleen;katie: katherine;ken: kenneth;kim: kimberly;larry: lawrence
        len: leonard;liz: elizabeth;lou: louis;maggie: margaret;marty: martin;matt: matthew;meg: margaret;mick: michael
        mike: michael;mitch: mitchell;nate: nathaniel nathan;nick: nicholas;norm: norman;pam: pamela;pat: patrick patricia
        patty: patricia;peggy: margaret;pete: peter;phil: philip phillip;ray: raymond;rich: richard;rick: richard;rob: robert
        ron: ronald;russ: russell;sam: samuel samantha;sandy: sandra;steve: steven stephen;sue: susan;susie: susan
        ted: edward theodore;teddy: edward theodore;terry: terrence terence theresa;tim: timothy;tina: christina;tom: thomas
        tommy: thomas;tony: anthony;vicky: victoria;walt: walter;will: william;wes: wesley;zach: zachary
        """.replace("\n", ";").split(";")
    if (short := line.split(":")[0].strip())
}
"""Short given names, and what they are short for."""

MOST_FORMS: Final = 50
"""Forms of one name beyond which no two of them are compared: a hostile corpus has thousands of middle names."""


def without_article(parts: Parts) -> Parts:
    """The name without a leading article."""
    return parts[1:] if len(parts) > 1 and parts[0] == "the" else parts


def name_key(parts: Parts) -> tuple[str, str, str]:
    """First and last part of a full name, and its suffix."""
    if len(parts) > 2 and parts[-1] in SUFFIXES:
        return parts[0], parts[-2], parts[-1]
    return parts[0], parts[-1], ""


def is_junior(parts: Parts) -> bool:
    """Whether a full name has a suffix: "karl oberg jr"."""
    return len(parts) > 2 and parts[-1] in SUFFIXES


def surname(parts: Parts) -> str:
    """The family name of a full name: written first in FAMILY_FIRST names, else last."""
    first, last, _ = name_key(parts)
    return first if first in FAMILY_FIRST and last not in FAMILY_FIRST else last


def middle_names(parts: Parts) -> Parts:
    return parts[1:-2] if len(parts) > 2 and parts[-1] in SUFFIXES else parts[1:-1]


def alike_forms(forms: list[Parts]) -> list[list[Parts]]:
    """The forms of one given name and surname as one person's, when no two of them have middle names that differ."""
    if len(forms) == 1:
        return [forms]
    if (
        len(forms) <= MOST_FORMS
        and forms[0][0] not in FAMILY_FIRST
        and all(middles_agree(middle_names(one), middle_names(other)) for one, other in combinations(forms, 2))
    ):
        return [forms]
    return [[form] for form in forms]


def middles_agree(one: Parts, other: Parts) -> bool:
    """Each part of the shorter begins, or is begun by, a part of the longer: none, "j" and "john" agree."""
    short, long = sorted((one, other), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in long) for a in short)


def with_nicknames(full: Mapping[tuple[str, str, str], list[Parts]]) -> dict[tuple[str, str, str], list[Parts]]:
    """The forms of full names by their keys, those with a nickname under the one full form that there is."""
    merged = {key: list(forms) for key, forms in full.items()}
    for first, last, suffix in full:
        formal = [(name, last, suffix) for name in NICKNAMES.get(first, ()) if (name, last, suffix) in full]
        if len(formal) == 1:
            merged[formal[0]] += merged.pop((first, last, suffix))
    return merged
