"""In which script a document is set. Sites keep mirrors of their pages in traditional characters,
with pinyin between the characters, or in another language; the archive takes the original."""

import re
from typing import Literal

from jianbao.text.chinese import HAN

Mirror = Literal["", "pinyin", "traditional", "japanese"]

# Frequent characters that simplified text does not use.
_TRADITIONAL = re.compile(
    "[國發務組織醫療區縣開與為會這對們個學體員業長書記議進產構經濟鄉鎮衛護專門診檢驗藥讓關動聯結實質標準條項圍際電視點習總"
    "統計劃農場廣說話時間問題處導領幹東車馬魚鳥龍龜齊齒覺親觀見貝財貨費資賽購贊趙跡輛轉輸辦辭邊還達遠適選遺鄭鄰醬釋針鋼錄錯鍵]"
)
_PINYIN = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]", re.IGNORECASE)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile(f"[{HAN}]")
_SHARE = 0.05
_LEAST = 10


def mirror(text: str) -> Mirror:
    """What kind of mirror a text is; nothing for simplified Chinese and for what is no Chinese."""
    han = len(_HAN.findall(text))
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
