"""Spelling suggestions, and the rare words of a passage: what the words of the whole index are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searchlib import analysis
from searchlib.analysis import Analyzer
from searchlib.engines.answers import Speaker
from searchlib.engines.opensearch.answers.stored_passages import PAGE, StoredPassages
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.documents.records import read_text, stored_text
from searchlib.engines.opensearch.queries.conditions import every, term
from searchlib.engines.opensearch.queries.statistics import Statistics
from searchlib.matching.stored import Stored
from searchlib.matching.term_patterns import LONGEST_FUZZY, edit_distances, fuzzy_parts

_NEAREST: Final = 2
"""Edits beyond which a word is another word."""

_SIGNIFICANT: Final = 25
"""Terms of a passage that others are found by."""


def nearest_words(
    snapshot: Snapshot, statistics: Statistics, passages: StoredPassages, word: str, limit: int
) -> list[str]:
    """Words of the text at most two edits from `word` (one for four letters or fewer), nearest and most frequent first.

    Terms are stems, so a word as the text writes it is looked for in one of the passages that hold the stem.
    """
    tokens = statistics.analyzer.query_terms(word)
    if len(tokens) != 1 or len(word) > LONGEST_FUZZY:
        return []
    target = tokens[0].terms[0]
    most = 1 if len(target) <= 4 else _NEAREST
    near = [text for text in _terms_near(snapshot, target, most, statistics.analyzer) if text != target]
    distances = edit_distances(target.encode("utf-8", "replace"), [text.encode("utf-8", "replace") for text in near])
    edits = {text: count for text, count in zip(near, distances.tolist(), strict=True) if 0 < count <= most}
    statistics.count(("text", text) for text in edits)
    held = [text for text in edits if statistics.df("text", text)]
    ranked = sorted(held, key=lambda text: (edits[text], -statistics.df("text", text), text))
    return list(dict.fromkeys(_spelled(passages, text) for text in ranked[:limit]))


def _terms_near(snapshot: Snapshot, target: str, most: int, analyzer: Analyzer) -> set[str]:
    """The terms that a fuzzy word stands for, as passages that hold one show it: each answer leaves out those known."""
    found: set[str] = set()
    fuzzy = {"fuzzy": {"text": {"value": target, "fuzziness": most, "transpositions": False, "max_expansions": 1_000}}}
    while True:
        without = [term("text", text) for text in found]
        query = {"bool": {"must": [fuzzy], "must_not": without}}
        body = {"size": 20, "query": query, "stored_fields": ["record"]}
        hits = snapshot.search(body)["hits"]["hits"]
        held = {text for hit in hits for text in analyzer.analyze(read_text(stored_text(hit))).terms}
        near = [text for text in held - found if abs(len(text) - len(target)) <= most]
        distances = edit_distances(
            target.encode("utf-8", "replace"), [text.encode("utf-8", "replace") for text in near]
        )
        fresh = {text for text, count in zip(near, distances.tolist(), strict=True) if count <= most}
        found |= fresh
        if not hits or not fresh or len(found) > PAGE // 2:
            return found


def _spelled(passages: StoredPassages, text: str) -> str:
    """The word of this stem as the first passage spells it."""
    for stored in passages.first(every([term("text", text)])):
        tokens = stored.text.tokens
        at = tokens.terms.index(text)
        return stored.passage.text[tokens.starts[at] : tokens.ends[at]].lower()
    return text


def nearest_names(speakers: Sequence[Speaker], name: str, limit: int) -> list[str]:
    """Speakers with a name part spelled most like a part of `name`, those with most statements first."""
    named = [(one.name, analysis.fold_name(one.name)) for one in speakers if one.kind in ("person", "organization")]
    known = sorted({part for _, parts in named for part in parts})
    encoded = [part.encode("utf-8", "replace") for part in known]
    near: dict[str, int] = {}
    for part in fuzzy_parts(name):
        most = 1 if len(part) <= 4 else _NEAREST
        for other, edits in zip(known, edit_distances(part.encode("utf-8", "replace"), encoded).tolist(), strict=True):
            if 0 < edits <= most:
                near[other] = min(edits, near.get(other, edits))
    wanted = [(min(near[part] for part in parts if part in near), one) for one, parts in named if near.keys() & parts]
    return [one for _, one in sorted(wanted, key=lambda row: row[0])][:limit]


def significant_terms(stored: Stored, statistics: Statistics) -> list[str]:
    """The rarest terms of a passage, the rarest first; never function words, however rare they are in the index."""
    function_words = statistics.analyzer.function_words
    terms = [text for text in dict.fromkeys(stored.text.tokens.terms) if text not in function_words]
    statistics.count(("text", text) for text in terms)
    ranked = sorted(((statistics.idf("text", text), text) for text in terms), reverse=True)
    return [text for _, text in ranked[:_SIGNIFICANT]]


def spelled(terms: Sequence[str], stored: Stored) -> list[str]:
    """The terms as a passage spells them; those that it does not have are left out."""
    tokens, text = stored.text.tokens, stored.passage.text
    words: dict[str, str] = {}
    for one, start, end in zip(tokens.terms, tokens.starts, tokens.ends, strict=True):
        words.setdefault(one, text[start:end])
    return [words[one] for one in terms if one in words]
