"""Decode documents with an unknown, missing or wrong label of their encoding."""

import codecs
import re

# GB18030 contains GBK and GB2312; pages labelled with the smaller sets use characters beyond them.
_LABELS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cn-big5": "big5hkscs",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# The share of characters that a damaged document may lose and still be read, with a doubt for each
# place.
_DAMAGE = 0.002
_PLAIN = re.compile(
    "[\t\n\r -~\u00b7\u2014-\u2026\u3000-\u3002\u300a-\u3015\u4e00-\u9fff\uff00-\uff5e]"
)


def decode(content: bytes, label: str = "") -> tuple[str, str] | None:
    """Return `content` as text without a byte order mark, and the encoding; None if it is not text.
    A byte order mark decides, then valid UTF-8, then `label`, then GB18030. A label is used only if
    the bytes fit it. Invalid bytes (a cut or damaged file) become U+FFFD if they are few."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            rest = content[len(mark) :]
            strict = _strict(rest, encoding)
            return (strict, encoding) if strict is not None else _lenient(rest, (encoding,))
    if b"\0" in content:
        found = _unmarked_utf16(content)
        if found or content.count(b"\0") > max(2, len(content) * _DAMAGE):
            return found
        strict = _strict(
            content, "utf-8"
        )  # Some programs leave a partial character where they cut a text.
        return None if strict is None else (strict, "utf-8")
    named = _LABELS.get(label.strip().lower(), "")
    for encoding in ("utf-8", named, "gb18030"):
        if encoding:
            strict = _strict(content, encoding)
            if strict is not None:
                return strict, encoding
    return _lenient(content, ("utf-8", "gb18030", *((named,) if named == "big5hkscs" else ())))


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lenient(content: bytes, encodings: tuple[str, ...]) -> tuple[str, str] | None:
    readings = [(content.decode(encoding, "replace"), encoding) for encoding in encodings]
    text, encoding = min(readings, key=lambda reading: reading[0].count("\ufffd"))
    return (text, encoding) if text.count("\ufffd") <= max(2, len(text) * _DAMAGE) else None


def _unmarked_utf16(content: bytes) -> tuple[str, str] | None:
    sample = content[: 1 << 16]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) & ~1].decode(encoding, "replace")
        if text and len(_PLAIN.findall(text)) >= 0.9 * len(text):
            strict = _strict(content, encoding)
            return (strict, encoding) if strict is not None else _lenient(content, (encoding,))
    return None
