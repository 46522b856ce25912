"""The letter that urges a body (công văn đôn đốc), as a draft in the form of Decree 30/2020/NĐ-CP, Annex I.

Number, day and signature are left free: the registry and whoever signs fill them in. It sends nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.document import Document as Draft
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dondoc.documents.seal import Seal

FONT = "Times New Roman"
BODY, HEAD, SMALL, NOTE = Pt(14), Pt(13), Pt(12), Pt(11)
SEAL = Mm(30)
PAGE = (Mm(210), Mm(297))
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
_HEADS = ("STT", "Nhiệm vụ", "Căn cứ", "Thời hạn", "Quá hạn")
_WIDTHS = (Mm(13), Mm(62), Mm(45), Mm(25), Mm(20))
_CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class Line:
    """A task in the letter; `days_late` is 0 while it is in term."""

    what: str
    basis: str
    due: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says: who writes (and what stands above it), to whom, as of which day, about which tasks.

    `request`: it asks for them for the first time and urges nobody. `seal`: what stands small below every page.
    """

    agency: str
    above: str
    to: str
    day: date
    lines: Sequence[Line]
    simulated: bool = False
    request: bool = False
    seal: Seal | None = None


def docx(letter: Letter) -> bytes:
    """The draft as a DOCX file; the same letter gives the same words, not the same bytes."""
    draft = Document()
    _page(draft)
    _heading(draft, letter)
    _text(draft, letter)
    _tasks(draft, letter.lines)
    _closing(draft, letter)
    _ending(draft)
    _foot(draft, letter)
    kept = io.BytesIO()
    draft.save(kept)
    return kept.getvalue()


def _page(draft: Draft) -> None:
    section = draft.sections[0]
    section.page_width, section.page_height = PAGE
    for margin, width in MARGINS.items():
        setattr(section, margin, width)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTER
    _field(number, "PAGE")
    normal = draft.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)


def _heading(draft: Draft, letter: Letter) -> None:
    left, right = _pair(draft, Mm(64), Mm(101))
    if letter.above:
        _add(left, letter.above.upper(), HEAD)
    _add(left, letter.agency.upper(), HEAD, bold=True)
    _rule(left, Mm(20))
    _add(left, "Số:            /", HEAD, before=Pt(6))
    about = "đề nghị thực hiện" if letter.request else "đôn đốc thực hiện"
    _add(left, f"V/v {about} {len(letter.lines)} nhiệm vụ{'' if letter.request else ' được giao'}", SMALL)
    _add(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", SMALL, bold=True)
    _add(right, "Độc lập - Tự do - Hạnh phúc", HEAD, bold=True)
    _rule(right, Mm(22))
    _add(right, f"…………, ngày      tháng      năm {letter.day.year}", BODY, italic=True, before=Pt(6))
    if letter.simulated:
        _add(right, "(BẢN MÔ PHỎNG)", HEAD, bold=True)


def _text(draft: Draft, letter: Letter) -> None:
    to = draft.add_paragraph()
    to.alignment = _CENTER
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(18)
    to.add_run(f"Kính gửi: {letter.to}.")
    if letter.request:
        _prose(draft, f"Đề nghị {letter.to} thực hiện {len(letter.lines)} nhiệm vụ sau đây:")
        return
    late = sum(line.days_late > 0 for line in letter.lines)
    said = f", trong đó {late} nhiệm vụ đã quá hạn" if late else ""
    _prose(
        draft,
        f"Qua theo dõi việc thực hiện các nhiệm vụ được giao, tính đến ngày {letter.day:%d/%m/%Y}, {letter.to} còn "
        f"{len(letter.lines)} nhiệm vụ chưa có kết quả{said}, cụ thể như sau:",
    )


def _tasks(draft: Draft, lines: Sequence[Line]) -> None:
    table = draft.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        _add(cell, head, SMALL, bold=True)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  # python-docx has no word for it
    for number, line in enumerate(lines, 1):
        cells = table.add_row().cells
        late = f"{line.days_late} ngày" if line.days_late else "trong hạn"
        for cell, said in zip(cells, (str(number), line.what, line.basis, line.due, late), strict=True):
            beside = cell in cells[1:3]
            _add(cell, said, SMALL, align=WD_ALIGN_PARAGRAPH.LEFT if beside else _CENTER)
    _widths(table, _WIDTHS)


def _closing(draft: Draft, letter: Letter) -> None:
    wanted = (
        f"Kết quả đề nghị {letter.to} gửi theo thời hạn nêu trên để tổng hợp"
        if letter.request
        else f"Đề nghị {letter.to} khẩn trương thực hiện, gửi kết quả kèm minh chứng để tổng hợp"
    )
    said = f"{wanted}; trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ lý do và thời gian hoàn thành."
    _prose(draft, said, before=Pt(10))
    _prose(draft, "Trân trọng./.")


def _ending(draft: Draft) -> None:
    draft.add_paragraph()
    left, right = _pair(draft, Mm(82), Mm(83))
    _add(left, "Nơi nhận:", SMALL, bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for said in ("- Như trên;", "- Lưu: VT."):
        _add(left, said, NOTE, align=WD_ALIGN_PARAGRAPH.LEFT)
    _add(right, "QUYỀN HẠN, CHỨC VỤ", BODY, bold=True)
    for _ in range(4):
        _add(right, "", BODY)
    _add(right, "Họ và tên", BODY, bold=True)


def _foot(draft: Draft, letter: Letter) -> None:
    section = draft.sections[0]
    for footer in (section.first_page_footer, section.footer) if letter.seal else ():
        sealed(footer.paragraphs[0], letter.seal)


def sealed(foot: Paragraph, seal: Seal | None) -> None:
    """Put the code and the line of a checkpoint into the foot of a page."""
    if seal:
        foot.add_run().add_picture(io.BytesIO(seal.png), width=SEAL)
        foot.add_run(f"  {seal.line}").font.size = NOTE


def _pair(draft: Draft, left: Mm, right: Mm) -> tuple[_Cell, _Cell]:
    """Two cells side by side without lines around them."""
    table = draft.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _widths(table, (left, right))
    return table.rows[0].cells[0], table.rows[0].cells[1]


def _widths(table: Table, widths: Sequence[Mm]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _add(
    cell: _Cell, text: str, size: Pt, *, bold: bool = False, italic: bool = False, before: Pt | None = None,
    align: WD_ALIGN_PARAGRAPH = _CENTER,
) -> Paragraph:  # fmt: skip
    first = cell.paragraphs[0]
    paragraph: Paragraph = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = before
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.bold, run.italic = size, FONT, bold, italic
    return paragraph


def _prose(draft: Draft, text: str, before: Pt | None = None) -> None:
    paragraph = draft.add_paragraph(text)
    paragraph.alignment = _JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after, form.line_spacing = Mm(10), before, Pt(6), 1.15


def _rule(cell: _Cell, indent: Mm) -> None:
    """A line under a name that is shorter than it: the lower border of an indented, empty line."""
    line = cell.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.line_spacing = Pt(3)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    line._p.get_or_add_pPr().append(borders)  # noqa: SLF001  # python-docx has no word for it


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no word for it
