"""Every page as those use it who do not see it, or see it badly: axe-core finds nothing against WCAG 2.2 AA on any."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

TASK = "184.4.1:vu-tien-luong:2024-04"
PAGES = (
    "/my",
    "/attention",
    "/",
    "/?period=2024-Q2&compare=1",
    "/tasks?unit=vu-tien-luong",
    f"/tasks/{TASK}",
    f"/tasks/{TASK}/events/1",
    f"/tasks/{TASK}/steps/prepare",
    "/year",
    "/year?by=week",
    "/quotas",
    "/due",
    "/calendar",
    "/calendar/2024-Q2",
    "/calendar/2024?of=2024",
    "/plans",
    "/plans/184",
    "/plans/184/timeline",
    "/procedures",
    "/procedures/press-information",
    "/registers",
    "/registers/press-tasks",
    "/registers/press-tasks?by=unit",
    "/reminders",
    "/promises",
    "/desk",
    "/bodies",
    "/bodies/van-phong-bo",
    "/operations",
    "/keys",
    "/record",
    "/record/activity.held",
    "/tasks/khong-co",
)
PHONE = 360
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _wrong(page: Any, url: str) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{url}: {each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}" for each in found]


def test_no_page_shuts_anybody_out(window: Any) -> None:
    """Contrast, labels, landmarks, headings, tables, names of links: all is right on every page, and fits a phone."""
    page = window.page
    page.goto(f"{window.address}/login")
    wrong = _wrong(page, "/login")
    window.log_in("nguyen-van-a")
    for url in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{window.address}{url}")
        wrong += _wrong(page, url)
        page.set_viewport_size({"width": PHONE, "height": 740})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > PHONE:
            wrong.append(f"{url}: {wide} wide on a screen of {PHONE}")
    assert not wrong, "\n".join(wrong)
    assert [said for said in window.complaints if "404" not in said] == []
