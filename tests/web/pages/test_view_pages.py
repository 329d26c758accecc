"""The pages of views as HTML: what the library answers, with links to where it stands."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

import searchlib
from searchlib.web.limits import Limits
from searchlib.web.pages.address import Address
from searchlib.web.pages.figure_chart import chart
from searchlib.web.pages.marking import stretches
from tests.web.pages.reading_html import links, shown, words

QUERY = "north korean soldiers"
TEXT = "Blinken said that 12,000 North Korean soldiers are in the far east of Russia. The moon is made of cheese."


@pytest.fixture(scope="module")
def index(seeds_index):
    """The sample articles."""
    with searchlib.open(seeds_index) as opened:
        yield opened


def test_figures_show_every_row_and_who_contradicts_whom(client, index):
    """Each row has its number, figure and place; contradictions are told in words, not by colour alone."""
    figures = index.figures(QUERY)
    html = shown(client, f"/figures?query={QUERY}")
    assert {int(one) for one in re.findall(r"<li id=\"row-(\d+)\"", html)} == {row.ordinal for row in figures}
    assert f"{len(figures.conflicts)} contradictions" in words(html)
    for ordinal, others in figures.opponents().items():
        row = html.partition(f'<li id="row-{ordinal}"')[2].partition("</li>")[0]
        assert "contradicts " + ", ".join(map(str, others)) in words(row).replace(" ,", ",")
    row = next(iter(figures))
    place = next(href for href in links(html, row.title) if f"start={row.start}&" in href)
    assert parse_qs(urlsplit(place).query)["passage"] == [row.passage]
    assert 'class="place"' in shown(client, place)


def test_only_contradictions(client, index):
    """With `conflicts` only rows that contradict others are left."""
    kept = {row.ordinal for row in index.figures(QUERY).only_conflicts()}
    html = shown(client, f"/figures?query={QUERY}&conflicts=true")
    assert {int(one) for one in re.findall(r'<li id="row-(\d+)"', html)} == kept


def test_the_picture_of_figures(index):
    """A mark a figure, day under day, inside the picture; what contradicts is marked."""
    figures = index.figures(QUERY)
    rows = [row for row in figures.rows if row.group == 1]
    drawn = chart(rows, figures.opponents(), Address("/figures", {"query": QUERY}))
    assert drawn is not None
    assert len(drawn.marks) == len(rows)
    assert [mark.y for mark in drawn.marks] == sorted({mark.y for mark in drawn.marks})
    assert all(drawn.left <= mark.x1 <= mark.stated <= mark.x2 <= drawn.width for mark in drawn.marks)
    assert sum(mark.conflict for mark in drawn.marks) == sum(row.ordinal in figures.opponents() for row in rows)
    assert [tick.x for tick in drawn.ticks] == sorted({tick.x for tick in drawn.ticks})
    assert chart(rows[:1], (), Address("/figures", {})) is None
    assert "Antony Blinken · up to 8,000 North Korean troops" in {mark.label for mark in drawn.marks} | {
        mark.label for mark in chart([*figures.rows], (), Address("/figures", {})).marks
    }


def test_a_timeline_marks_figures_that_cannot_both_be_true(client, index):
    """As on the page of figures: each names the rows that it contradicts, and they are counted."""
    timeline = index.timeline("soldiers")
    html = shown(client, "/timeline?query=soldiers")
    assert timeline.conflicts
    assert html.count('<span class="against">') == len(timeline.opponents())
    assert f"{len(timeline.conflicts)} contradiction" in words(html)


def test_the_timeline_has_every_stretch(client, index):
    """A heading for each day, with its figures and statements."""
    timeline = index.timeline("soldiers")
    html = shown(client, "/timeline?query=soldiers")
    assert html.count('<section class="stretch">') == len(timeline)
    assert f"{len(timeline)} day" in words(html)
    assert 'value="soldiers"' in html


def test_quotes_mark_what_differs(client, index):
    """Every utterance, its wordings, and the stretches that the first wording does not have."""
    quotes = index.quotes("conversation")
    html = shown(client, "/quotes?query=conversation")
    assert html.count('<section class="utterance">') == len(quotes.groups)
    differing = next(row.differing[0] for row in quotes if row.differs)
    assert f"differs: </span>{differing}</ins>" in html


def test_quotes_of_speakers_that_disagree_say_so(client):
    """Names that the retellings give are told."""
    assert "different speakers: Kim Yong-hyun, Suh Wook" in words(shown(client, "/quotes?query=interests"))


def test_a_text_is_verified(client, index):
    """Each sentence has its verdict in words, and evidence with its place."""
    html = shown(client, f"/verify?text={TEXT}")
    for sentence in index.verify(TEXT):
        assert f'<span class="verdict">{sentence.verdict}</span> {sentence.text}' in html
    assert "number: about 10,000 North Korean soldiers, not 12,000" in words(html)
    assert "<ol" not in shown(client, "/verify?query=kursk")


def test_two_articles_stand_side_by_side(client, index):
    """What both tell, and what only one tells."""
    one, other = "kursk-blinken-austin.txt", "singh-embassy-ten-thousand.txt"
    comparison = index.compare(one, other)
    html = shown(client, f"/compare?one={one}&other={other}")
    assert html.count('<section class="pairing">') == len(comparison.figures) + len(comparison.statements)
    assert "Only in A" in html
    assert words(html).count("Only in B") == 1


def test_of_one_article_those_like_it_are_proposed(client):
    """With one article given, others can be chosen, each by a link."""
    html = shown(client, "/compare?one=kursk-blinken-austin.txt")
    assert "/compare?one=kursk-blinken-austin.txt&other=pentagon-rutte-china-ties.txt" in html.replace("&amp;", "&")


@pytest.mark.parametrize("view", ["figures", "timeline", "quotes"])
def test_pages_of_views_keep_the_query_and_take_it_along(client, view):
    """Filters are pills there too, the other pages get the query, and the files hold the same answer."""
    html = shown(client, f"/{view}?query=soldiers+speaker:blinken&noun=troops")
    assert links(html, "Passages") == ["/search?query=soldiers+speaker%3Ablinken"]
    assert links(html, "×") == [f"/{view}?query=soldiers&noun=troops"]
    csv = links(html, "CSV")[0]
    assert client.get(csv).text.count("\n") > 1
    assert "noun=troops" in csv
    assert f"searchlib {view} --noun troops 'soldiers speaker:blinken'" in words(html)


@pytest.mark.parametrize(
    "address",
    [
        "/figures?query=number:x",
        "/timeline?by=hour",
        "/quotes?colour=red",
        "/compare?one=a&other=b",
        "/verify?limit=-1",
    ],
)
def test_faults_of_views_are_pages(client, address):
    """What is wrong is told in a page with a status."""
    response = client.get(address)
    assert response.status_code in (400, 404)
    assert 'role="alert"' in response.text


def test_a_speaker_has_a_page(client, index):
    """Counts, names, figures and who is quoted beside; the links ask for what the speaker says."""
    page = index.speaker("blinken")
    html = shown(client, "/speaker?name=blinken&query=kursk")
    assert words(html).count(f"{page.statements} statements in {page.documents} articles")
    assert all(one.name in words(html) for one in (*page.names[:24], *page.roles[:24], *page.beside[:24]))
    assert {int(one) for one in re.findall(r'<li id="row-(\d+)"', html)} == {row.ordinal for row in page.rows}
    assert "/search?query=speaker%3A%22Antony+Blinken%22" in links(html, "Passages")
    assert client.get(links(html, "CSV")[0]).status_code == 200


def test_speakers_are_proposed(client):
    """Without a name the most quoted, for a misspelled one those spelled like it."""
    assert "/speaker?name=Antony+Blinken" in links(shown(client, "/speaker"), "Antony Blinken")
    html = shown(client, "/speaker?name=blinkn")
    assert "Nobody of this name is quoted" in words(html)
    assert links(html, "Antony Blinken")


def test_files_of_comparisons_and_verdicts(client):
    """They hold the same answer as the page."""
    for address in (
        f"/verify?text={TEXT}&query=kursk",
        "/compare?one=kursk-blinken-austin.txt&other=two-plus-two-china-silence.txt&query=x",
    ):
        for form in ("CSV", "JSON"):
            assert client.get(links(shown(client, address), form)[0]).status_code == 200


def test_files_of_an_article(client, index):
    """Its page leads to the document as JSON, and to a table with a line a passage, in their order."""
    html = shown(client, "/read?passage=kursk-blinken-austin.txt%237&query=troops")
    passages = [one.id for one in index.passages("kursk-blinken-austin.txt")]
    whole = client.get(links(html, "JSON")[0]).json()
    assert [one["document"] for one in whole["passages"]] == ["kursk-blinken-austin.txt"] * len(passages)
    table = client.get(links(html, "CSV")[0]).text
    assert [row["passage"] for row in csv.DictReader(io.StringIO(table))] == passages
    by_passage = client.get("/read.csv", params={"passage": passages[3]}).text
    assert by_passage == table
    for wrong, status in (("/read.json?document=nope", 404), ("/read.csv?document=nope", 404), ("/read.json?x=1", 400)):
        assert client.get(wrong).status_code == status


def test_nothing_found_has_repairs_of_one_click(client):
    """Each proposal is a link to a query that matches, with how much."""
    html = shown(client, "/search?query=kurskk+speaker:blinken")
    repairs = re.findall(
        r'<li><a class="chip" href="([^"]*)"><code>(.*?)</code></a> <span class="quiet">(\d+) passages?</span>', html
    )
    assert ("/search?query=kursk+speaker%3Ablinken", "kursk") in [(href, change) for href, change, _ in repairs]
    for href, _, count in repairs:
        assert f'role="status">{count} passage' in shown(client, href)


def test_the_first_page_leads_to_figures_that_contradict(client):
    """In one step: nothing has to be asked."""
    (target,) = links(shown(client, "/"), "≠ Figures that cannot both be true")
    html = shown(client, target)
    assert "contradicts" in words(html)
    for anchor in re.findall(r'<a class="chip" href="#(question-\d+)">', html):
        assert f'id="{anchor}"' in html


def test_a_view_that_left_passages_out_offers_to_read_them(client):
    """With the limit that reads all; then nothing is left out."""
    html = shown(client, "/figures?query=soldiers&limit=2")
    assert "Only the best 2 of" in words(html)
    (more,) = links(html, "Read all")
    assert "Only the best" not in words(shown(client, more))


def test_where_all_is_read_that_may_be_no_more_is_offered(client, monkeypatch):
    """No link leads to the page that one is on."""
    monkeypatch.setattr("searchlib.web.pages.answers.LIMITS", Limits(passages=2))
    html = shown(client, "/figures?query=soldiers&limit=2")
    assert "Only the best 2 of" in words(html)
    assert not links(html, "Read")


def test_many_contradictions_are_folded(connect, tmp_path):
    """The first are shown, the others open."""
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(
            searchlib.Document(
                id=f"a{n}", text=f"There are {n * 100} soldiers.", published="2024-10-03", source=f"P{n}"
            )
            for n in range(1, 12)
        )
    html = shown(connect(tmp_path / "index"), "/figures?query=soldiers&conflicts=true")
    assert "more contradictions" in words(html.partition("<summary>")[2])


def test_indirect_speech_stands_in_no_quotation_marks(client, seeds_index):
    """Marks around words that the article only reports would make them somebody's own."""
    with searchlib.open(seeds_index) as index:
        said = [row for entry in index.timeline("soldiers").entries for row in entry.statements[:5]]
    html = words(shown(client, "/timeline?query=soldiers"))
    assert {row.kind for row in said} >= {"indirect", "mixed"}
    for row in said:
        quoted = f"“{row.text}”" in html
        assert quoted is (row.kind == "direct" and row.text[:1] not in '“"‘«„')


def test_stretches_are_the_text():
    """Nothing is lost between the stretches that differ."""
    assert list(stretches("abcdef", [(0, 1), (3, 4)])) == [("a", True), ("bc", False), ("d", True), ("ef", False)]
    assert list(stretches("", [])) == []


def test_statements_of_nobody_named_are_told_by_their_paper(connect, tmp_path):
    """A statement without a speaker stands in a timeline under who published it."""
    text = "They claim that the gate was closed on October 3, 2024, with no notice to the town."
    with searchlib.open(tmp_path / "index", create=True) as index:
        index.add(searchlib.Document(id="a", text=text, source="The Paper", published="2024-10-03"))
        said = [row for entry in index.timeline("gate") for row in entry.statements]
    assert [row.speaker for row in said] == [""]
    html = shown(connect(tmp_path / "index"), "/timeline?query=gate")
    assert '<span class="who">The Paper:</span>' in html


def test_every_view_is_taken_along_as_a_command_and_as_python(client, monkeypatch, seeds_index):
    """Also comparisons and verdicts, with the day that they count from; the Python runs as it stands."""
    monkeypatch.chdir(seeds_index.parent)
    for address, command in (
        ("/compare?one=kursk-blinken-austin.txt&other=two-plus-two-china-silence.txt", "searchlib diff kursk-"),
        (
            "/verify?text=Blinken+said+so.&written=2024-11-01",
            "searchlib verify --written 2024-11-01 'Blinken said so.'",
        ),
        ("/figures?query=soldiers&conflicts=true", "searchlib figures --conflicts soldiers"),
        ("/speaker?name=blinken", "searchlib speaker blinken"),
        ("/search?query=kursk&today=2024-11-01", "search kursk"),
    ):
        html = shown(client, address)
        command_shown, python = (
            unescape(re.findall(f'aria-label="{name}"><code>(.*?)</code>', html, re.DOTALL)[0])
            for name in ("As a command", "As Python")
        )
        assert command_shown.startswith(command)
        exec(python, {})


def test_one_figure_is_in_the_singular(client):
    """A question with one figure is no plural."""
    assert "1 figure, the only one of its kind" in words(shown(client, "/speaker?name=blinken"))


def test_each_hit_can_be_cited(client):
    """With its title, its publisher, its day and its characters."""
    html = shown(client, "/search?query=kursk+speaker:blinken")
    [cited, *_] = re.findall(r'<pre tabindex="0" aria-label="As a citation"><code>(.*?)</code>', html, re.DOTALL)
    assert re.fullmatch(r"“.+”, Example \w+, 2024-11-01, [\w-]+\.txt, characters [\d,]+–[\d,]+\.", unescape(cited))


def test_remarks_begin_as_sentences(client):
    """What a front says in small letters is a sentence on a page; words of the query stay as they are."""
    html = shown(client, "/search?query=kurskk+speaker:blinken")
    assert "kurskk matches no passage" in words(html)
    assert "Did you mean kursk?" in words(html)
