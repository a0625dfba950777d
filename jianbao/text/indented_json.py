"""JSON with an indent of one space, as `json.dumps(value, ensure_ascii=False, indent=1)` writes it.

With an indent, the standard library writes in pure Python, a piece at a time.
"""

import json
from collections.abc import Mapping
from json.encoder import encode_basestring


def dumps(value: object) -> str:
    """Return `value` as JSON: texts, numbers, truths, None, lists and mappings by texts."""
    return _written(value, "\n")


def _written(value: object, line: str) -> str:
    """Write one value; `line` ends the line of what holds it, and begins the next."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Mapping):
        inner = f"{line} "
        items = [f"{encode_basestring(key)}: {_written(v, inner)}" for key, v in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{line}}}" if items else "{}"
    if isinstance(value, (list, tuple)):
        inner = f"{line} "
        items = [_written(each, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(items)}{line}]" if items else "[]"
    return json.dumps(value)
