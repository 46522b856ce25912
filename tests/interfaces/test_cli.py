"""The command line as its users type it: answers, refusals, exit statuses, one JSON object for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dondoc.interfaces.cli.main import main

CONFIG = Path(__file__).parents[2] / "config"
TASK = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
LEAD = ("--actor", "minh-hoa-lan", "--office", "vu-cong-chuc-vien-chuc/dau-moi")
DESK = ("--actor", "minh-hoa-hung", "--office", "van-phong-bo/duyet-thong-tin")

Run = Callable[..., tuple[int, Any]]


def runner(db: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs commands with --json on a database; gives the exit status and the object printed."""

    def call(*arguments: str) -> tuple[int, Any]:
        status = main([*arguments, "--db", db, "--config", str(CONFIG), "--json"])
        printed = capsys.readouterr().out
        return status, json.loads(printed) if printed.count("\n") == 1 else printed

    return call


@pytest.fixture
def run(own_place: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command where no database is yet."""
    return runner(own_place, capsys)


@pytest.fixture(scope="module")
def ticked(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with both plans, ticked on 2 April 2024; made once, to be copied."""
    db = str(lasting.new(tmp_path_factory.mktemp("ticked")))
    where = ("--db", db, "--config", str(CONFIG))
    assert main(["init", *where]) == 0
    assert main(["tick", "--now", "2024-04-02T08:00+07:00", *where]) == 0
    return db


@pytest.fixture
def april_db(databases: Any, ticked: str, tmp_path: Path) -> str:
    """A copy of that database."""
    return str(databases.like(ticked, tmp_path))


@pytest.fixture
def april(april_db: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on that copy."""
    return runner(april_db, capsys)


def test_plan_show_gives_every_row_with_its_exact_text(run: Run) -> None:
    """`plan show 184` gives 58 rows for 19 units, the texts as the decision has them, and works without a database."""
    status, said = run("plan", "show", "184")
    rows = said["data"]["rows"]
    assert status == 0
    assert len(rows) == 58
    assert len({row["unit"] for row in rows}) == 19
    fifteen = next(row for row in rows if row["id"] == "15.1")
    assert fifteen["time_text"] == "Tháng 3 năm 2024"
    assert fifteen["forms"] == ["Cung cấp thông tin cho báo chí"]
    assert "70 năm" in fifteen["content"]
    assert fifteen["doubt"]


def test_simulate_opens_each_duty_of_2024_exactly_once(run: Run) -> None:
    """A simulated 2024 opens 4 conferences, 372 reports, 12 bulletin quotas, 65 x 52 broadcasts, each once."""
    status, said = run("simulate", "--year", "2024")
    opened = said["data"]["opened"]
    by_duty = Counter(each["duty"] for each in opened)
    assert status == 0
    assert len({each["task"] for each in opened}) == len(opened)
    assert by_duty["184.press-conference"] == 4
    assert by_duty["par.report"] == 372
    assert by_duty["par.bulletin"] == 12
    assert by_duty["par.broadcast"] == 65 * 52
    due = Counter(each["due"] for each in opened if each["duty"] == "par.report")
    assert due == dict.fromkeys(("2024-03-20", "2024-06-20", "2024-09-20", "2024-12-20"), 93)
    rows = {each["duty"] for each in opened if each["duty"].count(".") == 2}
    assert len(rows) == 58


def test_simulate_writes_nothing(run: Run, tmp_path: Path) -> None:
    """A simulation leaves no file behind."""
    run("simulate", "--year", "2024")
    assert list(tmp_path.iterdir()) == []


def test_tick_twice_opens_nothing_more(april: Run) -> None:
    """A tick that is repeated changes nothing."""
    before = april("status", "--as-of", "2024-04-02")[1]["data"]
    status, said = april("tick", "--now", "2024-04-02T09:00+07:00")
    assert (status, said["data"]["opened"], said["data"]["urged"]) == (0, 0, 0)
    assert april("status", "--as-of", "2024-04-02")[1]["data"] == before


def test_status_totals_are_the_sums_of_its_units(april: Run) -> None:
    """The totals equal the column sums, and each number equals the list behind it."""
    data = april("status", "--as-of", "2024-04-02")[1]["data"]
    for cell, total in data["totals"].items():
        assert total == sum(unit[cell] for unit in data["units"])
        listed = april("task", "list", "--cell", cell, "--as-of", "2024-04-02", "--limit", "100000")[1]
        assert len(listed["data"]["tasks"]) == total
    assert data["totals"]["waiting"] == 13


def test_status_of_a_past_day_shows_that_day(april: Run) -> None:
    """On 20 March nothing of March was overdue yet; on 2 April it is."""
    march = april("status", "vu-cong-chuc-vien-chuc", "--as-of", "2024-03-20", "--plan", "184")[1]["data"]["totals"]
    now = april("status", "vu-cong-chuc-vien-chuc", "--as-of", "2024-04-02", "--plan", "184")[1]["data"]["totals"]
    assert march["open_overdue"] == 0
    assert now["open_overdue"] == 2


def test_the_press_gate_needs_another_person(april: Run) -> None:
    """Who prepared information may not clear it; another person may, and then it counts as provided in its month."""
    prepared = april(
        "task", "step", TASK, "prepare", "--set", "subject=Thông tư", *LEAD, "--on", "2024-03-26", "--late", "Nhập bù"
    )
    same = ("--actor", "minh-hoa-lan", "--office", "van-phong-bo/duyet-thong-tin")
    refused = april("task", "step", TASK, "clear", *same, "--on", "2024-03-27", "--late", "Nhập bù")
    cleared = april("task", "step", TASK, "clear", *DESK, "--on", "2024-03-27", "--late", "Nhập bù")
    given = april(
        "task", "step", TASK, "provide", "--data", '{"outlet": "Báo A", "link": "https://example.invalid/a"}', *LEAD,
        "--on", "2024-03-28", "--late", "Nhập bù",
    )  # fmt: skip
    assert (prepared[0], cleared[0], given[0]) == (0, 0, 0)
    assert refused[0] == 1
    assert refused[1]["diagnostics"][0]["rule"] == "step.other-person"
    # The row asks for a conference too, so it is not done yet.
    shown = april("task", "show", TASK, "--as-of", "2024-04-02")[1]["data"]
    assert shown["state"] == "assigned"
    held = {"subject": "Tập huấn", "place": "Hà Nội", "link": "https://example.invalid/anh"}
    april(
        "task", "step", TASK, "hold-event", "--data", json.dumps(held), *LEAD, "--on", "2024-03-29", "--late", "Nhập bù"
    )
    assert april("task", "show", TASK, "--as-of", "2024-04-02")[1]["data"]["cell"] == "done_on_time"
    history = april("history", TASK)[1]["data"]["events"]
    names = [e["name"] for e in history if e["meta"]["office"] != "dondoc/engine"]
    assert [name for name in names if name != "entry.late"] == [
        "press.information-prepared",
        "step.refused",
        "press.information-cleared",
        "press.information-provided",
        "communication.event-held",
    ]


def test_a_repeated_command_id_gives_the_first_answer(april: Run) -> None:
    """A command that is sent twice under one id is recorded once."""
    step = (
        "task",
        "step",
        TASK,
        "prepare",
        "--set",
        "subject=A",
        *LEAD,
        "--on",
        "2024-03-26",
        "--late",
        "Nhập bù",
        "--command-id",
        "k1",
    )
    first, second = april(*step)[1]["data"], april(*step)[1]["data"]
    assert second["repeated"]
    assert second["event_ids"] == first["event_ids"]
    other = april("task", "step", TASK, "edit", "--set", "subject=B", *LEAD, "--command-id", "k1")
    assert other[0] == 1
    assert other[1]["diagnostics"][0]["code"] == "key-reused"


def test_an_activity_is_entered_once_and_counted(april: Run) -> None:
    """One bulletin issue is credited to its month; the fourth fills the quota on its day."""
    body = "van-phong-ban-chi-dao-cchc"
    who = ("--actor", "minh-hoa-mai", "--office", f"{body}/dau-moi")
    for issue, day in enumerate(("2024-03-05", "2024-03-12", "2024-03-19", "2024-03-26"), 1):
        status, _ = april("record", "bulletin.published", "--set", f"body={body}", "--set", f"issue={issue}", *who,
                          "--on", day, "--late", "Nhập bù")  # fmt: skip
        assert status == 0
    shown = april("task", "show", f"par.bulletin:{body}:2024-03", "--as-of", "2024-04-02")[1]["data"]
    assert (shown["credits"], shown["cell"], shown["done_on"]) == (4, "done_on_time", "2024-03-26")


def test_an_act_that_is_issued_gives_waiting_tasks_their_days(april: Run) -> None:
    """Tasks around an act wait, and have a due day once it is issued."""
    task = "184.8.2:vu-cong-chuc-vien-chuc:before"
    act = april("task", "show", task, "--as-of", "2024-04-02")[1]["data"]
    assert (act["cell"], act["due"]) == ("waiting", None)
    who = ("--actor", "minh-hoa-hoa", "--office", "van-phong-bo/van-thu")
    status, _ = april("act", "issue", act["act"], "--number", "00/2024/NĐ-CP", "--day", "2024-03-29", *who)
    after = april("task", "show", task, "--as-of", "2024-04-02")[1]["data"]
    assert status == 0
    assert (after["cell"], after["due"]) == ("open_overdue", "2024-03-29")
    assert april("task", "show", task, "--as-of", "2024-03-28")[1]["data"]["cell"] == "waiting"


def test_a_corrected_act_is_urged_for_anew(april: Run) -> None:
    """A reminder belongs to a due day: where a correction moves the day, the ladder is climbed from its foot."""
    task = "184.8.2:vu-cong-chuc-vien-chuc:before"
    act = april("task", "show", task, "--as-of", "2024-04-02")[1]["data"]["act"]
    who = ("--actor", "minh-hoa-hoa", "--office", "van-phong-bo/van-thu")
    april("act", "issue", act, "--number", "1", "--day", "2024-03-29", *who)
    april("tick", "--now", "2024-04-10T08:00+07:00")
    april("act", "issue", act, "--number", "1", "--day", "2024-06-20", *who)
    april("tick", "--now", "2024-06-21T08:00+07:00")
    urged = [r for r in april("reminders", "--task", task)[1]["data"]["reminders"] if not r["held_back"]]
    assert [(r["at"], r["rung"]) for r in urged] == [("2024-04-10", "qua-han-5"), ("2024-06-21", "qua-han-1")]


def test_explain_names_the_rule_the_days_and_the_decisions_behind_them(april: Run) -> None:
    """An explanation shows each rung with its day, and why days were not counted."""
    said = april("explain", "184.7.3:vu-cong-tac-thanh-nien:2024-04", "--as-of", "2024-04-02")[1]["data"]
    first = next(rung for rung in said["ladder"] if rung["rung"] == "truoc-10")
    off = {day["day"]: day["basis"] for day in first["days"] if not day["working"] and day["basis"]}
    assert off["2024-04-18"] == "blld-2019-112"
    assert off["2024-04-29"] == "cv-2450-vpcp-kgvx"
    assert said["citation"].startswith("Phụ lục, mục 7.3, Quyết định số 184/QĐ-BNV")


def test_export_events_gives_the_log_in_order(april: Run) -> None:
    """Every event is one JSON line with who, when and why; --after leaves out what was seen."""
    lines = [json.loads(line) for line in april("export", "events")[1].splitlines()]
    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert set(lines[0]) >= {"position", "stream", "version", "name", "data", "meta"}
    assert set(lines[0]["meta"]) == {
        "on", "recorded_at", "actor", "office", "on_behalf_of", "command_id", "correlation_id", "causation_id", "basis",
        "capacity", "capacity_basis",
    }  # fmt: skip
    rest = april("export", "events", "--after", str(len(lines) - 2))[1].splitlines()
    assert [json.loads(line) for line in rest] == lines[-2:]


def test_projections_check_finds_a_row_that_was_altered(april: Run, april_db: str, by_hand: Any) -> None:
    """A read model that was altered is found, and a rebuild mends it."""
    assert april("projections", "check")[0] == 0
    by_hand(april_db, f"UPDATE dondoc_tasks SET due = '2030-01-01' WHERE id = '{TASK}'")  # noqa: S608  # a task of ours
    status, said = april("projections", "check")
    assert status == 1
    assert said["data"]["differences"] == {"dondoc_tasks": 2}
    assert april("projections", "rebuild")[0] == 0
    assert april("projections", "check")[0] == 0


def test_projections_check_finds_an_event_that_was_altered(april: Run, april_db: str, by_hand: Any) -> None:
    """An event whose actor was rewritten is found by its hash, with its position."""
    by_hand(april_db, "UPDATE dondoc_events SET actor = 'ai-khac' WHERE position = 7")
    status, said = april("projections", "check")
    assert status == 1
    assert "position 7" in said["diagnostics"][0]["en"]


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (("status", "--as-of", "2024-02-30"), "invalid", "--as-of"),
        (("status", "khong-co"), "not-found", ""),
        (("task", "show", "khong-co"), "not-found", ""),
        (("task", "list", "--cell", "nope"), "invalid", "--cell"),
        (("task", "step", TASK, "fly", *LEAD), "not-found", ""),
        (("task", "step", TASK, "prepare", "--data", "{", *LEAD), "invalid", "--data"),
        (("task", "step", TASK, "prepare", "--set", "subject", *LEAD), "invalid", "--set"),
        (("task", "step", TASK, "prepare", *LEAD), "invalid", "subject"),
        (("task", "step", TASK, "prepare", "--set", "subject=A"), "invalid", "--actor, --office"),
        (("task", "step", TASK, "prepare", "--set", "subject=A", "--set", "to=done", *LEAD), "invalid", ""),
        (("record", "nope", *LEAD), "not-found", ""),
        (("simulate",), "invalid", "--year"),
        (("plan", "show", "999"), "not-found", ""),
        (("tick", "--now", "soon"), "invalid", "--now"),
        (("tick", "--nope"), "invalid", ""),
    ],
)
def test_bad_input_is_refused_with_its_place_and_exit_status_2(
    april: Run, arguments: tuple[str, ...], code: str, place: str
) -> None:
    """Bad input says where and what; the status is 2; nothing is recorded."""
    before = april("status")[1]["data"]["position"]
    status, said = april(*arguments)
    assert status == 2
    assert said["status"] == "error"
    assert said["diagnostics"][0]["code"] == code
    assert said["diagnostics"][0]["place"] == place
    assert said["diagnostics"][0]["vi"]
    assert april("status")[1]["data"]["position"] == before


def test_a_foreign_unit_may_not_take_a_step(april: Run) -> None:
    """Another unit's office is refused with exit status 1."""
    foreign = ("--actor", "minh-hoa-an", "--office", "vu-phap-che/dau-moi")
    status, said = april("task", "step", TASK, "prepare", "--set", "subject=A", *foreign)
    assert status == 1
    assert said["diagnostics"][0]["code"] == "not-allowed"


def test_no_database_is_said_plainly(run: Run, on_postgresql: bool) -> None:
    """Without a database the way out is named; a server is there, only nothing is in it."""
    status, said = run("status")
    assert status == (1 if on_postgresql else 2)
    assert "dondoc init" in said["diagnostics"][0]["cure"]


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that holds something else is refused without a traceback."""
    (tmp_path / "d.db").write_text("this is not a database, " * 100)
    status, said = runner(f"sqlite:///{tmp_path / 'd.db'}", capsys)("status")
    assert status == 1
    assert said["diagnostics"][0]["code"] == "store-broken"


def test_an_empty_database_file_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A database without our tables is refused, with the way out."""
    (tmp_path / "d.db").touch()
    status, said = runner(f"sqlite:///{tmp_path / 'd.db'}", capsys)("status")
    assert status == 1
    assert "dondoc init" in said["diagnostics"][0]["cure"]


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("due",),
        ("history", TASK),
        ("explain", TASK),
        ("reminders",),
        ("task", "list"),
        ("task", "show", TASK),
        ("plan", "show", "184"),
        ("plan", "list"),
        ("bodies",),
        ("act", "list"),
        ("simulate", "--year", "2024"),
    ],
)
def test_tables_for_people_hold_vietnamese(
    april_db: str, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every question is answered with a table in Vietnamese where --json is not given."""
    dated = ("--as-of", "2024-04-02") if command[0] in {"status", "due", "explain", "task"} else ()
    status = main([*command, *dated, "--db", april_db, "--config", str(CONFIG)])
    printed = capsys.readouterr().out
    assert status == 0
    assert any(letter in printed for letter in "đệốờáạ")
    assert "Traceback" not in printed


def test_control_characters_in_stored_text_do_not_reach_the_terminal(
    april: Run, april_db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A subject that holds an escape sequence is shown escaped."""
    note = "\x1b[31mđỏ"
    april("task", "step", TASK, "prepare", "--set", "subject=A", "--data", json.dumps({"text": note}), *LEAD)
    main(["history", TASK, "--db", april_db, "--config", str(CONFIG)])
    assert "\x1b[31m" not in capsys.readouterr().out
