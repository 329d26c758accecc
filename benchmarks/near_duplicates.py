"""How well near-duplicate passages are found: `python -m benchmarks.near_duplicates`.

`near_duplicates.txt` holds stories, and for each what papers make of it: copies with other words here and there, and news that
looks alike and is not the same. All are indexed, a search collapses them, and every pair of texts of a story is looked
at: is one shown under the other, and should it be? Precision is the part of the collapsed pairs that should be, recall the
part of those that should be that were. The kinds of change are shown apart, each against the story as it was first told. `--errors`
lists the pairs that are wrong.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import searchlib
from benchmarks.utterances import Score
from searchlib import Document

TEXTS: Final = Path(__file__).with_name("near_duplicates.txt")
_CHANGE: Final = re.compile(r"(?P<label>copy|other) (?P<kind>[a-z]+) \| (?P<edits>.+)")
_DAY: Final = date(2024, 5, 2)


class Told(NamedTuple):
    """One text: its story, the kind of change ("" for the story itself), and whether it is a copy of the story."""

    story: str
    kind: str
    is_copy: bool
    text: str


class Pair(NamedTuple):
    """Two texts of one story: whether they are near-duplicates, and whether they were collapsed."""

    one: Told
    other: Told
    wanted: bool
    collapsed: bool


def read_texts(path: Path = TEXTS) -> Iterator[Told]:
    """The texts of the file. Raises ValueError for a line that is none of its kinds, or words that the story does not have."""
    story, whole = "", ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        change = _CHANGE.fullmatch(line)
        if line.startswith("== "):
            story, whole = line[3:].strip(), ""
        elif change:
            text = _edited(whole, change["edits"], f"{path}:{number}")
            yield Told(story, change["kind"], change["label"] == "copy", text)
        elif line and not line.startswith("#"):
            if not story or whole:
                raise ValueError(f"{path}:{number} is neither a story nor a change of one: {line}")
            whole = line
            yield Told(story, "", is_copy=True, text=line)


def _edited(text: str, edits: str, place: str) -> str:
    """The text with the words of `OLD => NEW; OLD => NEW` replaced."""
    for edit in edits.split(";"):
        old, _, new = (part.strip() for part in edit.partition("=>"))
        if old not in text:
            raise ValueError(f"{place}: the story has no {old!r}")
        text = text.replace(old, new, 1) if old else f"{new} {text}"
    return " ".join(text.split())


def pairs_of(texts: Iterable[Told]) -> Iterator[Pair]:
    """Every pair of texts of a story, as a search collapses them."""
    told = {f"{number:04}": text for number, text in enumerate(texts)}
    group: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, searchlib.open(Path(folder) / "index", create=True) as index:
        index.add(Document(id=name, text=text.text, published=_DAY) for name, text in told.items())
        for hit in index.search(published=_DAY, collapse=True, limit=len(told)):
            for passage in (hit.passage.id, *hit.duplicates):
                group[passage.partition("#")[0]] = hit.passage.id
    for (one, first), (other, second) in combinations(told.items(), 2):
        if first.story == second.story:
            yield Pair(first, second, first.is_copy and second.is_copy, group[one] == group[other])


def score(pairs: Iterable[Pair]) -> Score:
    """The score of these pairs."""
    rows = [(pair.wanted, pair.collapsed) for pair in pairs]
    return Score(
        len(rows),
        sum(wanted for wanted, _ in rows),
        sum(collapsed for _, collapsed in rows),
        sum(wanted and collapsed for wanted, collapsed in rows),
    )


def by_kind(pairs: Iterable[Pair]) -> Iterator[str]:
    """A line a kind of change: how many of the changed texts were collapsed with the story, and whether they should be."""
    counts: dict[tuple[bool, str], list[bool]] = {}
    for pair in pairs:
        if not pair.one.kind:
            counts.setdefault((pair.wanted, pair.other.kind), []).append(pair.collapsed)
    for (wanted, kind), collapsed in sorted(counts.items(), key=lambda row: (not row[0][0], row[0][1])):
        label = "copy " if wanted else "other"
        yield f"  {label} {kind:<9} {sum(collapsed):>3} of {len(collapsed):>3} collapsed"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the pairs that are wrong")
    parser.add_argument("texts", nargs="?", type=Path, default=TEXTS, help="a file of stories and changes")
    arguments = parser.parse_args()
    pairs = list(pairs_of(read_texts(arguments.texts)))
    print(score(pairs).line("all", "near-duplicate"))
    print(*by_kind(pairs), sep="\n")
    for pair in pairs if arguments.errors else ():
        if pair.wanted != pair.collapsed:
            said = "missed" if pair.wanted else "wrong "
            print(f"{said} {pair.other.kind:<9} {pair.one.text}\n                 {pair.other.text}")


if __name__ == "__main__":
    main()
