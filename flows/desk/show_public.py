"""That everybody can read a desk's channel, and when that is over."""

from flows.desk.view_states import PublicChannelState
from flows.messages import Showing
from flows.ports import Work


async def show_public(work: Work, showing: Showing) -> PublicChannelState:
    """Return what those who can mend it read; the message is edited once it is private again."""
    channel, _, _day = showing.detail.partition("/")
    return PublicChannelState(channel, still=await work.directory.is_public(channel))
