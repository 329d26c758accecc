"""Pictures of the pages for docs/web.md, of the sample articles: python tools/picture_pages.py [CHROMIUM]."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

import searchlib
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
}


def main(chromium: str) -> None:
    """Draw all pictures."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        with searchlib.open(folder, create=True) as index:
            index.add_folder(ROOT / "seeds")
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(folder), log_level="warning", ws="none"))
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
        server.should_exit = True
        serving.join()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium")
