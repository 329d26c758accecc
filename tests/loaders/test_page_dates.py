"""Which day a page says it was published on."""

from __future__ import annotations

from datetime import date

import pytest

from searchlib.loaders.page_dates import page_day
from tests.growth import assert_linear, repeated

DAY = date(2024, 10, 31)
OTHER = date(2020, 1, 1)
TEXT = "<p>The council of Halden told residents that the bridge would stay shut until May 3, 2025.</p>"


def page(head: str = "", line: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>Mill burns</h1>{line}{TEXT}</body></html>"


def linked(data: str) -> str:
    return page(f'<script type="application/ld+json">{data}</script>')


ARTICLE = '{"@type": "NewsArticle", "datePublished": "2024-10-31T23:30:00-04:00", "dateModified": "2024-11-02"}'


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        '{"@type": ["ReportageNewsArticle"], "datePublished": "October 31, 2024"}',
        f'[{ARTICLE}, {{"@type": "NewsArticle", "datePublished": "2020-01-01"}}]',
    ],
)
def test_linked_data_of_the_article(data):
    """The first article of the linked data dates the page, whatever else was read."""
    assert page_day(linked(data), OTHER, "") == (DAY, False, None, "")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-10-31T16:40:02.000Z">',
        '<meta property="og:article:published_time" content="2024-10-31">',
        '<meta content="2024-10-31" itemprop="datePublished">',
        '<meta property="article:published" content="2024-10-31T10:00:13.000Z">',
    ],
)
def test_metadata_of_the_publication_beats_other_days(head):
    """The usual names of the publication's day count before any other day that was read from the page."""
    assert page_day(page(head), OTHER, "") == (DAY, False, None, "")


@pytest.mark.parametrize("name", ["article:modified_time", "unpublished_time", "article:published_by", "expires"])
def test_other_metadata_is_no_publication(name):
    """Names that only look alike date nothing before what was read."""
    assert page_day(page(f'<meta property="{name}" content="2024-10-31">'), OTHER, "").day == OTHER


@pytest.mark.parametrize(
    "data",
    [
        f'{{"@type": "ItemList", "itemListElement": [{ARTICLE}]}}',
        '{"@type": "Event", "startDate": "2024-10-31"}',
        '{"@type": "NewsArticle", "datePublished": 7, ',
        "[" * 5000,
    ],
)
def test_linked_data_of_others(data):
    """Stories that a page lists, events and broken data date nothing."""
    assert page_day(linked(data), None, "").day is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="prism.publicationDate" content="2024-10-31">',
        '<meta name="created" content="31-Oct-2024 10:00">',
        '<meta content="20241031" name="publishdate">',
        '<meta property="vf:published" content="Thu, 31 Oct 2024 10:00:00 GMT">',
    ],
)
def test_metadata_of_any_vocabulary(head):
    """A name that says "published" or "created" is enough; an expiry or a viewport says nothing."""
    assert page_day(page(head), None, "").day == DAY
    assert page_day(page('<meta name="expires" content="2024-10-31">'), None, "").day is None


@pytest.mark.parametrize("path", ["/2024/10/31/mill", "/2024/oct/31/mill", "/story/20241031/mill", "/2024-10-31-mill"])
def test_days_in_addresses(path):
    """The address tells the day, where it has one; a month alone, or another number, is none."""
    assert page_day(page(), None, "https://x.example" + path) == (DAY, False, None, "")
    assert page_day(page(), None, "https://x.example/2024/10/mill-20249931").day is None


@pytest.mark.parametrize(
    "line",
    [
        "<div>Published 10:32 AM EDT, October 31, 2024</div>",
        "<p>OCTOBER 31, 2024 BY ANN LEE</p>",
        "<p>FOR IMMEDIATE RELEASE: October 31, 2024</p>",
        "<p>Published: Oct. 31, 2024 Updated: Nov. 1, 2024</p>",
        "<p>Updated: Nov. 1, 2024 | Published: Oct. 31, 2024</p>",
        "<span>Thu 31 Oct 2024 06.00 CET</span><p>Last modified on Sat 2 Nov 2024 07.10 CET</p>",
        "<p>Updated 10:32 AM EDT, Thu October 31, 2024</p>",
    ],
)
def test_bylines(line):
    """Where no mark tells, a byline below the heading is a guess; prose is none."""
    assert page_day(page(line=line), None, "") == (DAY, True, None, "")
    assert page_day(page(line="<p>He was born on October 31, 2024 in Leeds.</p>"), None, "").day is None


def test_a_day_of_change_gives_way():
    """A day that is only one of change is kept as such, where anything else tells the publication."""
    changed = 'Updated <time datetime="2024-11-02">2 November</time>'
    published = '</p><p>Published <time datetime="2024-10-31">31 October</time>'
    new = date(2024, 11, 2)
    assert page_day(page(line=f"<p>{changed}{published}</p>"), new, "") == (DAY, False, new, "")
    assert page_day(page(line=f"<p>{changed}</p>"), new, "") == (new, True, new, "")


def test_slashes_are_not_guessed():
    """A day told by slashes alone, in an order that could be either, is told as unclear."""
    parsed = date(2024, 10, 3)
    assert page_day(page(line="<p>Posted: 03/10/2024</p>"), parsed, "") == (None, False, None, "03/10/2024")
    sure = "<p>Posted: 03/10/2024 <time datetime='2024-10-03'>x</time></p>"
    assert page_day(page(line=sure), parsed, "").day == parsed


@pytest.mark.parametrize(
    "unit",
    [
        '<script type="application/ld+json">',
        '<meta name="pubdate" ',
        '<time datetime="2024-10-31">',
        '{"@graph":[',
        "10/11/2024 ",
    ],
)
def test_work_is_linear(unit):
    """Crafted pages take time in proportion to their length."""
    assert_linear(lambda text: page_day(text, DAY, text), repeated(unit))
