"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import activity, case, engine, matter, meeting, press, report, task

FACTS = (
    *task.FACTS,
    *press.FACTS,
    *case.FACTS,
    *matter.FACTS,
    *meeting.FACTS,
    *report.FACTS,
    *activity.FACTS,
    *engine.FACTS,
)
