"""Templates: Jinja2 over the folder templates/. Everything that is put in is escaped; an unknown name is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"


@cache
def environment() -> jinja2.Environment:
    """The environment of all templates."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: Any) -> str:
    """The text of a template with these values."""
    return environment().get_template(name).render(**values)
