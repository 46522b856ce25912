"""The rules of the house that a reader of one file would not see broken."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol

import pytest

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MACHINE = {"src/ports.py", "src/workflow/guard.py"}
"""The files that ask the machine what time it is, or for an id that nobody had before."""
ASKS = re.compile(
    r"datetime\.(datetime|date)\.(now|utcnow|today|fromtimestamp)"
    r"|time\.(time|time_ns|clock_gettime|localtime|gmtime|ctime|strftime)"
    r"|uuid\.(uuid\d|getnode)|(random|secrets)(\..*)?"
)
"""What asks the machine. A stopwatch (`time.monotonic`) asks nobody what day it is."""
ENVIRONMENT = {"src/settings.py"}
NO_NAMES = re.compile(r"(Manager|Service|Helper|Util|Utils|Handler|Processor)$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Parsed(Protocol):
    """Anything that was parsed."""

    @property
    def tree(self) -> ast.Module:
        """What it says, parsed."""


class Source(Parsed, Protocol):
    """A file; see conftest."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def name(self) -> str:
        """Its path in the repository."""

    @property
    def text(self) -> str:
        """What it says."""


def functions(source: Source) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def public(body: Sequence[ast.stmt], inside: str = "") -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Public classes and functions, with the public methods of public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield f"{inside}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def work(function: Function) -> int:
    """How many lines a function takes after its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def dotted(node: ast.expr) -> str:
    """`datetime.now` of an expression; empty for anything that is not names and dots."""
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return node.id if isinstance(node, ast.Name) else ""


def imported(source: Parsed) -> dict[str, str]:
    """What each imported name of a file means: `Day` is `datetime.date`."""
    names: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def used(source: Parsed) -> set[str]:
    """Every imported thing that a file names, in full: `datetime.date.today`, `os.environ`."""
    names = imported(source)
    found = {*names.values()}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (said := dotted(node)):
            first, _, rest = said.partition(".")
            if first in names:
                found.add(f"{names[first]}.{rest}")
    return found


def comments(source: Source) -> Iterator[tuple[int, str]]:
    """Every comment of a file with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_the_packages_that_are_shipped_are_the_packages_that_there_are(root: Path) -> None:
    """A folder that is missing in pyproject.toml would be missing in the wheel."""
    listed = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    there = {
        ".".join(["dondoc", *path.parent.relative_to(root / "src").parts])
        for path in (root / "src").rglob("__init__.py")
    }
    with_modules = {
        ".".join(["dondoc", *path.parent.relative_to(root / "src").parts]) for path in (root / "src").rglob("*.py")
    }
    assert sorted(listed) == listed
    assert {*listed} == there == with_modules


def test_only_the_ports_ask_the_machine_for_time_and_ids(src: list[Source]) -> None:
    """Everything else is given a clock and ids, or it could not be tested, simulated or replayed."""
    found = [f"{s.name}: {name}" for s in src if s.name not in MACHINE for name in used(s) if ASKS.fullmatch(name)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import date as Day\nDay.today()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "import time\ntime.time()",
        "from time import time_ns",
        "from uuid import uuid4",
        "import uuid\nuuid.uuid7()",
        "import random",
        "from secrets import token_hex",
    ],
)
def test_a_question_to_the_machine_would_be_found(code: str) -> None:
    """Under whatever name it was imported: the check above can fail."""
    assert any(ASKS.fullmatch(name) for name in used(SimpleNamespace(tree=ast.parse(code))))


@pytest.mark.parametrize(
    "code", ["from uuid import UUID", "import time\ntime.monotonic()", "from datetime import time"]
)
def test_what_asks_nobody_is_let_through(code: str) -> None:
    """A type is no id, and a stopwatch is no clock."""
    assert not any(ASKS.fullmatch(name) for name in used(SimpleNamespace(tree=ast.parse(code))))


def test_only_the_settings_read_the_environment(src: list[Source]) -> None:
    """What a process depends on is named in one model."""
    reads = re.compile(r"os\.(environ|getenv|environb|putenv)(\..*)?")
    found = [f"{s.name}: {n}" for s in src if s.name not in ENVIRONMENT for n in used(s) if reads.fullmatch(n)]
    assert found == []


def test_every_module_says_what_it_is_for(src: list[Source], tests: list[Source]) -> None:
    """In a docstring, the tests' own modules too."""
    assert [s.name for s in (*src, *tests) if not ast.get_docstring(s.tree)] == []


def test_everything_public_says_what_it_does(src: list[Source]) -> None:
    """Every public class, function and method of the product has a docstring."""
    silent = [f"{s.name}: {name}" for s in src for name, node in public(s.tree.body) if not ast.get_docstring(node)]
    assert silent == []


def test_every_test_says_its_sentence(tests: list[Source]) -> None:
    """A test without one tells nobody what is broken when it fails."""
    silent = [
        f"{s.name}: {node.name}"
        for s in tests
        for node in functions(s)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_of_the_product_is_long(src: list[Source]) -> None:
    """A file has one noun; there are no exceptions."""
    assert {s.name: lines for s in src if (lines := len(s.text.splitlines())) > LONGEST_FILE} == {}


def test_no_function_of_the_product_is_long(src: list[Source]) -> None:
    """Signature and docstring aside: whoever needs more lines needs another name."""
    long = {f"{s.name}: {f.name}": lines for s in src for f in functions(s) if (lines := work(f)) > LONGEST_FUNCTION}
    assert long == {}


def test_nothing_is_called_by_a_word_that_says_nothing(src: list[Source]) -> None:
    """No Manager, Service, Helper or Util: a name says what the thing is."""
    named = [
        f"{s.name}: {n.name}"
        for s in src
        for n in ast.walk(s.tree)
        if isinstance(n, ast.ClassDef) and NO_NAMES.search(n.name)
    ]
    assert named == []
    assert [s.name for s in src if re.search(r"(^|_)(manager|service|helper|util)s?\.py$", s.path.name)] == []


def test_no_error_is_swallowed(src: list[Source]) -> None:
    """Catching everything and doing nothing hides what went wrong, from the operator first of all."""
    swallowed = [
        f"{s.name}:{node.lineno}"
        for s in src
        for node in ast.walk(s.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or dotted(node.type) in {"Exception", "BaseException"})
        and all(isinstance(each, ast.Pass | ast.Continue) for each in node.body)
    ]
    assert swallowed == []


EXCEPTION = re.compile(r"#\s*(?P<what>noqa|type:\s*ignore|pragma|mypy|ruff)\b(?P<rest>.*)")
CODES = re.compile(r"\s*(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[a-z-]+(,\s*[a-z-]+)*\]|:\s*no cover)")


def unreasoned(comment: str) -> bool:
    """Whether a comment makes an exception without saying from what and why."""
    if not (exception := EXCEPTION.search(comment)):
        return False
    codes = CODES.match(exception["rest"])
    return codes is None or not re.search(r"\w{2,}", exception["rest"][codes.end() :])


def test_every_exception_from_the_checks_gives_its_reason(src: list[Source], tests: list[Source]) -> None:
    """Each noqa, type: ignore and pragma names its code and says why, on its line."""
    bare = [f"{s.name}:{line}" for s in (*src, *tests) for line, said in comments(s) if unreasoned(said)]
    assert bare == []


@pytest.mark.parametrize(
    ("comment", "bare"),
    [
        ("# no" + "qa", True),
        ("# no" + "qa: S603", True),
        ("# no" + "qa: S603  the tests' own process", False),
        ("# type: " + "ignore", True),
        ("# type: " + "ignore[arg-type]", True),
        ("# type: " + "ignore[arg-type]  # the library has no types", False),
        ("# pragma: " + "no cover", True),
        ("# what a plain comment says", False),
    ],
)
def test_an_exception_without_a_reason_would_be_found(comment: str, *, bare: bool) -> None:
    """The check above can fail."""
    assert unreasoned(comment) is bare


def test_every_skipped_test_gives_its_reason(tests: list[Source]) -> None:
    """A test that does not run says why, so that somebody can see when it could."""
    bare = [
        f"{s.name}:{node.lineno}"
        for s in tests
        for node in ast.walk(s.tree)
        if isinstance(node, ast.Call)
        and dotted(node.func)
        in {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail", "pytest.skip", "pytest.xfail"}
        and not (any(k.arg == "reason" for k in node.keywords) or (dotted(node.func) == "pytest.skip" and node.args))
    ]
    assert bare == []


def test_doors_ask_for_content_through_the_answers_only(src: list[Source]) -> None:
    """What may be hidden is read by the answers, which know the viewer: no door puts those questions itself."""
    asking = {
        "task_list.listed", "task_list.parts_of", "task_list.one", "cases.inputs", "history.history",
        "entry_list.listed", "entry_list.cases",
    }  # fmt: skip
    for source in src:
        if source.name.startswith("src/interfaces/"):
            assert not {f"dondoc.projections.{each}" for each in asking} & used(source), source.name
