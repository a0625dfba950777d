"""Byte strings joined to one value are the same when it is split."""

from hypothesis import given
from hypothesis import strategies as st

from jianbao.base import parts


@given(st.lists(st.binary()))
def test_what_was_joined_is_split_at_the_same_places(given_parts: list[bytes]) -> None:
    assert list(parts.split(parts.join(*given_parts))) == given_parts
