"""The examples of the facts of money, proposals, decisions, agreements and assessments; invented, like all others."""

from __future__ import annotations

from datetime import date

from dondoc.domain.fact import Fact
from dondoc.domain.facts import agreement, assessment, decision, funding
from dondoc.testing.examples.words import LINK

_CASE = "kh.submission:vu-a:2024.0001"
_LINE = "kh.funding:vu-a:2024.0001"
_DAY = date(2024, 6, 14)

EXAMPLES: tuple[Fact, ...] = (
    funding.FundingAsked(
        step="ask",
        to="asked",
        subject="Tọa đàm",
        source="tai-tro",
        amount=1_250_000_001,
        items=("kh.once",),
        number="1",
    ),
    funding.FundingApproved(step="approve", to="approved", amount=1_000_000_000, number="310/QĐ-V"),
    funding.FundingRefused(step="refuse", to="refused", outcome="cancelled", reason="Hết nguồn", number="311/QĐ-V"),
    funding.FundingAdjustmentAsked(step="ask-adjustment", to="adjustment-asked", amount=2, reason="Thêm tọa đàm"),
    funding.FundingAdjusted(step="adjust", to="approved", amount=2, number="402/QĐ-V", reason="Thêm tọa đàm"),
    funding.FundingAdjustmentDropped(step="drop-adjustment", to="approved", reason="Không còn cần"),
    funding.FundingUsed(step="use", to="approved", amount=1, subject="In tờ gấp", number="77/HĐ"),
    funding.FundingSettled(step="settle", to="settled", outcome="done", amount=1, number="QT-01"),
    funding.FundingProvided(
        step="provide", to="told", outcome="done", provided=True, source="tai-tro", amount=5, number="88/QĐ-V"
    ),
    decision.SubmissionOpened(step="open", to="gathering", subject="Đợt 1"),
    decision.SubmissionGathered(step="gather", to="gathering", tasks=(_LINE,)),
    decision.SubmissionMade(step="submit", to="submitted", tasks=(_LINE,), position=42, number="45/TTr-V", link=LINK),
    decision.SubmissionJoined(step="consolidate", to="consolidated", submission=_CASE),
    decision.SubmissionPutForward(step="put-forward", to="submitted", submission=_CASE),
    decision.SubmissionDecided(step="decide", to="decided", outcome="done", number="310/QĐ-V", note="Theo từng mục"),
    decision.AmendmentProposed(
        step="propose",
        to="proposed",
        subject="Dời mục",
        reason="Sai năm",
        items=("kh.once",),
        old="Tháng 3",
        new="Tháng 8",
    ),
    decision.AmendmentReceived(step="receive", to="received", note="Đủ"),
    decision.AmendmentAccepted(step="accept", to="accepted", effective=_DAY, number="402/QĐ-V", text="Tháng 9"),
    decision.AmendmentRefused(step="refuse", to="refused", outcome="done", reason="Vẫn cần", number="402/QĐ-V"),
    decision.AmendmentPostponed(step="postpone", to="later", until=_DAY, reason="Chờ Nghị định"),
    decision.AmendmentAnswered(step="answer", to="answered", outcome="done", answer="Đã bổ sung", number="9/TB-V"),
    decision.AmendmentApplied(
        step="apply", to="applied", outcome="done", version="bản 2", moved=("kh.once:vu-a:2024",), note="Đã báo đơn vị"
    ),
    decision.ProposalDrafted(step="propose", to="drafted", subject="Lịch họp báo", text="Mỗi quý", items=("kh.once",)),
    decision.ProposalSubmitted(step="submit", to="submitted", to_body="Chính phủ", number="2100/TTr-B"),
    decision.ProposalEndorsed(step="endorse", to="endorsed", note="Đã cân đối"),
    decision.ProposalApproved(step="approve", to="approved", outcome="done", number="120/V", note="Đồng ý"),
    decision.ProposalRefused(step="refuse", to="refused", outcome="done", reason="Trùng", number="121/V"),
    decision.AnswerDelayed(step="note-delay", to="submitted", reason="Lấy ý kiến", number="3300/V"),
    decision.FollowUpAssigned(
        step="assign", to="approved", units=("vu-a",), subject="Nộp lịch", due=_DAY, number="120/V"
    ),
    agreement.AgreementBegun(step="begin", to="assigned", units=("vu-a",), subject="Đài A", due=_DAY),
    agreement.AgreementDrafted(
        step="draft", to="drafted", partner="Đài A", subject="Phóng sự", themes=("kh.t01",), link=LINK
    ),
    agreement.AgreementNegotiated(step="negotiate", to="negotiating", note="Thống nhất 12 phóng sự"),
    agreement.AgreementSigned(
        step="sign", to="running", number="05/TTHT", since=date(2024, 5, 2), until=_DAY, value=450_000_000, link=LINK
    ),
    agreement.AgreementExtended(step="extend", to="running", until=date(2024, 12, 20), number="PL-01"),
    agreement.AgreementEnded(step="end", to="ended", outcome="done", reason="Hết hạn"),
    assessment.EvaluationPlanned(step="plan", to="planned", subject="Giữa năm", day=_DAY, place="Hà Nội"),
    assessment.EvaluationHeld(step="hold", to="held", outcome="done", subject="Giữa năm", number="88/TB-B", link=LINK),
    assessment.EvaluationDropped(step="drop", to="dropped", outcome="done", reason="Lồng ghép", authority="12/TB-B"),
    assessment.VisitPlanned(step="plan-visit", to="assigned", units=("vu-a",), subject="Tỉnh A", due=_DAY),
    assessment.VisitMade(step="visit", to="visited", inspected="tinh-a", number="BB-01"),
    assessment.VisitConcluded(step="conclude", to="concluded", outcome="done", number="KL-01", note="Hai phát hiện"),
    assessment.ConsolidationOpened(step="open", to="opened", subject="Quý I/2024"),
    assessment.ConsolidationFrozen(step="freeze", to="frozen", duty="kh.report", period="2024-Q1", position=42),
    assessment.ConsolidationIssued(step="issue", to="issued", outcome="done", number="70/BC-B", link=LINK),
)
