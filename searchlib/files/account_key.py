"""A secret of this account on this machine, which no index holds: it signs what only the account itself may set."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from searchlib.errors import IndexCorrupt
from searchlib.files.companions import user_folder
from searchlib.files.disk import open_plain

_SIZE: Final = 32


def account_key(*, create: bool = False) -> bytes | None:
    """The key; None when there is none, or it cannot be kept. `create` makes one where there is none."""
    try:
        path = user_folder() / "account.key"
        if create and not path.exists():
            _create(path)
        with open_plain(path) as file:
            key = file.read(_SIZE + 1)
    except (OSError, RuntimeError, IndexCorrupt):
        return None
    return key if len(key) == _SIZE else None


def _create(path: Path) -> None:
    """Make a new key in one step, readable to this account alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(_SIZE))
        os.close(descriptor)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
