"""The year 2024 with nothing done at all: every ladder is climbed exactly as the rules say, and every why agrees.

The second opinion is worked out here from the files themselves: calendars, ladders and plans are read with a plain YAML
reader, days are counted one by one. Nothing of dondoc decides anything in it.
"""

from __future__ import annotations

import io
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from dondoc.interfaces.cli.main import main

CONFIG = Path(__file__).parents[2] / "config"
LAST = date(2024, 12, 31)
DAY = timedelta(days=1)
Rung = dict[str, Any]


def read(name: str) -> Any:
    """A file of the configuration, as any YAML reader reads it."""
    return yaml.safe_load((CONFIG / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def year() -> dict[str, Any]:
    """What `dondoc simulate --year 2024 --json` says, in at most ten seconds of work."""
    said, begun = io.StringIO(), time.process_time()
    with redirect_stdout(said):
        assert main(["simulate", "--year", "2024", "--config", str(CONFIG), "--json"]) == 0
    assert time.process_time() - begun < 10
    found: dict[str, Any] = json.loads(said.getvalue())["data"]
    return found


@pytest.fixture(scope="module")
def special() -> dict[date, tuple[bool, str]]:
    """The days that a decision makes working or not, with that decision."""
    days = (
        day for file in sorted((CONFIG / "calendars").glob("*.yaml")) for day in read(f"calendars/{file.name}")["days"]
    )
    return {date.fromisoformat(str(day["day"])): (day["kind"] == "work", day["basis"]) for day in days}


@pytest.fixture(scope="module")
def ladders() -> dict[str, Any]:
    """The ladders by rule and version, each with its rungs and their repeats written out."""
    return {
        f"{each['id']}/{each['version']}": {**each, "rungs": list(written_out(each))}
        for each in read("reminders.yaml")["ladders"]
    }


@pytest.fixture(scope="module")
def binds() -> dict[str, date]:
    """The first day on which each plan binds: its effective day, else the first of its year."""
    found = {}
    for file in (CONFIG / "plans").glob("*.yaml"):
        plan = read(f"plans/{file.name}")["plan"]
        found[str(plan["id"])] = date.fromisoformat(str(plan["effective"] or f"{plan['year']}-01-01"))
    return found


def written_out(ladder: dict[str, Any]) -> Iterator[Rung]:
    """Each rung and each time that it comes again, with its days from the end."""
    for rung in ladder["rungs"]:
        offset = rung["after"] if "after" in rung else -rung.get("before", 0)
        yield {**rung, "offset": offset}
        repeat = rung.get("repeat", {"most": 0})
        for n in range(1, repeat["most"] + 1):
            yield {**rung, "id": f"{rung['id']}/{n + 1}", "offset": offset + n * repeat["every"]}


def walked(due: date, rung: Rung, special: dict[date, tuple[bool, str]]) -> tuple[date, list[tuple[str, bool, str]]]:
    """The day of a rung, counted day by day, and each day passed: whether it was counted, by which decision."""
    offset = rung["offset"]
    if rung.get("unit") == "days":
        return due + offset * DAY, []
    day, left, passed = due, abs(offset), []
    while left:
        day += DAY if offset > 0 else -DAY
        working, basis = special.get(day, (day.weekday() < 5, ""))
        passed.append((day.isoformat(), working, basis))
        left -= working
    return day, passed


def to(rung: Rung, body: str) -> list[str]:
    """The offices that a rung names for a body, and the body itself where it gets a letter."""
    offices = [each if "/" in each else f"{body}/{each}" for each in rung["to"]]
    return [*offices, body] if rung.get("letter") else offices


def told(year: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that was decided, sent or held back."""
    return [*year["reminders"], *year["held_back"]]


def test_each_explanation_agrees_with_a_second_count(
    year: dict[str, Any], ladders: dict[str, Any], special: dict[date, tuple[bool, str]]
) -> None:
    """Due day, day of the rung, every day counted with its decision, offices: the same by an independent reader."""
    opened = {each["task"]: each for each in year["opened"]}
    counted = 0
    for each in told(year):
        why = each["why"]
        said = {condition["what"]: condition["value"] for condition in why["conditions"]}
        rung = next(rung for rung in ladders[why["rule"]]["rungs"] if rung["id"] == each["rung"])
        due = date.fromisoformat(said["due"])
        day, passed = walked(due, rung, special)
        if not each["limit"]:
            assert said["due"] == opened[each["task"]]["due"]
        assert said["rung-day<=today"] == f"{day}<={each['at']}"
        assert [(note["day"], note["working"], note["basis"]) for note in why["days"]] == passed
        assert [recipient["office"] for recipient in why["recipients"]] == to(rung, each["task"].split(":")[1])
        assert each["to"] == ([] if each["held_back"] else to(rung, each["task"].split(":")[1]))
        counted += len(passed)
    assert len(told(year)) > 8000
    assert counted > 50_000


def test_each_late_task_climbs_its_ladder_to_the_top_and_no_rung_is_left_out(
    year: dict[str, Any], ladders: dict[str, Any], special: dict[date, tuple[bool, str]], binds: dict[str, date]
) -> None:
    """For every task with a due day: each rung on its day, held back only where nobody could know or a higher came."""
    decided: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    rules: dict[str, set[str]] = defaultdict(set)
    for each in told(year):
        if not each["limit"]:
            decided[each["task"]].append((each["at"], each["rung"], each["held_back"]))
            rules[each["task"]].add(each["why"]["rule"])
    climbed = tops = 0
    for task in year["opened"]:
        if task["composite"] or task["task"] not in rules:
            continue
        (rule,) = rules[task["task"]]
        expected = climb(task, ladders[rule]["rungs"], special, binds[task["duty"].split(".")[0]])
        assert sorted(decided[task["task"]]) == sorted(expected), task["task"]
        climbed += 1
        tops += (ladders[rule]["rungs"][-1]["id"], "") in {(rung, held) for _, rung, held in expected}
    assert climbed > 4000
    assert tops > 3000, "the last rung of a ladder that lies within the year was reached and sent"


def climb(
    task: dict[str, Any], rungs: list[Rung], special: dict[date, tuple[bool, str]], binds: date
) -> list[tuple[str, str, str]]:
    """Day, rung and verdict of each rung of a task that nobody ever touches, as the rules' own words have it."""
    opens, due = date.fromisoformat(task["opens"]), date.fromisoformat(task["due"])
    at = {rung["id"]: walked(due, rung, special)[0] for rung in rungs}
    seen = {name: max(day, opens) for name, day in at.items()}
    found = []
    for name, day in at.items():
        if seen[name] > LAST:
            continue
        same_day = [other for other in at if seen[other] == seen[name]]
        held = "before-effective" if day <= binds else "superseded" if same_day[-1] != name else ""
        found.append((seen[name].isoformat(), name, held))
    return found


def test_tasks_with_a_due_day_and_no_ladder_are_those_that_go_on_all_the_time(year: dict[str, Any]) -> None:
    """Nothing that must be done by a day is left without a ladder."""
    urged = {each["task"] for each in told(year) if not each["limit"]}
    kinds = {
        f"{read(f'plans/{file.name}')['plan']['id']}.{duty['id']}": duty["rhythm"]["kind"]
        for file in (CONFIG / "plans").glob("*.yaml")
        for duty in read(f"plans/{file.name}").get("duties", ())
    }
    early = "2024-12-01"
    left = {kinds.get(each["duty"], "row") for each in year["opened"] if each["due"] and each["due"] < early
            and not each["composite"] and each["task"] not in urged}  # fmt: skip
    assert left <= {"continuous", "per-version"}
    waiting = [each["task"] for each in year["opened"] if each["due"] is None]
    assert waiting
    assert not {*waiting} & {each["task"] for each in told(year)}, "what waits for an act is left alone"


def test_a_quota_that_nobody_serves_is_asked_for_its_pace_before_its_end(
    year: dict[str, Any], special: dict[date, tuple[bool, str]]
) -> None:
    """Each month's bulletins, with nine working days left, and the line that they are behind of counted anew."""
    asked = [each for each in year["reminders"] if each["limit"] == "pace" and each["task"].startswith("par.bulletin:")]
    assert [each["task"][-7:] for each in asked] == [f"2024-{month:02d}" for month in range(1, 13)]
    for each in asked:
        said = {condition["what"]: condition["value"] for condition in each["why"]["conditions"]}
        end = date.fromisoformat(said["due"])
        period = [end.replace(day=n) for n in range(1, end.day + 1)]
        working = [day for day in period if special.get(day, (day.weekday() < 5, ""))[0]]
        left = [day for day in working if day.isoformat() > each["at"]]
        assert said["working-days-left"] == str(len(left))
        assert said["behind-pace"] == f"0/4<{len(working) - len(left)}/{len(working)}"
