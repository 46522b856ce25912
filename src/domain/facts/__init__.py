"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import (
    activity,
    case,
    contest,
    engine,
    evidence,
    material,
    network,
    outlet,
    plan,
    press,
    report,
    task,
    training,
)

FACTS = (
    *task.FACTS,
    *press.FACTS,
    *case.FACTS,
    *report.FACTS,
    *activity.FACTS,
    *material.FACTS,
    *training.FACTS,
    *network.FACTS,
    *contest.FACTS,
    *outlet.FACTS,
    *evidence.FACTS,
    *plan.FACTS,
    *engine.FACTS,
)
