"""`search` and `multi-search`: the same answers as the library, and no parameter ignored."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest

import searchlib
from tests.web.conftest import over_the_wire


def plain(results):
    """A results' JSON without the time that it took."""
    return {name: value for name, value in results.items() if name not in ("took_ms", "next", "truncated", "moved")}


def test_a_search_is_what_the_library_answers(client, seeds_index):
    """The JSON is that of Results, by GET and by POST."""
    with over_the_wire(seeds_index) as index:
        expected = plain(json.loads(index.search("soldiers", number=">=8000", speaker="Blinken", limit=2).to_json()))
    asked = {"query": "soldiers", "number": ">=8000", "speaker": "Blinken", "limit": 2}
    for response in (client.get("/api/v1/search", params=asked), client.post("/api/v1/search", json=asked)):
        assert response.status_code == 200
        assert plain(response.json()) == expected


@pytest.mark.parametrize(
    ("address", "code", "parameter", "said"),
    [
        ("qery=kursk", "bad_parameter", "qery", "did you mean 'query'?"),
        ("query=kursk&limit=ten", "bad_parameter", "limit", "a whole number; got 'ten'"),
        ("query=kursk&limit=-1", "bad_parameter", "limit", "0 or more"),
        ("query=kursk&limit=1&limit=2", "bad_parameter", "limit", "more than once"),
        ("query=kursk&context=1000000", "bad_parameter", "context", "20 or less"),
        ("query=kursk&context=-1", "bad_parameter", "context", "0 or more"),
        ("query=kursk&sort=size", "bad_parameter", "sort", "'published'"),
        ("query=kursk&today=tomorrow", "bad_parameter", "today", "a day as 2024-11-01"),
        ("query=kursk&timeout_s=3600", "bad_parameter", "timeout_s", "or less"),
        ("query=kursk&reverse=perhaps", "bad_parameter", "reverse", "true or false"),
        ("query=kursk&cursor=nonsense", "bad_parameter", "cursor", "next"),
        ("query=kursk&facets=colour", "bad_query", None, "There is no facet 'colour'"),
        ("query=kursk&facets=speaker&format=csv", "bad_parameter", "facets", "csv"),
        ("query=kursk&limit=5000", "bad_parameter", "limit", "at most 1,000"),
        ("query=date:never", "bad_query", None, "date"),
        ("", "bad_parameter", "query", "empty"),
        ("query=+&explain=true", "bad_parameter", "query", "empty"),
        ("number=many", "bad_query", None, "number"),
    ],
)
def test_what_is_wrong_is_told(client, address, code, parameter, said):
    """Every fault of a request is a problem with its code and place; nothing is ignored."""
    response = client.get(f"/api/v1/search?{address}")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["code"], problem.get("parameter"), problem["status"]) == (code, parameter, 400)
    assert said in problem["detail"]


def test_an_error_of_a_query_has_its_place(client):
    """The position counts the characters of the query from 0."""
    problem = client.get("/api/v1/search", params={"query": "kursk date:never"}).json()
    assert problem["query"][problem["position"] :].startswith("never")
    assert problem["expected"]


def test_a_format_that_there_is_not_is_refused(client):
    """By name as a wrong value, by Accept as not acceptable."""
    assert client.get("/api/v1/search?query=kursk&format=xml").status_code == 400
    refused = client.get("/api/v1/search?query=kursk", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")


def test_a_body_must_be_json(client):
    """Other types, no object and broken JSON are each told of."""
    headers = {"Content-Type": "text/plain"}
    assert client.post("/api/v1/search", content='{"query": "kursk"}', headers=headers).status_code in (400, 415)
    for body in ("{", "[]", "3", ""):
        response = client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("way", ["accept", "format"])
def test_csv_and_json_lines_hold_all_hits(client, seeds_index, way):
    """Without a limit the whole result set comes, in the order of the search."""
    with over_the_wire(seeds_index) as index:
        expected = [hit.passage.id for hit in index.search("soldiers", limit=1_000)]
    types = {"csv": "text/csv", "ndjson": "application/x-ndjson"}
    texts = {}
    for form, media_type in types.items():
        params = {"query": "soldiers"} | ({"format": form} if way == "format" else {})
        headers = {"Accept": f"image/png, {media_type};q=0.5"} if way == "accept" else {}
        response = client.get("/api/v1/search", params=params, headers=headers)
        assert response.headers["content-type"].startswith(media_type)
        texts[form] = response.text
    assert len(expected) > 10
    assert [row["passage"] for row in csv.DictReader(io.StringIO(texts["csv"]))] == expected
    assert [json.loads(line)["passage"]["id"] for line in texts["ndjson"].splitlines()] == expected


def test_several_searches_are_answered_in_their_order(client):
    """An error of one stands in its place."""
    response = client.post(
        "/api/v1/multi-search", json={"searches": [{"query": "kursk"}, {"query": "date:never"}, {"query": "troops"}]}
    )
    answers = response.json()["answers"]
    assert [answer.get("code", answer["query"]) for answer in answers] == ["kursk", "bad_query", "troops"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"query": "troops", "k1": -1}, "k1"),
        ({"query": "troops", "b": 2}, "b"),
        ({"query": "troops", "limt": 3}, "limt"),
        ({"query": 5}, "query"),
    ],
)
def test_a_wrong_parameter_of_one_search_stands_in_its_place(client, wrong, told):
    """The others are answered; what is no search at all is refused whole."""
    answers = client.post("/api/v1/multi-search", json={"searches": [{"query": "kursk"}, wrong]}).json()["answers"]
    assert answers[0]["total"] > 0
    alone = client.post("/api/v1/search", json=wrong).json()
    assert (answers[1]["status"], answers[1]["code"], answers[1]["parameter"]) == (400, "bad_parameter", told)
    assert answers[1] == alone
    assert client.post("/api/v1/multi-search", json={"searches": []}).status_code == 400


def test_each_of_several_searches_has_its_pages_too(client):
    """With a cursor of its own; a table has no place among them."""

    def ask(**search):
        return client.post("/api/v1/multi-search", json={"searches": [search]}).json()["answers"][0]

    alone = client.get("/api/v1/search?query=soldiers&limit=2").json()
    first = ask(query="soldiers", limit=2)
    assert (first["next"], first["truncated"]) == (alone["next"], True)
    second = ask(query="soldiers", limit=2, cursor=first["next"])
    assert [hit["rank"] for hit in second["hits"]] == [3, 4]
    assert ask(query="soldiers", cursor="x")["parameter"] == "cursor"
    assert ask(query="soldiers", format="csv")["parameter"] == "format"


def test_the_pages_of_a_cursor_are_the_whole(client, seeds_index):
    """Page by page, in the order of the search, without a gap or a repetition; the last says that it is the last."""
    with over_the_wire(seeds_index) as index:
        expected = [hit.passage.id for hit in index.search("soldiers", limit=1_000, sort="published")]
    asked = {"query": "soldiers", "sort": "published", "limit": 4}
    shown, cursor = [], None
    while True:
        page = client.get("/api/v1/search", params=asked | ({"cursor": cursor} if cursor else {})).json()
        shown += [hit["passage"]["id"] for hit in page["hits"]]
        cursor = page["next"]
        assert page["truncated"] is (cursor is not None)
        if cursor is None:
            break
    assert shown == expected


@pytest.fixture
def changing(connect, tmp_path):
    """An index of six articles, a client of a server over it, and a function that asks for a page of it."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([searchlib.Document(id=f"a{n}", text=f"Troops came to Kursk {n}.") for n in range(6)])
        client = connect(tmp_path / "index")

        def page(cursor=None):
            asked = {"query": "kursk", "limit": 2} | ({"cursor": cursor} if cursor else {})
            found = client.get("/api/v1/search", params=asked).json()
            return [hit["passage"]["document"] for hit in found.get("hits", ())], found

        yield index, client, page


def forget(client):
    """Have the server let go of the states before the newest, as it does after a time."""
    client.app.state.service._before.clear()


def test_the_pages_of_a_cursor_come_out_of_one_state(changing):
    """While the server keeps the state of the first page, a commit between pages changes nothing."""
    index, _client, page = changing
    first = page()[1]
    index.add([searchlib.Document(id="0", text="Kursk Kursk Kursk.")])
    index.delete("a1", "a3")
    assert page()[0] == ["0", "a0"], "who begins anew sees the newest state"
    second = page(first["next"])
    assert (second[0], second[1]["moved"], second[1]["warnings"]) == (["a2", "a3"], False, [])
    assert page(second[1]["next"])[0] == ["a4", "a5"]


def test_a_cursor_goes_on_behind_the_last_hit_when_its_state_is_gone(changing):
    """Hits that come or go before it are neither repeated nor make one fall out; the page says that the index has changed."""
    index, client, page = changing
    shown, first = page()
    assert shown == ["a0", "a1"]
    index.add([searchlib.Document(id="0", text="Kursk Kursk Kursk.")])
    page()
    forget(client)
    shown, second = page(first["next"])
    assert (shown, second["moved"]) == (["a2", "a3"], True)
    assert "The index has changed" in second["warnings"][-1]
    index.delete("a3", "0")
    page()
    forget(client)
    assert page(second["next"])[0] == ["a4", "a5"]


def test_a_cursor_whose_hits_are_all_gone_has_expired(changing):
    """It says so, and shows no page that might leave hits out."""
    index, client, page = changing
    cursor = page()[1]["next"]
    index.delete("a0", "a1")
    page()
    forget(client)
    refused = page(cursor)[1]
    assert (refused["status"], refused["code"]) == (410, "cursor_expired")
    assert "begin again without a cursor" in refused["detail"]


def test_states_before_the_newest_are_kept_for_a_while(changing, monkeypatch):
    """At most two, and none for longer than five minutes."""
    index, client, page = changing
    service = client.app.state.service
    page()
    for n in range(4):
        index.add([searchlib.Document(id=f"b{n}", text="Nothing.")])
        page()
        assert len(service._before) == min(n + 1, 2)
    now = time.monotonic()
    monkeypatch.setattr("searchlib.web.service.time.monotonic", lambda: now + 301)
    page()
    assert not service._before


@pytest.mark.parametrize("options", [{"sort": "published"}, {"group": "document"}, {"collapse": True}])
def test_a_cursor_goes_on_in_every_order(connect, tmp_path, options):
    """Sorted, grouped and collapsed hits are followed through a change of the index too."""
    texts = ("troops", "soldiers", "tanks", "planes", "guns")
    documents = [
        searchlib.Document(
            id=f"a{n}", text=f"The {word} came to Kursk.\n\n{word.title()} left Kursk.", published=f"2024-11-0{n + 1}"
        )
        for n, word in enumerate(texts)
    ]
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(documents)
        client = connect(tmp_path / "index")
        asked = {"query": "kursk", "limit": 2, **options}
        with searchlib.open(tmp_path / "index") as before:
            expected = [hit.passage.id for hit in before.search("kursk", limit=99, **options)]
        first = client.get("/api/v1/search", params=asked).json()
        index.add(searchlib.Document(id="0", text="Nobody came to Oslo."))
        client.get("/api/v1/search", params=asked)
        forget(client)
        shown, page = [hit["passage"]["id"] for hit in first["hits"]], first
        while page["next"]:
            page = client.get("/api/v1/search", params=asked | {"cursor": page["next"]}).json()
            shown += [hit["passage"]["id"] for hit in page["hits"]]
        assert shown == expected


def test_a_cursor_belongs_to_its_search(client):
    """Another query, another order, or an offset beside it are refused; the size of a page may change."""
    cursor = client.get("/api/v1/search?query=soldiers&limit=2").json()["next"]
    for wrong in ({"query": "troops"}, {"sort": "date"}, {"offset": 3}, {"speaker": "Blinken"}):
        refused = client.get("/api/v1/search", params={"query": "soldiers", "limit": 2, "cursor": cursor} | wrong)
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_parameter")
    assert client.get("/api/v1/search", params={"query": "soldiers", "limit": 5, "cursor": cursor}).status_code == 200


def test_a_stream_that_has_too_little_time_is_refused(client, monkeypatch):
    """All or nothing: the client's own time was too short, which is the client's to mend."""
    monkeypatch.setattr("searchlib.web.api.search.ReadOnlyIndex.pages", _unfinished)
    for form in ("csv", "ndjson"):
        refused = client.get(f"/api/v1/search?query=kursk&format={form}&timeout_s=0.01")
        assert (refused.status_code, refused.json()["parameter"]) == (400, "timeout_s")
        assert "not done in 0.01 seconds" in refused.json()["detail"]
        assert client.get(f"/api/v1/search?query=kursk&format={form}").json()["code"] == "out_of_time"


def _unfinished(index, request, size):
    """The pages of a search that ran out of time."""
    yield index.ask(request).model_copy(update={"complete": False})
