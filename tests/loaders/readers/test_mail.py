"""Mail."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.loaders.readers.mail import shown_text
from tests.growth import assert_linear, repeated

MESSAGE = (
    "Message-ID: <n1@example.org>\nFrom: =?utf-8?q?Ann_L=C3=A9e?= <ann@example.org>\nTo: bo@example.org\n"
    "Subject: =?utf-8?q?Caf=C3=A9?=\n talk\nDate: Fri, 01 Nov 2024 23:10:00 -0500\n"
)


def test_a_message_is_a_document(write, read):
    """A message's id is its Message-ID, its date the day its sender wrote, its authors those it is from."""
    write("a.eml", MESSAGE + "\nShips sailed.\n")
    [document] = read().documents
    assert (document.id, document.title, document.text) == ("n1@example.org", "Café talk", "Ships sailed.\n")
    assert (document.published, document.published_from) == (date(2024, 11, 1), "document")
    assert document.authors == ("Ann Lée",)


def test_the_plain_part_is_read(write, read):
    """Of a message in several parts the plain text is read, in its own encoding."""
    write(
        "a.eml",
        MESSAGE.encode()
        + b'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>no\n'
        b"--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9 =\ntalk\n"
        b"--b--\n",
    )
    [document] = read().documents
    assert (document.text.strip(), document.encoding) == ("Café talk", "cp1252")


def test_html_alone_is_shown_as_text(write, read):
    """A message that is only HTML gives what it shows."""
    write(
        "a.eml",
        MESSAGE + "Content-Type: text/html\n\n<style>p {}</style><p>Ships &amp; <b>grain</b><br>sailed.</p><p>Two",
    )
    assert read().documents[0].text == "Ships & grain\nsailed.\n\nTwo"


def test_mailboxes(write, read):
    """A mailbox is a document a message; one without an id is named by its line, and a bad date is told."""
    write(
        "a.mbox",
        "From ann Fri Nov  1\n"
        + MESSAGE
        + "\nOne.\n>From here.\nFrom there.\n\nFrom bo Fri Nov  1\nDate: soon\n\nTwo.\n\n"
        "From cy Fri Nov  1\nSubject: empty\n\n\n",
    )
    result = read()
    one, two = result.documents
    assert (one.id, one.text.split("\n")[:3]) == ("n1@example.org", ["One.", "From here.", "From there."])
    assert (two.id, two.text, two.line) == ("a.mbox:13", "Two.\n\n", 13)
    assert "'soon'" in result.told("warning")[0]
    assert len(result.told("empty")) == 1


@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
def test_what_is_no_mail_is_named(write, read, name):
    """Prose is no message and no mailbox; an empty file is empty."""
    write(name, "Just words, and no header at all\nanywhere.")
    write("b" + name, "")
    result = read()
    assert "it is no m" in result.told("failure")[0]
    assert len(result.told("empty")) == 1


@given(st.text(alphabet="<>/!-pabscript &;\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_shown_text_is_total(page):
    """Whatever the page, what it shows has no blank ends and no runs of spaces."""
    shown = shown_text(page)
    assert shown == shown.strip()
    assert "  " not in shown


@pytest.mark.parametrize("unit", ["<", "<a ", "<!--", "<script>", "<p>", "&", "<style", "-->", "</"])
def test_hostile_pages_are_linear(unit):
    """The work is in proportion to the page, whatever is repeated."""
    assert_linear(shown_text, repeated(unit))


@pytest.mark.parametrize("date", ["Mon, 1 Jan 2024 00:00:00 +9999999999999", "Mon, 99 Foo 99999999999 99:99:99 +1"])
def test_a_header_that_cannot_be_read_costs_its_value_only(write, read, date):
    """The parser of headers fails on some with errors of its own."""
    write("a.eml", f"Subject: News\nDate: {date}\n\nShips sailed.\n")
    result = read()
    [document] = result.documents
    assert (document.title, document.published) == ("News", None)
    assert "is no date that can be read" in result.told("warning")[0]


@pytest.mark.parametrize(
    "header",
    [
        "From: " + "a@b," * 100_000,
        "From: " + "(" * 300_000,
        "Subject: " + "=?utf-8?q?a?= " * 50_000,
        "Message-ID: " + "<" * 300_000,
        "Date: " + "1 " * 200_000,
        "Content-Type: " + "a/b; c=" * 100_000,
        "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)),
    ],
)
def test_hostile_headers_are_quick(write, read, header):
    """Endless headers and parts within parts are a document or a failure, soon."""
    write("a.eml", f"{header}\n\nShips sailed.\n")
    result = read()
    assert len(result.documents) + len(result.told("failure")) + len(result.told("empty")) == 1
    assert all(len(one) < 1000 for one in result.told("failure"))


BOX = "From ann@example.org Fri Nov  1 10:00:00 2024\nMessage-ID: <{}>\nSubject: Ferries\n\nThe port is shut.\n\n"


@pytest.mark.parametrize(
    "prose",
    [
        "From Monday, ferries may sail at 6 a.m., Holm said.\n",
        "From: the harbour\n",
        "From what we know now\nHolm: nothing.\n",
        "From 10:30 on 1 November 2024\nnobody sailed.\n",
    ],
)
def test_prose_that_begins_with_from_ends_no_message(write, read, prose):
    """A message begins where a header follows its `From ` line, and nowhere else."""
    write("a.mbox", BOX.format("a") + prose + "\n" + BOX.format("b"))
    documents = read().documents
    assert [document.id for document in documents] == ["a", "b"]
    assert documents[0].text.rstrip().endswith(prose.rstrip())


def multipart(kind: str, *parts: str, headers: str = "", boundary: str = "xx") -> str:
    """A message, or a part of one, of these parts."""
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'{headers}Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def test_all_texts_of_a_message_are_read(write, read):
    """Text, a picture and text again: both texts; of two versions of one text, the plain one."""
    picture = "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n\nxyz"
    versions = multipart(
        "alternative", "Content-Type: text/plain\n\nSecond text.", "Content-Type: text/html\n\n<p>Other", boundary="yy"
    )
    write("a.eml", multipart("mixed", "Content-Type: text/plain\n\nFirst text.", picture, versions, headers=MESSAGE))
    [document] = read().documents
    assert " ".join(document.text.split()) == "First text. Second text."


def test_attachments_are_documents_of_their_own(write, read):
    """A text, a page, and a mail within the mail: each has the message's id with its own name, and what it says of itself."""
    text = "Content-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nTwelve ferries wait."
    page = "Content-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n<p>Thirty ferries.</p>"
    inner = (
        "Content-Type: message/rfc822\n\nSubject: Old news\nDate: Tue, 01 Oct 2024 10:00:00 +0000\n\nThe port opened."
    )
    zipped = "Content-Type: application/zip\nContent-Disposition: attachment; filename=a.zip\n\nPK"
    write(
        "a.eml",
        multipart("mixed", "Content-Type: text/plain\n\nSee below.", text, page, inner, zipped, headers=MESSAGE),
    )
    result = read()
    assert [(document.id, document.text.strip(), document.title) for document in result.documents] == [
        ("n1@example.org", "See below.", "Café talk"),
        ("n1@example.org/notes.txt", "Twelve ferries wait.", "notes.txt"),
        ("n1@example.org/page.html", "Thirty ferries.", "page.html"),
        ("n1@example.org/attachment 3", "The port opened.", "Old news"),
    ]
    assert [document.published for document in result.documents] == [date(2024, 11, 1)] * 3 + [date(2024, 10, 1)]
    assert "a.zip" in result.told("skipped")[0]


def test_mails_within_mails_have_a_depth(write, read):
    """A hundred messages, each inside the other, are read to a bound."""
    nested = "Subject: x\n\nThe innermost."
    for number in range(100):
        nested = multipart(
            "mixed", f"Content-Type: message/rfc822\n\n{nested}", headers="Subject: y\n", boundary=f"b{number}"
        )
    write("a.eml", nested)
    assert len(read().documents) <= 31
