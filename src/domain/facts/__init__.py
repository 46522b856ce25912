"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import (
    activity,
    agreement,
    assembly,
    assessment,
    case,
    conference,
    decision,
    engine,
    evidence,
    funding,
    plan,
    press,
    programme,
    release,
    report,
    task,
)

FACTS = (
    *task.FACTS,
    *press.FACTS,
    *conference.FACTS,
    *release.FACTS,
    *case.FACTS,
    *assembly.FACTS,
    *report.FACTS,
    *activity.FACTS,
    *programme.FACTS,
    *evidence.FACTS,
    *plan.FACTS,
    *engine.FACTS,
    *funding.FACTS,
    *decision.FACTS,
    *agreement.FACTS,
    *assessment.FACTS,
)
