"""Commands that look up what is configured, and the coverage: answers, refusals, tables, exit statuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.interfaces.cli.acting import ONE, Recording
from dondoc.interfaces.cli.main import app, main

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json on a configuration, the shipped one by default; gives exit status and object."""

    def call(*arguments: str, config: Path = CONFIG) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, "--config", str(config), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return call


def test_bodies_bear_the_names_of_the_day(run: Run) -> None:
    """A ministry that was merged is called what it was called then, and has ended later; its id stays."""

    def named(day: str) -> dict[str, Any]:
        bodies = run("bodies", "central-agencies-2024", "--as-of", day)[1]["data"]["bodies"]
        return {body["id"]: body for body in bodies}

    then, now = named("2024-06-30"), named("2026-06-30")
    ended = {body for body in now if now[body]["ended"]}
    assert ended
    assert not any(body["ended"] for body in then.values())
    renamed = {body for body in then if then[body]["name"] != now[body]["name"]}
    assert then.keys() == now.keys()
    assert ended | renamed


@pytest.mark.parametrize(
    "command", [("document", "show", "khong-co"), ("offices", "khong-co"), ("plan", "themes", "999")]
)
def test_what_is_not_there_is_refused_with_the_way_out(run: Run, command: tuple[str, ...]) -> None:
    """An unknown id is bad input and names the command that lists the known ones."""
    status, said = run(*command)
    assert status == 2
    assert said["diagnostics"][0]["code"] == "not-found"
    assert said["diagnostics"][0]["cure"]


@pytest.mark.parametrize(
    "command",
    [
        ("document", "list"),
        ("document", "show", "nd-09-2017-nd-cp"),
        ("bodies", "moha-units", "--as-of", "2024-06-30"),
        ("offices", "van-phong-bo", "--as-of", "2024-06-30"),
        ("plan", "themes", "par"),
        ("coverage",),
    ],
)
def test_tables_for_people_hold_vietnamese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Each look-up is a table in Vietnamese where --json is not given."""
    main([*command, "--config", str(CONFIG)])
    printed = capsys.readouterr().out
    assert any(letter in printed for letter in "đệốờáạ")
    assert "Traceback" not in printed


def test_a_document_that_nothing_rests_on_says_so(run: Run) -> None:
    """A document that is only kept has empty lists; a basis of both plans leads to both."""
    documents = [each["id"] for each in run("document", "list")[1]["data"]["documents"]]
    resting = {name: run("document", "show", name)[1]["data"]["resting"] for name in documents[:12]}
    assert any(each["based"] or each["issued"] for each in resting.values())
    assert all(
        {*each} == {"issued", "based", "duties", "procedures", "rules", "days", "bodies"} for each in resting.values()
    )


def test_coverage_counts_what_is_proved_and_groups_what_is_lacking(run: Run) -> None:
    """The sums agree: by plan and kind, proved, in part, open; the status is 1 while anything is missing."""
    status, said = run("coverage")
    data = said["data"]
    assert data["total"] == len(data["mechanisms"]) == sum(each["of"] for each in data["counts"])
    assert data["proved"] == sum(each["proved"] for each in data["counts"])
    lacking = {each["id"] for gap in data["gaps"] for each in gap["mechanisms"]}
    assert lacking == {each["id"] for each in data["mechanisms"] if not each["proved"]}
    assert (status == 0) == data["whole"] == (not lacking)
    assert said["status"] == ("ok" if data["whole"] else "error")


def test_coverage_that_is_whole_ends_with_status_0(run: Run, tmp_path: Path) -> None:
    """When every mechanism is proved and lacks nothing, and everything is asked for, the exit status is 0."""
    folder = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    data = yaml.safe_load((folder / "coverage.yaml").read_text(encoding="utf-8"))
    for each in data["mechanisms"]:
        whole = {
            "proof": "tests/x.py::test_a",
            "use": ["dondoc"],
            "configured": each.get("configured") or ["units.yaml"],
        }
        each.update({**whole, "lacks": []})
    data["gaps"] = []
    text = yaml.safe_dump(data, allow_unicode=True)
    (folder / "coverage.yaml").write_text(text, encoding="utf-8")
    status, said = run("coverage", config=folder)
    assert (status, said["data"]["proved"]) == (0, len(data["mechanisms"]))
    (folder / "coverage.yaml").unlink()
    status, said = run("coverage", config=folder)
    assert (status, said["data"]["total"]) == (1, 0)
    assert said["data"]["uncited"]


def test_what_a_user_is_told_to_type_is_there(shipped: Catalogue) -> None:
    """Each command of the coverage is one of dondoc's, with its options; each step and fact that it names exists."""
    steps = {step.id for procedure in shipped.procedures.values() for step in procedure.steps}
    facts = set(Registry(FACTS).names())
    uses = {use for each in shipped.coverage.mechanisms for use in each.use if not use.startswith("/")}
    over_http = {use for use in uses if use.startswith(("GET /api/v1/", "POST /api/v1/"))}
    for use in uses - over_http:
        program, *words = use.split()
        command: Any = typer.main.get_command(app)
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        if isinstance(command, Recording):  # what follows names a kind of activity
            command = command.commands[ONE]
        options = {name for parameter in command.params for name in parameter.opts}
        assert program == "dondoc", use
        assert not hasattr(command, "commands"), use
        assert {word for word in words if word.startswith("--")} <= options, use
        if command.name in {"step", ONE}:
            named = words[1] if command.name == "step" else words[0]
            assert named in (steps if command.name == "step" else facts), use


def test_the_page_of_the_coverage_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    """docs/coverage.md is what `script/coverage` makes of config/coverage.yaml."""
    assert main(["coverage", "--markdown", "--config", str(CONFIG)]) == 0
    assert (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8") == capsys.readouterr().out
