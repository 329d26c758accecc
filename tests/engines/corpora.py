"""Small random corpora, and what happens to them: hypothesis strategies shared by the tests of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from searchlib.engines import open_engine
from searchlib.engines.whoosh.columnar.writing import writer as writing
from searchlib.models import DateMention, Document, Mark, MarkKind, Passage, Quantity, Statement
from searchlib.query import nodes as n
from searchlib.query.parser import parse

WORDS = ("alpha", "beta", "gamma", "delta", "alphas", "betas", "10,000", "US")
TITLES = ("alpha", "gamma", "epsilon")
PEOPLE = ("Ann Lee", "Bo Lee", "Cy Young")
ROLES = ("", "mayor", "vice mayor", "the vice mayors", "mayoral spokesmen")
NOUNS = ("", "soldiers", "North Korean soldiers")
UNITS = ("", "percent", "kilometre", "metre", "USD")
FIGURES = (0.0, 1.0, 10.0, 95.0, 100.0, 1000.0, 10_000.0)
CONFIDENCES = ("explicit", "inferred", "guessed")
DAY = date(2024, 10, 1)
Corpus = dict[str, tuple[Document, tuple[Passage, ...]]]

days = st.integers(0, 40).map(lambda count: DAY + timedelta(days=count))
lengths = st.sampled_from((0, 0, 1, 5, 6, 7, 8, 30))


@st.composite
def texts(draw: Any) -> str:
    """A few sentences of few words."""
    sentences = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=3))
    return " ".join(" ".join(words).capitalize() + "." for words in sentences)


MARKS: tuple[MarkKind, ...] = ("negated", "denied", "conditional", "future", "question", "hearsay")


@st.composite
def statements(draw: Any, number: int, size: int) -> Statement:
    """A statement somewhere in a text of this size."""
    start = draw(st.integers(0, size - 1))
    end = draw(st.integers(start + 1, size))
    kind = draw(st.sampled_from(("person", "organization", "unnamed", "unknown")))
    speaker = draw(st.sampled_from(PEOPLE)) if kind != "unknown" else ""
    return Statement(
        number=number,
        start=start,
        end=end,
        kind=draw(st.sampled_from(("direct", "indirect", "mixed"))),
        speaker=speaker,
        speaker_kind=kind,
        names=(draw(st.sampled_from(PEOPLE)),) if kind == "person" else (),
        role=draw(st.sampled_from(ROLES)),
        on=draw(st.none() | days),
        marks=tuple(
            Mark(kind=kind, start=start, end=end) for kind in draw(st.sets(st.sampled_from(MARKS), max_size=2))
        ),
        rule="test",
        confidence=draw(st.sampled_from(CONFIDENCES)),
    )


@st.composite
def mentions(draw: Any, start: int, held: tuple[int, ...]) -> tuple[tuple[DateMention, ...], tuple[Quantity, ...]]:
    """Dates and quantities of a passage that begins at `start` and holds these statements."""
    within = st.none() if not held else st.none() | st.sampled_from(held)
    common: dict[str, Any] = {"start": start, "end": start + 1, "rule": "test"}
    dates, quantities = [], []
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.none() | days)
        last = None if first is None else first + timedelta(days=draw(lengths))
        known = {"statement": draw(within), "confidence": draw(st.sampled_from(CONFIDENCES))}
        dates.append(DateMention(first=first, last=last, grain="range", **known, **common))
    for _ in range(draw(st.integers(0, 2))):
        low, high = sorted((draw(st.sampled_from(FIGURES)), draw(st.sampled_from(FIGURES))))
        modifiers = ("exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down")
        noun = draw(st.sampled_from(NOUNS))
        quantities.append(
            Quantity(
                low=low,
                high=high,
                modifier=draw(st.sampled_from(modifiers)),
                unit=draw(st.sampled_from(UNITS)),
                noun=noun,
                head=noun.split()[-1] if noun else "",
                statement=draw(within),
                confidence=draw(st.sampled_from(CONFIDENCES)),
                **common,
            )
        )
    return tuple(dates), tuple(quantities)


COLUMNS = ("section", "Article type")
extras = st.dictionaries(
    st.sampled_from((*COLUMNS, "article-type", "…")),
    st.sampled_from(("News", "news", "Réuters", "5", "2024-10-31", "2024-11-02", 5, 5.0, -2, 7.5, 2024)),
    max_size=3,
)


@st.composite
def documents(draw: Any, name: str) -> tuple[Document, tuple[Passage, ...]]:
    """A document of up to three passages; now and then of none."""
    pieces = draw(st.lists(texts(), min_size=0, max_size=3))
    text = "\n\n".join(pieces)
    said = tuple(draw(statements(number, len(text))) for number in range(draw(st.integers(0, 3)))) if text else ()
    passages = []
    start = 0
    for ordinal, piece in enumerate(pieces):
        end = start + len(piece)
        own = tuple(one for one in said if one.start < end and start < one.end)
        dates, quantities = draw(mentions(start, tuple(one.number for one in own)))
        passages.append(
            Passage(
                id=f"{name}#{ordinal}",
                document=name,
                ordinal=ordinal,
                start=start,
                end=end,
                line=1,
                text=piece,
                statements=own,
                dates=dates,
                quantities=quantities,
            )
        )
        start = end + 2
    title = " ".join(draw(st.lists(st.sampled_from(TITLES), max_size=3)))
    published, source = draw(st.none() | days), draw(st.sampled_from(("", "AP", "Réuters")))
    extra = draw(extras)
    document = Document(id=name, text=text, title=title, published=published, source=source, extra=extra)
    return document, tuple(passages)


@dataclass(frozen=True)
class Commit:
    """Documents added or replaced, ids deleted, and how: whether each document is written as a segment of its own,
    how many segments of like size are merged into one, and whether all are.
    """

    added: tuple[tuple[Document, tuple[Passage, ...]], ...]
    deleted: tuple[str, ...]
    flushing: bool
    fan: int
    compact: bool


NAMES = tuple("abcdef")


@st.composite
def commits(draw: Any) -> Commit:
    """One commit over the few ids there are."""
    added = tuple(draw(documents(name)) for name in draw(st.lists(st.sampled_from(NAMES), max_size=4)))
    deleted = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2)))
    fan = draw(st.sampled_from((2, 3, 8, 8)))
    return Commit(added, deleted, draw(st.booleans()), fan, draw(st.booleans()) and draw(st.booleans()))


histories = st.lists(commits(), min_size=1, max_size=4)


def write(location: Path | str, history: list[Commit]) -> Corpus:
    """Carry the commits out in the index at this location; returns what it must now hold."""
    corpus: Corpus = {}
    engine = open_engine(location)
    for commit in history:
        memory = 1 if commit.flushing else 1 << 30
        with patch.object(writing, "MERGE_FACTOR", commit.fan), engine.writer(memory=memory) as writer:
            for document, passages in commit.added:
                writer.add(document, passages)
                corpus[document.id] = (document, passages)
            for name in commit.deleted:
                assert writer.delete(name) == (name in corpus)
                corpus.pop(name, None)
            writer.commit(compact=commit.compact)
    return corpus


# --- queries ---------------------------------------------------------------------------------------------------------

fields = st.sampled_from((None, None, "text", "title"))
boosts = st.sampled_from((1.0, 1.0, 2.5, 0.5))
plain = st.builds(n.Word, st.sampled_from((*WORDS, "epsilon", "nowhere")), fields, boosts)
words = plain | st.builds(n.Word, st.sampled_from(("beta-gamma", "alpha-beta")), fields, boosts)
phrases = st.builds(
    n.Phrase,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    fields,
    st.sampled_from((0, 0, 1, 3)),
    boosts,
)
wildcards = st.builds(n.Wildcard, st.sampled_from(("al*", "*eta", "?eta", "*l*a*", "betas*", "e*")), fields, boosts)
fuzzies = st.builds(n.Fuzzy, st.sampled_from(("beto", "alpha", "gama", "delts")), st.integers(1, 2), fields, boosts)
simple = plain | phrases | wildcards | fuzzies
operands = simple | st.lists(simple, min_size=2, max_size=2).map(lambda two: n.Or(tuple(two)))
near = st.builds(n.Near, operands, operands, st.integers(1, 4), st.booleans(), boosts)
together = st.builds(n.Together, operands, operands, st.sampled_from(("sentence", "passage")))
at_least = st.builds(n.AtLeast, st.integers(1, 3), plain)
scored = words | phrases | wildcards | fuzzies | near | together | at_least

open_days = st.none() | days
ordered_days = st.tuples(open_days, open_days).map(
    lambda two: two if None in two else (min(two), max(two))  # type: ignore[type-var]
)
names = st.builds(
    n.Name,
    st.sampled_from(("speaker", "role")),
    st.sampled_from((*PEOPLE, "lee", "mayor", "vice", "mayors", "a spokesman", "nobody", "young lee")),
)
periods = st.builds(
    lambda two, mode: n.Period(*two, mode), ordered_days, st.sampled_from(("match", "match", "within", "overlaps"))
)
day_filters = st.builds(lambda name, two: n.Day(name, *two), st.sampled_from(("on", "published")), ordered_days)
keywords = st.one_of(
    st.builds(n.Keyword, st.just("source"), st.sampled_from(("ap", "reuters", "réuters", "bbc"))),
    st.builds(n.Keyword, st.just("doc"), st.sampled_from((*NAMES, "z"))),
    st.builds(n.Keyword, st.just("unit"), st.sampled_from(("percent", "USD", "metre", "mile"))),
)
bounds = st.tuples(st.none() | st.sampled_from(FIGURES), st.none() | st.sampled_from(FIGURES)).map(
    lambda two: two if None in two else tuple(sorted(two))
)
numbers = st.builds(
    lambda two, low_open, high_open, unit, noun, mode: n.Number(*two, low_open, high_open, unit, noun, mode),
    bounds,
    st.booleans(),
    st.booleans(),
    st.sampled_from(("", "", "percent", "metre", "USD")),
    st.sampled_from(("", "", "soldier", "korean soldiers", "dog")),
    st.sampled_from(("inside", "inside", "exact", "compatible")),
)
extra_values = st.builds(
    lambda name, value: parse(f"x.{name}:{value}").node,
    st.sampled_from(("section", "article_type", "nowhere")),
    st.sampled_from(
        ("news", "reuters", "5", "-2", "5.0", "3..8", ">5", "<=7.5", "[5 TO 7.5}", "2024-10", "2024", ">=2024-11-01")
    ),
)
nouns = st.builds(n.Noun, st.sampled_from(("soldiers", "korean", "dogs")))
choices = st.sampled_from(
    [
        n.Choice(field, value)
        for field, values in {
            "kind": ("direct", "indirect", "mixed"),
            "is": ("hedged", "exact", *MARKS),
            "has": ("number", "date", "speaker", "statement"),
            "confidence": CONFIDENCES,
        }.items()
        for value in values
    ]
)
rows = names | periods | day_filters | keywords | extra_values | numbers | nouns | choices


def clauses(optional: tuple[n.Node, ...], required: tuple[n.Node, ...], excluded: tuple[n.Node, ...]) -> n.Node:
    """Clauses side by side; one that would stand alone is given another word."""
    if len(optional) + len(required) + len(excluded) < 2:
        optional = (*optional, n.Word("alpha"), n.Word("beta"))
    return n.Clauses(optional, required, excluded)


def groups(inner: Any) -> Any:
    """Groups over these nodes."""
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    few = st.lists(inner, max_size=2).map(tuple)
    side_by_side = st.builds(clauses, few, few, few)
    return st.builds(n.And, several) | st.builds(n.Or, several) | st.builds(n.Not, inner) | side_by_side


inside_said = st.recursive(scored | rows, groups, max_leaves=4)
filters = rows | st.builds(n.Said, inside_said)
queries = st.recursive(scored | filters, groups, max_leaves=5)
flat_queries = st.builds(
    clauses,
    st.lists(scored, min_size=1, max_size=4).map(tuple),
    st.lists(scored | filters, max_size=2).map(tuple),
    st.lists(scored | filters, max_size=1).map(tuple),
)
