"""Draws saved runs of `benchmarks.speed`: one row per kind of query, one dot per engine on a scale of milliseconds.

python -m benchmarks.drawing benchmarks/runs/RUN.json docs/speed.svg
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

from benchmarks.speed import KINDS

COLOURS: Final = {
    "searchlib": "#d1495b",
    "tantivy": "#2e4057",
    "xapian": "#66a182",
    "bm25s": "#edae49",
    "fts5": "#8d96a3",
    "whoosh": "#b08bbb",
}
WIDTH, LEFT, RIGHT, ROW, HEAD = 760, 170, 20, 26, 64
STYLE: Final = "text{font:12px system-ui,sans-serif;fill:#555}.size{font-weight:600;fill:#333}line{stroke:#ccc}"


def draw(*runs: dict[str, Any]) -> str:
    """The SVG of runs: one panel per corpus size; medians in milliseconds on one logarithmic scale."""
    sizes = [size for run in runs for size in run["sizes"]]
    medians = [
        figures["p50"] for size in sizes for engines in size["quantiles_ms"].values() for figures in engines.values()
    ]
    low, high = 10 ** math.floor(math.log10(min(medians))), 10 ** math.ceil(math.log10(max(medians)))
    panels, top = [], HEAD
    for size in sizes:
        panels += list(_panel(size, top, low, high))
        top += ROW * (len(size["quantiles_ms"]) + 2)
    engines = [name for name in COLOURS if any(name in size["quantiles_ms"]["any"] for size in sizes)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}">'
    title = "Median time of a query, milliseconds (left is faster)"
    parts = [head, f"<title>{title}</title><style>{STYLE}</style>"]
    parts += [f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>', _text(LEFT, 20, title, "size"), *_legend(engines)]
    return "\n".join([*parts, *panels, "</svg>"]) + "\n"


def _panel(size: dict[str, Any], top: int, low: float, high: float) -> Iterator[str]:
    rows = size["quantiles_ms"]
    bottom = top + ROW * (len(rows) + 1)
    yield _text(10, top + 12, f"{size['passages']:,} passages", "size")
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        x = _place(10.0**power, low, high)
        yield f'<line x1="{x:.1f}" y1="{top + 20}" x2="{x:.1f}" y2="{bottom - 6}"/>'
        yield _text(x, top + 14, f"{10.0**power:g}", anchor="middle")
    for at, (kind, engines) in enumerate(rows.items()):
        y = top + ROW * (at + 1) + 10
        yield _text(10, y + 4, KINDS[kind])
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>'
        for name in reversed(COLOURS):  # searchlib is drawn last, on top of the others
            if name in engines:
                x, radius = _place(engines[name]["p50"], low, high), 7 if name == "searchlib" else 5
                label = f"{name}: {engines[name]['p50']:g} ms"
                yield f'<circle cx="{x:.1f}" cy="{y}" r="{radius}" fill="{COLOURS[name]}"><title>{label}</title></circle>'


def _legend(engines: list[str]) -> Iterator[str]:
    for at, name in enumerate(engines):
        x = LEFT + 95 * at
        yield f'<circle cx="{x}" cy="40" r="5" fill="{COLOURS[name]}"/>'
        yield _text(x + 10, 44, name)


def _place(milliseconds: float, low: float, high: float) -> float:
    share = math.log(milliseconds / low) / math.log(high / low)
    return LEFT + 10 + share * (WIDTH - RIGHT - LEFT - 20)


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def main() -> None:
    """Draw the runs of the first arguments and write the picture to the file of the last argument."""
    *runs, picture = map(Path, sys.argv[1:])
    drawn = draw(*(json.loads(run.read_text(encoding="utf-8")) for run in runs))
    picture.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
