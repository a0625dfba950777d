"""Whatever `convert` accepts makes an archive that can be built. If content needs a person first,
the message names a file in content/."""

import shutil
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import archives
import documents
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianbao.base.problems import JianbaoError, Problem
from jianbao.build import pipeline
from jianbao.build.paths import Paths
from jianbao.content import load
from jianbao.editing.convert_folder import take_in

ROOT = Path(__file__).parents[2]
SITES = ROOT / "tests" / "sites"
CASES = sorted((ROOT / "tests" / "cases" / "convert").glob("*.txt"))

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><p>{line}</p><div id="zoom">{text}</div></body></html>"""

Document = tuple[str, bytes]


def built(documents: Sequence[Document], site: str = "") -> tuple[int, list[Problem]]:
    """How many of `documents` a new archive (or that of tests/sites) accepts, and what keeps it
    from being built afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root, received = Path(folder, "archive"), Path(folder, "received")
        if site:
            shutil.copytree(SITES / site, root)
        else:
            archives.start(root)
        write = archives.writer(received)
        for name, received_as in documents:
            write(name, received_as)
        content = root / "content"
        named = sorted(received.iterdir())
        taken = list(take_in(named, load.load_settings(content), content))
        paths = Paths(root, content, (ROOT / "layouts",), root / "site")
        try:
            pipeline.check(paths)
        except JianbaoError as error:
            return sum(bool(one.outcome) for one in taken), list(error.problems)
    return sum(bool(one.outcome) for one in taken), []


def web_page(title: str, line: str, text: str) -> bytes:
    values = {"title": escape(title), "line": escape(line), "text": text}
    return PAGE.format(**values).encode()


# --- documents of every sort ------------------------------------------------------------------

TITLES = st.sampled_from(
    [
        "关于做好春季义诊工作的消息",
        "柳泉市公布一季度卫生健康工作情况",
        "青禾县：开展“三项”行动 <试行> & 说明",
        "# 一个 *标题* [见附件](a.html)",
        "2024年3月",
    ]
)
LINES = st.builds(
    "{}{}".format,
    st.sampled_from(["", "发布时间：2016-11-22 ", "日期：2024年3月11日 ", "2019-05 "]),
    st.sampled_from(["", "来源：本站", "来源：青禾县卫生健康委员会", "作者：张三"]),
)
PARAGRAPHS = st.sampled_from(
    [
        "有关部门组织医疗专家开展活动，服务群众120人次，发放宣传资料1500份，受到群众欢迎。",
        "下一步，将持续推动优质医疗资源下沉到村，方便群众就医。",
        "一、基本情况",
        "（一）加强领导。成立专班，落实责任，定期调度。",
        "1. 第一项工作；2. 第二项工作。*注：数据截至3月底_",
        "<a href='/x/y.html'>点击查看</a>详细内容，或访问 <a href='javascript:void(0)'>此处</a>。",
        "&lt;script&gt;alert(1)&lt;/script&gt; 与 [链接](../../x.md) 及 `代码`",
        "<img src='x.png' alt='图'>",
        "<table><tr><td>县区</td><td>人次</td></tr><tr><td>青禾县</td><td>3150</td></tr></table>",
    ]
)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=6).map(
    lambda paragraphs: "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
)
WEB_PAGES = st.builds(web_page, TITLES, LINES, TEXTS).map(lambda content: (".html", content))
TEXT_FILES = st.sampled_from(CASES).map(lambda path: (".txt", path.read_bytes()))
BULLETINS = st.sampled_from(
    [
        (".docx", documents.as_docx()),
        (".txt", documents.as_text().encode()),
        *((".html", documents.as_html(shape).encode()) for shape in documents.SHAPES),
    ]
)
RECEIVED = st.lists(st.one_of(WEB_PAGES, TEXT_FILES, BULLETINS), min_size=1, max_size=5)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(RECEIVED, st.sampled_from(["", "minimal", "typical"]))
def test_whatever_is_accepted_builds(received: list[Document], site: str) -> None:
    named = [(f"{n}{ending}", content) for n, (ending, content) in enumerate(received)]
    _, problems = built(named, site)
    assert [p for p in problems if not p.location.path.startswith("content/")] == []


THREE = [
    ("1.html", "关于做好春季义诊工作的消息", "发布时间：2024-03-11 来源：本站"),
    ("2.html", "柳泉市公布一季度卫生健康工作情况", "发布时间：2016-11-22 来源：本站"),
    ("3.html", "柳泉市部署夏季传染病防控工作", "发布时间：2018-05-17 来源：本站"),
]


@pytest.mark.parametrize("pages", [THREE, THREE[:1], THREE[1:]])
@pytest.mark.parametrize("site", ["", "typical"])
def test_web_pages_that_name_no_known_office(pages: list[tuple[str, str, str]], site: str) -> None:
    text = "<p>有关部门组织专家开展活动，服务群众120人次。</p><p>下一步，将持续推动资源下沉。</p>"
    received = [(name, web_page(title, line, text)) for name, title, line in pages]
    assert built(received, site) == (len(pages), [])


@pytest.mark.slow
def test_every_case_of_conversion_builds() -> None:
    accepted, problems = built([(path.name, path.read_bytes()) for path in CASES])
    assert accepted == len(CASES)
    # One page of an office names a person with a mobile number, which waits for a person.
    assert [problem.values for problem in problems] == [(("masked", "138****5678"),)]
