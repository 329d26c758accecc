"""Advice for an error or notice, in the terms of a user interface.

A front passes a table from remedies to what carries them out there: a command, an option, a request field. A remedy that is
not in the table is told without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from searchlib.errors import Remedy, advice_of, with_advice


class Advised(Protocol):
    """An error, or a notice about a file: a message with an optional remedy."""

    @property
    def message(self) -> str:
        """What is wrong, and where."""

    @property
    def remedy(self) -> Remedy | None:
        """What solves the problem, if known."""

    @property
    def package(self) -> str:
        """The package to install, or ""."""


def advised(problem: Advised, terms: Mapping[Remedy, str]) -> str:
    """The message with its advice, in the terms of the user interface."""
    return with_advice(problem.message, advice(problem.remedy, terms, problem.package))


def advice(remedy: Remedy | None, terms: Mapping[Remedy, str], package: str = "") -> str:
    """Only the advice: "Build it again: `command`"; "" without a remedy.

    `{package}` in a term is replaced by the package to install.
    """
    if remedy is None or remedy not in terms:
        return advice_of(remedy, package)
    return f"{advice_of(remedy, package)}: {terms[remedy].format(package=package)}"
