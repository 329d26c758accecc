"""Fixtures that run the real commands as subprocesses, over one small index that is built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {
    "search": ["-c", "from searchlib.cli import search_main; search_main()"],
    "searchlib": ["-m", "searchlib"],
}
Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


def command(program: str, *arguments: str | bytes) -> list[str | bytes]:
    """The command line of `search` or `searchlib`, from this checkout."""
    return [sys.executable, *PROGRAMS[program], *arguments]


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: only a few variables of the developer, so that their settings have no effect."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "XDG_DATA_HOME", "LANG", "LC_ALL", "SYSTEMROOT", "SEARCHLIB_COMPILE")
    }
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "LC_ALL": "C.UTF-8", **extra}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles in seeds/ and their index in index/. Tests must not write to it."""
    folder = tmp_path_factory.mktemp("library")
    write_articles(folder / "seeds")
    done = subprocess.run(
        command("searchlib", "index", "seeds"),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def write_articles(folder: Path) -> None:
    """Write two short articles and their metadata."""
    folder.mkdir()
    (folder / "harbour.txt").write_text(
        "The harbour of Odden will be closed on Thursday, mayor Ana Reyes said. “We count about 4,000 ships a year,” "
        "Reyes told reporters.\n\nUp to 300 sailors may lose their work, according to the union.\n",
        "utf-8",
    )
    (folder / "storm.txt").write_text(
        "A storm tore the roof off the town hall of Odden. Nobody was hurt, said fire chief Jon Berg.\n", "utf-8"
    )
    (folder / "metadata.csv").write_text(
        "file_name,published,source,title\n"
        "harbour.txt,2024-11-01,Odden Post,The harbour closes\n"
        "storm.txt,2024-11-02,Odden Post,A roof is gone\n",
        "utf-8",
    )


@pytest.fixture
def run(library: Path) -> Run:
    """A function that runs commands in the shared folder."""
    return runner(library)


@pytest.fixture
def start(library: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """A function that starts a command in the shared folder; all its streams are pipes."""

    def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command(program, *arguments), cwd=library, env=environment(), stdin=pipe, stdout=pipe, stderr=pipe
        )

    return start


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Run]:
    """A new folder with the articles but no index, and a function that runs commands in it."""
    write_articles(tmp_path / "seeds")
    return tmp_path, runner(tmp_path)


def runner(folder: Path) -> Run:
    """A function that runs commands in `folder`."""

    def run(
        program: str, *arguments: str | bytes, given: str | None = None, env: dict[str, str] | None = None
    ) -> Result:
        return subprocess.run(
            command(program, *arguments),
            cwd=folder,
            env=environment(**(env or {})),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run
