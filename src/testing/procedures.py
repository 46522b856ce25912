"""Small procedures for tests: one of every kind that the rules know how to interpret.

They are shaped like the ones a ministry configures, but they are not those: a test of the rules must not change when an
office changes its way of working.
"""

from __future__ import annotations

from typing import Any

from dondoc.domain.procedure import Procedure


def procedure(id_: str, states: dict[str, str], steps: list[dict[str, Any]], **more: Any) -> Procedure:
    """A procedure from a few words.

    Args:
        id_: its id.
        states: id and outcome of each state, the first of them initial.
        steps: each with `id`, `from` (one state or several), `to`, `by`, `fact` and what else a step may have.
        more: `version`, `basis`.

    Raises:
        ValidationError: it cannot be walked.
    """
    return Procedure.model_validate(
        {
            "id": id_,
            "version": 1,
            "name": f"Quy trình {id_}",
            "en": f"Procedure {id_}",
            "states": [
                {"id": state, "name": f"Trạng thái {state}", "en": state, "outcome": outcome}
                for state, outcome in states.items()
            ],
            "steps": [_step(**step) for step in steps],
            **more,
        }
    )


def _step(**step: Any) -> dict[str, Any]:
    leaves, by = step["from"], step["by"]
    return {
        "name": f"Bước {step['id']}",
        "en": step["id"],
        **step,
        "from": [leaves] if isinstance(leaves, str) else leaves,
        "by": [by] if isinstance(by, str) else by,
    }


_CANCEL = {"id": "cancel", "to": "cancelled", "by": "assigner", "fact": "task.cancelled"}

PRESS = procedure(
    "press-information",
    {"assigned": "", "prepared": "", "cleared": "", "done": "done", "cancelled": "cancelled"},
    [
        {"id": "note", "from": "assigned", "to": "assigned", "by": "lead", "fact": "task.progress-noted"},
        {"id": "prepare", "from": "assigned", "to": "prepared", "by": "lead", "fact": "press.information-prepared"},
        {"id": "edit", "from": ["prepared", "cleared"], "to": "prepared", "by": "lead",
         "fact": "press.information-prepared"},
        {"id": "clear", "from": "prepared", "to": "cleared", "by": "spokesperson",
         "fact": "press.information-cleared", "other_person_than": ["prepare", "edit"]},
        {"id": "return", "from": ["prepared", "cleared"], "to": "assigned", "by": "spokesperson",
         "fact": "press.information-returned"},
        {"id": "provide", "from": "cleared", "to": "done", "otherwise": "assigned", "by": ["lead", "spokesperson"],
         "fact": "press.information-provided", "proves": ["thong-tin"]},
        {"id": "provide-urgent", "from": ["assigned", "prepared"], "to": "done", "otherwise": "assigned",
         "by": ["lead", "spokesperson"], "fact": "press.urgent-information-provided", "proves": ["thong-tin"],
         "exception": True},
        {"id": "hold-event", "from": ["assigned", "prepared", "cleared"], "to": "done", "otherwise": "assigned",
         "by": "lead", "fact": "communication.event-held", "proves": ["hoi-nghi"]},
        {"from": ["assigned", "prepared", "cleared"], **_CANCEL},
    ],
    basis="qc-phat-ngon",
)  # fmt: skip
"""Information that goes out through a gate, with two forms to prove and an urgent way around the gate."""

CONFERENCE = procedure(
    "press-conference",
    {"assigned": "", "scheduled": "", "done": "done", "cancelled": "cancelled"},
    [
        {"id": "schedule", "from": ["assigned", "scheduled"], "to": "scheduled", "by": "lead",
         "fact": "press.conference-scheduled"},
        {"id": "hold", "from": ["assigned", "scheduled"], "to": "done", "by": "lead", "fact": "press.briefing-held"},
        {"from": ["assigned", "scheduled"], **_CANCEL},
    ],
)  # fmt: skip
"""A date that is set and may move, then a day on which it was held."""

REPORT = procedure(
    "report",
    {"assigned": "", "submitted": "done", "returned": "", "accepted": "done", "cancelled": "cancelled"},
    [
        {"id": "submit", "from": ["assigned", "returned"], "to": "submitted", "by": ["lead", "registrar"],
         "fact": "report.submitted"},
        {"id": "return", "from": "submitted", "to": "returned", "by": "assigner", "fact": "report.returned"},
        {"id": "accept", "from": "submitted", "to": "accepted", "by": "assigner", "fact": "report.accepted"},
        {"from": ["assigned", "returned"], **_CANCEL},
    ],
)  # fmt: skip
"""A report that fulfils the duty when it is handed in, and is owed again when it is sent back."""

QUOTA = procedure(
    "quota",
    {"counting": "", "done": "done", "cancelled": "cancelled"},
    [
        {"id": "note", "from": "counting", "to": "counting", "by": "lead", "fact": "task.progress-noted"},
        {"id": "confirm", "from": "counting", "to": "done", "by": ["registrar", "assigner"],
         "fact": "result.accepted", "needs": ["note"]},
        {"from": "counting", **_CANCEL},
    ],
)  # fmt: skip
"""Activities that are counted until they are enough, or confirmed from a report."""

STANDING = procedure(
    "standing",
    {"running": "", "closed": "done", "cancelled": "cancelled"},
    [
        {"id": "note", "from": "running", "to": "running", "by": "lead", "fact": "task.progress-noted"},
        {"id": "sum-up", "from": "running", "to": "closed", "by": "lead", "fact": "result.submitted"},
        {"from": "running", **_CANCEL},
    ],
)
"""A duty that goes on until its year is summed up."""

QUESTION = procedure(
    "question",
    {"new": "", "received": "", "drafted": "", "issued": "done", "closed": "cancelled"},
    [
        {"id": "receive", "from": "new", "to": "received", "by": "lead", "fact": "press.question-received"},
        {"id": "draft", "from": "received", "to": "drafted", "by": "lead", "fact": "press.information-prepared"},
        {"id": "issue", "from": ["received", "drafted"], "to": "issued", "by": "lead", "fact": "press.answer-issued"},
        {"id": "close", "from": ["received", "drafted"], "to": "closed", "by": "lead", "fact": "case.closed"},
    ],
    intake="receive",
    clocks=[
        {"id": "answer", "name": "Thời hạn trả lời", "en": "time to answer", "rule": "question.answer",
         "starts": ["receive"], "stops": ["issue", "close"], "at": "received_at", "stop_at": "issued_at"},
        {"id": "draft", "name": "Thời hạn dự thảo", "en": "time to draft", "rule": "question.draft",
         "starts": ["receive"], "stops": ["draft", "close"]},
    ],
)  # fmt: skip
"""A case that comes in with two clocks: a day and a night to answer, five working days to draft."""

INPUT = procedure(
    "input",
    {"asked": "", "given": "done", "cancelled": "cancelled"},
    [
        {"id": "give", "from": ["asked", "given"], "to": "given", "by": "lead", "fact": "case.input-given"},
        {"from": "asked", **_CANCEL, "by": ["asker", "assigner"]},
    ],
)
"""What another body asked for."""

GATHERING = procedure(
    "gathering",
    {"new": "", "open": "", "held": "done", "cancelled": "cancelled"},
    [
        {"id": "receive", "from": "new", "to": "open", "by": "lead", "fact": "case.received"},
        {"id": "ask", "from": ["open", "held"], "to": "same", "by": "lead", "fact": "case.inputs-asked",
         "asks": "input"},
        {"id": "schedule", "from": "open", "to": "same", "by": "lead", "fact": "press.conference-scheduled",
         "moves": True},
        {"id": "confirm-part", "from": ["open", "held"], "to": "same", "by": "coordinator",
         "fact": "coordination.confirmed"},
        {"id": "close", "from": "open", "to": "held", "by": "lead", "fact": "result.submitted"},
        {"id": "reopen", "from": "held", "to": "open", "by": "assigner", "fact": "result.returned",
         "other_person_than": ["close"]},
        {"from": "open", **_CANCEL},
    ],
    intake="receive",
    clocks=[{"id": "answer", "name": "Trả lời", "en": "answer", "starts": ["receive", "reopen"], "stops": ["close"],
             "rule": "answer"}],
)  # fmt: skip
"""A case that asks others, has a day that moves what was asked, parts of others, and a time limit."""

PROCEDURES = (PRESS, CONFERENCE, REPORT, QUOTA, STANDING, INPUT, GATHERING)
