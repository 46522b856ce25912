"""One valid example of every fact that dondoc knows, to test whatever must cope with all of them.

The examples are invented. Their stored form is kept in `tests/domain/golden_facts.json` and must be readable for ever.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dondoc.domain import period as periods
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts import (
    account,
    case,
    engine,
    evidence,
    feed,
    notice,
    plan,
    policy,
    press,
    reply,
    report,
    task,
    token,
)
from dondoc.domain.period import Grain
from dondoc.domain.window import Phase, Window
from dondoc.testing.examples import activities, conferences, decisions, matters
from dondoc.testing.examples.words import ABOUT, LINK, MOMENT

_APRIL = Window.fixed(periods.month(date(2024, 4, 1)))
_WAITING = Window(label="after", act="nd-a", phase=Phase.AFTER, expected="2024-05")
_ANCHORED = _WAITING.model_copy(update={"grain": Grain.RANGE, "start": date(2024, 6, 11), "end": date(2024, 7, 10)})
_WHY = {
    "rule": "nhac/1",
    "rung": "qua-han-1",
    "conditions": [{"what": "due", "value": "2024-04-30", "holds": True}],
    "days": [{"day": "2024-05-02", "working": True, "why": "ngày làm việc", "basis": ""}],
    "recipients": [{"office": "vu-a/dau-moi", "why": "qua-han-1"}],
}
_RUNG: dict[str, Any] = {
    "task": "kh.information:vu-a:2024-04",
    "due": date(2024, 4, 30),
    "ladder": "nhac",
    "rung": "qua-han-1",
    "level": 1,
}

_ALL: tuple[Fact, ...] = (
    task.TaskAssigned(
        plan="kh",
        duty="kh.information",
        body="vu-a",
        period="2024-04",
        procedure="press-information",
        procedure_version=1,
        window=_APRIL,
        opens=date(2024, 4, 1),
        due=date(2024, 4, 30),
        parent="kh.information:vu-a:2024",
        forms=("thong-tin", "hoi-nghi"),
        data_from=date(2024, 3, 15),
        data_to=date(2024, 4, 14),
        count=4,
        minutes=15,
        for_task="kh.questions:vu-b:2024.0001",
        asked_by="vu-b",
        subject="Số liệu tiền lương",
    ),
    task.TaskDueMoved(due=date(2024, 5, 10), was=date(2024, 4, 30), reason="Chờ số liệu", authority="Lãnh đạo Bộ"),
    reply.ReminderAcknowledged(ladder="nhac", rung="qua-han-1", key="2024-04-30", note="Đã giao chuyên viên"),
    reply.CompletionPromised(day=date(2024, 5, 15), reason="Chờ số liệu của các vụ"),
    reply.ExtensionAsked(due=date(2024, 5, 31), was=date(2024, 4, 30), reason="Chờ số liệu của các vụ"),
    reply.ExtensionGranted(due=date(2024, 5, 31), authority="12/QĐ-BNV"),
    reply.ExtensionRefused(due=date(2024, 5, 31), reason="Báo cáo Chính phủ trong tháng 5"),
    reply.UrgingPaused(until=date(2024, 5, 10), reason="Đoàn công tác", authority="12/QĐ-BNV"),
    task.TaskMarked(marks=("tac-dong-lon",), reason="Liên quan nhiều người hưởng lương"),
    task.CreditWithdrawn(step="withdraw", to="counting", activity="activity-e-000001"),
    task.FactCorrected(
        event_id="e-000007",
        fact="press.information-provided",
        of=date(2024, 4, 2),
        fields={"outlet": "Báo B"},
        reason="Ghi nhầm tên báo",
    ),
    task.TaskRestored(step="correct", to="assigned", forms=("thong-tin",), position=12),
    task.EnteredLate(due=date(2024, 4, 30), reason="Nhận bản giấy muộn"),
    task.StepRefused(task="kh.information:vu-a:2024-04", step="provide", rule="step.from-state"),
    policy.PolicyTaken(step="take-up", to="proposing", subject="Nghị định về việc A", **ABOUT),
    policy.ConsultationOpened(step="consult", to="consulting", stage="proposal", note="Gửi các vụ", link=LINK),
    policy.PolicySubmitted(step="submit", to="submitted", number="12/TTr-BNV", note="Trình Chính phủ"),
    policy.PolicyIssued(step="issue", to="issued", number="73/NĐ"),
    policy.PolicyCommunicated(
        step="communicate", to="drafting", subject="Tọa đàm", phase="before", means="round-table", link=LINK, **ABOUT
    ),
    policy.OpinionsReceived(step="receive", to="drafting", stage="draft", source="people", received=7, note="Qua Cổng"),
    policy.OpinionsTreated(
        step="treat", to="drafting", stage="draft", accepted=3, partly=2, declined=2, note="Báo cáo", link=LINK
    ),
    task.ItemsAdded(step="add", to="assigned", units=("vu-b",), subject="Đề án của tỉnh A"),
    task.CoordinationNamed(step="name", to="assigned", units=("vu-b",), group="cac-vu"),
    task.CoordinationConfirmed(step="confirm-part", to="assigned", part="Cung cấp số liệu"),
    task.CoordinationDone(step="finish-part", to="assigned", note="Đã gửi số liệu", link=LINK),
    task.TaskAnchored(act="nd-a", issued=date(2024, 6, 10), window=_ANCHORED, due=date(2024, 7, 10)),
    task.TaskCredited(activity="activity-e-000001", fact="broadcast.aired"),
    task.ClockStarted(
        clock="answer",
        rule="press.adhoc/2017-03-30",
        basis="nd-a",
        at=MOMENT,
        length=24,
        unit="hours",
        due=date(2024, 3, 16),
        due_at=MOMENT + timedelta(hours=24),
        days=("2024-03-16 cuối tuần",),
    ),
    task.ClockStopped(clock="answer", at=MOMENT),
    task.TaskCompleted(step="complete", to="done", outcome="done"),
    task.TaskCancelled(
        step="cancel", to="cancelled", outcome="cancelled", reason="Kế hoạch thay đổi", authority="12/QĐ-B"
    ),
    task.TaskAccepted(step="accept-task", to="in-progress"),
    task.ProgressNoted(step="note", to="assigned", note="Đang lấy ý kiến các vụ"),
    press.InformationPrepared(step="prepare", to="prepared", subject="Cải cách tiền lương", text="Nội dung…"),
    press.InformationCleared(step="clear", to="cleared", note="Đồng ý"),
    press.InformationReturned(step="return", to="assigned", reason="Thiếu số liệu"),
    press.InformationProvided(
        step="provide",
        to="done",
        outcome="done",
        form="thong-tin",
        outlet="Báo A",
        link=LINK,
        subject="Tiền lương",
        **ABOUT,
        reach=12_000,
    ),
    press.UrgentInformationProvided(
        step="provide-urgent",
        to="done",
        outcome="done",
        form="thong-tin",
        outlet="Báo A",
        reason="Tin sai lan nhanh",
        **ABOUT,
    ),
    press.EventHeld(
        step="hold-event",
        to="done",
        outcome="done",
        form="hoi-nghi",
        subject="hội nghị tập huấn",
        place="Hà Nội",
        participants=120,
        **ABOUT,
        link=LINK,
    ),
    *conferences.EXAMPLES,
    case.QuestionReceived(
        step="receive", to="received", outlet="Báo A", question="Bao giờ?", received_at=MOMENT, topic="lương"
    ),
    case.CaseReceived(
        step="receive", to="received", subject="Dư luận về lương", source="điểm báo", due=date(2024, 5, 10)
    ),
    case.InputsAsked(step="ask", to="received", units=("vu-b",), due=date(2024, 5, 4)),
    case.InputGiven(step="give", to="given", outcome="done", text="Số liệu", nothing=False, link=LINK),
    case.AnswerIssued(step="issue", to="issued", outcome="done", issued_at=MOMENT, link=LINK),
    case.UrgentAnswerIssued(
        step="issue-urgent", to="issued", outcome="done", issued_at=MOMENT, reason="Dư luận nóng", link=LINK
    ),
    case.CaseClosed(step="close", to="closed", outcome="cancelled", reason="Trùng", authority="12/TB-V"),
    case.FeedbackReceived(step="receive", to="received", register_no="15", subject="Thủ tục chậm", channel="portal"),
    case.FeedbackClassified(step="classify", to="in-hand", kind="difficulty"),
    case.FeedbackTransferred(step="transfer", to="transferred", outcome="done", to_body="Sở Nội vụ tỉnh A"),
    case.FeedbackAnswered(step="answer", to="answered", outcome="done", result="explained", link=LINK),
    case.FeedbackRated(step="rate", to="answered", outcome="done", rating=4),
    case.InformationRequested(step="receive", to="received", register_no="7", subject="Biên chế", channel="network"),
    case.InformationGiven(step="give", to="given", outcome="done", note="Đã gửi bản sao"),
    case.InformationRefused(step="refuse", to="refused", outcome="done", reason="Bí mật nhà nước"),
    case.IncidentReported(step="report", to="reported", subject="Tin sai", happened_at=MOMENT, source="mạng xã hội"),
    case.LeadersInformed(step="propose", to="proposed", proposal="Họp báo đột xuất"),
    case.LeadersInstructed(step="instruct", to="instructed", instruction="Trả lời ngay"),
    case.IncidentSpokenOn(step="speak", to="spoken", outcome="done", spoken_at=MOMENT, link=LINK),
    *matters.EXAMPLES,
    report.ReportSubmitted(
        step="submit", to="submitted", outcome="done", number="15/BC-UBND", link=LINK, summary="Tóm tắt"
    ),
    report.ReportReturned(step="return", to="returned", reason="Thiếu phụ lục"),
    report.ReportAccepted(step="accept", to="accepted", outcome="done", note="Đủ"),
    report.ResultSubmitted(
        step="submit", to="submitted", outcome="done", subject="Quy chế phát ngôn", number="20/QĐ-V", link=LINK
    ),
    report.ProgressReported(step="report", to="reported", planned=12, done=7, summary="Còn năm việc", link=LINK),
    report.ProgressChecked(step="check", to="checked", finding="differs", note="Hai việc chưa có sản phẩm"),
    report.ResultReturned(step="return", to="returned", reason="Chưa đủ chữ ký"),
    report.ResultAccepted(step="confirm", to="accepted", outcome="done", note="Theo báo cáo số 3"),
    *activities.EXAMPLES,
    evidence.EvidenceAttached(
        evidence="b" * 64,
        label="anh-hoi-nghi.jpg",
        media="image/jpeg",
        size=20_480,
        day=date(2024, 4, 20),
        version=2,
        supersedes="a" * 64,
        about="e-000003",
    ),
    plan.DocumentDispatched(step="dispatch", to="dispatched", channel="Trục liên thông văn bản", number="184/QĐ"),
    plan.DocumentReceived(step="receive", to="received", outcome="done", number="Đến 21"),
    plan.PlanDisseminated(step="confirm", to="confirmed", outcome="done", how="Họp đơn vị", staff=42),
    plan.TaskReplanned(window=_APRIL, due=date(2024, 4, 30), authority="kh, phiên bản 1, lần nhập 2"),
    plan.ReferenceMoved(reference="kh.luong", day=date(2024, 8, 1), source="Công văn số 12/BNV-VP"),
    engine.PlanAdopted(
        plan="kh",
        document="qd-kh",
        digest="0" * 64,
        rows=0,
        duties=9,
        version=2,
        revision=3,
        proposed="van-phong/thu-truong",
        decided="bo/bo-truong",
        signed="bo/thu-truong",
        capacity="KT. BỘ TRƯỞNG",
    ),
    engine.ActIssued(act="nd-a", day=date(2024, 6, 10), number="73/2024/NĐ-CP"),
    engine.ReminderIssued(**_RUNG, to=("vu-a/dau-moi",), why=_WHY),
    engine.ReminderHeldBack(**_RUNG, why={**_WHY, "held-back": "superseded"}),
    engine.RemindingStopped(day=date(2024, 12, 17), sent=500, most=500, waiting=15),
    engine.PeriodClosed(plan="kh", duty="kh.bulletin", period="2024-04", due=date(2024, 4, 30)),
    notice.NoticeSent(key="n-1", channel="email", receiver="an", entries=("e-000001:vu-a/dau-moi",)),
    notice.NoticeDead(
        key="n-1", channel="email", receiver="an", entries=("e-000001:vu-a/dau-moi",), attempts=23, reason="smtp-450"
    ),
    notice.NoticeResendAsked(key="n-1"),
    account.AccountOpened(account="nguyen-van-a", reason="Đầu mối theo dõi mới"),
    account.AccountInvited(account="nguyen-van-a", reason="Quên mật khẩu"),
    account.AccountPasswordSet(account="nguyen-van-a"),
    account.AccountDisabled(account="nguyen-van-a", reason="Chuyển công tác"),
    token.TokenOpened(
        token="m-1",  # noqa: S106  # what a token is called, never the token
        holder="nguyen-van-a",
        of="person",
        scopes=("read", "act"),
        ends=date(2024, 6, 30),
        reason="Bảng tính của Vụ",
    ),
    token.TokenRevoked(token="m-1", holder="nguyen-van-a", reason="Không dùng nữa"),  # noqa: S106  # as above
    feed.FeedOpened(kind="person", owner="nguyen-van-a", number=1),
    feed.FeedRevoked(kind="unit", owner="vu-a", number=2),
    notice.NoticeNotSent(entry="e-000001:vu-a/dau-moi", to="vu-a/dau-moi", reason="covered", by="e-000002"),
    notice.NoticeDeferred(
        entry="e-000001:vu-a/dau-moi", receiver="an", channel="email", reason="budget-week", until=date(2024, 5, 6)
    ),
)

EXAMPLES: dict[str, Fact] = {fact.name: fact for fact in (*_ALL, *decisions.EXAMPLES)}
"""The example of each fact, by stored name."""


def example(name: str, /, **overrides: Any) -> Fact:
    """A valid fact of that stored name, with some fields given otherwise.

    Raises:
        NotFound: there is no example of that name.
        ValidationError: an override is not valid.
    """
    if name not in EXAMPLES:
        raise NotFound(
            f"There is no example of {name!r}.",
            vi=f"Không có ví dụ cho {name!r}.",
            cure=f"The examples are: {', '.join(EXAMPLES)}.",
        )
    fact = EXAMPLES[name]
    return type(fact).model_validate({**fact.model_dump(), **overrides})


def step_data(name: str, /, **overrides: Any) -> dict[str, Any]:
    """What a person fills in where a step records that fact: an example's fields without those that the engine sets.

    Raises:
        NotFound: there is no example of that name.
    """
    fields = example(name).model_dump()
    return {**{key: value for key, value in fields.items() if key not in StepFact.model_fields}, **overrides}
