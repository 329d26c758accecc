"""Tables for a terminal: cells that fit a width, and an interval drawn in a few characters."""

from __future__ import annotations

from math import inf, log10
from typing import Final

from searchlib.expressions.amounts import allowed
from searchlib.query.caret import columns

_WIDE: Final = 50
"""How many times the least figure the largest must be for a logarithmic scale."""


def fitted(text: str, width: int) -> str:
    """The text in exactly `width` columns of a terminal: filled with spaces, or cut with an ellipsis at its end."""
    if columns(text) <= width:
        return text + " " * (width - columns(text))
    kept = text[:width]
    while columns(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…" + " " * (width - 1 - columns(kept))


def fitted_end(text: str, width: int) -> str:
    """The end of a text in at most `width` columns, cut with an ellipsis in front: for paths."""
    if columns(text) <= width:
        return text
    kept = text[-width:]
    while columns(kept) > width - 1:
        kept = kept[1:]
    return "…" + kept


class Scale:
    """Maps figures from `low` to `high` to `width` places; logarithmic when `high` is over 50 times `low`.

    The first and the last place are kept for the arrows of open ends.
    """

    def __init__(self, low: float, high: float, width: int) -> None:
        self._logarithmic = low > 0 and high > _WIDE * low
        self._low, self._high = (log10(low), log10(high)) if self._logarithmic else (low, high)
        self._width = width

    def place(self, figure: float) -> int:
        """The place of a figure, from 1; a figure outside the scale gets the nearest end."""
        if self._high <= self._low:
            return self._width // 2
        figure = log10(figure) if self._logarithmic and figure > 0 else figure
        share = (figure - self._low) / (self._high - self._low)
        return 1 + round(max(0.0, min(1.0, share)) * (self._width - 3))


def drawn(low: float, high: float, modifier: str, scale: Scale, width: int) -> str:
    """The interval that a figure allows, drawn in `width` characters: ● a point, ├─┤ an interval, ● with an arrow an open end."""
    least, most, _, _ = allowed(low, high, modifier)
    cells = [" "] * width
    if least == -inf or most == inf:
        end = scale.place(high if least == -inf else low)
        stretch = range(end) if least == -inf else range(end + 1, width)
        for place in stretch:
            cells[place] = "─"
        cells[end] = "●"
        if stretch:
            cells[0 if least == -inf else -1] = "◄" if least == -inf else "►"
        return "".join(cells)
    first, last = scale.place(least), scale.place(most)
    for place in range(first, last + 1):
        cells[place] = "─"
    if first == last:
        cells[first] = "●" if least == most else "◆"
    else:
        cells[first], cells[last] = "├", "┤"
    return "".join(cells)
