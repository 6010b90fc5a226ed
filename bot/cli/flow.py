"""`kasuhara flow`: the triage tables, proved and tried."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import AsJson, print_json, problem

app = typer.Typer(help="The triage tables, proved and tried.")


@app.command("check")
def prove(
    file: Annotated[
        Path | None, typer.Argument(help="A flow.yaml with its tables beside it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove that the tables leave no gap, no rule or card without effect, no contradiction."""
    from flows.errors import SettingsError  # noqa: PLC0415
    from flows.triage import (  # noqa: PLC0415
        FlowError,
        check_cards,
        check_changes,
        check_flow,
        load_cards,
        load_flow,
    )

    if file is not None and not file.exists():
        raise SettingsError(f"{file}: there is no such file")
    folder = file if file is None or file.is_dir() else file.parent
    try:
        flow, cards = load_flow(folder), load_cards(_own_cards(folder))
        proof = check_flow(flow)
        check_changes(flow)
        check_cards(flow, cards)
    except FlowError as error:
        if as_json:
            print_json({"ok": False, "problem": str(error)})
        raise problem(str(error)) from None
    if as_json:
        print_json(
            {
                "ok": True,
                "flow_version": proof.flow_version,
                "flow_hash": proof.flow_hash,
                "tables": proof.tables,
                "rules": proof.rules,
                "regions": proof.regions,
                "questions": proof.questions,
                "cards": len(cards),
            }
        )
        return
    typer.echo(f"Flow {proof.flow_version} ({proof.flow_hash[:12]}) is proved:")
    typer.echo(
        f"- {proof.tables} tables leave no gap and contradict nothing "
        f"({proof.regions} regions looked at)"
    )
    typer.echo(f"- {proof.rules} rules: some answers lead to each")
    typer.echo(f"- {proof.questions} questions: each can be asked, or is there on request")
    typer.echo(f"- {len(cards)} cards: each can be shown")


def _own_cards(folder: Path | None) -> Path | None:
    """Return the cards beside a flow; None for the shipped ones, where there are none."""
    own = None if folder is None else folder / "cards.yaml"
    return own if own is not None and own.exists() else None


@app.command("graph")
def draw(
    lang: Annotated[str, typer.Option(help="ja or en.")] = "ja",
    out: Annotated[Path | None, typer.Option(help="Write it there instead.")] = None,
) -> None:
    """Print the decision as a picture in Mermaid's words: the rules, in the order looked at."""
    from flows.errors import SettingsError  # noqa: PLC0415
    from flows.triage import load_flow  # noqa: PLC0415
    from handlers.documents.flow_graph import mermaid  # noqa: PLC0415
    from handlers.texts import LANGUAGES, Texts  # noqa: PLC0415

    if lang not in LANGUAGES:
        raise SettingsError(f"--lang is one of {', '.join(LANGUAGES)}")
    graph = mermaid(load_flow(), Texts.load().in_(lang))
    if out is None:
        typer.echo(graph, nl=False)
        return
    try:
        out.write_text(graph, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{out}: {error.strerror}") from None


@app.command("decide")
def decide_answers(
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS.json", help="The answers.")],
    as_json: AsJson = True,  # noqa: ARG001 - what it prints is JSON either way
) -> None:
    """Print what the tables propose for one file of answers, as JSON."""
    from bot.files import read_json  # noqa: PLC0415
    from flows.errors import SettingsError  # noqa: PLC0415
    from flows.triage import (  # noqa: PLC0415
        AnswersError,
        Thresholds,
        decide,
        load_flow,
        parse_answers,
    )

    try:
        given = parse_answers(read_json(answers))
    except AnswersError as error:
        raise SettingsError(f"{answers}: {error}") from None
    print_json(decide(load_flow(), given, thresholds=Thresholds()).to_document())
