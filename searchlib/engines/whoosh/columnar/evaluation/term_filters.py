"""Filters answered by posting lists: names, roles, counted nouns and keywords."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from searchlib import analysis
from searchlib.array_operations import is_in
from searchlib.array_types import Integers
from searchlib.engines.whoosh.columnar.evaluation.table_rows import MatchingRows, TablePart
from searchlib.engines.whoosh.columnar.store.layout import extra_value
from searchlib.fields import Table
from searchlib.matching.extra_values import agrees
from searchlib.query.nodes import ExtraValue, Keyword, Name

SpeakerRows = Callable[[str], Integers]
"""The statement rows of a segment, ascending, whose speaker has a name, in their own document or a linked one."""


def named(part: TablePart, node: Name, speaking: SpeakerRows | None) -> MatchingRows:
    """Statement rows whose speaker has this name, or is given this role by the document."""
    if node.field == "role":
        words = frozenset(analysis.fold_role(node.text))
        rows = _intersected(part, "role", [_terms_of_stem(part, word) for word in sorted(words)], "statement")
        return _in_one_role(part, rows, words)
    if speaking is None:
        return with_terms(part, "speaker", analysis.fold_name(node.text), "statement")
    return part.of_whole("statement", speaking(node.text), part.segment.space_size("speaker"))


def counted(part: TablePart, text: str) -> MatchingRows:
    """Quantity rows whose counted phrase has every word of `text`."""
    return with_terms(part, "noun", analysis.analyze(text).terms, "quantity")


def documents_with(part: TablePart, node: Keyword) -> MatchingRows:
    """Documents that have this id, path or publisher."""
    segment = part.segment
    term = segment.dictionary.find(node.field, analysis.fold(node.text) if node.field == "source" else node.text)
    rows = np.zeros(0, np.int32) if term < 0 else segment.dictionary.rows(term)
    return MatchingRows("document", segment.checked(rows, segment.documents), segment.documents)


def documents_with_extra(part: TablePart, node: ExtraValue) -> MatchingRows:
    """Documents whose source has this value in a column of this name."""
    segment = part.segment
    terms = segment.dictionary.terms("x", f"{node.name}\t", f"{node.name}\n")
    agreeing = [row for row, term in terms if agrees(node, extra_value(term.decode("utf-8", "replace")))]
    rows = _united(part, agreeing, segment.documents) if agreeing else np.zeros(0, np.int32)
    return MatchingRows("document", rows, segment.documents)


def with_terms(part: TablePart, field: str, terms: Sequence[str], table: Table) -> MatchingRows:
    """The rows that have every one of these terms."""
    rows = dict.fromkeys(part.segment.dictionary.find_all(field, terms))
    return _intersected(part, field, [[row] if row >= 0 else [] for row in rows], table)


def _terms_of_stem(part: TablePart, stem: str) -> list[int]:
    """The terms of roles that have this stem: they begin as the stem does, but for its last letters."""
    prefix = stem[: max(1, len(stem) - 2)]
    terms = part.segment.dictionary.terms("role", prefix, prefix + chr(0x10FFFF))
    return [row for row, term in terms if analysis.role_stem(term.decode("utf-8", "replace")) == stem]


def _in_one_role(part: TablePart, matching: MatchingRows, words: frozenset[str]) -> MatchingRows:
    """The rows whose speaker has all words in ONE role: a defense minister and prime candidate is not a prime minister."""
    if len(words) < 2 or not len(matching.rows):
        return matching
    speakers = part.column("statement_speaker_row")[matching.rows]
    roles = np.append(part.segment.column("speaker_roles"), -1)[speakers].tolist()
    fitting = {row for row in set(roles) if row < 0 or _has_role(part, row, words)}
    return matching.only(np.fromiter((row in fitting for row in roles), np.bool_, len(roles)))


def _has_role(part: TablePart, roles: int, words: frozenset[str]) -> bool:
    lines = part.segment.strings[roles].split("\n")
    return len(lines) == 1 or any(words <= set(analysis.fold_role(role)) for role in lines)


def _intersected(part: TablePart, field: str, terms: Sequence[Sequence[int]], table: Table) -> MatchingRows:
    """The rows that have, of each of these lists of terms, one term: posting lists intersected, shortest first."""
    size = part.segment.space_size(field)
    if not terms or not all(terms):
        return part.no_rows(table, size)
    shortest, *others = sorted((_united(part, alternatives, size) for alternatives in terms), key=len)
    rows: Integers = shortest
    for other in others:
        rows = rows[is_in(rows, other)]
    return part.of_whole(table, rows, size)


def _united(part: TablePart, terms: Sequence[int], size: int) -> Integers:
    """The rows that have one of these terms, ascending."""
    segment = part.segment
    lists = [segment.checked(segment.dictionary.rows(term), size) for term in terms]
    return lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))
