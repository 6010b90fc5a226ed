"""What a person's act becomes on the wire: commands, clicks, shortcuts, forms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.delivery import Answer
from bot.sandbox.elements import shown, values
from bot.sandbox.records import Channel, Message, View
from bot.sandbox.routes import Parcel, Sort

if TYPE_CHECKING:
    from bot.sandbox.server import SlackServer

Json = dict[str, Any]


@dataclass(slots=True)
class Interactions:
    """Builds each payload and takes it to the app."""

    server: "SlackServer"

    async def command(self, user: str, channel: Channel, name: str, text: str) -> Answer:
        """Deliver a slash command."""
        workspace = self.server.workspace
        body = {
            "token": self.server.verification,
            "team_id": workspace.team,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": user,
            "user_name": workspace.users[user].name,
            "command": name,
            "text": text,
            "api_app_id": workspace.app,
            "is_enterprise_install": "false",
            "response_url": self._response_url(channel.id, user),
            "trigger_id": self.server.tickets.trigger(user),
        }
        return await self.server.courier.ask(Parcel(Sort.COMMAND, name, body, takes_answer=True))

    async def message_action(self, user: str, message: Message, block: Json, act: Json) -> Answer:
        """Deliver a click in a message, with the state of everything that can be set in it."""
        workspace = self.server.workspace
        channel = workspace.channels[message.channel]
        is_private = message.only_for is not None
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": is_private,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        chosen = workspace.chosen.get((channel.id, message.ts, user), {})
        body = self._common("block_actions", user) | {
            "container": container,
            "trigger_id": self.server.tickets.trigger(user),
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "state": {"values": values(message.blocks, chosen)},
            "response_url": self._response_url(channel.id, user, message.ts),
            "actions": [self._action(block, act)],
        }
        # Slack keeps no copy of what only one person sees, and sends none.
        if not is_private:
            body["message"] = workspace.object_of(message)
        return await self._interact(body)

    async def view_action(self, view: View, block: Json, act: Json) -> Answer:
        """Deliver a click inside a modal or on the Home tab."""
        is_home = view.content["type"] == "home"
        views = self.server.homes if is_home else self.server.modals
        body = self._common("block_actions", view.user) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.server.tickets.trigger(view.user, None if is_home else view.id),
            "view": views.object_of(view),
            "actions": [self._action(block, act)],
        }
        return await self._interact(body)

    async def submission(self, view: View) -> Answer:
        """Deliver a filled-in modal."""
        body = self._common("view_submission", view.user) | {
            "trigger_id": self.server.tickets.trigger(view.user, view.id),
            "view": self.server.modals.object_of(view),
        }
        return await self._interact(body, takes_answer=True)

    async def closed(self, view: View, *, is_cleared: bool) -> Answer:
        """Tell that a modal was closed without being sent."""
        body = self._common("view_closed", view.user)
        body |= {"view": self.server.modals.object_of(view), "is_cleared": is_cleared}
        return await self._interact(body)

    async def shortcut(self, user: str, callback_id: str) -> Answer:
        """Deliver a global shortcut: it knows no channel and gets no response URL."""
        whole = self._common("shortcut", user)
        del whole["api_app_id"], whole["user"]["name"]
        body = whole | {
            "action_ts": self.server.workspace.next_ts(),
            "callback_id": callback_id,
            "trigger_id": self.server.tickets.trigger(user),
        }
        return await self._interact(body)

    async def message_shortcut(self, user: str, callback_id: str, message: Message) -> Answer:
        """Deliver a shortcut from a message's menu."""
        workspace = self.server.workspace
        channel = workspace.channels[message.channel]
        whole = self._common("message_action", user)
        del whole["api_app_id"], whole["user"]["username"]
        body = whole | {
            "action_ts": workspace.next_ts(),
            "callback_id": callback_id,
            "trigger_id": self.server.tickets.trigger(user),
            "response_url": self._response_url(channel.id, user, message.ts),
            "message_ts": message.ts,
            "message": workspace.object_of(message),
            "channel": {"id": channel.id, "name": channel_name(channel)},
        }
        return await self._interact(body)

    async def _interact(self, body: Json, *, takes_answer: bool = False) -> Answer:
        parcel = Parcel(Sort.INTERACTION, body["type"], body, takes_answer)
        answer = await self.server.courier.ask(parcel)
        if not takes_answer and answer.error is None and answer.content:
            what = f"the acknowledgement of {body['type']} must be empty"
            self.server.log.violated(what, answer.content)
        return answer

    def _common(self, kind: str, user: str) -> Json:
        workspace = self.server.workspace
        name = workspace.users[user].name
        return {
            "type": kind,
            "team": {"id": workspace.team, "domain": workspace.domain},
            "user": {"id": user, "username": name, "name": name, "team_id": workspace.team},
            "api_app_id": workspace.app,
            "token": self.server.verification,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _action(self, block: Json, act: Json) -> Json:
        ids = {"block_id": block["block_id"], "action_ts": self.server.workspace.next_ts()}
        return act | ids

    def _response_url(self, channel: str, user: str, message: str | None = None) -> str:
        response = self.server.tickets.response(channel, user, message)
        return f"{self.server.base_url}/response/{response}"


def channel_name(channel: Channel) -> str:
    """Return the name an app is told: private channels keep theirs to themselves."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def clicked(button: Json) -> Json:
    """Return what `actions` holds for a button."""
    kept = ("type", "action_id", "text", "value", "style", "url", "confirm")
    return {key: button[key] for key in kept if key in button}


def changed(element: Json, state: Json) -> Json:
    """Return what `actions` holds for an element that was set."""
    kept = ("action_id", "placeholder", "confirm", "initial_option", "initial_user")
    extra = {key: element[key] for key in kept if key in element}
    if "initial_option" in extra:
        extra["initial_option"] = shown(extra["initial_option"])
    return state | extra
