"""The command `searchlib web`: starts the server of searchlib/web, the one front that this one knows."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from searchlib.cli import options
from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import FOUND
from searchlib.cli.servers.running import say, until_stopped


def web(
    index: options.IndexPath = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Port to listen at.")] = 8000,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="Another name of the server. Repeatable.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Let clients add and delete documents.")] = False,
    tls_cert: Annotated[
        str | None, typer.Option("--tls-cert", metavar="PEM", help="Certificate of the server: speak HTTPS.")
    ] = None,
    tls_key: Annotated[str | None, typer.Option("--tls-key", metavar="PEM", help="Key of the certificate.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> int:
    """Serve the index as a page and as REST, until Ctrl-C.

    Only this machine can reach it, unless --host says otherwise: the address then holds a token, without which nothing is
    answered. Needs the extra `web`.
    """
    from searchlib.cli.index_path import open_index
    from searchlib.web.server import Address, Certificate, serve

    if (tls_cert is None) != (tls_key is None):
        raise WrongCall("--tls-cert and --tls-key go together: name the files of both.")
    with open_index(index, build=True) as opened:
        location = opened.location
    with until_stopped():
        serve(
            location,
            Address(host, port),
            certificate=Certificate(tls_cert, tls_key) if tls_cert and tls_key else None,
            allowed=allow_host or (),
            writes=write,
            opens=open_browser,
            version=sys.modules["searchlib"].__version__,
            say=say,
        )
    return FOUND
