"""Calls that are read without Typer mean what Typer reads in them."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.cli.calls import plain
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.calls.parameters import parameters
from searchlib.cli.calls.typer_commands import invoke, only_command
from searchlib.cli.search import search

WORDS = (
    *("kursk", "troops", "-", "--", "", "-moscow", "+kursk", "number:>5", "ё", "-n", "-n5", "-C", "2", "0", "-1", "+3", "1_0", "٣"),
    *("1.5", ".5", "5.", "nan", " 7", "--limit", "--limit=3", "--limit=", "--offset", "--all", "--all=1", "-F", "-Fn", "--literal"),
    *("--speaker", "--speaker=ana", "--number", "8000..12000", "--sort", "published", "date", "score", "--group", "document"),
    *("--collapse", "--no-collapse", "--no-fold", "--links", "--facet", "speaker", "--json", "--jsonl", "--fields", "rank,text"),
    *("--color", "never", "purple", "--timeout", "--index", "--index=x", "--queries", "file", "--count", "--lim", "-h", "--help"),
    *("--no-pager", "--sure", "--explain", "--context=1", "--frobnicate"),
)  # fmt: skip


class Read(Exception):
    """What Typer reads."""


def by_typer(words: list[str]) -> dict[str, Any] | None:
    """The values that Typer gives to the command; None where it prints help or finds a mistake."""
    read: dict[str, Any] = {}

    def noted(**values: Any) -> int:
        read.update(values)
        raise Read

    noted.__signature__ = inspect.signature(search, eval_str=True)  # type: ignore[attr-defined]
    try:
        invoke(only_command(noted), "search", words)
    except Read:
        return read
    except WrongCall:
        return None
    return None


def told(values: dict[str, Any]) -> dict[str, Any]:
    """The values so that they can be compared: no words are none at all."""
    filters = values["filters"].given
    return {**values, "filters": filters, "query": values["query"] or None, "facet": values["facet"] or None}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_a_plain_call_means_what_typer_reads(words: list[str]) -> None:
    """For any call there is either no plain reading, or that of Typer."""
    read = plain.values(search, words)
    if read is not None:
        expected = by_typer(words)
        assert expected is not None
        assert told(read) == told(expected)


@pytest.mark.parametrize(
    "words",
    [
        ["Kursk troops"],
        ["north", "korean", "soldiers", "--speaker", "blinken", "--number=8000..12000", "-n", "3"],
        ["--sort", "published", "--reverse", "--no-collapse", "--group", "document", "kursk"],
        ["--index", "index", "--facet", "speaker", "--facet", "source", "--", "-moscow"],
        ["kursk", "--json", "--timeout", "0.5", "-C", "1", "-F"],
    ],
)
def test_usual_calls_are_plain(words: list[str]) -> None:
    """These need no Typer."""
    read, expected = plain.values(search, words), by_typer(words)
    assert read is not None
    assert expected is not None
    assert told(read) == told(expected)


@pytest.mark.parametrize(
    "words",
    [["--help"], ["kursk", "--limit"], ["--limit", "x"], ["--limit", "-1"], ["--sort", "size"], ["-moscow"], ["-nF"],
     ["--limit", "--all"], ["--all=yes"], ["--color", "purple"], ["--lim", "3"]],
)  # fmt: skip
def test_help_and_mistakes_are_left_to_typer(words: list[str]) -> None:
    """A call that is not right has no plain reading."""
    assert plain.values(search, words) is None


def test_every_option_of_a_search_can_be_read() -> None:
    """No option has a type that the plain reader does not know."""
    samples = ("1", "document", "auto", "score", "rm3")
    for parameter in parameters(search).single:
        if parameter.name != "query":
            for name in parameter.declared.names or (f"--{parameter.name.replace('_', '-')}",):
                calls = [[part] for part in name.split("/")] + [[name, sample] for sample in samples]
                assert any(plain.values(search, call) is not None for call in calls), name
