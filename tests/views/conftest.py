"""Indexes of articles for the golden cases of the views, on every engine."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searchlib
from searchlib.models.views.view import View
from tests.cluster_nodes import located, on_cluster
from tests.engines.list_engine import list_scheme

HERE = Path(__file__).parent
ENGINES = {
    "columnar": "{folder}/index",
    "list": "list://views/{name}",
    "cluster": on_cluster("opensearch://{cluster}/{name}"),
}
OpenArticles = Callable[[str], searchlib.Index]


def cases(name: str) -> list[Any]:
    """The golden cases of a view, as parameters of a test."""
    whole = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=f"{number}-{case['query']}") for number, case in enumerate(whole)]


def assert_checked(view: View) -> None:
    """A view is the one that its JSON is read back as: rows are made unchecked, with every field in the model's order and of its type."""
    again = type(view).model_validate_json(view.model_dump_json())
    assert again == view
    assert repr(again) == repr(view)


@pytest.fixture(scope="package", params=ENGINES.values(), ids=ENGINES.keys())
def articles(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenArticles]:
    """Opens the index of a folder: "seeds", or one below SEARCHLIB_DATA; skips the test where there is no such folder."""
    opened: dict[str, searchlib.Index] = {}

    def open_articles(folder: str) -> searchlib.Index:
        if folder not in opened:
            data = os.environ.get("SEARCHLIB_DATA", "")
            if folder.startswith("SEARCHLIB_DATA/") and not data:
                pytest.skip("SEARCHLIB_DATA names no folder")
            path = Path(folder.replace("SEARCHLIB_DATA", data)) if data else HERE.parents[1] / folder
            path = path if path.is_absolute() else HERE.parents[1] / folder
            if not path.is_dir():
                pytest.skip(f"there is no {folder}")
            name = folder.replace("/", "-")
            location = located(request.param, tmp_path_factory.mktemp(name))
            opened[folder] = searchlib.open(location, create=True)
            opened[folder].add_paths([path], fresh=True)
        return opened[folder]

    with list_scheme():
        yield open_articles
    for index in opened.values():
        index.close()
