"""Every construct of the query language, as a table: what is typed, what it means, how it prints."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.query import Query, parse, parse_filter
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
    Not,
    Nothing,
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

TODAY = date(2024, 11, 5)  # a Tuesday
A, B, C, D = map(Word, "abcd")
BLINKEN = Name("speaker", "blinken")

WORDS = [
    ("", Nothing()),
    (" \n\t", Nothing()),
    ("kursk", Word("kursk")),
    ("Kursk, troops", Clauses((Word("Kursk,"), Word("troops")))),
    ('"north korean troops"', Phrase("north korean troops")),
    ("“a b”", Phrase("a b")),
    ("”a b“", Phrase("a b")),
    ("„a b“", Phrase("a b")),
    ("«a b»", Phrase("a b")),
    ('“a b"', Phrase("a b")),
    ('"he said “yes” then"', Phrase("he said “yes” then")),
    (r'"a \"b\" c\\d"', Phrase('a "b" c\\d')),
    ('"a b"~5', Phrase("a b", slop=5)),
    ('"a b"~5^2.5', Phrase("a b", slop=5, boost=2.5)),
    ('title:"a b"^2', Phrase("a b", "title", boost=2.0)),
    ("kursk^2", Word("kursk", boost=2.0)),
    ("soldier*", Wildcard("soldier*")),
    ("sold?er", Wildcard("sold?er")),
    ("a**b^3", Wildcard("a*b", boost=3.0)),
    ("kurskk~1", Fuzzy("kurskk", 1)),
    ("kurskk~", Fuzzy("kurskk", 1)),
    ("title:kurskk~2^0.5", Fuzzy("kurskk", 2, "title", 0.5)),
    ("atleast3(troops)", AtLeast(3, Word("troops"))),
    ("atleast3(title:troops)^2", AtLeast(3, Word("troops", "title", 2.0))),
    ("title:china", Word("china", "title")),
    ("TITLE:China", Word("China", "title")),
    ("text:soldier*", Wildcard("soldier*", "text")),
    ('title:(a OR "b c")', Or((Word("a", "title"), Phrase("b c", "title")))),
    ("title:(a (b -c))", Clauses((Word("a", "title"), Clauses((Word("b", "title"),), (), (Word("c", "title"),))))),
    ("title:(a text:b)", Clauses((Word("a", "title"), Word("b", "text")))),
    (r"a\*b \(c \OR \-d x\:y", Clauses((Word("a*b"), Word("(c"), Word("OR"), Word("-d"), Word("x:y")))),
]

GROUPS = [
    ("a b", Clauses((A, B))),
    ("a +b -c NOT d", Clauses((A,), (B,), (C, D))),
    ("a AND b", And((A, B))),
    ("a OR b OR c", Or((A, B, C))),
    ("a AND b OR c d", Clauses((Or((And((A, B)), C)), D))),
    ("a OR b AND c", Or((A, And((B, C))))),
    ("a AND NOT b", And((A, Not(B)))),
    ("a AND -b", And((A, Not(B)))),
    ("a OR -b", Or((A, Not(B)))),
    ("(a b) AND c", And((Clauses((A, B)), C))),
    ("a (b OR c)", Clauses((A, Or((B, C))))),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("+a", A),
    ("-(a b)", Not(Clauses((A, B)))),
    ("((((a))))", A),
    ('-"a b" c', Clauses((C,), (), (Phrase("a b"),))),
    ("(a OR b^3)^2", Or((Word("a", boost=2.0), Word("b", boost=6.0)))),
    ("a speaker:blinken", Clauses((A,), (BLINKEN,))),
    ("a -speaker:blinken", Clauses((A,), (), (BLINKEN,))),
    ("a OR speaker:blinken", Or((A, BLINKEN))),
    ("speaker:blinken kind:direct", Clauses((), (BLINKEN, Choice("kind", "direct")))),
    ("speaker:(blinken OR austin) a", Clauses((A,), (Or((BLINKEN, Name("speaker", "austin"))),))),
    ("a(b)c", Clauses((A, B, C))),
    ("troops and tanks", Clauses((Word("troops"), Word("and"), Word("tanks")))),
]

PROXIMITY = [
    ("a w/5 b", Near(A, B, 5, ordered=False)),
    ("a near/5 b", Near(A, B, 5, ordered=False)),
    ("a PRE/5 b", Near(A, B, 5, ordered=True)),
    ('a w/5 (b OR "c d")', Near(A, Or((B, Phrase("c d"))), 5, ordered=False)),
    ("a w/5 ((b OR c) OR d)", Near(A, Or((B, C, D)), 5, ordered=False)),
    ("(a w/5 b)^2", Near(A, B, 5, ordered=False, boost=2.0)),
    ("-a w/5 b c", Clauses((C,), (), (Near(A, B, 5, ordered=False),))),
    ("a w/5 b AND c", And((Near(A, B, 5, ordered=False), C))),
    ("title:(a pre/2 b*)", Near(Word("a", "title"), Wildcard("b*", "title"), 2, ordered=True)),
    ("a /s b", Together(A, B, "sentence")),
    ("a /p b", Together(A, B, "passage")),
    ("a w/5 b /s c", And((Near(A, B, 5, ordered=False), Together(B, C, "sentence")))),
    ("(a /s b)^2", Together(Word("a", boost=2.0), Word("b", boost=2.0), "sentence")),
]

NAMES_AND_CHOICES = [
    ("speaker:blinken", BLINKEN),
    ('speaker:"Lloyd Austin"', Name("speaker", "Lloyd Austin")),
    ("speaker:“Lloyd Austin”", Name("speaker", "Lloyd Austin")),
    ("speaker:O'Neill", Name("speaker", "O'Neill")),
    ('role:"defense minister"', Name("role", "defense minister")),
    ("source:ap", Keyword("source", "ap")),
    ("doc:a/kursk-1.txt", Keyword("doc", "a/kursk-1.txt")),
    ("unit:%", Keyword("unit", "percent")),
    ("unit:$", Keyword("unit", "USD")),
    ("unit:km", Keyword("unit", "kilometre")),
    ('noun:"north korean soldiers"', Noun("north korean soldiers")),
    ("x.section:politics", ExtraValue("section", "politics")),
    ('X.Article-Type:"Letters to the editor"', ExtraValue("article_type", "Letters to the editor")),
    ("x.words:500", ExtraValue("words", "500", Number(500, 500))),
    ("x.words:=500", ExtraValue("words", "500", Number(500, 500))),
    ("x.words:1,000..2,000", ExtraValue("words", "1,000..2,000", Number(1000, 2000), is_range=True)),
    ("x.words:<8", ExtraValue("words", "<8", Number(None, 8, high_open=True), is_range=True)),
    ("x.due:2024-10", ExtraValue("due", "2024-10", None, Day("x", date(2024, 10, 1), date(2024, 10, 31)))),
    ("x.due:>2024-10-30", ExtraValue("due", ">2024-10-30", None, Day("x", date(2024, 10, 31), None), is_range=True)),
    ("x.cut:a..b", ExtraValue("cut", "a..b")),
    ("kind:Direct", Choice("kind", "direct")),
    ("is:hedged", Choice("is", "hedged")),
    ("has:number", Choice("has", "number")),
    ("confidence:explicit", Choice("confidence", "explicit")),
    (
        "said(speaker:blinken number:10000 a)",
        Said(Clauses((), (BLINKEN, Number(10000, 10000), A))),
    ),
    ("said(a OR b) c", Clauses((C,), (Said(Or((A, B))),))),
    ("said(a -b)", Said(Clauses((), (A,), (B,)))),
]

NUMBERS = [
    ("10000", Number(10000, 10000)),
    ("10,000", Number(10000, 10000)),
    ("10k", Number(10000, 10000)),
    ("1.2m", Number(1.2e6, 1.2e6)),
    ("-5", Number(-5, -5)),
    ("$1.5bn", Number(1.5e9, 1.5e9, unit="USD")),
    ("90%", Number(90, 90, unit="percent")),
    ("~10000", Number(9500, 10500)),
    ('"10 000"', Number(10000, 10000)),
    ('"10000 soldiers"', Number(10000, 10000, noun="soldiers")),
    ('"8000..12000 soldiers"', Number(8000, 12000, noun="soldiers")),
    ('">=10 percent"', Number(10, None, unit="percent")),
    ('>="10 000"', Number(10000, None)),
    ('"5 km"', Number(5, 5, unit="kilometre")),
    ("8k..12k", Number(8000, 12000)),
    ("8000..", Number(8000, None)),
    ("..8000", Number(None, 8000)),
    ("8000...12000", Number(8000, 12000)),
    ("[8000 TO 12000]", Number(8000, 12000)),
    ("{8000 TO 12000}", Number(8000, 12000, low_open=True, high_open=True)),
    ("[8000 TO 12000}", Number(8000, 12000, high_open=True)),
    ("[8000 TO *]", Number(8000, None)),
    (">8000", Number(8000, None, low_open=True)),
    (">=8000", Number(8000, None)),
    ("<8000", Number(None, 8000, high_open=True)),
    ("<=8000", Number(None, 8000)),
    ("≥8000", Number(8000, None)),
    ("10000!", Number(10000, 10000, mode="exact")),
    ('"10000 soldiers"!', Number(10000, 10000, noun="soldiers", mode="exact")),
    ('"10000 soldiers!"', Number(10000, 10000, noun="soldiers", mode="exact")),
    ("compatible(8000..)", Number(8000, None, mode="compatible")),
    ('compatible("8000..12000 soldiers")', Number(8000, 12000, noun="soldiers", mode="compatible")),
    ("compatible([1 TO 2])", Number(1, 2, mode="compatible")),
    ('"at least 500"', Number(500, None)),
    ('"more than 500"', Number(500, None, low_open=True)),
    ('"up to 500"', Number(None, 500)),
    ('"8000 to 12000"', Number(8000, 12000)),
]


def _day(text: str) -> date:
    return date.fromisoformat(text)


DATES = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2024-10-31", "2024-10-31", "2024-10-31"),
    ('"Oct. 31, 2024"', "2024-10-31", "2024-10-31"),
    ("yesterday", "2024-11-04", "2024-11-04"),
    ("last-week", "2024-10-28", "2024-11-03"),
    ("2024-10-27..2024-10-31", "2024-10-27", "2024-10-31"),
    ("2023..2024-05", "2023-01-01", "2024-05-31"),
    ('"Oct. 27, 2024".."Oct. 31, 2024"', "2024-10-27", "2024-10-31"),
    ('"Oct. 27, 2024..Oct. 31, 2024"', "2024-10-27", "2024-10-31"),
    ("yesterday..", "2024-11-04", None),
    ("..2024-10", None, "2024-10-31"),
    ("[2024-10-01 TO 2024-10-05]", "2024-10-01", "2024-10-05"),
    ("{2024-10-01 TO 2024-10-05}", "2024-10-02", "2024-10-04"),
    (">2024-10", "2024-11-01", None),
    (">=2024-10", "2024-10-01", None),
    ("<2024-10", None, "2024-09-30"),
    ("<=2024-10", None, "2024-10-31"),
    ('"before Oct 2024"', None, "2024-09-30"),
    ('"after Oct 2024"', "2024-11-01", None),
]

ALIASES = [
    ("after:2024-10-01", "2024-10-02", None),
    ("after:2024-10", "2024-11-01", None),
    ("before:2024-10-01", None, "2024-09-30"),
    ("since:7d", "2024-10-29", None),
    ("since:2w", "2024-10-22", None),
    ("since:yesterday", "2024-11-04", None),
    ("until:2024-10", None, "2024-10-31"),
]

ACCIDENTS = [
    ("U.S.-China", [Word("U.S.-China")]),
    ("AT&T", [Word("AT&T")]),
    ("2+2", [Word("2+2")]),
    ("C++", [Word("C++")]),
    ("10:30", [Word("10:30")]),
    ("5*3", [Word("5*3")]),
    ("http://a.org/?b=1", [Word("http://a.org/?b=1")]),
    ("std::vector", [Word("std::vector")]),
    (r"C:\temp", [Word(r"C:\temp")]),
    ("Note: troops", [Word("Note:"), Word("troops")]),
    ("--speaker blinken", [Word("--speaker"), Word("blinken")]),
    ("Kim (Jong Un", [Word("Kim"), Word("Jong"), Word("Un")]),
    ("Kim) Jong", [Word("Kim"), Word("Jong")]),
    ("kursk -", [Word("kursk")]),
    ("kursk & troops", [Word("kursk"), Word("troops")]),
    ("kursk OR", [Word("kursk"), Word("OR")]),
    ("AND kursk", [Word("AND"), Word("kursk")]),
    ("kursk NOT", [Word("kursk"), Word("NOT")]),
    ("kursk w/5", [Word("kursk"), Word("w/5")]),
    ("/s kursk", [Word("/s"), Word("kursk")]),
    ("who said 10,000?", [Word("who"), Word("said"), Word("10,000")]),
    ('"troops"-led', [Phrase("troops"), Word("-led")]),
    ("kursk^x", [Word("kursk^x")]),
    ("* kursk", [Word("kursk")]),
    ('"..." kursk', [Word("kursk")]),
    ("() kursk", [Word("kursk")]),
    ("-& kursk", [Word("kursk")]),
    ("speaker:blinken^2", [BLINKEN]),
    ("troops w/x kursk", [Word("troops"), Word("w/x"), Word("kursk")]),
    ("a near/ b", [Word("a"), Word("near/"), Word("b")]),
    ("a /n b", [Word("a"), Word("/n"), Word("b")]),
    ("atleast(a)", [Word("atleast"), Word("a")]),
    ("atleastx(a)", [Word("atleastx"), Word("a")]),
    ("atleast3 (a)", [Word("atleast3"), Word("a")]),
    ("said (a)", [Word("said"), Word("a")]),
    ("kursk !moscow", [Word("kursk"), Word("!moscow")]),
]


def assert_same(text: str, node: object) -> Query:
    query = parse(text, today=TODAY)
    assert query.node == node
    assert parse(str(query)).node == node, "what prints must parse to the same"
    return query


@pytest.mark.parametrize(("text", "node"), WORDS + GROUPS + PROXIMITY + NAMES_AND_CHOICES)
def test_a_construct_is_read_as_the_table_says(text, node):
    """Each form of the language has its nodes, and prints to a text that has them too."""
    assert_same(text, node)


@pytest.mark.parametrize(("value", "node"), NUMBERS)
def test_a_number_is_read_as_people_write_it(value, node):
    """All forms of figures, units, nouns, ranges and modes."""
    assert_same(f"number:{value}", node)


@pytest.mark.parametrize(("value", "first", "last"), DATES)
@pytest.mark.parametrize("field", ["date", "on", "published"])
def test_a_date_is_read_as_a_range_of_days(field, value, first, last):
    """A date of any grain is its first and last day; a strict bound begins after all of it; open ends are None."""
    days = (first and _day(first), last and _day(last))
    assert_same(f"{field}:{value}", Period(*days) if field == "date" else Day(field, *days))


@pytest.mark.parametrize(("text", "first", "last"), ALIASES)
def test_an_alias_bounds_the_publication_date(text, first, last):
    """The bounds after and before are strict, since and until hold the day itself; an age counts back from today."""
    assert_same(text, Day("published", first and _day(first), last and _day(last)))


def test_a_date_may_ask_to_lie_within_or_to_overlap():
    """D! and overlaps(D) are the two other questions one can put to a period."""
    october = (date(2024, 10, 1), date(2024, 10, 31))
    assert_same("date:2024-10!", Period(*october, "within"))
    assert_same("date:overlaps(2024-10)", Period(*october, "overlaps"))
    assert_same('date:overlaps("Oct. 1, 2024..Oct. 31, 2024")', Period(*october, "overlaps"))


def test_a_field_holds_for_all_values_in_its_bracket():
    """field:(a OR b) reads every value inside by the field's kind, quoted, ranged or negative ones too."""
    assert_same(
        'date:("Oct. 31, 2024" OR 2023)',
        Or((Period(*[date(2024, 10, 31)] * 2), Period(date(2023, 1, 1), date(2023, 12, 31)))),
    )
    assert_same("number:(>=8k AND <9k)", And((Number(8000, None), Number(None, 9000, high_open=True))))
    assert_same("number:(-5 OR 5)", Or((Number(-5, -5), Number(5, 5))))
    assert_same("kind:(direct OR mixed)", Or((Choice("kind", "direct"), Choice("kind", "mixed"))))


@pytest.mark.parametrize(("text", "leaves"), ACCIDENTS)
def test_what_looks_like_an_operator_by_accident_is_words_with_a_warning(text, leaves):
    """Pasted text is searched for as it stands, and the user is told what was read as a word or passed over."""
    query = parse(text, today=TODAY)
    assert [node for node in walk(query.node) if not isinstance(node, Clauses)] == leaves
    assert query.warnings
    assert parse(str(query)).node == query.node


MISSPELLED = [
    ("troops w/x kursk", "At character 8: 'w/x' was read as a word; a distance is a number, as in w/5 or pre/5."),
    ("a near/ b", "At character 3: 'near/' was read as a word; a distance is a number, as in w/5 or pre/5."),
    ("a /n b", "At character 3: '/n' was read as a word; one sentence is /s, one passage /p, a distance w/5."),
    ("atleast(a)", "At character 1: 'atleast' was read as a word; a count is a number, as in atleast3(word)."),
    ("near(a b)", "At character 1: 'near' was read as a word; a distance goes between two words, as in a near/5 b."),
    ("b said (a)", "At character 3: 'said' was read as a word; its bracket follows without a space, as in said(word)."),
    ("kursk !moscow", "At character 7: '!moscow' was read as a word; to exclude a word write -word."),
]


@pytest.mark.parametrize(("text", "warning"), MISSPELLED)
def test_an_operator_misspelled_is_a_word_and_the_warning_says_where_and_how_it_is_written(text, warning):
    """A word that was likely meant as an operator is kept; the user reads its place and the right form."""
    assert parse(text).warnings == (warning,)


DATES_WITHOUT_A_YEAR = ['"October 31"', "october", "thursday", '"31 October"..2999', "Q3"]
DATES_THAT_COUNT_FROM_TODAY = ["yesterday", "last-week", '"3 days ago"', "2024-10-31", '"Oct. 31, 2024"', "1990s"]


def test_a_count_and_a_proximity_may_ask_the_title():
    """`title:` holds for all in its bracket, and for a function behind it."""
    assert_same("title:atleast2(x)", AtLeast(2, Word("x", "title")))
    assert_same("title:(atleast2(x))", AtLeast(2, Word("x", "title")))
    assert_same("title:(a w/5 b)", Near(Word("a", "title"), Word("b", "title"), 5, False))
    assert_same("title:(a /s b)", Together(Word("a", "title"), Word("b", "title"), "sentence"))


@pytest.mark.parametrize("asked", DATES_WITHOUT_A_YEAR)
@pytest.mark.parametrize("day", [TODAY, date(7, 5, 20), date(2024, 2, 29)])
def test_a_date_without_a_year_is_told_as_it_was_read(asked, day):
    """The year comes from the day of the question: the warning says which."""
    query = parse(f"date:{asked}", today=day)
    told = f"date:{asked} was read as {query}, the latest one; write the whole date to mean another.".replace('"', "")
    assert query.warnings == (told,)


@pytest.mark.parametrize("asked", DATES_THAT_COUNT_FROM_TODAY)
def test_a_date_that_is_plain_or_counts_from_today_by_its_words_needs_no_remark(asked):
    """`yesterday` says itself that it is counted from today; the query as understood has the day."""
    assert parse(f"kursk date:{asked}", today=TODAY).warnings == ()
    assert parse("kursk since:7d", today=TODAY).warnings == ()


def test_a_value_remembered_from_another_day_is_read_anew():
    """What a text meant yesterday is not what it means today."""
    assert parse("date:yesterday", today=date(2024, 11, 5)).node == Period(*[date(2024, 11, 4)] * 2)
    assert parse("date:yesterday", today=date(2024, 11, 6)).node == Period(*[date(2024, 11, 5)] * 2)


def test_plain_queries_give_no_warning():
    """Hyphens, apostrophes, figures and all constructs used as meant are nothing to warn of."""
    plain = (
        'well-known 1914-1918 it\'s 10,000 U.S. +a -b (c OR d) soldier* a~1 b^2 title:x number:5 e w/5 f "g h"~2 AND i'
    )
    assert parse(plain).warnings == ()


def test_the_query_as_understood_shows_resolved_dates_and_how_operators_bind():
    """A reader sees which days a relative date became and which clauses belong together."""
    assert str(parse("date:yesterday", today=TODAY)) == "date:2024-11-04"
    assert str(parse("since:7d kursk", today=TODAY)) == "kursk published:2024-10-29.."
    assert str(parse("a AND b OR c d")) == "((a AND b) OR c) d"
    assert str(parse("number:8k..12k number:~10000")) == "number:8000..12000 number:9500..10500"
    assert str(parse("published:2024-10-01..2024-10-31")) == "published:2024-10"


def test_today_is_the_day_it_is_when_none_is_given():
    """A relative date without `today` counts from the real day."""
    (before, node, after) = (date.today(), parse("date:today").node, date.today())
    assert isinstance(node, Period)
    assert before <= node.first <= after


def test_every_word_makes_words_side_by_side_required():
    """--all asks for every word; brackets, OR and exclusions keep their meaning."""
    assert parse("a b", every_word=True).node == Clauses((), (A, B))
    assert parse("a", every_word=True).node == A
    assert parse("a OR b c -d", every_word=True).node == Clauses((), (Or((A, B)), C), (D,))
    assert str(parse("a (b c)", every_word=True)) == "+a +(+b +c)"


def test_literal_turns_all_operators_off():
    """With -F everything is words; punctuation alone is passed over with a warning."""
    query = parse('speaker:x "a OR -b* ( & c~1', literal=True)
    assert query.node == Clauses(tuple(map(Word, ["speaker:x", '"a', "OR", "-b*", "c~1"])))
    assert len(query.warnings) == 2
    assert parse(str(query)).node == query.node


def test_a_filter_bound_to_an_optional_clause_is_pointed_out():
    """AND binds tighter than standing side by side: then the filter no longer holds for all hits, and that is said."""
    assert any("AND binds first" in warning for warning in parse("a b AND speaker:x").warnings)
    assert parse("a b speaker:x").warnings == ()


def test_hints_are_given_for_likely_slips():
    """The pronoun us, a bare figure with a comparison, a name in brackets."""
    assert any("U.S." in hint for hint in parse("us troops").suggestions)
    assert parse("US troops").suggestions == ()
    assert any("number:>8000" in hint for hint in parse("troops >8000").suggestions)
    assert any('speaker:"..."' in hint for hint in parse("speaker:(lloyd austin)").suggestions)


def test_scored_and_filter_nodes_are_told_apart():
    """Words score, alone or in groups; filters, exclusions and said() do not."""
    assert is_scored(parse("a OR speaker:x").node)
    assert is_scored(parse("a /s b").node)
    assert not is_scored(parse("speaker:x OR kind:direct").node)
    assert not is_scored(parse("said(a)").node)
    assert not is_scored(parse("-a").node)


OPTIONS = [
    ("speaker", "Lloyd Austin", Name("speaker", "Lloyd Austin")),
    ("speaker", '"Lloyd Austin"', Name("speaker", "Lloyd Austin")),
    ("speaker", "Smith OR Jones", Name("speaker", "Smith OR Jones")),
    ("date", "2024-10-31", Period(*[date(2024, 10, 31)] * 2)),
    ("date", "Oct. 31, 2024", Period(*[date(2024, 10, 31)] * 2)),
    ("date", "overlaps(2024-10-31)", Period(*[date(2024, 10, 31)] * 2, "overlaps")),
    ("date", "yesterday!", Period(*[date(2024, 11, 4)] * 2, "within")),
    ("number", "8000..12000", Number(8000, 12000)),
    ("number", ">=10 percent", Number(10, None, unit="percent")),
    ("number", 'compatible("10 000")', Number(10000, 10000, mode="compatible")),
    ("number", "[8000 TO 12000]", Number(8000, 12000)),
    ("source", "The Daily Paper", Keyword("source", "The Daily Paper")),
    ("published", "2024-11-01", Day("published", *[date(2024, 11, 1)] * 2)),
    ("since", "7d", Day("published", date(2024, 10, 29), None)),
    ("kind", "direct", Choice("kind", "direct")),
    ("title", "north korea", Phrase("north korea", "title")),
]


@pytest.mark.parametrize(("field", "value", "node"), OPTIONS)
def test_an_option_gives_its_whole_value_to_one_filter(field, value, node):
    """--speaker Lloyd Austin needs no quotation marks inside the shell's own."""
    assert parse_filter(field, value, today=TODAY).node == node
