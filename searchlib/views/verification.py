"""Which sentences of a text an index states, states otherwise, or denies.

a sentence -> the passages that have most of its words, or are by its speaker -> their sentences beside it -> evidence

A wrong "stated" is the worst answer: a sentence counts as stated when one sentence of an article has its figures, days, speakers
and names, no negation or doubt that it has not, and most of its other words; or when an article has it word for word.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from searchlib.engines.answers import Request
from searchlib.engines.contract import Reader
from searchlib.matching import deadline
from searchlib.matching.deadline import OutOfTime
from searchlib.matching.stored import Stored
from searchlib.models import Span, Statement
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import line_of
from searchlib.models.views.verification import CheckedSentence, Evidence, QuotationCheck, Verdict, Verification
from searchlib.query.nodes import Clauses, Name, Node, Phrase, Word
from searchlib.query.options import SearchOptions
from searchlib.views.evidence import wordings
from searchlib.views.evidence.citations import Citation
from searchlib.views.evidence.sentence_differences import Beside
from searchlib.views.evidence.sentences_read import SentenceRead, Token, Weights, plain_form, sentences_of
from searchlib.views.nouns import CloseNouns, widened

MOST_SENTENCES: Final = 1000
"""Sentences that are checked in one call."""
EVIDENCE_SHOWN: Final = 5
"""Pieces of evidence that a sentence shows unless more are asked for."""

_BY_WORDS: Final = 60
_BY_SPEAKER: Final = 30
_BY_QUOTATION: Final = 20
"""Passages that are read for a sentence: by its words, by its speaker and words, by a quotation."""
_WORDS_ASKED: Final = 30
"""Words of a sentence that passages are looked for by, the rarest."""
_LEAST_OWN: Final = 0.35
_LEAST_NEAR: Final = 0.5
_LEAST_DENIED: Final = 0.6
_LEAST_WITHOUT: Final = 0.7
"""Parts of a sentence's words that evidence has: itself, with what stands before it, when denied, when it differs in much."""
_FEW: Final = 3
"""Words and figures, fewer of which make a sentence too short to be known again where it differs in much."""
_MOST_SERIOUS: Final = 2
"""Kinds of difference, beside those of words, that evidence has at most."""
_DENYING: Final = frozenset({"negation", "speaker", "mood", "words"})
_ALIKE: Final = 0.5
_ORDER: Final[dict[Verdict, int]] = {"stated": 0, "denied": 1, "stated otherwise": 2}
_WEAK: Final = frozenset({"words", "name", "order", "mood"})
"""Differences that tell nothing new where another sentence states the citation."""


def verify(
    reader: Reader, text: str, citations: Iterable[Citation], close: CloseNouns, *, limit: int = EVIDENCE_SHOWN
) -> Verification:
    """What an index says of each citation of a text; each shows at most `limit` pieces of evidence, all when it is 0.

    When a deadline comes before the end, those that are checked are shown, and `cut` says so. Raises OutOfTime when it comes
    before the first.
    """
    started = time.perf_counter()
    verifier = _Verifier(reader, close, limit)
    checked: list[CheckedSentence] = []
    cut = ""
    for citation in citations:
        if len(checked) == MOST_SENTENCES:
            cut = f"Only the first {MOST_SENTENCES:,} sentences were checked."
            break
        try:
            checked.append(verifier.checked(citation, len(checked) + 1))
        except OutOfTime:
            if not checked:
                raise
            cut = f"Time ran out: the sentences after the first {len(checked):,} were not checked."
            break
    return Verification(
        generation=reader.version,
        query=text,
        parsed=text,
        sentences=tuple(checked),
        passages=verifier.passages_read,
        cut=cut,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


class _Verifier:
    """Checks the sentences of one text; what was read for one serves the others."""

    def __init__(self, reader: Reader, close: CloseNouns, limit: int) -> None:
        self._reader = reader
        self._close = close
        self._limit = limit
        self._weights = Weights(reader)
        self._read: dict[Hashable, tuple[Stored, list[SentenceRead]]] = {}

    @property
    def passages_read(self) -> int:
        return len(self._read)

    def checked(self, citation: Citation, ordinal: int) -> CheckedSentence:
        """One citation with its verdict, evidence and quotations."""
        cited = citation.sentence
        speakers = list(dict.fromkeys(said.speaker for said in cited.said if said.speaker))
        few = not cited.content or len(cited.content) + len(cited.figures) < 2
        if few or cited.says_nothing:
            quotations = tuple(self._quotation(text) for text in citation.quotations)
            return CheckedSentence(
                ordinal=ordinal,
                text=cited.text,
                verdict="not stated",
                speaker=", ".join(speakers),
                quotations=quotations,
                remark="It has too few words to look for." if few else "It tells nothing that was said.",
            )
        self._weights.learn(cited.tokens)
        evidence = _without_repetitions(self._evidence(citation))
        shown = evidence[: self._limit or None]
        return CheckedSentence(
            ordinal=ordinal,
            text=cited.text,
            verdict=evidence[0].verdict if evidence else "not stated",
            speaker=", ".join(speakers),
            evidence=tuple(shown),
            quotations=tuple(self._quotation(text) for text in citation.quotations),
            more=len(evidence) - len(shown),
        )

    # ---- passages ----------------------------------------------------------------------------------------------------

    def _passages(self, cited: SentenceRead) -> list[tuple[Stored, list[SentenceRead]]]:
        """The passages that may hold evidence."""
        written = {token.term: token.written for token in (*cited.content, *self._figure_words(cited))}
        rarest = sorted(written, key=lambda term: -self._weights[term])[:_WORDS_ASKED]
        words: tuple[Node, ...] = tuple(Word(written[term]) for term in rarest)
        refs = self._refs(Clauses(optional=words), _BY_WORDS)
        for said in cited.said:
            if said.speaker:
                refs |= self._refs(Clauses(optional=words, required=(_speaker(said),)), _BY_SPEAKER)
        return self._fetched(refs)

    def _figure_words(self, cited: SentenceRead) -> list[Token]:
        return [
            token for token in cited.tokens if any(figure.start <= token.start < figure.end for figure in cited.figures)
        ]

    def _refs(self, node: Node, most: int) -> dict[Hashable, None]:
        answer = self._reader.search(Request(widened(node, self._close), SearchOptions(limit=most, count=False)))
        return dict.fromkeys(match.ref for match in answer.matches)

    def _fetched(self, refs: Iterable[Hashable]) -> list[tuple[Stored, list[SentenceRead]]]:
        """These passages with their sentences; those known already are not read again."""
        wanted = list(refs)
        fresh = [ref for ref in wanted if ref not in self._read]
        for ref, stored in zip(fresh, self._reader.fetch(fresh), strict=True):
            self._read[ref] = (stored, sentences_of(stored.passage, stored.header, stored))
        return [self._read[ref] for ref in wanted]

    # ---- evidence ----------------------------------------------------------------------------------------------------

    def _evidence(self, citation: Citation) -> list[Evidence]:
        """Everything found, the strongest first."""
        rows = []
        for _, sentences in self._passages(citation.sentence):
            deadline.check()
            whole = _verbatim(citation.sentence, sentences)
            for place, sentence in enumerate(sentences):
                before = sentences[place - 1] if place else None
                beside = Beside(citation.sentence, sentence, before, self._weights, self._close)
                row = self._row(citation, beside, is_verbatim=place in whole)
                if row is not None:
                    rows.append(row)
        if any(row.verdict == "stated" for row in rows):
            rows = [row for row in rows if row.verdict != "stated otherwise" or not _is_weak(row)]
        return sorted(rows, key=_strength)

    def _row(self, citation: Citation, beside: Beside, *, is_verbatim: bool) -> Evidence | None:
        if is_verbatim:
            return _evidence("stated", beside, [])
        if beside.own < _LEAST_OWN or beside.near < _LEAST_NEAR:
            return None
        differs = [*beside.differences(), *_other_wordings(citation, beside.sentence)]
        verdict = _verdict(beside, differs)
        return None if verdict is None else _evidence(verdict, beside, differs)

    def _quotation(self, text: str) -> QuotationCheck:
        """A quotation beside the passages that have most of its words."""
        words = tuple(Word(word) for word in dict.fromkeys(text.split()) if any(map(str.isalnum, word)))
        refs = self._refs(Clauses(optional=(Phrase(text), *words[:_WORDS_ASKED])), _BY_QUOTATION)
        return wordings.checked(text, (stored for stored, _ in self._fetched(refs)))


def _speaker(said: Statement) -> Name:
    return Name("role" if said.speaker_kind == "unnamed" else "speaker", said.speaker)


def _verbatim(cited: SentenceRead, sentences: Sequence[SentenceRead]) -> set[int]:
    """The places of sentences that begin the very text that is cited; whole sentences only."""
    if any(figure.start == figure.end for figure in cited.figures):
        return set()  # a column has another figure than the text
    plain = plain_form(cited.written)
    places = set()
    for place, sentence in enumerate(sentences):
        if not plain.startswith(plain_form(sentence.written)):
            continue
        passage = sentence.passage
        for last in sentences[place : place + 4]:
            if plain == plain_form(passage.text[sentence.start - passage.start : last.end - passage.start]):
                places.add(place)
    return places


def _other_wordings(citation: Citation, sentence: SentenceRead) -> Iterator[Difference]:
    """The quotations that the sentence does not have word for word."""
    passage = sentence.passage
    for quotation in citation.quotations:
        span = wordings.exact_span(quotation, passage.text[sentence.start - passage.start :])
        if span is None or span[0] >= sentence.end - sentence.start:
            yield Difference(kind="quotation", one=quotation, other=wordings.nearest_words(quotation, sentence.written))


def _verdict(beside: Beside, differs: Sequence[Difference]) -> Verdict | None:
    """What a sentence says of the citation; None when it speaks of something else."""
    kinds = {one.kind for one in differs}
    if not kinds:
        return "stated"
    words = len({token.term for token in beside.cited.content})
    if _has_no_figure(differs) and (beside.own < _LEAST_WITHOUT or words < _FEW or kinds - _WEAK > {"number"}):
        return None
    if _sets_figures_apart(differs) and ("day" in kinds or not beside.is_of_one_matter()):
        return None  # a figure of another event, or of another day
    if kinds <= _DENYING and "negation" in kinds and beside.own >= _LEAST_DENIED:
        turned = next(one for one in differs if one.kind == "negation")
        by_another = turned.one and "speaker" in kinds  # "A denied that P" is not denied by what others say of P
        words_turned = [word for side in (turned.one, turned.other) for word in side.split(", ") if word]
        if not by_another and len(words_turned) % 2:
            return "denied"
    serious = kinds - _WEAK
    if len(serious) > 1 and (
        len(serious) > _MOST_SERIOUS or beside.own < _LEAST_WITHOUT or words + len(beside.pairs) < _FEW
    ):
        return None
    return "stated otherwise"


def _sets_figures_apart(differs: Iterable[Difference]) -> bool:
    """Whether two figures that differ are set against each other."""
    return any(one.kind in ("number", "noun") and one.one and one.other for one in differs)


def _has_no_figure(differs: Iterable[Difference]) -> bool:
    """Whether a cited figure has no counterpart at all."""
    return any(one.kind == "number" and not one.other for one in differs)


def _evidence(verdict: Verdict, beside: Beside, differs: Sequence[Difference]) -> Evidence:
    sentence = beside.sentence
    passage, header = sentence.passage, sentence.header
    said = _speaking(beside)
    return Evidence(
        document=passage.document,
        passage=passage.id,
        start=sentence.start,
        end=sentence.end,
        path=header.path,
        line=line_of(passage, sentence.start, header.path),
        title=header.title,
        source=header.source,
        url=header.url,
        published=header.published,
        said=None if said is None else said.on,
        verdict=verdict,
        differs=tuple(differs),
        who=(said.speaker if said is not None else "") or header.source or header.title or passage.document,
        speaker="" if said is None else said.speaker,
        role="" if said is None else said.role,
        share=round(beside.own, 3),
        text=sentence.text,
        figures=tuple(Span(start=one.start, end=one.end) for _, one in beside.pairs if one is not None),
    )


def _speaking(beside: Beside) -> Statement | None:
    """The statement that the compared figure stands in, else the first of the sentence with a speaker."""
    figures = {stated.statement for _, stated in beside.pairs if stated is not None}
    said = [one for one in beside.sentence.said if one.number in figures] if figures else beside.sentence.said
    return next((one for one in said if one.speaker), None)


def _is_weak(row: Evidence) -> bool:
    return bool({one.kind for one in row.differs} & _WEAK)


def _strength(row: Evidence) -> tuple[int, int, bool, float, str, str, int]:
    kinds = {one.kind for one in row.differs} - {"words"}
    order = _ORDER[row.verdict], len(kinds), _has_no_figure(row.differs), -row.share
    return *order, str(row.published), row.passage, row.start


# ---- repetitions ----------------------------------------------------------------------------------------------------


def _without_repetitions(rows: Sequence[Evidence]) -> list[Evidence]:
    """One row a distinct sentence, with the passages of other documents that repeat it almost word for word."""
    kept: list[tuple[Evidence, frozenset[tuple[str, str]], list[str]]] = []
    for row in rows:
        pairs = frozenset(pairwise(plain_form(row.text).split()))
        for first, others, repeats in kept:
            alike = bool(pairs) and len(pairs & others) >= _ALIKE * len(pairs | others)
            if alike and first.document != row.document and _told(first) == _told(row):
                repeats.append(row.passage)
                break
        else:
            kept.append((row, pairs, []))
    return [row.model_copy(update={"repeats": tuple(dict.fromkeys(repeats))}) for row, _, repeats in kept]


def _told(row: Evidence) -> tuple[Verdict, frozenset[str]]:
    return row.verdict, frozenset(one.kind for one in row.differs)
