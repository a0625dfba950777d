"""Find lists of links and readers' comments, which many sites put into the element of the article.

Evidence is what the pieces are, not what their elements are called.
"""

import re
from collections.abc import Iterator, Sequence

from jianbao.convert.readers.web.pieces import Piece, is_attachment
from jianbao.text.chinese import strip_space

_LINKS = 3
"""Links that make a list; fewer may belong to the article."""
_LABEL = 14
"""Characters of a line between links: the source or the day of the page that a link leads to."""
_PROSE = re.compile("[。；！？]")

_COMMENTS = re.compile(
    r"(?:(?:最新|热门|热点|精彩|网友|全部|用户|文章|发表|参与|我要|我来|查看|写)(?:的)?)*(?:评论|跟帖|跟贴|点评|留言)"
    r"(?:区|列表|专区|\(\d*\)|（\d*）|\d*条?)*|\d+条评论.{0,12}|网友评论仅供.{0,40}|.{0,12}跟[帖贴].{0,4}\d+参与\d+.{0,4}"
)
_BARE = frozenset(("评论", "点评", "留言"))
"""Headings that an article may have itself."""
_REPLIES = re.compile(r".{0,30}(?:举报|回复|[顶踩赞]\s?\d*).{0,10}")


def link_lists(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of the pieces that make lists of links to other pages. A page without other
    text has no such list: the links are its text."""
    if not any(piece.prose and not _is_link(piece) for piece in pieces if not piece.reason):
        return
    run: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.reason:
            continue
        if _is_listed(piece):
            run.append(place)
            continue
        yield from _listed(pieces, run)
        run = []
    yield from _listed(pieces, run)


def _is_link(piece: Piece) -> bool:
    return bool(piece.visible) and piece.line.linked * 10 >= piece.visible * 6


def _is_listed(piece: Piece) -> bool:
    """Return whether a piece may belong to a list of links: one of them, or a short line beside
    them."""
    text = strip_space(piece.line.text)
    if piece.kind in ("table", "rule") or is_attachment(text):
        return False
    return (
        _is_link(piece)
        or piece.kind == "image"
        or (piece.visible <= _LABEL and not _PROSE.search(text))
    )


def _listed(pieces: Sequence[Piece], run: Sequence[int]) -> Iterator[int]:
    """Yield the places from the first link of a run to its last one, with the heading above."""
    links = [place for place in run if _is_link(pieces[place])]
    worded = [pieces[place] for place in links if pieces[place].kind != "image"]
    texts = {strip_space(piece.line.text) for piece in worded}
    if len(texts) < _LINKS:
        return
    first, last = links[0], links[-1]
    above = [place for place in run if place < first and pieces[place].visible]
    if above and pieces[above[-1]].heading:
        first = above[-1]
    listed = [place for place in run if first <= place <= last]
    words = sum(len(strip_space(pieces[place].line.text)) for place in listed)
    if sum(pieces[place].line.linked for place in listed) * 2 >= words:
        yield from listed


def comments(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of readers' comments: below a heading that announces them, where lines with
    buttons to reply follow or no more text than above."""
    prose = [0 if piece.reason else piece.prose for piece in pieces]
    for place, piece in enumerate(pieces):
        text = strip_space(piece.line.text)
        if piece.reason or len(text) > 40 or not _COMMENTS.fullmatch(text):
            continue
        above, below = sum(prose[:place]), sum(prose[place + 1 :])
        replies = sum(
            _REPLIES.fullmatch(strip_space(p.line.text)) is not None for p in pieces[place + 1 :]
        )
        announced = replies > 0 or text not in _BARE
        if above and (not below or (announced and (below * 2 <= above or replies >= _LINKS))):
            yield from (n for n in range(place, len(pieces)) if not pieces[n].reason)
            return
