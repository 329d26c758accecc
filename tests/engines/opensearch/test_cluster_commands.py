"""Every command that takes an index: what it prints of one on a cluster is what it prints of one in a folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from searchlib.cli.app import run
from searchlib.cli.commands import app
from tests.cluster_nodes import CLUSTER

pytestmark = list(CLUSTER)
SEEDS = Path(__file__).parents[3] / "seeds"
ARTICLE, OTHER = "kursk-blinken-austin.txt", "pentagon-rutte-china-ties.txt"

ASKED: tuple[tuple[str, ...], ...] = (
    ("index", "news"),
    ("index", "nowhere"),
    ("update",),
    ("check",),
    ("show", ARTICLE),
    ("show", f"{ARTICLE}#0", "--json"),
    ("show", "nothing"),
    ("like", f"{ARTICLE}#0"),
    ("figures", "north korean soldiers"),
    ("timeline", "troops", "--by", "week"),
    ("quotes", "troops", "--limit", "0"),
    ("diff", ARTICLE, OTHER),
    ("speaker", "blinken"),
    ("speaker", "nobody"),
    ("verify", "Blinken said that 8,000 troops are in Kursk."),
    ("speakers",),
    ("speakers", "--json"),
    ("stats",),
    ("export", "jsonl", "OUT"),
    ("save", "mine", "troops kursk"),
    ("saved",),
    ("run", "mine"),
    ("run", "mine", "--new"),
    ("unsave", "mine"),
    ("unsave", "mine"),
    ("open", f"{ARTICLE}#0"),
    ("run-topics", "topics.tsv", "--trec", "-"),
    ("run-topics", "topics.tsv", "--trec", "-", "--passages", "--expand", "rm3", "--k1", "2", "--workers", "2"),
    ("delete", ARTICLE),
    ("delete", ARTICLE),
    ("update",),
    ("forget", "nowhere"),
    ("index", "news", "--fresh", "--k1", "0.9", "--title-weight", "2"),
    ("update", "--cluster", "local"),
    ("forget", "news"),
    ("stats",),
    ("speakers",),
)
"""Calls of `searchlib`, one after the other."""

SEARCHES: tuple[tuple[str, ...], ...] = (
    ("Kursk troops",),
    ("korean soldiers", "--speaker", "blinken", "--number", "8000..12000"),
    ("troops", "--facet", "speaker", "--facet", "noun", "--facet", "x.page", "--facet", "date.month"),
    ("troops", "--facet", "x.nothing"),
    ("troops", "--k1", "2", "--b", "0.1", "--expand", "rm3"),
    ("troops", "--sort", "number", "--reverse", "--csv"),
    ("troops", "--collapse", "--group", "document", "--jsonl"),
    ("soldirs",),
    ("speaker:blinkin",),
    ("x.nothing:1",),
    ("(troops",),
)
SERVERS = {"web", "mcp", "watch"}
"""Commands that run until they are stopped: test_cluster_doors.py asks the first two what they answer."""

Said = tuple[int, str, str]


@pytest.fixture
def asked(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[Said, Said]]:
    """Runs a command on both indexes: its exit code, and what it printed but for the name of the index and times."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "account"))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    shutil.copytree(SEEDS, tmp_path / "news")
    (tmp_path / "topics.tsv").write_text("1\ttroops kursk\n2\tnorth korean soldiers\n3\txqzzy\n")

    def both(program: str, *arguments: str) -> tuple[Said, Said]:
        said: list[Said] = []
        for location, out in ((str(tmp_path / "folder"), "folder.jsonl"), (url, "cluster.jsonl")):
            words = [out if word == "OUT" else word for word in arguments]
            code = run(program, [*words, "--index", location])
            printed = capsys.readouterr()
            texts = [text.replace(location, "INDEX").replace(out, "OUT") for text in printed]
            said.append((code, *(re.sub(r"\d[\d.,]* (s|bytes)\b", r"N \1", " ".join(text.split())) for text in texts)))
        return said[0], said[1]

    return both


def test_commands_answer_alike(asked: Callable[..., tuple[Said, Said]], tmp_path: Path) -> None:
    """None is left out."""
    for arguments in ASKED:
        folder, cluster = asked("searchlib", *arguments)
        assert cluster == folder, arguments
        if arguments == ("index", "news"):
            for search in SEARCHES:
                folder, cluster = asked("search", *search)
                assert cluster == folder, search
    assert (tmp_path / "folder.jsonl").read_text() == (tmp_path / "cluster.jsonl").read_text()
    group = typer.main.get_group(app)
    takes_index = {name for name, one in group.commands.items() if any(each.name == "index" for each in one.params)}
    assert takes_index == {arguments[0] for arguments in ASKED} | SERVERS
