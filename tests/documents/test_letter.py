"""The letter's form: what Decree 30/2020 asks of a page, measured in the file, and what is left to be filled in."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from dondoc.documents.letter import Letter, Line, docx

LINES = (
    Line("Báo cáo quý I", "IV.2, Quyết định số 1/QĐ-B ngày 18/03/2024", "20/03/2024", 12),
    Line("Kế hoạch năm <b>", "Mục II", "30/04/2024", 0),
)
LETTER = Letter("Văn phòng Bộ", "Bộ A", "Vụ B", date(2024, 4, 1), LINES)


@pytest.fixture(scope="module")
def draft() -> Any:
    """The letter, read back."""
    return Document(io.BytesIO(docx(LETTER)))


def runs(draft: Any) -> list[Any]:
    """Every run of the draft, in tables too."""
    cells = [cell for table in draft.tables for row in table.rows for cell in row.cells]
    paragraphs = [*draft.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return [run for paragraph in paragraphs for run in paragraph.runs]


def test_the_page_is_a4_with_the_margins_of_the_decree(draft: Any) -> None:
    """20-25 mm above and below, 30-35 mm left, 15-20 mm right."""
    page = draft.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert 20 <= round(page.top_margin.mm) <= 25
    assert 20 <= round(page.bottom_margin.mm) <= 25
    assert 30 <= round(page.left_margin.mm) <= 35
    assert 15 <= round(page.right_margin.mm) <= 20


def test_every_word_is_in_times_new_roman_of_the_decrees_sizes(draft: Any) -> None:
    """The text in 13 or 14 points; heads, tables and recipients from 11 on."""
    normal = draft.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)
    assert {run.font.name for run in runs(draft)} <= {"Times New Roman", None}
    assert {run.font.size.pt for run in runs(draft) if run.font.size} <= {11, 12, 13, 14}


def test_the_head_has_agency_and_national_motto_side_by_side(draft: Any) -> None:
    """The agency above in plain capitals, its own name bold; name and motto of the nation bold."""
    left, right = draft.tables[0].rows[0].cells
    above, own = left.paragraphs[0], left.paragraphs[1]
    assert (above.text, above.runs[0].bold, own.text, own.runs[0].bold) == ("BỘ A", False, "VĂN PHÒNG BỘ", True)
    nation = [p for p in right.paragraphs if p.text]
    assert [p.text for p in nation[:2]] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert all(p.runs[0].bold for p in nation[:2])
    assert nation[2].runs[0].italic


def test_number_day_and_signature_are_left_free(draft: Any) -> None:
    """Whoever signs and registers it fills them in."""
    left, right = draft.tables[0].rows[0].cells
    assert "Số:            /" in left.text
    assert "ngày      tháng      năm 2024" in right.text
    assert [p.text for p in draft.tables[2].rows[0].cells[1].paragraphs] == [
        "QUYỀN HẠN, CHỨC VỤ",
        *[""] * 4,
        "Họ và tên",
    ]


def test_each_task_has_basis_last_day_and_days_late(draft: Any) -> None:
    """One row a task, the heads repeated on every page; markup in a name stays text."""
    rows = [[cell.text for cell in row.cells] for row in draft.tables[1].rows]
    assert rows[0] == ["STT", "Nhiệm vụ", "Căn cứ", "Thời hạn", "Quá hạn"]
    assert rows[1] == ["1", LINES[0].what, LINES[0].basis, "20/03/2024", "12 ngày"]
    assert rows[2][1] == "Kế hoạch năm <b>"
    assert rows[2][4] == "trong hạn"
    assert sum(column.width.mm for column in draft.tables[1].columns) == pytest.approx(165, abs=1)


def test_the_text_is_justified_and_says_to_whom_and_how_many(draft: Any) -> None:
    """The first line is set in; only those in the text are counted late that are."""
    prose = [p for p in draft.paragraphs if p.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY]
    assert "2 nhiệm vụ chưa có kết quả, trong đó 1 nhiệm vụ đã quá hạn" in prose[0].text
    assert all(p.paragraph_format.first_line_indent.mm == pytest.approx(10, abs=0.1) for p in prose)
    assert any(p.text == "Kính gửi: Vụ B." for p in draft.paragraphs)


def test_a_simulated_letter_says_so() -> None:
    """Nobody posts what was played."""
    letter = Letter("Bộ A", "", "Tỉnh B", date(2024, 4, 1), LINES, simulated=True)
    text = "".join(run.text for run in runs(Document(io.BytesIO(docx(letter)))))
    assert "(BẢN MÔ PHỎNG)" in text
