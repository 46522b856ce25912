"""The rows of an Excel workbook's first sheet, read as a stream. What would unpack to very much is not opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dondoc.domain.errors import Invalid

MOST_UNPACKED = 100_000_000
MOST_PARTS = 500


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
