"""The extractors against a careful reader: every statement, date and quantity of the sample articles, and no other.

`gold/seeds.json` holds what is found in the articles of seeds/, `gold/real-seeds.json` in the five reports they retell;
those are no part of the project, so the file has offsets and values only. A gold mention and an extracted one are the same
when they share at least half of the longer one's characters; their values must then agree. KNOWN lists where the extractors
and the reader still differ, each with the rule that is missing: what is mended must be taken from the list.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from searchlib.extraction import extract
from searchlib.models import DateMention, Document, Quantity, Statement

HERE = Path(__file__).parent
OUTSIDE = os.environ.get("SEARCHLIB_DATA")
FOLDERS = {"seeds.json": HERE.parent / "seeds", "real-seeds.json": Path(OUTSIDE or "") / "seeds"}

Mention = Statement | DateMention | Quantity
Difference = tuple[str, str, str]
"""File (its beginning), what differs and where ("statement 123-456"), and how ("missed", "false", "speaker Russia")."""

KNOWN: dict[Difference, str] = {}


def gold_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "gold" / name).read_text("utf-8"))
    return found


def cases() -> list[Any]:
    absent = pytest.mark.skipif(not OUTSIDE, reason="SEARCHLIB_DATA names no folder with the five reports")
    return [
        pytest.param(name, file, id=file.partition(".")[0], marks=[absent] if name == "real-seeds.json" else [])
        for name in FOLDERS
        for file in gold_of(name)["files"]
    ]


def plain(name: str) -> str:
    """A name without case, quotation marks, a leading article."""
    folded = " ".join(name.casefold().replace("’", "'").split())
    for article in ("the ", "a ", "an "):
        folded = folded.removeprefix(article)
    return folded


def statement_differs(gold: dict[str, Any], found: Statement) -> str:
    if plain(found.speaker) not in map(plain, gold["speaker"]):
        return f"speaker {found.speaker or 'unknown'}"
    if found.kind not in gold["kind"]:
        return f"kind {found.kind}"
    if "role" not in gold:
        return ""
    begins = plain(gold["role"])  # in the gold of the real reports a long role is cut after its first words
    read = plain(found.role)
    return "" if read and (read.startswith(begins) or begins.startswith(read)) else f"role {found.role or 'none'}"


def date_differs(gold: dict[str, Any], found: DateMention) -> str:
    read = (str(found.first), str(found.last), found.grain)
    return "" if read == (gold["first"], gold["last"], gold["grain"]) else f"is {'..'.join(read)}"


def quantity_differs(gold: dict[str, Any], found: Quantity) -> str:
    for field in ("low", "high", "modifier", "unit", "noun"):
        if getattr(found, field) != gold[field]:
            return f"{field} {getattr(found, field) or 'none'}"
    return ""


COMPARED = {"statement": statement_differs, "date": date_differs, "quantity": quantity_differs}


def shared(gold: dict[str, Any], found: Mention) -> float:
    """What part of the longer of two spans lies in both; a figure and the words around it ("about") count as one."""
    common: int = min(gold["end"], found.end) - max(gold["start"], found.start)
    if not isinstance(found, Statement):
        return 1.0 if common > 0 else 0.0
    longer: int = max(gold["end"] - gold["start"], found.end - found.start)
    return max(0.0, common / longer)


def pairs(table: str, gold: list[dict[str, Any]], found: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Which gold mention is which extracted one: first where the values agree, then where more is shared."""
    close = [
        (bool(COMPARED[table](wanted, mention)), -shared(wanted, mention), g, f)  # type: ignore[operator]
        for g, wanted in enumerate(gold)
        for f, mention in enumerate(found)
        if shared(wanted, mention) >= 0.5
    ]
    taken: set[tuple[str, int]] = set()
    for _, _, g, f in sorted(close):
        if ("gold", g) not in taken and ("found", f) not in taken:
            taken |= {("gold", g), ("found", f)}
            yield g, f


def differences(table: str, gold: list[dict[str, Any]], found: Sequence[Any]) -> Iterator[tuple[str, str]]:
    paired = dict(pairs(table, gold, found))
    for g, wanted in enumerate(gold):
        where = f"{table} {wanted['start']}-{wanted['end']}"
        if g in paired:
            if how := COMPARED[table](wanted, found[paired[g]]):  # type: ignore[operator]
                yield where, how
        elif "optional" not in wanted:
            yield where, "missed"
    for f, mention in enumerate(found):
        if f not in paired.values():
            yield f"{table} {mention.start}-{mention.end}", "false"


@pytest.mark.parametrize(("name", "file"), cases())
def test_everything_a_careful_reader_finds_is_found_and_nothing_else(name: str, file: str) -> None:
    """Statements, dates and quantities are those of the gold file, but for the differences known and explained."""
    gold = gold_of(name)
    text = (FOLDERS[name] / file).read_text("utf-8")
    if hashlib.sha256(text.encode()).hexdigest() != gold["files"][file]["sha256"]:
        pytest.fail(f"{file} is not the text that the gold was made for")
    mentions = extract(Document(id=file, text=text, published=date.fromisoformat(gold["published"])))
    tables = {"statement": mentions.statements, "date": mentions.dates, "quantity": mentions.quantities}
    plural = {"statement": "statements", "date": "dates", "quantity": "quantities"}
    differ = {
        (file.partition(".")[0], where, how)
        for table, found in tables.items()
        for where, how in differences(table, gold["files"][file][plural[table]], found)
    }
    known = {row for row in KNOWN if row[0] == file.partition(".")[0]}
    assert not differ - known, "new differences"
    assert not known - differ, "mended: take these from KNOWN"


def test_known_differences_name_files_of_the_gold() -> None:
    """No row of KNOWN is about a file that is not there, and each has its reason."""
    files = {file.partition(".")[0] for name in FOLDERS for file in gold_of(name)["files"]}
    assert {row[0] for row in KNOWN} <= files
    assert all(KNOWN.values())
