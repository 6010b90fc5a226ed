"""A report is free though its card stands there: somebody of the desk is to take it."""

from flows.desk.view_states import FreedState
from handlers.blocks import actions, button, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import calling, person


def view(state: FreedState, t: Text) -> Rendered:
    """Say so, with the button; or who has it by now, or that there is nothing to do."""
    number = t("page-number", number=state.number)
    if state.free:
        free = t("freed-after-slip" if state.after_slip else "freed")
        said = calling(state.mentions, free, t)
        take = button(t("desk-take"), "case.take", state.case, "primary")
        record = button(t("desk-record"), "case.record", state.case)
        blocks = [section(f"{said}\n{number}"), actions([take, record])]
        return Rendered(t("desk-notify-changed"), blocks)
    said = t("taken-by", who=person(state.taken_by)) if state.taken_by else t("freed-over")
    return Rendered(t("desk-notify-changed"), [section(f"{said}\n{number}")])
