"""Files that cost far more to read than they are long, each of about `size` bytes or unpacking to it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

MIME = b"MIME-Version: 1.0\nFrom: ann@example.org\nSubject: Grain\nContent-Type: multipart/mixed; boundary=x\n\n"


def nested_html(size: int) -> bytes:
    """Elements within elements, none of them closed."""
    return b"<html><body><article><p>The mayor spoke.</p>" + b"<div>" * (size // 5)


def nested_inline_html(size: int) -> bytes:
    """Emphasis within emphasis, around one word."""
    depth = size // 7
    return b"<html><body><article><p>" + b"<b>" * depth + b"word" + b"</b>" * depth + b"</p></article></body></html>"


def long_attributes(size: int) -> bytes:
    """One attribute as long as the file."""
    return b'<html><body><article class="' + b"related " * (size // 8) + b'"><p>The mayor spoke.</p></article>'


def many_attributes(size: int) -> bytes:
    """One element with attributes without end."""
    return b"<html><body><p " + b" ".join(b'a%d="b"' % number for number in range(size // 15)) + b">The mayor.</p>"


def many_paragraphs(size: int) -> bytes:
    """Links and paragraphs without end, so that every rule of a reader has much to look at."""
    return (
        b"<html><body><article>" + b"<p>The <a href=x>mayor</a> spoke.</p>" * (size // 37) + b"</article></body></html>"
    )


def nested_json(size: int) -> bytes:
    """Arrays within arrays."""
    return b"[" * (size // 2) + b"]" * (size // 2)


def many_json_values(size: int) -> bytes:
    """An array of empty objects: each takes 25 times its bytes."""
    return b"[" + b"{}," * (size // 3) + b"{}]"


def wide_csv(size: int) -> bytes:
    """A table with as many columns as fit."""
    names = b",".join(b"c%d" % number for number in range(size // 16))
    return b"text," + names + b"\nThe mayor spoke," + b"," * names.count(b",") + b"\n"


def wide_json_line(size: int) -> bytes:
    """A row with as many keys as fit."""
    row = {f"key{number}": number for number in range(size // 22)}
    return json.dumps({"text": "The mayor spoke.", **row}).encode() + b"\n"


def many_mail_headers(size: int) -> bytes:
    """A message of headers only."""
    return b"From: ann@example.org\n" + b"X-Note: a\n" * (size // 10) + b"\nThe mayor spoke.\n"


def long_mail_header(size: int) -> bytes:
    """A sender as long as the file."""
    return b"From: " + b"(a " * (size // 3) + b"\nSubject: x\n\nThe mayor spoke.\n"


def many_mail_parts(size: int) -> bytes:
    """A message of parts only."""
    return MIME + b"--x\n\nword\n" * (size // 10) + b"--x--\n"


def nested_mail_parts(size: int) -> bytes:
    """Parts within parts."""
    parts = b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (number, number + 1) for number in range(size // 64)
    )
    return b"From: ann@example.org\nContent-Type: multipart/mixed; boundary=b0\n\n" + parts + b"end\n"


def packed_text(size: int) -> bytes:
    """A text that unpacks to as many bytes."""
    return gzip.compress(b"The mayor spoke. " * (size // 17))


def docx_of_one_text(size: int) -> bytes:
    """A DOCX whose document unpacks to as many bytes."""
    return _docx(b"<w:p><w:r><w:t>" + b"word " * (size // 5) + b"</w:t></w:r></w:p>")


def docx_of_tables(size: int) -> bytes:
    """A DOCX of one table with as many rows as fit."""
    row = b"<w:tr><w:tc><w:p/></w:tc></w:tr>"
    return _docx(b"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>" + row * (size // len(row)) + b"</w:tbl>")


def docx_of_entities(size: int) -> bytes:
    """A DOCX whose entities stand for entities: a billion words."""
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    head = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "{"word " * 10}">{entities}]>'.encode()
    return _docx(b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", head)


_WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _docx(body: bytes, head: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            f'"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}" '
            'Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/document.xml",
            head + b'<w:document xmlns:w="' + _WORD + b'"><w:body>' + body + b"</w:body></w:document>",
        )
    return out.getvalue()


def _pdf(objects: dict[int, bytes], *, root: int = 1) -> bytes:
    """A PDF of these objects."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start, count = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, start)
    return bytes(out)


def _stream(content: bytes, filters: bytes) -> bytes:
    return b"<< /Length %d /Filter %s >>\nstream\n" % (len(content), filters) + content + b"\nendstream"


def _page(contents: bytes, **more: bytes) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %s >>" % contents


def _pdf_of_page(contents: bytes, *, page: bytes = b"4 0 R") -> bytes:
    return _pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: _page(page),
            4: contents,
        }
    )


def flate_pdf(size: int) -> bytes:
    """A page whose content unpacks to as many bytes."""
    return _pdf_of_page(_stream(zlib.compress(b" " * size, 9), b"/FlateDecode"))


def flate_of_flate_pdf(size: int) -> bytes:
    """A page whose content unpacks three times, to a thousand times as many bytes."""
    content = zlib.compress(zlib.compress(zlib.compress(b" " * size * 16, 9), 9), 9)
    return _pdf_of_page(_stream(content, b"[/FlateDecode /FlateDecode /FlateDecode]"))


def operators_pdf(size: int) -> bytes:
    """A page of text operators without end."""
    content = b"BT /F 12 Tf " + b"(a) Tj 0 -1 Td " * (size // 15) + b"ET"
    return _pdf_of_page(_stream(zlib.compress(content, 9), b"/FlateDecode"))


def shared_content_pdf(size: int) -> bytes:
    """Pages without end that all show the same long content."""
    count = size // 135  # bytes of a page, with its row in the table of objects
    content = b"BT /F 12 Tf " + b"(a) Tj 0 -1 Td " * 20_000 + b"ET"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
        4: _stream(zlib.compress(content, 9), b"/FlateDecode"),
    }
    return _pdf({**objects, **{number: _page(b"4 0 R") for number in range(5, 5 + count)}})


def cyclic_pdf(size: int) -> bytes:
    """A tree of pages that holds itself."""
    return _pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})


def nested_pdf(size: int) -> bytes:
    """Arrays within arrays, as a page's content."""
    return _pdf_of_page(b"[" * (size // 2) + b"]" * (size // 2))


def many_objects_pdf(size: int) -> bytes:
    """A table of objects that are not there."""
    start = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    count = size // 20
    table = b"xref\n0 %d\n" % count + b"0000000009 00000 n \n" * count
    return start + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(start))


BOMBS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    bomb.__name__: (suffix, bomb)
    for suffix, bombs in {
        ".html": (nested_html, nested_inline_html, long_attributes, many_attributes, many_paragraphs),
        ".json": (nested_json, many_json_values),
        ".csv": (wide_csv,),
        ".jsonl": (wide_json_line,),
        ".eml": (many_mail_headers, long_mail_header, many_mail_parts, nested_mail_parts),
        ".txt.gz": (packed_text,),
        ".docx": (docx_of_one_text, docx_of_tables, docx_of_entities),
        ".pdf": (
            *(flate_pdf, flate_of_flate_pdf, operators_pdf, shared_content_pdf),
            *(cyclic_pdf, nested_pdf, many_objects_pdf),
        ),
    }.items()
    for bomb in bombs
}
"""The suffix and the maker of each bomb."""
