"""What can be pressed, ticked or picked to answer a question."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from flows.report.view_states import Choice
from flows.triage import Answers, Option, Question
from handlers import blocks
from handlers.blocks import CHECKBOXES, Block, Element, button, checkboxes, select
from handlers.texts import Text
from handlers.views.wording import flow_text

_DANGER = ("danger", "now")


def answer_button(question: Question, one: Option, case: UUID | str, t: Text) -> Element:
    """The button that answers a question at one press."""
    name, label = f"triage.{question.id}.{one.id}", one.label.in_(t.language)
    if (question.id, one.id) == _DANGER:
        return button(label, name, case, "danger")
    return button(label, name, case)


def danger_button(question: Question, case: UUID | str, t: Text) -> Element:
    """The one button that says somebody is in danger now."""
    now = next(one for one in question.options if one.id == _DANGER[1])
    return answer_button(question, now, case, t)


def more_select(question: Question, answers: Answers, t: Text) -> Element | None:
    """The list of the rarer answers; None where every answer is a button."""
    rare = [one for one in question.options if one.more]
    if not rare:
        return None
    groups = [(question.text.in_(t.language), offered(rare, t))]
    chosen = values_of(question.id, answers)
    return select(f"triage.{question.id}", t("question-choose-other"), groups, chosen)


def tick_groups(question: Question, chosen: Collection[str], t: Text) -> list[Block]:
    """Groups of things to tick, each below its heading and never more than ten long."""
    shown: list[Block] = []
    for heading, options in grouped(question, t):
        if heading:
            shown.append(blocks.section(f"*{heading}*"))
        for start in range(0, len(options), CHECKBOXES):
            part = offered(options[start : start + CHECKBOXES], t)
            number = sum("block_id" in block for block in shown)
            shown.append(
                blocks.actions(
                    [checkboxes(f"triage.{question.id}", part, chosen)],
                    block_id=f"{question.id}.{number}",
                )
            )
    return shown


def grouped(question: Question, t: Text) -> list[tuple[str, list[Option]]]:
    """Return the options under their headings, in the order of the flow; "" heads the rest."""
    named = [
        (flow_text(group.heading, t), [one for one in question.options if one.group == group.id])
        for group in question.groups
    ]
    ids = {group.id for group in question.groups}
    rest = [one for one in question.options if one.group not in ids]
    return [(heading, options) for heading, options in [*named, ("", rest)] if options]


def offered(options: Iterable[Option], t: Text) -> list[blocks.Option]:
    """Return the options as things to choose."""
    return [blocks.option(one.label.in_(t.language), one.id) for one in options]


def chosen_from(
    choices: Sequence[Choice], headings: dict[str, str]
) -> list[tuple[str, list[blocks.Option]]]:
    """Return what the flow cannot know, such as branches, under its headings, each value once."""
    once = {choice.value: choice for choice in reversed(choices)}
    kept = [choice for choice in choices if once[choice.value] is choice]
    groups = dict.fromkeys(choice.group or "" for choice in kept)
    return [
        (
            headings.get(group, group),
            [blocks.option(one.label, one.value) for one in kept if (one.group or "") == group],
        )
        for group in groups
    ]


def values_of(answer_id: str, answers: Answers) -> tuple[str, ...]:
    """Return what was chosen for an id; nothing where it was not asked or is kept elsewhere."""
    value = getattr(answers, answer_id, None)
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)
