"""RM3: words of the best passages are added to a query, as if a reader had said that these answer it.

The relevance model of Lavrenko and Croft (Relevance-Based Language Models, 2001) gives a word w the likelihood P(w|R), the sum over the best
passages d of P(d) P(w|d), with P(d) in proportion to the score of d. RM3 (Abdul-Jaleel and others, UMass at TREC 2004) mixes that with the query: here ten
passages, the ten likeliest words and a weight of one half, as in Anserini. As there, words that stand in more than a tenth of all passages are not added, nor
are function words, and those of the query count nothing in its length.

The query itself stays as it is, with its weights. Where it would be content with any of its words, an added word will do too, and finds further
passages; what must match - filters, required words, phrases, words of a field - still must, and then what is added only scores.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from searchlib.analysis import Analyzer
from searchlib.engines.contract import Reader
from searchlib.query.nodes import Clauses, Node, Phrase, Scored, Word, leaves

PASSAGES: Final = 10
"""The best passages that words are taken from."""
WORDS: Final = 10
"""Words that are added."""
WEIGHT: Final = 0.5
"""The share of the added words in the new query."""
_COMMON: Final = 0.1
"""A word in more than this share of all passages is not added,"""
_RARE: Final = 10
"""unless it stands in so few."""
_CANDIDATES: Final = 4 * WORDS
"""The likeliest words, of which the common ones are left out."""
_LENGTHS: Final = range(2, 21)
"""Characters of a word that is added."""


def added_words(reader: Reader, node: Node) -> tuple[Word, ...]:
    """The words to add to a query, the likeliest first; none for a query without words, or one that finds nothing."""
    asked = _length([leaf for leaf in leaves(node) if isinstance(leaf, Scored)], reader.analyzer)
    best = reader.rank(node, PASSAGES) if asked else []
    total = sum(score for _, score in best)
    if not total > 0:
        return ()
    likelihoods: defaultdict[str, float] = defaultdict(float)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts = [stored.passage.text for stored in reader.fetch([ref for ref, _ in best])]
    for (_, score), text in zip(best, texts, strict=True):
        tokens = reader.analyzer.analyze(text)
        for term, start, end in zip(tokens.terms, tokens.starts, tokens.ends, strict=True):
            likelihoods[term] += score / total / len(tokens)
            spellings[term][text[start:end]] += 1
    function_words = reader.analyzer.function_words
    kept = [term for term in likelihoods if term.isalpha() and len(term) in _LENGTHS and term not in function_words]
    candidates = sorted(kept, key=lambda term: (-likelihoods[term], term))[:_CANDIDATES]
    words = _without_common(reader, {_spelled(spellings[term]): likelihoods[term] for term in candidates})
    share = asked * WEIGHT / (1 - WEIGHT) / sum(words.values()) if words else 0.0
    return tuple(Word(text, None, round(share * likelihood, 3) or 0.001) for text, likelihood in words.items())


def expanded(node: Node, words: tuple[Word, ...], *, every_word: bool = False) -> Node:
    """The query with these words added. Where any of its plain words will do, any of these will too; all else that a passage must
    have it must have still, and these only score. `every_word`: no word will do alone.
    """
    if not words:
        return node
    if isinstance(node, Clauses) and node.optional and all(map(_is_plain, node.optional)):
        return Clauses((*node.optional, *words), node.required, node.excluded)
    if _is_plain(node) and not every_word:
        return Clauses((node, *words))
    return Clauses(words, (node,))


def _is_plain(node: Node) -> bool:
    """Whether a node is a word of no field."""
    return isinstance(node, Word) and node.field is None


def remark(words: tuple[Word, ...]) -> str:
    """The added words, as a sentence."""
    return f"Words of the best passages were added to the query: {', '.join(word.text for word in words)}."


def _without_common(reader: Reader, likelihoods: dict[str, float]) -> dict[str, float]:
    """The likeliest WORDS of these words that are not common in the index."""
    counts = reader.count_many([Word(text, "text") for text in likelihoods])
    most = max(_RARE, _COMMON * reader.counts["passages"])
    rare = [word for word, count in zip(likelihoods.items(), counts, strict=True) if count is None or count <= most]
    return dict(rare[:WORDS])


def _length(asked: Sequence[Scored], analyzer: Analyzer) -> int:
    """How many words a query asks for, function words apart where there are others."""
    terms = [_terms(leaf, analyzer) for leaf in asked]
    function_words = analyzer.function_words
    telling = sum(term not in function_words for each in terms for term in each)
    return telling or sum(map(len, terms))


def _terms(leaf: Scored, analyzer: Analyzer) -> Sequence[str]:
    return analyzer.term_list(leaf.text) if isinstance(leaf, Word | Phrase) else (str(leaf),)


def _spelled(counts: Counter[str]) -> str:
    """The commonest spelling of a term; of equally common ones the first in the order of letters."""
    return min(counts, key=lambda text: (-counts[text], text))
