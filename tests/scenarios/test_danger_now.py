"""Danger: people are paged before anything else is asked."""

from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    KATO,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    action_ids,
    readable,
)

RINGS = "至急：今すぐ開いてください"
EVERYBODY = (TANAKA, MORI, KATO, MANAGER)
NOBODY = "まだ誰も応答していません"


async def in_danger(world: World, who: str = SATO) -> None:
    """Press the first button of the command's answer."""
    person = world.somebody(who)
    await person.command("report")
    await person.press("triage.danger.now")


async def third_on_the_desk(world: World) -> None:
    """Let somebody be on the desk who is not on call."""
    world.slack.workspace.add_member(DESK, KATO)
    await world.settle()


async def test_one_press_rings_every_phone_once(world: World) -> None:
    """Those on call and the manager in person, the rest of the desk by its card, which says so."""
    await third_on_the_desk(world)
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    for user in EVERYBODY:
        assert world.somebody(user).phone == [RINGS], user
    for user in (TANAKA, MORI, MANAGER):
        assert world.somebody(user).reads(f"<@{SATO}>"), user
    (card,) = mori.sees(DESK)
    assert "K-2026-0001" in card
    called, alarm, _ = card.partition("*「いま危ない」と知らせがありました。*")
    assert KATO in called
    assert alarm
    in_person = next(line for line in card.splitlines() if "直接知らせています" in line)
    for user in (TANAKA, MORI, MANAGER):
        assert world.slack.workspace.users[user].real_name in in_person
        assert user not in card

    assert sato.reads("03-0000-0001")
    head = readable(sato.heads()[-1])  # what to do stands where it was pressed as well
    assert "その場を離れて、110番" in head
    assert "ここに書いたことは記録になり" not in head
    assert not sato.offered("triage.actor.tenant")
    await sato.press("triage.place.shop")
    assert mori.reads("店舗", DESK)


async def test_a_false_alarm_then_a_real_one_and_safe_again(world: World) -> None:
    """押し間違い: asked again; the real one rings every phone anew; 安全になった: it goes on."""
    await third_on_the_desk(world)
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.mistake")
    assert mori.reads("押し間違い", DESK)
    await sato.press("triage.danger.none")
    assert sato.offered("triage.actor.tenant")
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    for user in EVERYBODY:
        assert world.somebody(user).phone == [RINGS, RINGS], user
    await sato.press("triage.safe")
    assert sato.offered("triage.actor.tenant")
    assert mori.reads("安全", DESK)
    head = readable(sato.heads()[-1])
    assert "110番" not in head
    assert "ここに書いたことは記録になり" in head
    await world.later(minutes=3)
    assert not world.somebody(HQ).messages(HQ_DESK)


async def test_after_two_minutes_without_anyone_the_page_goes_wider(world: World) -> None:
    """HQ is paged, and the reporter reads that nobody came, later to go on, until somebody does."""
    await in_danger(world)
    sato, hq = world.somebody(SATO), world.somebody(HQ)
    await world.later(minutes=1, seconds=59)
    assert not hq.messages(HQ_DESK)
    assert not sato.reads(NOBODY)
    await world.later(seconds=1)
    assert hq.reads("K-2026-0001", HQ_DESK)
    assert hq.phone == [RINGS]
    assert sato.reads(NOBODY)
    await world.later(minutes=29)
    nudge = sato.messages(sato.dm)[-1]
    assert {"report.resume", "triage.safe", "triage.mistake"} <= set(action_ids(nudge))
    await sato.press("report.resume")
    assert sato.offered("triage.actor.tenant")
    await world.somebody(MORI).press("case.take")
    assert not sato.reads(NOBODY)
    assert sato.reads(f"<@{MORI}> が応答しました")


async def test_danger_is_heard_even_from_a_question_answered_otherwise(world: World) -> None:
    """The desk was told and its card stands: a page follows it, and every phone rings once."""
    await third_on_the_desk(world)
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.messages(sato.dm)[0])
    for action in ("triage.actor.tenant", "triage.scene.phone", "triage.acts.done"):
        await sato.press(action)
    before = {user: len(world.somebody(user).phone) for user in EVERYBODY}
    await sato.press("triage.danger.now", on=private)
    for user, rung in before.items():
        assert world.somebody(user).phone[rung:] == [RINGS], user


async def test_danger_for_somebody_else_says_whom_it_is_about(world: World) -> None:
    """Who reports and who needs help are two people, on the card and on every page."""
    sato, tanaka, mori = (world.somebody(user) for user in (SATO, TANAKA, MORI))
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.now")
    for channel in (None, DESK):
        assert mori.reads(f"<@{SATO}>", channel)
        assert mori.reads("ほかの方", channel)
    await sato.press("triage.place.visit")
    await sato.choose("triage.affected", EMMA)
    for person in (tanaka, mori, world.somebody(MANAGER)):
        assert person.reads(f"<@{EMMA}>")
        assert person.phone == [RINGS]
    assert mori.reads(f"<@{EMMA}>", DESK)
    assert sato.offered("triage.safe")
    assert not sato.offered("triage.hearsay.no")
