"""What goes wrong at the counter and in the settings is answered, and changes nothing."""

from pathlib import Path

import pytest

from bot.sandbox.company import settings
from flows.case import Affected, Customer
from flows.errors import SettingsError
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import (
    DESK,
    MORI,
    SATO,
    TANAKA,
    TEAM,
    World,
    action_ids,
    readable,
    story,
    without_hq,
)


@pytest.mark.parametrize("action", ["triage.danger.past", "triage.reported_as.for_other"])
async def test_a_first_question_answered_elsewhere_shows_the_way_to_the_thread(
    world: World, action: str
) -> None:
    """The private question, pressed after the one in the thread: it goes, nothing changes."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.heads()[0])
    await sato.press(action, on=private)
    (private,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "何も変わっていません" in readable(private)
    assert "ダイレクトメッセージ" in readable(private)
    assert "危険はない" in readable(private)
    assert not action_ids(private)
    assert not sato.reads("代わりに報告しています")
    assert sato.offered("triage.actor.tenant")


async def test_the_same_answer_to_the_private_question_is_its_receipt(world: World) -> None:
    """Nothing is refused where nothing differs."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.heads()[0])
    await sato.press("triage.danger.none", on=private)
    (private,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "危険はない" in readable(private)
    assert "何も変わっていません" not in readable(private)
    assert not action_ids(private)


async def test_the_first_question_of_a_report_that_is_over_says_so(world: World) -> None:
    """The private question, pressed after the report was stopped: it goes, nothing changes."""
    sato = world.somebody(SATO)
    await sato.command("report")
    private = next(m for m in sato.messages(TEAM) if m.only_for == SATO)
    await sato.press("triage.danger.none", on=sato.heads()[0])
    await sato.press("triage.cancel")
    await sato.press("triage.danger.past", on=private)
    (private,) = [m for m in sato.messages(TEAM) if m.only_for == SATO]
    assert "終わっています" in readable(private)
    assert not action_ids(private)


async def test_going_on_and_beginning_anew_answer_where_they_were_pressed(world: World) -> None:
    """The private offer turns into the way to the thread."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    for action in ("report.resume", "report.new"):
        await sato.command("report")
        private = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
        await sato.press(action, on=private)
        private = [m for m in sato.messages(TEAM) if m.only_for == SATO][-1]
        assert "ダイレクトメッセージ" in readable(private)
        assert set(action_ids(private)) <= {"triage.danger.now"}  # where it has no answer yet


async def test_a_press_on_a_closed_case_changes_nothing(world: World) -> None:
    """The card of a withdrawn report, pressed in the moment before it was edited."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    card = mori.messages(DESK)[0]
    world.slack.faults.rate_limit("chat.update", times=5, retry_after=60)
    await sato.press("triage.cancel")
    await mori.press("case.take", on=card)
    case = await world.only_case()
    assert case.taken_by is None
    assert any(m.only_for == MORI for m in mori.messages(DESK))
    await world.later(minutes=10)


async def test_two_supervisors_press_at_once_and_one_has_it(world: World) -> None:
    """The other one reads privately that somebody has it."""
    await report_an_insulting_call(world)
    mori, tanaka = world.somebody(MORI), world.somebody(TANAKA)
    card = mori.messages(DESK)[0]
    world.slack.faults.rate_limit("chat.update", times=5, retry_after=60)
    await mori.press("case.take", on=card)
    await tanaka.press("case.take", on=card)
    case = await world.only_case()
    assert case.taken_by == MORI
    assert any(m.only_for == TANAKA for m in tanaka.messages(DESK))
    await world.later(minutes=10)


async def test_nobody_takes_or_opens_their_own_case(world: World) -> None:
    """A supervisor who reports is not their own supervisor."""
    await report_an_insulting_call(world, who=MORI)
    mori = world.somebody(MORI)
    await mori.press("case.record")
    assert mori.modal is None
    await mori.press("case.take")
    case = await world.only_case()
    assert case.taken_by is None


async def test_somebody_taken_off_the_desk_has_no_access_at_once(world: World) -> None:
    """Leaving the channel ends the right with that event."""
    await report_an_insulting_call(world)
    mori = world.somebody(MORI)
    card = mori.messages(DESK)[0]
    world.slack.workspace.remove_member(DESK, MORI)
    await world.settle()
    async with world.bot.office.store.read(world.bot.workspace) as work:
        assert MORI not in (await work.directory.members(DESK) or ())
    assert card
    assert not mori.messages(DESK)


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
    await sato.press("triage.words.open")  # too long to stand in the form
    await sato.submit({"words": "以上"})
    assert (await world.only_case()).answers.words == f"{case.answers.words}\n以上"


async def test_a_form_that_slack_could_not_open_asks_for_another_press(world: World) -> None:
    """Slack fails for a moment: a private sentence, no retry that comes too late, nothing lost."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    world.slack.faults.server_error("views.open", times=1)
    await sato.press("triage.words.open")
    assert sato.modal is None
    assert sato.reads("もう一度")
    await sato.press("triage.words.open")
    await sato.submit({"words": "二度目に書けた"})
    case = await world.only_case()
    assert case.answers.words == "二度目に書けた"


@pytest.mark.parametrize("nothing", [" \u3000\n", "\u200b\u2060", "\ufe0f", "\u3164\u2800", "\x07"])
async def test_what_nobody_can_see_is_no_answer(world: World, nothing: str) -> None:
    """Typed in the thread it changes nothing; a form says so, and takes what can be read."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    posted = world.calls("chat.postMessage")
    await sato.say(nothing, thread=sato.thread())
    await sato.say(nothing)
    assert world.calls("chat.postMessage") == posted
    await sato.press("triage.words.open")
    assert await sato.submit({"words": nothing}) != {}
    case = await world.only_case()
    assert (case.answers.words, case.settled & {"words"}) == (None, frozenset())
    await sato.submit({"words": "馬鹿"})
    assert (await world.only_case()).answers.words == "馬鹿"


async def test_a_name_nobody_can_see_is_none(world: World) -> None:
    """The person it happened to is asked for again, and the customer stays unknown."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    await sato.press("triage.affected.open")
    assert await sato.submit({"name": "\u3164"}) != {}
    await sato.submit({"name": "架空 花子"})
    for action in ("hearsay.no", "actor.tenant", "scene.phone", "acts.done"):
        await sato.press(f"triage.{action}")
    case = await world.only_case()
    assert case.affected == Affected(name="架空 花子")
    while not sato.offered("triage.customer.open"):
        await sato.press("triage.later")
    await sato.press("triage.customer.open")
    await sato.submit({"name": "\u200b", "phone": "\ufe0f", "room": "203"})
    async with world.bot.office.store.read(world.bot.workspace) as work:
        assert await work.customers.get(case.id) == Customer(room="203")


async def test_acts_without_a_tick_still_tell_the_desk(world: World) -> None:
    """No report is rejected: without an act it is one where facts are missing."""
    sato = world.somebody(SATO)
    await sato.command("report")
    for action in ("triage.danger.none", "triage.actor.unknown", "triage.scene.unknown"):
        await sato.press(action)
    await sato.press("triage.acts.done")
    case = await world.only_case()
    assert case.proposal is not None
    assert case.proposal.determination == "INSUFFICIENT"
    assert world.somebody(MORI).messages(DESK)


async def test_an_ordinary_report_to_a_desk_that_is_gone_reaches_hq(world: World) -> None:
    """The desk's channel was archived: HQ gets the card."""
    world.slack.workspace.archive(DESK)
    await report_an_insulting_call(world)
    assert any("K-2026-0001" in text for text in world.somebody("U0HQONE").sees("C0HQ"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('hq_channel = "C0HQ"', 'hq_channel = "C0TEAMSHINJUKU"', "C0TEAMSHINJUKU"),
        ('hq_channel = "C0HQ"', 'hq_channel = "C0DESKYOKOHAMA"', "C0DESKYOKOHAMA"),
        ('hr_channel = "C0HR"', 'hr_channel = "C0TEAMYOKOHAMA"', "C0TEAMYOKOHAMA"),
        ('managers = ["U0MANAGER"]', 'managers = ["U0SHINJUKUSHOP"]', "U0SHINJUKUSHOP"),
    ],
)
async def test_settings_that_would_show_cases_to_staff_are_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    """What HQ or HR reads must not stand before a branch or its staff."""
    with pytest.raises(SettingsError, match=sentence):
        async with story(tmp_path, settings_text=settings().replace(old, new)):
            pass


async def test_an_unknown_channel_in_the_settings_is_refused_at_start(tmp_path: Path) -> None:
    """The sentence names the channel."""
    text = settings().replace("C0DESKYOKOHAMA", "C0NOSUCHCHANNEL")
    with pytest.raises(SettingsError, match="C0NOSUCHCHANNEL"):
        async with story(tmp_path, settings_text=text):
            pass


async def test_a_desk_of_one_without_hq_is_refused_with_the_reason(tmp_path: Path) -> None:
    """Nobody may decide a case of their own; with two people, or HQ behind, it is accepted."""
    alone = settings().replace('legal_channel = "C0LEGAL"\n', "")
    alone = alone.replace('desk_channel = "C0DESKYOKOHAMA"', 'desk_channel = "C0LEGAL"')
    with_hq = alone.replace("U0OGAWA", "U0HRONE")
    async with story(tmp_path, settings_text=with_hq):
        pass
    (tmp_path / "alone").mkdir()
    text = without_hq(alone).replace('"C0LEGAL"', '"C0ALONE"')
    with pytest.raises(SettingsError, match=r"yokohama.*1 who can decide"):
        async with story(tmp_path / "alone", settings_text=text, lonely="C0ALONE"):
            pass
