"""The quiet buttons that stand below a question: other ways on, and ways out."""

from uuid import UUID

from handlers.blocks import Block, Element, actions, button, confirmation
from handlers.texts import Text


def other_ways(
    case: UUID,
    t: Text,
    *,
    for_other: bool = False,
    relief: bool = True,
    begins: str | None = None,
    block_id: str | None = None,
) -> Block:
    """Relief unless it was asked for, a report for somebody else unless it is one, talk only.

    `begins` is what a report that is begun here carries, where that is more than the case.
    """
    return actions(
        [
            *([button(t("quiet-relief"), "triage.relief", case)] if relief else []),
            *([] if for_other else [for_other_button(begins or case, t)]),
            button(t("quiet-talk"), "triage.consult", case),
        ],
        block_id,
    )


def for_other_button(case: UUID | str, t: Text) -> Element:
    """Makes it a report about somebody else."""
    return button(t("quiet-for-other"), "triage.reported_as.for_other", case)


def for_self_button(case: UUID, t: Text) -> Element:
    """Makes it a report of one's own again."""
    return button(t("quiet-for-self"), "triage.reported_as.self", case)


def cancel_button(case: UUID, t: Text, *, told: bool) -> Element:
    """The way out, which says first what is kept nevertheless."""
    label = t("quiet-withdraw") if told else t("quiet-cancel")
    title = t("withdraw-title") if told else t("cancel-title")
    what = t("withdraw-what") if told else t("cancel-what")
    yes = t("withdraw-yes") if told else t("cancel-yes")
    confirm = confirmation(title, what, yes, t("confirm-no"))
    value = str(case) if told else f"{case}/untold"
    return button(label, "triage.cancel", value, confirm=confirm)


def change_button(case: UUID, question: str, t: Text) -> Element:
    """Opens an earlier answer again."""
    return button(t("quiet-change"), f"triage.back.{question}", case)


def later_button(case: UUID, question: str, t: Text) -> Element:
    """Puts a question off."""
    return button(t("quiet-later"), "triage.later", f"{case}/{question}")


def keep_button(case: UUID, question: str, t: Text) -> Element:
    """Leaves an answer that was opened as it is."""
    return button(t("quiet-keep"), "triage.keep", f"{case}/{question}")


def finish_button(case: UUID, t: Text) -> Element:
    """Ends the questions; what was put off stays open to answer."""
    return button(t("quiet-finish"), "triage.finish", case)
