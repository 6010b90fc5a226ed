"""Every screen there is, each in every state that looks different."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import UUID

from flows.case import Alarm, Ending, State
from flows.desk.view_states import (
    AlarmOverState,
    CardState,
    Correction,
    FreedState,
    Missed,
    MissedBy,
    OwnCaseState,
    PageState,
    PassedOnState,
    PublicChannelState,
    Quoted,
    RecordLine,
    RecordState,
    ReleasedState,
    ReliefPageState,
    Said,
    Standing,
    TalkRequestState,
    UndeliveredState,
)
from flows.errors import Reason
from flows.evidence import EvidenceFile, FileState, Why
from flows.report.private_receipt import Pressed
from flows.report.shared_states import SharedFormState, SharedReceiptState
from flows.report.view_states import (
    AdviceState,
    AlarmAdviceState,
    BeginState,
    Choice,
    EndedState,
    FinishedState,
    FormState,
    HeadState,
    NobodyYetState,
    NotKeptState,
    NudgeState,
    Phase,
    QuestionState,
    ReceiptState,
    ReliefReceiptState,
    ReliefUnansweredState,
    Taken,
    TakenState,
    TalkFormState,
    TalkReceiptState,
    Told,
    Unfinished,
    WordsKeptState,
)
from flows.triage import (
    Answers,
    Bilingual,
    Determination,
    Flow,
    Kind,
    Otherwise,
    Proposal,
    Thresholds,
    decide,
    load_flow,
)
from flows.triage.cards import Card
from flows.unkept import UnkeptState
from handlers.blocks import Modal
from handlers.texts import Text
from handlers.views import (
    advice,
    alarm_advice,
    alarm_over,
    apology,
    begin,
    desk_card,
    ended,
    finished,
    freed,
    nobody_yet,
    not_kept,
    notice,
    nudge,
    own_case,
    page,
    passed_on,
    public_channel,
    question,
    question_form,
    receipt,
    record,
    released,
    relief_page,
    relief_receipt,
    relief_unanswered,
    report_head,
    shared_form,
    shared_receipt,
    taken,
    talk_form,
    talk_receipt,
    talk_request,
    undelivered,
    unkept,
    words_kept,
)
from handlers.views import (
    help as help_view,
)
from handlers.views.rendered import Rendered

CASE = UUID("00000000-0000-4000-8000-000000000042")
OTHER_CASE = UUID("00000000-0000-4000-8000-000000000041")
NUMBER = "K-2026-0042"
REPORTER, AFFECTED, CHIEF, DEPUTY = "U0STAFF1", "U0STAFF2", "U0SUP1", "U0SUP2"
PEOPLE = frozenset({REPORTER, AFFECTED, CHIEF, DEPUTY})
AT = datetime(2026, 11, 21, 5, 5, tzinfo=UTC)
ZONE = "Asia/Tokyo"

Shown = TypeVar("Shown")
Screen = Callable[[Text], Rendered | Modal]


@cache
def shipped_flow() -> Flow:
    return load_flow()


def answers(words: str = "ばかか") -> Answers:
    return Answers(
        danger="none",
        actor="tenant",
        scene="phone",
        acts=("insult", "long_contact"),
        words=words,
        occurred_at=AT,
        repeats=3,
        longest_minutes=40,
        wishes=("change_of_person", "none"),
    )


def proposal() -> Proposal:
    return decide(shipped_flow(), answers(), thresholds=Thresholds())


def asked(question_id: str, phase: Phase = Phase.OPEN, text: str = "新宿店") -> QuestionState:
    found = shipped_flow().question(question_id)
    return QuestionState(
        case=CASE,
        question=found,
        phase=phase,
        answers=Answers() if phase in {Phase.OPEN, Phase.POSTPONED} else answers(text),
        choices=branches(text, 3) if found.kind is Kind.BRANCH else (),
    )


def branches(text: str, count: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"branch-{number}", f"{text}{number}") for number in range(count))


def head(phase: Phase = Phase.OPEN, **changes: Any) -> HeadState:
    fresh = HeadState(
        case=CASE,
        question=asked("danger", phase),
        number=None,
        told=(),
        for_other=False,
        for_self_again=False,
        quiet_row=phase is Phase.OPEN,
        may_cancel=True,
        ending=None,
    )
    return replace(fresh, **changes)


def card(text: str = "新宿店", **changes: Any) -> CardState:
    usual = CardState(
        case=CASE,
        number=NUMBER,
        state=State.REPORTED,
        branch_name=text,
        reporter=REPORTER,
        reporter_name=None,
        affected=None,
        affected_name=None,
        for_other=False,
        told_at=AT,
        answers=answers(text),
        happened=tuple(
            RecordLine(shipped_flow().question(asked), given)
            for asked, given in (("actor", ("tenant",)), ("acts", ("insult", "long_contact")))
        ),
        proposal=proposal(),
        alarm=None,
        hindered=True,
        wishes=("change_of_person",),
        unknown=tuple(q for q in shipped_flow().questions if q.id in {"words", "occurred_at"}),
        provisional=True,
        evidence_count=2,
        mentions=(),
        taken_by=None,
        taken_at=None,
        ending=None,
        moved=False,
        for_hq=False,
        timezone=ZONE,
    )
    return replace(usual, **changes)


def missed(times: int) -> tuple[Missed, ...]:
    each = (
        Missed(MissedBy.REPORTER, None, "user_disabled"),
        Missed(MissedBy.PERSON, CHIEF, "messages_tab_disabled"),
        Missed(MissedBy.CHANNEL, "C0DESKSHINJUKU", "is_archived"),
    )
    return each * times


def corrections(text: str) -> tuple[Correction, ...]:
    words, said = shipped_flow().question("words"), Answers().with_answer("words", text)
    branch = shipped_flow().question("branch")
    return (
        Correction(words, AT, Answers(), said),
        Correction(branch, AT, Answers(), Answers()),
    )


def paged(text: str = "新宿店", **changes: Any) -> PageState:
    usual = PageState(
        case=CASE,
        number=NUMBER,
        branch_name=text,
        branch_phone="03-0000-0000",
        reporter=REPORTER,
        reporter_name=None,
        affected=None,
        affected_name=None,
        for_other=False,
        danger=True,
        alarm_place="shop",
        ended_how=None,
        ended_at=None,
        wider=False,
        mentions=(CHIEF, DEPUTY),
        taken_by=None,
        ending=None,
        may_take=True,
        timezone=ZONE,
    )
    return replace(usual, **changes)


def alarm_state(text: str = "新宿店", **changes: Any) -> AlarmAdviceState:
    usual = AlarmAdviceState(
        case=CASE,
        told=(Told(text, hq=False), Told(None, hq=True)),
        phones=((text, "03-0000-0000"),),
        on_call=(CHIEF, DEPUTY),
        ringing=True,
        ended_how=None,
        taken_by=None,
    )
    return replace(usual, **changes)


def evidence_file(text: str, number: int = 1) -> EvidenceFile:
    """Return one of the files of a case; each next one fared differently."""
    states = (FileState.KEPT, FileState.WAITING, FileState.TOO_LARGE, FileState.UNAVAILABLE)
    state = states[(number - 1) % len(states)]
    why = list(Why)[number % len(Why)] if state is FileState.UNAVAILABLE else None
    return EvidenceFile(
        number, UUID(int=number), AT, "F1", "", text, "image/jpeg", 10, state, "ab", why
    )


def recorded(text: str = "ばかか、担当を替えろ", many: int = 2) -> RecordState:
    given = answers(text).to_document()
    lines = tuple(
        RecordLine(q, tuple(str(given.get(key, text)) for key in q.answer_ids))
        for q in shipped_flow().questions
    )
    return RecordState(
        card=card(text),
        lines=lines * (1 + many // 3),
        words=(Said(AT, text, Standing.FORMER), Said(AT, text, Standing.REWRITTEN)) * many,
        quoted=(Quoted(REPORTER, AT, text),) * many,
        files=tuple(evidence_file(text, number) for number in range(1, many + 1)),
        customer=(("property", text), ("room", text), ("name", text), ("phone", text)),
        corrections=corrections(text) * (many - 1),
        otherwise=(Otherwise(shipped_flow().changes[0].sentence, Determination.KASUHARA),),
    )


@lru_cache(maxsize=4)
def every_screen(text: str = "新宿店") -> dict[str, Screen]:
    """Name and screen, with `text` wherever a person may have typed something."""
    first = (_questions, _forms, _beginnings, _reporter, _who_was_told, _endings)
    parts = (*first, _shared_account, _private, _desk)
    return dict([screen for part in parts for screen in part(text)])


def _questions(text: str) -> Iterator[tuple[str, Screen]]:
    for found in shipped_flow().questions:
        for phase in Phase:
            state = asked(found.id, phase, text)
            full = replace(
                state,
                mention=REPORTER,
                to_go=2,
                tells=found.id in {"acts", "tell"},
                offer_hq=True,
                branch_told_at=AT,
                internal_contact=text,
                may_postpone=True,
                answers=answers(text),
                given=text if found.id in {"branch", "affected"} else None,
            )
            for name, one in (("", state), (" full", full)):
                yield f"question {found.id} {phase}{name}", _made(question.view, one)
    colleague = replace(asked("affected", Phase.ANSWERED), named=REPORTER)
    yield "question affected named", _made(question.view, colleague)
    for opened in ("danger", "acts", "words", "customer"):
        may_keep = replace(asked(opened), may_keep=True, to_go=5, desk_knows=True)
        yield f"question {opened} to be kept", _made(question.view, may_keep)
    for unsure in ("affected", "words", "customer"):
        not_known = replace(asked(unsure, Phase.ANSWERED), not_known=True)
        yield f"question {unsure} not known", _made(question.view, not_known)
    ticked = replace(asked("acts"), ticked=("insult",))
    yield "question acts ticked", _made(question.view, ticked)
    many = replace(asked("branch"), choices=branches(text, 130))
    yield "question branch of many", _made(question.view, many)
    verbs = replace(asked("branch"), choices=(Choice("open", text), Choice("done", text)))
    yield "question branch with our words", _made(question.view, verbs)
    elsewhere = replace(asked("place"), for_other=True)
    yield "question place for somebody", _made(question.view, elsewhere)
    knows = replace(asked("pass_on"), desk_knows=True, was_in_danger=True)
    yield "question pass_on, the desk knows", _made(question.view, knows)
    for asked_for, pressed in (("tell", "desk"), ("tell", "hq"), ("pass_on", "myself")):
        done = replace(asked(asked_for, Phase.ANSWERED), pressed=pressed)
        yield f"question {asked_for} pressed {pressed}", _made(question.view, done)
    for kept_question in ("acts", "tell", "wishes"):
        for phase in (Phase.OPEN, Phase.ANSWERED):
            kept = replace(
                asked(kept_question, phase),
                tells=kept_question != "wishes",
                kept=True,
                branch_told_at=AT,
            )
            yield f"question {kept_question} {phase} kept", _made(question.view, kept)
    fixed = replace(asked("actor", Phase.ANSWERED), may_change=False)
    yield "question fixed", _made(question.view, fixed)


def _forms(text: str) -> Iterator[tuple[str, Screen]]:
    known = tuple((field, text) for field in ("property", "room", "name", "phone"))
    for found in shipped_flow().questions:
        if found.kind in {Kind.FORM, Kind.WORDS, Kind.PERSON}:
            empty = FormState(CASE, found, Answers())
            yield f"form {found.id}", _made(question_form.view, empty)
            filled = FormState(CASE, found, answers(text), known)
            yield f"form {found.id} filled", _made(question_form.view, filled)
    first = tuple(shipped_flow().question(q) for q in ("danger", "actor", "scene", "acts", "words"))
    for count in (0, 2, 130):
        state = SharedFormState(CASE, first, branches(text, count), contact_told=count > 0)
        yield f"shared form {count}", _made(shared_form.view, state)
    people = tuple(
        Choice(f"U0P{number}", text, ("desk", "hq", "hr")[number % 3]) for number in range(330)
    )
    for count in (0, 1, 5, 330):
        talk = TalkFormState(CASE, people[:count])
        yield f"talk form {count}", _made(talk_form.view, talk)
    twice = TalkFormState(CASE, (Choice(CHIEF, text, "desk"), Choice(CHIEF, text, "hq")))
    yield "talk form twice", _made(talk_form.view, twice)


def _beginnings(text: str) -> Iterator[tuple[str, Screen]]:
    yield "head fresh", _made(report_head.view, head())
    yield "head answered", _made(report_head.view, head(Phase.ANSWERED))
    desk = (Told(text, hq=False),)
    told = head(Phase.ANSWERED, number=NUMBER, for_other=True, told=desk)
    yield "head told", _made(report_head.view, told)
    yield "head unreached", _made(report_head.view, replace(told, unreached=True))
    yield "head with a message", _made(report_head.view, head(quoted=1))
    over = head(Phase.ENDED, number=NUMBER, may_cancel=False, ending=Ending.WITHDRAWN)
    relieved = head(only_relief=True, relief_asked=True)
    yield "head, only relief", _made(report_head.view, relieved)
    off = replace(relieved, relief_asked=False)
    yield "head, only relief, called off", _made(report_head.view, off)
    yield "head over", _made(report_head.view, over)
    yield "head for other", _made(report_head.view, head(for_other=True))
    again = head(Phase.ANSWERED, for_self_again=True)
    yield "head for self again", _made(report_head.view, again)
    danger = shipped_flow().question("danger")
    begins = BeginState(CASE, danger)
    second = replace(begins, unfinished=Unfinished(OTHER_CASE, AT, None))
    for name, beginning in {
        "begin": begins,
        "begin second": second,
        "begin second, told": replace(begins, unfinished=Unfinished(OTHER_CASE, AT, NUMBER)),
        "begin second with a message": replace(second, quoted=True),
    }.items():
        yield name, _made(begin.view, beginning)
        yield f"help, and {name}", _made(help_view.view, beginning)
    yield "begin shared", _made(begin.view, replace(begins, shared_account=True))
    for name, receiving in {
        "past": ReceiptState(CASE, "none", ("危険はない", "No danger")),
        "alarm": ReceiptState(
            *(CASE, "now", ("いま危ない", "In danger now")),
            alarm=alarm_state(text),
            private=False,
        ),
        "alarm over": ReceiptState(
            CASE, "now", None, alarm=alarm_state(text, ringing=False, ended_how="safe")
        ),
        "bare": ReceiptState(CASE, None, None),
        "left behind": ReceiptState(
            CASE, "none", ("危険はない", "No danger"), pressed=Pressed.LEFT_BEHIND
        ),
        "over": ReceiptState(CASE, "none", None, pressed=Pressed.LEFT_BEHIND, over=True),
        "gone on": ReceiptState(CASE, "now", None, pressed=Pressed.GONE_ON),
    }.items():
        yield f"receipt {name}", _made(receipt.view, receiving)


def _reporter(text: str) -> Iterator[tuple[str, Screen]]:
    yield "alarm", _made(alarm_advice.view, alarm_state(text))
    everybody = tuple(f"U0CALL{number}" for number in range(40))
    many = tuple(Told(f"{text}{number}", hq=False) for number in range(40))
    yield "alarm told to many", _made(alarm_advice.view, alarm_state(told=many, on_call=everybody))
    bare = alarm_state(told=(), phones=(), on_call=())
    yield "alarm bare", _made(alarm_advice.view, bare)
    missed = alarm_state(told=(), missed=(Told(text, hq=False),))
    yield "alarm missed", _made(alarm_advice.view, missed)
    several = alarm_state(phones=((text, "03-0000-0000"),) * 3, for_other=True)
    yield "alarm for somebody, of several branches", _made(alarm_advice.view, several)
    yield "alarm taken", _made(alarm_advice.view, alarm_state(text, taken_by=CHIEF))
    for how in ("safe", "mistake"):
        state = alarm_state(ringing=False, ended_how=how)
        yield f"alarm {how}", _made(alarm_advice.view, state)
    slip = alarm_state(ringing=False, ended_how="mistake", again=shipped_flow().question("danger"))
    yield "alarm mistake, asked again", _made(alarm_advice.view, slip)
    nobody = NobodyYetState(CASE, text, ("hq", "desks"))
    yield "nobody yet", _made(nobody_yet.view, nobody)
    yield "nobody yet bare", _made(nobody_yet.view, NobodyYetState(CASE, None, ()))
    for over in (False, True):
        answered = NobodyYetState(CASE, text, ("hq",), waiting=False, over=over)
        yield f"nobody yet answered {over}", _made(nobody_yet.view, answered)
    alone = NobodyYetState(CASE, None, (), waiting=False)
    yield "nobody yet answered, no wider circle", _made(nobody_yet.view, alone)
    moved = TakenState(CASE, None, moved_to=(Told(text, hq=False),))
    yield "taken, moved", _made(taken.view, moved)
    for what in Taken:
        yield f"taken {what}", _made(taken.view, TakenState(CASE, CHIEF, what))
        gone = TakenState(CASE, None, what, left=what is Taken.CASE)
        yield f"left {what}", _made(taken.view, gone)
    for told_, after in ((False, False), (True, False), (True, True)):
        yield f"nudge {told_} {after}", _made(nudge.view, NudgeState(CASE, told_, after))
    unanswered = NudgeState(CASE, True, True, ringing=True, phone=text)
    yield "nudge, ringing", _made(nudge.view, unanswered)
    yield "nudge, somebody comes", _made(nudge.view, replace(unanswered, taken_by=CHIEF))
    for rings in (False, True):
        gone_on = NudgeState(CASE, True, rings, ringing=rings, gone_on=True)
        yield f"nudge gone on {rings}", _made(nudge.view, gone_on)
    for words, files, messages in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (2, 3, 1)):
        state_ = WordsKeptState(CASE, words, files, messages)
        yield f"words kept {words} {files} {messages}", _made(words_kept.view, state_)
    for ending in (*Ending, None):
        for number in (NUMBER, None):
            late = NotKeptState(OTHER_CASE, ending, number)
            yield f"not kept {ending} {number}", _made(not_kept.view, late)
    yield "finished", _made(finished.view, FinishedState(CASE, NUMBER, ()))
    put_off = FinishedState(CASE, NUMBER, shipped_flow().questions)
    yield "finished with some put off", _made(finished.view, put_off)
    ended_ = replace(put_off, postponed=(), may_withdraw=False)
    yield "finished and over", _made(finished.view, ended_)
    yield "finished before more", _made(finished.view, replace(put_off, gone_on=True))


def _endings(text: str) -> Iterator[tuple[str, Screen]]:
    desk = (Told(text, hq=False),)
    for ending in Ending:
        for desk_knows, contact in ((True, text), (False, None)):
            end = EndedState(CASE, ending, NUMBER, contact, desk if desk_knows else (), desk_knows)
            yield f"ended {ending} {desk_knows}", _made(ended.view, end)
            danger = replace(end, was_in_danger=True)
            yield f"ended {ending} {desk_knows} after danger", _made(ended.view, danger)
    for knew in (True, False):
        back = EndedState(CASE, None, None, text, told=(), contact_told=knew)
        yield f"ended taken back {knew}", _made(ended.view, back)
    rings = EndedState(CASE, Ending.WITHDRAWN, NUMBER, None, told=desk, ringing=True)
    yield "ended withdrawn, ringing", _made(ended.view, rings)
    passed = replace(rings, ending=Ending.PASSED_ON)
    yield "ended passed on, ringing", _made(ended.view, passed)
    yield "ended, somebody comes", _made(ended.view, replace(rings, taken_by=CHIEF))
    talk = TalkReceiptState(CHIEF, True, text, text, reported=False)
    yield "talk receipt", _made(talk_receipt.view, talk)
    unnamed = TalkReceiptState(CHIEF, False, None, None, reported=True)
    yield "talk receipt unnamed", _made(talk_receipt.view, unnamed)


def _who_was_told(text: str) -> Iterator[tuple[str, Screen]]:
    desk, called = (Told(text, hq=False),), (Told(None, hq=False, person=CHIEF),)
    lines = tuple(Bilingual(text, text) for _ in range(4))
    cards = tuple(
        Card(f"card-{n}", Bilingual(text, text), lines, None, None, urgent=False) for n in range(5)
    )
    advised = AdviceState(CASE, NUMBER, desk, cards, more_questions=True)
    yield "advice", _made(advice.view, advised)
    late = replace(advised, told=(Told(None, hq=True),), branch_told_at=AT)
    yield "advice kept late", _made(advice.view, late)
    yield "advice with relief", _made(advice.view, replace(advised, relief=desk))
    yield "advice for another", _made(advice.view, replace(advised, for_other=True))
    plain = replace(advised, cards=(), more_questions=False)
    for name, one in {
        "plain": plain,
        "HQ instead": replace(plain, told=(Told(None, hq=True),), missed=desk),
        "in person": replace(plain, told=called, missed=desk, phone=text),
        "late": replace(plain, told=(), awaited=desk, phone=text),
        "nobody": replace(plain, told=(), missed=desk),
        "nobody, phone": replace(plain, told=(), missed=desk, phone=text),
    }.items():
        yield f"advice {name}", _made(advice.view, one)
    relief = ReliefReceiptState(CASE, desk, text, CHIEF, mention=REPORTER)
    yield "relief receipt", _made(relief_receipt.view, relief)
    elsewhere = ReliefReceiptState(CASE, called, text, None, missed=desk)
    yield "relief receipt missed", _made(relief_receipt.view, elsewhere)
    yield "relief receipt, reported", _made(relief_receipt.view, replace(relief, reported=True))
    for name, waits in {
        "usual": ReliefUnansweredState(CASE, (Told(None, hq=True),), text, None),
        "bare": ReliefUnansweredState(CASE, (), None, None),
        "taken": ReliefUnansweredState(CASE, called, text, CHIEF),
    }.items():
        yield f"relief unanswered {name}", _made(relief_unanswered.view, waits)
    alone = ReliefReceiptState(CASE, (), None, None)
    yield "relief receipt bare", _made(relief_receipt.view, alone)
    yield "relief receipt ended", _made(relief_receipt.view, replace(alone, ended=True))
    off = ReliefUnansweredState(CASE, called, text, None, over=True)
    yield "relief unanswered over", _made(relief_unanswered.view, off)


def shared(text: str = "新宿店", number: str | None = NUMBER, **changes: Any) -> SharedReceiptState:
    lines = tuple(Bilingual(text, text) for _ in range(4))
    cards = (Card("card", Bilingual(text, text), lines, None, None, urgent=False),)
    usual = SharedReceiptState(
        CASE,
        number,
        shipped_flow().question("danger"),
        advice=AdviceState(CASE, number, (Told(text, hq=False),), cards, more_questions=False),
        phones=((text, "03-0000-0000"),),
    )
    return replace(usual, **changes)


def _shared_account(text: str) -> Iterator[tuple[str, Screen]]:
    place = shipped_flow().question("place")
    ringing = shared(text, advice=None, alarm=alarm_state(text), place=place, may_fill=True)
    over = alarm_state(ringing=False, ended_how="mistake")
    passed_on = EndedState(CASE, Ending.PASSED_ON, NUMBER, text, told=())
    states = {
        "told": shared(text),
        "taken": shared(text, taken_by=CHIEF),
        "no phone": shared(text, phones=()),
        "danger": ringing,
        "danger, no branch": replace(ringing, alarm=alarm_state(phones=())),
        "nobody": replace(ringing, nobody=NobodyYetState(CASE, text, ("hq",)), place=None),
        "mistake": shared(text, advice=None, alarm=over, may_fill=True),
        "passed on, danger": replace(ringing, ended=passed_on, place=None),
        "passed on, safe": shared(text, advice=None, alarm=over, ended=passed_on, phones=()),
    }
    for name, state in states.items():
        yield f"shared {name}", _made(shared_receipt.view, state)
    ahead = {
        "told": shared(text, None),
        "late": shared(text, None, follows=False),
        "danger": replace(ringing, number=None, alarm=alarm_state(text, told=())),
        "danger, late": replace(ringing, number=None, follows=False),
        "passed on": shared(text, None, advice=None, ended=passed_on, phones=()),
        "passed on to a channel": shared(
            text, None, advice=None, ended=replace(passed_on, contact_told=True), phones=()
        ),
        "passed on after danger": shared(
            text,
            None,
            advice=None,
            ended=replace(passed_on, contact_told=True, was_in_danger=True),
            phones=(),
        ),
    }
    for name, state in ahead.items():
        yield f"shared sent {name}", _made(shared_receipt.sent, replace(state, ahead=True))


def _private(text: str) -> Iterator[tuple[str, Screen]]:
    yield "apology", _made(apology.view, text)
    yield "help", _made(help_view.view, None)
    yield "unkept", _made(unkept.view, UnkeptState("ja", ((text, "03-0000-0000"),)))
    yield "unkept, nobody to ring", _made(unkept.view, UnkeptState(None, ()))
    for reason in Reason:
        yield f"notice {reason}", _made(notice.view, reason)
    told = (Told(text, hq=False), Told(None, hq=True))
    for name, own in {
        "taken": OwnCaseState(CHIEF, told, reports=True),
        "untaken": OwnCaseState(None, told, reports=False),
        "over": OwnCaseState(None, (), reports=False),
    }.items():
        yield f"own case {name}", _made(own_case.view, own)


def _desk(text: str) -> Iterator[tuple[str, Screen]]:
    ringing = Alarm(AT)
    cards = {
        "usual": card(text),
        "bare": card(
            branch_name=None,
            reporter=None,
            proposal=None,
            hindered=False,
            wishes=(),
            unknown=(),
            provisional=False,
            evidence_count=0,
        ),
        "typed names": card(text, reporter=None, reporter_name=text, affected=text),
        "affected": card(text, affected=AFFECTED, unknown=shipped_flow().questions),
        "ringing": card(
            text, alarm=ringing, mentions=(CHIEF, DEPUTY), rung=(text, "森"), proposal=None
        ),
        "ringing, nobody on call": card(
            text, alarm=replace(ringing, place="visit", place_words=(text,))
        ),
        "ringing, somebody comes": card(
            text, alarm=replace(ringing, taken_by=CHIEF), branch_phone=text
        ),
        "ringing, somebody comes, taken": card(
            text, alarm=replace(ringing, taken_by=CHIEF), taken_by=DEPUTY, taken_at=AT
        ),
        "ringing anew, taken before": card(text, alarm=ringing, taken_by=DEPUTY, taken_at=AT),
        "safe": card(text, alarm=replace(ringing, ended_at=AT, ended_how="safe")),
        "safe, somebody came": card(
            text, alarm=replace(ringing, ended_at=AT, ended_how="safe", taken_by=CHIEF)
        ),
        "mistake": card(text, alarm=replace(ringing, ended_at=AT, ended_how="mistake")),
        "mistake, nothing known": card(
            text,
            answers=Answers(),
            happened=(),
            alarm=replace(ringing, ended_at=AT, ended_how="mistake"),
        ),
        "withdrawn, ringing": card(
            text, alarm=ringing, ending=Ending.WITHDRAWN, state=State.WITHDRAWN
        ),
        "ringing, for somebody": card(text, alarm=ringing, for_other=True),
        "taken": card(text, taken_by=CHIEF, taken_at=AT, state=State.ACKNOWLEDGED),
        "closed": card(text, state=State.CLOSED),
        "passed on, ringing": card(text, alarm=ringing, ending=Ending.PASSED_ON),
        "passed on, ringing, taken": card(
            text, alarm=replace(ringing, taken_by=CHIEF), ending=Ending.PASSED_ON
        ),
        "moved": card(text, moved=True),
        "withheld": card(text, withheld=True),
        "withheld, ringing": card(text, withheld=True, alarm=ringing),
        "instead": card(text, instead=True),
        "missed": card(text, missed=missed(1)),
        "missed by many": card(text, missed=missed(10)),
        "at HQ": card(text, for_hq=True, kept=True, wishes=("keep_from_branch", "talk_first")),
        "at HQ, late": card(text, for_hq=True, kept=True, branch_told_at=AT),
    }
    for ending in Ending:
        cards[f"ended {ending}"] = card(text, ending=ending, state=State.WITHDRAWN)
    for name, state in cards.items():
        yield f"card {name}", _made(desk_card.view, state)
    pages = {
        "danger": paged(text),
        "wider": paged(text, wider=True, branch_phone=None, mentions=()),
        "grave": paged(
            text,
            danger=False,
            may_take=False,
            alarm_place=None,
            desks=(Told(text, hq=False), Told(None, hq=True)),
        ),
        "grave, at the desk": paged(text, danger=False, alarm_place=None),
        "grave, withheld": paged(text, danger=False, may_take=False, withheld=True),
        "grave, taken": paged(
            text, danger=False, may_take=False, alarm_place=None, taken_by=CHIEF, may_open=True
        ),
        "unknown": paged(branch_name=None, branch_phone=None, reporter=None, reporter_name=text),
        "taken": paged(text, taken_by=CHIEF, may_take=False, may_open=True),
        "for somebody": paged(text, for_other=True),
        "for somebody known": paged(text, for_other=True, affected=AFFECTED),
        "for somebody typed in": paged(text, for_other=True, affected_name=text),
        "safe": paged(
            text, ended_how="safe", ended_at=AT, taken_by=CHIEF, may_take=False, may_open=True
        ),
        "mistake": paged(text, ended_how="mistake", ended_at=AT),
        "safe, for the one who came": paged(
            text, ended_how="safe", ended_at=AT, taken_by=CHIEF, may_take=False, hears=True
        ),
        "withdrawn": paged(text, ending=Ending.WITHDRAWN),
        "withdrawn, safe": paged(
            text, ending=Ending.WITHDRAWN, ended_how="safe", ended_at=AT, may_take=False
        ),
        "grave, withdrawn": paged(text, danger=False, ending=Ending.WITHDRAWN, may_take=False),
        "passed on": paged(text, ending=Ending.PASSED_ON),
        "passed on, safe": paged(text, ending=Ending.PASSED_ON, ended_how="safe", ended_at=AT),
        "moved": paged(text, moved=True, may_take=False),
    }
    for name, page_state in pages.items():
        yield f"page {name}", _made(page.view, page_state)
    for name, released_ in {
        "moved": ReleasedState(NUMBER, None, moved=True),
        "withdrawn": ReleasedState(NUMBER, Ending.WITHDRAWN, moved=False),
        "withdrawn, ringing": ReleasedState(NUMBER, Ending.WITHDRAWN, moved=False, ringing=True),
        "passed on": ReleasedState(NUMBER, Ending.PASSED_ON, moved=False),
        "back": ReleasedState(NUMBER, None, moved=False),
    }.items():
        yield f"released {name}", _made(released.view, released_)
    for name, freed_ in {
        "usual": FreedState(CASE, NUMBER, free=True, mentions=(CHIEF, DEPUTY)),
        "in person": FreedState(CASE, NUMBER, free=True),
        "taken": FreedState(CASE, NUMBER, free=False, taken_by=CHIEF),
        "over": FreedState(CASE, NUMBER, free=False),
        "after a slip": FreedState(CASE, NUMBER, free=True, mentions=(CHIEF,), after_slip=True),
    }.items():
        yield f"freed {name}", _made(freed.view, freed_)
    for how in ("safe", "mistake"):
        over = AlarmOverState(NUMBER, how, AT, ZONE)
        yield f"alarm over {how}", _made(alarm_over.view, over)
    for by in (None, CHIEF):
        relief = ReliefPageState(CASE, text, REPORTER, "counter", by, (CHIEF, DEPUTY))
        yield f"relief page {by}", _made(relief_page.view, relief)
        yield f"relief page {by}, ended", _made(relief_page.view, replace(relief, ended=True))
    gone = ReliefPageState(CASE, None, None, None, None)
    yield "relief page moved", _made(relief_page.view, gone)
    for stands, danger in ((True, False), (True, True), (False, False)):
        known = PassedOnState(stands, REPORTER if stands else None, None, danger, (CHIEF,))
        yield f"passed on {stands} {danger}", _made(passed_on.view, known)
    typed_in = PassedOnState(stands=True, reporter=None, reporter_name=text, danger=False)
    yield "passed on typed name", _made(passed_on.view, typed_in)
    yield "talk request", _made(talk_request.view, TalkRequestState(REPORTER))
    yield "talk request unnamed", _made(talk_request.view, TalkRequestState(None))
    lost = UndeliveredState(tuple((one, 3) for one in missed(30)), (NUMBER,) * 20)
    yield "undelivered", _made(undelivered.view, lost)
    yield "undelivered no more", _made(undelivered.view, UndeliveredState((), ()))
    for still in (True, False):
        public = PublicChannelState("C0DESKSHINJUKU", still=still)
        yield f"public channel {still}", _made(public_channel.view, public)
    yield "record", _made(record.view, recorded(text))
    yield "record long", _made(record.view, recorded(text, many=50))
    bare = RecordState(card(proposal=None), (), (), (), (), (), (), ())
    yield "record bare", _made(record.view, bare)


def _made(view: Callable[[Shown, Text], Rendered | Modal], state: Shown) -> Screen:
    return lambda t: view(state, t)
