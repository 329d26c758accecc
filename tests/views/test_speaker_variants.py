"""Likely variants of a name: suggested with a reason and a passage of each, never merged."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib
from searchlib import Document
from searchlib.views.speaker_variants import Variant


def suggested(folder: Path, *texts: str) -> list[Variant]:
    """The variants of an index of these articles, one document each, named a, b, c ..."""
    with searchlib.open(folder / "index", create=True) as index:
        index.add(Document(id="abcdefgh"[number], text=text) for number, text in enumerate(texts))
        return index.variants()


@pytest.mark.parametrize(
    ("reason", "one", "other"),
    [
        ("spelling", "“The harbor is shut,” said Tomas Lindqvist.", "“It is open,” said Tomas Lindquist."),
        ("sound", "“The harbor is shut,” said Mohammed Khaddari.", "“It is open,” said Muhammad Qadari."),
        (
            "role",
            "“The harbor is shut,” said Shi Yanhong, an expert on tidal currents at Lowtide University.",
            "“It is open,” said Shi Inhun, an expert on tidal currents at Lowtide University.",
        ),
        (
            "remark",
            "“We never saw a ship of that size in our harbor,” said Tomas Holm.",
            "“We never saw a ship of that size in our harbor,” said Berta Quist.",
        ),
    ],
)
def test_a_pair_comes_with_its_reason_and_a_passage_of_each(tmp_path, reason, one, other):
    """One letter apart, one name by another rule, one surname and role, or one remark under two names."""
    (pair,) = suggested(tmp_path, one, other)
    assert pair.reason == reason
    assert {pair.passage, pair.other_passage} == {"a#0", "b#0"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“The harbor is shut,” said Ann Lee.", "“It is open,” said Ann Li."),
        ("“The harbor is shut,” said Bo Quist, a sailor.", "“It is open,” said Berta Quist, a sailor."),
        ("“We will see about that,” said Tomas Holm.", "“We will see about that,” said Berta Quist."),
    ],
)
def test_what_strangers_share_suggests_nothing(tmp_path, one, other):
    """Short names, a short role, a common saying."""
    assert suggested(tmp_path, one, other) == []


def test_who_is_linked_is_no_variant(tmp_path):
    """Names merged by hand are not suggested again."""
    texts = ("“The harbor is shut,” said Tomas Lindqvist.", "“It is open,” said Tomas Lindquist.")
    assert len(suggested(tmp_path, *texts)) == 1
    (tmp_path / "index" / "aliases.toml").write_text('"Tomas Lindqvist" = ["Tomas Lindquist"]', "utf-8")
    assert searchlib.open(tmp_path / "index").variants() == []
