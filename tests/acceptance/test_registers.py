"""Registers through the doors: tasks and their waits, hours, spreadsheets, what is public."""

from __future__ import annotations

from typing import Any

SALARY = "vu-tien-luong/dau-moi"
JULY = ("--as-of", "2024-07-01")


def published(door: Any, office: str, on: str, **fields: Any) -> Any:
    """An article of the office's body."""
    return door.record("communication.published", office, on, **{"subject": "Tin", "outlet": "cong-bnv", **fields})


def lines(door: Any, register: str, *more: str) -> list[Any]:
    """The lines of a register on 1 July 2024."""
    found: list[Any] = door.ask("register", "show", register, *JULY, *more)["lines"]
    return found


def test_the_hours_in_which_a_broadcast_is_well_placed_are_configuration(own_april: Any) -> None:
    """A broadcast outside the hours with many viewers is marked; which hours these are is configuration."""
    station = "dai-pt-th-ha-nam/dau-moi"
    aired = {"programme": "Cải cách hành chính", "minutes": 15}
    own_april.record("broadcast.aired", station, "2024-03-28", at="20:15:00", **aired)
    own_april.record("broadcast.aired", station, "2024-03-29", at="23:30:00", **aired)
    own_april.record("broadcast.aired", station, "2024-03-30", **aired)
    (found,) = lines(own_april, "broadcasts", "--flag", "off-hours")
    assert found["values"]["at"] == ["23:30:00"]
    assert [each["day"] for each in lines(own_april, "broadcasts", "--flag", "no-hour")] == ["2024-03-30"]
    stood = own_april.task("par.broadcast:dai-pt-th-ha-nam:2024-W13", "2024-03-31")
    assert (stood["cell"], stood["credits"]) == ("done_on_time", 3)
    own_april.change("registers.yaml", "id: off-hours", '"22:00"', '"23:59"')
    assert lines(own_april, "broadcasts", "--flag", "off-hours") == []


def test_a_register_of_tasks_tells_how_long_each_step_waited(april: Any) -> None:
    """Working days from preparation to clearance, and what was prepared long ago and is not cleared."""
    lead, desk = "vu-cong-chuc-vien-chuc/dau-moi", "van-phong-bo/nguoi-phat-ngon"
    task = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
    april.step(task, "prepare", lead, "2024-03-22", subject="Tin")
    (late,) = lines(april, "press-tasks", "--flag", "uncleared")
    assert late["task"] == task
    april.step(task, "clear", desk, "2024-03-26")
    (found,) = [each for each in lines(april, "press-tasks") if each["task"] == task]
    assert found["waits"] == {"clearing": 2}, "a weekend lies between"
    (group,) = april.ask("register", "show", "press-tasks", *JULY, "--by", "duty", "--where", "duty=184.8.1")["groups"]
    assert group["waits"] == {"clearing": {"lines": 1, "days": 2, "longest": 2}}
    assert f'data-line="{task}"' in april.page("/registers/press-tasks?c.duty=184.8.1&as_of=2024-07-01")


def test_a_spreadsheet_takes_nothing_of_a_register_for_a_formula(april: Any) -> None:
    """Text that begins like a formula is kept as text, and Vietnamese is read as such."""
    published(april, SALARY, "2024-04-10", subject="=1+1")
    said = april.printed("register", "show", "publications", "--csv", *JULY)
    assert said.startswith("\ufeff")
    assert "'=1+1" in said
    assert ",=1+1" not in said


def test_only_public_columns_are_shown_to_everyone(april: Any) -> None:
    """What is not public is neither listed, counted nor picked by."""
    published(april, SALARY, "2024-04-10", themes=["184.t02"])
    (found,) = april.ask("register", "show", "publications", *JULY, "--public")["lines"]
    assert "unit" not in found
    assert "themes" not in found["values"]
    assert april.refused("register", "show", "publications", "--public", "--by", "unit")["place"] == "unit"
    assert (
        april.refused("register", "show", "publications", "--public", "--where", "themes=184.t02")["place"] == "themes"
    )


def test_a_difference_needs_both_figures_and_groups_sum_what_they_know(april: Any) -> None:
    """What was never told is not zero: neither in a line nor in a total; only what exceeds its bound is flagged."""
    who = ("--body", "tinh-ha-nam", "--office", "tinh-ha-nam/dau-moi", "--actor", "an", "--on", "2024-04-02",
           "--clock", "2024-04-02T09:00+07:00", "--set", "subject=x", "--set", "source=tai-tro")  # fmt: skip
    first, second = (
        april.ask("case", "open", "par.budget-cycle", *who, "--set", f"amount={amount}")["stream"].removeprefix("task-")
        for amount in (5, 7)
    )
    for step, fields in (("approve", {"amount": 4, "number": "1"}), ("use", {"amount": 4}), ("use", {"amount": 1})):
        april.step(first, step, "tinh-ha-nam/dau-moi", "2024-04-02", **fields)
    shown = april.ask("register", "show", "funding", "--as-of", "2024-04-02")["lines"]
    found = {line["task"]: (line["values"]["cut"], line["values"]["left"]) for line in shown}
    assert found == {first: ([1], [-1]), second: ([], [])}
    (group,) = april.ask("register", "show", "funding", "--as-of", "2024-04-02", "--by", "year")["groups"]
    assert (group["sums"]["asked"], group["sums"]["cut"], group["flags"]["over-used"]) == (12, 1, 1)
