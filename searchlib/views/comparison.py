"""What two documents state alike, otherwise, or alone.

the passages of both -> their sentences, statements and figures -> pairs of those that belong together -> what differs in each pair

Statements belong together as retellings do (`retellings.likeness`: shared rare words, the speaker, the day), figures when they
are of one unit and noun and their values agree or their sentences share words. Comparing in the other order gives the mirror image.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from searchlib.analysis import fold_name, function_word_terms
from searchlib.engines.contract import Reader
from searchlib.matching.stored import Stored
from searchlib.models import Document, Statement
from searchlib.models.views.comparison import ComparedDocument, Comparison, FigurePair, SharedText, StatementPair
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import FigureRow, Place, StatementRow, line_of
from searchlib.query.nodes import Nothing
from searchlib.views.contradictions.law import coincide, disjoint
from searchlib.views.contradictions.matters import day_words
from searchlib.views.evidence.agreement import same_measure, same_noun, statements_by, states_value
from searchlib.views.evidence.matching import best_pairs, runs, shared_sentences
from searchlib.views.evidence.sentence_differences import Beside
from searchlib.views.evidence.sentences_read import SentenceRead, Weights, sentences_of
from searchlib.views.figures import every_figure
from searchlib.views.nouns import CloseNouns
from searchlib.views.passages_read import ViewRequest
from searchlib.views.quotes import utterance_of
from searchlib.views.retellings.likeness import bar, bond, likeness, word_weights
from searchlib.views.retellings.utterances import Utterance
from searchlib.views.retellings.wordings import differing, stems_in
from searchlib.views.statement_rows import statement_fields, statements_of

Row = TypeVar("Row")

_IN_CONTEXT: Final = 0.25
"""Part of the content words that the sentences of two figures share when their values do not agree."""
_BESIDE_VALUE: Final = 0.1
"""The same, when their values agree, or when they count something that both name."""
_RELAYED: Final = 0.6
"""Part of two statements that is the same words, when one relays the other."""
_NEAR: Final = 5
"""Earlier statements that a statement may stand in."""
_EVERYTHING: Final = ViewRequest("", Nothing())


@dataclass(frozen=True, eq=False)
class Told:
    """One statement of a document."""

    stored: Stored
    said: Statement
    row: StatementRow
    utterance: Utterance

    @cached_property
    def sentence(self) -> SentenceRead:
        """What is said, as far as it lies in its passage."""
        passage = self.stored.passage
        start, end = (min(max(at, passage.start), passage.end) for at in (self.said.start, self.said.end))
        return SentenceRead(passage, self.stored.header, start, end, self.stored)


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two documents: its sentences, statements and figures, in the order of the text."""

    document: Document
    passages: Sequence[Stored]

    @cached_property
    def sentences(self) -> list[SentenceRead]:
        return [
            sentence
            for stored in self.passages
            for sentence in sentences_of(stored.passage, stored.header, stored)
            if sentence.tokens
        ]

    @cached_property
    def told(self) -> list[Told]:
        told: list[Told] = []
        for stored, said in statements_of(self.passages, _EVERYTHING):
            row = StatementRow.model_validate(statement_fields(stored, said))
            if not any(_holds_words(other.row, row) for other in told[-_NEAR:]):
                told.append(Told(stored, said, row, utterance_of(stored, said, row.text)))
        return told

    @cached_property
    def figures(self) -> list[FigureRow]:
        return every_figure(self.passages, _EVERYTHING)

    @property
    def summary(self) -> ComparedDocument:
        document = self.document
        return ComparedDocument(
            document=document.id,
            title=document.title,
            source=document.source,
            published=document.published,
            path=document.path,
            sentences=len(self.sentences),
            statements=len(self.told),
            figures=len(self.figures),
        )


def _holds_words(one: StatementRow, other: StatementRow) -> bool:
    """Whether a statement has nearly the words of an earlier one that it stands in: "A says that B asked C to go"."""
    inside = min(one.end, other.end) - max(one.start, other.start)
    return inside > _RELAYED * max(one.end - one.start, other.end - other.start)


def compare(reader: Reader, one: Document, other: Document, close: CloseNouns) -> Comparison:
    """What two documents of an index state alike, otherwise, or alone."""
    started = time.perf_counter()
    ones, others = (Side(document, _stored(reader, document.id)) for document in (one, other))
    weights = Weights(reader)
    pairs = best_pairs(ones.told, others.told, _Likeness(ones, others))
    figures = best_pairs(ones.figures, others.figures, _Figures(close))
    statement_pairs = [_statement_pair(ones.told[place], others.told[at], weights, close) for place, at in pairs]
    figure_pairs = [_figure_pair(ones.figures[place], others.figures[at], ones, others) for place, at in figures]
    return Comparison(
        generation=reader.version,
        query=f"{one.id} {other.id}",
        parsed=f"{one.id} {other.id}",
        one=ones.summary,
        other=others.summary,
        shared=tuple(_shared(ones.sentences, others.sentences)),
        statements=tuple(pair for pair in statement_pairs if pair.differs),
        figures=tuple(pair for pair in figure_pairs if pair.differs),
        same_statements=sum(not pair.differs for pair in statement_pairs),
        same_figures=sum(not pair.differs for pair in figure_pairs),
        only_one_statements=tuple(told.row for told in _alone(ones.told, {place for place, _ in pairs})),
        only_other_statements=tuple(told.row for told in _alone(others.told, {at for _, at in pairs})),
        only_one_figures=tuple(_alone(ones.figures, {place for place, _ in figures})),
        only_other_figures=tuple(_alone(others.figures, {at for _, at in figures})),
        passages=len(ones.passages) + len(others.passages),
        warnings=(f"Both are one document, {one.id}: it is compared with itself.",) if one.id == other.id else (),
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def _stored(reader: Reader, document: str) -> Sequence[Stored]:
    refs = [reader.find_passage(passage.id) for passage in reader.document_passages(document)]
    return reader.fetch([ref for ref in refs if ref is not None])


def _alone(rows: Sequence[Row], paired: set[int]) -> list[Row]:
    return [row for place, row in enumerate(rows) if place not in paired]


# ---- shared text ----------------------------------------------------------------------------------------------------


def _shared(ones: Sequence[SentenceRead], others: Sequence[SentenceRead]) -> Iterator[SharedText]:
    """The stretches of sentences that both documents have."""
    for (place, at), count in runs(shared_sentences(ones, others)):
        sentences = ones[place : place + count]
        yield SharedText(
            one=_stretch(sentences),
            other=_stretch(others[at : at + count]),
            sentences=count,
            text=" ".join(sentence.text for sentence in sentences),
        )


def _stretch(sentences: Sequence[SentenceRead]) -> Place:
    first, header = sentences[0], sentences[0].header
    return Place(
        document=first.passage.document,
        passage=first.passage.id,
        start=first.start,
        end=sentences[-1].end,
        path=header.path,
        line=line_of(first.passage, first.start, header.path),
        title=header.title,
        source=header.source,
        url=header.url,
        published=header.published,
    )


# ---- statements -----------------------------------------------------------------------------------------------------


class _Likeness:
    """How alike two statements are, in parts of what they must be; 0 when they do not belong together."""

    def __init__(self, ones: Side, others: Side) -> None:
        utterances = [told.utterance for told in (*ones.told, *others.told)]
        self._weights = word_weights(utterances)

    def __call__(self, one: Told, other: Told) -> float:
        if one.utterance.words == other.utterance.words:
            return 3.0 if fold_name(one.row.speaker) == fold_name(other.row.speaker) else 2.0
        kind = bond(one.utterance, other.utterance)
        share = likeness(one.utterance, other.utterance, self._weights, kind)
        least = bar(one.utterance, other.utterance, kind)
        return min(share / least, 1.9) if share >= least else 0.0


def _statement_pair(one: Told, other: Told, weights: Weights, close: CloseNouns) -> StatementPair:
    beside = Beside(one.sentence, other.sentence, None, weights, close)
    differs = [
        *_other_speakers(one, other),
        *_other_figures(beside),
        *_other_days(one, other),
        *beside.polarity(),
    ]
    marked = (differing(one.row.text, stems_in(other.row.text)), differing(other.row.text, stems_in(one.row.text)))
    if any(marked):
        words = [
            ", ".join(told.row.text[start:end] for start, end in spans)
            for told, spans in zip((one, other), marked, strict=True)
        ]
        differs.append(Difference(kind="words", one=words[0], other=words[1]))
    return StatementPair(
        one=one.row, other=other.row, differs=tuple(differs), one_marked=marked[0], other_marked=marked[1]
    )


def _other_speakers(one: Told, other: Told) -> Iterator[Difference]:
    names = one.row.speaker, other.row.speaker
    same = bond(one.utterance, other.utterance) == "same" or fold_name(names[0]) == fold_name(names[1])
    linked = other.said.number in statements_by(other.stored, one.said) or one.said.number in statements_by(
        one.stored, other.said
    )
    if not same and not linked:
        yield Difference(kind="speaker", one=names[0], other=names[1])


def _other_figures(beside: Beside) -> Iterator[Difference]:
    """The figures of two statements that count one thing and have other values."""
    for figure in beside.cited.figures:
        counting = [
            stated
            for stated in beside.sentence.figures
            if same_measure(figure, stated) and same_noun(figure, stated, beside.close)
        ]
        if counting and not any(states_value(figure, stated) or states_value(stated, figure) for stated in counting):
            others = [beside.written_figure(stated, beside.sentence) for stated in counting]
            yield Difference(
                kind="number", one=beside.written_figure(figure, beside.cited), other=", ".join(dict.fromkeys(others))
            )


def _other_days(one: Told, other: Told) -> Iterator[Difference]:
    """Stated days on which two statements were made, or which they speak of, that do not meet."""
    if one.said.on_from == other.said.on_from == "stated" and one.said.on != other.said.on:
        yield Difference(kind="day", one=f"said {one.said.on}", other=f"said {other.said.on}")
    if one.row.day_from == other.row.day_from == "text" and not _meet(one.row, other.row):
        yield Difference(
            kind="day", one=day_words(one.row.first, one.row.last), other=day_words(other.row.first, other.row.last)
        )


def _meet(one: Place, other: Place) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return True
    return one.first <= other.last and other.first <= one.last


# ---- figures --------------------------------------------------------------------------------------------------------


class _Figures:
    """How well two figures belong together; 0 when they do not."""

    def __init__(self, close: CloseNouns) -> None:
        self._close = close
        self._words: dict[str, frozenset[str]] = {}

    def __call__(self, one: FigureRow, other: FigureRow) -> float:
        if not same_measure(one, other) or not same_noun(one, other, self._close):
            return 0.0
        shared = self._shared(one, other)
        named = bool(one.head and other.head)
        if (one.low, one.high, one.modifier) == (other.low, other.high, other.modifier):
            return 3 + shared if named or shared >= _BESIDE_VALUE else 0.0
        if states_value(one, other) or states_value(other, one):
            return 2 + shared if named or shared >= _BESIDE_VALUE else 0.0
        return shared if named and shared >= _IN_CONTEXT else 0.0

    def _shared(self, one: FigureRow, other: FigureRow) -> float:
        """The part of all content words of their sentences that both have."""
        words, others = self._content(one.sentence), self._content(other.sentence)
        return len(words & others) / len(words | others) if words | others else 0.0

    def _content(self, sentence: str) -> frozenset[str]:
        if sentence not in self._words:
            self._words[sentence] = frozenset(map(self._close.question, stems_in(sentence) - function_word_terms()))
        return self._words[sentence]


def _figure_pair(one: FigureRow, other: FigureRow, ones: Side, others: Side) -> FigurePair:
    differs = []
    alike = one.modifier == other.modifier and (states_value(one, other) or states_value(other, one))
    if not alike:
        differs.append(Difference(kind="number", one=one.value, other=other.value))
    elif one.value.lower() != other.value.lower():
        differs.append(Difference(kind="words", one=one.value, other=other.value))
    if not _same_speaker(one, other, ones, others):
        differs.append(Difference(kind="speaker", one=one.speaker, other=other.speaker))
    if "published" not in (one.day_from, other.day_from) and not _meet(one, other):
        days = day_words(one.first, one.last), day_words(other.first, other.last)
        differs.append(Difference(kind="day", one=days[0], other=days[1]))
    if one.is_fact != other.is_fact:
        differs.append(Difference(kind="mood", one=", ".join(one.marks), other=", ".join(other.marks)))
    conflict = one.is_fact and other.is_fact and disjoint(one, other) and coincide(one, other)
    return FigurePair(one=one, other=other, differs=tuple(differs), conflict=conflict)


def _same_speaker(one: FigureRow, other: FigureRow, ones: Side, others: Side) -> bool:
    """Whether two figures are given by one speaker: by name, or because the index links the names; or both by nobody."""
    if fold_name(one.speaker) == fold_name(other.speaker):
        return True
    if not one.speaker or not other.speaker:
        return False
    return _holds(ones, one, others, other) or _holds(others, other, ones, one)


def _holds(side: Side, row: FigureRow, others: Side, other: FigureRow) -> bool:
    said = next((told.said for told in others.told if told.row.speaker == other.speaker), None)
    stored = next((stored for stored in side.passages if stored.passage.id == row.passage), None)
    if said is None or stored is None:
        return False
    numbers = statements_by(stored, said)
    return any(one.number in numbers and one.speaker == row.speaker for one in stored.passage.statements)
