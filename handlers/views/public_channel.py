"""To whoever edits the settings: everybody can read a desk's channel, and what to do."""

from flows.desk.view_states import PublicChannelState
from handlers.blocks import section
from handlers.mrkdwn import channel_link
from handlers.texts import Text
from handlers.views.rendered import Rendered


def view(state: PublicChannelState, t: Text) -> Rendered:
    """Name the channel, say what it means for its cases, and how it is mended."""
    said = "public-channel" if state.still else "public-channel-over"
    channel = channel_link(state.channel)
    return Rendered(t("public-channel-notify"), [section(t(said, channel=channel))])
