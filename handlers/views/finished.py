"""Nothing more is asked."""

from flows.report.view_states import FinishedState
from handlers.blocks import actions, button, context, section
from handlers.texts import Text
from handlers.views.quiet import cancel_button
from handlers.views.rendered import Rendered
from handlers.views.wording import short_name

_REOPENED = 10


def view(state: FinishedState, t: Text) -> Rendered:
    """Say so; offer the questions put off, and the way to withdraw."""
    blocks = [section(f"{t('finished-title', number=state.number)}\n{t('finished-more')}")]
    if state.postponed:
        blocks.append(context(t("finished-postponed")))
        blocks.append(
            actions(
                [
                    button(short_name(question, t), f"triage.back.{question.id}", state.case)
                    for question in state.postponed[:_REOPENED]
                ]
            )
        )
    blocks.append(actions([cancel_button(state.case, t, told=True)]))
    return Rendered(t("report-notify"), blocks)
