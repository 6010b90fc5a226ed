"""The page's server: who is heard, what a tab is told, what it may ask for."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from yarl import URL

from bot.clock import MovableClock
from bot.sandbox.company import minato
from bot.sandbox.manifest import Manifest
from bot.sandbox.page.bench import next_monday
from bot.sandbox.page.company import Mention
from bot.sandbox.page.inspection import mentioned
from bot.sandbox.page.routes import Page
from bot.sandbox.server import SlackServer
from flows.errors import SettingsError
from tests.workspace import MANIFEST, standing_clock

TEAM = "C0TEAMSHINJUKU"


class NoBot:
    """A company without a bot: the clock moves, and what else is asked for is written down."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.wrong: str | None = None

    def move_clock(self, step: timedelta) -> None:
        """Let time pass."""
        self.clock.move(step)

    async def stop_bot(self) -> None:
        """Write it down."""
        self.asked.append("stop")

    async def start_bot(self) -> None:
        """Write it down, or say what is wrong."""
        if self.wrong is not None:
            raise SettingsError(self.wrong)
        self.asked.append("start")

    def begin_again(self) -> None:
        """Write it down."""
        self.asked.append("again")

    async def record(self, mentioned: Mention) -> Mapping[str, Any] | None:
        """Know of no case."""
        self.asked.append(f"record {mentioned.numbers}")
        return None


class Tab:
    """A browser's tab without a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0

    async def told(self, kind: str) -> dict[str, Any]:
        """Return the next thing of this kind that the tab is told."""
        async with asyncio.timeout(5):
            while True:
                said: dict[str, Any] = json.loads(await self.socket.receive_str())
                if said["type"] == kind:
                    return said

    async def ask(self, act: str, **given: Any) -> dict[str, Any]:
        """Ask for an act and return its answer."""
        self.number += 1
        await self.socket.send_str(json.dumps({"id": self.number, "act": act} | given))
        while (answer := await self.told("answer"))["id"] != self.number:
            pass
        return answer


class Front:
    """The page's server and a client that stands in for browsers."""

    def __init__(self, slack: SlackServer, company: NoBot, http: aiohttp.ClientSession) -> None:
        self.slack = slack
        self.company = company
        self.http = http

    async def tab(self, user: str = "U0SATO") -> Tab:
        """Open a tab as somebody, as the page's own script does."""
        address = f"{self.slack.base_url}/client?as={user}"
        return Tab(await self.http.ws_connect(address, origin=self.slack.base_url))


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    """The page in front of the company, with no bot behind it."""
    clock = standing_clock()
    slack = SlackServer(minato(clock), Manifest.read(MANIFEST), clock)
    company = NoBot(clock)
    page = Page(slack, company, tmp_path / "uploads")
    await slack.start(extend=page.routes)
    page.open()
    async with aiohttp.ClientSession() as http:
        yield Front(slack, company, http)
        await page.close()
    await slack.stop()


async def test_the_page_may_load_nothing_from_elsewhere(front: Front) -> None:
    """The policy names no other server, and no script or style within the page."""
    async with front.http.get(f"{front.slack.base_url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in text
    assert "style=" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/1/..%2f..%2froutes.py",
        "/static/1/%2e%2e/routes.py",
        "/static/1/none.js",
        "/static/1/js",
        "/static/1/js%00",
        "/static/1/" + "a" * 6000,
        "/files/F1",
    ],
)
async def test_nothing_outside_the_page_is_given(front: Front, path: str) -> None:
    """A path that leads out of the page's folder, or nowhere, is not found."""
    async with front.http.get(URL(f"{front.slack.base_url}{path}", encoded=True)) as answer:
        assert answer.status == 404


async def test_a_browser_keeps_the_parts(front: Front) -> None:
    """Under the page's own addresses parts are kept for good, under an older one they are not."""
    async with front.http.get(f"{front.slack.base_url}/") as answer:
        (style,) = re.findall(r'href="(/static/\w+/css/base.css)"', await answer.text())
        assert answer.headers["Cache-Control"] == "no-cache"
    async with front.http.get(f"{front.slack.base_url}{style}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    older = f"{front.slack.base_url}/static/older/css/base.css"
    async with front.http.get(older) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("origin", ["http://evil.example", None])
async def test_another_site_is_not_heard(front: Front, origin: str | None) -> None:
    """A connection or a file from another site's page is refused."""
    headers = {"Origin": origin} if origin else {}
    address = f"{front.slack.base_url}/upload?as=U0SATO&name=a.txt"
    async with front.http.post(address, data=b"x", headers=headers) as answer:
        assert answer.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await front.http.ws_connect(f"{front.slack.base_url}/client", origin=origin)


async def test_a_name_that_leads_here_is_not_heard(front: Front) -> None:
    """Another site's name may lead to this machine for a moment; it is answered nothing."""
    evil = {"Origin": "http://evil.example:9", "Host": "evil.example:9"}
    for path in ("/", "/client?as=U0SATO", "/upload?as=U0SATO&name=a.txt", "/api/auth.test"):
        async with front.http.get(f"{front.slack.base_url}{path}", headers=evil) as answer:
            assert answer.status == 403, path
    port = URL(front.slack.base_url).port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"):
        async with front.http.get(f"{front.slack.base_url}/", headers={"Host": host}) as answer:
            assert answer.status == 200, host


async def test_another_site_cannot_call_as_the_app(front: Front) -> None:
    """A form that a browser sends here is refused, whatever token it holds."""
    call = f"{front.slack.base_url}/api/chat.postMessage"
    form = {"token": front.slack.bot_token, "channel": TEAM, "text": "話"}
    for origin in ("http://evil.example", "null", front.slack.base_url):
        async with front.http.post(call, data=form, headers={"Origin": origin}) as answer:
            assert answer.status == 403
    assert not front.slack.workspace.messages
    async with front.http.post(call, data=form) as answer:
        assert (await answer.json())["ok"]


async def test_half_a_character(front: Front) -> None:
    """It is refused, and nobody in that channel is the worse for it."""
    sato, mori = await front.tab(), await front.tab("U0MORI")
    refused = await sato.ask("say", channel=TEAM, text="half \ud83d emoji")
    assert not refused["ok"]
    assert (await sato.ask("say", channel=TEAM, text="whole 😀"))["ok"]
    assert (await mori.told("message"))["message"]["text"] == "whole 😀"


async def test_a_text_without_end(front: Front) -> None:
    """A message is as long as Slack takes it, and no longer."""
    tab = await front.tab()
    assert not (await tab.ask("say", channel=TEAM, text="字" * 40_001))["ok"]
    assert (await tab.ask("say", channel=TEAM, text="字" * 40_000))["ok"]


async def test_a_tab_sees_what_its_person_sees(front: Front) -> None:
    """The snapshot has their channels, and what follows is only of those."""
    tab = await front.tab()
    snapshot = await tab.told("snapshot")
    assert [one["id"] for one in snapshot["channels"]] == [TEAM, "C0LUNCH", "D0SATO"]
    await front.slack.person("U0HQONE").say("C0HQ", "本社の話")
    await front.slack.person("U0MORI").say(TEAM, "<b> & 話")
    heard = await tab.told("message")
    assert heard["message"]["text"] == "&lt;b&gt; &amp; 話"


async def test_unread_marks_are_counted_and_read(front: Front) -> None:
    """A message marks its channel, a mention counts, and opening takes both away."""
    tab = await front.tab()
    await front.slack.person("U0MORI").say(TEAM, "@sato 見てください")
    while not (unread := (await tab.told("unread"))["unread"])["channels"]:
        pass
    assert unread == {"channels": [TEAM], "badges": {TEAM: 1}, "threads": []}
    await tab.ask("open", channel=TEAM)
    again = await (await front.tab()).told("snapshot")
    assert again["unread"] == {"channels": [], "badges": {}, "threads": []}


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("say", {"channel": "C0HQ", "text": "x"}),
        ("say", {"channel": TEAM, "text": "   "}),
        ("say", {"channel": TEAM, "text": 5}),
        ("say", {"channel": TEAM, "text": "x", "files": ["F1"]}),
        ("command", {"channel": TEAM, "name": "/nosuch", "text": ""}),
        ("press", {"place": "message", "channel": TEAM, "ts": "1.2", "action": "a", "block": "b"}),
        ("submit", {"view": "V1", "entries": {}}),
        ("close", {"view": "V1"}),
        ("home", {"tab": "home"}),
        ("move_clock", {"minutes": -5}),
        ("plan_fault", {"kind": "nosuch", "name": "*", "times": 1}),
        ("details", {"entry": "d99"}),
        ("nosuch", {}),
    ],
)
async def test_what_cannot_be_done_is_refused_in_words(
    front: Front, act: str, given: dict[str, Any]
) -> None:
    """An act that Slack, or sense, does not allow has a sentence for an answer."""
    tab = await front.tab()
    answer = await tab.ask(act, **given)
    assert answer["ok"] is False
    assert answer["said"]
    assert front.slack.violations == []


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"id": "1", "act": "open"}'])
async def test_what_cannot_be_read_is_refused(front: Front, text: str) -> None:
    """What is no act at all is answered, and the tab lives on."""
    tab = await front.tab()
    await tab.socket.send_str(text)
    assert (await tab.told("answer"))["ok"] is False
    assert (await tab.ask("open", channel=TEAM))["ok"] is True


async def test_a_press_counts_although_the_message_has_just_changed(front: Front) -> None:
    """What is pressed before a change has been seen is still there, in a block with a new id."""
    tab = await front.tab()
    workspace = front.slack.workspace
    text = {"type": "plain_text", "text": "受ける"}
    blocks = [{"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text}]}]
    shown = workspace.post(TEAM, workspace.bot_user.id, "一", blocks=blocks, bot_id="B")
    seen = (await tab.told("message"))["message"]["blocks"][0]["block_id"]
    workspace.edit(shown, "二", blocks)
    where = {"place": "message", "channel": TEAM, "ts": shown.ts, "block": seen}
    assert (await tab.ask("press", action="a", **where))["ok"] is True
    assert (await tab.ask("press", action="b", **where))["ok"] is False
    (press,) = [one for one in front.slack.log.deliveries if one.name == "block_actions"]
    assert press.body["actions"][0]["block_id"] == shown.blocks[0]["block_id"] != seen


async def test_a_message_for_one_person_is_told_to_them_alone(front: Front) -> None:
    """An ephemeral message reaches its reader's tab, is dismissed there, and nobody else's."""
    mine, other = await front.tab(), await front.tab("U0MORI")
    workspace = front.slack.workspace
    private = workspace.post(TEAM, workspace.bot_user.id, "内緒", only_for="U0SATO", bot_id="B")
    assert (await mine.told("message"))["message"]["isPrivate"] is True
    refused = await other.ask("dismiss", channel=TEAM, ts=private.ts)
    assert refused["ok"] is False
    assert (await mine.ask("dismiss", channel=TEAM, ts=private.ts))["ok"] is True
    assert workspace.message(TEAM, private.ts) is None


async def test_a_bot_that_does_not_start_says_why(front: Front) -> None:
    """Where a fault keeps the bot from starting, the visitor reads that sentence."""
    tab = await front.tab()
    front.company.wrong = "SLACK_BOT_TOKEN: Slack does not accept it"
    answer = await tab.ask("start_bot")
    assert (answer["ok"], answer["said"]) == (False, front.company.wrong)
    assert front.slack.violations == []


async def test_the_clock_moves_for_everybody(front: Front) -> None:
    """Moving the clock on is told to every tab."""
    tab, other = await front.tab(), await front.tab("U0MORI")
    before = front.company.clock.now()
    await tab.ask("move_clock", minutes=2)
    told = datetime.fromisoformat((await other.told("clock"))["now"])
    assert told - before >= timedelta(minutes=2)


def test_the_coming_monday_at_nine() -> None:
    """On a Monday before nine it is that day; at nine and later it is the next week's."""
    zone = ZoneInfo("Asia/Tokyo")
    monday = datetime(2026, 11, 23, 9, tzinfo=zone)
    assert next_monday(datetime(2026, 11, 22, 12, tzinfo=zone)) == monday
    assert next_monday(datetime(2026, 11, 23, 8, 59, tzinfo=zone)) == monday
    assert next_monday(monday) == monday + timedelta(days=7)


async def test_the_inspector_follows_calls_and_plans_faults(front: Front) -> None:
    """A call of the app is told with its outcome, its arguments are shown, a fault hits it."""
    tab = await front.tab()
    await tab.ask("inspect", on=True)
    planned = await tab.ask("plan_fault", kind="server_error", name="auth.test", times=1)
    assert planned["faults"] == [{"kind": "server error", "name": "auth.test", "left": 1}]
    token = {"Authorization": f"Bearer {front.slack.bot_token}"}
    for status in (500, 200):
        async with front.http.post(f"{front.slack.api_url}auth.test", headers=token) as answer:
            assert answer.status == status
    first = (await tab.told("logged"))["entry"]
    assert (first["name"], first["status"], first["fault"]) == ("auth.test", 500, "server error")
    second = (await tab.told("logged"))["entry"]
    said = await tab.ask("details", entry=second["id"])
    assert json.loads(said["said"])["answer"]["user_id"] == "U0KASUHARA"
    assert (await tab.ask("record", entry=second["id"]))["record"] is None


async def test_a_call_says_which_case_it_is_about(front: Front) -> None:
    """Numbers, ids and threads are found wherever they stand in what was said."""
    case = "0d3a7f52-8b0e-4f43-9a55-5f6b6f3f4c10"
    blocks = [{"text": {"text": "K-2026-0042 新宿店"}, "value": case}]
    log = front.slack.log
    given = {"channel": TEAM, "thread_ts": "1795230000.000100", "blocks": blocks}
    log.called("chat.postMessage", given, 200, {"ok": True})
    found = mentioned(log, "c0")
    assert found.numbers == ("K-2026-0042",)
    assert found.ids == (case,)
    assert found.threads == ((TEAM, "1795230000.000100"),)
