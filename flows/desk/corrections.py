"""What was said before it was corrected, read from the timeline."""

from collections.abc import Mapping, Sequence

from flows.desk.view_states import Correction, Said, Standing
from flows.timeline import Entry, EntryKind
from flows.triage import Answers, Flow
from flows.triage.answers import IDS

_ANSWERS = frozenset({EntryKind.ANSWERED, EntryKind.CORRECTED})


def corrections_in(flow: Flow, entries: Sequence[Entry]) -> tuple[Correction, ...]:
    """Return every correction of an answer in the order made, with what was said before."""
    known: dict[str, object] = {}
    found = []
    for entry in entries:
        content = entry.content or {}
        given = content.get("given")
        if entry.kind not in _ANSWERS or not isinstance(given, Mapping):
            continue
        if "question" in content:
            question = flow.question(str(content["question"]))
            before = {key: known.get(key) for key in question.answer_ids}
            given = {key: given.get(key) for key in question.answer_ids}
            if entry.kind is EntryKind.CORRECTED:
                found.append(Correction(question, entry.at, _answers(before), _answers(given)))
        known |= given
    return tuple(found)


def words_in(entries: Sequence[Entry], standing: str) -> tuple[Said, ...]:
    """Return all words in the order they came; `standing` are those that stand by now."""
    found = []
    for entry in entries:
        if entry.kind is not EntryKind.WORDS or not entry.content:
            continue
        text = str(entry.content["text"])
        if f"\n{text}\n" not in f"\n{standing}\n":
            found.append(Said(entry.at, text, Standing.FORMER))
        elif entry.content.get("rewrites"):
            found.append(Said(entry.at, text, Standing.REWRITTEN))
        else:
            found.append(Said(entry.at, text))
    return tuple(found)


def _answers(given: Mapping[str, object]) -> Answers:
    """Return the triage answers among what was given; the rest is kept elsewhere."""
    answers = Answers()
    for key, value in given.items():
        if key in IDS:
            answers = answers.with_answer(key, value)
    return answers
