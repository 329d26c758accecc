"""How figures are written for the eye."""

from __future__ import annotations

import pytest

from searchlib.cli.hit_text import figure_words, quantity_words
from searchlib.models import Quantity


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
