"""How an index names files, so that it can be given away: no absolute path and no name of a user stands in it.

A file that lies near the index is named relative to the index's folder: "@/../news/a.txt". Any other is named relative
to the folder that was indexed, behind a token: "@0f3a.../a.txt"; what the token stands for is known to the account that
indexed it (`folders.json` beside its key). Whoever does not know it sees "a.txt".
"""

from __future__ import annotations

import json
import os
import secrets
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Final

from searchlib.definitions.regexes import regex
from searchlib.errors import SettingsError
from searchlib.files.account_key import account_key
from searchlib.files.companions import user_folder
from searchlib.files.settings_files import read_settings

_MARK: Final = "@"
_NEAR: Final = "@/"
_FAR: Final = regex(r"@[0-9a-f]{16}(?=/|$)")
_FOLDERS: Final = "folders.json"


class StoredPaths:
    """The names of files in the index of one folder; `os.path.realpath` of it is where relative names begin.

    Nothing is near an index without a folder, on a cluster.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        self._folder = None if folder is None else os.path.realpath(folder)

    def encode(self, path: str) -> str:
        """How the index names a file. A path that is neither near nor below a known folder is kept as it is."""
        near = self._near(path)
        if near is not None:
            return near
        for folder, token in self._tokens:
            if path == folder or path.startswith(os.path.join(folder, "")):  # noqa: PTH118
                return f"{_MARK}{token}{path[len(folder.rstrip(os.sep)) :].replace(os.sep, '/')}"
        return f"{_MARK}{path}" if path.startswith(_MARK) else path

    def decode(self, stored: str) -> str:
        """The path that a name stands for; relative to the folder that was indexed when that is not known here."""
        if not stored.startswith(_MARK):
            return stored
        if stored.startswith(_NEAR) and self._folder is not None:
            return os.path.normpath(os.path.join(self._folder, stored[len(_NEAR) :]))  # noqa: PTH118
        far = _FAR.match(stored)
        if far is None:
            return stored[len(_MARK) :]
        folder, rest = self._places.get(far[0][1:]), stored[far.end() + 1 :]
        if folder is None:
            return rest or stored
        return os.path.join(folder, *rest.split("/")) if rest else folder  # noqa: PTH118

    def names(self, path: str) -> tuple[str, ...]:
        """All names that a file may have in the index: also its path, which indexes of earlier versions hold."""
        return tuple(dict.fromkeys((self.encode(path), path)))

    def remember(self, folder: str) -> bool:
        """Remember what stands for a folder that is not near; False when this account can keep nothing."""
        if self._near(folder) is not None or folder in self._places.values():
            return True
        key = account_key(create=True)
        if key is None:
            return False
        token = blake2b(folder.encode("utf-8", "surrogatepass"), key=key, digest_size=8).hexdigest()
        kept = _keep({**self._places, token: folder})
        self._forget()
        return kept

    def _near(self, path: str) -> str | None:
        """The name of a file that has more than the disk in common with the index, and no user's name in the rest."""
        if self._folder is None:
            return None
        try:
            common = os.path.commonpath((self._folder, path))
        except ValueError:  # another disk, or a relative path
            return None
        if common == os.path.dirname(common) or path != _normal(path):  # noqa: PTH120
            return None
        relative = os.path.relpath(path, self._folder)
        name = f"{_NEAR}{relative.replace(os.sep, '/')}"
        return None if _user() in name.split("/") else name

    @cached_property
    def _places(self) -> dict[str, str]:
        return _folders()

    @cached_property
    def _tokens(self) -> list[tuple[str, str]]:
        """Folders with their tokens, the innermost first."""
        return sorted(((folder, token) for token, folder in self._places.items()), key=lambda row: -len(row[0]))

    def _forget(self) -> None:
        for name in ("_places", "_tokens"):
            self.__dict__.pop(name, None)


def is_unknown(path: str) -> bool:
    """Whether this is the name of an indexed folder that this account does not know."""
    return _FAR.fullmatch(path) is not None


@lru_cache(maxsize=64)
def _normal(path: str) -> str:
    return os.path.normpath(path)


@lru_cache(maxsize=1)
def _user() -> str:
    return os.path.basename(os.path.expanduser("~"))  # noqa: PTH111, PTH119


def _folders() -> dict[str, str]:
    """The folders that this account remembers, by token; none when they cannot be read."""
    try:
        rows = json.loads(read_settings(user_folder() / _FOLDERS))
    except (OSError, RuntimeError, ValueError, SettingsError):
        return {}
    if not isinstance(rows, dict):
        return {}
    return {token: path for token, path in rows.items() if isinstance(path, str)}


def _keep(folders: dict[str, str]) -> bool:
    """Write the folders in one step, readable to this account alone; False when that fails."""
    try:
        path = user_folder() / _FOLDERS
        new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except (OSError, RuntimeError):
        return False
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(folders, file)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        return False
    return True
