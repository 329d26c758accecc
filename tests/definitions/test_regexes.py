"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import copy
import re

import pytest

from searchlib.definitions.regexes import regex


def test_a_pattern_is_compiled_by_its_first_use_and_once(monkeypatch):
    """Making it compiles nothing; each method answers as that of the compiled one, which is made once."""
    compiled = []
    original = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or original(*given))
    words = regex(r"[a-z]+", re.IGNORECASE)
    assert not compiled
    assert words.pattern == "[a-z]+"
    assert (words.findall("Two words"), words.sub("-", "Two words")) == (["Two", "words"], "- -")
    assert words.fullmatch("Two")[0] == "Two"
    assert words.flags == original("[a-z]+", re.IGNORECASE).flags
    assert len(compiled) <= 2  # the methods, and what is no method


def test_a_mistake_in_a_pattern_is_told_when_it_is_used():
    """An unbalanced bracket raises re.error at the first call."""
    broken = regex("(")
    with pytest.raises(re.error):
        broken.match("")


def test_a_pattern_can_be_copied():
    """Copies match alike."""
    assert copy.deepcopy(regex("a+")).match("aa")[0] == "aa"
