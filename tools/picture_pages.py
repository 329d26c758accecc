"""Pictures for docs/, of the sample articles: python tools/picture_pages.py [CHROMIUM].

The pages of a server, what a notebook shows of Results, and the answer of a tool as an assistant gets it.
"""

from __future__ import annotations

import asyncio
import html
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from mcp import Client
from playwright.sync_api import sync_playwright

import searchlib
from searchlib.index_reading import SharedIndex
from searchlib.mcp.server import server as tool_server
from searchlib.web.app import create_app

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {
    "web-search.png": ("/search?query=kursk+troops+speaker:blinken", "light", 720),
    "web-figures.png": ("/figures?query=north+korean+soldiers", "dark", 860),
    "web-article.png": (
        "/read?document=kursk-blinken-austin.txt&query=north+korean+soldiers&mark=3#here",
        "light",
        560,
    ),
    "api-endpoints.png": ("/docs", "light", 560),
}
_PAPER = (
    "<meta charset=utf-8><style>body{margin:24px;font:15px/1.5 system-ui,sans-serif} table{border-collapse:collapse} "
    "th,td{text-align:left;vertical-align:top;padding:.3em .8em} tr:nth-child(odd) td{background:#f5f5f5}</style>"
)
"""How a notebook shows a table."""


def texts(folder: str) -> dict[str, str]:
    """HTML of what is no page of the server: a result as a notebook shows it, the answer of a tool."""
    with SharedIndex(folder) as index:  # it tells no folder of this machine
        results = index.search("soldiers", speaker="Blinken", number=">=8000")._repr_html_()
    answer = html.escape(asyncio.run(_figures(folder)))
    return {
        "python-results.png": results,
        "agents-figures.png": f"<pre style='font:13px/1.5 monospace;white-space:pre-wrap'>{answer}</pre>",
    }


async def _figures(folder: str) -> str:
    """What the tool `figures` answers of the soldiers who contradict each other."""
    async with Client(tool_server(folder)) as client:
        answer = await client.call_tool("figures", {"query": "soldiers", "noun": "soldiers", "conflicts": True})
    return str(answer.content[0].text)


def main(chromium: str) -> None:
    """Draw all pictures."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        os.chdir(folder)  # so that places are told as in the examples
        with searchlib.open("index", create=True) as index:
            index.add_folder("seeds")
        written = texts("index")  # before the browser, which has an event loop of its own
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(create_app("index", version=searchlib.__version__), log_level="warning", ws="none")
        )
        serving = threading.Thread(target=server.run, args=([listening],))
        serving.start()
        while not server.started:
            time.sleep(0.02)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (path, scheme, height) in PICTURES.items():
                page = browser.new_page(viewport={"width": 1000, "height": height}, color_scheme=scheme)
                for _ in range(3):  # the time that a page tells is that of an index which was asked before
                    page.goto("about:blank")
                    page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}{path}")
                page.screenshot(path=ROOT / "docs" / name)
            for name, content in written.items():
                page = browser.new_page(viewport={"width": 1000, "height": 420})
                page.set_content(_PAPER + content)
                page.screenshot(path=ROOT / "docs" / name)
        server.should_exit = True
        serving.join()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium")
