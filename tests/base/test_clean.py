"""Pictures: pixels stay, metadata go, and what is no picture is refused in one line."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from jianbao.base.pictures.clean import clean, clean_named
from jianbao.base.pictures.picture import MAX_BYTES, PictureError

SECRET = b"Wang at 31.2N with a Huawei P60"
_MAKE, _ORIENTATION, _PLACE = 0x010F, 0x0112, 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[_MAKE] = SECRET.decode()
    if orientation != 1:
        made[_ORIENTATION] = orientation
    made.get_ifd(_PLACE)[1] = "N"
    return made


def file(kind: str, orientation: int = 1, **options: object) -> bytes:
    """A picture of 6 × 4 pixels with a secret in every place that the format has for one."""
    image = Image.frombytes("RGB", (6, 4), bytes(range(0, 216, 3)))
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("Place", SECRET.decode(), zip=False)
    secrets: dict[str, dict[str, object]] = {
        "JPEG": {"exif": exif(orientation), "comment": SECRET, "quality": 90},
        "PNG": {"exif": exif(orientation), "pnginfo": texts},
        "GIF": {"comment": SECRET},
        "WEBP": {"exif": exif(orientation), "xmp": SECRET, "lossless": True},
    }
    out = io.BytesIO()
    image.save(out, kind, **(secrets[kind] | options))
    assert SECRET in out.getvalue()
    return out.getvalue()


def pixels(content: bytes) -> list[bytes]:
    """The pixels of every frame, as decoded."""
    with Image.open(io.BytesIO(content)) as image:
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(image.convert("RGBA").tobytes())
        return frames


KINDS = ("JPEG", "PNG", "GIF", "WEBP")


@pytest.mark.parametrize("kind", KINDS)
def test_what_says_where_and_who_is_gone_and_every_pixel_stays(kind: str) -> None:
    received = file(kind)
    made = clean(received)
    assert SECRET not in made.content
    assert pixels(made.content) == pixels(received)
    assert (made.format, made.width, made.height) == (kind.lower(), 6, 4)
    assert clean(made.content) == made


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_file_behind_the_picture_is_gone(kind: str) -> None:
    made = clean(file(kind) + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in made.content
    assert made == clean(file(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stays_upright(kind: str, orientation: int) -> None:
    made = clean(file(kind, orientation))
    with Image.open(io.BytesIO(made.content)) as image:
        assert dict(image.getexif()) == ({_ORIENTATION: orientation} if orientation > 1 else {})
    assert (made.width, made.height) == ((4, 6) if orientation >= 5 else (6, 4))


def test_colours_keep_their_profile() -> None:
    profile = b"profile" * 20
    for kind in ("JPEG", "PNG", "WEBP"):
        with Image.open(io.BytesIO(clean(file(kind, icc_profile=profile)).content)) as image:
            assert image.info["icc_profile"] == profile


def test_a_profile_that_unpacks_to_fill_the_memory_is_gone() -> None:
    made = clean(file("PNG", icc_profile=bytes(8_000_000)))
    assert b"iCCP" not in made.content
    assert len(made.content) < 1000


def test_progressive_jpeg_and_one_in_cmyk() -> None:
    assert pixels(clean(file("JPEG", progressive=True)).content)
    out = io.BytesIO()
    Image.new("CMYK", (5, 5), (10, 20, 30, 40)).save(out, "JPEG")
    assert pixels(clean(out.getvalue()).content) == pixels(out.getvalue())


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_keep_their_frames(kind: str) -> None:
    frames = [Image.new("RGB", (6, 4), (shade, 0, 255 - shade)) for shade in (0, 90, 250)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 100, "loop": 0}
    out = io.BytesIO()
    frames[0].save(out, kind, **options)
    made = clean(out.getvalue())
    assert pixels(made.content) == pixels(out.getvalue())
    assert len(pixels(made.content)) == 3
    if kind == "GIF":
        assert b"NETSCAPE2.0" in made.content


# --- refused ------------------------------------------------------------------------------------


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(PictureError) as error:
        clean_named(content, name) if name else clean(content)
    return error.value.message.format(**error.value.values)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, *more: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    parts = (b"\x89PNG\r\n\x1a\n", head, *more, _chunk(b"IDAT", zlib.compress(b"\0\0")))
    return b"".join(parts) + _chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "is an SVG drawing"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg>", "is an SVG"),
        (b"<html><script>alert(1)</script>", "is not a JPEG, PNG, GIF or WebP picture"),
        (b"", "is not a JPEG, PNG, GIF or WebP picture"),
        (b"%PDF-1.7", "is not a JPEG, PNG, GIF or WebP picture"),
        (b"II*\0" + bytes(100), "is not a JPEG, PNG, GIF or WebP picture"),
        (_png(200_000, 200_000), "has 200000 × 200000 pixels, more than a browser can show"),
        (_png(40_000, 1), "has 40000 × 1 pixels"),
        (_png(0, 5), "is cut off or damaged"),
        (_png(1, 1, _chunk(b"EVIL", b"x")), "has a part “EVIL” that no browser knows"),
        (b"\xff\xd8\xff\xd9", "is cut off or damaged"),
        (b"GIF89a" + b"\xff\xff\xff\xff" + bytes(30), "has 65535 × 65535 pixels"),
        (bytes(MAX_BYTES + 1), "is larger than 32 MB"),
    ],
)  # fmt: skip
def test_what_a_site_must_not_show_is_refused(content: bytes, message: str) -> None:
    assert refusal(content).startswith(message)


def test_many_spaces_before_no_svg_take_no_time() -> None:
    assert refusal(b" " * 100_000 + b"x").startswith("is not a JPEG")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_cut_off_anywhere_is_refused(kind: str) -> None:
    content = clean(file(kind)).content
    for length in range(12, len(content) - 1):
        assert "cut off" in refusal(content[:length])


@pytest.mark.parametrize("kind", KINDS)
@given(place=st.floats(0, 1), byte=st.integers(0, 255))
def test_damage_is_refused_or_harmless(kind: str, place: float, byte: int) -> None:
    content = bytearray(_FILES[kind])
    content[int(place * (len(content) - 1))] = byte
    try:
        made = clean(bytes(content))
    except PictureError:
        return
    assert clean(made.content) == made


_FILES = {kind: file(kind) for kind in KINDS}


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("PNG", "a.jpg", "is a PNG picture: let its name end with .png"),
        ("JPEG", "a.png", "is a JPEG picture: let its name end with .jpg"),
        ("GIF", "a", "is a GIF picture: let its name end with .gif"),
        ("JPEG", "a.html", "is a JPEG picture: let its name end with .jpg"),
    ],
)
def test_the_name_says_the_format(kind: str, name: str, message: str) -> None:
    assert refusal(file(kind), name) == message


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpeg"), ("JPEG", "A.JPG"), ("PNG", "a.png")]
)
def test_other_writings_of_an_ending(kind: str, name: str) -> None:
    assert clean_named(file(kind), name).format == kind.lower()
