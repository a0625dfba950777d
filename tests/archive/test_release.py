"""What is held back, on which day, and what leads to it."""

from dataclasses import replace
from typing import Any

import pytest
from invented import archive, article, bulletin

from jianbao.archive import release
from jianbao.archive.model import Archive, Link, OwnPage
from jianbao.base.dates import PartialDate

MAY = PartialDate(2025, 5, 1)


def reasons(source: Archive, as_of: PartialDate | None = None) -> list[str]:
    return [one.reason for one in release.held_back(source, as_of)]


@pytest.mark.parametrize(
    ("fields", "publish", "as_of", "reason"),
    [
        ({}, "all", None, None),
        ({"draft": False}, "all", None, None),
        ({"draft": True}, "all", PartialDate(2099, 1, 1), "draft"),
        ({}, "reviewed", None, "unreviewed"),
        ({"reviewed": MAY}, "reviewed", None, None),
        ({"publish_from": MAY}, "all", None, "date"),
        ({"publish_from": MAY}, "all", PartialDate(2025, 4, 30), "date"),
        ({"publish_from": MAY}, "all", MAY, None),
        ({"publish_from": MAY}, "all", PartialDate(2026, 1, 1), None),
        ({"publish_from": MAY, "draft": True}, "all", MAY, "draft"),
    ],
)
def test_what_is_held_back(
    fields: dict[str, Any], publish: str, as_of: PartialDate | None, reason: str | None
) -> None:
    source = archive(bulletin(**fields), publish=publish)
    assert reasons(source, as_of) == ([reason] if reason else [])
    kept = release.released(source, as_of)
    assert len(kept.bulletins) == (0 if reason else 1)
    assert release.marked(source, as_of).bulletins[0].held_back == reason


def test_nothing_changes_if_nothing_is_held_back() -> None:
    source = archive()
    assert release.released(source, None) is source
    assert release.marked(source, None) is source


def test_what_leads_to_a_draft_is_left_out() -> None:
    draft = bulletin(name="022", draft=True, aliases=("old/22.html",))
    page = "bulletins/lanchuan/2024/022.html"
    links = (Link("022.md", page), Link("020.md", "bulletins/lanchuan/2024/020.html"))
    replaced: dict[str, Any] = {"status": "replaced", "status_date": MAY}
    old = bulletin(
        article(replaced_by="lanchuan/2024/022/1", **replaced),
        replaced_by="lanchuan/2024/022",
        links=links,
        **replaced,
    )
    own = OwnPage(name="a", path="content/pages/a.md", title="甲", body="", links=links)
    source = replace(
        archive(draft, old), pages=(own,), about_links=links, originals=("lanchuan-2024-021.txt",)
    )
    kept = release.released(source, None)
    assert [one.name for one in kept.bulletins] == ["021"]
    assert kept.bulletins[0].links == links[1:]
    assert kept.bulletins[0].status is None
    assert kept.bulletins[0].articles[0].status is None
    assert kept.pages[0].links == links[1:]
    assert kept.about_links == links[1:]
    assert kept.originals == ()  # the draft was made from it
    assert kept.held_back == ("draft",)
    [held] = release.held_back(source, None)
    assert held.addresses == {page, "bulletins/lanchuan/2024/022/1.html", "old/22.html"}


def test_a_page_of_the_owner_may_be_a_draft() -> None:
    own = OwnPage(name="a", path="content/pages/a.md", title="甲", body="", draft=True)
    source = replace(archive(), pages=(own,))
    assert release.released(source, None).pages == ()
    assert release.marked(source, None).pages[0].held_back == "draft"
