"""After enough was said, a correction asks again what then matters, and nothing else."""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import SATO, Somebody, World


async def enough_said(world: World, *acts: str) -> Somebody:
    """Report to the desk, and say that it is enough."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", *acts)
    for action in ("triage.acts.done", "triage.finish"):
        await sato.press(action)
    return sato


async def test_an_injury_that_comes_to_light_is_asked_about(world: World) -> None:
    """No danger becomes an injury: which it was decides how grave the report is."""
    sato = await enough_said(world, "strong_tone")
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.past")
    assert sato.offered("triage.past_event.injury")
    await sato.press("triage.past_event.injury")
    case = await world.only_case()
    assert case.finished_at is not None
    assert case.proposal is not None
    assert case.proposal.severity == "S4"
    assert not sato.offered("triage.words.open")


async def test_what_was_put_off_is_asked_once_it_matters_again(world: World) -> None:
    """Put off, made pointless, and of matter again: it comes at the end of the thread."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.past", "triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", "strong_tone")
    for action in ("triage.acts.done", "triage.later", "triage.finish", "triage.back.danger"):
        await sato.press(action)
    await sato.press("triage.danger.none")
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.past")
    assert sato.offered("triage.past_event.injury")
    assert "けが" in sato.sees(sato.dm)[-1]


async def test_what_never_ceased_to_matter_stays_put_off(world: World) -> None:
    """A correction that changes nothing about them asks none of the others."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    for action in ("triage.finish", "triage.back.scene", "triage.scene.counter"):
        await sato.press(action)
    assert (await world.only_case()).finished_at is not None
    for question in ("words", "occurred_at", "customer"):
        assert not sato.offered(f"triage.{question}.open")
