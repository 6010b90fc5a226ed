"""Danger: people are paged before anything else is asked."""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
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
    World,
    action_ids,
    readable,
)


async def in_danger(world: World, who: str = SATO) -> None:
    """Press the first button of the command's answer."""
    person = world.somebody(who)
    await person.command("report")
    await person.press("triage.danger.now")


async def test_one_press_pages_the_desk_those_on_call_and_the_manager(world: World) -> None:
    """After one press the desk, both people on call and the manager have been paged."""
    await in_danger(world)
    for user in (TANAKA, MORI, MANAGER):
        person = world.somebody(user)
        assert person.reads(f"<@{SATO}>"), user
        assert any("至急" in text for text in person.phone), user
    assert world.somebody(MORI).reads("K-2026-0001", DESK)


async def test_the_reporter_reads_what_to_do_before_anything_is_asked(world: World) -> None:
    """Leave, 110, people, with the branch's number; then only the place is asked."""
    await in_danger(world)
    sato = world.somebody(SATO)
    assert sato.reads("110")
    assert sato.reads("03-0000-0001")
    assert sato.offered("triage.place.shop")
    assert not sato.offered("triage.actor.tenant")
    await sato.press("triage.place.shop")
    assert world.somebody(MORI).reads("店舗", DESK)


async def test_after_two_minutes_without_anyone_the_page_goes_wider(world: World) -> None:
    """HQ is paged and the reporter is told that nobody took it yet."""
    await in_danger(world)
    assert not world.somebody(HQ).messages(HQ_DESK)
    await world.later(minutes=1, seconds=59)
    assert not world.somebody(HQ).messages(HQ_DESK)
    await world.later(seconds=1)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert world.somebody(HQ).phone == ["至急：今すぐ開いてください"]
    assert world.somebody(SATO).reads("まだ")


async def test_that_nobody_came_yet_is_no_longer_said_once_somebody_does(world: World) -> None:
    """The message is edited when somebody takes it after all."""
    await in_danger(world)
    await world.later(minutes=2)
    sato = world.somebody(SATO)
    assert sato.reads("まだ誰も応答していません")
    await world.somebody(MORI).press("case.take")
    assert not sato.reads("まだ誰も応答していません")
    assert sato.reads(f"<@{MORI}> が応答しました")


async def test_once_somebody_takes_it_nobody_else_is_paged(world: World) -> None:
    """Taken within two minutes: HQ hears nothing, the reporter reads who comes."""
    await in_danger(world)
    await world.somebody(MORI).press("case.take")
    assert world.somebody(SATO).reads(f"<@{MORI}>")
    await world.later(minutes=5)
    assert not world.somebody(HQ).messages(HQ_DESK)


async def test_safe_again_ends_the_alarm_and_goes_on(world: World) -> None:
    """安全になった: the pages say so, and the next question is asked."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    assert sato.offered("triage.actor.tenant")
    assert world.somebody(MORI).reads("安全", DESK)
    await world.later(minutes=3)
    assert not world.somebody(HQ).messages(HQ_DESK)


async def test_pressed_by_mistake_asks_again_and_says_so(world: World) -> None:
    """押し間違い: the desk sees that it was one, and the danger question stands again."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    assert world.somebody(MORI).reads("押し間違い", DESK)
    await sato.press("triage.danger.none")
    assert sato.offered("triage.actor.tenant")


async def test_a_second_alarm_in_the_same_report_pages_anew(world: World) -> None:
    """After a false alarm real danger rings every phone again."""
    await in_danger(world)
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    await sato.press("triage.mistake")
    rung = len(tanaka.phone)
    await sato.press("triage.danger.now")
    assert len(tanaka.phone) > rung


async def test_danger_by_a_colleague_is_passed_on_and_opens_nothing(world: World) -> None:
    """The card says passed on; nobody on the desk can open or take it."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    await sato.press("triage.actor.colleague")
    await sato.press("triage.pass_on.contact")
    card = mori.messages(DESK)[0]
    assert "ここでは扱わない" in readable(card)
    assert not mori.offered("case.record")
    assert not mori.offered("case.take")
    assert sato.reads("人事部 内線 123")


async def test_danger_with_no_known_branch_pages_every_desk(world: World) -> None:
    """Somebody of no branch: both desks and the manager are paged at once."""
    hr = world.somebody("U0HRONE")
    await hr.command("report", channel="C0HR")
    await hr.press("triage.danger.now")
    for user in (TANAKA, "U0OGAWA", MANAGER):
        assert any("至急" in text for text in world.somebody(user).phone), user


async def test_danger_is_heard_even_from_a_question_answered_otherwise(world: World) -> None:
    """The stale private question still takes the press that matters."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages("C0TEAMSHINJUKU") if m.only_for == SATO)
    head = next(m for m in sato.messages(sato.dm))
    await sato.press("triage.danger.none", on=head)
    await sato.press("triage.danger.now", on=private)
    assert any("至急" in text for text in world.somebody(TANAKA).phone)


async def test_a_page_that_cannot_be_delivered_goes_wider_at_once(world: World) -> None:
    """With the desk's channel gone, HQ is paged without waiting for two minutes."""
    world.slack.workspace.channels[DESK].is_archived = True
    await in_danger(world)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    for user in (TANAKA, MORI, MANAGER):
        assert any("至急" in text for text in world.somebody(user).phone), user


async def test_the_form_can_wait_and_is_asked_for_once(world: World) -> None:
    """Half an hour later the reporter is asked once whether to go on, and whether it is over."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await world.later(minutes=31)
    nudge = sato.messages(sato.dm)[-1]
    assert {"report.resume", "triage.safe", "triage.mistake"} <= set(action_ids(nudge))
    await sato.press("report.resume")
    assert sato.offered("triage.actor.tenant")


async def third_on_the_desk(world: World) -> None:
    """Let somebody be on the desk who is not on call."""
    world.slack.workspace.add_member(DESK, KATO)
    await world.settle()


async def test_danger_rings_every_phone_once(world: World) -> None:
    """Those on call and the manager in person, the rest of the desk by its card."""
    await third_on_the_desk(world)
    await in_danger(world)
    for user in (TANAKA, MORI, KATO, MANAGER):
        assert world.somebody(user).phone == ["至急：今すぐ開いてください"], user
    assert len(world.somebody(MORI).messages(DESK)) == 1


async def test_the_card_says_who_is_called_in_person(world: World) -> None:
    """Whoever reads it in the channel need not ring them as well."""
    await third_on_the_desk(world)
    await in_danger(world)
    (card,) = world.somebody(MORI).messages(DESK)
    called, *rest = (line for line in readable(card).splitlines() if "いま危ない" in line)
    assert KATO in called
    assert not rest
    in_person = next(line for line in readable(card).splitlines() if "直接知らせています" in line)
    for user in (TANAKA, MORI, MANAGER):
        assert world.slack.workspace.users[user].real_name in in_person
        assert user not in readable(card)


async def test_a_second_alarm_rings_every_phone_once_more(world: World) -> None:
    """An edited card rings nobody: a page for the rest of the desk follows it."""
    await third_on_the_desk(world)
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    await sato.press("triage.danger.now")
    for user in (TANAKA, MORI, KATO, MANAGER):
        assert len(world.somebody(user).phone) == 2, user


async def test_danger_after_the_desk_was_told_rings_every_phone_once(world: World) -> None:
    """The card stands there already, so the rest of the desk is called by a page after it."""
    await third_on_the_desk(world)
    await report_an_insulting_call(world)
    before = {user: len(world.somebody(user).phone) for user in (TANAKA, MORI, KATO, MANAGER)}
    sato = world.somebody(SATO)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    for user, rung in before.items():
        assert world.somebody(user).phone[rung:] == ["至急：今すぐ開いてください"], user


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
        assert person.phone == ["至急：今すぐ開いてください"]
    assert mori.reads(f"<@{EMMA}>", DESK)
    assert sato.offered("triage.safe")
    assert not sato.offered("triage.hearsay.no")


async def test_the_head_says_what_to_do_while_it_rings(world: World) -> None:
    """Pressed late in a long thread: what to do stands where it was pressed as well."""
    await in_danger(world)
    sato = world.somebody(SATO)
    head = readable(sato.heads()[-1])
    assert "その場を離れて、110番" in head
    assert "ここに書いたことは記録になり" not in head
    await sato.press("triage.safe")
    head = readable(sato.heads()[-1])
    assert "110番" not in head
    assert "ここに書いたことは記録になり" in head
