"""The command that serves the index to agents."""

from __future__ import annotations

from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.exit_codes import FOUND
from searchlib.cli.servers.running import say, until_stopped
from searchlib.errors import MissingExtra


def mcp(
    index: options.IndexPath = None,
    http: Annotated[
        int | None,
        typer.Option(
            "--http",
            metavar="PORT",
            min=1,
            max=65535,
            help="Serve streamable HTTP at http://127.0.0.1:PORT/mcp instead of standard input and output.",
        ),
    ] = None,
    max_tokens: Annotated[int, typer.Option(metavar="N", min=500, help="The most tokens of one answer.")] = 8000,
) -> int:
    """Serve the index as tools for agents, over MCP.

    MCP is the Model Context Protocol. The tools search, fetch, count, figures, quotes, timeline, verify and fields only
    read. Without --http the server speaks on standard input and output, as the programs expect that start it.
    """
    from searchlib.cli.index_path import open_index

    try:
        from searchlib.mcp.server import serve
    except ModuleNotFoundError as error:
        raise MissingExtra(f"The server needs the library {error.name}", package="searchlib[mcp]") from error
    with open_index(index, build=True) as opened:
        location = opened.location
    with until_stopped():
        serve(location, port=http, max_tokens=max_tokens, say=say)
    return FOUND
