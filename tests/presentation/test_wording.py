"""Values in words: figures, quantities, periods and publication dates for the eye."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.models import DateMention, Quantity
from searchlib.presentation.wording import figure_words, period_words, published_words, quantity_words, range_words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2 / 3, "2/3"),
        (-1 / 3, "-1/3"),
        (0.5, "0.5"),
        (3.14159, "3.142"),
        (1_234_567.891234, "1,234,567.891"),
        (10_000, "10,000"),
        (0.00012345, "0.000123"),
        (float("inf"), "inf"),
        (1.5e12, "1.5 trillion"),
        (-2_250_000, "-2.25 million"),
        (8_123_456, "8,123,456"),
        (999_999_999, "999,999,999"),
    ],
)
def test_figures_have_at_most_three_decimals(value: float, shown: str) -> None:
    """Thirds are written as fractions, other figures with three decimals at most; whole ones in full."""
    assert figure_words(value) == shown


def _quantity(value: float, unit: str, noun: str = "") -> Quantity:
    return Quantity(
        start=0, end=1, low=value, high=value, modifier="exact", unit=unit, noun=noun, head=noun, rule="test",
        confidence="explicit",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "noun", "shown"),
    [
        (14, "year", "", "14 years"),
        (1, "year", "", "1 year"),
        (6, "foot", "", "6 feet"),
        (5, "year", "plan", "5 year plan"),
        (3, "USD", "", "3 USD"),
    ],
)
def test_units_agree_with_their_figure(value: float, unit: str, noun: str, shown: str) -> None:
    """A unit that stands last is a plural but behind one."""
    assert quantity_words(_quantity(value, unit, noun)) == shown


def test_a_quantity_says_how_exact_it_is() -> None:
    """A modifier, a range and a percentage."""
    down = _quantity(151e9, "USD").model_copy(update={"modifier": "down"})
    assert quantity_words(down) == "down 151 billion USD"
    assert quantity_words(_quantity(40, "percent").model_copy(update={"high": 45.0})) == "40–45%"
    assert quantity_words(_quantity(1, "", "memo")) == "1 memo"


@pytest.mark.parametrize(
    ("first", "last", "grain", "shown"),
    [
        ("2024-10-31", "2024-10-31", "day", "2024-10-31"),
        ("2024-10-01", "2024-10-31", "month", "2024-10"),
        ("2024-01-01", "2024-12-31", "year", "2024"),
        ("2024-10-28", "2024-11-03", "week", "2024-10-28..2024-11-03"),
    ],
)
def test_a_period_is_named_as_a_query_would_name_it(first: str, last: str, grain: str, shown: str) -> None:
    """By its day, month or year, else by its two ends."""
    mention = DateMention(
        start=0, end=1, first=date.fromisoformat(first), last=date.fromisoformat(last), grain=grain, rule="test",
        confidence="explicit",
    )  # fmt: skip
    assert period_words(mention) == shown


def test_a_doubtful_publication_date_says_so() -> None:
    """What the source states stands alone; a guess and a default are marked."""
    day = date(2024, 11, 1)
    assert published_words(day, "metadata") == "2024-11-01"
    assert published_words(day, "guessed") == "2024-11-01 (guessed)"
    assert published_words(None, "unknown") == "date unknown"


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (1.2e10, 1.4e10, "USD", "12 billion to 14 billion USD"),
        (1.4e10, 1.4e10, "USD", "14 billion USD"),
        (5, 7.5, "percent", "5 to 7.5%"),
        (1, 1, "mile", "1 mile"),
        (1, 2, "mile", "1 to 2 miles"),
        (8_000, 12_000, "", "8,000 to 12,000"),
    ],
)
def test_a_range_has_its_unit_once(low: float, high: float, unit: str, shown: str) -> None:
    """Large figures are named, equal ones stand once."""
    assert range_words(low, high, unit) == shown
