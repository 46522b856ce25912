"""Restricted cases: who is told what they are about, and that figures count them for everybody."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import httpx

from dondoc import Actor, Dondoc, Settings
from dondoc.interfaces.web.app import create_app

OFFICE = "van-phong-bo/dau-moi"
INCIDENT = "184.communication-incidents"
WORDS = "Tin sai về thi nâng ngạch"
DAY = "2024-06-02"


def seen_in(office: str) -> tuple[str, ...]:
    """The options that say who asks; the person is named after the office."""
    return ("--actor", office.replace("/", "-"), "--office", office)


def incident(door: Any) -> tuple[str, str]:
    """An incident that was reported, about which one unit was asked: the case and what was asked of the unit."""
    came = {"subject": WORDS, "happened_at": "2024-06-01T08:00:00+07:00", "source": "Mạng xã hội"}
    receipt = door.ask("case", "open", INCIDENT, *door.by(OFFICE, "2024-06-01"), "--data", json.dumps(came))
    case = str(receipt["stream"]).removeprefix("task-")
    door.step(case, "ask", OFFICE, "2024-06-01", units=["vu-phap-che"], subject=f"Xác minh: {WORDS}")
    return case, case.replace("van-phong-bo", "vu-phap-che") + ".1"


def told(door: Any, case: str, *who: str) -> str:
    """Everything that the reading commands say of a case."""
    asked = (
        ("history", case), ("task", "show", case), ("explain", case), ("case", "inputs", case),
        ("task", "list", "--duty", INCIDENT), ("due", "--days", "300"),
    )  # fmt: skip
    clock = ("--clock", f"{DAY}T09:00+07:00")
    return json.dumps([door.ask(*words, *clock, *who) for words in asked], ensure_ascii=False)


def test_communication_incidents_are_told_to_those_who_deal_with_them(april: Any) -> None:
    """The Office, the leadership and the spokesperson see the case; others, and nobody named, see that there is one."""
    case, _ = incident(april)
    for office in (OFFICE, "bo-noi-vu/bo-truong", "van-phong-bo/nguoi-phat-ngon"):
        assert told(april, case, *seen_in(office)).count(WORDS) > 2, office
    for who in ((), seen_in("vu-tien-luong/dau-moi"), seen_in("vu-cai-cach-hanh-chinh/theo-doi-bao-cao")):
        said = told(april, case, *who)
        assert WORDS not in said
        assert case in said
    at = (INCIDENT, "--as-of", DAY)
    hidden = next(each for each in april.ask("task", "list", "--duty", *at)["tasks"] if each["task"] == case)
    assert (hidden["restricted"], hidden["subject"], hidden["state"], hidden["due"]) == (True, "", None, DAY)
    assert april.ask("history", case)["events"] == []
    assert "Việc hạn chế" in april.printed("history", case)


def test_who_is_asked_about_an_incident_sees_what_was_asked_and_no_more(april: Any) -> None:
    """A unit sees its own input with its subject, and nothing of the case; who asked sees the input too."""
    case, asked = incident(april)
    unit = seen_in("vu-phap-che/dau-moi")
    assert WORDS in april.ask("task", "show", asked, "--as-of", DAY, *unit)["subject"]
    assert april.ask("task", "show", case, "--as-of", DAY, *unit)["restricted"] is True
    assert april.ask("history", case, *unit)["events"] == []
    assert WORDS in april.ask("task", "show", asked, "--as-of", DAY, *seen_in(OFFICE))["subject"]
    assert april.ask("task", "show", asked, "--as-of", DAY, *seen_in("vu-tien-luong/dau-moi"))["subject"] == ""
    assert april.ask("case", "inputs", case, "--as-of", DAY, *seen_in("vu-tien-luong/dau-moi"))["tasks"] == []


def test_figures_count_what_is_hidden_and_pages_never_tell_it(own_april: Any) -> None:
    """The matrix counts a restricted case, registers say how many they leave out, no page tells its content."""
    own_april.change(
        "registers.yaml", "registers:", "registers:\n",
        "registers:\n  - id: incidents\n    name: Sổ sự cố\n    of: task\n    duties: [184.communication-incidents]\n"
        "    columns: [{id: subject, name: Nội dung, fact: incident.reported, field: subject}]\n"
        "  - id: reported\n    name: Sổ báo cáo sự cố\n    of: fact\n    facts: [incident.reported]\n"
        "    columns: [{id: subject, name: Nội dung, field: subject}]\n",
    )  # fmt: skip
    listed = "sections:\n  - {id: incidents, name: Sự cố, registers: [incidents, reported]}\n"
    own_april.change("registers.yaml", "sections:", "sections:\n", listed)
    before = own_april.ask("status", "van-phong-bo", "--as-of", DAY)["totals"]
    case, _ = incident(own_april)
    after = own_april.ask("status", "van-phong-bo", "--as-of", DAY)["totals"]
    assert sum(after.values()) == sum(before.values()) + 1
    for register, count in (("incidents", 2), ("reported", 1)):
        shown = own_april.ask("register", "show", register, "--as-of", DAY, *seen_in(OFFICE))
        assert (WORDS in json.dumps(shown, ensure_ascii=False), shown["unseen"]) == (True, 0)
        masked = own_april.ask("register", "show", register, "--as-of", DAY)
        assert (masked["lines"], masked["unseen"]) == ([], count)
        guessed = own_april.ask("register", "show", register, "--as-of", DAY, "--where", f"subject={WORDS}")
        assert guessed["lines"] == []
    pages = [f"/tasks/{case}", f"/tasks?duty={INCIDENT}", "/registers/incidents", "/registers/reported?by=subject"]
    for url in pages:
        page = own_april.page(f"{url}{'&' if '?' in url else '?'}as_of={DAY}")
        assert WORDS not in page
        assert case in page or "hạn chế" in page


def test_pages_tell_the_reader_of_a_host_what_they_may_see(april: Any) -> None:
    """A host says who looks: the Office reads the case, another department does not, and nobody else sees a page."""
    case, _ = incident(april)
    mai, lan = Actor(person="mai", office=OFFICE), Actor(person="lan", office="vu-tien-luong/dau-moi")
    statuses = {mai: 200, lan: 200, None: 401}
    clock = datetime.fromisoformat(f"{DAY}T09:00+07:00")
    dondoc = Dondoc.open(Settings(db=april.db, config=april.config, clock=clock))

    async def pages(reader: Actor | None) -> str:
        transport = httpx.ASGITransport(create_app(dondoc, lambda _: reader))
        async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
            urls = (f"/tasks/{case}", f"/tasks?duty={INCIDENT}", "/due", "/")
            answers = [await client.get(url) for url in urls]
            assert {answer.status_code for answer in answers} == {statuses[reader]}
            return "".join(answer.text for answer in answers)

    try:
        assert [WORDS in asyncio.run(pages(reader)) for reader in statuses] == [True, False, False]
    finally:
        dondoc.close()
