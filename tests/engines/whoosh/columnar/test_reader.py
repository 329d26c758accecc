"""One snapshot: how long it lasts. What it answers is tested in tests/engines/."""

from __future__ import annotations

import gc
import weakref

import pytest

import searchlib

ASKED = {
    "search": lambda index: index.search("troops speaker:blinken number:>100", facets=("speaker", "unit"), context=1),
    "explain": lambda index: index.search('said(number:>100) OR sold* OR "north korean"~4', explain=True),
    "parameters": lambda index: (index.search("troops", k1=1.0), index.search("troops", k1=1.1, expand="rm3")),
    "sorted": lambda index: index.search("troops", group="document", sort="published", collapse=True),
    "warm": lambda index: (index.reader.warm(), index.warm()),
    "like": lambda index: index.like(index.search("troops").hits[0].passage.id),
    "document": lambda index: (index.document(next(iter(index))), index.passages(next(iter(index)))),
    "figures": lambda index: index.figures("soldiers"),
    "quotes": lambda index: index.quotes("soldiers"),
    "speaker": lambda index: index.speaker("Blinken"),
    "verify": lambda index: index.verify("Blinken said 8,000 soldiers are in Kursk."),
}


@pytest.fixture(scope="module")
def location(tmp_path_factory):
    """An index of two documents."""
    folder = tmp_path_factory.mktemp("state")
    with searchlib.open(folder, create=True) as index:
        for day in ("2024-10-30", "2024-10-31"):
            text = f"Some 8,000 North Korean troops are in Kursk, Antony Blinken said on {day}."
            index.add(searchlib.Document(id=day, text=text, published=day))
    return folder


@pytest.mark.parametrize("asked", ASKED)
def test_a_state_that_is_read_no_longer_is_let_go_of_at_once(location, asked):
    """No part of it refers to the whole: a server beside a writer would gather its states until the collector comes."""
    gc.collect()
    gc.disable()
    try:
        index = searchlib.open(location)
        ASKED[asked](index)
        reader = index.reader
        parts = (reader, reader.segments[0], reader.segments[0].file, reader._executor, reader._speakers)
        alive = [weakref.ref(part) for part in parts]
        index.close()
        del index, reader, parts
        assert [part() for part in alive] == [None] * len(alive)
    finally:
        gc.enable()
