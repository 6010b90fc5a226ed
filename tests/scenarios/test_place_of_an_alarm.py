"""Where they are: asked anew in every alarm, by press or in words, and shown to those who come."""

import pytest

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, SHOP, TANAKA, TEAM, Somebody, World, readable

WORDS = "3階の給湯室に隠れています"


async def hear_again(world: World) -> Somebody:
    """Say that it is safe, and raise another alarm from the same report an hour later."""
    sato = world.somebody(SATO)
    await sato.press("triage.safe")
    await world.later(hours=1)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    return sato


def shown_to_helpers(world: World) -> list[str]:
    """Return the desk's card and what the person on call reads in person."""
    tanaka = world.somebody(TANAKA)
    return [world.somebody(MORI).sees(DESK)[0], tanaka.sees(tanaka.dm)[-1]]


async def test_a_second_alarm_knows_nothing_of_the_first_ones_place(world: World) -> None:
    """It is asked again, in a message of its own, and nobody is sent to where they were before."""
    await in_danger(world)
    await world.somebody(SATO).press("triage.place.shop")
    sato = await hear_again(world)
    assert all("場所：店舗" not in text for text in shown_to_helpers(world))
    assert "いる場所" not in sato.sees(sato.dm)[0]
    assert sato.offered("triage.place.visit")
    await sato.press("triage.place.visit")
    assert all("場所：訪問先" in text for text in shown_to_helpers(world))


async def test_a_place_put_off_is_asked_in_the_next_alarm(world: World) -> None:
    """What is put off is put off for this alarm."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.later")
    assert not sato.offered("triage.place.shop")
    await hear_again(world)
    assert sato.offered("triage.place.shop")


async def test_a_shared_account_is_asked_in_each_alarm(world: World) -> None:
    """The receipt carries the way into the next one, which may be somewhere else."""
    shop = world.somebody(SHOP)
    await shop.command("report")
    for action in ("triage.danger.now", "triage.place.visit", "triage.safe"):
        await shop.press(action)
    await world.later(minutes=20)
    await shop.press("triage.danger.now")
    assert shop.offered("triage.place.shop")
    assert "場所：訪問先" not in world.somebody(MORI).sees(DESK)[0]


async def test_words_typed_in_an_alarm_say_where_they_are(world: World) -> None:
    """Whoever comes reads them at once, escaped; they are nobody's words to the staff."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.say(f"<!here> {WORDS}", thread=sato.thread())
    assert all(WORDS in text and "<!here>" not in text for text in shown_to_helpers(world))
    assert all("場所はまだ分かりません" not in text for text in shown_to_helpers(world))
    assert sato.reads("知らせた相手に見えています")
    assert not sato.offered("triage.place.shop")
    case = await world.only_case()
    assert case.answers.words is None
    assert all(WORDS not in text for user in (SATO, TANAKA, MORI) for text in phones(world, user))


def phones(world: World, user: str) -> list[str]:
    """Return what somebody's lock screen showed."""
    return world.somebody(user).phone


async def test_who_moves_says_so_and_both_stand(world: World) -> None:
    """Later words come after the former ones; a press may add the kind of place."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.say(WORDS, thread=sato.thread())
    await sato.say("裏口から出ました")
    assert all(WORDS in text and "裏口" in text for text in shown_to_helpers(world))
    await sato.press("triage.back.place")
    await sato.press("triage.place.shop")
    assert all("店舗" in text and "裏口" in text for text in shown_to_helpers(world))
    await world.somebody(MORI).press("case.record")
    modal = world.somebody(MORI).modal
    assert modal is not None
    assert "裏口" in readable(modal)


@pytest.mark.parametrize("ended", ["triage.safe", "triage.mistake"])
async def test_words_after_an_alarm_are_words_again(world: World, ended: str) -> None:
    """And so they are where the reporter goes on with the questions."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press(ended)
    await sato.say("ばかと言われた", thread=sato.thread())
    assert (await world.only_case()).answers.words == "ばかと言われた"
    assert "ばかと" not in world.somebody(MORI).sees(DESK)[0]


async def test_an_open_report_is_asked_for_the_place_too(world: World) -> None:
    """Danger in a report that is told already: the place at once, also after enough was said."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.finish")
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    assert sato.offered("triage.place.shop")


async def test_the_first_question_of_another_day_asks_for_the_place(world: World) -> None:
    """The private question of a finished report, pressed two days later."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.heads()[0])
    for action in ("triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.tick("triage.acts", "insult")
    for action in ("triage.acts.done", "triage.finish"):
        await sato.press(action)
    await world.later(days=2)
    await sato.press("triage.danger.now", on=private)
    assert sato.offered("triage.place.shop")
