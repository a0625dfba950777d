"""Mirrors of a page in another script."""

import pytest

from jianbao.convert.readers.writing_system import mirror

PLAIN = (
    "青禾县卫生健康委组织专家开展义诊活动，发放宣传资料，受到群众好评，提升了群众的获得感和满意度。"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PLAIN, ""),
        ("", ""),
        ("The health commission of the county." * 9, ""),
        (PLAIN + "作者：張國榮、衛東", ""),
        (PLAIN + "CT（シーティー）", ""),
        ("青qīng禾hé县xiàn卫wèi健jiàn委wěi组zǔ织zhī专zhuān家jiā开kāi展zhǎn义yì诊zhěn。", "pinyin"),
        (
            "青禾縣衛生健康委組織專家開展義診活動，發放宣傳資料，受到群眾好評，提升了群眾的獲得感。",
            "traditional",
        ),
        ("dÿĀý_ûć 第12\x7f Āþ民医ø完pĮ例微]ko Āóß健康 ĀZ320þ次", "garbled"),
        ("青禾Ѣ县Ж卫Щ生Д委Б组Ю织Л义Ц诊Ч活Я", "garbled"),
        (PLAIN + "François Müller, São Paulo, Łódź, Ærø", ""),
        ("青禾県の専門家チームが住民のために診療活動を行いました。", "japanese"),
    ],
)
def test_mirrors(text: str, kind: str) -> None:
    assert mirror(text) == kind
