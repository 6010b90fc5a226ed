"""Other ways to begin, and other things to ask for than a report."""

import tomllib

from bot.sandbox.company import settings
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
    action_ids,
    readable,
    without_hq,
)


async def test_a_report_begins_in_whatever_way_is_at_hand(world: World) -> None:
    """/kasuhara 報告, 「助けて」, 「報告」 to the bot, the shortcut; each in their language."""
    sato, tanaka, emma = (world.somebody(user) for user in (SATO, TANAKA, EMMA))
    await sato.command("報告")
    await tanaka.say("助けて")
    await world.somebody(KATO).say("報告")
    await world.somebody(MORI).shortcut()
    for user in (SATO, TANAKA, KATO, MORI):
        person = world.somebody(user)
        assert person.offered("triage.danger.now"), user
        assert person.reads("今、危ない状況ですか"), user
    await emma.command("report")
    assert emma.reads("Is anyone in danger now?")


async def test_what_was_typed_amiss_is_answered_privately(world: World) -> None:
    """A full-width slash makes a public message, a word may be unknown: the writer alone reads."""
    sato, tanaka = world.somebody(SATO), world.somebody(TANAKA)
    await sato.command("なにか")
    (answer,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "/kasuhara report" in readable(answer)
    assert not sato.messages(sato.dm)
    await sato.say("／kasuhara report", channel=TEAM)
    assert not any(m.bot_id for m in tanaka.messages(TEAM))
    await sato.press("triage.danger.now")
    assert any("至急" in text for text in tanaka.phone)


async def test_a_second_report_offers_to_go_on_or_begin_anew(world: World) -> None:
    """Danger stands in front; going on repeats the open question, beginning anew leaves it."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    for choice in ("report.resume", "report.new"):
        await sato.command("report")
        private = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
        assert action_ids(private)[:3] == ["triage.danger.now", "report.resume", "report.new"]
        await sato.press(choice, on=private)
        private = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
        assert "ダイレクトメッセージ" in readable(private), choice
        assert set(action_ids(private)) <= {"triage.danger.now"}  # where it has no answer yet
        assert len(sato.heads()) == (2 if choice == "report.new" else 1)
        if choice == "report.resume":
            await sato.press("triage.actor.tenant")
            assert sato.offered("triage.scene.phone")


async def test_talk_only_makes_no_case_and_gives_a_name_only_where_wished(world: World) -> None:
    """相談だけ: the chosen person is told that somebody wants to talk; who, with their wish."""
    sato, emma, hr = (world.somebody(user) for user in (SATO, EMMA, HR))
    for person, named in ((sato, "no"), (emma, "yes")):
        await person.command("report")
        await person.press("triage.consult")
        assert person.modal is not None
        shown = readable(person.modal)  # as colleagues know them, not by an account's handle
        assert "森 ゆかり" in shown
        assert "人見 涼" in shown
        assert "mori" not in shown
        await person.submit({"person": HR, "named": named})
        assert person.reads(f"<@{HR}>"), named
    assert len(hr.messages(hr.dm)) == 2
    assert not hr.reads(SATO)
    assert hr.reads(f"<@{EMMA}>")
    assert await world.cases() == []
    assert not world.somebody(MORI).messages(DESK)


async def test_a_report_for_somebody_else_names_both_and_can_be_taken_back(world: World) -> None:
    """Before and after the first answer; told by the person concerned it is not hearsay."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    assert sato.reads("代わりに報告しています")
    await sato.press("triage.reported_as.self")
    assert not sato.reads("代わりに報告しています")
    await sato.press("triage.danger.none")
    await sato.press("triage.reported_as.for_other")
    assert sato.offered("triage.affected")
    await sato.press("triage.reported_as.self")
    assert not sato.offered("triage.affected")
    assert sato.offered("triage.actor.owner")
    await sato.press("triage.reported_as.for_other")
    await sato.choose("triage.affected", EMMA)
    for action in ("hearsay.no", "actor.owner", "scene.phone", "acts.done"):
        await sato.press(f"triage.{action}")
    assert mori.reads(f"<@{EMMA}>", DESK)
    assert mori.reads(f"<@{SATO}>", DESK)
    case = await world.only_case()
    assert case.affected is not None
    assert case.affected.user == EMMA


async def test_kept_from_the_branch_it_stays_so_without_an_hq(world: World) -> None:
    """HQ alone has it; its channel leaves the settings: the branch sees nothing, all goes on."""
    sato, manager = world.somebody(SATO), world.somebody(MANAGER)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "sexual_remarks")
    await sato.press("triage.wishes.keep_from_branch")
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    assert "keep_from_branch" in ((await world.only_case()).answers.wishes or ())
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
