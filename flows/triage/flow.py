"""The flow: questions and tables read from their files, with the structure checked.

Reading checks the structure only, so that a start is quick; `proof.check_flow` proves the rest.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.triage.bilingual import Bilingual
from flows.triage.changes import Change, changes_from
from flows.triage.condition import Condition
from flows.triage.flow_error import FlowError
from flows.triage.format import ChangesFile, FlowFile, QuestionsFile, TablesFile
from flows.triage.questions import Act, Question
from flows.triage.read_questions import acts_from, condition_from, questions_from
from flows.triage.read_tables import OUTCOMES, tables_from
from flows.triage.table import Table
from flows.triage.yaml_file import read_yaml

SHIPPED = Path(__file__).parent
"""Where the flow that comes with the product stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """One version of the flow. `hash` is the SHA-256 over its files, in hexadecimal.

    A flow equals itself alone, so that results can be kept in mind by it.
    """

    version: str
    hash: str
    questions: tuple[Question, ...]
    acts: Mapping[str, Act]
    tables: tuple[Table, ...]
    sources: Mapping[str, Bilingual]
    stops: Condition
    changes: tuple[Change, ...]

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def load_flow(directory: Path | None = None) -> Flow:
    """Read the flow in `directory`, or the shipped one.

    Raises:
        FlowError: a file cannot be read or its structure is wrong.
    """
    return _shipped() if directory is None else _read(directory)


@cache  # it comes with the program, and stays as it is for as long as that runs
def _shipped() -> Flow:
    return _read(SHIPPED)


def _read(folder: Path) -> Flow:
    digest = hashlib.sha256()
    head = read_yaml(folder / "flow.yaml", FlowFile, digest)
    sources = {key: Bilingual(text.ja, text.en) for key, text in head.sources.items()}
    asked = read_yaml(folder / head.questions, QuestionsFile, digest)
    questions = questions_from(asked, head.questions)
    tables: list[Table] = []
    for name in head.tables:
        read = read_yaml(folder / name, TablesFile, digest)
        tables.extend(tables_from(read, name, known=tables, sources=sources))
    decided = {table.id: set(table.values) for table in tables}
    for outcome, values in OUTCOMES.items():
        if decided.get(outcome) != values:
            raise FlowError(f"flow.yaml: no table decides {outcome} as {sorted(values)}")
    changes = changes_from(read_yaml(folder / head.changes, ChangesFile, digest), head.changes)
    return Flow(
        version=head.version,
        hash=digest.hexdigest(),
        questions=questions,
        acts=acts_from(asked, head.questions),
        tables=tuple(tables),
        sources=sources,
        stops=condition_from(head.stops, "flow.yaml: stops"),
        changes=changes,
    )
