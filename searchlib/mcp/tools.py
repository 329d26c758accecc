"""What an agent may ask: eight tools, each an answer in one text. They hold an index that cannot be written to.

Every answer is complete as text, cites places as `[document#passage] first-last` characters, and stays under a budget of
tokens: it is cut between passages or rows, and then says how to get the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Annotated, Any, Final, ParamSpec

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from searchlib import fields
from searchlib.errors import ArgumentError, NotFound, QueryError, SearchlibError
from searchlib.index_reading import ReadOnlyIndex
from searchlib.mcp import rows as rows_of
from searchlib.mcp import texts
from searchlib.mcp.texts import Fence, fitting
from searchlib.models import Hit, Passage, Results
from searchlib.models.views.timeline import Step
from searchlib.presentation import remedies
from searchlib.query.caret import caret
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest

Arguments = ParamSpec("Arguments")

MOST_TOKENS: Final = 8_000
"""Tokens of an answer unless another bound is given."""
FEWEST_TOKENS: Final = 500
TIMEOUT_S: Final = 10.0
"""Seconds after which a search answers with what it has."""
_FACET_VALUES: Final = 20

Query = Annotated[str, Field(description="Words and operators of the query language; the tool fields explains them.")]
Speaker = Annotated[str, Field(description="Only what this person or organization says.")]
Role = Annotated[str, Field(description="Only what somebody in this role says.")]
Day = Annotated[str, Field(description="Only texts that speak of this day or period: 2024-10, 2024-10-27..2024-10-31.")]
Number = Annotated[str, Field(description="Only stated figures in this range: 8k..12k, >=90%, '10000 soldiers'.")]
SaidOn = Annotated[str, Field(description="Only what was said on this day.")]
Published = Annotated[str, Field(description="Only documents published then.")]
Source = Annotated[str, Field(description="Only documents of this publisher.")]
Offset = Annotated[int, Field(ge=0, description="Rows to skip; an answer that was cut names the next.")]
Facet = Annotated[
    str,
    Field(description="Count also by the values of this field.", json_schema_extra={"enum": ["", *fields.FACETS]}),
]


def answering(tool: Callable[Arguments, str]) -> Callable[Arguments, str]:
    """The tool with its errors as texts that a model can mend: what is wrong, where in the query, what was expected."""

    @wraps(tool)
    def answered(*arguments: Arguments.args, **named: Arguments.kwargs) -> str:
        try:
            return tool(*arguments, **named)
        except QueryError as error:
            raise _refusal("\n".join(filter(None, (error.message, caret(error))))) from error
        except SearchlibError as error:
            raise _refusal(remedies.advised(error, {})) from error

    return answered


def _refusal(sentence: str) -> ToolError:
    """An error as an answer, which may repeat an argument that is as long as a client likes."""
    return ToolError(texts.shortened(sentence, FEWEST_TOKENS))


class Tools:
    """The tools over one index; `max_tokens` bounds each answer."""

    def __init__(self, index: ReadOnlyIndex, max_tokens: int = MOST_TOKENS) -> None:
        self._index = index
        self._budget = max_tokens

    @property
    def all(self) -> tuple[Callable[..., str], ...]:
        """The tools, each with its name and its description as docstring."""
        return tuple(
            answering(tool)
            for tool in (
                self.search,
                self.fetch,
                self.count,
                self.figures,
                self.quotes,
                self.timeline,
                self.verify,
                self.fields,
            )
        )

    def search(
        self,
        query: Query,
        speaker: Speaker = "",
        role: Role = "",
        date: Day = "",
        number: Number = "",
        on: SaidOn = "",
        published: Published = "",
        source: Source = "",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        offset: Offset = 0,
    ) -> str:
        """Search the news articles of this index: ranked passages, with who says what, figures and days read in each.

        Filters really filter. Cite a passage by its id. Answers JSON: results with id, title, url and text.
        """
        options = SearchOptions(limit=limit, offset=offset, timeout_s=TIMEOUT_S, collapse=True)
        filters = _filters(locals())
        results = self._ask(query, filters, options)
        fence = Fence()
        written = [_result(hit, fence, self._budget // 2) for hit in results]
        part = fitting(written, texts.as_json, self._budget, first=offset, total=results.total)
        answer: dict[str, Any] = {"results": part.rows, "shown": part.shown()}
        if results.hits:
            answer["quoted"] = fence.rule
        return texts.as_json(answer | _remarks(results.warnings, results.suggestions))

    def fetch(
        self,
        id: Annotated[str, Field(description="The id of a document, or of a passage: document#3.")],  # noqa: A002 - the name that assistants require
        first: Annotated[int, Field(ge=0, description="The first passage of a long document.")] = 0,
    ) -> str:
        """The whole text of a document or passage by its id. Answers JSON: id, title, text, url and metadata."""
        passages = self._passages(id)[first:]
        if not passages:
            raise NotFound(f"The document {id!r} has no passage {first}.")
        document = self._index.document(passages[0].document)
        fence = Fence()
        total = passages[-1].ordinal + 1 if len(passages) > 1 else first + 1
        part = fitting(passages, _passage_text, self._budget - 200, first=first, total=total)
        text = texts.shortened("\n\n".join(map(_passage_text, part.rows)), self._budget - 200)
        metadata = {
            "published": "" if document.published is None else document.published.isoformat(),
            "published_from": document.published_from,
            "source": document.source,
            "authors": list(document.authors),
            "path": document.path,
            "passages": part.shown("first"),
            "quoted": fence.rule,
        }
        answer = {"id": id, "title": texts.one_line(document.title), "text": fence.around(text)}
        return texts.as_json(answer | {"url": texts.address(document.url, document.id), "metadata": metadata})

    def count(
        self,
        query: Query,
        speaker: Speaker = "",
        role: Role = "",
        date: Day = "",
        number: Number = "",
        on: SaidOn = "",
        published: Published = "",
        source: Source = "",
        by: Facet = "",
    ) -> str:
        """How many passages and documents match, exactly; with `by` also by speaker, publisher, month and so on."""
        options = SearchOptions(limit=0, facets=(by,) if by else (), group="document", timeout_s=TIMEOUT_S)
        filters = _filters(locals())
        results = self._ask(query, filters, options)
        lines = [f"{results.total} passages in {results.documents} documents match {results.parsed}"]
        values = results.facets.get(by, ())
        lines += [f"{count} {texts.one_line(value)}" for value, count in values[:_FACET_VALUES]]
        if len(values) > _FACET_VALUES:
            lines.append(f"{_FACET_VALUES} of {len(values)} values; narrow the query to see the others")
        return "\n".join([*lines, *results.warnings, *results.suggestions])

    def figures(
        self,
        query: Query,
        noun: Annotated[str, Field(description="Only figures that count this: soldiers.")] = "",
        unit: Annotated[str, Field(description="Only figures in this unit: percent, USD, kilometre.")] = "",
        number: Number = "",
        speaker: Speaker = "",
        role: Role = "",
        on: SaidOn = "",
        published: Published = "",
        source: Source = "",
        conflicts: Annotated[bool, Field(description="Only figures that cannot both be true.")] = False,
        offset: Offset = 0,
    ) -> str:
        """Every figure stated on a subject: value, who gives it, for which day, where, and which contradict each other."""
        view = self._current.figures(query, **_filters(locals()))
        if conflicts:
            view = view.only_conflicts()
        names = {group.ordinal: group.name for group in view.groups}
        against = view.opponents()
        rows = [f"{names[row.group]} | {rows_of.figure(row, against.get(row.ordinal, ()))}" for row in view.rows]
        return self._answer(
            f"what | {rows_of.FIGURE}",
            rows,
            offset,
            [rows_of.conflict(conflict) for conflict in view.conflicts],
            (view.cut, *view.warnings, *view.suggestions),
        )

    def timeline(
        self,
        query: Query,
        by: Annotated[Step, Field(description="How long a step is.")] = "day",
        noun: Annotated[str, Field(description="Only figures that count this.")] = "",
        unit: Annotated[str, Field(description="Only figures in this unit.")] = "",
        speaker: Speaker = "",
        role: Role = "",
        on: SaidOn = "",
        published: Published = "",
        source: Source = "",
        offset: Offset = 0,
    ) -> str:
        """What is stated for each day, week or month: the figures of one kind, lowest and highest, and what is said."""
        view = self._current.timeline(query, by=by, **_filters(locals()))
        opponents = view.opponents()
        rows = [line for entry in view.entries for line in rows_of.entry(entry, opponents)]
        remarks = (view.cut, *view.warnings, *view.suggestions)
        head = f"days | kind ({view.counted}) | what | who | place | row | rows that contradict it"
        return self._answer(head, rows, offset, [rows_of.conflict(one) for one in view.conflicts], remarks)

    def quotes(
        self,
        query: Query,
        speaker: Speaker = "",
        role: Role = "",
        on: SaidOn = "",
        published: Published = "",
        source: Source = "",
        offset: Offset = 0,
    ) -> str:
        """What was said, each utterance once with all its wordings, who told whom, and where retellings name another speaker."""
        view = self._current.quotes(query, **_filters(locals()))
        rows = [rows_of.wording(group, row) for group in view.groups for row in group.rows]
        return self._answer(rows_of.WORDING, rows, offset, (), (view.cut, *view.warnings, *view.suggestions))

    def verify(
        self,
        text: Annotated[str, Field(max_length=20_000, description="Sentences to check; citations stand one a line.")],
        written: Annotated[str, Field(description="The day from which 'Thursday' in it counts: 2024-11-01.")] = "",
        offset: Offset = 0,
    ) -> str:
        """For each sentence what the articles say: stated, stated otherwise (what differs), denied, or not stated here.

        "not stated" means only that nothing in this index states it. Quotations are checked word for word.
        """
        if not text.strip():
            raise ArgumentError("There is no text to verify: give sentences.")
        view = self._current.verify(text, written=_day(written))
        rows = list(map(rows_of.evidence, view.to_rows()))
        return self._answer(rows_of.EVIDENCE, rows, offset, (), (view.cut, *view.warnings))

    def fields(self) -> str:
        """The query language: operators, fields and how each is asked; and how large the index is."""
        counts = self._current.reader.counts
        rows = (f"{field.name} ({field.meaning}): {field.example}" for field in fields.FIELDS)
        sizes = ", ".join(
            f"{counts[name]} {name}" for name in ("documents", "passages", "statements", "quantities", "dates")
        )
        return "\n".join((_LANGUAGE, *rows, f"The index holds {sizes}."))

    @property
    def _current(self) -> ReadOnlyIndex:
        """The index as it was last committed."""
        self._index.refresh()
        return self._index

    def _ask(self, query: str, filters: dict[str, Any], options: SearchOptions) -> Results:
        if not query.strip() and not filters:
            raise ArgumentError("The search is empty: give a query or a filter.")
        return self._current.ask(SearchRequest(query, tuple(filters.items()), options))

    def _passages(self, key: str) -> tuple[Passage, ...]:
        """The passages of a document, or the one passage of that id. Raises NotFound."""
        index = self._current
        return index.passages(key) if key in index else (index.passage(key),)

    def _answer(
        self, heads: str, rows: Iterable[str], offset: int, notes: Iterable[str], remarks: Iterable[str]
    ) -> str:
        """Rows within a fence, as many as fit, behind a line that tells their columns; then notes and remarks."""
        every = list(rows)
        fence = Fence()
        said = [remark for remark in remarks if remark]
        budget = self._budget - texts.tokens("\n".join((heads, fence.rule, *said)))
        part = fitting(every[offset:], str, budget, first=offset, total=len(every))
        lines = [f"rows {part.shown()}", *said]
        if part.rows:
            left = budget - sum(texts.tokens(row) + 1 for row in part.rows)
            noted = [texts.one_line(note) for note in notes]
            noted = list(fitting(noted, str, left).rows) if left > 200 else []
            lines += [fence.rule, heads, fence.around("\n".join((*part.rows, *noted)))]
        return "\n".join(lines)


_LANGUAGE: Final = """\
Words side by side are optional, the more match the better; + requires, - excludes; AND OR NOT and parentheses; "a phrase";
soldier* and kurskk~1; a w/5 b. A clause field:value filters: number:8k..12k, date:2024-10, published:>=2024-11-01, NOT source:ap.
said(speaker:blinken number:10000 soldiers) asks that ONE statement satisfies everything inside.
Fields, and when a passage has them:"""


def _day(text: str) -> date | None:
    """The day of an ISO date; None for "". Raises ArgumentError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ArgumentError(f"written is a day such as 2024-11-01; got {text!r}.") from None


def _filters(given: dict[str, Any]) -> dict[str, Any]:
    """Of the arguments of a tool, the filters that were given."""
    names = {*(field.name for field in fields.OPTIONS), "noun", "unit"}
    return {name: value for name, value in given.items() if name in names and value}


def _result(hit: Hit, fence: Fence, budget: int) -> dict[str, Any]:
    """One result: what an assistant requires, the cited place, and the quoted passage with what was read in it."""
    passage = hit.passage
    read = [texts.one_line(line) for line in texts.mention_lines(passage)]
    quoted = texts.shortened("\n".join((passage.text, *(("read in it:", *read) if read else ()))), budget)
    return {
        "id": passage.id,
        "title": texts.one_line(hit.title or passage.document),
        "url": texts.address(hit.url, passage.document),
        "published": "" if hit.published is None else hit.published.isoformat(),
        "source": texts.one_line(hit.source),
        "citation": texts.citation(passage.id, passage.start, passage.end),
        "copies": list(hit.duplicates[:5]),
        "text": fence.around(quoted),
    }


def _passage_text(passage: Passage) -> str:
    return f"{texts.citation(passage.id, passage.start, passage.end)}\n{passage.text}"


def _remarks(warnings: Iterable[str], suggestions: Iterable[str]) -> dict[str, list[str]]:
    remarks = {"warnings": list(warnings), "suggestions": list(suggestions)}
    return {name: lines for name, lines in remarks.items() if lines}
