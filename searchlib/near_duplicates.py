"""Near-duplicates: a 64-bit fingerprint a passage, and the groups that fingerprints make.

The high 16 bits are a hash of the figures that the passage states, as digits or in words, and of its negations; the low 48 are twelve
minhashes of its word pairs at 4 bits each. Two passages that share a part J of their word pairs agree in about 12 J of
the twelve lanes, and by chance in one of sixteen (Broder, "On the resemblance and containment of documents", 1997;
b-bit minhash: Li and Koenig, 2010).

Two passages are near-duplicates when their figures and negations are the same and at least `AGREEING` lanes agree; a group is what
near-duplicates link, directly or through others. It is a property of the passages alone: neither the query, nor the
order of documents nor their segments change it. Figures and negations must agree for the reader's
sake: "8,000 troops" is never collapsed under an update that says "10,000", nor "not guilty" under "guilty".

A fingerprint does not tell names. Where a page is collapsed, the texts of a group do: two of which each has a name that the other
does not have ("the Talas valley", "the Sorva valley") tell of two things, and a match stands under the first one of its group, in the order of
the page, from which it does not differ so. `benchmarks/near_duplicates.py` measures all of this on stories of our own.

Measured on 264,000 passages of 8 words or more (12,000 articles of 2012 to 2020; Reuters 1987), J being exact:

    same figures and              of pairs found, J >= .5   found of J .7-.8   of J .8-.9   of J >= .9
    9 of 12 lanes (this rule)     92 to 96 %                67 to 77 %         89 to 92 %   100 %
    10 of 12 lanes                98 to 99 %                41 to 54 %         70 to 77 %   96 to 97 %
    8 of 12 lanes                 75 to 91 %                84 to 89 %         99 %         100 %
    eight lanes of 8 bits, equal  99 %                      8 to 9 %           29 %         55 to 58 %
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from searchlib import analysis
from searchlib.array_types import Array, Bits64, Mask

LANES: Final = 12
AGREEING: Final = 9
"""Lanes of near-duplicates that agree."""

SHORTEST: Final = 8
"""Words: shorter passages ("He declined to comment.") would match too easily; their fingerprint is 0."""

FIGURES: Final = np.uint64(48)
"""Bits below the hash of the figures."""

_LANE_ENDS: Final = np.uint64(0x1111_1111_1111)
_MULTIPLIERS: Final = np.array(
    [int.from_bytes(hashlib.sha256(f"lane {lane}".encode()).digest()[:8], "little") | 1 for lane in range(LANES)],
    np.uint64,
)
_AT_ONCE: Final = 1 << 14
"""Terms hashed at once: three arrays of them fit the second-level cache."""
_PAIR: Final = np.uint64(0x9E3779B97F4A7C15)
_NUMBER_WORDS: Final = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half
"""

_OPENING: Final = 2
"""Signs before the first word of a sentence: a quotation mark, a bracket."""

_NEGATIONS: Final = "not no never nobody none nothing neither nor without hardly deny denied denial"
_CONTRACTED: Final = ("n't", "cannot")
"""Ends of terms that say "not"."""


@cache
def _negation_terms() -> frozenset[str]:
    return _english_terms(_NEGATIONS)


@cache
def _number_terms() -> frozenset[str]:
    return _english_terms(_NUMBER_WORDS)


def _english_terms(words: str) -> frozenset[str]:
    """The words as terms, stemmed and as they are: an index may do without stems."""
    return frozenset((*analysis.analyze(words).terms, *words.split()))


def is_figure(term: str) -> bool:
    """Whether a term states a figure: it has a digit, or is the word of a number."""
    return term in _number_terms() or (not term.isalpha() and any(map(str.isdigit, term)))


def term_hashes(terms: Sequence[str]) -> Bits64:
    """A 64-bit hash of each term, the same on every machine and in every run."""
    digests = b"".join(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest() for term in terms)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def fingerprints(ids: Array, counts: Array, vocabulary: Sequence[str]) -> Bits64:
    """uint64[P]: the fingerprint of each passage; `ids` are term numbers of all passages, `counts` how many each has.

    Passages of fewer than SHORTEST words have 0: they have no near-duplicates.
    """
    result = np.zeros(len(counts), np.uint64)
    if not len(ids):
        return result
    hashes = term_hashes(vocabulary)
    ends = np.cumsum(counts, dtype=np.int64)
    some = counts > 0
    result[some] = _minhashes(ids, hashes, (ends - counts)[some], ends[some])
    result |= _figures_of(ids, counts, vocabulary) << FIGURES
    long = counts >= SHORTEST
    result[long & (result == 0)] = 1
    result[~long] = 0
    return result


def _minhashes(ids: Array, hashes: Bits64, starts: Array, ends: Array) -> Bits64:
    """Twelve lanes of 4 bits for each passage; as many passages are done together as fit the processor's cache."""
    prints = np.empty(len(starts), np.uint64)
    first = 0
    while first < len(starts):
        after = max(int(np.searchsorted(ends, starts[first] + _AT_ONCE, "right")), first + 1)
        begin = starts[first]
        terms = hashes[ids[begin : ends[after - 1]]]
        prints[first:after] = _lanes(terms, starts[first:after] - begin, ends[first:after] - begin)
        first = after
    return prints


def _lanes(hashes: Bits64, starts: Array, ends: Array) -> Bits64:
    """The lanes of passages whose terms are laid end to end; a passage of one word is hashed by that word."""
    pairs = hashes * _PAIR
    pairs[:-1] += hashes[1:]
    pairs[ends - 1] = hashes[ends - 1] * _PAIR
    mixed = pairs >> np.uint64(29)
    pairs ^= mixed
    # the last word of a passage pairs with nothing: it counts only where it is alone
    lone = ends[ends - starts > 1] - 1
    pairs[lone] = pairs[lone - 1]
    prints = np.zeros(len(starts), np.uint64)
    shifted = np.empty_like(pairs)
    for lane, multiplier in enumerate(_MULTIPLIERS):
        np.multiply(pairs, multiplier, out=mixed)
        np.right_shift(mixed, np.uint64(32), out=shifted)
        np.bitwise_xor(mixed, shifted, out=mixed)
        least = np.minimum.reduceat(mixed, starts)
        prints |= ((least >> np.uint64(24)) & np.uint64(0xF)) << np.uint64(4 * lane)
    return prints


def _figures_of(ids: Array, counts: Array, vocabulary: Sequence[str]) -> Bits64:
    """16 bits a passage: a hash of the set of figures and negations in it, 0 for none. "Didn't" counts as "not"."""
    spelled = ["not" if term.endswith(_CONTRACTED) else term for term in vocabulary]
    negations = _negation_terms()
    telling = [at for at, term in enumerate(spelled) if term in negations or is_figure(term)]
    codes = np.full(len(vocabulary), -1, np.int64)
    known: dict[str, int] = {}
    codes[telling] = [known.setdefault(spelled[at], len(known)) for at in telling]
    at = np.flatnonzero(codes[ids] >= 0)
    hashed = np.zeros(len(counts), np.uint64)
    if not len(at):
        return hashed
    passages = np.repeat(np.arange(len(counts)), counts)[at]
    distinct = np.unique(passages * len(known) + codes[ids[at]])
    passages, terms = np.divmod(distinct, len(known))
    starts = np.flatnonzero(np.diff(passages, prepend=-1))
    together = np.bitwise_xor.reduceat(term_hashes(list(known))[terms], starts)
    hashed[passages[starts]] = np.maximum(together >> FIGURES, np.uint64(1))
    return hashed


def near(prints: Bits64, one: np.uint64) -> Mask:
    """bool[n]: which fingerprints are those of near-duplicates of `one`."""
    differing = prints ^ one
    bits = differing | differing >> np.uint64(1) | differing >> np.uint64(2) | differing >> np.uint64(3)
    lanes = (bits & _LANE_ENDS) * _LANE_ENDS >> np.uint64(44) & np.uint64(0xF)  # their sum, in the highest lane
    result: Mask = (differing >> FIGURES == 0) & (lanes <= LANES - AGREEING)
    return result


class Naming(NamedTuple):
    """The terms of a text, and those of them that are written as names: with a capital, not at the beginning of a sentence."""

    names: frozenset[str]
    terms: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Naming:
        """Read a text."""
        from searchlib.sentences import sentence_bounds  # no plain search needs it

        words = analysis.analyze(text)
        opening = {start for start, _ in sentence_bounds(text)}
        named = {
            term
            for term, start in zip(words.terms, words.starts, strict=True)
            if text[start].isupper()
            and not any(begin in opening for begin in range(max(0, start - _OPENING), start + 1))
        }
        return cls(frozenset(named), frozenset(words.terms))

    def differs(self, other: Naming) -> bool:
        """Whether each has a name that the other's text does not have. A credit or a cut adds names on one side alone."""
        return bool(self.names - other.terms) and bool(other.names - self.terms)


class Groups:
    """The groups of near-duplicates of one snapshot, each computed when it is first asked for.

    Only passages with the same figures can be in one group, so a group is grown inside a slice of the sorted prints.
    """

    def __init__(self, prints: Bits64) -> None:
        """`prints` are the fingerprints of all living passages; 0 is ignored."""
        unique = np.unique(prints)
        self._prints: Bits64 = unique[unique != 0]
        self._known: dict[int, Bits64] = {}

    def group(self, one: np.uint64) -> Bits64:
        """All prints of the group of `one`, ascending; itself alone when it has no near-duplicates."""
        known = self._known.get(int(one))
        if known is None:
            known = self._grown(one)
            self._known.update((member, known) for member in known.tolist())
        return known

    def _grown(self, one: np.uint64) -> Bits64:
        figures = one >> FIGURES
        least = figures << FIGURES
        most = least | (np.uint64(1) << FIGURES) - np.uint64(1)
        low, high = np.searchsorted(self._prints, least, "left"), np.searchsorted(self._prints, most, "right")
        others = self._prints[low:high]
        if one == 0 or len(others) < 2:
            return np.array([one], np.uint64)
        held = others == one
        waiting = [one]
        while waiting:
            fresh = near(others, waiting.pop()) & ~held
            held |= fresh
            waiting.extend(others[fresh])
        grown: Bits64 = others[held]
        return grown
