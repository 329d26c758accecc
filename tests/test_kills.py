"""Updates killed at random moments over a folder whose files change: whole states only, and the next update reaches the folder's."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

import searchlib
from searchlib.cli.app import run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

FILES, KILLS = 24, 50


def text_of(file: int, version: int) -> str:
    return f"Mayor Ana Reyes said {100 * file + version:,} ships had come. Version {version} of file {file}."


def update(index: Path) -> int:
    """An update in a process of its own; returns its number."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(run("searchlib", ["update", "--index", str(index), "--workers", "1"]))
    return child


def folder_state(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def index_state(index: Path) -> dict[str, str]:
    with searchlib.open(index) as opened:
        return {document.id: document.text for document in opened.documents()}


def change(folder: Path, chance: random.Random) -> None:
    """Six files of the folder get one of their three versions, or vanish; versions come and go."""
    for number in chance.sample(range(FILES), 6):
        file = folder / f"{number}.txt"
        if chance.random() < 0.2:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text_of(number, chance.randrange(3)))


@pytest.mark.parametrize("moving", [False, True], ids=["still", "moving"])
def test_a_killed_update_leaves_a_whole_state_and_the_next_one_the_folder_s(tmp_path, moving):
    """Over a still folder the old state or the folder's stands; over a moving one the next update finds what has changed."""
    chance = random.Random(7)
    folder, index = tmp_path / "articles", tmp_path / "index"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(text_of(number, 0))
    assert run("searchlib", ["index", str(folder), "--index", str(index), "--workers", "1"]) == 0
    killed = 0
    for _ in range(KILLS):
        before = index_state(index)
        change(folder, chance)
        child = update(index)
        until = time.monotonic() + 0.5 * chance.random()
        while time.monotonic() < until:
            if moving:
                change(folder, chance)
            time.sleep(0.002)
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        after = index_state(index)
        assert moving or after in (before, folder_state(folder))
        assert os.waitstatus_to_exitcode(os.waitpid(update(index), 0)[1]) == 0
        assert index_state(index) == folder_state(folder)
    assert killed
