"""Ages: "60-year-old", "aged 55", "Smith, 66,"."""

from __future__ import annotations

from searchlib.extraction.english.lexicon.quantity_words import AGED, IS_AGED, PERIODS_OF_AGE
from searchlib.extraction.english.quantities.drafts import Draft, Scan
from searchlib.extraction.english.quantities.patterns import AFTER_AN_AGE, NAME_AND_COMMA, OF_AGE, YEARS_OLD

_OLDEST = 120
_AGE_MARKS = (",", ".", ";", ")")
"""What stands right behind an age that no word calls one."""


def read_age(scan: Scan, draft: Draft) -> bool:
    """Give a draft its unit where it is an age, and say whether it is one."""
    old = YEARS_OLD.match(scan.low, draft.end)
    if old is None and draft.unit in PERIODS_OF_AGE:
        old = OF_AGE.match(scan.low, draft.end)
    if old:
        draft.end, draft.unit, draft.rule = old.end(), draft.unit or "year", "age"
        return True
    if draft.unit or not 0 < draft.high <= _OLDEST or draft.figure.magnitude != 1:
        return False
    if tuple(draft.before[-1:]) in AGED or tuple(draft.before[-2:]) in AGED:
        draft.unit, draft.rule = "year", "age"
        return True
    if _stands_alone(scan, draft) and (tuple(draft.before[-2:]) in IS_AGED or _follows_a_name(scan, draft)):
        draft.unit, draft.rule, draft.confidence = "year", "age", "inferred"
        return True
    return False


def _stands_alone(scan: Scan, draft: Draft) -> bool:
    """Whether whole digits stand before a mark, as in "She is 45."."""
    behind = scan.text[draft.end : draft.end + 2]
    return draft.figure.digits.isdigit() and behind[:1] in _AGE_MARKS and not behind[1:].isdigit()


def _follows_a_name(scan: Scan, draft: Draft) -> bool:
    """Whether a capitalised word and a comma stand before, as in "Smith, 66, said"."""
    name = NAME_AND_COMMA.search(scan.text, max(0, draft.start - 24), draft.start)
    return name is not None and AFTER_AN_AGE.match(scan.text, draft.end) is None
