"""How an alarm ends, or does not: safe, a mistake, withdrawn, passed on."""

from bot.sandbox.records import Message
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_who_comes import report_a_blow
from tests.scenarios.world import (
    DESK,
    HQ,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    Somebody,
    World,
    action_ids,
    readable,
)

NOT_OVER = "危険が去ったという知らせは、まだありません"


async def test_withdrawing_while_it_rings_stops_no_call_and_says_so_everywhere(
    world: World,
) -> None:
    """It is not over for anybody; the reporter is asked whether they are safe, and says so."""
    await in_danger(world)
    await world.later(minutes=31)
    sato, mori, manager = (world.somebody(user) for user in (SATO, MORI, MANAGER))
    await sato.press("report.resume")
    await sato.press("triage.cancel")
    for user in (TANAKA, MORI, MANAGER):
        person = world.somebody(user)
        assert person.reads("取り下げ"), user
        assert person.reads(NOT_OVER), user
    (card,) = mori.messages(DESK)
    assert all(part in readable(card) for part in ("取り下げ", NOT_OVER, "受ける"))
    assert world.somebody(HQ).reads(NOT_OVER, HQ_DESK)
    last = sato.messages(sato.dm)[-1]
    assert "呼び出しは続いています" in readable(last)
    await mori.press("case.take")
    assert "呼び出しは続いています" not in readable(last)
    await sato.press("triage.safe", on=last)
    for person, channel in ((manager, None), (mori, DESK)):
        assert person.reads("安全になった", channel)
        assert person.reads("取り下げ", channel)
        assert not person.reads(NOT_OVER, channel)
    assert not sato.offered("triage.safe")


async def test_whoever_was_in_danger_reads_what_to_do_once_it_is_over(world: World) -> None:
    """At once what to do should it begin again, where one press calls anew; then the advice."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.safe")
    assert sato.reads("また危なくなったら、待たずに110番")
    asked = next(m for m in sato.messages(sato.dm) if "triage.actor.tenant" in action_ids(m))
    assert {"triage.later", "triage.finish"} <= set(action_ids(asked))
    await sato.press("triage.later", on=asked)
    for action in ("back.actor", "actor.tenant", "scene.counter", "acts.done"):
        await sato.press(f"triage.{action}")
    (advice,) = [m for m in sato.messages(sato.dm) if "法律" in readable(m)]
    assert "危険が去ったあと" in readable(advice)
    assert "その場を離れ" not in readable(advice)
    await sato.press("triage.finish")
    assert sato.reads("質問はここまでです")
    rung = len(mori.phone)
    said = next(m for m in sato.messages(sato.dm) if "安全になったと伝えました" in readable(m))
    await sato.press("triage.danger.now", on=said)
    assert (await world.only_case()).ringing
    assert len(mori.phone) > rung


async def report_an_insult(sato: Somebody) -> None:
    """Answer the questions after danger, up to the press that tells."""
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.phone")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")


def of_the_slip(person: Somebody) -> Message:
    """Return the message that says that it was a slip of the finger."""
    return next(m for m in person.messages(person.dm) if "押し間違いだったと" in readable(m))


async def test_after_a_slip_of_the_finger_the_report_goes_on_from_there(world: World) -> None:
    """Danger is asked once more below the sentence; nothing of the alarm is left behind."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.mistake")
    await sato.press("triage.danger.none", on=of_the_slip(sato))
    assert sato.offered("triage.actor.tenant")
    assert not action_ids(of_the_slip(sato))
    await sato.press("triage.cancel")
    assert not sato.reads("知らせました。離れて110番を")
    assert sato.reads("いる場所（不要になりました）")


async def test_after_a_slip_of_the_finger_the_way_out_is_one_press(world: World) -> None:
    """Nothing was reported: the desk has nothing to take, and the end is no withdrawal."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    (card,) = mori.messages(DESK)
    assert "まだ分からないこと" not in readable(card)
    await sato.press("triage.mistake")
    assert {"triage.danger.none", "triage.cancel"} <= set(action_ids(of_the_slip(sato)))
    assert not mori.offered("case.take")
    (card,) = mori.messages(DESK)
    assert "まだ分からないこと" not in readable(card)
    await sato.press("triage.cancel", on=of_the_slip(sato))
    assert sato.reads("これで終わりです")
    assert not sato.reads("取り下げました")
    assert not action_ids(of_the_slip(sato))


async def test_what_turns_out_gravest_after_a_slip_rings_as_any_other(world: World) -> None:
    """Nobody was called for anything true before: the managers and the desk are, and once."""
    await in_danger(world)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    await sato.press("triage.mistake")
    manager = world.somebody(MANAGER)
    rung = {person: len(person.phone) for person in (mori, tanaka, manager)}
    await sato.press("triage.danger.past", on=of_the_slip(sato))
    await report_a_blow(world)
    assert manager.reads("まだ誰も受け持っていません")
    assert len(manager.phone) == rung[manager] + 1
    assert len(tanaka.phone) == rung[tanaka] + 1
    assert mori.offered("case.take")
    assert f"<@{MANAGER}>" in readable(sato.heads()[-1])


async def test_a_slip_beside_what_is_gravest_calls_for_that(world: World) -> None:
    """What was reported while it rang is all that is true of it: it is called for now."""
    await in_danger(world)
    sato, manager = world.somebody(SATO), world.somebody(MANAGER)
    await world.later(minutes=31)
    await sato.press("report.resume")
    await report_a_blow(world)
    rung = len(manager.phone)
    await sato.press("triage.mistake")
    assert manager.reads("まだ誰も受け持っていません")
    assert len(manager.phone) == rung + 1


async def test_an_ordinary_report_after_a_slip_calls_the_desk_as_a_new_one_does(
    world: World,
) -> None:
    """The card was only edited, and an edit rings no phone: the desk is called, and once."""
    await in_danger(world)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    await sato.press("triage.mistake")
    rung = len(tanaka.phone)
    await sato.press("triage.danger.none", on=of_the_slip(sato))
    assert len(tanaka.phone) == rung
    await report_an_insult(sato)
    assert len(tanaka.phone) == rung + 1
    assert mori.reads("押し間違いのあとに、報告がありました", DESK)
    assert not mori.reads("対応は要りません", DESK)
    await sato.say("ばか", thread=sato.thread())
    assert len(tanaka.phone) == rung + 1
    await mori.press("case.take")
    assert not mori.reads("押し間違いのあとに", DESK)


async def test_whoever_answered_a_slip_has_nothing_of_the_report_after_it(world: World) -> None:
    """The desk is called for it, whoever answered the alarm among them, and anybody takes it."""
    await in_danger(world)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    await mori.press("case.take", on=mori.messages(DESK)[0])
    assert (await world.only_case()).taken_by == MORI
    await sato.press("triage.mistake")
    rung = len(tanaka.phone)
    await sato.press("triage.danger.none", on=of_the_slip(sato))
    await report_an_insult(sato)
    assert (await world.only_case()).taken_by is None
    assert len(tanaka.phone) == rung + 1
    await tanaka.press("case.take", on=tanaka.messages(DESK)[0])
    assert (await world.only_case()).taken_by == TANAKA


async def test_what_was_reported_before_a_slip_is_called_for_once(world: World) -> None:
    """The card rang for it; that the alarm was a slip changes nothing of that."""
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await report_an_insult(sato)
    await world.later(minutes=1)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    rung = len(tanaka.phone)
    await sato.press("triage.mistake")
    await sato.press("triage.danger.none", on=of_the_slip(sato))
    assert not tanaka.reads("押し間違いのあとに、報告がありました", DESK)
    assert len(tanaka.phone) == rung
