"""Detect the script of a document. Sites have mirrors of their pages in traditional characters,
with pinyin between the characters, or in another language; the archive takes the original. A font
with a wrong character map shows one text and holds another."""

import re
from typing import Literal

from jianbao.text.chinese import HAN

Mirror = Literal["", "garbled", "pinyin", "traditional", "japanese"]

# Frequent characters that simplified text does not use.
_TRADITIONAL = re.compile(
    "[國發務組織醫療區縣開與為會這對們個學體員業長書記議進產構經濟鄉鎮衛護專門診檢驗藥讓關動聯結實質標準條項圍際電視點習總"
    "統計劃農場廣說話時間問題處導領幹東車馬魚鳥龍龜齊齒覺親觀見貝財貨費資賽購贊趙跡輛轉輸辦辭邊還達遠適選遺鄭鄰醬釋針鋼錄錯鍵]"
)
_PINYIN = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]", re.IGNORECASE)
# Latin, phonetic, Cyrillic and other European letters that neither Chinese text nor pinyin has.
_FOREIGN = re.compile(
    "(?![āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ])[\u00aa\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8"
    "\u0400-\u0556\u0561-\u0587\u05d0-\u05ea]",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f-\x84\x86-\x9f\ue000-\uf01f\uf100-\uf8ff\ufffd]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(f"[{HAN}]")
_SHARE = 0.05
_LEAST = 10


def mirror(text: str) -> Mirror:
    """Return what kind of mirror a text is; nothing for simplified Chinese and for text that is not
    Chinese."""
    han = len(_HAN.findall(text))
    wrong = sum(map(is_wrong, text))
    # Pinyin uses its own letters; a wrong map gives letters of any alphabet.
    if wrong >= _LEAST and wrong >= han * _SHARE and wrong * 4 >= len(_PINYIN.findall(text)):
        return "garbled"
    kinds: tuple[tuple[Mirror, re.Pattern[str]], ...] = (
        ("japanese", _KANA),
        ("pinyin", _PINYIN),
        ("traditional", _TRADITIONAL),
    )
    for kind, pattern in kinds:
        count = len(pattern.findall(text))
        if count >= _LEAST and count >= han * _SHARE:
            return kind
    return ""


def is_wrong(character: str) -> bool:
    """Return whether a character of a Chinese document shows that its character map is wrong: a
    letter of a European script, a control character, or an unassigned one."""
    if character.isascii() and character != "\x7f":
        return character < " " and bool(_CONTROL.match(character))
    return bool(_FOREIGN.match(character) or _CONTROL.match(character))
