"""What tests need, shipped with the product: a clock to set, ids to foresee, a small catalogue, sentences about rules.

Made for the tests of dondoc and of its hosts alike. Nothing that runs in production imports it.
"""

from dondoc.testing.catalogue import (
    ASSIGNER,
    LEAD,
    MINISTER,
    REGISTRAR,
    SPOKESPERSON,
    assigned,
    duty,
    small_calendar,
    small_catalogue,
)
from dondoc.testing.clock import FrozenClock, SequentialIds
from dondoc.testing.examples import EXAMPLES, example, step_data
from dondoc.testing.given import Given, Past, Rules, Then
from dondoc.testing.procedures import PROCEDURES, QUESTION, procedure

__all__ = [
    "ASSIGNER",
    "EXAMPLES",
    "LEAD",
    "MINISTER",
    "PROCEDURES",
    "QUESTION",
    "REGISTRAR",
    "SPOKESPERSON",
    "FrozenClock",
    "Given",
    "Past",
    "Rules",
    "SequentialIds",
    "Then",
    "assigned",
    "duty",
    "example",
    "procedure",
    "small_calendar",
    "small_catalogue",
    "step_data",
]
