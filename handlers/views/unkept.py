"""What was done could not be kept: nobody was told, and whom to ring."""

from flows.unkept import UnkeptState
from handlers.blocks import section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import listed, name


def view(state: UnkeptState, t: Text) -> Rendered:
    """Say so in plain words, and what to do in danger."""
    lines = [t("unkept")]
    if state.phones:
        phones = (t("alarm-phone", branch=name(b), phone=name(p)) for b, p in state.phones)
        lines.append(t("shared-phones", phones=listed(phones, t)))
    return Rendered(t("notice-notify"), [section("\n".join(lines))])
