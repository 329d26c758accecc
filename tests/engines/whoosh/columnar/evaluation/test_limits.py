"""Hostile queries: each answers, refuses or stops within its time over 50,000 passages."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from searchlib import searching
from searchlib.engines.answers import Request
from searchlib.engines.contract import Capabilities
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.engines.whoosh.columnar.store.commits import Storage
from searchlib.engines.whoosh.columnar.writing.writer import IndexWriter
from searchlib.errors import QueryError
from searchlib.matching import deadline
from searchlib.models import DateMention, Document, Passage, Quantity, Statement
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest

PROMISED = Capabilities(exact_scores=True, exact_totals=True, collapses=True, said=True)
PASSAGES = 50_000
EACH = 50
WORDS = 10
BUDGET_S = 2.0
MOST_WORK_S = 10.0
"""Processor time of this process, so that a busy machine changes nothing; without bounds these queries take minutes."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DAY = date(2024, 1, 1)


def document(number: int, words: list[str], rng: random.Random) -> tuple[Document, list[Passage]]:
    passages = []
    at = 0
    for ordinal in range(EACH):
        text = " ".join(words[ordinal * WORDS : (ordinal + 1) * WORDS]) + "."
        day = DAY + timedelta(days=rng.randrange(300))
        known: dict[str, Any] = {"start": at, "end": at + 3, "rule": "test", "confidence": "explicit"}
        passages.append(
            Passage(
                id=f"d{number}#{ordinal}",
                document=f"d{number}",
                ordinal=ordinal,
                start=at,
                end=at + len(text),
                line=1,
                text=text,
                statements=(
                    Statement(
                        **known | {"end": at + len(text)},
                        number=ordinal,
                        kind="direct",
                        speaker="Ann Lee",
                        speaker_kind="person",
                        on=day,
                    ),
                ),
                dates=(DateMention(**known, first=day, last=day, grain="day", statement=ordinal),),
                quantities=(Quantity(**known, low=rng.randrange(99_999), high=99_999, statement=ordinal),),
            )
        )
        at += len(text) + 1
    text = "\n".join(passage.text for passage in passages)
    return Document(id=f"d{number}", text=text, title=" ".join(words[:4]), published=DAY), passages


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> ColumnarReader:
    """50,000 passages in three segments, 30,000 words of random letters among them, the first ones most often."""
    rng = random.Random(5)
    vocabulary = ["".join(rng.choices(LETTERS, k=rng.randint(3, 11))) for _ in range(30_000)]
    weights = [1 / (place + 3) for place in range(len(vocabulary))]
    stream = rng.choices(vocabulary, weights=weights, k=PASSAGES * WORDS)
    folder = tmp_path_factory.mktemp("hostile")
    with IndexWriter(Storage(Path(folder))) as writer:
        for number in range(PASSAGES // EACH):
            first = number * EACH * WORDS
            writer.add(*document(number, stream[first : first + EACH * WORDS], rng))
            if number % 400 == 399:
                writer.flush()
        writer.commit()
    return ColumnarEngine(folder).reader()


def some_words(reader: ColumnarReader, count: int) -> list[str]:
    terms = [term.decode() for _, term in reader.segments[0].dictionary.terms("text")]
    return terms[:: max(1, len(terms) // count)][:count]


def several(reader: ColumnarReader, count: int, form: str, between: str) -> str:
    return between.join(form.format(word, word[1:3]) for word in some_words(reader, count))


HOSTILE: dict[str, tuple[Any, dict[str, Any]]] = {
    "every word": ("*", {}),
    "two questions": ("??", {}),
    "stars between letters": ("a*b*c*d*e*", {}),
    "stars between the same letter": ("*a*a*a*a*a*a*a*a*a*a*b", {}),
    "a letter anywhere": ("*e*", {}),
    "any statement": ("said(*)", {}),
    "a letter in a statement": ("said(*e*)", {}),
    "brackets": ("(" * 10_000, {}),
    "brackets that close": ("(" * 4_000 + "x" + ")" * 4_000, {}),
    "a fuzzy word of 10,000 letters": ("a" * 9_990 + "~2", {}),
    "a fuzzy word of 64 letters": ("a" * 64 + "~2", {}),
    "three fuzzy letters": ("abc~2", {}),
    "all numbers": ("number:>=0", {}),
    "all time": ("date:0001..9999", {}),
    "all days of saying": ("on:0001..9999", {}),
    "the last year": ("date:9999", {}),
    "a number without end": ("number:1e400", {}),
    "a number of 400 digits": ("number:" + "9" * 400, {}),
    "1,000 words": (lambda reader: several(reader, 900, "{0}", " "), {}),
    "1,000 required words": (lambda reader: several(reader, 900, "+{0}", " "), {}),
    "1,000 excluded words": (lambda reader: several(reader, 900, "-{0}", " "), {}),
    "nested pairs": (lambda reader: several(reader, 400, "({0} AND {0})", " OR "), {}),
    "fuzzy words": (lambda reader: several(reader, 60, "{0}~2", " "), {}),
    "patterns": (lambda reader: several(reader, 60, "*{1}*", " OR "), {}),
    "too many patterns": (lambda reader: several(reader, 600, "*{1}*", " "), {}),
    "said of many": (lambda reader: several(reader, 200, "said({0} number:5..9000)", " OR "), {}),
    "numbers of many": (" OR ".join(f"number:{number}" for number in range(600)), {}),
    "patterns near patterns": ("a* w/1000 e* w/1000 i*", {}),
    "patterns in a sentence": ("a* /s e*", {}),
    "a loose phrase": (lambda reader: '"' + several(reader, 400, "{0}", " ") + '"~1000', {}),
    "said by any of many": (lambda reader: "said(" + several(reader, 900, "{0}", " OR ") + ")", {}),
    "said, all of many": (lambda reader: "said(" + several(reader, 900, "{0}", " ") + ")", {}),
    "many near one": (lambda reader: several(reader, 400, "{0} w/100 a*", " OR ")[:10_000], {}),
    "words near a word of many": (lambda reader: several(reader, 400, "{0} w/100 the", " OR "), {}),
    "any near any": (
        lambda reader: f"({several(reader, 400, '{0}', ' OR ')}) w/1000 ({several(reader, 300, '{0}', ' OR ')})",
        {},
    ),
    "a chain of nears": (lambda reader: several(reader, 500, "{0}", " w/1000 "), {}),
    "a chain of sentences": (lambda reader: several(reader, 500, "{0}", " /s "), {}),
    "one word in a phrase": (lambda reader: '"' + " ".join(some_words(reader, 1) * 900) + '"~1000', {}),
    "loose phrases of one word": (
        lambda reader: " OR ".join(['"' + " ".join(some_words(reader, 1) * 90) + '"~1000'] * 8),
        {},
    ),
    "one filter many times": (" ".join(["date:2024"] * 900), {}),
    "groups in groups": (lambda reader: several(reader, 300, "({0} -{1} number:>3)", " OR ")[:9_900] + ")", {}),
    "a word of unspaced letters": ("漢" * 9_990, {}),
    "words joined by hyphens": (lambda reader: several(reader, 900, "{0}", "-"), {}),
    "many speakers": (lambda reader: several(reader, 600, "speaker:{0}", " OR "), {}),
    "many roles": (lambda reader: several(reader, 700, "role:{0}", " OR "), {}),
    "nobody of many": (" ".join(f"speaker:zq{number}" for number in range(500)), {}),
    "patterns of titles": ("title:(" + " w/5 ".join(f"{letter}*" for letter in LETTERS) + ")", {}),
    "a page of many words": (lambda reader: several(reader, 900, "{0}", " "), {"limit": 10**6}),
    "a long name": ("speaker:" + "a" * 9_000, {}),
    "marks": ("^~:" * 3_000, {}),
    "quotation marks": ('"' * 9_999, {}),
    "a huge limit": ("has:number", {"limit": 10**12}),
    "a huge offset": ("has:number", {"limit": 10**12, "offset": 10**12}),
    "a huge page of words": (lambda reader: several(reader, 5, "{0}", " "), {"limit": 10**12, "offset": 5}),
    "a huge page, collapsed and grouped": ("has:date", {"limit": 10**12, "collapse": True, "group": "document"}),
    "every facet of everything": (
        "has:date",
        {"facets": ("speaker", "date", "noun", "unit", "published", "kind", "role")},
    ),
    "everything explained": ("*e* OR has:date", {"explain": True, "limit": 200}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_answers_or_refuses_within_its_time(reader: ColumnarReader, name: str) -> None:
    """A search with a time budget never takes much longer, whatever is asked; an error says what was wrong."""
    asked, options = HOSTILE[name]
    text = asked if isinstance(asked, str) else asked(reader)
    started = time.process_time()
    with contextlib.suppress(QueryError):
        results = searching.search(
            reader, SearchRequest(text, options=SearchOptions(timeout_s=BUDGET_S, today=DAY, **options)), PROMISED
        )
        assert results.complete or any("stopped after 2 seconds" in warning for warning in results.warnings)
    assert time.process_time() - started < MOST_WORK_S


@pytest.mark.slow
@pytest.mark.parametrize("text", ["*e*", "said(*e*)", "abc~2", "has:number", "number:>5 OR (a* AND e*)", "NOT zzz"])
@pytest.mark.parametrize("options", [{}, {"facets": ("speaker",), "sort": "number"}, {"collapse": True}])
def test_a_search_without_time_ends_with_what_it_has(
    reader: ColumnarReader, text: str, options: dict[str, Any]
) -> None:
    """When the time is over at once, the answer says so and gives no total that would be wrong."""
    results = searching.search(reader, SearchRequest(text, options=SearchOptions(timeout_s=0.0, **options)), PROMISED)
    assert not results.complete
    assert results.total is None or results.total == PASSAGES
    assert "stopped after 0 seconds" in results.warnings[-1]
    assert results.suggestions == ()


@pytest.mark.parametrize("text", ["said(a* OR e*)", "(a* AND e*) OR number:>5", "a* e* i*"])
def test_time_that_runs_out_anywhere_gives_a_true_part(
    reader: ColumnarReader, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the clock strikes, what is shown are matches of the query, and a total that is given is true.

    A search that counted all and had no time left to mark its hits says that it was stopped, too.
    """
    whole = reader.search(Request(searching.parse_request(SearchRequest(text)).node, SearchOptions(limit=PASSAGES)))
    every = {match.ref for match in whole.matches}
    for steps in (1, 3, 10, 30, 100):
        left = iter(range(steps))

        def check(left: Iterator[int] = left) -> None:
            if next(left, None) is None and deadline._END.get() is not None:
                raise deadline.OutOfTime

        monkeypatch.setattr(deadline, "check", check)
        results = searching.search(
            reader, SearchRequest(text, options=SearchOptions(limit=20, timeout_s=1_000.0)), PROMISED
        )
        monkeypatch.undo()
        assert {reader.find_passage(hit.passage.id) for hit in results} <= every
        assert results.total in (None, whole.total)
        assert results.total is not None or not results.complete
