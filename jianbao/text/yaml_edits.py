"""Small changes to YAML files that people write: set one value, add or remove one entry, and keep
every other character: comments, quotes, order and line ends. Pure.

The parser gives the position of a value (`frontmatter.spans`). The changed text is parsed again,
and returned only if it differs from the file by the change alone. Otherwise the result is None, and
a person has to make the change.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from jianbao.text import frontmatter
from jianbao.text.frontmatter import ValueSpan, scalar, spans

Bare = tuple[str, object]
"""The content of a span, without its position: ("scalar", text), ("list", items), ("mapping",
pairs)."""

Item = str | Mapping[str, str | int | Sequence[str]]
"""What a list gets: a text, or a mapping of texts, numbers and lists of texts."""

_HEADER = re.compile(r"(?:[&!]\S*\s+)*[|>][0-9+-]*")


def set_value(text: str, key: str, value: str, before: str) -> str | None:
    """Set `key` in the front matter of a bulletin's file to `value`, which is YAML. A new key is
    written before the key `before`, else as the last one."""

    def edit(yaml: str) -> str | None:
        root, new = spans(yaml), spans(value)
        if root is None or root.kind != "mapping" or new is None:
            return None
        names = [name.value for name, _ in root.pairs]
        if names.count(key) > 1:
            return None
        pairs = list(_pairs(root))
        if key in names:
            place = names.index(key)
            pairs[place] = (pairs[place][0], _bare(new))
            changed = _replaced(yaml, *root.pairs[place], value)
        else:
            place = names.index(before) if before in names else len(names)
            pairs.insert(place, (("scalar", key), _bare(new)))
            changed = _with_pair(yaml, root, place, f"{key}: {value}")
        return _checked(changed, ("mapping", tuple(pairs)))

    return in_front_matter(text, edit)


def append_entry(text: str, entry: Mapping[str, str | Sequence[str]]) -> str | None:
    """Add a mapping of texts and lists of texts as the last entry of a file that is a YAML
    list."""
    root = spans(text)
    if root is None:
        return None
    pairs = _pairs_of(entry)
    if root.kind == "list" and root.flow:
        changed: str | None = _with_flow_item(text, root, "{" + ", ".join(pairs) + "}")
    elif root.kind == "list" or root.is_null:
        indent = " " * _column(text, root.start) if root.kind == "list" else ""
        ending = _ending(text)
        lines = [
            f"{indent}{'  ' if number else '- '}{pair}{ending}" for number, pair in enumerate(pairs)
        ]
        after = len(text)
        if root.kind == "list" and re.search(r"(?m)^[^#\s]", text[_line_end(text, root.end) :]):
            after = _line_end(text, root.end)  # before the marker that ends the document
        changed = _with_lines(text, after, "".join(lines))
    else:
        return None
    old = _items(root) if root.kind == "list" else ()
    return _checked(changed, ("list", (*old, _of_item(entry))))


def append_row(text: str, entry: Mapping[str, str]) -> str | None:
    """Add a mapping of texts, written on one line, as the last entry of a file that is a YAML
    list in block style."""
    root = spans(text)
    if root is None or not (root.is_null or (root.kind == "list" and not root.flow)):
        return None
    indent = " " * _column(text, root.start) if root.kind == "list" else ""
    changed = _with_lines(text, len(text), f"{indent}- {in_flow(entry)}{_ending(text)}")
    return _checked(changed, ("list", (*_items(root), _of_item(entry))))


def find_entry(text: str, key: str, values: Collection[str]) -> int | None:
    """Return the index of the first entry of a YAML list that has one of these values, or None."""
    root = spans(text)
    for index, entry in enumerate(root.items if root else ()):
        if any(name.value == key and value.value in values for name, value in entry.pairs):
            return index
    return None


def remove_entry(text: str, index: int) -> str | None:
    """Remove the entry with that index, and its lines, from a file that is a YAML list in block
    style."""
    root = spans(text)
    if root is None or root.kind != "list" or root.flow:
        return None
    entry = root.items[index]
    start = text.rfind("\n", 0, entry.start) + 1
    changed = text[:start] + text[_line_end(text, entry.end) :]
    left = (*_items(root)[:index], *_items(root)[index + 1 :])
    return _checked(changed, ("list", left) if left else _NOTHING)


def set_in(
    text: str, path: Sequence[str | int], value: str, before: str | None = None
) -> str | None:
    """Set the scalar at `path`: keys and indexes from the root, the last one a key. A new key is
    written before the key `before`, else as the last one."""
    root = spans(text)
    *parents, key = path
    mapping = _at(root, parents) if root else None
    if root is None or mapping is None or mapping.kind != "mapping":
        return None
    names = [name.value for name, _ in mapping.pairs]
    pairs = list(_pairs(mapping))
    new = (("scalar", key), ("scalar", value))
    changed: str | None
    if key in names:
        place = names.index(key)
        pairs[place] = new
        changed = _replaced(text, *mapping.pairs[place], scalar(value))
    else:
        place = names.index(before) if before in names else len(names)
        pairs.insert(place, new)
        changed = _with_pair(text, mapping, place, f"{key}: {scalar(value)}")
    return _checked(changed, _with_bare(root, parents, ("mapping", tuple(pairs))))


def add_item(
    text: str, path: Sequence[str | int], item: Item, after: str | None = None
) -> str | None:
    """Add an item as the last one of the list at `path`: keys and indexes from the root, the last
    one a key. If the mapping has no such key, it is written after the key `after`, else as the
    last one."""
    root = spans(text)
    *parents, key = path
    mapping = _at(root, parents) if root else None
    if root is None or mapping is None or mapping.kind != "mapping":
        return None
    names = [name.value for name, _ in mapping.pairs]
    pairs = list(_pairs(mapping))
    changed: str | None
    if key not in names:
        place = names.index(after) + 1 if after in names else len(names)
        pairs.insert(place, (("scalar", key), ("list", (_of_item(item),))))
        changed = _with_pair(text, mapping, place, f"{key}:{_new_list(text, mapping, item)}")
    else:
        place = names.index(key)
        name, value = mapping.pairs[place]
        old = _items(value) if value.kind == "list" else ()
        pairs[place] = (pairs[place][0], ("list", (*old, _of_item(item))))
        changed = _with_item(text, name, value, item)
    return _checked(changed, _with_bare(root, parents, ("mapping", tuple(pairs))))


def set_item(text: str, path: Sequence[str | int], item: str) -> str | None:
    """Replace the text at `path`, which ends in the index of a list."""
    root = spans(text)
    old = _at(root, path) if root else None
    if root is None or old is None or old.kind != "scalar" or old.style in ("|", ">"):
        return None
    changed = text[: old.start] + scalar(item) + text[old.end :]
    return _checked(changed, _with_bare(root, path, ("scalar", item)))


def add_alias(text: str, name: str, alias: str) -> str | None:
    """Add to the `aliases` of the entry whose `name` is `name`, in a file that is a YAML list."""
    root = spans(text)
    for index, entry in enumerate(root.items if root and root.kind == "list" else ()):
        if entry.kind == "mapping" and (("scalar", "name"), ("scalar", name)) in _pairs(entry):
            return add_item(text, (index, "aliases"), alias, after="name")
    return None


def length(text: str, path: Sequence[str | int]) -> int:
    """Return the number of items of the list at `path`."""
    root = spans(text)
    found = _at(root, path) if root else None
    return len(found.items) if found else 0


def value_at(text: str, path: Sequence[str | int]) -> str | None:
    root = spans(text)
    found = _at(root, path) if root else None
    return found.value if found and found.kind == "scalar" else None


def in_front_matter(text: str, edit: Callable[[str], str | None]) -> str | None:
    """Change only the front matter of a bulletin's file, by `edit`."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = frontmatter.split(text.removeprefix(mark))
    if parts is None:
        return None
    start = text.index("\n") + 1
    changed = edit(parts.front_matter)
    if changed is None:
        return None
    return text[:start] + changed + text[start + len(parts.front_matter) :]


# --- what a text holds ------------------------------------------------------------------------

_NOTHING: Bare = ("scalar", None)


def _bare(span: ValueSpan) -> Bare:
    if span.kind == "list":
        return "list", _items(span)
    if span.kind == "mapping":
        return "mapping", _pairs(span)
    return span.kind, None if span.is_null else span.value


def _of_plain(value: str | int | Sequence[str]) -> Bare:
    if isinstance(value, str | int):
        return "scalar", str(value)
    return "list", tuple(("scalar", item) for item in value)


def _written(value: str | int | Sequence[str]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(map(scalar, value))}]"


def _of_item(item: Item) -> Bare:
    if isinstance(item, str):
        return "scalar", item
    return "mapping", tuple((("scalar", key), _of_plain(value)) for key, value in item.items())


def in_flow(item: Item) -> str:
    """Return an item as YAML on one line."""
    if isinstance(item, str):
        return scalar(item)
    return "{" + ", ".join(_pairs_of(item)) + "}"


def _in_block(item: Item, indent: str, ending: str) -> str:
    """Return the lines of an item: a mapping has one for each key."""
    pairs = [in_flow(item)] if isinstance(item, str) else _pairs_of(item)
    return "".join(
        f"{indent}{'  ' if number else '- '}{pair}{ending}" for number, pair in enumerate(pairs)
    )


def _pairs_of(entry: Mapping[str, str | int | Sequence[str]]) -> list[str]:
    return [f"{key}: {_written(value)}" for key, value in entry.items()]


def _items(span: ValueSpan) -> tuple[Bare, ...]:
    return tuple(map(_bare, span.items))


def _pairs(span: ValueSpan) -> tuple[tuple[Bare, Bare], ...]:
    return tuple((_bare(key), _bare(value)) for key, value in span.pairs)


def _at(span: ValueSpan, path: Sequence[str | int]) -> ValueSpan | None:
    """Return the span at `path`, or None if there is none."""
    for step in path:
        found = (
            span.items[step : step + 1]
            if isinstance(step, int)
            else [value for key, value in span.pairs if key.value == step]
        )
        if not found:
            return None
        span = found[0]
    return span


def _with_bare(span: ValueSpan, path: Sequence[str | int], new: Bare) -> Bare:
    """Return the content of `span`, with `new` at `path`."""
    if not path:
        return new
    first, *rest = path
    if isinstance(first, int):
        items = list(_items(span))
        items[first] = _with_bare(span.items[first], rest, new)
        return "list", tuple(items)
    names = [key.value for key, _ in span.pairs]
    place = names.index(first)
    pairs = list(_pairs(span))
    pairs[place] = (pairs[place][0], _with_bare(span.pairs[place][1], rest, new))
    return "mapping", tuple(pairs)


def _checked(text: str | None, expected: Bare) -> str | None:
    """Return `text` if it holds what is expected, else None."""
    root = spans(text) if text is not None else None
    return text if root and _bare(root) == expected else None


# --- changes of the text ----------------------------------------------------------------------


def _replaced(text: str, key: ValueSpan, old: ValueSpan, new: str) -> str | None:
    """Replace the value of a key. Comments beside a value stay; those inside it go with it."""
    colon = re.compile(r"[ \t]*:").match(text, key.end)
    if old.start == old.end:  # an empty value: write after the colon, if there is one
        return f"{text[: old.start]}{'' if colon else ':'} {new}{text[old.start :]}"
    if old.style in ("|", ">"):
        header = _HEADER.match(text, old.start)
        if header is None:
            return None
        rest = text[header.end() : _line_end(text, header.end())]
        return text[: old.start] + new + rest + text[old.end :]
    first_line = text.rfind("\n", 0, old.start) + 1
    if old.kind in ("list", "mapping") and not old.flow and first_line > key.end:
        if colon is None:
            return None
        between = text[colon.end() : first_line]
        return f"{text[: colon.end()]} {new}{between}{text[_line_end(text, old.end) :]}"
    return text[: old.start] + new + text[old.end :]


def _with_pair(text: str, mapping: ValueSpan, place: int, pair: str) -> str | None:
    """Insert a pair into a mapping, at the index `place`."""
    if mapping.flow:
        if not mapping.pairs:
            start = text.index("{", mapping.start) + 1
            return text[:start] + pair + text[start:]
        if place == 0:
            start = mapping.pairs[0][0].start
            return f"{text[:start]}{pair}, {text[start:]}"
        end = mapping.pairs[place - 1][1].end
        return f"{text[:end]}, {pair}{text[end:]}"
    column = _column(text, mapping.pairs[0][0].start)
    line = f"{' ' * column}{pair}{_ending(text)}"
    if place:
        after = _line_end(text, mapping.pairs[place - 1][1].end)
        if place < len(mapping.pairs):  # below the comments above the next key
            after = text.rfind("\n", 0, mapping.pairs[place][0].start) + 1
        return _with_lines(text, after, line)
    start = mapping.pairs[0][0].start
    return f"{text[:start]}{pair}{_ending(text)}{' ' * column}{text[start:]}"


def _new_list(text: str, mapping: ValueSpan, item: Item) -> str:
    """Return what follows the colon of a new key of `mapping`: a list with one item. An item that
    is a mapping has its own lines, where that can be."""
    if mapping.flow or isinstance(item, str):
        return f" [{in_flow(item)}]"
    ending = _ending(text)
    indent = " " * (_column(text, mapping.pairs[0][0].start) + 2)
    return (ending + _in_block(item, indent, ending)).removesuffix(ending)


def _with_item(text: str, key: ValueSpan, value: ValueSpan, item: Item) -> str | None:
    """Append an item to the list that is the value of `key`."""
    if value.is_null:
        return _replaced(text, key, value, f"[{in_flow(item)}]")
    if value.kind != "list":
        return None
    if value.flow:
        return _with_flow_item(text, value, in_flow(item))
    dash = text.rfind("-", 0, value.items[0].start + 1)
    lines = _in_block(item, " " * _column(text, dash), _ending(text))
    return _with_lines(text, _line_end(text, value.end), lines)


def _with_flow_item(text: str, sequence: ValueSpan, item: str) -> str:
    """Append an item to a list in brackets."""
    if sequence.items:
        end = sequence.items[-1].end
        return f"{text[:end]}, {item}{text[end:]}"
    start = text.index("[", sequence.start) + 1
    return text[:start] + item + text[start:]


def _with_lines(text: str, place: int, lines: str) -> str:
    """Insert lines at `place`, which is the start of a line or the end of the text."""
    before = text[:place]
    if before and not before.endswith("\n"):
        before += _ending(text)
    return before + lines + text[place:]


def _line_end(text: str, place: int) -> int:
    """Return the end, with its line end, of the line that has its last content at `place`."""
    if text[:place].endswith("\n"):
        return place
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _column(text: str, place: int) -> int:
    return len(text[text.rfind("\n", 0, place) + 1 : place].removeprefix("\ufeff"))


def _ending(text: str) -> str:
    """Return the line end that the text uses."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
