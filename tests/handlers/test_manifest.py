"""app.yaml against the code: all that is used is asked for, and nothing else."""

import ast
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from slack_sdk.errors import SlackApiError

from bot.sandbox.company import settings
from bot.sandbox.manifest import Manifest
from bot.sandbox.people import CannotDoError
from flows.errors import SettingsError
from flows.evidence import files_of
from handlers.events import EVENTS
from handlers.shortcuts import SHORTCUTS
from handlers.typed import COMMAND
from tests.scenarios.world import DESK, EMMA, HQ_DESK, MANAGER, MORI, SATO, TEAM, World, story
from tests.workspace import MANIFEST, manifest_with

ASKED = Manifest.read(MANIFEST)
WITH_A_GROUP = settings().replace('managers = ["U0MANAGER"]', 'managers = ["S0MANAGERS"]')


async def tour(world: World) -> AsyncGenerator[tuple[str, bool], None]:
    """Use everything once; say of each thing whether it worked."""
    sato, manager, hq = (world.somebody(u) for u in (SATO, MANAGER, "U0HQONE"))
    await sato.say("／kasuhara", channel=TEAM)
    yield "typed in public", sato.offered("triage.danger.now")
    await hq.say("／kasuhara", channel=HQ_DESK)
    yield "typed in private", hq.offered("triage.danger.now")
    await sato.command("report")
    yield "a thread in direct messages", bool(sato.heads())
    await sato.press("triage.danger.now")
    yield "a manager of the group is paged", bool(manager.phone)
    yield "the desk is paged", bool(world.somebody(MORI).phone)
    await sato.press("triage.place.shop")
    await sato.say("書き足し", thread=sato.thread())
    yield "words are heard", world.somebody(MORI).reads("書き足し", DESK)
    await sato.drop("写真.jpg", "image/jpeg", sato.thread())
    async with world.bot.office.store.read(world.bot.workspace) as work:
        head = await work.messages.case_of_thread(sato.dm, sato.thread())
        entries = await work.timeline.of(head) if head else []
    yield "a file is kept", any(f.sha256 for f in files_of(entries))
    emma = world.somebody(EMMA)
    world.slack.faults.lose_reply("chat.postMessage")
    await emma.command("report")
    await emma.press("triage.danger.none")
    await world.later(seconds=5)
    yield "what is in doubt is found", emma.offered("triage.actor.tenant")


async def first_that_fails(world: World) -> str | None:
    """Go on the tour until something does not work; return what that is."""
    async with aclosing(tour(world)) as seen:
        async for name, works in seen:
            if not works:
                return name
    return None


async def test_with_what_is_asked_for_everything_works(tmp_path: Path) -> None:
    """The whole tour passes with the scopes and events of app.yaml."""
    async with story(tmp_path, settings_text=WITH_A_GROUP) as world:
        assert await first_that_fails(world) is None


@pytest.mark.parametrize("spare", sorted(ASKED.scopes))
async def test_no_scope_is_spare(spare: str, tmp_path: Path) -> None:
    """Without any one of them the bot is refused at start, or something stops working."""
    manifest = manifest_with(scopes=sorted(ASKED.scopes - {spare}))
    try:
        async with story(
            tmp_path, settings_text=WITH_A_GROUP, manifest=manifest, clean=False
        ) as world:
            failed = await first_that_fails(world)
    except (SettingsError, SlackApiError, CannotDoError):
        return
    assert failed is not None


def test_every_event_the_app_subscribes_to_has_a_handler() -> None:
    """Message events come as `message`, whatever channel they are from."""
    assert {name.partition(".")[0] for name in ASKED.events} == set(EVENTS)


def test_every_command_and_shortcut_has_a_handler() -> None:
    """No command or shortcut in the manifest leads nowhere, and none is missing there."""
    assert set(ASKED.commands) == {COMMAND}
    assert set(ASKED.shortcuts) == SHORTCUTS


def test_the_manifest_turns_on_what_the_bot_needs() -> None:
    """Buttons, typing to the bot, and Socket Mode for those without a public address."""
    assert ASKED.is_interactive
    assert ASKED.messages_tab
    assert not ASKED.messages_read_only
    assert ASKED.socket_mode


def test_the_manifest_has_slacks_form() -> None:
    """No unknown key, no limit broken, nothing required left out."""
    yaml = YAML(typ="safe", pure=True)
    schema = yaml.load(Path(__file__).with_name("app_manifest.schema.yaml").read_text("utf-8"))
    Draft202012Validator(schema).validate(yaml.load(MANIFEST.read_text("utf-8")))


def test_only_modals_are_opened_by_handlers_themselves() -> None:
    """Whatever stays to be read is a stored message; no handler posts one."""
    folder = MANIFEST.parent / "handlers"
    called = {
        node.attr
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith(("chat_", "views_", "conversations_", "users_", "files_"))
    }
    assert called == {"views_open", "views_update"}


def test_every_request_address_is_the_one_the_bot_serves() -> None:
    """Commands, events and buttons all go to /slack/events."""
    document = YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8"))
    addresses = [
        *(command["url"] for command in document["features"]["slash_commands"]),
        document["settings"]["event_subscriptions"]["request_url"],
        document["settings"]["interactivity"]["request_url"],
    ]
    assert all(address.endswith("/slack/events") for address in addresses)
