"""Detect the kind of a document from its content alone; the file's ending is ignored."""

import io
import re
import zipfile
from typing import Literal

from jianbao.convert.readers.encodings import decode

Kind = Literal[
    "text",
    "html",
    "docx",
    "pdf",
    "image",
    "office",  # .doc, .wps, .rtf, .odt: LibreOffice turns these into DOCX
    "empty",
    "ofd",
    "encrypted",
    "sheet",
    "slides",
    "zip",
    "unknown",
]

# Kinds that no reader takes: the messages say what is wrong and what to do.
REFUSALS: dict[Kind, str] = {
    "empty": "the file is empty; get the document again",
    "ofd": "an OFD document cannot be read; open it in an OFD reader, save it as PDF and "
    "convert that",
    "encrypted": "the document is locked with a password; open it, save it without a password "
    "and convert that",
    "sheet": "a spreadsheet is no bulletin; attach it to one, or save its text as DOCX or PDF and "
    "convert that",
    "slides": "a slide show is no bulletin; save its text as DOCX or PDF and convert that",
    "zip": "this is an archive of other files, or a damaged one; unpack it and convert the "
    "documents inside",
    "unknown": "this is no format that can be read; save the document as DOCX, PDF, HTML or "
    "plain text and convert that",
}

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_TAGS = (
    "html|head|body|meta|title|link|base|style|script|div|p|span|table|tbody|tr|td|center|font|"
    "h[1-6]|ul|ol|li|article|section|header|main|nav|form|br|hr|b|strong|a|img|iframe|frameset"
)
_PREAMBLE = r"(?>\s++|<\?.*?\?>|<!--.*?-->)*+"
_HTML_START = re.compile(
    rf"{_PREAMBLE}(?:<!doctype\s+html|<(?:{_HTML_TAGS})(?=[\s/>]))", re.IGNORECASE | re.DOTALL
)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>])", re.IGNORECASE)
_WORD_XML = re.compile(r"<\?mso-application\s+progid=.Word|<w:wordDocument\b")
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*+)*?MIME-Version:", re.IGNORECASE)
_HEAD = 4096


def sniff(content: bytes) -> Kind:
    """Return the kind of `content`. A damaged file gets the kind that it claims; its reader reports
    the damage."""
    if not content.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        return "empty"
    return _binary(content) or _textual(content)


def _binary(content: bytes) -> Kind | None:
    """Return the kind of a file that begins as a binary format does, or None."""
    if content.startswith(b"PK"):
        return _zip(content)
    if content.startswith(_OLE):
        return _ole(content)
    if content.lstrip()[:5] == b"{\\rtf":
        return "office"
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if is_webp or (content.startswith(_IMAGES) and not _is_text(content)):
        return "image"
    if b"%PDF-" in content[:1024] and not content.lstrip().startswith(b"<"):
        return "pdf"
    return "html" if _MHTML.match(content[:_HEAD]) else None


def _textual(content: bytes) -> Kind:
    decoded = decode(content)
    if decoded is None:
        # A page with a few bytes of another encoding is still readable.
        head = content[:_HEAD].decode("latin-1")
        return "html" if _HTML_START.match(head) else "unknown"
    text = decoded[0]
    head = text[:_HEAD]
    if _WORD_XML.search(head):
        return "office"
    if _HTML_START.match(head) or _HTML_INSIDE.search(head):
        return "html"
    if head.lstrip().startswith("<?xml"):
        return "unknown"
    return "text" if _printable(text) else "unknown"


def _is_text(content: bytes) -> bool:
    decoded = decode(content)
    return decoded is not None and _printable(decoded[0])


def _printable(text: str) -> bool:
    sample = text[: 1 << 16]
    odd = sum(c < " " and c not in "\t\n\r\f\v\x1a" for c in sample)
    return odd <= len(sample) * 0.01


def _zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        names = [name for name in ("word/document.xml", "OFD.xml") if name.encode() in content]
    folders = {name.split("/", 1)[0] for name in names if "/" in name}
    if "OFD.xml" in names:
        return "ofd"
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        return "sheet"
    if "ppt" in folders:
        return "slides"
    # The media type of an OpenDocument package is uncompressed at byte 38.
    media = content[38:90]
    if media.startswith(b"application/vnd.oasis.opendocument.text"):
        return "office"
    if media.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "sheet"
    if media.startswith(b"application/vnd.oasis.opendocument.presentation"):
        return "slides"
    return "zip"


def _ole(content: bytes) -> Kind:
    if _ole_entry(content, "EncryptedPackage") is not None:
        return "encrypted"
    word = _ole_entry(content, "WordDocument")
    if word is not None:
        # [MS-DOC] FibBase: bit 8 of the flags at offset 10 says that the text is encrypted.
        sector = int.from_bytes(content[word + 116 : word + 120], "little")
        size = 1 << min(int.from_bytes(content[30:32], "little"), 12)
        fib = (sector + 1) * size
        encrypted = content[fib : fib + 2] == b"\xec\xa5" and content[fib + 11 : fib + 12]
        return "encrypted" if encrypted and encrypted[0] & 1 else "office"
    if _ole_entry(content, "Workbook") is not None or _ole_entry(content, "Book") is not None:
        return "sheet"
    if _ole_entry(content, "PowerPoint Document") is not None:
        return "slides"
    return "unknown"


def _ole_entry(content: bytes, name: str) -> int | None:
    """Return the offset of the directory entry `name`: 128 bytes that begin with it in UTF-16."""
    wanted = (name + "\0").encode("utf-16-le")
    position = content.find(wanted)
    while position >= 0:
        length = int.from_bytes(content[position + 64 : position + 66], "little")
        if position % 128 == 0 and length == len(wanted):
            return position
        position = content.find(wanted, position + 2)
    return None
