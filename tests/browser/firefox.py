"""Firefox, driven over Marionette, the protocol that it speaks itself: messages of JSON, each after
its length in bytes and a colon."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.download.folderList": 2,  # the folder that browser.download.dir names
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,  # any that is free, told by a file in the profile
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.server": "",
}
STARTS_WITHIN = 120


def executable() -> str | None:
    return (
        os.environ.get("JIANBAO_FIREFOX") or shutil.which("firefox") or shutil.which("firefox-esr")
    )


class Firefox:
    """One window of it, which downloads into the folder `downloads`."""

    def __init__(self, port: int, downloads: Path) -> None:
        self.downloads = downloads
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=STARTS_WITHIN)
        self._stream = self._connection.makefile("rwb")
        self._count = 0
        self._read()  # it introduces itself
        self.ask("WebDriver:NewSession")
        self.ask("WebDriver:SetTimeouts", script=60_000, pageLoad=60_000)

    def ask(self, command: str, **parameters: object) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, command, parameters]).encode()
        self._stream.write(b"%d:%s" % (len(message), message))
        self._stream.flush()
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _read(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox closed the connection")
            length += byte
        return json.loads(self._stream.read(int(length)))

    def close(self) -> None:
        self._stream.close()
        self._connection.close()

    def open(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def run(self, function: str, *arguments: object) -> Any:
        """What an async function in JavaScript returns, run in the page."""
        script = f"const done = arguments[arguments.length - 1]; ({function})(...arguments).then("
        script += "(value) => done({ value }), (error) => done({ error: String(error) }));"
        answer = self.ask("WebDriver:ExecuteAsyncScript", script=script, args=list(arguments))
        if "error" in answer["value"]:
            raise RuntimeError(answer["value"]["error"])
        return answer["value"].get("value")


@contextmanager
def started(program: str, profile: Path) -> Iterator[Firefox]:
    """A Firefox without a window, with a profile of its own in the empty folder `profile`."""
    downloads = profile / "downloads"
    downloads.mkdir()
    preferences = PREFERENCES | {"browser.download.dir": str(downloads)}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with (profile / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        with closing(Firefox(_port(process, profile), downloads)) as firefox:
            yield firefox
    finally:
        process.terminate()
        process.wait()


def _port(process: subprocess.Popen[bytes], profile: Path) -> int:
    told = profile / "MarionetteActivePort"
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        if told.is_file() and (port := told.read_text("utf-8").strip()):
            return int(port)
        time.sleep(0.05)
    raise RuntimeError(f"Firefox does not start: {(profile / 'output.txt').read_text('utf-8')}")
