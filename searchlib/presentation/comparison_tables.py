"""A comparison of two documents as lines for a terminal, 40 columns wide and more: A is the first, B the second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searchlib.models.views.comparison import ComparedDocument, Comparison, FigurePair, SharedText, StatementPair
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import FigureRow, Place, StatementRow
from searchlib.presentation.counts import counted
from searchlib.presentation.verification_tables import QUOTES, behind
from searchlib.presentation.wording import published_words
from searchlib.presentation.wrapping import Clean, Line, Piece, in_width, paragraph, wrapped
from searchlib.query.caret import columns

_INDENT: Final = "     "
_KINDS: Final = {
    "number": "other number",
    "speaker": "other speaker",
    "day": "other day",
    "words": "other words",
    "negation": "negated on one side",
    "mood": "not the same certainty",
}
"""What differs, in the title of a pair."""


def comparison_lines(comparison: Comparison, width: int, *, clean: Clean, place: Clean) -> Iterator[Line]:
    """Both documents, what they share, what they tell otherwise, and what only one of them tells."""
    for letter, document in (("A", comparison.one), ("B", comparison.other)):
        yield from _document_lines(letter, document, width, clean, place)
    yield []
    yield from _same_lines(comparison, width, clean)
    pairs: list[FigurePair | StatementPair] = [*comparison.figures, *comparison.statements]
    if pairs:
        yield from _title("in both, told otherwise", comparison.figures, comparison.statements, width)
        for pair in pairs:
            yield from _pair_lines(pair, width, clean, place)
        yield []
    for letter, figures, statements in (
        ("A", comparison.only_one_figures, comparison.only_one_statements),
        ("B", comparison.only_other_figures, comparison.only_other_statements),
    ):
        if figures or statements:
            yield from _title(f"only in {letter}", figures, statements, width)
            yield from _rows([*figures, *statements], width, clean, place)
            yield []
    if not comparison.differs:
        yield [("No statement and no figure differs.", "title")]


def _document_lines(letter: str, document: ComparedDocument, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    name = clean(document.title or document.document)
    for ordinal, line in enumerate(wrapped([(name, "title")], width - 3)):
        yield [("   " if ordinal else f"{letter}  ", "rank"), *line]
    published = published_words(document.published, "")
    counts = [counted(document.statements, "statement"), counted(document.figures, "figure")]
    where = place(document.path) if document.path else document.document
    remarks = " · ".join(filter(None, (clean(document.source), published, *counts, clean(where))))
    yield from paragraph(remarks, width, first="   ", indent="   ", style="quiet")


def _title(name: str, figures: Sequence[object], statements: Sequence[object], width: int) -> Iterator[Line]:
    counts = [counted(len(rows), kind) for rows, kind in ((figures, "figure"), (statements, "statement")) if rows]
    yield from in_width([(name, "title"), (f"  {', '.join(counts)}", "quiet")], width, indent="  ")


# ---- what is the same -----------------------------------------------------------------------------------------------


def _same_lines(comparison: Comparison, width: int, clean: Clean) -> Iterator[Line]:
    """The text that both have, and how many statements and figures are told alike."""
    if comparison.shared:
        sentences = counted(comparison.shared_sentences, "sentence")
        yield from in_width(
            [("in both, almost word for word", "title"), (f"  {sentences}", "quiet")], width, indent="  "
        )
        for text in comparison.shared:
            yield from _shared_lines(text, width, clean)
        yield []
    same = [
        counted(count, kind)
        for count, kind in ((comparison.same_figures, "figure"), (comparison.same_statements, "statement"))
        if count
    ]
    if same:
        yield from in_width([("in both, told alike", "title"), (f"  {', '.join(same)}", "quiet")], width, indent="  ")
        yield []


def _shared_lines(text: SharedText, width: int, clean: Clean) -> Iterator[Line]:
    where = f"  A:{text.one.line} = B:{text.other.line}  "
    several = f"{text.sentences} sentences: " if text.sentences > 1 else ""
    pieces: list[Piece] = [(several, "quiet"), (_quoted(clean(text.text)), "")]
    for ordinal, line in enumerate(wrapped(pieces, width - len(where))):
        if ordinal == _MOST_LINES:
            yield [(" " * len(where) + "…", "quiet")]
            return
        yield [(" " * len(where) if ordinal else where, "path"), *line]


_MOST_LINES: Final = 3
"""Lines of a shared stretch that are shown."""


# ---- rows and pairs -------------------------------------------------------------------------------------------------


def _rows(rows: Sequence[FigureRow | StatementRow], width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    """Rows in the order of the text; the place of several that stand on one line of one passage is shown once, behind the last."""
    ordered = sorted(rows, key=lambda row: (row.start, row.end))
    for row, following in zip(ordered, [*ordered[1:], None], strict=True):
        together = following is not None and (following.passage, following.line) == (row.passage, row.line)
        yield from _row_lines("  ", row, width, clean, None if together else place, marked=())


def _pair_lines(pair: FigurePair | StatementPair, width: int, clean: Clean, place: Clean) -> Iterator[Line]:
    is_figure = isinstance(pair, FigurePair)
    conflict = isinstance(pair, FigurePair) and pair.conflict
    kinds = ", ".join(dict.fromkeys(_KINDS.get(one.kind, one.kind) for one in pair.differs))
    serious = conflict or any(one.kind in ("number", "speaker", "day", "negation") for one in pair.differs)
    title: Line = [("  ! " if serious else "  ~ ", "conflict" if serious else "warning")]
    title.append((f"{'figure' if is_figure else 'statement'}: {kinds}", "conflict" if serious else "warning"))
    if conflict:
        title.append(("; cannot both be true", "conflict"))
    yield from in_width(title, width, indent="    ")
    marks = ((), ()) if isinstance(pair, FigurePair) else (pair.one_marked, pair.other_marked)
    for letter, row, marked in (("A", pair.one, marks[0]), ("B", pair.other, marks[1])):
        yield from _row_lines(f"   {letter} ", row, width, clean, place, marked=marked)
    for one in pair.differs:
        if one.kind in ("day", "mood", "negation") or (one.kind == "number" and not is_figure):
            yield from paragraph(clean(_in_words(one)), width, first=_INDENT, indent=_INDENT, style="warning")


def _in_words(difference: Difference) -> str:
    label = {"mood": "certainty", "negation": "negation"}.get(difference.kind, difference.kind)
    return f"{label}: A {difference.one or 'none'}, B {difference.other or 'none'}"


def _row_lines(
    lead: str,
    row: FigureRow | StatementRow,
    width: int,
    clean: Clean,
    place: Clean | None,
    *,
    marked: Sequence[tuple[int, int]],
) -> Iterator[Line]:
    """Who and what, with the words between ‹ › that the other document does not have; and where, if `place` is given."""
    if isinstance(row, FigureRow):
        who, named = row.who, bool(row.speaker)
        said: list[Piece] = [(clean(row.phrase), "number")]
    else:
        who, named = row.speaker or "somebody", bool(row.speaker)
        said = list(_marked(row.text, marked, clean))
    pieces: list[Piece] = [(f"{clean(who)}:", "speaker" if named else "quiet"), (" ", ""), *said]
    if remarks := _remarks(row):
        pieces.append((f" ({clean(remarks)})", "date"))
    indent = " " * max(len(lead), len(_INDENT))
    lines = list(wrapped(pieces, width - len(indent)))
    where = "" if place is None else _where(row, width - len(indent), clean, place)
    for ordinal, line in enumerate(behind(lines, where, width - len(indent))):
        yield [(indent if ordinal else lead.ljust(len(indent)), "rank"), *line]


def _marked(text: str, marked: Sequence[tuple[int, int]], clean: Clean) -> Iterator[Piece]:
    """The text, quoted, with the stretches between ‹ ›; without them where nearly all of it would be marked."""
    if sum(end - start for start, end in marked) > _REWORDED * len(text):
        marked = ()
    quoted = not set(text) & QUOTES
    at = 0
    yield ("“" if quoted else "", "")
    for start, end in marked:
        yield (clean(text[at:start]), "")
        yield (f"‹{clean(text[start:end])}›", "warning")
        at = end
    yield (clean(text[at:]) + ("”" if quoted else ""), "")


_REWORDED: Final = 0.6
"""Part of a wording from which on the words that differ are not marked one by one."""


def _quoted(text: str) -> str:
    return text if set(text) & QUOTES else f"“{text}”"


def _remarks(row: FigureRow | StatementRow) -> str:
    """The days that the text states for a row, and why a figure is no fact."""
    marks: list[str] = list(row.marks) if isinstance(row, FigureRow) else []
    if row.day_from in ("text", "said") and row.first is not None:
        marks.append(f"{row.first}" if row.first == row.last else f"{row.first}..{row.last}")
    return ", ".join(marks)


def _where(row: Place, width: int, clean: Clean, place: Clean) -> str:
    """The place of a row and its passage; of the passage only the number where the id has no room."""
    line = place(f"{row.path or row.document}:{row.line}")
    whole = clean(f"{line} · {row.passage}")
    return whole if columns(whole) <= width else clean(f"{line} · #{row.passage.rpartition('#')[2]}")
