"""Why a figure does not stand as a fact, by the sentence around it: it is asked about, conditional, or expected.

A statement's own marks come from the extractors. They say how somebody says it; these say what the sentence says of the figure,
also where nobody is quoted: "If 8,000 soldiers come", "will send 8,000 soldiers".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from searchlib.models.mentions import MarkKind

_QUESTION: Final = re.compile(r"\?[\"”’')\]\s]*$")
_CONDITION: Final = re.compile(r"^[\"“‘'(\[\s]*(?:if|unless|should|provided|suppose|were)\b", re.IGNORECASE)
_EXPECTED: Final = re.compile(
    r"\b(?:will|would|shall|won't|going to|(?:expect|forecast|project|predict|schedul|plan|intend|aim|hop|promis)(?:s|ed|es|ing|e|ned)? to)\b|['’]ll\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[,;:()—–\"“”]|\b(?:and|but|while|which|who|that|when|where|after|before|since|because|than)\b"
)
"""Where another clause may begin: what stands before it says nothing of the figure."""


def sentence_marks(sentence: str, start: int, *, is_said: bool) -> Iterator[MarkKind]:
    """The marks of a figure at character `start` of its sentence; `is_said` tells that it stands in a statement.

    Whether a statement is conditional the extractors know: "If A reports 10,000, B claims 12,000" sets two reports side by side. "Expected" must stand before the figure, in its clause: the 8,000 soldiers who will fight are there already.
    """
    if _QUESTION.search(sentence):
        yield "question"
    if not is_said and _CONDITION.match(sentence):
        yield "conditional"
    clause = max((match.end() for match in _CLAUSE.finditer(sentence, 0, start)), default=0)
    if _EXPECTED.search(sentence, clause, start):
        yield "future"
