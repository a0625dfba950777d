"""Names that cloud drives, file managers and office programs give to a second copy of a file."""

import re
from collections.abc import Collection

_MACHINE = (
    r"(?:DESKTOP|LAPTOP|WIN|PC|MININT)-?[A-Z0-9]*|[^-]*-(?:PC|MacBook|iMac|Mac)"
    r"|.*的(?:电脑|计算机|笔记本|MacBook|iMac|Mac).*"
)
_NUMBER = r"[ _]?[(（\[【]\d{1,3}[)）\]】]"

# Patterns of copies' names, without the ending: Dropbox, OneDrive, iCloud, Syncthing, Nextcloud,
# 坚果云, WPS 云文档, Windows, macOS and browsers.
_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<file>.+?){_NUMBER}",  # 001 (1)
        r"(?P<file>.+?) \d{1,2}",  # 001 2
        r"(?P<file>.+?)~\d{1,3}",  # 001~1
        rf"(?P<file>.+?)[ _-]*(?:的?副本|拷贝|备份|copy)(?:[ _]?\d{{1,3}}|{_NUMBER})?",
        r"(?:副本|拷贝|copy of)[ _-]*(?P<file>.+)",
        r"(?P<file>.+?)[ _.-]*[(（\[【][^()（）]*(?:冲突|conflict|副本|copy)[^()（）]*[)）\]】]",
        r"(?P<file>.+?)[ _.-]+(?:冲突|sync-conflict|conflict|case-conflict)\S*.*",
        rf"(?P<file>.+?)[ _]?-(?:{_MACHINE})(?:-\d+)?",
    )
)


def copied_from(stem: str, present: Collection[str]) -> str | None:
    """Return the name in `present` that `stem` is a copy's name of, or None. All are without
    endings."""
    for pattern in _COPIES:
        match = pattern.fullmatch(stem)
        if match and match["file"] != stem and match["file"] in present:
            return match["file"]
    return None
