"""Regular expressions that are compiled when they are first used.

Compiling those of the modules that a search imports took a twentieth of the time of a search from the command line, and a
plain query needs few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "scanner")


class _Uncompiled:
    """Stands for a pattern until one of its methods is asked for; from then on it holds them all, at no further cost."""

    def __init__(self, source: Any, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by `copy` and others that look for a protocol
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The regular expression `source`, as `re.compile` makes it, but compiled by the first call of one of its methods.

    A mistake in it raises `re.error` only then.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(source, flags))
