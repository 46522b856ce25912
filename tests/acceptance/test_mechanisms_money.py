"""Money of both decisions: asked, consolidated, approved, adjusted, used, settled. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

SALARY, LEGAL, OFFICE = "vu-tien-luong/dau-moi", "vu-phap-che/dau-moi", "van-phong-bo/dau-moi"
FINANCE, MINISTER = "vu-ke-hoach-tai-chinh/dau-moi", "bo-noi-vu/bo-truong"
DESK, REFORM = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao", "vu-cai-cach-hanh-chinh/dau-moi"
CONSOLIDATION = "184.funding:vu-ke-hoach-tai-chinh:2024"
JULY = ("--as-of", "2024-07-01")
BILLION = 1_000_000_000


def receive(door: Any, duty: str, office: str, on: str, *more: str, **fields: Any) -> str:
    """Open a case of the office's body, or as said; the id of its task."""
    body = () if "--body" in more else ("--body", office.split("/", maxsplit=1)[0])
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *body, *more)
    return str(receipt["stream"]).removeprefix("task-")


def asked(door: Any, office: str, amount: int, source: str, on: str = "2024-04-03", **more: Any) -> str:
    """A funding line of a unit under Decision 184."""
    said = {"subject": "Tuyên truyền cải cách tiền lương", "source": source, "amount": amount, **more}
    return receive(door, "184.set-aside-funds", office, on, **said)


def approved(door: Any, *lines: str, amount: int) -> None:
    """Consolidate lines, submit them and approve the same amount for each."""
    door.step(CONSOLIDATION, "gather", FINANCE, "2024-04-10", tasks=list(lines))
    door.step(CONSOLIDATION, "submit", FINANCE, "2024-04-12", number="45/TTr-KHTC")
    for line in lines:
        door.step(line, "approve", MINISTER, "2024-04-16", amount=amount, number="310/QĐ-BNV")


def funding(door: Any, *more: str, by: str = "") -> dict[str, Any]:
    """The register of funding on 1 July 2024: its lines by task, or its groups by their key."""
    if not by:
        return {each["task"]: each for each in door.ask("register", "show", "funding", *JULY, *more)["lines"]}
    groups = door.ask("register", "show", "funding", *JULY, "--by", by, *more)["groups"]
    return {each["key"][by]: each for each in groups}


def values(line: Any, *columns: str) -> list[Any]:
    """What a line says in some columns; None where nothing was told."""
    return [line["values"][column][0] if line["values"][column] else None for column in columns]


def test_units_set_aside_funds(april: Any) -> None:
    """A unit sets an exact amount of a programme aside for rows of the plan; what is no whole đồng is refused."""
    line = asked(april, SALARY, 1_250_000_001, "chuong-trinh-de-an-du-an", items=["184.2.1"], number="12/DT-VTL")
    found = funding(april)[line]
    assert found["unit"] == "vu-tien-luong"
    assert values(found, "asked", "approved", "source") == [1_250_000_001, None, "chuong-trinh-de-an-du-an"]
    assert found["values"]["items"] == ["184.2.1"]
    for amount, place in ((12.5, "amount"), (-1, "amount"), (True, "amount")):
        said = json.dumps({"subject": "x", "source": "tai-tro", "amount": amount})
        who = (*april.by(SALARY, "2024-04-03"), "--data", said, "--body", "vu-tien-luong")
        assert april.refused("case", "open", "184.set-aside-funds", *who)["place"] == place
    missing = april.ask("register", "show", "funding", *JULY, "--missing", "--by", "unit")["missing"]
    assert len(missing) == 19
    assert "vu-tien-luong" not in {each["key"]["unit"] for each in missing}
    approved(april, line, amount=1_000_000_000)
    assert values(funding(april)[line], "approved", "cut") == [1_000_000_000, 250_000_001]
    assert "đã phê duyệt 1.000.000.000 đồng" in april.ask("history", line)["events"][-1]["sentence"]


def test_funding_sources(april: Any) -> None:
    """Lines bear their source, one of a closed list; totals are told by unit and source, exact."""
    asked(april, SALARY, 3 * BILLION + 1, "ngan-sach-duoc-giao")
    asked(april, SALARY, 2 * BILLION, "nguon-hop-phap-khac")
    asked(april, LEGAL, BILLION, "ngan-sach-duoc-giao")
    by_source = funding(april, by="source")
    assert by_source["ngan-sach-duoc-giao"]["sums"]["asked"] == 4 * BILLION + 1
    assert by_source["tai-tro"]["lines"] == 0
    both = april.ask("register", "show", "funding", *JULY, "--by", "unit", "--by", "source")["groups"]
    totals = {(g["key"]["unit"], g["key"]["source"]): g["sums"].get("asked") for g in both}
    assert totals["vu-tien-luong", "nguon-hop-phap-khac"] == 2 * BILLION
    assert totals["vu-phap-che", "nguon-hop-phap-khac"] is None, "nothing told is not zero"
    said = json.dumps({"subject": "x", "source": "vay", "amount": 1})
    who = (*april.by(SALARY, "2024-04-03"), "--data", said, "--body", "vu-tien-luong")
    refused = april.refused("case", "open", "184.set-aside-funds", *who)
    assert (refused["place"], "ngan-sach-duoc-giao" in refused["cure"]) == ("source", True)


def test_consolidate_funding(april: Any) -> None:
    """Finance gathers the units' lines in one submission; the leadership decides each; what was submitted stays."""
    first = asked(april, SALARY, 3 * BILLION, "ngan-sach-duoc-giao")
    second = asked(april, LEGAL, BILLION, "ngan-sach-duoc-giao")
    april.step(second, "return", FINANCE, "2024-04-05", reason="Chưa có thuyết minh")
    gathering = april.taking(CONSOLIDATION, "gather", FINANCE, "2024-04-08", tasks=[first, second])
    refused = april.refused(*gathering)
    assert (refused["rule"], refused["place"]) == ("step.carried", "tasks")
    assert april.task(first, "2024-04-08")["state"] == "asked", "all or none"
    fields = {"subject": "Bản sửa", "source": "ngan-sach-duoc-giao", "amount": 900_000_000}
    april.step(second, "revise", LEGAL, "2024-04-09", **fields)
    april.ask(*gathering)
    april.step(CONSOLIDATION, "submit", FINANCE, "2024-04-12", number="45/TTr-KHTC")
    assert [each["task"] for each in april.ask("queue", MINISTER)["tasks"]] == [CONSOLIDATION, first, second]
    assert "leadership" in april.refused(*april.taking(first, "approve", FINANCE, "2024-04-15", amount=1))["cure"]
    april.step(first, "approve", MINISTER, "2024-04-16", amount=2 * BILLION, number="310/QĐ-BNV")
    april.step(second, "refuse", MINISTER, "2024-04-16", reason="Dùng nguồn năm trước")
    april.step(CONSOLIDATION, "decide", MINISTER, "2024-04-16", number="310/QĐ-BNV")
    assert april.task(CONSOLIDATION, "2024-04-16")["cell"] == "done_on_time"
    total = funding(april, by="year")["2024"]["sums"]
    assert (total["asked"], total["approved"], total["cut"]) == (3_900_000_000, 2 * BILLION, BILLION)
    submitted = april.ask("register", "show", "funding", "--frozen", CONSOLIDATION, "--by", "year")["groups"][0]["sums"]
    assert (submitted["asked"], submitted.get("approved")) == (3_900_000_000, None)
    april.step(first, "use", SALARY, "2024-05-06", amount=500_000_000, number="77/HĐ")
    again = april.ask("register", "show", "funding", "--frozen", CONSOLIDATION, "--by", "year")["groups"][0]["sums"]
    assert again == submitted
    assert values(funding(april)[first], "asked", "approved", "used") == [3 * BILLION, 2 * BILLION, 500_000_000]
    assert values(funding(april)[first], "submission") == [CONSOLIDATION]


def test_adjust_funding(april: Any) -> None:
    """A unit's need changes: finance puts it forward, another person decides; before, after and why stay in history."""
    line = asked(april, SALARY, 3 * BILLION, "ngan-sach-duoc-giao")
    other = asked(april, LEGAL, BILLION, "ngan-sach-duoc-giao")
    approved(april, line, other, amount=BILLION)
    april.step(line, "ask-adjustment", SALARY, "2024-05-06", amount=2 * BILLION, reason="Thêm hai tọa đàm")
    april.step(other, "ask-adjustment", LEGAL, "2024-05-06", amount=5 * BILLION, reason="Thêm phim")
    case = receive(april, "184.funding-adjustment", FINANCE, "2024-05-08", subject="Điều chỉnh quý II")
    april.step(case, "submit", FINANCE, "2024-05-09", tasks=[line, other], number="60/TTr-KHTC")
    april.step(line, "use", SALARY, "2024-05-10", amount=400_000_000)
    april.step(line, "adjust", MINISTER, "2024-05-13", amount=1_800_000_000, number="402/QĐ-BNV")
    april.step(other, "refuse-adjustment", MINISTER, "2024-05-13", reason="Không còn nguồn")
    april.step(case, "decide", MINISTER, "2024-05-13", number="402/QĐ-BNV")
    found = funding(april)
    columns = ("asked", "approved", "adjusted", "allowed", "used", "left")
    assert values(found[line], *columns) == [
        3 * BILLION,
        BILLION,
        1_800_000_000,
        1_800_000_000,
        400_000_000,
        1_400_000_000,
    ]
    assert values(found[other], *columns) == [BILLION, BILLION, None, BILLION, None, None]
    told = [(e["name"], e["data"].get("amount")) for e in april.ask("history", line)["events"] if "amount" in e["data"]]
    assert told == [
        ("funding.asked", 3 * BILLION), ("funding.approved", BILLION), ("funding.adjustment-asked", 2 * BILLION),
        ("funding.used", 400_000_000), ("funding.adjusted", 1_800_000_000),
    ]  # fmt: skip
    alone = april.taking(line, "ask-adjustment", FINANCE, "2024-06-03", amount=1, reason="x")
    april.ask(*alone)
    april.step(line, "drop-adjustment", FINANCE, "2024-06-04", reason="Nhầm")
    assert april.task(line, "2024-06-04")["state"] == "approved"


def test_moha_funding(april: Any) -> None:
    """The ministry tells its money for reform communication source by source, donors among them."""
    task = "par.moha-funding:vu-cai-cach-hanh-chinh:2024"
    yearly, donor = "kinh-phi-cai-cach-hanh-chinh", "tai-tro"
    april.step(task, "provide", REFORM, "2024-04-10", provided=True, source=yearly, amount=2 * BILLION, number="5/QĐ")
    april.step(task, "provide", REFORM, "2024-05-10", provided=True, source=donor, amount=300_000_000, number="TT-01")
    asking = ("register", "show", "funding-provision", *JULY, "--unit", "vu-cai-cach-hanh-chinh", "--by", "source")
    sums = {g["key"]["source"]: g["sums"].get("amount") for g in april.ask(*asking)["groups"]}
    assert (sums[yearly], sums[donor], sums["nguon-hop-phap-khac"]) == (2 * BILLION, 300_000_000, None)
    assert april.task(task, "2024-05-10")["cell"] == "done_on_time"


def test_agency_funding(april: Any) -> None:
    """Each of 93 bodies says yes or no and how much; who said nothing is listed and is not counted as zero."""

    def tell(body: str, **fields: Any) -> None:
        behalf = ("--on-behalf-of", body)
        april.step(f"par.agency-funding:{body}:2024", "provide", DESK, "2024-04-15", *behalf, **fields)

    yearly = "kinh-phi-cai-cach-hanh-chinh"
    tell("tinh-ha-nam", provided=True, source=yearly, amount=700_000_000, number="88/QĐ-UBND")
    tell("tinh-ha-giang", provided=True, source=yearly)
    tell("tinh-cao-bang", provided=False)
    wrong = april.taking(
        "par.agency-funding:tinh-nam-dinh:2024", "provide", DESK, "2024-04-15", "--on-behalf-of", "tinh-nam-dinh",
        provided=False, amount=1,
    )  # fmt: skip
    april.refused(*wrong)
    register = ("register", "show", "funding-provision", *JULY)
    yes = april.ask(*register, "--by", "provided")["groups"]
    assert {g["key"]["provided"]: (g["lines"], g["sums"].get("amount")) for g in yes} == {
        "true": (2, 700_000_000), "false": (1, None),
    }  # fmt: skip
    assert len(april.ask(*register, "--missing", "--by", "unit")["missing"]) == 90
    assert [each["unit"] for each in april.ask(*register, "--flag", "no-amount")["lines"]] == ["tinh-ha-giang"]


def test_estimate_manage_settle(april: Any) -> None:
    """A body's budget line goes from estimate to settlement, each state with its paper; over-use is flagged."""
    said = {"subject": "Chuyên mục truyền hình", "source": "kinh-phi-cai-cach-hanh-chinh", "amount": 800_000_000}
    behalf = ("--on-behalf-of", "tinh-ha-nam")
    line = receive(april, "par.budget-cycle", DESK, "2024-04-03", *behalf, "--body", "tinh-ha-nam", **said)
    assert april.refused(*april.taking(line, "approve", DESK, "2024-04-10", *behalf, amount=1))["place"] == "number"
    early = april.taking(line, "use", DESK, "2024-04-10", *behalf, amount=1)
    assert april.refused(*early)["rule"] == "step.from-state"
    april.step(line, "approve", DESK, "2024-04-10", *behalf, amount=600_000_000, number="88/QĐ-UBND")
    april.step(line, "use", "tinh-ha-nam/dau-moi", "2024-05-10", amount=350_000_000, number="HĐ 01")
    april.step(line, "use", "tinh-ha-nam/dau-moi", "2024-06-10", amount=300_000_000, number="HĐ 02")
    found = funding(april)[line]
    assert values(found, "allowed", "used", "left") == [600_000_000, 650_000_000, -50_000_000]
    assert found["flags"] == ["over-used", "not-settled"]
    april.step(line, "adjust", DESK, "2024-06-20", *behalf, amount=700_000_000, number="120/QĐ-UBND", reason="Bổ sung")
    assert funding(april)[line]["flags"] == ["not-settled"]
    april.step(line, "settle", DESK, "2024-06-28", *behalf, amount=640_000_000, number="QT-01")
    found = funding(april)[line]
    assert (values(found, "settled", "unsettled"), found["flags"]) == ([640_000_000, 10_000_000], [])
    assert found["values"]["numbers"] == ["88/QĐ-UBND", "HĐ 01", "HĐ 02", "120/QĐ-UBND", "QT-01"]
    assert april.task(line, "2024-06-28")["cell"] == "done_on_time"
    assert april.ask("register", "show", "funding", *JULY, "--flag", "over-used")["lines"] == []
