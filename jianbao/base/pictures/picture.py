"""A checked picture, and the error for a file that is none."""

from dataclasses import dataclass
from typing import Literal

PictureFormat = Literal["jpeg", "png", "gif", "webp"]

MAX_BYTES = 32 << 20
"""The largest picture file: more than any camera's JPEG."""
MAX_PIXELS = 120_000_000
"""The most pixels: those of the largest common camera. A browser needs four bytes for each."""
MAX_SIDE = 32_000


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture without metadata. `width` and `height` are in pixels, as a browser shows it: turned
    by the orientation that the camera noted."""

    format: PictureFormat
    width: int
    height: int
    content: bytes


class PictureError(Exception):
    """A file that is not a picture for a site: a message template and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = {name: str(value) for name, value in values.items()}


def cut_off() -> PictureError:
    return PictureError("is cut off or damaged: open it in its own program and save it again")


def checked_size(width: int, height: int) -> None:
    """Raise PictureError for a picture without pixels, or with so many that it would fill the
    memory of its readers' browsers."""
    if not width or not height:
        raise cut_off()
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        message = (
            "has {width} × {height} pixels, more than a browser can show: save it at 2000 pixels"
        )
        raise PictureError(message, width=width, height=height)
