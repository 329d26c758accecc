"""Which sentences of a text an index states, states otherwise, or denies, with the passages that show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final, Literal

from searchlib.models import notebook_html
from searchlib.models.spans import Span, Value
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import Place
from searchlib.models.views.view import View, iso_day

Verdict = Literal["stated", "stated otherwise", "denied", "not stated"]
"""What an index says of a sentence. "not stated" says nothing of the world: nothing in the index states it."""

VERIFICATION_COLUMNS: Final = (
    "sentence", "cited", "verdict", "evidence", "differs", "who", "role", "said", "published", "source", "title",
    "document", "passage", "start", "end", "path", "line", "articles", "text",
)  # fmt: skip
"""The columns of a table of verification, in order."""


class Evidence(Place):
    """A sentence of an article that states a citation, states it otherwise, or denies it.

    `differs` is empty when it states it; in each difference `one` is the citation's and `other` the article's. `share` is the part of
    the citation's words that it has. `figures` are the characters of the figures that were compared. `repeats` are
    passages of other documents that repeat the sentence almost word for word.
    """

    verdict: Verdict
    differs: tuple[Difference, ...] = ()
    who: str = ""
    speaker: str = ""
    role: str = ""
    share: float = 0.0
    text: str = ""
    figures: tuple[Span, ...] = ()
    repeats: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """How many documents hold it: its own, and those that repeat it."""
        return len({self.document, *(passage.rpartition("#")[0] for passage in self.repeats)})


class WordingPiece(Value):
    """A stretch of a quotation beside its source: `cited` as the citation has it, `source` as the article has it."""

    cited: str = ""
    source: str = ""

    @property
    def same(self) -> bool:
        """Whether both have the same words here."""
        return bool(self.cited) and self.cited == self.source


class Wording(Place):
    """The wording of an article that is nearest to a quotation, in pieces; `speaker` is who says it there."""

    speaker: str = ""
    text: str = ""
    pieces: tuple[WordingPiece, ...] = ()


class QuotationCheck(Value):
    """A quotation of the text: whether an article has it word for word, and the nearest wording; None when nothing is near."""

    text: str
    exact: bool
    nearest: Wording | None = None


class CheckedSentence(Value):
    """One sentence of the text: its verdict, the evidence, and its quotations.

    `speaker` is who says it according to the text. `more` counts evidence that is left out. `remark` says why it could not
    be checked.
    """

    ordinal: int
    text: str
    verdict: Verdict
    speaker: str = ""
    evidence: tuple[Evidence, ...] = ()
    quotations: tuple[QuotationCheck, ...] = ()
    more: int = 0
    remark: str = ""


class Verification(View):
    """Every sentence of a text, and what an index says of it. Iterating gives the sentences."""

    columns: ClassVar[tuple[str, ...]] = VERIFICATION_COLUMNS

    sentences: tuple[CheckedSentence, ...] = ()

    def __iter__(self) -> Iterator[CheckedSentence]:  # type: ignore[override]
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __bool__(self) -> bool:
        """Whether the index says anything of any sentence."""
        return any(one.evidence or any(check.nearest for check in one.quotations) for one in self.sentences)

    def counts(self) -> dict[Verdict, int]:
        """How many sentences have each verdict, those that occur."""
        counts: dict[Verdict, int] = {}
        for one in self.sentences:
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
        return counts

    def _repr_html_(self) -> str:
        """What a notebook shows: a row a piece of evidence, one for a sentence without any."""
        heads = ("sentence", "cited", "verdict", "evidence", "differs", "who", "published", "place", "text")
        rows = [
            (
                *(row[name] for name in heads[:7]),
                f"{row['path'] or row['document']}:{row['line']}" if row["passage"] else "",
                row["text"],
            )
            for row in self.to_rows()
        ]
        return notebook_html.table("Verification", heads, rows, remark=self.cut)

    def iter_rows(self) -> Iterator[dict[str, Any]]:
        """One flat dictionary a piece of evidence, of VERIFICATION_COLUMNS; one for a sentence without any."""
        yield from (
            dict(zip(VERIFICATION_COLUMNS, _cells(sentence, evidence), strict=True))
            for sentence in self.sentences
            for evidence in sentence.evidence or (None,)
        )


def _cells(sentence: CheckedSentence, evidence: Evidence | None) -> list[Any]:
    own: list[Any] = [sentence.ordinal, sentence.text, sentence.verdict]
    if evidence is None:
        return [*own, *[""] * (len(VERIFICATION_COLUMNS) - len(own))]
    return [
        *own, evidence.verdict, "; ".join(one.words for one in evidence.differs), evidence.who, evidence.role,
        iso_day(evidence.said), iso_day(evidence.published), evidence.source, evidence.title, evidence.document,
        evidence.passage, evidence.start, evidence.end, evidence.path, evidence.line, evidence.articles, evidence.text,
    ]  # fmt: skip
