"""Which document has which id."""

from __future__ import annotations

from pathlib import Path

from searchlib.engines import open_engine
from searchlib.indexing.document_ids import Claim, DocumentIds
from searchlib.models import Document
from searchlib.passages import split


def held(folder: Path, **paths: str) -> DocumentIds:
    """The ids of a run over an index of these documents, each read from a file."""
    writer = open_engine(folder).writer()
    with writer:
        for name, path in paths.items():
            document = Document(id=name, text="A plum.", path=path)
            writer.add(document, split(document))
        writer.commit()
    return DocumentIds(writer)


def test_an_id_belongs_to_the_first_document_that_has_it(tmp_path: Path) -> None:
    """A second one of the run is told where the first stands; given back, the id is free again."""
    ids = held(tmp_path)
    assert ids.claim("a", "news/x.txt", "/news/x.txt") == Claim(granted=True)
    assert ids.claim("a", "news/y.txt:7", "/news/y.txt") == Claim(granted=False, holder="news/x.txt")
    assert "a" in ids
    ids.give_back("a")
    assert "a" not in ids
    assert ids.claim("a", "news/y.txt:7", "/news/y.txt").granted


def test_a_stored_document_keeps_its_id_while_its_file_is_there(tmp_path: Path) -> None:
    """Another file gets it once that file is gone, or was read whole and did not claim it; a stream gets it at once."""
    first, gone = tmp_path / "first.txt", tmp_path / "gone.txt"
    first.write_text("A plum.")
    ids = held(tmp_path / "index", a=str(first), b=str(gone))
    assert ids.claim("a", "x.txt", "/x.txt") == Claim(granted=False, holder=str(first))
    assert ids.claim("b", "x.txt", "/x.txt").granted
    ids.file_read(str(first), whole=False)
    assert not ids.claim("a", "x.txt", "/x.txt").granted
    ids.file_read(str(first), whole=True)
    assert ids.claim("a", "x.txt", "/x.txt").granted
    assert held(tmp_path / "index").claim("a", "-", None).granted


def test_a_file_that_is_still_to_be_read_decides_later(tmp_path: Path) -> None:
    """Until then nobody can tell whether it keeps the id; its own documents have theirs."""
    ids = held(tmp_path, a="/news/first.txt")
    ids.expect_files(["/news/first.txt"])
    assert ids.claim("a", "x.txt", "/x.txt") == Claim(granted=False, holder="/news/first.txt", undecided=True)
    assert ids.claim("a", "first.txt", "/news/first.txt").granted
    assert ids.claim("a", "x.txt", "/x.txt") == Claim(granted=False, holder="first.txt")
