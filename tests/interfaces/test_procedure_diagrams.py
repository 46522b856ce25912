"""Procedures draw themselves: every state and step once, nothing over anything else, the same facts in each form."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc import Dondoc
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.procedure import Procedure
from dondoc.interfaces.cli.main import main
from dondoc.interfaces.diagram.drawing import Drawing, drawing
from dondoc.interfaces.diagram.layers import STATE, STEP
from dondoc.interfaces.diagram.mermaid import mermaid
from dondoc.interfaces.diagram.shapes import Box
from dondoc.interfaces.diagram.svg import svg
from dondoc.testing.procedures import PRESS, procedure

CONFIG = Path(__file__).parents[2] / "config"
SHIPPED = read_catalogue(CONFIG, Registry(FACTS))
PROCEDURES = [each for key, each in SHIPPED.procedures.items() if "/" in key]
EACH = pytest.mark.parametrize("each", PROCEDURES, ids=lambda each: f"{each.id}/{each.version}")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('đ')</script> & \"x\" ]]> --> ; : %% {y} #quot; [*]"
CLEARED = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
COMPOSITE = "184.9.2:vu-hop-tac-quoc-te:2024"
Get = Callable[[str], httpx.Response]


def names(each: Procedure) -> list[str]:
    """What the states and steps are called."""
    return [named.name for named in (*each.states, *each.steps)]


def words(text: str) -> str:
    """The text without what a line break may add or take away."""
    return re.sub(r"\s", "", text)


def shown(picture: str, style: str) -> list[str]:
    """The texts of one style in a picture, as a reader sees them."""
    root = ET.fromstring(picture)  # noqa: S314  # made here
    return [words("".join(text.itertext())) for text in root.iter(f"{SVG}text") if text.get("class") == style]


def boxes(drawn: Drawing) -> dict[str, Box]:
    """Every box with a text in it: states, steps, entries of the legend."""
    return {**drawn.layout.boxes, **{f"legend {entry.kind}": entry.box for entry in drawn.legend}}


def overlapping(drawn: Drawing) -> list[tuple[str, str]]:
    """The boxes that share room."""
    return [(a, b) for (a, one), (b, other) in combinations(boxes(drawn).items(), 2) if one.overlaps(other)]


def run_through(drawn: Drawing) -> Iterator[tuple[Any, str]]:
    """Each piece of a wire that runs through a box, and the box."""
    inner = {name: Box(b.x + 0.5, b.y + 0.5, b.width - 1, b.height - 1) for name, b in boxes(drawn).items()}
    for line in drawn.layout.lines:
        for (x1, y1), (x2, y2) in pairwise(line.points):
            assert x1 == pytest.approx(x2) or y1 == pytest.approx(y2), "wires are upright or level"
            piece = Box(min(x1, x2), min(y1, y2), max(abs(x1 - x2), 0.01), max(abs(y1 - y2), 0.01))
            yield from ((line, name) for name, box in inner.items() if piece.overlaps(box))


def assert_clear(each: Procedure, drawn: Drawing) -> None:
    """Every state and step has its box; nothing lies over anything; every text fits; every step has its wires."""
    assert {*drawn.layout.boxes} == {STATE + s.id for s in each.states} | {STEP + s.id for s in each.steps}
    assert overlapping(drawn) == []
    assert list(run_through(drawn)) == []
    for node, box in drawn.layout.boxes.items():
        text = drawn.texts[node]
        assert max(label.width for label in text.labels) <= box.width
        assert sum(label.height for label in text.labels) <= box.height
    for box in boxes(drawn).values():
        assert min(box.x, box.y) >= 0
        assert box.right <= drawn.width
        assert box.bottom <= drawn.height
    reached = {line.target for line in drawn.layout.lines if line.head}
    assert reached >= {STEP + s.id for s in each.steps} | {STATE + to for s in each.steps for to in s.targets()}


@EACH
def test_every_shipped_procedure_is_drawn_clearly(each: Procedure) -> None:
    """No box lies over another, no wire runs through one, every text fits into its own."""
    assert_clear(each, drawing(each, SHIPPED, here=each.initial))


@EACH
def test_no_two_ways_of_a_shipped_procedure_run_over_each_other(each: Procedure) -> None:
    """Pieces of wires that lead to different places never lie on top of each other: one can follow each."""
    pieces = [
        (line.target, line.style, a, b)
        for line in drawing(each, SHIPPED).layout.lines
        for a, b in pairwise(line.points)
    ]
    for (target, style, (x1, y1), (x2, y2)), (other, other_style, (u1, v1), (u2, v2)) in combinations(pieces, 2):
        if (target, style) == (other, other_style):
            continue
        if x1 == x2 and u1 == u2 and abs(x1 - u1) < 3:
            assert min(max(y1, y2), max(v1, v2)) - max(min(y1, y2), min(v1, v2)) <= 0.01
        if y1 == y2 and v1 == v2 and abs(y1 - v1) < 3:
            assert min(max(x1, x2), max(u1, u2)) - max(min(x1, x2), min(u1, u2)) <= 0.01


@EACH
def test_every_shipped_procedure_fits_on_a_page(each: Procedure) -> None:
    """Upright A4 without its margins is 190 mm by 273 mm; text of 12 units then still has 6 points.

    The two longest have 4 points: on paper their table below the picture is read instead.
    """
    drawn = drawing(each, SHIPPED)
    unit = min(190 / drawn.width, 250 / drawn.height)  # millimetres; the heading takes the rest of the page
    assert 12 * unit / 25.4 * 72 >= (4 if each.id in {"matter", "policy-document"} else 6)


@EACH
def test_the_picture_holds_every_name_once_and_no_style_or_script(each: Procedure) -> None:
    """It is well-formed XML, loads nothing, and is told to those who do not see it."""
    for picture in (svg(each, SHIPPED), svg(each, SHIPPED, stylesheet=".diagram { fill: none } a > b { }")):
        assert Counter(shown(picture, "name")) == Counter(map(words, names(each)))
        root = ET.fromstring(picture)  # noqa: S314  # made here
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "g", "rect", "circle", "path", "text", "tspan"}
        keys = {key for element in root.iter() for key in element.attrib}
        assert not {key for key in keys if key.startswith("on") or "href" in key or key in {"style", "src"}}
        told = "".join(root.find(f"{SVG}desc").itertext())  # type: ignore[union-attr]  # a picture without one fails here
        assert all(name in told for name in names(each))
        labelled = (root.get("aria-labelledby") or "").split()
        assert [e.get("id") for e in root if e.tag in {f"{SVG}title", f"{SVG}desc"}] == labelled


@EACH
def test_who_may_take_a_step_and_what_ends_a_task_stand_in_the_picture(each: Procedure) -> None:
    """Roles in words, the outcome of every end, the mark of every exception, a sign for every start and stop."""
    picture = svg(each, SHIPPED)
    assert len(shown(picture, "who")) == len(each.steps)
    assert len(shown(picture, "outcome")) == sum(bool(state.outcome) for state in each.states)
    assert shown(picture, "mark") == ["!Ngoạilệ"] * sum(step.exception for step in each.steps)
    assert len(shown(picture, "timed")) == sum(len(clock.starts) + len(clock.stops) for clock in each.clocks)
    roles = {SHIPPED.roles[by].name for step in each.steps for by in step.by if by in SHIPPED.roles}
    assert all(any(words(role) in who for who in shown(picture, "who")) for role in roles)


@EACH
def test_mermaid_lists_every_state_and_every_way(each: Procedure) -> None:
    """A line for each state, one for each state that a step leaves towards each that it leads to, all ends ended."""
    text = mermaid(each, SHIPPED)
    assert text.startswith("stateDiagram-v2\n")
    for state in each.states:
        assert text.count(f'state "{_plain(state.name)}" as ') == [s.name for s in each.states].count(state.name)
    ways = sum(len(step.from_) * (2 if step.otherwise else 1) for step in each.steps)
    ends = sum(bool(state.outcome) for state in each.states)
    assert text.count(" --> ") == ways + ends + 1
    assert all(f"{_plain(step.name)} (" in text for step in each.steps)


def _plain(name: str) -> str:
    return re.sub(r"[^\w .,()/-]", lambda found: f"#{ord(found[0])};", name)


def _renamed(name: str) -> Procedure:
    return PRESS.model_copy(
        update={
            "name": name,
            "states": tuple(state.model_copy(update={"name": f"{name} {state.id}"}) for state in PRESS.states),
            "steps": tuple(step.model_copy(update={"name": f"{name} {step.id}"}) for step in PRESS.steps),
        }
    )


@pytest.mark.parametrize("name", [HOSTILE, "\x00\x08\ufffe\ud800 x", "漢字" * 30, "a" * 300, "\u202etên"])
def test_hostile_names_are_shown_and_never_obeyed(name: str) -> None:
    """Markup is text, what XML may not hold is replaced, a long word is broken, Mermaid reads no command."""
    each = _renamed(name)
    picture = svg(each, SHIPPED)
    picture.encode()
    expected = [words("".join(c if c.isprintable() else "\ufffd" for c in " ".join(n.split()))) for n in names(each)]
    assert Counter(shown(picture, "name")) == Counter(expected)
    assert "<script" not in picture
    assert_clear(each, drawing(each, SHIPPED))
    for line in mermaid(each, SHIPPED).splitlines()[2:]:
        plain = re.fullmatch(r'    (state "(?P<name>.*)" as s\w+|[\w*\[\]]+ --> [\w*\[\]]+( : (?P<label>.*))?)', line)
        assert plain, line
        said = (plain["name"] or plain["label"] or "").replace(" ", "")
        assert not re.sub(r"#\d+;|[\w.,()/-]", "", said)


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Any procedure that can be walked: a tree of states with ends, and further steps from anywhere to anywhere."""
    count = draw(st.integers(1, 7))
    states = [f"s{at}" for at in range(count)]
    name = st.text("aăâbđơưABC <>&\"'漢́", min_size=1, max_size=70).filter(lambda text: text.strip())
    exceptional = st.booleans()

    def step(leaves: list[str], to: str) -> dict[str, Any]:
        otherwise = draw(st.sampled_from([None, *states]))
        return {"name": draw(name), "from": leaves, "to": to, "otherwise": otherwise,
                "by": draw(st.lists(st.sampled_from(["lead", "spokesperson"]), min_size=1, max_size=2, unique=True)),
                "fact": "task.progress-noted", "exception": draw(exceptional)}  # fmt: skip

    ways = [([states[draw(st.integers(0, at - 1))]], states[at]) for at in range(1, count)]
    some = st.lists(st.sampled_from(states), min_size=1, max_size=3, unique=True)
    ways += [(states, "done"), *draw(st.lists(st.tuples(some, st.sampled_from([*states, "done"])), max_size=8))]
    steps = [{"id": f"t{at}", **step(leaves, to)} for at, (leaves, to) in enumerate(ways)]
    return procedure("any", {**dict.fromkeys(states, ""), "done": "done"}, steps)


@given(procedures())
def test_any_procedure_is_drawn_clearly(each: Procedure) -> None:
    """Whatever the states, steps and names: all are there, nothing overlaps, the picture is well-formed."""
    assert_clear(each, drawing(each, SHIPPED))
    assert Counter(shown(svg(each, SHIPPED), "name")) == Counter(map(words, names(each)))


@given(procedures())
def test_a_picture_is_the_same_every_time(each: Procedure) -> None:
    """Nothing in it depends on chance or on what was drawn before."""
    assert svg(each, SHIPPED) == svg(each.model_copy(deep=True), SHIPPED)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Runs a command on the configuration as shipped; gives the exit status and what it printed."""
    status = main([*arguments, "--config", str(CONFIG)])
    return status, capsys.readouterr().out


def test_the_command_line_lists_every_procedure(capsys: pytest.CaptureFixture[str]) -> None:
    """Each in its newest version, with what it consists of and how many duties use it, and works without a database."""
    status, printed = run(capsys, "procedure", "list", "--json")
    said = {each["id"]: each for each in json.loads(printed)["data"]["procedures"]}
    assert status == 0
    assert {*said} == {each.id for each in PROCEDURES}
    assert said["press-information"]["duties"] >= 58
    assert "Báo cáo định kỳ" in run(capsys, "procedure", "list")[1]


def test_the_command_line_tells_each_step_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """From where to where, by whom, which fact with which fields, who must be another person, whether an exception."""
    status, printed = run(capsys, "procedure", "show", "press-information", "--json")
    said = json.loads(printed)["data"]
    steps = {step["id"]: step for step in said["steps"]}
    assert (status, said["version"], said["initial"]) == (0, 1, "assigned")
    assert steps["clear"]["from"] == ["prepared"]
    assert steps["clear"]["who"] == ["Người phát ngôn và bộ phận duyệt"]
    assert steps["clear"]["other_person_than"] == ["prepare", "edit"]
    assert steps["provide-urgent"]["exception"] is True
    assert {"name": "reason", "required": True} in steps["return"]["fields"]
    table = run(capsys, "procedure", "show", "press-information")[1]
    assert re.search(r"clear +│ Duyệt +│ Chờ duyệt → Đã", table)
    assert table.count("(ngoại lệ)") == 1


def test_the_command_line_writes_pictures_that_stand_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into a file or onto the screen, whole with its colours; Mermaid text the same."""
    out = tmp_path / "p.svg"
    assert run(capsys, "procedure", "show", "report", "--format", "svg", "--out", str(out))[0] == 0
    assert "<style>" in out.read_text(encoding="utf-8")
    assert shown(out.read_text(encoding="utf-8"), "heading") == ["Báocáođịnhkỳ(phiênbản1)"]
    assert run(capsys, "procedure", "show", "report", "--format", "svg")[1] == out.read_text(encoding="utf-8")
    status, printed = run(capsys, "procedure", "show", "report", "--format", "mermaid", "--json")
    assert status == 0
    assert json.loads(printed)["data"]["diagram"] == mermaid(SHIPPED.procedure("report"), SHIPPED)


@pytest.mark.parametrize(
    "wrong",
    [("khong-co",), ("report", "--version", "9"), ("report", "--format", "png"), ("report", "--out", "x.txt"),
     ("report", "--format", "svg", "--out", "/khong/co/x.svg")],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_as_bad_input(
    wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown procedure, version or form, and a file that cannot be written: exit status 2, no traceback."""
    assert run(capsys, "procedure", "show", *wrong, "--json")[0] == 2


@EACH
def test_every_procedure_has_its_page(get: Get, each: Procedure) -> None:
    """The diagram inside the page, every step with its fact, the basis, the duties that use it."""
    answer = get(f"/procedures/{each.id}?version={each.version}")
    page = unescape(answer.text)
    assert answer.status_code == 200
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg"') == 1
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|\bNone\b|Undefined", answer.text)
    assert all(step.fact in page for step in each.steps)
    basis = SHIPPED.documents[each.basis].citation() if each.basis else "không nêu riêng"
    assert basis in page
    for duty in SHIPPED.duties.values():
        assert (f"duty={duty.id}&" in page or f'duty={duty.id}"' in page) == (duty.procedure == each.id)


def test_the_list_of_procedures_counts_what_is_open(get: Get, dondoc: Dondoc) -> None:
    """Every procedure leads to its page; together they count every open task once."""
    page = get("/procedures").text
    links = re.findall(r'href="/procedures/([\w-]+)"', page)
    counts = re.findall(r'data-label="Việc chưa hoàn thành" class="amount">([\d.]+)<', page)
    open_now = sum(line.cell.key in {"open_in_term", "open_overdue", "waiting"} for line in dondoc.tasks(limit=100_000))
    assert sorted(links) == sorted({each.id for each in PROCEDURES})
    assert sum(int(count.replace(".", "")) for count in counts) == open_now
    assert open_now > 100


def test_a_task_leads_to_its_procedure_with_its_state_marked(get: Get) -> None:
    """As of a day when the text was cleared but not yet given, the link opens the diagram with that state marked."""
    link = re.search(r'href="(/procedures/press[^"]*)"', get(f"/tasks/{CLEARED}?as_of=2024-04-05").text)
    assert link
    assert unescape(link[1]) == "/procedures/press-information?version=1&state=cleared&as_of=2024-04-05"
    page = get(unescape(link[1])).text
    marked = re.findall(r'<g class="box state here">.*?</g>', page, re.DOTALL)
    assert "Đã duyệt" in marked[0]
    assert page.count("► Việc đang ở đây") == len(marked) == 1
    rows = re.findall(r'<tr class="open-here">\s*<th scope="row">(.*?) <span', page)
    assert rows == [
        *(step.name for step in SHIPPED.procedure("press-information").open_to("cleared")),
        "Đã duyệt",
    ]


def test_a_task_of_several_parts_leads_to_its_procedure_without_a_state(get: Get) -> None:
    """The whole stands in no state of its own, so none is marked."""
    link = re.search(r'href="(/procedures/press[^"]*)"', get(f"/tasks/{COMPOSITE}").text)
    assert link
    assert "state=" not in link[1]
    assert "Việc đang ở đây" not in get(unescape(link[1])).text


@pytest.mark.parametrize(
    ("url", "status"),
    [("/procedures/khong-co", 404), ("/procedures/report?version=9", 404), ("/procedures/report?state=x", 404),
     ("/procedures/report?version=x", 422), ("/procedures/report?version=-1", 422)],
)  # fmt: skip
def test_what_there_is_not_has_no_page(get: Get, url: str, status: int) -> None:
    """An unknown procedure, version or state is not found; a version that is no number is malformed."""
    answer = get(url)
    assert answer.status_code == status
    assert "Mở lại từ" in answer.text


def test_an_older_version_says_so_and_leads_to_the_newest(
    get: Get, dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tasks of last year are shown under the steps of last year."""
    newer = SHIPPED.procedure("report").model_copy(update={"version": 2})
    both = {**dondoc.catalogue.procedures, "report": newer, "report/2": newer}
    monkeypatch.setattr(dondoc, "catalogue", _with(dondoc.catalogue, both))
    page = get("/procedures/report?version=1").text
    assert "Đây là phiên bản 1" in page
    assert 'href="/procedures/report"' in page
    assert "Đây là phiên bản" not in get("/procedures/report").text


def _with(catalogue: Catalogue, procedures: dict[str, Procedure]) -> Catalogue:
    return replace(catalogue, procedures=procedures)
