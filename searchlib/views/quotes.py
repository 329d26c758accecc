"""What was said, each utterance once: the statements that match, grouped as wordings of one utterance across retellings.

passages that match -> one draft a statement -> groups of retellings -> copies counted once -> wordings and how they differ
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, Final

from searchlib.analysis import fold_name, term_list
from searchlib.engines.contract import Reader
from searchlib.matching.stored import Stored
from searchlib.models import Quantity, Statement
from searchlib.models.views.quotes import QuoteGroup, Quotes, Wording
from searchlib.query.nodes import And, Clauses, Node, Or, Phrase, Word, leaves
from searchlib.views.collection_pause import collection_paused
from searchlib.views.nouns import noun_stem
from searchlib.views.passages_read import ViewRequest, read_passages
from searchlib.views.retellings.close_words import close_forms, close_stems, compared, term_of, terms_in
from searchlib.views.retellings.likeness import groups_of
from searchlib.views.retellings.negation import read_negations
from searchlib.views.retellings.predicates import with_single_verbs
from searchlib.views.retellings.utterances import Utterance, Utterances
from searchlib.views.retellings.wordings import chain_of, differing, stems_in
from searchlib.views.statement_rows import statement_fields, statements_of

_COPIED: Final = 0.7
"""Part of the word pairs that two wordings share when one is a copy of the other."""

_QUOTED: Final = re.compile('[“"]([^“”"]+)[”“"]')
_UNITS: Final = {"pound": "GBP"}
"""Units that one word names: which one is meant may be clear in one retelling only."""
_YEARS: Final = {"decade": ("year", 10), "century": ("year", 100)}
_SMALL: Final = 12
"""Figures under this one are counted of many things in one story."""

_NONE: Final[frozenset[Any]] = frozenset()
"""One for all: most of fifty thousand statements have no figure and negate nothing."""

_RELAYED: Final = 0.6
"""Part of a statement that another one covers when it is the same words, told by somebody else."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement on its way into the view: `row` is its Wording, filled in where it is known.

    `at` is its place among the utterances, `rank` that of its passage among those read, the best first.
    """

    row: Wording
    at: int
    rank: int

    @property
    def order(self) -> tuple[date, str, int]:
        """Earliest published first, then document by document."""
        return self.row.published or date.max, self.row.document, self.row.start


def quotes(reader: Reader, request: ViewRequest) -> Quotes:
    """The utterances of the passages that match, each with its wordings."""
    with collection_paused():  # of 3.8 s CPU for 14,000 statements the collector took 1.1
        return _quotes(reader, request)


def _quotes(reader: Reader, request: ViewRequest) -> Quotes:
    started = time.perf_counter()
    read = read_passages(reader, replace(request, node=with_close_words(request.node)))
    drafts, utterances = _drafts(read.stored, request)
    grouping = groups_of(utterances)
    groups = [[drafts[place] for place in places] for places in grouping.groups]
    drafts.clear()
    return Quotes(
        generation=reader.version,
        query=request.text,
        parsed=str(request.node),
        groups=tuple(_numbered(groups, utterances, _asked_terms(request.node))),
        passages=len(read.stored),
        total=read.total,
        cut=" ".join(filter(None, (read.cut, _uncompared(grouping.uncounted)))),
        warnings=request.warnings,
        took_ms=round(1000 * (time.perf_counter() - started), 3),
    )


def _uncompared(words: int) -> str:
    """What was not compared, as a sentence; "" when everything was."""
    if not words:
        return ""
    return f"The {words:,} commonest words were not compared: some retellings may stand alone; a narrower query compares all."


# ---- what is asked --------------------------------------------------------------------------------------------------


def with_close_words(node: Node) -> Node:
    """The query with, for each of its words, the words that retell it: "conversation" finds a dialogue too."""
    if isinstance(node, Word) and node.field is None:
        others = _close_to(node.text)
        return Or((node, *(replace(node, text=form) for form in others))) if others else node
    if isinstance(node, Clauses):
        optional, required = (tuple(map(with_close_words, part)) for part in (node.optional, node.required))
        return replace(node, optional=optional, required=required)
    if isinstance(node, And | Or):
        return replace(node, nodes=tuple(map(with_close_words, node.nodes)))
    return node


def _close_to(word: str) -> list[str]:
    """The words that retell a word of a query; it is left out itself."""
    own = stems_in(word)
    forms = close_forms().get(close_stems().get(next(iter(own)), ""), ()) if len(own) == 1 else ()
    return [form for form in forms if stems_in(form) != own]


def _asked_terms(node: Node) -> frozenset[str]:
    """What the words of the query stand for."""
    words = [leaf.text for leaf in leaves(node) if isinstance(leaf, Word | Phrase)]
    return frozenset(term_of(term) for word in words for term in stems_in(word))


# ---- statements -----------------------------------------------------------------------------------------------------


def _drafts(read: Iterable[Stored], request: ViewRequest) -> tuple[list[Draft], Utterances]:
    """The statements, the earliest first, and as they are compared."""
    utterances = Utterances()

    def passing() -> Iterator[Draft]:
        for rank, (stored, said) in enumerate(statements_of(read, request)):
            row = _wording(stored, said)
            utterances.append(utterance_of(stored, said, row.text))
            yield Draft(row, rank, rank)

    drafts = _without_relays(passing())
    ordered = utterances.taken([draft.at for draft in drafts])
    return [Draft(draft.row, at, draft.rank) for at, draft in enumerate(drafts)], ordered.with_roles()


def _wording(stored: Stored, said: Statement) -> Wording:
    return Wording.compact(
        {
            **statement_fields(stored, said),
            "ordinal": 0,
            "group": 0,
            "speaker_kind": said.speaker_kind,
            "hearer": said.hearer,
            "cites": said.outlet,
            "chain": (),
            "differs": (),
            "marks": tuple(sorted({mark.kind for mark in said.marks})) if said.marks else (),
            "repeats": (),
        }
    )


def utterance_of(stored: Stored, said: Statement, text: str) -> Utterance:
    """A statement of a passage as it is compared with others; `text` is what is said."""
    words = tuple(term_list(text))
    figures = (
        frozenset(
            (_amount(quantity), _counted(quantity))
            for quantity in stored.passage.quantities
            if quantity.statement == said.number
        )
        or _NONE
    )
    days = (
        frozenset(
            f"{mention.first}..{mention.last}"
            for mention in stored.passage.dates
            if mention.statement == said.number and mention.first is not None
        )
        or _NONE
    )
    affirmed, negated = read_negations(with_single_verbs(words))
    speaker = fold_name(said.speaker)
    terms = compared(affirmed) - _terms_of_speaker(said.speaker, said.role, words) | {
        amount.partition(" ")[0] for amount, _ in figures
    }
    unquoted = terms - compared(term_list(" ".join(_QUOTED.findall(text)))) if said.kind == "mixed" else _NONE
    return Utterance(
        words=words,
        terms=terms,
        unquoted=unquoted,
        figures=figures,
        negated=negated or _NONE,
        is_denied=any(mark.kind == "denied" for mark in said.marks),
        speaker=speaker if said.speaker_kind in ("person", "organization") else (),
        is_person=said.speaker_kind == "person",
        role=said.role or (said.speaker if said.speaker_kind == "unnamed" else ""),
        day=0 if said.on is None else said.on.toordinal(),
        days=days,
    )


def _amount(quantity: Quantity) -> str:
    """A figure and its unit, as it is compared: three decades are 30 years."""
    unit, times = _YEARS.get(quantity.unit, (_UNITS.get(quantity.unit, quantity.unit), 1))
    return f"{quantity.low * times:g}..{quantity.high * times:g} {unit}"


def _terms_of_speaker(name: str, role: str, words: Sequence[str]) -> frozenset[str]:
    """What a statement's speaker is called, which says nothing of what is said; the role only where the name stands beside it."""
    if not name:
        return frozenset()
    stems = _stems_of_name(name)
    return terms_in(f"{name} {role}") if stems and stems[-1] in words else terms_in(name)


_stems_of_name: Final = lru_cache(maxsize=1 << 12)(term_list)


def _counted(quantity: Quantity) -> str:
    """What a figure counts; "" for small ones: three diplomats may be three officials, 600 beds are not 600 nurses."""
    return term_of(noun_stem(quantity.head)) if quantity.high >= _SMALL else ""


def _without_relays(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts in order, those of the same words of one article as one: who relays them is cited."""
    ordered = sorted(drafts, key=lambda draft: draft.order)
    kept: list[Draft] = []
    for _, of_document in groupby(ordered, key=lambda draft: draft.row.document):
        own: list[Draft] = []
        for draft in of_document:
            before = ((at, other.row) for at, other in enumerate(own) if other.row.end > draft.row.start)
            at = next((at for at, row in before if _same_words(draft.row, row)), None)
            if at is None:
                own.append(draft)
            else:
                own[at] = _joined(own[at], draft)
        kept += own
    return sorted(kept, key=lambda draft: draft.order)


def _same_words(one: Wording, other: Wording) -> bool:
    """Whether two statements of a document are the same words, most of the longer one's."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > _RELAYED * max(one.end - one.start, other.end - other.start)


def _joined(one: Draft, other: Draft) -> Draft:
    """Two drafts of the same words as one: of a speaker and an organization that tells it, the organization is cited."""
    first, relay = sorted((one, other), key=lambda draft: draft.row.speaker_kind == "organization")
    if fold_name(first.row.speaker) == fold_name(relay.row.speaker):
        return max(one, other, key=lambda draft: len(draft.row.text))
    cites = first.row.cites or relay.row.cites or relay.row.speaker
    return replace(first, row=Wording.compact(vars(first.row) | {"cites": cites}))


# ---- groups ---------------------------------------------------------------------------------------------------------


def _numbered(groups: list[list[Draft]], utterances: Utterances, asked: frozenset[str]) -> Iterator[QuoteGroup]:
    """The groups, which are used up: first those with a word asked for, then the most retold, then the best passages, or the earliest."""
    holding = utterances.holding(asked)

    def place(drafts: Sequence[Draft]) -> tuple[bool, int, int, tuple[date, str, int]]:
        is_asked = any(holding[draft.at] for draft in drafts)
        rank = min(draft.rank for draft in drafts) if asked else 0
        return not is_asked, -len({draft.row.document for draft in drafts}), rank, drafts[0].order

    row = 1
    groups.sort(key=place)
    groups.reverse()
    for ordinal in range(1, len(groups) + 1):
        drafts = groups.pop()  # they make room for the next rows
        wordings = list(_without_copies(drafts, utterances))
        yield _group(ordinal, row, drafts, wordings, utterances)
        row += len(wordings)


def _without_copies(drafts: Sequence[Draft], utterances: Utterances) -> Iterator[Wording]:
    """One wording for each set of copies: the first appearance, with the passages of other documents that repeat it."""
    if len(drafts) == 1:
        yield drafts[0].row
        return
    kept: list[tuple[Draft, Utterance, frozenset[tuple[str, str]], list[str]]] = []
    for draft in drafts:
        own = utterances[draft.at]
        pairs = frozenset(pairwise(own.words))
        for first, said, others, repeats in kept:
            if (
                _same_voice(first.row, draft.row)
                and own.figures == said.figures
                and (own.words == said.words or _alike(pairs, others))
            ):
                if first.row.document != draft.row.document:
                    repeats.append(draft.row.passage)
                break
        else:
            kept.append((draft, own, pairs, []))
    for draft, _, _, repeats in kept:
        yield draft.row.filled({"repeats": tuple(dict.fromkeys(repeats))})


def _same_voice(one: Wording, other: Wording) -> bool:
    """Whether a copy may be one: the same speaker and marks."""
    return fold_name(one.speaker) == fold_name(other.speaker) and one.marks == other.marks


def _alike(one: frozenset[Any], other: frozenset[Any]) -> bool:
    """Whether two wordings are near-duplicates: the Jaccard measure of their word pairs."""
    return bool(one) and len(one & other) >= _COPIED * len(one | other)


def _group(
    ordinal: int, first_row: int, drafts: Sequence[Draft], wordings: Sequence[Wording], utterances: Utterances
) -> QuoteGroup:
    if len(wordings) > 1:
        wordings = sorted(wordings, key=lambda row: not row.is_asserted)
    known = stems_in(wordings[0].text) if len(wordings) > 1 else frozenset()
    rows = [
        row.filled(
            {
                "ordinal": first_row + place,
                "group": ordinal,
                "differs": differing(row.text, known) if place else (),
                "chain": chain_of(row.speaker, row.hearer, row.cites, row.source),
            }
        )
        for place, row in enumerate(wordings)
    ]
    return QuoteGroup.trusted(
        {
            "ordinal": ordinal,
            "wordings": tuple([row for row in rows if row.is_asserted]),
            "apart": tuple([row for row in rows if not row.is_asserted]),
            "speakers": _names(drafts, utterances),
            "papers": tuple(dict.fromkeys([paper for draft in drafts if (paper := draft.row.source)])),
        }
    )


def _names(drafts: Sequence[Draft], utterances: Utterances) -> tuple[str, ...]:
    """The names that an utterance is attributed to; a surname is the full name's."""
    names: list[tuple[frozenset[str], str]] = []
    for draft in drafts:
        parts = frozenset(utterances.speaker(draft.at))
        at = next((at for at, (known, _) in enumerate(names) if parts <= known or known <= parts), None)
        if parts and at is None:
            names.append((parts, draft.row.speaker))
        elif parts and at is not None and len(parts) > len(names[at][0]):
            names[at] = (parts, draft.row.speaker)
    return tuple([name for _, name in names])
