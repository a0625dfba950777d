"""The words of the command line in the user's language. Only messages: no page depends on them.

A message is an English template; `LANGUAGE.json` beside this file gives its translation.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

LANGUAGES = ("en", "zh-CN")


def language(environment: Mapping[str, str], asked: str | None = None) -> str:
    """Return the language asked for, else that of JIANBAO_LANG, else of the locale, else
    English."""
    names = ("JIANBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    wish = asked or next(filter(None, map(environment.get, names)), "")
    return "zh-CN" if wish.lower().startswith("zh") else "en"


def translations(language: str) -> dict[str, str]:
    """Return the translation of each template; an empty dict for English."""
    if language == "en":
        return {}
    table: dict[str, str] = json.loads(Path(__file__).with_name(f"{language}.json").read_bytes())
    return table


def translator(language: str) -> Callable[[str], str]:
    """Return a function that translates a template. It returns a template without a translation
    unchanged."""
    table = translations(language)
    return lambda template: table.get(template, template)
