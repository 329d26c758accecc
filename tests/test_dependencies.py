"""The versions that installations may be held to are those that pyproject.toml allows, each with the hashes of its files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[1]
LOCK = CHECKOUT / "tools" / "requirements.lock"
LOCKED = re.compile(
    r"^([\w.-]+)==([^ ;\\]+)(?: ;[^\\]+)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def wanted() -> list[Requirement]:
    """The dependencies of the commands with all their extras."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    every = Requirement(extras["all"][0]).extras
    return [Requirement(row) for row in (*project["dependencies"], *(row for extra in every for row in extras[extra]))]


def test_what_is_locked_is_allowed():
    """Every dependency of the commands has a version within its bounds. After a change of pyproject.toml: make lock."""
    locked = {canonicalize_name(name): version for name, version, _ in LOCKED.findall(LOCK.read_text())}
    for requirement in wanted():
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def test_every_locked_file_has_its_hash_and_no_address():
    """So that what is installed is what was locked, wherever it comes from."""
    text = LOCK.read_text()
    pinned = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
    assert len(pinned) == len(LOCKED.findall(text)) > 50
    assert "://" not in text
