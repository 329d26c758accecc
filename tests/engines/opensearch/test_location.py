"""Where an index on a cluster is: the URL names it, the environment has the login, and neither is mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchlib.engines import open_engine
from searchlib.engines.opensearch.cluster.location import Login, read_location
from searchlib.errors import ArgumentError


def test_a_url_names_nodes_and_the_index() -> None:
    """The port has a default; several nodes are asked in turn."""
    place = read_location("opensearch://one:9201,10.0.0.2,[::1]:9203/news", {})
    assert place.nodes == (("one", 9201), ("10.0.0.2", 9200), ("::1", 9203))
    assert (place.name, place.tls, bool(place.login)) == ("news", False, False)
    assert open_engine("opensearch://one/news").location == "opensearch://one/news"


@pytest.mark.parametrize(
    "url",
    [
        "opensearch://host",
        "opensearch://host/",
        "opensearch:///news",
        "opensearch://host/News",
        "opensearch://host/a/b",
        "opensearch://host:x/news",
        "opensearch://host:99999/news",
        "opensearch://host/news?x=1",
    ],
)
def test_another_url_is_refused_with_an_example(url: str) -> None:
    """In one sentence."""
    with pytest.raises(ArgumentError, match=r"opensearch://127\.0\.0\.1:9200/news"):
        read_location(url, {})


def test_a_login_in_the_url_is_refused_and_not_repeated() -> None:
    """What is printed may be read by others."""
    with pytest.raises(ArgumentError, match="SEARCHLIB_OPENSEARCH_USER") as caught:
        read_location("opensearch://ann:s3cret@host/news", {})
    assert "s3cret" not in str(caught.value)


def test_a_login_is_sent_to_this_machine_or_over_tls_only(tmp_path: Path) -> None:
    """It is never shown."""
    login = {"SEARCHLIB_OPENSEARCH_USER": "ann", "SEARCHLIB_OPENSEARCH_PASSWORD": "s3cret"}
    with pytest.raises(ArgumentError, match="over TLS only"):
        read_location("opensearch://host/news", login)
    assert read_location("opensearch://127.0.0.1/news", login).login == Login("ann", "s3cret")
    assert read_location("opensearch://host/news", {**login, "SEARCHLIB_OPENSEARCH_TLS": "1"}).tls
    (tmp_path / "ca.pem").write_text("certificates")
    place = read_location("opensearch://host/news", {**login, "SEARCHLIB_OPENSEARCH_CA": str(tmp_path / "ca.pem")})
    assert place.tls
    assert "s3cret" not in repr(place)
    with pytest.raises(ArgumentError, match="file of certificates"):
        read_location("opensearch://host/news", {"SEARCHLIB_OPENSEARCH_CA": str(tmp_path / "none.pem")})


def test_the_ranking_of_a_new_index_may_be_told() -> None:
    """By the cluster's own scores, or, as is usual, by exact ones."""
    for given, native in (("", False), ("exact", False), ("native", True)):
        assert read_location("opensearch://host/news", {"SEARCHLIB_OPENSEARCH_RANKING": given}).native is native
    with pytest.raises(ArgumentError, match="'exact' or 'native'"):
        read_location("opensearch://host/news", {"SEARCHLIB_OPENSEARCH_RANKING": "fast"})


def test_the_shards_of_a_new_index_may_be_told() -> None:
    """Else there is one for each node."""
    assert read_location("opensearch://host/news", {}).shards == 0
    assert read_location("opensearch://host/news", {"SEARCHLIB_OPENSEARCH_SHARDS": "60"}).shards == 60
    for wrong in ("x", "0", "-1", "1001", "9" * 5000):
        with pytest.raises(ArgumentError, match="whole number"):
            read_location("opensearch://host/news", {"SEARCHLIB_OPENSEARCH_SHARDS": wrong})
