"""Our index as a `whoosh.index.Index`: readers, searchers and writers that Whoosh's own code can use.

Every reader shows one snapshot. `refresh()` and `reader(reuse=...)` open the newest snapshot, which takes milliseconds;
stock Whoosh changes an old reader instead, and deleted documents come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from whoosh import fields, index, reading
from whoosh.matching import Matcher
from whoosh.support.levenshtein import levenshtein

from searchlib.analysis import LONGEST_TERM
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics, stored_parameters
from searchlib.engines.whoosh.columnar.segments.segment import Segment, segments_of, stored_analyzer
from searchlib.engines.whoosh.columnar.store.commits import Snapshot, Storage
from searchlib.engines.whoosh.columnar.store.name_lists import MANIFEST
from searchlib.engines.whoosh.interface.codec import PassageSegment, PassageTerms
from searchlib.engines.whoosh.interface.schema import whoosh_schema
from searchlib.engines.whoosh.interface.searcher import PassageSearcher
from searchlib.engines.whoosh.interface.writer import PassageWriter
from searchlib.matching.term_patterns import edit_distances

_UTF8 = 4
"""Bytes that one letter takes at most."""


class PassageReader(reading.SegmentReader):
    """One segment; `statistics` are those of all segments of its snapshot."""

    def __init__(self, segment: Segment, schema: fields.Schema, generation: int, statistics: Statistics) -> None:
        super().__init__(None, schema, PassageSegment(segment), generation=generation)
        self.columnar = segment
        self.statistics = statistics

    @property
    def passage_terms(self) -> PassageTerms:
        """The segment's terms."""
        terms: PassageTerms = self._terms
        return terms

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None, **_: Any) -> Matcher:
        """The living passages that hold the term. Raises TermNotFound."""
        if self.is_closed:
            raise reading.ReaderClosed
        self._test_field(fieldname)
        encoded = self._text_to_bytes(fieldname, text)
        matcher: Matcher = self._terms.matcher(fieldname, encoded, self.schema[fieldname].format, scorer=scorer)
        return matcher

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """The words of a field at most `maxdist` letters from `text`, and alike in the first `prefix` letters.

        One vectorised pass over the field's terms, whatever the distance: Whoosh's automaton takes minutes at five.
        """
        if len(text) > LONGEST_TERM + maxdist:
            return []
        target, starts = text.encode("utf-8", "replace"), text[:prefix].encode("utf-8", "replace")
        terms = [term for term in self.lexicon(fieldname) if term.startswith(starts)]
        terms = [term for term in terms if abs(len(term) - len(target)) <= _UTF8 * maxdist]
        words = []
        for term, edits in zip(terms, edit_distances(target, terms).tolist(), strict=True):
            if target.isascii() and term.isascii():
                near = edits <= maxdist  # bytes are letters
            else:
                near = edits <= _UTF8 * maxdist and levenshtein(term.decode("utf-8", "replace"), text) <= maxdist
            if near:
                words.append(term.decode("utf-8", "replace"))
        return words


class PassagesReader(reading.MultiReader):
    """Several segments of one snapshot."""

    def __init__(self, readers: list[PassageReader], generation: int, statistics: Statistics) -> None:
        super().__init__(list(readers), generation=generation)
        self.statistics = statistics

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """As PassageReader's, over all segments."""
        words_of_readers = [reader.terms_within(fieldname, text, maxdist, prefix) for reader in self.readers]
        return list(dict.fromkeys(word for words in words_of_readers for word in words))


class EmptyReader(reading.EmptyReader):
    """A snapshot without segments."""

    def __init__(self, schema: fields.Schema, generation: int, statistics: Statistics) -> None:
        super().__init__(schema)
        self._generation = generation
        self.statistics = statistics

    def generation(self) -> int:
        """The number of the commit that it shows."""
        return self._generation

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterable[tuple[str, bytes]]:  # noqa: ARG002
        """No terms."""
        return iter(())

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:  # noqa: ARG002
        """No words."""
        return []


class PassageIndex(index.Index):
    """The index in a folder. Opening reads the manifest and refuses any other index; nothing is ever unpickled."""

    def __init__(self, path: Path | str) -> None:
        self._storage = Storage(path)
        self._snapshot: Snapshot = self._storage.open()
        self._schema = whoosh_schema(stored_analyzer(self._snapshot.manifest.state))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._storage.path)!r})"

    @property
    def schema(self) -> fields.Schema:
        """The schema, made from the table of fields."""
        return self._schema

    def latest_generation(self) -> int:
        """The number of the newest commit."""
        return self._storage.latest_generation()

    def up_to_date(self) -> bool:
        """Whether nothing was committed since this was opened."""
        return self._snapshot.manifest.generation == self.latest_generation()

    def refresh(self) -> PassageIndex:
        """The index as it is now; this one when nothing changed."""
        return self if self.up_to_date() else PassageIndex(self._storage.path)

    def last_modified(self) -> float:
        """When the newest commit was made, in seconds since 1970."""
        return (self._storage.path / MANIFEST).stat().st_mtime

    def is_empty(self) -> bool:
        """Whether it has no passage."""
        return not self._storage.manifest().counts.get("passages", 0)

    def reader(self, reuse: Any = None) -> Any:  # noqa: ARG002 - a new reader costs milliseconds
        """The newest snapshot as a reader; an old reader stays as it is."""
        self._snapshot = self._storage.open(previous=self._snapshot)
        segments = segments_of(self._snapshot)
        statistics = Statistics(segments, stored_parameters(self._snapshot.manifest))
        generation = self._snapshot.manifest.generation
        readers = [PassageReader(segment, self._schema, generation, statistics) for segment in segments]
        if not readers:
            return EmptyReader(self._schema, generation, statistics)
        return readers[0] if len(readers) == 1 else PassagesReader(readers, generation, statistics)

    def searcher(self, **kwargs: Any) -> PassageSearcher:
        """A searcher of the newest snapshot; `weighting` is Lucene's unless given."""
        return PassageSearcher(self.reader(), fromindex=self, **kwargs)

    def writer(self, *, timeout: float = 0.0, **_: Any) -> PassageWriter:
        """The one writer, waiting `timeout` seconds for another to finish. Raises IndexLocked."""
        return PassageWriter(self._storage, self, timeout_s=timeout)

    def optimize(self, **kwargs: Any) -> None:
        """Merge all segments into one."""
        self.writer(**kwargs).commit(optimize=True)

    def add_field(self, fieldname: str, fieldspec: Any) -> NoReturn:
        """Not supported: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be added.")

    def remove_field(self, fieldname: str) -> NoReturn:
        """Not supported: the fields are those of searchlib's table."""
        raise NotImplementedError("The fields of this index are searchlib's own table; none can be removed.")


def open_whoosh_index(path: Path | str) -> PassageIndex:
    """The index in a folder as a `whoosh.index.Index`. Raises IndexMissing, IndexVersion or IndexCorrupt."""
    return PassageIndex(path)
