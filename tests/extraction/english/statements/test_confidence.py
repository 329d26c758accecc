"""Classes of rules: one table gives each rule its class, and a rule that is not in it is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchlib.extraction.english.statements.confidence import CLASSES, class_of
from searchlib.extraction.english.statements.extract import extract_statements

TEXTS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "speakers_traps.jsonl").read_text("utf-8").splitlines()
    if line
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_class_of_a_statement_is_that_of_its_rule(text: str) -> None:
    """Nothing but the name of its rule decides how sure a statement is."""
    for statement in extract_statements(text):
        assert statement.confidence == class_of(statement.rule)


def test_every_rule_of_the_table_makes_statements() -> None:
    """No line of the table is about a rule that no trap sentence uses, but for what the source itself names."""
    used = {statement.rule for text in TEXTS for statement in extract_statements(text)}
    assert set(CLASSES) - used <= {"cue"}


@pytest.mark.parametrize(
    ("text", "rule", "confidence"),
    [
        ("“The dam held,” Ann Lind said.", "quote first, subject-verb", "explicit"),
        ("Ann Lind said the dam held.", "reported, subject-verb", "explicit"),
        ("Ann Lind praised the dam.", "reported, object", "inferred"),
        ("Ann Lind left. She said the dam held.", "reported, pronoun", "inferred"),
        ("Ann Lind left.\nThe hill was white.\nShe said the dam held.", "reported, far pronoun", "guessed"),
        ("Bo Ek said Ann Lind told them the dam held.", "reported, nested", "guessed"),
        ("When Ann Lind said the dam held, they left.", "reported, subordinate", "guessed"),
    ],
)
def test_what_sets_a_case_apart_is_part_of_its_rule(text: str, rule: str, confidence: str) -> None:
    """A pronoun, an object, a clause inside another: each has a name and a class of its own."""
    assert (rule, confidence) in {(one.rule, one.confidence) for one in extract_statements(text)}
