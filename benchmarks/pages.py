"""How long does a reader wait for each page of the demonstration, and how much does it weigh?

    python benchmarks/pages.py [FOLDER [TIMES]]

FOLDER is where `dondoc demo --no-serve --folder FOLDER` made its database; without one it is made anew in a folder that
goes away. Each page is asked for within this process, without a network. Told are the medians of the time that passes
and of the time that the processor works, which neighbours on the machine do not change; what works longer than 100 ms
or weighs more than 150 kB is marked.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from dondoc import Dondoc, Settings
from dondoc.domain.office import Actor
from dondoc.interfaces.cli import demonstration
from dondoc.interfaces.web.app import create_app

CONFIG = Path(__file__).parents[1] / "config"
READER = Actor(person="minh-hoa-van-phong-bo", office="van-phong-bo/nguoi-phat-ngon")
SLOW, HEAVY = 0.100, 150_000
"""Seconds and bytes that a page may take."""
TASK = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
PAGES = (
    "/my",
    "/attention",
    "/attention?group=all",
    "/",
    "/?group=all",
    "/?period=2024-Q2&compare=1",
    "/tasks",
    f"/tasks/{TASK}",
    f"/tasks/{TASK}/events/2",
    "/year",
    "/year?group=all&by=week",
    "/quotas",
    "/due",
    "/due?group=all",
    "/calendar/2024-06",
    "/calendar/2024-Q2",
    "/calendar/2024?group=all",
    "/plans",
    "/plans/184",
    "/plans/par",
    "/plans/184/timeline",
    "/plans/par/timeline",
    "/procedures",
    "/procedures/press-information",
    "/registers",
    "/registers/press-tasks",
    "/reminders",
    "/promises",
    "/desk",
    "/bodies",
    "/bodies/van-phong-bo",
    "/operations",
)


def main(folder: Path, times: int) -> int:
    """Ask for every page so many times; 1 when some page is too slow or too heavy."""
    settings = Settings(db=f"sqlite:///{folder / 'demo.db'}", config=CONFIG, clock=demonstration.LAST)
    if not (folder / "demo.db").exists():
        demonstration.play(settings.model_copy(update={"clock": None}))
    dondoc = Dondoc.open(settings)
    try:
        return asyncio.run(_ask(dondoc, times))
    finally:
        dondoc.close()


async def _ask(dondoc: Dondoc, times: int) -> int:
    over = 0
    transport = httpx.ASGITransport(create_app(dondoc, lambda _: READER))
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
        for url in PAGES:
            answer = await client.get(url)
            took, worked = [], []
            for _ in range(times):
                started = time.perf_counter(), time.process_time()
                answer = await client.get(url)
                took.append(time.perf_counter() - started[0])
                worked.append(time.process_time() - started[1])
            passed, work, weight = statistics.median(took), statistics.median(worked), len(answer.content)
            wrong = answer.status_code != httpx.codes.OK or work > SLOW or weight > HEAVY
            over += wrong
            told = f"{passed * 1000:6.0f} ms {work * 1000:6.0f} ms {weight / 1000:7.1f} kB"
            print(f"{'!' if wrong else ' '} {told}  {url}")
    return 1 if over else 0


if __name__ == "__main__":
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 9  # noqa: PLR2004  # the second word
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]), count))
    with tempfile.TemporaryDirectory() as made:
        sys.exit(main(Path(made), count))
