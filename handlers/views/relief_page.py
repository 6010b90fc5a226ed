"""Somebody asks to be relieved; no report is needed."""

from flows.desk.view_states import ReliefPageState
from handlers.blocks import actions, button, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import calling, name, person, place


def view(state: ReliefPageState, t: Text) -> Rendered:
    """Say who and where; one press takes over. Once others are asked, only that."""
    if state.reporter is None and state.reporter_name is None:
        return Rendered(t("desk-notify-changed"), [section(t("relief-page-moved"))])
    who = person(state.reporter) if state.reporter else name(state.reporter_name or "")
    lines = [calling(state.mentions, t("relief-page", who=who), t)]
    if state.branch_name:
        lines.append(name(state.branch_name))
    if where := place(state.place, t):
        lines.append(t("card-alarm-place", place=where))
    if state.ended:
        said = "\n".join([t("relief-page-ended", who=who), *lines[1:]])
        return Rendered(t("desk-notify-changed"), [section(said)])
    if state.taken_by is not None:
        taken = t("relief-page-taken", who=person(state.taken_by))
        return Rendered(t("desk-notify-relief"), [section("\n".join([*lines, taken]))])
    asked = section("\n".join([*lines, t("relief-page-ask")]))
    take = button(t("relief-page-take"), "relief.take", state.case, "primary")
    return Rendered(t("desk-notify-relief"), [asked, actions([take])])
