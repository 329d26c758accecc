"""A segment as it is read: terms found by bisection, rows and strings by number, records decoded when they are shown.

Nothing is loaded at opening. Every number that comes from the file is checked before it is used as a place in it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.segments.integrity import fit, fit_deletions, in_range
from searchlib.engines.whoosh.columnar.segments.passage_codec import read_gaps, read_header, read_passage
from searchlib.engines.whoosh.columnar.segments.word_codes import (
    FormReader,
    Forms,
    Record,
    by_frequency,
    numbers_of,
    ranks_of,
)
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile, Cells
from searchlib.engines.whoosh.columnar.store.commits import Manifest, Snapshot
from searchlib.engines.whoosh.columnar.store.layout import (
    KEYED,
    MENTION_TABLES,
    TERM_FIELDS,
    WORD_FIELDS,
    fingerprint,
)
from searchlib.engines.whoosh.columnar.store.records import RecordReader
from searchlib.engines.whoosh.columnar.store.runs import ranges
from searchlib.errors import IndexCorrupt, IndexVersion
from searchlib.models import Document, Passage
from searchlib.ranking.packing import blocks_of, documents_of
from searchlib.ranking.postings import BLOCK, Postings

_SPACES: Final = {spec.name: spec.space for spec in TERM_FIELDS}
Rows = NDArray[np.int32]


_MOST_HEADERS: Final = 4096
"""Documents whose metadata a segment remembers, some four megabytes: each hit of one asks for it."""

_BISECTED: Final = 64
"""Passages whose mentions are looked for by bisection; for more of them, where each passage's begin is worked out once."""

_MOST_FOUND: Final = 1 << 16
"""Terms whose numbers a segment remembers."""


class Segment:
    """One segment of a snapshot: `file` holds it, `deletions` (or None) what later commits deleted of it."""

    def __init__(self, file: ArrayFile, deletions: ArrayFile | None = None) -> None:
        self.file = file
        self.name = file.path.stem
        self._deletions = deletions
        self._found: dict[tuple[str, str], int] = {}
        self._sound: set[str] = set()
        self._mention_starts: dict[str, Array] = {}
        counts = file.attributes
        try:
            self.passages = int(counts["passages"])
            self.documents = int(counts["documents"])
            self.tokens: dict[str, int] = {name: int(count) for name, count in counts["tokens"].items()}
            self.fields: dict[str, tuple[int, int]] = {
                spec.name: (int(counts["fields"][spec.name][0]), int(counts["fields"][spec.name][1]))
                for spec in TERM_FIELDS
            }
            self.analysis = int(counts["analysis"])
            counted = [self.passages, self.documents, self.tokens["text"], self.tokens["title"]]
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
            raise file.corrupt("its counts make no sense") from error
        if min(counted) < 0:
            raise file.corrupt("its counts make no sense")
        self.words = self.fields[WORD_FIELDS[-1]][1]
        self._check_counts()

    def _check_counts(self) -> None:
        """The lengths of the arrays agree with each other, so that a checked row number is a checked place."""
        ends = [end for _, end in self.fields.values()]
        starts = [start for start, _ in self.fields.values()]
        if starts != [0, *ends[:-1]] or any(start > end for start, end in self.fields.values()) or not fit(self):
            raise self.file.corrupt("its arrays do not fit together")
        if self._deletions is not None and not fit_deletions(self._deletions, self.passages):
            raise self._deletions.corrupt("its arrays do not fit together")
        if min(self.living.values()) < 0:
            raise self.file.corrupt("more of it is deleted than it has")

    def column(self, name: str) -> Array:
        """A whole column; one of a mention table only after its checksums and numbers were looked at, once an opening."""
        if name not in self._sound:
            if name.partition("_")[0] in MENTION_TABLES:
                self.file.verified(name)
            if not in_range(self.file, name):
                raise self.file.corrupt(f"its {name!r} points outside its table")
            self._sound.add(name)
        return self.file[name]

    def verify(self) -> None:
        """Compare every byte with its checksum. Raises IndexCorrupt for the first that differs."""
        for file in (self.file, self._deletions):
            wrong = [] if file is None else file.verify()
            if wrong:
                raise IndexCorrupt(wrong[0])

    def bounds(self, name: str, first: int, after: int, of: str) -> NDArray[np.int64]:
        """Elements `first` to `after` (exclusive) of a column of places in the column `of`, seen to ascend and to lie in it."""
        places = self.file[name][max(first, 0) : after]
        if len(places) != after - first:
            raise self.file.corrupt(f"its {name!r} is too short")
        if len(places) and not (int(places[0]) >= 0 and int(places[-1]) <= len(self.file[of]) and _ascend(places)):
            raise self.file.corrupt(f"its {name!r} points outside {of!r}")
        return places.astype(np.int64)

    # --- terms -------------------------------------------------------------------------------------------------

    def find(self, field: str, term: str) -> int:
        """The number of `term` in `field`, or -1."""
        known = self._found.get((field, term))
        return self.find_all(field, [term])[0] if known is None else known

    def find_all(self, field: str, terms: Sequence[str]) -> list[int]:
        """The numbers of several terms of one field (-1: not there), by one vectorised bisection of their first bytes."""
        missing = [term for term in dict.fromkeys(terms) if (field, term) not in self._found]
        if missing:
            if len(self._found) > _MOST_FOUND:
                self._found.clear()
                missing = list(dict.fromkeys(terms))
            first, last = self.fields[field]
            encoded = [term.encode("utf-8", "replace") for term in missing]
            keys = np.frombuffer(b"".join(term[:8].ljust(8, b"\0") for term in encoded), ">u8").astype(np.uint64)
            base = -(-first // KEYED)
            own = self.file["term_keys"][base : -(-last // KEYED)]
            lows = np.searchsorted(own, keys, "left").tolist()
            highs = np.searchsorted(own, keys, "right").tolist()
            for term, text, low, high in zip(missing, encoded, lows, highs, strict=True):
                # from the last term kept that is surely before it, to the first that is surely behind
                start = max((base + low - 1) * KEYED, first) if low else first
                self._found[field, term] = self._exact(text, start, min((base + high) * KEYED, last))
        return [self._found[field, term] for term in terms]

    def _exact(self, term: bytes, low: int, high: int) -> int:
        """The number of `term`, which is none or one of `low` to `high` (exclusive); -1 when it is not there."""
        while high - low > 2 * KEYED:  # many words that begin alike
            middle = (low + high) // 2
            low, high = (middle, high) if self.term(middle) <= term else (low, middle)
        starts = self.file["term_starts"][low : high + 1].tolist()
        text = self.file["term_text"]
        if len(starts) != high - low + 1 or not 0 <= starts[0] <= starts[-1] <= len(text):
            raise self.file.corrupt("its terms lie outside the file")
        content, base = text[starts[0] : starts[-1]].tobytes(), starts[0]
        here = [content[start - base : end - base] for start, end in pairwise(starts)]
        return low + here.index(term) if term in here else -1

    def term(self, number: int) -> bytes:
        """The bytes of term `number`."""
        return self._cut("term", number)

    def terms(self, field: str, first: str = "", after: str | None = None) -> Iterator[tuple[int, bytes]]:
        """Numbers and bytes of the terms of `field` from `first` on, in order, up to but without `after`."""
        number, last = self.fields[field]
        number = self.lower_bound(field, first.encode("utf-8", "replace"))
        if after is not None:
            last = self.lower_bound(field, after.encode("utf-8", "replace"))
        starts = self.file["term_starts"][number : last + 1].tolist()
        text = self.file["term_text"]
        if not starts or not 0 <= starts[0] <= starts[-1] <= len(text):
            return
        content = text[starts[0] : starts[-1]].tobytes()
        base = starts[0]
        for at in range(len(starts) - 1):
            yield number + at, content[starts[at] - base : starts[at + 1] - base]

    def lower_bound(self, field: str, term: bytes) -> int:
        """The number of the first term of `field` that is not less than `term`; behind the last one when all are."""
        low, high = self.fields[field]
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def df(self, number: int) -> int:
        """In how many living rows term `number` stands."""
        words = self.words
        if number >= words:
            starts = self.file["row_starts"]
            raw = int(starts[number - words + 1]) - int(starts[number - words])
        else:
            blocks = self.file["term_blocks"]
            full = int(blocks[number + 1]) - int(blocks[number]) - 1
            raw = BLOCK * full + int(self.file["term_tails"][number])
        return raw - self._lost(number)

    def sizes(self, first: int, after: int) -> NDArray[np.int64]:
        """In how many rows each of the terms `first` to `after` (exclusive) of one field stands, deleted ones included."""
        if first >= self.words:
            return np.diff(self.bounds("row_starts", first - self.words, after - self.words + 1, "rows"))
        blocks = self.bounds("term_blocks", first, after + 1, "block_last")
        tails: NDArray[np.int64] = self.file["term_tails"][first:after].astype(np.int64)
        return BLOCK * (np.diff(blocks) - 1) + tails

    def _lost(self, number: int) -> int:
        if self._deletions is None:
            return 0
        terms = self._deletions["terms"]
        at = int(np.searchsorted(terms, number))
        return int(self._deletions["counts"][at]) if at < len(terms) and terms[at] == number else 0

    def rows(self, number: int) -> Rows:
        """The rows (of the field's space) of term `number`, deleted ones included."""
        if number < self.words:
            return documents_of(self.postings, blocks_of(self.postings, [number]))
        return self.rows_of(number, number + 1)

    def rows_of(self, first: int, after: int) -> Rows:
        """The rows of the terms `first` to `after` (exclusive), none of them words, one term after the other."""
        starts, every = self.file["row_starts"], self.file["rows"]
        start, end = int(starts[first - self.words]), int(starts[after - self.words])
        if not 0 <= start <= end <= len(every):
            raise self.file.corrupt(f"the rows of its term {first:,} lie outside the file")
        found: Rows = every[start:end]
        return found

    def space_size(self, field: str) -> int:
        """How many rows the space of `field` has."""
        space = _SPACES[field]
        if space == "passages":
            return self.passages
        if space == "documents":
            return self.documents
        if space == "speakers":
            return len(self.file["speaker_document"])
        return len(self.file[f"{space[:-1] if space == 'statements' else 'quantity'}_passage"])

    def checked(self, rows: Rows, size: int) -> Rows:
        """`rows`, once every one of them is seen to lie below `size`."""
        if len(rows) and (int(rows.min()) < 0 or int(rows.max()) >= size):
            raise self.file.corrupt("a posting points outside its table")
        return rows

    @cached_property
    def postings(self) -> Postings:
        """The inverted file of all word fields, as ranking reads it."""
        file = self.file
        return Postings(
            term_blocks=file["term_blocks"],
            term_tails=file["term_tails"],
            block_last=file["block_last"],
            block_starts=file["block_starts"],
            block_widths=file["block_widths"],
            packed=file["postings"],
            pair_starts=file["pair_starts"],
            pair_frequencies=file["pair_frequencies"],
            pair_lengths=file["pair_lengths"],
        )

    @cached_property
    def lengths(self) -> Array:
        """Exact lengths, [2, P]: of text, of title."""
        return self.file["lengths"].reshape(2, self.passages)

    @cached_property
    def passage_document(self) -> Array:
        """The document of every passage, int32[P]."""
        return self.column("passage_document")

    @cached_property
    def document_passages(self) -> Array:
        """The first passage of every document, int32[D + 1]."""
        return self.column("document_passages")

    def mentions(self, table: str, passages: Array) -> tuple[Array, Array]:
        """Where the rows of a mention table begin that these passages have, and where they end."""
        of = self.column(f"{table}_passage")
        if len(passages) <= _BISECTED:
            wanted = passages.astype(of.dtype, copy=False)  # of another type, the whole column would be converted
            return of.searchsorted(wanted, "left"), of.searchsorted(wanted, "right")
        starts = self._mention_starts.get(table)
        if starts is None:
            starts = np.append(0, np.cumsum(np.bincount(of, minlength=self.passages), dtype=np.int32))
            self._mention_starts[table] = starts
        return starts[passages], starts[passages + 1]

    # --- deletions ---------------------------------------------------------------------------------------------

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """Which passages are not deleted, bool[P]; None when none is."""
        if self._deletions is None or not len(self._deletions["passages"]):
            return None
        alive = np.ones(self.passages, np.bool_)
        alive[self.checked(self._deletions["passages"], self.passages)] = False
        return alive

    @cached_property
    def alive_documents(self) -> NDArray[np.bool_]:
        """Which documents are not deleted, bool[D]."""
        alive = np.ones(self.documents, np.bool_)
        if self._deletions is not None:
            alive[self.checked(self._deletions["documents"], self.documents)] = False
        return alive

    @property
    def deletions(self) -> ArrayFile | None:
        """The open deletions file."""
        return self._deletions

    @cached_property
    def living(self) -> dict[str, int]:
        """Counts without what is deleted: passages, documents, and the tokens of text and title."""
        if self._deletions is None:
            return {"passages": self.passages, "documents": self.documents, **self.tokens}
        try:
            lost = {name: int(self._deletions.attributes["tokens"][name]) for name in self.tokens}
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._deletions.corrupt("its counts make no sense") from error
        return {
            "passages": self.passages - len(self._deletions["passages"]),
            "documents": self.documents - len(self._deletions["documents"]),
            **{name: count - max(lost[name], 0) for name, count in self.tokens.items()},
        }

    # --- strings and records -----------------------------------------------------------------------------------

    def string(self, number: int) -> str:
        """String `number`, "" for -1."""
        return "" if number < 0 else self._cut("string", number).decode("utf-8", "replace")

    @cached_property
    def string_numbers(self) -> dict[str, int]:
        """Every string's number."""
        return {text.decode("utf-8", "replace"): number for number, text in enumerate(self.packed("string"))}

    @cached_property
    def statements(self) -> int:
        """How many statements its rows tell of: one that runs over two passages has two rows."""
        identities = self.column("statement_identity")
        return int(identities.max()) + 1 if len(identities) else 0

    @cached_property
    def units(self) -> list[tuple[str, int]]:
        """The units that its quantities are stated in, with their string numbers."""
        numbers = np.unique(self.column("quantity_unit"))
        return [(self.string(number), number) for number in numbers.tolist() if number >= 0]

    def packed(self, prefix: str) -> list[bytes]:
        """All byte strings of `prefix` (term or string), in order."""
        starts = self.file[f"{prefix}_starts"].tolist()
        content = self.file[f"{prefix}_text"].tobytes()
        return [content[start:end] for start, end in pairwise(starts)]

    def _cut(self, prefix: str, number: int) -> bytes:
        starts, text = self.file[f"{prefix}_starts"], self.file[f"{prefix}_text"]
        if not 0 <= number < len(starts) - 1:
            raise self.file.corrupt(f"there is no {prefix} {number:,}")
        start, end = int(starts[number]), int(starts[number + 1])
        if not 0 <= start <= end <= len(text):
            raise self.file.corrupt(f"its {prefix} {number:,} lies outside the file")
        return text[start:end].tobytes()

    @cached_property
    def forms(self) -> Forms:
        """The forms that stored records are written in."""
        return Forms(self.file)

    @cached_property
    def passage_records(self) -> FormReader:
        """The stored passages."""
        return FormReader(self.file, "passages", self.forms)

    @cached_property
    def document_records(self) -> FormReader:
        """The stored documents."""
        return FormReader(self.file, "documents", self.forms)

    @cached_property
    def forward_records(self) -> RecordReader:
        """The forward index."""
        return RecordReader(self.file, "forward")

    def passage(self, number: int) -> Passage:
        """The stored passage, with its mentions."""
        return self.worded_passage(number)[0]

    def worded_passage(self, number: int) -> tuple[Passage, Record]:
        """The stored passage, and its text in words."""
        record = self.passage_records[number]
        document = self._document_cells(number, number + 1)[0]
        ordinal = number - self._first_passages(document)[0]
        try:
            return read_passage(record, self.header(document)["id"], ordinal), record
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
            raise self.file.corrupt(f"its passage {number:,} makes no sense") from error

    @cached_property
    def _document_cells(self) -> Cells:
        return self.file.cells("passage_document")

    @cached_property
    def _passage_cells(self) -> Cells:
        return self.file.cells("document_passages")

    def _first_passages(self, document: int) -> tuple[int, int]:
        """The first passage of a document and that of the next one."""
        if not 0 <= document < self.documents:
            raise self.file.corrupt(f"there is no document {document:,}")
        first, after = self._passage_cells(document, document + 2)
        if not 0 <= first <= after <= self.passages:
            raise self.file.corrupt(f"its document {document:,} has passages that are not there")
        return first, after

    @cached_property
    def header(self) -> Callable[[int], dict[str, Any]]:
        """What gives the metadata of a document by its number: the fields of a Document without its text."""

        @lru_cache(_MOST_HEADERS)
        def known(number: int) -> dict[str, Any]:
            return self._header(number, self.document_records[number])

        return known

    def _header(self, number: int, record: Record) -> dict[str, Any]:
        try:
            header = read_header(record)
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
            raise self.file.corrupt(f"its document {number:,} makes no sense") from error
        if "id" not in header:
            raise self.file.corrupt(f"its document {number:,} has no id")
        return header

    def document(self, number: int) -> Document:
        """The whole document, its text put together again from its passages and what lies between them."""
        first, after = self._first_passages(number)
        record = self.document_records[number]
        header = self._header(number, record)
        texts = [self.passage_records[place].text for place in range(first, after)]
        gaps = list(read_gaps(record))
        if len(gaps) > len(texts) + 1:
            raise self.file.corrupt(f"its document {number:,} has passages that are not there")
        pairs = zip_longest(gaps, texts, fillvalue="")
        try:
            return Document.model_validate({**header, "text": "".join(gap + text for gap, text in pairs)})
        except (ValueError, TypeError) as error:
            raise self.file.corrupt(f"its document {number:,} makes no sense") from error

    def forward(self, number: int) -> NDArray[np.int64]:
        """The numbers of the word terms of passage `number`, ascending."""
        record = self.forward_records[number]
        try:
            ranks, counts = numbers_of((record, np.array([len(record)])))
            return np.sort(self.by_frequency[ranks_of(ranks, counts)])
        except (ValueError, IndexError) as error:
            raise self.file.corrupt(f"its forward record {number:,} makes no sense") from error

    @cached_property
    def by_frequency(self) -> NDArray[np.int64]:
        """The numbers of the word terms by falling number of postings: what forward records count in."""
        return by_frequency(self.sizes(0, self.words))

    def passages_of(self, documents: NDArray[np.integer[Any]]) -> Rows:
        """The passages of these ascending documents, ascending."""
        starts = self.file["document_passages"]
        counts = starts[documents + 1] - starts[documents]
        wild = len(counts) and (int(counts.min()) < 0 or int(counts.sum(dtype=np.int64)) > self.passages)
        if wild or (
            len(counts) and not 0 <= int(starts[documents].min()) <= int(starts[documents + 1].max()) <= self.passages
        ):
            raise self.file.corrupt("its documents have passages that are not there")
        return ranges(starts[documents], counts).astype(np.int32)


def _ascend(places: Array) -> bool:
    return bool((places[1:] >= places[:-1]).all())


def corrections(segment: Segment, passages: Rows) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The word terms that these passages hold, and how many of them hold each: what df loses when they go."""
    held = [segment.forward(int(number)) for number in passages]
    terms, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *held]), return_counts=True)
    return terms.astype(np.int32), counts.astype(np.int32)


def refuse_foreign(manifest: Manifest, folder: Path) -> None:
    """Raise IndexVersion when the index was written with other fields, columns or another analysis than ours."""
    if manifest.segments and manifest.fingerprint != fingerprint():
        raise IndexVersion(
            f"The index in {folder} was written by another version of searchlib, with other fields or another analysis. "
            f"Build it anew with `searchlib index PATH --fresh --index {shlex.quote(str(folder))}`."
        )


def segments_of(snapshot: Snapshot) -> list[Segment]:
    """The segments of an opened index."""
    segments = []
    for entry in snapshot.manifest.segments:
        deletions = snapshot[entry.files[1].name] if len(entry.files) > 1 else None
        segments.append(Segment(snapshot[entry.files[0].name], deletions))
    return segments
