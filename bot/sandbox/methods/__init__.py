"""The Web API methods the bot uses, and no others."""

from bot.sandbox.methods import chat, conversations, files, history, identity, people, views
from bot.sandbox.methods.method import Method

METHODS: dict[str, Method] = {
    method.name: method
    for module in (chat, conversations, files, history, identity, people, views)
    for method in module.METHODS
}
