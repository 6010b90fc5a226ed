"""One report through the fictional company's people, and what each of them saw.

An insult and a long call by phone from a tenant, told with eight presses, ticks counted; a
supervisor takes it.
"""

from collections.abc import Awaitable, Callable, Iterator

from bot.sandbox.blocks import elements
from bot.sandbox.people import CannotDoError, Person
from bot.sandbox.readable import message_lines, name_of
from bot.sandbox.records import Message
from bot.sandbox.server import SlackServer

REPORTER = "U0SATO"
SUPERVISOR = "U0TANAKA"
TEAM_CHANNEL = "C0TEAMSHINJUKU"
DESK_CHANNEL = "C0DESKSHINJUKU"
PRESSES = ("triage.danger.none", "triage.actor.tenant", "triage.scene.phone")
ANEW = "report.new"
ACTS = ("insult", "long_contact")
WORDS = (
    "「能なし」「お前では話にならない」と大声で繰り返され、"
    "40分ほど電話を切らせてもらえませんでした。"
)

Settle = Callable[[], Awaitable[None]]


async def tell(slack: SlackServer, settle: Settle) -> int:
    """Play the report; return how many presses it took until the desk was told.

    Raises:
        CannotDoError: something the story needs is not in front of the person.
    """
    reporter, supervisor = slack.person(REPORTER), slack.person(SUPERVISOR)
    await reporter.command(TEAM_CHANNEL, "/kasuhara", "report")
    await settle()
    answer, presses = _private_answer(reporter), 1
    # Where a report of an earlier run is unfinished, this is to be another one.
    first, *others = PRESSES if has(answer, PRESSES[0]) else (ANEW, *PRESSES)
    await reporter.press(answer, first)
    await settle()
    for action in others:
        await _press(reporter, action)
        await settle()
        presses += 1
    for act in ACTS:
        await reporter.tick(seen_with(reporter, "triage.acts"), "triage.acts", act)
        await settle()
        presses += 1
    await _press(reporter, "triage.acts.done")
    await settle()
    presses += 1
    await _write(reporter, WORDS)
    await settle()
    await _press(supervisor, "case.take")
    await settle()
    return presses


def has(message: Message, action_id: str) -> bool:
    """Whether a message has an element with that id."""
    return any(element.get("action_id") == action_id for _, element in elements(message.blocks))


def seen_with(person: Person, action_id: str) -> Message:
    """Return the newest message in front of somebody with that element in it.

    Raises:
        CannotDoError: they see none.
    """
    message = person.find(action_id)
    if message is None:
        raise CannotDoError(f"{person.id} sees nothing with {action_id}")
    return message


def _private_answer(person: Person) -> Message:
    """Return the command's answer: in the channel, before that person only."""
    answers = [message for message in person.sees(TEAM_CHANNEL) if message.only_for]
    if not answers:
        raise CannotDoError(f"{person.id} got no answer in {TEAM_CHANNEL}")
    return answers[-1]


async def _press(person: Person, action_id: str) -> None:
    await person.press(seen_with(person, action_id), action_id)


async def _write(person: Person, words: str) -> None:
    """Write below the report's head, in the person's own conversation with the bot."""
    heads = [message for message in person.sees(person.dm) if not message.is_reply]
    if not heads:
        raise CannotDoError(f"{person.id} has no report to write to")
    await person.say(person.dm, words, thread_ts=heads[-1].ts)


def what_each_saw(slack: SlackServer) -> Iterator[str]:
    """Yield lines: everybody who saw something of the bot, with their lock screen first."""
    for user in slack.workspace.users.values():
        if user.is_bot:
            continue
        person = slack.person(user.id)
        shown = list(_channels(slack, person))
        if shown:
            yield ""
            yield f"━━ {name_of(slack.workspace, user.id)} "
            yield from (f"  🔔 {notice.text}" for notice in person.notifications)
            yield from shown


def _channels(slack: SlackServer, person: Person) -> Iterator[str]:
    for channel in list(slack.workspace.channels.values()):
        messages = person.sees(channel.id)
        if not any(message.bot_id for message in messages):
            continue
        yield f"  〔{'カスハラ受付とのメッセージ' if channel.is_im else '#' + channel.name}〕"
        for message in messages:
            indent = "      " if message.is_reply else "    "
            author = name_of(slack.workspace, message.user)
            yield f"{indent}{author}{'（本人だけに表示）' if message.only_for else ''}"
            lines = message_lines(slack.workspace, message)
            yield from (f"{indent}│ {line}" for line in lines)
