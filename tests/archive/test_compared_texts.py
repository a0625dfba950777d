"""Texts compared after a change, with what was kept, are as if all were compared at once."""

import random
from dataclasses import replace

import pytest
from invented import archive, article, bulletin

from jianbao.archive import similarity
from jianbao.archive.compared_texts import ComparedTexts
from jianbao.archive.model import Archive, Bulletin

WORDS = ["".join(chr(0x4E00 + 97 * i + 11 * j) for j in range(7)) for i in range(40)]


def issue(name: int, chance: random.Random) -> Bulletin:
    bodies = ["，".join(chance.choices(WORDS, k=chance.randint(0, 9))) for _ in range(3)]
    articles = [article(n, body=f"𠮷𠮷𠮷𠮷{body}") for n, body in enumerate(bodies, start=1)]
    return bulletin(*articles, name=f"{name:03}")


def changed(known: Archive, chance: random.Random) -> Archive:
    bulletins = list(known.bulletins)
    for _ in range(chance.randint(0, 2)):
        bulletins.pop(chance.randrange(len(bulletins)))
    for _ in range(chance.randint(0, 3)):
        bulletins.insert(chance.randrange(len(bulletins)), issue(chance.randrange(90), chance))
    unique = {one.name: one for one in bulletins}
    return replace(known, bulletins=tuple(unique.values()))


@pytest.mark.parametrize(("most_grams", "common"), [(1_000_000, 50), (1500, 12), (1, 4)])
def test_what_was_kept_gives_what_comparing_all_gives(
    most_grams: int, common: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similarity, "MAX_GRAMS", most_grams)
    monkeypatch.setattr(similarity, "COMMON", common)
    chance = random.Random(most_grams)
    now = archive(*(issue(name, chance) for name in range(25)))
    kept = ComparedTexts()
    found = 0
    for _ in range(25):
        kept.update(now)
        fresh = ComparedTexts()
        fresh.update(now)
        assert kept.similar == fresh.similar
        assert {p: set(of) for p, of in kept.sentences.items()} == fresh.sentences
        found += sum(map(len, fresh.similar.values()))
        packed = kept.pack()
        kept = ComparedTexts()
        kept.unpack(packed)
        now = changed(now, chance)
    assert bool(found) == (most_grams > 1)


def test_nothing_is_compared_again_if_no_text_changed() -> None:
    now = archive(issue(1, random.Random(1)))
    texts = ComparedTexts()
    assert texts.update(now)
    assert not texts.update(now)
