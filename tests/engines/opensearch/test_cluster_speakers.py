"""Speakers are linked at a commit and kept beside the passages: the same as linked whole, in one state, and no passage is written for it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import searchlib
from searchlib import linking
from searchlib.engines import open_engine
from searchlib.engines.opensearch.answers.kept_speakers import KeptSpeakers
from searchlib.engines.opensearch.cluster import snapshot as snapshots
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.cluster.snapshot import Snapshot
from searchlib.engines.opensearch.speakers.linked_voices import LinkedVoices
from searchlib.engines.opensearch.speakers.speaker_documents import KINDS
from searchlib.engines.opensearch.speakers.written_voices import VOICES, counted
from searchlib.engines.opensearch.writing.bulk import Bulk
from searchlib.engines.opensearch.writing.writer import ClusterWriter
from searchlib.errors import IndexVersion
from searchlib.index import Index
from searchlib.indexing.preparation import prepare
from searchlib.models import Document
from tests.cluster_nodes import CLUSTER

pytestmark = list(CLUSTER)

NAMES = (
    *("Mayor Ann Lee", "Ann B. Lee", "Lee", "Mayor Lee", "Bruce Lee", "Martin King", "Martin King Jr.", "King"),
    *("Chuck Schumer", "Senator Charles Schumer", "Schumer", "John Allen", "Gen. John Allen", "James Comey", "James"),
    *("the U.S.", "the United States", "China", "PRC", "the Ministry of Health", "a spokesman", "police officials"),
)


def said(name: str, number: int) -> str:
    return f"{name[0].upper()}{name[1:]} said on Nov. 1, 2024 that {number} trees fell in the storm."


def names_alike(index: Index, embedded: Index) -> None:
    """Names, tables and facets are those of a folder; what is kept is what linking whole finds."""
    assert list(index.speakers()) == list(embedded.speakers())
    of_index, labels = (one.search("trees", facets="speaker").facets["speaker"] for one in (index, embedded))
    assert of_index == labels
    for name in (*NAMES, "Ann", "Lee Ann", "Zoe", "Health", "UN", *(label for label, _ in labels)):
        query = f'speaker:"{name}"'
        found, expected = ({hit.passage.id for hit in one.search(query, limit=500)} for one in (index, embedded))
        assert found == expected, name


def test_every_commit_keeps_what_linking_whole_finds(url: str, tmp_path: Path) -> None:
    """Whatever was added, replaced and deleted; a small change writes little."""
    draw = random.Random(5)
    with searchlib.open(url, create=True) as index, searchlib.open(tmp_path / "index", create=True) as embedded:
        for step in range(8):
            names = [f"d{draw.randrange(12)}" for _ in range(4)]
            made = [
                Document(id=name, text="\n\n".join(said(draw.choice(NAMES), step + 2) for _ in range(5)))
                for name in dict.fromkeys(names)
            ]
            for one in (index, embedded):
                one.add(made)
                if step % 3 == 2:
                    one.delete(f"d{step}")
            names_alike(index, embedded)
            shown = Snapshot(Connection(read_location(url)), read_location(url).name)
            whole = LinkedVoices(
                counted(shown.pages(VOICES, 100)), linking.with_known_organizations(linking.NO_ALIASES)
            )
            kept = KeptSpeakers(shown)
            groups = kept.of(list(whole.groups))
            assert len({(groups[voice], group) for voice, group in whole.groups.items()}) == len(whole.keys)
            assert kept.table() == whole.table()
            assert index.check() == []
        with patch.object(Bulk, "add", autospec=True, side_effect=Bulk.add) as sent:
            index.add(Document(id="d0", text=said("Zoe Strange", 7)))
            assert 0 < sent.call_count < len(whole.keys)


def passages(url: str) -> dict[str, int]:
    """When each passage was written, as the cluster counts."""
    place = read_location(url)
    body: dict[str, Any] = {"size": 1_000, "seq_no_primary_term": True, "query": {"term": {"what": "passage"}}}
    hits = Connection(place).ask("POST", f"/{place.name}/_search", body)["hits"]["hits"]
    return {hit["_id"]: hit["_seq_no"] for hit in hits}


def test_who_is_linked_anew_is_so_without_any_passage(url: str) -> None:
    """A second Lee takes the lone name from the first; aliases give it back; the passages that tell of both are not touched."""
    with searchlib.open(url, create=True) as index:
        index.add([Document(id="whole", text=said("Mayor Ann Lee", 2)), Document(id="lone", text=said("Lee", 3))])
        before = passages(url)
        assert {hit.document for hit in index.search('speaker:"Ann Lee"')} == {"whole", "lone"}
        index.add(Document(id="other", text=said("Bruce Lee", 4)))
        assert {hit.document for hit in index.search('speaker:"Ann Lee"')} == {"whole"}
        assert {hit.document for hit in index.search('speaker:"Lee (which?)"')} == {"lone"}
        index.path.mkdir(parents=True)
        (index.path / "aliases.toml").write_text('[same]\n"Ann Lee" = ["Lee"]\n')
        with searchlib.open(url) as aliased:
            assert {hit.document for hit in aliased.search('speaker:"Ann Lee"')} == {"whole", "lone"}
        (index.path / "aliases.toml").write_text('[different]\n"Ann Lee" = ["Bruce Lee"]\n')
        with searchlib.open(url) as aliased:
            assert {hit.document for hit in aliased.search('speaker:"Lee (which?)"')} == {"lone"}
        after = passages(url)
        assert before.items() < after.items()


def test_a_name_is_looked_up_and_not_all_are_read(url: str) -> None:
    """Two requests more for a name that was not asked for yet, however many speakers there are."""
    with searchlib.open(url, create=True) as index:
        index.add(Document(id=f"d{number}", text=said(name, number + 2)) for number, name in enumerate(NAMES))
    asked: list[tuple[str, Any]] = []
    own = Connection.ask

    def seen(connection: Connection, method: str, path: str, body: Any = None, **options: Any) -> Any:
        asked.append((path, body))
        return own(connection, method, path, body, **options)

    with searchlib.open(url) as index, patch.object(Connection, "ask", seen):
        index.search("trees")
        before = len(asked)
        assert len(index.search("trees speaker:schumer")) == 3
        assert len(asked) - before <= 4  # two for the name, the search, and the names of the passages that are shown
        assert not any(isinstance(body, dict) and body.get("query") == VOICES["query"] for _, body in asked)


def speakers(url: str) -> list[int]:
    """By which versions the speakers that stand on the cluster were written, seen or not."""
    place = read_location(url)
    connection = Connection(place)
    connection.ask("POST", f"/{place.name}*/_refresh")
    body = {"size": 1_000, "query": {"terms": {"what": KINDS}}}
    hits = connection.ask("POST", f"/{place.name}.v*/_search", body)["hits"]["hits"]
    return sorted(int(hit["_id"].partition("/")[0]) for hit in hits)


def write(url: str, document: Document, *, fresh: bool) -> None:
    """Commit one document."""
    with open_engine(url).writer(fresh=fresh) as writer:
        writer.add(document, prepare(document))
        writer.commit()


class Killed(BaseException):
    """The process is no more."""


def test_a_speaker_that_is_missing_is_told(url: str) -> None:
    """By a check: a search could not find what it says."""
    place = read_location(url)
    with searchlib.open(url, create=True) as index:
        index.add(Document(id="storm", text=said("Mayor Ann Lee", 2)))
        everybody = {"query": {"term": {"what": "voice"}}}
        Connection(place).ask("POST", f"/{place.name}/_delete_by_query", everybody, refresh="true")
    (told,) = searchlib.open(url).check()
    assert "speaker" in told


@pytest.mark.parametrize("fresh", [False, True])
def test_a_commit_that_is_killed_leaves_the_speakers_before(url: str, fresh: bool) -> None:
    """All of them are sent when it is: a reader sees none, and the next writer removes them."""
    with searchlib.open(url, create=True) as index:
        index.add([Document(id="whole", text=said("Mayor Ann Lee", 2)), Document(id="lone", text=said("Lee", 3))])
        table, stood = list(index.speakers()), speakers(url)

        def killed(*_: object) -> None:
            raise Killed

        other = Document(id="other", text=said("Bruce Lee", 4))
        with (
            patch.object(ClusterWriter, "_write_state", killed),
            patch.object(ClusterWriter, "_discard", lambda _: None),
            pytest.raises(Killed),
        ):
            write(url, other, fresh=fresh)
        assert len(speakers(url)) > len(stood)
        with searchlib.open(url) as again:
            assert list(again.speakers()) == table
            assert {hit.document for hit in again.search('speaker:"Ann Lee"')} == {"whole", "lone"}
            again.add(Document(id="calm", text="The storm is over."))
            assert speakers(url) == stood
            again.add(other)
            assert {hit.document for hit in again.search('speaker:"Ann Lee"')} == {"whole"}


def test_an_index_without_speakers_is_to_be_built_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, and a fresh build takes its place."""
    with monkeypatch.context() as older:
        older.setattr(snapshots, "FORMAT", snapshots.FORMAT - 1)
        searchlib.open(url, create=True).add(Document(id="storm", text=said("Mayor Ann Lee", 2)))
    with pytest.raises(IndexVersion, match="another version of searchlib"):
        searchlib.open(url).search("storm")
    with open_engine(url).writer(fresh=True) as writer:
        writer.commit()
    assert len(searchlib.open(url)) == 0
