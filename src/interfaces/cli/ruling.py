"""The command that tries a condition of a ladder before it is written: is it sound, and whom does it pick?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from dondoc.config import ladder_references
from dondoc.config.findings import Findings
from dondoc.config.reading import read_catalogue
from dondoc.config.source import Source, parse
from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.operand import When
from dondoc.interfaces import wording
from dondoc.interfaces.cli import options, output

Expression = Annotated[str, typer.Argument(help="A condition as under when:, such as '{groups: [provinces-2024]}'.")]
_PLACE = Path("EXPR")
_NUMBERS = ("days_late", "late_tasks")


def check(expression: Expression, db: options.Db = None, config: options.Config = None,
          as_json: options.Json = False) -> int:  # fmt: skip
    """Check a condition of a ladder or rung, and show which duties and bodies it picks."""
    catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
    found = _picked(condition(expression, catalogue), catalogue)
    if as_json:
        output.envelope(found)
        return 0
    output.line(f"Điều kiện hợp lệ: {len(found['duties'])} nhiệm vụ, {len(found['bodies'])} cơ quan, đơn vị.")
    for name in _NUMBERS:
        if name in found["conditions"]:
            output.line(f"Xét khi tới nấc: {name} {found['conditions'][name]}")
    rows = [(duty, wording.duty_name(duty, catalogue), len(bodies)) for duty, bodies in found["duties"].items()]
    output.table("Nhiệm vụ", ("Mã", "Nội dung", "Số cơ quan"), rows, numbers=(2,))
    return 0


def condition(expression: str, catalogue: Catalogue) -> When:
    """The condition that a text writes.

    Raises:
        Invalid: it is no YAML of the strict kind, or no condition, or names what is not there.
    """
    source = parse(_PLACE, _utf8(expression))
    findings = Findings()
    try:
        when = When.model_validate(source.data)
    except ValidationError as wrong:
        findings.shape(source, When, wrong)
        findings.refuse()
        raise
    ladder_references.conditions(Source(_PLACE, source.data, source.lines), (), when, catalogue, findings)
    findings.refuse()
    return when


def _utf8(text: str) -> str:
    try:
        return text.encode().decode()
    except UnicodeEncodeError as wrong:
        raise Invalid("This is not UTF-8.", vi="Không phải UTF-8.", place="EXPR", cure="Type it again.") from wrong


def _picked(when: When, catalogue: Catalogue) -> dict[str, Any]:
    duties = {
        duty.id: [body for body in catalogue.owers(duty) if when.fits(choosing.operands(catalogue, duty, body))]
        for duty in catalogue.duties.values()
    }
    duties = {duty: bodies for duty, bodies in duties.items() if bodies}
    return {
        "conditions": when.model_dump(mode="json", exclude_defaults=True),
        "duties": duties,
        "bodies": list(dict.fromkeys(body for bodies in duties.values() for body in bodies)),
    }
