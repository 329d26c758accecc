"""What commands have in common that go on until they are told to stop: the sentence at the start, and the end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def until_stopped() -> Iterator[None]:
    """Run what goes on until Ctrl-C or SIGTERM: either ends the block, and is no error.

    Both raise at once. With Python's own function for Ctrl-C, asyncio would first wait for threads, such as one that reads
    standard input.
    """
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def say(sentence: str) -> None:
    """Tell the person at the terminal, on standard error."""
    from searchlib.cli.terminal import visible

    print(visible(sentence), file=sys.stderr, flush=True)


def _stop(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
