"""Commands that write, tested by letting one call of the disk fail: nothing is lost, and the message says what happened.

Every call that touches a file of an index goes through `Disk`, which asks `before` first. Here the n-th call raises an
error of the operating system, for every n of a run of a command.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import searchlib
from searchlib.cli.app import run
from searchlib.engines.whoosh.columnar.store.commits import LOCK, MANIFEST, Storage
from searchlib.files.disk import Disk

ERRORS = [errno.EIO, errno.EDQUOT, errno.ENOSPC, errno.EMFILE, errno.ESTALE, errno.ENOLCK, errno.EROFS]

REMEDIES = (
    "Check the disk",
    "Free some space",
    "raise the limit of open files",
    "Mount the network folder again",
    "Put the index on a disk that gives locks",
    "Get the right to write there",
)

State = dict[str, str]


@dataclass(frozen=True)
class Play:
    """A command and the folder it works on: `index` is a copy made for it; `old` and `new` are the states before and after."""

    arguments: tuple[str, ...]
    prepared: Path
    old: State
    new: State
    calls: int

    def on(self, index: Path) -> int:
        """Run the command on an index; returns its exit code."""
        return run("searchlib", [*self.arguments, "--index", str(index)])


class Faults:
    """Counts the calls of the disk, and lets those from number `first` to before `last` fail with an errno."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.first = self.last = 0
        self.code = errno.EIO
        monkeypatch.setattr(Disk, "before", lambda disk, call, path: self.before(call, path))

    def before(self, call: str, path: Path) -> None:
        number = len(self.calls)
        self.calls.append(call)
        if self.first <= number < self.last:
            raise OSError(self.code, os.strerror(self.code))

    def arm(self, code: int, first: int, last: int) -> None:
        """Have these calls, counted from now on, fail."""
        self.calls = []
        self.code, self.first, self.last = code, first, last

    def disarm(self) -> None:
        """Let every call succeed."""
        self.first = self.last = 0


def write(folder: Path, name: str, figure: int) -> None:
    (folder / name).write_text(
        f"Mayor Ana Reyes said {figure:,} ships had come to {name.partition('.')[0]}.\n", "utf-8"
    )


def state_of(index: Path) -> State:
    with searchlib.open(index) as opened:
        return {document.id: document.text for document in opened.documents()}


def prepared_delete(folder: Path) -> tuple[str, ...]:
    """An index of three articles, of which one is to be deleted."""
    articles = folder / "articles"
    for number, name in enumerate(("anholt", "bergen", "cadiz")):
        write(articles, f"{name}.txt", number + 4_000)
    # with whole paths, as the index is copied away from its articles
    run("searchlib", ["index", str(articles), "--index", str(folder / "index"), "--workers", "1", "--store-paths"])
    return ("delete", "bergen.txt")


def prepared_update(folder: Path) -> tuple[str, ...]:
    """An index of three articles, of which since then one was changed, one removed, and one added."""
    prepared_delete(folder)
    write(folder / "articles", "anholt.txt", 9_999)
    write(folder / "articles", "dover.txt", 12)
    (folder / "articles" / "cadiz.txt").unlink()
    return ("update", "--workers", "1")


def prepared_index(folder: Path) -> tuple[str, ...]:
    """An index of three articles, and a folder with one more."""
    prepared_delete(folder)
    (folder / "more").mkdir()
    write(folder / "more", "elba.txt", 77)
    return ("index", str(folder / "more"), "--workers", "1")


def prepared_merge(folder: Path) -> tuple[str, ...]:
    """An index of so many segments that the next commit merges them, two of them with deletions."""
    prepared_delete(folder)
    for number in range(6):
        write(folder / "articles", f"port-{number}.txt", number)
        run("searchlib", ["update", "--index", str(folder / "index"), "--workers", "1"])
    run("searchlib", ["delete", "anholt.txt", "--index", str(folder / "index")])
    write(folder / "articles", "port-6.txt", 6)
    return ("update", "--workers", "1")


PREPARED = {"delete": prepared_delete, "update": prepared_update, "index": prepared_index, "merge": prepared_merge}


@pytest.fixture(scope="module")
def play_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, pytest.MonkeyPatch], Play]:
    """The plays by name, each prepared once."""
    plays: dict[str, Play] = {}

    def play(name: str, monkeypatch: pytest.MonkeyPatch) -> Play:
        if name not in plays:
            folder = tmp_path_factory.mktemp(name)
            (folder / "articles").mkdir()
            arguments = PREPARED[name](folder)
            after = folder / "after"
            shutil.copytree(folder / "index", after)
            faults = Faults(monkeypatch)
            assert run("searchlib", [*arguments, "--index", str(after)]) == 0
            old, new = state_of(folder / "index"), state_of(after)
            assert old != new
            plays[name] = Play(arguments, folder / "index", old, new, len(faults.calls))
        return plays[name]

    return play


def assert_truly_said(play: Play, index: Path, code: int, said: str) -> None:
    """The state is the old one or the new one, whole, and the exit code and the message say which."""
    state = state_of(index)
    assert state in (play.old, play.new)
    assert list(Storage(index).check()) == []
    if code == 0:
        assert state == play.new
        return
    assert code == 2
    assert str(index) in said, "names the file"
    assert any(remedy in said for remedy in REMEDIES), said
    assert ("the index is unchanged" in said) == (state == play.old), said
    assert ("The change is committed" in said) == (state == play.new), said


def assert_works_on(play: Play, index: Path) -> None:
    """The next run succeeds by itself and reaches the new state; nothing but the files of that state is left."""
    committed = state_of(index) == play.new
    assert play.on(index) == (2 if committed and play.arguments[0] == "delete" else 0)
    assert state_of(index) == play.new
    with Storage(index).writing(timeout_s=0) as writing:
        used = {entry.name for entry in writing.current.all_files}
    assert {path.name for path in index.iterdir()} == used | {MANIFEST, LOCK}


def assert_survives(
    play: Play, folder: Path, faults: Faults, capsys: pytest.CaptureFixture[str], code: int, calls: range
) -> int:
    """A run in which these calls fail; returns its exit code."""
    index = folder / f"{errno.errorcode[code]}-{calls.start}-{calls.stop}"
    shutil.copytree(play.prepared, index)
    capsys.readouterr()
    faults.arm(code, calls.start, calls.stop)
    exit_code = play.on(index)
    faults.disarm()
    assert_truly_said(play, index, exit_code, capsys.readouterr().err)
    assert_works_on(play, index)
    shutil.rmtree(index)
    return exit_code


def test_any_call_that_fails_leaves_a_whole_state_and_a_true_message(play_of, monkeypatch, tmp_path, capsys):
    """A broken disk at every single call of a run: the old state or the new one stands, and the message says which."""
    play = play_of("delete", monkeypatch)
    faults = Faults(monkeypatch)
    codes = [assert_survives(play, tmp_path, faults, capsys, errno.EIO, range(at, at + 1)) for at in range(play.calls)]
    assert play.calls > 25
    assert codes.count(2) > play.calls // 2


def test_a_disk_that_stays_broken_is_said_truly(play_of, monkeypatch, tmp_path, capsys):
    """When every call from some moment on fails, what was committed before that moment stands, and the message says so."""
    play = play_of("delete", monkeypatch)
    faults = Faults(monkeypatch)
    for at in range(0, play.calls, 3):
        assert_survives(play, tmp_path, faults, capsys, errno.EIO, range(at, 10**9))


def _case(code: int) -> object:
    """An error as a case: the commonest among the slow tests, the others at night."""
    often = code == errno.EIO
    return pytest.param(code, id=errno.errorcode[code], marks=pytest.mark.slow if often else pytest.mark.nightly)


@pytest.mark.parametrize("code", [*map(_case, ERRORS)])
@pytest.mark.parametrize("name", sorted(PREPARED))
def test_every_error_at_every_call_of_every_command(name, code, play_of, monkeypatch, tmp_path, capsys):
    """The whole product: commands, errors, calls, a single failure and a lasting one."""
    play = play_of(name, monkeypatch)
    faults = Faults(monkeypatch)
    for at in range(play.calls):
        for calls in (range(at, at + 1), range(at, 10**9)):
            assert_survives(play, tmp_path, faults, capsys, code, calls)
