"""Where they are: asked anew in every alarm, by press or in words, and shown to those who come."""

from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MORI, SATO, TANAKA, World, readable

WORDS = "3階の給湯室に隠れています"


def shown_to_helpers(world: World) -> list[str]:
    """Return the desk's card and what the person on call reads in person."""
    tanaka = world.somebody(TANAKA)
    return [world.somebody(MORI).sees(DESK)[0], tanaka.sees(tanaka.dm)[-1]]


async def test_words_typed_in_an_alarm_say_where_they_are(world: World) -> None:
    """Whoever comes reads them at once, escaped; later words, and a press, come beside them."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.say(f"<!here> {WORDS}", thread=sato.thread())
    assert all(WORDS in text and "<!here>" not in text for text in shown_to_helpers(world))
    assert all("場所はまだ分かりません" not in text for text in shown_to_helpers(world))
    assert sato.reads("知らせた相手に見えています")
    assert not sato.offered("triage.place.shop")
    await sato.say("裏口から出ました")
    assert all(WORDS in text and "裏口" in text for text in shown_to_helpers(world))
    await sato.press("triage.back.place")
    await sato.press("triage.place.shop")
    assert all("店舗" in text and "裏口" in text for text in shown_to_helpers(world))
    assert (await world.only_case()).answers.words is None
    for user in (SATO, TANAKA, MORI):
        assert all(WORDS not in text for text in world.somebody(user).phone), user
    await mori.press("case.record")
    assert mori.modal is not None
    assert "裏口" in readable(mori.modal)


async def test_a_second_alarm_knows_nothing_of_the_first_ones_place(world: World) -> None:
    """It is asked again, in a message of its own; between the two, words are words again."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.place.shop")
    await sato.press("triage.safe")
    await sato.say("ばかと言われた", thread=sato.thread())
    assert (await world.only_case()).answers.words == "ばかと言われた"
    assert "ばかと" not in world.somebody(MORI).sees(DESK)[0]
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    assert all("場所：店舗" not in text for text in shown_to_helpers(world))
    assert "いる場所" not in sato.sees(sato.dm)[0]
    await sato.press("triage.place.visit")
    assert all("場所：訪問先" in text for text in shown_to_helpers(world))


async def test_what_is_typed_after_a_press_reaches_those_who_come(world: World) -> None:
    """A press says little, and people move: what is typed while it rings is no quotation."""
    await in_danger(world)
    sato = world.somebody(SATO)
    await sato.press("triage.place.visit")
    assert sato.reads("動いたときは、また書いてください")
    for where in ("架空ハイツ203号室", "駅前の交番へ移ります"):
        await sato.say(where, thread=sato.thread())
        assert all(where in text for text in shown_to_helpers(world))
    assert (await world.only_case()).answers.words is None
    await sato.press("triage.safe")
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.viewing_or_visit")
    await sato.tick("triage.acts", "insult")
    await sato.press("triage.acts.done")
    assert sato.offered("triage.words.open")


async def test_many_long_places_stand_whole_in_the_record(world: World) -> None:
    """Whatever was typed while it rang can be read there, and the record opens."""
    await in_danger(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    for number in range(12):
        await sato.say(f"{number}番目、" + "ここにいます。" * 60, thread=sato.thread())
    assert sato.reads("11番目")
    await mori.press("case.record")
    assert mori.modal is not None
    shown = readable(mori.modal).replace("\n> ", "")
    assert shown.count("ここにいます。") >= 12 * 60


async def test_danger_while_an_answer_was_being_changed(world: World) -> None:
    """The place is asked at once; the answer that was being changed stays as it was."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.back.scene")
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.now")
    assert sato.offered("triage.place.shop")
    assert (await world.only_case()).answers.scene == "phone"
