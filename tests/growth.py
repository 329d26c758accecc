"""How the work of a function grows with its input: counted, and never read from a clock on the wall."""

from __future__ import annotations

import cProfile
import time
from collections.abc import Callable
from typing import Any

import pytest

FACTOR = 16
"""How many times larger the large input is. Work that grows as the square of the input grows 256 times."""

QUICK, THOROUGH = 500, 4_000
"""Characters of the small input of a long list of cases: at each edit, and among the slow tests."""

SIZES = pytest.mark.parametrize("small", [QUICK, pytest.param(THOROUGH, marks=pytest.mark.slow)])
"""Marks a test with a long list of cases: its argument `small` is the size of the small input."""

ROUNDS = 3
CLOCK_TICK_S = 0.001
"""Shorter processor times than this are noise."""


def repeated(unit: str, *, before: str = "") -> Callable[[int], str]:
    """A maker of texts: `unit` again and again, up to so many characters, behind the text `before`."""
    return lambda size: before + unit * (size // len(unit))


def assert_linear(task: Callable[[Any], object], make: Callable[[int], Any], *, small: int = THOROUGH) -> None:
    """Assert that `task(make(size))` does work in proportion to `size`, measured at `small` and 16 times `small`.

    Two measures, because neither sees everything. The number of calls is exact, but one call of a regular expression
    may hide any amount of work. The processor time of this thread sees that work; a busy machine can only add to it,
    so the least of several rounds counts, and the limit (64 times) is as far from linear (16) as from quadratic (256).
    """
    inputs = make(small), make(FACTOR * small)
    few, many = (calls(task, each) for each in inputs)
    assert many <= 2 * FACTOR * few, f"{FACTOR} times the input makes {many / few:.0f} times the calls"
    least = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        least = [min(known, processor_s(task, each)) for known, each in zip(least, inputs, strict=True)]
        growth = least[1] / max(least[0], CLOCK_TICK_S)
        if growth <= 4 * FACTOR:
            return
    raise AssertionError(f"{FACTOR} times the input takes {growth:.0f} times the processor time")


def calls(task: Callable[[Any], object], argument: Any) -> int:
    """How many calls, of Python functions and of built-in ones, `task(argument)` makes."""
    profile = cProfile.Profile()
    profile.runcall(task, argument)
    return sum(entry.callcount for entry in profile.getstats())


def processor_s(task: Callable[[Any], object], argument: Any) -> float:
    """The seconds of processor time that this thread spends in `task(argument)`."""
    begun = time.thread_time()
    task(argument)
    return time.thread_time() - begun
