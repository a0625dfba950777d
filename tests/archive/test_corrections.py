import json
from pathlib import Path

import archives
from invented import archive, article, bulletin
from lxml import html

from jianbao.archive import citations, corrections
from jianbao.archive.model import Archive, Article, Provenance, Repair, Review
from jianbao.base.dates import PartialDate
from jianbao.outputs import exports
from jianbao.pages import render

SECRET = "不该公开的字句"


def withdrawn(number: int = 2) -> Article:
    return article(
        number,
        title="一篇撤回的文章",
        status="withdrawn",
        status_date=PartialDate(2025, 3, 4),
        status_note="含有个人信息。",
        aliases=("old/2.html",),
        body=f"{SECRET}。",
        kicker=SECRET,
        subtitle=SECRET,
        attribution=SECRET,
        authors=(SECRET,),
    )


def archive_with_withdrawals() -> Archive:
    review = Review(repairs=(Repair("spacing", 1, SECRET, SECRET),))
    whole = bulletin(
        article(body=SECRET, attribution=SECRET),
        folder="2023",
        name="001",
        date=PartialDate(2023, 1, 1),
        source=Provenance("2023.txt", "cd" * 32, "text"),
        status="withdrawn",
        status_date=PartialDate(2025),
        status_note="整期撤回。",
        preface=SECRET,
        banner=SECRET,
        review=review,
    )
    return archive(bulletin(article(), withdrawn(), review=review), whole)


def test_nothing_of_a_withdrawn_text_is_left() -> None:
    given = archive_with_withdrawals()
    assert SECRET in repr(given)
    assert SECRET not in repr(corrections.published(given))


def test_what_is_said_of_a_withdrawn_article_stays() -> None:
    kept = corrections.published(archive_with_withdrawals()).bulletins[0]
    first, second = kept.articles
    assert first == article()
    assert (second.number, second.title, second.kind) == (2, "一篇撤回的文章", "brief")
    assert (second.status, second.status_date) == ("withdrawn", PartialDate(2025, 3, 4))
    assert second.status_note == "含有个人信息。"
    assert second.aliases == ("old/2.html",)
    assert (second.county, second.department) == ((), ())


def test_a_withdrawn_bulletin_withdraws_its_articles_and_keeps_its_masthead() -> None:
    whole = corrections.published(archive_with_withdrawals()).bulletins[1]
    assert (whole.title, whole.issue, whole.issuer) == (
        "澜川卫生健康动态 2024年第21期",
        21,
        "澜川市卫生健康委员会办公室",
    )
    (only,) = whole.articles
    assert (only.status, only.status_note) == ("withdrawn", "整期撤回。")
    assert citations.content_hash(whole) is None


def test_the_document_as_received_goes_with_any_part_of_it_and_its_hash_stays() -> None:
    public = corrections.published(archive_with_withdrawals())
    assert public.originals == ()
    assert [b.source.sha256 for b in public.bulletins if b.source] == ["ab" * 32, "cd" * 32]
    assert [b.review for b in public.bulletins] == [None, None]


def test_a_withdrawn_article_cannot_be_searched_for_and_its_bulletin_can() -> None:
    found = corrections.searchable(corrections.published(archive_with_withdrawals()))
    assert [(b.name, [a.number for a in b.articles]) for b in found.bulletins] == [
        ("021", [1]),
        ("001", []),
    ]


def test_an_archive_without_withdrawals_is_as_it_was() -> None:
    review = Review(repairs=(Repair("spacing", 1, "a", "b"),))
    given = archive(
        bulletin(
            article(status="corrected", status_date=PartialDate(2025)),
            article(2, status="replaced", status_date=PartialDate(2025), replaced_by="x"),
            review=review,
        )
    )
    assert corrections.published(given) == given


def test_exports_say_that_a_text_was_withdrawn_and_do_not_hold_it() -> None:
    made = dict(archives.made(exports.render(corrections.published(archive_with_withdrawals()))))
    assert not [path for path, content in made.items() if SECRET in content.decode()]
    loaded = json.loads(made["bulletins/lanchuan/2024/021.json"])
    assert loaded["articles"][1]["status"] == "withdrawn"
    assert loaded["articles"][1]["sha256"] is None
    assert "withdrawn" in made["data/articles.csv"].decode()


def test_a_former_address_leads_to_the_page() -> None:
    given = archive(
        bulletin(article(), article(2, aliases=("a/b.html",)), aliases=("old.html", "older.html"))
    )
    assert list(corrections.redirects(given)) == [
        corrections.Redirect(
            "old.html", "bulletins/lanchuan/2024/021.html", "澜川卫生健康动态 2024年第21期"
        ),
        corrections.Redirect(
            "older.html", "bulletins/lanchuan/2024/021.html", "澜川卫生健康动态 2024年第21期"
        ),
        corrections.Redirect("a/b.html", "bulletins/lanchuan/2024/021/2.html", "青禾县建设医共体"),
    ]


# --- what pages say -----------------------------------------------------------------------------


LAYOUTS = (Path(__file__).parents[2] / "layouts",)


def pages(given: Archive) -> dict[str, html.HtmlElement]:
    return {
        path: html.document_fromstring(content.decode())
        for path, content in archives.made(render.render(corrections.published(given), LAYOUTS))
        if path.endswith(".html")
    }


def said(page: html.HtmlElement) -> str:
    (main,) = page.iter("main")
    return " ".join(str(main.text_content()).split())


def leads_to(notice: html.HtmlElement) -> list[str]:
    """Return the links of a notice to other texts, without those to comparisons with them."""
    links = [str(link.get("href")) for link in notice.iter("a")]
    return [link for link in links if "comparison/" not in link]


def test_the_page_of_a_withdrawn_article_says_so_and_keeps_its_title() -> None:
    made = pages(archive_with_withdrawals())
    page = made["bulletins/lanchuan/2024/021/2.html"]
    assert "已撤回。 2025年3月4日 含有个人信息。" in said(page)
    assert [h.text_content() for h in page.iter("h1")] == ["一篇撤回的文章"]
    (robots,) = (m for m in page.iter("meta") if m.get("name") == "robots")
    assert robots.get("content") == "noindex"
    for path, other in made.items():
        assert SECRET not in html.tostring(other, encoding="unicode"), path
    whole = said(made["bulletins/lanchuan/2024/021.html"])
    assert "含有个人信息。" in whole
    assert "青禾县推进医共体建设。" in whole
    assert "一篇撤回的文章" not in said(made["county/qinghe.html"])


def test_a_withdrawn_bulletin_offers_no_document() -> None:
    page = pages(archive_with_withdrawals())["bulletins/lanchuan/2023/001.html"]
    assert "整期撤回。" in said(page)
    assert not [a for a in page.iter("a") if "originals/" in str(a.get("href"))]
    assert "cd" * 32 in said(page)


def test_lists_of_issues_say_that_one_was_withdrawn() -> None:
    made = pages(archive_with_withdrawals())
    for path in ("index.html", "year/2023.html", "series/lanchuan.html"):
        (count,) = made[path].xpath("//li[.//a[contains(@href, '2023/001')]]/*[@class='count']")
        assert count.text_content() == "已撤回"


def test_a_correction_and_what_replaces_a_text_are_said() -> None:
    changed = article(
        status="corrected", status_date=PartialDate(2025, 1), status_note="“35人”应为“53人”。"
    )
    old = article(
        2, status="replaced", status_date=PartialDate(2025), replaced_by="lanchuan/2024/021/1"
    )
    made = pages(archive(bulletin(changed, old)))
    assert "已更正。 2025年1月 “35人”应为“53人”。" in said(
        made["bulletins/lanchuan/2024/021/1.html"]
    )
    page = made["bulletins/lanchuan/2024/021/2.html"]
    (link,) = (a for a in page.iter("a") if a.text_content() == "查看新文本")
    assert link.get("href") == "1.html"
    assert "青禾县推进医共体建设。" in said(page)


def test_a_text_says_what_it_replaces() -> None:
    old = article(2, title="旧文", status="replaced", replaced_by="lanchuan/2024/021/1")
    whole = bulletin(
        name="020",
        title="旧的一期",
        date=PartialDate(2024, 8, 1),
        status="replaced",
        status_date=PartialDate(2024, 8, 23),
        replaced_by="lanchuan/2024/021",
    )
    made = pages(archive(bulletin(article(), old), whole))
    page = made["bulletins/lanchuan/2024/021/1.html"]
    assert "本文取代： 旧文 2024年8月23日" in said(page)
    (notice,) = page.find_class("notice")
    assert leads_to(notice) == ["2.html", "../020/1.html"]
    assert "本文取代： 旧的一期 2024年8月1日" in said(made["bulletins/lanchuan/2024/021.html"])
    assert "本文取代：" not in said(made["bulletins/lanchuan/2024/020.html"])


# --- what became of a whole issue ----------------------------------------------------------------


def reissued(*articles: Article, **changes: object) -> Archive:
    """Return an issue with three articles, and the one with `articles` that replaces it."""
    old = bulletin(
        article(1, title="县医院开展“义诊”"),
        article(2, title="石桥区召开调度会"),
        article(3, title="高新区培训村医"),
        name="020",
        date=PartialDate(2024, 8, 1),
        source=None,
        **({"status": "replaced", "replaced_by": "lanchuan/2024/021"} | changes),
        status_date=PartialDate(2024, 9, 2),
        status_note="整期重新编发。",
    )
    return corrections.published(archive(bulletin(*articles, source=None), old))


def test_each_article_of_a_replaced_issue_leads_to_the_same_article_of_the_new_one() -> None:
    source = reissued(
        article(1, title="石桥区召开调度会"),
        article(2, title="县医院开展“义诊” "),
        article(3, title="高新区培训乡村医生"),
    )
    made = pages(source)
    for number, expected in (("1", "021/2"), ("2", "021/1"), ("3", "021/3")):
        page = made[f"bulletins/lanchuan/2024/020/{number}.html"]
        (notice,) = page.find_class("notice")
        assert "已被新文本取代。 2024年9月2日 整期重新编发。" in said(page)
        assert leads_to(notice) == [f"../{expected}.html"]
    assert "本文取代： 石桥区召开调度会" in said(made["bulletins/lanchuan/2024/021/1.html"])
    (notice,) = made["bulletins/lanchuan/2024/020.html"].find_class("notice")  # once for all
    assert leads_to(notice) == ["021.html"]


def test_an_article_that_cannot_be_told_leads_to_the_new_issue() -> None:
    source = reissued(article(1, title="全市卫生健康工作会议"))
    old = source.bulletins[1].articles
    assert [one.replaced_by for one in old] == ["lanchuan/2024/021"] * 3
    only = reissued(
        article(1, title="县医院开展“义诊”"),
        article(2, title="全市卫生健康工作会议"),
        article(3, title="高新区培训村医"),
    )
    assert only.bulletins[1].articles[1].replaced_by == "lanchuan/2024/021/2"  # all others agree


def test_what_an_article_says_of_itself_stays() -> None:
    old = reissued().bulletins[1]
    withdrawn_one, replaced_one, corrected_one = (
        corrections.published(
            archive(
                bulletin(),
                bulletin(
                    withdrawn(1),
                    article(2, status="replaced", replaced_by="lanchuan/2024/021/1"),
                    article(3, status="corrected", status_note="“35”应为“53”。"),
                    name="020",
                    status="replaced",
                    replaced_by="lanchuan/2024/021",
                    status_note="整期重新编发。",
                ),
            )
        )
        .bulletins[1]
        .articles
    )
    assert old.articles[0].status == "replaced"
    assert withdrawn_one.status == "withdrawn"
    assert replaced_one.replaced_by == "lanchuan/2024/021/1"
    assert corrected_one.status == "replaced"
    assert corrected_one.status_note == "整期重新编发。；“35”应为“53”。"


def test_a_corrected_issue_says_so_at_its_articles() -> None:
    source = reissued(article(), status="corrected", replaced_by=None)
    page = pages(source)["bulletins/lanchuan/2024/020/1.html"]
    assert "本期已更正。 2024年9月2日 整期重新编发。" in said(page)
    assert source.bulletins[1].articles[0].status is None


def test_lists_mark_what_was_replaced() -> None:
    made = pages(reissued(article(1, title="石桥区召开调度会")))
    for path in ("county/qinghe.html", "county/qinghe/2024.html", "department/qinghe-wjw.html"):
        marked = made[path].xpath("//li[.//a[contains(@href, '/020/1.html')]]//*[@class='quiet']")
        assert [one.text_content() for one in marked] == ["已被新文本取代"]
        current = made[path].xpath("//li[.//a[contains(@href, '/021/1.html')]]//*[@class='quiet']")
        assert current == []
    assert "已被新文本取代 3篇" in said(made["series/lanchuan.html"]).replace(" 篇", "篇")


def test_references_and_data_say_what_became_of_a_text() -> None:
    source = reissued(article(1, title="石桥区召开调度会"))
    old = source.bulletins[1]
    cited = citations.cite(source, old, old.articles[0])
    assert citations.gbt7714(cited).endswith("（2024-09-02已被新文本取代）")
    for form in (citations.bibtex(cited), citations.ris(cited), citations.csl_file([cited])):
        assert "2024-09-02已被新文本取代; SHA-256: " in form
    told = exports.article_object(source, old, old.articles[1])
    assert (told["status"], told["replaced_by"]) == ("replaced", "lanchuan/2024/021/1")
    new = source.bulletins[0]
    assert "取代" not in citations.gbt7714(citations.cite(source, new, new.articles[0]))


def test_the_page_at_a_former_address_leads_on_in_three_ways() -> None:
    given = archive(bulletin(article(aliases=("old/a.html",))))
    page = pages(given)["old/a.html"]
    (refresh,) = (m for m in page.iter("meta") if m.get("http-equiv") == "refresh")
    assert refresh.get("content") == "0; url=../bulletins/lanchuan/2024/021/1.html"
    (canonical,) = (n for n in page.iter("link") if n.get("rel") == "canonical")
    assert str(canonical.get("href")).endswith("/bulletins/lanchuan/2024/021/1.html")
    (shared,) = (m.get("content") for m in page.iter("meta") if m.get("property") == "og:url")
    assert shared == canonical.get("href")
    assert not [m for m in page.iter("meta") if m.get("name") == "robots"]
    (main,) = page.iter("main")
    (link,) = main.iter("a")
    assert link.get("href") == "../bulletins/lanchuan/2024/021/1.html"
    assert link.text_content() == "青禾县建设医共体"
