"""Commands killed at random moments leave whole states only, and the next run reaches the one that was meant.

Updates run over a folder whose files change; index, delete, save, export and a server that is written to are killed by each
of the signals that end a program.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

import searchlib
from searchlib.cli.app import run
from searchlib.engines.whoosh.columnar.store.commits import LOCK, MANIFEST, Storage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

FILES, KILLS = 24, 50
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
PATIENCE_S = 60


def text_of(file: int, version: int) -> str:
    return f"Mayor Ana Reyes said {100 * file + version:,} ships had come. Version {version} of file {file}."


def begun(*arguments: str) -> int:
    """A command in a process of its own; returns its number. A signal that comes before the command has begun ends it too."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS[1:])
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for kind in SIGNALS[1:]:
                signal.signal(kind, signal.default_int_handler if kind == signal.SIGINT else signal.SIG_DFL)
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS[1:])
            code = run("searchlib", list(arguments))
        finally:
            os._exit(code)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS[1:])
    return child


def update(index: Path) -> int:
    """An update in a process of its own; returns its number."""
    return begun("update", "--index", str(index), "--workers", "1")


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


@dataclass(frozen=True)
class Killed:
    """A command that is killed: its arguments, for a run of some number, and all that it may change."""

    arguments: Callable[[Path, int], list[str]]
    state: Callable[[Path], object]


def articles(place: Path, number: int) -> str:
    """A folder of articles in the version of this run."""
    folder = place / "articles"
    folder.mkdir(exist_ok=True)
    for file in range(8):
        (folder / f"{file}.txt").write_text(text_of(file, number))
    return str(folder)


def documents(place: Path) -> object:
    return index_state(place / "index")


def saved(place: Path) -> object:
    with searchlib.open(place / "index") as index:
        return {name: search.query for name, search in index.saved().items()}


def exported(place: Path) -> object:
    file = place / "out.jsonl"
    return file.read_text() if file.exists() else None


COMMANDS = {
    "index": Killed(lambda place, number: ["index", articles(place, number), "--workers", "1"], documents),
    "delete": Killed(lambda place, number: ["delete", f"old{number}"], documents),
    "save": Killed(lambda place, number: ["save", f"search{number % 3}", f"ships {number}"], saved),
    "export": Killed(
        lambda place, number: ["export", "jsonl", str(place / "out.jsonl"), f"ships {number}", "--force"], exported
    ),
}


def unnamed(index: Path) -> set[str]:
    """Files in the index's folder that nothing names."""
    named = {entry.name for entry in Storage(index).manifest().all_files}
    return {file.name for file in index.iterdir()} - named - {MANIFEST, LOCK, "saved.toml", "saved.lock"}


def check_kills(place: Path, command: str, kills: int) -> None:
    """Kill a command so often, each time over a state that it changes."""
    chance, killed = random.Random(11), COMMANDS[command]
    with searchlib.open(place / "index", create=True) as index:
        index.add(searchlib.Document(id=f"old{number}", text=text_of(number, 0)) for number in range(kills + 1))
    longest = 0.05
    struck = 0
    for number in range(kills):
        before = killed.state(place)
        arguments = [*killed.arguments(place, number), "--index", str(place / "index")]
        child = begun(*arguments)
        time.sleep(longest * chance.random())
        os.kill(child, SIGNALS[number % len(SIGNALS)])
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        struck += ended != 0
        longest = min(1.0, 1.3 * longest) if ended else max(0.02, 0.8 * longest)  # about half come too late
        amid = killed.state(place)
        again = os.waitstatus_to_exitcode(os.waitpid(begun(*arguments), 0)[1])
        after = killed.state(place)
        assert amid in (before, after)
        # no lock is left behind; what is deleted already is not found
        assert again == 0 or (command == "delete" and amid == after)
        assert unnamed(place / "index") == set()
        assert {path.name for path in place.iterdir()} <= {"index", "articles", "out.jsonl"}
    assert struck
    assert list(searchlib.open(place / "index").engine.check()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_leaves_the_old_state_or_the_new_one(tmp_path, command):
    """Whichever signal came; the next run reaches the new one, and leaves no file that nothing names."""
    check_kills(tmp_path, command, 24)


@pytest.mark.nightly
@pytest.mark.parametrize("command", COMMANDS)
def test_a_thousand_killed_commands(tmp_path, command):
    """The same many times."""
    check_kills(tmp_path, command, 240)


def post(port: int, number: int) -> bool:
    """Have the server add a document; whether it says that it did."""
    body = json.dumps({"documents": [{"id": f"new{number}", "text": text_of(number, 1)}]}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/documents", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
        return bool(json.load(response)["added"])


def check_server_kills(place: Path, kills: int) -> None:
    """Kill a server amid documents that it adds, so often: each that it confirmed is there."""
    pytest.importorskip("uvicorn")
    chance = random.Random(13)
    path = place / "index"
    with searchlib.open(path, create=True) as index:
        index.add(searchlib.Document(id="old", text=text_of(0, 0)))
    confirmed, number = {"old"}, 0
    for kill in range(kills):
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        child = begun("web", "--write", "--port", str(port), "--index", str(path))
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        strikes = number + 1 + chance.randrange(6)
        with suppress(OSError, urllib.error.URLError):
            while True:
                if number == strikes:
                    os.kill(child, SIGNALS[kill % len(SIGNALS)])
                if post(port, number):
                    confirmed.add(f"new{number}")
                number += 1
        os.waitpid(child, 0)
        number += 1
        with searchlib.open(path) as index:
            assert confirmed <= set(index)
            assert set(index) - confirmed <= {f"new{one}" for one in range(number)}
        assert list(index.engine.check()) == []
        with searchlib.open(path) as index:
            index.add(searchlib.Document(id="old", text=text_of(0, kill)))
        assert unnamed(path) == set()


def test_a_killed_server_has_what_it_confirmed(tmp_path):
    """The next writer goes on at once, and leaves no file that nothing names."""
    check_server_kills(tmp_path, 4)


@pytest.mark.nightly
def test_a_server_killed_often_has_what_it_confirmed(tmp_path):
    """The same many times."""
    check_server_kills(tmp_path, 40)
