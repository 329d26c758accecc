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
from searchlib.models.views.quotes import QuoteGroup, Quotes, Wording, asserts
from searchlib.query.nodes import And, Clauses, Node, Or, Phrase, Word, leaves
from searchlib.views.collection_pause import collection_paused
from searchlib.views.nouns import noun_stem
from searchlib.views.passages_read import ViewRequest, read_passages
from searchlib.views.retellings.close_words import close_forms, close_stems, compared, term_of, terms_in
from searchlib.views.retellings.likeness import Utterance, groups_of
from searchlib.views.retellings.negation import read_negations
from searchlib.views.retellings.wordings import chain_of, differing, stems_in
from searchlib.views.statement_rows import statement_fields, statements_of

_COPIED: Final = 0.7
"""Part of the word pairs that two wordings share when one is a copy of the other."""

_QUOTED: Final = re.compile('[“"]([^“”"]+)[”“"]')
_UNITS: Final = {"pound": "GBP"}
"""Units that one word names: which one is meant may be clear in one retelling only."""
_SMALL: Final = 12
"""Figures under this one are counted of many things in one story."""

_NONE: Final[frozenset[Any]] = frozenset()
"""One for all: most of fifty thousand statements have no figure and negate nothing."""

_RELAYED: Final = 0.6
"""Part of a statement that another one covers when it is the same words, told by somebody else."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement on its way into the view: `fields` are those of its Wording in the model's order, filled in where they are.

    `rank` is the place of its passage among those read, the best first.
    """

    fields: dict[str, Any]
    utterance: Utterance
    rank: int

    @property
    def order(self) -> tuple[date, str, int]:
        """Earliest published first, then document by document."""
        return self.fields["published"] or date.max, self.fields["document"], self.fields["start"]


def quotes(reader: Reader, request: ViewRequest) -> Quotes:
    """The utterances of the passages that match, each with its wordings."""
    with collection_paused():  # of 3.8 s CPU for 14,000 statements the collector took 1.1
        return _quotes(reader, request)


def _quotes(reader: Reader, request: ViewRequest) -> Quotes:
    started = time.perf_counter()
    read = read_passages(reader, replace(request, node=with_close_words(request.node)))
    statements = enumerate(statements_of(read.stored, request))
    drafts = _without_relays(_draft(stored, said, rank) for rank, (stored, said) in statements)
    grouping = groups_of([draft.utterance for draft in drafts])
    groups = [[drafts[place] for place in places] for places in grouping.groups]
    del drafts
    return Quotes(
        generation=reader.version,
        query=request.text,
        parsed=str(request.node),
        groups=tuple(_numbered(groups, _asked_terms(request.node))),
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


def _draft(stored: Stored, said: Statement, rank: int) -> Draft:
    fields = {
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
    return Draft(fields, utterance_of(stored, said, fields["text"]), rank)


def utterance_of(stored: Stored, said: Statement, text: str) -> Utterance:
    """A statement of a passage as it is compared with others; `text` is what is said."""
    words = tuple(term_list(text))
    figures = (
        frozenset(
            (f"{quantity.low:g}..{quantity.high:g} {_UNITS.get(quantity.unit, quantity.unit)}", _counted(quantity))
            for quantity in stored.passage.quantities
            if quantity.statement == said.number
        )
        or _NONE
    )
    affirmed, negated = read_negations(words)
    speaker = fold_name(said.speaker)
    terms = compared(affirmed) - _terms_of_speaker(said.speaker, said.role, words) | {amount for amount, _ in figures}
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
        role=said.role,
        day=0 if said.on is None else said.on.toordinal(),
    )


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
    for _, of_document in groupby(ordered, key=lambda draft: draft.fields["document"]):
        own: list[Draft] = []
        for draft in of_document:
            start = draft.fields["start"]
            before = ((at, other.fields) for at, other in enumerate(own) if other.fields["end"] > start)
            at = next((at for at, fields in before if _same_words(draft.fields, fields)), None)
            if at is None:
                own.append(draft)
            else:
                own[at] = _joined(own[at], draft)
        kept += own
    return sorted(kept, key=lambda draft: draft.order)


def _same_words(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two statements of a document are the same words, most of the longer one's."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(shared > _RELAYED * max(one["end"] - one["start"], other["end"] - other["start"]))


def _joined(one: Draft, other: Draft) -> Draft:
    """Two drafts of the same words as one: of a speaker and an organization that tells it, the organization is cited."""
    first, relay = sorted((one, other), key=lambda draft: draft.fields["speaker_kind"] == "organization")
    if fold_name(first.fields["speaker"]) == fold_name(relay.fields["speaker"]):
        return max(one, other, key=lambda draft: len(draft.fields["text"]))
    cites = first.fields["cites"] or relay.fields["cites"] or relay.fields["speaker"]
    return replace(first, fields=first.fields | {"cites": cites})


# ---- groups ---------------------------------------------------------------------------------------------------------


def _numbered(groups: list[list[Draft]], asked: frozenset[str]) -> Iterator[QuoteGroup]:
    """The groups, which are used up: first those with a word asked for, then the most retold, then the best passages, or the earliest."""
    whole = [(drafts, list(_without_copies(drafts))) for drafts in groups]

    def place(group: tuple[list[Draft], list[dict[str, Any]]]) -> tuple[bool, int, int, tuple[date, str, int]]:
        drafts, _ = group
        is_asked = bool(asked) and any(not asked.isdisjoint(_known(draft)) for draft in drafts)
        rank = min(draft.rank for draft in drafts) if asked else 0
        return not is_asked, -len({draft.fields["document"] for draft in drafts}), rank, drafts[0].order

    row = 1
    whole.sort(key=place)
    whole.reverse()
    groups.clear()
    for ordinal in range(1, len(whole) + 1):
        drafts, wordings = whole.pop()  # its drafts make room for the next rows
        yield _group(ordinal, row, drafts, wordings)
        row += len(wordings)


def _known(draft: Draft) -> frozenset[str]:
    """Everything that a statement can be asked by: its words, and what they stand for."""
    return draft.utterance.terms | frozenset(draft.utterance.words)


def _without_copies(drafts: Sequence[Draft]) -> Iterator[dict[str, Any]]:
    """One wording for each set of copies: the first appearance, with the passages of other documents that repeat it."""
    if len(drafts) == 1:
        yield drafts[0].fields
        return
    kept: list[tuple[Draft, frozenset[tuple[str, str]], list[str]]] = []
    for draft in drafts:
        pairs = frozenset(pairwise(draft.utterance.words))
        for first, others, repeats in kept:
            if _same_voice(first, draft) and (draft.utterance.words == first.utterance.words or _alike(pairs, others)):
                if first.fields["document"] != draft.fields["document"]:
                    repeats.append(draft.fields["passage"])
                break
        else:
            kept.append((draft, pairs, []))
    for draft, _, repeats in kept:
        yield {**draft.fields, "repeats": tuple(dict.fromkeys(repeats))} if repeats else draft.fields


def _same_voice(one: Draft, other: Draft) -> bool:
    """Whether a copy may be one: the same speaker and marks, and the same figures."""
    return (
        fold_name(one.fields["speaker"]) == fold_name(other.fields["speaker"])
        and one.fields["marks"] == other.fields["marks"]
        and one.utterance.figures == other.utterance.figures
    )


def _alike(one: frozenset[Any], other: frozenset[Any]) -> bool:
    """Whether two wordings are near-duplicates: the Jaccard measure of their word pairs."""
    return bool(one) and len(one & other) >= _COPIED * len(one | other)


def _group(ordinal: int, first_row: int, drafts: Sequence[Draft], wordings: Sequence[dict[str, Any]]) -> QuoteGroup:
    if len(wordings) > 1:
        wordings = sorted(wordings, key=lambda fields: not asserts(fields["marks"]))
    known = stems_in(wordings[0]["text"]) if len(wordings) > 1 else frozenset()
    for place, fields in enumerate(wordings):
        fields["ordinal"], fields["group"] = first_row + place, ordinal
        fields["differs"] = differing(fields["text"], known) if place else ()
        fields["chain"] = chain_of(fields["speaker"], fields["hearer"], fields["cites"], fields["source"])
    rows = list(map(Wording.trusted, wordings))
    return QuoteGroup.trusted(
        {
            "ordinal": ordinal,
            "wordings": tuple([row for row in rows if row.is_asserted]),
            "apart": tuple([row for row in rows if not row.is_asserted]),
            "speakers": tuple(_names(drafts)),
            "papers": tuple(dict.fromkeys([paper for draft in drafts if (paper := draft.fields["source"])])),
        }
    )


def _names(drafts: Iterable[Draft]) -> list[str]:
    """The names that an utterance is attributed to; a surname is the full name's."""
    names: list[tuple[frozenset[str], str]] = []
    for draft in drafts:
        parts = frozenset(draft.utterance.speaker)
        at = next((at for at, (known, _) in enumerate(names) if parts <= known or known <= parts), None)
        if parts and at is None:
            names.append((parts, draft.fields["speaker"]))
        elif parts and at is not None and len(parts) > len(names[at][0]):
            names[at] = (parts, draft.fields["speaker"])
    return [name for _, name in names]
