"""The record in its modal, for those with the right to it."""

from collections.abc import Iterable, Sequence

from flows.desk.view_states import Correction, Quoted, RecordLine, RecordState
from flows.evidence import EvidenceFile, FileState, Why
from flows.triage import Answers, Element, Proposal, Question
from handlers.blocks import SECTION_TEXT, Block, Modal, context, divider, modal, section
from handlers.mrkdwn import fits, quote, size, typed
from handlers.texts import Text
from handlers.views.answered import field_text, option_labels
from handlers.views.choices import values_of
from handlers.views.desk_card import card_body, card_title
from handlers.views.wording import flow_text, listed, name, person, short_name

_QUOTE = 1500
_REASONS = 8
_VALUE = 300
_SHORT = 100

# As many sections as each part may take: together they stay below a modal's hundred blocks.
_ANSWER_SECTIONS = 15
_WORD_SECTIONS = 30
_QUOTED_SECTIONS = 20
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
        blocks += [divider(), *_proposal(state.card.proposal, t)]
    zone = state.card.timezone
    answers = (_answer(line, state, t) for line in state.lines)
    words = (f"{t.moment(at, zone)}\n{_quote(text, t)}" for at, text in state.words)
    quoted = (f"{_whose(one, zone, t)}\n{_quote(one.text, t)}" for one in state.quoted)
    files = (_file(file, t) for file in state.files)
    blocks += _part(t("record-answers"), answers, len(state.lines), _ANSWER_SECTIONS, t)
    blocks += _part(t("record-words"), words, len(state.words), _WORD_SECTIONS, t)
    blocks += _part(t("record-quoted"), quoted, len(state.quoted), _QUOTED_SECTIONS, t)
    blocks += _part(t("record-files"), files, len(state.files), _FILE_SECTIONS, t)
    blocks += _customer(state.customer, t)
    corrections = (_correction(one, zone, t) for one in state.corrections)
    blocks += _part(
        t("record-corrections"), corrections, len(state.corrections), _CORRECTION_SECTIONS, t
    )
    blocks.append(context(t("record-read")))
    return modal(
        "case.record", t("record-title"), blocks, close=t("form-close"), case=state.card.case
    )


def _proposal(proposal: Proposal, t: Text) -> list[Block]:
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
    return [section("\n".join([t("record-proposal"), *of_law, *why])), context(version)]


def _correction(one: Correction, zone: str, t: Text) -> str:
    question, at = short_name(one.question, t), t.moment(one.at, zone)
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


def _answer(line: RecordLine, state: RecordState, t: Text) -> str:
    question = line.question
    asked = f"*{flow_text(question.text, t)}*"
    if question.fields:
        given = [
            t("question-figure", label=flow_text(field.label, t), value=value)
            for field in question.fields
            if (value := field_text(field, state.card.answers, t, state.card.timezone))
        ]
        return "\n".join([asked, *given])
    labels = option_labels(question, t)
    values = [labels.get(value) or typed(value, _VALUE) for value in line.values]
    return f"{asked}\n{listed(values, t)}"


def _whose(one: Quoted, zone: str, t: Text) -> str:
    at = t.moment(one.written_at, zone)
    return t("record-quoted-by", who=person(one.author), at=at) if one.author else at


def _file(file: EvidenceFile, t: Text) -> str:
    became = _REASON[file.why] if file.why else _STATE[file.state]
    return t("record-file", name=name(file.name), became=t(became))


def _quote(text: str, t: Text) -> str:
    shown = quote(text, _QUOTE)
    return shown if fits(text, _QUOTE) else f"{shown}\n{t('record-shortened')}"


def _part(title: str, entries: Iterable[str], count: int, sections: int, t: Text) -> list[Block]:
    """Return a part under its title; several short entries share a section.

    Entries are made one by one, and no more of them than are shown.
    """
    if not count:
        return []
    packed, room, shown = [[f"*{title}*"]], SECTION_TEXT - size(title) - 2, 0
    for entry in entries:
        needed = size(entry) + 1
        if needed > room:
            if len(packed) == sections:
                break
            packed.append([])
            room = SECTION_TEXT
        packed[-1].append(entry)
        room -= needed
        shown += 1
    more = [context(t("record-more", count=count - shown))] if shown < count else []
    return [divider(), *(section("\n".join(lines)) for lines in packed), *more]


def _customer(customer: Sequence[tuple[str, str]], t: Text) -> list[Block]:
    if not customer:
        return []
    lines = [
        t("question-figure", label=t(_CUSTOMER[field]), value=typed(text, _VALUE))
        for field, text in customer
    ]
    return [divider(), section("\n".join([f"*{t('record-customer')}*", *lines]))]
