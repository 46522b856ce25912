"""Examples of what was published, held, counted and shared; the rest stands in `examples`. All of it is invented."""

from __future__ import annotations

from datetime import date, time

from dondoc.domain.fact import Fact
from dondoc.domain.facts import activity, contest, material, network, outlet, training
from dondoc.domain.facts.about import Attendance
from dondoc.testing.examples.words import ABOUT, LINK

ATTENDED = (Attendance(attending="dai-a", count=3, head=True),)

EXAMPLES: tuple[Fact, ...] = (
    activity.BulletinPublished(body="vu-a", issue="15/2024", link=LINK, **ABOUT),
    activity.BulletinPosted(body="vu-a", issue="15/2024", outlet="zalo-bnv", link=LINK, message="TN-15"),
    activity.ReadersCounted(body="vu-a", recipients="Sở Nội vụ", count=63),
    activity.BroadcastAired(
        body="dai-a", programme="Dân hỏi, Bộ trả lời", minutes=20, at=time(21, 15), link=LINK, **ABOUT
    ),
    activity.ArticlePublished(
        body="vu-a",
        subject="Tinh gọn bộ máy",
        outlet="Tạp chí A",
        link=LINK,
        kind="bai-viet",
        column="Hỏi đáp",
        information="chi-dao-dieu-hanh",
        reach=900,
        questions=4,
        reference="TB-12",
        collaborators=("ctv-01",),
        **ABOUT,
    ),
    activity.PublicationConfirmed(body="vu-a", reference="TB-12", outlet="cong-bnv", link=LINK),
    activity.ActivityHeld(
        body="vu-a",
        subject="Hội nghị",
        place="Hà Nội",
        participants=300,
        link=LINK,
        kind="hoi-nghi",
        attended=ATTENDED,
        **ABOUT,
    ),
    material.MaterialIssued(
        body="vu-a",
        subject="Sổ tay",
        kind="an-pham",
        version="2",
        copies=500,
        place="Hà Nội",
        event="Hội nghị",
        press_types=("bao-in",),
        link=LINK,
        **ABOUT,
    ),
    material.IssuePublished(
        body="vu-a", series="vinh-quang-viet-nam", number=2, year=2024, copies=1000, link=LINK, **ABOUT
    ),
    training.TrainingPlanned(
        step="plan", to="planned", subject="Tập huấn", number="5/KH", sessions=3, link=LINK, **ABOUT
    ),
    training.TrainingHeld(
        body="vu-a",
        subject="Tập huấn",
        place="Hà Nội",
        sessions=2,
        materials=("Sổ tay",),
        participants=40,
        attended=ATTENDED,
        press_types=("bao-in",),
        link=LINK,
        **ABOUT,
    ),
    network.ModelRegistered(
        body="vu-a",
        model="mo-hinh-a",
        subject="Một cửa lưu động",
        kind="mo-hinh",
        source="Báo cáo quý I",
        place="Hà Nội",
        link=LINK,
        **ABOUT,
    ),
    network.CollaboratorRegistered(body="vu-a", collaborator="ctv-01", organisation="Đài A", outlet="vtv"),
    network.CollaboratorEnded(body="vu-a", collaborator="ctv-01", reason="Hết thời hạn"),
    network.RewardDecided(
        body="vu-a",
        subject="Bằng khen",
        number="77/QĐ",
        units=("vu-a",),
        models=("mo-hinh-a",),
        collaborators=("ctv-01",),
        link=LINK,
    ),
    contest.ContestOpened(step="open", to="assigned", units=("vu-a",), subject="Thi viết", due=date(2024, 12, 1)),
    contest.ContestLaunched(
        step="launch", to="launched", subject="Thi viết", kind="thi-viet", closes=date(2024, 8, 1), link=LINK
    ),
    contest.PartAsked(step="share", to="launched", units=("dai-a",), subject="Phát sóng", due=date(2024, 7, 1)),
    contest.PartDone(step="carry", to="done", outcome="done", note="Đã phát sóng", link=LINK),
    contest.EntriesCounted(step="count", to="launched", entries=120),
    contest.EntriesClosed(step="close", to="closed", entries=340),
    contest.ContestJudged(step="judge", to="judged", judged=340, proposed=12, note="Theo biên bản"),
    contest.ContestAwarded(step="award", to="awarded", outcome="done", prizes=11, number="90/QĐ", link=LINK),
    outlet.OutletTasked(
        step="address", to="addressed", outlet="cong-bnv", subject="Đăng thông báo", due=date(2024, 5, 1)
    ),
    outlet.OutletPublished(step="publish", to="published", outcome="done", link=LINK, note="Đủ", **ABOUT),
)
