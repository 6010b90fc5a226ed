"""Changing one's mind, going on later, and what is dropped into the thread."""

from flows.timeline import Entry, EntryKind
from flows.triage import Determination
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, MANAGER, MORI, SATO, Somebody, World, readable


async def timeline(world: World) -> list[Entry]:
    """Return the one case's timeline."""
    case = await world.only_case()
    async with world.bot.office.store.read(world.bot.workspace) as work:
        return list(await work.timeline.of(case.id))


async def record_of(world: World) -> str:
    """Open the record as the desk does, and return everything readable in it."""
    mori = world.somebody(MORI)
    await mori.press("case.record")
    assert mori.modal is not None
    return readable(mori.modal)


async def put_off_to(person: Somebody, action_id: str) -> None:
    """Put questions off until one can be answered with this."""
    while not person.offered(action_id):
        await person.press("triage.later")


async def test_changing_an_answer_keeps_the_original_and_judges_anew(world: World) -> None:
    """The question is edited; one more act is judged, and edits the card."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.back.actor")
    await sato.press("triage.actor.owner")
    case = await world.only_case()
    assert case.answers.actor == "owner"
    entries = await timeline(world)
    given = [
        e.content["given"] for e in entries if e.content and e.content.get("question") == "actor"
    ]
    assert given == [{"actor": "tenant"}, {"actor": "owner"}]
    assert [e.kind for e in entries].count(EntryKind.CORRECTED) == 1
    await sato.press("triage.back.acts")
    await sato.tick("triage.acts", "threat")
    await sato.press("triage.acts.done")
    proposal = (await world.only_case()).proposal
    assert proposal is not None
    assert (proposal.determination, proposal.severity) == (Determination.KASUHARA, "S4")
    (card, page) = (m for m in mori.messages(DESK) if not m.is_reply)
    assert "害の予告" in readable(card)
    assert "害の予告" in readable(page)


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
        assert "K-2026-0001" in page


async def test_the_desk_is_called_when_what_nobody_took_becomes_the_gravest(world: World) -> None:
    """Who read it as light has no reason to look again; the page says what it is, and is taken."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    rung = len(mori.phone)
    await sato.press("triage.back.danger")
    await sato.press("triage.danger.past")
    await sato.press("triage.past_event.injury")
    assert len(mori.phone) == rung + 1
    assert not any(word in mori.phone[-1] for word in ("けが", "侮辱"))
    page = next(m for m in mori.messages(DESK) if "重大な言動の報告" in readable(m))
    assert "けがをした・つかまれた" in readable(page)
    await mori.press("case.take", on=page)
    assert (await world.only_case()).taken_by == MORI
    page = next(m for m in mori.messages(DESK) if "重大な言動の報告" in readable(m))
    assert f"<@{MORI}>* が受け持ちました" in readable(page)


async def test_words_typed_in_the_thread_are_kept_as_spoken(world: World) -> None:
    """The first answer the question; more is added, with one light sign, edited in place."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    thread = sato.thread()
    first = "「A&B <至急>」と書かれた"  # Slack delivers these signs as entities
    await sato.say(first, thread=thread)
    assert [text for text in sato.sees(sato.dm) if "と書かれた" in text and "変える" in text]
    assert not sato.reads("受け取りました")
    for line in "二三四":
        await world.slack.person(SATO).say(sato.dm, f"{line}行目", thread_ts=thread)
    await world.settle()
    await sato.say("スレッドの外で五行目")  # on a phone people answer there
    case = await world.only_case()
    assert case.answers.words == f"{first}\n二行目\n三行目\n四行目\nスレッドの外で五行目"
    (sign,) = [text for text in sato.sees(sato.dm) if "受け取りました" in text]
    assert "5 件" in sign


async def test_what_is_dropped_or_filled_in_stands_in_the_record_alone(world: World) -> None:
    """A voice clip is counted on the card; the customer's name is in no message anywhere.

    What was filled in counts, although the question was answered elsewhere meanwhile; an empty
    form takes nothing away.
    """
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.drop("通話録音.m4a", "audio/mp4", sato.thread())
    assert (await world.only_case()).evidence_count == 1
    await put_off_to(sato, "triage.customer.open")
    await sato.press("triage.customer.open")
    form = sato.modal
    assert form is not None
    await sato.press("triage.customer.unknown")  # on another device
    await sato.submit({"property": "架空ハイツ", "room": "203", "name": "架空田 太郎"})
    before = len(await timeline(world))
    await world.bot.entrance.take(
        {
            "type": "view_submission",
            "team": {"id": world.bot.workspace},
            "user": {"id": SATO},
            "view": {**form.content, "id": "V0LATE", "hash": "1", "state": {"values": {}}},
        }
    )
    await world.settle()
    assert len(await timeline(world)) == before
    people = [user.id for user in world.slack.workspace.users.values() if not user.is_bot]
    for channel in world.slack.workspace.channels:
        for user in people:
            assert not world.somebody(user).reads("架空田", channel)
    assert not world.somebody(MORI).reads("通話録音", DESK)
    read = await record_of(world)
    assert "架空田 太郎" in read
    assert "通話録音.m4a" in read


async def test_what_is_put_off_not_known_or_about_health(world: World) -> None:
    """あとで keeps a button; わからない stays unknown to the desk; health is but a hindrance."""
    await report_an_insulting_call(world)
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.press("triage.later")
    await sato.press("triage.back.words")
    await sato.press("triage.words.unknown")
    await sato.press("triage.occurred_at.open")
    assert await sato.submit({}) != {}  # a form with nothing in it is no answer
    await sato.press("triage.occurred_at.unknown")
    (card,) = mori.sees(DESK)
    unknown = next(line for line in card.splitlines() if "まだ分からないこと" in line)
    assert "言われた言葉" in unknown
    assert "日時" in unknown
    await put_off_to(sato, "triage.impact.done")
    await sato.tick("triage.impact", "severe_health")
    await sato.press("triage.impact.done")
    assert mori.reads("支障あり", DESK)
    read = await record_of(world)
    assert "健康" not in read
    assert "体調" not in read
    assert not any("severe_health" in str(e.content) for e in await timeline(world))


async def test_words_typed_while_the_form_is_open_stay(world: World) -> None:
    """Opened before them it adds; what it adds corrects nothing; what it rewrites is told apart."""
    await report_an_insulting_call(world)
    sato = world.somebody(SATO)
    await sato.press("triage.words.open")
    await sato.say("馬鹿と言われた", thread=sato.thread())
    await sato.submit({"words": "担当を替えろ"})
    assert (await world.only_case()).answers.words == "馬鹿と言われた\n担当を替えろ"
    await sato.press("triage.back.words")
    assert sato.reads("このスレッドに書くと、書き足しになります")
    await sato.press("triage.words.open")
    await sato.submit({"words": "馬鹿と言われた\n担当を替えろ\n今すぐだ"})
    read = await record_of(world)
    assert "訂正" not in read
    assert read.count("馬鹿と言われた") == 1
    assert "今すぐだ" in read
    await sato.press("triage.back.words")
    await sato.press("triage.words.open")
    await sato.say("二度と来るな", thread=sato.thread())
    await sato.submit({"words": "ばかやろうと言われた\n担当を替えろ"})
    case = await world.only_case()
    assert case.answers.words == "ばかやろうと言われた\n担当を替えろ\n二度と来るな"
    read = await record_of(world)
    after, before = read.index("*訂正後*"), read.index("*訂正前*")
    assert after < read.index("ばかやろうと言われた") < before < read.index("馬鹿と言われた")


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
