"""Files that are not a usable flow, each refused with one sentence naming the place."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.triage import Flow, FlowError, check_flow, load_flow
from flows.triage.flow import SHIPPED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped flow to break."""
    for file in SHIPPED.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert text.count(old) >= 1, "the shipped file has changed; adapt the mutation"
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


UNREADABLE = [
    (
        "rules.yaml",
        'if: {gravity: serious, after_stop: "yes"}',
        'if: {gravity: heavy, after_stop: "yes"}',
        "rules.yaml: rule R3b: gravity has no value 'heavy'",
    ),
    (
        "rules.yaml",
        'if: {gravity: serious, after_stop: "yes"}',
        "if: {mood: bad}",
        "rules.yaml: rule R3b: the table has no input 'mood'",
    ),
    (
        "rules.yaml",
        "if: {gravity: grave}\n        then: KASUHARA",
        "if: {gravity: grave}\n        then: BAD",
        "rules.yaml: rule R2: the table has no value 'BAD'",
    ),
    (
        "rules.yaml",
        "if: {gravity: grave}\n        then: KASUHARA",
        "if: {gravity: [3]}\n        then: KASUHARA",
        "rules.yaml: rule R2: if.gravity is wrong (Input should be a valid string)",
    ),
    ("rules.yaml", "- id: R3c", "- id: R3b", "rules.yaml: rule R3b: the id is there twice"),
    (
        "rules.yaml",
        ', en: "It went on after a request to stop."',
        "",
        "rules.yaml: rule R3b: says.en is missing",
    ),
    (
        "rules.yaml",
        'en: "It went on after a request to stop."',
        'en: ""',
        "rules.yaml: rule R3b: says.en is wrong",
    ),
    (
        "rules.yaml",
        "source: law\n      - id: R0b",
        "source: rumour\n      - id: R0b",
        "rules.yaml: rule R0a: there is no source 'rumour'",
    ),
    (
        "rules.yaml",
        "source: law\n      - id: R0b",
        "colour: red\n      - id: R0b",
        "rules.yaml: rule R0a: colour is not a known key",
    ),
    (
        "rules.yaml",
        "        source: law\n      - id: R0b",
        "      - id: R0b",
        "rules.yaml: rule R0a: a sentence and its source go together",
    ),
    (
        "rules.yaml",
        "inputs: [danger, gravity]",
        "inputs: [danger, severity]",
        "rules.yaml: table urgent: there is no input 'severity' before it",
    ),
    (
        "rules.yaml",
        "- id: urgent",
        "- id: danger",
        "rules.yaml: table danger: the name is taken already",
    ),
    ("rules.yaml", "hit: FIRST", "hit: SOMETIMES", "rules.yaml: table urgent: hit is wrong"),
    ("rules.yaml", "tables:", "tables: [", "rules.yaml: this is not valid YAML in line"),
    (
        "severity.yaml",
        "values: [S0, S1, S2, S3, S4]\n    rules:\n      - {id: H0",
        "values: [S0, S1, S2, S3, S4, S5]\n    rules:\n      - {id: H0",
        "flow.yaml: no table decides severity as",
    ),
    ("flow.yaml", "acts.yaml, ", "", "rules.yaml: table urgent: there is no input 'gravity'"),
    ("flow.yaml", "acts.yaml, ", "gone.yaml, ", "gone.yaml: the file cannot be read"),
    (
        "flow.yaml",
        "actor: [colleague]",
        "actor: [boss]",
        "flow.yaml: stops: actor has no option 'boss'",
    ),
    (
        "questions.yaml",
        "{id: now, ja: いま危ない,",
        "{id: soon, ja: いま危ない,",
        "questions.yaml: question danger: there is no option 'soon'",
    ),
    (
        "questions.yaml",
        "      - {id: now, ja: いま危ない, en: In danger now}\n",
        "",
        "questions.yaml: question danger: option now is missing",
    ),
    (
        "questions.yaml",
        "      - {id: now, ja: いま危ない, en: In danger now}\n",
        "      - {id: now, ja: いま危ない, en: In danger now}\n" * 2,
        "questions.yaml: question danger: an option is there twice",
    ),
    (
        "questions.yaml",
        ", en: In danger now",
        "",
        "questions.yaml: option now: en is missing",
    ),
    (
        "questions.yaml",
        "ja: いま危ない",
        "ja: " + "危" * 76,
        "questions.yaml: question danger: option now is longer than 75 characters",
    ),
    ("questions.yaml", "id: scene", "id: actor", "questions.yaml: question actor: the id is"),
    (
        "questions.yaml",
        "id: scene",
        "id: weather",
        "questions.yaml: question weather: no answer has this id",
    ),
    (
        "questions.yaml",
        "when: [{acts: [intimidation]}]",
        "when: [{acts: [shouting]}]",
        "questions.yaml: question single_burst: when: acts has no option 'shouting'",
    ),
    (
        "questions.yaml",
        "when: [{acts: [intimidation]}]",
        "when: [{mood: [bad]}]",
        "questions.yaml: question single_burst: when: there is no question 'mood'",
    ),
    (
        "questions.yaml",
        "{id: other, group: demand,",
        "{id: other, group: rest,",
        "questions.yaml: question acts: option other belongs to no group",
    ),
    (
        "questions.yaml",
        "category: C6, weight: 3, traits: [body], ja: 殴る",
        "category: C6, ja: 殴る",
        "questions.yaml: question acts: option assault: weight is missing",
    ),
    (
        "questions.yaml",
        "category: C6, weight: 3, traits: [body], ja: 殴る",
        "category: C6, weight: 3, traits: [bad], ja: 殴る",
        "questions.yaml: question acts: option assault: there is no trait 'bad'",
    ),
    (
        "questions.yaml",
        "{id: repeats, kind",
        "{id: times, kind",
        "questions.yaml: question numbers: field times: no answer has this id",
    ),
    (
        "questions.yaml",
        "{id: property, kind",
        "{id: scene, kind",
        "questions.yaml: question customer: field scene: the id belongs to the answers",
    ),
    (
        "questions.yaml",
        "stage: later\n    kind: branch",
        "stage: later\n    kind: form",
        "questions.yaml: question branch: a form has fields, and only a form",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), UNREADABLE)
def test_wrong_structure(folder: Path, name: str, old: str, new: str, sentence: str) -> None:
    """A wrong structure is refused when the flow is read."""
    change(folder, name, old, new)
    with pytest.raises(FlowError) as caught:
        load_flow(folder)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_too_many_options(folder: Path) -> None:
    """A group of more than ten checkboxes is refused."""
    for act in ("assault", "threat", "extortion"):
        change(
            folder, "questions.yaml", f"{{id: {act}, group: danger", f"{{id: {act}, group: manner"
        )
    with pytest.raises(FlowError, match="question acts: group manner has more than ten options"):
        load_flow(folder)


def test_too_many_ungrouped_options(folder: Path) -> None:
    """A list of more than ten checkboxes without groups is refused."""
    change(
        folder,
        "questions.yaml",
        "en: who it was}\n    stage: first\n    kind: one",
        "en: who it was}\n    stage: first\n    kind: many",
    )
    with pytest.raises(FlowError, match="question actor: group of all options has more than ten"):
        load_flow(folder)


def test_no_acts(folder: Path) -> None:
    """A flow without the question about acts is refused."""
    text = (folder / "questions.yaml").read_text("utf-8")
    start, end = text.index("  - id: acts\n"), text.index("  - id: past_event\n")
    (folder / "questions.yaml").write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(FlowError, match=r"questions.yaml: question acts is missing"):
        load_flow(folder)


def test_not_utf8(folder: Path) -> None:
    """A file in another encoding is refused."""
    (folder / "rules.yaml").write_bytes("tables: 要求".encode("shift_jis"))
    with pytest.raises(FlowError, match=r"rules.yaml: this is not valid YAML"):
        load_flow(folder)


def test_not_a_mapping(folder: Path) -> None:
    """A file that holds only a text is refused."""
    (folder / "rules.yaml").write_text("hello", "utf-8")
    with pytest.raises(FlowError, match=r"rules.yaml: is wrong"):
        load_flow(folder)


UNPROVEN = [
    (
        "rules.yaml",
        '      - {id: R1c, then: "no"}',
        '      - {id: R1c, if: {danger: none}, then: "no"}',
        "rules.yaml: table urgent: no rule covers danger = past",
    ),
    (
        "rules.yaml",
        "if: {gravity: serious, remark: passing}",
        'if: {gravity: serious, remark: passing, after_stop: "yes"}',
        "rules.yaml: rule R3f: it is never reached, the rules before cover it",
    ),
    (
        "rules.yaml",
        "if: {gravity: serious, remark: outright}",
        "if: {gravity: serious}",
        "rules.yaml: rule R3b: it is never reached, the rules before cover it",
    ),
    (
        "modifiers.yaml",
        "{id: E1b, if: {scope: unknown}",
        "{id: E1b, if: {scope: [unknown, customer]}",
        "modifiers.yaml: rule E1b: it overlaps rule E1a at scope = customer",
    ),
    (
        "modifiers.yaml",
        "{capped: [GREY, INSUFFICIENT, OUT_OF_SCOPE]}",
        "{capped: [GREY, INSUFFICIENT]}",
        "modifiers.yaml: table beyond_acceptable: no rule covers capped = OUT_OF_SCOPE",
    ),
    pytest.param(
        "rules.yaml",
        "if: {gravity: serious, remark: passing}",
        'if: {gravity: serious, remark: passing, only_repetition: "yes"}',
        "rules.yaml: rule R3f: no answers lead to it",
        marks=pytest.mark.no_cover,  # everything there is is tried: to be measured doubles that
    ),
    (
        "questions.yaml",
        "id: evidence\n",
        "id: evidence\n    decides: true\n",
        "questions.yaml: question evidence: no answers lead to it",
    ),
    (
        "questions.yaml",
        "when: [{reported_as: [for_other, witness]}]",
        "unless: [{reported_as: [self, for_other, witness]}]\n    when: [{reported_as: [witness]}]",
        "questions.yaml: question affected: no answers lead to it",
    ),
]


FEW = (
    *("assault", "forced_humiliation", "intimidation", "discrimination", "sexual_remarks"),
    *("filming_or_posting_pressure", "named_or_false_posting", "named_criticism"),
    *("dismissal_demand", "repetition", "other"),
)
"""Acts that lead to every rule: with these alone, everything there is is soon tried."""


def with_few_acts(flow: Flow) -> Flow:
    return replace(flow, acts={act: flow.acts[act] for act in FEW})


@pytest.mark.parametrize(("name", "old", "new", "sentence"), UNPROVEN)
def test_wrong_tables(folder: Path, name: str, old: str, new: str, sentence: str) -> None:
    """A gap, a dead rule, an overlap or an unreachable question is refused by the proof."""
    change(folder, name, old, new)
    flow = with_few_acts(load_flow(folder))
    with pytest.raises(FlowError) as caught:
        check_flow(flow)
    assert str(caught.value).startswith(sentence)


def test_few_acts_are_enough(flow: Flow) -> None:
    """What is refused above is refused for what was changed, not for want of acts."""
    check_flow(with_few_acts(flow))


def test_shipped_flow_is_proved(flow: Flow) -> None:
    """The shipped flow passes the full proof, which names version and hash."""
    proof = check_flow(flow)
    assert (proof.flow_version, proof.flow_hash) == (flow.version, flow.hash)
    assert proof.rules == sum(len(table.rules) for table in flow.tables)
    assert proof.regions > proof.rules


def test_hash_changes_with_the_files(flow: Flow, folder: Path) -> None:
    """The same files give the same hash, and a changed word another."""
    assert load_flow(folder).hash == flow.hash
    change(folder, "rules.yaml", "やめるよう求めたあとも", "中止を求めたあとも")
    assert load_flow(folder).hash != flow.hash
