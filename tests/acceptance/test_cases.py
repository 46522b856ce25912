"""What comes in: press questions with a clock in hours, feedback, requests for information, incidents; from the CLI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from dondoc.config.reading import read_catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.plan import Duty
from dondoc.domain.vocabulary import marks
from dondoc.interfaces.cli.main import main
from dondoc.testing import step_data

CONFIG = Path(__file__).parents[2] / "config"
OFFICE = ("--actor", "minh-hoa-an", "--office", "van-phong-bo/dau-moi")
DESK = ("--actor", "minh-hoa-binh", "--office", "van-phong-bo/duyet-thong-tin")
UNIT = ("--actor", "minh-hoa-chi", "--office", "vu-tien-luong/dau-moi")
MINISTER = ("--actor", "minh-hoa-dung", "--office", "bo-noi-vu/bo-truong")
QUESTION = "184.press-questions:van-phong-bo:2024.0001"

Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def made(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with both plans; made once, to be copied."""
    db = str(lasting.new(tmp_path_factory.mktemp("made")))
    assert main(["init", "--db", db, "--config", str(CONFIG)]) == 0
    return db


@pytest.fixture
def run(made: str, databases: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json on a copy; gives the exit status and the data, or the first diagnostic."""
    db = databases.like(made, tmp_path)

    def call(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, "--db", db, "--config", str(CONFIG), "--json"])
        said = json.loads(capsys.readouterr().out)
        return status, said["data"] if status == 0 else said["diagnostics"][0]

    return call


def fields(**given: str) -> tuple[str, ...]:
    """The fields of a fact as options."""
    return tuple(part for name, value in given.items() for part in ("--set", f"{name}={value}"))


def ask(run: Run, *more: str) -> tuple[int, Any]:
    """A newspaper asks on a Friday afternoon."""
    asked = fields(outlet="[Minh họa] Báo A", question="Lương mới?", received_at="2024-05-03T16:30:00+07:00")
    return run("case", "open", "184.press-questions", *asked, "--on", "2024-05-03", *OFFICE, *more)


def cell(run: Run, task: str, as_of: str) -> str:
    """Where a task stands on a day."""
    found: str = run("task", "show", task, "--as-of", as_of)[1]["cell"]
    return found


def test_a_question_is_asked_routed_cleared_and_answered_in_time(run: Run) -> None:
    """Inputs of units, a draft, another person's clearance, an answer within 24 hours that run through the weekend."""
    assert ask(run)[0] == 0
    routed = fields(units="vu-tien-luong,vu-phap-che", due="2024-05-04")
    assert run("task", "step", QUESTION, "ask", *routed, "--on", "2024-05-03", *OFFICE)[0] == 0
    given = "184.press-questions:vu-tien-luong:2024.0001.1"
    assert run("task", "step", given, "give", *fields(text="Từ 01/7/2024"), "--on", "2024-05-04", *UNIT)[0] == 0
    inputs = {
        line["body"]: line["cell"] for line in run("case", "inputs", QUESTION, "--as-of", "2024-05-05")[1]["tasks"]
    }
    assert inputs == {"vu-tien-luong": "done_on_time", "vu-phap-che": "open_overdue"}

    assert run("task", "step", QUESTION, "draft", *fields(subject="Trả lời"), "--on", "2024-05-04", *OFFICE)[0] == 0
    same = ("--actor", "minh-hoa-an", "--office", "van-phong-bo/duyet-thong-tin")
    assert run("task", "step", QUESTION, "clear", "--on", "2024-05-04", *same)[1]["rule"] == "step.other-person"
    assert run("task", "step", QUESTION, "clear", "--on", "2024-05-04", *DESK)[0] == 0
    issued = fields(issued_at="2024-05-04T15:00:00+07:00", link="https://example.invalid/a")
    assert run("task", "step", QUESTION, "issue", *issued, "--on", "2024-05-04", *OFFICE)[0] == 0
    assert cell(run, QUESTION, "2024-05-05") == "done_on_time"


def test_an_answer_an_hour_too_late_is_late_on_the_same_day(run: Run) -> None:
    """The clock is by the hour: 17:30 is late where 16:30 was the limit."""
    ask(run)
    late = fields(issued_at="2024-05-04T17:30:00+07:00", reason="[Minh họa] Tin sai lan nhanh")
    status, _ = run("task", "step", QUESTION, "issue-urgent", *late, "--on", "2024-05-04", *OFFICE)
    assert status == 0
    assert cell(run, QUESTION, "2024-05-04") == "done_late"
    assert cell(run, QUESTION, "2024-05-03") == "open_in_term"


def test_an_unanswered_question_is_overdue_when_its_hours_are_over(run: Run) -> None:
    """At the end of Friday there is time left; at the end of Saturday there is none."""
    ask(run)
    assert cell(run, QUESTION, "2024-05-03") == "open_in_term"
    assert cell(run, QUESTION, "2024-05-04") == "open_overdue"
    assert run("status", "van-phong-bo", "--as-of", "2024-05-04")[1]["totals"]["open_overdue"] == 1


def test_cases_are_numbered_and_a_repeat_opens_none(run: Run) -> None:
    """A second question gets the next number; the same command id gets the first answer."""
    first, second = ask(run, "--command-id", "k1"), ask(run)
    again = ask(run, "--command-id", "k1")
    assert [each[1]["stream"] for each in (first, second)] == [f"task-{QUESTION}", f"task-{QUESTION[:-1]}2"]
    assert again[1]["repeated"]
    assert again[1]["event_ids"] == first[1]["event_ids"]


def test_an_urgent_answer_is_a_recorded_exception(run: Run) -> None:
    """Nobody has cleared it; the record says so, with the reason, under a name of its own."""
    ask(run)
    without = fields(issued_at="2024-05-03T18:00:00+07:00")
    assert (
        run("task", "step", QUESTION, "issue-urgent", *without, "--on", "2024-05-03", *OFFICE)[1]["place"] == "reason"
    )
    assert (
        run("task", "step", QUESTION, "issue", *without, "--on", "2024-05-03", *OFFICE)[1]["rule"] == "step.from-state"
    )
    run("task", "step", QUESTION, "issue-urgent", *without, *fields(reason="Khẩn"), "--on", "2024-05-03", *OFFICE)
    names = [event["name"] for event in run("history", QUESTION)[1]["events"]]
    assert "press.urgent-answer-issued" in names
    assert "press.information-cleared" not in names


def test_feedback_is_passed_on_within_five_working_days(run: Run) -> None:
    """Received before the holidays, due on the fifth working day by the decisions on which days are worked."""
    body = ("--body", "vu-cong-chuc-vien-chuc")
    lead = ("--actor", "minh-hoa-em", "--office", "vu-cong-chuc-vien-chuc/dau-moi")
    received = fields(register_no="PA-15", subject="[Minh họa] Thi nâng ngạch", channel="portal")
    assert run("case", "open", "184.feedback", *received, *body, "--on", "2024-04-25", *lead)[0] == 0
    task = "184.feedback:vu-cong-chuc-vien-chuc:2024.0001"
    assert run("task", "show", task, "--as-of", "2024-04-25")[1]["due"] == "2024-05-06"
    passed = fields(to_body="Sở Nội vụ tỉnh A")
    assert run("task", "step", task, "transfer", *passed, "--on", "2024-05-07", *lead)[0] == 0
    assert cell(run, task, "2024-05-07") == "done_late"


def test_a_request_for_information_has_the_time_of_its_channel(run: Run) -> None:
    """By network three working days, at the office ten; an unknown channel is refused with the known ones."""
    dues = {}
    for channel in ("network", "office"):
        asked = fields(register_no="7", subject="[Minh họa] Biên chế", channel=channel)
        status, receipt = run("case", "open", "184.citizen-information", *asked, "--on", "2024-03-04", *OFFICE)
        assert status == 0
        task = receipt["stream"].removeprefix("task-")
        dues[channel] = run("task", "show", task, "--as-of", "2024-03-04")[1]["due"]
    assert dues == {"network": "2024-03-07", "office": "2024-03-18"}
    wrong = fields(register_no="7", subject="A", channel="pigeon")
    assert (
        run("case", "open", "184.citizen-information", *wrong, "--on", "2024-03-04", *OFFICE)[1]["place"] == "channel"
    )


def test_an_incident_goes_to_the_leadership_and_is_spoken_on_in_time(run: Run) -> None:
    """Reported, proposed, instructed by the Minister (not by who proposed), spoken on within 24 hours of happening."""
    reported = fields(subject="[Minh họa] Tin sai", happened_at="2024-06-01T08:00:00+07:00")
    assert run("case", "open", "184.communication-incidents", *reported, "--on", "2024-06-01", *OFFICE)[0] == 0
    task = "184.communication-incidents:van-phong-bo:2024.0001"
    proposed = fields(proposal="Phát ngôn ngay")
    assert run("task", "step", task, "propose", *proposed, "--on", "2024-06-01", *OFFICE)[0] == 0
    told = fields(instruction="Đồng ý")
    assert run("task", "step", task, "instruct", *told, "--on", "2024-06-01", *OFFICE)[1]["code"] == "not-allowed"
    assert run("task", "step", task, "instruct", *told, "--on", "2024-06-01", *MINISTER)[0] == 0
    spoken = fields(spoken_at="2024-06-01T20:00:00+07:00")
    assert run("task", "step", task, "speak", *spoken, "--on", "2024-06-01", *DESK)[0] == 0
    assert cell(run, task, "2024-06-02") == "done_on_time"


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("184.press-conference",), "duty"),
        (("184.nope",), "duty"),
        (("184.feedback",), "body"),
        (("184.feedback", "--body", "tinh-ha-nam"), "body"),
    ],
)
def test_a_case_that_nobody_takes_is_refused(run: Run, arguments: tuple[str, ...], place: str) -> None:
    """Only on-demand duties take cases, and only the bodies that owe them."""
    status, said = run("case", "open", *arguments, *OFFICE)
    assert (status, said["place"]) == (2, place)


def test_what_others_ask_for_is_not_opened_by_hand(run: Run) -> None:
    """It comes with the step that asks for it; the refusal names the duties whose steps do."""
    status, said = run("case", "open", "184.conference-material", "--body", "vu-tien-luong", *OFFICE)
    assert (status, said["rule"]) == (1, "case.no-intake")
    assert "184.press-conference" in said["cure"]


REGISTRY = Registry(FACTS)
CATALOGUE = read_catalogue(CONFIG, REGISTRY)
ASKED = {asked for duty in CATALOGUE.duties.values() for asked in duty.asks.values()}
ON_DEMAND = [duty for duty in CATALOGUE.duties.values() if duty.rhythm.kind == "on-demand" and duty.id not in ASKED]


def said_here(fact: str) -> dict[str, Any]:
    """The example of a fact with the terms and units that are configured here."""
    data = step_data(fact)
    for name, mark in marks(REGISTRY[fact]).items():
        terms = list(CATALOGUE.vocabularies.family(mark.family))
        if terms and data.get(name):
            data[name] = [terms[0]] if isinstance(data[name], list | tuple) else terms[0]
    return data | ({"units": ["vu-phap-che"]} if "units" in data else {})


@pytest.mark.parametrize("duty", ON_DEMAND, ids=lambda duty: duty.id)
def test_every_on_demand_duty_takes_its_cases(run: Run, duty: Duty) -> None:
    """Each body that owes it can open a case; the case is owed from that day on, under the next number."""
    body = CATALOGUE.owers(duty)[0]
    procedure = CATALOGUE.procedure(duty.procedure)
    intake = procedure.step(procedure.intake or "")
    assert intake is not None
    data = TypeAdapter(dict).dump_json(said_here(intake.fact)).decode()
    post = "dau-moi" if f"{body}/dau-moi" in CATALOGUE.offices else "thu-truong"
    who = ("--actor", "minh-hoa-an", "--office", f"{body}/{post}")
    status, said = run("case", "open", duty.id, "--body", body, "--data", data, "--on", "2024-05-03", *who)
    assert status == 0, said
    assert cell(run, f"{duty.id}:{body}:2024.0001", "2024-05-03") in {"open_in_term", "open_overdue"}


def test_rules_are_shown_with_their_days_and_basis(run: Run) -> None:
    """The rules of a day: each with basis and how sure we are; the one that ended is not among them."""
    rules = run("rule", "list", "--on", "2026-09-15")[1]["rules"]
    assert {each["id"] for each in rules} >= {"press.adhoc", "press.impact", "feedback.transfer"}
    assert not any(each["id"].startswith("info.") for each in rules)
    assert all(each["basis"] and each["certainty"] for each in rules)
