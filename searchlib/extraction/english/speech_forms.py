"""The forms of the verbs of speech, and what each verb needs beside it: built from the tables of `lexicon/speech_verbs.py`."""

from __future__ import annotations

from searchlib.extraction.english.lexicon.speech_verbs import CLAIMING, IRREGULAR, JUDGING, NEVER, QUOTING, SAYING


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ied"
    return base + "ed"


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")


def forms(base: str) -> tuple[str, str, str]:
    """The past, third-person and -ing form of a base verb."""
    if base in IRREGULAR:
        return IRREGULAR[base]
    ing = base[:-1] + "ing" if base.endswith("e") else base + "ing"
    return _past(base), _third(base), ing


def _table() -> dict[str, tuple[str, str]]:
    """Every form: (base, shape), the shape one of "past", "third", "base", "ing"."""
    table: dict[str, tuple[str, str]] = {}
    for base in SAYING + CLAIMING + JUDGING + QUOTING:
        past, third, ing = forms(base)
        for form, shape in ((base, "base"), (third, "third"), (ing, "ing"), (past, "past")):
            if form not in NEVER or base == "read":
                table[form] = (base, shape)
    return table


FORMS = _table()
FORMS |= {f"{base}led": (base, "past") for base in ("label", "signal")}
FORMS["ruling"] = ("state", "ing")  # a cue before "that" only


CLASS = {
    **dict.fromkeys(QUOTING, "quoting"),
    **dict.fromkeys(JUDGING, "judging"),
    **dict.fromkeys(CLAIMING, "claiming"),
    **dict.fromkeys(SAYING, "saying"),
    "find": "saying",
}
