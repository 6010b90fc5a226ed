"""The modal in which an employee chooses whom to talk to."""

from flows.report.view_states import TalkFormState
from handlers.blocks import Modal, input_block, modal, option, radio_buttons, section, select
from handlers.texts import Text
from handlers.views.choices import chosen_from


def view(state: TalkFormState, t: Text) -> Modal:
    """Ask for the person, and whether they may know who asks."""
    title, close = t("talk-title"), t("form-close")
    if not state.people:
        nobody = [section(t("talk-nobody"))]
        return modal("triage.consult", title, nobody, close=close, case=state.case)
    headings = {
        "desk": t("talk-group-desk"),
        "hq": t("talk-group-hq"),
        "hr": t("talk-group-hr"),
    }
    who = select("person", t("form-choose"), chosen_from(state.people, headings))
    give = radio_buttons(
        "named", [option(t("talk-name-give"), "yes"), option(t("talk-name-keep"), "no")]
    )
    blocks = [
        input_block("person", t("talk-who"), who, optional=False, hint=t("talk-who-hint")),
        input_block("named", t("talk-name"), give, optional=False),
    ]
    submit = t("form-submit")
    return modal("triage.consult", title, blocks, submit=submit, close=close, case=state.case)
