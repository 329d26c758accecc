"""Whether the roots of an index were set by this account: somebody else's index may name any folder to be read again.

The roots are signed with a key of the account (files/account_key.py) that no index holds. An index keeps the signature, so
that it may be moved; one that was given away is not trusted where it arrives.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import PurePath
from typing import Any, Final

from searchlib.errors import ArgumentError, NothingToIndex, Remedy, UntrustedRoots
from searchlib.files.account_key import account_key
from searchlib.files.stored_paths import is_unknown
from searchlib.indexing.source_table import Root
from searchlib.loaders.opening import printable

SIGNATURE: Final = "roots_signature"
"""The key of the signature in an index's state."""

_MOST_NAMED: Final = 10


def signature(state: Mapping[str, Any]) -> str:
    """The account's signature of the roots in a state; "" when there are none, or the account cannot keep a key."""
    key = account_key(create=True) if state["roots"] else None
    return "" if key is None else _signed(key, state["roots"])


def is_signed(state: Mapping[str, Any]) -> bool:
    """Whether there are no roots, or the state of the index holds this account's signature of them."""
    roots = state.get("roots", ())
    key = account_key() if roots else None
    given = state.get(SIGNATURE)
    return not roots or (
        key is not None and isinstance(given, str) and hmac.compare_digest(_signed(key, roots).encode(), given.encode())
    )


def _signed(key: bytes, roots: Sequence[Mapping[str, Any]]) -> str:
    rows = json.dumps(roots, sort_keys=True)
    return blake2b(rows.encode("utf-8", "surrogatepass"), key=key, digest_size=32).hexdigest()


def refuse_unknown(location: str, roots: Iterable[Root]) -> None:
    """Raise NothingToIndex for an index that was given away, and does not say from which folders it was made."""
    if any(is_unknown(root.path) for root in roots):
        raise NothingToIndex(
            f"{location} does not tell which folders it was made from: this account did not make it.",
            remedy=Remedy.INDEX_A_FOLDER,
        )


def refuse_untrusted(location: str, roots: Sequence[Root]) -> None:
    """Raise UntrustedRoots, which names the roots."""
    named = ", ".join(printable(root.path) for root in roots[:_MOST_NAMED])
    more = f" and {len(roots) - _MOST_NAMED:,} more" if len(roots) > _MOST_NAMED else ""
    raise UntrustedRoots(f"The folders of {location} were not set by this account on this machine: {named}{more}.")


def refuse_unfit(paths: Iterable[str]) -> None:
    """Raise ArgumentError for a path that can be no root: not absolute, with a NUL, a whole disk, or a system folder."""
    for path in paths:
        place = PurePath(path)
        system = place.parts[1:2] in (("dev",), ("proc",), ("sys",)) and place.parts[1:3] != ("dev", "shm")
        whole = os.path.normpath(path) == place.anchor or system
        if "\0" in path or not place.is_absolute() or whole:
            raise ArgumentError(f"{printable(path)!r} cannot be indexed: name a folder of articles, or a file.")
