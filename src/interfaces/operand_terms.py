"""Conditions of ladders in words: what was asked of a task, the value found, what was wanted."""

from __future__ import annotations

from typing import Any

from dondoc.domain.catalogue import Catalogue

_ASKED = {
    "limits": "Loại thời hạn",
    "rhythms": "Nhịp của nhiệm vụ",
    "grains": "Độ mịn của thời gian",
    "marks": "Dấu của việc",
    "duties": "Nhiệm vụ",
    "plans": "Kế hoạch",
    "procedures": "Quy trình",
    "themes": "Chủ đề",
    "bodies": "Cơ quan, đơn vị",
    "kinds": "Cấp, loại cơ quan",
    "groups": "Nhóm cơ quan",
    "days-late": "Số ngày quá hạn",
    "late-tasks": "Số việc quá hạn của cơ quan, đơn vị",
}


_NAMED: dict[str, dict[str, str]] = {
    "limits": {
        "due": "hạn cuối", "days": "đồng hồ theo ngày", "hours": "đồng hồ theo giờ", "silence": "mức im lặng",
        "pace": "nhịp của định mức",
    },
    "rhythms": {
        "once": "một lần", "every": "định kỳ", "quota": "định mức", "on-demand": "khi phát sinh",
        "continuous": "thường xuyên", "per-version": "theo phiên bản kế hoạch",
    },
    "grains": {
        "day": "ngày", "week": "tuần", "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm",
        "range": "khoảng ngày",
    },
}  # fmt: skip


def condition(said: dict[str, Any], catalogue: Catalogue) -> str | None:
    """A condition as a sentence; None where it is not one of these."""
    value, what = str(said["value"]), said["what"]
    match what:
        case "working-days-left":
            return f"Kỳ còn {value} ngày làm việc."
        case "behind-pace":
            done, _, days = value.partition("<")
            compared = "chậm hơn" if said["holds"] else "không chậm hơn"
            return f"Đã có {done}, đã qua {days} ngày làm việc của kỳ: {compared} nhịp đều."
        case "acknowledged":
            return "Nấc này đã có người tiếp nhận nên không nhắc lại."
        case "when":
            return "Điều kiện riêng của nấc này chưa xét được."
    if what not in _ASKED:
        return None
    found = ", ".join(_name(what, each, catalogue) for each in value.split()) or "không có"
    wanted = ", ".join(_name(what, each, catalogue) for each in said.get("wanted", ()))
    return f"{_ASKED[what]}: {found} ({'thuộc' if said['holds'] else 'không thuộc'} {wanted})."


def _name(what: str, value: str, catalogue: Catalogue) -> str:
    if what == "groups" and value in catalogue.groups:
        return catalogue.groups[value].name
    return _NAMED.get(what, {}).get(value, value)
