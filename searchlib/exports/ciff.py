"""An export as one CIFF file: postings and exact lengths of the passages' words, for engines that measure ranking (PISA, Anserini, Terrier ...).

The Common Index File Format (Lin and others, Supporting Interoperability Between Open-Source Search Engines with the Common Index File Format, 2020) is
a stream of messages in the form of Protocol Buffers, each behind its length: a Header, a PostingsList for each term in the order of the terms' bytes, and
a DocRecord for each document. Places in a list are counted from the one before. A document here is a passage, by its id; its
terms are those that a search asks for, of its text alone: titles are a field of their own, which the format does not have. Its length is the
sum of their frequencies, as readers of the format expect: the index counts words, and "10 000" is two words but three terms.
"""

from __future__ import annotations

import struct
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from searchlib.analysis import Analyzer
from searchlib.exports.selection import SelectedDocument

VERSION: Final = 1
"""Of the format."""
_WHOLE, _DOUBLE, _BYTES = 0, 1, 2  # wire types of Protocol Buffers


def write(
    path: Path, documents: Iterable[SelectedDocument], about: Mapping[str, str], analyzer: Analyzer
) -> dict[str, int]:
    """Write the file; returns how many documents and passages it has. All postings are in memory at once, eight bytes each."""
    names: list[str] = []
    lengths = array("q")
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    seen = set()
    for selected in documents:
        seen.add(selected.document.id)
        for passage, _, _ in selected.passages:
            terms = analyzer.term_list(passage.text)
            for term, frequency in Counter(terms).items():
                places[term].extend((len(names), frequency))
            names.append(passage.id)
            lengths.append(len(terms))
    with path.open("wb") as stream:
        stream.write(_delimited(_header(len(places), lengths, _description(about))))
        for encoded, term in sorted((term.encode("utf-8", "surrogatepass"), term) for term in places):
            stream.write(_delimited(_postings_list(encoded, places.pop(term))))
        for place, (name, length) in enumerate(zip(names, lengths, strict=True)):
            fields = _number(1, place), _text(2, name.encode()), _number(3, length)
            stream.write(_delimited(b"".join(fields)))
    return {"documents": len(seen), "passages": len(names)}


def _description(about: Mapping[str, str]) -> str:
    query = f", query {about['query']}" if about["query"] else ""
    return f"searchlib {about['searchlib']}, generation {about['generation']}{query}"


def _header(terms: int, lengths: array[int], description: str) -> bytes:
    total = sum(lengths)
    counts = (VERSION, terms, len(lengths), terms, len(lengths), total)
    numbers = b"".join(_number(field, count) for field, count in enumerate(counts, 1))
    average = struct.pack("<d", total / len(lengths) if lengths else 0.0)
    return numbers + _varint(7 << 3 | _DOUBLE) + average + _text(8, description.encode())


def _postings_list(term: bytes, places: array[int]) -> bytes:
    """A PostingsList: term, df, cf, and for each document its distance from the one before and its frequency."""
    frequencies = places[1::2]
    fields = [_text(1, term), _number(2, len(frequencies)), _number(3, sum(frequencies))]
    before = 0
    for place, frequency in _pairs(places):
        fields.append(_text(4, _number(1, place - before) + _number(2, frequency)))
        before = place
    return b"".join(fields)


def _pairs(places: array[int]) -> Iterator[tuple[int, int]]:
    return zip(places[::2], places[1::2], strict=True)


def _delimited(message: bytes) -> bytes:
    return _varint(len(message)) + message


def _text(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    """A number as Protocol Buffers write it: none for 0."""
    return _varint(field << 3 | _WHOLE) + _varint(value) if value else b""


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    if value < 1 << 7:
        return bytes((value,))
    parts = bytearray()
    while value >= 1 << 7:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)
