"""What a line of a register of tasks may be wanting, by the day asked about, and how long it waits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from dondoc.domain.entry import Case, Entry
from dondoc.domain.line import Line, Reader
from dondoc.domain.register import Register
from dondoc.domain.vocabulary import Vocabularies
from dondoc.testing import small_calendar

BOTH = ["vu-b", "dai-a"]
DAY, INVITED = "meeting.planned", "meeting.invited"


def line(flag: dict[str, Any], *, on: str = "2024-04-10", said: dict[str, Any] | None = None, **case: Any) -> Line:
    """The line of a meeting of vu-a, planned for 15 April, in a register with one flag and one wait."""
    columns = [
        {"id": "held-on", "name": "Ngày", "fact": DAY, "field": "day"},
        {"id": "policy", "name": "Chính sách", "fact": DAY, "field": "policy"},
        {"id": "invited", "name": "Ngày mời", "fact": INVITED, "take": "day"},
        {"id": "invitees", "name": "Đã mời", "fact": INVITED, "field": "units", "take": "all"},
        {"id": "cell", "name": "Tình trạng", "task": "cell"},
        {"id": "asked", "name": "Số việc", "task": "asked"},
        {"id": "asker", "name": "Nơi mở", "task": "asker"},
    ]
    register = Register.model_validate({
        "id": "so", "name": "Sổ", "of": "task", "procedures": ["meeting"], "columns": columns,
        "flags": [{"id": "x", "name": "x", **flag}],
        "waits": [{"id": "w", "name": "w", "from": "held-on", "to": "invited", "running": True}],
    })  # fmt: skip
    task = Case("kh.a:vu-a:2024.0001", "kh.a", "vu-a", "2024.0001", "2024-04-01", 1, **{"cell": "open_in_term", **case})
    planned = {"day": "2024-04-15", "policy": True, **(said or {})}
    entries = [entry(1, DAY, "2024-04-01", planned)]
    if "units" in planned:
        entries.append(entry(2, INVITED, planned["invited"], {"units": planned["units"]}))
    (found,) = Reader(register, {}, Vocabularies(), small_calendar(), date.fromisoformat(on)).of_tasks([task], entries)
    return found


def entry(position: int, name: str, on: str, data: dict[str, Any]) -> Entry:
    """Something that was recorded about the meeting."""
    return Entry(position, f"e-{position}", name, on, "vu-a", "vu-a/dau-moi", "kh.a:vu-a:2024.0001", "kh.a", data)


def invited(*units: str, on: str = "2024-04-05") -> dict[str, Any]:
    """Bodies were invited on a day."""
    return {"units": list(units), "invited": on}


@pytest.mark.parametrize(
    ("flag", "on", "said", "holds"),
    [
        ({"within": {"column": "held-on", "days": 5}}, "2024-04-10", {}, True),
        ({"within": {"column": "held-on", "days": 4}}, "2024-04-10", {}, False),
        ({"within": {"column": "held-on", "days": 5}}, "2024-04-15", {}, True),
        ({"within": {"column": "held-on", "days": 5}}, "2024-04-16", {}, False),
        ({"older": {"column": "held-on", "days": 0}}, "2024-04-15", {}, False),
        ({"older": {"column": "held-on", "days": 0}}, "2024-04-16", {}, True),
        ({"older": {"column": "invited", "days": 0}}, "2024-04-16", {}, False),
        ({"without": {"column": "invitees", "values": BOTH}}, "2024-04-10", {}, True),
        ({"without": {"column": "invitees", "values": BOTH}}, "2024-04-10", invited("vu-b"), True),
        ({"without": {"column": "invitees", "values": BOTH}}, "2024-04-10", invited("vu-b", "dai-a"), False),
        ({"without": {"column": "invitees", "values": ["vu-b", "vu-a"]}}, "2024-04-10", invited("vu-b"), False),
        ({"later": {"column": "invited", "than": "held-on"}}, "2024-04-20", invited("vu-b"), False),
        ({"later": {"column": "invited", "than": "held-on"}}, "2024-04-20", invited("vu-b", on="2024-04-16"), True),
        ({"later": {"column": "invited", "than": "held-on"}}, "2024-04-20", {}, False),
        ({"where": {"policy": "true", "cell": ["open_overdue", "open_in_term"]}}, "2024-04-10", {}, True),
        ({"where": {"policy": "true", "cell": "open_overdue"}}, "2024-04-10", {}, False),
        ({"where": {"invitees": "vu-b"}}, "2024-04-10", {}, False),
    ],
)  # fmt: skip
def test_a_flag_holds_by_the_day_asked_about(
    flag: dict[str, Any], on: str, said: dict[str, Any], *, holds: bool
) -> None:
    """Ahead, over, not all there, afterwards, one of some values; the line's own body need not invite itself."""
    assert bool(line(flag, on=on, said=said).flags) is holds


def test_a_wait_runs_on_while_the_task_is_open() -> None:
    """Where the second day has not come: to the day asked about, unless the task ended without it."""
    flag = {"has": ["held-on"]}
    assert line(flag, on="2024-04-20").waits == {"w": 5}
    assert line(flag, on="2024-04-20", ended="2024-04-18").waits == {}
    assert line(flag, on="2024-04-20", said=invited("vu-b", on="2024-04-16")).waits == {"w": 1}


def test_a_column_takes_what_the_task_says_itself() -> None:
    """Where it stands, how many tasks were opened under it, and who owes the task that it was opened under."""
    found = line({"has": ["held-on"]}, asked=3, for_task="kh.b:vu-b:2024.0007").values
    assert (found["cell"], found["asked"], found["asker"]) == (("open_in_term",), (3,), ("vu-b",))
    assert line({"has": ["held-on"]}).values["asker"] == ()


@pytest.mark.parametrize(
    "of", [{"of": "fact", "facts": [DAY]}, {"of": "term", "facts": [DAY], "vocabulary": "v", "field": "day"}]
)
def test_only_a_register_of_tasks_has_columns_of_tasks(of: dict[str, Any]) -> None:
    """Elsewhere there is no task that could say anything."""
    column = {"id": "cell", "name": "Tình trạng", "task": "cell"}
    with pytest.raises(ValidationError, match="has none"):
        Register.model_validate({"id": "so", "name": "Sổ", "columns": [column], **of})
