"""Stored records as strings of numbers: a word as written is one number, the more frequent the smaller.

A record holds numbers, a text and a few strings. Its text is taken apart into *forms*: words as written, each with the
space before it (" troops"), and what else stands between words (",", " “"); a string of a mention ("Blinken", the name of
a rule) is one form whole. A segment's forms are numbered by their frequency, and a record is the characters that have
these numbers, in UTF-8 - one byte for the 128 most frequent forms, two for some two thousand, three for most others:

    count of numbers, count of strings, the numbers ..., the forms of the text ..., the strings ...

News takes a third of its bytes so, as little as deflate makes of it in large blocks, and a record is read without its
neighbours, by one look-up a word. What is more, a text comes back in its words: what to mark in it need not be analysed
anew. Numbers from WIDE on are two characters. The text is stored with a space before it, so that its first word is the
same form as elsewhere.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.array_types import Array
from searchlib.engines.whoosh.columnar.segments.token_cache import Reading, Stretches, Table, numbering, plain_word
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.records import LARGEST, Batch, RecordReader
from searchlib.engines.whoosh.columnar.store.runs import narrow, ranges, starts_of

WIDE: Final = 1 << 20
"""Numbers from here on are a pair: a character from here on that carries the high 16 bits, and one that has the low."""

GROUP: Final = 32
"""Forms to one entry of `code_starts`: so many are read at a time."""

_BATCH: Final = 4096
"""Records put together at a time."""

_PAIRED: Final = re.compile("[\U00100000-\U0010ffff].|.", re.DOTALL)
_LEAD: Final = 0xF4
"""The byte with which UTF-8 begins every character from WIDE on."""

Ints = NDArray[np.int64]


# --- characters ------------------------------------------------------------------------------------------------------


def written(values: Ints, counts: Ints) -> Batch:
    """Records of `counts` numbers each as characters."""
    wide = values >= WIDE
    if wide.any():
        places = np.repeat(np.arange(len(values)), 1 + wide)
        values, lead = values[places], np.append(places[1:] == places[:-1], False)
        counts = np.diff(np.concatenate(([0], np.cumsum(1 + wide)))[starts_of(counts)])
        low = np.append(False, lead[:-1])
        values = np.where(lead, WIDE + (values >> 16), np.where(low, values & 0xFFFF, values))
    content = values.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")
    widths = (values >= 0x80).astype(np.int64)
    widths += values >= 0x800
    widths += values >= 0x10000
    widths += 1
    return content, np.diff(starts_of(widths)[starts_of(counts)])


def numbers_of(batch: Batch) -> tuple[Ints, Ints]:
    """The numbers of several records, end to end, and how many each has. Raises ValueError for what is no UTF-8."""
    content, lengths = batch
    text = content.decode("utf-8", "surrogatepass")
    values = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    begins = (np.frombuffer(content, np.uint8) & 0xC0) != 0x80
    upto = starts_of(begins)[starts_of(lengths)]
    if _LEAD in content:
        lead = np.flatnonzero(values >= WIDE)
        values[lead] = (values[lead] - WIDE << 16) + values[lead + 1]
        kept = np.ones(len(values), bool)
        kept[lead + 1] = False
        upto, values = starts_of(kept)[upto], values[kept]
    return values, np.diff(upto)


def form_places(values: Ints, counts: Ints) -> Ints:
    """Where in these records' numbers the forms stand. Raises ValueError when a record is too short for itself."""
    starts = starts_of(counts)[:-1]
    if len(counts) and (int(counts.min()) < 2 or bool((values[starts] + values[starts + 1] + 2 > counts).any())):
        raise ValueError("a stored record is cut")
    own = values[starts] + 2
    return ranges(starts + own, counts - own)


# --- writing ---------------------------------------------------------------------------------------------------------


class _Gathered:
    """Records of one kind as they are added, in flat arrays: `counts` has three entries a record."""

    def __init__(self, forms: Reading) -> None:
        self.forms = forms
        self.numbers, self.stretches, self.strings, self.counts = array("I"), array("i"), array("I"), array("I")


class FormWriter:
    """Collects records of several kinds that share their forms; `kinds` tells whose stretches each kind's texts are of."""

    def __init__(self, kinds: Mapping[str, Stretches]) -> None:
        self._numbers = numbering()
        self._kinds = {kind: _Gathered(stretches.reading(self._read)) for kind, stretches in kinds.items()}

    @property
    def forms(self) -> int:
        """How many different forms were met."""
        return len(self._numbers)

    def _read(self, stretch: str) -> Sequence[int]:
        """The forms of a stretch, with the space before it."""
        word = plain_word(stretch)
        if word and stretch.startswith(word):
            parts = [" " + word, stretch[len(word) :]]
        else:
            before, *parts = analysis.surfaces(stretch)
            if before or not parts:
                parts.insert(0, " " + before)
            else:
                parts[0] = " " + parts[0]
        return [self._numbers[part] for part in parts if part]

    def add(self, kind: str, numbers: list[int], stretches: list[int], strings: Sequence[str]) -> None:
        """Add a record whose text is these stretches."""
        to = self._kinds[kind]
        to.numbers.fromlist(numbers)
        to.stretches.fromlist(stretches)
        to.strings.fromlist([self._numbers[string] for string in strings])
        to.counts.extend((len(numbers), len(stretches), len(strings)))

    def finish(self) -> tuple[dict[str, Array], dict[str, Iterator[Batch]]]:
        """The columns of the forms, and the records of each kind."""
        counts = np.zeros(len(self._numbers), np.int64)
        tables = {kind: each.forms.table() for kind, each in self._kinds.items()}
        for kind, each in self._kinds.items():
            counts += tables[kind].totals(np.frombuffer(each.stretches, np.int32), len(counts))
            counts += np.bincount(np.frombuffer(each.strings, np.uint32), minlength=len(counts))
        order = by_frequency(counts)
        forms = list(self._numbers)
        columns = form_columns([forms[at] for at in order.tolist()])
        ranks = inverse(order)
        return columns, {kind: _records(each, tables[kind], ranks) for kind, each in self._kinds.items()}


def _records(gathered: _Gathered, table: Table, ranks: Ints) -> Iterator[Batch]:
    """The records as bytes, their forms numbered by rank."""
    numbers, strings = np.frombuffer(gathered.numbers, np.uint32), ranks[np.frombuffer(gathered.strings, np.uint32)]
    stretches = np.frombuffer(gathered.stretches, np.int32)
    counts = np.frombuffer(gathered.counts, np.uint32).astype(np.int64).reshape(-1, 3)
    starts = [starts_of(counts[:, column]) for column in range(3)]
    for first in range(0, len(counts), _BATCH):
        own = counts[first : first + _BATCH]
        a, b, c = (slice(int(each[first]), int(each[first + len(own)])) for each in starts)
        forms = np.diff(starts_of(table.counts[stretches[b]])[starts_of(own[:, 1])])
        yield written(
            *_woven(
                (own[:, 0], np.ones(len(own), np.int64)),
                (own[:, 2], np.ones(len(own), np.int64)),
                (numbers[a], own[:, 0]),
                (ranks[table.of(stretches[b])], forms),
                (strings[c], own[:, 2]),
            )
        )


def _woven(*parts: tuple[Array, Ints]) -> tuple[Ints, Ints]:
    """Rows made of a run from each part in turn: their values end to end, and the length of each row."""
    lengths = np.sum([counts for _, counts in parts], axis=0)
    values = np.empty(int(lengths.sum()), np.int64)
    at = starts_of(lengths)[:-1]
    for content, counts in parts:
        values[ranges(at, counts)] = content
        at = at + counts
    return values, lengths


def form_columns(forms: Sequence[str]) -> dict[str, Array]:
    """The columns that hold the forms, in the order of their numbers."""
    encoded = [form.encode() for form in forms]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    starts = starts_of(lengths)
    return {
        "code_text": np.frombuffer(b"".join(encoded), np.uint8),
        "code_lengths": narrow(lengths),
        "code_starts": np.append(starts[:-1:GROUP], starts[-1]),
    }


# --- reading ---------------------------------------------------------------------------------------------------------


class Record(NamedTuple):
    """A record as it is read.

    The `forms` of its text are, end to end, a space and the text; `keys` are the characters that stand for them in `table`.
    """

    numbers: list[int]
    text: str
    strings: list[str]
    forms: list[str]
    keys: Sequence[str]
    table: Forms


class Forms:
    """The forms of a segment by their numbers, each read when it is first met.

    `keys` has for each term the characters that stand for forms with that term, of all forms met until now; `doubtful`
    are those of forms that are several terms, or may be with their neighbours. Forms from KEPT on are in neither.
    """

    KEPT: Final = 1 << 18
    """Forms that are kept, the most frequent ones: some 40 MB when all of them were met."""
    _FIRST_RARE: Final = chr(KEPT)

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self.count = len(file["code_lengths"])
        file.array("code_starts", np.int64, length=-(-self.count // GROUP) + 1)
        self._table: list[str | None] = [None] * self.count
        self.keys: dict[str, str] = {}
        self.doubtful: set[str] = set()

    def __getitem__(self, number: int) -> str:
        """The form of a number. Raises IndexError when there is none."""
        return self._table[number] or self._read(number)

    def all(self, numbers: Iterable[int]) -> list[str | None]:
        """The forms of these numbers, None those not met before. Raises IndexError for a number that has none."""
        return list(map(self._table.__getitem__, numbers))

    def places(self, words: Record, terms: Sequence[str]) -> list[int] | None:
        """Where in a record's forms these terms stand; None when its text must be analysed to know that."""
        keys = words.keys
        if self.doubtful and not self.doubtful.isdisjoint(keys):
            return None
        found: list[int] = []
        for key in (key for term in terms for key in self.keys.get(term, ())):
            at = -1
            for _ in range(keys.count(key)):
                at = keys.index(key, at + 1)
                found.append(at)
        if self.count > self.KEPT:
            for at, key in enumerate(keys):
                if key >= self._FIRST_RARE:
                    term = term_of(words.forms[at])
                    if term is None or _MAY_JOIN.match(words.forms[at]):
                        return None
                    if term in terms:
                        found.append(at)
        return found

    def _read(self, number: int) -> str:
        group = number // GROUP
        start, end = self._file.verified("code_starts", group, group + 2).tolist()
        lengths = self._file.verified("code_lengths", group * GROUP, min((group + 1) * GROUP, self.count)).tolist()
        if start + sum(lengths) != end:
            raise self._file.corrupt(f"its forms from {group * GROUP:,} on do not fit together")
        at = start + sum(lengths[: number - group * GROUP])
        content = self._file.verified_bytes("code_text", at, at + lengths[number - group * GROUP])
        form = content.decode("utf-8", "replace")
        if number < self.KEPT:
            term, key = term_of(form), _key(number)
            if term is None or _MAY_JOIN.match(form):
                self.doubtful.add(key)
            elif term:
                self.keys[term] = self.keys.get(term, "") + key
            self._table[number] = form  # last, so that no other thread meets it without its term
        return form

    def __iter__(self) -> Iterator[str]:
        """All forms, in the order of their numbers."""
        content = self._file.verified_bytes("code_text", 0, len(self._file["code_text"]))
        ends = np.cumsum(self._file.verified("code_lengths"), dtype=np.int64).tolist()
        for start, end in pairwise([0, *ends]):
            yield content[start:end].decode("utf-8", "replace")

    @cached_property
    def longest(self) -> int:
        """Bytes of the longest form."""
        return int(self._file.verified("code_lengths").max(initial=0))


_MAY_JOIN: Final = re.compile(r" ?(?:\d\d\d(?!\w)|US(?!\w))")
"""Forms that may have an extra term in a text: see `analysis.has_extra_terms`."""


@lru_cache(1 << 16)
def term_of(form: str) -> str | None:
    """The term of a form, "" of what stands between words, None when it is not one word or has several terms."""
    parts = analysis.surfaces(form.removeprefix(" "))
    if len(parts) == 1:
        return ""
    return analysis.only_term(parts[1]) if len(parts) == 3 and not parts[0] and not parts[2] else None


def _number(key: str) -> int:
    return ord(key) if len(key) == 1 else (ord(key[0]) - WIDE << 16) + ord(key[1])


def _key(number: int) -> str:
    return chr(number) if number < WIDE else chr(WIDE + (number >> 16)) + chr(number & 0xFFFF)


class FormReader:
    """The records of one kind, in words. Raises IndexCorrupt for a record that is none."""

    def __init__(self, file: ArrayFile, name: str, forms: Forms) -> None:
        self.records = RecordReader(file, name)
        self._file, self._name, self._forms = file, name, forms

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, number: int) -> Record:
        """The record `number`; IndexError when there is none."""
        content = self.records[number]
        try:
            return self._parted(content)
        except (ValueError, IndexError, TypeError) as error:
            raise self._file.corrupt(f"record {number:,} of its {self._name} makes no sense") from error

    def _parted(self, content: bytes) -> Record:
        text = content.decode("utf-8", "surrogatepass")
        wide = _LEAD in content
        keys: Sequence[str] = _PAIRED.findall(text) if wide else text
        number = _number if wide else ord
        begin, after = 2 + number(keys[0]), len(keys) - number(keys[1])
        if begin > after:
            raise ValueError(begin)
        table = self._forms
        own = keys[begin:after]
        if len(own) > self._most:
            self._check_size(list(map(number, own)))
        forms: list[str] = table.all(map(number, own))  # type: ignore[assignment]
        try:
            text = "".join(forms)
        except TypeError:  # one that was not met before
            forms = [table[number(key)] for key in own]
            text = "".join(forms)
        strings = [table[number(key)] for key in keys[after:]] if after < len(keys) else []
        return Record(list(map(number, keys[2:begin])), text[1:], strings, forms, own, table)

    @cached_property
    def _most(self) -> int:
        """Forms of a text that is surely no larger than any that was written."""
        return LARGEST // max(self._forms.longest, 1)

    def _check_size(self, numbers: Sequence[int]) -> None:
        """Raise ValueError when the text of these forms is larger than any that was ever written."""
        lengths = self._file.verified("code_lengths")
        if int(lengths[np.array(numbers)].sum(dtype=np.int64)) > LARGEST:
            raise ValueError(len(numbers))


# --- merging ---------------------------------------------------------------------------------------------------------


class Held(NamedTuple):
    """One segment's part of a merge: its forms, and of each kind its records and which of them are kept."""

    forms: Forms
    records: dict[str, tuple[RecordReader, NDArray[np.bool_]]]


def merged(parts: Sequence[Held]) -> tuple[dict[str, Array], dict[str, Iterator[Batch]]]:
    """The columns of all forms that kept records use, and those records with their forms numbered anew.

    Raises ValueError or IndexError for records that are none.
    """
    union = numbering()
    maps = [np.fromiter(map(union.__getitem__, part.forms), np.int64, part.forms.count) for part in parts]
    counts = np.zeros(len(union), np.int64)
    for part, new in zip(parts, maps, strict=True):
        for kind in part.records:
            for values, lengths in _kept(part, kind):
                counts += np.bincount(new[values[form_places(values, lengths)]], minlength=len(union))
    order = by_frequency(counts)[: int((counts > 0).sum())]
    rank = inverse(order, len(union))
    forms = list(union)
    kinds = parts[0].records
    columns = form_columns([forms[at] for at in order.tolist()])
    return columns, {kind: _renumbered(parts, [rank[new] for new in maps], kind) for kind in kinds}


def _renumbered(parts: Sequence[Held], maps: Sequence[Ints], kind: str) -> Iterator[Batch]:
    for part, new in zip(parts, maps, strict=True):
        for values, counts in _kept(part, kind):
            places = form_places(values, counts)
            values[places] = new[values[places]]
            yield written(values, counts)


def _kept(part: Held, kind: str) -> Iterator[tuple[Ints, Ints]]:
    """The numbers of the records that are kept, some at a time."""
    reader, keep = part.records[kind]
    first = 0
    for batch in reader.batches(_BATCH):
        values, counts = numbers_of(batch)
        kept = keep[first : first + len(counts)]
        first += len(counts)
        yield (values, counts) if kept.all() else (values[np.repeat(kept, counts)], counts[kept])


# --- terms by rank ---------------------------------------------------------------------------------------------------


def by_frequency(counts: Ints) -> Ints:
    """The places of these counts, the greatest count first, equal ones in their order."""
    order: Ints = np.argsort(-counts, kind="stable")
    return order


def inverse(order: Ints, size: int | None = None) -> Ints:
    """The place of each number in `order`, -1 for those of `size` that it has not."""
    places: Ints = np.full(len(order) if size is None else size, -1, np.int64)
    places[order] = np.arange(len(order))
    return places


def ranked(rows: Ints, ranks: Ints, count: int) -> tuple[Ints, Ints]:
    """For each of `count` rows its ranks, ascending, as differences less one, and how many it has; in any order given."""
    bits = int(ranks.max(initial=1)).bit_length()
    keys = rows << bits
    keys |= ranks
    keys.sort()
    upto = np.searchsorted(keys, np.arange(count + 1, dtype=np.int64) << bits)
    keys &= (1 << bits) - 1
    values = np.diff(keys, prepend=0) - 1
    firsts = upto[:-1][np.diff(upto) > 0]
    values[firsts] = keys[firsts]
    return values, np.diff(upto)


def ranks_of(values: Ints, counts: Ints) -> Ints:
    """The ranks again, of rows that `ranked` wrote."""
    upto = np.cumsum(values + 1)
    firsts = starts_of(counts)[:-1][counts > 0]
    before = np.where(firsts > 0, upto[firsts - 1], 0)
    ranks: Ints = upto - np.repeat(before, counts[counts > 0]) - 1
    return ranks
