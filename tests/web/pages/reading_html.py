"""Reads pages as tests look at them: a page, its text, its links."""

from __future__ import annotations

import re
from html import unescape


def shown(client, address):
    """The HTML of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def words(html):
    """The text of some HTML."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def links(html, name):
    """The addresses of all links with this text in them."""
    return [
        unescape(href)
        for href, text in re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
        if name in words(text)
    ]
