"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import activity, case, engine, evidence, matter, meeting, plan, press, report, task

FACTS = (
    *task.FACTS,
    *press.FACTS,
    *case.FACTS,
    *matter.FACTS,
    *meeting.FACTS,
    *report.FACTS,
    *activity.FACTS,
    *evidence.FACTS,
    *plan.FACTS,
    *engine.FACTS,
)
