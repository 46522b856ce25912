"""Whoever is urged answers, by the command line; the console shows it; what is late stays late."""

from __future__ import annotations

from typing import Any

REPORT = "par.report:tinh-ha-giang:2024-Q1"
"""Due on 20 March 2024; on 2 April it is late by nine working days."""
DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
OWNER = "vu-cai-cach-hanh-chinh/thu-truong"


def by(office: str, day: str, person: str = "") -> tuple[str, ...]:
    """Who acts, on a day."""
    name = person or office.replace("/", "-")
    return ("--actor", name, "--office", office, "--clock", f"{day}T09:00+07:00")


def for_ha_giang(day: str) -> tuple[str, ...]:
    """The desk enters what the province sent by letter."""
    return (*by(DESK, day), "--on-behalf-of", "tinh-ha-giang")


def ledger(door: Any, *, sent: bool | None = None) -> list[tuple[str, str, str]]:
    """Limit, rung and why it was held back, of the report's reminders in order."""
    found = door.ask("reminders", "--task", REPORT, "--limit", "1000")["reminders"]
    return [(r["limit"], r["rung"], r["held_back"]) for r in found if sent is None or sent == (not r["held_back"])]


def test_a_province_promises_a_day_and_breaks_it(april: Any) -> None:
    """Held back until the day, urged again from it; counted as broken for the province, kept nowhere in the log."""
    april.ask("task", "promise", REPORT, "--day", "2024-04-12", "--reason", "Chờ số liệu các huyện",
              *for_ha_giang("2024-04-02"))  # fmt: skip
    before = len(ledger(april))
    april.tick("2024-04-11")
    assert {held for _, _, held in ledger(april)[before:]} == {"promised"}
    why = april.printed("explain", REPORT, "--why-not", "--as-of", "2024-04-11")
    assert "Ngày đã hẹn 12/04/2024" in why
    assert "Lần tới: 15/04/2024, quá hạn 01 ngày làm việc" in why
    april.tick("2024-04-15")
    assert ("promise", "qua-han-1", "") in ledger(april)
    assert april.task(REPORT, "2024-04-15")["cell"] == "open_overdue"
    assert april.task(REPORT, "2024-04-15")["due"] == "2024-03-20"
    said = april.ask("promises", "tinh-ha-giang", "--as-of", "2024-04-15")
    assert [(u["unit"], u["kept"], u["broken"]) for u in said["units"]] == [("tinh-ha-giang", 0, 1)]
    assert april.ask("promises", "--as-of", "2024-04-10")["promises"][0]["state"] == "open"
    assert april.ask("promises", "--as-of", "2024-04-01")["promises"] == []
    printed = april.printed("promises", "--as-of", "2024-04-15")
    assert "sai hẹn" in printed
    assert "sai hẹn" in april.printed("task", "show", REPORT, "--as-of", "2024-04-15")


def test_the_console_shows_what_was_replied(april: Any) -> None:
    """On the page of the task, in its history, and in the list of promises by unit."""
    april.ask("task", "promise", REPORT, "--day", "2024-04-12", "--reason", "Chờ số liệu các huyện",
              *for_ha_giang("2024-04-02"))  # fmt: skip
    april.ask("task", "pause", REPORT, "--days", "2", "--reason", "Bão lũ", "--authority", "Công điện 12/CĐ-BNV",
              *by(OWNER, "2024-04-02"))  # fmt: skip
    page = april.page(f"/tasks/{REPORT}?as_of=2024-04-03")
    assert "Hẹn ngày hoàn thành 12/04/2024" in page
    assert "chưa tới ngày hẹn" in page
    assert "Tạm dừng đôn đốc đến 04/04/2024 theo Công điện 12/CĐ-BNV" in page
    assert "đang tạm dừng" in page
    listed = april.page("/promises?as_of=2024-04-15")
    assert "Sai hẹn" in listed
    assert "Chờ số liệu các huyện" in listed
    assert f"/tasks/{REPORT}" in listed
    assert "Chưa có lời hẹn nào" in april.page("/promises?unit=tinh-ha-nam&as_of=2024-04-15")
    assert 'href="/promises' in april.page("/reminders")


def test_an_extension_is_granted_by_another_person_on_a_paper(april: Any) -> None:
    """It waits in the queue of the plan's owner; granted, the day moves and the old one stays in the history."""
    april.ask("task", "extend", REPORT, "--due", "2024-04-26", "--reason", "Bão lũ", *for_ha_giang("2024-04-02"))
    queue = april.ask("queue", OWNER)["extensions"]
    assert [(e["task"], e["was"], e["due"]) for e in queue] == [(REPORT, "2024-03-20", "2024-04-26")]
    assert april.ask("queue", "van-phong-bo/dau-moi")["extensions"] == []
    assert "Đề nghị gia hạn chờ quyết định" in april.printed("queue", OWNER)
    same = by(OWNER, "2024-04-03", person=DESK.replace("/", "-"))
    refused = april.refused("task", "grant", REPORT, "--authority", "12/QĐ-BNV", *same)
    assert refused["rule"] == "extension.other-person"
    assert refused["vi"]
    assert refused["en"]
    april.ask("task", "grant", REPORT, "--authority", "12/QĐ-BNV", *by(OWNER, "2024-04-03"))
    assert april.task(REPORT, "2024-04-03")["due"] == "2024-04-26"
    told = april.printed("history", REPORT)
    assert "đã đề nghị gia hạn từ 20/03/2024 sang 26/04/2024, lý do: Bão lũ" in told
    assert "đã đồng ý gia hạn đến 26/04/2024 theo 12/QĐ-BNV" in told
    assert "đã dời thời hạn từ 20/03/2024 sang 26/04/2024: Bão lũ" in told
    assert april.ask("queue", OWNER)["extensions"] == []
    again = april.refused("task", "refuse", REPORT, "--reason", "Muộn", *by(OWNER, "2024-04-04"))
    assert again["rule"] == "extension.asked"


def test_a_repeat_stops_once_somebody_took_note_and_the_ladder_goes_on_elsewhere(april: Any) -> None:
    """The last rung comes again each few days; whoever is at it is left alone, and the log says why."""
    april.tick("2024-04-12")
    top = ledger(april, sent=True)[-1]
    assert top[1] == "qua-han-15"
    note = ("--note", "Đang tổng hợp")
    april.ask("task", "acknowledge", REPORT, *note, *for_ha_giang("2024-04-12"))
    april.tick("2024-06-14")
    later = ledger(april)[len(ledger(april)) - 1]
    assert later[1].startswith("qua-han-15/")
    assert ("", later[1], "acknowledged") in ledger(april)
    assert ledger(april, sent=True)[-1] == top
    told = april.printed("history", REPORT)
    assert "đã nhận đôn đốc “quá hạn 15 ngày làm việc”, đang xử lý: Đang tổng hợp" in " ".join(told.split())


def test_a_pause_is_announced_when_it_is_over_by_mail(own_april: Any, post: Any, reach: Any) -> None:
    """Whoever ordered it and the focal point hear once that the urging goes on."""
    reach(
        "of: vu-cai-cach-hanh-chinh, channel: email, address: cchc@example.vn",
        "of: tinh-ha-giang, channel: email, address: hg@example.vn",
    )
    own_april.send("2024-04-02")
    own_april.ask("task", "pause", REPORT, "--days", "3", "--reason", "Bão lũ", "--authority", "12/CĐ",
                  *by(OWNER, "2024-04-02"))  # fmt: skip
    own_april.send("2024-04-05")
    before = len(post.mails)
    for day in ("2024-04-08", "2024-04-09"):
        own_april.send(day)
    ended = [to for to, text in post.mails[before:] if "hết thời gian tạm dừng đôn đốc ngày 05/04/2024" in text]
    assert sorted(ended) == ["cchc@example.vn", "hg@example.vn"]


def test_wrong_replies_are_refused_in_both_languages(april: Any) -> None:
    """Each says what is wrong, where, and what to do instead; nothing is recorded."""
    end = april.ask("status")["position"]
    wrong = (
        (("promise", REPORT, "--day", "2024-12-31", "--reason", "Chờ", *for_ha_giang("2024-04-02")), "day"),
        (("promise", REPORT, "--day", "31/12", "--reason", "Chờ", *for_ha_giang("2024-04-02")), "--day"),
        (("promise", REPORT, "--day", "2024-04-12", "--reason", "Chờ", *by(OWNER, "2024-04-02")), "office"),
        (("extend", REPORT, "--due", "2024-03-01", "--reason", "Chờ", *for_ha_giang("2024-04-02")), "due"),
        (("pause", REPORT, "--days", "99", "--reason", "Chờ", "--authority", "1", *by(OWNER, "2024-04-02")), "days"),
        (("acknowledge", REPORT, "--rung", "khong-co", *for_ha_giang("2024-04-02")), "rung"),
        (("acknowledge", REPORT, *by("vu-phap-che/dau-moi", "2024-04-02")), "office"),
    )
    for command, place in wrong:
        said = april.refused("task", *command)
        assert said["place"] == place, said
        assert said["vi"]
        assert said["en"]
        assert said["cure"]
    assert april.ask("status")["position"] == end
