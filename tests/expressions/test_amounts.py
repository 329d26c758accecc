"""The quantity reader: one expression, units, conversion, what is allowed."""

from __future__ import annotations

from math import inf, isclose, isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.expressions.amounts import Amount, allowed
from searchlib.expressions.english.figures import figure_at, lower_in_place
from searchlib.expressions.english.typed_amounts import read_amount
from searchlib.expressions.english.unit_expressions import canonical_unit, unit_at
from searchlib.expressions.english.unit_words import WORDS
from searchlib.expressions.units import BASES, CURRENCIES, SYMBOLS, UNITS, from_base, to_base, unit_name

NO_BREAK, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "low", "unit", "noun"),
    [
        ("10,000", 10_000, "", ""),
        ("10 000", 10_000, "", ""),
        (f"10{NO_BREAK}000", 10_000, "", ""),
        (f"1{THIN}234{THIN}567", 1_234_567, "", ""),
        (f"1{NARROW}234{NARROW}567.89", 1_234_567.89, "", ""),
        ("10k", 10_000, "", ""),
        ("8k", 8_000, "", ""),
        ("1.2m", 1_200_000, "", ""),
        ("2bn", 2e9, "", ""),
        ("3 million", 3e6, "", ""),
        ("$1.5bn", 1.5e9, "USD", ""),
        ("€5m", 5e6, "EUR", ""),
        ("5 €", 5, "EUR", ""),
        ("US$ 20", 20, "USD", ""),
        ("A$5", 5, "AUD", ""),
        ("£3.50", 3.5, "GBP", ""),
        ("7.5 million Danish crowns", 7.5e6, "DKK", ""),
        ("20 million pounds", 2e7, "GBP", ""),
        ("20 pounds", 20, "pound", ""),
        ("26 cents", 26, "cent", ""),
        ("90%", 90, "percent", ""),
        ("10 percent", 10, "percent", ""),
        ("2 per cent", 2, "percent", ""),
        ("5 percentage points", 5, "percentage point", ""),
        ("half a million", 500_000, "", ""),
        ("a dozen eggs", 12, "", "eggs"),
        ("twenty-one", 21, "", ""),
        ("one hundred and two", 102, "", ""),
        ("two hundred and two thousand", 202_000, "", ""),
        ("two and a half years", 2.5, "year", ""),
        ("three quarters", 0.75, "", ""),
        ("two-thirds", 2 / 3, "", ""),
        ("1 in 5", 0.2, "", ""),
        ("nine out of ten voters", 0.9, "", "voters"),
        ("2.5 lakh crore", 2.5e12, "", ""),
        ("3,40,000", 340_000, "", ""),
        ("one point two million", 1.2e6, "", ""),
        ("40 degrees Celsius", 40, "celsius", ""),
        ("40° Celsius", 40, "celsius", ""),
        ("800 pesos", 800, "peso", ""),
        ("1/2 pound", 0.5, "pound", ""),
        ("3 1/2 miles", 3.5, "mile", ""),
        ("½ teaspoon", 0.5, "teaspoon", ""),
        ("10000 soldiers", 10_000, "", "soldiers"),
        ("10,000 North Korean soldiers", 10_000, "", "North Korean soldiers"),
        ("three generals", 3, "", "generals"),
        ("-5", -5, "", ""),
        ("−5", -5, "", ""),
        ("minus 5", -5, "", ""),
        ("-$5", -5, "USD", ""),
        ("1e6", 1e6, "", ""),
        ("1.5e-3", 0.0015, "", ""),
        ("5 km", 5, "kilometre", ""),
        ("5km", 5, "kilometre", ""),
        ("100 km/h", 100, "kilometre per hour", ""),
        ("5 miles per hour", 5, "mile per hour", ""),
        ("20 °C", 20, "celsius", ""),
        ("20 degrees Celsius", 20, "celsius", ""),
        ("  7  ", 7, "", ""),
    ],
)
def test_one_expression_is_read(text: str, low: float, unit: str, noun: str) -> None:
    """A single number with its unit and noun gives one value, exact."""
    amount = read_amount(text)
    assert amount.low == amount.high
    assert isclose(amount.low or 0.0, low)
    assert (amount.modifier, amount.unit, amount.noun) == ("exact", unit, noun)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8,000 to 12,000", Amount(8000, 12000)),
        ("3 to 5 million", Amount(3e6, 5e6)),
        ("$3-5 million", Amount(3e6, 5e6, unit="USD")),
        ("5-10 km", Amount(5, 10, unit="kilometre")),
        ("about 500 men", Amount(500, 500, "about", "", "men")),
        ("20-30,000 men", Amount(20_000, 30_000, noun="men")),
        ("1 to 30,000", Amount(1, 30_000)),
        ("40-plus thousand", Amount(40_000, 40_000, "at_least")),
        ("~10000", Amount(10000, 10000, "about")),
        ("at least 12,000", Amount(12000, 12000, "at_least")),
        ("up to $5", Amount(5, 5, "at_most", "USD")),
        ("more than 40%", Amount(40, 40, "more_than", "percent")),
        (">= 30", Amount(30, 30, "at_least")),
    ],
)
def test_ranges_and_modifiers_are_read(text: str, amount: Amount) -> None:
    """Ranges share magnitude and unit; a modifier before the number is kept."""
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "soldiers",
        "5xx",
        "12,34",
        "1" * 30,
        "9" * 300,
        "1e400",
        "-",
        "$",
        "%",
        "10 km to 5 kg",
        "9 to 3",
        "5 &&",
        "nan",
        "inf",
        "١٢",
    ],
)
def test_what_is_not_a_quantity_is_refused_with_a_sentence(text: str) -> None:
    """A text that is not a quantity raises ValueError with one clear sentence."""
    with pytest.raises(ValueError, match=r"is not a quantity: .+\.$"):
        read_amount(text)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789.,-–+$€%kmbn ½/eE^×onetw", max_size=20)))
def test_no_string_raises_anything_but_value_error(text: str) -> None:
    """Any string is read to finite ordered values, or refused with ValueError."""
    try:
        amount = read_amount(text)
    except ValueError:
        return
    assert amount.low is not None
    assert amount.high is not None
    assert isfinite(amount.low)
    assert isfinite(amount.high)
    assert amount.low <= amount.high


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**15))
def test_an_integer_is_read_however_it_is_written(number: int) -> None:
    """Plain, with commas and with thin spaces, a whole number reads the same."""
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", NARROW)):
        assert read_amount(text).low == number


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """A number from 1 to 999,999,999 in English words."""
    for size, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if word == "hundred" else " "
            return f"{spelled(number // size)} {word}" + (joint + spelled(rest) if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 999_999_999))
def test_spelled_numbers_are_read(number: int) -> None:
    """A whole number spelled out in words has its value."""
    assert read_amount(spelled(number)).low == number


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(BASES)), st.floats(-1e9, 1e9, allow_nan=False))
def test_conversion_goes_there_and_back(unit: str, value: float) -> None:
    """A value taken to its base unit and back is the same, affine temperatures included."""
    converted, base = to_base(value, unit)
    assert to_base(1.0, base) == (1.0, base)
    assert isclose(from_base(converted, unit), value, rel_tol=1e-9, abs_tol=1e-6 * max(1.0, abs(from_base(0.0, unit))))


@pytest.mark.parametrize(
    ("value", "unit", "converted", "base"),
    [
        (5, "kilometre", 5000, "metre"),
        (1, "mile", 1609.344, "metre"),
        (20, "celsius", 293.15, "kelvin"),
        (212, "fahrenheit", 373.15, "kelvin"),
        (90, "kilometre per hour", 25, "metre per second"),
        (60, "mile per hour", 26.8224, "metre per second"),
        (2, "hour", 7200, "second"),
        (1, "kilowatt hour", 3.6e6, "joule"),
        (3, "hectare", 30_000, "square metre"),
        (1, "cubic metre", 1000, "litre"),
        (25, "basis point", 0.25, "percent"),
        (5, "percentage point", 5, "percent"),
        (26, "cent", 0.26, "USD"),
        (8, "megabit per second", 1e6, "byte per second"),
        (7, "soldier", 7, "soldier"),
        (7, "", 7, ""),
    ],
)
def test_known_conversions(value: float, unit: str, converted: float, base: str) -> None:
    """Well-known equalities hold; what is no unit stays as it is."""
    result = to_base(value, unit)
    assert result[1] == base
    assert isclose(result[0], converted, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("km", "kilometre"),
        ("kilometers", "kilometre"),
        ("Kilometres", "kilometre"),
        ("%", "percent"),
        ("per cent", "percent"),
        ("percent", "percent"),
        ("$", "USD"),
        ("dollars", "USD"),
        ("US$", "USD"),
        ("usd", "USD"),
        ("€", "EUR"),
        ("mph", "mile per hour"),
        ("km/h", "kilometre per hour"),
        ("barrels per day", "barrel per day"),
        ("tonnes", "tonne"),
        ("sq ft", "square foot"),
        ("°C", "celsius"),
        ("MW", "megawatt"),
        ("soldiers", None),
        ("", None),
        ("5", None),
    ],
)
def test_units_have_one_name(text: str, unit: str | None) -> None:
    """Every way to write a unit gives its one name; what is no unit gives None."""
    assert canonical_unit(text) == unit


def test_every_word_and_symbol_of_the_tables_is_found() -> None:
    """Each word and symbol of the tables is read back as a unit with a base."""
    for form, unit in WORDS.items():
        assert unit in BASES
        assert canonical_unit(form) in (unit, form, form.upper()), form
    for symbol, unit in SYMBOLS.items():
        assert unit in BASES
        assert unit_at("5" + symbol, lower_in_place("5" + symbol), 1) is not None, symbol


def test_every_unit_has_a_base_that_is_its_own_base() -> None:
    """The base of each unit converts to itself with factor one."""
    for unit in UNITS:
        assert to_base(1.0, unit.base) == (1.0, unit.base)
        assert unit.factor > 0


def test_unit_names_are_words() -> None:
    """A currency code has an English name; other units are named by themselves."""
    assert unit_name("USD") == "dollar"
    assert unit_name("kilometre") == "kilometre"
    assert all(name.islower() for name in CURRENCIES.values())


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        ("exact", (100, 200, False, False)),
        ("about", (95, 210, False, False)),
        ("at_least", (100, inf, False, True)),
        ("at_most", (-inf, 200, True, False)),
        ("more_than", (100, inf, True, True)),
        ("less_than", (-inf, 200, True, True)),
        ("up", (100, 200, False, False)),
        ("down", (100, 200, False, False)),
    ],
)
def test_what_a_stated_quantity_allows(modifier: str, expected: tuple[float, float, bool, bool]) -> None:
    """The allowed interval follows the modifier; "about" is five percent either way."""
    assert allowed(100, 200, modifier) == expected


@settings(max_examples=200, deadline=None)
@given(
    st.floats(-1e12, 1e12),
    st.floats(0, 1e12),
    st.sampled_from(["exact", "about", "at_least", "at_most", "more_than", "less_than", "up", "down"]),
)
def test_allowed_holds_what_is_stated_or_touches_it(low: float, width: float, modifier: str) -> None:
    """The allowed interval is never empty and never ends short of the stated one on its closed sides."""
    first, last, _, _ = allowed(low, low + width, modifier)
    assert first <= low
    assert last >= low + width


def test_lower_case_keeps_every_place() -> None:
    """A capital that would lower to two characters stays one, so offsets stay true."""
    text = "İ 5 KM"
    assert len(lower_in_place(text)) == len(text)
    figure = figure_at(text, lower_in_place(text), 2)
    assert figure is not None
    assert figure.value == 5
