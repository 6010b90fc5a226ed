"""The inputs of the tables, each a small pure function of the answers.

An input only names what the answers say; what follows from it is a rule and stands in a table.
"Not asked" counts as "unknown", except for danger: only a person who was asked and could not
tell is treated as possibly in danger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from flows.triage.answers import Answers
from flows.triage.questions import Act
from flows.triage.thresholds import Thresholds

GRAVE: Final = 3
SERIOUS: Final = 2
MILD: Final = 1

PRIOR_CASES: Final = 2
"""From this many earlier cases with the same customer on, severity rises."""

CONDITIONAL: Final = frozenset({"burst", "mention", "pressed"})
"""Traits of the acts whose weight depends on how they happened; tables settle it."""

TRAITS: Final = CONDITIONAL | {
    "body",
    "remark",
    "outright",
    "sexual",
    "online",
    "repetition",
    "excessive",
    "unclassified",
}
"""All traits an act may have in `questions.yaml`."""

PAST_EVENTS: Final = MappingProxyType(
    {
        "injury": "assault",
        "contact": "sexual_contact_or_stalking",
        "announced_harm": "threat",
    }
)
"""What is over but happened, as the act it was."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the inputs are derived from; `acts` are the chosen ones and what is over."""

    answers: Answers
    acts: tuple[Act, ...]
    thresholds: Thresholds
    prior_cases: int
    traits: frozenset[str] = field(init=False)
    """What any of the acts has."""

    firm: tuple[Act, ...] = field(init=False)
    """The acts whose weight is the same whatever the circumstances."""

    def __post_init__(self) -> None:
        """Look through the acts once for all the inputs that ask about them."""
        traits = frozenset[str]().union(*(act.traits for act in self.acts))
        firm = tuple(act for act in self.acts if not act.traits & CONDITIONAL)
        object.__setattr__(self, "traits", traits)
        object.__setattr__(self, "firm", firm)


def acts_of(answers: Answers, book: Mapping[str, Act]) -> tuple[Act, ...]:
    """The acts that happened: those chosen, and the one a past danger turned out to be.

    It stays one when danger is corrected to "now" or "unknown".
    """
    ids = list(answers.acts or ())
    past = past_act(answers)
    if past is not None and past not in ids:
        ids.append(past)
    return tuple(book[act] for act in ids)


def past_act(answers: Answers) -> str | None:
    """The act that a past danger turned out to be; None where it was none, or is not known."""
    return PAST_EVENTS.get(answers.past_event or "")


def scope(facts: Facts) -> str:
    """Whether the other side is one the law means by customers and the like (告示51号)."""
    actor = facts.answers.actor or "unknown"
    return actor if actor in {"colleague", "tenants_only", "unknown"} else "customer"


def danger(facts: Facts) -> str:
    """Danger as answered; "past" is told apart by `past`."""
    return facts.answers.danger or "not_asked"


def past(facts: Facts) -> str:
    """Open when something happened, and what it was is not known, or was not yet asked."""
    answers = facts.answers
    unsaid = answers.danger != "none" and answers.past_event == "unknown"
    unsaid |= answers.danger == "past" and answers.past_event is None
    return "open" if unsaid and _heaviest(facts.acts) < GRAVE else "settled"


def hearsay(facts: Facts) -> str:
    """Known from a third person only; told by the person concerned is not hearsay."""
    return "yes" if facts.answers.hearsay == "yes" else "no"


def account(facts: Facts) -> str:
    """Something concrete: an act chosen, or words quoted (Tokyo manual p.27)."""
    return "something" if facts.acts or facts.answers.words else "nothing"


def heaviest(facts: Facts) -> str:
    """The weight of the heaviest act, acts with a weight of their own only."""
    if not facts.firm:
        return "none"
    return ("light", "mild", "serious", "grave")[_heaviest(facts.firm)]


def serious_acts(facts: Facts) -> str:
    """How many different acts of weight 2, acts with a weight of their own only."""
    count = sum(act.weight == SERIOUS for act in facts.firm)
    return ("none", "one", "several")[min(count, 2)]


def outburst(facts: Facts) -> str:
    """Shouting, banging: a single burst without an insult, or more."""
    if "burst" not in facts.traits:
        return "none"
    insulted = any(act.id == "insult" for act in facts.acts)
    return "single" if facts.answers.single_burst == "yes" and not insulted else "more"


def posting_pressure(facts: Facts) -> str:
    """Filming or "I will post this": said once and mildly, or more."""
    if "mention" not in facts.traits:
        return "none"
    return "single" if facts.answers.single_mention == "yes" else "more"


def dismissal(facts: Facts) -> str:
    """Whether somebody's dismissal, transfer or punishment was asked for."""
    return "asked" if "pressed" in facts.traits else "none"


def remark(facts: Facts) -> str:
    """Insult, discrimination, sexual remark, exposing post; one passing remark is told apart.

    Passing: one such remark, said to have fallen once and not been severe, and nothing else
    of any weight.
    """
    if "outright" not in facts.traits:
        return "none"
    alone = sum(act.weight >= MILD for act in facts.acts) == 1 and "remark" in facts.traits
    return "passing" if alone and facts.answers.single_remark == "yes" else "outright"


def after_stop(facts: Facts) -> str:
    """It went on after somebody asked for it to end (Tokyo manual p.38)."""
    answers = facts.answers
    return _yes(answers.asked_to_stop == "yes" and answers.continued_after == "yes")


def earlier_occasion(facts: Facts) -> str:
    """The same person did something like it on another day."""
    return _yes(facts.answers.earlier_occasion == "yes")


def answered(facts: Facts) -> str:
    """Whether we gave a final answer to the demand; a refusal counts."""
    return facts.answers.answered or "unknown"


def course(facts: Facts) -> str:
    """What followed our answer or our request to stop; open when neither is known."""
    answers = facts.answers
    if "yes" not in {answers.answered, answers.asked_to_stop}:
        return "open"
    return {"yes": "continued", "no": "stopped"}.get(answers.continued_after or "", "open")


def persistence(facts: Facts) -> str:
    """Whether one number reaches the company's guide figure (社内の目安, no law)."""
    answers, limit = facts.answers, facts.thresholds
    reached = (
        (answers.repeats or 0) >= limit.repeats_after_answer
        or (answers.longest_minutes or 0) >= limit.minutes_after_answer
        or (answers.out_of_hours or 0) >= limit.out_of_hours_calls
    )
    return "reached" if reached else "below"


def demand(facts: Facts) -> str:
    """First axis of the MHLW manual: is there a basis for the demand."""
    match facts.answers.demand:
        case "rightful" | "our_fault" | "maybe_our_fault":
            return "grounded"
        case "no_fault_or_out_of_scope" | "none":
            return "baseless"
        case _:
            return "unknown"


def excess(facts: Facts) -> str:
    """Whether the demand is out of proportion; the act says so unless the answer denies it.

    Where nothing was demanded, there is no proportion to speak of.
    """
    answers = facts.answers
    if answers.demand != "none" and answers.proportion in {"fitting", "excessive"}:
        return answers.proportion
    return "excessive" if "excessive" in facts.traits else "unknown"


def pressure(facts: Facts) -> str:
    """The demand came with a threat of consequences, a raised voice, filming."""
    return _yes(facts.answers.pressure == "yes")


def only_repetition(facts: Facts) -> str:
    """Asking again is the one thing that happened; a strong tone beside it weighs nothing."""
    weighty = [act for act in facts.acts if act.weight >= MILD]
    return _yes(len(weighty) == 1 and "repetition" in weighty[0].traits)


def unclassified(facts: Facts) -> str:
    """An act nobody has named yet: always for a person to judge."""
    return _yes("unclassified" in facts.traits)


def key_answers(facts: Facts) -> str:
    """Whether one of the three things that settle a report is known: words, numbers, who."""
    answers = facts.answers
    known = (
        answers.words,
        answers.repeats,
        answers.longest_minutes,
        answers.out_of_hours,
        answers.actor if answers.actor != "unknown" else None,
    )
    return "none" if all(value is None for value in known) else "some"


def softening(facts: Facts) -> str:
    """An emergency, or our own mistake before it."""
    return _yes(bool({"urgent_need", "our_mistake"} & set(facts.answers.circumstances or ())))


def protected(facts: Facts) -> str:
    """A request for accommodation, age or language (障害者差別解消法)."""
    given = set(facts.answers.circumstances or ())
    return _yes(bool({"accommodation_requested", "age", "language"} & given))


def firm_acts(facts: Facts) -> str:
    """Whether an act is serious or grave by itself, which nothing softens."""
    return _yes(_heaviest(facts.firm) >= SERIOUS)


def count(facts: Facts) -> str:
    """How many different acts of any weight."""
    weighty = sum(act.weight >= MILD for act in facts.acts)
    return ("none", "one", "several")[min(weighty, 2)]


def impact(facts: Facts) -> str:
    """Third element: effects on the work or the people, as far as said."""
    given = set(facts.answers.impact or ())
    if given & {"fear_or_health", "severe_health", "work_interrupted", "others_affected"}:
        return "harmed"
    return "none" if "none" in given else "unknown"


def body(facts: Facts) -> str:
    """Violence, sexual contact, stalking, confinement, a threat to life or home."""
    return _yes("body" in facts.traits)


def online(facts: Facts) -> str:
    """A false or exposing post."""
    return _yes("online" in facts.traits)


def sexual(facts: Facts) -> str:
    """A sexual remark, pressing invitations."""
    return _yes("sexual" in facts.traits)


def history(facts: Facts) -> str:
    """Earlier cases with the same customer."""
    return "repeated" if facts.prior_cases >= PRIOR_CASES else "few"


def _heaviest(acts: tuple[Act, ...]) -> int:
    return max((act.weight for act in acts), default=0)


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
