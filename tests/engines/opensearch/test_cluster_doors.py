"""The server of pages and the server of tools over an index on a cluster: what they answer is what they answer over a folder."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

import searchlib
from tests.cluster_nodes import CLUSTER, nodes

pytestmark = list(CLUSTER)
SEEDS = Path(__file__).parents[3] / "seeds"
CALLS: dict[str, dict[str, Any]] = {
    "search": {"query": "kursk troops"},
    "fetch": {"id": "kursk-blinken-austin.txt"},
    "count": {"query": "troops", "by": "speaker"},
    "figures": {"query": "soldiers"},
    "quotes": {"query": "troops"},
    "timeline": {"query": "troops"},
    "verify": {"text": "Blinken said that 8,000 troops are in Kursk."},
    "fields": {},
}
"""A call of each tool."""
PAGES = (
    "/?query=kursk+troops",
    "/figures?query=soldiers",
    "/timeline?query=troops",
    "/quotes?query=troops",
    "/speaker?name=Blinken",
    "/compare?one=kursk-blinken-austin.txt&other=pentagon-rutte-china-ties.txt",
    "/verify?text=Blinken+said+that+8,000+troops+are+there",
    "/read?document=kursk-blinken-austin.txt",
)
BESIDES = {"took_ms", "version", "generation", "index", "cursor", "next", "plan"}
"""What an answer says of the index and not of the passages."""


@pytest.fixture(scope="module")
def locations(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The sample articles in a folder and on the cluster."""
    made = str(tmp_path_factory.mktemp("doors") / "index"), f"opensearch://{nodes().addresses}/doors"
    for location in made:
        with searchlib.open(location, create=True) as index:
            index.add_folder(SEEDS)
    return made


def without(value: Any) -> Any:
    """An answer without what differs between two indexes of the same documents."""
    if isinstance(value, dict):
        return {name: without(one) for name, one in value.items() if name not in BESIDES}
    return [without(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("search", {"query": "troops kursk", "limit": 5}),
        ("search", {"query": "said(speaker:singh number:10000)"}),
        ("search", {"query": "troops", "k1": 2, "b": 0.1, "facets": ["x.page", "speaker"]}),
        ("facets/speaker", {"query": "troops"}),
        ("facets/x.page", {"query": "troops"}),
        ("fields", {}),
        ("speakers", {}),
        ("timeline", {"query": "troops"}),
        ("compare", {"one": "kursk-blinken-austin.txt", "other": "pentagon-rutte-china-ties.txt"}),
        ("verify", {"text": "Blinken said that 8,000 troops are in Kursk."}),
        ("figures", {"query": "soldiers"}),
        ("quotes", {"query": "troops"}),
        ("speaker", {"name": "Blinken"}),
        ("documents/kursk-blinken-austin.txt", {}),
        ("passages/kursk-blinken-austin.txt%230/like", {}),
    ],
)
def test_an_endpoint_answers_alike(locations: tuple[str, str], path: str, asked: dict[str, Any]) -> None:
    """Whatever keeps the passages."""
    pytest.importorskip("fastapi", reason="needs the extra web")
    testclient = pytest.importorskip("starlette.testclient", reason="needs the extra web")
    from searchlib.web.app import create_app

    answers = []
    for location in locations:
        with testclient.TestClient(create_app(location), base_url="http://127.0.0.1") as client:
            answer = client.get(f"/api/v1/{path}", params=asked)
            assert answer.status_code == 200, answer.text
            answers.append(without(answer.json()))
            assert "Kursk" in client.get("/", params={"query": "kursk troops"}).text
    assert answers[0] == answers[1]


def test_a_page_looks_alike(locations: tuple[str, str]) -> None:
    """But for how to open the index in Python."""
    pytest.importorskip("fastapi", reason="needs the extra web")
    testclient = pytest.importorskip("starlette.testclient", reason="needs the extra web")
    from searchlib.web.app import create_app

    looks: list[list[str]] = []
    for location in locations:
        with testclient.TestClient(create_app(location), base_url="http://127.0.0.1") as client:
            client.get("/api/v1/speakers")  # once it is warm, pages show speakers
            answers = [client.get(page) for page in PAGES]
            assert {answer.status_code for answer in answers} == {200}
            looks.append([re.sub(r"searchlib.open\(.*?\)|[\d.,]+ (ms|s)\b", "", answer.text) for answer in answers])
    assert looks[0] == looks[1]


def test_a_tool_answers_alike(locations: tuple[str, str]) -> None:
    """An agent does not see which it is."""
    pytest.importorskip("mcp", reason="needs the library mcp")
    from mcp import Client

    from searchlib.mcp.server import server

    async def ask(location: str) -> list[str]:
        async with Client(server(location)) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == CALLS.keys()
            answers = [await client.call_tool(name, asked) for name, asked in CALLS.items()]
        assert not any(answer.is_error for answer in answers)
        return [
            re.sub("[0-9a-f]{16}", "", answer.content[0].text) for answer in answers
        ]  # marks of quoted texts are drawn

    folder, cluster = (asyncio.run(ask(location)) for location in locations)
    assert folder == cluster
