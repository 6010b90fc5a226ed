"""An ordinary report, from the command to the desk."""

from flows.case import State
from flows.triage import Determination
from tests.scenarios.world import DESK, HQ, MORI, SATO, TANAKA, TEAM, World, readable

PRESSES = ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone")


async def report_an_insulting_call(world: World, who: str = SATO) -> None:
    """Report an insult and a long call from a tenant by phone, up to the desk."""
    person = world.somebody(who)
    await person.command("report")
    for action in PRESSES:
        await person.press(action)
    await person.tick("triage.acts", "insult", "long_contact")
    await person.press("triage.acts.done")


async def test_the_first_question_stands_in_the_commands_own_answer(world: World) -> None:
    """Without a call to Slack; the first reply below rings, and nobody else sees anything yet."""
    sato = world.somebody(SATO)
    before = len(world.slack.log.calls)
    await sato._person.command(TEAM, "/kasuhara", "report")
    (answer,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "今、危ない状況ですか" in readable(answer)
    posted = [c for c in world.slack.log.calls[before:] if c.method == "chat.postEphemeral"]
    assert not posted
    await world.settle()
    rung = len(sato.phone)
    await sato.press("triage.danger.none")
    assert len(sato.phone) == rung + 1  # mentioned: Slack rings nobody for a thread otherwise
    await sato.press("triage.actor.tenant")
    assert not any("入居者" in text for text in sato.phone)
    for user, channel in ((MORI, DESK), (TANAKA, TEAM), (HQ, "C0HQ")):
        assert not world.somebody(user).messages(channel), channel
    assert await world.cases() == []


async def test_an_insulting_call_reaches_the_desk_within_eight_presses(world: World) -> None:
    """Six presses after the command; one card, edited as answers come, rings those on call once."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    for action in PRESSES:
        await sato.press(action)
    await sato.tick("triage.acts", "insult", "long_contact")
    assert not mori.messages(DESK)
    await sato.press("triage.acts.done")
    assert len(PRESSES) + len(("insult", "long_contact", "done")) <= 8

    case = await world.only_case()
    assert (case.state, case.branch) == (State.REPORTED, "shinjuku")
    assert case.proposal is not None
    assert case.proposal.determination is Determination.KASUHARA
    (before,) = mori.messages(DESK)
    first = readable(before)
    for part in ("K-2026-0001", "仮", "新宿店", "侮辱"):
        assert part in first
    for part in ("新宿店", "法律で禁じ", "K-2026-0001"):  # and that no reprisal may follow
        assert sato.reads(part), part

    await sato.say("おまえは馬鹿か、と言われた", thread=sato.thread())
    await sato.press("triage.finish")
    (after,) = mori.messages(DESK)
    assert after.ts == before.ts
    assert readable(after) != first
    assert "仮" not in readable(after)
    assert "馬鹿か、と" not in readable(after)
    assert mori.phone == ["新しい受付があります"]


async def test_a_supervisor_takes_it_and_the_reporter_is_told_who(world: World) -> None:
    """The card and the thread name them, nobody else is offered it, and the record has it all."""
    await report_an_insulting_call(world)
    sato, mori, tanaka = (world.somebody(user) for user in (SATO, MORI, TANAKA))
    await sato.say("死ね、と三回言われた", thread=sato.thread())
    await mori.press("case.take")
    case = await world.only_case()
    assert (case.taken_by, case.state) == (MORI, State.ACKNOWLEDGED)
    assert sato.reads(f"<@{MORI}>")
    assert tanaka.reads(f"<@{MORI}>", DESK)
    assert not tanaka.offered("case.take")
    await mori.press("case.record")
    assert mori.modal is not None
    assert "死ね、と三回言われた" in readable(mori.modal)
    async with world.bot.office.store.read(world.bot.workspace) as work:
        kinds = [entry.kind.value for entry in await work.timeline.of(case.id)]
    assert "looked" in kinds
