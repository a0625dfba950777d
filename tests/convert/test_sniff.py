"""The format by content alone, and the encodings of text."""

import io
import re
import zipfile
from pathlib import Path
from typing import get_args

import documents
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.convert.readers import dispatch
from jianbao.convert.readers.encodings import decode
from jianbao.convert.readers.pdf import extraction, scan, text_layer
from jianbao.convert.readers.sniff import REFUSALS, Kind, sniff
from jianbao.convert.readers.web import html
from jianbao.convert.readers.word import office, package
from jianbao.editing import convert_folder

TEXT = "青禾县卫生健康委　召开会议。\n第二行，〔2031〕4号\n"


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def ole(*names: str, fib: bytes = b"\xec\xa5" + b"\0" * 30) -> bytes:
    """Return a compound file with a sector of text and a directory of `names`."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + b"\x09\0"
    entries = b""
    for name in names:
        encoded = (name + "\0").encode("utf-16-le")
        entry = encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little")
        entries += entry.ljust(116, b"\0") + (0).to_bytes(4, "little") + b"\0" * 8
    return header.ljust(512, b"\0") + fib.ljust(512, b"\0") + entries


ENCRYPTED_FIB = b"\xec\xa5" + b"\0" * 9 + b"\x01"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\xff\xfe", "empty"),
        (TEXT.encode(), "text"),
        (TEXT.encode("gb18030"), "text"),
        (TEXT.encode("utf-16"), "text"),
        (documents.as_text().encode(), "text"),
        ("第3期<br>简报，见<sub>注</sub>".encode(), "text"),
        (b"BM is how this English text begins.", "text"),
        (b"PK is how this one begins.", "zip"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"  <!-- note -->\n<HTML><p>x", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>', "html"),
        ("<div class=TRS_Editor><p>正文</p></div>".encode("gbk"), "html"),
        ("\ufeff<html><p>正文".encode("utf-16-le"), "html"),
        ("说明：此页另存\n<html><body>正文".encode(), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "html"),
        (b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "html"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4 ", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        (b"II*\0\x08\0\0\0\xff\xff", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\xff\x81", "image"),
        (b"{\\rtf1\\ansi x}", "office"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "office"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
         "office"),
        (ole("Root Entry", "WordDocument"), "office"),
        (ole("Root Entry", "WordDocument", fib=ENCRYPTED_FIB), "encrypted"),
        (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (ole("Root Entry", "Workbook"), "sheet"),
        (ole("Root Entry", "PowerPoint Document"), "slides"),
        (ole("Root Entry", "Contents"), "unknown"),
        (zipped(**{"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b""}), "ofd"),
        (zipped(**{"word/document.xml": b"<w/>"}), "docx"),
        (zipped(**{"xl/workbook.xml": b""}), "sheet"),
        (zipped(**{"ppt/presentation.xml": b""}), "slides"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "sheet"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.presentation"), "slides"),
        (zipped(**{"a.txt": b"x"}), "zip"),
        (documents.as_docx(), "docx"),
        (documents.as_docx()[:9000], "docx"),
        (b'<?xml version="1.0"?><Document><a/></Document>', "unknown"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "unknown"),
        (bytes(range(1, 32)) * 10, "unknown"),
    ],
)  # fmt: skip
def test_kind_is_told_by_content(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


def test_each_kind_has_a_reader_or_a_message_that_says_what_to_do() -> None:
    assert sorted((*dispatch.READERS, *REFUSALS)) == sorted(get_args(Kind))
    for remedy in REFUSALS.values():
        assert ";" in remedy
        assert "{" not in remedy


CONVERSION = (Path(__file__).parents[2] / "docs" / "conversion.md").read_text("utf-8")


def test_the_documentation_has_each_of_these_lines() -> None:
    documented = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", CONVERSION, re.MULTILINE)
    assert set(REFUSALS.values()) <= set(documented)


@pytest.mark.parametrize(
    ("limit", "row"),
    [
        (convert_folder.MAX_MEGABYTES, "| a file | {} MB |"),
        (dispatch.MAX_CHARACTERS, "| text converted | {} characters |"),
        (dispatch.MAX_BYTES >> 20, "| plain text | {} MB |"),
        (html.MAX_BYTES >> 20, "| web page | {} MB,"),
        (html.MAX_TAGS, " MB, {} tags, "),
        (html.MAX_ATTRIBUTES, " {} attributes in one tag |"),
        (package.MAX_BYTES >> 20, "| Word | {} MB; "),
        (package.MAX_PARTS, "; {} parts; "),
        (package.MAX_PART >> 20, "; {} MB of XML in one part, "),
        (package.MAX_XML >> 20, ", {} MB in all; "),
        (package.MAX_TAGS, "; {} tags |"),
        (extraction.MAX_PAGES, "| PDF | {} pages; "),
        (extraction.MAX_GLYPHS, "; {} characters a page; "),
        (text_layer.SECONDS, " characters a page; {} seconds; "),
        (text_layer.MEGABYTES, "300 seconds; {} MB of memory |"),
        (scan.MAX_PAGES, "| scans | {} pages; "),
        (scan.MAX_PIXELS // 1_000_000, "; {} million pixels a page; "),
        (scan.SECONDS, " pixels a page; {} seconds and "),
        (scan.SECONDS_A_PAGE, " seconds and {} a page; "),
        (scan.MEGABYTES, "45 a page; {} MB of memory |"),
        (office.SECONDS, " MB; {} seconds on the clock |"),
    ],
)
def test_the_documentation_has_each_limit(limit: int, row: str) -> None:
    assert row.format(f"{limit:,}") in CONVERSION


@given(st.binary(max_size=2000))
def test_any_bytes_have_a_kind(content: bytes) -> None:
    assert isinstance(sniff(content), str)


@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"%PDF-"]),
       st.binary(max_size=2000))  # fmt: skip
def test_any_bytes_after_a_signature_have_a_kind(mark: bytes, rest: bytes) -> None:
    assert isinstance(sniff(mark + rest), str)


@pytest.mark.parametrize(
    ("encoded", "label"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "gb2312"),
        (TEXT.encode("utf-8-sig"), "gb2312"),
        (TEXT.encode("gb18030"), ""),
        (TEXT.encode("gb18030"), "GB2312"),
        (TEXT.encode("gb18030"), "utf-8"),
        (TEXT.encode("gb18030"), "iso-8859-1"),
        (TEXT.encode("gb18030"), "no-such-encoding"),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16-le"), ""),
        (TEXT.encode("utf-16-be"), "utf-8"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("utf-32"), ""),
    ],
)
def test_encodings(encoded: bytes, label: str) -> None:
    decoded = decode(encoded, label)
    assert decoded is not None
    assert decoded[0] == TEXT


def test_a_page_labelled_gb2312_may_use_all_of_gb18030() -> None:
    text = "朱镕基、李喆、㐂、𠮷田"
    assert decode(text.encode("gb18030"), "gb2312") == (text, "gb18030")


def test_a_traditional_page_needs_its_label() -> None:
    text = "衛生福利部的公告內容，請民眾注意。" * 3
    assert decode(text.encode("big5"), "big5") == (text, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_cut_in_mid_character_is_still_text(encoding: str) -> None:
    text = "卫生健康工作动态" * 200
    decoded = decode(text.encode(encoding)[:-1])
    assert decoded is not None
    assert decoded[0].startswith("卫生健康工作动态" * 199)


@pytest.mark.parametrize("content", [bytes(range(256)) * 4, b"\0\xff\xfe\x01" * 40])
def test_what_is_no_text_is_said_to_be_none(content: bytes) -> None:
    assert decode(content) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(
    ["utf-8", "utf-8-sig", "gb18030"]))  # fmt: skip
def test_valid_utf8_is_always_read_as_such(text: str, encoding: str) -> None:
    if "\0" in text or text.startswith("\ufeff"):
        return
    decoded = decode(text.encode(encoding))
    if encoding.startswith("utf-8"):
        assert decoded == (text, "utf-8")
    else:
        assert decoded is not None
