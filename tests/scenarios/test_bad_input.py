"""What goes wrong at the counter is answered, and changes nothing."""

from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import MORI, SATO, TEAM, World, action_ids, readable


async def test_a_first_question_answered_elsewhere_shows_the_way_to_the_thread(
    world: World,
) -> None:
    """The private question, pressed after the one in the thread: it goes, nothing changes."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.heads()[0])
    await sato.press("triage.danger.past", on=private)
    (private,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "何も変わっていません" in readable(private)
    assert "ダイレクトメッセージ" in readable(private)
    assert "危険はない" in readable(private)
    assert not action_ids(private)
    assert sato.offered("triage.actor.tenant")


async def test_a_rant_is_kept_whole_and_shown_escaped(world: World) -> None:
    """5,000 characters with <!channel> and emoji: nobody is pinged, nothing is lost."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    rant = ("<!channel> :fire: もう我慢できない😡 " * 250)[:5000]
    rung = len(mori.phone)
    await sato.say(rant, thread=sato.thread())
    case = await world.only_case()
    assert case.answers.words is not None
    assert len(case.answers.words) >= 4900
    await mori.press("case.record")
    assert mori.modal is not None
    assert "<!channel>" not in readable(mori.modal)
    shown = readable(mori.modal).replace("\n> ", "")
    assert shown.count("我慢できない") == case.answers.words.count("我慢できない")
    assert len(mori.phone) == rung
    await sato.press("triage.back.words")
    await sato.press("triage.words.open")
    assert sato.modal is not None
    assert "これまでの文は長いので、ここでは直せません" in readable(sato.modal)
    await sato.submit({"words": "以上"})
    assert (await world.only_case()).answers.words == f"{case.answers.words}\n以上"


async def test_what_nobody_can_see_is_no_answer(world: World) -> None:
    """Typed in the thread or beside it, it changes nothing; a form says so, and waits for more."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    posted = world.calls("chat.postMessage")
    await sato.say("\ufe0f", thread=sato.thread())
    await sato.say("\u200b\u2060")
    assert world.calls("chat.postMessage") == posted
    await sato.press("triage.words.open")
    for nothing in (" \u3000\n", "\u3164\u2800", "\x07"):
        assert await sato.submit({"words": nothing}) != {}, ascii(nothing)
    case = await world.only_case()
    assert (case.answers.words, case.settled & {"words"}) == (None, frozenset())
    await sato.submit({"words": "馬鹿"})
    assert (await world.only_case()).answers.words == "馬鹿"


async def test_a_form_that_slack_could_not_open_asks_for_another_press(world: World) -> None:
    """A private sentence, no retry that comes too late; a name nobody can see is none."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    world.slack.faults.server_error("views.open", times=1)
    await sato.press("triage.affected.open")
    assert sato.modal is None
    assert sato.reads("もう一度")
    await sato.press("triage.affected.open")
    assert await sato.submit({"name": "\u3164"}) != {}
    await sato.submit({"name": "架空 花子"})
    assert sato.reads("架空 花子")
    assert sato.offered("triage.hearsay.no")
