"""Words that several views share: who was told, who somebody is, how grave, what is wished."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from babel.lists import format_list

from flows.membership.public_channels import READ_BY_ALL
from flows.report.view_states import Told
from flows.triage import Bilingual, Determination, Proposal, Question, Severity
from handlers.mrkdwn import is_id, mention, typed
from handlers.texts import Text

NAME = 80  # the longest name shown: of a person, a branch, a contact
# Fluent takes values of up to a thousand characters: long lists are told in part.
_TOLD = 8
_MENTIONS = 30
LAST_PLACES = 3  # of those typed in an alarm: whoever is on the move has written several
_PLACE_LENGTH = 200

_GRAVE = {
    Severity.S0: "grave-s0",
    Severity.S1: "grave-s1",
    Severity.S2: "grave-s2",
    Severity.S3: "grave-s3",
    Severity.S4: "grave-s4",
}
_DETERMINATION = {
    Determination.KASUHARA: "determination-kasuhara",
    Determination.GREY: "determination-grey",
    Determination.ORDINARY: "determination-ordinary",
    Determination.INSUFFICIENT: "determination-insufficient",
    Determination.OUT_OF_SCOPE: "determination-out-of-scope",
}
_WISH = {
    "change_of_person": "wish-change-of-person",
    "talk_first": "wish-talk-first",
    "keep_from_branch": "wish-keep-from-branch",
    "anonymous_to_branch": "wish-anonymous-to-branch",
}
_REFUSAL = {
    **dict.fromkeys(
        ("user_not_found", "users_not_found", "user_disabled", "user_not_visible"),
        "refusal-account",
    ),
    **dict.fromkeys(
        ("channel_not_found", "is_archived", "not_in_channel", "team_not_found"), "refusal-channel"
    ),
    READ_BY_ALL: "refusal-public",
    **dict.fromkeys(
        (
            *("messages_tab_disabled", "cannot_dm_bot", "restricted_action", "ekm_access_denied"),
            *("restricted_action_read_only_channel", "restricted_action_thread_only_channel"),
        ),
        "refusal-closed",
    ),
}
_PLACE = {
    "shop": "place-shop",
    "visit": "place-visit",
    "phone": "place-phone",
    "other": "place-other",
    "counter": "place-shop",
    "viewing_or_visit": "place-visit",
    "their_place": "place-their-place",
}


def name(text: str) -> str:
    """Return a typed name for Markdown."""
    return typed(" ".join(text.split()), NAME)


def person(ref: str) -> str:
    """Return a mention where `ref` is a Slack id, the typed name where it is not.

    Slack's ids hold a digit; a name such as UEDA does not.
    """
    return mention(ref) if is_id(ref) and any(map(str.isdigit, ref)) else name(ref)


def people(refs: Sequence[str], t: Text) -> str:
    """Return the mentions of several people or user groups."""
    return listed(map(mention, refs[:_MENTIONS]), t)


def calling(refs: Sequence[str], sentence: str, t: Text) -> str:
    """Return a sentence below those whose phones it is to ring.

    On a line of their own: beside the sentence they read as the people it is about.
    """
    called = people(refs, t)
    return f"{called}\n{sentence}" if called else sentence


def listed(items: Iterable[str], t: Text) -> str:
    """Return the items as one list in the reader's language."""
    return t("list-comma").join(items)


def joined(items: Iterable[str], t: Text) -> str:
    """Return the items as a part of a sentence: `A, B, and C` in English."""
    return format_list(list(items), locale=t.language)


def told(who: Sequence[Told], t: Text) -> str:
    """Return who was told, in words; the desk in general where nobody is named."""
    names = [
        words
        for one in who
        for words in (
            t("told-branch", branch=name(one.branch)) if one.branch else None,
            t("told-hq") if one.hq else None,
            mention(one.person) if one.person else None,
        )
        if words
    ]
    once = list(dict.fromkeys(names)) or [t("told-nobody")]
    more = [t("told-more", count=len(once) - _TOLD)] if len(once) > _TOLD else []
    return joined([*once[:_TOLD], *more], t)


def kept_late(told_at: datetime, zone: str, t: Text) -> str:
    """Return what a branch knows that was told before it was to know no more."""
    return t("kept-late", at=t.moment(told_at, zone))


def contact_line(contact: str | None, t: Text) -> str:
    """Return who hears of what a colleague did, and how to reach them."""
    if contact is None:
        return t("ended-passed-on-ask")
    return t("ended-passed-on-contact", contact=name(contact))


def grave(proposal: Proposal, t: Text) -> str:
    """Return how grave something is, in words, never as a code; of nothing it is not known."""
    nothing = proposal.determination is Determination.INSUFFICIENT
    if nothing and proposal.severity is Severity.S0:
        return t("grave-unknown")
    return severity(proposal.severity, t)


def severity(how: Severity, t: Text) -> str:
    """Return how grave something is, in words, never as a code."""
    return t(_GRAVE[how])


def determination(what: Determination, t: Text) -> str:
    """Return what a report is proposed to be."""
    return t(_DETERMINATION[what])


def wishes(ids: Iterable[str], t: Text) -> str:
    """Return what the reporter wishes; empty where there is no wish."""
    return listed((t(_WISH[wish]) for wish in ids if wish in _WISH), t)


def nobody(phone: str | None, t: Text, *others: str) -> str:
    """Return whom to ring, that nobody comes so far, and what else is to be said of it."""
    call = t("nobody-call", phone=name(phone)) if phone else t("nobody-call-110")
    return "\n".join([call, t("nobody-title"), *others])


def alarm_ended(how: str, at: datetime | None, zone: str, t: Text) -> str:
    """Return how an alarm ended ("safe" or "mistake"), and when."""
    moment = t.moment(at, zone) if at else ""
    return t("page-mistake" if how == "mistake" else "page-safe", at=moment)


def place(answer: str | None, t: Text) -> str | None:
    """Return where somebody is; None where it is not known or cannot be said."""
    return t(_PLACE[answer]) if answer in _PLACE else None


def short_name(question: Question, t: Text) -> str:
    """Return a question's short name as a line or button begins: with a capital, if any."""
    name = question.name.in_(t.language)
    return name[:1].upper() + name[1:]


def whereabouts(answer: str | None, words: Sequence[str], t: Text) -> str | None:
    """Return where somebody in danger is: the answer, then what they typed last."""
    last = (" ".join(text.split()) for text in words[-LAST_PLACES:])
    said = [t("place-said", words=typed(text, _PLACE_LENGTH)) for text in last]
    parts = [part for part in (place(answer, t), *said) if part]
    return " / ".join(parts) or None


def flow_text(text: Bilingual, t: Text, limit: int = 300) -> str:
    """Return a text of the triage flow for Markdown."""
    return typed(text.in_(t.language), limit)


def refusal(code: str, t: Text) -> str:
    """Return why Slack did not take a message, by its code; in general where nobody could tell."""
    return t(_REFUSAL.get(code, "refusal-other"))
