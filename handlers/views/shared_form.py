"""The one modal of a shop account that several people use: every first question at once."""

from flows.report.shared_states import SharedFormState
from flows.triage import Kind, Question
from handlers.blocks import Block, Modal, context, input_block, modal, select, text_input
from handlers.texts import Text
from handlers.views.choices import chosen_from, grouped, offered


def view(state: SharedFormState, t: Text) -> Modal:
    """Ask who reports, where, and what happened; nothing of it stays on the device."""
    label, hint = t("shared-name"), t("shared-name-hint")
    blocks = [input_block("name", label, text_input("name"), optional=False, hint=hint)]
    if state.branches:
        branches = select("branch", t("form-choose"), chosen_from(state.branches, {}))
        blocks.append(input_block("branch", t("shared-branch"), branches, optional=False))
    asked = [question for question in state.questions if question.kind is not Kind.BRANCH]
    blocks += [_input(question, state, t) for question in asked]
    return modal(
        "report.form",
        t("shared-title"),
        [*blocks, context(t("shared-history"))],
        submit=t("form-submit"),
        close=t("form-close"),
        case=state.case,
    )


def _input(question: Question, state: SharedFormState, t: Text) -> Block:
    label = question.text.in_(t.language)
    hint = question.hint.in_(t.language) if question.hint else None
    if question.id == "actor":
        hint = t("shared-actor-hint-told" if state.contact_told else "shared-actor-hint")
    if not question.options:
        element = text_input(question.id, lines=question.kind is Kind.WORDS)
        return input_block(question.id, label, element, hint=hint)
    several = question.kind is Kind.MANY
    groups = [
        (heading or t("form-choose"), offered(options, t))
        for heading, options in grouped(question, t)
    ]
    element = select(question.id, t("form-choose"), groups, several=several)
    return input_block(question.id, label, element, hint=hint)
