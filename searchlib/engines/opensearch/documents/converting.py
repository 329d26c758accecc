"""Converts a document with its passages into documents of the cluster: see `mapping` for what stands where."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from math import isinf
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np

from searchlib import analysis, near_duplicates
from searchlib.analysis import Analyzer
from searchlib.engines.opensearch.documents import facet_keys
from searchlib.engines.opensearch.documents.mapping import BEGIN, BOTH, END, HOLE, JOIN, facet_field
from searchlib.engines.opensearch.documents.records import document_record, header_record, passage_record
from searchlib.engines.opensearch.documents.voices import Voices
from searchlib.expressions.amounts import allowed
from searchlib.expressions.units import to_base
from searchlib.models import DateMention, Document, Passage, Quantity, Statement
from searchlib.sentences import sentence_bounds

_LONGEST_ID: Final = 400
"""Bytes of an id that the cluster is given as it is (it takes 512)."""

Values = dict[str, Any]


class Converted(NamedTuple):
    """One document of the cluster: its id, and its values."""

    id: str
    values: Values


def cluster_id(document_id: str, ordinal: int | None, version: int) -> str:
    """The id of a passage, or of a document whole, as one version of the index wrote it: the same each time it is sent."""
    name = document_id
    if len(name.encode("utf-8", "replace")) > _LONGEST_ID:
        name = blake2b(name.encode("utf-8", "replace"), digest_size=32).hexdigest()
    return f"{version}/{'' if ordinal is None else ordinal}/{name}"


def routing(document_id: str) -> str:
    """What decides in which shard a document stands, with all of its passages."""
    return blake2b(document_id.encode("utf-8", "replace"), digest_size=8).hexdigest()


def checksum(record: str) -> int:
    """What is compared with a record by a check: 32 bits, signed."""
    return crc32(record.encode("utf-8", "replace")) - (1 << 31)


def digest_of(document: Document) -> str:
    """What tells a document from all others, every field of it."""
    return blake2b(document.model_dump_json().encode("utf-8", "replace"), digest_size=16).hexdigest()


def converted(
    document: Document, passages: Sequence[Passage], analyzer: Analyzer, *, version: int, added: int, place: int
) -> Iterator[Converted]:
    """The document whole, and each of its passages; `place` is that of its first passage among all of the index."""
    voices = Voices(passages)
    common: Values = {"document": document.id, "born": version, "added": added}
    whole: Values = {
        "what": "document",
        **common,
        "voices": voices.written(),
        "ordinal": len(passages),
        "digest": digest_of(document),
        "record": document_record(document, passages),
    }
    if document.path:
        whole["path"] = document.path
    yield Converted(cluster_id(document.id, None, version), whole)
    texts = [_Text(passage.text, analyzer) for passage in passages]
    statements = _statements(passages, texts, voices)
    prints = _fingerprints(texts)
    title = _Text(document.title, analyzer)
    shared: Values = {"what": "passage", **common, **_metadata(document), "header": header_record(document)}
    for ordinal, (passage, text) in enumerate(zip(passages, texts, strict=True)):
        record = passage_record(passage)
        values = {
            **shared,
            "ordinal": ordinal,
            "place": place + ordinal,
            "record": record,
            "checksum": checksum(record),
        }
        values |= {"text": text.words(), "length": text.length, "title_length": title.length}
        if title.length:
            values["title_rest" if ordinal else "title_first"] = title.words()
        if text.length:
            values["marks"] = text.marks(0, text.length - 1)
        values["statements"] = [statements[said.number] for said in passage.statements]
        values["quantities"] = [
            {**_quantity(one), "head": one.head, "size": to_base(one.high, one.unit)[0]} for one in passage.quantities
        ]
        values["dates"] = [_period(one) for one in passage.dates]
        values["fingerprint"] = prints[ordinal].astype(np.int64).item()
        values["bands"] = bands(int(prints[ordinal]))
        keys = facet_keys.of_passage(document, passage, voices)
        values["facets"] = {facet_field(name).partition(".")[2]: sorted(found) for name, found in keys.items() if found}
        yield Converted(cluster_id(document.id, ordinal, version), values)


def day_number(day: date) -> int:
    """A day as the index counts them."""
    return day.toordinal()


def _metadata(document: Document) -> Values:
    """What passages are found by of their document."""
    values: Values = {}
    if document.published:
        values["published"] = day_number(document.published)
    if document.source:
        values |= {"source": analysis.fold(document.source), "publisher": document.source}
    extra = {extra_value(name, value) for name, value in document.extra.items() if analysis.plain_name(name)}
    if extra:
        values["extra"] = sorted(extra)
    return values


def extra_value(name: str, value: str | float) -> str:
    """A value that a source gives beside our fields: its column's plain name, a tab, and the value as JSON, texts folded."""
    written = analysis.fold(value) if isinstance(value, str) else float(value)
    return f"{analysis.plain_name(name)}\t{json.dumps(written, ensure_ascii=False)}"


def read_extra_value(text: str) -> str | float:
    """The value of an `extra_value`."""
    value: str | float = json.loads(text.partition("\t")[2])
    return value


# --- words ---------------------------------------------------------------------------------------------------------


def joined(terms: Sequence[str]) -> str:
    """The terms of one position as one word."""
    return terms[0] if len(terms) == 1 else "".join(JOIN + term for term in terms)


class _Text:
    """A text's terms, their positions and characters, and the positions at which sentences begin."""

    def __init__(self, text: str, analyzer: Analyzer) -> None:
        self._text = text
        self.terms, self.positions, self.starts = analyzer.term_stream(text)

    @property
    def length(self) -> int:
        """The number of positions."""
        return self.positions[-1] + 1 if len(self.positions) else 0

    @cached_property
    def _sentences(self) -> list[int]:
        """The positions at which sentences begin, ascending."""
        found = (bisect_left(self.starts, start) for start, _ in sentence_bounds(self._text))
        return sorted({self.positions[at] for at in found if at < len(self.positions)})

    def words(self, first: int = 0, after: int | None = None) -> str:
        """The terms from one place in their list to another, a word for each position."""
        words: list[list[str]] = []
        last = -1
        for term, position in zip(self.terms[first:after], self.positions[first:after], strict=True):
            if position == last:
                words[-1].append(term)
            else:
                words.append([term])
            last = position
        return " ".join(map(joined, words))

    def marks(self, first: int, last: int) -> str:
        """Where sentences begin and end between two positions: what is cut off at either side is a sentence too."""
        begins = [first, *(at for at in self._sentences if first < at <= last)]
        words = [HOLE] * (last - first + 1)
        for begin, end in zip(begins, [*(later - 1 for later in begins[1:]), last], strict=True):
            if begin == end:
                words[begin - first] = BOTH
            else:
                words[begin - first], words[end - first] = BEGIN, END
        return " ".join(words)


def _fingerprints(texts: Sequence[_Text]) -> Any:
    """The fingerprint of each text, uint64[n]."""
    vocabulary: dict[str, int] = {}
    ids = [vocabulary.setdefault(term, len(vocabulary)) for text in texts for term in text.terms]
    counts = np.array([len(text.terms) for text in texts], np.int64)
    return near_duplicates.fingerprints(np.array(ids, np.int64), counts, list(vocabulary))


def bands(fingerprint: int) -> list[int]:
    """Four numbers of which near-duplicates have one in common: they agree in 9 of 12 lanes, so in one of four threes.

    Each is the figures' hash with three lanes; a passage without a fingerprint has none.
    """
    figures = fingerprint >> int(near_duplicates.FIGURES)
    threes = (fingerprint >> 12 * band & 0xFFF for band in range(4))
    return [band << 28 | figures << 12 | three for band, three in enumerate(threes)] if fingerprint else []


# --- mentions ------------------------------------------------------------------------------------------------------


def _statements(passages: Sequence[Passage], texts: Sequence[_Text], voices: Voices) -> dict[int, Values]:
    """By its number: each statement with its words, quantities and dates in all passages that it runs over."""
    rows: dict[int, Values] = {}
    for passage, text in zip(passages, texts, strict=True):
        for said in passage.statements:
            row = rows.setdefault(said.number, _statement(said, voices))
            first = bisect_left(text.starts, said.start - passage.start)
            after = bisect_left(text.starts, said.end - passage.start)
            if after > first:
                row["words"].append(text.words(first, after))
                row["marks"].append(text.marks(text.positions[first], text.positions[after - 1]))
        own = {said.number for said in passage.statements}
        for date_mention in passage.dates:
            if date_mention.statement in own:
                rows[date_mention.statement]["dates"].append(_period(date_mention))
        for quantity in passage.quantities:
            if quantity.statement in own:
                rows[quantity.statement]["quantities"].append(_quantity(quantity))
    return rows


def _statement(said: Statement, voices: Voices) -> Values:
    values: Values = {"kind": said.kind, "speaker_kind": said.speaker_kind, "confidence": said.confidence}
    values |= {"words": [], "marks": [], "quantities": [], "dates": [], "roles": voices.role_lines(said)}
    if said.marks:
        values["mark"] = sorted({mark.kind for mark in said.marks})
    voice = voices.key(said)
    if voice:
        values["voice"] = voice
    if said.role:
        values["role"] = said.role
    if said.on:
        values["on"] = day_number(said.on)
    return values


def _quantity(quantity: Quantity) -> Values:
    low, high, _, _ = allowed(quantity.low, quantity.high, quantity.modifier)
    ends = {"low": quantity.low, "high": quantity.high}
    ends |= {name: end for name, end in zip(allowed_ends(quantity.modifier), (low, high), strict=True) if name}
    finite = {name: value for name, value in ends.items() if not isinf(value)}
    values: Values = {**finite, "modifier": quantity.modifier, "confidence": quantity.confidence}
    if quantity.unit:
        values |= {f"base_{name}": to_base(value, quantity.unit)[0] for name, value in finite.items()}
        values |= {"unit": quantity.unit, "base": to_base(1.0, quantity.unit)[1]}
    if quantity.noun:
        values["noun"] = " ".join(dict.fromkeys(analysis.analyze(quantity.noun).terms))
    return values


@cache
def allowed_ends(modifier: str) -> tuple[str, str]:
    """Where the ends of what a quantity of this modifier allows stand: where those that it states do, or "" where it has none."""
    least, most, _, _ = allowed(1.0, 1.0, modifier)
    first = "low" if least == 1.0 else "from"
    last = "high" if most == 1.0 else "to"
    return "" if isinf(least) else first, "" if isinf(most) else last


def _period(mention: DateMention) -> Values:
    """The days of a date; one that stayed unresolved has none, so that no range finds it."""
    values: Values = {"confidence": mention.confidence}
    if mention.first is not None and mention.last is not None:
        first, last = day_number(mention.first), day_number(mention.last)
        values |= {"first": first, "last": last, "length": last - first + 1}
    return values
