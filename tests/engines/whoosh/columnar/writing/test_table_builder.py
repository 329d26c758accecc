"""Mentions become rows of tables: one row a mention and passage, with references that hold."""

from __future__ import annotations

import pytest

from searchlib import analysis
from searchlib.engines.whoosh.columnar.store.layout import NO_ROW, STATEMENT_KINDS
from searchlib.engines.whoosh.columnar.writing.table_builder import NameTerms, RowTerms, TableBuilder
from searchlib.engines.whoosh.columnar.writing.token_streams import TokenOffsets
from searchlib.indexing.preparation import prepare


@pytest.fixture(scope="module")
def passages(reports):
    """The passages of each document, with their mentions."""
    return [prepare(report) for report in reports]


@pytest.fixture(scope="module")
def built(reports, passages):
    """The tables of all documents, and the passages in the order of their rows."""
    tables, rows = TableBuilder(), []
    for row, (report, own) in enumerate(zip(reports, passages, strict=True)):
        shared = tables.add_document(row, report, own)
        for passage in own:
            _, positions, starts = analysis.term_stream(passage.text)
            tables.add_passage(len(rows), passage, TokenOffsets(positions, starts), shared)
            rows.append(passage)
    return tables, rows


@pytest.mark.parametrize(
    ("table", "mentions"), [("statement", "statements"), ("date", "dates"), ("quantity", "quantities")]
)
def test_each_mention_of_each_passage_is_a_row(built, table, mentions):
    """All columns of a table are as long as there are mentions, and each row names its passage."""
    tables, rows = built
    columns = {name: column for name, column in tables.columns().items() if name.startswith(f"{table}_")}
    of = [row for row, passage in enumerate(rows) for _ in getattr(passage, mentions)]
    assert of
    assert {len(column) for column in columns.values()} == {len(of)}
    assert columns[f"{table}_passage"].tolist() == of


def test_values_are_those_of_the_mentions(built):
    """Low and high of quantities, kinds of statements and their speakers come back from the columns."""
    tables, rows = built
    columns, strings = tables.columns(), [*tables.strings, ""]
    quantities = [quantity for passage in rows for quantity in passage.quantities]
    statements = [statement for passage in rows for statement in passage.statements]
    assert columns["quantity_low"].tolist() == [quantity.low for quantity in quantities]
    assert columns["quantity_high"].tolist() == [quantity.high for quantity in quantities]
    assert [strings[row] for row in columns["quantity_unit"].tolist()] == [quantity.unit for quantity in quantities]
    assert [STATEMENT_KINDS[code] for code in columns["statement_kind"].tolist()] == [one.kind for one in statements]
    assert [strings[row] for row in columns["statement_speaker"].tolist()] == [one.speaker for one in statements]


def test_a_mention_refers_to_its_statement_in_the_same_passage(built):
    """The statement that a date or quantity stands in is a row of the same passage, or none."""
    tables, _ = built
    columns = tables.columns()
    for table in ("date", "quantity"):
        within = columns[f"{table}_statement"]
        inside = within != NO_ROW
        assert inside.any() or table == "date"
        assert (columns["statement_passage"][within[inside]] == columns[f"{table}_passage"][inside]).all()


def test_a_statement_of_two_passages_has_one_identity(built):
    """Rows of one statement of one document share their identity; other statements have others, in order."""
    tables, rows = built
    identities = tables.columns()["statement_identity"].tolist()
    named = [(passage.document, said.number) for passage in rows for said in passage.statements]
    by_statement = dict(zip(named, identities, strict=True))
    assert [by_statement[name] for name in named] == identities
    assert sorted(set(identities)) == list(range(len(by_statement)))


def test_a_speaker_is_a_row_of_its_document(built):
    """Each statement with a named speaker refers to a row of its own document, whose first name is the speaker's."""
    tables, rows = built
    columns, strings = tables.columns(), [*tables.strings, ""]
    documents = list(dict.fromkeys(passage.document for passage in rows))
    statements = [(passage, said) for passage in rows for said in passage.statements]
    for (passage, said), row in zip(statements, columns["statement_speaker_row"].tolist(), strict=True):
        assert (row == NO_ROW) == (not said.speaker or said.speaker_kind == "unknown")
        if row != NO_ROW:
            assert documents[columns["speaker_document"][row]] == passage.document
            assert strings[columns["speaker_names"][row]].split("\n")[0] == said.speaker


def test_positions_are_of_the_tokens_that_a_statement_covers(built):
    """The first and last position of a row are those of the tokens that start inside the statement."""
    tables, rows = built
    columns = tables.columns()
    spans = zip(columns["statement_first"].tolist(), columns["statement_last"].tolist(), strict=True)
    for (passage, said), span in zip(((one, said) for one in rows for said in one.statements), spans, strict=True):
        _, positions, starts = analysis.term_stream(passage.text)
        inside = [
            position
            for position, start in zip(positions, starts, strict=True)
            if said.start <= passage.start + start < said.end
        ]
        assert span == (inside[0], inside[-1])


def test_terms_of_rows_are_one_posting_each():
    """A row is a posting of each of its terms, in the order in which they were added."""
    terms = RowTerms()
    terms.add(3, ("ann", "lee"))
    terms.add(7, ("lee",))
    postings = {
        term: [row for term_id, row in zip(terms.ids, terms.rows, strict=True) if term_id == at]
        for term, at in terms.vocabulary.items()
    }
    assert postings == {"ann": [3], "lee": [3, 7]}


def test_names_give_each_term_once():
    """Names and roles are folded, nouns stemmed, and a word that stands twice is one term."""
    names = NameTerms()
    assert names.folded(("Ann Lee", "LEE", "José Lee")) == ("ann", "lee", "jose")
    assert names.stemmed("steel beams") == names.stemmed("steel beam")
    assert names.stemmed("beams and beams") == names.stemmed("beams and")
    assert names.key("Ann LEE") == names.key("ann lee")


def test_no_document_makes_empty_columns():
    """Tables without a row have all columns, of length 0; an empty text is no string."""
    tables = TableBuilder()
    assert {len(column) for column in tables.columns().values()} == {0}
    assert tables.string("") == NO_ROW
    assert tables.cells == 0
    assert not tables.strings
