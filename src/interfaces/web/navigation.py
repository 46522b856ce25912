"""Where the pages of the console stand: what is called what, and which lie beside which."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.interfaces.web.links import Links


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its name, its address, the pages that belong to it, by their templates' names."""

    name: str
    href: str
    sections: tuple[str, ...]


def places(links: Links) -> list[list[Place]]:
    """The places at the top, each with those that lie beside it; the first of each stands for all of them."""
    return [
        [Place("Việc của tôi", links.my(), ("my",))],
        [Place("Cần xử lý", links.attention(), ("attention",))],
        [
            Place("Tình hình", links.matrix(), ("matrix", "tasks", "task", "story", "difference")),
            Place("Cả năm", links.year(), ("year",)),
            Place("Chỉ tiêu", links.quotas(), ("quotas",)),
        ],
        [Place("Đến hạn", links.due(), ("due",)), Place("Lịch", links.calendar(), ("calendar",))],
        [Place("Kế hoạch", links.plans(), ("plans", "plan", "timeline"))],
        [Place("Quy trình", links.procedures(), ("procedures", "procedure"))],
        [Place("Sổ theo dõi", links.registers(), ("registers", "register"))],
        [Place("Sổ đôn đốc", links.reminders(), ("reminders", "promises"))],
        [Place("Phát ngôn", links.desk(), ("desk",))],
        [Place("Cơ quan", links.bodies(), ("bodies", "body"))],
        [Place("Vận hành", links.operations(), ("operations",))],
    ]


def beside(section: str, links: Links) -> list[Place]:
    """The places that lie beside the one that a page belongs to; nothing, where it stands alone."""
    for found in places(links):
        if len(found) > 1 and any(section in each.sections for each in found):
            return found
    return []
