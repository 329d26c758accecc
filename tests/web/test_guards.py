"""Who is let in: names of the server, origins, the token, and the size and speed of a body."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import REASON

HEALTH = "/api/v1/health"
TOKEN = "a-secret-of-the-server"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_the_names_of_this_machine_are_known(client, host):
    """With any port."""
    assert client.get(HEALTH, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil.example"]
)
def test_a_foreign_host_is_refused(client, host):
    """A page whose name was bound to this address anew (DNS rebinding) reads nothing."""
    response = client.get(HEALTH, headers={"Host": host})
    assert (response.status_code, response.json()["code"]) == (403, "foreign_host")


@pytest.mark.parametrize("host", ["", "a b", "evil.example\\@127.0.0.1", "127.0.0.1/x", "http://127.0.0.1"])
def test_what_is_no_host_is_refused(client, host):
    """Nothing is guessed of a header that is no name."""
    assert client.get(HEALTH, headers={"Host": host}).status_code == 400


def test_names_can_be_allowed(connect, seeds_index):
    """A name given when the server is started is one of its own."""
    client = connect(seeds_index, hosts=["news.example"])
    assert client.get(HEALTH, headers={"Host": "news.example"}).status_code == 200
    assert client.get(HEALTH, headers={"Host": "127.0.0.1"}).status_code == 403


def test_an_unspecified_address_answers_to_addresses_and_to_no_names(connect, seeds_index):
    """Rebinding needs a name, an address cannot be rebound."""
    client = connect(seeds_index, any_address=True)
    assert client.get(HEALTH, headers={"Host": "192.168.1.5:8000"}).status_code == 200
    assert client.get(HEALTH, headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:3000", "http://127.0.0.1.evil"])
def test_a_foreign_origin_is_refused(client, origin):
    """Also for reading, and also from another port of this machine."""
    response = client.get(HEALTH, headers={"Origin": origin})
    assert (response.status_code, response.json()["code"]) == (403, "foreign_origin")


def test_the_own_origin_is_answered(client):
    """The page's own script sends it."""
    assert client.get(HEALTH, headers={"Origin": "http://127.0.0.1"}).status_code == 200


def test_another_site_may_link_but_not_include(client):
    """A link is followed; an image or script of another site's page gets nothing."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/docs", headers=headers).status_code == 200
    assert client.get("/docs", headers={**headers, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert client.post("/api/v1/search", json={}, headers=headers).status_code == 403


def test_no_answer_without_the_token(connect, seeds_index):
    """Neither with another one, nor with a part of it, nor for files and pages."""
    client = connect(seeds_index, token=TOKEN)
    for address in (HEALTH, "/docs", "/static/docs.css", f"{HEALTH}?token=", f"{HEALTH}?token={TOKEN[:-1]}"):
        response = client.get(address)
        assert (response.status_code, response.json()["code"]) == (401, "no_token")
        assert TOKEN not in response.text
    assert client.get(HEALTH, headers={"Authorization": "Bearer é".encode()}).status_code == 401


def test_the_token_is_taken_from_the_address_and_kept_as_a_cookie(connect, seeds_index):
    """A page is sent on to its address without the token; a program may send it in either way."""
    client = connect(seeds_index, token=TOKEN)
    response = client.get(f"/docs?a=b%20c&token={TOKEN}")
    assert (response.status_code, response.headers["location"]) == (303, "/docs?a=b+c")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite" in cookie
    assert client.get("/docs").status_code == 200
    client.cookies.clear()
    assert client.get(HEALTH, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get(f"{HEALTH}?token={TOKEN}").status_code == 200


def test_the_token_leads_nowhere_else(connect, seeds_index):
    """The address that a page is sent on to is this server's, whatever the path looks like."""
    client = connect(seeds_index, token=TOKEN)
    assert client.get(f"http://127.0.0.1//evil.example/?token={TOKEN}").headers["location"].startswith("/evil.example")


def test_a_large_body_is_refused(client):
    """By what it says of itself, and by what comes."""
    assert client.post("/api/v1/search", content=b"x" * (1 << 21)).status_code == 413

    def pieces():
        for _ in range(40):
            yield b"x" * (1 << 16)

    assert client.post("/api/v1/search", content=pieces()).status_code == 413


def test_a_long_address_is_refused(client):
    """Before anything is read of it."""
    assert client.get("/api/v1/search", params={"query": "x" * 20_000}).status_code == 414


def test_every_answer_has_the_headers_of_the_guards(client):
    """Pages, data, files and errors; none lets a script run that is not this server's file."""
    for address in ("/docs", HEALTH, "/static/docs.css", "/nothing", "/api/v1/search?limit=x"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_files_of_others_are_not_served(client, path):
    """A path that climbs leads nowhere."""
    response = client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "no_such_address")


def asked(app, scope, messages):
    """What an app sends for a request whose body comes as these messages, some of them functions to await."""
    sent = []
    waiting = list(messages)

    async def receive():
        message = waiting.pop(0)
        return message if isinstance(message, dict) else await message()

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def scope(**more):
    """A request as an ASGI server hands it on."""
    return {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/search",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
        **more,
    }


def test_a_slow_body_is_refused():
    """The server waits no longer for the rest of it."""
    pytest.importorskip("starlette", reason=REASON)
    from searchlib.web.guards import LOOPBACK, Guards
    from searchlib.web.limits import Limits

    async def never():
        await asyncio.Event().wait()

    guards = Guards(None, hosts=LOOPBACK, limits=Limits(body_s=0.01))
    first = {"type": "http.request", "body": b"{", "more_body": True}
    assert asked(guards, scope(), [first, never])[0]["status"] == 408


def test_many_slow_bodies_do_not_fill_the_memory():
    """Beyond a bound the next one is sent away; when the others are done, it is read."""
    pytest.importorskip("starlette", reason=REASON)
    from searchlib.web.guards import LOOPBACK, Guards
    from searchlib.web.limits import Limits

    guards = Guards(None, hosts=LOOPBACK, limits=Limits(waiting=1, body_s=0.05))
    sent = []

    async def send(message):
        sent.append(message["status"] if message["type"] == "http.response.start" else None)

    async def never():
        await asyncio.Event().wait()

    async def ask():
        await asyncio.gather(*(guards(scope(), never, send) for _ in range(3)))

    asyncio.run(ask())
    assert sorted(filter(None, sent)) == [408, 503, 503]


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"9" * 5_000, b"0x10", "²".encode()])
def test_a_length_that_is_none_is_refused(length):
    """Before anything is read."""
    pytest.importorskip("starlette", reason=REASON)
    from searchlib.web.guards import LOOPBACK, Guards
    from searchlib.web.limits import Limits

    guards = Guards(None, hosts=LOOPBACK, limits=Limits())
    headers = [(b"host", b"127.0.0.1"), (b"content-length", length)]
    assert asked(guards, scope(headers=headers), [])[0]["status"] == 413


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_header_gets_into_an_answer(path, query):
    """Whatever path and query hold, no header of the answer has an end of line in it, and the redirect stays here."""
    pytest.importorskip("starlette", reason=REASON)
    from searchlib.web.guards import LOOPBACK, Guards
    from searchlib.web.limits import Limits

    guards = Guards(None, hosts=LOOPBACK, limits=Limits(), token=TOKEN)
    given_query = query + b"&token=" + TOKEN.encode()
    nothing = {"type": "http.request", "body": b"", "more_body": False}
    request = scope(method="GET", path="/x", raw_path=b"/" + path, query_string=given_query)
    start = asked(guards, request, [nothing])[0]
    for name, value in start["headers"]:
        assert not {*b"\r\n"} & {*name, *value}
        if name == b"location":
            assert value.startswith(b"/")
            assert value[1:2] not in (b"/", b"\\")


def test_our_own_forms_have_an_origin(client):
    """A browser names the origin of a form only where its page may name itself to its own server."""
    page = client.get("/verify")
    assert page.headers["referrer-policy"] == "same-origin"
    sent = client.post("/verify", data={"text": "Blinken said so."}, headers={"Origin": "http://127.0.0.1"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/verify?text=Blinken+said+so.")
