"""An ordinary report, from the command to the desk."""

from flows.case import State
from flows.triage import Determination
from tests.scenarios.world import DESK, HQ, MORI, SATO, TANAKA, TEAM, World, readable


async def report_an_insulting_call(world: World, who: str = SATO) -> None:
    """Report an insult and a long call from a tenant by phone, up to the desk."""
    person = world.somebody(who)
    await person.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone"):
        await person.press(action)
    await person.tick("triage.acts", "insult", "long_contact")
    await person.press("triage.acts.done")


async def test_an_insulting_call_reaches_the_desk_within_eight_presses(world: World) -> None:
    """Insult and a long call from a tenant by phone: six presses after the command."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    presses = ["triage.danger.none", "triage.actor.tenant", "triage.scene.phone"]
    ticks = ["insult", "long_contact"]
    for action in presses:
        await sato.press(action)
    await sato.tick("triage.acts", *ticks)
    assert not mori.messages(DESK)
    await sato.press("triage.acts.done")

    assert len(presses) + len(ticks) + 1 <= 8
    case = await world.only_case()
    assert case.state is State.REPORTED
    assert case.branch == "shinjuku"
    assert case.proposal is not None
    assert case.proposal.determination is Determination.KASUHARA
    (card,) = mori.messages(DESK)
    assert "K-2026-0001" in readable(card)
    assert "仮" in readable(card)
    assert "新宿店" in readable(card)
    assert "侮辱" in readable(card)


async def test_the_first_question_stands_in_the_commands_own_answer(world: World) -> None:
    """The private answer carries the danger question without a call to Slack before it."""
    sato = world.somebody(SATO)
    before = len(world.slack.log.calls)
    await sato._person.command(TEAM, "/kasuhara", "report")
    (answer,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "今、危ない状況ですか" in readable(answer)
    posted = [c for c in world.slack.log.calls[before:] if c.method == "chat.postEphemeral"]
    assert not posted
    assert not world.somebody(TANAKA).messages(TEAM)


async def test_nobody_else_sees_anything_before_the_desk_is_told(world: World) -> None:
    """Until the acts are known, neither the desk nor the team nor HQ sees a message."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.press("triage.actor.tenant")
    assert not world.somebody(MORI).messages(DESK)
    assert not world.somebody(TANAKA).messages(TEAM)
    assert not world.somebody(HQ).messages("C0HQ")
    assert await world.cases() == []


async def test_the_first_reply_mentions_the_reporter_so_that_their_phone_rings(
    world: World,
) -> None:
    """Slack notifies of a thread only those who are mentioned or have written in it."""
    sato = world.somebody(SATO)
    await sato.command("report")
    rung = len(sato.phone)
    await sato.press("triage.danger.none")
    assert len(sato.phone) == rung + 1
    assert not any("入居者" in text for text in sato.phone)


async def test_the_reporter_reads_who_was_told_and_that_nothing_may_come_of_it(
    world: World,
) -> None:
    """The thread names the desk, says what to do meanwhile and that reprisal is forbidden."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    assert sato.reads("新宿店")
    assert sato.reads("法律で禁じ")
    assert sato.reads("K-2026-0001")


async def test_the_card_fills_itself_in_as_answers_come(world: World) -> None:
    """The card is one message, edited, and no longer provisional when nothing is left to ask."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    (before,) = mori.messages(DESK)
    first = readable(before)
    await sato.say("おまえは馬鹿か、と言われた", thread=sato.thread())
    await sato.press("triage.finish")
    (after,) = mori.messages(DESK)
    assert after.ts == before.ts
    assert readable(after) != first
    assert "仮" not in readable(after)
    assert "馬鹿か、と" not in readable(after)


async def test_a_supervisor_takes_it_and_the_reporter_is_told_who(world: World) -> None:
    """One press on the card; the card and the reporter's thread name the person."""
    await report_an_insulting_call(world)
    mori = world.somebody(MORI)
    await mori.press("case.take")
    case = await world.only_case()
    assert case.taken_by == MORI
    assert case.state is State.ACKNOWLEDGED
    assert world.somebody(SATO).reads(f"<@{MORI}>")
    assert mori.reads(f"<@{MORI}>", DESK)


async def test_the_people_on_call_hear_of_a_new_report_once(world: World) -> None:
    """A new card calls those on call by name; its edits ring nobody's phone."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    assert mori.phone == ["新しい受付があります"]
    await sato.say("馬鹿と言われた", thread=sato.thread())
    await sato.press("triage.finish")
    assert mori.phone == ["新しい受付があります"]


async def test_a_second_supervisor_is_told_that_it_is_taken(world: World) -> None:
    """The loser of the race reads who has it; nothing changes."""
    await report_an_insulting_call(world)
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    card = tanaka.messages(DESK)[0]
    await world.slack.person(MORI).press(card, "case.take")
    await world.settle()
    assert not tanaka.offered("case.take")
    assert mori.reads(f"<@{MORI}>", DESK)


async def test_the_record_shows_everything_to_those_with_the_right(world: World) -> None:
    """The words as spoken are in the modal, and that somebody looked is in the timeline."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.say("死ね、と三回言われた", thread=sato.thread())
    await mori.press("case.record")
    assert mori.modal is not None
    assert "死ね、と三回言われた" in readable(mori.modal)
    case = await world.only_case()
    async with world.bot.office.store.read(world.bot.workspace) as work:
        kinds = [entry.kind.value for entry in await work.timeline.of(case.id)]
    assert "looked" in kinds
