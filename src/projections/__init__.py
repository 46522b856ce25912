"""Answers: read models, one file a question. This tuple lists them all, in the order in which they are written."""

from dondoc.projections.accounts import Accounts
from dondoc.projections.activity import Activity
from dondoc.projections.base import Projection, metadata
from dondoc.projections.clocks import Clocks
from dondoc.projections.entries import Entries
from dondoc.projections.evidence import Evidence
from dondoc.projections.milestones import Milestones
from dondoc.projections.notices import Notices
from dondoc.projections.reminders import Reminders
from dondoc.projections.replies import Replies
from dondoc.projections.standing import Standing
from dondoc.projections.tasks import Tasks
from dondoc.projections.tokens import Tokens
from dondoc.store.schema import sort_by_bytes

PROJECTIONS: tuple[Projection, ...] = (
    Tasks(),
    Clocks(),
    Standing(),
    Activity(),
    Reminders(),
    Replies(),
    Notices(),
    Milestones(),
    Entries(),
    Evidence(),
    Accounts(),
    Tokens(),
)
sort_by_bytes(metadata)
