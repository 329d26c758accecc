"""Bytes into text."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchlib.errors import ArgumentError, ReadError
from searchlib.loaders import ReadOptions
from searchlib.loaders.decoding import decode, decode_declared
from searchlib.loaders.opening import size_in_words


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("Café".encode(), "Café", "utf-8"),
        ("Café".encode("utf-8-sig"), "Café", "utf-8-sig"),
        ("Café".encode("utf-16"), "Café", "utf-16"),
        ("\ufeffCafé".encode("utf-16-be"), "Café", "utf-16"),
        ("\ufeffCafé".encode("utf-32-le"), "Café", "utf-32"),
        ("The troops’ pay is “late” – again".encode("cp1252"), "The troops’ pay is “late” – again", "cp1252"),
        (
            "The minister spoke in São Paulo to a crowd of reporters and guests.".encode("cp1252"),
            "The minister spoke in São Paulo to a crowd of reporters and guests.",
            "cp1252",
        ),
        ("Министр сказал, что войска прибыли.".encode("cp1251"), "Министр сказал, что войска прибыли.", "cp1251"),
        (
            "Včera se v Praze sešli ministři, kteří žádali vysvětlení.".encode("cp1250"),
            "Včera se v Praze sešli ministři, kteří žádali vysvětlení.",
            "cp1250",
        ),
        ("The “café” was shut.".encode("cp1252"), "The “café” was shut.", "cp1252"),
        ("Sold in São Paulo.".encode("cp1252"), "Sold in São Paulo.", "cp1252"),
        ("The tenor sang “Olé” to all.".encode("cp1252"), "The tenor sang “Olé” to all.", "cp1252"),
        ("東京の港は月曜日に閉鎖された。".encode("cp932"), "東京の港は月曜日に閉鎖された。", "cp932"),
        ("He said “Yes” to all of them.".encode("utf-16-le"), "He said “Yes” to all of them.", "utf-16-le"),
        ("He said “Yes” to all of them.".encode("utf-16-be"), "He said “Yes” to all of them.", "utf-16-be"),
        (b"", "", "utf-8"),
    ],
)
def test_encodings_are_told_apart(content, text, encoding):
    """Byte order marks, UTF-8, and older encodings are each read as what they are, and named."""
    assert decode(content) == (text, encoding, 0)


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"])))
@settings(max_examples=150, deadline=None)
def test_utf8_comes_back_as_it_was(text):
    """Whatever is UTF-8 without NUL and carriage return is read unchanged, control characters included."""
    content = text.encode()
    if not text.startswith("\ufeff") and not content.startswith((b"\xff", b"\xfe")):
        assert decode(content) == (text, "utf-8", 0)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_refused(content):
    """Bytes are text without NUL and carriage return, or a ReadError."""
    try:
        text = decode(content).text
    except ReadError:
        return
    assert "\0" not in text
    assert "\r" not in text


def test_marks_of_windows_pasted_into_utf8_are_read():
    """However many apostrophes of Windows-1252 stand in a UTF-8 text, each is its own character."""
    assert decode(b"\xe2\x80\x9cNo.\xe2\x80\x9d It\x92s it\x92s it\x92s it\x92s over.") == (
        "“No.” It’s it’s it’s it’s over.",
        "utf-8",
        4,
    )


@pytest.mark.parametrize("content", [b"a\0b", bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfea"])
def test_binary_is_refused(content):
    """Binary content is refused with a sentence."""
    with pytest.raises(ReadError, match=r"binary|is not"):
        decode(content)


def test_a_named_encoding_is_held_to():
    """With an encoding named nothing is guessed, and what it cannot decode is refused."""
    assert decode("Größe".encode("latin-1"), "latin-1") == ("Größe", "iso8859-1", 0)
    with pytest.raises(ReadError, match="not ascii text"):
        decode("Größe".encode(), "ascii")
    with pytest.raises(ArgumentError, match="klingon"):
        ReadOptions(encoding="klingon")


def test_codecs_that_are_no_text_encodings_are_refused():
    """A page that declares its encoding as "base64" is read by detection."""
    assert decode_declared(b"caf\xe9 in the old town of Lyon", "base64")[0].startswith("caf")
    assert decode_declared("日本語".encode("iso-2022-jp"), "ISO-2022-JP") == ("日本語", "iso2022_jp", 0)
    assert decode_declared("Größe".encode(), "latin-1") == ("Größe", "utf-8", 0)
    assert decode_declared("Слово".encode("koi8-r"), "koi8-r")[1] == "koi8-r"


def test_sizes_in_words():
    """A size is told in the largest unit that is whole."""
    assert [size_in_words(size) for size in (1000, 64 << 20, 1 << 30)] == ["1,000 bytes", "64 MiB", "1 GiB"]


def test_packed_rows_have_a_bound(write, read):
    """A file of rows that unpacks to very much more than the bound is read to it, and then refused."""
    row = b'{"text": "one"}\n'
    path = write("bomb.jsonl.gz", gzip.compress(row * 2000))
    result = read(path, max_file=path.stat().st_size + 100)
    assert 0 < len(result.documents) < 2000
    assert "unpacks to more than" in result.told("failure")[0]


def test_a_packed_table_has_a_bound(write, read):
    """A table is read whole, and is refused when it unpacks beyond the bound."""
    write("bomb.csv.gz", gzip.compress(b"text\n" + b"words\n" * 10_000))
    assert "larger than 1,000 bytes" in read(max_file=1000).told("failure")[0]


@pytest.mark.parametrize("content", [b"", b"plain", gzip.compress(b'{"text": "one"}\n' * 99, mtime=0)[:-9]])
def test_damaged_packing_is_named(write, read, content):
    """What gzip cannot unpack is a failure of that file, and what was read of it stands."""
    write("a.jsonl.gz", content)
    result = read()
    assert len(result.told("failure")) == (1 if content else 0)


@pytest.mark.parametrize(
    ("content", "text", "foreign"),
    [
        (
            b"Mayor Ida Holm said \xe2\x80\x9cwe wait.\xe2\x80\x9d That\x92s all.",
            "Mayor Ida Holm said “we wait.” That’s all.",
            1,
        ),
        ("Zoë’s café".encode() + b" r\xe9sum\xe9 " + "naïve “quote”".encode(), "Zoë’s café résumé naïve “quote”", 2),
        ("“One.” “Two.”".encode() + b" cut \xe2\x80", "“One.” “Two.” cut \ufffd", 1),
        ("“One.” “Two.”".encode() + b" \x81 end", "“One.” “Two.” \ufffd end", 1),
        (b"\xef\xbb\xbfPlain\x92s", "Plain’s", 1),
    ],
)
def test_a_foreign_byte_costs_a_character(content, text, foreign):
    """UTF-8 with a few other bytes stays UTF-8: a lone byte is one of Windows-1252, what is left is U+FFFD."""
    decoded = decode(content)
    assert (decoded.text, decoded.foreign) == (text, foreign)
    assert decoded.encoding.startswith("utf-8")
    assert len(decoded.doubts) == 1


def test_more_foreign_bytes_than_sequences_are_another_encoding():
    """One accidental sequence of UTF-8 makes no file of Windows-1252 a file of UTF-8."""
    text = "The naïve mayor of the café wrote Ã© for é, and called it déjà vu, again and again, in the old town."
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


@pytest.mark.parametrize(
    ("label", "content", "text"),
    [
        ("iso-8859-1", b"\x93We wait,\x94 she said \x97 twice", "“We wait,” she said — twice"),
        ("us-ascii", b"It\x92s over \x85", "It’s over …"),
        ("latin1", b"caf\xe9 \x80 5", "café € 5"),
        ("iso-8859-9", b"\xdeehir \x93ok\x94", "Şehir “ok”"),
        ("gb2312", "中文€".encode("gb18030"), "中文€"),
        ("utf-8", b"It\x92s \xe9t\xe9", "It’s été"),
    ],
)
def test_what_is_declared_means_what_browsers_take_it_for(label, content, text):
    """The older name stands for its superset (WHATWG), and a wrong byte in declared UTF-8 costs a character."""
    assert decode_declared(content, label).text == text


def test_foreign_bytes_are_told_once_a_file(write, read):
    """A warning says how many bytes were no UTF-8, and the article is read."""
    write("a.txt", "“We wait,” Ida Holm said.".encode() + b" It\x92s late. It\x92s dark.")
    result = read()
    assert result.documents[0].text.endswith("It’s late. It’s dark.")
    assert "2 bytes are not utf-8" in result.told("warning")[0]
