"""Every way in which dondoc says no.

An error names the thing, the rule and the way out, in Vietnamese and English. The first line of a class's
docstring is its default English message. Nothing here knows of exit codes or HTTP: the interfaces map classes
to those in one table each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class DondocError(Exception):
    """Something went wrong in dondoc.

    `en` and `vi` are complete sentences, `place` says where (file and line, row, field path, task), `cure` what to
    write or do instead.
    """

    code: ClassVar[str] = "error"
    default_vi: ClassVar[str] = "Có lỗi xảy ra."

    def __init__(self, en: str = "", *, vi: str = "", place: str = "", cure: str = "") -> None:
        self.en = en or (type(self).__doc__ or "").splitlines()[0]
        self.vi = vi or self.default_vi
        self.place = place
        self.cure = cure
        super().__init__(self.en)

    def __str__(self) -> str:
        said = f"{self.place}: {self.en}" if self.place else self.en
        return f"{said} {self.cure}" if self.cure else said

    def diagnostic(self) -> dict[str, str]:
        """The error as plain data, for programs and pages."""
        return {"code": self.code, "place": self.place, "vi": self.vi, "en": self.en, "cure": self.cure}


class Invalid(DondocError, ValueError):
    """The input is malformed.

    It is a ValueError too, so that pydantic reports it with the path of the field.
    """

    code = "invalid"
    default_vi = "Dữ liệu vào không hợp lệ."


class SeveralInvalid(Invalid):
    """Several things are malformed; nothing was taken.

    Carries every finding, so that all can be mended in one go.
    """

    code = "several-invalid"
    default_vi = "Có nhiều chỗ chưa đúng; không ghi nhận phần nào."

    def __init__(self, findings: Sequence[DondocError]) -> None:
        self.findings = findings
        first = findings[0]
        more = f" (+{len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(first.en + more, vi=first.vi, place=first.place, cure=first.cure)


class ConfigInvalid(SeveralInvalid):
    """The configuration is wrong; nothing of it was loaded."""

    code = "config-invalid"
    default_vi = "Cấu hình có lỗi; không nạp phần nào."


class NotAllowed(DondocError):
    """This actor may not do this."""

    code = "not-allowed"
    default_vi = "Người này không được phép thực hiện việc này."


class NotFound(DondocError):
    """There is no such thing."""

    code = "not-found"
    default_vi = "Không tìm thấy."


class Rejected(DondocError):
    """The rules say no now.

    `rule` is the stable id of the rule that said no, `basis` the document or clause that it rests on.
    """

    code = "rejected"
    default_vi = "Quy tắc không cho phép ở thời điểm này."

    def __init__(
        self, en: str = "", *, rule: str, vi: str = "", place: str = "", cure: str = "", basis: str = ""
    ) -> None:
        super().__init__(en, vi=vi, place=place, cure=cure)
        self.rule = rule
        self.basis = basis

    def diagnostic(self) -> dict[str, str]:
        """The refusal as plain data, with its rule and basis."""
        return {**super().diagnostic(), "rule": self.rule, "basis": self.basis}


class CalendarUndecided(DondocError):
    """The working days of that year have not been decided.

    Counting on a guess would give a false deadline, so dondoc stops here and says which file to add.
    """

    code = "calendar-undecided"
    default_vi = "Chưa có quyết định về ngày làm việc của năm đó."


class Conflict(DondocError):
    """Somebody was first: the stream has moved on.

    Dispatch reads again and decides again; a caller sees this only when a stream keeps changing.
    """

    code = "conflict"
    default_vi = "Đã có người cập nhật trước; hãy xem lại rồi thực hiện lại."


class KeyReused(Conflict):
    """This command id was used before with another content."""

    code = "key-reused"
    default_vi = "Mã lệnh này đã dùng cho một nội dung khác."


class StoreBroken(DondocError):
    """The event store cannot be reached or cannot be read."""

    code = "store-broken"
    default_vi = "Không đọc được kho sự kiện."


class UnknownEvent(StoreBroken):
    """The log holds an event whose name is not known here."""

    code = "unknown-event"
    default_vi = "Nhật ký có sự kiện mà phiên bản này không biết."


class ClockJumped(DondocError):
    """The clock does not agree with the log; nothing was opened or reminded."""

    code = "clock-jumped"
    default_vi = "Đồng hồ không khớp với nhật ký; chưa mở việc hay đôn đốc gì."


class NotDelivered(DondocError):
    """A channel did not take a notice.

    `reason` is a short code without addresses; `final` says that trying again is of no use, `down` that the receiver
    cannot be reached at all, `wait` how many seconds it asks us to wait.
    """

    code = "not-delivered"
    default_vi = "Kênh không nhận thông báo."

    def __init__(
        self, en: str = "", *, reason: str, final: bool = False, down: bool = False, wait: float = 0.0, vi: str = ""
    ) -> None:
        super().__init__(en, vi=vi)
        self.reason = reason
        self.final = final
        self.down = down
        self.wait = wait
