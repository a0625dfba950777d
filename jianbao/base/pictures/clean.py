"""Check a picture file and leave out its metadata, without a change to its pixels."""

import re

from jianbao.base.pictures import gif, jpeg, png, webp
from jianbao.base.pictures.picture import MAX_BYTES, CleanPicture, PictureError, PictureFormat

ENDINGS: dict[PictureFormat, str] = {"jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp"}
"""The ending of a picture's name by its format; `.jpeg` is accepted too."""

_SVG = re.compile(
    rb"(?:<\?xml[^>]{0,500}\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>]{0,500}>|\s)*<svg\b", re.DOTALL
)


def clean(content: bytes) -> CleanPicture:
    """Return the picture in a file, without metadata. Raise PictureError, with a message about the
    file, if it is not one that a site may show."""
    if len(content) > MAX_BYTES:
        message = "is larger than {limit} MB: save it at 2000 pixels"
        raise PictureError(message, limit=MAX_BYTES >> 20)
    if content.startswith(jpeg.SIGNATURE):
        return jpeg.clean(content)
    if content.startswith(png.SIGNATURE):
        return png.clean(content)
    if content.startswith(gif.SIGNATURES):
        return gif.clean(content)
    if webp.is_webp(content):
        return webp.clean(content)
    if _SVG.match(content[:8000].removeprefix(b"\xef\xbb\xbf")):
        raise PictureError("is an SVG drawing, which may hold scripts: save it as PNG")
    raise PictureError("is not a JPEG, PNG, GIF or WebP picture: save it as one of these")


def clean_named(content: bytes, name: str) -> CleanPicture:
    """Return the picture in the file called `name`. Raise PictureError also if its ending says
    another format: hosts and browsers go by it."""
    picture = clean(content)
    ending = name.rpartition(".")[2].lower()
    right = ENDINGS[picture.format]
    if ending != right and (ending, right) != ("jpeg", "jpg"):
        message = "is a {format} picture: let its name end with .{ending}"
        raise PictureError(message, format=picture.format.upper(), ending=right)
    return picture
