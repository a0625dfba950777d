"""A folder of documents as received: what is taken in, and that one refusal stops no other."""

import os
import re
import shutil
from pathlib import Path

import archives
import pytest
from system import refuse_to_open

from jianbao.base.problems import Location
from jianbao.content import load
from jianbao.convert.names.standing import Standing, TaggedArticle, losses, standing
from jianbao.editing import convert_folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.start(tmp_path / "archive")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    (inbox / "2024").mkdir(parents=True)
    (inbox / "2024" / "第12期.txt").write_text(archives.document(12), "utf-8")
    (inbox / "2024" / "第13期.txt").write_bytes(archives.document(13).encode("gb18030"))
    (inbox / "recipe.txt").write_text("Take two eggs.\n" * 20, "utf-8")
    (inbox / ".hidden").write_text("x")
    (inbox / "~$open.docx").write_text("x")
    (inbox / "Thumbs.db").write_text("x")
    return inbox


def take_in(root: Path, *named: Path, force: bool = False) -> list[convert_folder.Intake]:
    settings = load.load_settings(root / "content")
    return list(
        convert_folder.take_in(convert_folder.documents(named), settings, root / "content", force)
    )


def test_a_folder_is_walked_in_a_fixed_order_without_litter(inbox: Path) -> None:
    found = convert_folder.documents([inbox, inbox / "recipe.txt", inbox / "2024"])
    assert [path.relative_to(inbox).as_posix() for path in found] == [
        "recipe.txt",
        "2024/第12期.txt",
        "2024/第13期.txt",
    ]


def test_one_refused_document_stops_no_other(root: Path, inbox: Path) -> None:
    taken = take_in(root, inbox)
    refused = [one for one in taken if one.problems]
    assert [one.document for one in refused] == [inbox / "recipe.txt"]
    assert refused[0].problems[0].location == Location(str(inbox / "recipe.txt"))
    written = [one.outcome.path.name for one in taken if one.outcome]
    assert written == ["012.md", "013.md"]
    kept = sorted(path.name for path in (root / "content" / "originals").iterdir())
    assert kept == ["第12期.txt", "第13期.txt"]
    load.load(root / "content")


def test_the_same_document_again_changes_nothing(root: Path, inbox: Path) -> None:
    take_in(root, inbox)
    before = archives.tree(root)
    assert [one.outcome.action for one in take_in(root, inbox) if one.outcome] == ["unchanged"] * 2
    assert archives.tree(root) == before


def test_what_a_person_changed_is_kept_unless_forced(root: Path, inbox: Path) -> None:
    [first, _] = [one.outcome.path for one in take_in(root, inbox) if one.outcome]
    first.write_text(first.read_text("utf-8").replace("受到群众欢迎", "深受群众欢迎"), "utf-8")
    edited = first.read_bytes()
    actions = [one.outcome.action for one in take_in(root, inbox) if one.outcome]
    assert actions == ["kept", "unchanged"]
    assert first.read_bytes() == edited
    forced = [one.outcome for one in take_in(root, inbox, force=True) if one.outcome]
    assert forced[0].action == "replaced"
    assert forced[0].backup
    assert forced[0].backup.read_bytes() == edited


@pytest.mark.parametrize("name", ["a:b.txt", " a.txt", "con.txt", f"{'长' * 80}.txt"])
def test_a_name_that_cannot_be_kept_is_refused(root: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(archives.document(12), "utf-8")
    [taken] = take_in(root, path)
    assert [problem.message for problem in taken.problems] == [
        "has a name that not every system can keep: rename it"
    ]
    assert not (root / "content" / "originals").exists()


def test_a_decomposed_name_is_kept_composed(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "cafe\u0301.txt"
    path.write_text(archives.document(12), "utf-8")
    [taken] = take_in(root, path)
    assert taken.problems == ()
    assert [p.name for p in (root / "content" / "originals").iterdir()] == ["caf\u00e9.txt"]


def test_what_cannot_be_read_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    broken = tmp_path / "broken.txt"
    broken.symlink_to("nowhere")
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(convert_folder.MAX_MEGABYTES * 1_000_000 + 1)
    taken = take_in(root, pipe, broken, big)
    assert [[problem.message for problem in one.problems] for one in taken] == [
        ["cannot be read: {reason}"],
        ["cannot be read: {reason}"],
        ["is larger than {limit} MB: divide it"],
    ]


def test_a_link_in_a_folder_may_not_lead_out_of_it(root: Path, tmp_path: Path) -> None:
    private = tmp_path / "private.txt"
    private.write_text(archives.document(7), "utf-8")
    received = tmp_path / "received"
    received.mkdir()
    (received / "a.txt").symlink_to(private)
    [taken] = convert_folder.take_in(
        convert_folder.documents([received]),
        load.load_settings(root / "content"),
        root / "content",
        folders=[received],
    )
    [told] = [found.text() for found in taken.problems]
    assert told.endswith("a.txt: cannot be read: it is a link that leads out of the archive")
    [named] = take_in(root, received / "a.txt")
    assert named.outcome


@pytest.mark.parametrize("where", ["originals", "originals/a.txt", "bulletins", ".ready"])
def test_nothing_is_written_through_a_link_in_the_archive(
    root: Path, tmp_path: Path, where: str
) -> None:
    """An archive may come from somebody else."""
    document = tmp_path / "a.txt"
    document.write_text(archives.document(7), "utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim").write_bytes(b"mine")
    content = root / "content"
    if where == ".ready":
        [taken] = take_in(root, document)
        assert taken.outcome
        path = taken.outcome.path
        path.with_name(f".{path.stem}.review.yaml.ready").symlink_to(outside / "victim")
    else:
        if (content / where).is_dir():
            shutil.rmtree(content / where)
        (content / "originals").mkdir(exist_ok=True)
        if where == "originals":
            (content / where).rmdir()
        target = outside / "victim" if where.endswith(".txt") else outside
        (content / where).symlink_to(target)
    [taken] = take_in(root, document)
    assert [path.name for path in outside.rglob("*")] == ["victim"]
    assert (outside / "victim").read_bytes() == b"mine"
    assert not taken.outcome
    [told] = [found.text() for found in taken.problems]
    assert "it is a link" in told or "a link is in the way" in told


def test_a_pipe_in_the_archive_is_not_waited_for(root: Path, tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(archives.document(7), "utf-8")
    os.mkfifo(root / "content/bulletins/gongzuo-jianbao/2024/x.md")
    (root / "content/originals").mkdir()
    os.mkfifo(root / "content/originals/a.txt")
    [taken] = take_in(root, document)
    [told] = [found.text() for found in taken.problems]
    assert told.endswith("originals/a.txt cannot be written into content: it is no file")


def test_a_name_in_the_encoding_of_a_chinese_windows_is_kept_as_utf_8(
    root: Path, tmp_path: Path
) -> None:
    document = tmp_path / os.fsdecode("简报.txt".encode("gb18030"))
    document.write_text(archives.document(7), "utf-8")
    [taken] = take_in(root, document)
    assert taken.outcome
    assert (root / "content/originals/简报.txt").is_file()


def test_what_a_killed_run_of_an_earlier_version_left_is_no_bulletin(
    root: Path, tmp_path: Path
) -> None:
    document = tmp_path / "a.txt"
    document.write_text(archives.document(7), "utf-8")
    [first] = take_in(root, document)
    assert first.outcome
    path = first.outcome.path
    path.rename(path.with_name(f"~{path.name}"))
    [again] = take_in(root, document)
    assert again.outcome
    assert again.outcome.action == "written"
    assert path.is_file()


def test_a_document_that_may_not_be_read_is_refused(
    root: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load.load_settings(root / "content")
    refuse_to_open(monkeypatch, "recipe.txt")
    [taken] = convert_folder.take_in([inbox / "recipe.txt"], settings, root / "content")
    assert [problem.text() for problem in taken.problems] == [
        f"{inbox}/recipe.txt: cannot be read: no permission: change its owner or mode"
    ]


def test_a_folder_that_may_not_be_read_is_told(
    inbox: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "closed").mkdir()
    refuse_to_open(monkeypatch, "closed")
    refused = [taken for taken in take_in(root, inbox) if taken.document.name == "closed"]
    [told] = [found.text() for taken in refused for found in taken.problems]
    assert told == f"{inbox}/closed: cannot be read: no permission: change its owner or mode"


def test_an_article_that_is_in_the_archive_already_is_told(root: Path, inbox: Path) -> None:
    again = archives.document(12).replace("第12期", "第14期").replace("3月12日\n", "3月14日\n")
    (inbox / "2024" / "第14期.txt").write_text(again, "utf-8")
    first, *others = [one.conversion for one in take_in(root, inbox / "2024") if one.conversion]
    assert [flag.kind for flag in first.flags].count("duplicate") == 0
    flags = [flag for one in others for flag in one.flags if flag.kind == "duplicate"]
    assert [flag.text for flag in flags] == ["我县开展第12次春季义诊活动"]
    before = archives.tree(root)
    taken = take_in(root, inbox / "2024")
    assert {one.outcome.action for one in taken if one.outcome} == {"unchanged"}
    assert archives.tree(root) == before


# --- documents of one name ----------------------------------------------------------------------


def monthly(inbox: Path) -> list[Path]:
    """One 简报.txt in each monthly folder."""
    paths = []
    for month in (1, 2, 3):
        path = inbox / f"{month}月" / "简报.txt"
        path.parent.mkdir(parents=True)
        path.write_text(archives.document(20 + month), "utf-8")
        paths.append(path)
    return paths


def test_documents_of_one_name_are_all_kept_in_any_order(root: Path, tmp_path: Path) -> None:
    first, second, third = monthly(tmp_path / "收到")
    assert [one.problems for one in take_in(root, second)] == [()]
    assert [one.problems for one in take_in(root, tmp_path / "收到")] == [(), (), ()]
    originals = root / "content" / "originals"
    kept = {path.name: path.read_bytes() for path in originals.iterdir()}
    assert kept == {
        "简报.txt": second.read_bytes(),
        "简报-2.txt": first.read_bytes(),
        "简报-3.txt": third.read_bytes(),
    }
    before = archives.tree(root)
    for order in ((third, first, second), (first, second, third), (third,)):
        taken = take_in(root, *order)
        assert {one.outcome.action for one in taken if one.outcome} == {"unchanged"}
    assert archives.tree(root) == before
    load.load(root / "content")


def test_names_that_differ_in_case_only_are_kept_apart(root: Path, tmp_path: Path) -> None:
    for number, name in ((21, "jianbao.txt"), (22, "Jianbao.TXT")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / name).write_text(archives.document(number), "utf-8")
        take_in(root, tmp_path / str(number))
    kept = sorted(path.name for path in (root / "content" / "originals").iterdir())
    assert kept == ["Jianbao-2.TXT", "jianbao.txt"]


def test_a_bulletin_that_was_deleted_is_written_again_and_that_is_said(
    root: Path, inbox: Path
) -> None:
    [first, *_] = take_in(root, inbox / "2024")
    assert first.outcome
    assert not first.returned
    before = archives.tree(root)
    first.outcome.path.unlink()
    [again, other] = take_in(root, inbox / "2024")
    assert (again.returned, other.returned) == (True, False)
    assert archives.tree(root) == before


# --- reading again ------------------------------------------------------------------------------


def edited(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def front(path: Path) -> Standing:
    return standing(path.read_text("utf-8"))


def test_a_tag_that_is_no_longer_read_stands(root: Path, inbox: Path) -> None:
    [first, _] = take_in(root, inbox / "2024")
    assert first.outcome
    path = first.outcome.path
    [article] = front(path).articles
    assert article.department == ("某某县人民政府办公室",)
    assert article.county == ("某某县",)
    offices = root / "content" / "authorities" / "departments.yaml"
    text = offices.read_text("utf-8")
    offices.write_text(re.sub(r"(?m)^  aliases: .*\n", "", text), "utf-8")
    assert offices.read_text("utf-8") != text
    [again, _] = take_in(root, inbox / "2024")
    assert again.conversion
    assert [flag.kind for flag in again.conversion.flags].count("tag_stands") == 1
    assert front(path).articles == (article,)
    before = archives.tree(root)
    take_in(root, inbox / "2024")
    assert archives.tree(root) == before
    # A person may want the new reading, and is told what it took away.
    [forced, _] = take_in(root, inbox / "2024", force=True)
    assert [(loss.field, loss.old) for loss in forced.losses] == [
        ("department", "某某县人民政府办公室"),
        ("county", "某某县"),
    ]
    assert front(path).articles[0].department == ()


def test_a_county_that_got_another_name_keeps_its_bulletins(root: Path, inbox: Path) -> None:
    [first, _] = take_in(root, inbox / "2024")
    assert first.outcome
    edited(
        root / "content" / "authorities" / "counties.yaml",
        ("name: 某某县", "name: 某某区\n  aliases: [某某县]"),
        ("kind: county", "kind: district"),
    )
    assert [one.losses for one in take_in(root, inbox / "2024")] == [(), ()]
    [article] = front(first.outcome.path).articles
    assert article.department == ("某某县人民政府办公室",)
    assert article.county == ("某某区",)


def test_a_tag_that_no_authority_file_knows_stays_until_a_person_drops_it(
    root: Path, inbox: Path
) -> None:
    """The file may be gone by accident, for example while a cloud drive is brought up to date."""
    [first, _] = take_in(root, inbox / "2024")
    assert first.outcome
    path = first.outcome.path
    before = path.read_bytes()
    edited(
        root / "content" / "authorities" / "departments.yaml",
        ("某某县人民政府办公室", "某某县档案馆"),
    )
    [again, _] = take_in(root, inbox / "2024")
    assert again.conversion
    gone = [flag.text for flag in again.conversion.flags if flag.reason == "gone"]
    assert gone == ["某某县人民政府办公室"]
    assert [loss.old for loss in again.losses] == ["某某县人民政府办公室"]
    assert path.read_bytes() == before
    for name in ("departments", "counties"):
        (root / "content" / "authorities" / f"{name}.yaml").unlink()
    take_in(root, inbox / "2024")
    assert path.read_bytes() == before
    take_in(root, inbox / "2024", force=True)
    assert front(path).articles[0].department == ()


def test_series_issue_and_date_that_stand_are_kept(root: Path, inbox: Path) -> None:
    [first, _] = take_in(root, inbox / "2024")
    assert first.outcome
    before = archives.tree(root)
    edited(root / "content" / "site.yaml", ("title: 工作简报", "title: 政务要情"))
    [again, _] = take_in(root, inbox / "2024")
    assert again.outcome
    assert (again.outcome.action, again.outcome.path) == ("kept", first.outcome.path)
    assert [(loss.field, loss.old, loss.new) for loss in again.losses] == [
        ("series", "gongzuo-jianbao", "unsorted")
    ]
    after = archives.tree(root)
    assert {path for path in after if before.get(path) != after[path]} == {"content/site.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("issue: 12\n", "issue: 13\n", ["issue"]),
        ("\ndate: 2024-03-12\n", "\ndate: null\n", ["date"]),
        ("series: gongzuo-jianbao", "series: unsorted", ["series"]),
        ("- 某某县人民政府办公室", "- 某某县统计局", ["department"]),
        ("- 某某县\n", "- 别县\n", ["county"]),
        ("title: 我县开展第12次春季义诊活动", "title: 别的", []),
        ("reviewed: false", "reviewed: 2024", []),
    ],
)
def test_what_a_reading_loses(root: Path, inbox: Path, old: str, new: str, lost: list[str]) -> None:
    [first, _] = take_in(root, inbox / "2024")
    assert first.conversion
    text = first.conversion.markdown
    assert old in text
    settings = load.load_settings(root / "content")
    found = losses(standing(text), standing(text.replace(old, new)), settings)
    assert [loss.field for loss in found] == lost


def test_the_tags_of_an_article_that_is_cut_in_another_way_are_a_loss(root: Path) -> None:
    one = TaggedArticle("甲", (), ("某某县",))
    settings = load.load_settings(root / "content")
    before = Standing(articles=(one, TaggedArticle("乙", (), ("某某县",))))
    found = losses(before, Standing(articles=(one,)), settings)
    assert [(loss.article, loss.field, loss.old) for loss in found] == [("乙", "county", "某某县")]
