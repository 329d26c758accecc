"""Columns with another type, length or value than the layout allows are refused, whichever they are."""

from __future__ import annotations

import numpy as np
import pytest

from searchlib.engines.whoosh.columnar.segments import column_checks
from searchlib.engines.whoosh.columnar.segments.column_checks import columns_fit, deletions_fit, in_range
from searchlib.engines.whoosh.columnar.store.array_files import open_arrays, write_arrays
from searchlib.engines.whoosh.columnar.store.layout import COLUMNS, NO_DAY

OF_A_TABLE = [column.name for column in COLUMNS if column.length in ("P", "D", "S", "E", "Q", "V")]
LIMITED = [*column_checks.REFERENCES, *column_checks.STRINGS, *column_checks.CODES]


@pytest.fixture
def columns(segment):
    """Copies of the columns of a sound segment, by name."""
    return {column.name: segment.file[column.name].copy() for column in COLUMNS}


def limits(columns, name):
    """The least value that a column may have, and the least above all that it may have."""
    none = -1 if name in column_checks.OPTIONAL_REFERENCES else 0
    if name in column_checks.REFERENCES:
        return none, len(columns[column_checks.REFERENCES[name]])
    if name in column_checks.CODES:
        return 0, len(column_checks.CODES[name])
    return (0 if name == "speaker_names" else -1), len(columns["string_starts"]) - 1


def test_a_sound_segment_passes(segment, columns):
    """All columns fit, and every value is in range."""
    assert columns_fit(columns, segment.counts)
    assert all(in_range(columns, name) for name in columns)


@pytest.mark.parametrize("name", OF_A_TABLE)
def test_a_table_with_a_column_of_another_length_is_refused(segment, columns, name):
    """One cell too many in any column of a table does not fit its other columns."""
    columns[name] = np.append(columns[name], columns[name][-1:])
    assert not columns_fit(columns, segment.counts)


@pytest.mark.parametrize("name", [column.name for column in COLUMNS])
def test_a_column_of_another_type_is_refused(segment, columns, name):
    """No column is of complex numbers."""
    columns[name] = columns[name].astype(np.complex64)
    assert not columns_fit(columns, segment.counts)


@pytest.mark.parametrize("name", LIMITED)
def test_a_reference_or_code_may_reach_its_limits_but_not_pass_them(columns, name):
    """The least and the greatest value are allowed, the next ones on either side are not."""
    least, after = limits(columns, name)
    whole = columns[name].astype(np.int64)
    assert len(whole)
    for value, allowed in ((least, True), (after - 1, True), (least - 1, False), (after, False)):
        columns[name] = np.append(whole[:-1], value)
        assert in_range(columns, name) == allowed, value


@pytest.mark.parametrize("name", column_checks.DAYS)
def test_a_day_is_one_of_the_calendar_or_none(columns, name):
    """The first and the last day of the calendar and the mark of no day are in range, the days around them are not."""
    first, last = column_checks._FIRST_DAY, column_checks._LAST_DAY
    for value, allowed in ((first, True), (last, True), (NO_DAY, True), (first - 1, False), (last + 1, False)):
        columns[name] = np.full(len(columns[name]), value, np.int64)
        assert in_range(columns, name) == allowed, value


@pytest.mark.parametrize(
    ("terms", "counts", "fits"),
    [([], [], True), ([4, 9], [1, 5], True), ([4, 9], [1, 6], False), ([4, 9], [0, 5], False), ([4], [1, 5], False)],
)
def test_no_term_loses_more_postings_than_there_are_passages(tmp_path, terms, counts, fits):
    """Each corrected term has a count from 1 to the number of passages."""
    arrays = {"passages": [1], "documents": [0], "terms": terms, "counts": counts}
    write_arrays(tmp_path / "deletions", {name: np.array(cells, np.int32) for name, cells in arrays.items()})
    assert deletions_fit(open_arrays(tmp_path / "deletions"), 5) == fits
