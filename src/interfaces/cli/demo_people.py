"""The invented people of the demonstration, whom its login page offers by one click. Nobody of them exists.

Their ids begin with `minh-hoa-` (illustration), as those of everybody who acts in the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dondoc.app import Dondoc
from dondoc.domain.account import ChangeAccount
from dondoc.domain.office import Actor

PEOPLE = {
    "minh-hoa-vu-tien-luong-dau-moi": ("vu-tien-luong/dau-moi", "Đầu mối theo dõi của Vụ Tiền lương"),
    "minh-hoa-vu-cong-chuc-vien-chuc-dau-moi": (
        "vu-cong-chuc-vien-chuc/dau-moi",
        "Đầu mối theo dõi của Vụ Công chức - Viên chức",
    ),
    "minh-hoa-van-phong-bo-duyet-thong-tin": (
        "van-phong-bo/duyet-thong-tin",
        "Bộ phận duyệt thông tin cho báo chí (Văn phòng Bộ)",
    ),
    "minh-hoa-van-phong-bo-dau-moi": ("van-phong-bo/dau-moi", "Văn phòng Bộ, theo dõi và đôn đốc"),
    "minh-hoa-vu-cai-cach-hanh-chinh-theo-doi-bao-cao": (
        "vu-cai-cach-hanh-chinh/theo-doi-bao-cao",
        "Vụ Cải cách hành chính, vào sổ báo cáo thay bộ, tỉnh",
    ),
    "minh-hoa-lanh-dao": ("bo-noi-vu/thu-truong-phu-trach", "Lãnh đạo Bộ"),
}
"""Each with the office that they hold and what they are called on the login page."""
OFFERED = {person: what for person, (_, what) in PEOPLE.items()}


def offices(person: str, _on: date) -> Sequence[str]:
    """The office that an invented person holds."""
    return [PEOPLE[person][0]] if person in PEOPLE else []


def open_accounts(dondoc: Dondoc) -> None:
    """Give each of them an account, so that they can be let in; they have no passwords."""
    desk = Actor(person="minh-hoa-van-phong-bo-chanh-van-phong", office="van-phong-bo/chanh-van-phong")
    for person in PEOPLE:
        dondoc.dispatch(ChangeAccount(account=person, to="opened", reason="[Minh họa] Người giả định"), actor=desk)
