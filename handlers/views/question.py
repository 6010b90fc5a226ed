"""One question in the reporter's thread, before and after it was answered."""

import re
from collections.abc import Callable

from flows.alarm.whereabouts import PLACE
from flows.case import Contact
from flows.report.view_states import Choice, Phase, QuestionState
from flows.triage import Kind
from handlers.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    fits_input,
    section,
    select,
    users_select,
)
from handlers.mrkdwn import mention
from handlers.texts import Text
from handlers.views.answered import answer_text
from handlers.views.choices import (
    answer_button,
    chosen_from,
    more_select,
    tick_groups,
    values_of,
)
from handlers.views.quiet import change_button, finish_button, keep_button, later_button
from handlers.views.rendered import Rendered
from handlers.views.wording import contact_line, flow_text, kept_late, short_name

_BUTTONS = 5  # as many branches can be pressed at once; more are picked from a list
_ASIDE = {
    Phase.MOVED: "question-moved",
    Phase.WAITING: "question-waiting",
    Phase.DROPPED: "question-dropped",
}
_PRESSABLE = re.compile(r"(?!(?:open|done)$)[\w-]{1,100}", re.ASCII)  # fits an action id


def view(state: QuestionState, t: Text) -> Rendered:
    """Ask, or show what was answered."""
    urgent = state.question.id == PLACE and state.phase is Phase.OPEN
    notice = "report-notify-alarm" if urgent else "report-notify-question"
    return Rendered(t(notice), question_blocks(state, t))


def question_blocks(state: QuestionState, t: Text) -> list[Block]:
    """Return the question as it stands in its phase."""
    text = _text(state, t)
    if (aside := _ASIDE.get(state.phase)) is not None:
        return [context(t(aside, question=short_name(state.question, t)))]
    match state.phase:
        case Phase.OPEN:
            return _open(state, text, t)
        case Phase.ANSWERED:
            change = change_button(state.case, state.question.id, t)
            answer = _not_known(state, t) or answer_text(state, t) or t("question-none-chosen")
            answered = section(f"{text}\n{answer}", change if state.may_change else None)
            return [answered, *_what_the_branch_knows(state, t), *_care(state, t)]
        case Phase.POSTPONED:
            reopen = button(
                t("question-answer-now"), f"triage.back.{state.question.id}", state.case
            )
            postponed = f"{text}\n{t('question-postponed')}"
            return [section(postponed, reopen if state.may_change else None)]
        case _:
            if answer := answer_text(state, t):
                return [section(f"{text}\n{answer}")]
            return [context(t("question-unanswered", question=text))]


def _text(state: QuestionState, t: Text) -> str:
    """The question's words; whoever presses for somebody else may not be there.

    Where somebody was in danger is told in the words of that moment only while it lasts.
    """
    if state.question.id == PLACE and not state.may_change:
        return short_name(state.question, t)
    if state.question.id == PLACE and state.for_other:
        return t("question-place-other")
    return flow_text(state.question.text, t)


def _not_known(state: QuestionState, t: Text) -> str | None:
    return f"*{t('question-not-known')}*" if state.not_known else None


def _open(state: QuestionState, text: str, t: Text) -> list[Block]:
    asked = f"*{text}*"
    shown = [section(f"{mention(state.mention)} {asked}" if state.mention else asked)]
    if hint := _hint(state, t):
        shown.append(context(hint))
    shown += _what_the_branch_knows(state, t)
    shown += _CONTROLS[state.question.kind](state, t)
    if state.to_go is not None:
        left = "question-to-go" if state.desk_knows else "question-until-told"
        shown.append(context(t(left, count=state.to_go)))
    return shown


def _hint(state: QuestionState, t: Text) -> str | None:
    """The question's own, unless it says that a desk is not told that knows already."""
    if state.question.id == "pass_on" and state.desk_knows:
        return t("question-desk-knows")
    return flow_text(state.question.hint, t) if state.question.hint is not None else None


def _one(state: QuestionState, t: Text) -> list[Block]:
    row = [*_answers(state, t), *_whom(state, t), *_later(state, t)]
    return [*_contact(state, t), *_rows(row)]


def _contact(state: QuestionState, t: Text) -> list[Block]:
    """Whom a colleague's matter goes to, and what the contact would read."""
    if state.question.id != "pass_on":
        return []
    shown = [section(contact_line(state.internal_contact, t))]
    if any(one.id == Contact.TOLD for one in state.question.options):
        danger = "question-contact-danger" if state.was_in_danger else "question-contact"
        shown.append(context(t(danger)))
    return shown


def _whom(state: QuestionState, t: Text) -> list[Element]:
    """The other desk that could be told."""
    value = f"{state.case}/{state.question.id}"
    if state.tells and state.offer_hq:
        return [button(t("question-hq"), "triage.wishes.keep_from_branch", value)]
    return []


def _what_the_branch_knows(state: QuestionState, t: Text) -> list[Block]:
    """What is so of the branch, where an answer is about what it is to know."""
    if state.question.id != "wishes" or state.branch_told_at is None:
        return []
    if state.kept:
        return [context(kept_late(state.branch_told_at, state.timezone, t))]
    if state.phase is not Phase.OPEN:
        return []
    return [context(t("wishes-branch-told", at=t.moment(state.branch_told_at, state.timezone)))]


def _care(state: QuestionState, t: Text) -> list[Block]:
    """Nobody is left alone with how they are. Said to all, so that it gives no answer away."""
    return [context(t("question-care"))] if state.question.id == "impact" else []


def _many(state: QuestionState, t: Text) -> list[Block]:
    question = state.question
    done = button(_done(state, t), f"triage.{question.id}.done", state.case, "primary")
    row = [done, *_whom(state, t), *_later(state, t)]
    chosen = values_of(question.id, state.answers) if state.ticked is None else state.ticked
    return [*tick_groups(question, chosen, t), actions(row)]


def _done(state: QuestionState, t: Text) -> str:
    return t("question-tell" if state.tells else "question-done")


def _form(state: QuestionState, t: Text) -> list[Block]:
    return _rows(
        [
            _opening(state, t("question-open-form")),
            _unsure(state, t),
            *_later(state, t),
        ]
    )


def _words(state: QuestionState, t: Text) -> list[Block]:
    unsure = [] if state.answers.words else [_unsure(state, t)]
    row = [_opening(state, t("question-open-words")), *unsure, *_later(state, t)]
    can_change = state.answers.words and fits_input(state.answers.words)
    hint = "question-words-change" if can_change else "question-words-hint"
    return [context(t(hint)), *_rows(row)]


def _branch(state: QuestionState, t: Text) -> list[Block]:
    name = f"triage.{state.question.id}"
    values = {choice.value for choice in state.choices}
    if len(state.choices) > _BUTTONS or not all(map(_PRESSABLE.fullmatch, values)):
        listed = select(name, t("question-choose"), chosen_from(state.choices, {}))
        return _rows([listed, _unsure(state, t), *_later(state, t)])
    pressed = [button(_of(one, t), f"{name}.{one.value}", state.case) for one in state.choices]
    return _rows([*pressed, _unsure(state, t), *_later(state, t)])


def _of(branch: Choice, t: Text) -> str:
    """A branch by its name, and by its legal entity where there are several to choose from."""
    if branch.group is None:
        return branch.label
    return t("question-branch-of", branch=branch.label, entity=branch.group)


def _person(state: QuestionState, t: Text) -> list[Block]:
    listed = users_select(f"triage.{state.question.id}", t("question-choose-person"))
    typed_in = button(t("question-open-name"), f"triage.{state.question.id}.open", state.case)
    return _rows([listed, typed_in, _unsure(state, t), *_later(state, t)])


_CONTROLS: dict[Kind, Callable[[QuestionState, Text], list[Block]]] = {
    Kind.ONE: _one,
    Kind.MANY: _many,
    Kind.FORM: _form,
    Kind.WORDS: _words,
    Kind.BRANCH: _branch,
    Kind.PERSON: _person,
}


def _answers(state: QuestionState, t: Text) -> list[Element]:
    usual = [one for one in state.question.options if not one.more]
    pressed = [answer_button(state.question, one, state.case, t) for one in usual]
    more = more_select(state.question, state.answers, t)
    return pressed if more is None else [*pressed, more]


def _opening(state: QuestionState, label: str) -> Element:
    return button(label, f"triage.{state.question.id}.open", state.case, "primary")


def _unsure(state: QuestionState, t: Text) -> Element:
    return button(t("question-not-known"), f"triage.{state.question.id}.unknown", state.case)


def _later(state: QuestionState, t: Text) -> list[Element]:
    if state.may_keep:
        return [keep_button(state.case, state.question.id, t)]
    later = [later_button(state.case, state.question.id, t)] if state.may_postpone else []
    return [*later, finish_button(state.case, t)] if state.may_finish else later


def _rows(row: list[Element]) -> list[Block]:
    return [actions(row)] if row else []
