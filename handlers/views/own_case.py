"""To whoever a case is about: they cannot take or open it here, and who has it instead."""

from flows.desk.view_states import OwnCaseState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import person, told


def view(state: OwnCaseState, t: Text) -> Rendered:
    """Say why nothing happened, who has it, and where their own report goes on."""
    lines = [t("notice-own-case")]
    if state.taken_by is not None:
        lines.append(t("own-case-taken", who=person(state.taken_by)))
    elif state.told:
        lines.append(t("own-case-untaken", who=told(state.told, t)))
    if state.reports:
        lines.append(t("own-case-thread"))
    return Rendered(t("notice-notify"), [section("\n".join(lines))])
