"""Speakers kept from state to state: each state shows what one shows that is opened alone."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from searchlib.engines.speaker_lines import LineTable
from searchlib.engines.whoosh.columnar.engine import ColumnarEngine
from searchlib.engines.whoosh.columnar.reader import ColumnarReader
from searchlib.engines.whoosh.columnar.speakers import linked
from searchlib.linking import NO_ALIASES, read_aliases
from tests.engines.whoosh.columnar.answers.test_speaker_index import document

NAMES = (
    "Ann Lee",
    "Ann B. Lee",
    "Lee",
    "Bo Lee",
    "Chuck Lee",
    "Charles Lee",
    "Kim Lee Jr.",
    "EU",
    "European Union",
    "Ann",
)
ROLES = ("", "", "mayor", "senator", "general", "columnist")


def shown(reader: ColumnarReader) -> tuple[object, ...]:
    """What a person sees of the speakers: the table, what names find, and the facet, without the numbers of groups."""
    speakers = reader._speakers
    rows = [[rows.tolist() for rows in map(speakers.rows, range(len(reader.segments)), [name] * 99)] for name in NAMES]
    facets = []
    for ordinal in range(len(reader.segments)):
        labels, pairs, _ = speakers.facet(ordinal)
        facets.append(
            sorted(zip((labels[code] for code in pairs.codes.tolist()), pairs.passages.tolist(), strict=True))
        )
    return speakers.table, sorted(speakers.labels.values()), rows, facets


@pytest.mark.parametrize("seed", range(3))
def test_each_state_is_what_it_is_alone(tmp_path, seed):
    """Documents added, replaced and deleted in random commits, some of which merge: all is as in a reader of its own."""
    random = Random(seed)
    engine = ColumnarEngine(tmp_path / "index")
    for _ in range(14):
        with engine.writer() as writer:
            for _ in range(random.choice((1, 3))):
                name, said = (
                    f"d{random.randrange(20)}",
                    [(random.choice(NAMES), random.choice(ROLES)) for _ in range(3)],
                )
                if random.random() < 0.25:
                    writer.delete(name)
                else:
                    writer.add(
                        *document(name, *said, kind=random.choice(("person", "person", "organization", "unnamed")))
                    )
            writer.commit()
        kept, alone = engine.reader(), ColumnarEngine(tmp_path / "index").reader()
        if random.random() < 0.8:  # a state whose speakers nobody asks for
            assert shown(kept) == shown(alone)


def test_an_older_state_stays_what_it_was(tmp_path):
    """A reader whose speakers are first asked for after those of a newer state shows its own."""
    engine = ColumnarEngine(tmp_path / "index")
    readers = []
    for name, said in (("a", "Ann Lee"), ("b", "Lee"), ("c", "Bo Lee")):
        with engine.writer() as writer:
            writer.add(*document(name, (said, "mayor")))
            writer.commit()
        readers.append(engine.reader())
    told = [[line.names for line in readers[at].speakers()] for at in (2, 1, 0)]
    assert told == [[("Ann Lee",), ("Bo Lee",), ("Lee",)], [("Ann Lee", "Lee")], [("Ann Lee",)]]


def test_other_aliases_are_linked_anew(tmp_path):
    """What the user says of speakers counts at once, and those set apart are kept apart."""
    engine = ColumnarEngine(tmp_path / "index")
    for name, said in (("a", "Ann Lee"), ("b", "Bo Lund"), ("c", "Ann Lee")):
        with engine.writer() as writer:
            writer.add(*document(name, (said, "mayor")))
            writer.commit()
        assert len(engine.reader(aliases=NO_ALIASES).speakers()) == (1 if name == "a" else 2)
    path = tmp_path / "aliases.toml"
    path.write_text('[same]\n"Ann Lee" = ["Bo Lund"]\n', "utf-8")
    assert len(engine.reader(aliases=read_aliases(path)).speakers()) == 1
    path.write_text('[different]\n"Ann Lee" = ["Bo Lund"]\n', "utf-8")
    assert len(engine.reader(aliases=read_aliases(path)).speakers()) == 2


def test_a_commit_makes_the_lines_of_its_own_speakers(tmp_path, monkeypatch):
    """From the third state on only lines of groups that changed are made, whatever the index holds."""
    engine, made = ColumnarEngine(tmp_path / "index"), []

    class Counting(LineTable):
        def __init__(self, lines, before=None):
            made.append(len(lines))
            super().__init__(lines, before)

    monkeypatch.setattr(linked, "LineTable", Counting)
    said = [(f"Given{letter} Surname{letter}", "mayor") for letter in "abcdefghijklmnopqrst"]
    for name, speakers in (("a", said), ("b", [("Bo Lund", "")]), ("c", [("Cy Berg", "")]), ("d", [("Cy Berg", "")])):
        with engine.writer() as writer:
            writer.add(*document(name, *speakers))
            writer.commit()
        assert engine.reader().speakers()
    assert made == [20, 21, 1, 1]
    assert np.all([each >= -1 for each in engine.reader()._speakers.groups[0]])
