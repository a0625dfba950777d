"""Run Pagefind as a service over its standard input and output, so that we decide the order of the
pages, not a directory, and no file can be incomplete. The only module that uses Pagefind."""

import base64
import gzip
import io
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import pagefind_bin

from jianbao.base.problems import Location, SearchError, problem
from jianbao.base.processes import Watchdog

ENGINE_VERSION = "1.5.2"
ENGINE_FILES = ("pagefind.js", "wasm.unknown.pagefind")

# Entries of a chunk, the unit that a browser fetches: small, because a query needs one chunk per
# character (Pagefind's own choice is 20,000).
CHUNK_SIZE = 5_000

# The seconds that Pagefind may be silent and idle, and that it may work on one answer: the last
# answer is the whole index, about a minute for the largest.
SILENT_SECONDS = 40
LONGEST_STEP_SECONDS = 1_800

_LANGUAGE = "a"  # The prefix of every name in an index, so short; no real one, so no stemmer.
_SIGNATURE = b"pagefind_dcd"


def fault(message: str, **values: object) -> SearchError:
    return SearchError([problem(Location("search"), "", message, **values)])


def run(records: Sequence[list[str]]) -> dict[str, bytes]:
    """Return the files of Pagefind's index of `records`, by name, after checking that they are
    complete; its reader is a script."""
    requests: list[dict[str, object]] = [{"type": "NewIndex", "config": {}}]
    requests += (
        {
            "type": "AddRecord",
            "index_id": 0,
            "url": str(row),
            "content": " ".join(words),
            "language": _LANGUAGE,
        }
        for row, words in enumerate(records)
    )
    requests.append({"type": "GetFiles", "index_id": 0})
    answers = _converse(requests)
    counts = [answer["page_word_count"] for answer in answers[1:-1]]
    if counts != [len(words) for words in records]:
        raise fault("Pagefind did not index every character; report this as a defect")
    files = {f["path"]: base64.b64decode(f["content"]) for f in answers[-1]["files"]}
    _check_whole(files, len(records))
    files["pagefind.js"] = _as_script(files["pagefind.js"])
    return files


def _converse(requests: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
    """Return Pagefind's answer to each request, in order."""
    try:
        with tempfile.TemporaryFile() as complaints, tempfile.TemporaryDirectory() as empty:
            answers = _answers(requests, complaints, empty)
    except OSError as error:
        raise fault(
            "cannot write {file}: {reason}",
            file=error.filename or tempfile.gettempdir(),
            reason=error.strerror or error,
        ) from error
    for answer in answers:
        if answer["type"] == "Error":
            raise fault("Pagefind refused: {reason}", reason=answer["message"])
    return answers


def _answers(
    requests: Sequence[dict[str, object]], complaints: IO[bytes], empty: str
) -> list[dict[str, Any]]:
    process = _start(complaints, empty)
    stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    writer = threading.Thread(target=_send, args=(stdin, requests))
    answers = []
    with stdout:
        # Pagefind exits at the end of its input, even in the middle of its work.
        with Watchdog(process, SILENT_SECONDS, LONGEST_STEP_SECONDS) as watchdog:
            writer.start()
            for answer in _receive(stdout.fileno(), len(requests)):
                watchdog.answered()
                answers.append(answer)
        writer.join()
        with suppress(BrokenPipeError):
            stdin.close()
    if len(answers) == len(requests):
        return answers
    if watchdog.expired:
        raise fault(
            "Pagefind did not answer any more, after {done} of {all} steps: build again; if it "
            "stays so, see what holds {program} back, a virus scanner or a limit of threads",
            done=len(answers),
            all=len(requests),
            program=pagefind_bin.get_executable(),
        )
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    raise fault(
        "Pagefind stopped after {done} of {all} steps: {reason}",
        done=len(answers),
        all=len(requests),
        reason=lines[-1] if lines else "it gave no reason; is there enough memory?",
    )


def _start(complaints: IO[bytes], empty: str) -> "subprocess.Popen[bytes]":
    """Start Pagefind without environment, in an empty folder, because it reads settings from
    both."""
    try:
        executable = pagefind_bin.get_executable()
    except FileNotFoundError:
        raise fault(
            "the Pagefind program is missing: run pip install --force-reinstall "
            "pagefind-bin=={version}",
            version=ENGINE_VERSION,
        ) from None
    try:
        return subprocess.Popen(  # noqa: S603
            [executable, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=empty,
            env={"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK_SIZE)},
            start_new_session=True,
        )
    except OSError as error:
        raise fault(
            "the Pagefind program {program} does not start: {reason}",
            program=executable,
            reason=error.strerror or error,
        ) from error


def _send(stdin: IO[bytes], requests: Iterable[Mapping[str, object]]) -> None:
    try:
        for number, request in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": request})
            stdin.write(base64.b64encode(message.encode()) + b",")
        stdin.flush()
    except BrokenPipeError:
        pass  # It stopped; the receiver sees that and says so.


def _receive(stdout: int, expected: int) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    received = 0
    while received < expected and (block := os.read(stdout, 1 << 16)):
        *ends, rest = block.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join((*parts, end))))["payload"]
            parts = []
            received += 1
        parts.append(rest)


def _check_whole(files: Mapping[str, bytes], pages: int) -> None:
    """Raise SearchError unless `files` are a complete index with the pages in the order of our
    rows."""
    metas = [name for name in files if name.endswith(".pf_meta")]
    fragments = {
        json.loads(_unpack(content))["url"]: Path(name).stem
        for name, content in files.items()
        if name.startswith("fragment/")
    }
    if (
        len(metas) != 1
        or any(name not in files for name in ENGINE_FILES)
        or not all(files.values())
    ):
        raise fault("Pagefind wrote an index that is not whole; build again")
    version, listed, chunks, *_ = _cbor(io.BytesIO(_unpack(files[metas[0]])))
    if version != ENGINE_VERSION:
        raise fault(
            "Pagefind {found} is installed, but {wanted} is needed: run pip install "
            "pagefind-bin=={wanted}",
            found=version,
            wanted=ENGINE_VERSION,
        )
    in_order = [page for page, _ in listed] == [fragments.get(str(row)) for row in range(pages)]
    if not in_order or any(f"index/{chunk[2]}.pf_index" not in files for chunk in chunks):
        raise fault("Pagefind wrote an index that is not whole; build again")


def _as_script(module: bytes) -> bytes:
    """Turn Pagefind's reader, a module, into a script that puts its functions into
    `jianbao.pagefind`: a page from a disk may not load a module."""
    body, exported, names = module.rstrip().rstrip(b";").rpartition(b"export{")
    if not exported or not names.endswith(b"}") or b"createInstance" not in names:
        raise fault("Pagefind wrote an index of an unknown form")
    # Each instance gets its address as an argument.
    body = body.replace(b"import.meta.url", b"undefined")
    return b"(globalThis.jianbao??={}).pagefind=(()=>{" + body + b";return{" + names + b"})();\n"


def _unpack(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(_SIGNATURE)


def _cbor(stream: IO[bytes]) -> Any:
    """Read one value of Pagefind's CBOR: numbers, texts and lists of known length."""
    (head,) = stream.read(1)
    major, size = head >> 5, head & 31
    value = size if size < 24 else int.from_bytes(stream.read(1 << (size - 24)), "big")
    if major == 3:
        return stream.read(value).decode()
    if major == 4:
        return [_cbor(stream) for _ in range(value)]
    if major > 1:
        raise fault("Pagefind wrote an index of an unknown form")
    return value if major == 0 else -1 - value
