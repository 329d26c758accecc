"""A cluster behind TLS and a login: with both it is as any other, and what is wrong with them is one sentence."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchlib
from searchlib.errors import LoginRefused, SearchlibError, Unreachable
from searchlib.models import Document
from tests.certificates import make_certificate
from tests.cluster_nodes import CLUSTER, nodes
from tests.engines.opensearch.gateway import gateway

pytestmark = list(CLUSTER)

WRITER = "Basic " + base64.b64encode(b"ann:s3cret").decode()
ACCOUNTS = {WRITER: "GET POST PUT DELETE", "Bearer t0ken": "GET POST DELETE"}
ACCOUNT = {"USER": "ann", "PASSWORD": "s3cret"}


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The URL of an index that is not there yet, and the file of the certificate."""
    certificate = make_certificate(tmp_path_factory.mktemp("tls"))
    with gateway(nodes().addresses, certificate, ACCOUNTS) as port:
        yield f"opensearch://127.0.0.1:{port}/secured", certificate[0]


def environment(settings: Mapping[str, str | Path]) -> dict[str, str]:
    """The variables of these settings."""
    return {f"SEARCHLIB_OPENSEARCH_{name}": str(value) for name, value in settings.items()}


def test_with_a_login_and_the_certificate_all_is_as_without(
    secured: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account writes and searches; a token that may only read finds the same, and is told that it may not write."""
    url, certificate = secured
    with monkeypatch.context() as patched:
        for name, value in environment({**ACCOUNT, "CA": certificate}).items():
            patched.setenv(name, value)
        searchlib.open(url, create=True).add([Document(id="a", text="Apples grew well.")])
        assert searchlib.open(url).search("apples").total == 1
    for name, value in environment({"TOKEN": "t0ken", "CA": certificate}).items():
        monkeypatch.setenv(name, value)
    assert searchlib.open(url).search("apples").total == 1
    with pytest.raises(LoginRefused, match="does not allow this to the login given"):
        searchlib.open(url).add([Document(id="b", text="Pears.")])


@pytest.mark.parametrize(
    ("settings", "kind", "sentence"),
    [
        ({"CA": ""}, LoginRefused, "wants a login"),
        ({"CA": "", "USER": "ann", "PASSWORD": "wrong"}, LoginRefused, "refuses the login given"),
        ({"CA": "", "TOKEN": "wrong"}, LoginRefused, "refuses the login given"),
        ({"TLS": "1", **ACCOUNT}, Unreachable, "is not one that is trusted here"),
        ({"CA": "another", **ACCOUNT}, Unreachable, "is not one that is trusted here"),
        (ACCOUNT, Unreachable, "if it wants TLS"),
    ],
    ids=str,
)
def test_what_is_wrong_is_one_sentence(
    secured: tuple[str, Path],
    settings: dict[str, str],
    kind: type[SearchlibError],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No login, a wrong one, a certificate that nobody here trusts or that is another's, no TLS."""
    url, certificate = secured
    given: dict[str, str | Path] = dict(settings)
    if "CA" in given:
        given["CA"] = make_certificate(tmp_path)[0] if given["CA"] else certificate
    for name, value in environment(given).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(kind, match=sentence) as caught:
        searchlib.open(url).search("apples")
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_command_says_it_too(secured: tuple[str, Path]) -> None:
    """With the exit code of an error."""
    ended = subprocess.run(
        [sys.executable, "-c", "from searchlib.cli import search_main; search_main()", "apples", "--index", secured[0]],
        env={**os.environ, **environment({"CA": secured[1]})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "wants a login" in ended.stderr
    assert "Traceback" not in ended.stderr
