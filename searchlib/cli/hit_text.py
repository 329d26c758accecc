"""One hit as text: rank and title, source, the passage with marked matches, and its speakers, dates and quantities.

1. China Urged to Lean on Pyongyang, 10,000 Soldiers Now in Russia
   2024-11-01 · Example Week · score 2.11 · seeds/singh.txt:7
   Singh reported that some North Korean soldiers have already moved closer to Ukraine. ...
   speakers  Sabrina Singh · Lloyd Austin, Defense Secretary
   dates     this week (2024-10-28..2024-11-03)
   numbers   up to 8,000 troops (Antony Blinken)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from searchlib.cli.terminal import Screen, visible, wrap
from searchlib.models import DateMention, Explanation, Hit, Passage, Quantity, Span, Statement
from searchlib.presentation.wording import period_words, published_words, quantity_words
from searchlib.presentation.wrapping import Piece, broken
from searchlib.query.caret import columns

Shown = TypeVar("Shown")


_INDENT: Final = "   "
_LABEL: Final = 10
"""Width of a label with the spaces after it, in columns."""
_DOT: Final = (" · ", "quiet")


def hit_lines(screen: Screen, hit: Hit) -> Iterator[str]:
    """The lines of one hit."""
    rank = f"{hit.rank}. "
    title = hit.title or Path(hit.path).name or hit.passage.document
    indent = " " * max(len(rank), len(_INDENT))
    yield from wrap(screen, [(visible(title), "title")], indent=indent, first=screen.style("rank", rank.ljust(3)))
    yield from _source_lines(screen, hit, indent)
    yield from _context_lines(screen, hit.before, indent)
    yield from wrap(screen, _text_pieces(hit.passage, hit.snippet, hit.highlights), indent=indent)
    yield from _context_lines(screen, hit.after, indent)
    for label, pieces in _labelled(hit):
        lead = indent + screen.style("label", label) + " " * (_LABEL - len(label))
        yield from wrap(screen, pieces, indent=indent + " " * _LABEL, first=lead)
    if hit.explanation is not None:
        yield from _explained(screen, hit.explanation, hit.score, indent)


def _context_lines(screen: Screen, passages: Iterable[Passage], indent: str) -> Iterator[str]:
    """Passages around a hit, each line behind a bar."""
    for passage in passages:
        yield from wrap(screen, [(visible(passage.text), "quiet")], indent=f"{indent}│ ")


def shown_path(path: str) -> str:
    """The path, relative to the current folder when it is inside it."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):  # outside the current folder, or the current folder was deleted
        return path


def _source_lines(screen: Screen, hit: Hit, indent: str) -> Iterator[str]:
    """Date, publisher, score, `path:line` and the passage's id; the place moves to a second line when the first is full."""
    date_words = published_words(hit.published, hit.published_from)
    score = f"score {hit.score:.2f}" if hit.score else ""
    pieces = [(date_words, "date"), (visible(hit.source), ""), (score, "quiet")]
    source_line = visible(f"{shown_path(hit.path)}{hit.place[len(hit.path) :]}")
    line = [part for piece in pieces if piece[0] for part in (piece, _DOT)]
    room = screen.width - columns(indent)
    if screen.width and sum(columns(text) for text, _ in line) + columns(source_line) > room:
        yield from wrap(screen, line[:-1], indent=indent)
        for part in broken(source_line, room):
            yield indent + screen.link(hit.path, screen.style("path", part))
    else:
        styled = "".join(screen.style(style, text) for text, style in line)
        yield indent + styled + screen.link(hit.path, screen.style("path", source_line))


def _text_pieces(passage: Passage, snippet: Span | None, highlights: Iterable[Span]) -> Iterator[Piece]:
    """The passage or its snippet as pieces: plain text and highlighted text."""
    start, end = (snippet.start, snippet.end) if snippet else (passage.start, passage.end)
    if start > passage.start:
        yield "… ", "quiet"
    done = start
    for span in highlights:
        if span.end <= done or span.start >= end:
            continue
        yield cut(passage, done, span.start), ""
        done = min(span.end, end)
        yield cut(passage, max(span.start, start), done), "matched"
    yield cut(passage, done, end), ""
    if end < passage.end:
        yield " …", "quiet"


def cut(passage: Passage, start: int, end: int) -> str:
    """Characters `start` to `end` of the document that are inside the passage, safe to print."""
    return visible(passage.text[max(0, start - passage.start) : max(0, end - passage.start)])


# ---- speakers, dates, quantities ------------------------------------------------------------------------------------


def _labelled(hit: Hit) -> Iterator[tuple[str, list[Piece]]]:
    passage = hit.passage
    speakers = {said.number: said.speaker for said in passage.statements}
    lines: dict[str, list[list[Piece]]] = {
        "speakers": list(_speakers(passage.statements)),
        "dates": [[(_date_words(passage, one), "date")] for one in _once(passage.dates, period_words)],
        "numbers": _once([_number_pieces(one, speakers) for one in passage.quantities], str),
    }
    for label, entries in lines.items():
        if entries:
            yield label, [piece for entry in entries for piece in (_DOT, *entry)][1:]
    if hit.url:
        yield "address", [(visible(hit.url), "path")]
    yield "id", [(visible(passage.id), "path")]
    if hit.duplicates:
        others = ", ".join(visible(name) for name in hit.duplicates)
        yield "alike", [(f"and {len(hit.duplicates):,} more: {others}", "quiet")]
    if hit.more_in_document:
        yield (
            "also",
            [(f"{hit.more_in_document:,} more passage{'s' * (hit.more_in_document != 1)} of this document", "quiet")],
        )


def _once(entries: Iterable[Shown], key: Callable[[Shown], str]) -> list[Shown]:
    """The first entry for each key."""
    first: dict[str, Shown] = {}
    for entry in entries:
        first.setdefault(key(entry), entry)
    return list(first.values())


def _speakers(statements: Iterable[Statement]) -> Iterator[list[Piece]]:
    """Each speaker once: name, role, the days that the text states for the statements, and "guessed" if all are guessed."""
    by_name: dict[str, list[Statement]] = {}
    for said in statements:
        if said.speaker:
            by_name.setdefault(said.speaker, []).append(said)
    for name, all_said in by_name.items():
        role = next((said.role for said in all_said if said.role), "")
        days = sorted({said.on.isoformat() for said in all_said if said.on and said.on_from == "stated"})
        doubts = {said.confidence for said in all_said}
        remarks = [role, *(f"on {day}" for day in days), *(doubts if doubts == {"guessed"} else ())]
        note = "; ".join(remark for remark in remarks if remark)
        yield [(visible(name), "speaker"), *([(f" ({visible(note)})", "")] if note else [])]


def _date_words(passage: Passage, mention: DateMention) -> str:
    """The words of the text and, when they are not a plain date, the days that they mean."""
    words = " ".join(cut(passage, mention.start, mention.end).split())
    period = period_words(mention)
    return words if words == period else f"{words} ({period})"


def _number_pieces(quantity: Quantity, speakers: dict[int, str]) -> list[Piece]:
    """The quantity, and the speaker who states it."""
    who = speakers.get(quantity.statement, "") if quantity.statement is not None else ""
    return [(visible(quantity_words(quantity)), "number"), *([(f" ({visible(who)})", "")] if who else [])]


# ---- explanation ----------------------------------------------------------------------------------------------------


def _explained(screen: Screen, explanation: Explanation, score: float, indent: str) -> Iterator[str]:
    """The parts of a score as a table, and the mentions that satisfied each filter."""
    heads = ("term", "times", "passages", "idf", "length/mean", "score")
    rows = [
        (
            visible(part.term if part.term.startswith(f"{part.field}:") else f"{part.field}:{part.term}"),
            f"{part.tf}",
            f"{part.df:,}",
            f"{part.idf:.3f}",
            f"{part.length:,}/{part.average_length:.1f}",
            f"{part.score:.4f}",
        )
        for part in explanation.terms
    ]
    if rows:
        rows.append(("sum", "", "", "", "", f"{score:.4f}"))
        yield from _in_width(screen, heads, rows, indent)
    for part in explanation.filters:
        matched = "; ".join(visible(mention) for mention in part.matched)
        yield from wrap(screen, [(f"{visible(part.clause)}: {matched}", "quiet")], indent=indent)
    yield from wrap(screen, [(f"answered by {explanation.plan}", "quiet")], indent=indent)


def _in_width(screen: Screen, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], indent: str) -> Iterator[str]:
    """The rows as a table, or, on a screen too narrow for it, each as running text: "text:kursk, times 2, passages 5"."""
    lines = table([heads, *rows])
    if not screen.width or columns(indent) + max(map(columns, lines)) <= screen.width:
        yield from (indent + screen.style("quiet", line) for line in lines)
        return
    for name, *cells in rows:
        text = ", ".join([name, *(f"{head} {cell}" for head, cell in zip(heads[1:], cells, strict=True) if cell)])
        yield from wrap(screen, [(text, "quiet")], indent=indent + "  ", first=indent)


def table(rows: Iterable[tuple[str, ...]], *, left: int = 1) -> list[str]:
    """Rows as aligned columns: the first `left` columns are left-aligned, the others right-aligned."""
    cells = list(rows)
    widths = [max(columns(row[column]) for row in cells) for column in range(len(cells[0]))] if cells else []
    return [
        "  ".join(
            cell + " " * (width - columns(cell)) if column < left else " " * (width - columns(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
