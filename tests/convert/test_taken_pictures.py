"""The pictures of documents come into the archive with their captions, and decoration does not."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from jianbao.archive.model import Series, Settings, Site, Taxonomy
from jianbao.content import load
from jianbao.convert.blocks import Block, Document, PictureFile
from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.taken_pictures import illustrated
from jianbao.editing.convert_folder import take_in

SETTINGS = Settings(
    Site(
        title="库",
        series=(Series("qinghe-xinxi", "青禾信息"), Series("news", "青禾新闻", "news")),
    ),
    Taxonomy("county"),
    Taxonomy("department"),
)
HEAD = ("青禾信息", "第7期", "青禾县人民政府办公室　2024年5月17日", "我县举办春季义诊")
FIRST = "5月12日，青禾县卫生健康委员会举办春季义诊，服务群众320人次，深受群众欢迎。"
SECOND = "活动发放宣传资料一千份，接受咨询二百人次，群众反映良好。"


def photograph(seed: int = 1, size: tuple[int, int] = (400, 300), kind: str = "JPEG") -> bytes:
    """A picture with a camera's name; another `seed` makes another picture."""
    exif = Image.Exif()
    exif[0x010F] = "Huawei"
    out = io.BytesIO()
    Image.new("RGB", size, (seed * 40 % 256, 120, 90)).save(out, kind, exif=exif)
    return out.getvalue()


def word(*parts: str | bytes) -> bytes:
    """A Word document of paragraphs and pictures."""
    document = docx.Document()
    for part in (*HEAD, *parts, "（县卫健委）"):
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            document.add_picture(io.BytesIO(part))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(*parts: str) -> bytes:
    body = "".join(f"<p>{part}</p>" for part in parts)
    return (
        "<html><head><meta charset=utf-8><title>青禾县举办义诊</title></head><body>"
        "<h1>青禾县举办义诊</h1><p>发布时间：2024-05-18 来源：青禾县人民政府办公室</p>"
        f"<div class=content>{body}</div></body></html>"
    ).encode()


def body(made: Conversion) -> list[str]:
    return made.markdown.partition("\n## ")[2].split("\n\n")[1:]


def name(made: Conversion, number: int = 0) -> str:
    return made.pictures[number].name


def doubts(made: Conversion) -> list[str]:
    return [flag.kind for flag in made.flags if flag.kind.startswith("picture")]


# --- Word ---------------------------------------------------------------------------------------


def test_a_photograph_in_word_keeps_its_place_and_its_caption() -> None:
    document = word(FIRST, photograph(), "图为义诊现场。王小明摄", SECOND)
    made = convert(document, "a.docx", SETTINGS)
    assert body(made) == [
        FIRST,
        f"![图为义诊现场。王小明摄](pictures/{name(made)})",
        f"{SECOND}\n",
    ]
    assert doubts(made) == []
    with Image.open(io.BytesIO(made.pictures[0].content)) as image:
        assert image.size == (400, 300)
        assert not dict(image.getexif())


def test_a_picture_without_a_caption_is_taken_and_doubted() -> None:
    made = convert(word(FIRST, photograph(), SECOND), "a.docx", SETTINGS)
    assert body(made)[1] == f"![](pictures/{name(made)})"
    assert doubts(made) == ["picture_without_caption"]


@pytest.mark.parametrize(
    "left_out",
    [
        photograph(size=(40, 300)),  # an icon or a bullet
        photograph(size=(900, 70)),  # a rule
        photograph(kind="TIFF"),
        photograph()[:-9],
    ],
)
def test_what_is_no_picture_for_a_site_is_named_as_left_out(left_out: bytes) -> None:
    source = Document("docx", (Block("", 3, kind="image", picture="x"),), pictures=(
        PictureFile("x", left_out),
    ))  # fmt: skip
    document, files = illustrated(source)
    assert files == ()
    assert document.blocks[0].picture == ""


def test_a_mark_on_every_page_is_no_picture_of_an_article() -> None:
    made = convert(word(FIRST, *(photograph(),) * 3, SECOND, photograph(2)), "a.docx", SETTINGS)
    assert len(made.pictures) == 1
    assert doubts(made) == ["picture"] * 3 + ["picture_without_caption"]


def test_a_picture_above_the_title_is_named_as_left_out() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(photograph()))
    for part in (*HEAD, FIRST, SECOND, "（县卫健委）"):
        document.add_paragraph(part)
    out = io.BytesIO()
    document.save(out)
    made = convert(out.getvalue(), "a.docx", SETTINGS)
    assert made.pictures == ()
    assert doubts(made) == ["picture_left_out"]


def test_equal_pictures_are_one_file() -> None:
    made = convert(word(FIRST, photograph(), SECOND, photograph()), "a.docx", SETTINGS)
    assert len(made.pictures) == 1
    assert made.markdown.count(f"](pictures/{name(made)})") == 2


def test_a_caption_that_looks_like_markup() -> None:
    words = "图为[现场](x)*义诊*。王小明摄"
    made = convert(word(FIRST, photograph(), words, SECOND), "a.docx", SETTINGS)
    assert body(made)[1].startswith(r"![图为\[现场\]")


# --- web pages ------------------------------------------------------------------------------------


def saved(content: bytes) -> Callable[[str], bytes | None]:
    return lambda address: content if address == "./a_files/1.jpg" else None


def test_pictures_of_a_saved_page() -> None:
    data = base64.b64encode(photograph(2)).decode()
    made = convert(
        page(
            FIRST,
            '<img src="./a_files/1.jpg">',
            "图为义诊现场。",
            SECOND,
            f'<img alt="医生在量血压" src="data:image/jpeg;base64,{data}">',
        ),
        "a.html",
        SETTINGS,
        beside=saved(photograph()),
    )
    assert body(made)[1] == f"![图为义诊现场。](pictures/{name(made)})"
    assert body(made)[3] == f"![医生在量血压](pictures/{name(made, 1)})\n"
    assert doubts(made) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x.jpg",
        "//a.example/x.jpg",
        "data:image/svg+xml,<svg onload='alert(1)'/>",
        "data:image/png;base64,====",
        "data:",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_fetched_and_hostile_addresses_are_left_out(address: str) -> None:
    made = convert(page(FIRST, f'<img alt="义诊现场" src="{address}">', SECOND), "a.html", SETTINGS)
    assert made.pictures == ()
    assert body(made)[1] == "义诊现场"
    assert doubts(made) == ["picture"]


# --- into the archive -----------------------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    made = tmp_path / "content"
    (made / "authorities").mkdir(parents=True)
    (made / "site.yaml").write_text(
        "title: 库\nseries:\n  - {slug: qinghe-xinxi, title: 青禾信息}\n"
        "  - {slug: news, title: 青禾新闻, kind: news}\n",
        "utf-8",
    )
    for authority in ("counties", "departments"):
        (made / "authorities" / f"{authority}.yaml").write_text("[]\n", "utf-8")
    return made


def test_pictures_lie_beside_the_bulletin_and_the_archive_loads(content: Path) -> None:
    document = content.parent / "a.docx"
    document.write_bytes(word(FIRST, photograph(), "图为义诊现场。王小明摄", SECOND))
    (taken,) = take_in([document], load.load_settings(content), content)
    assert taken.outcome
    assert taken.conversion
    (picture,) = load.load(content).pictures
    stored = content / "bulletins/qinghe-xinxi/2024/pictures" / name(taken.conversion)
    assert stored.read_bytes() == taken.conversion.pictures[0].content
    assert content / picture.file == stored


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("a_files/1.jpg", True),
        ("./a_files/1.jpg", True),
        ("a%5Ffiles/1.jpg?x=1#y", True),
        ("../secret.jpg", False),
        ("a_files/../../secret.jpg", False),
        ("/etc/passwd", False),
        ("a_files/link.jpg", False),
        ("a_files", False),
    ],
)
def test_only_files_below_the_page_are_read(content: Path, address: str, found: bool) -> None:
    folder = content.parent / "in"
    (folder / "a_files").mkdir(parents=True)
    (folder / "a_files/1.jpg").write_bytes(photograph())
    (content.parent / "secret.jpg").write_bytes(photograph())
    (folder / "a_files/link.jpg").symlink_to(content.parent / "secret.jpg")
    (folder / "a.html").write_bytes(page(FIRST, f'<img src="{address}">', "图为现场。", SECOND))
    (taken,) = take_in([folder / "a.html"], load.load_settings(content), content)
    assert taken.conversion
    assert bool(taken.conversion.pictures) == found


def test_reading_the_kept_page_again_takes_no_picture_away(content: Path) -> None:
    folder = content.parent / "in"
    (folder / "a_files").mkdir(parents=True)
    (folder / "a_files/1.jpg").write_bytes(photograph())
    (folder / "a.html").write_bytes(page(FIRST, '<img src="a_files/1.jpg">', "图为现场。", SECOND))
    settings = load.load_settings(content)
    (first,) = take_in([folder / "a.html"], settings, content)
    (again,) = take_in([content / "originals/a.html"], settings, content)
    assert first.outcome
    assert again.outcome
    assert again.outcome.action == "kept"
    assert [loss.field for loss in again.losses] == ["pictures"]
    assert len(load.load(content).pictures) == 1


# --- PDF ----------------------------------------------------------------------------------------


def pdf(*pictures: bytes, caption: str = "图为义诊现场。王小明摄", mask: bool = False) -> bytes:
    """A page of text with pictures, the first with a caption."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    paper = canvas.Canvas(out)
    texts = [(text, 14) for text in (*HEAD, f"    {FIRST}")]
    place = 800.0
    for text, size in texts:
        place -= 26
        paper.setFont("STSong-Light", size)
        paper.drawString(60, place, text)
    for number, picture in enumerate(pictures):
        place -= 120
        image = ImageReader(io.BytesIO(picture))
        paper.drawImage(image, 200, place, 130, 100, mask=[0, 9, 0, 9, 0, 9] if mask else None)
        place -= 20
        paper.drawString(190, place, caption if number == 0 else SECOND)
    paper.drawString(400, place - 40, "（县卫健委）")
    paper.save()
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_in_a_pdf_keeps_its_pixels_and_its_caption(kind: str) -> None:
    picture = photograph(kind=kind)
    made = convert(pdf(picture), "a.pdf", SETTINGS)
    assert f"![图为义诊现场。王小明摄](pictures/{name(made)})" in made.markdown
    with (
        Image.open(io.BytesIO(picture)) as drawn,
        Image.open(io.BytesIO(made.pictures[0].content)) as taken,
    ):
        assert taken.convert("RGB").tobytes() == drawn.convert("RGB").tobytes()


def test_grey_pictures_of_a_pdf() -> None:
    grey = io.BytesIO()
    Image.effect_noise((200, 100), 50).save(grey, "PNG")
    made = convert(pdf(grey.getvalue()), "a.pdf", SETTINGS)
    with Image.open(io.BytesIO(made.pictures[0].content)) as taken:
        assert taken.size == (200, 100)


def printed(turned_round: bool) -> bytes:
    """A PDF with a JPEG of printing inks, whose numbers the PDF turns round or not."""
    inks = io.BytesIO()
    Image.open(io.BytesIO(photograph())).convert("CMYK").save(inks, "JPEG", quality=95)
    made = pdf(inks.getvalue())
    decode = b"/Decode [ 1 0 1 0 1 0 1 0 ]"
    assert made.count(decode) == 1
    return made if turned_round else made.replace(decode, b" " * len(decode))


def test_a_jpeg_of_printing_inks_is_taken_as_it_is_if_browsers_show_it_right() -> None:
    made = convert(printed(turned_round=True), "a.pdf", SETTINGS)
    assert f"![图为义诊现场。王小明摄](pictures/{name(made)})" in made.markdown
    with Image.open(io.BytesIO(made.pictures[0].content)) as taken:
        assert (taken.mode, taken.format) == ("CMYK", "JPEG")


def test_a_jpeg_of_printing_inks_that_browsers_would_show_as_a_negative_is_a_doubt() -> None:
    made = convert(printed(turned_round=False), "a.pdf", SETTINGS)
    assert made.pictures == ()
    assert ("picture", 1) in [(flag.kind, flag.page) for flag in made.flags]


def test_a_picture_that_would_look_different_is_named_as_left_out() -> None:
    made = convert(pdf(photograph(kind="PNG"), mask=True), "a.pdf", SETTINGS)
    assert made.pictures == ()
    assert doubts(made) == ["picture"]
