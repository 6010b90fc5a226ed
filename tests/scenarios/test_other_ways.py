"""Other ways to begin, and other things to ask for than a report."""

import tomllib

from bot.sandbox.company import settings
from flows.case import Ending, State
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    EMMA,
    HQ,
    HQ_DESK,
    HR,
    KATO,
    MANAGER,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    YOKOHAMA_DESK,
    World,
    readable,
    without_hq,
)


async def test_the_japanese_word_begins_a_report(world: World) -> None:
    """/kasuhara 報告 is /kasuhara report."""
    sato = world.somebody(SATO)
    await sato.command("報告")
    assert sato.offered("triage.danger.now")


async def test_help_me_in_the_bots_direct_messages_begins_a_report(world: World) -> None:
    """「助けて」 and 「報告」 need no command."""
    sato, emma = world.somebody(SATO), world.somebody(EMMA)
    await sato.say("助けて")
    await emma.say("報告")
    assert sato.offered("triage.danger.now")
    assert emma.offered("triage.danger.now")


async def test_an_english_reader_is_asked_in_english(world: World) -> None:
    """A person's own Slack language counts in private."""
    emma = world.somebody(EMMA)
    await emma.command("report")
    assert emma.reads("Is anyone in danger now?")


async def test_the_global_shortcut_begins_a_report(world: World) -> None:
    """It has no channel; the thread is in the reporter's own conversation."""
    sato = world.somebody(SATO)
    await sato.shortcut()
    assert sato.offered("triage.danger.now")


async def test_somebodys_message_is_the_first_evidence(world: World) -> None:
    """The message shortcut keeps the message, whole, where only the record shows it."""
    kato, mori = world.somebody(KATO), world.somebody("U0OGAWA")
    await world.somebody("U0NGUYEN").say("203号室の方に怒鳴られました", channel="C0TEAMYOKOHAMA")
    said = kato.messages("C0TEAMYOKOHAMA")[-1]
    await kato.report_message(said)
    await kato.press("triage.danger.none")
    await kato.press("triage.actor.tenant")
    await kato.press("triage.scene.counter")
    await kato.tick("triage.acts", "intimidation")
    await kato.press("triage.acts.done")
    await mori.press("case.record")
    assert mori.modal is not None
    assert "203号室の方に怒鳴られました" in readable(mori.modal)


async def test_a_command_typed_as_a_message_is_answered_privately(world: World) -> None:
    """A full-width slash makes a public message: the writer alone gets the button."""
    sato = world.somebody(SATO)
    await sato.say("／kasuhara report", channel=TEAM)
    assert sato.offered("triage.danger.now")
    assert not any(m.bot_id for m in world.somebody(TANAKA).messages(TEAM))
    await sato.press("triage.danger.now")
    assert any("至急" in text for text in world.somebody(TANAKA).phone)


async def test_an_unknown_word_gets_the_short_help_privately(world: World) -> None:
    """Nothing is begun and nobody else sees it."""
    sato = world.somebody(SATO)
    await sato.command("なにか")
    (answer,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "/kasuhara report" in readable(answer)
    assert not sato.messages(sato.dm)


async def test_a_second_report_offers_to_go_on_or_begin_anew(world: World) -> None:
    """The danger button stands in front; going on repeats the open question."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.command("report")
    private = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
    ids = [
        e["action_id"] for b in private.blocks for e in b.get("elements", ()) if "action_id" in e
    ]
    assert ids[:3] == ["triage.danger.now", "report.resume", "report.new"]
    await sato.press("report.resume", on=private)
    await sato.press("triage.actor.tenant")
    assert sato.offered("triage.scene.phone")


async def test_beginning_anew_leaves_the_first_report_as_it_is(world: World) -> None:
    """Two threads, two reports."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.command("report")
    await sato.press("report.new")
    assert len(sato.heads()) == 2


async def test_relief_is_one_press_and_a_quiet_page(world: World) -> None:
    """交代してほしい: the desk reads it, somebody goes, no case is made."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.relief")
    assert mori.reads(f"<@{SATO}>", DESK)
    await mori.press("relief.take")
    assert sato.reads(f"<@{MORI}>")
    assert await world.cases() == []
    await world.later(hours=2)
    assert not sato.offered("report.resume")


async def test_talk_only_makes_no_case_and_gives_no_name(world: World) -> None:
    """相談だけ: the chosen person is told that somebody wants to talk, not who."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await sato.command("report")
    await sato.press("triage.consult")
    await sato.submit({"person": HR, "named": "no"})
    assert hr.messages(hr.dm)
    assert not hr.reads(SATO)
    assert sato.reads(f"<@{HR}>")
    assert await world.cases() == []
    assert not world.somebody(MORI).messages(DESK)


async def test_talk_only_names_people_as_colleagues_know_them(world: World) -> None:
    """Whoever can be chosen stands there by the name Slack shows, not by an account's handle."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.consult")
    assert sato.modal is not None
    shown = readable(sato.modal)
    assert "森 ゆかり" in shown
    assert "人見 涼" in shown
    assert "mori" not in shown


async def test_talk_only_by_name(world: World) -> None:
    """With the employee's wish, the chosen person learns who it is."""
    sato, hr = world.somebody(SATO), world.somebody(HR)
    await sato.command("report")
    await sato.press("triage.consult")
    await sato.submit({"person": HR, "named": "yes"})
    assert hr.reads(f"<@{SATO}>")


async def test_a_report_for_somebody_else_names_both(world: World) -> None:
    """Told by the person concerned it is not hearsay, and the card shows whom it happened to."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    await sato.choose("triage.affected", EMMA)
    await sato.press("triage.hearsay.no")
    await sato.press("triage.actor.owner")
    await sato.press("triage.scene.phone")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert mori.reads(f"<@{EMMA}>", DESK)
    assert mori.reads(f"<@{SATO}>", DESK)
    case = await world.only_case()
    assert case.affected is not None
    assert case.affected.user == EMMA


async def test_reporting_for_somebody_else_can_be_taken_back(world: World) -> None:
    """Before and after the first answer; what only then mattered is not asked any more."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    assert sato.reads("代わりに報告しています")
    await sato.press("triage.reported_as.self")
    assert not sato.reads("代わりに報告しています")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    assert sato.offered("triage.affected")
    await sato.press("triage.reported_as.self")
    assert not sato.offered("triage.affected")
    await sato.press("triage.reported_as.for_other")
    assert sato.offered("triage.affected")
    await sato.press("triage.reported_as.self")
    await sato.press("triage.actor.tenant")
    assert sato.offered("triage.scene.phone")


async def test_kept_from_the_branch_it_goes_to_hq_only(world: World) -> None:
    """店に知らせない: the branch's desk sees nothing, HQ has the card."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "sexual_remarks")
    await sato.press("triage.wishes.keep_from_branch")
    assert not world.somebody(MORI).messages(DESK)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    case = await world.only_case()
    assert case.answers.acts == ("sexual_remarks",)
    assert "keep_from_branch" in (case.answers.wishes or ())


async def test_harassment_by_a_colleague_never_reaches_the_desk(world: World) -> None:
    """The company's own contact is named; the desk is not told."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.press("triage.actor.colleague")
    assert sato.reads("人事部 内線 123")
    assert not world.somebody(MORI).messages(DESK)
    assert await world.cases() == []


async def test_withdrawing_stops_questions_and_says_what_is_kept(world: World) -> None:
    """The card shows that it was withdrawn; nothing is asked any more."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.cancel")
    case = await world.only_case()
    assert case.state is State.WITHDRAWN
    assert case.ending is Ending.WITHDRAWN
    assert mori.reads("取り下げ", DESK)
    assert not sato.offered("triage.words.open")


async def test_an_abandoned_report_is_kept_invisible_and_asked_about_once(world: World) -> None:
    """An hour later one message asks whether to go on; the desk sees nothing."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    before = len(sato.messages(sato.dm))
    await world.later(hours=1)
    assert len(sato.messages(sato.dm)) == before + 1
    await world.later(days=2)
    assert len(sato.messages(sato.dm)) == before + 1
    assert not world.somebody(MORI).messages(DESK)
    await sato.press("report.resume")
    await sato.press("triage.actor.tenant")
    assert sato.offered("triage.scene.phone")


async def test_kept_from_the_branch_it_stays_so_without_an_hq(world: World) -> None:
    """The HQ channel leaves the settings: the branch sees nothing, answers and alarms go on."""
    sato, manager = world.somebody(SATO), world.somebody(MANAGER)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "sexual_remarks")
    await sato.press("triage.wishes.keep_from_branch")
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    async with world.bot.office.store.write(world.bot.workspace) as work:
        await work.settings.keep(tomllib.loads(without_hq(settings())), "test", world.clock.now())
    await world.restart()
    await sato.say("「かわいいね」と何度も言われた", thread=sato.thread())
    assert (await world.only_case()).answers.words == "「かわいいね」と何度も言われた"
    assert not world.somebody(HQ).offered("case.record")
    await sato.press("triage.danger.now")
    assert manager.reads(f"<@{SATO}>")
    await world.later(minutes=3)
    assert world.somebody(MORI).messages(DESK) == []
    assert world.somebody("U0OGAWA").messages(YOKOHAMA_DESK) == []
