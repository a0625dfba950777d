"""The pages of PDFs and scans as pictures beside the text."""

import hashlib
from dataclasses import replace
from pathlib import Path

import documents_pdf
import pytest
from invented import archive, article, bulletin

from jianbao.archive import urls
from jianbao.archive.model import Archive, Flag, Provenance, Review
from jianbao.base.cache import Cache
from jianbao.base.pictures.clean import clean
from jianbao.base.problems import ContentError, Problems
from jianbao.convert.readers.pdf import page_images as rendering
from jianbao.outputs.page_images import content_of, with_page_images
from jianbao.pages import render

LAYOUTS = [Path(__file__).parents[2] / "layouts"]
SETTINGS = "content/site.yaml"


def made(document: bytes, page_images: bool | None = True) -> Archive:
    digest = hashlib.sha256(document).hexdigest()
    review = Review(flags=(Flag("typing_error", 3, "医共体", "请核对。", page=2),))
    source = Provenance("yuanjian.pdf", digest, "pdf")
    known = archive(bulletin(article(), source=source, review=review, reviewed=None))
    site = replace(known.site, page_images=page_images)
    return replace(known, site=site, originals=("yuanjian.pdf",))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    with Cache(tmp_path / "cache.sqlite") as opened:
        return opened


def test_a_pdf_is_shown_page_by_page_and_a_doubt_leads_to_its_page(cache: Cache) -> None:
    document = documents_pdf.pdf(documents_pdf.sheets()[:2])
    known = with_page_images(made(document), lambda *_: document, SETTINGS, cache, None)
    digest = hashlib.sha256(document).hexdigest()
    pictures = [content_of(one, digest, lambda *_: b"", cache) for one in known.page_images]
    assert [clean(picture).format for picture in pictures] == ["webp", "webp"]
    assert {image.width for image in known.page_images} == {1000}
    again = with_page_images(known, lambda *_: pytest.fail("read again"), SETTINGS, cache, None)
    assert again.page_images == known.page_images
    files = render.prepare(known, LAYOUTS).files()
    pages = {file.path: file.make().decode() for file in files if file.path.endswith(".html")}
    page = pages[urls.original_page(known.bulletins[0])]
    assert page.count("<img ") == 2
    assert '<a href="#p2">第2页</a>' in page
    assert 'id="p2"' in page
    article_page = pages[urls.article(known.bulletins[0], known.bulletins[0].articles[0])]
    assert 'original/lanchuan/2024/021.html#p2">第2页</a>' in article_page


def test_without_the_setting_no_document_is_read(cache: Cache) -> None:
    known = made(b"%PDF-", None)
    assert with_page_images(known, lambda *_: pytest.fail("read"), SETTINGS, cache, None) is known


def test_a_damaged_document_stays_a_link_and_is_named(cache: Cache) -> None:
    remarks = Problems()
    known = with_page_images(made(b"%PDF-1.4"), lambda *_: b"%PDF-1.4", SETTINGS, cache, remarks)
    assert known.page_images == ()
    [remark] = remarks
    assert remark.text().startswith("yuanjian.pdf: ")


def test_a_missing_library_is_named_at_the_setting(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "missing_library", lambda: "pypdfium2")
    with pytest.raises(ContentError) as caught:
        with_page_images(made(b"%PDF-"), lambda *_: b"", SETTINGS, cache, None)
    assert caught.value.problems[0].text().startswith("content/site.yaml: page_images: needs")
