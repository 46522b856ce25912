"""Outlets: what was published last in each, and which has fallen silent."""

from __future__ import annotations

from typing import Any

CENTRE, PORTAL = "trung-tam-thong-tin/dau-moi", "cong-bnv.thong-cao-bao-chi"
OUTLET = "bao-tap-chi-bo-nganh-dia-phuong"


def flags(door: Any) -> list[str]:
    """What the register of outlets says of the papers of ministries and provinces on 1 July 2024."""
    lines = door.ask("register", "show", "outlets", "--as-of", "2024-07-01")["lines"]
    found: list[str] = next(each["flags"] for each in lines if each["term"] == OUTLET)
    return found


def test_an_outlet_falls_silent_until_something_new_appears_in_it(april: Any) -> None:
    """Newspapers of ministries and provinces are an outlet that must not fall silent."""
    assert "silent" in flags(april)
    item = {"subject": "Tin", "outlet": OUTLET, "column": "Cải cách hành chính"}
    april.record("communication.published", "tinh-ha-nam/dau-moi", "2024-06-20", **item)
    assert "silent" not in flags(april)


def test_an_outlet_confirms_what_was_handed_over_to_it(april: Any) -> None:
    """What was handed over to the portal's sections is confirmed with its link, or is shown to lack it."""
    for reference, outlet in (("TB-01", PORTAL), ("TB-02", "cong-bnv.tiep-can-thong-tin")):
        item = {"subject": "Thông báo", "outlet": outlet, "reference": reference}
        april.record("communication.published", "vu-tien-luong/dau-moi", "2024-04-10", **item)
    confirmed = {"reference": "TB-01", "outlet": PORTAL, "link": "https://example.invalid/tb-01"}
    april.record("publication.confirmed", CENTRE, "2024-04-12", **confirmed)
    first, second = april.ask("register", "show", "confirmations", "--as-of", "2024-07-01")["lines"]
    assert (first["values"]["link"], first["waits"], first["flags"]) == ([confirmed["link"]], {"confirming": 2}, [])
    assert (second["term"], second["flags"]) == ("TB-02", ["unconfirmed"])
    words = ("body=trung-tam-thong-tin", "reference=TB-02", f"outlet={PORTAL}")
    said = [part for each in words for part in ("--set", each)]
    assert april.refused("record", "publication.confirmed", *april.by(CENTRE, "2024-04-12"), *said)["place"] == "link"
