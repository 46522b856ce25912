"""The facts that dondoc knows, one file per field of work. A host adds its own to this tuple when it opens dondoc."""

from dondoc.domain.facts import activity, case, engine, plan, press, report, task

FACTS = (*task.FACTS, *press.FACTS, *case.FACTS, *report.FACTS, *activity.FACTS, *plan.FACTS, *engine.FACTS)
