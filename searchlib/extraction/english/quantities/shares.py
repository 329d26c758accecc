"""Parts of a whole in words ("six in 10 voters") and multiples ("sixfold")."""

from __future__ import annotations

import re

from searchlib.expressions.english.figures import Figure, figure_at
from searchlib.extraction.english.quantities.counted_nouns import read_counted_noun
from searchlib.extraction.english.quantities.drafts import Draft, Scan, words_before
from searchlib.extraction.english.quantities.modifiers import read_modifier


def read_share(scan: Scan, match: re.Match[str]) -> Draft | None:
    """Read "six in 10 voters", "nine out of ten", "one worker in six": a part of the whole."""
    start, end = match.span()
    part = figure_at(scan.text, scan.low, match.start("part"))
    whole = figure_at(scan.text, scan.low, match.start("whole"))
    if part is None or whole is None or not 0 < part.value < whole.value or scan.is_taken(start, end):
        return None
    words = words_before(scan, start)
    if (words and words[-1].startswith(("$", "no"))) or scan.text[start - 1 : start] in tuple("-$.,/"):
        return None
    value = part.value / whole.value
    draft = Draft(start, end, value, value, Figure(start, end, value, 1, "", fraction=True), "share", before=words)
    draft.modifier = read_modifier(scan, draft)
    if "noun" in match.re.groupindex:
        draft.noun = draft.head = scan.text[match.start("noun") : match.end("noun")]
    else:
        read_counted_noun(scan, draft)
    return draft


def read_fold_word(scan: Scan, match: re.Match[str]) -> Draft:
    """Read "sixfold"."""
    start, end = match.span()
    figure = figure_at(match["count"], match["count"], 0)
    value = figure.value if figure else 0.0
    draft = Draft(start, end, value, value, Figure(start, end, value, 1, ""), "fold", before=words_before(scan, start))
    draft.modifier, draft.noun, draft.head = read_modifier(scan, draft), "fold", "fold"
    return draft
