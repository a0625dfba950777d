"""What conversion gives for each format: how true the text, how right the structure, at what cost.

    PYTHONPATH=tests python tests/bench/convert.py [--bulletins 6] [--seed 1] [--only PDF scan]

Invented bulletins are made in every format that can be made on this machine and converted, each
in a process of its own. Prints a table in Markdown, each figure over all bulletins of a format:

- characters: share that is right, by edit distance, full- and half-width punctuation apart;
- titles, offices, paragraphs: share that stands where it should, with at most a tenth misread;
- head, foot: issue number, date, issuing office and editor that are right;
- doubts: what the review record asks a person to look at, a page, and the share of bulletins that
  were refused;
- seconds: of the processor, all processes, a page; memory: the most that the program and the
  processes that it started each took. Both depend on the machine.
"""

import argparse
import functools
import itertools
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import documents
import documents_pdf
from documents import Piece

from jianbao.archive.model import Bulletin
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.convert.conversion import convert
from jianbao.text import markdown
from jianbao.text.chinese import strip_space

SETTINGS = load.load_settings(Path(__file__).parents[1] / "sites" / "typical" / "content")
MISREAD = 0.1
_WIDTHS = str.maketrans("，；：！？（）", ",;:!?()")

# --- invented bulletins --------------------------------------------------------------------------

OFFICES = (
    "青禾县卫生健康委",
    "石桥区卫生健康委",
    "白鹭县卫生健康委",
    "市疾控中心",
    "市第一人民医院",
    "委老龄健康科",
)
PLACES = ("青禾县", "石桥区", "白鹭县", "柳泉市", "云峰县", "高新区")
DOINGS = (
    "开展家庭医生签约服务",
    "推进紧密型医共体建设",
    "举办急救技能培训班",
    "启用智慧健康小屋",
    "组织老年人免费体检",
    "扎实做好汛期卫生防疫工作",
    "健全“三项机制”",
    "推行“一站式”结算",
)
AIMS = ("把健康服务送到家门口", "让群众看病少跑路", "推动优质资源下沉", "守护百姓“舌尖安全”")
HEADINGS = (
    "强化组织领导，压实工作责任",
    "突出重点人群，优化服务流程",
    "加强能力建设，提升服务水平",
    "完善保障措施，巩固工作成效",
)
CLAUSES = (
    "围绕群众看病远、取药难的问题",
    "整合县乡村三级医疗资源",
    "组织{n}支家庭医生团队进村入户",
    "累计服务群众{m}人次",
    "群众满意度达到{p}%",
    "投入资金{d}万元",
    "新建标准化村卫生室{n}个",
    "推行“五个一”工作法",
    "对行动不便的老年人和残疾人提供上门巡诊",
    "为每户建立电子健康档案",
    "严格落实首诊负责制和双向转诊制度",
    "每季度选派{n}名乡镇医生跟班学习",
    "重点学习慢性病管理、急救技能和中医适宜技术",
    "发放宣传资料{m}份",
    "开展“互联网＋护理服务”试点",
    "上线DRG付费管理系统，平均住院日缩短{d}天",
    "检查医疗机构{n}家，发现并整改问题{n}项",
    "空气质量优良天数同比增加{n}天，PM2.5均值为{n}微克/立方米",
    "血压、血糖规范管理率分别达到{p}%、{p}%",
    "邀请省级专家现场授课、带教查房",
    "对考核不合格的机构限期整改、跟踪问效",
)


class _Writer:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def clause(self) -> str:
        dice = self.dice
        return dice.choice(CLAUSES).format(
            n=dice.randint(2, 60),
            m=dice.randint(200, 30_000),
            p=f"{dice.uniform(60, 99):.1f}",
            d=f"{dice.uniform(1, 40):.2f}",
        )

    def paragraph(self, sentences: int) -> str:
        return "".join(
            "，".join(self.clause() for _ in range(self.dice.randint(2, 4))) + "。"
            for _ in range(sentences)
        )

    def bulletin(self, number: int, short: bool) -> Iterator[Piece]:
        dice = self.dice
        yield "masthead", "澜川卫生健康动态"
        yield "issue", f"2031年第{number}期"
        day = f"2031年{1 + number % 12}月{1 + number * 7 % 28}日"
        yield "sides", f"澜川市卫生健康委员会办公室|{day}"
        for _ in range(1 if short else dice.randint(1, 2)):
            yield from self.feature(short)
        for _ in range(1 if short else dice.randint(2, 5)):
            place = dice.choice(PLACES)
            text = (
                f"{1 + number % 12}月{dice.randint(1, 28)}日，{self.paragraph(1 if short else 2)}"
            )
            yield "brief", f"{place}{dice.choice(DOINGS)}。|{text}"
            yield "office", f"（{dice.choice(OFFICES)}）"
        yield "footer", "报：市委、市人大、市政府、市政协领导。"
        yield "footer", "送：省卫生健康委办公室，各县区卫生健康委。"
        yield "footer", "编辑：林安　审核：周宁"

    def feature(self, short: bool) -> Iterator[Piece]:
        dice = self.dice
        yield "title", dice.choice(PLACES) + dice.choice(DOINGS)
        if dice.random() < 0.6:
            yield "title", dice.choice(AIMS)
        yield "paragraph", "今年以来，" + self.paragraph(2)
        for sign, heading in zip("一二三四", HEADINGS[: 1 if short else 3], strict=False):
            yield "heading", f"{sign}、|{heading}"
            if not short and dice.random() < 0.3:
                for small, name in zip("一二", ("建立台账", "定期回访"), strict=True):
                    yield "subheading", f"（{small}）|{name}。{self.paragraph(1)}"
            for _ in range(1 if short else dice.randint(1, 3)):
                yield "paragraph", self.paragraph(dice.randint(2, 3))
        if not short and dice.random() < 0.5:
            yield "table", "乡镇|巡诊次数|服务人次"
            for name in ("柳河镇", "东山乡", "新庄镇"):
                yield "table", f"{name}|{dice.randint(5, 40)}|{dice.randint(300, 4_000)}"
        yield "office", f"（{dice.choice(OFFICES)}）"


@dataclass(slots=True)
class Article:
    title: str
    attribution: str
    paragraphs: list[str]


def truth(pieces: Sequence[Piece]) -> list[Article]:
    articles: list[Article] = []
    before = ""
    for style, text in pieces:
        plain = strip_space(text.replace("|", ""))
        if style == "title":
            if before == "title":
                articles[-1].title += plain
            else:
                articles.append(Article(plain, "", []))
        elif style == "brief":
            title, _, rest = text.partition("|")
            articles.append(Article(title.removesuffix("。"), "", [rest]))
        elif style == "office":
            articles[-1].attribution = plain.strip("（）")
        elif style == "table":
            articles[-1].paragraphs += text.split("|")
        elif articles and style != "footer":
            articles[-1].paragraphs.append(plain)
        before = style
    return articles


# --- formats -------------------------------------------------------------------------------------


def _printed(pieces: Sequence[Piece]) -> list[documents_pdf.Sheet]:
    return documents_pdf.sheets(documents_pdf.of_all_formats(pieces))


def _scanned(pieces: Sequence[Piece], dpi: int, skew: float, noise: int) -> bytes:
    return documents_pdf.scanned_pdf(
        [documents_pdf.image(sheet, dpi, skew, noise) for sheet in _printed(pieces)]
    )


def _picture(pieces: Sequence[Piece], kind: str, dpi: int, skew: float, noise: int) -> bytes:
    return documents_pdf.encoded(documents_pdf.image(_printed(pieces)[0], dpi, skew, noise), kind)


@functools.cache
def _saved_as(form: str, pieces: tuple[Piece, ...]) -> bytes:
    """The Word document as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.docx").write_bytes(documents.as_docx(pieces))
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", form, "--outdir", name, str(folder / "a.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / f"a.{form.partition(':')[0]}").read_bytes()


_PRINT_STYLE = """<!DOCTYPE html><meta charset="utf-8"><style>
@page { size: A4; margin: 30mm 28mm } body { font: 16pt/28pt serif; text-align: justify }
p { margin: 0 } .masthead { font: 700 36pt serif; color: #d00; text-align: center; margin: 12pt 0 }
.issue, .title { text-align: center; font-weight: 700 } .issue { margin: 12pt 0 }
.title { font-size: 20pt; line-height: 34pt } .office { text-align: right }
.sides { display: flex; justify-content: space-between; border-bottom: 2px solid #d00 }
.heading { font-weight: 700 } .paragraph, .heading, .subheading, .brief { text-indent: 2em }
table { border-collapse: collapse } td { border: 1px solid; padding: 0 1em }
</style>"""


def _printed_by_browser(pieces: tuple[Piece, ...]) -> bytes:
    page = _PRINT_STYLE
    for style, text in pieces:
        cells = [escape(cell) for cell in text.split("|")]
        if style == "table":
            page += "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"
        elif style == "sides":
            page += f'<p class="sides"><span>{cells[0]}</span><span>{cells[1]}</span></p>'
        elif style == "brief":
            page += f'<p class="brief"><b>{cells[0]}</b>{cells[1]}</p>'
        else:
            page += f'<p class="{style}">{"".join(cells)}</p>'
    page = page.replace("</table><table>", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.html").write_text(page, "utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            f"--user-data-dir={folder / 'profile'}",
        ]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={folder / 'a.pdf'}"]
        command.append((folder / "a.html").as_uri())
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / "a.pdf").read_bytes()


@dataclass(frozen=True, slots=True)
class Format:
    """`needs` is a program without which it cannot be made or read; `short`: a page at most."""

    name: str
    make: Callable[[tuple[Piece, ...]], bytes]
    needs: str = ""
    short: bool = False


FORMATS = (
    Format("text, UTF-8", lambda p: documents.as_text(p).encode()),
    Format("text, GB18030", lambda p: documents.as_text(p).encode("gb18030")),
    Format("text, UTF-16", lambda p: documents.as_text(p).encode("utf-16")),
    Format("HTML, UTF-8", lambda p: documents.as_html(pieces=p).encode()),
    Format(
        "HTML, GB18030 labelled gb2312",
        lambda p: documents.as_html("UCAP", "gb2312", p).encode("gb18030"),
    ),
    Format("HTML, UTF-16", lambda p: documents.as_html("zoom", "utf-16", p).encode("utf-16")),
    Format(
        "HTML, tables as layout", lambda p: documents.as_html("layout tables", pieces=p).encode()
    ),
    Format("DOCX", documents.as_docx),
    Format("DOC (also WPS)", lambda p: _saved_as("doc:MS Word 97", p), "soffice"),
    Format("RTF", lambda p: _saved_as("rtf", p), "soffice"),
    Format("ODT", lambda p: _saved_as("odt", p), "soffice"),
    Format("PDF, by reportlab", lambda p: documents_pdf.pdf(_printed(p))),
    Format("PDF, by LibreOffice", lambda p: _saved_as("pdf", p), "soffice"),
    Format("PDF, by Chromium", _printed_by_browser, "chromium"),
    Format("scanned PDF, 200 dpi, straight", lambda p: _scanned(p, 200, 0, 0)),
    Format("scanned PDF, 150 dpi, 0.6° askew, noisy", lambda p: _scanned(p, 150, 0.6, 40)),
    Format("scanned PDF, 150 dpi, 1.3° askew, noisier", lambda p: _scanned(p, 150, 1.3, 60)),
    Format("PNG, 200 dpi", lambda p: _picture(p, "PNG", 200, 0, 0), short=True),
    Format("JPEG, 150 dpi, 1° askew, noisy", lambda p: _picture(p, "JPEG", 150, 1, 50), short=True),
)

# --- measuring -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    own: float
    others: float


def measured(content: bytes) -> tuple[Bulletin | str, int, Cost]:
    """The bulletin (or why there is none), its doubts and the cost, in this process."""
    convert(documents.as_text().encode(), "first.txt", SETTINGS)  # Loads what each conversion uses.
    before = _seconds()
    made: Bulletin | str | None
    doubts = 0
    try:
        conversion = convert(content, "bulletin", SETTINGS)
    except ConvertError as error:
        made = str(error)
    else:
        path = f"content/bulletins/{conversion.series}/{conversion.folder}/{conversion.name}.md"
        parsed = load.parse_bulletin(conversion.markdown.encode(), path, SETTINGS)
        made, doubts = parsed.bulletin, len(conversion.flags)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    own, others = (resource.getrusage(who).ru_maxrss / unit for who in _WHOSE)
    return made or "the converted file has problems", doubts, Cost(_seconds() - before, own, others)


_WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _seconds() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, _WHOSE))


@dataclass(slots=True)
class Score:
    """Counts of what is right and of what there is."""

    right: int = 0
    all: int = 0

    def add(self, right: float, all_: int = 1) -> None:
        self.right += int(right)
        self.all += all_

    def __str__(self) -> str:
        if not self.all:
            return "–"
        share = 100 * self.right / self.all
        return "100 %" if self.right == self.all else f"{min(share, 99.99):.2f} %"


def _alike(a: str, b: str) -> bool:
    a, b = strip_space(a).translate(_WIDTHS), strip_space(b).translate(_WIDTHS)
    if a == b:
        return True
    return abs(len(a) - len(b)) <= MISREAD * len(a) and distance(a, b) <= MISREAD * len(a)


def distance(a: str, b: str) -> int:
    """Levenshtein's, without the work for what both begin and end with."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if start is None:
        return abs(len(a) - len(b))
    a, b = a[start:], b[start:]
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), None)
    end = min(len(a), len(b)) if end is None else end
    return documents.distance(a[: len(a) - end], b[: len(b) - end])


@dataclass(slots=True)
class Scores:
    characters: Score
    titles: Score
    offices: Score
    paragraphs: Score
    frame: Score

    def compare(self, pieces: Sequence[Piece], made: Bulletin | None) -> None:
        wanted = truth(pieces)
        got = [
            Article(a.title, a.attribution or "", list(markdown.plain_blocks(a.body)))
            for a in (made.articles if made else ())
        ]
        text, read = _whole(wanted), _whole(got)
        self.characters.add(max(0, len(text) - distance(text, read)), len(text))
        place = 0
        for article in wanted:
            found = next(
                (n for n in range(place, len(got)) if _alike(article.title, got[n].title)), None
            )
            same = got[found] if found is not None else Article("", "", [])
            place = place if found is None else found + 1
            self.titles.add(found is not None)
            self.offices.add(_alike(article.attribution, same.attribution))
            self.paragraphs.add(
                _in_order(article.paragraphs, same.paragraphs), len(article.paragraphs)
            )
        lines = dict(pieces)
        issuer, _, day = lines["sides"].partition("|")
        self.frame.add(made is not None and lines["issue"] == f"2031年第{made.issue}期")
        self.frame.add(made is not None and strip_space(made.date_printed or "") == day)
        self.frame.add(made is not None and made.issuer == issuer)
        self.frame.add(made is not None and made.editor == "林安")


def _whole(articles: Sequence[Article]) -> str:
    texts = ("".join((a.title, *a.paragraphs, a.attribution)) for a in articles)
    return strip_space("".join(texts)).translate(_WIDTHS)


def _in_order(wanted: Sequence[str], got: Sequence[str]) -> int:
    """How many of the paragraphs are found, each after the one before it."""
    place = count = 0
    for text in wanted:
        found = next((n for n in range(place, len(got)) if _alike(text, got[n])), None)
        if found is not None:
            place, count = found + 1, count + 1
    return count


def report(form: Format, bulletins: Sequence[tuple[Piece, ...]], context: Any) -> str:
    scores = Scores(*(Score() for _ in range(5)))
    costs: list[Cost] = []
    pages = doubts = refused = 0
    for pieces in bulletins:
        with context.Pool(1) as pool:
            made, flags, cost = pool.apply(measured, (form.make(pieces),))
        if isinstance(made, str):
            print(f"{form.name}: {made}", file=sys.stderr)
            refused += 1
        scores.compare(pieces, None if isinstance(made, str) else made)
        costs.append(cost)
        pages += len(_printed(pieces))
        doubts += flags
    parts = (scores.characters, scores.titles, scores.offices, scores.paragraphs, scores.frame)
    own, others = max(c.own for c in costs), max(c.others for c in costs)
    seconds = sum(c.seconds for c in costs) / pages
    looks = f"{doubts / pages:.1f}" + (f", {refused} refused" if refused else "")
    cells = (form.name, *map(str, parts), looks, f"{seconds:.2f}", f"{own:.0f} + {others:.0f} MB")
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="+", default=[""], help="formats whose names hold one of these"
    )
    options = parser.parse_args()
    writer = _Writer(options.seed)
    long = [tuple(writer.bulletin(n, short=False)) for n in range(1, options.bulletins + 1)]
    tried = (tuple(writer.bulletin(n, short=True)) for n in itertools.count(1))
    fitting = (pieces for pieces in tried if len(_printed(pieces)) == 1)
    short = list(itertools.islice(fitting, options.bulletins))
    print(
        "| format | characters | titles | offices | paragraphs | head, foot | doubts a page "
        "| seconds a page | memory |\n|---|---|---|---|---|---|---|---|---|"
    )
    context = multiprocessing.get_context("spawn")
    for form in FORMATS:
        if not any(word in form.name for word in options.only):
            continue
        if form.needs and shutil.which(form.needs) is None:
            print(f"| {form.name} | not measured: no {form.needs} |||||||", flush=True)
        else:
            print(report(form, short if form.short else long, context), flush=True)


if __name__ == "__main__":
    main()
