"""The engines that are measured side by side: ours, and installed peers with an equal analyser.

Each indexes the same prepared passages and answers the same questions from the query's text to ids and scores. Terms are
lower-cased, accents folded and stemmed (English Snowball; FTS5 has Porter's first stemmer), no stop word is dropped and
BM25 has k1 1.2 and b 0.75 where the engine lets one say so (FTS5 has them fixed).
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

import searchlib
from benchmarks.corpus import Prepared, Question, passage_rows
from searchlib.engines import open_engine
from searchlib.engines.answers import Request
from searchlib.engines.contract import WRITER_MEMORY
from searchlib.indexing.processes.pool import WorkerPool
from searchlib.models import Passage, Results
from searchlib.query.options import SearchOptions
from searchlib.searching import SearchRequest, parse_request

Found = Sequence[tuple[str, float]]
K = 10
MIXES = ("required", "excluded", "count", "hundred", "thousand", "common")
"""Kinds of questions of the public search benchmark beside the first ones."""
EPOCH = date(1970, 1, 1).toordinal()


class Engine:
    """One engine over one index in `folder`; `KINDS` names the questions it can answer, each a method of this name."""

    name: ClassVar[str]
    package: ClassVar[str] = ""
    WARMING: ClassVar[int] = 1
    """Rounds before those that are measured; a compiler at run time wants many."""
    KINDS: ClassVar[tuple[str, ...]] = ("any", "every", "phrase", "filtered")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def installed(cls) -> bool:
        return not cls.package or find_spec(cls.package) is not None

    def build(self, documents: Iterable[Prepared]) -> None:
        """Index and commit; the index stays in `folder`."""
        raise NotImplementedError

    def build_hits(self, documents: Iterable[Prepared]) -> None:
        """Build what `search` needs in addition to the measured index."""

    def open(self) -> None:
        """Open the index for questions."""

    def timed(self, kind: str, asked: Sequence[Question]) -> list[int]:
        """Nanoseconds of each question."""
        clock, ask = time.perf_counter_ns, getattr(self, kind)
        times = []
        for question in asked:
            started = clock()
            ask(question)
            times.append(clock() - started)
        return times

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


class Ours(Engine):
    """searchlib, warm: `index.rank`. `search` and `counted` are whole searches, with hits and with totals."""

    name = "searchlib"
    KINDS = ("any", "every", "phrase", "filtered", "counted", "search", *MIXES)

    def build(self, documents: Iterable[Prepared]) -> None:
        with open_engine(self.folder).writer() as writer:
            for document, passages in documents:
                writer.add(document, passages)
            writer.commit(compact=True)

    def open(self) -> None:
        self.index = searchlib.open(self.folder)
        self.index.warm(wait=True)

    def any(self, question: Question) -> Found:
        return self.index.rank(question.words, K)

    def every(self, question: Question) -> Found:
        return self.index.rank(question.words, K, every_word=True)

    def phrase(self, question: Question) -> Found:
        return self.index.rank(f'"{question.phrase}"', K)

    def filtered(self, question: Question) -> Found:
        days = f"{question.first.isoformat()}..{question.last.isoformat()}"
        return self.index.rank(f'{question.words} speaker:"{question.speaker}" date:{days}', K)

    def counted(self, question: Question) -> Found:
        return self._counted(question, K)

    def _counted(self, question: Question, k: int) -> Found:
        reader = self.index.reader
        node = parse_request(SearchRequest(question.words)).node
        answer = reader.search(Request(node, SearchOptions(limit=k)))
        return [(reader.passage_id(match.ref), match.score) for match in answer.matches]

    def required(self, question: Question) -> Found:
        first, *others = question.mixed
        return self.index.rank(f"+{first} {' '.join(others)}", K)

    def excluded(self, question: Question) -> Found:
        *others, last = question.mixed
        return self.index.rank(f"{' '.join(others)} -{last}", K)

    def count(self, question: Question) -> int | None:
        return self.index.reader.count_many([parse_request(SearchRequest(question.words)).node])[0]

    def hundred(self, question: Question) -> Found:
        return self._counted(question, 100)

    def thousand(self, question: Question) -> Found:
        return self.index.rank(question.words, 1000)

    def common(self, question: Question) -> Found:
        return self.index.rank(f'"{question.common}"', K)

    def search(self, question: Question) -> Results:
        return touched(self.index.search(question.words, limit=K, count=False))


class OursParallel(Ours):
    """Ours, indexing with two worker processes that fill at least one segment each."""

    def build(self, documents: Iterable[Prepared]) -> None:
        with open_engine(self.folder).writer() as writer:
            sink = writer.sink(memory=WRITER_MEMORY // 2)
            assert sink is not None, "the embedded engine takes documents from worker processes"
            with WorkerPool(sink, 2) as pool:
                for document, passages in documents:
                    pool.add_prepared(document, passages, writer.version)
                results = pool.finish().results
            for result in results:
                writer.adopt(result)
            writer.commit()


class Tantivy(Engine):
    """One segment, one searcher: parse_query, search(count=False) and the stored id of each hit.

    `search` alone is answered by a second index beside this one, that stores for each passage the very Passage that our
    hits have, as JSON, and what a hit shows of its document: so the size and the indexing of the first are of text alone.
    """

    name = "tantivy"
    package = "tantivy"
    KINDS = ("any", "every", "phrase", "filtered", "counted", "search", *MIXES)
    HEAP = 2 << 30

    def __init__(self, folder: Path, threads: int = 1) -> None:
        super().__init__(folder)
        self.threads = threads

    @property
    def _hits_folder(self) -> Path:
        return self.folder.with_name(self.folder.name + "-hits")

    def _opened(self, folder: Path) -> Any:
        import tantivy

        schema = (
            tantivy.SchemaBuilder()
            .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
            .add_text_field("text", stored=True, tokenizer_name="equal")
            .add_text_field("speaker", tokenizer_name="raw", index_option="basic")
            .add_integer_field("day", indexed=True, fast=True)
            .add_bytes_field("passage", stored=True, indexed=False)
            .add_bytes_field("document", stored=True, indexed=False)
            .build()
        )
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(schema, path=str(folder))
        equal = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for token_filter in (
            tantivy.Filter.lowercase(),
            tantivy.Filter.ascii_fold(),
            tantivy.Filter.stemmer("english"),
        ):
            equal = equal.filter(token_filter)
        index.register_tokenizer("equal", equal.build())
        return index

    def build(self, documents: Iterable[Prepared]) -> None:
        import tantivy

        writer = self._opened(self.folder).writer(self.HEAP, self.threads)
        for _, passage in passage_rows(documents):
            row = tantivy.Document(id=passage.id, text=passage.text)
            for said in passage.statements:
                row.add_text("speaker", said.speaker)
            for mention in passage.dates:
                row.add_integer("day", mention.first.toordinal() - EPOCH)
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()

    def build_hits(self, documents: Iterable[Prepared]) -> None:
        import tantivy

        writer = self._opened(fresh(self._hits_folder)).writer(self.HEAP, self.threads)
        shown = {"title", "published", "published_from", "source", "url", "path"}
        for document, passage in passage_rows(documents):
            row = tantivy.Document(text=passage.text)
            row.add_bytes("passage", passage.model_dump_json(exclude_defaults=True).encode())
            row.add_bytes("document", document.model_dump_json(include=shown, exclude_defaults=True).encode())
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self.index = self._opened(self.folder)
        self.index.reload()
        self.searcher = self.index.searcher()
        self.segments = self.searcher.num_segments
        if self._hits_folder.exists():
            self.shown = self._opened(self._hits_folder)
            self.shown.reload()
            self.showing = self.shown.searcher()

    def _ids(self, query: Any, *, count: bool = False, k: int = K) -> Found:
        searcher = self.searcher
        hits = searcher.search(query, k, count=count).hits
        return [(searcher.doc(address).get_first("id"), score) for score, address in hits]

    def any(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(question.words, ["text"]))

    def every(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(question.words, ["text"], conjunction_by_default=True))

    def phrase(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(f'"{question.phrase}"', ["text"]))

    def filtered(self, question: Question) -> Found:
        first, last = question.first.toordinal() - EPOCH, question.last.toordinal() - EPOCH
        text = f'+({question.words}) +speaker:"{question.speaker}" +day:[{first} TO {last}]'
        return self._ids(self.index.parse_query(text, ["text"]))

    def counted(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(question.words, ["text"]), count=True)

    def required(self, question: Question) -> Found:
        first, *others = question.mixed
        return self._ids(self.index.parse_query(f"+{first} {' '.join(others)}", ["text"]))

    def excluded(self, question: Question) -> Found:
        *others, last = question.mixed
        return self._ids(self.index.parse_query(f"{' '.join(others)} -{last}", ["text"]))

    def count(self, question: Question) -> int:
        """With the best one: the binding counts nothing alone."""
        return int(self.searcher.search(self.index.parse_query(question.words, ["text"]), 1, count=True).count)

    def hundred(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(question.words, ["text"]), count=True, k=100)

    def thousand(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(question.words, ["text"]), k=1000)

    def common(self, question: Question) -> Found:
        return self._ids(self.index.parse_query(f'"{question.common}"', ["text"]))

    def search(self, question: Question) -> Results:
        """The same Results as ours, but for their highlights."""
        searcher = self.showing
        query = self.shown.parse_query(question.words, ["text"])
        hits = []
        for rank, (score, address) in enumerate(searcher.search(query, K, count=False).hits, 1):
            stored = searcher.doc(address)
            passage = Passage.model_validate_json(bytes(stored.get_first("passage")))
            header = json.loads(bytes(stored.get_first("document")))
            hits.append({**header, "rank": rank, "score": score, "passage": passage})
        return touched(Results.model_validate({"query": question.words, "parsed": question.words, "hits": hits}))


def touched(results: Results) -> Results:
    """The results, after every value that a hit shows was read: nothing may stay lazy."""
    for hit in results:
        assert hit.passage.text is not None
        assert hit.passage.statements is not None
        assert hit.passage.dates is not None
        assert hit.passage.quantities is not None
        assert hit.highlights is not None
    return results


class Bm25s(Engine):
    """bm25s in memory, Lucene's variant; it ranks words only, a filter is a mask over all passages."""

    name = "bm25s"
    package = "bm25s"
    KINDS = ("any", "filtered")

    def build(self, documents: Iterable[Prepared]) -> None:
        import bm25s
        import Stemmer

        rows = list(passage_rows(documents))
        self.ids = [passage.id for _, passage in rows]
        self.speakers: dict[str, set[int]] = {}
        self.days = np.full(len(rows), -1, np.int64)
        for row, (_, passage) in enumerate(rows):
            for said in passage.statements:
                self.speakers.setdefault(said.speaker, set()).add(row)
            for mention in passage.dates:
                self.days[row] = mention.first.toordinal()
        self._words = {
            "token_pattern": r"(?u)\b\w+\b",
            "stopwords": None,
            "stemmer": Stemmer.Stemmer("english"),
            "show_progress": False,
        }
        tokens = bm25s.tokenize([p.text for _, p in rows], **self._words)
        self.engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        self.engine.index(tokens, show_progress=False)
        self.engine.save(str(self.folder), corpus=[{"text": p.text} for _, p in rows])

    def _ranked(self, words: str, mask: Any = None) -> Found:
        import bm25s

        tokens = bm25s.tokenize([words], return_ids=False, **self._words)
        rows, scores = self.engine.retrieve(tokens, k=K, show_progress=False, weight_mask=mask)
        return [(self.ids[row], float(score)) for row, score in zip(rows[0], scores[0], strict=True)]

    def any(self, question: Question) -> Found:
        return self._ranked(question.words)

    def filtered(self, question: Question) -> Found:
        mask = np.zeros(len(self.ids), np.float32)
        said = np.array(sorted(self.speakers.get(question.speaker, ())), np.int64)
        days = self.days[said]
        mask[said[(days >= question.first.toordinal()) & (days <= question.last.toordinal())]] = 1
        return self._ranked(question.words, mask)


class Fts5(Engine):
    """SQLite FTS5 with its own BM25, stemming by Porter's algorithm; days in a table of their own."""

    name = "fts5"

    def build(self, documents: Iterable[Prepared]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self.folder / "index.db")
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("CREATE VIRTUAL TABLE p USING fts5(id UNINDEXED, text, speaker, tokenize='porter unicode61')")
        base.execute("CREATE TABLE days (passage INTEGER, day INTEGER)")
        rows = enumerate(passage_rows(documents), 1)
        for row, (_, passage) in rows:
            speaker = "\n".join(said.speaker for said in passage.statements)
            base.execute(
                "INSERT INTO p (rowid, id, text, speaker) VALUES (?,?,?,?)", (row, passage.id, passage.text, speaker)
            )
            for mention in passage.dates:
                base.execute("INSERT INTO days VALUES (?,?)", (row, mention.first.toordinal()))
        base.execute("CREATE INDEX by_day ON days (day, passage)")
        base.execute("INSERT INTO p (p) VALUES ('optimize')")
        base.commit()
        base.close()

    def open(self) -> None:
        self.base = sqlite3.connect(self.folder / "index.db")

    def _ids(self, match: str, more: str = "", values: tuple[int, ...] = ()) -> Found:
        sql = f"SELECT id, -rank FROM p WHERE p MATCH ? {more} ORDER BY rank LIMIT {K}"
        return self.base.execute(sql, (match, *values)).fetchall()

    def any(self, question: Question) -> Found:
        return self._ids(f"text : ({' OR '.join(_quoted(question.words))})")

    def every(self, question: Question) -> Found:
        return self._ids(f"text : ({' AND '.join(_quoted(question.words))})")

    def phrase(self, question: Question) -> Found:
        return self._ids(f'text : "{question.phrase}"')

    def filtered(self, question: Question) -> Found:
        words = " OR ".join(_quoted(question.words))
        days = (question.first.toordinal(), question.last.toordinal())
        inside = "AND +rowid IN (SELECT passage FROM days WHERE day BETWEEN ? AND ?)"
        return self._ids(f'(text : ({words})) AND (speaker : "{question.speaker}")', inside, days)


def _quoted(words: str) -> list[str]:
    return [f'"{word}"' for word in re.findall(r"\w+", words)]


class StockWhoosh(Engine):
    """Whoosh with its own codec and scorer, the same analysis but for its stemmer (Porter's)."""

    name = "whoosh"
    package = "whoosh"

    def _schema(self) -> Any:
        from whoosh import analysis, fields

        words = analysis.RegexTokenizer() | analysis.LowercaseFilter() | analysis.StemFilter()
        return fields.Schema(
            id=fields.ID(stored=True),
            text=fields.TEXT(stored=True, analyzer=words, phrase=True),
            speaker=fields.ID,
            day=fields.NUMERIC(int),
        )

    def build(self, documents: Iterable[Prepared]) -> None:
        from whoosh import index

        self.folder.mkdir(parents=True, exist_ok=True)
        writer = index.create_in(self.folder, self._schema()).writer(limitmb=1024)
        for _, passage in passage_rows(documents):
            values: dict[str, Any] = {"id": passage.id, "text": passage.text}
            if passage.statements:
                values["speaker"] = passage.statements[0].speaker
            if passage.dates:
                values["day"] = passage.dates[0].first.toordinal()
            writer.add_document(**values)
        writer.commit(optimize=True)

    def open(self) -> None:
        from whoosh import index, qparser, scoring

        self.index = index.open_dir(self.folder)
        self.searcher = self.index.searcher(weighting=scoring.BM25F(B=0.75, K1=1.2))
        self.or_parser = qparser.QueryParser("text", self.index.schema, group=qparser.OrGroup)
        self.and_parser = qparser.QueryParser("text", self.index.schema)

    def _ids(self, query: Any, allowed: Any = None) -> Found:
        hits = self.searcher.search(query, limit=K, filter=allowed)
        return [(hit["id"], hit.score) for hit in hits]

    def any(self, question: Question) -> Found:
        return self._ids(self.or_parser.parse(question.words))

    def every(self, question: Question) -> Found:
        return self._ids(self.and_parser.parse(question.words))

    def phrase(self, question: Question) -> Found:
        return self._ids(self.and_parser.parse(f'"{question.phrase}"'))

    def filtered(self, question: Question) -> Found:
        from whoosh import query

        days = query.NumericRange("day", question.first.toordinal(), question.last.toordinal())
        allowed = query.And([query.Term("speaker", question.speaker), days])
        return self._ids(self.or_parser.parse(question.words), allowed)


class Xapian(Engine):
    """Xapian's own BM25 with k1 1.2 and b 0.75; speakers are boolean terms, days a value slot."""

    name = "xapian"
    package = "xapian"

    def build(self, documents: Iterable[Prepared]) -> None:
        import xapian

        base = xapian.WritableDatabase(str(self.folder), xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("english"))
        generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
        for _, passage in passage_rows(documents):
            row = xapian.Document()
            generator.set_document(row)
            generator.index_text(passage.text)
            generator.set_termpos(0)
            for said in passage.statements:
                row.add_boolean_term("XS" + said.speaker)
            for mention in passage.dates:
                row.add_value(0, xapian.sortable_serialise(mention.first.toordinal()))
            row.set_data(json.dumps([passage.id, passage.text]))
            base.add_document(row)
        base.close()

    def open(self) -> None:
        import xapian

        self.base = xapian.Database(str(self.folder))
        self.parser = xapian.QueryParser()
        self.parser.set_database(self.base)
        self.parser.set_stemmer(xapian.Stem("english"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_ALL)

    def _ids(self, query: Any) -> Found:
        import xapian

        enquire = xapian.Enquire(self.base)
        enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0))
        enquire.set_query(query)
        return [(json.loads(match.document.get_data())[0], match.weight) for match in enquire.get_mset(0, K)]

    def _words(self, words: str, *, every: bool) -> Any:
        import xapian

        self.parser.set_default_op(xapian.Query.OP_AND if every else xapian.Query.OP_OR)
        return self.parser.parse_query(words)

    def any(self, question: Question) -> Found:
        return self._ids(self._words(question.words, every=False))

    def every(self, question: Question) -> Found:
        return self._ids(self._words(question.words, every=True))

    def phrase(self, question: Question) -> Found:
        return self._ids(self._words(f'"{question.phrase}"', every=True))

    def filtered(self, question: Question) -> Found:
        import xapian

        serial = xapian.sortable_serialise
        days = xapian.Query(
            xapian.Query.OP_VALUE_RANGE, 0, serial(question.first.toordinal()), serial(question.last.toordinal())
        )
        limits = xapian.Query(xapian.Query.OP_AND, xapian.Query("XS" + question.speaker), days)
        words = self._words(question.words, every=False)
        return self._ids(xapian.Query(xapian.Query.OP_FILTER, words, limits))


PEERS: dict[str, type[Engine]] = {peer.name: peer for peer in (Tantivy, Bm25s, Fts5, Xapian, StockWhoosh)}
SLOW: frozenset[str] = frozenset(("whoosh",))
"""Peers that index under a thousand passages a second: measured up to SLOW_UNTIL passages unless named."""
SLOW_UNTIL = 100_000


def fresh(folder: Path) -> Path:
    """Empty the folder and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
