"""Plans come in as the offices send them: scanned text, tables of Word; doubtful cells wait for a person."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from dondoc.config.reading import read_catalogue
from dondoc.config.source import read as read_yaml
from dondoc.domain.annex import printed_time
from dondoc.domain.annex.cells import Column, Draft
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.interfaces.drafts import read_file

ROOT = Path(__file__).parents[1]
SCANNED = ROOT / "config" / "annex_184_scanned.txt"
GOLDEN = json.loads((ROOT / "config" / "annex_184.json").read_text(encoding="utf-8"))
HEADS = ("TT", "Nội dung tuyên truyền", "Hình thức thực hiện", "Thời gian", "Đơn vị phối hợp", "Ghi chú")
WHO = ("--actor", "minh-hoa-chi", "--office", "van-phong-bo/dau-moi")


@pytest.fixture(scope="module")
def scanned(shipped: Catalogue) -> Draft:
    """The annex of Decision 184 as it was scanned, read as if this plan had never been entered."""
    return read_file(SCANNED, shipped, "184", 2024).draft


def expected(row: dict[str, Any]) -> dict[Column, Any]:
    """The cells of a row as people read them."""
    return {
        Column.NO: row["id"].split(".")[1],
        Column.CONTENT: row["content"],
        Column.FORMS: tuple(row["forms"]),
        Column.TIME: row["time_text"],
        Column.COORDINATING: tuple(row["coordinating"]),
    }


def test_the_scanned_annex_comes_in_whole_and_no_wrong_cell_is_without_a_doubt(scanned: Draft) -> None:
    """58 rows of five cells: 239 right, 43 right but flagged, 8 wrong and flagged, none wrong and not flagged."""
    assert [row.id for row in scanned.rows] == [row["id"] for row in GOLDEN]
    counts: Counter[str] = Counter()
    unseen = []
    for row, golden in zip(scanned.rows, GOLDEN, strict=True):
        for column, said in expected(golden).items():
            cell = row.cells[column]
            right, flagged = cell.value == said, bool(cell.doubts)
            counts[f"{'right' if right else 'wrong'}{', flagged' if flagged else ''}"] += 1
            if not right and not flagged:
                unseen.append((row.id, column, cell.value))
    assert unseen == []
    assert counts == {"right": 239, "right, flagged": 43, "wrong, flagged": 8}


def test_the_scanned_units_are_found_in_the_register(scanned: Draft) -> None:
    """19 headings, damaged as they are; where a letter differs ("ỌUÓC GIA") the finding is a proposal."""
    units = {unit.no: unit.cell for unit in scanned.units}
    assert [units[row.unit].value for row in scanned.rows] == [row["unit"] for row in GOLDEN]
    assert [no for no, cell in units.items() if cell.doubts] == [19]


def test_the_scanned_times_are_the_windows_of_the_plan(scanned: Draft, shipped: Catalogue) -> None:
    """No false day: read from the draft, each time is the window that was configured by hand, but for the act's id."""
    for row, golden in zip(scanned.rows, shipped.plan("184").rows, strict=True):
        read = printed_time.read(str(row.cells[Column.TIME].value), 2024)
        assert read is not None, row.id
        window = golden.window.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        kept = {key: "" if key in {"around", "after"} else value for key, value in window.items()}
        assert {key: str(value) if key == "year" else value for key, value in (read.window or {}).items()} == kept, (
            row.id
        )
        assert bool(read.kind) == bool(golden.window.act), row.id


def test_every_doubt_says_why_in_both_languages_and_where(scanned: Draft) -> None:
    """Whoever settles it finds the line of the scan."""
    for row, column, cell in scanned.doubtful():
        assert cell.place.startswith("annex_184_scanned.txt:") or column is Column.UNIT, row
        assert all(doubt.vi and doubt.en for doubt in cell.doubts)


@pytest.fixture(scope="module")
def table(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annex as a clean table of Word: headings of units across all columns, items with dashes."""
    document = Document()
    document.add_paragraph("PHỤ LỤC")
    sheet = document.add_table(1, len(HEADS))
    for cell, text in zip(sheet.rows[0].cells, HEADS, strict=True):
        cell.text = text
    unit, number = "", 0
    for row in GOLDEN:
        if row["unit"] != unit:
            unit, number = row["unit"], number + 1
            cells = sheet.add_row().cells
            cells[0].merge(cells[-1]).text = f"{number}. {shipped.bodies[unit].names[0].name.upper()}"
        said = (row["id"].split(".")[1], row["content"], _dashed(row["forms"]), row["time_text"])
        for cell, text in zip(sheet.add_row().cells, (*said, _dashed(row["coordinating"])), strict=False):
            cell.text = text
    file = tmp_path_factory.mktemp("annex") / "phu-luc.docx"
    document.save(str(file))
    return file


def _dashed(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def clean(draft: Draft) -> None:
    """Every cell is right, and the only doubt is a true one: a decree that the annex cites without year and symbol."""
    for row, golden in zip(draft.rows, GOLDEN, strict=True):
        assert {column: row.cells[column].value for column in expected(golden)} == expected(golden)
    assert [(row, column, [d.code for d in cell.doubts]) for row, column, cell in draft.doubtful()] == [
        ("8.8", Column.CONTENT, ["no-symbol"])
    ]


def test_a_clean_table_of_word_comes_in_without_a_flag_but_a_true_doubt(table: Path, shipped: Catalogue) -> None:
    """All 290 cells are right."""
    clean(read_file(table, shipped, "184", 2024).draft)


def test_so_does_the_table_as_libreoffice_writes_it(table: Path, shipped: Catalogue, tmp_path: Path) -> None:
    """LibreOffice opens it and writes a DOCX of its own."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice on this machine")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(table)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = [
        office,
        home,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "phu-luc.odt"),
    ]
    subprocess.run(again, check=True, capture_output=True, timeout=120)
    clean(read_file(tmp_path / "phu-luc.docx", shipped, "184", 2024).draft)


OTHER = """
PHỤ LỤC NHIỆM VỤ
STT Thời hạn hoàn thành Nhiệm vụ Hình thức thực hiện Cơ quan phối hợp
I. VỤ PHÁP CHÉ
1
Quý II/2024
Rà soát, hệ thống hóa văn bản quy phạm pháp luật về
công chức
- Báo cáo chuyên đề
- Tọa đàm, trao đổi
- Vụ Tiền lương
- Các đơn vị liên quan
2
Từ tháng 3 đến tháng 5 năm 2024
Khảo sát việc thi hành phấp luật về hội
- Báo cáo chuyên đề

- Các đơn vị liên

4
quan
II. THANH TRA BỘ
1 Tháng 13 năm 2024
Kiểm tra công vụ tại các địa phương
- Tọa đàm, trao đổi
- Vụ Tiền lượng
2
04 số/tháng
Bản tin thanh tra
- Báo cáo chuyên đề
- Vụ Tiền lương
"""


def test_an_annex_with_other_columns_and_times_comes_in_by_the_same_rules(shipped: Catalogue, tmp_path: Path) -> None:
    """The time stands before the content, an item is cut by a page number, a month is none: nothing is known of it."""
    (tmp_path / "a.txt").write_text(OTHER, encoding="utf-8")
    draft = read_file(tmp_path / "a.txt", shipped, "moi", 2024).draft
    assert [row.id for row in draft.rows] == ["1.1", "1.2", "2.1", "2.2"]
    assert [unit.cell.value for unit in draft.units] == ["vu-phap-che", "thanh-tra-bo"]
    said = {row.id: {column: cell.value for column, cell in row.cells.items()} for row in draft.rows}
    assert said["1.1"][Column.CONTENT] == "Rà soát, hệ thống hóa văn bản quy phạm pháp luật về công chức"
    assert said["1.2"][Column.COORDINATING] == ("Các đơn vị liên quan",)
    assert said["2.1"][Column.COORDINATING] == ("Vụ Tiền lương",)
    times = [printed_time.read(str(cells[Column.TIME]), 2024) for cells in said.values()]
    assert times[0] is not None
    assert times[0].window == {"quarter": "2024-Q2"}
    assert times[1] is not None
    assert times[1].window == {"months": ["2024-03", "2024-04", "2024-05"]}
    assert times[2] is None
    assert times[3] is not None
    assert times[3].rhythm == {"kind": "quota", "period": "month", "count": 4}
    doubts = {(row, column): {d.code for d in cell.doubts} for row, column, cell in draft.doubtful()}
    assert "other-word" in doubts["1.2", Column.CONTENT]
    assert "no-time" in doubts["2.1", Column.TIME]
    assert "read-as" in doubts["2.1", Column.COORDINATING]


PLAN = ("--plan", "nv", "--year", "2024")
SENT = """STT;Đơn vị chủ trì;Thời hạn;Nhiệm vụ;Hình thức;Đơn vị phối hợp
1;Vụ Pháp chế;Quý II năm 2024;Rà soát văn bản về công chức;Cung cấp thông tin cho báo chí;Vụ Tiền lương
2;Vụ Pháp chế;Sau khi ban hành Nghị định;Nghị định về hội;Cung cấp thông tin cho báo chí;Các đơn vị liên quan
1;Thanh tra Bộ;Trước ngày 15 hằng tháng;Kết quả thanh tra;Cung cấp thông tin cho báo chí;
2;Thanh tra Bộ;Thời điểm phù hợp;Kiểm tra phấp chế;Cung cấp thông tin cho báo chí;Vụ Tiền lương
"""


def test_a_draft_is_settled_accepted_and_written_as_a_plan_that_check_takes(april: Any, tmp_path: Path) -> None:
    """Read twice it is one draft; refused while a cell is doubtful; the file stands in the configuration's check."""
    file = tmp_path / "nhiem-vu.csv"
    file.write_text(SENT, encoding="utf-8")
    clock = ("--clock", "2024-04-02T08:00")
    read = april.ask("plan", "read", str(file), *PLAN, "--keep", *WHO, *clock)
    name = read["draft"]
    assert (len(read["rows"]), read["doubtful"], read["known"]) == (4, 1, False)
    assert april.ask("plan", "read", str(file), *PLAN, "--keep", *WHO, *clock)["known"]
    assert april.refused("plan", "accept", name, *WHO, *clock)["rule"] == "draft.doubtful"
    assert "cannot be read" in april.refused("plan", "settle", name, "2.2", "time", "--accept", *WHO, *clock)["en"]
    settling = ("plan", "settle", name, "2.2", "time", "--value", "Tháng 10 năm 2024", *WHO, *clock)
    assert april.ask(*settling) == {"draft": name, "doubtful": 0}
    assert april.ask(*settling) == {"draft": name, "doubtful": 0}
    accepted = april.ask("plan", "accept", name, *WHO, *clock)
    assert (accepted["added"], accepted["withdrawn"]) == (["1.1", "1.2", "2.1", "2.2"], [])
    assert [(d["id"], d["doubtful"], d["settled"], d["accepted"]) for d in april.ask("plan", "drafts")["drafts"]] == [
        (name, 1, 1, True)
    ]
    config = Path(shutil.copytree(april.config, tmp_path / "config"))
    head = ("--name", "Kế hoạch nhiệm vụ", "--en", "Plan of tasks", "--owner", "van-phong-bo")
    april.ask("plan", "write", name, str(config / "plans" / "nv.yaml"), *head, "--document", "qd-678-qd-bnv-2019")
    plan = read_catalogue(config, Registry(FACTS)).plan("nv")
    assert [(row.id, row.unit, row.window.kind) for row in plan.rows] == [
        ("1.1", "vu-phap-che", "quarter"), ("1.2", "vu-phap-che", "after"), ("2.2", "thanh-tra-bo", "month"),
    ]  # fmt: skip
    assert [(act.kind, act.id) for act in plan.acts] == [("Nghị định", "cho-1-2")]
    assert [slot.due for slot in plan.duties[0].rhythm.schedule][:2] == ["0/01-14", "0/02-14"]
    assert read_yaml(config / "plans" / "nv.yaml").data["plan"]["owner"] == "van-phong-bo"


def test_an_amended_annex_shows_what_is_new_changed_and_withdrawn(april: Any, tmp_path: Path) -> None:
    """Against the plan in force, row by row, whatever numbers the rows bear now."""
    rows = [row for row in GOLDEN if row["unit"] == "vu-hop-tac-quoc-te"]
    rows[1] = rows[1] | {"time_text": "Tháng 8 năm 2024"}
    rows[3] = rows[3] | {"content": "Tiếp đoàn công tác của Bộ Nội vụ Lào"}
    lines = ["TT\tNội dung\tHình thức\tThời gian\tĐơn vị chủ trì\tĐơn vị phối hợp"]
    lines += [
        f'{n}\t{r["content"]}\t{r["forms"][0]}\t{r["time_text"]}\tVụ Hợp tác quốc tế\t"'
        + "\n".join(r["coordinating"])
        + '"'
        for n, r in enumerate(rows, 1)
    ]
    file = tmp_path / "sua-doi.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    read = april.ask("plan", "read", str(file), "--plan", "184", "--year", "2024", "--keep", *WHO)
    shown = april.ask("plan", "draft", read["draft"])
    assert shown["added"] == ["1.4"]
    assert [(each["row"], list(each["columns"])) for each in shown["changed"]] == [("9.2", ["time"])]
    assert "9.4" in shown["withdrawn"]
    assert "9.1" not in shown["withdrawn"]


def test_a_draft_that_nobody_accepted_is_not_written(april: Any, tmp_path: Path) -> None:
    """The file appears only after the acceptance."""
    file = tmp_path / "a.csv"
    file.write_text(SENT, encoding="utf-8")
    name = april.ask("plan", "read", str(file), *PLAN, "--keep", *WHO)["draft"]
    head = ("--name", "A", "--en", "A", "--owner", "van-phong-bo", "--document", "qd-678-qd-bnv-2019")
    assert april.refused("plan", "write", name, str(tmp_path / "a.yaml"), *head)["rule"] == "draft.not-accepted"
    assert not (tmp_path / "a.yaml").exists()
