"""One small segment with a deleted document, for the tests of its parts."""

from __future__ import annotations

from datetime import date

import pytest

import searchlib
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.models import Document

_TOWNS = ("Elmford", "Ashby", "Norham", "Wickton", "Dunmere")


def _report(ordinal: int) -> Document:
    town = _TOWNS[ordinal % len(_TOWNS)]
    text = (
        f'Engineers inspected the {town} bridge on March {ordinal + 1}, 2024. "We replaced {10 * ordinal + 5} beams," '
        f"Mayor Ann Lee said on Friday. More than {ordinal + 2} percent of the cables were worn, according to a city "
        f"official.\n\nThe council of {town} will vote on the repairs. About {100 * ordinal + 50} residents signed a "
        f"letter, councillor Tom Reed said.\n\n" + "The repairs follow a long winter with much ice on the river. " * 40
    )
    return Document(
        id=f"d{ordinal}",
        text=text,
        title=f"Repairs in {town}",
        published=date(2024, 3, 20),
        source=("AP", "BBC")[ordinal % 2],
        path=f"reports/{ordinal}.txt",
        extra={"section": ("news", "local")[ordinal % 2]},
    )


@pytest.fixture(scope="session")
def reports() -> list[Document]:
    """The documents of the segment, in order; d3 is deleted from it."""
    return [_report(ordinal) for ordinal in range(9)]


@pytest.fixture(scope="session")
def segment(tmp_path_factory, reports) -> Segment:
    """All reports in one segment, from which a later commit deleted d3."""
    path = tmp_path_factory.mktemp("parts") / "index"
    index = searchlib.open(path, create=True)
    index.add(reports)
    index.delete("d3")
    (only,) = ColumnarEngine(path).reader().segments
    return only
