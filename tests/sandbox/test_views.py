"""Modals: trigger ids, the stack of three, hashes, and what a form says back."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovableClock
from bot.sandbox.people import CannotDoError
from bot.sandbox.server import SlackServer
from tests.sandbox.bare_app import BareApp
from tests.sandbox.endpoint import Endpoint
from tests.sandbox.parts import actions, button, checkboxes, field, modal, plain

Json = dict[str, Any]


@pytest.fixture
def trigger(slack: SlackServer) -> str:
    return slack.tickets.trigger("U0SATO")


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Return the error code of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=arguments)
    error: str = refused.value.response["error"]
    return error


async def test_trigger_works_once(client: AsyncWebClient, trigger: str) -> None:
    """A trigger id opens one modal; a second time it is refused."""
    await client.views_open(trigger_id=trigger, view=modal())
    again = await refusal(client, "views.open", trigger_id=trigger, view=modal())
    assert again == "exchanged_trigger_id"


async def test_trigger_expires(client: AsyncWebClient, trigger: str, clock: MovableClock) -> None:
    """A trigger id is good for three seconds, and no longer."""
    clock.move(timedelta(seconds=3.1))
    late = await refusal(client, "views.open", trigger_id=trigger, view=modal())
    assert late == "expired_trigger_id"
    unknown = await refusal(client, "views.open", trigger_id="1.2.3", view=modal())
    assert unknown == "invalid_trigger_id"


async def test_malformed_view(client: AsyncWebClient, slack: SlackServer, trigger: str) -> None:
    """A malformed modal is refused with the reasons, and leaves the trigger unused."""
    wrong = modal(title=plain("x" * 25))
    assert await refusal(client, "views.open", trigger_id=trigger, view=wrong) == (
        "invalid_arguments"
    )
    assert slack.violations[0].detail == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    await client.views_open(trigger_id=trigger, view=modal())


async def test_stack_of_three(client: AsyncWebClient, slack: SlackServer, trigger: str) -> None:
    """Two more modals stand on the first; a fourth is refused; closing shows the one below."""
    sato = slack.person("U0SATO")
    first = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    for _ in range(2):
        assert sato.modal is not None
        inside = slack.tickets.trigger("U0SATO", sato.modal.id)
        view = (await client.views_push(trigger_id=inside, view=modal()))["view"]
        assert view["root_view_id"] == first["id"]
    inside = slack.tickets.trigger("U0SATO", view["id"])
    assert await refusal(client, "views.push", trigger_id=inside, view=modal()) == (
        "push_limit_reached"
    )
    await sato.close()
    assert sato.modal is not None
    assert sato.modal.id == view["previous_view_id"]


async def test_open_inside_a_modal(
    client: AsyncWebClient, slack: SlackServer, trigger: str
) -> None:
    """From inside a modal another is pushed, not opened; pushing needs one to push on."""
    push = await refusal(client, "views.push", trigger_id=trigger, view=modal())
    assert push == "not_found"
    view = (await client.views_open(trigger_id=slack.tickets.trigger("U0SATO"), view=modal()))[
        "view"
    ]
    inside = slack.tickets.trigger("U0SATO", view["id"])
    opened = await refusal(client, "views.open", trigger_id=inside, view=modal())
    assert opened == "invalid_arguments"


async def test_update(client: AsyncWebClient, slack: SlackServer, trigger: str) -> None:
    """An update with the hash it saw succeeds once, and keeps what was filled in."""
    sato = slack.person("U0SATO")
    view = (await client.views_open(trigger_id=trigger, view=modal(field("a"), field("b"))))["view"]
    sato.fill({"a": "一", "b": "二"})
    where = {"view_id": view["id"], "hash": view["hash"]}
    after = (await client.views_update(**where, view=modal(field("b"), field("c"))))["view"]
    assert after["state"]["values"] == {
        "b": {"typed": {"type": "plain_text_input", "value": "二"}},
        "c": {"typed": {"type": "plain_text_input", "value": None}},
    }
    assert await refusal(client, "views.update", **where, view=modal()) == "hash_conflict"
    await sato.close()
    gone = await refusal(client, "views.update", view_id=view["id"], view=modal())
    assert gone == "not_found"
    neither = await refusal(client, "views.update", view=modal())
    assert neither == "invalid_arguments"


async def test_external_id(client: AsyncWebClient, slack: SlackServer, trigger: str) -> None:
    """An external id names one open modal, and cannot name two."""
    await client.views_open(trigger_id=trigger, view=modal(external_id="x"))
    await client.views_update(external_id="x", view=modal(external_id="x", title=plain("二")))
    other = slack.tickets.trigger("U0EMMA")
    twice = await refusal(client, "views.open", trigger_id=other, view=modal(external_id="x"))
    assert twice == "duplicate_external_id"


NUMBER = {
    "type": "number_input",
    "action_id": "n",
    "is_decimal_allowed": False,
    "min_value": "0",
    "max_value": "100",
}


@pytest.mark.parametrize(
    ("element", "entry"),
    [
        ({"type": "plain_text_input", "action_id": "t"}, ""),
        ({"type": "plain_text_input", "action_id": "t", "min_length": 3}, "ab"),
        ({"type": "plain_text_input", "action_id": "t", "max_length": 3}, "abcd"),
        (NUMBER, "many"),
        (NUMBER, "1.5"),
        (NUMBER, -1),
        (NUMBER, 101),
        ({"type": "email_text_input", "action_id": "m"}, "nobody"),
        ({"type": "url_text_input", "action_id": "u"}, "nowhere"),
        (checkboxes("a"), []),
        ({"type": "datepicker", "action_id": "d"}, None),
    ],
)
async def test_client_checks_first(
    client: AsyncWebClient, slack: SlackServer, trigger: str, element: Json, entry: Any
) -> None:
    """What Slack's client refuses is shown there and never reaches the app."""
    await client.views_open(trigger_id=trigger, view=modal(field("b", element)))
    assert (await slack.person("U0SATO").submit({"b": entry})).keys() == {"b"}
    assert slack.log.deliveries == []


@pytest.fixture
async def form(app: BareApp, trigger: str) -> list[Json]:
    """An open modal whose acknowledgements are taken from the list, one by one."""
    answers: list[Json] = []

    @app.bolt.view("form")
    async def taken(ack: Any) -> None:
        await ack(**answers.pop(0))

    blocks = (field("a", optional=True), actions(button("more")))
    await app.client.views_open(trigger_id=trigger, view=modal(*blocks, callback_id="form"))
    return answers


def titles(slack: SlackServer) -> list[str]:
    """Return the titles of 佐藤's modals, bottom first."""
    return [view.content["title"]["text"] for view in slack.modals.stacks.get("U0SATO", [])]


async def test_form_answers(slack: SlackServer, form: list[Json]) -> None:
    """A form's acknowledgement shows errors, changes the modal, stacks another, or clears all."""
    sato = slack.person("U0SATO")
    form.append({"response_action": "errors", "errors": {"a": "もう一度"}})
    assert await sato.submit({"a": "x"}) == {"a": "もう一度"}
    second = modal(field("b"), callback_id="form", title=plain("二"))
    form.append({"response_action": "update", "view": second})
    assert await sato.submit() == {}
    assert titles(slack) == ["二"]
    form.append({"response_action": "push", "view": modal(callback_id="form", title=plain("三"))})
    assert await sato.submit({"b": "x"}) == {}
    assert titles(slack) == ["二", "三"]
    form.append({})
    assert await sato.submit() == {}
    assert titles(slack) == ["二"]
    form.append({"response_action": "clear"})
    await sato.submit({"b": "x"})
    assert titles(slack) == []
    assert (slack.violations, sato.errors) == ([], [])


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"a": ""}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "leave"},
    ],
)
async def test_malformed_form_answer(slack: SlackServer, form: list[Json], answer: Json) -> None:
    """A malformed answer to a form leaves the modal open, tells the person, is a violation."""
    sato = slack.person("U0SATO")
    form.append(answer)
    assert await sato.submit() == {}
    assert sato.modal is not None
    assert sato.errors == ["We had some trouble connecting. Try again?"]
    assert len(slack.violations) == 1


async def test_closing_everything(
    client: AsyncWebClient, slack: SlackServer, endpoint: Endpoint, trigger: str
) -> None:
    """Leaving a stack tells of every modal that asked to know, and that all were cleared."""
    quiet, telling = modal(), modal(notify_on_close=True)
    first = (await client.views_open(trigger_id=trigger, view=telling))["view"]["id"]
    for view in (quiet, telling):
        inside = slack.tickets.trigger("U0SATO", first)
        top = (await client.views_push(trigger_id=inside, view=view))["view"]["id"]
    await slack.person("U0SATO").close(everything=True)
    assert slack.person("U0SATO").modal is None
    told = [delivery.body for delivery in slack.log.deliveries]
    assert [(body["view"]["id"], body["is_cleared"]) for body in told] == [
        (top, True),
        (first, True),
    ]
    assert len(endpoint.came) == 2


@pytest.mark.usefixtures("form")
async def test_what_nobody_can_fill_in(slack: SlackServer) -> None:
    """A block that is not there, or takes no entry, cannot be filled in."""
    sato = slack.person("U0SATO")
    with pytest.raises(CannotDoError):
        sato.fill({"nowhere": "x"})
    await sato.close()
    with pytest.raises(CannotDoError):
        await sato.submit({})
