"""How wide the lines of a document were printed, in half-width characters. Pure."""

from collections.abc import Iterable


def printed_width(line: str) -> int:
    return sum(1 if c < "\u0300" else 2 for c in line)


def measure(lines: Iterable[int]) -> int:
    """Return the width of full lines in a text whose paragraphs are broken into lines, 0 in any
    other text. `lines` are the widths of all."""
    widths = sorted(lines)
    if len(widths) < 4:
        return 0
    widest = widths[-1 - len(widths) // 50]
    if widest > 160 or widest < 20:
        return 0
    return widest if sum(width >= widest - 6 for width in widths) * 5 >= len(widths) else 0
