"""Legal time limits: dated, counted by the Civil Code, by the hour through weekends; and the clocks under them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dondoc.config.reading import read_catalogue
from dondoc.domain.commands import OpenCase, TakeStep
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import ClockStarted, ClockStopped, TaskAssigned
from dondoc.domain.office import Actor
from dondoc.domain.ports import HANOI
from dondoc.domain.rule import Rule, Rulebook
from dondoc.domain.task_decider import TaskDecider
from dondoc.domain.window import Window
from dondoc.testing import Rules

CONFIG = Path(__file__).parents[2] / "config"
REGISTRY = Registry(FACTS)
CATALOGUE = read_catalogue(CONFIG, REGISTRY)
OFFICE = Actor(person="an", office="van-phong-bo/dau-moi")
DESK = Actor(person="binh", office="van-phong-bo/duyet-thong-tin")
FRIDAY = datetime(2024, 5, 3, 16, 30, tzinfo=HANOI)
TODAY = FRIDAY.date()
RULES = Rules(TaskDecider(CATALOGUE, REGISTRY), actor=OFFICE, on=TODAY)


def rule(**changes: Any) -> Rule:
    """A rule of five working days since 2018."""
    told = {"id": "r", "name": "Thời hạn", "en": "Limit", "anchor": "Nhận", "length": 5, "unit": "working-days",
            "from": date(2018, 7, 1), "basis": "qd", "certainty": "H"}  # fmt: skip
    return Rule.model_validate({**told, **changes})


def case(duty: str, procedure: str, on: date = TODAY) -> TaskAssigned:
    """A case of the Ministry Office."""
    return TaskAssigned(
        plan="184", duty=duty, body="van-phong-bo", period="2024.0001", procedure=procedure, procedure_version=1,
        window=Window(label="2024.0001", start=on), opens=on,
    )  # fmt: skip


def question(received_at: datetime = FRIDAY) -> OpenCase:
    """A question of the press."""
    data = {"outlet": "Báo A", "question": "Bao giờ?", "received_at": received_at.isoformat()}
    return OpenCase(task="t", assigned=case("184.press-questions", "press-question"), data=data)


def test_a_case_runs_under_the_rule_of_its_own_day() -> None:
    """The 24-hour rule has one version to 30 June 2026 and another from the next day on."""
    old, new = (CATALOGUE.rules.on("press.adhoc", day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    assert (old.basis, new.basis) == ("nd-09-2017-nd-cp", "nd-244-2026-nd-cp")
    assert old.anchor != new.anchor


def test_a_day_without_a_rule_is_said() -> None:
    """Requests for information of September 2026 fall under a law whose limits are not known here."""
    with pytest.raises(NotFound, match=r"info\.request\.network"):
        CATALOGUE.rules.on("info.request.network", date(2026, 9, 1))


def test_versions_that_overlap_are_refused() -> None:
    """Nobody may have to choose between two versions of one day."""
    with pytest.raises(Invalid, match="Two versions"):
        Rulebook([rule(), rule(**{"from": date(2020, 1, 1)})])
    assert Rulebook([rule(to=date(2019, 12, 31)), rule(**{"from": date(2020, 1, 1)})]).families() == ["r"]


def test_hours_run_through_nights_and_weekends() -> None:
    """Friday 16:30 and 24 hours is Saturday 16:30, whatever kind of day Saturday is."""
    term = rule(unit="hours", length=24).due(FRIDAY, CATALOGUE.calendar)
    assert (term.day, term.at) == (date(2024, 5, 4), FRIDAY + timedelta(hours=24))


def test_working_days_are_counted_by_decision() -> None:
    """From 26 April 2024 three working days lead over a bridge of holidays to the worked Saturday of 4 May."""
    term = rule(length=3).due(datetime(2024, 4, 26, 9, 0, tzinfo=HANOI), CATALOGUE.calendar)
    assert (term.day, term.at) == (date(2024, 5, 4), None)
    assert {note.day.day for note in term.days if not note.working} == {27, 28, 29, 30, 1}


def test_a_question_starts_its_clock_with_the_case() -> None:
    """Opening the case records the question and the clock, with rule, basis and last moment."""
    said = RULES.given().when(question())
    clock = next(d.fact for d in said.decided if isinstance(d.fact, ClockStarted))
    assert clock.rule == "press.adhoc/2017-03-30"
    assert clock.basis == "nd-09-2017-nd-cp"
    assert clock.due_at == FRIDAY + timedelta(hours=24)


def test_a_question_without_its_moment_is_refused() -> None:
    """A clock in hours cannot run from a day."""
    asked = question().model_copy(update={"data": {"outlet": "Báo A", "question": "Bao giờ?"}})
    RULES.given().when(asked).then_error(Invalid)


def test_a_moment_after_the_day_of_the_step_is_refused() -> None:
    """Nobody receives on Friday what was asked on Saturday."""
    RULES.given().when(question(FRIDAY + timedelta(days=1))).then_error(Invalid)


def test_a_case_is_not_opened_twice() -> None:
    """A number that is taken is refused, so that the next one is tried."""
    RULES.given(case("184.press-questions", "press-question")).when(question()).then_rejected("case.exists")


def test_the_answer_stops_the_clock_at_its_moment() -> None:
    """Drafted, cleared by another person, issued: the clock stops when the answer went out."""
    asked = RULES.given().when(question())
    issued_at = FRIDAY + timedelta(hours=20)
    on = issued_at.date()
    draft = TakeStep(task="t", step="draft", data={"subject": "Trả lời"})
    done = (
        asked.when(draft)
        .when(TakeStep(task="t", step="clear"), actor=DESK)
        .when(TakeStep(task="t", step="issue", data={"issued_at": issued_at.isoformat()}), on=on)
    )
    assert [d.fact for d in done.decided if isinstance(d.fact, ClockStopped)] == [
        ClockStopped(clock="answer", at=issued_at)
    ]
    assert done.state().outcome == "done"
    assert done.state().clocks == {}


@pytest.mark.parametrize(
    ("channel", "family"),
    [("office", "info.request.office"), ("network", "info.request.network"), ("post", "info.request.post"),
     ("network-complex", "info.request.network-complex"), ("post-complex", "info.request.post-complex")],
)  # fmt: skip
def test_a_request_runs_under_the_rule_of_its_channel(channel: str, family: str) -> None:
    """How the request came in decides how long there is."""
    data = {"register_no": "7", "subject": "Biên chế", "channel": channel}
    asked = OpenCase(task="t", assigned=case("184.citizen-information", "information-request"), data=data)
    said = RULES.given().when(asked)
    clock = next(d.fact for d in said.decided if isinstance(d.fact, ClockStarted))
    assert clock.rule.startswith(f"{family}/")
