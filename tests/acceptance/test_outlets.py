"""Outlets: what was published last in each, and which has fallen silent."""

from __future__ import annotations

from typing import Any

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
