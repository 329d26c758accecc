"""Text cut into pieces: nothing is lost, and every character is marked as it was asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchlib.web.pages.marking import chunks
from searchlib.web.pages.notes import Note

TEXT = "He said on Thursday that 8,000 troops\n\nwould go to Kursk."
places = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: (min(pair), max(pair)))


def noted(spans):
    """Notes at those of the places that lie over none before."""
    kept = []
    for start, end in sorted(spans):
        if not kept or kept[-1][1] <= start:
            kept.append((start, end))
    return [Note(f"m{start}", "date", start, end, ()) for start, end in kept]


@given(st.lists(places, max_size=6), st.lists(places, max_size=6), st.lists(places, max_size=6), st.integers(0, 500))
def test_the_pieces_are_the_text(hits, said, spans, offset):
    """Pieces joined are the text, each marked exactly where its characters are."""

    def moved(pairs):
        return [(start + offset, end + offset) for start, end in pairs]

    notes = noted(moved(spans))
    cut = chunks(TEXT, offset, notes=notes, hits=moved(hits), said=moved(said))
    assert [chunk.note for chunk in cut if chunk.note] == notes
    at = offset
    for chunk in cut:
        if chunk.note:
            assert at == chunk.note.start
        for piece in chunk.pieces:
            for _ in piece.text:
                assert piece.hit == any(start <= at < end for start, end in moved(hits))
                assert piece.said == any(start <= at < end for start, end in moved(said))
                at += 1
    assert "".join(piece.text for chunk in cut for piece in chunk.pieces) == TEXT


def test_blank_lines_part_a_piece():
    """A blank line stands between two parts; a single line break stays in its part."""
    (chunk,) = chunks("one\ntwo\n \nthree", 0, notes=())
    assert chunk.pieces[0].parts == ("one\ntwo", "three")
