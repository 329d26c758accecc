"""Tells when files of the indexed folders change; the only module that imports watchfiles."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Final

from searchlib.errors import MissingExtra, ReadError

_QUIET_MS: Final = 400
"""Milliseconds without a change after which changes are told of: a file is often written in several steps."""

_LOOK_MS: Final = 500
"""Milliseconds after which it is looked whether to stop."""


def changes(roots: Sequence[str], *, apart: Path, stop: Event | None = None) -> Iterator[None]:
    """Yields once at the beginning, and then whenever something below the roots has changed, until `stop` is set.

    Files in the folder `apart` are not looked at: it is the index's own. Raises MissingExtra without the extra `watch`,
    ReadError when no root is there.
    """
    try:
        import watchfiles
    except ImportError:
        raise MissingExtra("Watching files needs the library watchfiles", package="searchlib[watch]") from None
    known = [Path(root) for root in roots if os.path.exists(root)]  # noqa: PTH110
    if not known:
        raise ReadError("None of the indexed folders is there to be watched.")
    own = str(apart.absolute())
    folders = {root if root.is_dir() else root.parent for root in known}
    below = tuple(f"{root}{os.sep}" for root in known if root.is_dir())

    def counts(_: object, path: str) -> bool:
        inside = path.startswith(below) or Path(path) in known
        return inside and path != own and not path.startswith(own + os.sep)

    watched = watchfiles.watch(
        *folders,
        watch_filter=counts,
        stop_event=stop,
        step=_QUIET_MS // 4,
        debounce=4 * _QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    )
    next(watched, None)  # from here on nothing that changes is missed
    yield
    yield from (None for changed in watched if changed)
