"""Presses that come late: on a question that matters no more, nothing is answered."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.world import MANAGER, SATO, World

NOT_ASKED = "いまは、この質問への答えは要りません。何も変わっていません。"


async def press_late(world: World, action_id: str) -> None:
    """Deliver a press on a message as it stood before: it was on its way meanwhile."""
    sato = world.somebody(SATO)
    head = sato.thread()
    await world.bot.entrance.take(
        {
            "type": "block_actions",
            "team": {"id": world.bot.workspace},
            "user": {"id": SATO},
            "trigger_id": "1.1.late",
            "channel": {"id": sato.dm},
            "container": {"type": "message", "channel_id": sato.dm, "thread_ts": head},
            "actions": [{"type": "button", "action_id": action_id}],
        }
    )
    await world.settle()


async def test_a_press_on_a_question_that_a_correction_took_away(world: World) -> None:
    """It was on its way: a private sentence, and nobody is alarmed."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.past", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "strong_tone")
    await sato.press("triage.acts.done")
    for action in ("triage.back.danger", "triage.danger.none"):
        await sato.press(action)
    await press_late(world, "triage.past_event.injury")
    case = await world.only_case()
    assert case.answers.past_event is None
    assert case.proposal is not None
    assert case.proposal.severity != "S4"
    assert not world.somebody(MANAGER).phone
    assert sato.reads(NOT_ASKED)


async def test_a_place_pressed_as_the_alarm_is_taken_back(world: World) -> None:
    """It stands in no later alarm."""
    await in_danger(world)
    sato = world.somebody(SATO)
    world.slack.faults.rate_limit("chat.update", times=20, retry_after=60)
    await sato.press("triage.mistake")
    await sato.press("triage.place.visit")
    await world.later(minutes=10)
    assert sato.reads(NOT_ASKED)
    await sato.press("triage.danger.now")
    alarm = (await world.only_case()).alarm
    assert alarm is not None
    assert alarm.place is None
