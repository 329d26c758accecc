"""An export as one SQLite database: tables with foreign keys, full-text search, and views for the commonest questions.

Datasette shows it as it is. `passages_fts` is an FTS5 index over the texts of `passages`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from searchlib.exports.tables import TABLES, Column, Row

_KINDS: Final = {"text": "TEXT", "whole": "INTEGER", "figure": "REAL"}
_SYSTEM_ERRORS: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
}
"""SQLite's primary result codes for faults of the disk (https://www.sqlite.org/rescode.html), and the system's."""

_BATCH: Final = 1000
"""Rows of a table that are written at a time."""

_VIEWS: Final = """
CREATE VIEW figures AS -- every figure: who gave it, what it counts, for which statement
  SELECT q.modifier, q.text AS figure, q.low, q.high, q.least, q.most, q.unit, q.noun, coalesce(nullif(s.speaker, ''), d.source) AS who, s.speaker,
         s.role, s.said, d.published, d.source, q.marks, q.confidence, q.passage, p.text AS passage_text, q.document
  FROM quantities q JOIN passages p ON p.id = q.passage JOIN documents d ON d.id = q.document
  LEFT JOIN statements s ON s."key" = q.statement;
CREATE VIEW quotations AS -- who said what, and when
  SELECT s.speaker, s.role, s.said, s.kind, s.text, s.marks, s.confidence, d.published, d.source, d.title, s.passage, s.document
  FROM statements s JOIN documents d ON d.id = s.document;
CREATE VIEW speakers AS -- who is heard how often
  SELECT speaker, speaker_kind, count(*) AS statements, count(DISTINCT document) AS documents, min(said) AS first, max(said) AS last
  FROM statements WHERE speaker <> '' GROUP BY speaker, speaker_kind ORDER BY statements DESC;
CREATE VIEW days AS -- what is told of which day
  SELECT m.first, m.last, m.text AS date, p.text AS passage_text, s.speaker, d.published, d.source, m.passage, m.document
  FROM dates m JOIN passages p ON p.id = m.passage JOIN documents d ON d.id = m.document
  LEFT JOIN statements s ON s."key" = m.statement WHERE m.first IS NOT NULL;
"""


def write(path: Path, rows: Iterable[tuple[str, Row]], about: Mapping[str, str]) -> dict[str, int]:
    """Write the database; returns how many rows each table has. Raises OSError when the disk is full or broken."""
    try:
        with closing(sqlite3.connect(path)) as database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")
            database.executescript(_schema())
            database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            counts = _insert(database, rows)
            database.executescript(_indexes())
            database.executescript(_VIEWS)
            database.execute("INSERT INTO passages_fts(passages_fts) VALUES ('rebuild')")
            database.commit()
    except sqlite3.OperationalError as error:
        code = _SYSTEM_ERRORS.get(error.sqlite_errorcode & 0xFF)
        if code is None:
            raise
        raise OSError(code, os.strerror(code)) from error
    return counts


def _insert(database: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> dict[str, int]:
    """Insert the rows, many at a time, in the order of the tables: a row comes behind those that it refers to."""
    waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
    counts = dict.fromkeys(TABLES, 0)

    def flush() -> None:
        for name, some in waiting.items():
            signs = ", ".join("?" * len(TABLES[name]))
            database.executemany(f"INSERT INTO {name} VALUES ({signs})", some)  # noqa: S608 - names of TABLES
            counts[name] += len(some)
            some.clear()

    for name, row in rows:
        waiting[name].append(row)
        if len(waiting[name]) >= _BATCH:
            flush()
    flush()
    return counts


def _schema() -> str:
    tables = "".join(f"CREATE TABLE {name} ({', '.join(map(_column, columns))});\n" for name, columns in TABLES.items())
    return f"""CREATE TABLE about ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL);
{tables}CREATE VIRTUAL TABLE passages_fts USING fts5("text", content="passages", content_rowid="key", tokenize="porter unicode61");
"""


def _column(column: Column) -> str:
    table, _, name = column.refers.partition(".")
    refers = f' REFERENCES {table}("{name}")' if table else ""
    return f'"{column.name}" {_KINDS[column.kind]}{" PRIMARY KEY" * column.key}{" UNIQUE" * column.unique}{refers}'


def _indexes() -> str:
    """An index on each column that refers to another table, and on those that questions are asked by."""
    asked = {("statements", "speaker"), ("quantities", "noun"), ("dates", "first"), ("documents", "published")}
    pairs = [(table, column.name) for table, columns in TABLES.items() for column in columns if column.refers]
    return "".join(f'CREATE INDEX {table}_{name} ON {table}("{name}");\n' for table, name in [*pairs, *sorted(asked)])
