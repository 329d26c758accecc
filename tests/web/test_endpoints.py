"""Every endpoint besides the searches: what the library answers, as JSON and as tables, and what is wrong is told."""

from __future__ import annotations

import csv
import io
import json
import urllib.parse
from datetime import date

import pytest

import searchlib
from tests.web.conftest import over_the_wire

DOCUMENT = "kursk-blinken-austin.txt"
PASSAGE = f"{DOCUMENT}#7"
OTHER = "singh-embassy-ten-thousand.txt"
CITATION = "About 12,000 North Korean soldiers are in Russia, Blinken said on Thursday."


def address(passage):
    """A passage's address."""
    return f"/api/v1/passages/{urllib.parse.quote(passage, safe='')}"


@pytest.mark.parametrize("name", ["figures", "timeline", "quotes"])
def test_a_view_is_what_the_library_answers(client, seeds_index, name):
    """As JSON, as CSV, as JSON Lines; by GET and by POST; and under the name of the page."""
    with over_the_wire(seeds_index) as index:
        view = getattr(index, name)("soldiers", speaker="Blinken", limit=5)
    expected = json.loads(view.to_json())
    asked = {"query": "soldiers", "speaker": "Blinken", "limit": 5}
    for response in (
        client.get(f"/api/v1/{name}", params=asked),
        client.post(f"/api/v1/{name}", json=asked),
        client.get(f"/{name}.json", params={**asked, "noun": ""}),
    ):
        answer = response.json()
        assert answer.pop("truncated") is (expected["cut"] != "")
        assert {**answer, "took_ms": 0} == {**expected, "took_ms": 0}
    assert client.get(f"/api/v1/{name}", params={**asked, "format": "csv"}).text == view.to_csv()
    assert client.get(f"/{name}.csv", params=asked).text == view.to_csv()
    rows = client.get(f"/api/v1/{name}", params={**asked, "format": "ndjson"}).text.splitlines()
    assert [json.loads(row) for row in rows] == list(view.labelled(view.to_rows()))


@pytest.mark.parametrize(
    ("name", "asked", "called"),
    [
        ("speaker", {"name": "Blinken", "limit": 50}, lambda index: index.speaker("Blinken", limit=50)),
        ("compare", {"one": DOCUMENT, "other": OTHER}, lambda index: index.compare(DOCUMENT, OTHER)),
        (
            "verify",
            {"text": CITATION, "written": "2024-11-01"},
            lambda index: index.verify(CITATION, written=date(2024, 11, 1)),
        ),
    ],
)
def test_views_without_a_query_are_what_the_library_answers(client, seeds_index, name, asked, called):
    """As JSON, by GET and by POST, and as tables."""
    with over_the_wire(seeds_index) as index:
        view = called(index)
    expected = {**json.loads(view.to_json()), "took_ms": 0, "truncated": bool(view.cut)}
    for response in (client.get(f"/api/v1/{name}", params=asked), client.post(f"/api/v1/{name}", json=asked)):
        assert {**response.json(), "took_ms": 0} == expected
    assert client.get(f"/{name}.csv", params=asked).text == view.to_csv()
    rows = client.get(f"/api/v1/{name}", params={**asked, "format": "ndjson"}).text.splitlines()
    assert [json.loads(row) for row in rows] == json.loads(json.dumps(list(view.labelled(view.to_rows()))))


def test_what_a_view_needs_is_told(client):
    """A name, two documents that are there, a text of a bounded length."""
    for path, code in (
        ("speaker", "bad_parameter"),
        ("speaker?name=", "bad_parameter"),
        (f"compare?one={DOCUMENT}", "bad_parameter"),
        (f"compare?one={DOCUMENT}&other=nothing", "not_found"),
        (f"compare?one={DOCUMENT}&other=..%2f..%2fetc%2fpasswd", "not_found"),
        ("verify", "bad_parameter"),
    ):
        assert client.get(f"/api/v1/{path}").json()["code"] == code
    for wrong in ("x" * 100_000, "", " \n"):
        assert client.post("/api/v1/verify", json={"text": wrong}).json()["parameter"] == "text"


def test_the_own_parameters_of_views(client):
    """`conflicts` leaves rows that are contradicted, `by` sets the periods; other values are refused."""
    everything = client.get("/api/v1/figures?query=soldiers").json()
    conflicting = client.get("/api/v1/figures?query=soldiers&conflicts=true").json()
    assert conflicting["conflicts"] == everything["conflicts"] != []
    assert len(conflicting["groups"]) < len(everything["groups"])
    assert client.get("/api/v1/timeline?query=soldiers&by=month").json()["by"] == "month"
    assert client.get("/api/v1/timeline?query=soldiers&by=year").json()["parameter"] == "by"
    assert client.get("/api/v1/quotes?query=soldiers&by=day").json()["parameter"] == "by"


def test_a_facet_counts_all_matches(client, seeds_index):
    """`contains` and `limit` choose what is shown; the total says how many there are."""
    with over_the_wire(seeds_index) as index:
        counts = index.search("soldiers", facets=["speaker"]).facets["speaker"]
    with_s = [{"value": value, "count": count} for value, count in counts if "s" in value.lower()]
    answer = client.get("/api/v1/facets/speaker?query=soldiers&contains=S&limit=2").json()
    assert (answer["values"], answer["total"], answer["truncated"]) == (with_s[:2], len(with_s), True)
    table = client.get("/api/v1/facets/speaker?query=soldiers&format=csv").text
    assert [(row["value"], int(row["count"])) for row in csv.DictReader(io.StringIO(table))] == [*map(tuple, counts)]


def test_a_facet_of_no_search_is_refused(client):
    """An empty answer would look like an empty index."""
    assert client.get("/api/v1/facets/speaker").json()["parameter"] == "query"


def test_an_unknown_facet_has_its_nearest_name(client):
    """Not found, with a guess."""
    response = client.get("/api/v1/facets/speakr?query=soldiers")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert "'speaker'" in response.json()["detail"]


def test_documents_and_passages_come_with_their_mentions(client, seeds_index):
    """By their ids, the # of a passage's written as %23."""
    with over_the_wire(seeds_index) as index:
        whole, passages, like = index.document(DOCUMENT), index.passages(DOCUMENT), index.like(PASSAGE, 3)
    answer = client.get(f"/api/v1/documents/{DOCUMENT}").json()
    assert answer["document"] == whole.model_dump(mode="json")
    assert answer["passages"] == [passage.model_dump(mode="json") for passage in passages]
    assert client.get(address(PASSAGE)).json()["text"] == passages[7].text
    hits = client.get(f"{address(PASSAGE)}/like?limit=3").json()["hits"]
    assert [hit["passage"]["id"] for hit in hits] == [hit.passage.id for hit in like]


@pytest.mark.parametrize(
    "path",
    [
        "documents/nothing",
        "documents/..%2f..%2f..%2fetc%2fpasswd",
        "documents/%2fetc%2fpasswd",
        "documents/%00",
        "passages/nothing%230",
        "passages/nothing%230/like",
        f"passages/{DOCUMENT}%2399999999999999999999",
        f"passages/{DOCUMENT}%23-1",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    """Also an id that climbs, or that no document can have."""
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_ids_with_slashes_are_found(connect, tmp_path):
    """A document's id may look like a path, or like an address of this server."""
    names = ["a/b.txt", "../up", "a/like", "a b?c=d&e", "ä"]
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add([searchlib.Document(id=name, text="Troops came to Kursk.") for name in names])
    client = connect(tmp_path / "index")
    for name in names:
        quoted = urllib.parse.quote(name, safe="")
        assert client.get(f"/api/v1/documents/{quoted}").json()["document"]["id"] == name
        assert client.get(address(f"{name}#0")).json()["document"] == name
        assert client.get(f"{address(f'{name}#0')}/like").status_code == 200


def test_speakers_are_those_of_the_index(client, seeds_index):
    """In its order, a part at a time; `contains` looks into all names."""
    with over_the_wire(seeds_index) as index:
        names = [speaker.name for speaker in index.speakers()]
    answer = client.get("/api/v1/speakers?limit=3&offset=1").json()
    assert [speaker["name"] for speaker in answer["speakers"]] == names[1:4]
    assert (answer["total"], answer["truncated"]) == (len(names), True)
    assert [row["name"] for row in client.get("/api/v1/speakers?contains=bLinken").json()["speakers"]] == [
        "Antony Blinken"
    ]


def test_stats_fields_and_health(client, seeds_index):
    """What the index holds, what can be asked, and that it can be read."""
    with over_the_wire(seeds_index) as index:
        stats = client.get("/api/v1/stats").json()
        assert {name: stats[name] for name in index.stats()} == index.stats()
    fields = client.get("/api/v1/fields").json()
    assert [field["name"] for field in fields["fields"]] == [field.name for field in searchlib.fields.FIELDS]
    assert client.get("/api/v1/health").json() == {"status": "ok", "generation": 1, "writes": False}


@pytest.mark.parametrize("path", ["stats", "fields", "health", f"documents/{DOCUMENT}", "speakers", "facets/speaker"])
def test_no_endpoint_ignores_a_parameter(client, path):
    """Also where there is none."""
    response = client.get(f"/api/v1/{path}?colour=red")
    assert (response.status_code, response.json()["parameter"]) == (400, "colour")


def test_wrong_addresses_and_methods_are_told(client):
    """As problems, as everything else."""
    assert client.get("/api/v1/serch").json()["code"] == "no_such_address"
    assert client.delete("/api/v1/search").json()["code"] == "wrong_method"
    assert client.get("/api/v1/multi-search").json()["code"] == "wrong_method"


def test_the_description_is_openapi_3_1(client):
    """Every parameter of the tables stands in it; no answer is 422."""
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    names = {parameter["name"] for parameter in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {"query", "speaker", "limit", "sort", "explain", "cursor", "format"} <= names
    assert "422" not in json.dumps(described)


def test_the_page_of_endpoints_fetches_nothing(client):
    """It names each endpoint and each code, and nothing of another server."""
    page = client.get("/docs").text
    assert "/api/v1/multi-search" in page
    assert 'id="bad_query"' in page
    assert "1 parameter<" in page
    assert "28 members of a JSON object" in page
    assert "`" not in page
    assert "http" not in page


def test_large_answers_are_compressed(client):
    """For who takes it."""
    assert client.get("/api/v1/search?query=soldiers").headers["content-encoding"] == "gzip"
    plain = client.get("/api/v1/search?query=soldiers", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_server_only_reads_by_default(client):
    """Adding and deleting are refused."""
    added = client.post("/api/v1/documents", json={"documents": [{"id": "a", "text": "Troops."}]})
    deleted = client.delete(f"/api/v1/documents/{DOCUMENT}")
    assert [response.json()["code"] for response in (added, deleted)] == ["read_only", "read_only"]


def test_documents_are_added_and_deleted_where_that_is_allowed(connect, tmp_path):
    """What was added is found at once; the same id again replaces it."""
    searchlib.open(tmp_path / "index", create=True).add(searchlib.Document(id="a", text="Troops came to Kursk."))
    client = connect(tmp_path / "index", writes=True)
    documents = {"documents": [{"id": "b", "text": "Ships left Odden.", "published": "2024-11-01"}]}
    assert client.post("/api/v1/documents", json=documents).json()["added"] == 1
    assert client.post("/api/v1/documents", json=documents).json()["updated"] == 1
    assert client.get("/api/v1/search?query=odden").json()["total"] == 1
    assert client.delete("/api/v1/documents/b").status_code == 204
    assert client.delete("/api/v1/documents/b").json()["code"] == "not_found"
    assert client.get("/api/v1/search?query=odden").json()["total"] == 0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_numbers_that_json_has_not_are_refused(connect, tmp_path, number):
    """They would make every later answer with the document one that no browser reads."""
    client = connect(tmp_path / "index", writes=True)
    body = f'{{"documents": [{{"id": "a", "text": "Troops.", "extra": {{"size": {number}}}}}]}}'
    answer = client.post("/api/v1/documents", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert "extra" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Content-Type": "application/json"},
        {"Origin": "null", "Content-Type": "text/plain"},
        {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Host": "evil.example", "Content-Type": "application/json"},
    ],
)
def test_another_site_cannot_write(connect, tmp_path, headers):
    """Neither with a script nor with a form, which sends no JSON."""
    searchlib.open(tmp_path / "index", create=True).add(searchlib.Document(id="a", text="Troops came to Kursk."))
    client = connect(tmp_path / "index", writes=True)
    body = '{"documents": [{"id": "b", "text": "Ships left Odden."}]}'
    assert client.post("/api/v1/documents", content=body, headers=headers).status_code in (400, 403, 415)
    assert client.get("/api/v1/stats").json()["documents"] == 1


def test_wrong_documents_are_told_of(connect, tmp_path):
    """Without an id, with an unknown name, or none at all: nothing is added."""
    searchlib.open(tmp_path / "index", create=True).add(searchlib.Document(id="a", text="Troops came to Kursk."))
    client = connect(tmp_path / "index", writes=True)
    for documents in ([], [{"text": "No id."}], [{"id": "", "text": "x"}], [{"id": "b", "text": "x", "colour": "red"}]):
        assert client.post("/api/v1/documents", json={"documents": documents}).status_code == 400
    assert client.get("/api/v1/stats").json()["documents"] == 1
