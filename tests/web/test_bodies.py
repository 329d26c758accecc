"""Bodies of JSON: each parameter has its own type of JSON, and nothing is turned into what it is not."""

from __future__ import annotations

import json

import pytest

import searchlib

VALUES = {
    "null": [None],
    "boolean": [True, False],
    "integer": [5, 0],
    "number": [5.5],
    "string": ["5", "true", "1730419200", ""],
    "array": [["5"], []],
    "object": [{"5": 5}, {}],
}
"""Values of JSON by the name of their type in JSON Schema."""
MEANT = {
    "search": {"query": "kursk"},
    "figures": {"query": "kursk"},
    "timeline": {"query": "kursk"},
    "quotes": {"query": "kursk"},
    "speaker": {"name": "blinken"},
    "compare": {"one": "kursk-blinken-austin.txt", "other": "singh-embassy-ten-thousand.txt"},
    "verify": {"text": "Blinken said 10,000 soldiers were there."},
    "multi-search": {"searches": [{"query": "kursk"}]},
}
"""A right body of each endpoint."""


def types_of(schema):
    """The types of JSON that a parameter may have."""
    return {one["type"] for one in schema.get("anyOf", [schema])}


def properties(client, path):
    """The schemas of the parameters of a body, by their names."""
    described = client.get("/api/v1/openapi.json").json()
    body = described["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return described["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"]


@pytest.mark.parametrize("path", MEANT)
def test_a_value_of_another_type_is_refused_with_its_place(client, path):
    """For every endpoint with a body, every parameter of it, and every type of JSON that the parameter has not."""
    assert client.post(f"/api/v1/{path}", json=MEANT[path]).status_code == 200
    for name, schema in properties(client, path).items():
        right = types_of(schema) | ({"integer"} if "number" in types_of(schema) else set())
        for value in (value for kind, values in VALUES.items() if kind not in right for value in values):
            answer = client.post(f"/api/v1/{path}", json=MEANT[path] | {name: value})
            told = answer.status_code, answer.json()["code"], answer.json().get("parameter")
            assert told == (400, "bad_parameter", name), (name, value, answer.text)
            assert answer.json()["detail"].startswith(f"{name} must be "), answer.text


@pytest.mark.parametrize("day", ["1730419200", "2024-11-01T00:00:00", "2024", "2024-13-01", "20241101", "", "Friday"])
@pytest.mark.parametrize(("path", "name"), [("search", "today"), ("figures", "today"), ("verify", "written")])
def test_only_days_are_days(client, path, name, day):
    """Neither seconds nor times are, in a body or in an address."""
    for answer in (
        client.post(f"/api/v1/{path}", json=MEANT[path] | {name: day}),
        client.get(f"/api/v1/{path}", params=MEANT[path] | {name: day}),
    ):
        assert (answer.status_code, answer.json()["parameter"]) == (400, name)
        assert answer.json()["detail"] == f"{name} must be a day as 2024-11-01; got {day!r}."
    assert client.post(f"/api/v1/{path}", json=MEANT[path] | {name: "2024-11-01"}).status_code == 200


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("name", ["k1", "b", "timeout_s"])
def test_what_is_no_number_is_told_so(client, name, number):
    """In a body and in an address, which takes no number without an end either."""
    body = f'{{"query": "kursk", "{name}": {number}}}'
    asked = client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"})
    for answer in (asked, client.get(f"/api/v1/search?query=kursk&{name}={number}")):
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith(f"{name} must be a number; got ")


@pytest.mark.parametrize(
    ("body", "parameter"),
    [('{"query": "kursk", "query": "moscow"}', "query"), ('{"query": "kursk", "limit": 1, "limit": 2}', "limit")],
)
def test_a_name_that_stands_twice_is_refused(client, body, parameter):
    """One of the values would be passed over."""
    answer = client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
    assert answer.json()["detail"] == f"{parameter} is given more than once."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_body_may_be_of_any_unicode(client, encoding):
    """As Python reads JSON."""
    body = json.dumps(MEANT["search"]).encode(encoding)
    answer = client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["total"]) == (200, 3)


@pytest.mark.parametrize(
    ("wrong", "place", "told"),
    [
        ({"published": "2024"}, "published", "must be a day as 2024-11-01; got '2024'."),
        ({"published": 0}, "published", "must be a day as 2024-11-01; got 0."),
        ({"line": "5"}, "line", "must be a whole number; got '5'."),
        ({"authors": "Reyes"}, "authors", "must be a list; got 'Reyes'."),
        ({"title": None}, "title", "must be a text; got null."),
        ({"extra": {"size": True}}, "extra.size", "must be a text or a number; got true."),
        ({"cues": [{"start": "0", "end": 1, "speaker": "x"}]}, "cues.0.start", "must be a whole number; got '0'."),
    ],
)
def test_the_place_of_a_wrong_document_is_told(connect, tmp_path, wrong, place, told):
    """Which document, which field; nothing is added."""
    searchlib.open(tmp_path / "index", create=True).add(searchlib.Document(id="a", text="Troops came to Kursk."))
    client = connect(tmp_path / "index", writes=True)
    documents = [{"id": "b", "text": "Ships left."}, {"id": "c", "text": "Ships came.", **wrong}]
    answer = client.post("/api/v1/documents", json={"documents": documents})
    assert (answer.status_code, answer.json()["parameter"]) == (400, f"documents.1.{place}")
    assert answer.json()["detail"] == f"documents.1.{place} {told}"
    assert client.get("/api/v1/stats").json()["documents"] == 1


def test_all_fields_of_a_document_can_be_given(connect, tmp_path):
    """What is sent is what is kept."""
    client = connect(tmp_path / "index", writes=True)
    sent = {
        "id": "b",
        "text": "ANA: Ships left Odden.",
        "title": "Ships",
        "published": "2024-11-01",
        "source": "Example Times",
        "authors": ["Ana Reyes"],
        "url": "https://example.org/b",
        "line": 3,
        "cues": [{"start": 5, "end": 22, "speaker": "Ana Reyes"}],
        "extra": {"topic": "sea", "size": 2, "share": 0.5},
    }
    assert client.post("/api/v1/documents", json={"documents": [sent]}).json()["added"] == 1
    kept = client.get("/api/v1/documents/b").json()["document"]
    assert {name: kept[name] for name in sent} == sent
