"""What a screen says will happen is what happens, and nothing before it."""

import tomllib
from pathlib import Path

import pytest

from bot.sandbox.company import settings
from bot.sandbox.records import Message
from flows.case import State
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    HR,
    MORI,
    SATO,
    TANAKA,
    YOKOHAMA_DESK,
    World,
    action_ids,
    readable,
    story,
    without_hq,
)

HR_DESK = "C0HR"


async def answer(world: World, *actions: str) -> None:
    """Begin a report and press these, one after another."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in actions:
        await sato.press(action)


def offers_relief(message: Message) -> bool:
    """Whether a message has the button that asks somebody to take over."""
    return "triage.relief" in action_ids(message)


def untold(world: World) -> bool:
    """Whether no desk and no contact has a message."""
    places = ((MORI, DESK), (HQ, HQ_DESK), (HR, HR_DESK))
    return not any(world.somebody(user).messages(channel) for user, channel in places)


async def test_a_quarrel_between_tenants_waits_for_the_button(world: World) -> None:
    """The head says that nobody sees it before the button: so it is, and it can be changed."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    assert untold(world)
    assert await world.cases() == []
    assert sato.reads("通常の業務として受付が受けます")
    assert sato.reads("110番")
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.tenant")
    assert sato.offered("triage.scene.phone")
    assert not sato.offered("triage.tell.desk")
    await sato.press("triage.back.actor")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.tell.desk")
    assert world.somebody(MORI).reads("入居者同士", DESK)
    assert (await world.only_case()).branch == "shinjuku"


async def test_a_quarrel_between_tenants_can_go_to_hq_alone(world: World) -> None:
    """The other button stands there as well, and does what it says."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none")
    await sato.choose("triage.actor", "tenants_only")
    await sato.press("triage.wishes.keep_from_branch")
    assert not world.somebody(MORI).messages(DESK)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)


async def test_the_button_that_tells_is_the_one_that_tells(world: World) -> None:
    """After an injury the desk is told at the press; what it was is asked afterwards."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.past", "triage.actor.tenant", "triage.scene.counter")
    await sato.tick("triage.acts", "strong_tone")
    assert untold(world)
    await sato.press("triage.acts.done")
    assert world.somebody(MORI).reads("K-2026-0001", DESK)
    assert sato.offered("triage.past_event.injury")


async def test_without_hq_the_branch_is_asked_before_that_button(tmp_path: Path) -> None:
    """Where every desk would otherwise be told, the last press still is the one that tells."""
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        hr = world.somebody(HR)
        await hr.command("report", channel=HR_DESK)
        for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
            await hr.press(action)
        assert not hr.offered("triage.acts.done")
        await hr.press("triage.branch.shinjuku")
        await hr.tick("triage.acts", "insult")
        assert not world.somebody(MORI).messages(DESK)
        await hr.press("triage.acts.done")
        assert world.somebody(MORI).reads("K-2026-0001", DESK)


async def test_a_branch_that_is_closed_meanwhile_is_asked_for_anew(tmp_path: Path) -> None:
    """What was chosen is no answer any more: that button tells nobody before there is another."""
    document = tomllib.loads(without_hq(settings()))
    open_ones = [branch for branch in document["branches"] if branch["id"] != "shinjuku"]
    async with story(tmp_path, settings_text=without_hq(settings())) as world:
        hr = world.somebody(HR)
        await hr.command("report", channel=HR_DESK)
        for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
            await hr.press(action)
        await hr.press("triage.branch.shinjuku")
        await hr.tick("triage.acts", "insult")
        async with world.bot.office.store.write(world.bot.workspace) as work:
            await work.settings.keep(document | {"branches": open_ones}, "test", world.clock.now())
        await world.later(seconds=1)
        await hr.press("triage.acts.done")
        assert await world.cases() == []
        assert not hr.offered("triage.branch.shinjuku")
        await hr.press("triage.branch.yokohama")
        assert world.somebody("U0OGAWA").reads("K-2026-0001", YOKOHAMA_DESK)
        assert not world.somebody(MORI).messages(DESK)


async def test_a_colleague_is_passed_on_by_a_press_of_its_own(world: World) -> None:
    """A slip of the finger is changed like any other answer, and nobody has heard of it."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none", "triage.actor.colleague")
    assert sato.reads("人事部 内線 123")
    assert untold(world)
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.phone")
    assert untold(world)
    assert sato.offered("triage.acts.done")


async def test_what_is_passed_on_reaches_the_contact_and_no_desk(world: World) -> None:
    """The contact reads who, and nothing of what happened; no case is made."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await answer(world, "triage.danger.none", "triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    assert hr.reads(f"<@{SATO}>", HR_DESK)
    assert not any(SATO in text or "社内" in text for text in hr.phone)
    assert not world.somebody(MORI).messages(DESK)
    assert not world.somebody(HQ).messages(HQ_DESK)
    assert await world.cases() == []
    assert not sato.offered("triage.scene.phone")


async def test_whoever_prefers_to_call_tells_nobody(world: World) -> None:
    """自分で連絡する ends the conversation with the number to call."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none", "triage.actor.colleague", "triage.pass_on.myself")
    assert untold(world)
    assert sato.reads("窓口には、まだ何も届いていません")


async def test_without_a_channel_the_contact_is_only_named(tmp_path: Path) -> None:
    """The bot offers to tell nobody whom it cannot reach."""
    text = "\n".join(
        line for line in settings().splitlines() if not line.startswith("internal_contact_channel")
    )
    async with story(tmp_path, settings_text=text) as world:
        sato = world.somebody(SATO)
        await answer(world, "triage.danger.none", "triage.actor.colleague")
        assert sato.reads("人事部 内線 123")
        assert not sato.offered("triage.pass_on.contact")
        await sato.press("triage.pass_on.myself")
        assert untold(world)


async def test_a_slip_that_was_passed_on_is_taken_back_and_the_report_goes_on(
    world: World,
) -> None:
    """The contact reads that it was a slip; the question stands again, and the desk is told."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await answer(world, "triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact")
    await sato.press("report.reopen")
    assert hr.reads("押し間違い", HR_DESK)
    assert not hr.reads(f"<@{SATO}>", HR_DESK)
    assert not sato.offered("report.reopen")
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.phone")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert world.somebody(MORI).reads("K-2026-0001", DESK)


async def test_what_is_passed_on_a_second_time_is_told_a_second_time(world: World) -> None:
    """An edit of the message that was taken back would ring no phone."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await answer(world, "triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact")
    await sato.press("report.reopen")
    await world.later(minutes=1)
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    first, second = hr.sees(HR_DESK)
    assert "押し間違い" in first
    assert f"<@{SATO}>" in second


async def test_after_danger_a_slip_brings_the_card_back(world: World) -> None:
    """The desk knew of the danger: the card closes, and opens again with the way back."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await answer(world, "triage.danger.now", "triage.safe", "triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    assert "ここでは扱わない" in mori.sees(DESK)[0]
    assert not mori.offered("case.take")
    assert world.somebody(HR).reads(f"<@{SATO}>", HR_DESK)
    await sato.press("report.reopen")
    assert world.somebody(HR).reads("押し間違い", HR_DESK)
    assert (await world.only_case()).state is State.REOPENED
    assert sato.offered("triage.actor.tenant")
    await world.somebody(TANAKA).press("case.take")
    assert (await world.only_case()).state is State.ACKNOWLEDGED


@pytest.mark.parametrize(
    "action", ["triage.tell.desk", "triage.pass_on.contact", "triage.pass_on.myself"]
)
async def test_a_last_press_that_no_longer_fits_does_nothing(world: World, action: str) -> None:
    """A stale button, after the answer was changed, passes nothing on and tells nobody."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none")
    value = "tenants_only" if action == "triage.tell.desk" else "colleague"
    if value == "colleague":
        await sato.press("triage.actor.colleague")
    else:
        await sato.choose("triage.actor", value)
    stale = next(m for m in sato.messages(sato.dm) if action in action_ids(m))
    blocks = stale.blocks
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.tenant")
    stale.blocks = blocks
    await sato.press(action, on=stale)
    assert untold(world)
    assert sato.offered("triage.scene.phone")


async def test_a_contact_that_cannot_be_reached_is_not_said_to_know(world: World) -> None:
    """With the contact's channel gone, the employee is asked to get in touch."""
    sato = world.somebody(SATO)
    world.slack.workspace.channels[HR_DESK].is_archived = True
    await answer(world, "triage.danger.none", "triage.actor.colleague", "triage.pass_on.contact")
    assert sato.reads("窓口には、まだ何も届いていません")


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


async def test_kept_from_the_branch_relief_is_asked_of_hq(world: World) -> None:
    """The button says so, and the branch hears nothing of it."""
    sato = world.somebody(SATO)
    await answer(world, "triage.danger.none", "triage.actor.tenant", "triage.scene.phone")
    await sato.tick("triage.acts", "strong_tone")
    await sato.press("triage.wishes.keep_from_branch")
    advice = next(m for m in sato.messages(sato.dm) if "法律で禁じ" in readable(m))
    assert "本社に頼めます" in readable(advice)
    await sato.press("triage.relief", on=advice)
    assert world.somebody(HQ).reads(f"<@{SATO}> さんから、交代の依頼です", HQ_DESK)
    assert not world.somebody(MORI).messages(DESK)


async def test_whoever_reports_for_another_is_not_offered_relief_for_themselves(
    world: World,
) -> None:
    """Instead they are asked to look in on the person it happened to."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    await sato.choose("triage.affected", EMMA)
    for action in ("triage.hearsay.no", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    advice = next(m for m in sato.messages(sato.dm) if "法律で禁じ" in readable(m))
    assert not offers_relief(advice)
    assert "言動を受けた方に" in readable(advice)


async def test_a_report_that_is_over_offers_no_relief(world: World) -> None:
    """A press there could only be refused."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.cancel")
    assert not any(offers_relief(m) for m in sato.messages(sato.dm) if "法律で禁じ" in readable(m))
