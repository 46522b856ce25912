"""Who acts in an office that another one holds: the history and the export say so of the day of the act."""

from __future__ import annotations

import json
from typing import Any

HELD = """holdings:
  - {office: van-phong-bo/nguoi-phat-ngon, person: binh, to: 2024-04-30}
  - office: van-phong-bo/nguoi-phat-ngon
    person: chi
    from: 2024-04-10
    to: 2024-04-20
    delegated: true
    basis: Giấy ủy quyền số 05/GUQ-VP
  - {office: van-phong-bo/nguoi-phat-ngon, person: dung, from: 2024-05-01, acting: true, basis: Quyết định số 90/QĐ-BNV}
"""
TASK = "184.4.2:vu-tien-luong:before"
PREPARED = {"subject": "Dự thảo Nghị định"}


def clearing(person: str, day: str) -> tuple[str, ...]:
    """Somebody clears as spokesperson."""
    who = ("--actor", person, "--office", "van-phong-bo/nguoi-phat-ngon", "--on", day, "--clock", f"{day}T23:00+07:00")
    return ("task", "step", TASK, "clear", *who, "--data", "{}")


def prepared(door: Any, day: str) -> None:
    """The unit prepares, or edits, its information."""
    step = "prepare" if door.task(TASK, day)["state"] in {"", "assigned"} else "edit"
    door.step(TASK, step, "vu-tien-luong/dau-moi", day, **PREPARED)


def test_an_office_is_held_by_delegation_or_acting_and_the_record_says_so(own_april: Any) -> None:
    """Each of the three within their days only; capacity and paper stand in the sentence and in the export."""
    own_april.change("offices.yaml", "holdings", "holdings: []\n", HELD)
    for person, day in (("binh", "2024-04-08"), ("chi", "2024-04-15"), ("dung", "2024-05-02")):
        prepared(own_april, day)
        for other in {"binh", "chi", "dung"} - {person, "binh"}:
            assert own_april.refused(*clearing(other, day))["code"] == "not-allowed"
        own_april.ask(*clearing(person, day))
    said = [e["sentence"] for e in own_april.ask("history", TASK)["events"] if e["name"] == "press.information-cleared"]
    assert [each.split(" đã ")[0] for each in said] == [
        "Người phát ngôn của Bộ (Văn phòng Bộ)",
        "Người phát ngôn của Bộ (Văn phòng Bộ), được ủy quyền theo Giấy ủy quyền số 05/GUQ-VP",
        "Quyền Người phát ngôn của Bộ (Văn phòng Bộ) theo Quyết định số 90/QĐ-BNV",
    ]
    log = [json.loads(line) for line in own_april.printed("export", "events").splitlines()]
    capacities = [(e["meta"]["actor"], e["meta"]["capacity"], e["meta"]["capacity_basis"])
                  for e in log if e["name"] == "press.information-cleared"]  # fmt: skip
    assert capacities == [
        ("binh", "", ""),
        ("chi", "delegated", "Giấy ủy quyền số 05/GUQ-VP"),
        ("dung", "acting", "Quyết định số 90/QĐ-BNV"),
    ]
    assert "Quyền Người phát ngôn của Bộ" in own_april.page(f"/tasks/{TASK}?as_of=2024-05-03")


def test_whoever_prepared_may_not_clear_as_a_delegate(own_april: Any) -> None:
    """Two offices, one of them by delegation, are still one person."""
    own_april.change("offices.yaml", "holdings", "holdings: []\n", HELD.replace("chi", "vu-tien-luong-dau-moi"))
    prepared(own_april, "2024-04-15")
    assert own_april.refused(*clearing("vu-tien-luong-dau-moi", "2024-04-15"))["rule"] == "step.other-person"
