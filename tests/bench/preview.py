"""Measures how long an editor waits for a saved bulletin in `serve`.

    PYTHONPATH=tests python tests/bench/preview.py [--bulletins 1000] [--saves 5]

Starts `serve` on an invented archive, saves a bulletin, and asks for its page as an open browser
does, until it has the new text. Says how long that took, by the clock and in processor seconds of
the server (Linux only), and how long the build of the whole preview took that follows. With
`--program`, the `build.py` of another version is measured.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.generate import generate

BUILD = Path(__file__).parents[2] / "build.py"
# As often as the script in a page asks.
ASKING = 0.05


class Preview:
    """`serve` in a process of its own."""

    def __init__(self, program: Path, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, program, "--root", root, "--lang", "en", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.built = threading.Semaphore(0)
        self.address = ""
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        self._ready.wait()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            if line.startswith("built "):
                self.built.release()
            elif line.startswith("showing the site at "):
                self.address = line.split()[4].removeprefix("http://").rstrip("/")
                self._ready.set()
        self._ready.set()

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(self.address)
        connection.request("GET", path)
        body = connection.getresponse().read()
        connection.close()
        return body

    def processor_seconds(self) -> float:
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def saved(preview: Preview, file: Path, page: str, number: int) -> tuple[float, float, float]:
    """Save one sentence. Return the seconds until it was on the page, those of the processor, and
    those until the whole preview was built."""
    head, sign, rest = file.read_text("utf-8").rpartition("。")
    sentence = f"第{number}次保存。"
    state = preview.get("/.jianbao/builds")
    spent = preview.processor_seconds()
    start = time.perf_counter()
    file.write_text(f"{head}{sign}{sentence}{rest}", "utf-8")
    while True:
        time.sleep(ASKING)
        now = preview.get("/.jianbao/builds")
        if now != state and sentence.encode() in preview.get(page):
            break
    shown = time.perf_counter() - start
    spent = preview.processor_seconds() - spent
    preview.built.acquire()
    return shown, spent, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--program", type=Path, default=BUILD)
    parser.add_argument("--root", type=Path, help="an archive that is there already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.root or Path(folder)
        if not options.root:
            generate(root / "content", options.bulletins, max(1, options.bulletins // 80))
        preview = Preview(options.program, root)
        try:
            preview.built.acquire()
            time.sleep(10)  # it reads the archive into memory
            file = max(max((root / "content/bulletins/shengcheng").iterdir()).glob("*.md"))
            page = f"/{file.relative_to(root / 'content').with_suffix('.html').as_posix()}"
            measured = [saved(preview, file, page, n) for n in range(1, options.saves + 1)]
        finally:
            preview.process.terminate()
    for name, column in zip(
        ("on the screen", "processor", "all built"), zip(*measured, strict=True), strict=True
    ):
        print(f"{name:14} median {statistics.median(column):6.2f} s, most {max(column):6.2f} s")


if __name__ == "__main__":
    main()
