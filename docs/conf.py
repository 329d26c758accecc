"""The site: Sphinx, because it is the one maintained generator that builds an API reference from docstrings on its own.

MyST reads the same Markdown files that GitHub shows; furo is the theme. Nothing is fetched while building.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pygments.lexers.special import TextLexer

import searchlib

project = "searchlib"
author = "The searchlib developers"
version = release = searchlib.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = f"searchlib {release}"
html_extra_path = sorted(path.name for path in Path(__file__).parent.glob("*.schema.json"))

myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
nitpicky = False


def _without_module_docstrings(
    _app: object, what: str, _name: str, _what_is: object, _options: object, lines: list[str]
) -> None:
    """A module's docstring is for readers of the code: the page has its own words."""
    if what == "module":
        lines.clear()


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.add_lexer("http", TextLexer)  # requests as they are typed; Pygments wants the version of HTTP behind each
    app.connect("autodoc-process-docstring", _without_module_docstrings)
