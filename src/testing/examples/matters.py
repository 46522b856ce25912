"""Examples of the facts of matters, meetings and hand-overs; see `dondoc.testing.examples`. All are invented."""

from __future__ import annotations

from datetime import date

from dondoc.domain.fact import Fact
from dondoc.domain.facts import matter, meeting
from dondoc.testing.examples.words import ABOUT, LINK, MOMENT

EXAMPLES: tuple[Fact, ...] = (
    matter.DigestItemNoted(
        step="note",
        to="noted",
        issue="22/4/2024",
        subject="Dư luận về lương",
        outlet="Báo A",
        link=LINK,
        summary="Tóm tắt",
    ),
    matter.DigestItemRaised(step="raise", to="handed", outcome="done", units=("vu-a",), subject="Dư luận về lương"),
    matter.DigestItemKept(step="keep", to="kept", outcome="done", reason="Đã trả lời"),
    matter.MatterReceived(
        step="receive", to="received", subject="Dư luận về lương", source="digest", received_at=MOMENT, link=LINK
    ),
    matter.MatterClassified(step="classify", to="classified", kind="phuc-tap", areas=("tien-luong",), note="Gấp"),
    matter.ProposalReturned(step="send-back", to="classified", reason="Chưa rõ phương án"),
    matter.LeadersAssigned(step="assign", to="instructed", units=("vu-a",), instruction="Trả lời ngay"),
    matter.LeadersNoted(step="acknowledge", to="noted", outcome="done", remark="Đồng ý"),
    matter.MatterAnswered(step="answer", to="answered", outcome="done", outlet="Báo A", link=LINK, **ABOUT),
    matter.SituationReported(
        step="report", to="reported", situation="Nhiều ý kiến khác nhau", proposal="Giải thích trên Cổng", link=LINK
    ),
    matter.InputReminded(step="remind", to="asked", means="letter", number="15/VPB"),
    meeting.MeetingPlanned(
        step="plan",
        to="planned",
        subject="hội thảo về tiền lương",
        day=date(2024, 5, 20),
        kind="seminar",
        place="Hà Nội",
    ),
    meeting.MeetingMoved(step="move", to="planned", day=date(2024, 5, 22), reason="Trùng lịch"),
    meeting.MeetingInvited(step="invite", to="planned", units=("vu-b",), due=date(2024, 5, 20)),
    meeting.MeetingJoined(step="join", to="planned", units=("vu-b",), due=date(2024, 5, 20)),
    meeting.MeetingHeld(step="hold", to="held", outcome="done", participants=40),
    meeting.ReportersAssigned(step="accept", to="accepted", reporters=2),
    meeting.InvitationDeclined(step="decline", to="declined", outcome="cancelled", reason="Trùng lịch"),
    meeting.InvitationAttended(step="attend", to="attended", outcome="done", note="Dự đủ"),
    meeting.MeetingCovered(step="cover", to="covered", outcome="done", outlet="Cổng", link=LINK),
    meeting.ResultReported(step="report", to="reported", subject="Hoàn thành đề án", text="Nội dung", link=LINK),
    meeting.ResultHandedOver(step="hand-over", to="handed-over", outcome="done", units=("vu-b",)),
    meeting.PublicationAccepted(step="accept", to="accepted", note="Đăng trong tuần"),
    meeting.PublicationReturned(step="return", to="returned", outcome="cancelled", reason="Thiếu ảnh"),
    meeting.ResultPublished(step="publish", to="published", outcome="done", outlet="Cổng", link=LINK),
)
