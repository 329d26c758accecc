"""Words, phrases, patterns and proximities as queries of ONE field of words.

What `matching.intervals` computes are the minimal intervals of Clarke, Cormack and Burkowski; the cluster's interval
queries are made of the same algebra, so that each node has one rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from searchlib.analysis import Analyzer
from searchlib.engines.opensearch.documents.converting import joined
from searchlib.engines.opensearch.documents.mapping import BEGIN, BOTH, END, GAP
from searchlib.engines.opensearch.queries.conditions import NONE, Query, some, term
from searchlib.errors import LimitError
from searchlib.matching.term_patterns import fuzzy_target, spellings
from searchlib.query.nodes import AtLeast, Fuzzy, Near, Node, Or, Phrase, Scored, Together, Wildcard, Word, walk

Rule = dict[str, Any]

MOST_EXPANSIONS: Final = 1_024
"""Words that a pattern beside others may stand for: a limit of the cluster."""

MOST_WORDS: Final = 100
"""Words of a phrase."""

MOST_PATTERNS: Final = 64
"""Patterns and fuzzy words of a query."""

_ANYWHERE: Final = GAP - 1
"""More positions than one value has, and fewer than lie between two values of one field."""


def check_bounds(node: Node, analyzer: Analyzer) -> None:
    """Raise LimitError for too many patterns, or too long a phrase."""
    inner = list(walk(node))
    patterns = sum(isinstance(one, Wildcard | Fuzzy) for one in inner)
    if patterns > MOST_PATTERNS:
        raise LimitError(
            f"A query has at most {MOST_PATTERNS} patterns and fuzzy words; this one has {patterns:,} (MOST_PATTERNS)."
        )
    texts = (one.text for one in inner if isinstance(one, Word | Phrase) and len(one.text) > MOST_WORDS)
    if any(len(analyzer.query_terms(text)) > MOST_WORDS for text in texts):
        raise LimitError(f"A phrase has at most {MOST_WORDS} words (MOST_WORDS). Remove its quotation marks.")


def word(terms: Sequence[str], field: str) -> Query:
    """One of these terms stands in the field."""
    return some(term(field, one) for one in terms)


def leaf(node: Scored, field: str, marks: str, analyzer: Analyzer) -> Query:
    """A scored leaf matches in the field; `marks` is where sentences are told, "" where all is one sentence."""
    if isinstance(node, Word | Phrase):
        words = analyzer.query_terms(node.text)
        if not words:
            return NONE
        if len(words) == 1:
            return word(words[0].terms, field)
        if not (isinstance(node, Phrase) and node.slop):
            return phrase(node.text, field, analyzer)
    if isinstance(node, Wildcard | Fuzzy):
        return expanded(node, field, "constant_score", analyzer)
    rule = _rule(node, marks, analyzer)
    return NONE if rule is None else {"intervals": {field: rule}}


def phrase(text: str, field: str, analyzer: Analyzer) -> Query:
    """The words of a text side by side; alternatives of one word stand at one position."""
    words = [joined(word.terms) for word in analyzer.query_terms(text)]
    return {"match_phrase": {field: {"query": " ".join(words)}}}


def expanded(node: Wildcard | Fuzzy, field: str, rewrite: str, analyzer: Analyzer) -> Query:
    """A word of this pattern, or near this word; `rewrite` says how the cluster joins the words that it stands for."""
    if isinstance(node, Fuzzy):
        target = fuzzy_target(node.text, analyzer).decode("utf-8", "replace")
        return {
            "fuzzy": {
                field: {
                    "value": target,
                    "fuzziness": node.distance,
                    "transpositions": False,
                    "max_expansions": MOST_EXPANSIONS,
                    "rewrite": rewrite,
                }
            }
        }
    return some(_pattern(spelling, field, rewrite) for spelling in spellings(node.pattern, analyzer))


def _pattern(spelling: str, field: str, rewrite: str) -> Query:
    if re.fullmatch(r"[^*?]+\*", spelling):
        return {"prefix": {field: {"value": spelling[:-1], "rewrite": rewrite}}}
    return {"wildcard": {field: {"value": _literal(spelling), "rewrite": rewrite}}}


def _literal(spelling: str) -> str:
    return spelling.replace("\\", "\\\\")


# --- intervals -----------------------------------------------------------------------------------------------------


def _rule(node: Node, marks: str, analyzer: Analyzer) -> Rule | None:
    """The intervals that match a node; None where there are none."""
    if isinstance(node, Word | Phrase):
        words = [_any_of(map(_term, word.terms)) for word in analyzer.query_terms(node.text)]
        return _chain(words, node.slop if isinstance(node, Phrase) else 0) if words else None
    if isinstance(node, Wildcard):
        return _any_of(_pattern_rule(spelling) for spelling in spellings(node.pattern, analyzer))
    if isinstance(node, Fuzzy):
        target = fuzzy_target(node.text, analyzer).decode("utf-8", "replace")
        fuzzy = {"term": target, "fuzziness": str(node.distance), "transpositions": False, "analyzer": "whitespace"}
        return {"fuzzy": fuzzy}
    if isinstance(node, AtLeast):
        one = _rule(node.word, marks, analyzer)
        return None if one is None else _chain([one] * node.count, _ANYWHERE)
    if isinstance(node, Or):
        rules = [_rule(part, marks, analyzer) for part in node.nodes]
        found = [rule for rule in rules if rule is not None]
        return _any_of(found) if found else None
    assert isinstance(node, Near | Together)
    left, right = _rule(node.left, marks, analyzer), _rule(node.right, marks, analyzer)
    if left is None or right is None:
        return None
    return _near(node, left, right) if isinstance(node, Near) else _together(node, left, right, marks)


def _near(node: Near, left: Rule, right: Rule) -> Rule | None:
    if node.distance < 1:
        return None
    orders = [(left, right)] if node.ordered else [(left, right), (right, left)]
    return _any_of(_chain(order, node.distance - 1) for order in orders)


def _together(node: Together, left: Rule, right: Rule, marks: str) -> Rule:
    """Both in the field, or in one sentence; a word beside itself is that word alone."""
    if left == right:
        both: Rule = {"intervals": [left]}
        kind = "any_of"
    else:
        both = {"intervals": [left, right], "ordered": False, "max_gaps": _ANYWHERE}
        kind = "all_of"
    if node.unit == "sentence" and marks:
        both["filter"] = {"contained_by": _sentence(marks)}
    return {kind: both}


def _sentence(marks: str) -> Rule:
    begin, end, both = (
        {"match": {"query": mark, "use_field": marks, "analyzer": "whitespace"}} for mark in (BEGIN, END, BOTH)
    )
    return _any_of([_chain([begin, end], _ANYWHERE), both])


def _term(text: str) -> Rule:
    return {"match": {"query": text, "analyzer": "whitespace", "max_gaps": 0, "ordered": True}}


def _pattern_rule(spelling: str) -> Rule:
    return {
        "wildcard": {
            "pattern": _literal(spelling),
            "analyzer": "whitespace",
            "max_expansions": MOST_EXPANSIONS,
        }
    }


def _any_of(rules: Iterable[Rule]) -> Rule:
    several = list(rules)
    return several[0] if len(several) == 1 else {"any_of": {"intervals": several}}


def _chain(rules: Sequence[Rule], gaps: int) -> Rule:
    """One after the other, with at most so many positions between them all."""
    if len(rules) == 1:
        return rules[0]
    return {"all_of": {"intervals": list(rules), "ordered": True, "max_gaps": gaps}}
