"""The record in its modal, for those with the right to it."""

from collections.abc import Iterable, Sequence

from flows.alarm.whereabouts import PLACE
from flows.desk.view_states import (
    Correction,
    Quoted,
    RecordLine,
    RecordState,
    Said,
    Standing,
)
from flows.evidence import EvidenceFile, FileState, Why
from flows.triage import Answers, Element, Otherwise, Proposal, Question
from handlers.blocks import SECTION_TEXT, Block, Modal, context, divider, modal, section
from handlers.mrkdwn import quote_whole, size, typed
from handlers.texts import Text
from handlers.views.answered import field_text, option_labels
from handlers.views.choices import values_of
from handlers.views.desk_card import card_body, card_title
from handlers.views.wording import determination, flow_text, listed, name, person, short_name

_QUOTE = SECTION_TEXT - 100  # beside it stand its time and what it is
_REASONS = 8
_SKIPPED = 3  # so many that do not fit are passed over; the modal has to open within seconds
_VALUE = 300
_SHORT = 100

# As many sections as each part may take: together they stay below the bytes of a modal.
_ANSWER_SECTIONS = 15
_WORD_SECTIONS = 8
_QUOTED_SECTIONS = 4
_FILE_SECTIONS = 5
_CORRECTION_SECTIONS = 5

_CUSTOMER = {
    "property": "customer-property",
    "room": "customer-room",
    "name": "customer-name",
    "phone": "customer-phone",
}
_STATE = {
    FileState.WAITING: "file-waiting",
    FileState.KEPT: "file-kept",
    FileState.TOO_LARGE: "file-too-large",
    FileState.UNAVAILABLE: "file-unavailable",
}
_REASON = {
    Why.DELETED: "file-deleted",
    Why.ELSEWHERE: "file-elsewhere",
    Why.NOT_SHOWN: "file-not-shown",
    Why.FAILED: "file-unavailable",
}
_ELEMENT = {
    Element.MET: "element-met",
    Element.NOT_MET: "element-not-met",
    Element.UNCLEAR: "element-unclear",
}


def view(state: RecordState, t: Text) -> Modal:
    """Show everything that is kept, shortened where Slack must; the whole stays kept."""
    blocks = [card_title(state.card, t), *card_body(state.card, t)]
    if state.card.proposal is not None:
        blocks += [divider(), *_proposal(state.card.proposal, state.otherwise, t)]
    zone = state.card.timezone
    answers = (_answer(line, state, t) for line in state.lines)
    words = (_quotation(_said_at(one, zone, t), one.text) for one in reversed(state.words))
    quoted = (_quotation(_whose(one, zone, t), one.text) for one in reversed(state.quoted))
    files = ((_file(file, t),) for file in state.files)
    corrections = ((_correction(one, zone, t),) for one in reversed(state.corrections))
    for title, entries, count, sections in (
        ("record-answers", answers, len(state.lines), _ANSWER_SECTIONS),
        ("record-words", words, len(state.words), _WORD_SECTIONS),
        ("record-quoted", quoted, len(state.quoted), _QUOTED_SECTIONS),
        ("record-files", files, len(state.files), _FILE_SECTIONS),
    ):
        blocks += _part(t(title), entries, count, sections, state, t)
    blocks += _customer(state.customer, t)
    count, title = len(state.corrections), t("record-corrections")
    blocks += _part(title, corrections, count, _CORRECTION_SECTIONS, state, t)
    blocks.append(context(t("record-read")))
    return modal(
        "case.record", t("record-title"), blocks, close=t("form-close"), case=state.card.case
    )


def _proposal(proposal: Proposal, otherwise: Sequence[Otherwise], t: Text) -> list[Block]:
    elements = proposal.elements
    of_law = [
        t("record-element-by-customer", is_so=t(_ELEMENT[elements.by_customer])),
        t("record-element-beyond", is_so=t(_ELEMENT[elements.beyond_acceptable])),
        t("record-element-harms", is_so=t(_ELEMENT[elements.harms_work])),
    ]
    why = [
        t("record-reason", sentence=flow_text(one.sentence, t), source=flow_text(one.source, t))
        for one in proposal.because[:_REASONS]
    ]
    version = t("record-flow", version=proposal.flow_version, hash=proposal.flow_hash[:12])
    reasons = section("\n".join([t("record-proposal"), *of_law, *why]))
    instead = [
        t(
            "record-otherwise-line",
            sentence=flow_text(one.sentence, t),
            became=determination(one.determination, t),
        )
        for one in otherwise
    ]
    changes = [section("\n".join([t("record-otherwise"), *instead]))] if instead else []
    return [reasons, *changes, context(version)]


def _correction(one: Correction, zone: str, t: Text) -> str:
    question, at = short_name(one.question, t), t.moment(one.at, zone, dated=True)
    before, after = (_said(one.question, answers, zone, t) for answers in (one.before, one.after))
    if not (before or after):
        return t("record-corrected", question=question, at=at)
    unknown = t("question-not-known")
    return t(
        "record-correction",
        question=question,
        before=before or unknown,
        after=after or unknown,
        at=at,
    )


def _said(question: Question, answers: Answers, zone: str, t: Text) -> str:
    """Return an answer on one line, shortened."""
    labels = option_labels(question, t)
    if question.fields:
        texts = ((flow_text(f.label, t), field_text(f, answers, t, zone)) for f in question.fields)
        given = [t("question-figure", label=label, value=value) for label, value in texts if value]
    else:
        given = [labels.get(v) or typed(v, _SHORT) for v in values_of(question.id, answers)]
    return listed(given, t)


def _answer(line: RecordLine, state: RecordState, t: Text) -> tuple[str, ...]:
    """Return a question and its answer; what was typed of a place stands whole, below it."""
    question = line.question
    asked = f"*{flow_text(question.text, t)}*"
    if question.fields:
        given = [
            t("question-figure", label=flow_text(field.label, t), value=value)
            for field in question.fields
            if (value := field_text(field, state.card.answers, t, state.card.timezone))
        ]
        return ("\n".join([asked, *given]),)
    labels = option_labels(question, t)
    if question.id == PLACE:
        pressed = [labels[value] for value in line.values if value in labels]
        written = [value for value in line.values if value not in labels]
        pieces = [piece for text in written for piece in quote_whole(text, _QUOTE)]
        return ("\n".join([asked, *pressed]), *pieces)
    values = [labels.get(value) or typed(value, _VALUE) for value in line.values]
    return (f"{asked}\n{listed(values, t)}",)


def _whose(one: Quoted, zone: str, t: Text) -> str:
    at = t.moment(one.written_at, zone, dated=True)
    return t("record-quoted-by", who=person(one.author), at=at) if one.author else at


def _file(file: EvidenceFile, t: Text) -> str:
    became = _REASON[file.why] if file.why else _STATE[file.state]
    return t("record-file", name=name(file.name), became=t(became))


def _said_at(one: Said, zone: str, t: Text) -> str:
    at = t.moment(one.at, zone, dated=True)
    match one.standing:
        case Standing.FORMER:
            return t("record-words-former", at=at)
        case Standing.REWRITTEN:
            return t("record-words-rewritten", at=at)
        case Standing.AS_SAID:
            return at


def _quotation(heading: str, text: str) -> tuple[str, ...]:
    """Return what somebody wrote, whole: below its heading, in pieces where it is long."""
    first, *rest = quote_whole(text, _QUOTE)
    return (f"{heading}\n{first}", *rest)


def _part(
    title: str,
    entries: Iterable[Sequence[str]],
    count: int,
    sections: int,
    state: RecordState,
    t: Text,
) -> list[Block]:
    """Return a part under its title; several short pieces share a section.

    What does not fit in whole is left out for shorter ones to stand, unless it comes first:
    then it is shown as far as there is room. They are made one by one, and few in vain.
    """
    if not count:
        return []
    packed, room, shown = [[f"*{title}*"]], SECTION_TEXT - size(title) - 2, 0
    skipped = 0
    for entry in entries:
        longer, left = [[*lines] for lines in packed], room
        for piece in entry:
            if size(piece) + 1 > left:
                longer.append([])
                left = SECTION_TEXT
            longer[-1].append(piece)
            left -= size(piece) + 1
        if len(longer) > sections:
            if not shown and not skipped:
                packed, room = longer[:sections], 0
            skipped += 1
            if skipped > _SKIPPED:
                break
            continue
        packed, room, shown = longer, left, shown + 1
    left_out = t("record-more", count=count - shown, number=state.card.number)
    more = [context(left_out)] if shown < count else []
    return [divider(), *(section("\n".join(lines)) for lines in packed), *more]


def _customer(customer: Sequence[tuple[str, str]], t: Text) -> list[Block]:
    if not customer:
        return []
    lines = [
        t("question-figure", label=t(_CUSTOMER[field]), value=typed(text, _VALUE))
        for field, text in customer
    ]
    return [divider(), section("\n".join([f"*{t('record-customer')}*", *lines]))]
