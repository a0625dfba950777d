"""Small changes to files that persons write: one value or one entry is set, and every other
character stays, comments, quotes, order and line ends included. Pure.

Each function gives None where the file is written in a way that it does not know; then a person has
to make the change. A caller reads the result back, since only that shows that it means what it
should.
"""

import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
# A plain or quoted value that ends on its line, and what follows it there.
_VALUE = (
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"'|>&*!\[{][^#\n]*?|)"
    r"(?P<rest>[ \t]*(?:(?<=[ \t])#[^\n]*?)?\r?\n?)"
)


def _lines(text: str) -> list[str]:
    return _LINE.findall(text)


def _ending(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"


def set_value(text: str, key: str, value: str, before: str) -> str | None:
    """A bulletin's file with `value` as that of `key` in its front matter; a key that is not there
    yet is written before the key `before`."""
    lines = _lines(text)
    if not lines or lines[0].lstrip("\ufeff").rstrip() != "---":
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return None
    found = [n for n in range(1, end) if re.match(rf"{key}[ \t]*:", lines[n])]
    if len(found) == 1:
        [number] = found
        match = re.fullmatch(rf"({key}[ \t]*:)([ \t]*){_VALUE}", lines[number])
        nested = number + 1 < end and re.match(r"[ \t]+[^\s#]", lines[number + 1])
        if not match or nested:
            return None
        head, space = match.group(1), match.group(2) or " "
        rest = match.group("rest")
        lines[number] = f"{head}{space}{value}{' ' if rest[:1] == '#' else ''}{rest}"
    else:
        place = next((n for n in range(1, end) if lines[n].startswith(f"{before}:")), end)
        if found or not _is_block(lines[1:end]):
            return None
        lines.insert(place, f"{key}: {value}{_ending(lines[0])}")
    return "".join(lines)


def _is_block(lines: list[str]) -> bool:
    """Whether there is a mapping in block style, with its keys at the margin."""
    return any(re.match(r"\w+:", line) for line in lines)


def append_entry(text: str, entry: dict[str, str]) -> str | None:
    """A YAML list of mappings in block style with `entry` as its last one. The values are plain."""
    lines = _lines(text)
    starts = [line for line in lines if re.match(r" *- ", line)]
    content = [
        line for line in lines if line.strip() and not line.lstrip("\ufeff \t").startswith("#")
    ]
    if content and (not starts or not re.match(r" *- +\w+:", content[0])):
        return None
    margin = re.match(r" *", starts[0] if starts else "")
    indent = margin.group() if margin else ""
    ending = _ending(lines[0]) if lines else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    for number, (key, value) in enumerate(entry.items()):
        lines.append(f"{indent}{'  ' if number else '- '}{key}: {value}{ending}")
    return "".join(lines)


def add_alias(text: str, line: int, alias: str) -> str | None:
    """A YAML list of mappings with `alias` among the `aliases` of the entry whose `name` stands on
    `line`, counted from 1."""
    lines = _lines(text)
    name = re.match(r"(?P<indent> *(?:- )?)name:", lines[line - 1])
    if not name:
        return None
    column = len(name.group("indent"))
    number = _key(lines, line - 1, column, "aliases")
    if number is None:
        ending = _ending(lines[line - 1])
        if not lines[line - 1].endswith("\n"):
            lines[line - 1] += ending
        lines.insert(line, f"{' ' * column}aliases: [{alias}]{ending}")
        return "".join(lines)
    match = re.fullmatch(
        r"(.*aliases:[ \t]*\[)([^\[\]#]*?)([ \t]*\][ \t]*(?:#[^\n]*)?\r?\n?)", lines[number]
    )
    if not match:
        return None
    names = f"{match.group(2)}, {alias}" if match.group(2).strip() else alias
    lines[number] = f"{match.group(1)}{names}{match.group(3)}"
    return "".join(lines)


def _key(lines: list[str], within: int, column: int, key: str) -> int | None:
    """The line of the key at `column` of the entry that the line `within` belongs to."""
    dash = rf" {{{max(0, column - 2)}}}- "
    start = within
    while start and not re.match(dash, lines[start]):
        start -= 1
    for number in range(start, len(lines)):
        if number > start and re.match(dash, lines[number]):
            return None
        bare = lines[number].replace("- ", "  ", 1) if number == start else lines[number]
        if re.match(rf" {{{column}}}{key}[ \t]*:", bare):
            return number
    return None
