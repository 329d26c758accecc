"""Posting lists that lie, their checksums made right: both variants of ranking answer or refuse, and neither crashes nor runs on.

What kernels read out of bounds ends this process, and no error tells of it.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

import searchlib
from searchlib import ranking
from searchlib.errors import IndexCorrupt, IndexVersion
from tests.engines.whoosh.columnar.segments.test_segment import copied, forge, forgeries

ARRAYS = (
    "term_blocks", "term_tails", "block_last", "block_starts", "block_widths", "postings", "pair_starts",
    "pair_frequencies", "pair_lengths", "lengths", "term_keys", "term_starts", "row_starts", "rows",
)  # fmt: skip
QUERIES = (
    "river",
    "river bridge",
    "+river +bridge w3",
    '"river bridge"',
    '"mayor bridge"~4',
    "river NOT bridge",
    "w1 w2 w3 w4 w5",
    "title:river mayor",
    "riv* bridge",
    "river speaker:lee",
    "river number:7..9",
    "river doc:d3",
)
SLOW, NIGHTLY = 20, 2_000


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """An index of lists with several blocks, deletions, speakers and numbers."""
    path = tmp_path_factory.mktemp("forged") / "index"
    chance = random.Random(3)
    words = [*(f"w{number}" for number in range(30)), "river", "bridge", "mayor"]
    weights = [1] * 30 + [12, 6, 2]
    with searchlib.open(path, create=True) as index:
        index.add(
            searchlib.Document(
                id=f"d{number}",
                title=f"The {chance.choice(words)}",
                text=f'{" ".join(chance.choices(words, weights, k=25))}. "We planted {number} trees," Mayor Ann Lee said.',
            )
            for number in range(400)
        )
        index.delete("d5", "d90")
    return path


def lying(chance: random.Random, array: np.ndarray) -> np.ndarray:
    """The array with numbers that point elsewhere, in another order, or of another length."""
    if not len(array) or chance.random() < 0.2:
        return chance.choice(list(forgeries(array)))
    forged = array.copy()
    least, most = np.iinfo(array.dtype).min, np.iinfo(array.dtype).max
    near = (0, 1, 31, 127, 128, 129, 400, len(array))
    for _ in range(chance.choice((1, 3, 200))):
        value = chance.choice((least, most, *near, chance.randint(least, most)))
        forged[chance.randrange(len(array))] = min(value, most)
    first = chance.randrange(len(array))
    last = chance.randint(first, len(array))
    if chance.random() < 0.3:
        forged[first:last] = forged[first:last][::-1]
    return forged


def assert_harmless(sound: Path, folder: Path, times: int, *, kernels: bool) -> None:
    """So many forged indexes answer each query, or refuse it."""
    for seed in range(times):
        chance = random.Random(seed)
        chosen = chance.sample(ARRAYS, chance.choice((1, 1, 2, 3)))
        with copied(sound, folder / "index") as path:
            forge(path, lambda arrays, _: arrays.update({name: lying(chance, arrays[name]) for name in chosen}))  # noqa: B023 - called here
            if kernels and not ranking.load_kernels():
                pytest.skip("needs numba")
            for query in QUERIES:
                try:
                    searchlib.open(path).search(query, limit=20)
                except (IndexCorrupt, IndexVersion):
                    pass
                except BaseException as error:
                    raise AssertionError(f"{query!r}, seed {seed}, {chosen}") from error


@pytest.fixture(params=[False, True], ids=["numpy", "kernels"])
def kernels(request):
    """Which variant ranks; kernels are unloaded afterwards."""
    yield request.param
    ranking.unload_kernels()


@pytest.mark.slow
def test_lying_postings_are_refused_or_harmless(sound, tmp_path, kernels):
    """A few."""
    assert_harmless(sound, tmp_path, SLOW, kernels=kernels)


@pytest.mark.nightly
def test_many_lying_postings_are_refused_or_harmless(sound, tmp_path, kernels):
    """Thousands."""
    assert_harmless(sound, tmp_path, NIGHTLY, kernels=kernels)
