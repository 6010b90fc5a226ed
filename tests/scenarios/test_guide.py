"""The guide: what to say and do, found by a word, read in a modal, without any report."""

from flows.guide.entries import entries, key_of
from flows.guide.read_guide import load_guide
from tests.scenarios.world import EMMA, SATO, TEAM, World, action_ids, readable


async def test_a_word_finds_its_card(world: World) -> None:
    """The card that fits stands in the answer itself, before anything else is asked."""
    sato = world.somebody(SATO)
    await sato.command("guide 電話が終わらない")
    (answer,) = sato.messages(TEAM)
    assert answer.only_for == SATO
    said = readable(answer)
    assert "長い" in said
    assert "言うこと" in said
    assert {"guide.choose", "guide.ladder"} <= set(action_ids(answer))
    assert "しないこと" not in said
    await sato.press("guide.read")
    assert sato.modal is not None
    for part in ("言うこと", "すること", "しないこと", "終えるとき", "連絡先"):
        assert part in readable(sato.modal), part
    assert not await world.cases()


async def test_without_a_word_there_is_a_list(world: World) -> None:
    """One list to choose from, and the steps that end a contact, one press away."""
    emma = world.somebody(EMMA)
    await emma.command("guide")
    (answer,) = emma.messages(TEAM)
    assert "What is happening" in readable(answer)
    await emma.press("guide.ladder")
    assert emma.modal is not None
    assert "Ask to stop" in readable(emma.modal)
    assert "110" in readable(emma.modal)


async def test_from_card_to_card(world: World) -> None:
    """What is chosen opens in front; in there another is one choice away, in the same window."""
    sato = world.somebody(SATO)
    await sato.command("ガイド")
    await sato.choose("guide.choose", "card.abuse")
    first = sato.modal
    assert first is not None
    assert "暴言・威圧" in readable(first)
    await sato.choose("guide.choose", "validity.rent_reduction", on=first)
    second = sato.modal
    assert second is not None
    assert second.id == first.id
    assert "賃料" in readable(second)
    assert "社内の目安" in readable(second)


async def test_every_entry_opens(world: World) -> None:
    """Each card, each demand, each case and the ladder can be read, in both languages."""
    for user, language in ((SATO, "ja"), (EMMA, "en")):
        person = world.somebody(user)
        await person.command("guide")
        await person.press("guide.ladder")
        for entry in entries(load_guide()):
            window = person.modal
            assert window is not None
            await person.choose("guide.choose", key_of(entry), on=window)
            assert person.modal is not None
            assert entry.title.in_(language) in readable(person.modal)


async def test_nothing_found_says_so(world: World) -> None:
    """A word that leads nowhere leaves the list, and is not repeated to anybody."""
    sato = world.somebody(SATO)
    await sato.command("guide ぬるぽがっ")
    (answer,) = sato.messages(TEAM)
    assert "見つかりません" in readable(answer)
    assert "guide.choose" in action_ids(answer)


async def test_a_window_closed_meanwhile(world: World) -> None:
    """Whoever closes the guide right after choosing is not bothered with it again."""
    sato = world.somebody(SATO)
    await sato.command("guide")
    await sato.press("guide.ladder")
    window = sato.modal
    assert window is not None
    world.slack.faults.refuse("views.update", "not_found")
    before = len(sato.messages(sato.dm))
    await sato.choose("guide.choose", "card.abuse", on=window)
    assert len(sato.messages(sato.dm)) == before
