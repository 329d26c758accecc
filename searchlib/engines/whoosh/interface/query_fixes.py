"""Fixes faults of Whoosh's queries before they are run.

    written as                          stock Whoosh 3.54                            here
    Wildcard, Prefix, Regex, FuzzyTerm  `constantscore` is not constant, and a       one list of all their passages, each
    TermRange, NumericRange             matcher a term: 37 s for `*e*`               scored with the boost
    ConstantScoreQuery                  not constant when terms are recorded         always constant
    DisjunctionMax                      takes scores of other documents, loses       the best score, and a share of the
                                        `tiebreak`                                   others
    And, Or of one query                loses its boost                              keeps it
    Or of scoreless queries             loses matches that score 0                   keeps them
    AndNot of spans or groups           fails, or lets excluded ones through         exact
    Not                                 adds 1 to the score of its And                  adds nothing
    spans inside And, Or, Require       NotImplementedError                          answered
    Phrase of neighbours                scored as its words                          scored as our own phrases are

A filter field scores nothing, however it is asked.
"""

from __future__ import annotations

import copy
from typing import Any, Final

import numpy as np
from whoosh import formats, matching, query
from whoosh.matching.wrappers import FilterMatcher, WrappingMatcher
from whoosh.query.qcore import Query
from whoosh.query.wrappers import WrappingQuery
from whoosh.util import make_binary_tree
from whoosh.util.numeric import to_sortable

from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS
from searchlib.engines.whoosh.interface.matcher import Constant, Lucene, PassageMatcher
from searchlib.engines.whoosh.interface.vocabulary import PassageMatches, ValueVocabulary, WordVocabulary, once

LEAVES = 1_024
"""At most so many terms of a pattern get a matcher each, when matched terms are recorded."""


def repaired(asked: Query) -> Query:
    """The same query with its faults fixed; `asked` is not changed, and a fixed query is returned as it is."""
    if isinstance(asked, OURS):
        return asked
    made = copy.copy(asked)
    for name, value in vars(asked).items():
        if isinstance(value, Query):
            setattr(made, name, repaired(value))
        elif isinstance(value, list | tuple) and any(isinstance(member, Query) for member in value):
            setattr(made, name, [repaired(member) if isinstance(member, Query) else member for member in value])
    return _replaced(made)


def _replaced(made: Query) -> Query:
    if isinstance(made, query.MultiTerm) and made.constantscore:
        return Terms(made)
    if isinstance(made, query.NumericRange) and made.constantscore:
        return Range(made)
    if type(made) is query.Every and made.fieldname is not None:
        return Terms(made)
    if type(made) is query.Not:
        return Excluded(made.query, made.boost)
    if type(made) is query.AndNot:
        return Without(made.a, made.b)
    if type(made) is query.ConstantScoreQuery:
        return Fixed(made.child, made.score)
    if type(made) is query.DisjunctionMax:
        return Best(made.subqueries, boost=made.boost, tiebreak=made.tiebreak)
    if type(made) is query.Phrase and made.slop == 1 and made.fieldname in ROWS and len(made.words) > 1:
        return NeighbouringWords(made)
    if isinstance(made, query.Or | query.And) and len(made.subqueries) == 1 and made.boost != 1.0:
        return Boosted(made.subqueries[0], made.boost)
    if isinstance(made, query.Or):
        made.matcher_type = query.Or.DEFAULT_MATCHER
    if isinstance(made, query.spans.SpanQuery):
        made.estimate_size = _any_passage
    return made


def _any_passage(reader: Any) -> int:
    """The estimated size of a query that must be run to know it."""
    return int(reader.doc_count())


class Boosted(WrappingQuery):
    """A query whose scores are multiplied."""

    def __init__(self, child: Query, boost: float) -> None:
        super().__init__(child)
        self.boost = boost

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The child's matches."""
        return WrappingMatcher(self.child.matcher(searcher, context), boost=self.boost)


class Fixed(query.ConstantScoreQuery):
    """Every match scores the same."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The child's matches, with their terms and positions."""
        return FixedMatcher(self.child.matcher(searcher, context), boost=self.score)


class FixedMatcher(WrappingMatcher):
    """The child's matches with one score, which Whoosh calls `boost` when it makes new wrappers."""

    def supports_block_quality(self) -> bool:
        """No: all scores are equal, so no block can be skipped."""
        return False

    def max_quality(self) -> float:
        """The score."""
        return float(self.boost)

    block_quality = weight = score = max_quality


class Best(query.DisjunctionMax):
    """The best score of those that match, and `tiebreak` times the others'."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The union of all subqueries, which keeps the score of each leaf."""
        matchers = [subquery.matcher(searcher, context) for subquery in self.subqueries]
        if not matchers:
            return matching.NullMatcher()
        return BestOf(make_binary_tree(BestMatcher, matchers), self.tiebreak, self.boost)


class BestMatcher(matching.UnionMatcher):
    """A union that keeps the score of each of its leaves."""

    def scores(self) -> list[float]:
        """The scores of the leaves that match the current passage."""
        scores: list[float] = []
        here = self.id()
        for matcher in (self.a, self.b):
            if matcher.is_active() and matcher.id() == here:
                scores += matcher.scores() if isinstance(matcher, BestMatcher) else [matcher.score()]
        return scores

    def score(self) -> float:
        """The best of them."""
        return max(self.scores())

    def supports_block_quality(self) -> bool:
        """No: bounds of unions are sums."""
        return False

    def replace(self, minquality: float = 0) -> matching.Matcher:  # noqa: ARG002
        """Itself: leaves stay what they are."""
        return self


class BestOf(WrappingMatcher):
    """The root of a tree of BestMatchers, which knows the tiebreak."""

    def __init__(self, child: matching.Matcher, tiebreak: float = 0.0, boost: float = 1.0) -> None:
        super().__init__(child, boost)
        self.tiebreak = tiebreak

    def copy(self) -> BestOf:
        """Another one on the same passage."""
        return BestOf(self.child.copy(), self.tiebreak, self.boost)

    def score(self) -> float:
        """The best score and a share of the others."""
        scores = self.child.scores() if isinstance(self.child, BestMatcher) else [self.child.score()]
        best = max(scores)
        return float((best + self.tiebreak * (sum(scores) - best)) * self.boost)

    def supports_block_quality(self) -> bool:
        """No."""
        return False

    def replace(self, minquality: float = 0) -> matching.Matcher:  # noqa: ARG002
        """Itself."""
        return self


class Terms(WrappingQuery):
    """All terms that a pattern, a fuzzy word or a range matches, as one list."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The passages that hold any of the terms, each scored with the boost.

        When matched terms or positions are recorded, up to LEAVES terms keep a matcher each.
        """
        reader = searcher.reader()
        name = self.child.field()
        if name not in reader.schema or not hasattr(reader, "passage_terms"):
            return matching.NullMatcher()
        every = isinstance(self.child, query.Every) or getattr(self.child, "text", None) in ("", "*")
        named = reader.lexicon(name) if every else self.child._btexts(reader)  # noqa: SLF001 - Whoosh's own way
        terms = [reader.schema[name].to_bytes(term) for term in named]  # a fuzzy word's are text
        boost = self.child.boost if name in ROWS else 0.0
        if context is not None and context.needs_current and 0 < len(terms) <= LEAVES:
            leaves = query.Or([query.Term(name, term) for term in terms])
            leaves.matcher_type = query.Or.DEFAULT_MATCHER
            return FixedMatcher(leaves.matcher(searcher, context), boost=boost)
        return constant_matcher(reader, name, reader.passage_terms.find(name, terms), boost)

    def estimate_size(self, ixreader: Any) -> int:
        """Any passage may match: counting the terms costs as much as finding them."""
        return _any_passage(ixreader)


class Excluded(query.Not):
    """The living passages that do not match, each scored 0."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:  # noqa: ARG002
        """All of them, as one list."""
        reader = searcher.reader()
        kept = np.zeros(reader.doc_count_all(), np.bool_)
        kept[np.fromiter(reader.all_doc_ids(), np.int64)] = True
        kept[np.fromiter(self.query.matcher(searcher, searcher.boolean_context()).all_ids(), np.int64)] = False
        passages = np.flatnonzero(kept).astype(np.int32)
        return PassageMatcher(once(passages), formats.Existence(), scorer=Constant(0.0))


class Without(query.AndNot):
    """The matches of the first query that do not match the second."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """Those of the first, filtered."""
        excluded = set(self.b.matcher(searcher, searcher.boolean_context()).all_ids())
        return FilterMatcher(self.a.matcher(searcher, context), excluded, exclude=True)


class Range(WrappingQuery):
    """A range of days or figures, found by two bisections."""

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The passages with a value in the range."""
        reader = searcher.reader()
        asked: Any = self.child
        if asked.fieldname not in reader.schema or not hasattr(reader, "passage_terms"):
            return matching.NullMatcher()
        vocabulary = reader.passage_terms.vocabularies.get(asked.fieldname)
        if not isinstance(vocabulary, ValueVocabulary):
            matcher: matching.Matcher = asked.matcher(searcher, context)
            return matcher
        field = reader.schema[asked.fieldname]
        first, last = (
            default if bound is None else to_sortable(field.numtype, 64, True, field.prepare_number(bound))
            for bound, default in ((asked.start, 0), (asked.end, 2**64 - 1))
        )
        first, last = first + bool(asked.startexcl), last - bool(asked.endexcl)
        held = vocabulary.between(first, last) if first <= last else vocabulary.find([])
        return constant_matcher(reader, asked.fieldname, held, asked.boost if asked.fieldname in ROWS else 0.0)

    def estimate_size(self, ixreader: Any) -> int:
        """Any passage may match."""
        return _any_passage(ixreader)


def constant_matcher(reader: Any, fieldname: str, matches: PassageMatches, score: float) -> PassageMatcher:
    """These passages with one score."""
    return PassageMatcher(matches, reader.schema[fieldname].format, scorer=Constant(score))


class NeighbouringWords(query.Phrase):
    """A phrase without slop, scored as in searchlib: by its frequency and the sum of its words' idf."""

    def __init__(self, phrase: query.Phrase) -> None:
        super().__init__(phrase.fieldname, phrase.words, phrase.slop, phrase.boost, phrase.char_ranges)

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """The passages that hold the phrase."""
        weighting = searcher.weighting if context is None or context.weighting is None else context.weighting
        reader = searcher.reader()
        words = self.encoded(reader)
        vocabulary = reader.passage_terms.vocabularies[self.fieldname] if hasattr(reader, "passage_terms") else None
        if not isinstance(weighting, Lucene) or not isinstance(vocabulary, WordVocabulary) or words is None:
            return super().matcher(searcher, context)
        scorer = weighting.shares(
            searcher, self.fieldname, self.boost * sum(weighting.idf(searcher, self.fieldname, word) for word in words)
        )
        lengths = reader.passage_terms.lengths(self.fieldname)
        format_ = reader.schema[self.fieldname].format
        return PassageMatcher(vocabulary.phrase(words), format_, scorer=scorer, lengths=lengths, width=len(words))

    def encoded(self, reader: Any) -> list[bytes] | None:
        """The words as terms; None when one is not text."""
        try:
            return [reader.schema[self.fieldname].to_bytes(word) for word in self.words]
        except ValueError:
            return None


OURS: Final = (Boosted, Fixed, Best, Terms, Excluded, Without, Range, NeighbouringWords)
"""The queries that this module makes."""
