"""店に知らせない, early and late: what is said of who knows is so."""

from pathlib import Path

import pytest

from bot.sandbox.company import settings
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    HR,
    MORI,
    SATO,
    TANAKA,
    World,
    action_ids,
    readable,
    story,
)


async def reach(world: World, question: str) -> None:
    """Put questions off until this one is asked."""
    sato = world.somebody(SATO)
    for _ in range(30):
        if sato.offered(f"triage.{question}") or sato.offered(f"triage.{question}.done"):
            return
        await sato.press("triage.later")
    raise AssertionError(f"{question} is never asked")


async def at_the_acts(world: World) -> None:
    """Begin a report up to the question of what happened."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)


async def test_kept_after_the_branch_was_told_says_so_to_both(world: World) -> None:
    """HQ and the reporter read when the branch was told, and that it sees nothing any more."""
    await report_an_insulting_call(world)
    sato, hq, mori = (world.somebody(user) for user in (SATO, HQ, MORI))
    await reach(world, "wishes")
    await world.later(minutes=10)
    await sato.tick("triage.wishes", "keep_from_branch")
    await sato.press("triage.wishes.done")
    assert hq.reads("店には11月21日(土) 14:00に知らせました", HQ_DESK)
    assert not hq.reads("店には知らせていません", HQ_DESK)
    assert sato.reads("店には11月21日(土) 14:00に知らせました。これからは本社だけが見られます。")
    assert "侮辱" not in mori.sees(DESK)[0]
    assert f"<@{SATO}>" not in mori.sees(DESK)[0]


async def test_kept_from_the_start_says_that_the_branch_knows_nothing(world: World) -> None:
    """Nothing was told there, and that is what both read."""
    await at_the_acts(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.wishes.keep_from_branch")
    assert hq.reads("店には知らせていません", HQ_DESK)
    assert sato.reads("本社に知らせました")
    assert sato.reads("店の受付には知らせていません")
    assert not sato.reads("店には11月")


async def test_the_head_names_who_has_it(world: World) -> None:
    """HQ where HQ has it, the branch's desk where that has it."""
    await at_the_acts(world)
    sato = world.somebody(SATO)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.wishes.keep_from_branch")
    head = readable(sato.heads()[-1])
    assert "本社に届いています" in head
    assert "受付に届いています" not in head


async def test_hq_is_told_with_nothing_ticked(world: World) -> None:
    """Whoever does not know what to tick, and presses the button that tells HQ, has told HQ."""
    await at_the_acts(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await sato.press("triage.wishes.keep_from_branch")
    assert hq.reads("K-2026-0001", HQ_DESK)
    assert sato.reads("本社に知らせました")
    assert not world.somebody(MORI).messages(DESK)


async def test_what_hq_alone_has_offers_nothing_more_to_keep(world: World) -> None:
    """Opened again, the question of wishes has no wish that is fulfilled already."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await reach(world, "wishes")
    await sato.tick("triage.wishes", "keep_from_branch")
    await sato.press("triage.wishes.done")
    await sato.press("triage.back.wishes")
    message = next(m for m in sato.messages(sato.dm) if "triage.wishes" in action_ids(m))
    values = [
        one["value"]
        for block in message.blocks
        for element in block.get("elements", ())
        for one in element.get("options", ())
    ]
    assert values == ["change_of_person", "talk_first", "none"]


async def test_a_name_the_branch_has_seen_is_not_said_to_be_hidden(world: World) -> None:
    """The wish says what it can do: the name goes from the screens, not from memories."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    assert mori.reads(f"<@{SATO}>", DESK)
    await reach(world, "wishes")
    assert sato.reads("店には11月21日(土) 14:00に、名前も知らせました")
    await sato.tick("triage.wishes", "anonymous_to_branch")
    await sato.press("triage.wishes.done")
    assert not mori.reads(f"<@{SATO}>", DESK)


async def test_a_talk_with_hr_gives_no_number_of_the_branch(world: World) -> None:
    """Without a name the employee calls whom they chose, not the shop they keep it from."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.consult")
    await sato.submit({"person": HR, "named": "no"})
    assert sato.reads(f"<@{HR}> に伝えました")
    assert not sato.reads("03-0000-0001")


async def test_a_talk_with_somebody_of_a_desk_gives_that_shops_number(world: World) -> None:
    """That is where the chosen person can be reached."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.consult")
    await sato.submit({"person": TANAKA, "named": "no"})
    assert sato.reads("新宿店 電話 03-0000-0001")


@pytest.mark.parametrize("then_danger", [False, True])
async def test_a_manager_on_the_branchs_desk_is_of_the_branch(
    tmp_path: Path, *, then_danger: bool
) -> None:
    """The gravest, and danger, page the managers; but not one it is kept from."""
    managers = settings().replace('managers = ["U0MANAGER"]', 'managers = ["U0MORI", "U0LEGAL"]')
    async with story(tmp_path, settings_text=managers) as world:
        await at_the_acts(world)
        sato, mori, other = (world.somebody(user) for user in (SATO, MORI, "U0LEGAL"))
        await sato.tick("triage.acts", "threat")
        await sato.press("triage.wishes.keep_from_branch")
        if then_danger:
            await sato.press("triage.back.danger")
            await sato.press("triage.danger.now")
            await world.later(minutes=3)
        assert not mori.sees(mori.dm)
        assert not mori.phone
        assert other.reads("K-2026-0001")
        assert not sato.reads(f"<@{MORI}>")
