"""Standard input and output: every line that wants an answer gets one, and the server ends when it is told to."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import searchlib
from tests.web.test_server import free_port

mcp_types = pytest.importorskip("mcp_types", reason="needs the library mcp")
pydantic = pytest.importorskip("pydantic")

LINES = [
    ("{no json", None, -32700),
    ('{"jsonrpc": "2.0", "id": 3, "method": "ping"', None, -32700),
    ("[]", None, -32600),
    ("5", None, -32600),
    ('{"jsonrpc": "2.0", "id": 7}', 7, -32600),
    ('{"jsonrpc": "1.0", "id": "a", "method": "ping"}', None, -32600),
    ('{"jsonrpc": "2.0", "id": 9, "method": "ping", "params": [1]}', 9, -32600),
    ('{"jsonrpc": "2.0", "id": true, "params": {}}', None, -32600),
]
"""A line that is no message, the id that it has, and the code of the answer."""
PATIENCE_S = 60


def fault(line: str) -> Exception:
    """What the SDK raises for a line."""
    with pytest.raises(pydantic.ValidationError) as caught:
        mcp_types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    return caught.value


@pytest.mark.parametrize(("line", "named", "code"), LINES)
def test_a_line_that_is_no_message_is_answered(line: str, named: Any, code: int) -> None:
    """With the code of JSON-RPC, and the id where it is known."""
    from searchlib.mcp.standard_streams import refusal

    answer = refusal(fault(line))
    assert answer is not None
    if named is not None:
        assert answer.id == named
    assert answer.error.code == code
    assert json.loads(answer.model_dump_json(by_alias=True, exclude_unset=True))["jsonrpc"] == "2.0"


def test_an_empty_line_asks_nothing() -> None:
    """Nobody waits for an answer to it."""
    from searchlib.mcp.standard_streams import refusal

    assert refusal(fault("")) is None
    assert refusal(fault("  ")) is None


def test_messages_pass_and_others_are_answered() -> None:
    """In their order; what else is asked of the stream is the stream's."""
    from searchlib.mcp.standard_streams import Understood

    sent: list[Any] = []

    class Messages:
        last_context = "context"
        items = iter(("first", fault("{"), fault(""), "second"))

        def __aiter__(self) -> Any:
            return self

        async def __anext__(self) -> Any:
            for item in self.items:
                return item
            raise StopAsyncIteration

    class Answers:
        async def send(self, answer: Any) -> None:
            sent.append(answer.message.error.code)

    stream = Understood(Messages(), Answers())

    async def passed() -> list[Any]:
        return [message async for message in stream]

    assert asyncio.run(passed()) == ["first", "second"]
    assert sent == [-32700]
    assert stream.last_context == "context"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_server_answers_broken_lines_and_ends_by_a_signal(tmp_path: Path, kind: signal.Signals) -> None:
    """Also while it waits for the next line, and over HTTP; without an error."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a.txt", text="Troops came to Kursk, Ana Reyes said."))
    command = [sys.executable, "-m", "searchlib", "mcp", "--index", str(tmp_path / "index")]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen(command, **pipes) as lines,
        subprocess.Popen([*command, "--http", str(free_port())], **pipes) as http,
    ):
        for line, _, code in LINES[:3]:
            print(line, file=lines.stdin, flush=True)
            assert json.loads(lines.stdout.readline())["error"]["code"] == code
        assert http.stderr.readline().startswith(f"Serving {tmp_path / 'index'} at http://127.0.0.1:")
        for process in (lines, http):
            process.send_signal(kind)
            assert process.wait(PATIENCE_S) == 0
