"""Answers: read models, one file a question. This tuple lists them all, in the order in which they are written."""

from dondoc.projections.base import Projection
from dondoc.projections.entries import Entries
from dondoc.projections.milestones import Milestones
from dondoc.projections.reminders import Reminders
from dondoc.projections.standing import Standing
from dondoc.projections.status import UnitActivity
from dondoc.projections.tasks import Tasks

PROJECTIONS: tuple[Projection, ...] = (Tasks(), Standing(), UnitActivity(), Reminders(), Milestones(), Entries())
