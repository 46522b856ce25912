"""The time column of an annex, read into the windows and rhythms that plans know.

Whatever is not understood whole is not read at all: a part of a time would be a false day. A time tells the act that
it waits for by its printed words only; which act that is, the row says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dondoc.domain.text import fold

ACT_KINDS = (
    "Luật", "Pháp lệnh", "Nghị định", "Nghị quyết", "Thông tư", "Quyết định", "Kế hoạch", "Đề án", "Báo cáo", "Chỉ thị",
    "Quy chế", "Chiến lược", "Hồ sơ", "Dự án", "Dự thảo", "Chương trình", "Quy hoạch", "Kết luận", "Công văn",
    "Tờ trình",    "Hướng dẫn", "Bộ chỉ số", "Danh mục", "Quy định", "Phương án", "Văn bản", "Hội nghị", "Kỳ họp",
)  # fmt: skip
STARTER = re.compile(
    r"(?:cả năm|năm|tháng|quý|trước|trong|sau|từ ngày|từ tháng|ngày|thường xuyên|hằng|hàng|định kỳ|tuần|đến|chậm nhất|"
    r"khi có|giai đoạn|đầu|cuối|\d+ tháng|\d+ số|hết|cuối năm)\b",
    re.IGNORECASE,
)
"""How a time begins."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a time column says.

    Attributes:
        window: a window as plans write it, with `around` or `after` empty where an act is waited for.
        rhythm: a rhythm as plans write it, where it is no window.
        act: the words that name the act.
        kind: the kind of the act (Nghị định, Thông tư, ...); empty when none was recognised.
    """

    window: dict[str, object] | None = None
    rhythm: dict[str, object] | None = None
    act: str = ""
    kind: str = ""


_YEAR = r"(?:\s*(?:,|/|-)?\s*(?:nam )?(\d{4}))?"
_MONTHS = re.compile(rf"(?:trong )?thang (\d{{1,2}}(?:\s*(?:,|;|va)\s*(?:thang )?\d{{1,2}})*){_YEAR}")
_DAY = r"(?:ngay )?(\d{1,2})\s*(?:/|-|thang)\s*(\d{1,2})\s*(?:/|-|nam)\s*(\d{4})"
SHORTEST = 28
"""Every month has so many days."""
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_GRAINS = {"tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}


def read(text: str, year: int) -> Reading | None:
    """What a time column says; None when it is not understood whole.

    Args:
        text: the cell, in one line.
        year: the plan's year, for times that name none.
    """
    said = fold(text).strip(" .;,")
    if window := _period(said, year):
        return Reading(window=window)
    if rhythm := _rhythm(said, year):
        return Reading(rhythm=rhythm)
    return _anchored(said, " ".join(text.split()), year)


def _period(said: str, year: int) -> dict[str, object] | None:
    for form, make in _FORMS:
        if match := form.fullmatch(said):
            try:
                return make(match, year)
            except ValueError:  # a month 13, a 30 February
                return None
    return None


def _months(match: re.Match[str], year: int) -> dict[str, object]:
    numbers = [int(each) for each in re.findall(r"\d+", match[1])]
    labels = [f"{date(int(match[2] or year), number, 1):%Y-%m}" for number in numbers]
    if sorted(set(labels)) != labels:
        raise ValueError(labels)
    return {"months": labels} if len(labels) > 1 else {"month": labels[0]}


def _day(match: re.Match[str], _year: int) -> dict[str, object]:
    return {"day": date(int(match[3]), int(match[2]), int(match[1])).isoformat()}


def _range(match: re.Match[str], _year: int) -> dict[str, object]:
    first = date(int(match[3]), int(match[2]), int(match[1]))
    last = date(int(match[6]), int(match[5]), int(match[4]))
    if last < first:
        raise ValueError(match[0])
    return {"from": first.isoformat(), "to": last.isoformat()}


def _span_of_months(match: re.Match[str], year: int) -> dict[str, object]:
    of = int(match[3] or year)
    first, last = int(match[1]), int(match[2])
    if not first < last:
        raise ValueError(match[0])
    return {"months": [f"{date(of, number, 1):%Y-%m}" for number in range(first, last + 1)]}


def _quarter(match: re.Match[str], year: int) -> dict[str, object]:
    return {"quarter": f"{match[2] or year}-Q{_ROMAN[match[1]]}"}


def _half(match: re.Match[str], year: int) -> dict[str, object]:
    return {"half": f"{match[2] or year}-H{1 if match[1] == 'dau' else 2}"}


def _years(match: re.Match[str], _year: int) -> dict[str, object]:
    if int(match[2]) <= int(match[1]):
        raise ValueError(match[0])
    return {"years": f"{match[1]}-{match[2]}"}


_Make = Callable[[re.Match[str], int], "dict[str, object]"]
_FORMS: tuple[tuple[re.Pattern[str], _Make], ...] = (
    (_MONTHS, _months),
    (re.compile(rf"tu thang (\d{{1,2}}) (?:den|-) (?:het )?thang (\d{{1,2}}){_YEAR}"), _span_of_months),
    (re.compile(rf"(?:trong )?quy (iv|i{{1,3}}|[1-4]){_YEAR}"), _quarter),
    (re.compile(r"(?:0?6|sau) thang (dau|cuoi) nam(?: (\d{4}))?"), _half),
    (re.compile(rf"tu {_DAY} den (?:het )?{_DAY}"), _range),
    (re.compile(_DAY), _day),
    (re.compile(r"(?:ca |trong )?nam (\d{4})"), lambda m, _: {"year": int(m[1])}),
    (re.compile(r"nam (\d{4}) va (?:cac|nhung) nam tiep theo"), lambda m, _: {"years": f"{m[1]}-"}),
    (re.compile(r"(?:nam |cac nam |giai doan |trong )?(\d{4})\s*-\s*(\d{4})"), _years),
)


def _rhythm(said: str, year: int) -> dict[str, object] | None:
    if match := re.fullmatch(r"(?:truoc ngay|den ngay|cham nhat ngay|ngay) (\d{1,2}) h[a]ng thang", said):
        return _monthly(int(match[1]), 1 if said.startswith("truoc") else 0)
    if match := re.fullmatch(r"(?:dinh ky )?hang (tuan|thang|quy|nam)", said):
        return {"kind": "every", "period": _GRAINS[match[1]]}
    if match := re.fullmatch(r"(?:it nhat )?(\d{1,3}) (?:so|ky|lan|tin|bai|cuoc|buoi|ban tin)"
                             r"(?:\s*/\s*| moi | mot | trong mot )"
                             r"(tuan|thang|quy|nam)", said):  # fmt: skip
        return {"kind": "quota", "period": _GRAINS[match[2]], "count": int(match[1])} if int(match[1]) else None
    if re.fullmatch(r"thuong xuyen(?:,? lien tuc)?(?:,? (?:trong |ca )?(?:nam|trong nam)(?: \d{4})?)?", said):
        return {"kind": "continuous"} if str(year) in said or not re.search(r"\d", said) else None
    if re.fullmatch(r"(?:khi (?:co|phat sinh) [\w ,]+|dot xuat|theo yeu cau)", said):
        return {"kind": "on-demand"}
    return None


def _monthly(day: int, before: int) -> dict[str, object] | None:
    """Every month until a day: `trước ngày 15` ends on the 14th."""
    if not 1 <= day - before <= SHORTEST:
        return None
    slots: list[dict[str, object]] = []
    for month in range(1, 13):
        last = (date(2023 + month // 12, month % 12 + 1, 1) - date(2023, month, 1)).days
        slots.append({
            "id": f"T{month:02d}", "data_from": f"0/{month:02d}-01",
            "data_to": f"0/{month:02d}-{last:02d}", "due": f"0/{month:02d}-{day - before:02d}",
        })  # fmt: skip
    return {"kind": "every", "schedule": slots}


_PHASES = {
    "truoc, trong va sau khi": ("before", "during", "after"),
    "truoc va sau khi": ("before", "after"),
    "trong va sau khi": ("during", "after"),
    "truoc khi": ("before",),
    "sau khi": (),
}


def _anchored(said: str, printed: str, year: int) -> Reading | None:
    words = next((each for each in _PHASES if said.startswith(f"{each} ")), "")
    if not words:
        return None
    phases = _PHASES[words]
    rest, expected = _expected(said[len(words) :], year)
    if not rest.strip() or expected is None:
        return None
    name = " ".join(printed.split()[len(words.split()) :])[: len(rest.strip())].strip(" ,;")
    window: dict[str, object] = {"around": "", "phases": list(phases)} if phases else {"after": ""}
    if expected:
        window["expected"] = expected
    folded = fold(name)
    kinds = [kind for kind in ACT_KINDS if re.search(rf"\b{fold(kind)}\b", folded)]
    first = min(kinds, key=lambda kind: folded.index(fold(kind)), default="")
    return Reading(window=window, act=name, kind=first if first and first.lower() in name.lower() else "")


def _expected(said: str, year: int) -> tuple[str, str | None]:
    """The act's words and the label of the period that ends the time; the label is None where it has several."""
    for at in [m.start() for m in re.finditer(r"(?<=[ ,])(?:thang|quy|nam|\d{4})\b", said)]:
        if (period := _period(said[at:].strip(), year)) is not None:
            if "months" in period or "from" in period:
                return said, None
            if re.search(r"\b(?:thang|quy|ngay) \d", said[:at]):
                return said, None
            return said[:at].strip(" ,;"), str(next(iter(period.values())))
    # A time that names a number which was not understood is not understood.
    return (said.strip(" ,;"), None) if re.search(r"\b(?:thang|quy|nam) \d|\d{4}$", said) else (said.strip(" ,;"), "")
