"""Lists of links and comments inside the element of an article, as the reader of web pages sees
them."""

from jianbao.convert.blocks import Document
from jianbao.convert.readers.web import html

TEXT = "柳泉县今年修缮农村公路八十公里，涉及十二个乡镇。施工期间，车辆请绕行县道。"


def read(body: str) -> Document:
    page = f'<html><body><div class="article-content"><p>{TEXT}</p>{body}</div></body></html>'
    return html.read(page.encode(), "page.html")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.text]


def link(words: str) -> str:
    picture = f'<img src="a.jpg" alt="{words}">'
    return f'<li><a href="/a.html">{picture}{words}</a><span>柳泉日报</span></li>'


def test_a_list_of_links_below_the_text_is_left_out_with_its_heading() -> None:
    links = "".join(map(link, ("县城公园开放", "新图书馆落成", "桃花节下周开幕")))
    document = read(f"<h3>图片故事</h3><ul>{links}</ul>")
    assert texts(document) == [TEXT]
    assert {"图片故事", "县城公园开放柳泉日报"} <= {removal.text for removal in document.removals}


def test_two_links_are_no_list() -> None:
    assert len(texts(read(link("县城公园开放") + link("新图书馆落成")))) > 1


def test_attachments_stay_though_they_are_links() -> None:
    names = [f"附件{n}：公路名单.docx" for n in (1, 2, 3)]
    body = "".join(f'<p><a href="/{n}.docx">{name}</a></p>' for n, name in enumerate(names))
    assert texts(read(body)) == [TEXT, *names]


def test_a_page_that_is_a_list_of_links_keeps_them() -> None:
    links = "".join(f'<p><a href="/{n}">第{n}号公告已经发布</a></p>' for n in range(1, 5))
    page = f'<html><body><div class="article-content">{links}</div></body></html>'
    assert len(html.read(page.encode(), "page.html").blocks) == 4


def test_comments_of_readers_are_left_out_below_their_heading() -> None:
    said = "<p>老张[柳泉网友]2031-05-06 08:00</p><p>修得好，早该修了。</p><p>回复 赞3</p>"
    assert texts(read(f"<h4>网友评论(2)</h4>{said * 3}")) == [TEXT]


def test_a_heading_of_an_article_that_sounds_like_comments_stays() -> None:
    lines = ["评论", "这条路修了三年，群众等了三年，值得每个部门反思。今后要按期完工。"]
    assert texts(read("".join(f"<p>{line}</p>" for line in lines))) == [TEXT, *lines]


def test_the_words_of_a_picture_are_no_caption_if_they_say_the_title() -> None:
    page = (
        "<html><head><title>柳泉县修缮农村公路</title></head><body><h1>柳泉县修缮农村公路</h1>"
        f'<div class="article-content"><p>{TEXT}</p><img src="a.jpg" alt="柳泉县修缮农村公路">'
        '<img src="b.jpg" alt="工人正在铺设路面"></div></body></html>'
    )
    images = [b.text for b in html.read(page.encode(), "page.html").blocks if b.kind == "image"]
    assert images == ["", "工人正在铺设路面"]


def test_a_title_in_a_sidebar_is_kept_if_it_is_printed_nowhere_else() -> None:
    page = (
        "<html><head><title>柳泉县修缮农村公路_柳泉网</title></head><body>"
        '<div class="sidebar"><div>柳泉县修缮农村公路</div><div>2031-05-06 柳泉网</div></div>'
        f'<div class="article-content"><p>{TEXT}</p></div></body></html>'
    )
    assert texts(html.read(page.encode(), "page.html"))[0] == "柳泉县修缮农村公路"


def test_a_paragraph_that_only_a_class_name_puts_aside_is_doubted() -> None:
    page = (
        f'<html><body><div class="article-content"><p>{TEXT}</p></div>'
        f'<div class="sidebar"><p>{TEXT * 2}</p></div></body></html>'
    )
    (doubt,) = html.read(page.encode(), "page.html").doubts
    assert (doubt.kind, doubt.reason, doubt.text) == ("reading_doubtful", "left_out", TEXT * 2)
