"""The public part is open to everybody: how often it is asked for must not matter, and it must not lag behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dondoc import Dondoc
from dondoc.interfaces import public
from dondoc.testing import FrozenClock

TASK = "184.4.1:vu-tien-luong:2024-04"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days for which the public files were made, one for each time."""
    told, days = public.told, []

    def counted(answers: Any, when: Any) -> dict[str, Any]:
        days.append(when.day)
        return told(answers, when)

    monkeypatch.setattr(public, "told", counted)
    return days


def test_files_are_made_once_however_many_ask(browser: Any, made: list[str]) -> None:
    """The page, its data and its style, several times over, by a stranger."""
    names = ["", "data.json", "public.css", "khong-co.csv", "", "data.json"]
    assert [browser.get(f"/public/{name}").status_code for name in names] == [200, 200, 200, 404, 200, 200]
    assert len(made) == 1


def test_what_was_recorded_a_moment_ago_is_there(
    browser: Any, made: list[str], at_work: Callable[[str], Any], ministry: Dondoc, clock: FrozenClock
) -> None:
    """They are made anew after a new fact, and a minute later, since time limits run on."""
    browser.get("/public/")
    at_work("nguyen-van-a").post(f"/tasks/{TASK}/steps/note", _key="k1", note="Một")
    browser.get("/public/")
    clock.advance(minutes=1)
    browser.get("/public/")
    clock.advance(days=1)
    assert "2024-04-03" in browser.get("/public/data.json").text
    assert made == ["2024-04-02"] * 3 + ["2024-04-03"]
