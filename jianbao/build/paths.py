"""The folders of an archive. Imports little: every command begins here."""

from dataclasses import dataclass
from pathlib import Path

from jianbao.base.files import without_links


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of an archive. `content_shown` and `site_shown` are their names in messages."""

    root: Path
    content: Path
    layouts: tuple[Path, ...]
    site: Path
    content_shown: str = "content"
    site_shown: str = "site"

    @property
    def work(self) -> Path:
        """Return the folder for what later builds may use again."""
        return self.root / ".jianbao"

    @property
    def cache(self) -> Path:
        """Return the file of the cache."""
        return self.work / "cache.sqlite"


def layout_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders in which layouts are looked for, in this order: the archive's own, then
    those that come with this package."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "layouts"
    own = root / "layouts"
    shipped = installed if installed.is_dir() else package.parent / "layouts"
    return (own,) if without_links(own) == shipped else (own, shipped)
