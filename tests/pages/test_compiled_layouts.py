"""A simplified layout makes the same text as the layout that was written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import archives
import jinja2
import pytest
from invented import archive

from jianbao.build.paths import layout_folders
from jianbao.pages import compiled_layouts, render
from jianbao.pages.compiled_layouts import FastEnvironment, PlainEnvironment

ROOT = Path(__file__).parents[2]
COMMON = {
    "site": {"title": "甲<乙>", "language": "en", "none": None},
    "menu": [("a", "x/a.html"), ("b", "b.html")],
    "many": list(range(30)),
}
STRINGS = {"word": "Wort", "nav.a": "A&B", "nav.b": "B"}
PARTIALS = {
    "m.html": (
        "{% macro cn() %}{% if site.language != 'zh-CN' %} lang='x'{% endif %}{% endmacro %}"
        "{% macro zh() %}{% if site.language == 'zh-CN' %} lang='x'{% endif %}{% endmacro %}"
        "{% macro link(to, text, class='') %}<a href='{{ to }}'{% if class %} class='{{ class }}'"
        "{% endif %}{{ cn() }}{{ zh() }}>{{ text }}</a>{% endmacro %}"
        "{% macro row(item, cn) %}{{ link(item.to, item.text) }}{{ cn }}{% endmacro %}"
        "{% macro loops(of) %}{% for one in of %}{{ loop.index }}{{ one }}"
        "{% endfor %}{% endmacro %}"
        "{% macro open() %}{{ page_word }}{% endmacro %}"
        "{% macro sets(a) %}{% set b = a ~ a %}{{ b }}{% endmacro %}"
        "{% macro more() %}{{ varargs | length }}{% endmacro %}"
    ),
    "part.html": "[{{ m.link(to, text) }}{% set text = 'inner' %}{{ text }}{{ t('word') }}]",
    "self.html": (
        "{% if depth > 0 %}{% set depth = depth - 1 %}{% include 'self.html' %}{% endif %}."
    ),
}
IMPORT = "{% import 'm.html' as m %}"
PAGE = {"to": "a&b", "text": "甲<", "item": {"to": "c", "text": "d"}, "page_word": "p", "depth": 3}


def say(key: str, **values: object) -> str:
    return STRINGS[key].format(**values)


def environment(kind: type[PlainEnvironment], layout: str) -> PlainEnvironment:
    sources = {**PARTIALS, "page.html": layout}
    made = kind(
        loader=jinja2.DictLoader(sources),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    made.strings = STRINGS
    made.globals = {"t": say, **COMMON}
    if isinstance(made, FastEnvironment):
        made.source_of = sources.get
    return made


def made(kind: type[PlainEnvironment], layout: str, page: Mapping[str, Any]) -> str:
    try:
        return environment(kind, layout).get_template("page.html").render(page)
    except (jinja2.TemplateError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    "layout",
    [
        "{{ site.title }}{{ site.none }}{{ t('word') }}",
        "{% if site.language == 'en' %}1{% elif to %}2{% else %}3{% endif %}",
        "{% if to == 'x' %}1{% elif site.language == 'en' %}2{% else %}3{% endif %}",
        "{% if to %}1{% elif site.language == 'zh-CN' %}2{% elif text %}3{% else %}4{% endif %}",
        "{% for key, to in menu %}{{ t('nav.' ~ key) }}{% if key == 'a' %},{% endif %}{% endfor %}"
        "{{ to }}",
        "{% for key, target in menu %}{{ loop.index }}{{ key }}{% endfor %}",
        "{% for key, target in menu %}{% set key = 'z' %}{{ key }}{% endfor %}",
        "{% for n in many %}{{ n }}{% endfor %}",
        "{% for size in ('a', 'b') %}{{ 'yes' if size == 'a' else 'no' }}{% endfor %}",
        "{% for size in ('a', 'b') if size != 'a' %}{{ size }}{% endfor %}",
        "{% set site = {'title': 'own'} %}{{ site.title }}",
        "{% for site in [{'title': 'own'}] %}{{ site.title }}{% endfor %}",
        IMPORT + "{{ m.link(to, text) }}{{ m.link(to, text, 'c') }}{{ m.link(text=to, to=text) }}",
        IMPORT + "{{ m.row(item, 'x') }}{{ m.loops(['<', 'b']) }}{{ m.sets(to) }}",
        IMPORT + "{{ m.more(1, 2) }}",
        IMPORT + "{{ m.link(m.link(to, text), [m.cn()] | join) }}{{ m.cn() | upper }}",
        IMPORT + "{{ m.open() }}",
        IMPORT + "{{ m.link() }}",
        IMPORT + "{{ m.link(1, 2, 3, 4) }}",
        IMPORT + "{{ m.gone() }}",
        IMPORT + "{{ m.link(to, gone) }}",
        IMPORT + "{% set m = {'cn': 'own'} %}{{ m.cn }}",
        IMPORT + "{% include 'part.html' %}{{ text }}",
        IMPORT + "{% with text = 'w' %}{% include 'part.html' %}{% endwith %}{{ text }}",
        IMPORT + "{% include ['gone.html', 'part.html'] %}{% include 'gone.html' ignore missing %}",
        "{% include 'self.html' %}",
        "{% include 'part.html' %}",
        "{% include 'gone.html' %}",
        "{{ item.text }}{{ item.gone }}",
        "{{ item.items() | list }}{{ item.get('text') }}",
        "{% for a in menu %}{% if loop.first %}{{ a[0] }}{% endif %}{% endfor %}",
    ],
)  # fmt: skip
def test_the_text_is_that_of_the_layout_as_written(layout: str) -> None:
    assert made(FastEnvironment, layout, PAGE) == made(PlainEnvironment, layout, PAGE)


def test_no_layout_of_ours_is_rendered_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain environment renders only layouts with errors."""
    rendered: set[type[jinja2.Environment]] = set()
    get = jinja2.Environment.get_template

    def spy(self: jinja2.Environment, *given: Any) -> jinja2.Template:
        rendered.add(type(self))
        return get(self, *given)

    monkeypatch.setattr(jinja2.Environment, "get_template", spy)
    archives.made(render.render(archive(), [ROOT / "layouts"]))
    assert rendered == {FastEnvironment}


def test_what_one_process_compiled_the_next_one_need_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made() -> dict[str, bytes]:
        files = render.render(archive(), layout_folders(ROOT))
        return {
            f"{file.path} {bool(file.made_of and file.made_of())}": file.make() for file in files
        }

    def another_process() -> None:
        monkeypatch.setattr(compiled_layouts, "_store", compiled_layouts._Store())

    def refuse(*_: object) -> None:
        raise AssertionError("a layout was read again")

    another_process()
    first = made()
    exported = compiled_layouts.export()
    assert exported is not None
    another_process()
    compiled_layouts.recall(exported)
    with monkeypatch.context() as patched:
        patched.setattr(PlainEnvironment, "_parse", refuse)
        assert made() == first
    assert compiled_layouts.export() is None


def test_an_export_holds_only_what_was_used(tmp_path: Path) -> None:
    def made(word: str) -> bytes | None:
        own = tmp_path / "layouts"
        own.mkdir(exist_ok=True)
        (own / "home.html").write_text(word, "utf-8")
        for file in render.render(archive(), layout_folders(tmp_path)):
            file.make()
        return compiled_layouts.export()

    first, second = made("before-it"), made("after-it")
    assert first
    assert b"before-it" in first
    assert second
    assert b"after-it" in second
    assert b"before-it" not in second
