"""Charts of views: values against days, what each allows as a bar, conflicts marked, and the same in words."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

import searchlib
from searchlib import Document
from searchlib.errors import ArgumentError, MissingExtra
from searchlib.models import charts
from searchlib.models.views.figures import Figures

TEXTS = (
    "The navy said that nearly 10,000 Danish sailors are in Odden.",
    "The union said that at least 12,000 Danish sailors are in Odden.",
    "Up to 300 ships came.",
)


@pytest.fixture
def index(tmp_path: Path) -> searchlib.Index:
    """Three articles of one day."""
    opened = searchlib.open(tmp_path / "index", create=True)
    opened.add(Document(id=f"{number}", text=text, published=date(2024, 5, 2)) for number, text in enumerate(TEXTS))
    return opened


def test_a_chart_shows_what_each_figure_allows(index):
    """A bar from the least to the most; open ends have an arrow, conflicts a ring, and the description says all in words."""
    pytest.importorskip("altair")
    chart = index.figures("sailors").chart()
    values = {value["value"]: value for value in chart.data.values}
    assert (values["nearly 10,000"]["least"], values["nearly 10,000"]["most"]) == (9500, 10500)
    assert values["at least 12,000"]["open_above"]
    assert values["at least 12,000"]["most"] > 12000
    assert all(value["conflict"] for value in values.values())
    assert "2024-05-02: The union, at least 12,000 Danish sailors (contradicted)" in chart.description
    assert index.figures().chart(question=2).data.values[0]["open_below"]
    assert len(index.timeline("sailors").chart().data.values) == 2


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_chart_is_drawn_without_a_network(index, suffix):
    """As a picture; in an SVG the words stand too."""
    pytest.importorskip("vl_convert")
    drawn = charts.picture(index.figures("sailors").chart(), Path(f"sailors{suffix}"))
    assert drawn.startswith(b"\x89PNG" if suffix == ".png" else b"<svg")
    if suffix == ".svg":
        assert b"<desc>sailors. 2024-05-02: " in drawn


def test_a_title_says_what_is_asked_and_counted_once():
    """Not "soldiers: soldiers"."""
    assert charts.title_of("Soldiers", "soldiers") == charts.title_of("", "soldiers") == "soldiers"
    assert charts.title_of("kursk", "soldiers") == "kursk: soldiers"


def test_what_cannot_be_drawn_is_one_sentence(index, monkeypatch):
    """Another kind of file, a question that is not there, a missing library."""
    figures = index.figures()
    with pytest.raises(ArgumentError, match=r"ends in \.svg or \.png"):
        charts.picture(None, Path("a.gif"))
    with pytest.raises(ArgumentError, match="question must be 1 to 2"):
        figures.chart(question=3)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match="altair") as caught:
        figures.chart()
    assert caught.value.package == "searchlib[plot]"


def test_a_chart_of_no_figures_can_be_drawn_of_a_timeline(index):
    """It is empty, and says so."""
    pytest.importorskip("altair")
    assert index.timeline("nowhere").chart().description.endswith("No figures.")
    with pytest.raises(ArgumentError):
        Figures(query="x", parsed="x").chart()


def counted(tmp_path, *texts: str) -> Figures:
    """The figures of articles, each of a day of its own."""
    with searchlib.open(tmp_path / "counted", create=True) as opened:
        opened.add(
            Document(id=f"{number}", text=text, published=date(2024, 5, 1 + number))
            for number, text in enumerate(texts)
        )
        return opened.figures()


def test_a_chart_is_as_wide_as_its_figures_and_names_each_day_once(tmp_path):
    """Thirty pixels a figure, however many one day has: a day with ten others does not make each day ten wide."""
    pytest.importorskip("altair")
    many = " ".join(f"The port of Vik{at}borg counted {at * 7 + 20} ships." for at in range(10))
    chart = counted(tmp_path, many, "There were 400 ships.", "There were 300 ships.").chart()
    places = [value["place"] for value in chart.data.values]
    assert len(places) == len(set(places)) == 12
    assert max(places) == 14  # an empty place stands between two days
    assert chart.width == 30 * 14
    days = charts._days_named(chart.data.values)
    assert list(days.values()) == ["2024-05-01", "2024-05-02", "2024-05-03"]


@pytest.mark.parametrize(("largest", "scale"), [("900,000", "symlog"), ("90", "linear")])
def test_figures_far_apart_stand_on_a_logarithmic_scale(tmp_path, largest, scale):
    """Else the small ones would all lie on the bottom."""
    pytest.importorskip("altair")
    chart = counted(tmp_path, "There were 30 ships.", f"There were {largest} ships.").chart()
    assert f"'type': '{scale}'" in str(chart.to_dict()["layer"][0]["encoding"]["y"]["scale"])


def test_a_conflict_that_may_be_none_has_a_pale_ring(tmp_path):
    """The words under the title tell of both kinds."""
    pytest.importorskip("altair")
    texts = (
        "The storm Ida killed 40 people in Port Odden.",
        "The storm Ida had killed 61 people in Port Odden.",
        "A bus crash near Vale killed 55 people.",
    )
    with searchlib.open(tmp_path / "counted", create=True) as opened:
        opened.add(Document(id=f"{at}", text=text, published=date(2024, 5, 2)) for at, text in enumerate(texts))
        chart = opened.figures().chart()
    assert {value["value"]: value["likely"] for value in chart.data.values} == {"40": True, "61": True, "55": False}
    assert [line.partition(":")[0] for line in chart.title.subtitle] == ["dashed ring", "pale ring"]
