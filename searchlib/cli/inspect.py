"""Commands that inspect the index: show, stats, fields, speakers, check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import ERROR, FOUND, NOTHING

if TYPE_CHECKING:
    from searchlib.cli.terminal import Screen
    from searchlib.engines.answers import Speaker
    from searchlib.index import Index
    from searchlib.models import DateMention, Document, Passage, Quantity, Statement
    from searchlib.views.speaker_variants import Variant

_INDENT: Final = "   "
QUOTES: Final = ('"', "“", "”", "„", "«", "'", "‘", "’")
"""Quotation marks that may open a quotation, in any language."""


def show(
    name: Annotated[
        str, typer.Argument(metavar="DOC|PASSAGE|PATH:LINE", help="Id of a document or passage, or its place.")
    ],
    index: options.IndexPath = None,
    as_json: options.OneJson = False,
    color: options.Color = options.Colour.auto,
    no_pager: options.NoPager = False,
) -> int:
    """Show a document or passage and the values extracted from it.

    For each statement, date and number: its offsets, the rule that extracted it, and its confidence.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import safe_json
    from searchlib.cli.terminal import screen_of
    from searchlib.cli.terminal import show as show_text

    with open_index(index) as opened:
        name = opened.locate(name)
        passages = _passages(opened, name)
        document = opened.document(passages[0].document if passages else name)
    if as_json:
        whole = {
            "document": document.model_dump(mode="json"),
            "passages": [passage.model_dump(mode="json") for passage in passages],
        }
        print(safe_json(json.dumps(whole, ensure_ascii=False)))
        return FOUND
    screen = screen_of(sys.stdout, color.value)
    lines = [
        *_document_lines(screen, document),
        *(line for passage in passages for line in _passage_lines(screen, passage)),
    ]
    show_text("\n".join(lines) + "\n", paged=not no_pager)
    return FOUND


def _passages(index: Index, name: str) -> tuple[Passage, ...]:
    """The passage with this id, or all passages of the document with this id (maybe none). Raises NotFound."""
    from searchlib.errors import NotFound

    try:
        return (index.passage(name),)
    except NotFound:
        if index.find(name) is None and index.find(name.rpartition("#")[0]) is not None:
            raise
    index.document(name)
    try:
        return index.passages(name)
    except NotFound:
        return ()


def _document_lines(screen: Screen, document: Document) -> Iterator[str]:
    from searchlib.cli.hit_text import shown_path
    from searchlib.cli.terminal import visible, wrap

    rows = {
        "title": document.title,
        "published": f"{document.published} ({document.published_from})" if document.published else "unknown",
        "source": document.source,
        "authors": "; ".join(document.authors),
        "url": document.url,
        "file": f"{shown_path(document.path)}:{document.line}" if document.path else "",
        "encoding": document.encoding,
        **{name: str(value) for name, value in document.extra.items()},
        "length": f"{len(document.text):,} characters",
    }
    yield screen.style("title", visible(document.id))
    for label, value in rows.items():
        if value:
            lead = _INDENT + screen.style("label", f"{label:<11}")
            yield from wrap(screen, [(visible(value), "")], indent=" " * 14, first=lead)


def _passage_lines(screen: Screen, passage: Passage) -> Iterator[str]:
    """The passage, then for each value: the value, the words of the text, and offsets, rule and confidence."""
    from searchlib.cli.terminal import visible, wrap

    location = f"characters {passage.start}..{passage.end}, line {passage.line}"
    yield ""
    yield f"{screen.style('rank', visible(passage.id))}  {screen.style('quiet', location)}"
    yield from wrap(screen, [(visible(passage.text), "")], indent=_INDENT)
    for said in passage.statements:
        yield from _value_lines(screen, passage, said, "statement", _statement_words(said))
    for mention in passage.dates:
        yield from _value_lines(screen, passage, mention, "date", _date_words(mention))
    for quantity in passage.quantities:
        yield from _value_lines(screen, passage, quantity, "number", _quantity_words(quantity))


def _value_lines(
    screen: Screen, passage: Passage, value: Statement | DateMention | Quantity, kind: str, words: str
) -> Iterator[str]:
    """The value in `words`, the words of the text, and its offsets, rule and confidence."""
    from searchlib.cli.hit_text import cut
    from searchlib.cli.terminal import visible, wrap

    label = f"{kind} {value.number}" if kind == "statement" else kind  # type: ignore[union-attr]
    style = {"statement": "speaker", "date": "date", "number": "number"}[kind]
    lead = _INDENT + screen.style("label", f"{label:<14}")
    indent = " " * 17
    yield from wrap(screen, [(visible(words), style)], indent=indent, first=lead)
    source_words = cut(passage, value.start, value.end)
    yield from wrap(screen, [(source_words if source_words[:1] in QUOTES else f"“{source_words}”", "")], indent=indent)
    marks = {"named": getattr(value, "mention", None), "marked": getattr(value, "cue", None)}
    spans = [f"{name} at {span.start}..{span.end}" for name, span in marks.items() if span is not None]
    origin = [f"{value.start}..{value.end}", *spans, f"rule: {value.rule}", value.confidence]
    yield from wrap(screen, [(visible(" · ".join(origin)), "quiet")], indent=indent)


def _statement_words(said: Statement) -> str:
    others = [name for name in said.names if name != said.speaker]
    parts = [
        f"{said.speaker or 'somebody'}{f' ({said.role})' if said.role else ''}",
        said.kind,
        f"on {said.on} ({said.on_from})" if said.on else "day unknown",
        f"to {said.hearer}" if said.hearer else "",
        f"in {said.outlet}" if said.outlet else "",
        f"also named {', '.join(others)}" if others else "",
    ]
    return ", ".join(part for part in parts if part)


def _date_words(mention: DateMention) -> str:
    from searchlib.presentation.wording import period_words

    anchor = {"": "", "published": ", counted from the publication date", "text": ", counted from an earlier date"}
    modifier = f", {mention.modifier}" if mention.modifier else ""
    holder = "" if mention.statement is None else f", in statement {mention.statement}"
    return f"{period_words(mention)}, {mention.grain}{modifier}{anchor[mention.anchor]}{holder}"


def _quantity_words(quantity: Quantity) -> str:
    from searchlib.presentation.wording import quantity_words

    head = f", counts {quantity.head}" if quantity.head else ""
    holder = "" if quantity.statement is None else f", in statement {quantity.statement}"
    return f"{quantity_words(quantity)}{head}{holder}"


def stats(index: options.IndexPath = None, as_json: options.OneJson = False) -> int:
    """Count documents, passages and extracted values.

    A statement counts once for each passage that it overlaps, as a search finds it.
    """
    from searchlib.cli.index_path import open_index

    with open_index(index) as opened:
        counts, ranking, analysis = opened.stats(), opened.ranking, opened.analysis
    if as_json:
        print(json.dumps({**counts, "ranking": ranking._asdict(), "analysis": analysis._asdict()}))
        return FOUND
    width = max(len(f"{count:,}") for count in counts.values())
    for name, count in counts.items():
        remark = " (each counted in every passage that it runs over)" if name == "statements" else ""
        print(f"{count:>{width},}  {name}{remark}")
    print(f"ranked with {ranking}")
    print(f"words read with {analysis}")
    return FOUND


def fields(as_json: options.OneJson = False) -> int:
    """List the fields of the query language."""
    from searchlib.cli.terminal import screen_of, wrap
    from searchlib.fields import FIELDS
    from searchlib.query.caret import columns

    if as_json:
        print(json.dumps([{"name": row.name, "meaning": row.meaning, "example": row.example} for row in FIELDS]))
        return FOUND
    screen = screen_of(sys.stdout)
    width = max(columns(row.name) for row in FIELDS)
    for row in FIELDS:
        values = f"; one of {', '.join(row.choices)}" if row.choices else ""
        lead = screen.style("title", row.name) + " " * (width - len(row.name) + 2)
        pieces = [(f"{row.meaning}{values}; example: ", ""), (row.example, "number")]
        print("\n".join(wrap(screen, pieces, indent=" " * (width + 2), first=lead)))
    return FOUND


def speakers(
    index: options.IndexPath = None,
    variants: Annotated[
        bool, typer.Option("--variants", help="List pairs of names that may be the same speaker.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="List this many; 0: all.")] = 0,
    as_json: options.OneJson = False,
    no_pager: options.NoPager = False,
) -> int:
    """List all speakers with their names and roles."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.output import safe_json
    from searchlib.cli.terminal import screen_of
    from searchlib.cli.terminal import show as show_text

    with open_index(index) as opened:
        if variants:
            return _print_variants(opened, limit=limit, as_json=as_json)
        listed = list(opened.speakers())[: limit or None]
    if as_json:
        print(safe_json(json.dumps([speaker._asdict() for speaker in listed], ensure_ascii=False)))
        return FOUND if listed else NOTHING
    if not listed:
        print("No statement in the index has a speaker.", file=sys.stderr)
    screen = screen_of(sys.stdout)
    text = "".join(line + "\n" for speaker in listed for line in _speaker_lines(screen, speaker))
    show_text(text, paged=not no_pager)
    return FOUND if listed else NOTHING


def _speaker_lines(screen: Screen, speaker: Speaker) -> Iterator[str]:
    from searchlib.cli.terminal import visible, wrap

    others = [name for name in speaker.names if name != speaker.name]
    details = [
        f" in {speaker.documents:,} document{'s' if speaker.documents > 1 else ''}, {speaker.kind}",
        f"; {'; '.join(speaker.roles)}" if speaker.roles else "",
        f"; also {', '.join(others)}" if others else "",
    ]
    pieces = [(visible(speaker.name), "speaker"), (visible("".join(details)), "quiet")]
    yield from wrap(screen, pieces, indent=" " * 7, first=f"{speaker.statements:>5,}  ")


def _print_variants(index: Index, *, limit: int, as_json: bool) -> int:
    """Print pairs of names that may be the same speaker, as lines for aliases.toml; returns the exit code."""
    from searchlib.cli.output import safe_json
    from searchlib.cli.terminal import visible

    variants = index.variants()[: limit or None]
    if as_json:
        print(safe_json(json.dumps([pair._asdict() for pair in variants], ensure_ascii=False)))
        return FOUND if variants else NOTHING
    lines: dict[str, list[Variant]] = {}
    for pair in variants:
        lines.setdefault(pair.name, []).append(pair)
    if lines:
        print("[same]")
    for name, pairs in lines.items():
        others = ", ".join(_quoted(pair.other) for pair in pairs)
        reasons = dict.fromkeys(map(_reason, pairs))
        print(f"{_quoted(name)} = [{others}]  # {visible('; '.join(reasons))}")
    advice = f"To search two names as one speaker, copy their line under [same] in {index.path / 'aliases.toml'}."
    print(visible(advice if variants else "No two names look like the same speaker."), file=sys.stderr)
    return FOUND if variants else NOTHING


def _reason(pair: Variant) -> str:
    """Why two names may be the same speaker, and the id of one passage for each name."""
    reason = {
        "spelling": "similar spelling",
        "sound": "similar sound",
        "role": f"same last name and role, “{pair.evidence}”",
        "remark": f"both said “{pair.evidence}”",
    }[pair.reason]
    return f"{reason}: {pair.passage} and {pair.other_passage}"


def _quoted(name: str) -> str:
    from searchlib.cli.output import safe_json

    return safe_json(json.dumps(name, ensure_ascii=False))


def check(index: options.IndexPath = None) -> int:
    """Check every file of the index for damage."""
    from searchlib.cli.index_path import open_index
    from searchlib.cli.messages import advice
    from searchlib.cli.terminal import visible
    from searchlib.errors import Remedy

    with open_index(index) as opened:
        faults = opened.check()
        location = opened.location
    for fault in faults:
        print(visible(fault))
    print(visible(advice(Remedy.REBUILD, index) if faults else f"{location}: no damage found."))
    return ERROR if faults else FOUND
