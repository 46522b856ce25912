"""How printed annexes are read: times into windows, letters into doubts, headings into columns, names into bodies."""

from __future__ import annotations

from typing import Any

import pytest

from dondoc.domain.annex.cells import Column
from dondoc.domain.annex.columns import headings, in_line, recognised
from dondoc.domain.annex.matching import Match, nearest
from dondoc.domain.annex.printed_time import read
from dondoc.domain.annex.signs import Wording, signs
from dondoc.domain.annex.syllables import is_syllable, is_word
from dondoc.domain.plan import Row
from dondoc.domain.rhythm import Every, Quota
from dondoc.domain.window import WindowSpec

ALL = ["before", "during", "after"]
WINDOWS: dict[str, dict[str, Any]] = {
    "Tháng 5 năm 2024": {"month": "2024-05"},
    "tháng 5/2024": {"month": "2024-05"},
    "Tháng 7, 10, 12": {"months": ["2024-07", "2024-10", "2024-12"]},
    "Từ tháng 3 đến tháng 5": {"months": ["2024-03", "2024-04", "2024-05"]},
    "Quý II": {"quarter": "2024-Q2"},
    "Quý IV năm 2025": {"quarter": "2025-Q4"},
    "6 tháng đầu năm 2024": {"half": "2024-H1"},
    "Cả năm 2024": {"year": 2024},
    "Năm 2024 và các năm tiếp theo": {"years": "2024-"},
    "2024-2025": {"years": "2024-2025"},
    "Ngày 20/3/2024": {"day": "2024-03-20"},
    "Ngày 20 tháng 3 năm 2024": {"day": "2024-03-20"},
    "Từ ngày 05/01/2024 đến ngày 10/02/2024": {"from": "2024-01-05", "to": "2024-02-10"},
    "Trước, trong và sau khi ban hành Nghị định, tháng 5 năm 2024": {
        "around": "", "phases": ALL, "expected": "2024-05"},
    "Sau khi có Báo cáo của Thủ tướng Chính phủ": {"after": ""},
    "Trước khi trình Đề án, Quý III năm 2024": {"around": "", "phases": ["before"], "expected": "2024-Q3"},
}  # fmt: skip
NO_TIMES = (
    "Tháng 13 năm 2024", "Ngày 30/02/2024", "Tháng 5 năm", "Năm 202", "Tháng 12, 10", "Thời điểm phù hợp", "Tháng",
    "Sau khi ban hành Luật, tháng 14 năm 2024", "Từ ngày 10/02/2024 đến ngày 05/01/2024", "Trước ngày 20/3/2024",
    "Trước ngày 31 hằng tháng", "2025-2024", "Quý V", "Sau khi", "0 số/tháng",
)  # fmt: skip


@pytest.mark.parametrize(("text", "window"), WINDOWS.items(), ids=WINDOWS)
def test_a_printed_time_is_read_as_the_window_that_it_says(text: str, window: dict[str, Any]) -> None:
    """And plans accept that window, once it names the act that it waits for."""
    found = read(text, 2024)
    assert found is not None
    assert found.window == window
    assert bool(found.act) == bool({"around", "after"} & {*window})
    WindowSpec.model_validate({key: value or "van-ban" for key, value in window.items()})


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_not_understood_whole_is_not_read_at_all(text: str) -> None:
    """A part of a time would be a false day."""
    assert read(text, 2024) is None


def test_rhythms_are_read_as_rhythms_of_plans() -> None:
    """Until before the 15th of every month ends on the 14th; four issues a month are a quota."""
    monthly = read("trước ngày 15 hằng tháng", 2024)
    assert monthly is not None
    assert [slot.due for slot in Every.model_validate(monthly.rhythm).schedule][::11] == ["0/01-14", "0/12-14"]
    quota = read("04 số/tháng", 2024)
    assert quota is not None
    assert Quota.model_validate({**(quota.rhythm or {}), "fact": "a"}).count == 4
    kinds = {"Hằng quý": "every", "Thường xuyên": "continuous", "Khi có yêu cầu": "on-demand"}
    assert {text: (found.rhythm or {})["kind"] for text in kinds if (found := read(text, 2024))} == kinds


GOOD = "quyền quốc giữ gì giêng khuya hoà hòa nghiệp khuếch thuở quỹ nguyễn xoong ương yết ghi ngành kỷ ủy học"
BAD = "frẻ vồr lũc tm thưc it trangđược ngiệp cế kuyên qốc gh bìic hoạch́"


def test_syllables_are_known_by_their_build() -> None:
    """Onset, rhyme and tone; a syllable that ends in c, ch, p or t bears sắc or nặng."""
    assert [word for word in GOOD.split() if not is_syllable(word)] == []
    assert [word for word in BAD.split() if is_syllable(word)] == []
    assert all(map(is_word, ("ASEAN", "Brunei", "video", "CBCCVC")))
    assert not is_word("Qlfs")


DAMAGED = {
    "Cán bộ frẻ": "no-word",
    "phương 'án cải cách": "stray-mark",
    "lề \\ trái": "stray-mark",
    "Nghị định số 12/2024/ND-CP": "symbol",
    "71/2023/NĐCP": "symbol",
    "Nghị định số 138": "no-symbol",
    "ngày 31/02/2024": "no-date",
    "một, hai,ba": "glued",
    "các các đơn vị": "doubled",
    "kế hoạcH": "mixed-case",
    "v ụ Pháp chế": "lone-letter",
    "Luật (sửa đổi": "unbalanced",
    "“Đúng - Đủ - Sạch - sống”": "mixed-capitals",
    "Ðề án": "foreign-letter",  # an Icelandic letter
    "năm2024": "digit-in-word",
}


@pytest.mark.parametrize(("text", "code"), DAMAGED.items(), ids=DAMAGED)
def test_each_sign_of_damage_is_a_doubt(text: str, code: str) -> None:
    """With its reason in both languages."""
    found = {doubt.code: doubt for doubt in signs(text)}
    assert code in found
    assert found[code].vi
    assert found[code].en


@pytest.mark.parametrize("text", [
    "Nghị quyết số 27-NQ/TW từ ngày 01/7/2024; Nghị định số 120/2020/NĐ-CP, Quyết định số 407/QĐ-TTg",
    "chuyển đổi số của các nước ASEAN+3 (SIPAS 2023), giai đoạn 2025 - 2035",
    "Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau”",
    "a) Cổng Thông tin điện tử; b) video clip trên Zalo với Xinh-ga-po",
])  # fmt: skip
def test_sound_text_has_no_sign_of_damage(text: str) -> None:
    """Symbols, slogans, lists and foreign names as documents print them."""
    assert signs(text) == []


def test_a_word_that_is_wrong_only_beside_its_neighbour_is_found() -> None:
    """“họp” is a word, “phối họp” is none: elsewhere it is “phối hợp”. What the other neighbour confirms stays."""
    known = [
        "phối hợp với các đơn vị",
        "phối hợp thực hiện",
        "thông báo kết quả",
        "quả chuyên môn",
        "chuyển đổi số",
    ] * 2
    wording = Wording([*known, "phối họp liên ngành", "quả chuyển đổi"])
    assert [doubt.instead for doubt in wording.doubts("phối họp liên ngành")] == ["phối hợp"]
    assert list(wording.doubts("quả chuyển đổi")) == []


def test_columns_are_known_by_their_headings_in_any_order_and_wording() -> None:
    """Damaged diacritics do not matter; a row that names no content is no heading."""
    said = {
        "STT": Column.NO, "TT": Column.NO, "Nội dung, nhiệm vụ": Column.CONTENT, "Thòi gian": Column.TIME,
        "Thời hạn hoàn thành": Column.TIME, "Đơn vị chủ trì": Column.UNIT, "Cơ quan phối hợp thực hiện":
        Column.COORDINATING, "Sản phẩm": Column.PRODUCT, "Ghi\nchú": Column.NOTE, "Văn phòng Bộ": None,
    }  # fmt: skip
    assert {text: recognised(text) for text in said} == said
    assert headings(["Thời gian", "", "Nhiệm vụ", "TT"]) == {0: Column.TIME, 2: Column.CONTENT, 3: Column.NO}
    assert headings(["TT", "Thời gian", "Ghi chú"]) is None
    assert in_line("TT Thời gian Nội dung") == (Column.NO, Column.TIME, Column.CONTENT)
    assert in_line("Thời gian qua, nội dung này") == ()


def test_a_damaged_name_is_matched_and_an_ambiguous_one_names_all() -> None:
    """The nearest by folded letters; who fits equally well is told, what is far away is nobody."""
    known = [
        ("vu-a", "Vụ Hợp tác quốc tế"),
        ("vu-b", "Vụ Tổ chức cán bộ"),
        ("vu-c", "Vụ Tổ chức cán bô"),
        ("d", "Cục D"),
    ]
    assert nearest("v ụ HỢP TÁC QUÓC TẾ", known) == Match(("vu-a",), 0)
    assert nearest("VỤ HƠP TÁC ỌUỐC TẾ", known) == Match(("vu-a",), 1)
    assert nearest("VỤ TỔ CHÚC CÁN BỘ", known) == Match(("vu-b", "vu-c"), 0)
    assert nearest("Bộ Tài chính", known) is None
    assert nearest("\\", known) is None


def test_a_row_of_a_draft_bears_ids_that_plans_take() -> None:
    """The id is the number of the unit and the number of the row."""
    pattern = Row.model_fields["id"].metadata[0].pattern
    assert pattern == r"^\d+\.\d+[a-z]?$"
