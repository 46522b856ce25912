"""What is wrong with a form, said beside each field in Vietnamese. It finds nothing wrong by itself: the fact does."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Fact

FILL_IN = "Cần điền mục này."
_SAID = {
    "missing": FILL_IN,
    "string_too_short": FILL_IN,
    "too_short": "Cần chọn hoặc ghi ít nhất một mục.",
    "string_too_long": "Dài quá mức cho phép.",
    "string_pattern_mismatch": "Chưa đúng dạng.",
    "int_parsing": "Hãy viết một số nguyên, ví dụ 120.",
    "int_from_float": "Hãy viết một số nguyên, ví dụ 120.",
    "literal_error": "Hãy chọn một mục trong danh sách.",
    "bool_parsing": "Hãy chọn có hoặc không.",
}
_STARTS = {
    "date": "Hãy viết ngày/tháng/năm, ví dụ 01/07/2024.",
    "time": "Hãy viết giờ:phút, ví dụ 20:15.",
    "timezone": "Hãy viết giờ:phút ngày/tháng/năm, ví dụ 08:30 01/07/2024.",
}


def of(fact: type[Fact], data: dict[str, Any], needs: Collection[str] = ()) -> dict[str, str]:
    """What is wrong with each field, by its name; empty where the fact takes them all."""
    found = {name: FILL_IN for name in needs if not str(data.get(name) or "").strip()}
    try:
        fact.model_validate(data)
    except ValidationError as wrong:
        for each in wrong.errors():
            name = str(each["loc"][0]) if each["loc"] else ""
            found.setdefault(name, _said(name, each))
    return found


def _said(name: str, error: Any) -> str:
    kind = error["type"]
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, DondocError):
        return inner.vi
    if kind == "string_pattern_mismatch" and name == "link":
        return "Hãy dán cả địa chỉ, bắt đầu bằng http:// hoặc https://."
    if kind in {"greater_than_equal", "greater_than"}:
        return f"Phải từ {error['ctx'].get('ge', error['ctx'].get('gt'))} trở lên."
    if kind in {"less_than_equal", "less_than"}:
        return f"Không quá {error['ctx'].get('le', error['ctx'].get('lt'))}."
    if kind.startswith("datetime"):
        return _STARTS["timezone"]
    return _SAID.get(kind) or next((said for start, said in _STARTS.items() if kind.startswith(start)), "Chưa đúng.")
