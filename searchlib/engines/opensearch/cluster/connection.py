"""Requests to the cluster, and what they fail by in one sentence. No answer is ever taken for whole that is not."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NoReturn

from searchlib.engines.opensearch.cluster.answers_read import LARGEST, TooLarge, TooSlow, bounded
from searchlib.engines.opensearch.cluster.location import AUTHORITY, PASSWORD, TLS, TOKEN, USER, Location
from searchlib.errors import (
    AnswerPartial,
    LimitError,
    LoginRefused,
    MissingExtra,
    NotWritable,
    Remedy,
    ServerFailed,
    StorageFull,
    Unreachable,
)
from searchlib.matching.deadline import OutOfTime

PATIENCE_S: Final = 60.0
"""Seconds that an answer may take when the search has no deadline."""

RETRIES: Final = 4
FIRST_WAIT_S: Final = 0.25
"""A request that the cluster is too busy for is sent again, each time after twice as long a wait."""

_CONNECTIONS: Final = 8
"""Connections to a node that are kept: a writer's requests are under way while its lease is renewed."""

_BUSY: Final = (429, 503)
_GONE: Final = ("node_disconnected", "node_not_connected", "no_shard_available", "unavailable_shards", "search_phase")
"""What the cluster says where a node, or every copy of a shard, is gone."""

_TOO_MUCH: Final = ("too_many_clauses", "too_many_nested_clauses", "too many terms", "maxClauseCount")


class Connection:
    """The cluster at one location. The client library is imported, and the first node asked, when that is needed.

    Every method raises Unreachable, LoginRefused or ServerFailed, and OutOfTime where a deadline was given.
    """

    def __init__(self, location: Location) -> None:
        self.location = location

    @cached_property
    def _client(self) -> Any:
        try:
            import opensearchpy
        except ImportError:
            raise MissingExtra(
                "An index on OpenSearch needs the library opensearch-py", package="searchlib[opensearch]"
            ) from None
        logging.getLogger("opensearch").addHandler(logging.NullHandler())  # what it says stands in our errors
        location = self.location
        options: dict[str, Any] = {}
        if location.tls:
            options |= {"use_ssl": True, "verify_certs": True, "ca_certs": location.authority or None}
        if location.login.token:
            options["headers"] = {"Authorization": f"Bearer {location.login.token}"}
        elif location.login.user:
            options["http_auth"] = (location.login.user, location.login.password)
        return opensearchpy.OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in location.nodes],
            max_retries=max(2, len(location.nodes)),
            retry_on_status=(),
            timeout=PATIENCE_S,
            pool_maxsize=_CONNECTIONS,
            http_compress=False,
            connection_class=bounded(opensearchpy.Urllib3HttpConnection),
            **options,
        )

    # --- one request -------------------------------------------------------------------------------------------

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        absent: Any = None,
        conflicts: bool = False,
        deadline: float | None = None,
        patience_s: float = PATIENCE_S,
        **parameters: Any,
    ) -> Any:
        """What the cluster answers, as JSON.

        `absent` is returned where there is nothing (404) if it is not None; with `conflicts`, None is where another
        version stands (409). A cluster that is too busy is asked again, up to `deadline`.
        """
        wait = FIRST_WAIT_S
        for attempt in range(RETRIES + 1):
            try:
                return self._once(method, path, body, parameters, _seconds_left(deadline, patience_s))
            except TooSlow:
                self._late(deadline)
            except _transport_error() as error:
                status = error.status_code
                if status == 404 and absent is not None:
                    return absent
                if status == 409 and conflicts:
                    return None
                left = None if deadline is None else deadline - time.monotonic()
                if (
                    (status in _BUSY or _has_moved(error))
                    and attempt < RETRIES
                    and (left is None or left > wait)
                    and not _is_lasting(error)
                ):
                    time.sleep(wait)
                    wait *= 2
                    continue
                self._fail(error, deadline)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, method: str, path: str, body: Any, parameters: Mapping[str, Any], timeout_s: float) -> Any:
        content = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        try:
            answer = self._client.transport.perform_request(
                method,
                path,
                params={**parameters, "request_timeout": timeout_s},
                body=body if body is None or isinstance(body, bytes) else _json(body),
                headers={"content-type": content},
            )
        except TooLarge:
            raise ServerFailed(f"{self.location.url} sent more than {LARGEST >> 20} MB as one answer.") from None
        except (_no_json(), RecursionError) as error:
            raise self._foreign() from error
        if not isinstance(answer, dict):
            raise self._foreign()
        return answer

    def require_opensearch(self) -> None:
        """Raise ServerFailed when what answers is no OpenSearch: a server that has nothing is not an empty index."""
        with contextlib.suppress(LoginRefused):  # who may only use the index is not told
            version = self.ask("GET", "/", absent={}).get("version")
            if not isinstance(version, dict) or version.get("distribution") != "opensearch":
                raise self._foreign()

    def _foreign(self) -> ServerFailed:
        return ServerFailed(f"What answers at {self.location.url} is no OpenSearch cluster.")

    # --- searches ----------------------------------------------------------------------------------------------

    def search(self, body: Mapping[str, Any], *, path: str = "/_search", deadline: float | None = None) -> Any:
        """The whole answer of a search. Raises AnswerPartial where a shard did not answer."""
        answer = self.ask("POST", path, body, deadline=deadline, allow_partial_search_results="false")
        self._require_whole(answer, deadline)
        return answer

    def searches(self, bodies: Sequence[Mapping[str, Any]], *, deadline: float | None = None) -> list[Any]:
        """The answers of several searches in one request, all whole."""
        if not bodies:
            return []
        lines = b"".join(b'{"allow_partial_search_results":false}\n' + _json(body) + b"\n" for body in bodies)
        answers = self.ask("POST", "/_msearch", lines, deadline=deadline)["responses"]
        for answer in answers:
            if "error" in answer:
                self.refuse(answer["status"], answer["error"])
            self._require_whole(answer, deadline)
        return list(answers)

    def pages(self, body: Mapping[str, Any], size: int, *, path: str) -> Iterator[list[Mapping[str, Any]]]:
        """The hits of a search, all of them, `size` at a time; its `sort` must tell any two apart."""
        after: dict[str, Any] = {}
        while True:
            hits = self.search({**body, **after, "size": size}, path=path)["hits"]["hits"]
            if hits:
                yield hits
            if len(hits) < size:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _require_whole(self, answer: Mapping[str, Any], deadline: float | None) -> None:
        """`failed` alone does not tell: a shard without any copy is neither failed nor successful."""
        shards = answer["_shards"]
        missing = shards["total"] - shards["successful"]
        if missing or shards["failed"]:
            raise AnswerPartial(
                f"{missing or shards['failed']} of {shards['total']} shards of {self.location.url} did not answer, so that a "
                "part of the index would be missing from the answer."
            )
        if answer.get("timed_out"):
            if deadline is not None:
                raise OutOfTime
            raise ServerFailed(f"{self.location.url} ran out of time.")

    # --- failures ----------------------------------------------------------------------------------------------

    def _fail(self, error: Any, deadline: float | None) -> NoReturn:
        """Raise what a failed request means."""
        import opensearchpy

        url = self.location.url
        if isinstance(error, opensearchpy.SSLError):
            if "CERTIFICATE" not in str(error).upper():
                raise Unreachable(f"{url} does not answer over TLS ({TLS}, {AUTHORITY}).") from None
            raise Unreachable(
                f"The certificate of {url} is not one that is trusted here ({AUTHORITY}).",
                remedy=Remedy.CHECK_THE_CERTIFICATE,
            ) from None
        if isinstance(error, opensearchpy.ConnectionTimeout):
            self._late(deadline)
        if isinstance(error, opensearchpy.ConnectionError):
            if "aborted" in str(error.error) and not self.location.tls:
                raise Unreachable(
                    f"{url} ended the connection; if it wants TLS, set {AUTHORITY}, or {TLS}=1.",
                    remedy=Remedy.TRY_AGAIN,
                ) from None
            raise Unreachable(f"No OpenSearch cluster answers at {url}.") from None
        cause = error.info.get("error", error.info) if isinstance(error.info, dict) else error.info
        self.refuse(error.status_code, cause)

    def _late(self, deadline: float | None) -> NoReturn:
        """Raise what an answer that did not come in time means."""
        if deadline is not None:
            raise OutOfTime from None
        raise ServerFailed(f"{self.location.url} did not answer in time.", remedy=Remedy.TRY_AGAIN) from None

    def refuse(self, status: int, cause: Any) -> NoReturn:
        """Raise what a status and its cause mean."""
        url, told = self.location.url, _told(cause)
        if 300 <= status < 400:
            raise ServerFailed(f"{url} sends requests to another address ({status}): name that one.")
        if status == 401:
            given = "refuses the login given" if self.location.login else "wants a login"
            raise LoginRefused(f"{url} {given} ({USER} and {PASSWORD}, or {TOKEN}).")
        if status == 403 and "read-only" in told and "flood" in told.lower():
            raise StorageFull(f"The disks of {url} are so full that it takes no more: {told}.")
        if status in (403, 429) and "block" in told:
            kind = StorageFull if "flood" in told.lower() or "disk usage" in told.lower() else NotWritable
            raise kind(f"{url} takes no changes: {told}.")
        if status == 403:
            raise LoginRefused(f"{url} does not allow this to the login given: {told}.")
        if any(sign in told for sign in _TOO_MUCH):
            raise LimitError(
                "The query stands for more words than the cluster takes. Write more letters, or fewer words."
            )
        if status >= 500 and any(sign in told for sign in _GONE):
            raise AnswerPartial(f"A shard of {url} has no copy that answers: {told}.")
        if status == 429:
            raise ServerFailed(f"{url} is too busy: {told}.", remedy=Remedy.TRY_AGAIN)
        raise ServerFailed(f"{url} answered with {status}: {told}.")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def lines(values: Iterable[Any]) -> bytes:
    """JSON values, each on a line of its own."""
    return b"".join(_json(value) + b"\n" for value in values)


def _transport_error() -> Any:
    import opensearchpy

    return opensearchpy.TransportError


def _no_json() -> Any:
    import opensearchpy

    return opensearchpy.SerializationError


def _has_moved(error: Any) -> bool:
    """Whether a node was lost that a request was sent on to: another has what it had."""
    return error.status_code == 500 and "node_disconnected" in str(error.info)


def _is_lasting(error: Any) -> bool:
    """Whether asking again at once does not help: a shard has no copy, or the index takes no changes."""
    told = str(error.info)
    return "cluster_block_exception" in told or (
        error.status_code == 503 and "search_phase_execution_exception" in told
    )


def _seconds_left(deadline: float | None, patience_s: float) -> float:
    if deadline is None:
        return patience_s
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTime
    return max(left, 0.01)


def _told(cause: Any) -> str:
    """What the cluster says of an error: the type and the reason of the innermost cause, on one line."""
    reasons = list(_reasons(cause))
    text = " ".join((reasons[-1] if reasons else str(cause)).split()).rstrip(".;")
    return text if len(text) <= 300 else text[:299] + "…"


def _reasons(cause: Any) -> Iterator[str]:
    while isinstance(cause, Mapping):
        kind, reason = cause.get("type", ""), cause.get("reason")
        if isinstance(reason, Mapping):
            cause = reason
            continue
        yield f"{kind}: {reason}" if kind else str(reason)
        roots = cause.get("failed_shards") or ([cause["caused_by"]] if cause.get("caused_by") else [])
        cause = roots[0] if roots else None
