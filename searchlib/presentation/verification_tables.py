"""A verification as lines for a terminal, 40 columns wide and more: verdicts and differences in colour and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import Place
from searchlib.models.views.verification import CheckedSentence, Evidence, QuotationCheck, Verdict, Verification
from searchlib.presentation.counts import counted
from searchlib.presentation.tables import fitted_end
from searchlib.presentation.wrapping import Clean, Line, line_columns, paragraph, wrapped
from searchlib.query.caret import columns

_STYLES: Final[dict[Verdict, str]] = {
    "stated": "date",
    "stated otherwise": "warning",
    "denied": "conflict",
    "not stated": "quiet",
}
"""The style of each verdict; the word stands beside it."""
_LEAD: Final[dict[Verdict, str]] = {"stated": "=", "stated otherwise": "~", "denied": "!", "not stated": "-"}
"""A sign of each verdict, so that a column of them can be read at a glance."""
NOTHING: Final = "Nothing in the index states this."
_INDENT: Final = "    "
QUOTES: Final = frozenset('“”"«»„')
"""Quotation marks: a text that has some is shown without others around it."""


def verification_lines(verification: Verification, width: int, *, clean: Clean, place: Clean) -> Iterator[Line]:
    """Each sentence with its verdict, then the evidence; at the end how many have which verdict, if there are several."""
    for ordinal, sentence in enumerate(verification):
        if ordinal:
            yield []
        yield from _sentence_lines(sentence, width, clean, place)
    if len(verification) > 1:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in verification.counts().items())
        yield []
        yield from paragraph(
            f"{counted(len(verification), 'sentence')}: {counts}", width, first="", indent="  ", style="quiet"
        )


def _sentence_lines(sentence: CheckedSentence, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    style = _STYLES[sentence.verdict]
    lead = f"{_LEAD[sentence.verdict]} "
    pieces = [(f"{sentence.verdict}: ", style), (clean(sentence.text), "title")]
    for ordinal, line in enumerate(wrapped(pieces, width - 2)):
        yield [("  " if ordinal else lead, style), *line]
    for check in sentence.quotations:
        yield from _quotation_lines(check, width, clean, place)
    for evidence in sentence.evidence:
        yield from _evidence_lines(evidence, width, clean, place)
    if sentence.more:
        yield [(f"{_INDENT}... and {sentence.more:,} more. --limit 0 shows all.", "quiet")]
    if not sentence.evidence:
        yield from paragraph(sentence.remark or NOTHING, width, first=_INDENT, indent=_INDENT, style="quiet")


def _evidence_lines(row: Evidence, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """Who, when and where; what differs; the sentence."""
    style = _STYLES[row.verdict]
    who = [(clean(row.who), "speaker" if row.speaker else "title")]
    if row.role:
        who.append((f" ({clean(row.role)})", "quiet"))
    for ordinal, line in enumerate(wrapped([(f"{row.verdict} by ", style), *who, (_when(row), "date")], width - 6)):
        yield [("      " if ordinal else f"  {_LEAD[row.verdict]} ", style), *line]
    for words in differences_in_words(row.differs):
        yield from paragraph(clean(words), width, first=_INDENT, indent="      ", style=style)
    yield from _text_lines(row, row.text, width, clean, place)
    if row.articles > 1:
        yield [(f"{_INDENT}repeated in {counted(row.articles - 1, 'other article')}", "quiet")]


def _when(row: Place) -> str:
    """The day of a statement, else that of its publication, which is told."""
    if row.said is not None:
        return f", {row.said}"
    return f", published {row.published}" if row.published is not None else ""


def _text_lines(row: Place, text: str, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    shown = clean(text) if set(text) & QUOTES else f"“{clean(text)}”"
    where = clean(f"{place(f'{row.path or row.document}:{row.line}')} · {row.passage}")
    for line in behind(list(wrapped([(shown, "")], width - len(_INDENT))), where, width - len(_INDENT)):
        yield [(_INDENT, ""), *line]


def behind(lines: Sequence[Line], where: str, width: int) -> Iterator[Line]:
    """Lines with a place behind the last one, or, where it has no room, in a line of its own."""
    yield from lines[:-1]
    last = lines[-1] if lines else []
    if where and line_columns(last) + 2 + columns(where) <= width:
        yield [*last, (f"  {where}", "path")]
        return
    yield last
    if where:
        yield [(fitted_end(where, width), "path")]


def differences_in_words(differences: Sequence[Difference]) -> list[str]:
    """Each difference in words; words that are not in a sentence are told once, as names where they are some."""
    names = {name for one in differences if one.kind == "name" for name in one.one.split(", ")}
    return [
        difference_words(one) for one in differences if one.kind != "words" or not names.issuperset(one.one.split(", "))
    ]


def difference_words(difference: Difference) -> str:
    """A difference in words: "number: 12,000 here, up to 8,000 there"."""
    kind, one, other = difference.kind, difference.one, difference.other
    if kind in ("words", "name"):
        return f"{'names' if kind == 'name' else 'words'} not in it: {one}"
    if kind == "order":
        return "order: the same words stand in another order"
    if kind == "negation":
        return f"negated there: {other}" if other else f"negated only in what is checked: {one}"
    label = {"mood": "certainty", "opposite": "opposite", "noun": "counted"}.get(kind, kind)
    if kind == "quotation":
        return f"{label}: “{other}”, not “{one}”" if other else f"{label}: nothing like “{one}” in it"
    if not one or not other:
        return f"{label}: not in it: {one}" if one else f"{label}: {other}, none in what is checked"
    return f"{label}: {other}, not {one}"


def _quotation_lines(check: QuotationCheck, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """A quotation: word for word, or the nearest wording with differing words between ‹ ›."""
    if check.exact and check.nearest is not None:
        yield from paragraph(
            f"word for word: “{clean(check.text)}”", width, first="  = ", indent="      ", style="date"
        )
        yield from _source_lines(check, width, clean, place)
        return
    yield from paragraph(
        f"no such wording: “{clean(check.text)}”", width, first="  ! ", indent="      ", style="conflict"
    )
    if check.nearest is None:
        return
    pieces: Line = [("the nearest: “", "")]
    for piece in check.nearest.pieces:
        source, cited = clean(piece.source), clean(piece.cited)
        if piece.same:
            pieces.append((f"{source} ", ""))
        else:
            pieces.append((f"‹{source or 'nothing'}›", "warning"))
            pieces.append((f" (not ‹{cited}›) " if cited else " ", "quiet"))
    pieces[-1] = (pieces[-1][0].rstrip() + "”", pieces[-1][1])
    for line in wrapped(pieces, width - len(_INDENT)):
        yield [(_INDENT, ""), *line]
    yield from _source_lines(check, width, clean, place)


def _source_lines(check: QuotationCheck, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    row = check.nearest
    if row is not None:
        who = clean(row.speaker or row.source or row.title or row.document)
        where = f"{who}{_when(row)} · {clean(place(f'{row.path or row.document}:{row.line}'))} · {clean(row.passage)}"
        yield from paragraph(where, width, first=_INDENT, indent=_INDENT, style="path")
