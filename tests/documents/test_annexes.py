"""Files of annexes: what is taken from each kind, and what is refused before it can do harm."""

from __future__ import annotations

import io
import stat
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from dondoc.documents.annexes import printed
from dondoc.domain.annex.cells import Column, PrintedAnnex
from dondoc.domain.errors import Invalid

HEADS = ("STT", "Đơn vị chủ trì", "Thời hạn hoàn thành", "Nhiệm vụ", "Hình thức", "Đơn vị phối hợp")
ROWS = (
    ("1", "Vụ A", "Quý II", "Ban hành Quy chế", "Văn bản", "Vụ B; Cục C"),
    ("2", "Vụ A", "Trước ngày 15 hằng tháng", "Báo cáo số liệu", "Báo cáo", ""),
    ("1", "Cục C", "Từ tháng 3 đến tháng 5", "Khảo sát", "Khảo sát", "Các đơn vị liên quan"),
)
DOCUMENT = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def told(annex: PrintedAnnex) -> list[tuple[str, str, str, list[str]]]:
    """Unit, time, content and coordinators of each row."""
    return [
        (
            annex.headings[row.heading - 1].text,
            row.parts[Column.TIME].text,
            row.parts[Column.CONTENT].text,
            row.parts[Column.COORDINATING].lines if Column.COORDINATING in row.parts else [],
        )
        for row in annex.rows
    ]


EXPECTED = [
    ("Vụ A", "Quý II", "Ban hành Quy chế", ["Vụ B", "Cục C"]),
    ("Vụ A", "Trước ngày 15 hằng tháng", "Báo cáo số liệu", []),
    ("Cục C", "Từ tháng 3 đến tháng 5", "Khảo sát", ["Các đơn vị liên quan"]),
]


def word(file: Path, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    """A Word document with a table of its own before the annex, as offices write them."""
    document = Document()
    document.add_table(1, 2).rows[0].cells[0].text = "BỘ MẪU"
    table = document.add_table(0, len(HEADS))
    for row in (HEADS, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(file))
    return file


def sheet(file: Path) -> Path:
    """A workbook with a title above the headings and the unit merged downwards."""
    book = Workbook()
    page = book.active
    page.append(["PHỤ LỤC"])
    for row in (HEADS, *ROWS):
        page.append([int(cell) if cell.isdigit() else cell for cell in row])
    page["B4"] = None
    page.merge_cells("B3:B4")
    book.save(file)
    return file


def plain(file: Path, separator: str) -> Path:
    """The same as text with separators."""
    file.write_text("\n".join(separator.join(row) for row in (HEADS, *(_quoted(r) for r in ROWS))), encoding="utf-8")
    return file


def _quoted(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f'"{cell}"' if ";" in cell else cell for cell in row)


def test_every_kind_of_file_gives_the_same_rows(tmp_path: Path) -> None:
    """Columns in another order, the unit in a column of its own: DOCX, XLSX, CSV and pasted tables agree."""
    files = [word(tmp_path / "a.docx"), sheet(tmp_path / "a.xlsx"), plain(tmp_path / "a.csv", ";")]
    files.append(plain(tmp_path / "a.txt", "\t"))
    for file in files:
        assert told(printed(file, ())) == EXPECTED, file.name


def test_a_row_that_a_page_break_cut_goes_on(tmp_path: Path) -> None:
    """Without a number, beginning with a small letter, it belongs to the row above."""
    cut = (*ROWS[:2], ("", "", "", "và lập danh sách", "", "- Vụ B"), ROWS[2])
    found = told(printed(word(tmp_path / "a.docx", cut), ()))
    assert found[1] == ("Vụ A", "Trước ngày 15 hằng tháng", "Báo cáo số liệu và lập danh sách", ["Vụ B"])
    assert len(found) == 3


def test_a_cell_tells_its_place(tmp_path: Path) -> None:
    """File, table or sheet, and row, so that it is found again."""
    assert printed(word(tmp_path / "a.docx"), ()).rows[1].place == "a.docx: bảng 2, hàng 3"
    assert printed(sheet(tmp_path / "a.xlsx"), ()).rows[1].place == "a.xlsx: Sheet!4"
    assert printed(plain(tmp_path / "a.csv", ";"), ()).rows[1].place == "a.csv:3"


def packed(file: Path, parts: dict[str, str | bytes], mode: int = 0) -> Path:
    """An archive of these parts."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return file


def lying(file: Path) -> Path:
    """An archive whose directory says that a part is small: the true size stands nowhere."""
    packed(file, {DOCUMENT: "<a>" + "x" * 3_000_000 + "</a>"})
    raw = bytearray(file.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (100).to_bytes(4, "little")
    file.write_bytes(bytes(raw))
    return file


def nested(depth: int) -> str:
    """Elements in elements."""
    return "<a>" * depth + "</a>" * depth


EXTERNAL = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://x/attachedTemplate" Target="http://example.vn/m.dotm" TargetMode="External"/></Relationships>'
)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
CELLS = f"<document><tbl><tr>{'<tc/>' * 100_100}</tr></tbl></document>"
TRACKED = f'<w:document {W}><w:tbl><w:tr><w:tc><w:p><w:ins w:id="1"/></w:p></w:tc></w:tr></w:tbl></w:document>'


def hostile(folder: Path) -> dict[Path, str]:
    """Files that were made to harm, and what their refusal speaks of."""
    found = {
        packed(folder / "bomb.docx", {DOCUMENT: "x" * 30_000_000}): "too tightly",
        packed(folder / "much.docx", {f"{n}.bin": "y" * 900_000 for n in range(80)}): "unpack to very much",
        packed(folder / "parts.docx", {f"p{n}": "" for n in range(1_200)}): "unpack to very much",
        packed(folder / "dtd.docx", {DOCUMENT: BOMB}): "document type",
        packed(folder / "deep.docx", {DOCUMENT: nested(5_000)}): "too deep",
        packed(folder / "outside.docx", {"../../etc/passwd": "x"}): "outside",
        packed(folder / "absolute.docx", {"/etc/passwd": "x"}): "outside",
        packed(folder / "backslash.docx", {"..\\x": "x"}): "outside",
        packed(folder / "inner-link.docx", {DOCUMENT: "x"}, stat.S_IFLNK | 0o777): "outside",
        packed(folder / "template.docx", {"word/_rels/settings.xml.rels": EXTERNAL}): "leads outside",
        packed(folder / "macro.docx", {"word/vbaProject.bin": "x"}): "macros",
        packed(folder / "cells.docx", {DOCUMENT: CELLS}): "oo many cells",
        packed(folder / "tracked.docx", {DOCUMENT: TRACKED}): "accepted",
        packed(folder / "empty.docx", {"a": ""}): "missing",
        lying(folder / "lying.docx"): "sizes",
    }
    locked = packed(folder / "locked.docx", {DOCUMENT: "<a/>"})
    raw = bytearray(locked.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    locked.write_bytes(bytes(raw))
    found[locked] = "ncrypted"
    found |= {_wrote(folder, name, content): why for name, content, why in _PLAIN}
    (folder / "link.txt").symlink_to(folder / "bidi.txt")
    found[folder / "link.txt"] = "link"
    found[_formula(folder / "formula.xlsx")] = "formula"
    found[_hidden(folder / "hidden.xlsx")] = "hidden"
    return found


_HEADING = "TT;Nội dung;Thời gian;Hình thức\n"
_PLAIN: tuple[tuple[str, bytes, str], ...] = (
    ("old.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ncrypted"),
    ("no-zip.xlsx", b"hello", "amaged"),
    ("formula.csv", f'{_HEADING}1;"=HYPERLINK(""http://example.vn"")";Quý I;Tin\n'.encode(), "formula"),
    ("dde.csv", f"{_HEADING}1;+cmd|' /C calc'!A0;Quý I;Tin\n".encode(), "formula"),
    ("nul.csv", f"{_HEADING}1;a\0b;Quý I;Tin\n".encode(), "U+0000"),
    ("quotes.csv", f'{_HEADING}1;"a;Quý I;Tin\n'.encode(), "ot CSV"),
    ("wide.csv", (";".join(["a"] * 90) + "\n").encode(), "columns"),
    ("latin.txt", b"N\xf4\xf2i dung", "UTF-8"),
    ("bidi.txt", "TT Nội dung Thời gian Hình thức\n1 Báo\u202ecáo\n".encode(), "invisible"),
    ("none.txt", "Không có bảng nào ở đây.\n".encode(), "names the columns"),
    ("large.txt", b"a\n" * 6_000_000, "arger than"),
    ("line.txt", b"a" * 100_000, "too long"),
    (
        "items.csv",
        (_HEADING + "\n".join(f"{n};Việc {n};Quý I;Vụ Mẫu số {n} thuộc Bộ Mậu" for n in range(1_900))).encode(),
        "different items",
    ),
    (
        "bullets.txt",
        ("TT Nội dung Thời gian Hình thức\n1 A\n" + ("- a b c " * 300 + "\n- a b c\n") * 200).encode(),
        "taken",
    ),
    ("kind.pdf", b"%PDF", "kind"),
)


def _wrote(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _formula(file: Path) -> Path:
    book = Workbook()
    book.active.append(list(HEADS))
    book.active.append(["1", "Vụ A", "=TODAY()", "a", "b", "c"])
    book.save(file)
    return file


def _hidden(file: Path) -> Path:
    book = Workbook()
    book.create_sheet("ẩn").sheet_state = "hidden"
    book.save(file)
    return file


_LIMITED = """
    import resource, sys
    from pathlib import Path
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    from dondoc.documents.annexes import printed
    from dondoc.domain.annex.drafting import Register, draft
    from dondoc.domain.errors import Invalid
    bodies = tuple((f"vu-{n}", f"Vụ Mẫu số {n} thuộc Bộ Mẫu") for n in range(400))
    for name in sys.argv[1:]:
        try:
            draft(printed(Path(name), ()), Register(bodies), 2024)
        except Invalid as refusal:
            print(name, bool(refusal.vi and refusal.place and refusal.cure), refusal.en, sep="\\t")
        else:
            print(name, "taken", sep="\\t")
"""


def test_hostile_files_are_refused_whole_within_20_seconds_and_a_gibibyte(tmp_path: Path) -> None:
    """All in one process with these limits; a refusal tells place and cure in both languages. One is only laborious."""
    corpus = hostile(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    command = [sys.executable, "-c", textwrap.dedent(_LIMITED), *map(str, corpus)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True, cwd=tmp_path)
    said = dict(line.split("\t", 1) for line in run.stdout.splitlines())
    wrong = {
        f.name: said[str(f)]
        for f, why in corpus.items()
        if why not in said[str(f)] or not said[str(f)].startswith(("True", "taken"))
    }
    assert wrong == {}
    assert {path.name for path in tmp_path.iterdir()} == before  # nothing was unpacked


def test_a_link_in_the_text_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """Word makes a relation to the outside of every web address; it is never followed."""
    file = word(tmp_path / "a.docx")
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/_rels/extra.xml.rels"] = EXTERNAL.replace("attachedTemplate", "hyperlink").encode()
    assert told(printed(packed(tmp_path / "b.docx", parts), ())) == EXPECTED


def test_a_table_without_headings_is_no_annex(tmp_path: Path) -> None:
    """Nothing is guessed where the columns are not named."""
    document = Document()
    document.add_table(2, 3)
    raw = io.BytesIO()
    document.save(raw)
    (tmp_path / "a.docx").write_bytes(raw.getvalue())
    with pytest.raises(Invalid, match="names the columns"):
        printed(tmp_path / "a.docx", ())
