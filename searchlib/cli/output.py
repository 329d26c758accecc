"""Print Results on standard output as text, JSON, JSON Lines, CSV or columns; totals and warnings on standard error."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import ERROR, FOUND, NOTHING
from searchlib.cli.terminal import Screen, is_terminal, screen_of, show, visible, wrap
from searchlib.definitions.frozen import frozen
from searchlib.models import CSV_COLUMNS, Results
from searchlib.presentation.counts import matching_words
from searchlib.query.context import shown

_LONGEST_QUERY: Final = 200
"""Characters of a query that a message shows."""
_UNSAFE: Final = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff]"
"""Control characters, direction marks, invisible characters and surrogates: JSON output escapes them."""


_OPTION: Final = {
    "jsonl": "--jsonl",
    "csv": "--csv",
    "raw-csv": "--raw-csv",
    "columns": "--fields",
    "count": "--count",
}
"""The option that selects each form."""


@frozen
class Form:
    """The form of the output. `kind` is "text", "json", "jsonl", "csv", "raw-csv", "columns" or "count"."""

    kind: str = "text"
    columns: tuple[str, ...] = CSV_COLUMNS
    colour: str = "auto"
    paged: bool = True
    links: bool | None = None
    mentions: bool = False

    @property
    def for_people(self) -> bool:
        """Whether a person reads the output: text on a terminal."""
        return self.kind == "text" and is_terminal(sys.stdout)


def form_of(
    *,
    as_json: bool = False,
    jsonl: bool = False,
    csv: bool = False,
    raw_csv: bool = False,
    count: bool = False,
    fields: str | None = None,
    mentions: bool = False,
    colour: str = "auto",
    links: bool | None = None,
    no_pager: bool = False,
) -> Form:
    """The form that the options select. Raises WrongCall for two forms at once, or an unknown column."""
    selected = {"json": as_json, "jsonl": jsonl, "csv": csv or raw_csv, "count": count}
    kinds = [kind for kind, is_selected in selected.items() if is_selected]
    if len(kinds) > 1:
        raise WrongCall(f"--{kinds[0]} and --{kinds[1]} cannot be used together: choose one.")
    kind = kinds[0] if kinds else "columns" if fields else "text"
    if mentions and (kind not in ("csv", "jsonl") or fields):
        raise WrongCall("--mentions needs --csv or --jsonl, and has columns of its own: use it without --fields.")
    return Form("raw-csv" if raw_csv else kind, _columns(fields), colour, not no_pager, links, mentions)


def refuse_dropped(form: Form, *, facets: bool, explain: bool) -> None:
    """Raise WrongCall when this form cannot show the facets or explanations that were asked for."""
    tables = form.kind in ("csv", "raw-csv", "columns", "count")
    if facets and (tables or form.kind == "jsonl"):
        raise WrongCall(f"--facet and {_OPTION[form.kind]} cannot be used together: only text and --json show facets.")
    if explain and (tables or form.columns != CSV_COLUMNS):
        kind = "columns" if form.columns != CSV_COLUMNS else form.kind
        raise WrongCall(
            f"--explain and {_OPTION[kind]} cannot be used together: only text, --json and --jsonl show explanations."
        )


def _columns(fields: str | None) -> tuple[str, ...]:
    if fields is None:
        return CSV_COLUMNS
    names = tuple(name.strip() for name in fields.split(",") if name.strip())
    for name in names or ("",):
        if name not in CSV_COLUMNS:
            raise WrongCall(f"--fields: unknown column {name!r}; the columns are {', '.join(CSV_COLUMNS)}.")
    return names


def print_results(name: str, results: Results, form: Form) -> int:
    """Print the results of one search; returns the exit code. `name` is the command, for messages."""
    text = "".join(_PRINTERS[form.kind](results, form))
    show(text, paged=form.paged and form.kind == "text")
    sys.stdout.flush()
    _print_remarks(name, results, form)
    return _code(results)


def _code(results: Results) -> int:
    """The exit code of a search: a query without a word is an error of the query."""
    if results.hits or (results.total and not results.offset):
        return FOUND
    return NOTHING if results.parsed else ERROR


def _text(results: Results, form: Form) -> Iterator[str]:
    from searchlib.cli.hit_text import hit_lines

    screen = screen_of(sys.stdout, form.colour, links=form.links)
    for hit in results:
        yield "\n".join(hit_lines(screen, hit)) + "\n\n"
    if results.total and not results.hits and not results.offset:  # --limit 0
        yield f"{_matching(results)}\n\n" if results.facets else f"{_matching(results)}\n"
    yield from _facets(screen, results)


def _matching(results: Results) -> str:
    """How much matches: "3 passages match", or documents when hits are grouped."""
    grouped = results.documents is not None
    return matching_words((results.documents if grouped else results.total) or 0, "document" if grouped else "passage")


def _facets(screen: Screen, results: Results) -> Iterator[str]:
    for name, rows in results.facets.items():
        yield screen.style("title", visible(name)) + "\n"
        width = max((len(f"{count:,}") for _, count in rows), default=0)
        for value, count in rows:
            lines = wrap(screen, [(visible(value), "")], indent=" " * (width + 5), first=f"   {count:>{width},}  ")
            yield "".join(f"{line}\n" for line in lines)
        yield "\n" if rows else "   none\n\n"


def _json(results: Results, form: Form) -> Iterator[str]:
    if form.columns == CSV_COLUMNS:
        yield safe_json(results.to_json()) + "\n"
        return
    plain = json.loads(results.to_json())
    plain["hits"] = results.to_rows(form.columns)
    yield safe_json(json.dumps(plain, ensure_ascii=False)) + "\n"


def _jsonl(results: Results, form: Form) -> Iterator[str]:
    """One hit per line, each with its query, so that one query and many queries have the same format."""
    if form.columns != CSV_COLUMNS:  # chosen, so that no other is added
        rows: Iterable[dict[str, Any]] = ({"query": results.query, **row} for row in results.to_rows(form.columns))
    else:
        rows = results.labelled(results.mentions() if form.mentions else results.to_dicts())
    for row in rows:
        yield safe_json(json.dumps(row, ensure_ascii=False)) + "\n"


def safe_json(text: str) -> str:
    """The same JSON; control characters, direction marks and lone surrogates are written as escapes."""
    return re.sub(_UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)


def _csv(results: Results, form: Form) -> Iterator[str]:
    text = results.to_csv(raw=form.kind == "raw-csv", columns=form.columns, mentions=form.mentions)
    yield visible(text, keep="\n") if is_terminal(sys.stdout) else text


def _bare(results: Results, form: Form) -> Iterator[str]:
    for row in results.to_rows(form.columns):
        yield "\t".join(visible(f"{row[name]}") for name in form.columns) + "\n"


def _count(results: Results, _: Form) -> Iterator[str]:
    yield f"{_count_text(results)}\n"


def _count_text(results: Results) -> str:
    """The number of matching passages, or of documents when hits are grouped; "unknown" when not counted."""
    count = results.total if results.documents is None else results.documents
    return "unknown" if count is None else str(count)


_PRINTERS: Final = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "raw-csv": _csv,
    "columns": _bare,
    "count": _count,
}


def _print_remarks(name: str, results: Results, form: Form, place: str = "") -> None:
    """Print on standard error: totals (only for a person at a terminal), warnings and suggestions, each behind `place`."""
    place = visible(place)
    screen = screen_of(sys.stderr, form.colour)
    if form.for_people and results.hits:
        print(screen.style("quiet", _summary(results)), file=sys.stderr)
    if not results.hits and form.kind != "count" and not (results.total and not results.offset):
        print(f"{name}: {place}{_reason_for_no_hits(results)}", file=sys.stderr)
    if form.mentions and results.hits and not results.mentions():
        print(f"{name}: {place}the passages shown state no value", file=sys.stderr)
    for warning in results.warnings:
        print(screen.style("warning", f"{place}{visible(warning)}"), file=sys.stderr)
    for suggestion in results.suggestions:
        print(f"{place}{visible(suggestion)}", file=sys.stderr)


def _reason_for_no_hits(results: Results) -> str:
    if results.offset and results.total:
        return f"only {matching_words(results.total, 'passage')}"
    if not results.complete:
        return "the search reached its time limit before it found a passage: use --timeout SECONDS, 0 for no limit"
    if results.parsed:
        return f"nothing found for {visible(shown(results.parsed, _LONGEST_QUERY))}"
    from searchlib.presentation.wording import NO_WORD

    return NO_WORD


def _summary(results: Results) -> str:
    """A line such as "1–10 of 1,204 passages, 12 with every word; 3 ms; kursk troops"."""
    first, last = results.hits[0].rank, results.hits[-1].rank
    what = "passages" if results.documents is None else "documents"
    total = results.total if results.documents is None else results.documents
    of = "" if total is None else f" of {total:,}"
    every = f", {results.total_all:,} with every word" if results.total_all not in (None, results.total) else ""
    shown = f"{first}" if first == last else f"{first}–{last}"
    return f"{shown}{of} {what}{every}; {results.took_ms:.0f} ms; {visible(results.parsed)}"


# ---- many queries ---------------------------------------------------------------------------------------------------


def print_one_of_many(results: Results, form: Form, place: str, *, first: bool) -> int:
    """Print the results of one of many searches, each marked with its query; returns the exit code.

    `place` is the file and line of the query, for what is said of it on standard error.
    """
    if form.kind == "count":
        text = f"{_count_text(results)}\t{visible(results.query)}\n"
    elif form.kind == "text":
        hits = "".join(_text(results, form)) or "nothing found\n\n"
        text = f"== {visible(results.query)} ==\n\n{hits}"
    elif form.kind == "jsonl":
        text = "".join(_jsonl(results, form))
    else:
        named = replace(form, columns=("query", *form.columns))
        text = "".join(_PRINTERS[form.kind](results, named))
        if not first and form.kind in ("csv", "raw-csv"):
            text = text.partition("\n")[2]
    sys.stdout.write(text)
    _print_remarks("search", results, replace(form, colour="never"), f"{place}: ")
    return _code(results)
