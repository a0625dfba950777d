"""What `new` and `init` write: the skeleton of a bulletin, and an archive to begin with.

Both are valid from the first moment, so that an editor begins with a site that builds.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jianbao.archive.model import Series
from jianbao.base.dates import PartialDate
from jianbao.base.problems import ConfigError, Location, problem
from jianbao.text import frontmatter

UNDATED = "undated"


def bulletin(series: Series, issue: int | None, date: PartialDate | None) -> tuple[str, str]:
    """A bulletin to fill in: its path in content/ and its text. The file is named by the issue,
    or by the date where there is none; one of the two must be given."""
    year = f"{date.year:04}" if date else UNDATED
    name = f"{issue:03}" if issue else str(date)
    printed = f"{f'{date.year}年' if date else ''}第{issue}期" if issue else None
    mapping: dict[str, frontmatter.Plain] = {
        "title": f"{series.title}{printed or date}",
        "series": series.slug,
        "issue": issue,
        "issue_printed": printed,
        "date": date,
        "date_printed": _printed(date) if date else None,
        "issuer": series.issuers[0] if series.issuers else None,
        "reviewed": False,
        "articles": [
            {
                "title": _TITLE,
                "kind": "feature",
                "attribution": None,
                "department": [],
                "county": [],
            }
        ],
    }
    text = frontmatter.join(mapping, f"## {_TITLE}\n\n{_BODY}\n")
    return f"bulletins/{series.slug}/{year}/{name}.md", text


_TITLE = "在这里写第一篇的标题"
_BODY = (
    "在这里写正文，段与段之间空一行。“一、”一级的小标题前加“### ”，“（一）”一级前加“#### ”。\n\n"
    "每篇文章以“## 标题”开头，标题、次序要与上面 articles 一栏一致；department 填报送单位，"
    "county 填文章涉及的县，都要用 authorities 文件夹里两张表中的名称。"
)


def _printed(date: PartialDate) -> str:
    month = f"{date.month}月" if date.month else ""
    return f"{date.year}年{month}{f'{date.day}日' if date.day else ''}"


def write(content: Path, path: str, text: str, shown: str = "content") -> None:
    """Write a new file below `content`. Raises ConfigError where there is one already."""
    target = content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:  # a full disk leaves no half of it
                target.unlink()
                raise
    except FileExistsError:
        fault = problem(Location(f"{shown}/{path}"), "", "is there already: nothing was changed")
        raise ConfigError([fault]) from None


def start(folder: Path, shown: str) -> list[str]:
    """Write an archive to begin with into `folder`, new or empty; the files, relative to it.
    Raises ConfigError for a folder that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "is not an empty folder: an archive begins in a new one"
        raise ConfigError([problem(Location(shown), "", message)])
    written = []
    for path, source in _files(files(__package__).joinpath("starter"), ""):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        written.append(path)
    return written


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{path}/")
        else:
            yield path, entry
