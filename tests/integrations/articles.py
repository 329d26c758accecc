"""Articles and an index for the tests of all integrations."""

from __future__ import annotations

from pathlib import Path

import searchlib
from searchlib import Document, Index


def index_of_articles(path: Path) -> Index:
    """An index of nine articles: in each General Ana Reyes, or on even days Mayor Bo Lind, names a number of soldiers."""
    index = Index(path)
    index.add(
        Document(
            id=f"a{day}.txt",
            title=f"Day {day}",
            published=f"2024-10-0{day}",
            source="Example Wire" if day < 6 else "Example Post",
            text=f"{'Mayor Bo Lind' if day % 2 == 0 else 'General Ana Reyes'} said that {day},000 soldiers were in Kursk.",
        )
        for day in range(1, 10)
    )
    return searchlib.open(path)
