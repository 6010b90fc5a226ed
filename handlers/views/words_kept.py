"""Words or files added in the thread were kept."""

from flows.report.view_states import WordsKeptState
from handlers.blocks import context
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import listed


def view(state: WordsKeptState, t: Text) -> Rendered:
    """Say how many of each."""
    kept = []
    if state.words:
        kept.append(t("words-kept-words", count=state.words))
    if state.files:
        kept.append(t("words-kept-files", count=state.files))
    if state.quoted:
        kept.append(t("words-kept-quoted", count=state.quoted))
    said = t("words-kept", what=listed(kept, t)) if kept else t("words-kept-none")
    return Rendered(t("report-notify"), [context(said)])
