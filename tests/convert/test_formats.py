"""One bulletin in every format: what is written to the archive must be the same."""

import documents
import documents_pdf
import pytest

from jianbao.archive.model import Series, Settings, Site, Taxonomy, Term
from jianbao.content import load
from jianbao.convert.conversion import Conversion, convert

SETTINGS = Settings(
    Site(
        title="澜川简报",
        description="澜川市的简报",
        language="zh-CN",
        series=(Series("lanchuan", "澜川卫生健康动态"),),
    ),
    Taxonomy(
        "county",
        (
            Term("qinghe", "青禾县", "county", code="990121"),
            Term("shiqiao", "石桥区", "district", code="990102"),
            Term("gaoxin", "高新区", "zone"),
        ),
    ),
    Taxonomy(
        "department",
        (
            Term("shi-wjw", "澜川市卫生健康委员会", "委局"),
            Term("qinghe-wjw", "青禾县卫生健康委员会", "委局", county="青禾县"),
            Term("shiqiao-cdc", "石桥区疾病预防控制中心", "中心", county="石桥区"),
            Term("gaoxin-wjzx", "高新区卫生健康中心", "中心", county="高新区"),
        ),
    ),
)


def converted(content: bytes, name: str) -> Conversion:
    return convert(content, name, SETTINGS)


def written(conversion: Conversion) -> str:
    """Return the Markdown without what names the source itself."""
    head, _, rest = conversion.markdown.partition("source:\n")
    return head + rest[rest.index("reviewed:") :]


@pytest.fixture(scope="module")
def plain() -> Conversion:
    return converted(documents.as_text().encode(), "a.txt")


def test_the_plain_text_is_whole(plain: Conversion) -> None:
    assert plain.articles == 3
    assert "| 柳河镇 | 24 | 3150 |" in plain.markdown
    assert plain.flags == ()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_web_page(plain: Conversion, charset: str) -> None:
    page = documents.as_html("TRS_Editor", charset).encode(charset)
    assert written(converted(page, "a.html")) == written(plain)


def test_word(plain: Conversion) -> None:
    assert written(converted(documents.as_docx(), "a.docx")) == written(plain)


def test_pdf(plain: Conversion) -> None:
    sheets = documents_pdf.sheets(documents_pdf.of_all_formats())
    conversion = converted(documents_pdf.pdf(sheets), "a.pdf")
    assert written(conversion) == written(plain)
    assert "format: pdf" in conversion.markdown
    assert conversion.flags == ()


@pytest.mark.slow
@documents_pdf.needs_font
def test_scan(plain: Conversion) -> None:
    sheets = documents_pdf.sheets(documents_pdf.of_all_formats())
    pictures = [documents_pdf.image(sheet, 150, skew=0.6, noise=40) for sheet in sheets]
    conversion = converted(documents_pdf.scanned_pdf(pictures), "a.pdf")
    assert written(conversion) == written(plain)
    assert "format: scan" in conversion.markdown
    scanned = [flag for flag in conversion.flags if flag.kind == "scan"]
    assert [(flag.text, flag.page) for flag in scanned] == [("第1页", 1), ("第2页", 2)]


def test_what_is_repaired_and_doubted_in_a_pdf_is_found_by_its_page() -> None:
    pieces = documents_pdf.of_all_formats()
    changed = [(style, text.replace("9个科室", "9个科室（13900001234）")) for style, text in pieces]
    conversion = converted(documents_pdf.pdf(documents_pdf.sheets(changed)), "a.pdf")
    assert [(flag.text, flag.page) for flag in conversion.flags] == [("139****1234", 2)]
    pages = {repair.page for repair in conversion.repairs}
    assert pages == {1, 2}
    review, problems = load.parse_review(conversion.review.encode(), "a.review.yaml")
    assert not problems
    assert review
    assert [flag.page for flag in review.flags] == [2]
    assert {repair.page for repair in review.repairs} == pages


def test_a_text_has_no_pages(plain: Conversion) -> None:
    assert "page:" not in plain.review
    assert {repair.page for repair in plain.repairs} <= {0}
