"""Numbers without a figure: "thousands of troops", "several hundred", "a couple of million"."""

from __future__ import annotations

import re

from searchlib.expressions.english.figures import Figure
from searchlib.expressions.english.number_words import MAGNITUDES
from searchlib.expressions.english.unit_expressions import sterling, unit_at
from searchlib.extraction.english.lexicon.quantity_words import VAGUE_PLURALS
from searchlib.extraction.english.quantities.counted_nouns import read_counted_noun, skip_of
from searchlib.extraction.english.quantities.drafts import Draft, Scan, words_before
from searchlib.extraction.english.quantities.modifiers import modifier_before


def read_vague_plural(scan: Scan, match: re.Match[str]) -> Draft:
    """Read a match of VAGUE_AT: "thousands of troops", "several hundred pages", "a couple of hundred men"."""
    if match["couple"]:
        return _couple(scan, match)
    start, end = match.span()
    plural = match["many"] or match["large"]
    low, high = VAGUE_PLURALS[plural or match["scale"] + "s"]
    figure = Figure(start, end, low, low, "")
    draft = Draft(start, end, low, high, figure, "vague plural", confidence="inferred")
    draft.before = words_before(scan, start)
    stated = modifier_before(draft.before)
    draft.modifier = "about" if stated == "exact" else stated
    if plural and not scan.low.startswith((" of ", " more"), end):
        draft.rule, draft.counts_people = "vague people", True
        return draft
    behind, _ = skip_of(scan, end)
    if unit := unit_at(scan.text, scan.low, behind):
        draft.end, draft.unit = unit[0], sterling(unit[1], figure)
    read_counted_noun(scan, draft)
    return draft


def _couple(scan: Scan, match: re.Match[str]) -> Draft:
    """Read "a couple of hundred men": about twice the scale."""
    start, end = match.span()
    scale = MAGNITUDES[match["of"]]
    figure = Figure(start, end, 2 * scale, scale, "")
    draft = Draft(start, end, 2 * scale, 2 * scale, figure, "couple", modifier="about", confidence="inferred")
    draft.before = words_before(scan, start)
    if unit := unit_at(scan.text, scan.low, end):
        draft.end, draft.unit = unit
    read_counted_noun(scan, draft)
    return draft
