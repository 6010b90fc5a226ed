"""Nothing more is asked."""

from flows.report.view_states import FinishedState
from handlers.blocks import actions, button, context, section
from handlers.texts import Text
from handlers.views.quiet import cancel_button
from handlers.views.rendered import Rendered
from handlers.views.wording import short_name

_ROW = 25  # elements that one row of Slack's takes; there are fewer questions


def view(state: FinishedState, t: Text) -> Rendered:
    """Say so; offer the questions put off, and the way to withdraw."""
    if state.gone_on:
        return Rendered(t("report-notify"), [context(t("gone-on"))])
    title = t("finished-title", number=state.number)
    # Whoever may still withdraw it may still add to it.
    said = f"{title}\n{t('finished-more')}" if state.may_withdraw else title
    blocks = [section(said)]
    if state.postponed:
        blocks.append(context(t("finished-postponed")))
        offered = [
            button(short_name(question, t), f"triage.back.{question.id}", f"{state.case}/end")
            for question in state.postponed
        ]
        blocks += [actions(offered[at : at + _ROW]) for at in range(0, len(offered), _ROW)]
    if state.may_withdraw:
        blocks.append(actions([cancel_button(state.case, t, told=True)]))
    return Rendered(t("report-notify"), blocks)
