"""The pages as HTML: what a browser without a script gets."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from html import unescape
from urllib.parse import quote, urlencode

import pytest

import searchlib
from searchlib.models import Document
from searchlib.web.limits import Limits
from tests.web.pages.reading_html import links, shown, words

HOSTILE = "<script>alert(1)</script> \"onload='x' {{ 'q' * 9 }} <!-- facets -->"


def test_the_first_page_says_what_the_index_holds(client):
    """How many articles, and speakers to begin with."""
    html = shown(client, "/")
    assert "5 articles" in words(html)
    assert links(html, "Antony Blinken") == ["/search?query=speaker%3A%22Antony+Blinken%22"]
    assert 'role="search"' in html


def test_results_stand_before_facets_with_a_heading_each(client, seeds_index):
    """The hits are those of the library, in its order, each with a heading; the facets follow."""
    with searchlib.open(seeds_index) as index:
        results = index.search("kursk troops")
    html = shown(client, "/search?query=kursk+troops")
    titles = [
        words(one)
        for one in re.findall(r"<h2>(.*?)</h2>", html.partition("<main")[2].partition("<aside")[0], re.DOTALL)
    ]
    assert titles == [" ".join((hit.title or hit.document).split()) for hit in results]
    assert html.index('class="hits"') < html.index('id="facets"')
    statuses = re.findall(r'<span role="status">(.*?)</span>', html)
    assert statuses == [f"{results.total} passages match"]


def test_a_facet_adds_its_clause_and_drops_it_again(client):
    """A value that is asked for is pressed, and its button asks without it."""
    html = shown(client, "/search?query=soldiers")
    button = re.search(
        r'<button type="submit" name="query" value="([^"]*)" aria-pressed="false"[^>]*><span class="value">Antony Blinken',
        html,
    )
    assert button is not None
    added = unescape(button[1])
    assert added == 'soldiers speaker:"Antony Blinken"'
    html = shown(client, f"/search?query={quote(added)}")
    pressed = re.search(r'value="([^"]*)" aria-pressed="true"[^>]*><span class="value">Antony Blinken', html)
    assert pressed is not None
    assert unescape(pressed[1]) == "soldiers"


def test_a_facet_can_be_looked_into(client):
    """Only the values with the letters asked for are shown."""
    html = shown(client, "/search?query=soldiers&facet=speaker&contains=BLINK")
    group = html.partition('id="facet-speaker"')[2].partition("</section>")[0]
    assert re.findall(r'class="value">([^<]*)', group) == ["Antony Blinken"]


def test_filters_are_pills(client):
    """Each filter shows its clause, with what it takes to turn it around or to drop it."""
    html = shown(client, "/search?query=soldiers+speaker:blinken+-moscow&sort=published")
    pills = re.findall(r'<li class="pill">(.*?)</li>', html, re.DOTALL)
    assert [words(re.search("<summary>(.*?)</summary>", one, re.DOTALL)[1]) for one in pills] == [
        "speaker:blinken",
        "-moscow",
    ]
    assert links(pills[0], "exclude") == ["/search?query=soldiers+-moscow+-speaker%3Ablinken&sort=published"]
    assert links(pills[1], "×") == ["/search?query=soldiers+speaker%3Ablinken&sort=published"]
    edited = client.get("/search?query=soldiers+-moscow&clause=speaker:austin&sort=published")
    assert edited.status_code == 303
    assert edited.headers["location"] == "/search?query=soldiers+-moscow+speaker%3Aaustin&sort=published"


def test_filters_beside_the_query_become_clauses(client):
    """An address in the words of the endpoint leads to the one of the page."""
    moved = client.get("/search?query=soldiers&speaker=lloyd+austin&number=>=8000")
    assert moved.headers["location"] == "/search?query=soldiers+speaker%3A%22lloyd+austin%22+number%3A%3E%3D8000"


def test_an_error_shows_its_place(client):
    """The query with a caret under the place, and a status that says so."""
    response = client.get("/search?query=kursk+number:x")
    assert response.status_code == 400
    pointed = re.search(r"<pre[^>]*>(.*?)</pre>", response.text, re.DOTALL)[1].splitlines()
    assert pointed[0] == "kursk number:x"
    assert pointed[1].strip() == "^"
    assert 'value="kursk number:x"' in response.text


@pytest.mark.parametrize(
    "address",
    ["/search?query=a&colour=red", "/search?query=a&limit=x", "/read?passage=none%231", "/read?document=none"],
)
def test_what_is_wrong_is_a_page_too(client, address):
    """A wrong parameter or an unknown article is told in a page."""
    response = client.get(address)
    assert response.status_code in (400, 404)
    assert 'role="alert"' in response.text


def test_what_the_marks_mean_is_told_beside_them(client):
    """Beside hits and beside an article; where nothing is marked it is not told."""
    for target in ("/search?query=troops", "/read?document=kursk-blinken-austin.txt"):
        assert "who says it stands elsewhere" in client.get(target).text
    assert "who says it stands elsewhere" not in client.get("/search?query=zzzz").text


def test_an_article_is_whole_and_marks_its_hits(client, seeds_index):
    """The text is all there; the passage asked for is marked, its place among the hits told, the next hit a link."""
    with searchlib.open(seeds_index) as index:
        hits = sorted(
            (hit.passage.ordinal, hit) for hit in index.search("korean doc:kursk-blinken-austin.txt", limit=99)
        )
        document = index.document("kursk-blinken-austin.txt")
    assert len(hits) > 1
    first, second = hits[0][1], hits[1][1]
    html = shown(client, f"/read?passage={quote(first.passage.id)}&query=korean")
    paper = html.partition('<article class="paper">')[2].partition("</article>")[0]
    bare = re.sub(r"\s", "", re.sub('<span class="ordinal".*?</span>', "", paper))
    assert re.sub(r"\s", "", document.text) in unescape(re.sub("<[^>]+>", "", bare)).replace("❞", "")
    marks = sum(len(hit.highlights) for _, hit in hits)
    assert marks > len(hits), "a passage with two hits"
    assert f"1 of {marks}" in words(html)
    assert links(html, "Next") == ["/read?query=korean&document=kursk-blinken-austin.txt&mark=2#here"]
    assert paper.count("<mark") >= marks
    assert unescape(re.search('<mark id="here"[^>]*>([^<]+)<', paper)[1]).lower() == "korean"
    further = shown(client, f"/read?passage={quote(second.passage.id)}&query=korean")
    assert f"{len(first.highlights) + 1} of {marks}" in words(further), "the first hit of the passage asked for"
    last = shown(client, f"/read?document=kursk-blinken-austin.txt&query=korean&mark={marks}")
    assert f"{marks} of {marks}" in words(last)
    assert not links(last, "Next")


def test_a_mention_tells_how_it_was_read_and_asks_for_itself(client):
    """The note of a figure has its rule, confidence and characters, and links that add its clauses."""
    html = shown(client, "/search?query=kursk")
    note = next(one for one in re.findall(r"<div popover.*?</div>", html, re.DOTALL) if "quantity" in one)
    assert re.search(r"confidence (explicit|inferred|guessed) rule \S.* characters [\d,]+–[\d,]+", words(note))
    assert any("number%3A" in href and "kursk" in href for href in links(note, "number:"))


def test_article_text_is_only_text(connect, tmp_path):
    """Markup, templates and comments of an article come out as the characters they are."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            Document(
                id=f"a{HOSTILE}.txt",
                title=f"T {HOSTILE}",
                text=f"Kursk. {HOSTILE} said Blinken.",
                source=HOSTILE,
                url="javascript:alert(1)",
            )
        )
    client = connect(tmp_path / "index")
    for address in (
        "/search?query=kursk",
        f"/search?query={quote(HOSTILE)}",
        f"/read?query=kursk&document={quote(f'a{HOSTILE}.txt')}",
    ):
        html = client.get(address).text
        assert "<script>alert" not in html
        assert "javascript:" not in re.sub("<pre.*?</pre>", "", html, flags=re.DOTALL)
        assert "q" * 9 not in html


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client):
    """The policy of the answers allows only files of this server, and the pages hold nothing else."""
    for address in ("/", "/search?query=kursk", "/read?document=kursk-blinken-austin.txt"):
        html = shown(client, address)
        assert " style=" not in html
        assert not re.search(r"\son\w+=", html)
        assert all(
            source.startswith("/static/")
            for source in re.findall(r'<(?:script|link)[^>]*?(?:src|href)="([^"]*)"', html)
        )
        assert all(client.get(source).status_code == 200 for source in re.findall(r'"(/static/[^"]*)"', html))


def test_what_is_found_can_be_taken_along_as_a_database(client, tmp_path):
    """The passages of the query, as an SQLite file; too many are refused."""
    href = links(shown(client, "/search?query=kursk&sort=published"), "SQLite")[0]
    assert href == "/search.sqlite?query=kursk"
    path = tmp_path / "kept.sqlite"
    path.write_bytes(client.get(href).content)
    with contextlib.closing(sqlite3.connect(path)) as database:
        count = database.execute("SELECT count(*) FROM passages").fetchone()[0]
    assert f"{count} passages match" in words(shown(client, "/search?query=kursk"))
    for refused in ("?query=number:x", "", "?query=+"):
        assert client.get(f"/search.sqlite{refused}").status_code == 400


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/read?document=nope", 404, "Not found"),
        ("/nowhere", 404, "Not found"),
        ("/search?query=kursk+number:x", 400, "Not understood"),
        ("/compare?one=a&other=b", 404, "Not found"),
    ],
)
def test_the_page_of_an_error_is_called_what_it_is(client, address, status, heading):
    """What is not there is not found; only what cannot be read is not understood."""
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text
    assert f"<title>{heading} - searchlib</title>" in response.text


def test_a_long_text_is_verified_too(connect, seeds_index):
    """What fits into an address goes there, so that it can be shared; what does not is answered at once, and says so."""
    client = connect(seeds_index, limits=Limits(search_s=600))
    sentence = "Blinken said that 8,000 North Korean soldiers are in the Kursk region. "
    short = client.post("/verify", data={"text": sentence, "written": ""})
    assert (short.status_code, short.headers["location"]) == (303, f"/verify?{urlencode({'text': sentence})}")
    long = client.post("/verify", data={"text": sentence + "Nobody knows why they came there. " * 250})
    assert long.status_code == 200
    assert "cannot be shared as a link" in words(long.text)
    assert long.text.count('class="verdict"') == 251
    refused = client.post("/verify", data={"text": "a" * 50_001})
    assert (refused.status_code, "at most 50,000 characters" in words(refused.text)) == (400, True)


@pytest.mark.parametrize(
    "path", ["/", "/search", "/figures", "/timeline", "/quotes", "/speaker", "/compare", "/verify", "/read"]
)
def test_an_unknown_parameter_is_refused_on_every_page(client, path):
    """And the name that was meant is guessed."""
    refused = client.get(f"{path}?qurey=kursk")
    assert refused.status_code == 400
    assert "There is no parameter 'qurey'; did you mean 'query'?" in words(refused.text)
