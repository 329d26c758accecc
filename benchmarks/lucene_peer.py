"""Lucene beside the other engines: a Java process that indexes, answers, and times its queries itself.

It is there where `java` is version 21 or later (JAVA_HOME, or on the PATH) and LUCENE_JARS names a folder that holds the jars
`lucene-core`, `lucene-analysis-common` and `lucene-queryparser` of one version, which Maven fetches:

    mvn dependency:copy -Dartifact=org.apache.lucene:lucene-core:10.5.1 -DoutputDirectory=DIR    # and the other two
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, Final

from benchmarks.corpus import Prepared, Question, passage_rows
from benchmarks.peers import EPOCH, MIXES, Engine, Found, K

_PROGRAM: Final = Path(__file__).with_name("LucenePeer.java")
_OLDEST: Final = 21
_FLAGS: Final = ("-Xmx3g", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")


def _java() -> str | None:
    """The Java to run, if it is new enough."""
    home = os.environ.get("JAVA_HOME")
    found = f"{home}/bin/java" if home else shutil.which("java")
    if not found or not Path(found).exists():
        return None
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return found if version and int(version[1]) >= _OLDEST else None


class Lucene(Engine):
    """One segment, one thread, no cache of queries; warm after the rounds that nobody measures."""

    name = "lucene"
    KINDS = ("any", "every", "phrase", "filtered", "counted", *MIXES)
    WARMING = 20

    @classmethod
    def installed(cls) -> bool:
        return bool(os.environ.get("LUCENE_JARS") and _java())

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._process: subprocess.Popen[str] | None = None

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        if self._process is None:
            java = _java()
            assert java is not None
            jars = f"{os.environ['LUCENE_JARS']}/*"
            command = [java, *_FLAGS, "--class-path", jars, str(_PROGRAM), str(self.folder)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def _told(self, lines: Iterable[str]) -> IO[str]:
        """Send lines; returns what the answers are read from."""
        to, answers = self._pipes()
        to.writelines(f"{line}\n" for line in lines)
        to.flush()
        return answers

    def build(self, documents: Iterable[Prepared]) -> None:
        rows = (_row(passage) for _, passage in passage_rows(documents))
        answers = self._told(("build", *rows, ""))
        assert answers.readline() == "built\n"

    def open(self) -> None:
        assert self._told(["open"]).readline() == "open\n"

    def any(self, question: Question) -> Found:
        ids = self._told(["ask", _asked("any", question)]).readline().rstrip("\n")
        return [(name, 0.0) for name in ids.split("\t") if name]

    def timed(self, kind: str, asked: Sequence[Question]) -> list[int]:
        answers = self._told([f"time\t{len(asked)}", *(_asked(kind, question) for question in asked)])
        return [int(answers.readline()) for _ in asked]


def _row(passage: Any) -> str:
    """A passage as a line; the texts of the made corpora have no tabs."""
    text = re.sub(r"\s+", " ", passage.text)
    speakers = ",".join(said.speaker for said in passage.statements)
    days = ",".join(str(mention.first.toordinal() - EPOCH) for mention in passage.dates)
    return f"{passage.id}\t{text}\t{speakers}\t{days}"


def _asked(kind: str, question: Question) -> str:
    """The question as a line."""
    first, *others = question.mixed
    *some, last = question.mixed
    texts = {
        "phrase": f'"{question.phrase}"',
        "common": f'"{question.common}"',
        "required": f"+{first} {' '.join(others)}",
        "excluded": f"{' '.join(some)} -{last}",
    }
    ways = {"every": "every", "filtered": "filtered", "counted": "counted", "hundred": "counted", "count": "count"}
    hits = {"hundred": 100, "thousand": 1000}.get(kind, K)
    days = (str(day.toordinal() - EPOCH) for day in (question.first, question.last))
    return "\t".join((ways.get(kind, "any"), str(hits), texts.get(kind, question.words), question.speaker, *days))
