"""HTML pages."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from searchlib.errors import MissingExtra
from searchlib.loaders import ReadOptions, walk
from searchlib.loaders.readers import html as loader

PAGE = """<html><head><meta charset="{charset}"><title>Ships sail again | The Post</title>
<meta name="author" content="Ann Lee"><meta property="og:site_name" content="The Post">
<meta property="og:title" content="Ships sail again">{date}</head><body><nav>Menu Home Sport</nav>
<article><h1>Ships sail again</h1>{paragraphs}</article><footer>Copyright 2019 The Post</footer></body></html>"""
DATED = '<meta property="article:published_time" content="2024-11-01T10:00:00Z">'
PARAGRAPHS = "".join(
    f"<p>Paragraph {n} tells how the ships left the harbour of “Müller’s Quay”, and who stood at the quay to watch.</p>"
    for n in range(6)
)


@pytest.fixture(autouse=True)
def _trafilatura():
    pytest.importorskip("trafilatura")


def page(charset="utf-8", date=DATED, paragraphs=PARAGRAPHS) -> str:
    return PAGE.format(charset=charset, date=date, paragraphs=paragraphs)


def test_an_article_is_read(write, read):
    """The main text comes without menus, a paragraph a block; title, date, author and site from the page's own words."""
    write("a.html", page())
    [document] = read().documents
    assert "Menu" not in document.text
    assert document.text.count("\n\n") >= 5
    assert "Paragraph 3 tells" in document.text
    assert (document.title, document.source, document.authors) == ("Ships sail again", "The Post", ("Ann Lee",))
    assert (document.published, document.published_from) == (date(2024, 11, 1), "document")


def test_a_page_without_a_date_has_none(write, read):
    """A year in the footer dates no article."""
    write("a.html", page(date=""))
    assert read().documents[0].published is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2024-10-31T10:00:00Z">',
        '<meta name="last-modified" content="2024-10-31">',
        '<meta property="og:updated_time" content="2024-10-31">',
        '<script type="application/ld+json">{"@type": "WebPage", "dateModified": "2024-10-31T09:00:00Z"}</script>',
        '</head><body><p>Last reviewed <time datetime="2024-10-31">31 October</time></p>',
    ],
)
def test_a_day_of_change_is_marked(write, read, head):
    """A page that only says when it was changed is dated by that day, marked as guessed, and keeps it as `modified`."""
    write("a.html", page(date=head))
    [document] = read().documents
    assert (document.published, document.published_from) == (date(2024, 10, 31), "guessed")
    assert document.extra == {"modified": "2024-10-31"}


@pytest.mark.parametrize(
    ("name", "head", "day", "origin"),
    [
        ("a.html", DATED, date(2024, 11, 1), "document"),
        (
            "a.html",
            '<meta property="article:modified_time" content="2024-11-03">' + DATED,
            date(2024, 11, 1),
            "document",
        ),
        (
            "a.html",
            '<meta property="article:modified_time" content="2024-11-01T12:00">' + DATED,
            date(2024, 11, 1),
            "document",
        ),
        ("2024-09-02.html", '<meta name="last-modified" content="2024-10-31">', date(2024, 9, 2), "file name"),
    ],
)
def test_a_told_day_comes_before_a_change(write, read, name, head, day, origin):
    """What tells the publication day, be it the same as the change's or the file's name, is taken and not marked."""
    write(name, page(date=head))
    [document] = read().documents
    assert (document.published, document.published_from) == (day, origin)
    assert ("modified" in document.extra) == (origin == "file name")


def test_declared_encodings(write, read):
    """A page that is not UTF-8 is read in the encoding it declares."""
    write("a.htm", page("windows-1252").encode("cp1252"))
    [document] = read().documents
    assert "“Müller’s Quay”" in document.text
    assert document.encoding == "cp1252"


def test_a_page_without_an_article_is_a_failure(write, read):
    """A page without text is named; an empty file is empty."""
    write("a.html", "<html></html>")
    write("b.html", "")
    result = read()
    assert "no article text" in result.told("failure")[0]
    assert len(result.told("empty")) == 1


def test_without_trafilatura(write, read, monkeypatch, tmp_path):
    """Without the extra its absence is told with what to install, and other files are read."""
    write("a.html", page())
    write("b.txt", "Text.")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"install searchlib\[html\]"):
        list(loader.read(walk(tmp_path).files[0], ReadOptions()))
    result = read()
    assert [document.id for document in result.documents] == ["b.txt"]
    assert "searchlib[html]" in result.told("failure")[0]


SHUT = "<p>The harbour master closed the port on {} morning after the storm had damaged the northern pier, officials said.</p>"


def page_of(body: str, head: str = "") -> str:
    """A page whose article has this between two long paragraphs."""
    return (
        f"<html><head>{head}</head><body><article><h1>Port shut</h1>{SHUT.format('Monday')}{body}{SHUT.format('Tuesday')}"
        "</article></body></html>"
    )


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (
            "<p>Mayor Ida Holm said <q>we must act now</q> and left the hall.</p>",
            "Mayor Ida Holm said “we must act now” and left the hall.",
        ),
        (
            "<p>The mayor said that we must<br>act now, and left the hall.</p>",
            "The mayor said that we must act now, and left the hall.",
        ),
        (
            "<p>The mayor wrote,<br />to all of us, that she had to leave the hall.</p>",
            "The mayor wrote, to all of us, that she had to leave the hall.",
        ),
    ],
)
def test_quotations_and_breaks_inside_a_sentence(write, read, body, line):
    """`<q>` shows quotation marks, and `<br>` inside a sentence cuts nothing."""
    write("a.html", page_of(body))
    assert line in read().documents[0].text.split("\n\n")


@pytest.mark.parametrize(
    "box",
    [
        '<aside><a href="/a">Old</a> <time datetime="2019-05-05">May 5, 2019</time></aside>',
        '<div class="related-stories"><time datetime="2019-05-05">May 5, 2019</time> <a href="/x">Old story on ships</a></div>',
        '<ul id="most-read"><li><a href="/x">Ships</a><time datetime="2019-05-05T10:00">then</time></li></ul>',
    ],
)
def test_dates_of_other_stories_are_not_this_one_s(write, read, box):
    """A time in a box of related stories dates nothing, above the article and below it."""
    write("a.html", page_of(box))
    write(
        "b.html", page_of("").replace("<article>", box + '<article><time datetime="2024-11-01">1 November 2024</time>')
    )
    assert [document.published for document in read().documents] == [None, date(2024, 11, 1)]


def test_an_unclear_date_is_told(write, read):
    """A day that could be two days is none, and a warning says so; one that can be read one way is taken."""
    write("a.html", page_of("", '<meta name="date" content="10/11/2024">'))
    write("b.html", page_of("", '<meta name="date" content="10/31/2024">'))
    result = read()
    assert [document.published for document in result.documents] == [None, date(2024, 10, 31)]
    assert "10/11/2024" in result.told("warning")[0]


def test_a_time_inside_prose_dates_nothing(write, read):
    """A day that a sentence speaks of is not the page's; its words stay."""
    write("a.html", page_of('<p>The fair opens on <time datetime="2025-01-15">January 15</time>.</p>'))
    write("b.html", page_of('<p>Published on <time datetime="2024-11-01">1 November</time></p>'))
    first, second = read().documents
    assert (first.published, second.published) == (None, date(2024, 11, 1))
    assert "The fair opens on January 15." in first.text


def test_the_site_is_no_part_of_the_title(write, read):
    """A title that ends with the site's name behind a stroke is shown without it."""
    head = '<meta property="og:title" content="Port shut | The Post"><meta property="og:site_name" content="The Post">'
    write("a.html", page_of("", head))
    assert read().documents[0].title == "Port shut"


@pytest.mark.parametrize(
    ("written", "heading", "title"),
    [
        ("Ships sail again — The Halden Echo", "Ships sail again", "Ships sail again"),
        ("Halden Echo: Ships sail again", "<span>Ships sail again</span>", "Ships sail again"),
        ("News | Ships sail again | Halden Echo", "Ships sail again", "Ships sail again"),
        ("Ships sail again and again", "Ships sail again", "Ships sail again and again"),
        (
            "Ships sail - The Echo of Halden and Moss",
            "The Echo of Halden and Moss",
            "Ships sail - The Echo of Halden and Moss",
        ),
    ],
)
def test_the_heading_tells_what_of_a_title_is_the_site(write, read, written, heading, title):
    """A title that is the page's heading with a name before or behind it is the heading; other titles stay."""
    body = f"<article><h1>{heading}</h1>{PARAGRAPHS}</article>"
    write(
        "a.html",
        f"<html><head><title>{written}</title><meta property='og:title' content='{written}'></head><body>{body}</body></html>",
    )
    assert read().documents[0].title == title
