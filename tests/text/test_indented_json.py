"""The text is that of the standard library."""

import json

from hypothesis import given
from hypothesis import strategies as st

from jianbao.text import indented_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_the_text_is_that_of_the_standard_library(value: object) -> None:
    assert indented_json.dumps(value) == json.dumps(value, ensure_ascii=False, indent=1)
