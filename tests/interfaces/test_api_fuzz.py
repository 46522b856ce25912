"""The description of the API is true: whatever it allows is answered as it says, and never with a failure of ours.

`DONDOC_FUZZ=500` asks for more examples of each operation than the few that every run of the tests affords.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.office import Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.tokens import Tokens
from dondoc.interfaces.web.api import create_api
from dondoc.testing import FrozenClock

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what it imports warns about itself; no warning of ours comes from here
    import schemathesis
    from schemathesis import checks

CONFIG = Path(__file__).parents[2] / "config"
EXAMPLES = int(os.environ.get("DONDOC_FUZZ", "5"))
UNIT = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
THERE = {
    "task": "184.4.1:vu-tien-luong:2024-04",
    "unit": "vu-tien-luong",
    "plan": "184",
    "register": "outlets",
    "fact": "activity.held",
    "duty": "184.press-questions",
    "step": "prepare",
    "command": "promise",
    "act": "nd-sua-doi-cap-pho",
}
"""Names that there are: every second one that was invented is one of these, so that what lies behind is asked too."""


@pytest.fixture(scope="module")
def engine(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dondoc]:
    """Both plans of 2024 on 2 April, for whatever is sent."""
    clock = FrozenClock(datetime(2024, 4, 2, 9, tzinfo=HANOI))
    made = Dondoc.create(Settings(db=lasting.new(tmp_path_factory.mktemp("fuzz")), config=CONFIG), clock=clock)
    made.tick()
    held = replace(made.catalogue, holdings=(Holding(office=UNIT.office, person=UNIT.person),))
    yield Dondoc(made.store, held, made.registry, made.clock, made.ids, made.files)
    made.close()


@pytest.fixture(scope="module")
def secret(engine: Dondoc) -> str:
    """A token of the unit."""
    said = {"scopes": ["read", "act"], "ends": None, "reason": "Kiểm thử", "actor": UNIT}
    return Tokens(engine).open(UNIT.person, "person", **said)[1]


@pytest.fixture
def described(engine: Dondoc) -> Any:
    """The description as the API itself gives it; the stream of events is left out, since it does not end."""
    api = create_api(engine, Tokens(engine), 1_000_000, Event())
    return schemathesis.openapi.from_asgi("/openapi.json", api).exclude(path="/events/stream")


def test_whatever_the_description_allows_is_answered_as_it_says(described: Any, secret: str) -> None:
    """No failure of ours, no status, kind of content or shape that the description does not know."""
    asked = 0
    for operation in described.get_all_operations():

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES < 100, database=None,
                  phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.ok().as_strategy())
        def ask(case: schemathesis.Case) -> None:
            for name, value in case.path_parameters.items():
                if name in THERE and len(str(value)) % 2:
                    case.path_parameters[name] = THERE[name]
            case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)

        ask()
        asked += 1
    assert asked == len([*described.get_all_operations()]) > 20
