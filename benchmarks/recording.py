"""Saves runs: one JSON file per run under `runs/`, with the figures, the machine and the versions.

A file is named `<date>-<machine kind>-<what>.json`; the kind is cores and processor ("2-core-xeon"), never the name of the host.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

RUNS = Path(__file__).parent / "runs"
OURS = ("numpy", "numba", "pydantic", "PyStemmer", "whoosh3")


def machine() -> dict[str, Any]:
    """Processor, usable cores, memory in gigabytes, system and Python of this machine."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return {
        "kind": machine_kind(),
        "processor": _processor(),
        "cores": _cores(),
        "memory_gb": round(memory_gb, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def machine_kind() -> str:
    """The kind of machine as part of a file name: "2-core-xeon"."""
    words = re.findall(r"[a-z0-9]+", _processor().lower())
    known = [
        word for word in words if word in ("xeon", "epyc", "ryzen", "core", "apple", "arm", "neoverse", "graviton")
    ]
    return f"{_cores()}-core-{(known or [platform.machine().lower() or 'unknown'])[0]}"


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Package name to version; packages that are not installed are left out."""
    installed: dict[str, str] = {}
    for package in packages:
        try:
            installed[package] = version(package)
        except PackageNotFoundError:
            continue
    return installed


def save(what: str, figures: dict[str, Any], *, packages: Sequence[str] = (), folder: Path = RUNS) -> Path:
    """Write a run; returns its file. The name of a second run of the same day and kind ends with a counter."""
    now = datetime.now(UTC)
    run = {
        "what": what,
        "measured": now.strftime("%Y-%m-%dT%H:%MZ"),
        "command": " ".join(["python -m", f"benchmarks.{Path(sys.argv[0]).stem}", *map(_unplaced, sys.argv[1:])]),
        "machine": machine(),
        "versions": {**versions((*OURS, *packages)), "searchlib": _commit()},
        **figures,
    }
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{now:%Y-%m-%d}-{machine_kind()}-{what}"
    path = folder / f"{stem}.json"
    ordinal = 2
    while path.exists():
        path, ordinal = folder / f"{stem}-{ordinal}.json", ordinal + 1
    path.write_text(_compact(json.dumps(run, indent=1, ensure_ascii=False)) + "\n", encoding="utf-8")
    return path


def _compact(text: str) -> str:
    """The JSON text with each list of numbers on one line."""
    return re.sub(r"\[[-\d.,\s]+\]", lambda match: re.sub(r"\s+", "", match[0]), text)


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Aligned columns: the first to the left, all others to the right; floats with three significant digits."""
    cells = [list(header), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    lines = []
    for row in cells:
        first, *others = (
            cell.ljust(w) if at == 0 else cell.rjust(w) for at, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *others]).rstrip())
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _unplaced(argument: str) -> str:
    """An argument of the command, with paths reduced to their file names."""
    return Path(argument).name if os.sep in argument else argument


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _commit() -> str:
    """The commit of the code that was measured, "unknown" outside a clone."""
    process = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return process.stdout.strip() or "unknown"
