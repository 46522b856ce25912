"""One valid example of every fact of conferences, releases, sessions and programmes; `examples` has them all."""

from __future__ import annotations

from datetime import date

from dondoc.domain.fact import Fact
from dondoc.domain.facts import assembly, conference, programme, release
from dondoc.testing.examples.words import ABOUT, LINK, MOMENT

EXAMPLES: tuple[Fact, ...] = (
    conference.ConferenceScheduled(
        step="schedule", to="scheduled", day=date(2024, 6, 28), place="Trụ sở Bộ", reason="Trùng lịch họp"
    ),
    conference.AgendaItemSet(
        step="agenda", to="scheduled", item="Cải cách tiền lương", unit="vu-a", serves=("kh.information",), **ABOUT
    ),
    conference.PressBriefingHeld(
        step="hold",
        to="done",
        outcome="done",
        subject="Họp báo quý II",
        chair="van-phong/nguoi-phat-ngon",
        outlets=30,
        questions=12,
        link=LINK,
    ),
    conference.BriefSubmitted(
        step="brief", to="briefed", subject="Nội dung trả lời", leader="bo-a/thu-truong", link=LINK
    ),
    conference.QuestionAnswered(
        step="answer",
        to="done",
        outcome="done",
        outlet="Báo A",
        question="Bao giờ?",
        unit="vu-a",
        answering="vu-a/thu-truong",
        answer="Tháng 7",
    ),
    conference.AnswerPromised(
        step="promise",
        to="done",
        outcome="done",
        outlet="Báo A",
        units=("vu-a",),
        subject="Bao nhiêu?",
        due=date(2024, 7, 5),
    ),
    conference.AttendanceAsked(
        step="invite", to="scheduled", units=("vu-a",), subject="Họp báo quý II", due=date(2024, 6, 28)
    ),
    conference.AttendanceConfirmed(step="confirm", to="confirmed", note="Có mặt"),
    conference.SubstituteNamed(
        step="substitute", to="substituted", substitute="vu-a/pho-thu-truong", reason="Đi công tác"
    ),
    conference.AbsenceExplained(step="explain", to="absent", outcome="cancelled", reason="Họp Quốc hội"),
    conference.AttendedInPerson(step="attend", to="attended", outcome="done", note="Đúng giờ"),
    conference.SubstituteAttended(step="attend-for", to="sent", outcome="done", note="Đúng giờ"),
    conference.AbsenceNoted(step="miss", to="missed", note="Không báo"),
    release.ReleaseDrafted(
        step="draft", to="drafted", subject="Cải cách tiền lương", units=("vu-a",), text="Nội dung…"
    ),
    release.ReleaseIssued(step="issue", to="issued", number="05/TCBC-B", subject="Cải cách tiền lương", **ABOUT),
    release.ReleasePosted(step="post", to="posted", outcome="done", outlet="Cổng thông tin", link=LINK),
    release.ReleaseArchived(step="archive", to="archived", outcome="done", file_no="HS-05"),
    release.AccessAsked(
        step="receive", to="received", outlet="Báo A", subject="Phỏng vấn", kind="phong-van", due=date(2024, 5, 4)
    ),
    release.AccessGiven(step="serve", to="served", outcome="done", what="Phỏng vấn", units=("vu-a",), journalists=2),
    release.AccessRefused(step="refuse", to="refused", outcome="cancelled", reason="Bí mật nhà nước"),
    release.InformationAsked(
        step="receive", to="received", outlet="Báo A", subject="Biên chế", received_at=MOMENT, due=date(2024, 5, 4)
    ),
    release.FigureGiven(
        step="figure",
        to="received",
        what="Biên chế",
        figure="1.234 người",
        source="Báo cáo số 5",
        data_to=date(2024, 3, 31),
    ),
    assembly.SessionNoted(step="note-session", to="expected", subject="Kỳ họp thứ 7"),
    assembly.SessionScheduled(
        step="schedule", to="expected", day=date(2024, 5, 20), last_day=date(2024, 6, 28), reason="Theo thông báo"
    ),
    assembly.MatterRaised(
        step="raise",
        to="expected",
        raised_by="deputies",
        of="Đoàn tỉnh A",
        units=("vu-a",),
        subject="Tinh giản",
        due=date(2024, 5, 25),
    ),
    assembly.ExplanationPrepared(step="prepare", to="prepared", text="Nội dung"),
    assembly.ExplanationApproved(step="approve", to="approved", note="Đồng ý"),
    assembly.ExplanationSent(
        step="send", to="sent", outcome="done", recipient="Đoàn đại biểu tỉnh A", number="12/BNV", link=LINK
    ),
    programme.LiveAnswersAired(
        step="air",
        to="running",
        programme="Dân hỏi, Giám đốc Sở trả lời",
        guest="Giám đốc Sở Nội vụ",
        asked=12,
        answered=10,
        minutes=30,
        link=LINK,
        **ABOUT,
    ),
    programme.LiveAnswerPromised(
        step="promise",
        to="running",
        guest="Giám đốc Sở Nội vụ",
        units=("vu-a",),
        subject="Bao giờ xong?",
        due=date(2024, 5, 30),
    ),
    programme.LiveAnswerGiven(
        step="answer", to="answered", outcome="done", answer="Trong tháng 6", link=LINK, note="Đã báo người hỏi"
    ),
)
"""The examples, in the order of their files."""
