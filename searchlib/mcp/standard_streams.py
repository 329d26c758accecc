"""Messages on standard input and output. A line that is no message is answered with what is wrong: the SDK passes it over.

A client that waits for an answer to it would wait for ever.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final, cast

from mcp.server import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

_BROKEN: Final = ErrorData(code=PARSE_ERROR, message="The line is no JSON: send one message of JSON-RPC 2.0 a line.")
_NO_MESSAGE: Final = ErrorData(
    code=INVALID_REQUEST,
    message='The line is no message of JSON-RPC 2.0: it needs "jsonrpc": "2.0", a method, for a request an id; params are an object.',
)


class AnsweringServer(MCPServer):
    """A server that answers every line that it does not understand."""

    async def run_stdio_async(self) -> None:
        """Serve on standard input and output until the input ends."""
        served = self._lowlevel_server
        async with stdio_server() as (messages, answers):
            understood: Any = Understood(messages, answers)  # all that the SDK asks of a stream
            await served.run(understood, answers, served.create_initialization_options())


class Understood:
    """The messages of a stream that can be understood; the others are answered on the stream `answers`."""

    def __init__(self, messages: Any, answers: Any) -> None:
        self._messages = messages
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        """What is asked of the stream beside its messages."""
        return getattr(self._messages, name)

    def __aiter__(self) -> AsyncIterator[SessionMessage]:
        return self

    async def __anext__(self) -> SessionMessage:
        async for message in self._messages:
            if not isinstance(message, Exception):
                return cast("SessionMessage", message)
            answer = refusal(message)
            if answer is not None:
                await self._answers.send(SessionMessage(answer))
        raise StopAsyncIteration


def refusal(error: Exception) -> JSONRPCError | None:
    """The answer to a line that the SDK could not read, with the id of the request, where it has one; None to an empty line."""
    faults = error.errors() if isinstance(error, ValidationError) else []
    if not faults or faults[0]["type"] == "json_invalid":
        is_empty = bool(faults) and not str(faults[0]["input"]).strip()
        return None if is_empty else JSONRPCError(jsonrpc="2.0", id=None, error=_BROKEN)
    given = next((fault["input"] for fault in faults if isinstance(fault["input"], dict)), {})
    named = given.get("id")
    known = named if isinstance(named, str | int) and not isinstance(named, bool) else None
    return JSONRPCError(jsonrpc="2.0", id=known, error=_NO_MESSAGE)
