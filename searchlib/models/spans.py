"""The base of all models, and the stretch of characters that every value is read from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["explicit", "inferred", "guessed"]
"""How sure a value is: the text states it outright, it follows from the text, or it is the likeliest reading."""


class Value(BaseModel):
    """Base of every model here: frozen, and refusing unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Characters `start` to `end` (exclusive) of the document's text."""

    start: int
    end: int
