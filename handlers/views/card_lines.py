"""The lines of the desk's card and of the record: outcome, people, what is still open."""

from collections.abc import Sequence

from flows.case import Alarm
from flows.desk.view_states import CardState, Missed, MissedBy, RecordLine
from handlers.mrkdwn import channel_link
from handlers.texts import Text
from handlers.views.answered import option_labels
from handlers.views.wording import (
    determination,
    flow_text,
    grave,
    listed,
    name,
    person,
    refusal,
    short_name,
    wishes,
)

_REASONS = 3
_UNKNOWN = 6
_MISSED = 5
_GAP = " / "
_ACTS = ("acts", "past_event")
_NO_EVIDENCE = frozenset({"none", "unknown"})

Who = tuple[str | None, str | None]
"""A Slack user, or a typed name."""


def outcome_lines(state: CardState, t: Text) -> list[str]:
    """How grave it is, what the bot proposes, and why; nothing of a mere slip of the finger."""
    if state.proposal is None:
        return [t("card-proposal-none")]
    only_alarm = _only_alarm(state)
    if only_alarm is not None and only_alarm.ended_how == "mistake":
        return []
    weight = t("card-grave", grave=grave(state.proposal, t))
    rings = state.alarm is not None and state.alarm.ringing
    urgent = t("card-urgent") + _GAP if state.proposal.urgent and rings else ""
    if only_alarm is not None:
        # Danger was declared and nothing else is known: a proposal would only be in the way.
        return [urgent + weight]
    reasons = state.proposal.because[:_REASONS]
    return [
        urgent + weight,
        t("card-proposal", what=determination(state.proposal.determination, t)),
        *(t("card-reason", sentence=flow_text(reason.sentence, t)) for reason in reasons),
    ]


def _only_alarm(state: CardState) -> Alarm | None:
    """Return the alarm where nothing else is known of the case."""
    return None if state.act_known or state.has_words else state.alarm


def happened_lines(happened: Sequence[RecordLine], t: Text) -> list[str]:
    """What happened, then who and where, in the words that were chosen."""
    said = {line.question.id: _chosen(line, t) for line in happened}
    acts = [said.pop(what) for what in _ACTS if what in said]
    around = _GAP.join(said.values())
    return [*(f"*{act}*" for act in acts), *([around] if around else [])]


def _chosen(line: RecordLine, t: Text) -> str:
    labels = option_labels(line.question, t)
    chosen = listed((labels.get(value) or name(value) for value in line.values), t)
    if line.values != ("unknown",):
        return chosen
    # By itself it would not say what is not known.
    return t("question-figure", label=name(short_name(line.question, t)), value=chosen)


def person_lines(state: CardState, t: Text) -> list[str]:
    """Who reports, who was affected, what they wish."""
    lines = concerned_lines(
        (state.reporter, state.reporter_name),
        (state.affected, state.affected_name),
        t,
        for_other=state.for_other,
    )
    if wished := wishes(state.wishes, t):
        lines.append(t("card-wishes", wishes=wished))
    return lines


def concerned_lines(reporter: Who, affected: Who, t: Text, *, for_other: bool) -> list[str]:
    """Who reports (neither by their own wish), and whom it happened to where that is another."""
    reports = _named(reporter)
    lines = [t("card-reporter", who=reports) if reports else t("card-reporter-kept")]
    if concerned := _named(affected):
        lines.append(t("card-affected", who=concerned))
    elif for_other and reports:
        lines.append(t("card-affected-unknown"))
    return lines


def _named(who: Who) -> str | None:
    user, typed_name = who
    if user:
        return person(user)
    return name(typed_name) if typed_name else None


def withdrawn_line(t: Text, *, ringing: bool) -> str:
    """It was withdrawn; while an alarm rings, that this does not end it."""
    return t("card-withdrawn-ringing") if ringing else t("card-withdrawn")


def passed_on_line(t: Text, *, ringing: bool) -> str:
    """It was passed on; while an alarm rings, that this does not end it."""
    return t("card-passed-on-ringing") if ringing else t("card-passed-on")


def unknown_lines(state: CardState, t: Text) -> list[str]:
    """What is still open; nothing while somebody is to be helped first, or after a slip."""
    alarm = _only_alarm(state)
    if not state.unknown or (alarm is not None and alarm.ended_how != "safe"):
        return []
    few = len(state.unknown) <= _UNKNOWN + 1  # the last one is named rather than counted
    shown = state.unknown if few else state.unknown[:_UNKNOWN]
    what = listed([flow_text(question.name, t) for question in shown], t)
    if few:
        return [t("card-unknown", what=what)]
    return [t("card-unknown-more", what=what, count=len(state.unknown) - _UNKNOWN)]


def missed_lines(state: CardState, t: Text) -> list[str]:
    """Who has not received something, why, and what to do instead."""
    if not state.missed:
        return []
    lines = [_missed_line(missed, t) for missed in state.missed[:_MISSED]]
    more = len(state.missed) - len(lines)
    return [t("card-missed"), *lines, *([t("card-missed-more", count=more)] if more else [])]


def _missed_line(missed: Missed, t: Text) -> str:
    why = refusal(missed.why, t)
    match missed.by, missed.ref:
        case MissedBy.CHANNEL, str(channel):
            return t("card-missed-channel", channel=channel_link(channel), why=why)
        case MissedBy.PERSON, str(user):
            return t("card-missed-person", who=person(user), why=why)
        case _:
            return t("card-missed-reporter", why=why)


def standing_line(state: CardState, t: Text) -> str:
    """Hindered or not, how much evidence, when it was told, whether it still fills in."""
    parts = [
        _kept(state, t) if state.for_hq and state.kept else None,
        t("card-hindered") if state.hindered else None,
        _evidence(state, t),
        t("card-told-at", at=t.moment(state.told_at, state.timezone)),
        t("card-provisional") if state.provisional else None,
    ]
    return _GAP.join(part for part in parts if part)


def _evidence(state: CardState, t: Text) -> str | None:
    """What there is by the reporter's word, and how much was handed in; nothing if not known."""
    count, line = state.evidence_count, state.evidence
    labels = option_labels(line.question, t) if line else {}
    values = line.values if line else ()
    there = listed((labels[v] for v in values if v in labels and v not in _NO_EVIDENCE), t)
    if there and count:
        return t("card-evidence-said-given", what=there, count=count)
    if there:
        return t("card-evidence-said", what=there)
    if count:
        return t("card-evidence", count=count)
    return t("card-no-evidence") if "none" in values else None


def _kept(state: CardState, t: Text) -> str:
    """That the branch was not told; or that it was, before the reporter wished otherwise."""
    if state.branch_told_at is None:
        return t("card-hq")
    return t("card-hq-late", at=t.moment(state.branch_told_at, state.timezone))
