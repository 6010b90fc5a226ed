"""Changing one's mind, going on later, and what is dropped into the thread."""

from datetime import timedelta

from flows.timeline import Entry, EntryKind
from flows.triage import Determination
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MANAGER, MORI, SATO, World, readable


async def timeline(world: World) -> list[Entry]:
    """Return the one case's timeline."""
    case = await world.only_case()
    async with world.bot.office.store.read(world.bot.workspace) as work:
        return list(await work.timeline.of(case.id))


async def test_changing_an_answer_keeps_the_original_and_judges_anew(world: World) -> None:
    """The tenant becomes an owner: the question is edited, both answers are in the timeline."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.back.actor")
    assert sato.offered("triage.actor.owner")
    await sato.press("triage.actor.owner")
    case = await world.only_case()
    assert case.answers.actor == "owner"
    entries = await timeline(world)
    given = [
        e.content["given"] for e in entries if e.content and e.content.get("question") == "actor"
    ]
    assert given == [{"actor": "tenant"}, {"actor": "owner"}]
    assert [e.kind for e in entries].count(EntryKind.CORRECTED) == 1


async def test_a_graver_correction_reaches_the_card(world: World) -> None:
    """Ticking one more act runs the proposal again and edits the card, not the thread."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.back.acts")
    await sato.tick("triage.acts", "threat")
    await sato.press("triage.acts.done")
    case = await world.only_case()
    assert case.proposal is not None
    assert case.proposal.determination is Determination.KASUHARA
    assert case.proposal.severity == "S4"
    assert len([m for m in mori.messages(DESK) if not m.is_reply]) == 1
    assert "害の予告" in readable(mori.messages(DESK)[0])


async def test_the_gravest_case_tells_the_manager_directly(world: World) -> None:
    """Violence that is over pages no alarm, but the manager knows at once."""
    sato, manager = world.somebody(SATO), world.somebody("U0MANAGER")
    await sato.command("report")
    for action in ("triage.danger.past", "triage.actor.tenant", "triage.scene.counter"):
        await sato.press(action)
    await sato.tick("triage.acts", "assault")
    await sato.press("triage.acts.done")
    assert manager.reads("K-2026-0001")


async def test_words_typed_in_the_thread_are_kept_as_spoken(world: World) -> None:
    """Plain typing answers the question of the words; more of it is added."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("「お前では話にならない」", thread=sato.thread())
    await sato.say("四十分続いた", thread=sato.thread())
    case = await world.only_case()
    assert case.answers.words == "「お前では話にならない」\n四十分続いた"
    assert sato.reads("受け取りました")


async def test_words_that_answer_the_open_question_are_confirmed_once(world: World) -> None:
    """The question shows them; nothing else says so."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    assert [text for text in sato.sees(sato.dm) if "馬鹿と言われた" in text and "変える" in text]
    assert not sato.reads("受け取りました")


async def test_five_lines_typed_quickly_are_confirmed_in_one_line(world: World) -> None:
    """What is no answer to an open question has a light sign, edited in place."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    thread = sato.thread()
    for line in "一二三四五":
        await world.slack.person(SATO).say(sato.dm, f"{line}行目", thread_ts=thread)
    await world.settle()
    case = await world.only_case()
    assert case.answers.words == "一行目\n二行目\n三行目\n四行目\n五行目"
    (sign,) = [text for text in sato.sees(sato.dm) if "受け取りました" in text]
    assert "5 件" in sign


async def test_signs_typed_in_the_thread_are_kept_as_typed(world: World) -> None:
    """Slack delivers `& < >` as entities; the record keeps and shows what was typed."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("「A&B <至急>」と書かれた", thread=sato.thread())
    case = await world.only_case()
    assert case.answers.words == "「A&B <至急>」と書かれた"


async def test_words_beside_the_thread_are_not_lost(world: World) -> None:
    """On a phone people answer beside the thread: while a report is open it is theirs."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("馬鹿と言われました")
    case = await world.only_case()
    assert case.answers.words == "馬鹿と言われました"


async def test_a_voice_clip_in_the_thread_is_evidence(world: World) -> None:
    """The card counts it; its name stands in the record only."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.drop("通話録音.m4a", "audio/mp4", sato.thread())
    case = await world.only_case()
    assert case.evidence_count == 1
    assert not mori.reads("通話録音", DESK)
    await mori.press("case.record")
    assert mori.modal is not None
    assert "通話録音.m4a" in readable(mori.modal)


async def test_the_customers_name_is_typed_in_a_form_and_stays_out_of_slack(
    world: World,
) -> None:
    """Property, room and name are in the record's modal, in no message anywhere."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    while not sato.offered("triage.customer.open"):
        await sato.press("triage.later")
    await sato.press("triage.customer.open")
    await sato.submit({"property": "架空ハイツ", "room": "203", "name": "架空田 太郎"})
    for channel in world.slack.workspace.channels:
        for user in world.slack.workspace.users:
            if not world.slack.workspace.users[user].is_bot:
                assert not world.somebody(user).reads("架空田", channel)
    await mori.press("case.record")
    assert mori.modal is not None
    assert "架空田 太郎" in readable(mori.modal)


async def test_a_form_answered_elsewhere_meanwhile_is_not_lost(world: World) -> None:
    """What was filled in counts, although the question was answered while the form was open."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    while not sato.offered("triage.customer.open"):
        await sato.press("triage.later")
    await sato.press("triage.customer.open")
    await sato.press("triage.customer.unknown")  # on another device
    await sato.submit({"property": "架空ハイツ", "room": "203", "name": "架空田 太郎"})
    await mori.press("case.record")
    assert mori.modal is not None
    assert "架空田 太郎" in readable(mori.modal)


async def test_an_empty_form_takes_no_answer_away(world: World) -> None:
    """A form that was left empty says nothing against what was answered meanwhile."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    while not sato.offered("triage.customer.open"):
        await sato.press("triage.later")
    await sato.press("triage.customer.open")
    first = sato.modal
    assert first is not None
    await sato.submit({"name": "架空田 太郎"})
    before = len(await timeline(world))
    await world.bot.entrance.take(
        {
            "type": "view_submission",
            "team": {"id": world.bot.workspace},
            "user": {"id": SATO},
            "view": {**first.content, "id": "V0LATE", "hash": "1", "state": {"values": {}}},
        }
    )
    await world.settle()
    assert len(await timeline(world)) == before


async def test_whoever_took_it_is_called_when_it_becomes_the_gravest(world: World) -> None:
    """The card is only edited; a page says what happened, to the manager as well."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await mori.press("case.take")
    rung = len(mori.phone)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.past")
    await sato.press("triage.past_event.announced_harm")
    assert len(mori.phone) > rung
    for person in (mori, world.somebody(MANAGER)):
        page = next(text for text in person.sees(person.dm) if "重大な言動の報告" in text)
        assert "侮辱" in page


async def test_what_is_not_known_stays_unknown_to_the_desk(world: World) -> None:
    """わからない is no answer to keep; a form with nothing in it is none at all."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.words.unknown")
    await sato.press("triage.occurred_at.open")
    assert await sato.submit({}) != {}
    await sato.press("triage.occurred_at.unknown")
    (card,) = mori.sees(DESK)
    unknown = next(line for line in card.splitlines() if "まだ分からないこと" in line)
    assert "言われた言葉" in unknown
    assert "日時" in unknown


async def test_effects_on_health_reach_the_desk_only_as_a_hindrance(world: World) -> None:
    """What was answered is in no card, no record and no timeline entry."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    while not sato.offered("triage.impact.done"):
        await sato.press("triage.later")
    await sato.tick("triage.impact", "severe_health")
    await sato.press("triage.impact.done")
    assert mori.reads("支障あり", DESK)
    await mori.press("case.record")
    assert mori.modal is not None
    assert "健康" not in readable(mori.modal)
    assert "体調" not in readable(mori.modal)
    assert not any("severe_health" in str(e.content) for e in await timeline(world))


async def test_later_puts_a_question_off_and_it_can_be_opened_again(world: World) -> None:
    """あとで asks the next one; the postponed one keeps a button."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.later")
    assert sato.offered("triage.back.words")
    await sato.press("triage.back.words")
    await sato.press("triage.words.open")
    await sato.submit({"words": "二度と来るなと言われた"})
    case = await world.only_case()
    assert case.answers.words == "二度と来るなと言われた"


async def test_words_typed_while_the_form_is_open_stay(world: World) -> None:
    """The form opened before them adds to them; opened to change them, it changes only those."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.words.open")
    await sato.say("馬鹿と言われた", thread=sato.thread())
    await sato.submit({"words": "担当を替えろ"})
    assert (await world.only_case()).answers.words == "馬鹿と言われた\n担当を替えろ"
    await sato.press("triage.back.words")
    await sato.press("triage.words.open")
    await sato.say("二度と来るな", thread=sato.thread())
    await sato.submit({"words": "ばかと言われた\n担当を替えろ"})
    case = await world.only_case()
    assert case.answers.words == "ばかと言われた\n担当を替えろ\n二度と来るな"


async def test_the_record_tells_rewritten_words_from_the_former(world: World) -> None:
    """The form says that it rewrites; the desk reads what was said before and after."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    await sato.press("triage.back.words")
    assert sato.reads("このスレッドに書くと、書き足しになります")
    await sato.press("triage.words.open")
    await sato.submit({"words": "ばかやろうと言われた"})
    await mori.press("case.record")
    assert mori.modal is not None
    read = readable(mori.modal)
    after, before = read.index("*訂正後*"), read.index("*訂正前*")
    assert after < read.index("ばかやろうと言われた") < before < read.index("馬鹿と言われた")


async def test_words_added_in_the_form_are_no_correction(world: World) -> None:
    """What stood there stays as it was said; only what was added is said now."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    await sato.press("triage.back.words")
    await sato.press("triage.words.open")
    await sato.submit({"words": "馬鹿と言われた\n担当を替えろ"})
    await mori.press("case.record")
    assert mori.modal is not None
    read = readable(mori.modal)
    assert "訂正" not in read
    assert read.count("馬鹿と言われた") == 1
    assert "担当を替えろ" in read


async def test_an_answered_question_is_not_asked_again_after_a_day(world: World) -> None:
    """Leave and come back tomorrow: the same open question still takes its answer."""
    sato = world.somebody(SATO)
    await sato.command("report")
    await sato.press("triage.danger.none")
    await sato.press("triage.actor.tenant")
    world.clock.move(timedelta(days=1))
    await world.settle()
    await sato.press("triage.scene.phone")
    assert sato.offered("triage.acts.done")


async def test_every_question_can_be_answered_to_the_end(world: World) -> None:
    """Answering with the first choice everywhere ends with the summary, nothing left open."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.say("馬鹿と言われた", thread=sato.thread())
    for _ in range(30):
        message = next((m for m in reversed(sato.messages(sato.dm)) if _open(m)), None)
        if message is None:
            break
        action = _open(message)
        assert action is not None
        await sato.press(action, on=message)
    case = await world.only_case()
    assert case.finished_at is not None
    assert sato.reads("質問はここまで")


def _open(message: object) -> str | None:
    """Return the quickest answer to an open question: a choice, done, or later."""
    ids = [
        element["action_id"]
        for block in message.blocks  # type: ignore[attr-defined]
        for element in block.get("elements", ())
        if element.get("type") == "button"
    ]
    answers = [i for i in ids if i.startswith("triage.") and len(i.split(".")) == 3]
    answers = [i for i in answers if not i.endswith(".open") and ".back." not in i]
    return next(iter(answers), "triage.later" if "triage.later" in ids else None)
