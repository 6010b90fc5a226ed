"""A supervisor reports, or is whom it happened to: others have it, and they read who."""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, HQ, HQ_DESK, MORI, SATO, TANAKA, Somebody, World, readable


def private(somebody: Somebody) -> str:
    """Return what only they read last on their desk's channel."""
    return [readable(m) for m in somebody.messages(DESK) if m.only_for == somebody.id][-1]


async def test_a_supervisor_who_reports_reads_who_has_it_instead(world: World) -> None:
    """One other is on the desk, so HQ has it as well; the refusal says so, then who took it."""
    world.slack.workspace.remove_member(DESK, "U0GRACE")
    await world.settle()
    await report_an_insulting_call(world, MORI)
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    assert world.somebody(HQ).reads("K-2026-0001", HQ_DESK)
    await mori.press("case.take", on=mori.messages(DESK)[0])
    said = private(mori)
    assert "ほかの方が受け持ちます" in said
    assert "新宿店の受付" in said
    assert "本社" in said
    assert "まだ誰も受け持っていません" in said
    assert "ダイレクトメッセージ" in said
    assert (await world.only_case()).taken_by is None
    await tanaka.press("case.take", on=tanaka.messages(DESK)[0])
    await mori.press("case.record", on=mori.messages(DESK)[0])
    assert mori.modal is None
    assert f"<@{TANAKA}>" in private(mori)
    assert "まだ誰も" not in private(mori)


async def test_a_supervisor_whom_it_happened_to_reads_who_has_it_instead(world: World) -> None:
    """Somebody else reports it: no report to go on with; once withdrawn, nobody is named."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    await sato.choose("triage.affected", MORI)
    for action in ("hearsay.no", "actor.owner", "scene.phone"):
        await sato.press(f"triage.{action}")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert not world.somebody(HQ).messages(HQ_DESK)
    card = mori.messages(DESK)[0]
    await mori.press("case.take", on=card)
    assert "新宿店の受付" in private(mori)
    assert "まだ誰も" in private(mori)
    assert "本社" not in private(mori)
    assert "ダイレクトメッセージ" not in private(mori)
    await sato.press("triage.cancel")
    await mori.press("case.record", on=card)  # a card not edited yet
    assert "まだ誰も" not in private(mori)


async def test_nobody_answers_their_own_call_to_take_over(world: World) -> None:
    """The request stands before the others, and its sentence says so."""
    mori = world.somebody(MORI)
    await mori.command("report")
    await mori.press("triage.relief")
    await mori.press("relief.take", on=mori.messages(DESK)[0])
    assert "自分で出した依頼" in private(mori)
