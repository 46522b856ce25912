"""Why a reminder was held back, not sent, or has to wait: the stored codes in words."""

from __future__ import annotations

REASONS = {
    "before-effective": "nấc này rơi vào trước khi đơn vị có thể biết việc này",
    "superseded": "đã tới nấc cao hơn",
    "condition": "điều kiện riêng của nấc này không đạt",
    "acknowledged": "đã có người tiếp nhận nên không nhắc lại",
    "promised": "đơn vị đã hẹn ngày hoàn thành, thang đôn đốc tính từ ngày đã hẹn",
    "paused": "đang tạm dừng đôn đốc",
    "no-holder": "chưa có người giữ chức vụ và chưa có liên hệ",
    "no-contact": "chưa có liên hệ",
    "told-otherwise": "được báo bằng cách khác",
    "ended": "việc đã kết thúc",
    "overtaken": "đã có lần đôn đốc sau",
    "covered": "đã nêu trong lần đôn đốc về việc chung",
    "budget-day": "người nhận đã có đủ số thông báo trong ngày",
    "budget-hours": "người nhận đã có đủ số thông báo trong ngày và vừa có một thông báo tính theo giờ",
    "budget-week": "người nhận đã có đủ số thông báo trong tuần",
}


def said(code: str) -> str:
    """A reason in words; a code that is not known here stands for itself, as what channels answer does."""
    return REASONS.get(code, code)
