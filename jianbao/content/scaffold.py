"""Write the files of `new` and `init`: the skeleton of a bulletin, and a first archive.

Both are valid from the start, so that an editor begins with a site that builds.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jianbao.archive.model import Series
from jianbao.archive.places import Place, folder_for
from jianbao.base.dates import PartialDate
from jianbao.base.files import Folder, TooLargeError
from jianbao.base.problems import ConfigError, Location, problem
from jianbao.content.file_names import SERVICES
from jianbao.content.slips import STARTER_BODY, STARTER_TITLE
from jianbao.text import frontmatter


def bulletin(series: Series, issue: int | None, date: PartialDate | None) -> tuple[str, str]:
    """Return the path in content/ and the text of a bulletin to fill in. The file is named by the
    issue, or by the date if there is no issue; one of the two must be given."""
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
                "title": STARTER_TITLE,
                "kind": "feature",
                "attribution": None,
                "department": [],
                "county": [],
            }
        ],
    }
    text = frontmatter.join(mapping, f"## {STARTER_TITLE}\n\n{_BODY}\n")
    return Place(series.slug, folder_for(date), name).file, text


_BODY = (
    f"{STARTER_BODY}，段与段之间空一行。“一、”一级的小标题前加“### ”，“（一）”一级前加“#### ”。\n\n"
    "每篇文章以“## 标题”开头，标题、次序要与上面 articles 一栏一致；department 填报送单位，"
    "county 填文章涉及的县，都要用 authorities 文件夹里两张表中的名称。"
)


def _printed(date: PartialDate) -> str:
    month = f"{date.month}月" if date.month else ""
    return f"{date.year}年{month}{f'{date.day}日' if date.day else ''}"


def write(content: Path, path: str, text: str, shown: str = "content") -> None:
    """Write a new file below `content`. Raise ConfigError if it exists."""
    where = Location(f"{shown}/{path}")
    try:
        Folder(content).create(path, text.encode())
    except FileExistsError:
        fault = problem(where, "", "is there already: nothing was changed")
        raise ConfigError([fault]) from None
    except OSError as error:
        message = "cannot be written: {reason}"
        raise ConfigError([problem(where, "", message, reason=error.strerror or error)]) from error


def start(folder: Path, shown: str) -> list[str]:
    """Write a first archive into `folder`, which is new or empty, or holds a part of what an
    earlier call wrote. Return the files, relative to it. Raise ConfigError if the folder holds all
    of them, or anything else."""
    starter = {
        path: source.read_bytes()
        for path, source in _files(files(__package__).joinpath("starter"), "")
    }
    new = Folder(folder)
    for above in {path.rpartition("/")[0] for path in starter}:
        new.delete_leftovers(above)
    try:
        there = _written(new, starter)
        if there is None:
            message = "is not an empty folder: an archive begins in a new one"
            raise ConfigError([problem(Location(shown), "", message)])
        if len(there) == len(starter):
            message = "is there already: nothing was changed"
            raise ConfigError([problem(Location(shown), "", message)])
        for path in sorted(starter.keys() - there):
            new.create(path, starter[path])
    except OSError as error:
        message = "cannot be written: {reason}"
        reason = error.strerror or error
        raise ConfigError([problem(Location(shown), "", message, reason=reason)]) from error
    return list(starter)


def holds_archive(folder: Path) -> bool:
    try:
        return Folder(folder).has("content/site.yaml")
    except OSError:
        return False


def add_deployment(folder: Path, shown: str, service: str) -> str:
    """Write the file by which `service` builds and publishes the archive in `folder`. Return its
    path. Raise ConfigError if it exists."""
    path = SERVICES[service]
    text = files(__package__).joinpath("starter_ci", f"{service}.yml").read_text("utf-8")
    write(folder, path, text, shown)
    return path


def _written(folder: Folder, starter: Mapping[str, bytes]) -> set[str] | None:
    """Return the files of the starter archive that earlier calls wrote, or None if the folder holds
    anything else."""
    there = set()
    try:
        for entry in folder.walk():
            wanted = starter.get(entry.path)
            if wanted is None or folder.read(entry.path, len(wanted)) != wanted:
                return None
            there.add(entry.path)
    except (FileNotFoundError, NotADirectoryError) as error:
        return set() if isinstance(error, FileNotFoundError) else None
    except TooLargeError:
        return None
    return there


def sample_titles() -> frozenset[str]:
    """Return the titles of the bulletins and articles of a new archive."""
    texts = [
        source.read_text("utf-8")
        for path, source in _files(files(__package__).joinpath("starter"), "")
        if path.endswith(".md")
    ]
    found = re.findall(r"^(?:title: |## )(.+)$", "\n".join(texts), re.MULTILINE)
    return frozenset(found)


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{path}/")
        else:
            yield path, entry
