"""Writes an invented archive of any size, always the same for the same arguments.

    python tests/bench/generate.py DIR [--bulletins 10000] [--years 30] [--seed 1]

The text is meaningless but has the statistics of bulletins: a few thousand words of common
characters by Zipf's law, numbers, document numbers, names of offices and persons, Latin mixed
in, rare characters of every plane, and articles of 100 to 3,000 characters (600 on average).
"""

import argparse
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from jianbao.text import chinese, frontmatter

ARTICLES_A_BULLETIN = 8
FIRST_YEAR = 1995

# The 3,755 common characters of GB 2312, in its own order.
COMMON = [
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) < (0xD7, 0xFA)
]
RARE = "犇瀍垚㛃䶮堃喆𠮷𡋾𬭳𰻝"
MIXED = (
    "120急救站",
    "DIP付费",
    "PM2.5",
    "5G+远程会诊",
    "CT",
    "“互联网＋护理服务”",
    "３００张",
    "℃",
    "-3℃",
    "C++",
    "A|B",
    "PM 2.5",
    '"一站式"',
    '"三长" 联动 -',
    "第77期",
    "2024年第３期",
)
PARTICLES = "的一和在了为是对以等"
STOPS = "，，，，，、、。。；："

COUNTY_NAMES = (
    "青禾",
    "白鹭",
    "柳泉",
    "石桥",
    "云溪",
    "平湖",
    "沙洲",
    "龙门",
    "松岭",
    "金川",
    "临江",
)
OFFICES = (
    ("weijianwei", "卫生健康委员会", "委局"),
    ("yiyuan", "人民医院", "医院"),
    ("zhongyi", "中医院", "医院"),
    ("cdc", "疾病预防控制中心", "疾控中心"),
    ("fuyou", "妇幼保健院", "医院"),
    ("zhengfuban", "人民政府办公室", "办公室"),
)


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        characters = COMMON[:]
        self.random.shuffle(characters)
        by_use = [1 / (rank + 12) for rank in range(len(characters))]
        lengths = self.random.choices((1, 2, 3, 4), (4, 70, 14, 12), k=9_000)
        self.words = ["".join(self.random.choices(characters, by_use, k=n)) for n in lengths]
        self.word_weights = list(
            itertools.accumulate(1 / (rank + 30) for rank in range(len(self.words)))
        )
        self.surnames = characters[:200]

    def pick(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.word_weights, k=count)

    def name(self) -> str:
        given = self.random.choice(RARE) if self.random.random() < 0.03 else ""
        given += self.random.choice(COMMON)
        return self.random.choice(self.surnames) + given

    def phrase(self) -> str:
        chance = self.random.random()
        if chance < 0.86:
            return "".join(self.pick(self.random.randint(1, 4)))
        if chance < 0.92:
            return f"{self.random.randint(2, 9_999)}{self.random.choice('人个次项家')}"
        if chance < 0.94:
            return f"{self.random.uniform(0, 100):.1f}%"
        if chance < 0.95:
            year, number = self.random.randint(1995, 2024), self.random.randint(1, 200)
            return f"〔{year}〕{number}号"
        if chance < 0.97:
            return self.name()
        if chance < 0.99:
            return self.random.choice(MIXED)
        return f"“{''.join(self.pick(2))}”"

    def paragraph(self, length: int) -> str:
        parts: list[str] = []
        size = 0
        while size < length:
            part = self.phrase() + self.random.choice(PARTICLES)
            part += self.phrase() + self.random.choice(STOPS)
            parts.append(part)
            size += len(part)
        return "".join(parts)[:-1] + "。"

    def body(self) -> str:
        length = min(3_000, max(100, int(self.random.lognormvariate(6.2, 0.6))))
        blocks: list[str] = []
        while length > 0:
            share = min(length, self.random.randint(80, 400))
            if len(blocks) % 4 == 2:
                blocks.append(
                    f"### {'一二三四五六七八九十'[len(blocks) // 4 % 10]}、{self.title()}"
                )
            blocks.append(chinese.escape_markdown(self.paragraph(share)))
            length -= share
        return "\n\n".join(blocks)

    def title(self) -> str:
        return "".join(self.pick(self.random.randint(4, 9)))


def _settings() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    counties: list[dict[str, object]] = [
        {
            "slug": f"county-{number:02}",
            "name": f"{name}县",
            "kind": "county",
            "code": f"9912{number:02}",
            "aliases": [f"{name}"],
        }
        for number, name in enumerate(COUNTY_NAMES, start=1)
    ]
    departments: list[dict[str, object]] = [
        {
            "slug": f"county-{number:02}-{slug}",
            "name": f"{county}县{name}",
            "kind": kind,
            "county": f"{county}县",
        }
        for number, county in enumerate(COUNTY_NAMES, start=1)
        for slug, name, kind in OFFICES
    ]
    return counties, departments


def bulletins(count: int, years: int, seed: int) -> Iterator[tuple[str, str]]:
    """Pairs of a path in content/ and the text of the bulletin."""
    writer = _Writer(seed)
    counties, departments = _settings()
    for number in range(count):
        year = FIRST_YEAR + number * years // count
        issue = 1 + number - -(-(year - FIRST_YEAR) * count // years)
        day = 1 + (issue * 7) % 336
        date = f"{year}-{1 + day // 28:02}-{1 + day % 28:02}"
        articles: list[dict[str, object]] = []
        sections: list[str] = []
        for place in range(ARTICLES_A_BULLETIN):
            office = writer.random.choice(departments)
            county = str(office["county"])
            places = {county, str(writer.random.choice(counties)["name"])}
            articles.append(
                {
                    "title": writer.title(),
                    "kind": "brief" if place else "feature",
                    "attribution": str(office["name"]),
                    "department": [str(office["name"])],
                    "county": sorted(places) if writer.random.random() < 0.3 else [county],
                }
            )
            sections.append(
                f"## {chinese.escape_markdown(str(articles[-1]['title']))}\n\n{writer.body()}\n"
            )
        front: dict[str, frontmatter.Plain] = {
            "title": f"生成动态 {year}年第{issue}期",
            "series": ("shengcheng", "xinxi")[number % 5 == 0],
            "issue": issue,
            "date": date,
            "editor": writer.name(),
            "articles": articles,  # type: ignore[dict-item]
        }
        preface = f"{writer.paragraph(60)}\n\n" if number % 3 == 0 else ""
        path = f"bulletins/{front['series']}/{year}/{issue:03}.md"
        yield path, frontmatter.join(front, preface + "\n".join(sections))


def generate(content: Path, count: int, years: int, seed: int = 1) -> None:
    """Write an archive of `count` bulletins over `years` years into the folder `content`."""
    counties, departments = _settings()
    files = {
        "site.yaml": frontmatter.dump(
            {
                "title": "生成的档案",
                "language": "zh-CN",
                "series": [
                    {"slug": "shengcheng", "title": "生成动态"},
                    {"slug": "xinxi", "title": "生成信息"},
                ],
            }
        ),
        "authorities/counties.yaml": _list(counties),
        "authorities/departments.yaml": _list(departments),
    }
    for path, written in itertools.chain(files.items(), bulletins(count, years, seed)):
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written, encoding="utf-8")


def _list(entries: list[dict[str, object]]) -> str:
    lines = []
    for entry in entries:
        first, *rest = frontmatter.dump(entry).splitlines()  # type: ignore[arg-type]
        lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("content", type=Path, help="the folder to write")
    parser.add_argument("--bulletins", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.content, options.bulletins, options.years, options.seed)


if __name__ == "__main__":
    main()
