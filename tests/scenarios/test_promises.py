"""What a screen says will happen is what happens, and nothing before it."""

from bot.sandbox.records import Message
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    HR,
    MORI,
    SATO,
    World,
    action_ids,
    readable,
)

HR_DESK = "C0HR"


async def answer(world: World, *actions: str) -> None:
    """Begin a report and press these, one after another."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in actions:
        await sato.press(action)


async def report_a_quarrel(world: World, who: str = SATO) -> None:
    """Report a quarrel between tenants to the desk: a report with the fewest presses."""
    person = world.somebody(who)
    await person.command("report")
    await person.press("triage.danger.none")
    await person.choose("triage.actor", "tenants_only")
    await person.press("triage.tell.desk")


def offers_relief(message: Message) -> bool:
    """Whether a message has the button that asks somebody to take over."""
    return "triage.relief" in action_ids(message)


def untold(world: World) -> bool:
    """Whether no desk and no contact has a message."""
    places = ((MORI, DESK), (HQ, HQ_DESK), (HR, HR_DESK))
    return not any(world.somebody(user).messages(channel) for user, channel in places)


async def press_once_more(world: World, stale: Message, *actions: str) -> None:
    """Change the answer, and press what stood in the message before, as a slow screen lets one."""
    sato = world.somebody(SATO)
    blocks = stale.blocks
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.tenant")
    assert not any(sato.offered(action) for action in actions)
    for action in actions:
        edited, stale.blocks = stale.blocks, blocks
        await sato.press(action, on=stale)
        stale.blocks = edited
        assert untold(world), action
        assert sato.offered("triage.scene.phone"), action


async def test_a_quarrel_between_tenants_waits_for_the_button(world: World) -> None:
    """The head says that nobody sees it before the button: so it is, and it can be changed."""
    sato, emma = world.somebody(SATO), world.somebody(EMMA)
    await answer(world, "triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    assert untold(world)
    assert await world.cases() == []
    assert sato.reads("通常の業務として受付が受けます")
    assert sato.reads("110番")
    stale = next(m for m in sato.messages(sato.dm) if "triage.tell.desk" in action_ids(m))
    await press_once_more(world, stale, "triage.tell.desk")
    await sato.press("triage.back.actor")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.tell.desk")
    assert world.somebody(MORI).reads("入居者同士", DESK)
    assert (await world.only_case()).branch == "shinjuku"
    await emma.command("report")
    await emma.press("triage.danger.none")
    await emma.choose("triage.actor", "tenants_only")
    await emma.press("triage.wishes.keep_from_branch")
    assert world.somebody(HQ).reads("K-2026-0002", HQ_DESK), "the other button: HQ alone"
    assert not world.somebody(MORI).reads("K-2026-0002", DESK)


async def test_a_colleague_is_passed_on_by_a_press_of_its_own(world: World) -> None:
    """A slip of the finger is changed like any answer; whoever prefers to call tells nobody."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none", "triage.actor.colleague")
    assert sato.reads("人事部 内線 123")
    assert untold(world)
    stale = next(m for m in sato.messages(sato.dm) if "triage.pass_on.contact" in action_ids(m))
    await press_once_more(world, stale, "triage.pass_on.contact", "triage.pass_on.myself")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.myself")
    assert untold(world)
    assert sato.reads("窓口には、まだ何も届いていません")


async def test_what_is_passed_on_reaches_the_contact_until_it_is_taken_back(world: World) -> None:
    """The contact reads who and nothing else, then that it was a slip, and a second time anew."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await answer(world, "triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact")
    assert hr.reads(f"<@{SATO}>", HR_DESK)
    assert not any(SATO in text or "社内" in text for text in hr.phone)
    assert not world.somebody(MORI).messages(DESK)
    assert not world.somebody(HQ).messages(HQ_DESK)
    assert await world.cases() == []
    assert not sato.offered("triage.scene.phone")
    await sato.press("report.reopen")
    assert hr.reads("押し間違い", HR_DESK)
    assert not hr.reads(f"<@{SATO}>", HR_DESK)
    assert not sato.offered("report.reopen")
    await world.later(minutes=1)
    rung = len(hr.phone)
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    first, second = hr.sees(HR_DESK)
    assert "押し間違い" in first
    assert f"<@{SATO}>" in second
    assert len(hr.phone) == rung + 1, "an edit would ring no phone"
    await sato.press("report.reopen")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.tell.desk")
    assert world.somebody(MORI).reads("K-2026-0001", DESK)


async def test_cover_for_today_is_a_press_away_and_is_asked_for(world: World) -> None:
    """The advice promises nothing that nobody does: its button asks the desk for relief."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    advice = next(m for m in sato.messages(sato.dm) if "法律で禁じ" in readable(m))
    assert "新宿店の受付に頼めます" in readable(advice)
    assert "上司に聞きます" not in readable(advice)
    await sato.press("triage.relief", on=advice)
    assert mori.reads(f"<@{SATO}> さんから、交代の依頼です", DESK)
    assert not any("法律で禁じ" in readable(m) and offers_relief(m) for m in sato.messages(sato.dm))
