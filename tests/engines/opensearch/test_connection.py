"""What a cluster fails by is one sentence with its remedy, and an answer with a part missing is none."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from searchlib.engines import open_engine
from searchlib.engines.opensearch.cluster import answers_read
from searchlib.engines.opensearch.cluster import connection as connections
from searchlib.engines.opensearch.cluster.connection import Connection
from searchlib.engines.opensearch.cluster.location import read_location
from searchlib.engines.opensearch.writing.bulk import Bulk, index_operation
from searchlib.errors import (
    AnswerPartial,
    LimitError,
    LoginRefused,
    NotWritable,
    Remedy,
    SearchlibError,
    ServerFailed,
    StorageFull,
    Unreachable,
)
from searchlib.matching.deadline import OutOfTime
from tests.engines.opensearch.stand_in import Answer, stand_in

pytest.importorskip("opensearchpy")

WHOLE = {"total": 3, "successful": 3, "skipped": 0, "failed": 0}
FOUND: dict[str, Any] = {"hits": {"total": {"value": 0}, "hits": []}, "timed_out": False}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "FIRST_WAIT_S", 0.001)


def asked(*answers: Answer, **environment: str) -> Any:
    with stand_in(*answers) as server:
        return Connection(read_location(server.url, environment)).search({})


def failing(status: int, kind: str, reason: str) -> Answer:
    return status, {"error": {"type": kind, "reason": reason, "root_cause": []}, "status": status}


def test_a_shard_that_did_not_answer_is_told_and_never_left_out() -> None:
    """OpenSearch answers 200, and no shard has failed, when one has no copy left."""
    assert asked((200, {**FOUND, "_shards": WHOLE}))["timed_out"] is False
    for shards in ({"total": 3, "successful": 2, "failed": 0}, {"total": 3, "successful": 3, "failed": 1}):
        with pytest.raises(AnswerPartial, match="1 of 3 shards"):
            asked((200, {**FOUND, "_shards": shards}))
    several = {"responses": [{**FOUND, "_shards": {**WHOLE, "successful": 1}, "status": 200}]}
    with stand_in((200, several)) as server, pytest.raises(AnswerPartial, match="2 of 3 shards"):
        Connection(read_location(server.url, {})).searches([{}])


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (failing(401, "security_exception", "missing credentials"), LoginRefused, "wants a login"),
        (failing(403, "security_exception", "no permissions"), LoginRefused, "does not allow"),
        (
            failing(403, "cluster_block_exception", "index [news] blocked by: [FORBIDDEN/8/index write (api)]"),
            NotWritable,
            "takes no changes",
        ),
        (
            failing(
                429,
                "cluster_block_exception",
                "blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]",
            ),
            StorageFull,
            "flood-stage",
        ),
        (failing(429, "circuit_breaking_exception", "data too large"), ServerFailed, "too busy"),
        (failing(400, "too_many_clauses", "maxClauseCount is set to 1024"), LimitError, "more words"),
        (failing(503, "search_phase_execution_exception", "all shards failed"), AnswerPartial, "no copy"),
        (failing(500, "illegal_state_exception", "oops"), ServerFailed, "500: illegal_state_exception: oops"),
    ],
)
def test_each_failure_is_one_sentence(answer: Answer, kind: type[SearchlibError], words: str) -> None:
    """Of its own class."""
    with pytest.raises(kind, match=words) as caught:
        asked(answer)
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)


def test_nobody_there_and_the_wrong_way_to_speak() -> None:
    """No cluster; one that speaks no TLS."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="No OpenSearch cluster answers") as caught:
        Connection(read_location(f"opensearch://127.0.0.1:{port}/news", {})).search({})
    assert caught.value.remedy is Remedy.START_THE_SERVER
    with stand_in((200, {})) as server, pytest.raises(Unreachable, match="over TLS"):
        Connection(read_location(server.url, {"SEARCHLIB_OPENSEARCH_TLS": "1"})).search({})


def test_the_login_is_that_of_the_environment() -> None:
    """A user with a password, or a token."""
    for environment, sent in (
        ({"SEARCHLIB_OPENSEARCH_USER": "ann", "SEARCHLIB_OPENSEARCH_PASSWORD": "secret"}, "Basic YW5uOnNlY3JldA=="),
        ({"SEARCHLIB_OPENSEARCH_TOKEN": "abc"}, "Bearer abc"),
    ):
        with stand_in((200, {**FOUND, "_shards": WHOLE})) as server:
            Connection(read_location(server.url, environment)).search({})
        assert [one[2] for one in server.asked] == [sent]
    with pytest.raises(LoginRefused, match="refuses the login given"):
        asked(failing(401, "security_exception", "wrong"), SEARCHLIB_OPENSEARCH_USER="ann")


def test_a_busy_cluster_is_asked_again() -> None:
    """And answers then."""
    busy = failing(429, "rejected_execution_exception", "queue full")
    assert asked(busy, busy, (200, {**FOUND, "_shards": WHOLE}))["_shards"] == WHOLE


def test_a_search_ends_at_its_deadline() -> None:
    """Whatever the cluster does: the socket keeps the time."""
    with stand_in((200, {}), delay_s=5.0) as server, pytest.raises(OutOfTime):
        Connection(read_location(server.url, {})).search({}, deadline=time.monotonic() + 0.05)
    with stand_in((200, {**FOUND, "_shards": WHOLE, "timed_out": True})) as server, pytest.raises(OutOfTime):
        Connection(read_location(server.url, {})).search({}, deadline=time.monotonic() + 60)


# --- bulk ----------------------------------------------------------------------------------------------------------


def items(*statuses: int) -> Answer:
    told = [{"index": {"status": status, "error": {"type": "t", "reason": f"r{status}"}}} for status in statuses]
    return 200, {"errors": True, "items": told}


def test_only_operations_that_were_not_taken_are_sent_again() -> None:
    """What is refused for good is told by its document; a whole request that was refused is sent again as it is."""
    busy = failing(429, "rejected_execution_exception", "queue full")
    with stand_in(busy, items(201, 429, 400), items(503), items(201)) as server:
        bulk = Bulk(Connection(read_location(server.url, {})), size=1 << 20)
        for name in "abc":
            bulk.add(index_operation("news", name, name, {"document": name}, name))
        bulk.drain()
        bulk.close()
    assert [(one.document, one.reason) for one in bulk.refused] == [("c", "t: r400")]
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (403, "index [news] blocked by: [FORBIDDEN/5/index read-only (api)];", NotWritable),
        (
            429,
            "index [news] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark];",
            StorageFull,
        ),
    ],
)
def test_an_index_that_takes_no_changes_is_not_sent_more(status: int, reason: str, kind: type[SearchlibError]) -> None:
    """The first operation that is refused for it says what to do for all."""
    error = {"type": "cluster_block_exception", "reason": reason}
    with stand_in((200, {"errors": True, "items": [{"index": {"status": status, "error": error}}]})) as server:
        bulk = Bulk(Connection(read_location(server.url, {})))
        bulk.add(index_operation("news", "a", "a", {}, "a"))
        with pytest.raises(kind, match=r"takes no changes.*[^;]\. "):
            bulk.drain()
        bulk.close()
    assert len(server.asked) == 1


def test_a_cluster_that_takes_nothing_is_given_up_in_the_end() -> None:
    """With what it says."""
    with stand_in(items(503)) as server:
        bulk = Bulk(Connection(read_location(server.url, {})), patience_s=0.2)
        bulk.add(index_operation("news", "a", "a", {}, "a"))
        with pytest.raises(ServerFailed, match="1 documents within 0 seconds: t: r503"):
            bulk.drain()
        bulk.close()


FOREIGN = [
    (200, b"<html><body>Welcome</body></html>"),
    (200, b'{"hits":'),
    (200, [1, 2]),
    (200, "a text"),
    (200, b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
]


@pytest.mark.parametrize("answer", FOREIGN, ids=["html", "half", "list", "text", "deep"])
def test_a_server_that_speaks_otherwise_is_no_cluster(answer: Answer) -> None:
    """HTML, half a JSON, JSON of another kind, JSON without end: one sentence."""
    with stand_in(answer) as server, pytest.raises(ServerFailed, match=r"What answers at .* is no OpenSearch cluster"):
        open_engine(server.url).exists()


def test_a_server_that_sends_elsewhere_is_not_followed() -> None:
    """Logins go where they were meant to go."""
    with stand_in((302, {})) as server, pytest.raises(ServerFailed, match=r"to another address \(302\)"):
        open_engine(server.url).exists()


@pytest.mark.parametrize("version", [None, {"number": "8.1.0"}, "3.0", {"distribution": None}])
def test_a_server_that_has_nothing_is_no_empty_index(version: Any) -> None:
    """Neither to read nor to write; OpenSearch says of itself what it is."""
    with stand_in((404, {}), (200, {"version": version})) as server:
        with pytest.raises(ServerFailed, match="is no OpenSearch cluster"):
            open_engine(server.url).exists()
        with pytest.raises(ServerFailed, match="is no OpenSearch cluster"), open_engine(server.url).writer():
            pass
    with stand_in((404, {}), (200, {"version": {"distribution": "opensearch"}})) as server:
        assert not open_engine(server.url).exists()


@pytest.mark.parametrize(
    "state",
    [
        {"found": True, "fields": 5},
        {"found": True, "fields": {"record": [7]}},
        {"found": True, "fields": {"record": ["{"]}},
        {"found": True, "fields": {"record": []}},
    ],
)
def test_an_answer_without_its_parts_is_one_sentence(state: Any) -> None:
    """Whatever is missing or of another type."""
    with stand_in((200, state)) as server:
        with pytest.raises(ServerFailed, match="answered as no OpenSearch cluster does"):
            open_engine(server.url).latest_version()
        with pytest.raises(ServerFailed, match="answered as no OpenSearch cluster does"):
            open_engine(server.url).reader()


def test_an_answer_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fill the memory; nor is it asked for again."""
    monkeypatch.setattr(answers_read, "LARGEST", 1 << 20)
    with stand_in((200, b"[" + b"1," * (1 << 20))) as server:
        with pytest.raises(ServerFailed, match="sent more than"):
            open_engine(server.url).exists()
        assert len(server.asked) == 1


def test_the_time_of_an_answer_is_that_of_all_of_it() -> None:
    """One that comes byte by byte is given up, though each byte comes in time."""
    with stand_in((200, {"a": "x" * 2_000}), piece=1, pause_s=0.01) as server:
        connection = Connection(read_location(server.url))
        with pytest.raises(ServerFailed, match="did not answer in time"):
            connection.ask("GET", "/news", patience_s=0.2)
