"""The coverage as shipped is honest: each mechanism once, each proof a test, each place and clause there."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.coverage import Coverage, Mechanism, clauseless, uncited, unclaimed
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS

ROOT = Path(__file__).parents[2]
Findings = Callable[[], list[Invalid]]
SMALL = """\
gaps:
  - {id: funding, name: Kinh phí, en: Funding lines}
mechanisms:
  - id: first
    plan: "184"
    clause: [III.2a]
    what: Việc thứ nhất
    en: The first
    kind: task
    configured: ["documents.yaml#qd-184-bnv-2024", "plans/184.yaml#184.9.2", procedures/report.yaml]
    use: [dondoc status]
    proof: tests/x.py::test_first
  - id: second
    plan: "184"
    clause: [III.2b]
    what: Việc thứ hai
    en: The second
    kind: budget
    proof: null
    lacks: [funding]
"""


def functions_of(file: str) -> set[str]:
    """The names of the test functions of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_mechanism_of_both_decisions_stands_once(shipped: Catalogue) -> None:
    """94 of Decision 184, 64 of the reform plan, each under an id of its own."""
    mechanisms = shipped.coverage.mechanisms
    assert Counter(each.plan for each in mechanisms) == {"184": 94, "par": 64}
    assert len({each.id for each in mechanisms}) == len(mechanisms)


def test_every_proof_is_a_test_that_there_is_and_bears_the_name_of_its_mechanism(shipped: Catalogue) -> None:
    """Whoever looks for the proof of a mechanism finds a function of its name in the file that is given."""
    for each in shipped.coverage.mechanisms:
        if each.proof:
            file, _, test = each.proof.partition("::")
            assert test == f"test_{each.id.replace('-', '_')}"
            assert (ROOT / file).exists(), each.proof
            assert test in functions_of(file), each.proof


def test_every_acceptance_test_of_a_mechanism_is_named_as_a_proof(shipped: Catalogue) -> None:
    """A test that proves a mechanism and that the coverage does not know would leave it uncounted."""
    known = {each.proof for each in shipped.coverage.mechanisms}
    files = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/acceptance/test_mechanisms_*.py"))
    assert files
    assert [f"{file}::{test}" for file in files for test in functions_of(file) if f"{file}::{test}" not in known] == []


def test_every_clause_duty_procedure_role_and_rule_is_asked_for(shipped: Catalogue) -> None:
    """No clause without a duty or mechanism, no duty without a clause, nothing configured without a mechanism."""
    assert uncited(shipped) == []
    assert clauseless(shipped) == []
    assert unclaimed(shipped) == []


def test_a_mechanism_counts_only_when_it_is_proved_and_lacks_nothing() -> None:
    """With a proof and a gap it works in part; a gap is missed by those that name it."""
    base = Mechanism(
        id="a", plan="184", clause=("D1",), what="Việc", en="A thing", kind="task", configured=("units.yaml",),
        use=("dondoc",), proof="tests/x.py::test_a",
    )  # fmt: skip
    partly = base.model_copy(update={"id": "b", "lacks": ("g",)})
    open_ = partly.model_copy(update={"id": "c", "proof": None})
    assert [(each.proved, each.partly) for each in (base, partly, open_)] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert [each.id for each in Coverage(mechanisms=(base, partly, open_)).lacking("g")] == ["b", "c"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clause: [III.2a]", "clause: [III.2]", "'III.2'"),
        ("#qd-184-bnv-2024", "#qd-184-bnv-2042", "documents.yaml#qd-184-bnv-2042"),
        ("#184.9.2", "#9.2", "plans/184.yaml#9.2"),
        ("lacks: [funding]", "lacks: [findung]", "Did you mean funding"),
        ("- id: second", "- id: First", "is not an id"),
        ("- id: second", "- id: first", "stands twice"),
        ('plan: "184"', 'plan: "185"', "'185'"),
        ("lacks: [funding]", "lacks: []", "has no proof, but lacks nothing"),
        ("    use: [dondoc status]\n", "", "not said to be configured or used"),
        ("proof: tests/", "proof: test/", "proof"),
        ("kind: budget", "kind: money", "'money'"),
        ("gaps:", "gaps:\n  - {id: idle, name: Thừa, en: Idle}", "No mechanism lacks 'idle' any more."),
    ],
)
def test_a_coverage_that_names_what_is_not_there_is_refused(
    folder: Path, findings: Findings, old: str, new: str, said: str
) -> None:
    """An unknown clause, place, plan or gap, a doubled id, a claim without grounds: each is told by file and line."""
    assert SMALL.count(old) > 0
    (folder / "coverage.yaml").write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    (first, *_) = findings()
    assert "coverage.yaml:" in first.place
    assert said in f"{first.en} {first.cure}"


def test_a_configuration_without_a_coverage_is_accepted(folder: Path) -> None:
    """A host's own plans need none; nothing is counted then."""
    (folder / "coverage.yaml").unlink()
    assert read_catalogue(folder, Registry(FACTS)).coverage == Coverage()
    (folder / "coverage.yaml").write_text(SMALL, encoding="utf-8")
    assert [each.id for each in read_catalogue(folder, Registry(FACTS)).coverage.mechanisms] == ["first", "second"]
