"""Requests made of the server's own description by schemathesis: whatever comes in, no answer is a fault of the server."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searchlib
from tests.web.conftest import REASON

OPERATIONS = 25
QUICK_CASES = 200
SLOW_CASES = 5_000

PIECES = st.sampled_from(
    [
        *(
            "kursk",
            "soldiers",
            '"north korean troops"',
            "said(",
            ")",
            "(",
            "NOT",
            "-",
            "+",
            "OR",
            "near/5",
            "~1",
            "*",
            "soldier*",
        ),
        *(
            "speaker:blinken",
            "number:8k..12k",
            "number:>=90%",
            "date:2024-10",
            "on:",
            "is:denied",
            "number:~",
            "doc:kursk*",
        ),
        *(
            '"',
            "\\",
            "^2",
            "..",
            "title:china",
            "since:7d",
            "[1 TO 2]",
            "atleast3(kursk)",
            "\u202e",
            "\U0001f600",
            "10,000",
            "'",
        ),
    ]
)
QUERIES = st.lists(PIECES, max_size=8).map(" ".join)
"""Queries of the pieces of the language, mostly broken: random characters alone would be plain words."""


def operations(app):
    """The operations of the app's openapi.json."""
    schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis, of the extra test")
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    return [operation.ok() for operation in schema.get_all_operations()]


def faults(seeds_index, cases: int, part: int = 0, parts: int = 1) -> list[str]:
    """What went wrong in so many cases, spread over all operations or a part of them: server errors, errors that are no problems."""
    pytest.importorskip("fastapi", reason=REASON)
    from searchlib.web.app import create_app

    every = operations(create_app(str(seeds_index), hosts=["testserver"]))
    assert len(every) == OPERATIONS
    return [fault for operation in every[part::parts] for fault in _faults_of(operation, -(-cases // OPERATIONS))]


@pytest.mark.slow
def test_no_document_is_a_fault_of_the_server(tmp_path):
    """Where clients may write, whatever they add and delete leaves a sound index."""
    pytest.importorskip("fastapi", reason=REASON)
    from searchlib.web.app import create_app

    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text="Troops came to Kursk."))
    app = create_app(str(tmp_path / "index"), hosts=["testserver"], writes=True)
    writing = [one for one in operations(app) if "documents" in one.label and not one.label.startswith("GET")]
    assert len(writing) == 2
    assert [fault for operation in writing for fault in _faults_of(operation, 25)] == []
    with searchlib.open(tmp_path / "index") as index:
        assert index.check() == []


def _faults_of(operation, cases: int) -> list[str]:
    wrong = []

    @settings(max_examples=cases, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), query=QUERIES, replaces=st.booleans())
    def run(case, query, replaces):
        if replaces:
            _put(case, query)
        wrong.extend(_faults(case.call()))

    run()
    return wrong


def _put(case, query):
    """Ask a case's operation for this query, where it takes one."""
    for place in (case.query, case.body):
        if isinstance(place, dict) and "query" in place:
            place["query"] = query


def _faults(response):
    if response.status_code >= 500:
        yield f"{response.status_code} {response.request.url} {response.request.body!r}"
    if response.status_code >= 400:
        problem = json.loads(response.content)
        if not {"type", "status", "code", "detail"} <= problem.keys() or problem["status"] != response.status_code:
            yield f"no problem: {problem}"


@pytest.mark.slow
def test_no_case_is_a_fault_of_the_server(seeds_index):
    """A few hundred cases: each is answered, or refused with a problem."""
    assert faults(seeds_index, QUICK_CASES) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_no_case_of_thousands_is_a_fault_of_the_server(seeds_index, part):
    """The same with 5,000 cases, in four parts that may run at once."""
    assert faults(seeds_index, SLOW_CASES, part, 4) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["search", "figures", "timeline", "quotes", "speakers", "facets/speaker", "stats", "health"]
)
def test_answers_are_as_described(seeds_index, path):
    """The JSON of an answer keeps to the schema of openapi.json."""
    pytest.importorskip("fastapi", reason=REASON)
    from searchlib.web.app import create_app

    app = create_app(str(seeds_index), hosts=["testserver"])
    [operation] = [
        one
        for one in operations(app)
        if one.label == f"GET /api/v1/{path.partition('/')[0]}" + ("/{name}" if "/" in path else "")
    ]
    query = {"query": "soldiers"} if path in ("search", "figures", "timeline", "quotes", "facets/speaker") else {}
    case = operation.Case(query=query, path_parameters={"name": "speaker"} if "/" in path else {})
    response = case.call()
    assert response.status_code == 200
    operation.validate_response(response)
