"""The pages on which people work: their own work, the form of a step, of an activity, of a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dondoc.app import Dondoc
from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.task import PREFIX
from dondoc.interfaces import steps, wording
from dondoc.interfaces.web import entry, feed_pages, working
from dondoc.interfaces.web.asked import Ask, Asked
from dondoc.interfaces.web.entry import Form, Given
from dondoc.interfaces.web.rendering import page
from dondoc.workflow.activity import kind_of
from dondoc.workflow.dispatch import Receipt

router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]


def engine(request: Request) -> Dondoc:
    """The engine, which acts."""
    found: Dondoc = request.app.state.dondoc
    return found


Engine = Annotated[Dondoc, Depends(engine)]


@router.api_route("/my", methods=_GET)
def my(request: Request, ask: Ask) -> HTMLResponse:
    """What waits for whoever asks, and what is asked of their bodies, due soon first; their calendars."""
    return page(ask, "my.html", view=working.my_view(ask), feeds=feed_pages.own(request, ask))


@router.api_route("/tasks/{task}/steps/{step}", methods=_GET)
def step_form(ask: Ask, dondoc: Engine, task: str, step: str) -> HTMLResponse:
    """The form of a step."""
    return entry.show(ask, _step_entry(ask, task, step)[0], dondoc.ids.new())


@router.post("/tasks/{task}/steps/{step}")
def take_step(ask: Ask, dondoc: Engine, task: str, step: str, form: Form) -> Response:
    """Take a step."""
    shown, offer = _step_entry(ask, task, step)

    def do(given: Given) -> Receipt:
        return dondoc.take_step(
            task, step, given.data, instead_of=given.instead_of, evidence=given.evidence,
            actor=offer.actors[given.chosen], on=given.on, **given.who,
        )  # fmt: skip

    return entry.take(ask, shown, form, do, lambda done: _task(ask, task, done))


@router.api_route("/record", methods=_GET)
def activities(ask: Ask, recorded: str = "") -> HTMLResponse:
    """The activities that can be recorded, and the cases that can be opened."""
    return page(ask, "record.html", view=working.record_view(ask, recorded))


@router.api_route("/record/{fact}", methods=_GET)
def activity_form(ask: Ask, dondoc: Engine, fact: str) -> HTMLResponse:
    """The form of an activity."""
    kind = kind_of(ask.dondoc.registry, fact)
    return entry.show(ask, working.activity_entry(ask, kind), dondoc.ids.new())


@router.post("/record/{fact}")
def record(ask: Ask, dondoc: Engine, fact: str, form: Form) -> Response:
    """Record an activity."""
    kind = kind_of(ask.dondoc.registry, fact)

    def do(given: Given) -> Receipt:
        body = given.data["body"]
        chosen = [each for each in ask.actors if steps.key(each) == given.chosen]
        able = steps.doing(chosen, body, ask.catalogue, given.on or ask.today)
        if not able:
            name = ask.catalogue.body_name(body, ask.today)
            raise NotAllowed(
                f"{given.chosen} may not enter what {body} did.",
                vi=f"Chức vụ này không ghi nhận được hoạt động của {name}.",
                place="body",
                cure="Choose your own body.",
            )
        return dondoc.record(fact, given.data, actor=able[0], on=given.on, evidence=given.evidence, **given.who)

    then = ask.links.record(recorded="")
    return entry.take(ask, working.activity_entry(ask, kind), form, do, lambda done: f"{then}?recorded={done.stream}")


@router.api_route("/duties/{duty}/open", methods=_GET)
def case_form(ask: Ask, dondoc: Engine, duty: str) -> HTMLResponse:
    """The form of a case of a duty."""
    return entry.show(ask, working.case_entry(ask, duty), dondoc.ids.new())


@router.post("/duties/{duty}/open")
def open_case(ask: Ask, dondoc: Engine, duty: str, form: Form) -> Response:
    """Open a case."""
    may = steps.receiving(ask.dondoc, duty, ask.actors)

    def do(given: Given) -> Receipt:
        actor, body = may[given.chosen]
        return dondoc.open_case(
            duty, given.data, body=body, for_task=given.for_task, actor=actor, on=given.on, **given.who
        )

    def then(done: Receipt) -> str:
        return _task(ask, done.stream.removeprefix(PREFIX), done)

    return entry.take(ask, working.case_entry(ask, duty), form, do, then)


def _task(ask: Asked, task: str, done: Receipt) -> str:
    return ask.links.recorded(task, done.event_ids[0] if done.event_ids else "")


def _step_entry(ask: Asked, task: str, step: str) -> tuple[entry.Entry, steps.Offer]:
    """The form of a step that whoever asks may take on a task now.

    Raises:
        NotFound: there is no such task, or no such step.
        NotAllowed: it is not for them, or not open now.
    """
    line, _ = ask.dondoc.task(task)
    procedure = ask.catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    known = procedure.step(step) if procedure else None
    if known is None:
        raise NotFound(f"There is no step {step!r}.", vi=f"Không có bước “{step}”.", place=step)
    offered = steps.offers(ask.dondoc, line, ask.actors)
    found = next((each for each in offered if each.step.id == step), None)
    if found is None:
        state = wording.state(line, ask.catalogue)
        raise NotAllowed(
            f"The step {step!r} of {task} is not open to whoever asks.",
            vi=f"Bước “{known.name}” không thực hiện được lúc này với chức vụ của bạn. Việc đang ở bước: {state}.",
            place=task,
            cure="Open the task and look at what can be done.",
        )
    return working.step_entry(ask, line, found, offered), found
