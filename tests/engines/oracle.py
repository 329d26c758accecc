"""The law of search in plain Python: what DESIGN's tables say of each passage, by loops over the models.

Nothing here is quick and nothing is shared with the engine but the analysis, sentence bounds and the nodes themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from searchlib import analysis
from searchlib.expressions import amounts, units
from searchlib.linking import Named, link, without_article
from searchlib.models import DateMention, Document, Passage, Quantity, Statement
from searchlib.query import nodes as n
from searchlib.sentences import sentence_bounds

K1, B = 1.2, 0.75
BOOSTS = {"text": 1.0, "title": 0.5}
Spans = set[tuple[int, int]]


@dataclass
class Row:
    """A living passage as the oracle sees it."""

    document: Document
    passage: Passage
    first: bool
    tokens: dict[str, analysis.Tokens] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = {"text": analysis.analyze(self.passage.text), "title": analysis.analyze(self.document.title)}

    def length(self, name: str) -> int:
        positions = self.tokens[name].positions
        return positions[-1] + 1 if positions else 0

    def places(self, name: str, terms: Iterable[str]) -> Spans:
        tokens = self.tokens[name]
        return {(at, at) for term, at in zip(tokens.terms, tokens.positions, strict=True) if term in terms}

    def count(self, name: str, terms: Iterable[str]) -> int:
        return sum(self.tokens[name].terms.count(term) for term in set(terms))

    def sentence(self, position: int) -> int:
        starts = self.tokens["text"].starts
        at = starts[self.tokens["text"].positions.index(position)]
        return sum(start <= at for start, _ in sentence_bounds(self.passage.text))


@dataclass(frozen=True)
class Held:
    """What a node says of one passage: it matches, by more than a later passage's title, and scores."""

    matches: bool
    grounded: bool
    score: float = 0.0
    scored: bool = False


NO = Held(False, False)


def minimal(spans: Spans) -> Spans:
    """The spans that hold no other."""
    return {
        one for one in spans if not any(other != one and one[0] <= other[0] and other[1] <= one[1] for other in spans)
    }


class Oracle:
    """Answers queries over documents and their passages."""

    def __init__(self, corpus: list[tuple[Document, tuple[Passage, ...]]]) -> None:
        self.rows = [
            Row(document, passage, number == 0)
            for document, passages in corpus
            for number, passage in enumerate(passages)
        ]
        self.voices = voices_of(corpus)
        self.sizes = {"text": len(self.rows), "title": len(corpus)}
        self.counted = {"text": self.rows, "title": [row for row in self.rows if row.first]}

    def search(self, node: n.Node) -> dict[str, float]:
        """The score of every match, by passage id."""
        self.confidences = asked_confidences(node)
        found = {}
        for row in self.rows:
            held = self.top(node, row)
            if held.matches and held.grounded:
                found[row.passage.id] = held.score
        return found

    def top(self, node: n.Node, row: Row) -> Held:
        if isinstance(node, n.Nothing):
            return NO
        return self.any([node], row) if isinstance(node, n.Scored) else self.held(node, row)

    # --- groups ------------------------------------------------------------------------------------------------

    def held(self, node: n.Node, row: Row) -> Held:
        if isinstance(node, n.Scored):
            return self.leaf(node, row)
        if isinstance(node, n.Filter):
            return Held(*[self.filter(node, row)] * 2)
        if isinstance(node, n.Not):
            inner = self.held(node.node, row)
            return Held(*[not (inner.matches and inner.grounded)] * 2)
        if isinstance(node, n.And):
            return self.all(node.nodes, row)
        if isinstance(node, n.Or):
            return self.any(node.nodes, row)
        assert isinstance(node, n.Clauses)
        if any(inner.matches and inner.grounded for inner in (self.held(each, row) for each in node.excluded)):
            return NO
        if not node.required and not node.optional:
            return Held(True, True)
        if not node.required:
            return self.any(node.optional, row)
        required = self.all(node.required, row)
        if not node.optional:
            return required
        optional = self.any(node.optional, row)
        must = not required.scored
        return Held(
            required.matches and (optional.matches or not must),
            required.matches and (optional.grounded if must else required.grounded or optional.grounded),
            required.score + optional.score,
            True,
        )

    def all(self, nodes: Iterable[n.Node], row: Row) -> Held:
        parts = [self.held(each, row) for each in nodes]
        scored = [part for part in parts if part.scored]
        if not all(part.matches for part in parts):
            return Held(False, False, scored=bool(scored))
        grounded = not scored or any(part.grounded for part in scored)
        return Held(True, grounded, sum(part.score for part in parts), bool(scored))

    def any(self, nodes: Iterable[n.Node], row: Row) -> Held:
        """Alternatives: a word of several parts is several words."""
        parts = []
        for each in nodes:
            if isinstance(each, n.Word):
                parts += [self.word(word.terms, each, row) for word in analysis.query_terms(each.text)]
            else:
                parts.append(self.held(each, row))
        return Held(
            any(part.matches for part in parts),
            any(part.grounded for part in parts),
            sum(part.score for part in parts if part.matches),
            any(part.scored for part in parts),
        )

    # --- words -------------------------------------------------------------------------------------------------

    def share(self, row: Row, name: str, tf: int, idf: float, boost: float) -> float:
        rows = self.counted[name]
        average = sum(each.length(name) for each in rows) / self.sizes[name] if self.sizes[name] else 0
        norm = K1 * (1 - B + B * row.length(name) / (average or 1))
        return boost * BOOSTS[name] * idf * tf / (tf + max(norm, 1e-300))

    def idf(self, name: str, holding: int) -> float:
        size = self.sizes[name]
        return math.log(1 + (size - holding + 0.5) / (holding + 0.5))

    def term_idf(self, name: str, term: str) -> float:
        return self.idf(name, sum(term in row.tokens[name].terms for row in self.counted[name]))

    def word(self, terms: tuple[str, ...], node: n.Word, row: Row) -> Held:
        shares = {}
        for name in fields(node.field):
            for term in terms:
                if tf := row.count(name, [term]):
                    shares[name, term] = self.share(row, name, tf, self.term_idf(name, term), node.boost)
        return self.found(node, row, {name for name, _ in shares}, sum(shares.values()))

    def found(self, node: Any, row: Row, names: set[str], score: float) -> Held:
        first = row.first or n.leaf_field(node) == "title"
        return Held(bool(names), "text" in names or (bool(names) and first), score, True)

    def leaf(self, node: n.Scored, row: Row) -> Held:
        if isinstance(node, n.Word):
            words = analysis.query_terms(node.text)
            if len(words) == 1:
                return self.word(words[0].terms, node, row)
            node = n.Phrase(node.text, node.field, boost=node.boost)
        score, names = 0.0, set()
        boost = node.word.boost if isinstance(node, n.AtLeast) else getattr(node, "boost", 1.0)
        for name in looked_at(node):
            if tf := self.frequency(node, row, name):
                names.add(name)
                score += self.share(row, name, tf, self.leaf_idf(node, name), boost)
        return self.found(node, row, names, score)

    def leaf_idf(self, node: n.Scored, name: str) -> float:
        if isinstance(node, n.Wildcard | n.Fuzzy):
            return self.idf(name, sum(self.frequency(node, row, name) > 0 for row in self.counted[name]))
        words = [word for text in written(node) for word in analysis.query_terms(text)]
        return sum(max(self.term_idf(name, term) for term in word.terms) for word in words)

    def frequency(self, node: n.Scored, row: Row, name: str) -> int:
        if isinstance(node, n.Wildcard | n.Fuzzy):
            return row.count(name, expansions(node, row.tokens[name].terms))
        if isinstance(node, n.AtLeast):
            often = len(self.spans(n.Phrase(node.word.text), row, name))
            return often if often >= node.count else 0
        return len(self.spans(node, row, name))

    def spans(self, node: n.Node, row: Row, name: str) -> Spans:
        """The minimal stretches of positions that match."""
        if isinstance(node, n.Word | n.Phrase):
            words = [row.places(name, word.terms) for word in analysis.query_terms(node.text)]
            slop = node.slop if isinstance(node, n.Phrase) else 0
            chains = (chain for chain in product(*words) if all(a[1] < b[0] for a, b in pairwise(chain)))
            spans = {(chain[0][0], chain[-1][1]) for chain in chains if chain}
            return minimal({(a, b) for a, b in minimal(spans) if b - a - (len(words) - 1) <= slop})
        if isinstance(node, n.Wildcard | n.Fuzzy):
            return row.places(name, expansions(node, row.tokens[name].terms))
        if isinstance(node, n.Or):
            return minimal(set().union(*(self.spans(each, row, name) for each in node.nodes)))
        if isinstance(node, n.AtLeast):
            found = sorted(self.spans(node.word, row, name))
            return {(a[0], b[1]) for a, b in zip(found, found[node.count - 1 :], strict=False)}
        left, right = self.spans(node.left, row, name), self.spans(node.right, row, name)  # type: ignore[union-attr]
        if isinstance(node, n.Near):
            pairs = {(a[0], b[1]) for a, b in product(left, right) if 0 < b[0] - a[1] <= node.distance}
            if not node.ordered:
                pairs |= {(b[0], a[1]) for a, b in product(left, right) if 0 < a[0] - b[1] <= node.distance}
            return minimal(pairs)
        assert isinstance(node, n.Together)
        both = minimal({(min(a[0], b[0]), max(a[1], b[1])) for a, b in product(left, right)})
        if node.unit == "passage" or name == "title":
            return both
        return {(a, b) for a, b in both if row.sentence(a) == row.sentence(b)}

    # --- filters -----------------------------------------------------------------------------------------------

    def filter(self, node: n.Filter, row: Row) -> bool:
        if isinstance(node, n.Said):
            return any(self.said(node.query, row, said) for said in row.passage.statements)
        if isinstance(node, n.Choice) and node.field == "confidence":
            every = (*row.passage.statements, *row.passage.dates, *row.passage.quantities)
            return any(mention.confidence == node.value for mention in every)
        if (about := of_document(node, row.document)) is not None:
            return about
        return any(
            self.sure(mention) and of_mention(node, mention, self.voices) for mention in mentions(node, row.passage)
        )

    def sure(self, mention: Statement | DateMention | Quantity) -> bool:
        return not self.confidences or mention.confidence in self.confidences

    def said(self, node: n.Node, row: Row, said: Statement) -> bool:
        """Whether the statement satisfies all of the node, each leaf in any of the passages that it runs over."""
        each: Callable[[n.Node], bool] = lambda inner: self.said(inner, row, said)  # noqa: E731
        if isinstance(node, n.Clauses):
            return all(map(each, (*node.required, *node.optional))) and not any(map(each, node.excluded))
        if isinstance(node, n.And):
            return all(map(each, node.nodes))
        if isinstance(node, n.Or):
            return any(map(each, node.nodes))
        if isinstance(node, n.Not):
            return not each(node.node)
        if isinstance(node, n.Nothing):
            return True
        if isinstance(node, n.Said):
            return each(node.query)
        rows = [other for other in self.rows if other.document.id == row.document.id]
        rows = [other for other in rows if any(mine.number == said.number for mine in other.passage.statements)]
        if isinstance(node, n.Scored) and n.leaf_field(node) == "title":
            return bool(self.spans(node, row, "title"))
        if isinstance(node, n.Word):
            words = analysis.query_terms(node.text)
            return all(
                any(self.inside(other.places("text", word.terms), other, said) for other in rows) for word in words
            )
        if isinstance(node, n.Scored):
            return any(self.inside(self.spans(node, other, "text"), other, said) for other in rows)
        if isinstance(node, n.Choice) and node.field == "confidence":
            return said.confidence == node.value
        if (about := of_document(node, row.document)) is not None:
            return about
        return any(
            self.sure(mention) and of_mention(node, mention, self.voices)
            for other in rows
            for mention in mentions(node, other.passage)
            if (mention.number if isinstance(mention, Statement) else mention.statement) == said.number
        )

    def inside(self, spans: Spans, row: Row, said: Statement) -> bool:
        """Whether a span lies in the words of the statement."""
        tokens = row.tokens["text"]
        first, after = said.start - row.passage.start, said.end - row.passage.start
        own = [at for at, start in zip(tokens.positions, tokens.starts, strict=True) if first <= start < after]
        return bool(own) and any(own[0] <= a and b <= own[-1] for a, b in spans)


# --- leaves ----------------------------------------------------------------------------------------------------------


def fields(name: str | None) -> tuple[str, ...]:
    return ("text", "title") if name is None else (name,)


def looked_at(node: n.Scored) -> tuple[str, ...]:
    """The texts in which a leaf is looked for: without a field, proximities and counts are about the passage alone."""
    field = n.leaf_field(node)
    return fields(field or "text" if isinstance(node, n.AtLeast | n.Near | n.Together) else field)


def written(node: n.Node) -> list[str]:
    """The words whose idf a leaf weighs; of alternatives the first."""
    if isinstance(node, n.Near | n.Together):
        return written(node.left) + written(node.right)
    if isinstance(node, n.Or):
        return written(node.nodes[0])
    if isinstance(node, n.AtLeast):
        return [node.word.text]
    return [] if isinstance(node, n.Wildcard) else [node.text]  # type: ignore[union-attr]


def expansions(node: n.Wildcard | n.Fuzzy, terms: Iterable[str]) -> set[str]:
    if isinstance(node, n.Fuzzy):
        (word,) = analysis.query_terms(node.text)
        return {term for term in terms if edits(term, word.terms[0]) <= node.distance}
    pattern = analysis.fold(node.pattern)
    found = {term for term in terms if fits(pattern, term)}
    if pattern.endswith("*") and not set("*?") & set(pattern[:-1]):
        found |= {analysis.stem(pattern[:-1])} & set(terms)
    return found


def fits(pattern: str, term: str) -> bool:
    if not pattern:
        return not term
    if pattern[0] == "*":
        return fits(pattern[1:], term) or (bool(term) and fits(pattern, term[1:]))
    return bool(term) and pattern[0] in ("?", term[0]) and fits(pattern[1:], term[1:])


def edits(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    rest = edits(one[1:], other[1:]) + (one[0] != other[0])
    return rest if one[0] == other[0] else min(rest, edits(one[1:], other) + 1, edits(one, other[1:]) + 1)


def asked_confidences(node: n.Node) -> set[str]:
    if isinstance(node, n.Choice):
        return {node.value} if node.field == "confidence" else set()
    if isinstance(node, n.Not | n.Said):
        return set()
    inner = (*node.optional, *node.required) if isinstance(node, n.Clauses) else n.children(node)
    return set().union(*map(asked_confidences, inner))


def of_document(node: n.Node, document: Document) -> bool | None:
    """Whether a filter on documents holds; None for another filter."""
    if isinstance(node, n.Day) and node.field == "published":
        return document.published is not None and between(node.first, document.published, node.last)
    if isinstance(node, n.Keyword) and node.field == "source":
        return bool(document.source) and analysis.fold(document.source) == analysis.fold(node.text)
    if isinstance(node, n.Keyword) and node.field == "doc":
        return document.id == node.text
    if isinstance(node, n.ExtraValue):
        values = [value for name, value in document.extra.items() if plain(name) == node.name]
        return any(has_extra(node, value) for value in values)
    return None


def plain(name: str) -> str:
    return name.lower().replace(" ", "_").replace("-", "_").strip("…")


def has_extra(node: n.ExtraValue, value: str | float) -> bool:
    if not isinstance(value, str):
        asked = node.figures
        if asked is None or (asked.low is not None and (value < asked.low or (asked.low_open and value == asked.low))):
            return False
        return asked.high is None or value < asked.high or (not asked.high_open and value == asked.high)
    if not node.is_range and analysis.fold(value) == analysis.fold(node.text):
        return True
    return bool(node.days) and value[:2] == "20" and between(node.days.first, date.fromisoformat(value), node.days.last)


def between(first: date | None, day: date, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


MARKS = ("negated", "denied", "conditional", "future", "question", "hearsay")


def mentions(node: n.Node, passage: Passage) -> tuple[Any, ...]:
    """The mentions that a filter speaks of."""
    if isinstance(node, n.Period):
        return passage.dates
    if isinstance(node, n.Number | n.Noun):
        return passage.quantities
    name = node.value if isinstance(node, n.Choice) and node.field == "has" else node.field  # type: ignore[union-attr]
    if isinstance(node, n.Choice) and node.value in MARKS:
        return passage.statements
    if name in ("number", "is", "unit"):
        return passage.quantities
    return passage.dates if name == "date" else passage.statements


def of_mention(node: n.Node, mention: Any, voices: Voices) -> bool:
    if isinstance(node, n.Name):
        return named(node, mention, voices)
    if isinstance(node, n.Day):
        return mention.on is not None and between(node.first, mention.on, node.last)
    if isinstance(node, n.Period):
        return mention.first is not None and in_period(node, mention)
    if isinstance(node, n.Number):
        return in_range(node, mention)
    if isinstance(node, n.Noun):
        return counted(node.text, mention)
    if isinstance(node, n.Keyword):
        return bool(mention.unit == node.text)
    assert isinstance(node, n.Choice)
    if node.field == "kind":
        return bool(mention.kind == node.value)
    if node.value in MARKS:
        return node.value in {mark.kind for mark in mention.marks}
    if node.field == "is":
        hedges = ("about", "at_least", "at_most", "more_than", "less_than")
        return mention.modifier in (hedges if node.value == "hedged" else ("exact",))
    return node.value != "speaker" or mention.speaker_kind in ("person", "organization")


def named(node: n.Name, said: Statement, voices: Voices) -> bool:
    """One name's parts, or one role, of the speaker: as its document has them, or one that it is linked to."""
    known = voices.get(id(said)) or Voice([], [{*analysis.fold_role(said.role), *analysis.fold_role(said.speaker)}])
    if node.field == "role":
        words = set(analysis.fold_role(node.text))
        return bool(words) and any(words <= role for role in known.roles)
    asked = set(without_article(analysis.fold_name(node.text)))
    return bool(asked) and any(asked <= parts for parts in known.names)


@dataclass(frozen=True)
class Voice:
    """What is known of a statement's speaker: the parts of all names, by statement, and those of each role."""

    names: list[set[str]]
    roles: list[set[str]]


Voices = dict[int, Voice]
"""By the identity of a statement."""


def voices_of(corpus: list[tuple[Document, tuple[Passage, ...]]]) -> Voices:
    told: dict[tuple[str, str, str], list[Statement]] = {}
    for document, passages in corpus:
        for said in (said for passage in passages for said in passage.statements):
            if said.speaker and said.speaker_kind != "unknown":
                told.setdefault((document.id, said.speaker, said.speaker_kind), []).append(said)
    named = [key for key in told if key[2] != "unnamed"]
    roles = {key: [one.role for one in said if one.role] for key, said in told.items()}
    groups = link([Named(analysis.fold_name(key[1]), key[2], tuple(dict.fromkeys(roles[key]))) for key in named])
    names: dict[int, list[set[str]]] = {}
    for key, group in zip(named, groups, strict=True):
        for one in told[key]:
            parts = {part for name in (one.speaker, *one.names) for part in analysis.fold_name(name)}
            names.setdefault(group, []).append(parts)
    of = dict(zip(named, groups, strict=True))
    return {
        id(one): Voice(
            names[of[key]] if key in of else [],
            [set(analysis.fold_role(role)) for role in (*roles[key], *([key[1]] if key not in of else []))],
        )
        for key, said in told.items()
        for one in said
    }


def in_period(node: n.Period, mention: DateMention) -> bool:
    assert mention.first is not None
    assert mention.last is not None
    first, last = node.first or date.min, node.last or date.max
    if node.mode == "within":
        return first <= mention.first and mention.last <= last
    length = mention.last - mention.first
    overlap = mention.first <= last and first <= mention.last
    return overlap and (node.mode == "overlaps" or length < timedelta(days=7) or length <= last - first)


def counted(text: str, quantity: Quantity) -> bool:
    asked = set(analysis.analyze(text).terms)
    return bool(asked) and asked <= set(analysis.analyze(quantity.noun).terms)


def in_range(node: n.Number, quantity: Quantity) -> bool:
    if node.noun and not counted(node.noun, quantity):
        return False
    if node.mode == "exact" and quantity.modifier != "exact":
        return False
    low, high = quantity.low, quantity.high
    low_open = high_open = False
    if node.mode == "compatible":
        low, high, low_open, high_open = amounts.allowed(low, high, quantity.modifier)
    base = units.to_base(0.0, quantity.unit)[1]
    if not node.unit:
        if base == units.to_base(0.0, "percent")[1]:
            return False
    elif base != units.to_base(0.0, node.unit)[1]:
        return False
    else:
        low, high = (units.from_base(units.to_base(end, quantity.unit)[0], node.unit) for end in (low, high))
    least = -math.inf if node.low is None else node.low
    most = math.inf if node.high is None else node.high
    if node.mode == "compatible":
        under = high > least if node.low_open or high_open else high >= least
        over = low < most if node.high_open or low_open else low <= most
        return (node.low is None or under) and (node.high is None or over)
    return (low > least or (not node.low_open and low == least) or node.low is None) and (
        high < most or (not node.high_open and high == most) or node.high is None
    )
