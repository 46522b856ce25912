"""Commands that make dondoc run: init, check, tick, worker, serve, demo."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Protocol

import typer

from dondoc.app import Dondoc, opened
from dondoc.domain.errors import DondocError, StoreBroken
from dondoc.domain.ports import chance
from dondoc.interfaces import explaining
from dondoc.interfaces.checkpoints import Keeping
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.cli.logs import set_up
from dondoc.interfaces.cli.sending import sending
from dondoc.settings import Settings
from dondoc.store.engine import shown
from dondoc.store.pulse import Pulse

Host = Annotated[str, typer.Option("--host", help="Address to listen on; loopback unless a proxy stands before it.")]
NoWorker = Annotated[bool, typer.Option("--no-worker", help="Pages only; nothing ticks, nothing is sent.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where the demonstration's database is made.")]
NoServe = Annotated[bool, typer.Option("--no-serve", help="Play the year, show the matrix, stop.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]
Port = Annotated[int, typer.Option("--port", help="Port to listen on.", min=0, max=65535)]


class Scheduler(Protocol):
    """What rings for the tick; apscheduler itself is imported late."""

    def shutdown(self) -> None:
        """Let the tick that runs end, and ring no more."""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for name, command in (
        ("init", init),
        ("check", check),
        ("tick", tick),
        ("worker", worker),
        ("serve", serve),
        ("demo", demo),
    ):
        app.command(name)(command)


def init(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
         clock: options.Clock = None) -> int:  # fmt: skip
    """Make a database and take the plans of the configuration into it."""
    settings = options.settings(db, config, clock)
    dondoc = Dondoc.create(settings)
    try:
        adopted = dondoc.adopt()
        position = dondoc.store.position()
    finally:
        dondoc.close()
    plans = list(dondoc.catalogue.plans)
    if as_json:
        output.envelope({"db": shown(settings.db), "plans": plans, "adopted": adopted, "position": position})
    else:
        output.line(f"Cơ sở dữ liệu {shown(settings.db)} đã sẵn sàng; kế hoạch đang theo dõi: {', '.join(plans)}.")
        output.line("Tiếp theo: dondoc serve (mở bảng theo dõi và tự mở việc), hoặc dondoc tick.")
    return 0


def check(folder: Annotated[Path | None, typer.Argument(help="Configuration folder.")] = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Check a configuration: every error with file, line, what is wrong and what to write."""
    from dondoc.interfaces import checking, wording

    settings = options.settings(db, folder or config)
    with output.working("check"):
        found = checking.check(settings.config, options.known_facts())
    catalogue = found.catalogue
    counts = {
        "bodies": len(catalogue.bodies),
        "documents": len(catalogue.documents),
        "plans": len(catalogue.plans),
        "duties": len(catalogue.duties),
        "procedures": sum("/" in name for name in catalogue.procedures),
        "ladders": len(catalogue.ladders),
        "tests": found.tests,
        "worst_day": found.worst and {"day": found.worst[0].isoformat(), "reminders": found.worst[1]},
        "undecided_years": list(found.undecided),
        "calendar_through": catalogue.calendar.through.isoformat(),
    }
    if as_json:
        output.envelope(counts)
    else:
        output.line(
            f"Cấu hình {settings.config} hợp lệ: {counts['bodies']} cơ quan, đơn vị; {counts['plans']} kế hoạch với "
            f"{counts['duties']} nhiệm vụ; {counts['procedures']} quy trình; lịch đến {counts['calendar_through']}."
        )
        output.line(f"{found.tests} kiểm thử của các thang đôn đốc đều đạt.")
        if found.worst:
            day, most = found.worst
            output.line(f"Nếu không việc nào được làm, ngày nhiều nhất là {wording.day(day)}: {most} lần đôn đốc.")
        for year in found.undecided:
            output.line(f"Chưa tính được năm {year}: lịch làm việc của năm đó chưa được quyết định.")
    return 0


def tick(now: Annotated[str | None, typer.Option("--now", help="The moment; the clock's by default.")] = None,
         db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
         clock: options.Clock = None) -> int:  # fmt: skip
    """One tick: open what should be open, urge, close periods. Repeating it changes nothing."""
    moment = options.moment(now, "--now")
    settings = options.settings(db, config, now or clock)
    with opened(settings) as dondoc, output.working("tick"):
        guard = None if moment else dondoc.guard()
        done = dondoc.tick(moment or (guard.now() if guard else None))
        position = dondoc.store.position()
    problems = [problem.diagnostic() for problem in done.problems]
    if as_json:
        counted = {"opened": done.opened, "urged": done.urged, "held_back": done.held_back, "closed": done.closed}
        replanned = {
            "asked": done.asked,
            "withdrawn": done.withdrawn,
            "moved": done.moved,
            "undecided": [explaining.difference(each) for each in done.undecided],
        }
        output.envelope({**counted, **replanned, "position": position}, diagnostics=problems)
    else:
        output.line(
            f"Mở {done.opened} việc, đôn đốc {done.urged} lần (giữ lại {done.held_back}), khép {done.closed} kỳ."
        )
        if done.withdrawn or done.moved or done.undecided:
            output.line(
                f"Theo kế hoạch mới: rút {done.withdrawn} việc, đổi thời hạn {done.moved} việc; "
                f"{len(done.undecided)} việc cần quyết định (dondoc plan differences)."
            )
        for problem in done.problems:
            output.refuse(problem, as_json=False)
    return output.FINDING if problems else 0


def worker(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """Tick and send until told to stop. Any number of workers may run on one database."""
    set_up("INFO")
    settings = options.settings(db, config)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with opened(settings) as dondoc, _watching(dondoc), sending(dondoc, settings):
        scheduler = _start_ticking(dondoc, settings)
        if as_json:
            output.envelope({"worker": "started", "db": shown(settings.db)})
        stop.wait()
        scheduler.shutdown()
    return 0


def serve(host: Host = "127.0.0.1", port: Port = 8184, db: options.Db = None, config: options.Config = None,
          as_json: options.Json = False, clock: options.Clock = None, no_worker: NoWorker = False) -> int:  # fmt: skip
    """Serve the console, tick and send, in one process in the foreground."""
    set_up("INFO")
    settings = options.settings(db, config, clock)
    return _serve(settings, host, port, as_json=as_json, work=not no_worker)


def _serve(settings: Settings, host: str, port: int, *, as_json: bool, work: bool, offered: bool = False) -> int:
    with opened(settings) as dondoc, _watching(dondoc), sending(dondoc, settings) if work else nullcontext():
        scheduler = _start_ticking(dondoc, settings) if work else None
        try:
            if as_json:
                output.envelope({"url": f"http://{host}:{port}/", "db": shown(settings.db)})
            else:
                output.line(f"Bảng theo dõi: http://{host}:{port}/ (dừng bằng Ctrl+C)")
            listen(dondoc, settings, host, port, offered=offered)
        finally:
            if scheduler:
                scheduler.shutdown()
    return 0


def demo(folder: Folder = Path(".demo"), host: Host = "127.0.0.1", port: Port = 8184, config: options.Config = None,
         as_json: options.Json = False, no_serve: NoServe = False, no_browser: NoBrowser = False) -> int:  # fmt: skip
    """Play both plans of 2024 to 1 July 2024 with invented facts, and open the console at that day."""
    from dondoc.interfaces.cli import asking, demonstration

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("demo.db*"):
        old.unlink()
    settings = options.settings(f"sqlite:///{folder / 'demo.db'}", config)
    with output.working("18/03/2024 - 01/07/2024"):
        told = demonstration.play(settings)
    asking.show_status(
        db=settings.db, config=config, clock=demonstration.LAST.isoformat(), group="moha-units", as_json=as_json
    )
    if not as_json:
        output.line(f"Minh họa: {told} việc do người dùng ghi, tất cả đều là giả định. Dữ liệu: {settings.db}")
    if no_serve:
        return 0
    if not no_browser:
        import webbrowser

        threading.Timer(1.5, webbrowser.open, [f"http://{host}:{port}/"]).start()
    set_up("INFO")
    running = settings.model_copy(update={"clock": demonstration.LAST})
    return _serve(running, host, port, as_json=False, work=True, offered=True)


def listen(dondoc: Dondoc, settings: Settings, host: str, port: int, *, offered: bool = False) -> None:
    """Serve the console until told to stop; people log in with their accounts.

    `offered`: the invented people of the demonstration are let in by one click, from this machine.

    Raises:
        StoreBroken: the address cannot be listened on.
    """
    from dondoc.interfaces import passwords
    from dondoc.interfaces.accounts import Accounts
    from dondoc.interfaces.cli import demo_people
    from dondoc.interfaces.web.app import create_app
    from dondoc.interfaces.web.doorkeeper import Doorkeeper

    passwords.make_sure()
    keeper = Doorkeeper(Accounts(dondoc, settings))
    if offered:
        keeper = Doorkeeper(keeper.accounts, demo_people.offices, demo_people.OFFERED)
    listen_to(create_app(dondoc, keeper, settings), host, port)


def listen_to(app: Any, host: str, port: int) -> None:
    """Serve an ASGI application until told to stop; raises as `listen`."""
    import uvicorn

    class Server(uvicorn.Server):
        """Ends on SIGTERM and Ctrl+C by returning, so that the database is closed and the exit status is 0."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Let the streams of events end, which nobody else would close."""
            if (closing := getattr(app.state, "closing", None)) is not None:
                closing.set()
            super().handle_exit(sig, frame)

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.handle_exit)
            yield

    try:
        Server(uvicorn.Config(app, host=host, port=port, log_config=None, timeout_graceful_shutdown=8)).run()
    except SystemExit as wrong:
        raise StoreBroken(
            f"Nothing can be served on {host}:{port}.",
            vi=f"Không mở được {host}:{port}; có thể cổng đang được dùng.",
            place="--port",
            cure="Name another port with --port.",
        ) from wrong


@contextmanager
def _watching(dondoc: Dondoc) -> Iterator[None]:
    """Take notice of a server that does not answer, so that whoever waits for it is told at once."""
    pulse = Pulse(dondoc.store.engine, lambda: chance(dondoc.ids))
    pulse.start()
    try:
        yield
    finally:
        pulse.stop()


def _start_ticking(dondoc: Dondoc, settings: Settings) -> Scheduler:
    from dondoc.workflow.schedule import start

    guard, keeping = dondoc.guard(), Keeping(dondoc, settings)

    def ring() -> None:
        keeping.run()
        done = dondoc.tick(guard.now() if guard else None)
        for problem in done.problems:
            _log_problem(problem)

    scheduler: Scheduler = start(ring, settings.tick_seconds)
    return scheduler


def _log_problem(problem: DondocError) -> None:
    from dondoc.log import get_logger

    get_logger("dondoc.tick").error("not decided", action="problem", code=problem.code, error=str(problem))
