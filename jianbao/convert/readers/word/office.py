"""Read older office documents (.doc, .wps, .rtf, .odt): LibreOffice converts them to DOCX, which
the reader of Word documents reads."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn

from jianbao.base.problems import ConvertError, Location, one_line, problem
from jianbao.base.processes import Watchdog
from jianbao.convert.blocks import Document
from jianbao.convert.readers.word import docx, package

SECONDS = 180
SILENT_SECONDS = 60  # without using any processor time

# The name of LibreOffice's import filter by the first bytes of the content. Without it, LibreOffice
# reads unknown content as plain text.
_FILTERS = (
    (b"\xd0\xcf\x11\xe0", "MS Word 97"),
    (b"{\\rtf", "Rich Text Format"),
    (b"PK", "writer8"),
)
_WORD_XML = "MS Word 2003 XML"
_PROGRAMS = ("soffice", "libreoffice")
# A separate profile: no macros, no links, none of the user's settings.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def read(content: bytes, name: str) -> Document:
    """Read an older office document. Raise ConvertError if LibreOffice is not installed or cannot
    read it."""
    location = Location(name)
    if len(content) > package.MAX_BYTES:
        _refuse(
            location,
            "the document has {size} MB, more than the {limit} MB that are read; take the "
            "pictures out, save it again and convert that",
            size=len(content) // 1_000_000,
            limit=package.MAX_BYTES // 1_048_576,
        )
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        _refuse(
            location,
            "this older document format (.doc, .wps, .rtf, .odt) needs LibreOffice, which is not "
            "installed; open it in Word or WPS, save it as DOCX and convert that, or install "
            "LibreOffice (Debian: apt install libreoffice-writer)",
        )
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        return docx.read(_converted(program, content, Path(folder), location), name)


def _refuse(location: Location, message: str, **values: object) -> NoReturn:
    raise ConvertError([problem(location, "", message, **values)])


def _converted(program: str, content: bytes, folder: Path, location: Location) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    start = content.lstrip()[:16]
    importer = next((name for mark, name in _FILTERS if start.startswith(mark)), _WORD_XML)
    # LibreOffice never gets the name of the received file.
    source = folder / "document"
    source.write_bytes(content)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"--infilter={importer}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    report = _run(command, folder, location).strip().splitlines()
    converted = folder / "out" / "document.docx"
    if not converted.is_file():
        _refuse(
            location,
            "LibreOffice cannot read the document ({cause}); open it in Word or WPS, save it as "
            "DOCX and convert that",
            cause=one_line(report[-1] if report else "it gave no reason", 120),
        )
    return converted.read_bytes()


def _run(command: list[str], folder: Path, location: Location) -> str:
    """Run LibreOffice and the processes that it starts, for a bounded time."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    with process, Watchdog(process, SILENT_SECONDS, SECONDS) as watchdog:
        _, errors = process.communicate()
    if watchdog.was_silent:
        _refuse(
            location,
            "LibreOffice did nothing for {seconds} seconds and was stopped; open the document in "
            "Word or WPS, save it as DOCX and convert that",
            seconds=SILENT_SECONDS,
        )
    if watchdog.expired:
        _refuse(
            location,
            "LibreOffice did not finish within {seconds} seconds; open the document in Word "
            "or WPS, save it as DOCX and convert that",
            seconds=SECONDS,
        )
    return errors.decode("utf-8", "replace")
