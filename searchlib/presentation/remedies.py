"""Advice for an error or a notice, with the way in which a front carries it out.

A front has a table of its own terms: for a remedy, how it is done there (a command, a field of a request). What is not in
the table is said without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from searchlib.errors import Remedy, advice_of, with_advice


class Advised(Protocol):
    """What carries a remedy: an error, or a notice about a file."""

    @property
    def message(self) -> str:
        """What is wrong, and where."""

    @property
    def remedy(self) -> Remedy | None:
        """What helps."""

    @property
    def package(self) -> str:
        """What to install, where that helps."""


def advised(problem: Advised, terms: Mapping[Remedy, str]) -> str:
    """The message with its advice, in the terms of a front."""
    return with_advice(problem.message, advice(problem.remedy, terms, problem.package))


def advice(remedy: Remedy | None, terms: Mapping[Remedy, str], package: str = "") -> str:
    """The advice alone, in the terms of a front: "Build it again: `command`"; "" without a remedy.

    `{package}` in a term stands for what to install.
    """
    if remedy is None or remedy not in terms:
        return advice_of(remedy, package)
    return f"{advice_of(remedy, package)}: {terms[remedy].format(package=package)}"
