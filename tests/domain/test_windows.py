"""Windows as plans write them: each kind, what is refused, and what an act makes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dondoc.domain.errors import Invalid
from dondoc.domain.period import Grain
from dondoc.domain.window import AnchorPolicy, Phase, Window, WindowSpec, anchored

POLICY = AnchorPolicy(during_days=15, after_days=30)


def spec(**written: Any) -> WindowSpec:
    """A window as a plan writes it; `from_` stands for from."""
    return WindowSpec.model_validate({key.rstrip("_"): value for key, value in written.items()})


@pytest.mark.parametrize(
    ("written", "grain", "start", "end", "label"),
    [
        ({"day": "2024-05-01"}, Grain.DAY, "2024-05-01", "2024-05-01", "2024-05-01"),
        ({"month": "2024-02"}, Grain.MONTH, "2024-02-01", "2024-02-29", "2024-02"),
        ({"quarter": "2024-Q2"}, Grain.QUARTER, "2024-04-01", "2024-06-30", "2024-Q2"),
        ({"half": "2024-H1"}, Grain.HALF, "2024-01-01", "2024-06-30", "2024-H1"),
        ({"year": "2024"}, Grain.YEAR, "2024-01-01", "2024-12-31", "2024"),
        ({"year": 2024}, Grain.YEAR, "2024-01-01", "2024-12-31", "2024"),
        ({"years": "2024-2025"}, Grain.RANGE, "2024-01-01", "2025-12-31", "2024-2025"),
        (
            {"from_": "2024-01-05", "to": "2024-02-10"},
            Grain.RANGE,
            "2024-01-05",
            "2024-02-10",
            "2024-01-05..2024-02-10",
        ),
    ],
)
def test_each_kind_of_time_becomes_the_days_it_means(
    written: dict[str, Any], grain: Grain, start: str, end: str, label: str
) -> None:
    """Both ends belong to it, and it keeps the grain in which the plan printed it."""
    (window,) = spec(**written).windows()
    expected = (grain, date.fromisoformat(start), date.fromisoformat(end), label)
    assert (window.grain, window.start, window.end, window.label) == expected
    assert not window.waits


def test_a_year_and_the_following_ones_have_no_end_and_do_not_wait() -> None:
    """Năm 2024 và các năm tiếp theo: open-ended is not unknown."""
    (window,) = spec(years="2024-").windows()
    assert (window.start, window.end, window.waits) == (date(2024, 1, 1), None, False)


def test_several_months_are_several_windows_and_a_stretch_over_all() -> None:
    """Tháng 7, 10, 12: each has its own end; together they run from July to December."""
    written = spec(months=["2024-07", "2024-10", "2024-12"])
    assert [w.end for w in written.windows()] == [date(2024, 7, 31), date(2024, 10, 31), date(2024, 12, 31)]
    assert (written.whole().start, written.whole().end) == (date(2024, 7, 1), date(2024, 12, 31))
    assert written.month_slots() == ("2024-07", "2024-10", "2024-12")


@pytest.mark.parametrize(
    ("written", "phases"),
    [
        (
            {"around": "nd-a", "phases": ["before", "during", "after"], "expected": "2024-05"},
            ["before", "during", "after"],
        ),
        ({"around": "nd-a", "phases": ["during"]}, ["during"]),
        ({"after": "nd-a", "expected": 2024}, ["after"]),
    ],
)
def test_a_window_around_an_act_waits_for_it(written: dict[str, Any], phases: list[str]) -> None:
    """No phase has days yet; what the plan expects is kept as an expectation and is no deadline."""
    windows = spec(**written).windows()
    assert [window.phase for window in windows] == phases
    for window in windows:
        assert window.waits
        assert (window.start, window.end, window.act) == (None, None, "nd-a")
        assert window.expected == str(written.get("expected", ""))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({}, "exactly one"),
        ({"month": "2024-04", "quarter": "2024-Q2"}, "exactly one"),
        ({"around": "nd-a", "after": "nd-a", "phases": ["after"]}, "exactly one"),
        ({"to": "2024-02-10"}, "exactly one"),
        ({"from_": "2024-01-05"}, "both from and to"),
        ({"from_": "2024-02-10", "to": "2024-01-05"}, "ends on 2024-01-05 before it starts"),
        ({"month": "2024-04", "to": "2024-05-01"}, "both from and to"),
        ({"around": "nd-a"}, "phases goes with around"),
        ({"month": "2024-04", "phases": ["after"]}, "phases goes with around"),
        ({"around": "nd-a", "phases": ["sometime"]}, "before"),
        ({"around": "nd-a", "phases": ["after", "after"]}, "after stands twice"),
        ({"months": ["2024-07", "2024-07"]}, "2024-07 stands twice"),
        ({"months": ["2024-07"]}, "at least 2"),
        ({"month": "2024-04", "expected": "2024-05"}, "expected goes with"),
        ({"month": "2024-13"}, "no period"),
        ({"month": "2024-4"}, "no period"),
        ({"day": "2024-02-30"}, "no period"),
        ({"day": "2023-02-29"}, "no period"),
        ({"month": "2024-Q2"}, "is a quarter, not a month"),
        ({"quarter": "2024-Q5"}, "no period"),
        ({"half": "2024-H3"}, "no period"),
        ({"years": "2025-2024"}, "run backwards"),
        ({"year": "2024-2025"}, "is a range, not a year"),
        ({"year": True}, "valid string"),
        ({"month": "\uff12\uff10\uff12\uff14-04"}, "no period"),
        ({"around": "", "phases": ["after"]}, "not an id"),
        ({"after": "Nghị định A"}, "not an id"),
        ({"mounth": "2024-04"}, "mounth"),
    ],
)
def test_a_window_that_means_nothing_or_two_things_is_refused(written: dict[str, Any], said: str) -> None:
    """None, two kinds, half a range, a backward one, a doubled, misspelt, impossible or foreign time: each is said."""
    with pytest.raises(ValidationError, match=said):
        spec(**written)


def test_a_window_that_waits_has_no_days_to_ask_for() -> None:
    """Whoever asks for the stretch of an anchored window is told so instead of getting a guess."""
    with pytest.raises(Invalid, match="nd-a"):
        spec(after="nd-a").whole()


@pytest.mark.parametrize(
    ("written", "slots"),
    [
        ({"month": "2024-04"}, ("2024-04",)),
        ({"after": "nd-a", "expected": "2024-05"}, ("2024-05",)),
        ({"after": "nd-a", "expected": "2024"}, ()),
        ({"year": 2024}, ()),
    ],
)
def test_the_months_that_a_plan_names_are_found_as_deadline_or_expectation(
    written: dict[str, Any], slots: tuple[str, ...]
) -> None:
    """A year names no month."""
    assert spec(**written).month_slots() == slots


@given(issued=st.dates(date(2020, 1, 1), date(2030, 12, 31)), during=st.integers(0, 60), after=st.integers(1, 60))
def test_the_phases_of_an_act_meet_without_a_gap(issued: date, during: int, after: int) -> None:
    """Before ends on the day of issue, during begins on it, after on the next day; each lasts as the plan says."""
    policy = AnchorPolicy(during_days=during, after_days=after)
    windows = {phase: anchored(Window(label=phase, act="nd-a", phase=phase), issued, policy) for phase in Phase}
    assert (windows[Phase.BEFORE].start, windows[Phase.BEFORE].end) == (None, issued)
    during_window, after_window = windows[Phase.DURING], windows[Phase.AFTER]
    assert during_window.start == issued
    assert during_window.end is not None
    assert (during_window.end - issued).days == during
    assert after_window.start is not None
    assert after_window.end is not None
    assert (after_window.start - issued).days == 1
    assert (after_window.end - issued).days == after
    assert not any(window.waits for window in windows.values())


@pytest.mark.parametrize("wrong", [{"during_days": -1}, {"after_days": 0}, {"after_days": 367}, {"days": 3}])
def test_a_policy_for_acts_that_leaves_no_time_is_refused(wrong: dict[str, int]) -> None:
    """After an act there is at least one day."""
    with pytest.raises(ValidationError):
        AnchorPolicy.model_validate(wrong)


def test_a_plan_that_sets_no_days_around_an_act_gets_fifteen_and_thirty() -> None:
    """Our own choice, since the decisions do not say."""
    assert (AnchorPolicy().during_days, AnchorPolicy().after_days) == (15, 30)


def test_anchoring_keeps_what_the_plan_said() -> None:
    """Label, act, phase and expectation stay beside the days."""
    (waiting,) = spec(after="nd-a", expected="2024-05").windows()
    window = anchored(waiting, date(2024, 6, 10), POLICY)
    assert (window.label, window.act, window.phase, window.expected) == ("after", "nd-a", Phase.AFTER, "2024-05")
    assert window.grain is Grain.RANGE
