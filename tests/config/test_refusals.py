"""Wrong configuration is refused at its line, with what is wrong in two languages and what to write; nothing is loaded.

Each case spoils one line of a copy of the shipped configuration: file, where to begin, old, new; then what the answer
must say, and its cure.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc import Dondoc, Settings
from dondoc.domain.errors import ConfigInvalid, Invalid

A184, PAR, UNITS, OFFICES, LADDERS = "plans/184.yaml", "plans/par.yaml", "units.yaml", "offices.yaml", "reminders.yaml"
REQUEST = "procedures/information-request.yaml"
QUESTION = "procedures/press-question.yaml"
CASE, PRESS, CAL = "procedures/live-answer.yaml", "procedures/press-information.yaml", "calendars/2025.yaml"
ROW, DUTY, BODY, GROUP = 'id: "3.3"', "id: press-conference", "- id: thanh-tra-bo", "- id: row-units"
RHYTHM, WINDOW = "{kind: every, period: quarter}", "{month: 2024-12}"
UNIT, FORMS = "unit: vu-to-chuc-bien-che", "[thong-tin-bao-chi]"
REGISTERS, TERMS, BOOK = "registers.yaml", "vocabularies.yaml", "id: publications"
LOST = "- {id: lost, name: Lost, en: lost, outcome: done}\n    "
SILENT = "id: im-lang\n    grains: [day]\n"
DOOR = "doors: [{id: cong, name: Cổng, en: Portal, person: cong, office: %s, duties: [184.feedbacks]}]"
# fmt: off
CASES = {
    # a name that leads nowhere
    "register of no fact": (REGISTERS, BOOK, "[communication.p", "[communications.p", "no fact", "Did you"),
    "section of none": (REGISTERS, "id: conferences\n", "[conferences,", "[conference,", "no register", "mean conf"),
    "column of no field": (REGISTERS, BOOK, "field: kind", "field: kinds", "no field of that fact", "mean kind"),
    "flag of no column": (REGISTERS, BOOK, "lacks: [link]", "lacks: [links]", "no column", "mean link"),
    "wait from no column": (REGISTERS, "waits:", "from: prepared", "from: prepare", "no column", "mean prepared"),
    "every of no duty": (REGISTERS, BOOK, "duty: 184.columns", "duty: 184.column", "no duty", "Did you mean"),
    "every of no words": (REGISTERS, BOOK, "vocabulary: areas", "vocabulary: area", "no vocabulary", "mean areas"),
    "register of no clause": (REGISTERS, BOOK, "II.2.b,", "II.2.z,", "no clause", "Did you mean"),
    "public of no column": (REGISTERS, BOOK, "[day, subject", "[day, subjects", "no column", "mean subject"),
    "public of a field": (REGISTERS, BOOK, "public: [day,", "public: [themes,", "is not public", "allow the"),
    "field of no fact": ("public.yaml", "fields:", "bulletin.p", "bulletins.p", "no fact", "Did you mean"),
    "public field of none": ("public.yaml", "fields:", "[subject,", "[subjects,", "no field", "mean subject"),
    "count of no fact": ("public.yaml", "counts:", "[feedback.rec", "[feedbacks.rec", "no fact", "Did you mean"),
    "door of no office": ("doors.yaml", "doors:", "doors: []", DOOR % "trung-tam-thong-tin/x", "no office", ""),
    "door of the engine": ("doors.yaml", "doors:", "doors: []", DOOR % "dondoc/engine", "no office", ""),
    "door of no duty": ("doors.yaml", "doors:", "doors: []", DOOR % "van-phong-bo/van-thu", "no duty whose", "Did you"),
    "a flag of nothing": (REGISTERS, BOOK, ", lacks: [link]", "", "has no condition", "Write has"),
    "members of no field": (REGISTERS, "id: attendance", "per: attended", "per: attend", "no field", "attended"),
    "left out for no flag": (REGISTERS, "leaves_out:", "[no-proof", "[no-prof", "no flag of this", "mean no-proof"),
    "flag of no term": (REGISTERS, "id: no-file", "[video-clip", "[video-clips", "no term", "mean video-clip"),
    "every of no term": (REGISTERS, "id: partner-products", "[an-pham, tin", "[an-pham, tinh", "no term", "Did you"),
    "repeats no column": (REGISTERS, "id: doubled", "[series, volume", "[series, volumes", "no column", "mean volume"),
    "every of nothing": (REGISTERS, "by: issue, seen", ", seen: true", "", "which values 'issue'", "seen: true"),
    "values of no field": (REGISTERS, "id: readers\n", "field: recipients", "field: recipient", "no field", "recip"),
    "a sum of nothing": (REGISTERS, "id: broadcasts", ", field: minutes", "", "the sum of no field", "Write"),
    "terms of no plan": (TERMS, "id: themes.184", 'themes: "184"', 'themes: "185"', "no plan", "mean 184"),
    "a term of no body": (TERMS, "id: vtv", "body: dai-truyen", "body: dai-tuyen", "no body", "Did you mean"),
    "a term within none": (TERMS, "id: doanh-nghiep", "within: nhan-dan", "within: nhan", "no term", "Did you"),
    "a term twice": (TERMS, "id: vov", "id: vov", "id: vtv", "stands twice in the family", "another id"),
    "unknown unit": (A184, ROW, UNIT, "unit: vu-bien-che", "no unit", "Did you mean"),
    "unknown form": (A184, ROW, "thong-tin-bao-chi", "thong-tin-bao", "no form", "mean thong-tin-bao-chi"),
    "unknown coordinator": (A184, ROW, "- don-vi-lien-quan", "- don-vi", "no coordinator", "Did you mean"),
    "unknown owner": (A184, "plan:", "owner: van-phong-bo", "owner: van-phong", "no body", "mean van-phong-bo"),
    "unknown clause": (A184, DUTY, "II.2.c", "II.2.k", "no clause", "Did you mean"),
    "unknown document": (A184, "plan:", ": qd-184-bnv-2024", ": qd-185-bnv-2024", "no document", "qd-184-bnv-2024"),
    "unknown basis": (A184, "plan:", "nd-63-2022-nd-cp", "nd-63-2020", "no document", "mean nd-63-2022-nd-cp"),
    "unknown procedure": (A184, DUTY, "procedure: press-con", "procedure: pres-con", "no procedure", "mean press-con"),
    "unknown act": (A184, 'id: "4.2"', "nd-tien-luong-moi", "nd-tien-luong", "no act", "mean nd-tien-luong-moi"),
    "unknown row": (A184, 'id: "4.3"', 'depends: ["4.2"]', 'depends: ["4.9"]', "no row", "Did you mean"),
    "unknown fact": (CASE, "id: answer,", ".answer-given", ".answered", "no fact of a step", "Did you mean"),
    "fact of another kind": (PAR, "kind: quota", ": bulletin.", ": report.", "no activity", "mean bulletin.published"),
    "unknown role": (CASE, "id: answer,", "registrar", "registrer", "no role", "mean registrar"),
    "unknown field": (CASE, "id: answer,", "answer-given}", "answer-given, needs: [topic]}", "no field", ""),
    "unknown proof": (PRESS, "id: hold-event", "hoi-nghi-hoi-thao", "hoi-nghi", "no form", "or hoi-nghi-hoi-thao"),
    "unknown office": (OFFICES, "roles:", "bo/duyet-thong-tin", "bo/duyet", "no office", "or van-phong-bo/duyet"),
    "unknown member": (UNITS, GROUP, "- thanh-tra-bo", "- thanh-tra", "no body or group", "mean thanh-tra-bo"),
    "unknown post": (LADDERS, "id: truoc-3", "[dau-moi]", "[dau-mo]", "no office or post", "mean dau-moi"),
    "unknown post after a pause": (LADDERS, "pause:", "[dau-moi]", "[dau-mo]", "no office or post", "mean dau-moi"),
    "hours that end early": (LADDERS, "hours:", "17:00", "07:00", "end before they begin", "17:00"),
    "a budget of none": (LADDERS, "budget:", "week: 3", "week: 0", "less than 1", ""),
    "unknown state": (CASE, "id: answer,", "to: answered", "to: replied", "unknown state 'replied'", "List it"),
    "undecided day": (CAL, "days:", "blld-2019-112", "blld-2019", "no document", "mean blld-2019-112"),
    "unknown parent": (UNITS, BODY, "parent: bo-noi-vu", "parent: bo-noi", "no body", "bo-noi-vu"),
    "unknown successor": (UNITS, "id: bo-xay-dung", "successor: ", "successor: x-", "no body", ""),
    "unknown end": (UNITS, "abolished:", "nq-176-2025-qh15", "nq-176", "no document", "mean nq-176-2025-qh15"),
    "unknown name": (UNITS, "basis:", "basis: nq", "basis: qn", "no document", "Did you mean"),
    "unknown body of an office": (OFFICES, "\noffices:", "bo-noi-vu/bo-truong", "bo-noi/bo-truong", "no body", ""),
    "unknown group of a post": (OFFICES, "posts:", "par-reporters", "par-reporter", "no body or group", "par-"),
    "unknown office of a holder": (OFFICES, "holdings", "[]", "[{office: vu-x/y, person: an}]", "no office", ""),
    "unknown duty to ask under": (A184, "asks:", "input: 184.conference-material", "input: 184.x", "no duty", "184."),
    "asks nobody": (A184, "asks:", "press-follow-up: 184", "report: 184", "no procedure that its steps ask", ""),
    "unknown column of a rate": ("registers.yaml", "rates:", "among: told", "among: tell", "no column", "told"),
    "unknown field to narrow by": ("registers.yaml", "only:", "serves:", "server:", "no field", "serves"),
    "task of a fact": ("registers.yaml", "id: press-figures", "field: what", "task: subject", "asks a task", "of:"),
    "unknown theme": (A184, "themes:", "clause: II.1-1", "clause: II.1-99", "no clause", "Did you mean"),
    "unknown body of a wording": (A184, "coordinators:", "[van-phong-bo]", "[van-phong]", "no body or", "van-phong-bo"),
    "unknown source": (PRESS, "procedure:", "qd-678-qd-bnv-2019", "qd-678", "no document", "mean qd-678-qd-bnv-2019"),
    "unknown law": ("rules.yaml", "rules:", "nd-09-2017-nd-cp", "nd-09-2017", "no document", "nd-09-2017-nd-cp"),
    "two laws at once": ("rules.yaml", "to: 2026", "from: 2026-07-01", "from: 2026-06-30", "hold on 2026-06-30", "End"),
    # circles and ids
    "group in itself": (UNITS, GROUP, "- thanh-tra-bo", "- row-units", "contains itself", "Break the circle"),
    "body above itself": (UNITS, BODY, "parent: bo-noi-vu", "parent: thanh-tra-bo", "lies above itself", "Break"),
    "id twice": (A184, ROW, 'id: "3.3"', 'id: "3.2"', "stands twice", "another id"),
    "id twice, folded": (A184, "- id: IV.1-2", "IV.1-2", "iv.1-1", "twice (as 'IV.1-1')", "another id"),
    "row and duty": (A184, DUTY, "press-conference", "3.3", "is the id of a row too", "another id"),
    "ladder twice": (LADDERS, "id: theo-thang", "id: theo-thang", "id: theo-tuan", "stands twice", "another id"),
    "rung twice": (LADDERS, "id: tieu-chuan", "id: truoc-3", "id: truoc-10", "Two rungs", "another id"),
    "state twice": (CASE, "states:", "id: answered", "id: asked", "two states", "another id"),
    "step twice": (CASE, "steps:", "id: cancel,", "id: answer,", "two steps", "another id"),
    "post twice": (OFFICES, "posts:", "id: dau-moi", "id: thu-truong", "stands twice", "another id"),
    "group and body": (UNITS, "groups:", "id: to-chuc-doan-the", "id: thanh-tra-bo", "a body as well", "another id"),
    "id with capitals": (UNITS, BODY, "thanh-tra-bo", "Thanh-tra-bo", "is not an id", "small letters"),
    # keys and values
    "misspelt key": (A184, ROW, "window:", "windw:", "the key 'windw' is not known", "Did you mean window?"),
    "misspelt inner key": (A184, DUTY, "period: quarter", "perod: quarter", "the key 'perod'", "mean period?"),
    "unknown key": (A184, DUTY, RHYTHM, "{kind: on-demand, colour: red}", "the key 'colour'", "known here: kind"),
    "no value": (A184, ROW, UNIT, "unit:", "there is no value", "Write it"),
    "number for text": (A184, ROW, "Báo cáo tổng kết 20 năm cơ cấu Chính phủ", "20", "20 is no text", "quotes"),
    "text for number": (A184, ROW, "no: 3", "no: ba", "'ba' is no whole number", "whole number"),
    "number too small": (A184, ROW, "no: 3", "no: 0", "less than 1", "larger"),
    "text for list": (A184, ROW, FORMS, "thong-tin-bao-chi", "is no list", "[a, b]"),
    "empty list": (A184, ROW, FORMS, "[]", "fewer than 1", "Add"),
    "text for keys": (A184, ROW, WINDOW, "2024-12", "has no keys", "key: value"),
    "unknown word": (CAL, "days:", '"off"', "closed", "none of 'off' or 'work'", "one of these"),
    "hidden character": (UNITS, BODY, "Thanh tra", "Thanh\u200b tra", "an invisible character", "Delete it"),
    # times and rhythms
    "30 February": (A184, "plan:", "2024-03-18", "2024-02-30", "no day of the calendar", "2024-03-18"),
    "30 February of a plan year": (PAR, "schedule:", "0/03-14", "0/02-30", "not a day", "0/03-20"),
    "month 13": (A184, ROW, "month: 2024-12", "month: 2024-13", "no period '2024-13'", "month 2024-03"),
    "two kinds of time": (A184, ROW, WINDOW, "{month: 2024-12, year: 2024}", "exactly one of", "Write for"),
    "no kind of time": (A184, ROW, WINDOW, "{}", "exactly one of", "Write for"),
    "another kind of time": (A184, ROW, WINDOW, "{month: 2024-Q4}", "is a quarter, not a month", "its own kind"),
    "time backwards": (A184, ROW, WINDOW, "{from: 2024-12-31, to: 2024-12-01}", "before it starts", "earlier day"),
    "unknown rhythm": (A184, DUTY, "kind: every", "kind: weekly", "none of 'once', 'every'", "one of these"),
    "no rhythm": (A184, DUTY, RHYTHM, "{period: quarter}", "has no 'kind'", "kind: every"),
    "half a rhythm": (A184, DUTY, RHYTHM, "{kind: every}", "either period", "quarter"),
    "nobody owes it": (A184, DUTY, "bodies: [van-phong-bo]", "bodies: []", "Nobody owes", "open: true"),
    # what leads nowhere when it is followed
    "ladder that falls": (LADDERS, "id: tieu-chuan", "before: 3", "before: 12", "does not lie above", "by day"),
    "rung of half a day": (LADDERS, "id: tieu-chuan", "before: 10", "passed: 50", "only clocks", "limits: [hours]"),
    "ladder for nothing": (LADDERS, "ladders:", "id: im-lang\n", SILENT, "No duty is urged", "delete"),
    "ladder of no limit": (LADDERS, "id: im-lang", "[silence]", "[silent]", "none of 'due'", "one of these"),
    "silence of no day": (PAR, "id: reform-website", "silence: 14", "silence: 0", "less than 1", "larger"),
    "rung on two sides": (LADDERS, "id: tieu-chuan", "before: 3", "before: 3, after: 2", "either before", "before: 3"),
    "dead end": (REQUEST, "id: refused,", ", outcome: done", "", "no step leads", "Add a step"),
    "lost state": (CASE, "states:", "- {id: answered", f"{LOST}- {{id: answered", "cannot be reached", "Add a step"),
    "clock without a moment": (QUESTION, "clocks:", "at: received_at, ", "", "runs in hours", "received_at"),
    "clock under no rule": (QUESTION, "clocks:", "press.adhoc", "press.nope", "no rule 'press.nope'", "press.adhoc"),
    "clock of no field": (QUESTION, "clocks:", "at: received_at", "at: received", "no field", "received_at"),
    "inputs by no procedure": (QUESTION, "steps:", "asks: input", "asks: inputt", "no procedure", "input"),
    "intake not first": (QUESTION, "intake", "intake: receive", "intake: clear", "no step that can", "from 'new'"),
    "gap within a year": (CAL, "decided:", "2025-12-31", "2025-06-30", "days are left open", "2025-12-31"),
    "year under another name": (CAL, "calendar:", "year: 2025", "year: 2027", "is called 2025.yaml", "agree"),
    "day of another year": (CAL, "days:", "2025-01-01", "2024-01-01", "does not lie in 2025", "its year"),
    "day twice": (CAL, "days:", "2025-01-28", "2025-01-27", "stands twice", "Delete one"),
    "another weekend": (CAL, "calendar:", "[saturday, sunday]", "[sunday]", "weekend differs", "same weekend"),
}
# fmt: on


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_refused_at_its_line_in_two_languages_with_what_to_write(
    case: tuple[str, ...], spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """The first finding is the spoilt line, and no finding speaks in the words of a library."""
    *line, said, cure = case
    place = spoil(*line)
    found = findings()
    assert found[0].place == place
    assert said in found[0].en
    assert cure in found[0].cure
    for finding in found:
        assert finding.vi not in {"", Invalid.default_vi, ConfigInvalid.default_vi}
        assert finding.en.endswith(".")
        assert finding.cure
        assert "Input should" not in finding.en
        assert "Value error" not in finding.en


def test_a_circle_of_groups_is_reported_at_each_of_its_links(
    spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """Which link is the wrong one only people know: all are named, and the missing offices are not blamed on it."""
    closing = spoil("units.yaml", "- id: row-units", "- thanh-tra-bo", "- moha-units")
    found = findings()
    assert closing in {each.place for each in found}
    assert all("contains itself" in each.en for each in found)
    assert len(found) == 2


def test_a_circle_of_parents_is_reported_at_each_of_its_links(
    spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """Bodies below the circle are not blamed for it."""
    closing = spoil("units.yaml", "- id: bo-noi-vu", "parent: null", "parent: van-phong-bo")
    found = findings()
    assert closing in {each.place for each in found}
    assert len(found) == 2


def test_a_register_stands_in_just_one_section(
    spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """One that stands in two is told at the second place; one that stands in none at the register itself."""
    spoil(REGISTERS, "id: publishing", "[publications, broadcasts,", "[broadcasts, conferences,")
    found = findings()
    assert [each.en for each in found] == [
        "There is no register that no section has yet 'conferences'.",
        "The register 'publications' stands in no section.",
    ]
    assert found[0].place != found[1].place


def test_a_missing_calendar_is_a_gap(folder: Path, findings: Callable[[], list[Invalid]]) -> None:
    """The year after the gap says which file to add: days are never counted over undecided years."""
    (folder / "calendars/2025.yaml").unlink()
    (found,) = findings()
    assert found.place == f"{folder / 'calendars/2026.yaml'}:4"
    assert "no calendar of 2025" in found.en
    assert "calendars/2025.yaml" in found.cure


def test_without_any_calendar_nothing_is_loaded(folder: Path, findings: Callable[[], list[Invalid]]) -> None:
    """A working day cannot be counted on a guess."""
    for file in (folder / "calendars").iterdir():
        file.unlink()
    (found,) = findings()
    assert found.place == str(folder / "calendars")


@pytest.mark.parametrize(
    ("file", "copy", "said"),
    [
        ("procedures/live-answer.yaml", "procedures/live-answer-again.yaml", "stands twice in version 1"),
        ("plans/184.yaml", "plans/184-again.yaml", "'184' stands in two plans"),
    ],
)
def test_a_file_that_was_copied_is_refused(
    folder: Path, findings: Callable[[], list[Invalid]], file: str, copy: str, said: str
) -> None:
    """Original and copy are both named, at the line of the id that they share."""
    (folder / copy).write_text((folder / file).read_text(encoding="utf-8"), encoding="utf-8")
    places = [each.place.rpartition(":")[0] for each in findings() if said in each.en]
    assert sorted(places) == sorted([str(folder / copy), str(folder / file)])


def test_a_swapped_day_without_its_other_half_is_refused(
    spoil: Callable[..., str], findings: Callable[[], list[Invalid]]
) -> None:
    """The spoilt day is reported, and the day that it no longer answers."""
    place = spoil("calendars/2025.yaml", "day: 2025-04-26", "swap: 2025-05-02", "swap: 2025-05-03")
    found = findings()
    assert found[0].place == place
    assert [each.en.split()[0] for each in found] == ["2025-04-26", "2025-05-02"]


def test_a_missing_file_is_named(folder: Path, findings: Callable[[], list[Invalid]]) -> None:
    """The file that should be there is the place."""
    (folder / "reminders.yaml").unlink()
    (found,) = findings()
    assert found.place == f"{folder / 'reminders.yaml'}:1"
    assert "missing" in found.en


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file_is_refused(folder: Path, findings: Callable[[], list[Invalid]], text: str) -> None:
    """A file that was cut short is not a file that asks for nothing."""
    (folder / "units.yaml").write_text(text, encoding="utf-8")
    (found,) = findings()
    assert found.place == f"{folder / 'units.yaml'}:1"
    assert "empty" in found.en


@pytest.mark.parametrize("name", ["plans/185.yml", "unit.yaml", "plans/old/184.yaml", "calendar/2027.yaml"])
def test_a_file_that_nothing_reads_is_refused(folder: Path, findings: Callable[[], list[Invalid]], name: str) -> None:
    """A misnamed file would otherwise be left out without a word."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("a: b\n", encoding="utf-8")
    (found,) = findings()
    assert found.place == f"{folder / name}:1"
    assert "Nothing reads" in found.en


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """The cure says how to name another."""
    with pytest.raises(ConfigInvalid, match="no configuration folder") as refused:
        Dondoc.create(Settings(db=f"sqlite:///{tmp_path / 'd.db'}", config=tmp_path / "nowhere"))
    assert "--config" in refused.value.cure


def test_all_mistakes_are_told_at_once(spoil: Callable[..., str], findings: Callable[[], list[Invalid]]) -> None:
    """Whoever mends a configuration sees every file's mistakes in one go."""
    places = {
        spoil("units.yaml", "- id: thanh-tra-bo", "kind: unit", "kind: units"),
        spoil(A184, ROW, "no: 3", "no: ba"),
        spoil("procedures/live-answer.yaml", "id: answer,", "to: answered", "to: replied"),
    }
    assert {each.place for each in findings()} == places


def test_nothing_is_loaded_from_a_wrong_configuration(folder: Path, tmp_path: Path, spoil: Callable[..., str]) -> None:
    """One wrong line in one file, and there is no catalogue, no `Dondoc` and not even a database."""
    spoil(A184, ROW, "month: 2024-12", "month: 2024-13")
    database = tmp_path / "dondoc.db"
    with pytest.raises(ConfigInvalid):
        Dondoc.create(Settings(db=f"sqlite:///{database}", config=folder))
    assert not database.exists()
