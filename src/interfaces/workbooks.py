"""Excel workbooks: the rows of a first sheet, read as a stream, and sheets of text, written. No formula goes out.

What would unpack to very much is not opened.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dondoc.domain.errors import Invalid

MOST_UNPACKED = 100_000_000
MOST_PARTS = 500
MOST_CELL = 32_767
"""The most characters that a cell holds."""
_NOT_IN_XML = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}}


def rows(file: Path, *, most_columns: int) -> Iterator[tuple[int, list[Any]]]:
    """Each row that holds something, with its number; a formula is text that begins with `=`.

    Raises:
        Invalid: it is no workbook, or would unpack to too much.
    """
    import openpyxl

    _check_size(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, row in enumerate(sheet.iter_rows(max_col=most_columns + 1, values_only=True), 1):
            if any(cell is not None for cell in row):
                yield number, [cell if not hasattr(cell, "text") else f"={cell.text}" for cell in row]
        book.close()
    except Invalid:
        raise
    except Exception as wrong:
        # The library has no error of its own for files that were made to break it.
        raise _no_workbook(file, type(wrong).__name__) from wrong


def written(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet whose cells are all text: what begins like a formula is none."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for line in (heads, *lines):
        cells = [WriteOnlyCell(sheet, said.translate(_NOT_IN_XML)[:MOST_CELL]) for said in line]
        for cell in cells:
            cell.data_type = "s"  # the library takes what begins with = for a formula
        sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _check_size(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as wrong:
        raise _no_workbook(file, "no zip archive") from wrong
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(
            f"It would unpack to more than {MOST_UNPACKED} bytes.",
            vi="Tệp giải nén ra quá lớn.",
            place=file.name,
            cure="Save the sheet as CSV UTF-8, or cut it into several files.",
        )


def _no_workbook(file: Path, why: str) -> Invalid:
    return Invalid(
        f"This is not an Excel workbook that can be read ({why}).",
        vi="Không đọc được tệp Excel này.",
        place=file.name,
        cure="Save it as .xlsx again, or as CSV UTF-8.",
    )
