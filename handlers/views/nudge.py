"""An unfinished report, asked about once."""

from flows.report.view_states import NudgeState
from handlers.blocks import Block, actions, button, context, section
from handlers.texts import Text
from handlers.views.alarm_advice import it_is_over
from handlers.views.quiet import cancel_button, finish_button
from handlers.views.rendered import Rendered
from handlers.views.wording import nobody, person


def view(state: NudgeState, t: Text) -> Rendered:
    """Ask whether to go on, and first whether it is over; say whether anybody has been told.

    Once it was gone on with, or ended, nothing is asked any more.
    """
    rings = _rings(state, t) if state.ringing else []
    if state.gone_on:
        return Rendered(t("report-notify"), rings or [context(t("gone-on"))])
    stop = finish_button(state.case, t) if state.told else cancel_button(state.case, t, told=False)
    blocks = [
        *rings,
        section(_said(state, t)),
        actions([button(t("nudge-resume"), "report.resume", state.case, "primary"), stop]),
        context(t("nudge-once")),
    ]
    alone = state.ringing and state.taken_by is None
    return Rendered(t("report-notify-alarm" if alone else "report-notify-question"), blocks)


def _said(state: NudgeState, t: Text) -> str:
    if state.after_alarm:
        return t("nudge-ringing") if state.ringing else t("nudge-alarm", number=state.number or "")
    return t("nudge-told", number=state.number or "") if state.told else t("nudge-untold")


def _rings(state: NudgeState, t: Text) -> list[Block]:
    """How the alarm stands, and the way to end it."""
    stands = (
        t("alarm-taken", who=person(state.taken_by)) if state.taken_by else nobody(state.phone, t)
    )
    return [section(f"{stands}\n{t('ended-ask-safe')}"), it_is_over(state.case, t)]
