"""The console in a real Chromium: as people log in, enter and clear; the browser has nothing to complain of."""

from __future__ import annotations

import time
from typing import Any

TASK = "184.4.1:vu-tien-luong:2024-04"
OTHER = "184.4.3:vu-tien-luong:2024"
LINK = "https://nhandan.vn/tien-luong-moi"


def test_information_given_to_the_press_is_entered_in_under_a_minute(window: Any) -> None:
    """Submitted by the unit, cleared by another person in two clicks, given out with its link; no complaint at all."""
    page, began = window.page, time.monotonic()
    window.log_in("nguyen-van-a")
    page.goto(f"{window.address}/tasks/{TASK}")
    page.get_by_role("link", name="Trình nội dung").click()
    page.get_by_label("Về việc").fill("Chế độ tiền lương mới")
    page.get_by_label("Toàn văn").fill("Dòng một.\nDòng hai.")
    page.get_by_role("button", name="Trình nội dung").click()
    assert "Đã ghi nhận" in page.get_by_role("status").inner_text()
    window.log_out()

    window.log_in("pham-van-c")
    page.get_by_role("link", name="Xem và duyệt").click()
    assert "Dòng hai." in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    window.log_out()

    window.log_in("nguyen-van-a")
    page.goto(f"{window.address}/tasks/{TASK}")
    page.get_by_role("link", name="Cung cấp cho báo chí").click()
    page.get_by_label("Cơ quan báo chí").fill("Báo Nhân Dân")
    page.get_by_label("Đường dẫn (link)").fill(LINK)
    page.get_by_role("button", name="Cung cấp cho báo chí").click()
    assert "Báo Nhân Dân" in page.get_by_role("status").inner_text()
    assert page.get_by_role("link", name=LINK).is_visible()
    assert window.complaints == []
    assert time.monotonic() - began < 60


def test_a_wrong_password_is_said_in_words(window: Any) -> None:
    """The page says so, keeps the name, and lets one try again."""
    window.log_in("nguyen-van-a", "không phải mật khẩu này")
    assert "không đúng" in window.page.get_by_role("alert").inner_text()
    assert window.page.get_by_label("Tên đăng nhập").input_value() == "nguyen-van-a"
    window.log_in("nguyen-van-a")
    assert window.page.get_by_role("heading", name="Việc của tôi").is_visible()
    assert [said for said in window.complaints if "401" not in said] == []


def test_a_form_is_filled_in_with_the_keyboard_alone(window: Any) -> None:
    """Every input and the button are reached by the tab key, in the order in which they stand."""
    page = window.page
    window.log_in("nguyen-van-a")
    page.goto(f"{window.address}/tasks/{OTHER}/steps/note")
    page.get_by_label("Ghi chú").focus()
    page.keyboard.type("Đang lấy ý kiến")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**recorded=*")
    assert "Đang lấy ý kiến" in page.get_by_role("status").inner_text()


def test_on_a_phone_nothing_is_wider_than_the_screen(window: Any) -> None:
    """No page on which people work has to be pushed sideways."""
    page = window.page
    window.log_in("nguyen-van-a")
    page.set_viewport_size({"width": 360, "height": 740})
    for url in ("/my", f"/tasks/{TASK}", f"/tasks/{OTHER}/steps/provide-urgent", "/record", "/record/activity.held"):
        page.goto(f"{window.address}{url}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
