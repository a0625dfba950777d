"""The source of a web page cut before the parser: nothing of it is dropped unseen."""

import pytest

from jianbao.convert.readers.web import html, source

SENTENCE = "医疗队进村入户，为群众免费体检，服务群众320人次。"
ARTICLE = "<div id='UCAP-CONTENT'><h1>青禾县开展义诊</h1><p>近日，青禾县组织义诊。</p>{}</div>"


def read(page: str) -> tuple[str, dict[str, str]]:
    """Return the text of the blocks, and of the removals by reason."""
    document = html.read(page.encode(), "a.html")
    assert "plain_reading" not in {doubt.kind for doubt in document.doubts}
    removed: dict[str, str] = {}
    for removal in document.removals:
        removed[removal.reason] = removed.get(removal.reason, "") + removal.text
    return "\n".join(block.text for block in document.blocks), removed


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>首页</p></body></html>" + ARTICLE.format(f"<p>{SENTENCE}</p>"),
        f"<html><body>{ARTICLE.format('')}</body></html>\n<html><body><p>{SENTENCE}</p></body></html>",
        f"<body>{ARTICLE.format(f'</body><p>{SENTENCE}</p>')}",
        f"{ARTICLE.format(f'</html><p>{SENTENCE}</p>')}",
        ARTICLE.format(f"<head><title>又一页</title></head><p>{SENTENCE}</p>"),
        ARTICLE.format(f"<frameset><frame src=a><p>{SENTENCE}</p></frameset>"),
        ARTICLE.format(f"<!-- 未完的注释 <p>{SENTENCE}</p>"),
        ARTICLE.format(f"<![CDATA[{SENTENCE}]]>"),
        ARTICLE.format(f"<![CDATA[<p>{SENTENCE}</p>"),
        ARTICLE.format(f"<style>p {{color: red}} <p>{SENTENCE}</p>"),
        ARTICLE.format(f"<script>var a = 1;<p>{SENTENCE}</p>"),
        ARTICLE.format(f"<title>另一个标题<p>{SENTENCE}</p>"),
        ARTICLE.format(f"<table><tr><td>甲</td></tr>{SENTENCE}</table>"),
        ARTICLE.format(f"<p>\0{SENTENCE[:9]}\0{SENTENCE[9:]}</p>"),
        ARTICLE.format(f"<p>\x1a{SENTENCE}</p>"),
        ARTICLE.format(f"<p>&#0;&#x1a;&#xd800;{SENTENCE}</p>"),
        ARTICLE.format(f'<p><a href="x>{SENTENCE}</a><img src="a.jpg"></p>'),
        ARTICLE.format(f"<plaintext>{SENTENCE}"),
        ARTICLE.format(f"<xmp>{SENTENCE}</xmp>"),
        ARTICLE.format(f"<p {SENTENCE}"),
        ARTICLE.format(f"<p>{SENTENCE[:5]}<</p><p>{SENTENCE[5:]}</p>").replace("<<", "<"),
        ARTICLE.format(f"<svg><title>图</title></svg><p>{SENTENCE}</p>"),
    ],
)
def test_text_that_a_parser_drops_is_kept(page: str) -> None:
    text, _ = read(page)
    assert SENTENCE in text.replace("\n", "")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<noscript>{}</noscript>", "noscript"),
        ("<textarea>{}</textarea>", "form-control"),
        ("<select><option>{}</option></select>", "form-control"),
        ("<iframe><p>{}</p></iframe>", "embedded"),
        ("<object>{}</object>", "embedded"),
        ("<template><p>{}</p></template>", "hidden"),
        ("<!-- 甲 <!-- <p>{}</p> -->", "comment"),
        ("<a title='<p>{}</p>'>甲</a>", "attribute"),
        ("<title>青禾县</title><title>{}</title>", "title"),
        ("<!note {}>", "markup"),
    ],
)
def test_text_that_is_not_shown_is_a_removal(markup: str, reason: str) -> None:
    body = "<p>今年以来，青禾县组织专家进村入户，累计义诊320场次，受到群众欢迎。</p>" * 3
    text, removed = read(ARTICLE.format(body + markup.format(SENTENCE)))
    assert SENTENCE not in text
    assert SENTENCE in removed[reason]


def test_the_other_pages_of_a_saved_page_are_removals() -> None:
    parts = [ARTICLE.format(""), f"<p>{SENTENCE}</p>"]
    saved = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + "".join(
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{part}\n" for part in parts
    )
    text, removed = read(f"{saved}--b--\n")
    assert SENTENCE not in text
    assert SENTENCE in removed["embedded"]


@pytest.mark.parametrize(
    "mark", ["<!--", "<", "<![CDATA[", "</", '<a ="', "<script>", "<title>", "&", "<p"]
)
def test_the_cost_of_cutting_is_linear(mark: str) -> None:
    """100 kB of what opens and never closes; quadratic, each takes minutes."""
    assert source.cut(mark * (100_000 // len(mark)))
