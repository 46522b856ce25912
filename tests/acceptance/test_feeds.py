"""Calendars from the command line: opened by an office of the unit, read by their address, revoked."""

from __future__ import annotations

from typing import Any

AT = "2024-04-02T09:00+07:00"
LEAD = ("--actor", "an", "--office", "vu-tien-luong/dau-moi", "--clock", AT)
OTHER = ("--actor", "binh", "--office", "vu-phap-che/dau-moi", "--clock", AT)


def test_a_calendar_is_opened_listed_read_and_revoked(april: Any) -> None:
    """Its address works until it is revoked; only the unit's own offices open and revoke it, and ids are checked."""
    opened = april.ask("feed", "open", "--unit", "vu-tien-luong", *LEAD)
    path = opened["address"].removeprefix("http://127.0.0.1:8184")
    assert april.http("GET", path, at=AT).text.count("BEGIN:VEVENT") > 3
    assert [each["feed"] for each in april.ask("feed", "list")["feeds"]] == ["unit:vu-tien-luong:1"]
    assert "unit:vu-tien-luong:1" in april.printed("feed", "list")
    for words in (("open", "--unit", "vu-tien-luong"), ("revoke", "unit:vu-tien-luong:1")):
        assert april.refused("feed", *words, *OTHER)["code"] == "not-allowed"
    for wrong in ("vu-tien-luong", "unit:vu-tien-luong:x", "office:vu-tien-luong:1"):
        assert april.refused("feed", "revoke", wrong, *LEAD)["place"] == "FEED"
    assert april.refused("feed", "revoke", "unit:vu-tien-luong:2", *LEAD)["code"] == "not-found"
    april.ask("feed", "revoke", "unit:vu-tien-luong:1", *LEAD)
    assert april.ask("feed", "list")["feeds"] == []
    assert april.http("GET", path, at=AT).status_code == 404
    assert "chưa giữ chức vụ nào nên lịch còn trống" in april.printed("feed", "open", *LEAD)
