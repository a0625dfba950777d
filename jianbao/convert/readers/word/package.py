"""The package of a Word document: its XML parts, each bounded before it is unpacked, and small
helpers to read the XML."""

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from jianbao.base.problems import ConvertError, Location, problem

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"

MAX_BYTES = 128 * 1024 * 1024
MAX_PART = 32 * 1024 * 1024
MAX_XML = 64 * 1024 * 1024
MAX_PICTURE = MAX_PART
MAX_MEDIA = 200 * 1024 * 1024
MAX_PARTS = 10_000
MAX_TAGS = 1_000_000


class Package:
    """The zip file and its XML parts, bounded."""

    def __init__(self, content: bytes, location: Location) -> None:
        self.location = location
        self._unpacked = self._tags = self._media = 0
        if len(content) > MAX_BYTES:
            self.refuse(
                "the document has {size} MB, more than the {limit} MB that are read; take the "
                "pictures out, save it again and convert that",
                size=len(content) // 1_000_000,
                limit=MAX_BYTES // 1_048_576,
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            self.damaged("the package", str(error))
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_PARTS:
            self.refuse(
                "the document holds more than {limit} parts, which no bulletin does; open it in "
                "Word, save it again and convert that",
                limit=MAX_PARTS,
            )

    def refuse(self, message: str, **values: object) -> NoReturn:
        raise ConvertError([problem(self.location, "", message, **values)])

    def damaged(self, part: str, cause: str) -> NoReturn:
        self.refuse(
            "the document is damaged ({part}: {cause}); open it in Word or WPS, let it be "
            "repaired, save it again and convert that",
            part=part,
            cause=cause,
        )

    def part(self, name: str) -> "Element | None":
        """Return the root of an XML part; None if there is no such part."""
        try:
            from lxml import etree
        except ModuleNotFoundError:
            self.refuse(
                "{library} is not installed: run `make site` in Jianbao's folder, "
                'or install its wheel with: pip install "JIANBAO.whl[convert]"',
                library="lxml",
            )
        content = self.bytes(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content.replace(b"\0", b""):
            self.damaged(name, "it defines entities")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            self.damaged(name, str(error))
        return root

    def media(self, name: str) -> "bytes | None":
        """Return the content of a part that is no XML; None if there is no such part, if it is
        damaged, or if it is larger than a picture may be, alone or with those before it."""
        entry = self._entries.get(name)
        if entry is None or entry.flag_bits & 1 or entry.file_size > MAX_PICTURE:
            return None
        self._media += entry.file_size
        if self._media > MAX_MEDIA:
            return None
        try:
            return self._zip.read(entry)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
            RuntimeError,
        ):  # fmt: skip
            return None

    def bytes(self, name: str) -> "bytes | None":
        """Return the content of a part, bounded; None if there is no such part."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry.flag_bits & 1:
            self.refuse(
                "the document is locked with a password; open it, save it without a password and "
                "convert that"
            )
        self._unpacked += entry.file_size
        if entry.file_size > MAX_PART or self._unpacked > MAX_XML:
            self.refuse(
                "the text of the document unpacks to more than {limit} MB, which no bulletin does; "
                "split it, save it again and convert that",
                limit=MAX_PART // 1_048_576,
            )
        try:
            content = self._zip.read(entry)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
            RuntimeError,
        ) as error:  # fmt: skip
            self.damaged(name, str(error))
        self._tags += content.count(b"<")
        if self._tags > MAX_TAGS:
            self.refuse(
                "the document has more than {limit} tags, which no bulletin has; split it, save it "
                "again and convert that",
                limit=MAX_TAGS,
            )
        return content

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of part `name`: id to (kind, target part)."""
        folder, _, file = name.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External" or not isinstance(relation.tag, str):
                continue
            parts: list[str] = [] if target.startswith("/") else folder.split("/")
            for step in target.split("/"):
                parts = parts[:-1] if step == ".." else [*parts, step]
            kind = (relation.get("Type") or "").rpartition("/")[2]
            path = "/".join(part for part in parts if part and part != ".")
            found[relation.get("Id") or ""] = (kind, path)
        return found


# --- small questions to the XML ----------------------------------------------------------------


def local_name(element: "Element | None") -> str:
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: "Element | None", name: str) -> "Element | None":
    return None if element is None else element.find(f"{{*}}{name}")


def attribute(element: "Element | None", name: str = "val") -> str | None:
    """Return an attribute by its local name (Word writes it with its namespace, others without)."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def whole(text: str | None) -> int | None:
    if text is None or not re.fullmatch(r"-?\d{1,7}(?:\.\d+)?", text):
        return None
    return int(float(text))


def is_on(element: "Element | None") -> bool | None:
    """Return an on/off property; it is on if it has no value, and None if it is absent."""
    if element is None:
        return None
    return (attribute(element) or "true").lower() not in ("0", "false", "off", "none")
