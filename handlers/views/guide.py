"""The guide: a card that reads in ten seconds, and the list from which another is chosen."""

from collections.abc import Sequence
from itertools import groupby

from flows.guide.entries import LADDER, entries, key_of
from flows.guide.find_cards import Entry
from flows.guide.guide import Card, Guide, Ladder, Lines, Step, Validity, Way, Words
from flows.guide.look_up import GuideState
from flows.guide.studies import Study
from handlers.blocks import (
    Block,
    Element,
    Modal,
    actions,
    button,
    context,
    header,
    modal,
    option,
    section,
    select,
)
from handlers.mrkdwn import typed
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import determination, flow_text

_KINDS = {
    Card: "guide-cards",
    Ladder: "guide-steps",
    Validity: "guide-validity",
    Study: "guide-studies",
}
_LINE = 200
_STORY = 600
_WAYS = {Way.COUNTER: "guide-at-the-counter", Way.PHONE: "guide-on-the-phone"}


def found(guide: Guide, fitting: Sequence[Entry], *, sought: bool, t: Text) -> Rendered:
    """Answer a search with what fits best; with the list alone where nothing was sought."""
    if fitting:
        best = fitting[0]
        read = button(t("guide-read"), "guide.read", key_of(best))
        return Rendered(t("guide-notify"), [*_short(best, t), _offer(guide, t, best, read)])
    asked = t("guide-nothing") if sought else t("guide-choose")
    return Rendered(t("guide-notify"), [section(asked), _offer(guide, t)])


def view(state: GuideState, t: Text) -> Modal:
    """Show one entry; below it, whatever else there is."""
    blocks = [*_entry(state.entry, state.guide, t), _offer(state.guide, t, state.entry)]
    return modal("guide", t("guide-title"), blocks, close=t("form-close"))


def _offer(guide: Guide, t: Text, shown: Entry | None = None, *first: Element) -> Block:
    kinds = groupby(entries(guide), key=type)
    groups = [
        (t(_KINDS[kind]), [option(flow_text(one.title, t), key_of(one)) for one in some])
        for kind, some in kinds
    ]
    ladder = button(flow_text(guide.ladder.title, t), "guide.ladder", LADDER)
    beside = [] if isinstance(shown, Ladder) else [ladder]
    return actions([*first, *beside, select("guide.choose", t("guide-others"), groups)])


def _short(entry: Entry, t: Text) -> list[Block]:
    """What is needed first, in the middle of a call: the words, and what to do."""
    title = header(flow_text(entry.title, t))
    match entry:
        case Card():
            words, do = _said("guide-say", entry.say, t), _listed("guide-do", entry.do, t)
            return [title, section(words), section(do)]
        case Validity():
            words = _said("guide-say", entry.say, t)
            return [title, section(_listed("guide-check", entry.check, t)), section(words)]
        case Ladder():
            numbered = enumerate(entry.steps, 1)
            steps = [
                _step_title(n, step, next(iter(step.ways.values())), t) for n, step in numbered
            ]
            return [title, section(f"*{flow_text(entry.note, t)}*"), section("\n".join(steps))]
        case Study():
            return [title, section(flow_text(entry.happened, t, _STORY)), _outcome(entry, t)]


def _entry(entry: Entry, guide: Guide, t: Text) -> list[Block]:
    match entry:
        case Card():
            return _card(entry, t)
        case Validity():
            return _validity(entry, guide, t)
        case Ladder():
            return _ladder(entry, t)
        case Study():
            return _study(entry, t)


def _card(card: Card, t: Text) -> list[Block]:
    return [
        header(flow_text(card.title, t)),
        context(flow_text(card.applies, t)),
        section(_said("guide-say", card.say, t)),
        section(_listed("guide-do", card.do, t)),
        section(_listed("guide-avoid", card.avoid, t)),
        section(f"{t('guide-stop')}\n{flow_text(card.stop, t)}"),
        section(_listed("guide-call", card.call, t)),
        context(t("guide-source", source=flow_text(card.source, t))),
    ]


def _validity(one: Validity, guide: Guide, t: Text) -> list[Block]:
    counsel = [context(t("guide-counsel"))] if one.counsel else []
    return [
        header(flow_text(one.title, t)),
        context(flow_text(one.why, t)),
        section(_listed("guide-check", one.check, t)),
        section(_said("guide-say", one.say, t)),
        section(f"{t('guide-by-when')}\n{flow_text(one.by_when, t)}"),
        *counsel,
        context(flow_text(guide.validity_note, t)),
        context(t("guide-source", source=flow_text(one.source, t))),
    ]


def _ladder(ladder: Ladder, t: Text) -> list[Block]:
    return [
        header(flow_text(ladder.title, t)),
        section(f"*{flow_text(ladder.note, t)}*"),
        *(block for n, step in enumerate(ladder.steps, 1) for block in _step(n, step, t)),
        context(flow_text(ladder.record, t)),
        context(t("guide-source", source=flow_text(ladder.source, t))),
    ]


def _study(study: Study, t: Text) -> list[Block]:
    now = "\n".join(
        [t("guide-do"), *(t("guide-line", line=flow_text(one, t)) for one in study.now)]
    )
    return [
        header(flow_text(study.title, t)),
        context(flow_text(study.theme, t)),
        section(flow_text(study.happened, t, _STORY)),
        _outcome(study, t),
        section(now),
        section(f"{t('guide-otherwise')}\n{flow_text(study.otherwise.sentence, t)}"),
        context(t("guide-rule", sentence=flow_text(study.shows, t))),
        context(t("guide-source", source=flow_text(study.source, t))),
    ]


def _outcome(study: Study, t: Text) -> Block:
    is_what = t("guide-outcome", outcome=determination(study.determination, t))
    return section(f"{is_what}\n{flow_text(study.reason, t)}")


def _step(number: int, step: Step, t: Text) -> list[Block]:
    """Show a step; where the counter and the phone differ, one after the other."""
    ways = list(step.ways.items())
    is_same = len(set(step.ways.values())) == 1
    shown: list[Block] = []
    for way, words in ways[:1] if is_same else ways:
        title = _step_title(number, step, words, t)
        where = [] if is_same else [t(_WAYS[way])]
        shown.append(section("\n".join([title, *where, *_words(words, t)])))
    return shown


def _step_title(number: int, step: Step, words: Words, t: Text) -> str:
    often = {"least": step.at_least, "most": step.at_most}
    times = t("guide-times", **often) if step.at_most > 1 else ""
    return t("guide-step", number=number, title=flow_text(words.title, t), times=times)


def _words(words: Words, t: Text) -> list[str]:
    return [
        flow_text(words.purpose, t),
        *(f">{line}" for line in _lines(words.say, t)),
        *(t("guide-line", line=line) for line in _lines(words.do, t)),
    ]


def _said(title: str, lines: Lines, t: Text) -> str:
    return "\n".join([t(title), *(f">{line}" for line in _lines(lines, t))])


def _listed(title: str, lines: Lines, t: Text) -> str:
    return "\n".join([t(title), *(t("guide-line", line=line) for line in _lines(lines, t))])


def _lines(lines: Lines, t: Text) -> Sequence[str]:
    return [typed(line, _LINE) for line in lines.in_(t.language)]
