"""A document is published only if nothing that it holds is personal, by its content alone."""

import hashlib
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from jianbao.archive.model import ReadOriginal
from jianbao.base.cache import Cache
from jianbao.base.problems import ConvertError
from jianbao.content import load
from jianbao.outputs import document_search, originals

IDENTITY, MASKED = "11010519491231002X", "110***********002X"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", f"<w:document {WORD}>{body}</w:document>")
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def inside(document: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<w:p/>")
        package.writestr("word/embeddings/1.docx", document)
    return stream.getvalue()


def pdf(info: str, note: str) -> bytes:
    """Return a page without text, with properties and a note."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [<< /Type /Annot"
        f" /Subtype /Text /Rect [0 0 9 9] /Contents ({note}) >>] >>",
        f"<< /Author ({info}) >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n"
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        made + f"trailer << /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )


PAGE = "<!doctype html><html><body>{}</body></html>"
DOCUMENTS = {
    "text": f"证{IDENTITY}".encode(),
    "gb18030": f"证件{IDENTITY}号".encode("gb18030"),
    "hidden in a page": PAGE.format(f"<p style='display:none'>{IDENTITY}").encode(),
    "comment of a page": PAGE.format(f"<p>甲<!-- {IDENTITY} -->").encode(),
    "menu of a page": PAGE.format(f"<nav>{IDENTITY}</nav><p>甲").encode(),
    "script of a page": PAGE.format(f"<p>甲<script>var a='{IDENTITY}'</script>").encode(),
    "attribute of a page": PAGE.format(f"<p title='{IDENTITY}'>甲").encode(),
    "split in runs": docx(f"<w:p>{run(IDENTITY[:6])}{run(IDENTITY[6:])}</w:p>"),
    "hidden text": docx(f"<w:p>{run(IDENTITY, '<w:rPr><w:vanish/></w:rPr>')}</w:p>"),
    "deleted": docx(f"<w:p><w:del><w:r><w:delText>{IDENTITY}</w:delText></w:r></w:del></w:p>"),
    "deleted amid": docx(
        f"<w:p>{run(IDENTITY[:6])}<w:del><w:r><w:delText>99</w:delText></w:r></w:del>"
        f"{run(IDENTITY[6:])}</w:p>"
    ),
    "comment": docx("<w:p/>", comments=f"<w:comments {WORD}>{run(IDENTITY)}</w:comments>"),
    "author of a comment": docx("<w:p/>", comments=f'<w:comment w:author="{IDENTITY}"/>'),
    "property": docx("<w:p/>", core=f"<dc:creator>{IDENTITY}</dc:creator>"),
    "document inside": inside(docx(f"<w:p>{run(IDENTITY)}</w:p>")),
    "property of a PDF": pdf(IDENTITY, ""),
    "note of a PDF": pdf("", IDENTITY),
    "picture's own text": b"\x89PNG\r\n\x1a\n\0\0\0\x16tEXtAuthor\0" + IDENTITY.encode(),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_all_that_a_document_holds_is_searched(kind: str) -> None:
    assert document_search.search(DOCUMENTS[kind], "a").found == (MASKED,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 word/document.xml", "is damaged or locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is in no format that can be searched"),
        (b"%PDF-1.4 nothing", "the file is no sound PDF"),
    ],
)
def test_what_cannot_be_searched_is_not_published(content: bytes, message: str) -> None:
    with pytest.raises(ConvertError) as raised:
        document_search.search(content, "a")
    assert message in raised.value.problems[0].text()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return an archive with one bulletin, of a document that holds a number which its text does
    not."""
    typical = Path(__file__).parents[1] / "sites" / "typical" / "content"
    shutil.copytree(typical, tmp_path / "content")
    shutil.rmtree(tmp_path / "content" / "bulletins")
    folder = tmp_path / "content" / "bulletins" / "lanchuan-weisheng" / "2024"
    folder.mkdir(parents=True)
    document = tmp_path / "content" / "originals" / "a.txt"
    write(folder / "1.md", document, f"义诊，证件{IDENTITY}。".encode())
    return tmp_path / "content"


def write(bulletin: Path, document: Path, received: bytes, allowed: str = "") -> None:
    document.write_bytes(received)
    digest = hashlib.sha256(received).hexdigest()
    bulletin.write_text(
        f"---\ntitle: 一\nseries: lanchuan-weisheng\ndate: 2024-05-06\n"
        f"privacy_allowed: [{allowed}]\n"
        f"source: {{file: a.txt, sha256: {digest}, format: text}}\n"
        "articles:\n  - {title: 甲, kind: news}\n---\n\n## 甲\n\n义诊。\n",
        "utf-8",
    )


def reader(content: Path) -> ReadOriginal:
    return lambda name, _: (content / "originals" / name).read_bytes()


def test_a_document_is_withheld_by_what_it_holds_not_by_its_record(content: Path) -> None:
    folder = content / "originals"
    archive = load.load(content)
    assert archive.originals == ("a.txt",)
    withheld, (remark,) = originals.withhold(archive, reader(content), "originals", Cache())
    assert withheld.originals == ()
    assert remark.text() == (
        f"originals/a.txt: is not published, since it holds personal data ({MASKED}): its text is;"
        " where all of it may be public, list it so in privacy_allowed of"
        " content/bulletins/lanchuan-weisheng/2024/1.md"
    )
    bulletin = content / "bulletins/lanchuan-weisheng/2024/1.md"
    write(bulletin, folder / "a.txt", (folder / "a.txt").read_bytes(), allowed=MASKED)
    published, remarks = originals.withhold(
        load.load(content), reader(content), "originals", Cache()
    )
    assert (published.originals, remarks) == (("a.txt",), ())


def test_a_picture_is_published_only_with_its_record(content: Path) -> None:
    bulletin = content / "bulletins/lanchuan-weisheng/2024/1.md"
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9
    write(bulletin, content / "originals" / "a.txt", picture)

    def published() -> tuple[str, ...]:
        archive = load.load(content)
        return originals.withhold(archive, reader(content), "originals", Cache())[0].originals

    assert published() == ()
    bulletin.with_name("1.review.yaml").write_text("fields: {title: printed}\n", "utf-8")
    assert published() == ("a.txt",)


def test_a_document_is_searched_once(content: Path, tmp_path: Path) -> None:
    archive = load.load(content)
    with Cache(tmp_path / "cache.sqlite") as cache:
        first = originals.withhold(archive, reader(content), "originals", cache)
        again = originals.withhold(archive, reader(tmp_path / "gone"), "originals", cache)
    assert first == again
