"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import activity, case, engine, evidence, plan, press, report, task

FACTS = (
    *task.FACTS,
    *press.FACTS,
    *case.FACTS,
    *report.FACTS,
    *activity.FACTS,
    *evidence.FACTS,
    *plan.FACTS,
    *engine.FACTS,
)
