"""A procedure as Mermaid text (`stateDiagram-v2`), for documents whose reader draws it. It draws nothing itself."""

from __future__ import annotations

import re

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.procedure import Procedure, Step
from dondoc.interfaces import procedure_terms as terms
from dondoc.interfaces import wording

_PLAIN = re.compile(r"[^\w .,()/\-]")
"""Whatever could mean something to Mermaid; letters of any script mean nothing."""


def mermaid(procedure: Procedure, catalogue: Catalogue, *, here: str = "") -> str:
    """The text; `here` is the id of the state in which a task is now, or empty."""
    names = {state.id: f"s{at}_{re.sub('[^a-z0-9]', '_', state.id)}" for at, state in enumerate(procedure.states, 1)}
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{_said(state.name)}" as {names[state.id]}' for state in procedure.states]
    lines.append(f"    [*] --> {names[procedure.initial]}")
    for step in procedure.steps:
        said = _label(step, procedure, catalogue)
        for leaves in step.from_:
            lines.append(f"    {names[leaves]} --> {names[step.leads(leaves, unfinished=False)]} : {said}")
            if step.otherwise:
                still = _said("khi còn hình thức phải thực hiện")
                lines.append(f"    {names[leaves]} --> {names[step.otherwise]} : {said}, {still}")
    for state in procedure.states:
        if state.outcome:
            said = _said(wording.lower(terms.outcome(state, procedure)))
            lines.append(f"    {names[state.id]} --> [*] : {said}")
    if here:
        lines += ["    classDef here stroke-width:4px,font-weight:bold", f"    class {names[here]} here"]
    return "\n".join(lines) + "\n"


def _label(step: Step, procedure: Procedure, catalogue: Catalogue) -> str:
    who = ", ".join(terms.role(by, catalogue) for by in step.by)
    said = [f"{'Ngoại lệ - ' if step.exception else ''}{step.name} ({who})"]
    said += [f"bắt đầu {name}" for name in terms.started(step, procedure)]
    said += [f"dừng {name}" for name in terms.stopped(step, procedure)]
    return _said(", ".join(said))


def _said(text: str) -> str:
    """The text with every sign that could be read as a command written by its number."""
    return _PLAIN.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
