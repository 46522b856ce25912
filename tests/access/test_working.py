"""Working in the console: forms made from facts, for those only who may, with every refusal beside its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dondoc import Dondoc, StepFact
from dondoc.domain.fact import ActivityFact
from dondoc.domain.office import Holding
from dondoc.interfaces import field_words, inputs
from dondoc.interfaces.accounts import Accounts
from dondoc.testing import FrozenClock

AtWork = Callable[[str], Any]
TASK = "184.4.1:vu-tien-luong:2024-04"
STEPS = f"/tasks/{TASK}/steps"
OWN = "vu-phap-che/dau-moi"
LINK = "https://nhandan.vn/tien-luong"


def last(ministry: Dondoc, task: str = TASK) -> Any:
    """The last record of a task."""
    return ministry.store.read(f"task-{task}")[-1]


def test_information_goes_to_the_press_from_page_to_page(at_work: AtWork, ministry: Dondoc) -> None:
    """A unit submits, another person clears in two clicks, the unit says where it appeared; pages say what was done."""
    unit, desk = at_work("nguyen-van-a"), at_work("pham-van-c")
    done = unit.fill(f"{STEPS}/prepare", subject="Tiền lương mới", text="Dòng một.\r\nDòng hai.")
    assert done.status_code == 303
    page = unit.get(done.headers["location"])
    assert "Đã ghi nhận: Đầu mối theo dõi (Vụ Tiền lương) đã chuẩn bị thông tin cho báo chí: Tiền lương mới." in (
        unit.words(page)
    )
    waiting = desk.get("/my").text
    assert "Chờ bạn duyệt (1)" in waiting
    link = re.search(r'class="button forward" href="([^"]*)"', waiting)
    assert link
    form = desk.get(link[1]).text
    assert "Dòng một.\nDòng hai." in form
    assert f'href="{STEPS}/return"' in form
    assert desk.fill(link[1]).status_code == 303
    assert last(ministry).meta.actor == "pham-van-c"
    done = unit.fill(f"{STEPS}/provide", outlet="Báo Nhân Dân", link=LINK)
    assert LINK in unit.get(done.headers["location"]).text
    assert (last(ministry).fact.outlet, last(ministry).fact.outcome) == ("Báo Nhân Dân", "done")


def test_whoever_prepared_does_not_clear_in_whatever_office(
    at_work: AtWork, ministry: Dondoc, accounts: Accounts
) -> None:
    """Two offices of one person are one person: the page says who is needed, and the form is refused."""
    both = Holding(office="van-phong-bo/duyet-thong-tin", person="nguyen-van-a")
    known = replace(ministry.catalogue, holdings=(*ministry.catalogue.holdings, both))
    accounts.dondoc.catalogue = known
    unit = at_work("nguyen-van-a")
    unit.fill(f"{STEPS}/prepare", subject="Tiền lương mới", _as="vu-tien-luong/dau-moi")
    assert "cần người khác: bạn đã thực hiện bước “Trình nội dung”" in unit.words(unit.get(f"/tasks/{TASK}"))
    answer = unit.fill(f"{STEPS}/clear")
    assert answer.status_code in {403, 409}
    assert last(ministry).fact.name == "press.information-prepared"


@pytest.mark.parametrize("forged", ["_actor", "actor", "person", "office", "on_behalf_of", "_as"])
def test_who_acts_is_told_by_the_session_and_by_nothing_that_is_sent(
    at_work: AtWork, ministry: Dondoc, forged: str
) -> None:
    """Not by a field, not by a header, not by the address: at most it is refused."""
    unit = at_work("nguyen-van-a")
    unit.headers |= {"X-User": "bo-truong", "X-Forwarded-User": "bo-truong", "Remote-User": "bo-truong"}
    answer = unit.fill(f"{STEPS}/prepare?{forged}=bo-noi-vu/bo-truong", subject="x", **{forged: "bo-noi-vu/bo-truong"})
    if forged == "_as":
        assert answer.status_code == 422
    else:
        meta = last(ministry).meta
        assert (meta.actor, meta.office, meta.on_behalf_of) == ("nguyen-van-a", "vu-tien-luong/dau-moi", "")


@pytest.mark.parametrize("field", ["outcome", "to", "step", "form", "x", "units"])
def test_a_field_that_no_form_has_sets_nothing(at_work: AtWork, ministry: Dondoc, field: str) -> None:
    """Only the inputs of the form are read."""
    at_work("nguyen-van-a").fill(f"{STEPS}/note", note="Đang làm", **{field: "done"})
    assert (last(ministry).fact.outcome, last(ministry).fact.to) == ("", "assigned")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/tasks/184.4.1:vu-tien-luong:2024-04/steps/prepare", 403),
        ("/tasks/184.4.1:vu-tien-luong:2024-04/steps/cancel", 403),
        ("/tasks/184.4.1:vu-tien-luong:2024-04/steps/clear", 403),
        ("/tasks/184.4.1:vu-tien-luong:2024-04/steps/khong-co", 404),
        ("/tasks/khong-co/steps/prepare", 404),
        ("/record/khong.co", 404),
        ("/record/press.information-provided", 404),
        ("/duties/khong-co/open", 404),
        ("/duties/184.press-questions/open", 403),
        ("/duties/184.4.1/open", 403),
    ],
)
def test_what_is_not_theirs_is_refused_to_look_at_and_to_send(
    at_work: AtWork, ministry: Dondoc, url: str, status: int
) -> None:
    """Another department's tasks, steps and cases: neither the form nor one made up elsewhere; nothing is recorded."""
    other, position = at_work("vo-thi-e"), ministry.store.position()
    assert other.get(url).status_code == status
    assert other.post(url, _key="k", subject="x", body="vu-tien-luong").status_code == status
    assert ministry.store.position() == position


def test_what_a_body_did_is_entered_by_its_own_people(at_work: AtWork, ministry: Dondoc) -> None:
    """Another body is not offered, and refused where somebody sends it all the same."""
    other, position = at_work("vo-thi-e"), ministry.store.position()
    page = other.get("/record/activity.held").text
    assert '<option value="vu-phap-che">' in page
    assert '<option value="vu-tien-luong">' not in page
    answer = other.fill("/record/activity.held", body="vu-tien-luong", subject="Họp", _as=OWN)
    assert answer.status_code == 403
    assert "không ghi nhận được hoạt động của Vụ Tiền lương" in other.words(answer)
    assert ministry.store.position() == position


def test_a_double_click_counts_once(at_work: AtWork, ministry: Dondoc) -> None:
    """The same form sent twice leads to the same page; another form under its key is refused."""
    unit = at_work("nguyen-van-a")
    first, again, other = (unit.post(f"{STEPS}/note", _key="k1", note=note) for note in ("Một", "Một", "Hai"))
    assert first.headers["location"] == again.headers["location"]
    assert other.status_code == 422
    assert [r.fact.name for r in ministry.store.read(f"task-{TASK}")].count("task.progress-noted") == 1


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(at_work: AtWork, ministry: Dondoc) -> None:
    """All of it at once, in Vietnamese; the page is not lost."""
    unit, desk, position = at_work("nguyen-van-a"), at_work("pham-van-c"), ministry.store.position()
    unit.fill(f"{STEPS}/prepare", subject="x")
    desk.fill(f"{STEPS}/clear")
    answer = unit.fill(f"{STEPS}/provide", link="nhandan.vn", reach="nhiều", _on="32/4/2024", subject="Còn đây")
    said = unit.words(answer)
    assert answer.status_code == 422
    for each in (
        "còn 4 chỗ",
        "Cần điền mục này.",
        "bắt đầu bằng http://",
        "số nguyên",
        "“32/4/2024” không phải là một ngày",
    ):
        assert each in said
    assert 'value="nhandan.vn"' in answer.text
    assert 'value="Còn đây"' in answer.text
    assert ministry.store.position() == position + 2
    answer = unit.fill(f"{STEPS}/provide", outlet="Báo Nhân Dân")
    assert "cần có minh chứng kèm theo" in unit.words(answer)
    answer = unit.fill(f"{STEPS}/provide", outlet="Báo Nhân Dân", link=LINK, themes="khong-co")
    assert "Danh mục của trường" in unit.words(answer)


def test_a_late_entry_asks_for_its_reason(at_work: AtWork, ministry: Dondoc, clock: FrozenClock) -> None:
    """A day in a period that is over: first refused with what to write, then recorded with its reason."""
    clock.set(clock.now() + timedelta(days=40))
    unit = at_work("nguyen-van-a")
    answer = unit.fill(f"{STEPS}/note", note="Đã làm", _on="20/04/2024")
    assert answer.status_code == 409
    assert "phải nêu lý do nhập muộn" in unit.words(answer)
    answer = unit.fill(f"{STEPS}/note", note="Đã làm", _on="20/04/2024", _late="Nghỉ phép")
    assert answer.status_code == 303, unit.words(answer)
    assert str(last(ministry).meta.on) == "2024-04-20"


def test_files_come_along_as_proofs(at_work: AtWork, ministry: Dondoc) -> None:
    """Under the name that they have, made harmless, and known by their content."""
    unit, desk = at_work("nguyen-van-a"), at_work("pham-van-c")
    unit.fill(f"{STEPS}/prepare", subject="x")
    desk.fill(f"{STEPS}/clear")
    files = [("_files", ("../../anh bao.jpg", b"\xff\xd8\xff\xe0 anh", "image/jpeg")), ("_files", ("", b"", ""))]
    answer = unit.fill(f"{STEPS}/provide", files=files, outlet="Báo Nhân Dân")
    assert answer.status_code == 303, unit.words(answer)
    assert "anh bao.jpg" in unit.get(f"/tasks/{TASK}").text
    assert [proof.label for proof in ministry.evidence(TASK)] == ["anh bao.jpg"]


def test_a_form_that_is_too_large_is_refused_before_it_is_read(at_work: AtWork) -> None:
    """By the length that it says; a form that says none is refused too."""
    unit = at_work("nguyen-van-a")
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "99000000"}
    assert unit.ask("POST", f"{STEPS}/note", headers=kind, content=b"").status_code == 413


def test_a_registrar_enters_what_a_province_sent_by_letter(at_work: AtWork, ministry: Dondoc) -> None:
    """On behalf of the body, and the record says so; the form shows for whom."""
    desk = at_work("do-van-g")
    line = next(x for x in ministry.tasks(plan="par", duty="par.report") if x.body != "vu-cai-cach-hanh-chinh")
    answer = desk.fill(f"/tasks/{line.id}/steps/submit", number="15/BC-UBND")
    assert answer.status_code == 303, desk.words(answer)
    assert last(ministry, line.id).meta.on_behalf_of == line.body


def test_an_activity_is_entered_once_and_told_where_it_counts(at_work: AtWork, ministry: Dondoc) -> None:
    """The page that follows says what was recorded."""
    unit = at_work("nguyen-van-a")
    answer = unit.fill(
        "/record/activity.held", body="vu-tien-luong", subject="Hội nghị tiền lương", participants="1.200"
    )
    assert answer.status_code == 303, unit.words(answer)
    assert "đã tổ chức" in unit.words(unit.get(answer.headers["location"]))
    assert list(ministry.store.read_all())[-1].fact.participants == 1200  # type: ignore[attr-defined]  # of this kind of fact


def test_a_case_is_opened_and_its_clock_runs(at_work: AtWork, ministry: Dondoc) -> None:
    """A press question with the hour at which it came; what is asked of others is told beside its field."""
    office = at_work("tran-thi-b")
    url = "/duties/184.press-questions/open"
    assert url in office.get("/my").text
    answer = office.fill(url, outlet="Báo A", question="Bao giờ?", received_at="8 giờ sáng")
    assert "giờ:phút ngày/tháng/năm" in office.words(answer)
    answer = office.fill(url, outlet="Báo A", question="Bao giờ?", received_at="08:30 02/04/2024")
    assert answer.status_code == 303, office.words(answer)
    page = office.words(office.get(answer.headers["location"]))
    assert "Đồng hồ đang chạy" in page
    assert "Đang tính giờ (1)" in office.words(office.get("/my"))


def test_an_uncleared_text_is_read_by_those_who_take_part(at_work: AtWork, ministry: Dondoc) -> None:
    """The unit and whoever clears it; no other department, until it is given out."""
    unit, desk, other = at_work("nguyen-van-a"), at_work("pham-van-c"), at_work("vo-thi-e")
    unit.fill(f"{STEPS}/prepare", subject="Tiền lương mới", text="Bí mật tới khi công bố")
    assert all("Bí mật tới khi công bố" in who.get(f"/tasks/{TASK}").text for who in (unit, desk))
    for url in (f"/tasks/{TASK}", "/my", "/", "/tasks?unit=vu-tien-luong", "/registers/press-tasks", f"{STEPS}/clear"):
        assert "Bí mật tới khi công bố" not in other.get(url).text


def test_every_field_of_every_form_is_called_something_in_vietnamese(ministry: Dondoc) -> None:
    """A form never shows the name of a field, nor a value of a closed list, as programs know it."""
    kinds = [k for n in ministry.registry.names() if issubclass(k := ministry.registry[n], StepFact | ActivityFact)]
    unnamed, raw = set(), set()
    for kind in kinds:
        for each in inputs.inputs(kind, ministry.catalogue, ministry.clock.now().date(), without={"position"}):
            unnamed |= {each.name} if each.label == each.name else set()
            plain = kind.model_fields[each.name].annotation
            raw |= {v for v, name in each.choices if "Literal" in str(plain) and name == field_words.value(v) == v}
    assert (unnamed, raw) == (set(), set())


def test_every_form_of_every_step_and_activity_can_be_shown_and_takes_its_example(ministry: Dondoc) -> None:
    """Whatever the shape of a fact, its form can be made, and what a valid fact says can be typed into it."""
    from dondoc.testing import EXAMPLES

    for name, example in EXAMPLES.items():
        if isinstance(example, StepFact | ActivityFact):
            kind = type(example)
            asked = inputs.inputs(kind, ministry.catalogue, ministry.clock.now().date(), without={"position"})
            assert {each.name for each in asked} <= {*kind.model_fields}, name
