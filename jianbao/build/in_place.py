"""What is at the place of a site: a site, a build that works on it, or what one left behind."""

import os
import re
from pathlib import Path

# Device and inode of a published tree.
Identity = tuple[int, int] | None


def identity(site: Path) -> Identity:
    """Return what distinguishes one published tree from the next, None if there is no site."""
    try:
        found = site.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_at_rest(site: Path) -> bool:
    """Return whether a site stands at `site`, and no build works on it or has left anything beside
    it."""
    return (
        site.is_dir()
        and not site.is_symlink()
        and not os.path.lexists(lock_file(site))
        and not any(any(site.parent.glob(pattern)) for pattern in leftovers(site))
    )


def lock_file(site: Path) -> Path:
    """Return the file that a build locks while it works on the site."""
    return site.with_name(f"{site.name}.lock")


def leftovers(site: Path) -> tuple[str, str]:
    """Return the patterns of the names that a killed build leaves beside a site: the old site, and
    the staged tree."""
    name = re.sub(r"([*?\[])", r"[\1]", site.name)
    return f"{name}.previous-????????", f"{name}.staging-????????"
