"""Measures how long an editor waits for a saved bulletin in `serve`.

    PYTHONPATH=tests python tests/bench/preview.py [--bulletins 1000] [--saves 5] [--chromium]

Starts `serve` on an invented archive, saves a bulletin, and asks for its page as an open browser
does, until it has the new text; with `--chromium`, a browser shows it. Does so when `serve` is at
rest, and again while the whole preview is built that follows. Says how long each took by the clock
and in processor seconds of the server (Linux only), and how long until the whole preview was built.
With `--program`, the `build.py` of another version is measured.
"""

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from playwright.sync_api import Page, sync_playwright

from bench.generate import generate

BUILD = Path(__file__).parents[2] / "build.py"
# Seconds after a save in which the build of the whole preview has begun.
BUILDING = 3.0
# The part of a processor above which the server does more than look for changes.
WORKING = 0.3
REST, BUILD_RUNS = "at rest", "while the preview is built"
BEGUN = time.perf_counter()


class Preview:
    """`serve` in a process of its own."""

    def __init__(self, program: Path, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, program, "--root", root, "--lang", "en", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        # Released by each build after the first.
        self.built = threading.Semaphore(0)
        self.address = ""
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        self._ready.wait()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            if self.address and line.startswith("built "):
                self.built.release()
            elif line.startswith("showing the site at "):
                self.address = line.split()[4].removeprefix("http://").rstrip("/")
                self._ready.set()
        self._ready.set()

    def processor_seconds(self) -> float:
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for_rest(self) -> None:
        """Wait until it has done what follows a build, such as to read the archive into memory."""
        while True:
            before = self.processor_seconds()
            time.sleep(1)
            if not self.processor_seconds() - before > WORKING:
                return


class Reader(Protocol):
    """Somebody who has a page of the preview open."""

    def begin(self) -> None:
        """Look at the page as it is."""

    def wait_for(self, text: str) -> None:
        """Look at the page until it has the text."""


class Asking:
    """Asks as the script in a page does, on one connection."""

    def __init__(self, address: str, page: str) -> None:
        self._browser = http.client.HTTPConnection(address)
        self._page = page
        self._state = b""

    def begin(self) -> None:
        self._browser.close()
        self._state = self._get("/.jianbao/builds")

    def wait_for(self, text: str) -> None:
        while True:
            state = self._get(f"/.jianbao/builds?{self._state.decode()}")
            if state != self._state and text.encode() in self._get(self._page):
                return

    def _get(self, path: str) -> bytes:
        self._browser.request("GET", path)
        return self._browser.getresponse().read()


@contextmanager
def asking(address: str, page: str) -> Iterator[Asking]:
    yield Asking(address, page)


class Chromium:
    """The page in a browser without a window."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def begin(self) -> None:
        """The page is open."""

    def wait_for(self, text: str) -> None:
        self._page.get_by_text(text).first.wait_for(state="visible")


@contextmanager
def chromium(address: str, page: str) -> Iterator[Chromium]:
    program = os.environ.get("JIANBAO_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        opened = browser.new_page()
        opened.goto(f"http://{address}{page}")
        yield Chromium(opened)
        browser.close()


@dataclass(frozen=True, slots=True)
class Saved:
    """Seconds from a save until it was shown, by the clock and of the processor."""

    shown: float
    processor: float


def saved(preview: Preview, reader: Reader, file: Path, number: int) -> Saved:
    """Save one sentence, and return how long it took until it was on the page."""
    head, sign, rest = file.read_text("utf-8").rpartition("。")
    sentence = f"第{number}次保存，{token_hex(3)}。"
    reader.begin()
    spent, start = preview.processor_seconds(), time.perf_counter()
    file.write_text(f"{head}{sign}{sentence}{rest}", "utf-8")
    reader.wait_for(sentence)
    return Saved(time.perf_counter() - start, preview.processor_seconds() - spent)


def measured(
    preview: Preview, reader: Reader, file: Path, number: int
) -> tuple[Saved, Saved, float]:
    """Save once at rest and once while the whole preview is built. Return both, and how long it
    took from the second until that was done."""
    preview.wait_for_rest()
    at_rest = saved(preview, reader, file, 2 * number - 1)
    tell(number, REST, at_rest)
    time.sleep(BUILDING)
    start = time.perf_counter()
    building = saved(preview, reader, file, 2 * number)
    tell(number, BUILD_RUNS, building)
    preview.built.acquire()
    preview.built.acquire()
    built = time.perf_counter() - start
    say(f"all built {built:.1f} s after it")
    return at_rest, building, built


def tell(number: int, when: str, one: Saved) -> None:
    say(f"save {number} {when}: shown {one.shown:.2f} s, processor {one.processor:.2f} s")


def say(line: str) -> None:
    print(
        f"[{time.perf_counter() - BEGUN:6.1f} s, load {os.getloadavg()[0]:4.1f}] {line}", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--program", type=Path, default=BUILD)
    parser.add_argument("--chromium", action="store_true", help="have a browser show the page")
    parser.add_argument("--root", type=Path, help="an archive that is there already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.root or Path(folder)
        if not options.root:
            generate(root / "content", options.bulletins, max(1, options.bulletins // 80))
        say("archive written")
        preview = Preview(options.program, root)
        try:
            say("first build done")
            file = max(max((root / "content/bulletins/shengcheng").iterdir()).glob("*.md"))
            page = f"/{file.relative_to(root / 'content').with_suffix('.html').as_posix()}"
            opened = chromium if options.chromium else asking
            with opened(preview.address, page) as reader:
                all_saves = [measured(preview, reader, file, n + 1) for n in range(options.saves)]
        finally:
            preview.process.terminate()
    at_rest, building, built = zip(*all_saves, strict=True)
    for name, saves in ((REST, at_rest), (BUILD_RUNS, building)):
        row(f"shown {name}", [one.shown for one in saves])
        row(f"processor {name}", [one.processor for one in saves])
    row("all built", built)


def row(name: str, seconds: Sequence[float]) -> None:
    print(f"{name:40} median {statistics.median(seconds):6.2f} s, most {max(seconds):6.2f} s")


if __name__ == "__main__":
    main()
