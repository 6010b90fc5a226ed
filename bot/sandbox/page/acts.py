"""What a tab may ask for: everything is done by the person, who can do what Slack lets them."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.sandbox.page.among_people import AMONG_PEOPLE
from bot.sandbox.page.bench import BENCH
from bot.sandbox.page.given import Given
from bot.sandbox.page.shapes import message_shape
from bot.sandbox.page.tab import Tab
from bot.sandbox.people import CannotDoError, Place
from bot.sandbox.records import Message, View
from bot.sandbox.workspace import Change

Json = dict[str, Any]
_LONGEST: Final = 40_000
"""Characters of a message, as Slack takes them."""

Act = Callable[[Tab, Given], Awaitable[Json | None]]


async def perform(tab: Tab, given: Given) -> Json:
    """Do what a tab asks for; raises CannotDoError where the person cannot."""
    if given.act not in ACTS:
        raise CannotDoError(f"the page knows no act {given.act}")
    return await ACTS[given.act](tab, given) or {}


async def open_channel(tab: Tab, given: Given) -> Json:
    """Show a channel; it counts as read."""
    channel = given.text("channel")
    feed = tab.page.feed
    new_from = feed.marks.new_from(tab.user, channel)
    feed.marks.read(tab.user, channel)
    feed.unread(tab.user)
    if tab.page.stories.opened(tab.user, channel):
        feed.progress()
    return tab.messages_before(channel, None) | {"newFrom": new_from}


async def older(tab: Tab, given: Given) -> Json:
    """Show what stands before a message."""
    return tab.messages_before(given.text("channel"), given.text("before"))


async def thread(tab: Tab, given: Given) -> Json:
    """Show a thread; it counts as read."""
    channel, ts = given.text("channel"), given.text("ts")
    shown = [
        message for message in tab.person.sees(channel) if ts in {message.ts, message.thread_ts}
    ]
    tab.page.feed.marks.read(tab.user, channel, ts)
    tab.page.feed.unread(tab.user)
    workspace = tab.page.slack.workspace
    return {"messages": [message_shape(workspace, message, tab.user) for message in shown]}


async def read(tab: Tab, given: Given) -> None:
    """Count a channel, or one thread of it, as read."""
    tab.page.feed.marks.read(tab.user, given.text("channel"), given.text_or_none("thread"))
    tab.page.feed.unread(tab.user)


async def reload(tab: Tab, _: Given) -> None:
    """Start the client anew: Slack's forgets what was for one person only."""
    tab.person.reload()


async def dismiss(tab: Tab, given: Given) -> None:
    """Take away a message that only this person sees."""
    message = _message(tab, given)
    if message.only_for != tab.user:
        raise CannotDoError("only a message that nobody else sees can be dismissed")
    tab.page.slack.workspace.delete(message)


async def say(tab: Tab, given: Given) -> None:
    """Post a message with the files picked for it."""
    uploads = tab.page.uploads.files
    picked = given.texts("files")
    if any(file not in uploads or uploads[file].user != tab.user for file in picked):
        raise CannotDoError("that file is not there any more")
    text = given.text("text")
    if not text.strip() and not picked:
        raise CannotDoError("there is nothing to send")
    if len(text) > _LONGEST:
        raise CannotDoError(f"a message has at most {_LONGEST} characters")
    files = [uploads[file] for file in picked]
    await tab.person.say(given.text("channel"), text, given.text_or_none("thread"), files)


async def command(tab: Tab, given: Given) -> Json:
    """Send a slash command, and say whether it arrived."""
    errors = len(tab.person.errors)
    await tab.person.command(given.text("channel"), given.text("name"), given.text("text"))
    return {"arrived": len(tab.person.errors) == errors}


async def shortcut(tab: Tab, given: Given) -> None:
    """Start a global shortcut."""
    await tab.person.shortcut(given.text("callback"))


async def message_shortcut(tab: Tab, given: Given) -> None:
    """Start a shortcut from a message's menu."""
    await tab.person.message_shortcut(given.text("callback"), _message(tab, given))


async def press(tab: Tab, given: Given) -> None:
    """Press a button."""
    place = _place(tab, given)
    value = given.text_or_none("value")
    await tab.person.press(place, given.text("action"), value, _block(place, given))


async def choose(tab: Tab, given: Given) -> None:
    """Set an element: an option, several, a person, a channel, a day, a time."""
    place = _place(tab, given)
    value = given.anything("value")
    try:
        await tab.person.choose(place, given.text("action"), value, _block(place, given))
    finally:
        _follow(tab, place)


async def enter(tab: Tab, given: Given) -> None:
    """Type into a field that tells the app."""
    place = _place(tab, given)
    block = _block(place, given)
    await tab.person.enter(place, given.text("action"), given.text("value"), block)
    _follow(tab, place)


async def submit(tab: Tab, given: Given) -> Json:
    """Send the modal in front; the answer says what is wrong with it, by block id."""
    view = _in_front(tab, given.text("view"))
    if view.id in tab.page.submitting:
        raise CannotDoError("this form is being sent already")
    tab.page.submitting.add(view.id)
    try:
        return {"errors": await tab.person.submit(given.document("entries"))}
    finally:
        tab.page.submitting.discard(view.id)


async def close_modal(tab: Tab, given: Given) -> None:
    """Close the modal in front, or all of them."""
    _in_front(tab, given.text("view"))
    await tab.person.close(everything=given.anything("all") is True)


async def open_home(tab: Tab, given: Given) -> None:
    """Look at the app's Home tab, or back at its messages."""
    where = given.text("tab")
    if where == "home" and not tab.page.slack.manifest.home_tab:
        raise CannotDoError("this app has no Home tab")
    tab.page.slack.homes.opened(tab.user, "home" if where == "home" else "messages")


def _message(tab: Tab, given: Given) -> Message:
    message = tab.page.slack.workspace.message(given.text("channel"), given.text("ts"))
    if message is None or message.only_for not in {None, tab.user}:
        raise CannotDoError("this message is not there any more")
    return message


def _place(tab: Tab, given: Given) -> Place:
    """Return what an element stands in; what is typed into a modal goes along with the click."""
    match given.text("place"):
        case "message":
            return _message(tab, given)
        case "modal":
            view = _in_front(tab, given.text("view"))
            tab.person.fill(given.document("entries"))
            return view
        case "home" if tab.person.home is not None:
            return tab.person.home
    raise CannotDoError("this is not there any more")


def _block(place: Place, given: Given) -> str | None:
    """Return the block an element stands in; None where the place has just been drawn anew.

    A block the app gave no id has another after every change.
    """
    blocks = place.content["blocks"] if isinstance(place, View) else place.blocks
    named = given.text("block")
    return named if any(block["block_id"] == named for block in blocks) else None


def _in_front(tab: Tab, view_id: str) -> View:
    view = tab.person.modal
    if view is None or view.id != view_id:
        raise CannotDoError("this form is not open any more")
    return view


def _follow(tab: Tab, place: Place) -> None:
    """Show the person's other tabs what was set."""
    feed = tab.page.feed
    if isinstance(place, Message):
        if tab.page.slack.workspace.message(place.channel, place.ts) is place:
            feed.message(Change.EDITED, place)
    elif place is tab.person.home:
        feed.home(tab.user)


ACTS: Final[dict[str, Act]] = (
    BENCH
    | AMONG_PEOPLE
    | {
        "open": open_channel,
        "older": older,
        "thread": thread,
        "read": read,
        "reload": reload,
        "dismiss": dismiss,
        "say": say,
        "command": command,
        "shortcut": shortcut,
        "message_shortcut": message_shortcut,
        "press": press,
        "choose": choose,
        "enter": enter,
        "submit": submit,
        "close": close_modal,
        "home": open_home,
    }
)
