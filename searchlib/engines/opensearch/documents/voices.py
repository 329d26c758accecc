"""The speakers of one document, as the index keeps them: linking needs no more of it.

A voice is a name with its kind and the roles that the document gives it. Who has all three alike in another document is
the same voice there: so the distinct voices of an index are far fewer than its speakers, and each statement names one.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from searchlib import analysis
from searchlib.models import Passage, Statement


class Voice(NamedTuple):
    """One speaker of a document. `names` are all that it has there, the canonical one first; `told` are those that each
    of its statements gives, `statements` how many it has, counted once each.
    """

    kind: str
    roles: tuple[str, ...]
    names: tuple[str, ...]
    told: tuple[tuple[str, ...], ...]
    statements: int

    @property
    def key(self) -> str:
        """What a statement keeps of its speaker: the same for the same name, kind and roles."""
        roles = () if self.kind == "unnamed" else self.roles
        parts = "\n".join((name_key(self.names[0]), self.kind, *roles))
        digest = blake2b(parts.encode("utf-8", "replace"), digest_size=8).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def written(self) -> str:
        """The voice as one text, with its key at the end: so texts that begin alike stand together, and are packed."""
        return json.dumps([*self, self.key], ensure_ascii=False, separators=(",", ":"))


def read_voice(text: str) -> tuple[str, Voice]:
    """The key and the voice of a text that `written` made."""
    kind, roles, names, told, statements, key = json.loads(text)
    return key, Voice(kind, tuple(roles), tuple(names), tuple(map(tuple, told)), statements)


def name_key(name: str) -> str:
    """The key that all spellings of one name share: its parts, folded."""
    return " ".join(analysis.fold_name(name)) or name


class Voices:
    """All voices of a document."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        collected: dict[tuple[str, str], _Collected] = {}
        for said in (said for passage in passages for said in passage.statements):
            if said.speaker and said.speaker_kind != "unknown":
                key = said.speaker, said.speaker_kind
                collected.setdefault(key, _Collected(*key)).add(said)
        self._voices = {key: one.voice() for key, one in collected.items()}

    def key(self, said: Statement) -> str:
        """The key of a statement's speaker; "" for none."""
        voice = self._voices.get((said.speaker, said.speaker_kind))
        return "" if voice is None else voice.key

    def written(self) -> list[str]:
        """Each voice as one text."""
        return [voice.written() for voice in self._voices.values()]

    def role_lines(self, said: Statement) -> list[str]:
        """The roles of a statement's speaker, each as the stems of its words; of somebody unknown what is told of them."""
        voice = self._voices.get((said.speaker, said.speaker_kind))
        roles = (f"{said.role} {said.speaker}",) if voice is None else voice.roles
        lines = (" ".join(analysis.fold_role(role)) for role in roles)
        return [line for line in dict.fromkeys(lines) if line]


@dataclass
class _Collected:
    """What the statements of a document tell of one speaker."""

    name: str
    kind: str
    names: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    told: dict[tuple[str, ...], None] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)

    def add(self, said: Statement) -> None:
        self.names.update(dict.fromkeys((said.speaker, *said.names)))
        self.told[said.names] = None
        self.numbers.add(said.number)
        if said.role:
            self.roles[said.role] = None

    def voice(self) -> Voice:
        if self.kind == "unnamed":
            self.roles[self.name] = None  # "a State Department official" is a role, and all there is
        names: Any = (one_line(name) for name in self.names)
        roles = tuple(one_line(role) for role in self.roles)
        return Voice(self.kind, roles, tuple(names), tuple(self.told), len(self.numbers))


def one_line(text: str) -> str:
    """A name or role with single spaces between its words."""
    return " ".join(text.split())
