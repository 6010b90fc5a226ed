"""書く: the words typed in the question's form, which change what stood in it and nothing else.

The form may have been open while more was typed in the thread, or on a second device.
"""

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from flows.membership.roles import company_of
from flows.ports import Office
from flows.report.add_evidence import SHOWING_WORDS, as_said, came_before, with_words
from flows.report.own_case import case_that_hears
from flows.report.proceed import proceed
from flows.report.refresh_questions import looks_of, refresh_questions
from flows.written import says_something

_DIGITS = 16  # of the digest: enough to tell one text from another


async def write_words(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    text: str,
    mark: str,
    *,
    delivery: str | None = None,
) -> None:
    """Keep the words of the form; what was typed since it was opened stays.

    Args:
        office: the time and the flow.
        workspace: whose report it is.
        case_id: the report.
        actor: who sent the form.
        text: what was sent.
        mark: what `mark_of` said of the form when it was opened.
        delivery: names the form; one that comes twice changes nothing.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await case_that_hears(work, case_id, actor)
        if not says_something(text) or await came_before(work, case_id, delivery):
            return
        looked = await looks_of(office, work, company, before)
        known = before.answers.words or ""
        words = joined(known, text, mark)
        case = replace(before, reopened=before.reopened - {"words"})
        if words != before.answers.words:
            said = as_said(text, delivery) | {"rewrites": True}
            if words.startswith(f"{known}\n"):  # nothing that stood was changed
                said = as_said(words[len(known) + 1 :], delivery)
            elif not known:
                said = as_said(text, delivery)
            case = await with_words(office, work, before, said, words)
        if case == before:
            return
        case = await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, *SHOWING_WORDS)
        await refresh_questions(office, work, company, looked, case)


def mark_of(stood: str) -> str:
    """Return what a form carries to say later which words stood in it; empty for none.

    A count and a digest, so that the words need not travel twice.
    """
    return f"{len(stood)}-{_digest(stood)}" if stood else ""


def joined(known: str, sent: str, mark: str) -> str:
    """Return all the words after a form was sent.

    What stood in the form is replaced by what was sent; what was typed since follows. Where
    the form only adds to what stood, what it adds comes last, as it was said last. Words that
    another form has changed meanwhile stay, and these follow.

    Args:
        known: the words as they are by now.
        sent: the words of the form.
        mark: what `mark_of` said of the form when it was opened.
    """
    if not known or sent == known:
        return sent
    stood = _stood(known, mark)
    if not stood:
        return f"{known}\n{sent}"
    since = known[len(stood) :]
    if sent == stood:
        return known
    if sent.startswith(f"{stood}\n"):
        return known + sent[len(stood) :]
    return sent + since


def _stood(known: str, mark: str) -> str | None:
    """Return the part of the known words that stood in the form; None where there is none."""
    count, _, digest = mark.partition("-")
    length = int(count) if count.isdecimal() else 0
    stood, since = known[:length], known[length:]
    same = _digest(stood) == digest and (not since or since.startswith("\n"))
    return stood if same else None


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
