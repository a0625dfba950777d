import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianbao.base.problems import (
    ConfigError,
    ContentError,
    JianbaoError,
    Location,
    Problem,
    Problems,
    one_line,
    problem,
)

HERE = Location("content/bulletins/lanchuan/2024/021.md", 31)


def test_a_problem_reads_as_path_line_field_and_message() -> None:
    found = problem(HERE, "county", "unknown county “{name}”", name="青和县")
    assert found.text() == (
        "content/bulletins/lanchuan/2024/021.md:31: county: unknown county “青和县”"
    )


def test_line_and_field_are_left_out_where_there_are_none() -> None:
    assert problem(Location("content/site.yaml"), "", "is missing").text() == (
        "content/site.yaml: is missing"
    )


def test_the_template_is_translated_and_the_values_are_not() -> None:
    found = problem(HERE, "", "unknown county “{name}”", name="青和县")
    chinese = {"unknown county “{name}”": "没有“{name}”这个县区"}
    assert found.text(lambda template: chinese[template]) == f"{HERE}: 没有“青和县”这个县区"


def test_values_with_braces_are_no_templates() -> None:
    assert (
        problem(HERE, "", "got {got}", got="{0} {got} {x.y}").text().endswith("got {0} {got} {x.y}")
    )


def test_a_problem_is_one_line_whatever_it_quotes() -> None:
    line = problem(HERE, "x", "got {got}", got="a\nb\x1b[31m\u2028" + "长" * 9000).text()
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) == 500
    assert line.endswith("…")


@given(st.text(max_size=600))
def test_one_line_is_printable_and_bounded(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= 500


def test_an_error_holds_each_problem_once_sorted_by_place() -> None:
    first, second = Location("a.md", 2), Location("a.md", 10)
    third = Location("b.md")
    given_problems = [problem(place, "", "wrong") for place in (third, second, first, third)]
    error = ContentError(given_problems)
    assert [found.location for found in error.problems] == [first, second, third]
    assert str(error) == "a.md:2: wrong\na.md:10: wrong\nb.md: wrong"


def test_the_collector_raises_once_with_everything_or_not_at_all() -> None:
    problems = Problems()
    problems.raise_if_any(ConfigError)
    problems.add(HERE, "date", "must be {what}", what="a date")
    problems.extend([problem(Location("content/site.yaml", 1), "", "is empty")])
    assert len(problems) == 2
    assert all(isinstance(found, Problem) for found in problems)
    with pytest.raises(ConfigError) as raised:
        problems.raise_if_any(ConfigError)
    assert [str(found.location) for found in raised.value.problems] == [
        str(HERE),
        "content/site.yaml:1",
    ]


def test_every_error_of_the_family_can_be_caught_as_one() -> None:
    families = {error.__name__ for error in JianbaoError.__subclasses__()}
    assert families >= {
        "ConfigError",
        "ContentError",
        "ConvertError",
        "LayoutError",
        "SearchError",
        "LintError",
        "PublishError",
    }


def test_an_error_keeps_its_problems_from_process_to_process() -> None:
    error = ContentError([problem(Location("a.md", 3), "title", "is wrong")])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ContentError
    assert again.problems == error.problems
