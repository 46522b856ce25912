"""Calendars must tile the years: one file a year, no gap, every swapped day with its other half, each day decided."""

from __future__ import annotations

from datetime import date

from dondoc.config.files import CalendarFile
from dondoc.config.findings import DOCUMENT, Findings
from dondoc.config.source import Path_, Source


def check(calendars: list[tuple[Source, CalendarFile]], documents: set[str], findings: Findings) -> None:
    """Report what does not fit together in the calendars, each with its source; there is at least one."""
    years = [file.calendar.year for _, file in calendars]
    misnamed = [each for each in calendars if each[0].file.stem != str(each[1].calendar.year)]
    for source, file in misnamed:
        findings.add(
            source,
            ("calendar", "year"),
            f"This file is about {file.calendar.year} but is called {source.file.name}.",
            vi=f"Tệp này nói về năm {file.calendar.year} nhưng tên là {source.file.name}.",
            cure="Make year and name agree.",
        )
    for source, file in () if misnamed else calendars:
        _year(source, file, years, calendars[0][1], findings)
        _days(source, file, documents, findings)


def _year(source: Source, file: CalendarFile, years: list[int], first: CalendarFile, findings: Findings) -> None:
    year, through = file.calendar.year, file.decided.through
    if year - 1 not in years and year != min(years):
        findings.add(
            source,
            ("calendar", "year"),
            f"There is no calendar of {year - 1}, the year before.",
            vi=f"Thiếu lịch của năm trước, {year - 1}.",
            cure=f"Add calendars/{year - 1}.yaml: the years follow one another without a gap.",
        )
    if set(file.calendar.weekend) != set(first.calendar.weekend):
        findings.add(
            source,
            ("calendar", "weekend"),
            "The weekend differs from that of the first year.",
            vi="Ngày nghỉ hằng tuần khác với năm đầu.",
            cure="Write the same weekend in every calendar.",
        )
    if through.year != year or (through != date(year, 12, 31) and year != max(years)):
        findings.add(
            source,
            ("decided", "through"),
            f"{year} is decided through {through}, so that days are left open before the next calendar.",
            vi=f"Năm {year} chỉ có quyết định đến {through}, còn ngày chưa có quyết định trước lịch kế tiếp.",
            cure=f"Write {year}-12-31; only the last year may end earlier, on a day of its own.",
        )


def _days(source: Source, file: CalendarFile, documents: set[str], findings: Findings) -> None:
    year = file.calendar.year
    swaps = {entry.day: entry.swap for entry in file.days}
    days = [entry.day for entry in file.days]
    for i, entry in enumerate(file.days):
        at: Path_ = ("days", i)
        if entry.day.year != year:
            findings.add(
                source,
                (*at, "day"),
                f"{entry.day} does not lie in {year}.",
                vi=f"{entry.day} không thuộc năm {year}.",
                cure="Move it to the file of its year.",
            )
        if days.index(entry.day) != i:
            findings.add(
                source,
                (*at, "day"),
                f"{entry.day} stands twice.",
                vi=f"{entry.day} bị trùng.",
                cure="Delete one of them.",
            )
        if entry.swap and swaps.get(entry.swap) != entry.day:
            findings.add(
                source,
                (*at, "swap"),
                f"{entry.day} is swapped with {entry.swap}, but not the other way round.",
                vi=f"{entry.day} hoán đổi với {entry.swap} nhưng ngày kia không ghi như vậy.",
                cure=f"List {entry.swap} with swap: {entry.day}.",
            )
        findings.must_exist(source, (*at, "basis"), DOCUMENT, [entry.basis], documents)
