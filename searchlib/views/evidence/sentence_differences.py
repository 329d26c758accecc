"""In what a sentence of an article differs from a cited one. No difference at all means that it states the citation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final

from searchlib import analysis
from searchlib.models import DateMention, Quantity, Statement
from searchlib.models.views.differences import Difference
from searchlib.models.views.rows import figure_phrase
from searchlib.views.evidence.agreement import (
    same_measure,
    same_noun,
    statements_by,
    states_day,
    states_value,
)
from searchlib.views.evidence.sentences_read import SentenceRead, Token, Weights, one_line
from searchlib.views.evidence.word_lists import (
    CERTAINTY,
    CONDITIONS,
    CONJUNCTIONS,
    DENIALS,
    NEGATIONS,
    NEXT_NEGATED,
    OPPOSITES,
    PREPOSITIONS,
    PRONOUNS,
)
from searchlib.views.nouns import CloseNouns
from searchlib.views.stated_values import as_written

ENOUGH_WORDS: Final = 0.8
"""The part of a citation's words, by weight, that a sentence which states it has."""

_SCOPE: Final = 7
"""Words behind a negation that it may negate, in its clause."""
_BESIDE: Final = 12
"""Words beside a denial that it may deny, in its sentence."""
_IN_ORDER: Final = 0.6
"""The part of the shared words that stand in one order."""
_CLAUSE_ENDS: Final = re.compile(r"[,;:()—–.?!]")
_DENYING: Final = ("denied", "negated")
_ONE_EVENT: Final = 2
"""Words, beside what is counted, that two sentences of one event share where no name tells of which it is."""


_OF_A_COUNTRY: Final = ("n", "an", "ian")


def _forms_of_a_country(term: str) -> set[str]:
    """A country of the adjective, and the other way round: "korea" of "korean", "russian" of "russia"."""
    shorter = {term[: -len(end)] for end in _OF_A_COUNTRY if term.endswith(end) and len(term) > len(end) + 3}
    return shorter | {term + end for end in _OF_A_COUNTRY}


@dataclass(frozen=True, eq=False)
class Beside:
    """A citation beside a sentence of an article, `before` the sentence in front of it."""

    cited: SentenceRead
    sentence: SentenceRead
    before: SentenceRead | None
    weights: Weights
    close: CloseNouns

    # ---- shared words ------------------------------------------------------------------------------------------------

    @cached_property
    def own(self) -> float:
        """The part of the citation's words that the sentence has, by weight."""
        return self.weights.share(self.cited.content, self._present(self.named_here))

    @cached_property
    def near(self) -> float:
        """The same with the words of the sentence in front of it, and of the title."""
        return self.weights.share(self.cited.content, self._around)

    @cached_property
    def _around(self) -> set[str]:
        """The terms of the citation that the sentence has, the one in front of it, or the title."""
        title = {self.close.question(term) for term in analysis.analyze(self.sentence.header.title).terms}
        before = set() if self.before is None else self._questions(self.before.terms)
        return self._present(self.named_here | title | before)

    @cached_property
    def missing(self) -> list[Token]:
        """Words of the citation that the sentence does not have."""
        present = self._present(self.named_here)
        return [token for token in self.cited.content if token.term not in present]

    def _present(self, questions: set[str]) -> set[str]:
        """The terms of the citation that have a close noun, or themselves, among these."""
        return {
            token.term
            for token in self.cited.content
            if self.close.question(token.term) in questions
            or (token.is_name and not questions.isdisjoint(_forms_of_a_country(token.term)))
        }

    def _questions(self, terms: frozenset[str]) -> set[str]:
        return {self.close.question(term) for term in terms}

    @cached_property
    def named_here(self) -> set[str]:
        """What the words of the sentence, and the names and roles of its speakers, ask; a pronoun also names what stands before."""
        named = self._questions(self.sentence.terms)
        for said in self.sentence.said:
            for name in (said.speaker, *said.names, said.role):
                named |= {self.close.question(term) for term in analysis.analyze(name).terms}
        if self.before is not None and any(token.written.lower() in PRONOUNS for token in self.sentence.tokens):
            names = (token for token in self.before.tokens if token.is_name)
            named |= {self.close.question(token.term) for token in names}
        return named

    @cached_property
    def shared(self) -> set[str]:
        """What both sentences ask of: their common words, close nouns as one."""
        return {self.close.question(token.term) for token in self.cited.content} & self._questions(self.sentence.terms)

    # ---- figures -----------------------------------------------------------------------------------------------------

    @cached_property
    def pairs(self) -> list[tuple[Quantity, Quantity | None]]:
        """Each figure of the citation with the one that states it, else with the nearest that counts the same thing."""
        return [(figure, self._partner(figure)) for figure in self.cited.figures]

    def is_of_one_matter(self) -> bool:
        """Whether a figure of the sentence may be set against one of the citation: both tell of one event, or one speaker says both.

        Beside what is counted they share a word, and, where the citation names somebody or some place, the sentence, the one in
        front of it or the title has all words of one of these names ("London Bridge"), and they share a word that is no name, if
        the citation has any; nobody named, two words.
        """
        counted = {term for figure in self.cited.figures for term in analysis.analyze(figure.noun).terms}
        words = [token for token in self.cited.content if token.term not in counted]
        here = self._present(self.named_here)
        shared = {token.term for token in words if token.term in here}
        if any(said.speaker and self._says(said) for said in self.cited.said):
            return bool(shared) or not words
        names = list(_names_of(words))
        if not names:
            return len(shared) >= _ONE_EVENT
        plain = {token.term for token in words if not token.is_name}
        told = not shared.isdisjoint(plain) if plain else bool(shared)
        return told and any(name <= self._around for name in names)

    def _partner(self, cited: Quantity) -> Quantity | None:
        alike = [one for one in self.sentence.figures if same_measure(cited, one)]
        counting = [one for one in alike if same_noun(cited, one, self.close)]

        def rank(one: Quantity) -> tuple[bool, bool, float]:
            return not states_value(cited, one), not self._said_right(cited, one), abs(one.low - cited.low)

        if counting:
            return min(counting, key=rank)
        return min((one for one in alike if states_value(cited, one)), key=rank, default=None)

    def _said_right(self, cited: Quantity, stated: Quantity) -> bool:
        """Whether a figure is given by whom the citation says; nobody cited is anybody."""
        said = next((one for one in self.cited.said if one.number == cited.statement), None)
        if said is None or not said.speaker or self._is_publisher(said):
            return True
        return self.sentence.stored is not None and stated.statement in statements_by(self.sentence.stored, said)

    def written_figure(self, figure: Quantity, sentence: SentenceRead) -> str:
        """A figure with its modifier and noun, as a sentence has it."""
        passage = sentence.passage
        if figure.start == figure.end:  # the figure of a column
            return f"{figure.low:,.10g} {figure.noun}".strip()
        value = as_written(passage.text, figure.start - passage.start, figure.end - passage.start, figure.modifier)
        return figure_phrase(value, figure.noun)

    def _numbers(self) -> Iterator[Difference]:
        for cited, stated in self.pairs:
            one = self.written_figure(cited, self.cited)
            if stated is None:
                yield Difference(kind="number", one=one)
                continue
            other = self.written_figure(stated, self.sentence)
            if not same_noun(cited, stated, self.close):
                yield Difference(kind="noun", one=one, other=other)
            elif not states_value(cited, stated):
                yield Difference(kind="number", one=one, other=other)
        loose = [token.written for token in self.cited.loose_figures if token.term not in self.sentence.terms]
        if loose:
            others = [token.written for token in self.sentence.loose_figures if token.term not in self.cited.terms]
            yield Difference(kind="number", one=", ".join(loose), other=", ".join(others))

    # ---- days --------------------------------------------------------------------------------------------------------

    def _days(self) -> Iterator[Difference]:
        stated: list[DateMention | date] = [
            one for one in self.sentence.dates if one.modifier not in ("before", "after")
        ]
        said_on = [said.on for said in self.sentence.said if said.on is not None and said.on_from == "stated"]
        for cited in self.cited.dates:
            if cited.modifier in ("before", "after"):
                same = any((one.modifier, one.first) == (cited.modifier, cited.first) for one in self.sentence.dates)
            else:
                same = any(states_day(cited, one) for one in [*stated, *said_on])
            if not same:
                texts = [self._of(self.sentence, one.start, one.end) for one in self.sentence.dates]
                texts = texts or [day.isoformat() for day in said_on]
                yield Difference(
                    kind="day",
                    one=self._of(self.cited, cited.start, cited.end),
                    other=", ".join(dict.fromkeys(texts)),
                )

    def _of(self, sentence: SentenceRead, start: int, end: int) -> str:
        return one_line(sentence.passage.text[start - sentence.passage.start : end - sentence.passage.start])

    # ---- speakers ----------------------------------------------------------------------------------------------------

    def _speakers(self) -> Iterator[Difference]:
        for said in self.cited.said:
            if said.speaker and not self._is_publisher(said) and not self._says(said):
                others = dict.fromkeys(one.speaker for one in self._beside(said) if one.speaker)
                yield Difference(kind="speaker", one=said.speaker, other=", ".join(others))

    def _is_publisher(self, said: Statement) -> bool:
        """Whether the citation attributes it to the publisher of an article that says it in its own voice."""
        source = analysis.fold_name(self.sentence.header.source)
        return bool(source) and source == analysis.fold_name(said.speaker) and not self.sentence.said

    def _says(self, said: Statement) -> bool:
        """Whether the speaker of a cited statement says most of what the sentence has of it, and its figures."""
        if self.sentence.stored is None:
            return False
        own = statements_by(self.sentence.stored, said)
        figures = [(cited, stated) for cited, stated in self.pairs if cited.statement == said.number and stated]
        if any(stated.statement not in own for _, stated in figures if stated is not None):
            return False
        return bool(figures) or any(one.number in own for one in self._best_statements(said))

    def _beside(self, said: Statement) -> list[Statement]:
        """The statements that the figures compared with a cited statement's stand in; without such, those with most of its words."""
        figures = {stated.statement for cited, stated in self.pairs if stated and cited.statement == said.number}
        inside = [one for one in self.sentence.said if one.number in figures and one.speaker]
        return inside or self._best_statements(said)

    def _best_statements(self, said: Statement) -> list[Statement]:
        """The statements of the sentence that have most of a cited statement's words."""
        words = [token for token in self.cited.content if said.start <= token.start < said.end]
        shares = [(self._share_of(one, words), one) for one in self.sentence.said]
        best = max((share for share, _ in shares), default=0.0)
        return [one for share, one in shares if share >= best - 0.05]

    def _share_of(self, stated: Statement, words: Sequence[Token]) -> float:
        inside = {
            self.close.question(token.term)
            for token in self.sentence.tokens
            if stated.start <= token.start < stated.end
        }
        return self.weights.share(tuple(words), self._present(inside))

    # ---- words -------------------------------------------------------------------------------------------------------

    def _words(self) -> Iterator[Difference]:
        names = [token.written for token in self.missing if token.is_name]
        if names:
            yield Difference(kind="name", one=", ".join(dict.fromkeys(names)))
        yield from self._opposites()
        if self._other_order():
            yield Difference(kind="order", one=self.cited.text, other=self.sentence.text)
        if self.own < ENOUGH_WORDS:
            yield Difference(kind="words", one=", ".join(dict.fromkeys(token.written for token in self.missing)))

    def _opposites(self) -> Iterator[Difference]:
        cited = {token.term for token in self.cited.content}
        for token in self.missing:
            opposites = _opposites().get(token.term, frozenset())
            for other in self.sentence.tokens:
                if other.term in opposites and other.term not in cited:
                    yield Difference(kind="opposite", one=token.written, other=other.written)
                    break

    def _other_order(self) -> bool:
        """Whether two names stand the other way round, or the shared words are mostly in another order."""
        places: dict[str, list[int]] = {}
        for place, token in enumerate(self.sentence.tokens):
            places.setdefault(self.close.question(token.term), []).append(place)
        shared = [token for token in self.cited.content if self.close.question(token.term) in places]
        order = [(token, places[self.close.question(token.term)]) for token in shared]
        names = [(token, at) for token, at in order if token.is_name]
        for (one, earlier), (other, later) in pairwise(names):
            if max(later) < min(earlier) and not (self._is_marked(one, earlier) or self._is_marked(other, later)):
                return True
        return len(order) > 2 and _longest_ascent([at for _, at in order]) < _IN_ORDER * len(order)

    def _is_marked(self, name: Token, places: Sequence[int]) -> bool:
        """Whether the same preposition stands before a name in both sentences: its part is the same wherever it stands."""
        at = self.cited.tokens.index(name)
        before = self.cited.tokens[at - 1].written.lower() if at else ""
        return before in PREPOSITIONS and any(
            self.sentence.tokens[place - 1].written.lower() == before for place in places if place
        )

    # ---- certainty ---------------------------------------------------------------------------------------------------

    def polarity(self) -> Iterator[Difference]:
        """The negations that one of the sentences has more of; or that one is marked as denied, and the other not."""
        cited, stated = self._negations(self.cited), self._negations(self.sentence)
        if len(cited) != len(stated):
            yield Difference(kind="negation", one=", ".join(cited), other=", ".join(stated))
        elif (marks := (self._mark(self.cited), self._mark(self.sentence))) and bool(marks[0]) != bool(marks[1]):
            yield Difference(kind="negation", one=marks[0], other=marks[1])

    def _negations(self, sentence: SentenceRead) -> list[str]:
        """The words that turn the shared words around in a sentence."""
        return [token.written for place, token in enumerate(sentence.tokens) if self._negates(sentence, place)]

    def _negates(self, sentence: SentenceRead, place: int) -> bool:
        tokens = sentence.tokens
        word = tokens[place].written.lower().replace("’", "'")
        if word in NEXT_NEGATED:
            return self._reaches(sentence, place, 1)
        if word in NEGATIONS:
            following = [token.written.lower() for token in tokens[place + 1 : place + 3]]
            return (
                following[:1] not in (["only"], ["just"])
                and following[1:] != ["than"]
                and self._reaches(sentence, place, _SCOPE)
            )
        if word in DENIALS and (place == 0 or not tokens[place].is_name):
            beside = tokens[max(0, place - _BESIDE) : place + _BESIDE]
            return any(self.close.question(one.term) in self.shared for one in beside)
        return False

    def _reaches(self, sentence: SentenceRead, place: int, scope: int) -> bool:
        """Whether a shared word stands behind a negation, in its clause, at most `scope` words away."""
        tokens = sentence.tokens
        for at in range(place + 1, min(len(tokens), place + 1 + scope)):
            between = self._of(sentence, tokens[at - 1].end, tokens[at].start)
            if _CLAUSE_ENDS.search(between) or tokens[at].written.lower() in CONJUNCTIONS:
                return False
            if self.close.question(tokens[at].term) in self.shared or self._is_shared_figure(sentence, tokens[at]):
                return True
        return False

    def _is_shared_figure(self, sentence: SentenceRead, token: Token) -> bool:
        return any(figure.start <= token.start < figure.end for figure in sentence.figures)

    def _mark(self, sentence: SentenceRead) -> str:
        """The mark of the statements that hold the shared words or figures: denied, negated; "" for none."""
        figures = {stated.start for _, stated in self.pairs if stated is not None}
        for said in sentence.said:
            inside = [token for token in sentence.tokens if said.start <= token.start < said.end]
            held = any(self.close.question(token.term) in self.shared for token in inside)
            held = held or any(said.start <= start < said.end for start in figures)
            kinds = [mark.kind for mark in said.marks if mark.kind in _DENYING]
            if held and kinds:
                return kinds[0]
        return next((mark.kind for one in sentence.figures for mark in one.marks if mark.kind in _DENYING), "")

    def _moods(self) -> Iterator[Difference]:
        cited, stated = self._certainty(self.cited), self._certainty(self.sentence)
        if cited.keys() != stated.keys():
            yield Difference(kind="mood", one=_told(cited), other=_told(stated))

    def _certainty(self, sentence: SentenceRead) -> dict[str, str]:
        """How sure the clauses with the shared words are told to be, with the words that tell it."""
        tokens = sentence.tokens
        shared = [at for at, token in enumerate(tokens) if self.close.question(token.term) in self.shared]
        if not shared:
            return {}
        first = shared[0]
        while first and not _CLAUSE_ENDS.search(self._of(sentence, tokens[first - 1].end, tokens[first].start)):
            first -= 1
        inside = [token.written for token in tokens[first : shared[-1] + 1] if token.written != "May"]
        words = {word.lower().replace("’", "'") for word in inside}
        words |= CONDITIONS & {token.written.lower() for token in tokens}
        told = {kind: ", ".join(sorted(words & forms)) for kind, forms in CERTAINTY.items() if words & forms}
        return {**told, "asked": "?"} if sentence.text.rstrip("\"”’'").endswith("?") else told

    def differences(self) -> list[Difference]:
        """Everything in which the sentence differs from the citation: empty when it states it."""
        return [
            *self._numbers(),
            *self._speakers(),
            *self._days(),
            *self.polarity(),
            *self._moods(),
            *self._words(),
        ]


def _names_of(words: Sequence[Token]) -> Iterator[set[str]]:
    """The terms of each name: words with capitals that stand side by side."""
    name: set[str] = set()
    end = -1
    for token in words:
        if token.is_name and token.start > end + 1 and name:
            yield name
            name = set()
        if token.is_name:
            name.add(token.term)
            end = token.end
    if name:
        yield name


def _told(certainty: dict[str, str]) -> str:
    return ", ".join(f"“{words}”" for words in certainty.values()) or "as a fact"


@lru_cache(1)
def _opposites() -> dict[str, frozenset[str]]:
    """Term to the terms of its opposites."""
    pairs = [analysis.analyze(pair).terms for pair in re.split(r"[;\n]", OPPOSITES) if pair.strip()]
    table: dict[str, set[str]] = {}
    for one, other in pairs:
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {term: frozenset(others) for term, others in table.items()}


def _longest_ascent(places: Sequence[Sequence[int]]) -> int:
    """The most words that can be taken in an ascending order of their places, one place each."""
    ends: list[int] = []
    for options in places:
        for place in sorted(options, reverse=True):  # the largest first, so that one word adds one
            at = bisect_left(ends, place)
            ends[at : at + 1] = [place]
    return len(ends)
