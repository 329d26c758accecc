"""Altered files of an index are noticed by the queries that read them: an answer is right, or it is an error."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import searchlib
from searchlib import Document, IndexCorrupt, IndexVersion, NotAnIndex, ranking
from searchlib.errors import IndexMissing

QUERIES = (
    "kursk",
    "soldiers near belgorod",
    "soldiers AND kursk",
    '"soldiers were in"',
    "sold*",
    "kurskk~1",
    "title:report",
    "soldiers w/5 kursk",
    "soldiers NOT quiet",
    "speaker:reyes soldiers",
    "number:>=7000",
    'noun:soldiers unit:percent OR number:"3000 soldiers"',
    "date:2024-10",
    "published:>=2024-10-12 source:wire",
    "said(speaker:lind number:>2000)",
    "role:general on:2024-10-03",
    "has:date is:exact",
    "-kursk town",
)
FACETS = ("speaker", "source", "noun", "date", "kind")
QUICK, SLOW, NIGHTLY = 50, 500, 5_000

Answer = tuple[object, ...]
Alter = Callable[[random.Random, bytearray], bytearray]


def documents(first: int, last: int) -> Iterator[Document]:
    """Articles of which each names a speaker, a day, a number of soldiers and words of its own."""
    for number in range(first, last):
        who = ("General Ana Reyes", "Mayor Bo Lind", "A spokesman")[number % 3]
        own = " ".join(f"word{number * 7 + step}" for step in range(60))
        yield Document(
            id=f"a{number}",
            title=f"Report {number}",
            published=f"2024-10-{number % 28 + 1:02}",
            source=("Wire", "Post")[number % 2],
            text=f"{who} said on Thursday that {number},000 soldiers were in Kursk. The town near Belgorod was quiet. {own}.",
        )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, from which some documents were deleted."""
    path = tmp_path_factory.mktemp("altered") / "index"
    with searchlib.open(path, create=True) as index:
        index.add(documents(1, 160))
        index.add(documents(160, 200))
        index.delete("a3", "a50", "a170")
    return path


def answers(path: Path) -> list[Answer]:
    """What the index answers to each query, by NumPy and by compiled kernels where they are loaded."""
    with searchlib.open(path) as index:
        given: list[Answer] = []
        for query in QUERIES:
            results = index.search(query, limit=5, facets=FACETS)
            hits = tuple((hit.passage, hit.score, hit.title, hit.published, hit.highlights) for hit in results)
            given.append((hits, results.total, results.total_all, tuple(results.facets.items())))
        given.append((tuple(index.speakers()), tuple(sorted(index)), index.document("a7"), index.stats()))
        return given


def flipped(chance: random.Random, content: bytearray) -> bytearray:
    """One bit turned."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def zeroed(chance: random.Random, content: bytearray) -> bytearray:
    """A page of zeros."""
    start = chance.randrange(0, len(content), 4096)
    end = min(start + 4096, len(content))
    content[start:end] = bytes(end - start)
    return content


def cut(chance: random.Random, content: bytearray) -> bytearray:
    """The end is lost."""
    return content[: chance.randrange(len(content))]


def extended(chance: random.Random, content: bytearray) -> bytearray:
    """Something stands behind the end."""
    return content + bytearray(chance.randbytes(chance.randrange(1, 5000)))


def swapped(chance: random.Random, content: bytearray) -> bytearray:
    """Two runs of bytes change places."""
    size = chance.randrange(1, 1 + min(4096, len(content) // 2))
    one = chance.randrange(0, len(content) - 2 * size + 1)
    other = chance.randrange(one + size, len(content) - size + 1)
    content[one : one + size], content[other : other + size] = content[other : other + size], content[one : one + size]
    return content


def overwritten(chance: random.Random, content: bytearray) -> bytearray:
    """A few bytes are others."""
    start = chance.randrange(len(content))
    end = min(start + chance.randrange(1, 64), len(content))
    content[start:end] = chance.randbytes(end - start)
    return content


ALTER: tuple[Alter, ...] = (flipped, zeroed, cut, extended, swapped, overwritten)


def assert_right_or_refused(sound: Path, folder: Path, times: int, *, seed: int) -> None:
    """Alter one file `times` times, and ask every query each time: answers are those of the sound index, or errors."""
    chance = random.Random(seed)
    right = answers(sound)
    refused = 0
    for turn in range(times):
        copy = folder / f"{turn}"
        shutil.copytree(sound, copy)
        files = sorted(path for path in copy.rglob("*") if path.is_file() and path.stat().st_size)
        path = chance.choices(files, [path.stat().st_size + 4096 for path in files])[0]
        alter = chance.choice(ALTER)
        path.write_bytes(alter(chance, bytearray(path.read_bytes())))
        try:
            assert answers(copy) == right, f"{alter.__name__} of {path.name}, turn {turn} of seed {seed}"
        except (IndexCorrupt, IndexVersion, IndexMissing, NotAnIndex):
            refused += 1
        shutil.rmtree(copy)
    assert refused > times // 3


@pytest.mark.parametrize(
    "times", [QUICK, pytest.param(SLOW, marks=pytest.mark.slow), pytest.param(NIGHTLY, marks=pytest.mark.nightly)]
)
def test_an_altered_file_gives_no_wrong_answer(sound: Path, tmp_path: Path, times: int) -> None:
    """Whatever byte was altered, no query answers wrongly."""
    assert_right_or_refused(sound, tmp_path, times, seed=1)


@pytest.mark.slow
@pytest.mark.xdist_group("kernels")
def test_kernels_give_no_wrong_answer_either(sound: Path, tmp_path: Path) -> None:
    """The compiled variant reads the same arrays, and is refused the same ones."""
    if not ranking.load_kernels():
        pytest.skip("numba is not installed")
    try:
        assert_right_or_refused(sound, tmp_path, 200, seed=2)
    finally:
        ranking.unload_kernels()
