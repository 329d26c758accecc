"""English words for time: holidays and numbers."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.expressions.english import date_words


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter sunday", date(2000, 4, 23)),
        ("easter sunday", date(2019, 4, 21)),
        ("good friday", date(2024, 3, 29)),
        ("memorial day", date(2024, 5, 27)),
        ("labor day", date(2024, 9, 2)),
        ("thanksgiving", date(2024, 11, 28)),
        ("black friday", date(2024, 11, 29)),
        ("election day", date(2024, 11, 5)),
        ("mother's day", date(2024, 5, 12)),
    ],
)
def test_moving_holidays(name: str, day: date) -> None:
    """Holidays that move fall where almanacs put them."""
    assert date_words.HOLIDAYS[name](day.year) == day


@pytest.mark.parametrize(
    ("word", "number"), [("12", 12), ("twelve", 12), ("twenty-five", 25), ("a", 1), ("no", None), ("twelve-five", None)]
)
def test_number_words(word: str, number: int | None) -> None:
    """Digits and words count alike; anything else counts nothing."""
    assert date_words.number_word(word) == number
