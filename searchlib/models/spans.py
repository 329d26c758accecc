"""The base class of all models, and Span: a range of characters."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Confidence = Literal["explicit", "inferred", "guessed"]
"""How certain a value is: stated in the text, inferred from the text, or only the most likely reading."""


class Value(BaseModel):
    """Base class of all models: frozen; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Characters `start` to `end` (exclusive) of the document's text."""

    start: int
    end: int
