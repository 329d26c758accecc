"""Whether a server's memory and descriptors grow under load: figures, and a drawing, of samples over time."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

Sample = tuple[float, float, float, int]
"""Seconds since the beginning, resident megabytes, those that no file is behind, open descriptors."""

_CURVES: Final = (
    ("megabytes", "resident memory, MB"),
    ("anonymous", "memory without pages of files, MB"),
    ("descriptors", "open descriptors"),
)
"""What is behind the seconds in a sample: its name in figures, and in the drawing."""
WIDTH, HEIGHT, LEFT, GAP = 720, 150, 70, 40
_WARMING: Final = 4
"""The first of so many parts of a run is not looked at: speakers are linked and caches fill."""


def growth(samples: Sequence[Sample]) -> dict[str, float]:
    """How many megabytes and descriptors a minute come, by least squares over all but the first quarter, and the most of each."""
    if not samples:
        return {}
    most = {f"most_{name}": max(one[part] for one in samples) for part, (name, _) in enumerate(_CURVES, 1)}
    settled = samples[len(samples) // _WARMING :]
    if len({one[0] for one in settled}) < 2:
        return most
    minutes = [one[0] / 60 for one in settled]
    slopes = {
        f"{name}_a_minute": round(statistics.linear_regression(minutes, [one[part] for one in settled]).slope, 3)
        for part, (name, _) in enumerate(_CURVES, 1)
    }
    return {**slopes, **most}


def drawing(samples: Sequence[Sample]) -> str:
    """An SVG of all curves over time, each from 0 to its most."""
    last = max((one[0] for one in samples), default=0) or 1
    panels = [
        _panel([(one[0] / last, one[part]) for one in samples], name, top=20 + (part - 1) * (HEIGHT + GAP))
        for part, (_, name) in enumerate(_CURVES, 1)
    ]
    height = len(_CURVES) * (HEIGHT + GAP) + 20
    axis = f'<text x="{WIDTH - 10}" y="{height - 10}" text-anchor="end">{last:,.0f} s</text>'
    style = "<style>text{font:13px sans-serif;fill:#444}polyline{fill:none;stroke:#0b6;stroke-width:2}</style>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    return "\n".join([head, style, *panels, axis, "</svg>"]) + "\n"


def _panel(points: Sequence[tuple[float, float]], name: str, *, top: int) -> str:
    most = max((value for _, value in points), default=0) or 1
    across, bottom = WIDTH - LEFT - 10, top + HEIGHT
    line = " ".join(f"{LEFT + share * across:.1f},{bottom - value / most * HEIGHT:.1f}" for share, value in points)
    return (
        f'<text x="{LEFT}" y="{top - 6}">{name}</text>'
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{most:,.0f}</text>'
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">0</text>'
        f'<path d="M{LEFT} {top}V{bottom}H{WIDTH - 10}" fill="none" stroke="#999"/>'
        f'<polyline points="{line}"/>'
    )
