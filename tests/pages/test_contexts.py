"""What layouts are given: docs/theming.md lists it (`pytest --update-golden` writes it), and every
page has exactly that."""

import re
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from invented import archive, article, bulletin

from jianbao.archive import corrections, urls
from jianbao.archive.model import Archive, Bulletin, Flag, OwnPage, Repair, Review, Taxonomy, Term
from jianbao.content import load
from jianbao.pages.frame import Frame
from jianbao.pages.index import Likeness, index_of
from jianbao.pages.page import Layout
from jianbao.pages.pages import KINDS, groups

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "theming.md"
SITES = ROOT / "tests" / "sites"
BEGIN, END = "<!-- values -->\n", "<!-- end of values -->\n"

WORDS = {str: "text", int: "number", bool: "true or false", type(None): "none"}


def hints(record: Any) -> dict[str, Any]:
    """The values of a record, in the order in which they are declared."""
    return get_type_hints(record, include_extras=True)


def layouts() -> list[Layout[Any]]:
    return [layout for kind in KINDS for layout in kind.layouts]


# --- the guide --------------------------------------------------------------------------------


def words(hint: Any) -> str:
    """A type in words; a record by its name, as a link."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words(parts[0])
    if origin in (Union, types.UnionType):
        return " or ".join(words(part) for part in parts)
    if origin is tuple:
        return f"({', '.join(words(part) for part in parts)})"
    if origin and issubclass(origin, Mapping):
        return "object"
    if origin and issubclass(origin, Sequence):
        return f"list of {words(parts[0])}"
    if is_typeddict(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return WORDS[hint]


def records(hint: Any) -> Iterator[type]:
    """The records that a type speaks of, and those that they speak of."""
    if is_typeddict(hint):
        yield hint
        for part in hints(hint).values():
            yield from records(part)
    for part in get_args(hint):
        yield from records(part)


def table(values: Mapping[str, Any]) -> str:
    rows = [
        f"| `{name}` | {words(hint)} | {hint.__metadata__[0]} |" for name, hint in values.items()
    ]
    return "\n".join(["| name | value | meaning |", "|---|---|---|", *rows])


def summary(record: type) -> str:
    return " ".join((record.__doc__ or "").split())


def described() -> str:
    parts = ["### Every page", table(hints(Frame))]
    for layout in layouts():
        parts += [f"### `{layout.file}`", summary(layout.context), table(hints(layout.context))]
    every = [Frame, *(layout.context for layout in layouts())]
    named = {
        record.__name__: record
        for context in every
        for hint in hints(context).values()
        for record in records(hint)
    }
    for name in sorted(named):
        parts += [f"### {name}", summary(named[name]), table(hints(named[name]))]
    return "\n\n".join(parts)


def test_the_guide_lists_what_layouts_are_given(update_golden: bool) -> None:
    text = GUIDE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    expected = f"{before}{BEGIN}\n{described()}\n\n{END}{after}"
    if update_golden:
        GUIDE.write_text(expected, "utf-8")
    else:
        assert text == expected, "run pytest --update-golden tests/pages/test_contexts.py"


def test_every_layout_of_a_page_is_one_kind_s() -> None:
    files = [layout.file for layout in layouts()]
    assert len(set(files)) == len(files)
    others = {"base.html", "term.html"}  # which others extend
    found = {path.name for path in (ROOT / "layouts").glob("*.html")}
    assert found == {*files, *others}, "name the module of each page in KINDS of pages.py"


def test_no_layout_spells_out_an_output_path() -> None:
    known = {urls.HOME, urls.SEARCH, urls.ABOUT, urls.NOT_FOUND, urls.SEARCH_MANIFEST}
    for file in (ROOT / "layouts").rglob("*.html"):
        text = re.sub(r"{%-? *(?:extends|import|include) .*?%}", "", file.read_text("utf-8"))
        written = set(re.findall(r"[\"']([\w/-]+\.(?:html|json|xml))[\"']", text))
        assert written == set(), file
        assert not [path for path in known if f'"{path}"' in text], file


# --- the pages --------------------------------------------------------------------------------


def faults(value: Any, hint: Any, place: str) -> Iterator[str]:
    """Where `value` is not of the type `hint`."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        yield from faults(value, parts[0], place)
    elif origin in (Union, types.UnionType):
        if all(any(True for _ in faults(value, part, place)) for part in parts):
            yield f"{place}: {value!r} is not {hint}"
    elif is_typeddict(hint):
        yield from faults_of_dict(value, hint, place)
    elif origin is tuple:
        if isinstance(value, tuple) and len(value) == len(parts):
            for one, part in zip(value, parts, strict=True):
                yield from faults(one, part, place)
        else:
            yield f"{place}: {value!r} is not {hint}"
    elif origin:
        yield from faults_of_many(value, origin, parts, place)
    elif type(value) is not hint:
        yield f"{place}: {value!r} is not {hint.__name__}"


def faults_of_dict(value: Any, hint: Any, place: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{place}: {value!r} is not a {hint.__name__}"
        return
    yield from unlike(value.keys(), hints(hint).keys(), place)
    for name, part in hints(hint).items():
        if name in value:
            yield from faults(value[name], part, f"{place}.{name}")


def faults_of_many(value: Any, origin: Any, parts: Sequence[Any], place: str) -> Iterator[str]:
    if issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            yield f"{place}: {value!r} is not an object"
    elif isinstance(value, str) or not isinstance(value, Sequence):
        yield f"{place}: {value!r} is not a list"
    else:
        for one in value:
            yield from faults(one, parts[0], f"{place}[]")


def unlike(given: Collection[str], named: Collection[str], place: str) -> Iterator[str]:
    yield from (f"{place}.{name} is not declared" for name in sorted(set(given) - set(named)))
    yield from (f"{place}.{name} is missing" for name in sorted(set(named) - set(given)))


REVIEW = Review(
    repairs=(Repair("space", 3, "甲 乙", "甲乙"), Repair("misprint", 4, "青木县", "青禾县")),
    flags=(Flag("office_unknown", 3, "某办", "请登记。", 1), Flag("other", 0, "", "请核对。")),
    fields=(("title", "printed"), ("articles.1.county", "inferred")),
)


def of_all_kinds() -> Archive:
    doubtful = bulletin(article(), article(2, title="第二篇"), review=REVIEW)
    undated = bulletin(name="a", folder="undated", date=None, aliases=("old/1.html",))
    old = article(status="replaced", replaced_by="lanchuan/2024/021/2")
    own = OwnPage(name="shiyong", path="content/pages/shiyong.md", title="使用说明", body="正文")
    township = Term("xinzhuang", "新庄镇", "town", county="青禾县")
    return replace(
        archive(doubtful, bulletin(old, name="020", issue=20), undated),
        pages=(own,),
        townships=Taxonomy("township", (township,)),
        topics=Taxonomy("topic", (Term("yigongti", "医共体", ""),)),
    )


@pytest.mark.parametrize("site", ["", "typical", "corrected"])
def test_every_page_is_given_what_its_layout_declares(site: str) -> None:
    source = load.load(SITES / site / "content") if site else of_all_kinds()
    contexts = {layout.file: layout.context for layout in layouts()}
    seen: set[str] = set()
    read = "第一行\n第二行".encode()
    index = index_of(corrections.published(source), read=lambda name, sha256: read)
    for pending in (one for _, group in groups(index) for one in group.pages()):
        page = pending.page()
        declared = hints(Frame) | hints(contexts[page.layout])
        found = list(unlike(page.context.keys(), declared.keys(), page.layout))
        for name in declared.keys() & page.context.keys():
            found += faults(page.context[name], declared[name], f"{page.layout}: {name}")
        assert found == [], page.path
        seen.add(page.layout)
    if not site:
        assert seen == contexts.keys(), "let of_all_kinds() hold what gives a page of each kind"


def test_no_former_address_can_be_that_of_a_page_of_another_kind() -> None:
    every = (one for _, group in groups(index_of(of_all_kinds())) for one in group.pages())
    paths = {one.path for one in every} - {"old/1.html"}
    # Loading compares former addresses with those of bulletins and of the owner's pages.
    others = {path for path in paths if not path.startswith(("bulletins/", "pages/"))}
    assert {path for path in others if not urls.is_own(path)} == set()


def test_what_is_not_declared_is_found() -> None:
    layout = next(one for one in layouts() if one.file == "year.html")
    value = {"year": "2024", "total": 1, "months": [{"number": 1}], "more": 1}
    found = list(faults(value, layout.context, "year"))
    assert "year.more is not declared" in found
    assert "year.newer is missing" in found
    assert "year.year: '2024' is not int" in found
    assert "year.months[].slug is missing" in found


def test_what_decides_a_group_of_pages_decides_their_values() -> None:
    source = corrections.published(load.load(SITES / "typical" / "content"))
    source = replace(source, digests={})
    first = index_of(source)
    known = Likeness(first.related, first.similar, tuple(first.versions))
    kept = source.bulletins[0]
    others = (with_other_texts(one) for one in source.bulletins[1:])
    changed = replace(source, bulletins=(kept, *others))
    before, after = index_of(source, known), index_of(changed, known)
    same = 0
    for (_, old), (_, new) in zip(groups(before), groups(after), strict=True):
        if old.made_of and new.made_of and old.made_of() == new.made_of():
            values = [[one.page() for one in group.pages()] for group in (old, new)]
            assert values[0] == values[1]
            same += 1
    assert same == 8  # the pages of the first bulletin, and seven kinds of lists


def with_other_texts(bulletin: Bulletin) -> Bulletin:
    articles = tuple(replace(one, body="另一篇。") for one in bulletin.articles)
    return replace(bulletin, preface="另有说明。", articles=articles)
