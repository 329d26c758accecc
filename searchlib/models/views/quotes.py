"""What was said, each utterance once, with all its wordings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Final

from searchlib.models import notebook_html
from searchlib.models.mentions import MarkKind, SpeakerKind
from searchlib.models.spans import Value
from searchlib.models.views.rows import StatementRow
from searchlib.models.views.view import View, iso_day

QUOTE_COLUMNS: Final = (
    "ordinal", "group", "first_appearance", "speaker", "speaker_kind", "role", "kind", "text", "differs", "chain", "hearer", "cites",
    "marks", "said", "published", "source", "title", "articles", "speakers", "document", "passage", "start", "end", "path",
    "line", "confidence",
)  # fmt: skip
"""The columns of a table of quotes, in order."""


def asserts(marks: Collection[str]) -> bool:
    """Whether a statement with these marks is asserted: it is neither denied nor conditional, asked or expected."""
    return not marks or not set(marks) - {"hearsay", "negated"}


class Wording(StatementRow):
    """One wording of an utterance.

    `ordinal` counts the rows of a view from 1. `differs` are the stretches of `text` with words that the first wording
    does not have. `chain` is who told whom, from the speaker to the paper; `cites` the agency or paper that the article
    has it from, `hearer` who was told. `marks` says why it does not stand as an assertion: denied, negated,
    conditional, question, hearsay. `repeats` are passages of other documents that have it almost word for word.
    """

    ordinal: int
    group: int
    speaker_kind: SpeakerKind = "unknown"
    hearer: str = ""
    cites: str = ""
    chain: tuple[str, ...] = ()
    differs: tuple[tuple[int, int], ...] = ()
    marks: tuple[MarkKind, ...] = ()
    repeats: tuple[str, ...] = ()

    @property
    def is_asserted(self) -> bool:
        """Whether the speaker asserts it: it is neither denied nor conditional, asked or expected."""
        return asserts(self.marks)

    @property
    def documents(self) -> frozenset[str]:
        """The documents that have it: its own, and those that repeat it."""
        return frozenset((self.document, *(passage.rpartition("#")[0] for passage in self.repeats)))

    @property
    def articles(self) -> int:
        """How many documents have it."""
        return len(self.documents)

    @property
    def differing(self) -> tuple[str, ...]:
        """The words that the first wording does not have."""
        return tuple(self.text[start:end] for start, end in self.differs)


class QuoteGroup(Value):
    """One utterance: its wordings, the first appearance (earliest published) first.

    `apart` are wordings that are denied, conditional, asked or expected. `speakers` are the names it is attributed to, more
    than one where the retellings disagree; `papers` who published it.
    """

    ordinal: int
    wordings: tuple[Wording, ...] = ()
    apart: tuple[Wording, ...] = ()
    speakers: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Wording, ...]:
        """All wordings, those that stand apart behind the others."""
        return (*self.wordings, *self.apart)

    @property
    def first(self) -> Wording:
        """The first appearance."""
        return self.rows[0]

    @property
    def articles(self) -> int:
        """How many documents have it in any wording."""
        return len(frozenset().union(*(row.documents for row in self.rows)))

    @property
    def disagree(self) -> bool:
        """Whether the retellings name different speakers."""
        return len(self.speakers) > 1


class Quotes(View):
    """The statements of the passages that match a query, grouped as wordings of one utterance.

    Iterating gives the wordings, group by group: first those that speak of the words asked for, then the most retold.
    """

    columns: ClassVar[tuple[str, ...]] = QUOTE_COLUMNS

    groups: tuple[QuoteGroup, ...] = ()

    @property
    def rows(self) -> tuple[Wording, ...]:
        """All wordings, group by group."""
        return tuple(row for group in self.groups for row in group.rows)

    def __iter__(self) -> Iterator[Wording]:  # type: ignore[override]
        return iter(self.rows)

    def __len__(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def __bool__(self) -> bool:
        return bool(self.groups)

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a wording, the first appearance of each utterance first."""
        rows = [
            (
                group.ordinal,
                row.ordinal,
                row.speaker or "unknown",
                row.text,
                ", ".join(row.differing) if row.ordinal != group.first.ordinal else "first appearance",
                " → ".join(row.chain),
                iso_day(row.published),
                row.articles,
                f"{row.path or row.document}:{row.line}",
            )
            for group in self.groups
            for row in group.rows
        ]
        heads = ("group", "row", "who", "wording", "differs", "who told whom", "published", "articles", "place")
        return notebook_html.table(f"Quotes: {self.query}", heads, rows, remark=self.cut)

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a wording, of QUOTE_COLUMNS; dates are ISO texts."""
        yield from (
            dict(zip(QUOTE_COLUMNS, _quote_cells(row, group), strict=True))
            for group in self.groups
            for row in group.rows
        )


def _quote_cells(row: Wording, group: QuoteGroup) -> list[Any]:
    return [
        row.ordinal, row.group, row.ordinal == group.first.ordinal, row.speaker, row.speaker_kind, row.role, row.kind, row.text,
        "; ".join(row.differing), " > ".join(row.chain), row.hearer, row.cites, "; ".join(row.marks), iso_day(row.said),
        iso_day(row.published), row.source, row.title, row.articles, "; ".join(group.speakers), row.document, row.passage,
        row.start, row.end, row.path, row.line, row.confidence,
    ]  # fmt: skip
