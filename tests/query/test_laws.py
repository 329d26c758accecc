"""Laws of the query language, tried on queries of every kind: totality, round trip, nothing lost, quickness."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.errors import LimitError, QueryError
from searchlib.query import Limits, Query, caret, lexer, parse, parse_filter
from searchlib.query.nodes import (
    And,
    AtLeast,
    Choice,
    Clauses,
    Day,
    ExtraValue,
    Fuzzy,
    Keyword,
    Name,
    Near,
    Node,
    Not,
    Noun,
    Number,
    Or,
    Period,
    Phrase,
    Said,
    Together,
    Wildcard,
    Word,
    is_scored,
    walk,
)
from searchlib.query.values import NAMES
from tests.growth import SIZES, assert_linear, repeated

TODAY = date(2024, 11, 5)

PIECES = (  # noqa: SIM905  (a hundred pieces read better as lines)
    "kursk troops U.S.-China AT&T C++ 2+2 10:30 http://a.org/?b=1 it's 10,000 Ünal \\OR a\\*b \\( x\\:y w/o us C:\\tmp -- & ! "
    'AND OR NOT and + - -kursk +kursk ( ) (( )) "a "a" "b “a b” «c d» „e” " “ w/5 near/3 pre/2 W/9 /s /p "x"^2 "x"~3 '
    "soldier* sold?er *e* a*b*c why? ?? * kurskk~1 kurskk~ word^2 word^0.5 ^2 ~5 atleast3(troops) atleast2( said( said(a "
    'title:china title:(a title:"b text:x TITLE:Y speaker:blinken speaker:"Lloyd speaker:(a role:minister '
    "number:10,000 number:8k..12k number:>=90% number:~10000 number:10000! number:-5 number:[8000 number:{1 12000] 5} TO "
    "number:compatible(8000..) number:(>5 number:$1.5bn number:..5 number: date:2024 date:2024-10-31 date:yesterday date:! "
    "date:2024-10! date:overlaps(2024) date:>=2024-10 date:<2024 date:2023..2024-05 date: on:2024-10-31 published:2024.. "
    "after:2024-10-01 since:7d before:2024 source:ap doc:a/b.txt#3 kind:direct is:hedged has:number unit:% unit:km "
    "noun:soldiers confidence:explicit speker:x Note: std::x \\ \\AND^2 \\NOT~1 number:>12t number:~0.3 number:5..5"
).split()
SPACED = [
    'number:"8000..12000 soldiers"',
    'number:"5 of of men"!',
    'number:">8 million pounds"',
    'number:"[1 TO 2.5} km road"',
    'number:"about 3.3 percent"',
    'number:compatible("at least 10 percent")',
    "number:[8000 TO 12000}",
    'date:"Oct. 31, 2024"',
    'date:"before Oct 2024"',
    "date:{2024-10-01 TO 2024-10-31]",
    'noun:"north korean soldiers"',
    '"a b"~5',
    "“north korean”",
]

whole_texts = st.text(max_size=60)
marked_texts = st.text(alphabet='ab1O R:()"“”\\^~*?+-/.!<>[]{},\n$%wstAND', max_size=40)
piecewise = st.lists(st.tuples(st.sampled_from(PIECES + SPACED), st.sampled_from("   _")), max_size=9).map(
    lambda parts: "".join(piece + space.replace("_", "") for piece, space in parts)
)
queries = st.one_of(whole_texts, marked_texts, piecewise)

# ---- nodes in the form that the parser gives them --------------------------------------------------------------------

texts = st.text(min_size=1, max_size=12).filter(lambda text: any(mark.isalnum() for mark in text))
single = st.one_of(
    texts.filter(lambda text: not any(mark.isspace() for mark in text)),
    st.sampled_from(
        ["AND", "OR", "NOT", "w/5", "/s", "title:x", "a:b", "-x", "+x", "said(", "a*b", "why?", "a^2", "a~1"]
    ),
)
fields = st.sampled_from([None, "text", "title"])
boosts = st.one_of(st.just(1.0), st.floats(1e-6, 1e6))
letters = st.text(alphabet="abcäж", min_size=1, max_size=5)
words = st.builds(Word, single, fields, boosts)
phrases = st.builds(Phrase, texts, fields, st.integers(0, 1000), boosts)
patterns = st.builds(lambda a, b, field, boost: Wildcard(f"{a}*{b}", field, boost), letters, letters, fields, boosts)
fuzzies = st.builds(Fuzzy, letters, st.integers(0, 2), fields, boosts)
days = st.dates()


def _ordered(low, high):
    return (low, high) if low is None or high is None or low <= high else (high, low)


open_days = st.tuples(st.none() | days, st.none() | days).filter(any).map(lambda pair: _ordered(*pair))
filters = st.one_of(
    st.builds(Name, st.sampled_from(["speaker", "role"]), texts),
    st.builds(Keyword, st.sampled_from(["source", "doc"]), texts),
    st.sampled_from([ExtraValue("section", "Letters: a..b"), ExtraValue("words", "5", Number(5, 5))]),
    st.sampled_from([Keyword("unit", "percent"), Keyword("unit", "kilometre per hour"), Choice("kind", "direct")]),
    st.builds(Noun, texts),
    st.builds(lambda pair, mode: Period(*pair, mode), open_days, st.sampled_from(["match", "within", "overlaps"])),
    st.builds(lambda field, pair: Day(field, *pair), st.sampled_from(["on", "published"]), open_days),
    st.builds(
        lambda low, more, opens, unit, mode: Number(low, low + more, *(opens if more else (False, False)), *unit, mode),
        st.integers(-(10**6), 10**9).map(float),
        st.integers(0, 10**6).map(float),
        st.tuples(st.booleans(), st.booleans()),
        st.sampled_from([("", ""), ("percent", ""), ("USD", "debt"), ("", "north korean soldiers"), ("kilometre", "")]),
        st.sampled_from(["inside", "exact", "compatible"]),
    ),
)


def _inside_field(node: Node, field: str | None) -> Node:
    """The node with one field on all its words, as proximity asks."""
    if isinstance(node, Or):
        return Or(tuple(_inside_field(part, field) for part in node.nodes))
    return type(node)(**{name: getattr(node, name) for name in vars(node) if name != "field"} | {"field": field})


operands = st.one_of(words, phrases, patterns, fuzzies)
sides = st.one_of(operands, st.lists(operands, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))))
proximities = st.one_of(
    st.builds(
        lambda left, right, field, distance, ordered, boost: Near(
            _inside_field(left, field), _inside_field(right, field), distance, ordered, boost
        ),
        sides,
        sides,
        fields,
        st.integers(1, 1000),
        st.booleans(),
        boosts,
    ),
    st.builds(
        lambda left, right, field, unit: Together(_inside_field(left, field), _inside_field(right, field), unit),
        sides,
        sides,
        fields,
        st.sampled_from(["sentence", "passage"]),
    ),
)
leaves = st.one_of(operands, filters, proximities, st.builds(AtLeast, st.integers(1, 1000), words))


def _several(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(nodes, min_size=2, max_size=3).map(tuple)


def _side_by_side(signed: list[tuple[str, Node]]) -> Clauses:
    bins: dict[str, list[Node]] = {"": [], "+": [], "-": []}
    for sign, node in signed:
        bins["+" if sign == "" and not is_scored(node) else sign].append(node)
    return Clauses(*map(tuple, bins.values()))


def _all_required(node: Node) -> bool:
    return not any(isinstance(part, Clauses) and part.optional for part in walk(node))


def _groups(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(And, _several(nodes)),
        st.builds(Or, _several(nodes)),
        st.builds(Not, nodes.filter(lambda node: not isinstance(node, Not))),
        st.lists(st.tuples(st.sampled_from(["", "+", "-"]), nodes), min_size=2, max_size=3).map(_side_by_side),
    )


trees = st.recursive(leaves, _groups, max_leaves=6)
statements = trees.filter(_all_required).map(Said)


# ---- laws -----------------------------------------------------------------------------------------------------------


def _answer(text: str, **options) -> Query | QueryError:
    """What a query comes to: any other exception is a fault of the parser."""
    try:
        return parse(text, today=TODAY, **options)
    except QueryError as error:
        return error


@settings(max_examples=1500, deadline=None)
@given(queries)
def test_every_text_parses_or_raises_query_error(text):
    """Any text whatever is understood, or refused with an error that has a sentence and a drawable place."""
    answer = _answer(text)
    if isinstance(answer, QueryError):
        assert str(answer)
        assert answer.query == text
        assert answer.position is not None
        assert 0 <= answer.position <= len(text)
        assert "^" in caret(answer)


@settings(max_examples=1500, deadline=None)
@given(queries, st.booleans(), st.booleans())
def test_what_prints_parses_to_the_same_nodes(text, every_word, literal):
    """The query as understood, asked again, is understood the same."""
    query = _answer(text, every_word=every_word, literal=literal)
    if isinstance(query, Query):
        assert parse(str(query)).node == query.node


@settings(max_examples=700, deadline=None)
@given(st.one_of(trees, statements))
def test_every_node_prints_to_a_text_that_parses_to_it(node):
    """Nodes made by hand, in the form the parser gives, survive printing and parsing."""
    assert parse(str(node)).node == node


def _spelled(node: Node) -> str:
    """All texts in a node, those of literal leaves."""
    named = (getattr(part, name, "") for part in walk(node) for name in ("text", "pattern"))
    return " ".join(text for text in named if text)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "", "+", "-", "(", "NOT ", "AND ", "OR ", "title:", "w/3 ", '"x y" ', "/s ", ") ", "& "]
            ),
            st.text(alphabet="abcdé12", min_size=1, max_size=6),
            st.sampled_from(["", "", ")", "*", "^2", "~1", "?", "!", ",", "++", " OR", " -", " AND"]),
        ),
        max_size=8,
    )
)
def test_no_word_is_lost(parts):
    """Every word of a query that is understood stands in its nodes, as often as it was typed."""
    text = " ".join(before + word + after for before, word, after in parts)
    answer = _answer(text)
    if isinstance(answer, QueryError):
        return
    found = re.findall(r"\w+", _spelled(answer.node))
    asked = [word for _, word, _ in parts]
    assert all(found.count(word) >= asked.count(word) for word in asked)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_a_literal_query_is_words_only(text, every_word):
    """With the operators off every piece that holds a letter or digit is a word as typed, whatever its marks."""
    pieces = [piece for piece in text.split() if any(mark.isalnum() for mark in piece)]
    node = parse(text, literal=True, every_word=every_word).node
    assert [part.text for part in walk(node) if isinstance(part, Word)] == pieces
    assert all(isinstance(part, Word | Clauses) for part in walk(node)) or not pieces


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(NAMES), st.one_of(whole_texts, marked_texts, st.sampled_from(PIECES + SPACED)))
def test_every_option_value_is_a_node_or_a_query_error(field, value):
    """A filter given as an option is read whole, or refused; what it prints is read the same in a query."""
    try:
        node = parse_filter(field, value, today=TODAY).node
    except QueryError:
        return
    assert parse(str(node)).node == node


HOSTILE = {
    "open brackets": "(",
    "closed brackets": ")",
    "pairs": "()",
    "stars": "*",
    "quotes": '""',
    "curly quotes": "“",
    "backslashes": "\\",
    "letters": "a",
    "words": "a ",
    "not": "NOT ",
    "or": "a OR ",
    "chain": "a w/5 ",
    "minus": "-",
    "plus": "+a",
    "powers": "^1",
    "tildes": "~1",
    "questions": "a?",
    "dots": "..",
    "colons": "a:",
    "fields": "title:",
    "title brackets": "title:(",
    "said": "said(",
    "ranges": "number:[",
    "squares": "date:[a TO ",
    "signs": "a & ",
    "escapes": "\\(",
    "figures": "number:1,",
    "digits": "9",
}


@SIZES
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("lead", ["", "number:", "date:", "kursk~", "title:", "speaker:"])
def test_a_hostile_query_of_any_length_answers_or_refuses(piece, lead, small):
    """Up to 64,000 repeated marks, the bounds taken away but for the depth, are read or refused in linear work, and never
    overflow the stack.
    """
    limits = Limits(max_length=10**9, max_clauses=10**9)

    def read(text: str) -> None:
        try:
            parse(text, today=TODAY, limits=limits)
        except QueryError as error:
            caret(error)

    assert_linear(read, repeated(piece, before=lead), small=small // 20 if " " in piece else small)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_with_the_standard_bounds_a_megabyte_is_refused(piece):
    """What is too long is refused before anything else, naming the bound."""
    with pytest.raises(LimitError, match="max_length"):
        parse(piece * 1_000_000)


@given(
    st.lists(st.from_regex(r"[a-z]{1,6}|and|or|not|to|us|near|said", fullmatch=True), min_size=1, max_size=8),
    st.booleans(),
)
def test_the_short_way_of_plain_words_gives_what_the_parser_gives(words: list[str], every_word: bool) -> None:
    """A query of small letters and spaces is read by a short way, with the same nodes as the whole parser's."""
    text = " ".join(words)
    whole = parse(f" {text}", every_word=every_word)
    short = parse(text, every_word=every_word)
    assert short.node == whole.node
    for literal in (False, True):
        whole = parse(f' "{text}"', every_word=every_word, literal=literal)
        assert parse(f'"{text}"', every_word=every_word, literal=literal) == replace(whole, text=f'"{text}"')


@settings(max_examples=500, deadline=None)
@given(queries, st.booleans())
def test_words_without_marks_read_by_a_short_way_give_what_the_long_way_gives(text: str, every_word: bool) -> None:
    """The lexer's way for pieces in which no mark can act changes neither nodes, nor warnings, nor errors."""
    short = _answer(text, every_word=every_word)
    with patch.object(lexer, "PLAIN", re.compile(r"(?!)")):
        whole = _answer(text, every_word=every_word)
    if isinstance(short, QueryError) or isinstance(whole, QueryError):
        assert (str(short), short.position) == (str(whole), whole.position)
    else:
        assert short == whole
