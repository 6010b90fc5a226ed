"""Words or files came after their report was over."""

from flows.case import Ending
from flows.report.view_states import NotKeptState
from handlers.blocks import actions, button, section
from handlers.texts import Text
from handlers.views.rendered import Rendered

_ENDED = {
    Ending.WITHDRAWN: "not-kept-withdrawn",
    Ending.PASSED_ON: "not-kept-passed-on",
    Ending.TALK_ONLY: "not-kept-talk-only",
}


def view(state: NotKeptState, t: Text) -> Rendered:
    """Say that they were not kept, and offer the way to have them kept."""
    ended = t(_ENDED[state.ending] if state.ending else "not-kept-closed")
    if state.ending is Ending.WITHDRAWN and state.number is None:
        ended = t("not-kept-cancelled")
    number = t("not-kept-number", number=state.number) if state.number else ""
    said = section(f"*{ended}*{number}\n{t('notice-not-kept')}")
    again = button(t("not-kept-new"), "report.new", state.fresh, "primary")
    return Rendered(t("notice-notify"), [said, actions([again])])
