"""An unfinished report, asked about once."""

from flows.report.view_states import NudgeState
from handlers.blocks import actions, button, context, section
from handlers.texts import Text
from handlers.views.alarm_advice import it_is_over
from handlers.views.quiet import cancel_button, finish_button
from handlers.views.rendered import Rendered


def view(state: NudgeState, t: Text) -> Rendered:
    """Ask whether to go on, and first whether it is over; say whether anybody has been told.

    Once it was gone on with, or ended, nothing is asked any more.
    """
    if state.after_alarm:
        said = t("nudge-alarm")
    else:
        said = t("nudge-told" if state.told else "nudge-untold")
    rings = [section(t("ended-ask-safe")), it_is_over(state.case, t)] if state.ringing else []
    if state.gone_on:
        return Rendered(t("report-notify"), rings or [context(t("gone-on"))])
    stop = finish_button(state.case, t) if state.told else cancel_button(state.case, t, told=False)
    blocks = [
        *rings,
        section(said),
        actions([button(t("nudge-resume"), "report.resume", state.case, "primary"), stop]),
        context(t("nudge-once")),
    ]
    return Rendered(t("report-notify-question"), blocks)
